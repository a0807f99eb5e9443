//! An album's roster, from a spreadsheet into a workspace: who owns what, who may do what, who holds which share.
//!
//! ```text
//! album_roster <roster.csv> <database path> [--revoke NAME] [--leave NAME] [--quiet]
//! album_roster --generate <lines> <roster.csv>
//! ```
//!
//! It loads the sheet, reports every line that it refuses and goes on, then shows each track, who can do what,
//! and what would change, and does, when somebody is revoked and somebody else leaves.
//! The database must be new or empty: a load begins from nothing, so that nothing is ever doubled.
//! With `--quiet` it loads, reports refused lines, and counts; that takes no more memory for a large sheet than for a small one but for the names of its people and tracks.
//! What the columns mean is in `examples/data/README.md`.

mod generate;
mod load;
mod people;
mod report;
mod roster;
mod story;
#[path = "../table.rs"]
mod table;
#[cfg(test)]
mod tests;

use std::error::Error;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use cowrite::Workspace;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use load::{Watch, load};
use report::Names;
use roster::{Refused, Roster};

const USAGE: &str = "usage: album_roster <roster.csv> <database path> [--revoke NAME] [--leave NAME] [--quiet]
       album_roster --generate <lines> <roster.csv>";

/// How many refused lines are shown in one table: they are many where the sheet is large, and memory is bounded.
const TABLE_OF_REFUSED: usize = 500;

/// How many tracks are shown: more are for a machine to read.
const TRACKS_SHOWN: usize = 40;

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    let mut out = BufWriter::new(io::stdout().lock());
    match run(&arguments, &mut out).and_then(|()| Ok(out.flush()?)) {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads has seen enough, as `head` does.
        Err(error) if is_broken_pipe(error.as_ref()) => ExitCode::SUCCESS,
        Err(error) => {
            drop(out.flush());
            drop(writeln!(io::stderr(), "album_roster: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn is_broken_pipe(error: &(dyn Error + 'static)) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

/// What was asked for on the command line.
#[derive(Debug)]
enum Command {
    Help,
    Generate { lines: u64, sheet: PathBuf },
    Load(Plan),
}

/// A load and what is shown of it.
#[derive(Debug, Default)]
struct Plan {
    sheet: PathBuf,
    database: PathBuf,
    revoke: Option<String>,
    leave: Option<String>,
    quiet: bool,
}

impl Command {
    fn parse(arguments: &[OsString]) -> Result<Self, Box<dyn Error>> {
        let mut arguments = arguments.iter();
        let (mut plan, mut paths, mut lines) = (Plan::default(), Vec::new(), None);
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().and_then(|value| value.to_str()).ok_or(USAGE);
            match argument.to_str() {
                Some("--help" | "-h") => return Ok(Self::Help),
                Some("--quiet") => plan.quiet = true,
                Some("--revoke") => plan.revoke = Some(value()?.to_owned()),
                Some("--leave") => plan.leave = Some(value()?.to_owned()),
                Some("--generate") => lines = Some(value()?.parse()?),
                Some(option) if option.starts_with("--") => return Err(format!("no option {option}\n{USAGE}").into()),
                _ => paths.push(PathBuf::from(argument)),
            }
        }
        let mut paths = paths.into_iter();
        match (lines, paths.next(), paths.next(), paths.next()) {
            (Some(lines), Some(sheet), None, None) => Ok(Self::Generate { lines, sheet }),
            (None, Some(sheet), Some(database), None) => Ok(Self::Load(Plan { sheet, database, ..plan })),
            _ => Err(USAGE.into()),
        }
    }
}

/// Does what the command line asks for.
///
/// # Errors
/// Where a file cannot be read or written, the sheet has not the columns that it must have, the database is not empty, or the store fails.
fn run(arguments: &[OsString], out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    match Command::parse(arguments)? {
        Command::Help => Ok(writeln!(out, "{USAGE}")?),
        Command::Generate { lines, sheet } => {
            let mut sheet = BufWriter::new(open(File::create(&sheet), &sheet)?);
            generate::write(&mut sheet, lines)?;
            Ok(sheet.flush()?)
        }
        Command::Load(plan) => pollster::block_on(load_and_tell(&plan, out)),
    }
}

async fn load_and_tell(plan: &Plan, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let sheet = open(File::open(&plan.sheet), &plan.sheet)?;
    let length = sheet.metadata()?.len();
    // The sheet's column names are read first: a wrong file leaves no database behind.
    let roster = Roster::open(sheet)?;
    let workspace = Workspace::open(&plan.database).await?;
    if workspace.revision().await? != 0 {
        let place = plan.database.display();
        return Err(format!("{place} holds data already; a load begins from nothing: name a new file").into());
    }
    let mut teller = Teller { out, bar: progress_bar(length), waiting: Vec::new() };
    let loaded = load(&workspace, roster, &mut teller).await?;
    teller.show_refused()?;
    teller.bar.finish_and_clear();
    let seconds = teller.bar.elapsed().as_secs_f64();
    let (lines, refused) = (loaded.taken + loaded.refused, loaded.refused);
    let (people, groups, tracks) = (loaded.people, loaded.catalogue.groups.len(), loaded.catalogue.tracks.len());
    writeln!(
        out,
        "{lines} lines in {seconds:.1} s: {people} people, {groups} groups, {tracks} tracks; {refused} lines refused"
    )?;
    if plan.quiet {
        return Ok(());
    }
    let names = Names::of(&loaded.catalogue);
    report::tracks(&workspace, &loaded.catalogue, &names, TRACKS_SHOWN, out).await?;
    let cast = story::Cast { revoke: plan.revoke.as_deref(), leave: plan.leave.as_deref() };
    story::tell(&workspace, &loaded.catalogue, &names, cast, out).await?;
    report::soundness(&workspace, out).await
}

fn open(file: io::Result<File>, path: &Path) -> Result<File, String> {
    file.map_err(|error| format!("{}: {error}", path.display()))
}

fn progress_bar(length: u64) -> ProgressBar {
    // A log or a pipe has no use for a bar that is drawn again and again.
    let target = if io::stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(Some(length), target);
    let style = ProgressStyle::with_template("{bar:30} {percent:>3} %  {msg}  {elapsed} gone, {eta} to go");
    style.map(|style| bar.clone().with_style(style)).unwrap_or(bar)
}

/// Shows the load while it runs.
struct Teller<'o, W> {
    out: &'o mut W,
    bar: ProgressBar,
    waiting: Vec<Refused>,
}

impl<W: Write> Teller<'_, W> {
    fn show_refused(&mut self) -> io::Result<()> {
        let Self { out, bar, waiting } = self;
        if waiting.is_empty() {
            return Ok(());
        }
        let table = report::refused(waiting);
        waiting.clear();
        bar.suspend(|| writeln!(out, "Refused lines\n{table}\n").and_then(|()| out.flush()))
    }
}

impl<W: Write> Watch for Teller<'_, W> {
    fn read(&mut self, lines: u64, bytes: u64) {
        self.bar.set_position(bytes);
        if lines.is_multiple_of(1_000) {
            self.bar.set_message(format!("{lines} lines"));
        }
    }

    fn refused(&mut self, refused: Refused) -> io::Result<()> {
        self.waiting.push(refused);
        if self.waiting.len() < TABLE_OF_REFUSED { Ok(()) } else { self.show_refused() }
    }
}
