//! REL-3: what 32 callers were answered can have happened one call after the other, with stores that are lost now and then and futures that are dropped.
//!
//! Four workspaces share one store, each with connections of its own. Callers save shares and look at them;
//! the history is given to `cowrite::testing::linearizability`, which knows nothing of how the library works.
//! `COWRITE_CALLS` asks for another number of calls by each caller, `COWRITE_SEED` for another seed.

use core::hash::{Hash, Hasher};
use core::task::{Context, Waker};
use std::hash::DefaultHasher;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use cowrite::adapters::MemoryStore;
use cowrite::ports::Entropy;
use cowrite::testing::linearizability::{Made, Model, Violation, check};
use cowrite::testing::{CommitFault, FaultyStore, SeededEntropy};
use cowrite::{
    Access, Actor, Error, NewPerson, Percent, PersonId, ShareEdit, ShareEdits, ShareRow, ShareSave, TrackId, Trouble,
    Workspace,
};
use pollster::block_on;

const CALLERS: u64 = 32;
const PEOPLE: usize = 4;
const TRACKS: usize = 3;
const NODES: usize = 4;

/// What a sound store may do.
const SOUND: &[CommitFault] =
    &[CommitFault::Conflict, CommitFault::AwayBefore, CommitFault::LostBefore, CommitFault::LostAfter];

/// The master shares of one track, in hundredths, with how often they have changed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Shares {
    version: u64,
    held: [Option<u16>; PEOPLE],
}

#[derive(Debug, Clone, Copy)]
enum Ask {
    Look,
    Save { person: usize, to: u16, based_on: Option<u64> },
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Said {
    Is(Shares),
    Saved {
        version: u64,
        before: Option<Option<u16>>,
    },
    TooMuch {
        total: u32,
    },
    Stale,
    /// Refused, and nothing was done.
    Not,
}

/// What one person alone would see: the rules of SPL-3 and SPL-9, once more.
struct OneTrack;

impl Model for OneTrack {
    type State = Shares;
    type Call = Ask;
    type Answer = Said;

    fn step(&self, state: &Shares, call: &Ask, answer: Option<&Said>) -> Option<Shares> {
        let mut next = state.clone();
        let said = match *call {
            _ if answer == Some(&Said::Not) => Said::Not,
            Ask::Look => Said::Is(state.clone()),
            Ask::Save { based_on: Some(version), .. } if version != state.version => Said::Stale,
            Ask::Save { person, to, .. } => {
                let before = state.held[person];
                next.held[person] = Some(to);
                let total: u32 = next.held.iter().flatten().map(|share| u32::from(*share)).sum();
                if total > 10_000 {
                    next = state.clone();
                    Said::TooMuch { total }
                } else if before == Some(to) {
                    Said::Saved { version: state.version, before: None }
                } else {
                    next.version += 1;
                    Said::Saved { version: next.version, before: Some(before) }
                }
            }
        };
        answer.is_none_or(|answer| *answer == said).then_some(next)
    }
}

/// One store with several workspaces on it, as of several machines, and what was done there.
struct Arena {
    nodes: Vec<(Workspace, FaultyStore)>,
    people: Vec<PersonId>,
    tracks: Vec<TrackId>,
    clock: AtomicU64,
    made: Mutex<Vec<Vec<Made<Ask, Said>>>>,
    /// Whether a call of which nobody knows what came of it counts as not done: what no caller may think.
    is_hasty: bool,
}

impl Arena {
    fn new(stores: Vec<FaultyStore>) -> Self {
        let builder = || Workspace::builder().retry_for(Duration::from_secs(120));
        let nodes: Vec<_> = stores.into_iter().map(|store| (builder().on(store.clone()), store)).collect();
        let first = &nodes[0].0;
        let register = |number| block_on(first.register(NewPerson::new(format!("p{number}"), "Somebody"))).unwrap().id;
        let people: Vec<PersonId> = (0..PEOPLE).map(register).collect();
        let owner = first.acting_as(people[0]);
        let tracks: Vec<TrackId> = (0..TRACKS).map(|_| block_on(owner.create_track("Nocturne")).unwrap().id).collect();
        for track in &tracks {
            for person in &people[1..] {
                let invitation = block_on(owner.invite(*track, *person, Access::Editor)).unwrap();
                block_on(first.acting_as(*person).accept_invitation(invitation.id)).unwrap();
            }
        }
        let made = Mutex::new(vec![Vec::new(); TRACKS]);
        Self { nodes, people, tracks, clock: AtomicU64::new(1), made, is_hasty: false }
    }

