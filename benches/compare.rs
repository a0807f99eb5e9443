//! Two sides that do the same, one beside the other.

use crate::{Round, hundredths, median, micros, ratio};

/// The cost of a durable write above which a run says nothing about the library, in nanoseconds.
pub const VOID_ABOVE: u64 = 1_000_000;

/// Prints what stands in the columns of [`Rounds::print`].
pub fn print_head() {
    let columns = format!("{:>11} {:>12} {:>13} {:>11} {:>9}", "p50 us", "p99 us", "slowest us", "mean us", "per s");
    println!("{:<43} {columns} {:>11}", "", "used us");
}

/// The rounds of both sides, one beside the other.
#[derive(Debug, Default)]
#[expect(clippy::exhaustive_structs, reason = "two sides")]
pub struct Rounds {
    /// Those of the library.
    pub library: Vec<Round>,
    /// Those of the program without it.
    pub raw: Vec<Round>,
}

impl Rounds {
    /// Prints both sides; then how the library stands to the raw side in each figure that has an aim.
    pub fn print(&self, what: &str, aims: &[Aim]) {
        for (side, rounds) in [("library", &self.library), ("raw", &self.raw)] {
            if rounds.is_empty() {
                continue;
            }
            let Round { p50, p99, max, mean, per_second, used, .. } = Round::typical(rounds);
            let [p50, p99, max, mean] = [p50, p99, max, mean].map(micros);
            let used = if used == 0 { String::new() } else { micros(used) };
            println!("{what:<34} {side:<8} {p50:>11} {p99:>12} {max:>13} {mean:>11} {per_second:>9} {used:>11}");
        }
        if !self.library.is_empty() && !self.raw.is_empty() {
            self.judge(aims);
        }
    }

    /// Prints how one side stands to the other in each figure that has an aim.
    pub fn judge(&self, aims: &[Aim]) {
        for aim in aims {
            println!("    {}", aim.judge(self));
        }
    }
}

/// A ratio of the library to the raw side, and what it is to be.
#[derive(Debug)]
pub struct Aim {
    figure: &'static str,
    of: fn(&Round) -> u64,
    thousandths: u64,
    at_least: bool,
}

impl Aim {
    /// Wants a ratio of at most so many thousandths.
    #[must_use]
    pub const fn most(figure: &'static str, of: fn(&Round) -> u64, thousandths: u64) -> Self {
        Self { figure, of, thousandths, at_least: false }
    }

    /// Wants a ratio of at least so many thousandths.
    #[must_use]
    pub const fn least(figure: &'static str, of: fn(&Round) -> u64, thousandths: u64) -> Self {
        Self { figure, of, thousandths, at_least: true }
    }

    fn judge(&self, rounds: &Rounds) -> String {
        let all = |rounds: &[Round]| median(rounds.iter().map(self.of).collect());
        let found = ratio(all(&rounds.library), all(&rounds.raw));
        let pairs = rounds.library.iter().zip(&rounds.raw);
        let mut each: Vec<u64> = pairs.map(|(library, raw)| ratio((self.of)(library), (self.of)(raw))).collect();
        each.sort_unstable();
        let met = if self.at_least { found >= self.thousandths } else { found <= self.thousandths };
        let (from, to) = (each.first().copied().unwrap_or_default(), each.last().copied().unwrap_or_default());
        format!(
            "ratio of {:<10} {:>6}  ({} to {} in single rounds)  aim at {} {}: {}",
            self.figure,
            hundredths(found),
            hundredths(from),
            hundredths(to),
            if self.at_least { "least" } else { "most" },
            hundredths(self.thousandths),
            if met { "met" } else { "MISSED" },
        )
    }
}
