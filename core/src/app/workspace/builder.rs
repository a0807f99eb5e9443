//! How a workspace is opened: with which ports, on which store.

use core::time::Duration;
#[cfg(feature = "sqlite")]
use std::path::Path;
use std::sync::Arc;

use super::Workspace;
use crate::adapters::{Argon2Hasher, MemoryStore};
use crate::app::driver::{Core, Options};
use crate::app::kept_files::{Accounts, KeptFiles};
use crate::error::Error;
use crate::ports::files::FileStore;
use crate::ports::store::Store;
use crate::ports::{
    Clock, Entropy, NoFiles, PasswordHasher, SystemClock, SystemEntropy, SystemTimer, Timer, TrackFiles,
};

/// How a workspace is to be opened, where the defaults will not do.
#[derive(Debug)]
#[must_use]
pub struct WorkspaceBuilder {
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    timer: Arc<dyn Timer>,
    hasher: Arc<dyn PasswordHasher>,
    files: Kept,
    options: Options,
    #[cfg(feature = "sqlite")]
    exclusive: bool,
}

/// Where the files of tracks come from.
#[derive(Debug)]
enum Kept {
    Told(Arc<dyn TrackFiles>),
    In(Arc<dyn FileStore>, Accounts),
}

impl Default for WorkspaceBuilder {
    fn default() -> Self {
        Self {
            clock: Arc::new(SystemClock::default()),
            entropy: Arc::new(SystemEntropy::default()),
            timer: Arc::new(SystemTimer::default()),
            hasher: Arc::new(Argon2Hasher::default()),
            files: Kept::Told(Arc::new(NoFiles)),
            options: Options {
                strict_publishing: false,
                invitation_days: 30,
                retry_for: Duration::from_secs(5),
                ticket_for: Duration::from_secs(300),
                direct_addresses: false,
            },
            #[cfg(feature = "sqlite")]
            exclusive: false,
        }
    }
}

impl WorkspaceBuilder {
    /// Takes the time from `clock` instead of the machine.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Takes random bits from `entropy` instead of the platform.
    pub fn entropy(mut self, entropy: impl Entropy + 'static) -> Self {
        self.entropy = Arc::new(entropy);
        self
    }

    /// Waits by `timer` between the tries of a lost race.
    pub fn timer(mut self, timer: impl Timer + 'static) -> Self {
        self.timer = Arc::new(timer);
        self
    }

    /// Hashes links' passwords by `hasher` instead of Argon2id on threads of its own (LNK-4).
    pub fn hasher(mut self, hasher: impl PasswordHasher + 'static) -> Self {
        self.hasher = Arc::new(hasher);
        self
    }

    /// Learns from `files` what files tracks have, where otherwise they have none (LNK-5).
    pub fn track_files(mut self, files: impl TrackFiles + 'static) -> Self {
        self.files = Kept::Told(Arc::new(files));
        self
    }

    /// Keeps the files of tracks in `files`, reached as `accounts` says; without a file store every call about files is `source_unavailable` (FIL-1).
    ///
    /// # Example: in a folder of this machine
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let folder = tempfile::tempdir().unwrap();
    /// use cowrite::adapters::{LocalFolder, LocalFolderOptions};
    /// use cowrite::{Accounts, Workspace};
    ///
    /// let files = LocalFolder::open(folder.path(), LocalFolderOptions::new()).unwrap();
    /// let accounts = Accounts::One(files.connection());
    /// let workspace = Workspace::builder().files(files, accounts).in_memory()?;
    /// # let _ = workspace;
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub fn files(mut self, files: impl FileStore + 'static, accounts: Accounts) -> Self {
        self.files = Kept::In(Arc::new(files), accounts);
        self
    }

    /// Lets tickets for files be redeemed for so long; 5 minutes unless said otherwise (LNK-5).
    pub fn ticket_for(mut self, time: Duration) -> Self {
        self.options.ticket_for = time;
        self
    }

