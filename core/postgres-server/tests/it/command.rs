use std::io::Read as _;
use std::process::{Command, Stdio};

use cowrite_postgres_server::{Error, Options, Server, VARIABLE};
use rustix::process::{Pid, Signal, kill_process};

use crate::help::{Killed, eventually, is_running, query};

const PROGRAM: &str = env!("CARGO_BIN_EXE_cowrite-postgres-server");

#[expect(clippy::disallowed_methods, reason = "these tests are of a variable of the environment")]
pub(crate) fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn run(script: &str) -> Command {
    let mut command = Command::new(PROGRAM);
    command.args(["run", "--", "sh", "-c", script]).env_remove(VARIABLE).stdin(Stdio::null());
    command
}

/// The process of the server that a URL in the output of a command leads to, by its port, as the system lists it.
fn process_at(url: &str) -> String {
    let answer = query(url.trim(), "pg_read_file('postmaster.pid')").unwrap();
    answer.lines().next().unwrap().to_owned()
}

#[test]
fn a_command_finds_a_server_and_its_exit_code_is_passed_on() {
    let output = run("echo $COWRITE_POSTGRES; exit 7").output().unwrap();
    let url = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(7));
    assert!(url.starts_with("postgres://postgres:"), "{url}");
    assert!(query(url.trim(), "1").is_err(), "its server has ended with it");
    assert_eq!(run("kill -TERM $$").status().unwrap().code(), Some(128 + 15));
    let missing = Command::new(PROGRAM).args(["run", "--", "no-such-program"]).env_remove(VARIABLE).output().unwrap();
    assert_eq!(missing.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&missing.stderr).contains("no-such-program"));
    assert_eq!(Command::new(PROGRAM).output().unwrap().status.code(), Some(2));
}

#[test]
fn the_shared_server_is_the_one_that_is_named() -> Result<(), Error> {
    let server = Server::start(Options::new().setting("log_statement", "ddl"))?;
    let url = server.url("postgres")?;
    let output = run("echo $COWRITE_POSTGRES").env(VARIABLE, &url).output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap().trim(), url, "no second server is started");
    let tests = std::env::current_exe().unwrap();
    let mut inner = Command::new(tests);
    inner.args(["server::the_server_of_others", "server::a_database_is_empty", "--nocapture"]);
    let output = inner.env(VARIABLE, &url).output().unwrap();
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && printed.contains("2 passed"), "{printed}");
    assert!(server.log().contains("CREATE DATABASE test_"), "that process used this server");
    Ok(())
}

#[test]
fn a_signal_ends_the_command_and_then_the_server() {
    for (signal, code) in [(Signal::TERM, 128 + 15), (Signal::INT, 128 + 2), (Signal::HUP, 128 + 1)] {
        let (mut command, process) = started();
        // Else waiting would close it, and the command would end by itself.
        let _input = command.0.stdin.take();
        kill_process(Pid::from_child(&command.0), signal).unwrap();
        assert_eq!(command.0.wait().unwrap().code(), Some(code));
        assert!(!is_running(&process), "the server has outlived {signal:?}");
    }
}

#[test]
fn a_killed_command_leaves_no_server() {
    let (mut command, process) = started();
    command.0.kill().unwrap();
    command.0.wait().unwrap();
    eventually("the end of its server", || !is_running(&process));
}

/// Starts a command that waits, and returns the number of its server too.
fn started() -> (Killed, String) {
    // What it becomes dies of any signal, as a shell that waits for a child would not, and in any case with this test.
    let mut command = run("echo $COWRITE_POSTGRES; exec cat");
    let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut command = Killed(child);
    let mut url = String::new();
    let output = command.0.stdout.as_mut().unwrap();
    while !url.ends_with('\n') {
        let mut byte = [0];
        output.read_exact(&mut byte).unwrap();
        url.push(char::from(byte[0]));
    }
    let process = process_at(&url);
    assert!(is_running(&process));
    (command, process)
}
