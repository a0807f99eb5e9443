use core::fmt;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use std::panic::resume_unwind;

use cowrite::adapters::SqliteOptions;
use cowrite::adapters::sqlite::{SqliteStore, Synchronous};
use cowrite::domain::slice::Slice;
use cowrite::ports::store::{Load, Store, StoreError};
use cowrite::testing::store_conformance::{History, Step, folded, tidied};
use pollster::block_on;

use crate::{Disk, Fault, Machine, Random};

/// How many acts a script has.
const ACTS: usize = 32;

/// How many of them have been committed before anything goes wrong.
const BEFORE: usize = 12;

/// How many scripts there are; seeds go round them.
const SCRIPTS: u64 = 8;

/// Within how many operations on the disk something goes wrong.
const OPERATIONS: u64 = 260;

/// What is done to the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "the simulation's own")]
pub enum Mode {
    /// The power is cut.
    PowerCut,
    /// One operation fails, the store goes on; half of the time the power is cut after that.
    OneError,
    /// One look at the disk fails, the store goes on.
    OneReadError,
    /// The power is cut, and what has no answer is taken for what has not taken hold: a negative control, which must be denied.
    PowerCutHastyCaller,
    /// The power is cut under `synchronous = NORMAL`: a negative control, which must lose commits.
    PowerCutNormal,
    /// The power is cut, and the disk had only said that it was durable: a negative control, which must lose or damage.
    PowerCutLyingDisk,
}

impl Mode {
    /// Every mode.
    pub const ALL: [Self; 6] = [
        Self::PowerCut,
        Self::OneError,
        Self::OneReadError,
        Self::PowerCutHastyCaller,
        Self::PowerCutNormal,
        Self::PowerCutLyingDisk,
    ];

    /// Returns whether something must go wrong.
    #[must_use]
    pub const fn is_control(self) -> bool {
        matches!(self, Self::PowerCutHastyCaller | Self::PowerCutNormal | Self::PowerCutLyingDisk)
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::PowerCut => "power cut",
            Self::OneError => "one failure, then on",
            Self::OneReadError => "one failed read, then on",
            Self::PowerCutHastyCaller => "power cut, a caller who guesses (control)",
            Self::PowerCutNormal => "power cut, synchronous = NORMAL (control)",
            Self::PowerCutLyingDisk => "power cut, disk that lies (control)",
        })
    }
}

/// What many runs came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Figures {
    /// How many runs there were.
    pub runs: u64,
    /// In how many of them the fault came before the work was over.
    pub faults: u64,
    /// How many commits were acknowledged.
    pub acknowledged: u64,
    /// In how many runs something acknowledged was missing afterwards.
    pub lost: u64,
    /// In how many runs the store was damaged afterwards.
    pub damaged: u64,
    /// In how many runs something was half there afterwards.
    pub half: u64,
    /// In how many runs something was there afterwards of which it had been said that it has not taken hold.
    pub denied: u64,
    /// In how many runs something was there afterwards that had not been acknowledged, whole.
    pub kept: u64,
    /// The first run in which something was wrong.
    pub first_wrong: Option<u64>,
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { runs, faults, acknowledged, lost, damaged, half, denied, kept, .. } = self;
        write!(f, "{runs} runs, {faults} faults, {acknowledged} commits acknowledged: ")?;
        write!(f, "lost {lost}, damaged {damaged}, half {half}, denied {denied}, kept without answer {kept}")
    }
}

/// A history decided beforehand, with a disk on which its beginning has been committed.
struct Script {
    steps: Vec<Step>,
    disk: Disk,
}

/// Breaks a store once for each seed, on as many threads as there are cores.
#[must_use]
pub fn run(mode: Mode, seeds: core::ops::Range<u64>) -> Figures {
    let scripts: Vec<Script> = (0..SCRIPTS).map(Script::new).collect();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let (seeds, scripts) = (&seeds, &scripts);
        let share = |first: usize| seeds.clone().skip(first).step_by(threads);
        let running: Vec<_> = (0..threads)
            .map(|first| {
                scope.spawn(move || share(first).fold(Figures::default(), |sum, seed| sum.with(mode, scripts, seed)))
            })
            .collect();
        // A run that panics is the worst there is, and no run that there was not.
        let figures = running.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
        figures.fold(Figures::default(), Figures::and)
    })
}

