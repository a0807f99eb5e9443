use std::path::PathBuf;

/// Why a server is not there, or did not do what it was told.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No server is installed.
    #[error(
        "no PostgreSQL server was found under /usr/lib/postgresql, by pg_config, or on PATH: on Debian and Ubuntu \
         install the package `postgresql`, elsewhere put the folder of `postgres` and `initdb` on PATH"
    )]
    NotInstalled,
    /// PostgreSQL refuses to run as root, and there is nobody else to run it.
    #[error("PostgreSQL does not run as root, and there is neither an account `postgres` nor `nobody`")]
    NoAccount,
    /// A file or program of the system fails.
    #[error("{what}")]
    System {
        /// What was to be done.
        what: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// A program of PostgreSQL fails.
    #[error("{program} failed: {output}")]
    Program {
        /// Which.
        program: String,
        /// What it printed.
        output: String,
    },
    /// The server ended before it was ready.
    #[error("the server did not start; its log ends with:\n{log}")]
    NotStarted {
        /// The end of its log.
        log: String,
    },
    /// Something did not come about in time.
    #[error("{what} took more than {seconds} s")]
    TooLong {
        /// What was waited for.
        what: String,
        /// For how long.
        seconds: u64,
    },
    /// The server refuses, or cannot be reached.
    #[error("{statement}")]
    Sql {
        /// What was asked, or its first line.
        statement: String,
        /// What it says.
        source: tokio_postgres::Error,
    },
    /// The server is not this process's, so this process does not stop, kill or configure it.
    #[error("the server in COWRITE_POSTGRES is somebody else's: start one to {act} it")]
    NotOurs {
        /// What was to be done to it.
        act: &'static str,
    },
    /// What was given is not the URL of a server.
    #[error("not a URL like postgres://user:password@host:port/database")]
    NotAUrl,
    /// No certificate could be made.
    #[error("no certificate could be made")]
    Certificate(#[from] rcgen::Error),
    /// A part of this library has panicked.
    #[error("{0} has panicked")]
    Panicked(&'static str),
}

impl Error {
    pub(crate) fn system(what: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let what = what.into();
        move |source| Self::System { what, source }
    }

    pub(crate) fn file(act: &str, path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        let what = format!("cannot {act} {}", path.display());
        move |source| Self::System { what, source }
    }
}
