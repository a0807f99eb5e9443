//! What the benches share: a stopwatch, medians over rounds, the floor of the disk, and how figures are written.
//!
//! Everything is whole nanoseconds; a ratio is a number of thousandths.

pub mod access;
pub mod compare;
pub mod raw;
pub mod tracks;

use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::io::Write as _;
use std::path::Path;
use std::time::Instant;

use rustix::time::{ClockId, clock_gettime};

/// What a bench can fail with.
pub type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// Reads the clock.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "a bench measures")]
pub fn now() -> Instant {
    Instant::now()
}

/// Returns the nanoseconds since an instant.
#[must_use]
pub fn nanos_since(start: Instant) -> u64 {
    u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX)
}

/// Runs `work`, and returns how many nanoseconds it took.
///
/// # Errors
/// As `work` fails.
pub fn timed<T>(work: impl FnOnce() -> Outcome<T>) -> Outcome<u64> {
    let start = now();
    black_box(work()?);
    Ok(nanos_since(start))
}

/// Runs `work`, and returns how many nanoseconds it took, and how many of the processors' this process used meanwhile.
///
/// The second says more where others are at the machine: what waits for its turn on another thread takes long, and costs little.
///
/// # Errors
/// As `work` fails.
pub fn timed_and_used<T>(work: impl FnOnce() -> Outcome<T>) -> Outcome<[u64; 2]> {
    let before = processor_nanos();
    let took = timed(work)?;
    Ok([took, processor_nanos().saturating_sub(before)])
}

fn processor_nanos() -> u64 {
    let used = clock_gettime(ClockId::ProcessCPUTime);
    let [seconds, nanos] = [used.tv_sec, used.tv_nsec].map(|part| u64::try_from(part).unwrap_or_default());
    seconds.saturating_mul(1_000_000_000).saturating_add(nanos)
}

/// What one round came to, or what is typical of several.
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct Round {
    /// How many calls.
    pub calls: u64,
    /// The median call, in nanoseconds.
    pub p50: u64,
    /// The call slower than 99 of 100.
    pub p99: u64,
    /// The slowest call.
    pub max: u64,
    /// The mean call.
    pub mean: u64,
    /// Calls per second of the whole round.
    pub per_second: u64,
    /// The processors' time of the median call, in nanoseconds; 0 where it was not measured.
    pub used: u64,
}

impl Round {
    /// Sums up a round that took `elapsed` nanoseconds in all.
    #[must_use]
    pub fn of(mut samples: Vec<u64>, elapsed: u64) -> Self {
        samples.sort_unstable();
        let calls = u64::try_from(samples.len()).unwrap_or(u64::MAX);
        let at = |per_mille: usize| {
            let index = samples.len().saturating_sub(1).saturating_mul(per_mille) / 1_000;
            samples.get(index).copied().unwrap_or_default()
        };
        Self {
            calls,
            p50: at(500),
            p99: at(990),
            max: at(1_000),
            mean: samples.iter().sum::<u64>() / calls.max(1),
            per_second: calls.saturating_mul(1_000_000_000) / elapsed.max(1),
            used: 0,
        }
    }

    /// Sums up a round of calls of which is known how long each took, and how much of the processors' time.
    #[must_use]
    pub fn of_both(samples: &[[u64; 2]], elapsed: u64) -> Self {
        let took = Self::of(samples.iter().map(|[took, _]| *took).collect(), elapsed);
        Self { used: median(samples.iter().map(|[_, used]| *used).collect()), ..took }
    }

    /// Returns the median of each figure over rounds; of the slowest calls the slowest.
    #[must_use]
    pub fn typical(rounds: &[Self]) -> Self {
        let of = |figure: fn(&Self) -> u64| median(rounds.iter().map(figure).collect());
        Self {
            calls: rounds.iter().map(|round| round.calls).sum(),
            p50: of(|round| round.p50),
            p99: of(|round| round.p99),
            max: rounds.iter().map(|round| round.max).max().unwrap_or_default(),
            mean: of(|round| round.mean),
            per_second: of(|round| round.per_second),
            used: of(|round| round.used),
        }
    }
}

/// Returns the median of some figures.
#[must_use]
pub fn median(mut figures: Vec<u64>) -> u64 {
    figures.sort_unstable();
    figures.get(figures.len() / 2).copied().unwrap_or_default()
}

/// Returns `a / b` in thousandths.
#[must_use]
pub const fn ratio(a: u64, b: u64) -> u64 {
    a.saturating_mul(1_000) / if b == 0 { 1 } else { b }
}

/// Writes thousandths as a number with two places.
#[must_use]
pub fn hundredths(thousandths: u64) -> String {
    let rounded = thousandths.saturating_add(5) / 10;
    format!("{}.{:02}", rounded / 100, rounded % 100)
}

/// Writes nanoseconds as microseconds.
#[must_use]
pub fn micros(nanos: u64) -> String {
    hundredths(nanos)
}

/// Measures what a durable write costs without any database: appends 8 KiB and waits for the disk, `times` times.
///
/// # Errors
/// Where the file cannot be written.
pub fn fdatasync_floor(directory: &Path, times: usize) -> Outcome<Round> {
    let path = directory.join("floor");
    let mut file = fs::File::create(&path)?;
    let block = [0x5a_u8; 8 * 1024];
    let mut samples = Vec::new();
    let start = now();
    for _ in 0..times {
        samples.push(timed(|| {
            file.write_all(&block)?;
            Ok(file.sync_data()?)
        })?);
    }
    let floor = Round::of(samples, nanos_since(start));
    fs::remove_file(path)?;
    Ok(floor)
}

/// Says on what machine this runs, and how busy that is.
#[must_use]
pub fn machine() -> String {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let info = read("/proc/cpuinfo");
    let model = info.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or("");
    let model = model.trim_start_matches([' ', '\t', ':']);
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    format!(
        "{cores} cores, {model}, {} {}",
        read("/proc/sys/kernel/ostype").trim(),
        read("/proc/sys/kernel/osrelease").trim()
    )
}

/// Returns the load averages, where the system tells them.
#[must_use]
pub fn load() -> String {
    let all = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    all.split_whitespace().take(3).collect::<Vec<_>>().join(" ")
}

/// Runs `caller` on a thread each, and sums up what they measured until the last of them has ended.
///
/// # Errors
/// As one of them fails, or panics.
pub fn all_together(
    callers: usize,
    caller: impl Fn(usize) -> Outcome<Vec<u64>> + Sync,
    conduct: impl FnOnce() -> Instant,
) -> Outcome<Round> {
    std::thread::scope(|scope| {
        let caller = &caller;
        let threads: Vec<_> = (0..callers).map(|number| scope.spawn(move || caller(number))).collect();
        let start = conduct();
        let mut samples = Vec::new();
        for thread in threads {
            samples.extend(thread.join().map_err(|_| "a caller panicked")??);
        }
        Ok(Round::of(samples, nanos_since(start)))
    })
}
