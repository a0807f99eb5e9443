//! A shared folder: a track whose files lie in its owner's Dropbox, and who has them there as access comes and goes.
//!
//! ```text
//! shared_folder
//! ```
//!
//! It brings a Dropbox of its own, on this machine, so that it needs no network and no account.
//! With an app that is registered with Dropbox the same code works there: only `servers` in `studio.rs` is left out.
//! Whatever it prints has been checked; where something does not hold it says so and ends with 1.

#[path = "../sound.rs"]
mod sound;
mod story;
mod studio;
#[path = "../teller.rs"]
mod teller;
#[cfg(test)]
mod tests;

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use studio::Studio;
use teller::{Teller, Told};

fn main() -> ExitCode {
    let mut out = BufWriter::new(io::stdout().lock());
    match tell(&mut out).and_then(|()| Ok(out.flush()?)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            drop(out.flush());
            drop(writeln!(io::stderr(), "shared_folder: {error}"));
            ExitCode::FAILURE
        }
    }
}

/// Tells the whole story.
///
/// # Errors
/// Where something does not hold.
fn tell(out: &mut dyn Write) -> Told {
    pollster::block_on(async {
        let mut teller = Teller::new(out);
        let studio = Studio::begin(&mut teller).await?;
        let mix = story::laid(&studio, &mut teller).await?;
        story::shared(&studio, &mut teller).await?;
        story::dropped(&studio, &mut teller).await?;
        story::heard(&studio, &mix, &mut teller).await?;
        story::revoked(&studio, &mut teller).await?;
        story::handed_over(&studio, &mix, &mut teller).await?;
        teller.scene("At the end")?;
        teller.say(studio.workspace.verify().await?.is_empty(), "Verified: the store is sound")
    })
}
