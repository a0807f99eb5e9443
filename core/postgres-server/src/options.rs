use std::collections::BTreeMap;
use std::path::PathBuf;

/// How much memory a file system must offer, in bytes, for a server of a test to be put there.
const ROOM: u64 = 4 << 30;

/// Whether a server speaks TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::exhaustive_enums, reason = "there is nothing between offered and required")]
pub enum Tls {
    /// It does not.
    #[default]
    Off,
    /// It does where the client asks for it.
    Offered,
    /// It turns away who does not.
    Required,
}

/// How a server is to be.
///
/// # Example: a server that waits for the disk
/// ```
/// use cowrite_postgres_server::{Options, Server};
///
/// let server = Server::start(Options::new().durable().setting("max_connections", "20"))?;
/// assert_eq!(server.query("postgres", "SHOW fsync")?, [["on"]]);
/// # Ok::<(), cowrite_postgres_server::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct Options {
    pub(crate) is_durable: bool,
    pub(crate) tls: Tls,
    pub(crate) name: Option<String>,
    pub(crate) parent: Option<PathBuf>,
    pub(crate) settings: BTreeMap<String, String>,
}

impl Options {
    /// A server that forgets on a power cut, without TLS.
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets it wait for the disk, on one that is no memory.
    pub fn durable(mut self) -> Self {
        self.is_durable = true;
        self
    }

    /// Lets it speak TLS, with a certificate by an authority of its own.
    pub fn tls(mut self, tls: Tls) -> Self {
        self.tls = tls;
        self
    }

    /// Names it among others, as `application_name` and slot of a standby.
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Puts its folder into another, which its account must be able to enter.
    pub fn inside(mut self, parent: impl Into<PathBuf>) -> Self {
        self.parent = Some(parent.into());
        self
    }

    /// Gives it a setting of `postgresql.conf`.
    pub fn setting(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.settings.insert(name.into(), value.into());
        self
    }

    /// The folder to put its folder into.
    pub(crate) fn parent(&self) -> PathBuf {
        let by_default =
            || if self.is_durable { PathBuf::from("/var/tmp") } else { memory().unwrap_or_else(std::env::temp_dir) };
        self.parent.clone().unwrap_or_else(by_default)
    }

    /// All settings but those that say where it is: what is given goes before what is usual.
    pub(crate) fn all_settings(&self) -> BTreeMap<String, String> {
        let mut settings = BTreeMap::new();
        let mut usual = |name: &str, value: &str| drop(settings.insert(name.to_owned(), value.to_owned()));
        usual("max_connections", "300");
        usual("shared_buffers", if self.is_durable { "256MB" } else { "64MB" });
        usual("log_line_prefix", "%m [%p] %a: ");
        usual("timezone", "UTC");
        usual("password_encryption", "scram-sha-256");
        // In the folder, and not in /dev/shm, where a killed server would leave it.
        usual("dynamic_shared_memory_type", "mmap");
        if !self.is_durable {
            usual("fsync", "off");
            usual("max_wal_size", "256MB");
        }
        settings.extend(self.settings.clone());
        settings
    }
}

/// A file system in memory, if it is large: making the thousand files of a server there takes a tenth of the time.
fn memory() -> Option<PathBuf> {
    let path = PathBuf::from("/dev/shm");
    let found = rustix::fs::statvfs(&path).ok()?;
    (found.f_bavail.saturating_mul(found.f_frsize) >= ROOM).then_some(path)
}