impl Figures {
    fn with(mut self, mode: Mode, scripts: &[Script], seed: u64) -> Self {
        let script = usize::try_from(seed % SCRIPTS).ok().and_then(|number| scripts.get(number));
        let Some(script) = script else { return self };
        let before = self;
        self.runs += 1;
        Run::new(mode, script, seed).play(&mut self);
        let sums = |figures: &Self| (figures.lost, figures.damaged, figures.half, figures.denied);
        let wrong = sums(&self) != sums(&before);
        if wrong && self.first_wrong.is_none() {
            self.first_wrong = Some(seed);
        }
        self
    }

    fn and(self, other: Self) -> Self {
        Self {
            runs: self.runs + other.runs,
            faults: self.faults + other.faults,
            acknowledged: self.acknowledged + other.acknowledged,
            lost: self.lost + other.lost,
            damaged: self.damaged + other.damaged,
            half: self.half + other.half,
            denied: self.denied + other.denied,
            kept: self.kept + other.kept,
            first_wrong: self.first_wrong.into_iter().chain(other.first_wrong).min(),
        }
    }
}

impl Script {
    fn new(seed: u64) -> Self {
        let (mut history, mut world) = (History::new(seed), Slice::default());
        let mut steps: Vec<Step> = Vec::new();
        for _ in 0..ACTS {
            let mut step = history.next_step(&world);
            // Each act rests on the one before, so that what is there is always a beginning of the script.
            for before in steps.last().into_iter().flat_map(|last| &last.change.recorded) {
                let version = world.versions.get(&before.aggregate).copied().unwrap_or_default();
                step.change.expect.entry(before.aggregate).or_insert(version);
            }
            world = step.after.clone();
            steps.push(step);
        }
        let machine = Machine::new(Disk::new(seed));
        if let Ok(store) = open(&machine, Synchronous::Full) {
            for step in steps.iter().take(BEFORE) {
                // A disk on which this fails shows in every figure afterwards.
                drop(block_on(store.commit(step.change.clone())));
            }
        }
        let disk = machine.disk().clone();
        Self { steps, disk }
    }

    /// Returns the world after so many commits.
    fn world(&self, commits: usize) -> Slice {
        let last = commits.checked_sub(1).and_then(|last| self.steps.get(last));
        last.map(|step| tidied(step.after.clone())).unwrap_or_default()
    }
}

fn open(machine: &Machine, synchronous: Synchronous) -> Result<SqliteStore, StoreError> {
    let options = SqliteOptions::new().exclusive(true).vfs(machine.name()).synchronous(synchronous);
    // Few pages, so that many of the faults come while the log is moved into the file.
    SqliteStore::open("studio.db", options.checkpoint_pages(20).cache_kib(64))
}

/// One store that goes through one fault.
struct Run<'a> {
    mode: Mode,
    script: &'a Script,
    machine: Machine,
    random: Random,
    /// How many commits must be there.
    acknowledged: usize,
    /// How many commits may be there.
    asked: usize,
    /// How many commits may be there after what was answered: none that was refused with an error which says that it has not taken hold.
    possible: usize,
}

impl<'a> Run<'a> {
    fn new(mode: Mode, script: &'a Script, seed: u64) -> Self {
        let mut random = Random::new(seed);
        let at = random.below(OPERATIONS).saturating_add(1);
        let fault = match mode {
            Mode::OneError => Fault::Error(at),
            Mode::OneReadError => Fault::ReadError(at),
            _ => Fault::PowerCut(at),
        };
        // One in eight begins with nothing, so that faults come while the file is made, too.
        let (disk, before) = if random.below(8) == 0 { (Disk::new(seed), 0) } else { (script.disk.clone(), BEFORE) };
        let disk = disk.with_fault(fault, mode == Mode::PowerCutLyingDisk, random.clone());
        Self {
            mode,
            script,
            machine: Machine::new(disk),
            random,
            acknowledged: before,
            asked: before,
            possible: before,
        }
    }

