//! The store as a workspace meets it in a simulation: lost, away, late, and everybody's.

use core::future::poll_fn;
use core::task::Poll;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, Weak};

use cowrite::Timestamp;
use cowrite::adapters::MemoryStore;
use cowrite::domain::effect::Effect;
use cowrite::domain::sync::Seen;
use cowrite::ports::store::{
    Change, ClaimedEffect, Committed, EffectClaim, Everything, Feed, Follower, Load, Loaded, OpenEffects,
    SettledEffect, Sink, Source, Store, StoreError, SurveySink, Sweep,
};
use cowrite::ports::{BoxFuture, Entropy, Timer};
use cowrite::testing::SeededEntropy;
use pollster::block_on;

/// What may happen to a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Conflict,
    Away,
    LostBefore,
    LostAfter,
    /// It is lost, and takes hold later, if it still can.
    LostLate,
    /// It takes hold, and comes once more later.
    Twice,
    /// It is answered as though it had taken hold: what no store may do.
    Forgotten,
}

pub(crate) const FATES: [Fate; 6] =
    [Fate::Conflict, Fate::Away, Fate::LostBefore, Fate::LostAfter, Fate::LostLate, Fate::Twice];

/// A commit that has taken hold, for which call and as of when it was decided.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Took {
    pub(crate) call: usize,
    pub(crate) at: Timestamp,
}

/// When a call last looked: after how many commits, and the last stamp it saw.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Look {
    pub(crate) after: usize,
    pub(crate) stamp: Timestamp,
}

/// Numbers that look random.
#[derive(Debug, Clone)]
pub(crate) struct Dice(SeededEntropy);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(SeededEntropy::new(seed.wrapping_mul(0x2545_f491_4f6c_dd1d)))
    }

    pub(crate) fn below(&self, end: usize) -> usize {
        usize::try_from(self.0.bits().unwrap() >> 1).unwrap() % end.max(1)
    }

    pub(crate) fn one_in(&self, end: usize) -> bool {
        self.below(end) == 0
    }
}

#[derive(Debug)]
pub(crate) struct State {
    dice: Dice,
    /// What may happen in this simulation, and how often: one commit in so many.
    fates: Vec<Fate>,
    one_in: usize,
    /// Whether some of what is handed out to be done is settled, and was not done: what no node may do.
    pub(crate) is_careless: bool,
    /// Whether all goes well and at once.
    pub(crate) is_calm: bool,
    /// Whose call is going on.
    pub(crate) call: usize,
    pub(crate) took: Vec<Took>,
    pub(crate) looks: BTreeMap<usize, Look>,
    /// What is still on its way though nobody waits for it, and whose call it was.
    late: Vec<(usize, Change)>,
    /// How much went wrong.
    pub(crate) faults: u64,
}

/// One store, as several workspaces have it.
#[derive(Debug, Clone)]
pub(crate) struct Waters {
    pub(crate) disk: MemoryStore,
    state: Arc<Mutex<State>>,
}

impl Waters {
    pub(crate) fn new(seed: u64, fates: Vec<Fate>, one_in: usize) -> Self {
        let state = State {
            dice: Dice::new(seed),
            fates,
            one_in,
            is_careless: false,
            is_calm: true,
            call: usize::MAX,
            took: Vec::new(),
            looks: BTreeMap::new(),
            late: Vec::new(),
            faults: 0,
        };
        Self { disk: MemoryStore::new(), state: Arc::new(Mutex::new(state)) }
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// Lets something arrive that nobody waits for any more; returns whether there was anything.
    pub(crate) fn arrive(&self) -> bool {
        let mut state = self.state();
        if state.late.is_empty() {
            return false;
        }
        let which = state.dice.below(state.late.len());
        let (call, change) = state.late.swap_remove(which);
        drop(state);
        self.take(call, change).ok();
        true
    }

    fn take(&self, call: usize, change: Change) -> Result<Committed, StoreError> {
        let at = change.at;
        let committed = block_on(self.disk.commit(change))?;
        self.state().took.push(Took { call, at });
        Ok(committed)
    }

    fn note(&self, call: usize, stamp: Timestamp) {
        let mut state = self.state();
        let look = Look { after: state.took.len(), stamp };
        state.looks.insert(call, look);
    }

    fn fate(&self) -> Option<Fate> {
        let mut state = self.state();
        if state.is_calm || state.fates.is_empty() || !state.dice.one_in(state.one_in) {
            return None;
        }
        state.faults += 1;
        let which = state.dice.below(state.fates.len());
        Some(state.fates[which])
    }

    /// Lets others go first, a few times.
    async fn pause(&self) {
        let mut turns = {
            let state = self.state();
            if state.is_calm { 0 } else { state.dice.below(4) }
        };
        poll_fn(|_| {
            let is_over = turns == 0;
            turns = turns.saturating_sub(1);
            if is_over { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }

    fn away(&self) -> Result<(), StoreError> {
        match self.fate() {
            Some(Fate::Away | Fate::LostBefore) => Err(away()),
            _ => Ok(()),
        }
    }
}

fn away() -> StoreError {
    StoreError::Unavailable { message: "the store is away".to_owned(), source: None }
}

fn lost() -> StoreError {
    StoreError::Unknown { message: "the store was lost as it committed".to_owned(), source: None }
}

/// A commit on its way; one whose caller gives up may arrive all the same.
struct OnItsWay<'a> {
    waters: &'a Waters,
    call: usize,
    change: Option<Change>,
}

impl Drop for OnItsWay<'_> {
    fn drop(&mut self) {
        let Some(change) = self.change.take() else { return };
        let mut state = self.waters.state();
        state.faults += 1;
        if state.dice.one_in(2) {
            state.late.push((self.call, change));
        }
    }
}

impl Timer for Waters {
    fn sleep(&self, _: core::time::Duration) -> BoxFuture<'static, ()> {
        let waters = self.clone();
        Box::pin(async move { waters.pause().await })
    }
}

impl Store for Waters {
    fn load(&self, load: Load) -> BoxFuture<'_, Result<Loaded, StoreError>> {
        Box::pin(async move {
            let call = self.state().call;
            self.pause().await;
            self.away()?;
            let loaded = self.disk.load(load).await?;
            self.note(call, loaded.slice.stamp);
            self.pause().await;
            Ok(loaded)
        })
    }

