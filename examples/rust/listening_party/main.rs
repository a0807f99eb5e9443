//! A listening party: what a track's owner shows to people without an account, and what they get of it.
//!
//! ```text
//! listening_party <folder>
//! ```
//!
//! In a new folder it makes a workspace, real audio (short WAVs, a ZIP of stems, the session of a music program), and tells what happens to it:
//! a share link and what it refuses, a bounce that is replaced behind it, a playlist share, files from an engineer, a public page, and the link's analytics.
//! Whatever it prints has been checked; where something does not hold it says so and ends with 1.
//! The folder stays, to be looked at and listened to.

mod analytics;
mod archive;
mod bounce;
mod import;
mod link;
mod listening;
mod page;
mod party;
mod playlist;
#[path = "../sound.rs"]
mod sound;
#[path = "../table.rs"]
mod table;
#[path = "../teller.rs"]
mod teller;
#[cfg(test)]
mod tests;
mod visitor;

use std::ffi::OsString;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

use link::Shared;
use party::Party;
use teller::{Teller, Told};

const USAGE: &str = "usage: listening_party <folder>";

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    let mut out = BufWriter::new(io::stdout().lock());
    match run(&arguments, &mut out).and_then(|()| Ok(out.flush()?)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            drop(out.flush());
            drop(writeln!(io::stderr(), "listening_party: {error}"));
            ExitCode::FAILURE
        }
    }
}

/// Tells the whole story in the folder that the command line names.
///
/// # Errors
/// Where the folder is not new or empty, something cannot be written, or something does not hold.
fn run(arguments: &[OsString], out: &mut dyn Write) -> Told {
    match arguments {
        [option] if option == "--help" || option == "-h" => Ok(writeln!(out, "{USAGE}")?),
        [folder] => pollster::block_on(tell(Path::new(folder), &mut Teller::new(out))),
        _ => Err(USAGE.into()),
    }
}

async fn tell(folder: &Path, teller: &mut Teller<'_>) -> Told {
    let party = Party::begin(folder, teller).await?;
    let shared = Shared::make(&party, teller).await?;
    let seen = link::visited(&party, &shared, teller).await?;
    bounce::replaced(&party, &shared, &seen, teller).await?;
    let sketch = playlist::shared(&party, teller).await?;
    import::taken_in(&party, teller).await?;
    page::published(&party, sketch, teller).await?;
    analytics::shown(&party, &shared, teller).await?;
    teller.scene("At the end")?;
    teller.say(party.workspace.verify().await?.is_empty(), "Verified: the store is sound")
}
