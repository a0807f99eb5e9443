//! Whatever is read from outside, given spoiled to every decoder: nothing may panic, hang, or be read back otherwise than it was written (REL-5).
//!
//! It runs on stable Rust: inputs are sound ones, spoiled by dice of one seed, at random or in the places that their JSON has.
//! What was found once lies in `corpus/`, and is tried again by every run.

#![recursion_limit = "512"]

mod calls;
mod decoders;
mod dropbox;
mod import;
mod spoil;

use std::any::Any;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

pub use spoil::Dice;

/// Something that reads what comes from outside.
pub trait Target {
    /// What it is called: its corpus lies in the folder of that name.
    fn name(&self) -> &'static str;

    /// Sound inputs, of which others are made.
    fn seeds(&self) -> Vec<Vec<u8>>;

    /// Gives it an input.
    ///
    /// # Errors
    /// What it did that it must not; a panic is another such thing.
    fn give(&self, input: &[u8]) -> Result<(), String>;
}

/// Every target there is.
#[must_use]
pub fn targets() -> Vec<Box<dyn Target>> {
    vec![
        Box::new(decoders::Events),
        Box::new(decoders::Pieces),
        Box::new(decoders::Words),
        Box::new(decoders::Paths),
        Box::new(decoders::Scenarios),
        Box::new(calls::Cursors::new()),
        Box::new(calls::Secrets::new()),
        Box::new(calls::Calls::new()),
        Box::new(import::Import::new()),
        Box::new(dropbox::Answers::new()),
        Box::new(dropbox::Webhook),
    ]
}

/// An input that made a target do what it must not.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The input.
    pub input: Vec<u8>,
    /// What was done.
    pub what: String,
}

/// How long one input may take before it counts as one that hangs.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long is waited for one that does not end.
pub const LONGEST: Duration = Duration::from_secs(120);

/// How often anything has panicked, in whatever thread.
static PANICS: AtomicU64 = AtomicU64::new(0);

/// Whether a target has an input in hand, whose panics are told by what is found.
static IS_GIVEN: AtomicBool = AtomicBool::new(false);

/// Counts panics from now on, of threads that nobody waits for as well; those of targets are quiet.
pub fn count_panics() {
    let loud = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        PANICS.fetch_add(1, Ordering::SeqCst);
        if !IS_GIVEN.load(Ordering::SeqCst) {
            loud(panic);
        }
    }));
}

/// What a target has in hand, and since when.
static IN_HAND: Mutex<Option<(Instant, &'static str, Vec<u8>)>> = Mutex::new(None);

fn in_hand() -> MutexGuard<'static, Option<(Instant, &'static str, Vec<u8>)>> {
    IN_HAND.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Ends the process from now on where a target does not come back from an input, and says from which: nothing else would.
pub fn end_what_hangs(patience: Duration) {
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(patience / 4);
            if let Some((since, name, input)) = &*in_hand()
                && since.elapsed() > patience
            {
                let text = String::from_utf8_lossy(input);
                let bytes: String = input.iter().map(|byte| format!("{byte:02x}")).collect();
                eprintln!("{name} hangs\n  input {text}\n  bytes {bytes}");
                std::process::abort();
            }
        }
    });
}

#[expect(clippy::disallowed_methods, reason = "how long an input takes is what is looked at")]
fn now() -> Instant {
    Instant::now()
}

fn said(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "panicked".to_owned())
}

/// Gives a target one input.
///
/// # Errors
/// What it did that it must not.
pub fn give(target: &dyn Target, input: &[u8]) -> Result<(), Finding> {
    let (before, begun) = (PANICS.load(Ordering::SeqCst), now());
    IS_GIVEN.store(true, Ordering::SeqCst);
    *in_hand() = Some((begun, target.name(), input.to_vec()));
    let given = catch_unwind(AssertUnwindSafe(|| target.give(input)));
    *in_hand() = None;
    IS_GIVEN.store(false, Ordering::SeqCst);
    let what = match given {
        Err(panic) => format!("panicked: {}", said(&*panic)),
        Ok(Err(what)) => what,
        Ok(Ok(())) if PANICS.load(Ordering::SeqCst) > before => "a thread of its own panicked".to_owned(),
        Ok(Ok(())) if begun.elapsed() > PATIENCE => format!("took {} seconds", begun.elapsed().as_secs()),
        Ok(Ok(())) => return Ok(()),
    };
    Err(Finding { input: input.to_vec(), what })
}

/// The folder where what was found is kept.
#[must_use]
pub fn corpus(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name)
}

/// What was found before, and what was laid there by hand.
#[must_use]
pub fn kept(name: &str) -> Vec<Vec<u8>> {
    let Ok(folder) = fs::read_dir(corpus(name)) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = folder.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.sort();
    paths.iter().filter_map(|path| fs::read(path).ok()).collect()
}

/// Keeps an input that was found, so that every run tries it again; returns where.
///
/// # Errors
/// As the file cannot be written.
pub fn keep(name: &str, finding: &Finding) -> std::io::Result<PathBuf> {
    let folder = corpus(name);
    fs::create_dir_all(&folder)?;
    let sum = finding
        .input
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    let path = folder.join(format!("found-{sum:016x}"));
    fs::write(&path, &finding.input)?;
    Ok(path)
}

/// Gives a target all that is kept and sound, then spoiled inputs until the time is over; returns how many there were.
///
/// # Errors
/// The first input that made it do what it must not.
pub fn run(target: &dyn Target, seed: u64, time: Duration) -> Result<u64, Finding> {
    let sound: Vec<Vec<u8>> = target.seeds().into_iter().chain(kept(target.name())).collect();
    for input in &sound {
        give(target, input)?;
    }
    let (mut dice, begun) = (Dice::new(seed), now());
    let mut given = sound.len() as u64;
    while begun.elapsed() < time {
        give(target, &spoil::spoiled(&mut dice, &sound))?;
        given += 1;
    }
    Ok(given)
}
