//! Runs a command beside a fake Dropbox that speaks TLS: `cowrite-dropbox-fake run [--broken-account-ids | --faults] [--record FILE] -- COMMAND…`.
//!
//! The command finds its address in `COWRITE_DROPBOX_FAKE` (`localhost:PORT`), the certificate to trust in
//! `COWRITE_DROPBOX_FAKE_AUTHORITY`, and two connected accounts with their tokens in `COWRITE_DROPBOX_FAKE_ACCOUNTS`, as JSON.
//! Its exit code is passed on. With `--faults`, the first calls of some routes go wrong.
//! With `--record`, every call that was answered stands in a file afterwards, one in a line: its route, status and answer in JSON.
//!
//! `cowrite-dropbox-fake serve` speaks plain HTTP until its input ends, for tests that start it themselves. It says where in a line of JSON,
//! with `url`, `app_key` and `app_secret`, and answers each line that it reads by one:
//! `{"account": EMAIL}` makes an account, `{"authorize": EMAIL, "challenge": …}` gives the `code` of one that says yes,
//! `{"paths": EMAIL}` what it sees, `{"grant": EMAIL, "scopes": …}` says what it grants from now on, and `{"disconnect": EMAIL}` ends the
//! app's access to it.

mod serve;

use std::process::{Command, ExitCode};

use cowrite_dropbox_fake::{APP_KEY, APP_SECRET, Call, Fake, Fault, Outcome};
use serde_json::json;

const USAGE: &str = "usage: cowrite-dropbox-fake serve
       cowrite-dropbox-fake run [--broken-account-ids | --faults] [--record FILE] -- COMMAND [ARGUMENT]...";

/// What befalls the first calls of each route, one after the other.
fn faults() -> Vec<(&'static str, Fault)> {
    let short = Fault::QuotaShort { needed: 6_000, left: 1_000 };
    vec![
        ("files/list_folder", Fault::RateLimited(7)),
        ("files/list_folder", Fault::RateLimitedWithoutDelay),
        ("files/list_folder", Fault::RateLimitedAsText(9)),
        // The SDK tries twice before it believes that.
        ("files/list_folder", Fault::ExpiredToken),
        ("files/list_folder", Fault::ExpiredToken),
        ("files/list_folder", Fault::MissingScope("files.metadata.read".to_owned())),
        ("files/list_folder", Fault::InvalidRoot("77".to_owned())),
        ("files/list_folder", Fault::WrongAppType),
        ("files/list_folder", Fault::ServerError),
        ("files/list_folder", Fault::Unavailable),
        ("files/list_folder/continue", Fault::CursorReset),
        ("files/upload", Fault::TooManyWrites),
        ("files/upload", short.clone()),
        ("files/create_folder_v2", Fault::TooManyWrites),
        ("files/move_v2", Fault::TooManyWrites),
        ("files/move_v2", short.clone()),
        ("files/delete_v2", Fault::TooManyWrites),
        ("sharing/share_folder", Fault::TooManyWrites),
        ("sharing/share_folder", Fault::JobFailed("bad_path/is_vault".to_owned())),
        ("sharing/mount_folder", short),
        ("sharing/remove_folder_member", Fault::JobFailed("too_many_files".to_owned())),
        ("sharing/remove_folder_member", Fault::ResidualAccess("viewer".to_owned())),
        ("sharing/unshare_folder", Fault::JobFailed("no_permission".to_owned())),
        ("sharing/relinquish_folder_membership", Fault::JobFailed("group_access".to_owned())),
        ("sharing/check_job_status", Fault::JobInternalError),
    ]
}

fn main() -> ExitCode {
    let outcome = if std::env::args().skip(1).eq(["serve"]) {
        serve::serve(std::io::stdin().lock(), std::io::stdout().lock()).map(|()| ExitCode::SUCCESS)
    } else if let Some(wanted) = Wanted::read(std::env::args().skip(1)) {
        run(&wanted)
    } else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What is wrong with the fake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Flaw {
    BrokenAccountIds,
    Faults,
}

/// What the arguments ask for.
#[derive(Debug, PartialEq, Eq)]
struct Wanted {
    with: Option<Flaw>,
    record: Option<String>,
    program: String,
    arguments: Vec<String>,
}

impl Wanted {
    fn read(mut arguments: impl Iterator<Item = String>) -> Option<Self> {
        if arguments.next()? != "run" {
            return None;
        }
        let mut next = arguments.next()?;
        let with = match next.as_str() {
            "--broken-account-ids" => Some(Flaw::BrokenAccountIds),
            "--faults" => Some(Flaw::Faults),
            _ => None,
        };
        if with.is_some() {
            next = arguments.next()?;
        }
        let record = if next == "--record" { Some(arguments.next()?) } else { None };
        if record.is_some() {
            next = arguments.next()?;
        }
        let program = (next == "--").then(|| arguments.next())??;
        Some(Self { with, record, program, arguments: arguments.collect() })
    }
}

fn run(wanted: &Wanted) -> Result<ExitCode, Box<dyn std::error::Error>> {
    let fake = Fake::new();
    match wanted.with {
        Some(Flaw::BrokenAccountIds) => fake.break_account_ids(),
        Some(Flaw::Faults) => faults().into_iter().for_each(|(route, fault)| fake.fail(route, fault)),
        None => {}
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
    if let Some(path) = &wanted.record {
        std::fs::write(path, record(&fake))?;
    }
    if status.success() && fake.faults_waiting() > 0 {
        return Err(format!("{} faults have not struck", fake.faults_waiting()).into());
    }
    let code = status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1);
    Ok(ExitCode::from(code))
}

/// What was answered, one call in a line.
fn record(fake: &Fake) -> String {
    let line = |call: Call| {
        let status = match &call.outcome {
            Outcome::Done => 200,
            Outcome::Refused { status, .. } => *status,
            _ => return None,
        };
        Some(json!({ "route": call.route, "status": status, "answer": call.answer }).to_string() + "\n")
    };
    fake.calls().into_iter().filter_map(line).collect()
}

#[test]
fn the_command_stands_behind_two_dashes() {
    let read = |line: &str| Wanted::read(line.split_whitespace().map(str::to_owned));
    let wanted = |with, arguments: &[&str]| {
        let arguments = arguments.iter().map(|argument| (*argument).to_owned()).collect();
        Some(Wanted { with, record: None, program: "node".to_owned(), arguments })
    };
    assert_eq!(read("run -- node a.mjs"), wanted(None, &["a.mjs"]));
    assert_eq!(read("run --broken-account-ids -- node"), wanted(Some(Flaw::BrokenAccountIds), &[]));
    assert_eq!(read("run --faults -- node"), wanted(Some(Flaw::Faults), &[]));
    for line in
        ["", "run", "run --", "run node", "run --quick -- node", "run --faults --faults -- node", "start -- node"]
    {
        assert_eq!(read(line), None, "{line}");
    }
}
