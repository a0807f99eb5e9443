use std::path::Path;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

/// The message of an error with those below it.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let below = std::iter::successors(error.source(), |error| error.source());
    below.fold(error.to_string(), |text, error| format!("{text}: {error}"))
}

/// Asks a server in a way that may fail.
pub(crate) fn query(url: &str, statement: &str) -> Result<String, tokio_postgres::Error> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await?;
        tokio::spawn(connection);
        let rows = client.query(&format!("SELECT ({statement})::text"), &[]).await?;
        Ok(rows[0].get(0))
    })
}

/// Waits for something that is to come about by itself, far longer than it should take.
#[expect(clippy::disallowed_methods, reason = "a limit to waiting")]
pub(crate) fn eventually(what: &str, mut ask: impl FnMut() -> bool) {
    let start = Instant::now();
    while !ask() {
        assert!(start.elapsed() < Duration::from_secs(60), "{what} has not come about");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// The number of the server whose data lie in a folder.
pub(crate) fn server_in(folder: &Path) -> String {
    let lock = std::fs::read_to_string(folder.join("data/postmaster.pid")).unwrap();
    lock.lines().next().unwrap().to_owned()
}

pub(crate) fn is_running(process: &str) -> bool {
    Command::new("sh").args(["-c", "kill -0 \"$1\" 2>/dev/null", "sh", process]).status().unwrap().success()
}

/// A process that does not outlive its test.
pub(crate) struct Killed(pub(crate) Child);

impl Drop for Killed {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
