//! Deterministic simulation over the ports (REL-1, REL-3, FIL-3): processes share a store that is lost, away, late and delivers twice; clocks are set, processes end, callers give up.
//!
//! Everything is decided by dice of one seed, and by nothing else: the seed that a failure prints plays it again.
//! `COWRITE_SEEDS` asks for another number of seeds, `COWRITE_FIRST_SEED` for the first of them.

mod folders;
mod play;
mod waters;

use self::play::{Control, Figures, Simulation};

/// How many calls people make in each simulation.
const CALLS: usize = 60;

#[expect(clippy::disallowed_methods, reason = "a test may ask its caller")]
fn asked(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|number| number.parse().ok()).unwrap_or(otherwise)
}

fn simulate(seed: u64, control: Control) -> Result<Figures, String> {
    let mut simulation = Simulation::new(seed, control);
    simulation.run(CALLS)?;
    simulation.judge()
}

#[test]
fn whatever_goes_wrong_every_call_is_done_once_or_not_at_all_and_answered_as_the_oracle_says() {
    let (first, count) = (asked("COWRITE_FIRST_SEED", 0), asked("COWRITE_SEEDS", 60));
    let mut sum = Figures::default();
    for seed in first..first + count {
        let figures = simulate(seed, Control::None);
        let figures = figures.unwrap_or_else(|what| panic!("seed {seed}: {what}"));
        sum.steps += figures.steps;
        sum.calls += figures.calls;
        sum.commits += figures.commits;
        sum.faults += figures.faults;
    }
    let Figures { steps, calls, commits, faults } = sum;
    println!("simulated: {count} seeds, {steps} steps, {calls} calls, {commits} commits, {faults} faults");
    assert!(sum.faults > 5 * count && sum.commits > 20 * count, "too little went on: {sum:?}");
}

#[test]
fn a_seed_gives_the_same_again() {
    for seed in 0..3 {
        let play = || format!("{:?}", simulate(seed, Control::None));
        assert_eq!(play(), play());
    }
}

/// Whether a control is found in most of some simulations.
fn is_found(control: Control, what: &[&str]) {
    let outcomes: Vec<_> = (0..20).map(|seed| simulate(seed, control)).collect();
    let found = outcomes.iter().filter_map(|outcome| outcome.as_ref().err());
    let found = found.filter(|error| what.iter().any(|what| error.contains(what))).count();
    assert!(found >= 10, "{control:?} was found in {found} of 20: {outcomes:?}");
}

#[test]
fn a_store_that_forgets_what_it_acknowledged_is_found() {
    is_found(Control::Forgets, &["acknowledged, and not done"]);
}

#[test]
fn callers_who_take_what_they_do_not_know_for_not_done_are_found() {
    is_found(Control::Keyless, &["done twice", "refused, and done"]);
}

#[test]
fn a_node_that_settles_what_it_has_not_done_is_found() {
    is_found(Control::Careless, &["on the folder are"]);
}