    fn shares(&self, actor: &Actor, track: usize) -> Result<Shares, Error> {
        let panel = block_on(actor.collaborators(self.tracks[track]))?;
        let held = core::array::from_fn(|number| {
            let row = panel.rows.iter().find(|row| row.person == self.people[number]).unwrap();
            row.shares.master.map(Percent::hundredths)
        });
        Ok(Shares { version: panel.shares_version.unwrap(), held })
    }

    /// Makes a call; it is dropped after it was polled so often, where that is said.
    fn save(&self, actor: &Actor, track: usize, ask: (usize, u16, Option<u64>), polls: Option<u64>) -> Option<Said> {
        let (person, to, based_on) = ask;
        let edits = ShareEdits { master: ShareEdit::Set(Percent::from_hundredths(to).unwrap()), ..ShareEdits::KEEP };
        let mut save = ShareSave::new([ShareRow { person: self.people[person], edits }]);
        if let Some(version) = based_on {
            save = save.based_on(version);
        }
        let mut call = Box::pin(actor.set_shares(self.tracks[track], save));
        let saved = match polls {
            None => block_on(call),
            Some(polls) => {
                let mut context = Context::from_waker(Waker::noop());
                let answer = (0..polls).find_map(|_| match call.as_mut().poll(&mut context) {
                    core::task::Poll::Ready(answer) => Some(answer),
                    core::task::Poll::Pending => {
                        std::thread::yield_now();
                        None
                    }
                });
                answer?
            }
        };
        match saved {
            Ok(saved) => {
                let before = saved.changes.first().map(|change| change.before.master.map(Percent::hundredths));
                Some(Said::Saved { version: saved.shares_version, before })
            }
            Err(Error::OverAllocated { total, .. }) => Some(Said::TooMuch { total }),
            Err(Error::Conflict) if based_on.is_some() => Some(Said::Stale),
            Err(Error::Storage { reason: Trouble::OutcomeUnknown, .. }) => self.is_hasty.then_some(Said::Not),
            Err(error) if error.is_retryable() => Some(Said::Not),
            Err(error) => panic!("{error:?}"),
        }
    }

    /// Makes the calls of one caller.
    fn play(&self, caller: u64, calls: u64, random: &SeededEntropy) {
        let below = |end: usize| usize::try_from(random.bits().unwrap()).unwrap() % end;
        let (workspace, _) = &self.nodes[below(NODES)];
        let mut known = [0; TRACKS];
        for number in 0..calls {
            let actor = workspace.acting_as(self.people[below(PEOPLE)]);
            let track = below(TRACKS);
            let begun = self.clock.fetch_add(1, Ordering::SeqCst);
            let (call, answer) = if below(5) < 2 {
                // Only commits are made to fail: a look that fails is a fault of the store's.
                (Ask::Look, Some(Said::Is(self.shares(&actor, track).unwrap())))
            } else {
                let based_on = (below(3) == 0).then_some(known[track]);
                // Hardly two saves are of the same share, so that an order can be told from another.
                let ask = (below(PEOPLE), u16::try_from(below(3_200)).unwrap(), based_on);
                let polls = (below(12) == 0).then(|| 1 + below(3) as u64);
                let actor = if below(2) == 0 { actor.with_key(&format!("{caller} {number}")) } else { actor };
                (Ask::Save { person: ask.0, to: ask.1, based_on }, self.save(&actor, track, ask, polls))
            };
            let ended = self.clock.fetch_add(1, Ordering::SeqCst);
            match &answer {
                Some(Said::Is(shares)) => known[track] = shares.version,
                Some(Said::Saved { version, .. }) => known[track] = *version,
                _ => {}
            }
            self.made.lock().unwrap()[track].push(Made { call, answer, begun, ended });
        }
    }

