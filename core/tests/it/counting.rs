//! One load and one commit: for every operation, and what comes of a store that fails.

use core::time::Duration;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use cowrite::adapters::MemoryStore;
use cowrite::ports::{BoxFuture, Timer};
use cowrite::testing::{CommitFault, CountingStore, FaultyStore};
use cowrite::{Error, Face, NewPerson, OPERATIONS, Trouble, Workspace};
use pollster::block_on;

use super::matrix::{Fixture, KINDS, PLACES, operation_of, rows_of};

#[test]
fn every_operation_is_one_load_and_at_most_one_commit() {
    let mut committed = BTreeSet::new();
    for (kind, place) in KINDS.into_iter().flat_map(|kind| PLACES.map(|place| (kind, place))) {
        // What asks for work, not for state, is loaded by the effects that it runs.
        for row in rows_of(kind).into_iter().filter(|row| !ON_EFFECTS.contains(&operation_of(row).name)) {
            for standing in ["owner", "full", "invited"] {
                let fixture = Fixture::new(kind, place, standing);
                let call = fixture.call(&row);
                let count = |made: &dyn Fn() -> bool| {
                    let before = (fixture.world.store.loads(), fixture.world.store.commits());
                    let is_ok = made();
                    (fixture.world.store.loads() - before.0, fixture.world.store.commits() - before.1, is_ok)
                };
                let known = operation_of(&row);
                let revision = || block_on(fixture.world.workspace.revision()).unwrap();
                let before = revision();
                if known.face == Face::Actor {
                    let (loads, commits, _) = count(&|| fixture.world.would(&call).is_ok());
                    assert_eq!((loads, commits), (1, 0), "the dry run of {row} by {standing}");
                }
                let (loads, commits, is_ok) =
                    count(&|| fixture.world.call(call.operation, &call.actor, &call.with).is_ok());
                // FIL-1: before the first file is put anywhere its folder gets a place, in a commit of its own.
                let places = match call.operation {
                    "upload_file" => (2, 1),
                    // What it finds it makes due in commits of bounded size.
                    "account_connected" => (1, 0),
                    _ => (0, 0),
                };
                // Sweeping reads nothing and is in no history.
                let most = u64::from(known.face != Face::Free && known.name != "maintain");
                assert!(loads >= most && loads <= most + places.0, "{row} by {standing}: {loads} loads");
                assert_eq!(commits, revision() - before, "{row} by {standing}");
                let is_sound = commits == 0 || is_ok && known.changes && commits <= 1 + places.1;
                assert!(is_sound, "{row} by {standing}: {commits} commits");
                if commits > 0 {
                    committed.insert(call.operation);
                }
            }
        }
    }
    // LNK-8: asking for a download writes only that a password was wrong; a visitor's ticket, whose redemption is counted, is in `links`.
    let changing =
        OPERATIONS.iter().filter(|known| known.changes && !["download", "redeem", "maintain"].contains(&known.name));
    let changing = changing.filter(|known| !ON_EFFECTS.contains(&known.name));
    let changing: BTreeSet<&str> = changing.map(|known| known.name).collect();
    assert_eq!(committed, changing, "a changing operation was never seen to commit");
    assert!(rows_of(KINDS[0]).iter().any(|row| operation_of(row).name == "track"));
}

/// What goes to the outbox, or as far as there is news.
const ON_EFFECTS: [&str; 6] =
    ["run_effects", "effects", "retry_effect", "follow_files", "follow_files_of", "wait_for_files"];

/// A timer that waits for nothing and adds up what was asked of it.
#[derive(Debug, Clone, Default)]
struct AtOnce(Arc<AtomicU64>);

impl Timer for AtOnce {
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.0.fetch_add(u64::try_from(duration.as_micros()).unwrap(), Ordering::SeqCst);
        Box::pin(core::future::ready(()))
    }
}

struct Faulty {
    store: FaultyStore,
    counting: CountingStore,
    slept: AtOnce,
    workspace: Workspace,
    olivia: cowrite::Actor,
}

impl Faulty {
    fn new() -> Self {
        let store = FaultyStore::new(MemoryStore::new());
        let counting = CountingStore::new(store.clone());
        let slept = AtOnce::default();
        let budget = Duration::from_secs(2);
        let workspace = Workspace::builder().timer(slept.clone()).retry_for(budget).on(counting.clone());
        let olivia = block_on(workspace.register(NewPerson::new("olivia", "Olivia"))).unwrap();
        let olivia = workspace.acting_as(olivia.id);
        Self { store, counting, slept, workspace, olivia }
    }

