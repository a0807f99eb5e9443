use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use super::studio::SeededEntropy;
use crate::domain::effect::Effect;
use crate::domain::sync::Seen;
use crate::ports::store::{
    Change, ClaimedEffect, Committed, EffectClaim, Everything, Feed, Follower, Followers, Load, Loaded, Need,
    OpenEffects, SettledEffect, Sink, Source, Store, StoreError, SurveySink, Sweep,
};
use crate::ports::{BoxFuture, Entropy};
use crate::time::Timestamp;

/// How a commit is made to fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum CommitFault {
    /// A race is lost; nothing has changed.
    Conflict,
    /// The store is away before the commit; nothing has changed.
    AwayBefore,
    /// The store is lost as it commits, before it has taken hold: the caller cannot know.
    LostBefore,
    /// The store is lost as it commits, after it has taken hold: the caller cannot know.
    LostAfter,
    /// The store says that it has committed, and has not: no store may, and a test that looks on must notice.
    Forgotten,
}

/// What is to become of the next commits.
#[derive(Debug)]
struct Left {
    well: usize,
    times: usize,
    fault: CommitFault,
    storm: Option<Storm>,
}

/// Faults that come by chance.
#[derive(Debug)]
struct Storm {
    random: SeededEntropy,
    one_in: u64,
    faults: Vec<CommitFault>,
}

impl Storm {
    fn next(&self) -> Option<CommitFault> {
        let roll = self.random.bits().unwrap_or_default();
        let which = usize::try_from(roll.checked_div(self.one_in)?).unwrap_or_default();
        let fault = self.faults.get(which.checked_rem(self.faults.len())?).copied();
        fault.filter(|_| roll.is_multiple_of(self.one_in))
    }
}

/// A store whose commits fail as they are told to, and whose history cannot be read when it shall not.
///
/// Followers are told by reading the history after each commit, as a store does that many machines share.
/// Clones are the same store, so a test keeps one and gives the workspace the other.
///
/// # Example: a lost race is decided anew
///
/// ```
/// # pollster::block_on(async {
/// use cowrite::adapters::MemoryStore;
/// use cowrite::testing::{CommitFault, FaultyStore};
/// use cowrite::{NewPerson, Workspace};
///
/// let store = FaultyStore::new(MemoryStore::new());
/// let workspace = Workspace::builder().on(store.clone());
/// store.fail_next(1, CommitFault::Conflict);
/// workspace.register(NewPerson::new("olivia-1", "Olivia Park")).await?;
/// assert_eq!(workspace.revision().await?, 1);
/// # Ok::<(), cowrite::Error>(()) }).unwrap();
/// ```
#[derive(Debug, Clone)]
pub struct FaultyStore {
    inner: Arc<dyn Store>,
    left: Arc<Mutex<Left>>,
    stale: Arc<Mutex<Option<Stale>>>,
    followers: Arc<Followers>,
    /// How often the history can not be read from now on.
    unreadable: Arc<AtomicUsize>,
}

/// What was once loaded, given again by chance.
#[derive(Debug)]
struct Stale {
    random: SeededEntropy,
    one_in: u64,
    earlier: Vec<(Vec<Need>, Loaded)>,
}

impl Stale {
    fn instead(&mut self, needs: &[Need], loaded: &Loaded) -> Option<Loaded> {
        let Some((_, earlier)) = self.earlier.iter_mut().find(|(asked, _)| asked == needs) else {
            self.earlier.push((needs.to_vec(), loaded.clone()));
            return None;
        };
        let is_stale = self.random.bits().unwrap_or_default().is_multiple_of(self.one_in);
        if is_stale { Some(earlier.clone()) } else { None }
    }
}

impl FaultyStore {
    /// Wraps a store, whose commits go well until told otherwise.
    pub fn new(store: impl Store + 'static) -> Self {
        Self {
            inner: Arc::new(store),
            left: Arc::new(Mutex::new(Left { well: 0, times: 0, fault: CommitFault::Conflict, storm: None })),
            stale: Arc::default(),
            followers: Arc::default(),
            unreadable: Arc::default(),
        }
    }

    /// Makes the next `times` commits fail in one way, in place of what was asked before.
    pub fn fail_next(&self, times: usize, fault: CommitFault) {
        *self.lock() = Left { well: 0, times, fault, storm: None };
    }

    /// Makes one commit fail after `well` more that do not, in place of what was asked before.
    pub fn fail_after(&self, well: usize, fault: CommitFault) {
        *self.lock() = Left { well, times: 1, fault, storm: None };
    }

    /// Makes one commit in so many fail, in a way that chance picks of these, in place of what was asked before; the same seed makes the same choices.
    pub fn fail_by_chance(&self, seed: u64, one_in: u64, faults: impl Into<Vec<CommitFault>>) {
        let storm = Storm { random: SeededEntropy::new(seed), one_in, faults: faults.into() };
        *self.lock() = Left { well: 0, times: 0, fault: CommitFault::Conflict, storm: Some(storm) };
    }

    /// Makes one load in so many answer what the store held at an earlier load that asked the same: no store may, and a test that looks on must notice.
    pub fn read_stale_by_chance(&self, seed: u64, one_in: u64) {
        let stale = Stale { random: SeededEntropy::new(seed), one_in, earlier: Vec::new() };
        *self.stale.lock().unwrap_or_else(PoisonError::into_inner) = Some(stale);
    }

    /// Makes the next `times` looks at the history fail, in place of what was asked before; commits take hold all the same.
    pub fn fail_reading_on(&self, times: usize) {
        self.unreadable.store(times, Ordering::SeqCst);
    }