    /// Lets tickets be redeemed to the file store's own temporary addresses, where no limit, password or stream-only setting applies (LNK-5).
    ///
    /// Such an address goes on working after a revoke until the store ends it: at Dropbox up to 4 hours.
    /// It is not given where it would work longer than its link, nor for what a public page plays.
    pub fn direct_addresses(mut self, direct: bool) -> Self {
        self.options.direct_addresses = direct;
        self
    }

    /// Refuses to publish a track whose splits are incomplete, where otherwise a warning is given (SPL-5).
    pub fn strict_publishing(mut self, strict: bool) -> Self {
        self.options.strict_publishing = strict;
        self
    }

    /// Lets invitations and offers wait so many days for an answer; 30 unless said otherwise (INV-2).
    pub fn invitation_days(mut self, days: u32) -> Self {
        self.options.invitation_days = days;
        self
    }

    /// Tries lost races again for so long in all before giving `conflict`; 5 seconds unless said otherwise (REL-3).
    pub fn retry_for(mut self, budget: Duration) -> Self {
        self.options.retry_for = budget;
        self
    }

    /// Keeps the file that is opened for this process alone; others may have it too unless said otherwise.
    ///
    /// Reads then wait behind writes, and an [`AccessIndex`](crate::AccessIndex) is as exact as the store, so that [`Actor::can`](crate::Actor::can) asks it once it is loaded.
    #[cfg(feature = "sqlite")]
    pub fn exclusive(mut self, exclusive: bool) -> Self {
        self.exclusive = exclusive;
        self
    }

    /// Opens a workspace in one SQLite file, which is made where there is none.
    ///
    /// # Errors
    /// `schema_too_new` for a file of a newer version, `storage` for one that cannot be opened, is damaged, is something else, or is another process's alone.
    #[cfg(feature = "sqlite")]
    pub async fn open(self, path: impl AsRef<Path>) -> Result<Workspace, Error> {
        use crate::adapters::sqlite::{SqliteOptions, SqliteStore};
        let options = SqliteOptions::default().exclusive(self.exclusive);
        Ok(self.on(SqliteStore::open(path.as_ref(), options)?))
    }

    /// Connects to the workspace in the PostgreSQL database that a URL names; the first to connect lays it out.
    ///
    /// # Errors
    /// As [`Workspace::connect`].
    #[cfg(feature = "postgres")]
    pub async fn connect(self, url: &str) -> Result<Workspace, Error> {
        self.connect_with(url, crate::adapters::postgres::PostgresOptions::default()).await
    }

    /// Connects with other options than the defaults.
    ///
    /// # Errors
    /// As [`Workspace::connect`].
    #[cfg(feature = "postgres")]
    pub async fn connect_with(
        self,
        url: &str,
        options: crate::adapters::postgres::PostgresOptions,
    ) -> Result<Workspace, Error> {
        Ok(self.on(crate::adapters::postgres::PostgresStore::connect(url, options).await?))
    }

    /// Opens a workspace that lives as long as the value does.
    ///
    /// # Errors
    /// None today; the signature leaves room for ports that must be asked.
    pub fn in_memory(self) -> Result<Workspace, Error> {
        Ok(self.on(MemoryStore::new()))
    }

    /// Opens a workspace on a store of the host's own.
    #[must_use]
    pub fn on(self, store: impl Store + 'static) -> Workspace {
        let Self { clock, entropy, timer, hasher, files, options, .. } = self;
        let files: Arc<dyn TrackFiles> = match files {
            Kept::Told(files) => files,
            Kept::In(store, accounts) => {
                let (clock, timer) = (Arc::clone(&clock), Arc::clone(&timer));
                Arc::new(KeptFiles { store, accounts, clock, timer })
            }
        };
        let (store, (lanes, secret, index, signal, sequence)) = (Arc::new(store), Default::default());
        let core =
            Core { store, clock, entropy, timer, hasher, files, lanes, options, secret, index, signal, sequence };
        Workspace { core: Arc::new(core) }
    }
}
