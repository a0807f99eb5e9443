use core::fmt;
use std::collections::BTreeMap;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use rustix::process::Signal;

use crate::folder::Folder;
use crate::process::{children, end, signal};
use crate::template::{SUPERUSER, Template, random_hex};
use crate::tls::Certificates;
use crate::wait::{LONG, until};
use crate::{Database, Error, Installation, Options, Tls, VARIABLE, address, sql, tls};

/// Below what systems give to outgoing connections, so that a stopped server finds its port free again.
const PORTS: (u16, u16) = (12_000, 32_000);

/// How often a start is tried where others take its port.
const TRIES: usize = 8;

/// A running PostgreSQL, ended with this value or with the process, whichever is first.
pub struct Server {
    url: String,
    own: Option<Own>,
}

/// What belongs to a server that this process has started.
pub(crate) struct Own {
    pub(crate) folder: Folder,
    pub(crate) installation: Installation,
    pub(crate) options: Options,
    pub(crate) password: String,
    pub(crate) port: u16,
    settings: Mutex<BTreeMap<String, String>>,
    child: Mutex<Option<Child>>,
    authority: Option<PathBuf>,
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("host", &address::host(&self.url).ok()).finish_non_exhaustive()
    }
}

impl Server {
    /// Returns the server that `COWRITE_POSTGRES` names, or else one for this whole process.
    ///
    /// # Errors
    /// Where none can be started; a server that is named but does not answer is found by who uses it.
    pub fn shared() -> Result<&'static Self, Error> {
        static SHARED: OnceLock<Server> = OnceLock::new();
        static STARTING: Mutex<()> = Mutex::new(());
        let _one_at_a_time = STARTING.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(server) = SHARED.get() {
            return Ok(server);
        }
        #[expect(clippy::disallowed_methods, reason = "the run that starts a server for many tests names it so")]
        let named = std::env::var(VARIABLE).ok().filter(|url| !url.is_empty());
        let server = match named {
            Some(url) => Self { url: crate::with_database(&url, "postgres")?, own: None },
            None => Self::start(Options::new())?,
        };
        Ok(SHARED.get_or_init(|| server))
    }

    /// Starts a fresh server, in less than a second where this machine has started one before.
    ///
    /// # Errors
    /// Where none is installed, or it does not start.
    pub fn start(options: Options) -> Result<Self, Error> {
        let installation = Installation::find()?;
        let template = Template::of(&installation);
        let started = Self::start_from(&template, &options, &installation);
        if !matches!(started, Err(Error::NotStarted { .. })) || !options.settings.is_empty() {
            return started;
        }
        // No setting of the caller's is to blame, so it may be the template: a full disk may have cut it short.
        template.forget();
        Self::start_from(&template, &options, &installation)
    }

    fn start_from(template: &Template, options: &Options, installation: &Installation) -> Result<Self, Error> {
        let folder = Folder::new(&options.parent())?;
        let password = template.fill(&folder, installation)?;
        Self::launch(folder, options.clone(), installation.clone(), password, BTreeMap::new())
    }

    /// Starts a server on data that are there.
    pub(crate) fn launch(
        folder: Folder,
        options: Options,
        installation: Installation,
        password: String,
        more: BTreeMap<String, String>,
    ) -> Result<Self, Error> {
        let mut settings = options.all_settings();
        settings.extend(more);
        let path = folder.path().display().to_string();
        settings.insert("listen_addresses".to_owned(), "127.0.0.1".to_owned());
        settings.insert("hba_file".to_owned(), format!("{path}/pg_hba.conf"));
        let sockets = if options.tls == Tls::Required { path } else { String::new() };
        settings.insert("unix_socket_directories".to_owned(), sockets);
        folder.write("pg_hba.conf", &who_may_connect(options.tls))?;
        let mut authority = None;
        if options.tls != Tls::Off {
            authority = Some(Certificates::by("Test Authority")?.write(&folder)?);
            settings.extend(tls::settings(folder.path()).map(|(name, value)| (name.to_owned(), value)));
        }
        let mut own = Own {
            folder,
            installation,
            options,
            password,
            port: 0,
            settings: Mutex::new(settings),
            child: Mutex::new(None),
            authority,
        };
        own.run_on_a_free_port()?;
        let url = format!("postgres://{SUPERUSER}:{}@127.0.0.1:{}/postgres", own.password, own.port);
        Ok(Self { url, own: Some(own) })
    }

    pub(crate) fn own(&self, act: &'static str) -> Result<&Own, Error> {
        self.own.as_ref().ok_or(Error::NotOurs { act })
    }

    /// Returns the URL by which a superuser connects to a database.
    ///
    /// # Errors
    /// Where `COWRITE_POSTGRES` is no URL.
    pub fn url(&self, database: &str) -> Result<String, Error> {
        crate::with_database(&self.url, database)
    }

    /// Returns `host:port`, for [`crate::through`] and [`crate::Proxy`].
    ///
    /// # Errors
    /// Where `COWRITE_POSTGRES` is no URL.
    pub fn host(&self) -> Result<&str, Error> {
        address::host(&self.url)
    }

    /// Makes an empty database, which is dropped with the value returned.
    ///
    /// # Errors
    /// As the server refuses.
    pub fn database(&self) -> Result<Database<'_>, Error> {
        Database::make(self)
    }

    /// Runs statements in a database, and returns their rows as text, `NULL` as an empty one.
    ///
    /// It can be called from anywhere, also from within a runtime, whose thread waits.
    ///
    /// # Errors
    /// As the server refuses, or where it does not run.
    pub fn query(&self, database: &str, statements: &str) -> Result<Vec<Vec<String>>, Error> {
        let own = self.own.as_ref().filter(|own| own.options.tls == Tls::Required);
        sql::ask(&self.url(database)?, own.map(|own| own.folder.path()), statements)
    }

    /// Returns where the certificate is of the authority that vouches for a server with TLS.
    #[must_use]
    pub fn authority(&self) -> Option<&Path> {
        self.own.as_ref().and_then(|own| own.authority.as_deref())
    }

    /// Writes the certificate of an authority that does not vouch for it, for those who must not trust everybody.
    ///
    /// # Errors
    /// Where it is not ours, or cannot be written.
    pub fn strange_authority(&self) -> Result<PathBuf, Error> {
        tls::write_stranger(&self.own("look into the folder of")?.folder)
    }

    /// Returns the installation that it runs from, if it is ours.
    #[must_use]
    pub fn installation(&self) -> Option<&Installation> {
        self.own.as_ref().map(|own| &own.installation)
    }

    /// Returns the folder that it keeps everything in, if it is ours.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        self.own.as_ref().map(|own| own.folder.path())
    }

    /// Returns the log so far, if it is ours.
    #[must_use]
    pub fn log(&self) -> String {
        let read = |own: &Own| std::fs::read(own.folder.log()).unwrap_or_default();
        self.own.as_ref().map(read).map(|log| String::from_utf8_lossy(&log).into_owned()).unwrap_or_default()
    }

    /// Stops it as an operator would: connections are closed, what is committed is kept.
    ///
    /// # Errors
    /// Where it is not ours, or does not end.
    pub fn stop(&self) -> Result<(), Error> {
        let steps = [(Signal::INT, LONG), (Signal::QUIT, LONG / 4), (Signal::KILL, LONG)];
        self.own("stop")?.end(&steps)
    }

    /// Ends all its processes at once, as a machine that fails would: nothing is written any more.
    ///
    /// # Errors
    /// Where it is not ours, or does not end.
    pub fn kill(&self) -> Result<(), Error> {
        let own = self.own("kill")?;
        if let Some(child) = own.child().as_ref() {
            // Standing still, it neither notices that they end nor starts new ones.
            signal(child.id(), Signal::STOP);
            for process in children(child.id())? {
                signal(process, Signal::KILL);
            }
        }
        own.end(&[(Signal::KILL, LONG)])
    }

    /// Starts it again on the same port and data, stopped or killed or running; after a kill it first recovers.
    ///
    /// # Errors
    /// Where it is not ours, or does not start.
    pub fn restart(&self) -> Result<(), Error> {
        let own = self.own("restart")?;
        if own.child().is_some() {
            self.stop()?;
        }
        until("the server's port and memory", LONG, || match own.run() {
            Err(Error::NotStarted { log }) if is_port_taken(&log) || is_memory_held(&log) => Ok(None),
            outcome => outcome.map(Some),
        })
    }

    /// Changes a setting, at once where PostgreSQL can, or else with the next restart.
    ///
    /// # Errors
    /// Where it is not ours, or the file cannot be written.
    pub fn set(&self, name: &str, value: &str) -> Result<(), Error> {
        let own = self.own("configure")?;
        own.settings().insert(name.to_owned(), value.to_owned());
        own.write_settings()?;
        if let Some(child) = own.child().as_ref() {
            signal(child.id(), Signal::HUP);
        }
        Ok(())
    }

    /// Lets all processes of a kind stand still, as `pg_stat_activity.backend_type` names it; says how many.
    ///
    /// # Errors
    /// Where it is not ours, or does not answer.
    pub fn freeze(&self, kind: &str) -> Result<usize, Error> {
        self.signal_kind(kind, Signal::STOP)
    }

    /// Lets them go on.
    ///
    /// # Errors
    /// As [`Server::freeze`].
    pub fn thaw(&self, kind: &str) -> Result<usize, Error> {
        self.signal_kind(kind, Signal::CONT)
    }

    fn signal_kind(&self, kind: &str, name: Signal) -> Result<usize, Error> {
        self.own("freeze")?;
        let kind = kind.replace('\'', "''");
        let ask = format!("SELECT pid FROM pg_stat_activity WHERE backend_type = '{kind}' AND pid <> pg_backend_pid()");
        let found = self.query("postgres", &ask)?;
        let processes: Vec<u32> = found.iter().flatten().filter_map(|pid| pid.parse().ok()).collect();
        for process in &processes {
            signal(*process, name);
        }
        Ok(processes.len())
    }
}