    fn tracks(&self) -> usize {
        block_on(self.olivia.library(cowrite::Paging::default())).unwrap().rows.len()
    }
}

#[test]
fn a_lost_race_is_decided_anew_on_a_new_load() {
    for lost in [1, 2, 3, 10] {
        let faulty = Faulty::new();
        let before = (faulty.counting.loads(), faulty.counting.commits());
        faulty.store.fail_next(lost, CommitFault::Conflict);
        block_on(faulty.olivia.create_track("Encore")).unwrap();
        let tries = u64::try_from(lost).unwrap() + 1;
        assert_eq!((faulty.counting.loads() - before.0, faulty.counting.commits() - before.1), (tries, tries));
        assert_eq!(faulty.tracks(), 1);
    }
}

#[test]
fn a_race_that_is_always_lost_ends_in_conflict_within_the_budget() {
    let faulty = Faulty::new();
    faulty.store.fail_next(usize::MAX, CommitFault::Conflict);
    assert_eq!(block_on(faulty.olivia.create_track("Encore")).unwrap_err().code(), "conflict");
    let slept = faulty.slept.0.load(Ordering::SeqCst);
    assert!((1_000_000..=2_000_000).contains(&slept), "slept for {slept} microseconds");
    faulty.store.fail_next(0, CommitFault::Conflict);
    assert_eq!(faulty.tracks(), 0);
    block_on(faulty.olivia.create_track("Encore")).unwrap();
}

#[test]
fn a_store_that_is_away_before_the_commit_has_changed_nothing() {
    let faulty = Faulty::new();
    faulty.store.fail_next(1, CommitFault::AwayBefore);
    let keyed = faulty.olivia.with_key("request-7");
    let error = block_on(keyed.create_track("Encore")).unwrap_err();
    assert_eq!((error.code(), error.is_retryable()), ("storage", true));
    assert_eq!(faulty.tracks(), 0);
    block_on(keyed.create_track("Encore")).unwrap();
    assert_eq!(faulty.tracks(), 1);
}

#[test]
fn with_a_key_an_unknown_outcome_is_found_out() {
    for fault in [CommitFault::LostBefore, CommitFault::LostAfter] {
        let faulty = Faulty::new();
        let before = block_on(faulty.workspace.revision()).unwrap();
        faulty.store.fail_next(1, fault);
        let keyed = faulty.olivia.with_key("request-7");
        let made = block_on(keyed.create_track("Encore")).unwrap();
        assert_eq!(faulty.tracks(), 1, "{fault:?}");
        let repeated = block_on(keyed.create_track("Encore")).unwrap();
        assert_eq!(repeated, made, "{fault:?}");
        assert_eq!(block_on(faulty.olivia.track(made.id)).unwrap(), made, "{fault:?}");
        assert_eq!(block_on(faulty.workspace.revision()).unwrap(), before + 1, "{fault:?}");
    }
}

#[test]
fn with_a_key_a_store_that_stays_lost_ends_in_an_unknown_outcome_within_the_budget() {
    let faulty = Faulty::new();
    faulty.store.fail_next(usize::MAX, CommitFault::LostBefore);
    let keyed = faulty.olivia.with_key("request-7");
    let error = block_on(keyed.create_track("Encore")).unwrap_err();
    let Error::Storage { reason, .. } = &error else { panic!("{error:?}") };
    assert_eq!((*reason, error.is_retryable()), (Trouble::OutcomeUnknown, false));
    let slept = faulty.slept.0.load(Ordering::SeqCst);
    assert!((1_000_000..=2_000_000).contains(&slept), "slept for {slept} microseconds");
    faulty.store.fail_next(0, CommitFault::Conflict);
    block_on(keyed.create_track("Encore")).unwrap();
    assert_eq!(faulty.tracks(), 1);
}

#[test]
fn without_a_key_an_unknown_outcome_is_never_tried_again() {
    for (fault, tracks) in [(CommitFault::LostBefore, 0), (CommitFault::LostAfter, 1)] {
        let faulty = Faulty::new();
        let before = faulty.counting.commits();
        faulty.store.fail_next(1, fault);
        let error = block_on(faulty.olivia.create_track("Encore")).unwrap_err();
        let Error::Storage { reason, .. } = &error else { panic!("{error:?}") };
        assert_eq!((*reason, error.is_retryable()), (Trouble::OutcomeUnknown, false));
        assert_eq!((faulty.counting.commits() - before, faulty.tracks()), (1, tracks), "{fault:?}");
    }
}
