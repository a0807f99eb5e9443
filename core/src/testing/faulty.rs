use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use crate::domain::effect::Effect;
use crate::domain::sync::Seen;
use crate::ports::BoxFuture;
use crate::ports::store::{
    Change, ClaimedEffect, Committed, EffectClaim, Everything, Feed, Follower, Load, Loaded, OpenEffects,
    SettledEffect, Sink, Source, Store, StoreError, SurveySink, Sweep,
};
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
}

/// What is to become of the next commits.
#[derive(Debug)]
struct Left {
    well: usize,
    times: usize,
    fault: CommitFault,
}

/// A store whose commits fail as they are told to.
///
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
}

impl FaultyStore {
    /// Wraps a store, whose commits go well until told otherwise.
    pub fn new(store: impl Store + 'static) -> Self {
        Self {
            inner: Arc::new(store),
            left: Arc::new(Mutex::new(Left { well: 0, times: 0, fault: CommitFault::Conflict })),
        }
    }

    /// Makes the next `times` commits fail in one way, in place of what was asked before.
    pub fn fail_next(&self, times: usize, fault: CommitFault) {
        *self.lock() = Left { well: 0, times, fault };
    }

    /// Makes one commit fail after `well` more that do not, in place of what was asked before.
    pub fn fail_after(&self, well: usize, fault: CommitFault) {
        *self.lock() = Left { well, times: 1, fault };
    }

    /// Returns how many commits are still to fail.
    #[must_use]
    pub fn still_to_fail(&self) -> usize {
        self.lock().times
    }

    fn take(&self) -> Option<CommitFault> {
        let mut left = self.lock();
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
        self.inner.load(load)
    }

    fn commit(&self, change: Change) -> BoxFuture<'_, Result<Committed, StoreError>> {
        match self.take() {
            None => self.inner.commit(change),
            Some(CommitFault::Conflict) => Box::pin(core::future::ready(Err(StoreError::Conflict))),
            Some(CommitFault::AwayBefore) => Box::pin(core::future::ready(Err(away()))),
            Some(CommitFault::LostBefore) => Box::pin(core::future::ready(Err(lost()))),
            Some(CommitFault::LostAfter) => Box::pin(async move {
                self.inner.commit(change).await?;
                Err(lost())
            }),
        }
    }

    fn feed(&self, since: Seen, after: u64, limit: u32) -> BoxFuture<'_, Result<Feed, StoreError>> {
        self.inner.feed(since, after, limit)
    }

    fn survey(&self, sink: SurveySink) -> BoxFuture<'_, Result<Seen, StoreError>> {
        self.inner.survey(sink)
    }

    fn follow(&self, since: Seen, follower: Weak<dyn Follower>) -> BoxFuture<'_, Result<(), StoreError>> {
        self.inner.follow(since, follower)
    }

    fn catch_up(&self) -> BoxFuture<'_, Result<(), StoreError>> {
        self.inner.catch_up()
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
        self.inner.import(source)
    }

    fn secret(&self, fresh: [u8; 32]) -> BoxFuture<'_, Result<[u8; 32], StoreError>> {
        self.inner.secret(fresh)
    }

    fn close(&self) {
        self.inner.close();
    }
}