    fn commit(&self, change: Change) -> BoxFuture<'_, Result<Committed, StoreError>> {
        Box::pin(async move {
            let call = self.state().call;
            let mut on_its_way = OnItsWay { waters: self, call, change: Some(change) };
            self.pause().await;
            let Some(change) = on_its_way.change.take() else { return Err(lost()) };
            let answer = match self.fate() {
                None => self.take(call, change),
                Some(Fate::Conflict) => Err(StoreError::Conflict),
                Some(Fate::Away) => Err(away()),
                Some(Fate::LostBefore) => Err(lost()),
                Some(Fate::LostAfter) => self.take(call, change).and_then(|_| Err(lost())),
                Some(Fate::LostLate) => {
                    self.state().late.push((call, change));
                    Err(lost())
                }
                Some(Fate::Twice) => {
                    let taken = self.take(call, change.clone());
                    self.state().late.push((call, change));
                    taken
                }
                Some(Fate::Forgotten) => Ok(Committed { revision: u64::MAX, stamp: change.at }),
            };
            // The answer may be late as well; one who does not wait for it does not know.
            self.pause().await;
            answer
        })
    }

    fn feed(&self, since: Seen, after: u64, limit: u32) -> BoxFuture<'_, Result<Feed, StoreError>> {
        self.disk.feed(since, after, limit)
    }

    fn survey(&self, sink: SurveySink) -> BoxFuture<'_, Result<Seen, StoreError>> {
        self.disk.survey(sink)
    }

    fn follow(&self, since: Seen, follower: Weak<dyn Follower>) -> BoxFuture<'_, Result<(), StoreError>> {
        self.disk.follow(since, follower)
    }

    fn catch_up(&self) -> BoxFuture<'_, Result<(), StoreError>> {
        self.disk.catch_up()
    }

    fn is_alone(&self) -> bool {
        self.disk.is_alone()
    }

    fn claim_effects(&self, claim: EffectClaim) -> BoxFuture<'_, Result<Vec<ClaimedEffect>, StoreError>> {
        Box::pin(async move {
            self.pause().await;
            let claimed = self.disk.claim_effects(claim).await;
            let is_dropped = {
                let state = self.state();
                state.is_careless && state.dice.one_in(2)
            };
            if is_dropped {
                let done = |claimed| SettledEffect { claimed, at: claim.at, again: None, failure: None };
                self.disk.settle_effects(claimed?.into_iter().map(done).collect()).await?;
                return Ok(Vec::new());
            }
            // They were handed out, and who was to do them does not hear of it.
            self.away()?;
            self.pause().await;
            claimed
        })
    }

    fn settle_effects(&self, settled: Vec<SettledEffect>) -> BoxFuture<'_, Result<(), StoreError>> {
        Box::pin(async move {
            self.pause().await;
            match self.fate() {
                Some(Fate::LostAfter | Fate::LostLate | Fate::Twice) => {
                    self.disk.settle_effects(settled).await?;
                    Err(away())
                }
                Some(_) => Err(away()),
                None => self.disk.settle_effects(settled).await,
            }
        })
    }

    fn sweep(&self, over: Sweep, limit: u32) -> BoxFuture<'_, Result<u64, StoreError>> {
        self.disk.sweep(over, limit)
    }

    fn open_effects(&self, limit: u32) -> BoxFuture<'_, Result<OpenEffects, StoreError>> {
        self.disk.open_effects(limit)
    }

    fn hasten_effect(&self, effect: Effect, at: Timestamp) -> BoxFuture<'_, Result<bool, StoreError>> {
        self.disk.hasten_effect(effect, at)
    }

    fn everything(&self) -> BoxFuture<'_, Result<Everything, StoreError>> {
        self.disk.everything()
    }

    fn check(&self) -> BoxFuture<'_, Result<(), StoreError>> {
        self.disk.check()
    }

    fn backup(&self, path: &Path) -> BoxFuture<'_, Result<(), StoreError>> {
        self.disk.backup(path)
    }

    fn export(&self, sink: Box<dyn Sink>) -> BoxFuture<'_, Result<(), StoreError>> {
        self.disk.export(sink)
    }

    fn import(&self, source: Source) -> BoxFuture<'_, Result<(), StoreError>> {
        self.disk.import(source)
    }

    fn secret(&self, fresh: [u8; 32]) -> BoxFuture<'_, Result<[u8; 32], StoreError>> {
        self.disk.secret(fresh)
    }

    fn close(&self) {}
}
