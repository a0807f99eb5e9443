//! What a power cut or a failing disk may do to a store, and that the simulation would notice.

use cowrite_crash::{Figures, Mode, run};

/// How often the store is broken in each way.
const RUNS: u64 = 1_000;

fn figures(mode: Mode) -> Figures {
    let figures = run(mode, 0..RUNS);
    println!("{mode}: {figures}");
    assert_eq!(figures.runs, RUNS, "runs are missing");
    assert!(figures.faults > RUNS / 2, "too few faults came while there was work: {figures}");
    figures
}

#[test]
fn a_power_cut_loses_nothing_that_was_acknowledged() {
    let Figures { lost, damaged, half, denied, first_wrong, .. } = figures(Mode::PowerCut);
    assert_eq!((lost, damaged, half, denied), (0, 0, 0, 0), "first wrong: {first_wrong:?}");
}

#[test]
fn a_failing_disk_loses_nothing_that_was_acknowledged() {
    let Figures { lost, damaged, half, denied, first_wrong, .. } = figures(Mode::OneError);
    assert_eq!((lost, damaged, half, denied), (0, 0, 0, 0), "first wrong: {first_wrong:?}");
}

#[test]
fn a_read_that_fails_loses_nothing_and_leaves_no_doubt() {
    let Figures { lost, damaged, half, denied, first_wrong, .. } = figures(Mode::OneReadError);
    assert_eq!((lost, damaged, half, denied), (0, 0, 0, 0), "first wrong: {first_wrong:?}");
}

#[test]
fn a_caller_who_takes_what_has_no_answer_for_not_done_is_seen_to_be_denied() {
    let Figures { lost, damaged, half, denied, .. } = figures(Mode::PowerCutHastyCaller);
    assert!(denied > 0, "the simulation notices no commit that is there though it was denied");
    assert_eq!((lost, damaged, half), (0, 0, 0));
}

#[test]
fn a_store_that_does_not_wait_for_the_disk_is_seen_to_lose() {
    let Figures { lost, damaged, half, first_wrong, .. } = figures(Mode::PowerCutNormal);
    assert!(lost > 0, "the simulation notices no loss");
    assert_eq!((damaged, half), (0, 0), "first wrong: {first_wrong:?}");
}

#[test]
fn a_disk_that_lies_is_seen_to_lose_and_to_damage() {
    let Figures { lost, damaged, .. } = figures(Mode::PowerCutLyingDisk);
    assert!(lost > 0 && damaged > 0, "the simulation notices nothing: lost {lost}, damaged {damaged}");
}
