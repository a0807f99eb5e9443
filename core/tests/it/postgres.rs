//! A database for each test, on the server that the environment names.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};

use cowrite::ports::{Entropy, SystemEntropy};

/// A database of the test's own, taken away when dropped.
pub(crate) struct Database {
    server: String,
    name: String,
}

/// Where the server is, as a superuser: tests must not pass for want of it.
#[expect(clippy::disallowed_methods, reason = "the library takes no configuration from the environment; its tests may")]
pub(crate) fn server() -> String {
    std::env::var("COWRITE_POSTGRES").expect(
        "COWRITE_POSTGRES is to be the URL of a superuser on a PostgreSQL server for tests, such as postgres://postgres@127.0.0.1:5432/postgres",
    )
}

/// Returns the URL of a database on the server.
pub(crate) fn url_of(server: &str, name: &str) -> String {
    let (base, query) =
        server.split_once('?').map_or((server, String::new()), |(base, rest)| (base, format!("?{rest}")));
    let at = base.rfind('/').expect("the URL names a database");
    format!("{}/{name}{query}", base.split_at(at).0)
}

/// Runs SQL by PostgreSQL's own client and returns what it prints, without decoration.
pub(crate) fn psql(url: &str, sql: &str) -> String {
    let arguments = [url, "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", sql];
    let output = Command::new("psql").args(arguments).output().expect("psql can be run");
    assert!(output.status.success(), "{sql}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

impl Database {
    pub(crate) fn new() -> Self {
        Self::on(server())
    }

    /// On a server that nobody else writes on: how far back it is certain that nothing more appears hangs on all who do.
    pub(crate) fn alone() -> (cowrite_postgres_server::Server, Self) {
        let options = cowrite_postgres_server::Options::new().setting("autovacuum", "off");
        let server = cowrite_postgres_server::Server::start(options).unwrap();
        let database = Self::on(server.url("postgres").unwrap());
        (server, database)
    }

    fn on(server: String) -> Self {
        static MADE: AtomicU64 = AtomicU64::new(0);
        let random = SystemEntropy::default().bits().unwrap();
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("cowrite_{}_{number}_{random:016x}", std::process::id());
        psql(&server, &format!("CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0"));
        Self { server, name }
    }

    pub(crate) fn url(&self) -> String {
        url_of(&self.server, &self.name)
    }

    pub(crate) fn run(&self, sql: &str) -> String {
        psql(&self.url(), sql)
    }

    /// Makes it as though nobody had ever connected.
    pub(crate) fn wipe(&self) {
        self.run("SET client_min_messages = warning; DROP SCHEMA IF EXISTS cowrite CASCADE");
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        psql(&self.server, &format!("DROP DATABASE {} WITH (FORCE)", self.name));
    }
}

/// A session of PostgreSQL's own client that stays open.
pub(crate) struct Session {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Session {
    pub(crate) fn begin(url: &str) -> Self {
        let mut child = Command::new("psql")
            .args([url, "-XAtq", "-v", "ON_ERROR_STOP=1"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("psql can be run");
        let (input, output) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        let mut session = Self { child, input, output };
        assert_eq!(session.ask("BEGIN; SELECT 1"), "1");
        session
    }

    /// Runs SQL that answers one line.
    pub(crate) fn ask(&mut self, sql: &str) -> String {
        writeln!(self.input, "{sql};").unwrap();
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        line.trim().to_owned()
    }

    pub(crate) fn commit(mut self) {
        assert_eq!(self.ask("COMMIT; SELECT 1"), "1");
        drop(self.input);
        assert!(self.child.wait().unwrap().success());
    }
}
