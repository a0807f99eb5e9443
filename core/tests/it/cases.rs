//! Running a test on many random histories.

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, RngSeed, TestCaseError, TestRng, TestRunner};

use super::moves::{Move, moves};

/// The seeds played when none is asked for: each of them has once told a fault.
const SEEDS: [&str; 5] = ["cowrite", "fresh-1", "fresh-3", "fresh-4", "fresh-12"];

/// Runs a test on `cases` random histories of up to `length` calls.
///
/// `COWRITE_CASES` asks for another number, `COWRITE_SEED` for a seed of one's own.
#[expect(clippy::disallowed_methods, reason = "a test may ask its caller")]
pub(crate) fn on_histories(cases: u32, length: usize, test: impl Fn(Vec<Move>) -> Result<(), String>) {
    let cases = std::env::var("COWRITE_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(cases);
    let own = own_seed();
    let seeds: Vec<&str> = own.as_deref().map_or_else(|| SEEDS.to_vec(), |seed| vec![seed]);
    let share = cases.div_ceil(u32::try_from(seeds.len()).unwrap());
    for seed in seeds {
        run_histories(seed, share, length, &test);
    }
}

fn run_histories(seed: &str, cases: u32, length: usize, test: &impl Fn(Vec<Move>) -> Result<(), String>) {
    let mut bytes = [0; 32];
    bytes.iter_mut().zip(seed.bytes()).for_each(|(byte, letter)| *byte = letter);
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 100, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
    let histories = prop::collection::vec(moves(), 1..length);
    if let Err(error) = runner.run(&histories, |history| test(history).map_err(TestCaseError::fail)) {
        panic!("seed {seed}: {error}");
    }
    println!("played: {cases} histories of seed {seed}");
}

#[expect(clippy::disallowed_methods, reason = "a test may ask its caller")]
fn own_seed() -> Option<String> {
    std::env::var("COWRITE_SEED").ok()
}

/// How a property is tried on `cases` cases: the same ones each time, or those of the seed that `COWRITE_SEED` asks for.
///
/// A case that fails is printed, and kept nowhere.
pub(crate) fn on_cases(cases: u32) -> Config {
    let seed = own_seed().unwrap_or_else(|| "cowrite".to_owned());
    let number = seed.bytes().fold(0, |number: u64, letter| number.rotate_left(7) ^ u64::from(letter));
    Config { cases, failure_persistence: None, rng_seed: RngSeed::Fixed(number), ..Config::default() }
}