impl Own {
    pub(crate) fn child(&self) -> MutexGuard<'_, Option<Child>> {
        self.child.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn settings(&self) -> MutexGuard<'_, BTreeMap<String, String>> {
        self.settings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn write_settings(&self) -> Result<(), Error> {
        let line = |(name, value): (&String, &String)| format!("{name} = '{}'\n", value.replace('\'', "''"));
        let text: String = self.settings().iter().map(line).collect();
        self.folder.write("postgresql.conf", &text).map(drop)
    }

    fn run_on_a_free_port(&mut self) -> Result<(), Error> {
        let mut tries = 0;
        loop {
            tries += 1;
            self.port = free_port()?;
            match self.run() {
                Err(Error::NotStarted { log }) if is_port_taken(&log) && tries < TRIES => {}
                outcome => return outcome,
            }
        }
    }

    /// Starts the server, and waits until it takes connections.
    pub(crate) fn run(&self) -> Result<(), Error> {
        self.settings().insert("port".to_owned(), self.port.to_string());
        self.write_settings()?;
        let log_before = std::fs::metadata(self.folder.log()).map_or(0, |log| log.len());
        let config = format!("config_file={}", self.folder.path().join("postgresql.conf").display());
        let arguments = ["-D".to_owned(), self.folder.data().display().to_string(), "-c".to_owned(), config];
        let child = self.folder.start(&self.installation.program("postgres"), &arguments)?;
        let id = child.id();
        *self.child() = Some(child);
        let ready = until("the start of the server", LONG, || {
            let status = match self.child().as_mut() {
                Some(child) => child.try_wait().map_err(Error::system("cannot wait for the server"))?,
                None => None,
            };
            if status.is_some() {
                return Err(Error::NotStarted { log: self.log_since(log_before) });
            }
            Ok(self.is_ready(id).then_some(()))
        });
        if ready.is_err() {
            self.end(&[(Signal::QUIT, LONG / 4), (Signal::KILL, LONG)])?;
        }
        ready
    }