    /// Lets all callers go at once, and looks at what they were answered; returns calls, looks among them, calls without an answer, and states.
    fn judge(&self, calls: u64, seed: u64) -> Result<[usize; 4], Violation> {
        let begin: Vec<Shares> =
            (0..TRACKS).map(|track| self.shares(&self.nodes[0].0.acting_as(self.people[0]), track).unwrap()).collect();
        std::thread::scope(|scope| {
            for caller in 0..CALLERS {
                let random = SeededEntropy::new(seed ^ caller.wrapping_mul(0x9e37_79b9));
                scope.spawn(move || self.play(caller, calls, &random));
            }
        });
        let mut figures = [0; 4];
        for (begin, history) in begin.into_iter().zip(&*self.made.lock().unwrap()) {
            let states = check(&OneTrack, begin, history)?;
            let lost = history.iter().filter(|made| made.answer.is_none()).count();
            let looks = history.iter().filter(|made| matches!(made.answer, Some(Said::Is(_)))).count();
            let of_track = [history.len(), looks, lost, states];
            figures.iter_mut().zip(of_track).for_each(|(sum, more)| *sum += more);
        }
        Ok(figures)
    }
}

#[expect(clippy::disallowed_methods, reason = "a test may ask its caller")]
fn asked(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn seed() -> u64 {
    let mut hasher = DefaultHasher::new();
    asked("COWRITE_SEED").unwrap_or_else(|| "cowrite".to_owned()).hash(&mut hasher);
    hasher.finish()
}

/// Judges a store that may be lost and away as a sound one may.
fn is_linearizable(stores: impl FnOnce() -> Vec<FaultyStore>, calls: u64) {
    let calls = asked("COWRITE_CALLS").and_then(|calls| calls.parse().ok()).unwrap_or(calls);
    let arena = Arena::new(stores());
    for (number, (_, store)) in (1..).zip(&arena.nodes) {
        store.fail_by_chance(seed() ^ number, 20, SOUND);
    }
    match arena.judge(calls, seed()) {
        Ok([all, looks, lost, states]) => {
            println!("linearizable: {all} calls, {looks} looks, {lost} of unknown outcome, {states} states");
            assert_eq!(all as u64, CALLERS * calls, "calls are missing");
            assert!(looks > all / 4, "{looks} looks of {all} calls");
        }
        Err(violation) => panic!("{violation}"),
    }
    for (_, store) in &arena.nodes {
        store.fail_next(0, CommitFault::Conflict);
    }
    assert_eq!(block_on(arena.nodes[0].0.verify()).unwrap(), []);
}

#[cfg(feature = "sqlite")]
#[test]
fn thirty_two_callers_on_one_sqlite_file_could_have_come_one_after_the_other() {
    use cowrite::adapters::sqlite::{SqliteOptions, SqliteStore};

    let folder = tempfile::tempdir().unwrap();
    let open = || FaultyStore::new(SqliteStore::open(folder.path().join("studio.db"), SqliteOptions::new()).unwrap());
    is_linearizable(|| (0..NODES).map(|_| open()).collect(), 25);
}

#[cfg(feature = "postgres")]
#[test]
fn thirty_two_callers_on_postgresql_could_have_come_one_after_the_other() {
    use cowrite::adapters::postgres::{PostgresOptions, PostgresStore};

    let database = crate::postgres::Database::new();
    let connect =
        || FaultyStore::new(block_on(PostgresStore::connect(&database.url(), PostgresOptions::default())).unwrap());
    is_linearizable(|| (0..NODES).map(|_| connect()).collect(), 12);
}

#[test]
fn thirty_two_callers_in_memory_could_have_come_one_after_the_other() {
    let store = MemoryStore::new();
    is_linearizable(|| (0..NODES).map(|_| FaultyStore::new(store.clone())).collect(), 25);
}

/// Judges a store that does what none may, and wants it found.
fn is_found(spoil: impl Fn(&FaultyStore), is_hasty: bool) {
    let store = MemoryStore::new();
    let mut arena = Arena::new((0..NODES).map(|_| FaultyStore::new(store.clone())).collect());
    arena.is_hasty = is_hasty;
    arena.nodes.iter().for_each(|(_, store)| spoil(store));
    match arena.judge(25, seed()) {
        Err(Violation::NoOrder { placed, of, .. }) => println!("found: {placed} of {of} calls fit"),
        Err(other) => panic!("{other}"),
        Ok([calls, ..]) => panic!("{calls} calls were found to fit"),
    }
}

#[test]
fn a_store_that_answers_what_was_is_found() {
    is_found(|store| store.read_stale_by_chance(seed(), 10), false);
}

#[test]
fn a_store_that_forgets_what_it_said_it_had_committed_is_found() {
    is_found(|store| store.fail_by_chance(seed(), 10, [CommitFault::Forgotten]), false);
}

#[test]
fn a_caller_who_takes_what_is_not_known_for_not_done_is_found() {
    is_found(|store| store.fail_by_chance(seed(), 10, [CommitFault::LostAfter]), true);
}
