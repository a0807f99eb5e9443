//! Starts a PostgreSQL for a command: `cowrite-postgres-server run [--durable] -- COMMAND…`.
//!
//! The command finds it in `COWRITE_POSTGRES`; when it ends, so does the server, and its exit code is passed on.
//! Where the variable is set already, the server it names is used, and none is started.

use std::io::IsTerminal as _;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{ExitCode, ExitStatus};

use cowrite_postgres_server::{Options, Server, VARIABLE};
use rustix::process::{Pid, Signal, kill_process};
use tokio::process::{Child, Command};
use tokio::signal::unix::{SignalKind, signal};

const USAGE: &str = "usage: cowrite-postgres-server run [--durable] -- COMMAND [ARGUMENT]...";

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    let Some(wanted) = Wanted::read(std::env::args().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match run(&wanted) {
        Ok(status) => exit_code(status),
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What the arguments ask for.
#[derive(Debug, PartialEq, Eq)]
struct Wanted {
    is_durable: bool,
    program: String,
    arguments: Vec<String>,
}

impl Wanted {
    fn read(mut arguments: impl Iterator<Item = String>) -> Option<Self> {
        if arguments.next()? != "run" {
            return None;
        }
        let mut next = arguments.next()?;
        let is_durable = next == "--durable";
        if is_durable {
            next = arguments.next()?;
        }
        let program = (next == "--").then(|| arguments.next())??;
        Some(Self { is_durable, program, arguments: arguments.collect() })
    }
}

fn run(wanted: &Wanted) -> Outcome<ExitStatus> {
    // Before the server starts: a signal from now on ends it in order.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut signals = runtime.block_on(async { Signals::listen() })?;
    let mut command = Command::new(&wanted.program);
    command.args(&wanted.arguments);
    #[expect(clippy::disallowed_methods, reason = "this program's work is to set it")]
    let is_named = std::env::var_os(VARIABLE).is_some_and(|url| !url.is_empty());
    let server = if is_named {
        eprintln!("using the server that {VARIABLE} names");
        None
    } else {
        let options = if wanted.is_durable { Options::new().durable() } else { Options::new() };
        let server = Server::start(options)?;
        command.env(VARIABLE, server.url("postgres")?);
        Some(server)
    };
    let status = runtime.block_on(async {
        let child = command.spawn().map_err(|error| format!("cannot run {}: {error}", wanted.program))?;
        signals.wait_for(child).await
    });
    drop(server);
    status
}

/// The signals by which others end a program.
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
    hang_up: tokio::signal::unix::Signal,
}

impl Signals {
    fn listen() -> std::io::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hang_up: signal(SignalKind::hangup())?,
        })
    }

    /// Waits for the command, and passes signals on to it: how it ends is its own affair.
    async fn wait_for(&mut self, mut child: Child) -> Outcome<ExitStatus> {
        loop {
            let received = tokio::select! {
                status = child.wait() => return Ok(status?),
                _ = self.interrupt.recv() => Signal::INT,
                _ = self.terminate.recv() => Signal::TERM,
                _ = self.hang_up.recv() => Signal::HUP,
            };
            // At a terminal both of us get Ctrl-C; a second one would tell many programs to drop everything.
            if received == Signal::INT && std::io::stdin().is_terminal() {
                continue;
            }
            if let Some(pid) = child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw) {
                let _ = kill_process(pid, received);
            }
        }
    }
}

/// As a shell tells it: the code, or 128 and the signal.
fn exit_code(status: ExitStatus) -> ExitCode {
    let code = status.code().or_else(|| status.signal().map(|signal| 128 + signal)).unwrap_or(1);
    ExitCode::from(u8::try_from(code).unwrap_or(1))
}

#[test]
fn the_command_stands_behind_two_dashes() {
    let read = |line: &str| Wanted::read(line.split_whitespace().map(str::to_owned));
    let wanted = |is_durable, arguments: &[&str]| {
        let arguments = arguments.iter().map(|argument| (*argument).to_owned()).collect();
        Some(Wanted { is_durable, program: "make".to_owned(), arguments })
    };
    assert_eq!(read("run -- make test -- x"), wanted(false, &["test", "--", "x"]));
    assert_eq!(read("run --durable -- make"), wanted(true, &[]));
    for line in ["", "run", "run --", "run make", "run --quick -- make", "start -- make", "run --durable make"] {
        assert_eq!(read(line), None, "{line}");
    }
}
