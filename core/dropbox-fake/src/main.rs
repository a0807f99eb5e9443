//! Runs a command beside a fake Dropbox that speaks TLS: `cowrite-dropbox-fake run [--broken-account-ids] -- COMMAND…`.
//!
//! The command finds its address in `COWRITE_DROPBOX_FAKE` (`localhost:PORT`), the certificate to trust in
//! `COWRITE_DROPBOX_FAKE_AUTHORITY`, and two connected accounts with their tokens in `COWRITE_DROPBOX_FAKE_ACCOUNTS`, as JSON.
//! Its exit code is passed on.

use std::process::{Command, ExitCode};

use cowrite_dropbox_fake::{APP_KEY, APP_SECRET, Fake};
use serde_json::json;

const USAGE: &str = "usage: cowrite-dropbox-fake run [--broken-account-ids] -- COMMAND [ARGUMENT]...";

fn main() -> ExitCode {
    let Some(wanted) = Wanted::read(std::env::args().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match run(&wanted) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What the arguments ask for.
#[derive(Debug, PartialEq, Eq)]
struct Wanted {
    are_account_ids_broken: bool,
    program: String,
    arguments: Vec<String>,
}

impl Wanted {
    fn read(mut arguments: impl Iterator<Item = String>) -> Option<Self> {
        if arguments.next()? != "run" {
            return None;
        }
        let mut next = arguments.next()?;
        let are_account_ids_broken = next == "--broken-account-ids";
        if are_account_ids_broken {
            next = arguments.next()?;
        }
        let program = (next == "--").then(|| arguments.next())??;
        Some(Self { are_account_ids_broken, program, arguments: arguments.collect() })
    }
}

fn run(wanted: &Wanted) -> Result<ExitCode, Box<dyn std::error::Error>> {
    let fake = Fake::new();
    if wanted.are_account_ids_broken {
        fake.break_account_ids();
    }
    let server = fake.serve_tls()?;
    let account = |name: &str| {
        let account = fake.account(&format!("{name}@example.com"));
        json!({
            "account_id": account.account_id,
            "email": account.email,
            "access_token": account.access_token,
            "refresh_token": account.refresh_token,
        })
    };
    let accounts = json!({
        "olivia": account("olivia"),
        "ben": account("ben"),
        "app_key": APP_KEY,
        "app_secret": APP_SECRET,
    });
    let status = Command::new(&wanted.program)
        .args(&wanted.arguments)
        .env("COWRITE_DROPBOX_FAKE", format!("localhost:{}", server.port()))
        .env("COWRITE_DROPBOX_FAKE_AUTHORITY", server.authority().unwrap_or_default())
        .env("COWRITE_DROPBOX_FAKE_ACCOUNTS", accounts.to_string())
        .status()
        .map_err(|error| format!("cannot run {}: {error}", wanted.program))?;
    let code = status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1);
    Ok(ExitCode::from(code))
}

#[test]
fn the_command_stands_behind_two_dashes() {
    let read = |line: &str| Wanted::read(line.split_whitespace().map(str::to_owned));
    let wanted = |are_account_ids_broken, arguments: &[&str]| {
        let arguments = arguments.iter().map(|argument| (*argument).to_owned()).collect();
        Some(Wanted { are_account_ids_broken, program: "node".to_owned(), arguments })
    };
    assert_eq!(read("run -- node a.mjs"), wanted(false, &["a.mjs"]));
    assert_eq!(read("run --broken-account-ids -- node"), wanted(true, &[]));
    for line in ["", "run", "run --", "run node", "run --quick -- node", "start -- node"] {
        assert_eq!(read(line), None, "{line}");
    }
}