    /// Whether the lock file is by this server and says that it takes connections.
    fn is_ready(&self, id: u32) -> bool {
        let lock = std::fs::read_to_string(self.folder.data().join("postmaster.pid")).unwrap_or_default();
        let mut lines = lock.lines();
        lines.next() == Some(&id.to_string()) && lines.nth(6).is_some_and(|status| status.trim_end() == "ready")
    }

    fn log_since(&self, start: u64) -> String {
        let log = std::fs::read(self.folder.log()).unwrap_or_default();
        let new = log.get(usize::try_from(start).unwrap_or_default()..).unwrap_or_default();
        String::from_utf8_lossy(new).into_owned()
    }

    fn end(&self, steps: &[(Signal, Duration)]) -> Result<(), Error> {
        let mut child = self.child();
        if let Some(running) = child.as_mut() {
            end(running, steps)?;
        }
        *child = None;
        self.folder.ended();
        Ok(())
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        // Where even that fails, the keeper of the folder, dropped next, tries again.
        let _ = self.end(&[(Signal::QUIT, LONG / 4), (Signal::KILL, LONG)]);
    }
}

/// Connections by loopback only, and only with the password.
fn who_may_connect(tls: Tls) -> String {
    let kind = if tls == Tls::Required { "hostssl" } else { "host" };
    let line = |kind: &str, database: &str, from: &str| format!("{kind} {database} all {from} scram-sha-256\n");
    let loopback = ["all", "replication"].map(|database| line(kind, database, "127.0.0.1/32")).concat();
    loopback + &line("local", "all", "")
}

fn is_port_taken(log: &str) -> bool {
    log.contains("could not bind")
}

/// On a busy machine, processes that were killed are not gone at once, and hold the server's memory until they are.
fn is_memory_held(log: &str) -> bool {
    log.contains("pre-existing shared memory block")
}

pub(crate) fn free_port() -> Result<u16, Error> {
    let (first, end) = PORTS;
    let random = u64::from_str_radix(&random_hex()?.chars().take(12).collect::<String>(), 16).unwrap_or_default();
    let span = u64::from(end - first);
    let offset = |step: u64| u16::try_from((random + step * 7) % span).unwrap_or_default();
    let mut candidates = (0..span).map(|step| first + offset(step));
    let is_free = |port: &u16| TcpListener::bind(("127.0.0.1", *port)).is_ok();
    candidates.find(is_free).ok_or_else(|| {
        let source = std::io::Error::from(std::io::ErrorKind::AddrInUse);
        Error::System { what: "no port is free".to_owned(), source }
    })
}