    fn play(mut self, figures: &mut Figures) {
        let before = self.acknowledged;
        self.work();
        figures.faults += u64::from(self.machine.disk().has_failed());
        figures.acknowledged += u64::try_from(self.acknowledged.saturating_sub(before)).unwrap_or_default();
        if !self.goes_on() || self.random.coin() {
            self.machine.disk().restart();
        }
        self.machine.disk().mend();
        match self.look() {
            Err(_) => figures.damaged += 1,
            Ok(Found { is_whole: false, .. }) => figures.half += 1,
            Ok(Found { commits, .. }) if commits < self.acknowledged => figures.lost += 1,
            Ok(Found { commits, .. }) if commits > self.asked => figures.half += 1,
            Ok(Found { commits, .. }) if commits > self.possible => figures.denied += 1,
            Ok(Found { commits, .. }) => figures.kept += u64::from(commits > self.acknowledged),
        }
    }

    fn goes_on(&self) -> bool {
        matches!(self.mode, Mode::OneError | Mode::OneReadError)
    }

    /// Commits the rest of the script, a few acts at a time, until it is over or fails for good.
    fn work(&mut self) {
        let synchronous = if self.mode == Mode::PowerCutNormal { Synchronous::Normal } else { Synchronous::Full };
        let mut failures = 0;
        while failures < 2 {
            if let Ok(store) = open(&self.machine, synchronous) {
                while failures < 2 && self.acknowledged < ACTS {
                    failures += u8::from(!self.commit_some(&store));
                }
                return;
            }
            failures += 1;
        }
    }

    /// Asks for a few commits at once and waits for them; returns whether all were acknowledged.
    fn commit_some(&mut self, store: &SqliteStore) -> bool {
        let count = usize::try_from(self.random.below(4)).unwrap_or_default().saturating_add(1);
        let steps = self.script.steps.iter().skip(self.acknowledged).take(count);
        let mut waiting: Vec<_> = steps.map(|step| store.commit(step.change.clone())).collect();
        self.asked = self.asked.max(self.acknowledged.saturating_add(waiting.len()));
        // Polled once each, so that all wait behind the first and are committed together.
        let outcomes: Vec<_> = waiting.iter_mut().map(|future| poll_once(future.as_mut())).collect();
        let mut all = true;
        let first = self.acknowledged;
        for (number, (early, future)) in (1..).zip(outcomes.into_iter().zip(waiting)) {
            let outcome = early.unwrap_or_else(|| block_on(future));
            let is_denied =
                self.mode == Mode::PowerCutHastyCaller || !matches!(outcome, Err(StoreError::Unknown { .. }));
            if outcome.is_ok() || !is_denied {
                self.possible = self.possible.max(first.saturating_add(number));
            }
            match outcome {
                Ok(_) => self.acknowledged = self.acknowledged.saturating_add(1),
                Err(_) => all = false,
            }
        }
        if !all
            && self.goes_on()
            && let Ok(loaded) = block_on(store.load(Load::default()))
        {
            // What had no answer may have taken hold: what is there now is what must be there from now on.
            let there = usize::try_from(loaded.slice.revision).unwrap_or_default();
            self.acknowledged = self.acknowledged.max(there);
        }
        all
    }

    /// Starts anew, as after a power cut, and looks at what is there.
    fn look(&self) -> Result<Found, StoreError> {
        let store = open(&self.machine, Synchronous::Full)?;
        block_on(store.check())?;
        let everything = block_on(store.everything())?;
        let commits = usize::try_from(everything.slice.revision).unwrap_or_default();
        let mut expected = self.script.world(commits);
        (expected.revision, expected.stamp) = (everything.slice.revision, everything.slice.stamp);
        let is_whole = everything.slice == folded(&everything) && everything.slice == expected;
        Ok(Found { commits, is_whole })
    }
}

/// What a new start has found.
struct Found {
    commits: usize,
    is_whole: bool,
}

fn poll_once<T>(future: Pin<&mut (dyn Future<Output = T> + Send + '_)>) -> Option<T> {
    match future.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(outcome) => Some(outcome),
        Poll::Pending => None,
    }
}