    /// Returns how many commits are still to fail.
    #[must_use]
    pub fn still_to_fail(&self) -> usize {
        self.lock().times
    }

    /// Commits, and tells followers of it before the caller hears.
    async fn commit_and_tell(&self, change: Change) -> Result<Committed, StoreError> {
        let committed = self.inner.commit(change).await?;
        drop(self.catch_up().await);
        Ok(committed)
    }

    fn take(&self) -> Option<CommitFault> {
        let mut left = self.lock();
        if let Some(storm) = &left.storm {
            return storm.next();
        }
        if let Some(well) = left.well.checked_sub(1) {
            left.well = well;
            return None;
        }
        left.times = left.times.checked_sub(1)?;
        Some(left.fault)
    }

    fn lock(&self) -> MutexGuard<'_, Left> {
        self.left.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn away() -> StoreError {
    StoreError::Unavailable { message: "the store is away".to_owned(), source: None }
}

fn lost() -> StoreError {
    StoreError::Unknown { message: "the store was lost as it committed".to_owned(), source: None }
}

impl Store for FaultyStore {
    fn load(&self, load: Load) -> BoxFuture<'_, Result<Loaded, StoreError>> {
        Box::pin(async move {
            let needs = load.needs.clone();
            let loaded = self.inner.load(load).await?;
            let mut stale = self.stale.lock().unwrap_or_else(PoisonError::into_inner);
            Ok(stale.as_mut().and_then(|stale| stale.instead(&needs, &loaded)).unwrap_or(loaded))
        })
    }

    fn commit(&self, change: Change) -> BoxFuture<'_, Result<Committed, StoreError>> {
        match self.take() {
            None => Box::pin(self.commit_and_tell(change)),
            Some(CommitFault::Conflict) => Box::pin(core::future::ready(Err(StoreError::Conflict))),
            Some(CommitFault::AwayBefore) => Box::pin(core::future::ready(Err(away()))),
            Some(CommitFault::LostBefore) => Box::pin(core::future::ready(Err(lost()))),
            Some(CommitFault::LostAfter) => Box::pin(async move {
                self.commit_and_tell(change).await?;
                Err(lost())
            }),
            Some(CommitFault::Forgotten) => Box::pin(async move {
                let last = self.inner.load(Load::default()).await?.slice;
                Ok(Committed { revision: last.revision.saturating_add(1), stamp: last.stamp.max(change.at) })
            }),
        }
    }

    fn feed(&self, since: Seen, after: u64, limit: u32) -> BoxFuture<'_, Result<Feed, StoreError>> {
        let one_less = |left: usize| left.checked_sub(1);
        match self.unreadable.fetch_update(Ordering::SeqCst, Ordering::SeqCst, one_less) {
            Ok(_) => Box::pin(core::future::ready(Err(away()))),
            Err(_) => self.inner.feed(since, after, limit),
        }
    }

    fn survey(&self, sink: SurveySink) -> BoxFuture<'_, Result<Seen, StoreError>> {
        self.inner.survey(sink)
    }

    fn follow(&self, since: Seen, follower: Weak<dyn Follower>) -> BoxFuture<'_, Result<(), StoreError>> {
        self.followers.add(follower, since);
        self.catch_up()
    }

    fn catch_up(&self) -> BoxFuture<'_, Result<(), StoreError>> {
        Box::pin(self.followers.catch_up(|since, after, limit| {
            let store = self.clone();
            Box::pin(async move { store.feed(since, after, limit).await })
        }))
    }

    fn is_alone(&self) -> bool {
        self.inner.is_alone()
    }

    fn claim_effects(&self, claim: EffectClaim) -> BoxFuture<'_, Result<Vec<ClaimedEffect>, StoreError>> {
        self.inner.claim_effects(claim)
    }

    fn settle_effects(&self, settled: Vec<SettledEffect>) -> BoxFuture<'_, Result<(), StoreError>> {
        self.inner.settle_effects(settled)
    }

    fn sweep(&self, over: Sweep, limit: u32) -> BoxFuture<'_, Result<u64, StoreError>> {
        self.inner.sweep(over, limit)
    }

    fn open_effects(&self, limit: u32) -> BoxFuture<'_, Result<OpenEffects, StoreError>> {
        self.inner.open_effects(limit)
    }

    fn hasten_effect(&self, effect: Effect, at: Timestamp) -> BoxFuture<'_, Result<bool, StoreError>> {
        self.inner.hasten_effect(effect, at)
    }

    fn everything(&self) -> BoxFuture<'_, Result<Everything, StoreError>> {
        self.inner.everything()
    }

    fn check(&self) -> BoxFuture<'_, Result<(), StoreError>> {
        self.inner.check()
    }

    fn backup(&self, path: &Path) -> BoxFuture<'_, Result<(), StoreError>> {
        self.inner.backup(path)
    }

    fn export(&self, sink: Box<dyn Sink>) -> BoxFuture<'_, Result<(), StoreError>> {
        self.inner.export(sink)
    }

    fn import(&self, source: Source) -> BoxFuture<'_, Result<(), StoreError>> {
        Box::pin(async move {
            self.inner.import(source).await?;
            drop(self.catch_up().await);
            Ok(())
        })
    }

    fn secret(&self, fresh: [u8; 32]) -> BoxFuture<'_, Result<[u8; 32], StoreError>> {
        self.inner.secret(fresh)
    }

    fn close(&self) {
        self.inner.close();
    }
}
