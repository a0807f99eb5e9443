use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Weak};

use crate::domain::effect::Effect;
use crate::domain::sync::Seen;
use crate::ports::BoxFuture;
use crate::ports::store::{
    Change, ClaimedEffect, Committed, EffectClaim, Everything, Feed, Follower, Load, Loaded, OpenEffects,
    SettledEffect, Sink, Source, Store, StoreError, SurveySink, Sweep,
};
use crate::time::Timestamp;

/// A store that counts how often it is asked: each operation is one load and at most one commit for each try.
///
/// Clones count together and are the same store, so a test keeps one and gives the workspace the other.
///
/// # Example: a change is one load and one commit
///
/// ```
/// # pollster::block_on(async {
/// use cowrite::adapters::MemoryStore;
/// use cowrite::testing::CountingStore;
/// use cowrite::{NewPerson, Workspace};
///
/// let store = CountingStore::new(MemoryStore::new());
/// let workspace = Workspace::builder().on(store.clone());
/// workspace.register(NewPerson::new("olivia-1", "Olivia Park")).await?;
/// assert_eq!((store.loads(), store.commits()), (1, 1));
/// # Ok::<(), cowrite::Error>(()) }).unwrap();
/// ```
#[derive(Debug, Clone)]
pub struct CountingStore {
    inner: Arc<dyn Store>,
    loads: Arc<AtomicU64>,
    commits: Arc<AtomicU64>,
}

impl CountingStore {
    /// Counts what is asked of `store` from now on.
    pub fn new(store: impl Store + 'static) -> Self {
        Self { inner: Arc::new(store), loads: Arc::default(), commits: Arc::default() }
    }

    /// Returns how often something was loaded.
    #[must_use]
    pub fn loads(&self) -> u64 {
        self.loads.load(Ordering::SeqCst)
    }

    /// Returns how often a commit was tried, refused ones among them.
    #[must_use]
    pub fn commits(&self) -> u64 {
        self.commits.load(Ordering::SeqCst)
    }
}

impl Store for CountingStore {
    fn load(&self, load: Load) -> BoxFuture<'_, Result<Loaded, StoreError>> {
        self.loads.fetch_add(1, Ordering::SeqCst);
        self.inner.load(load)
    }

    fn commit(&self, change: Change) -> BoxFuture<'_, Result<Committed, StoreError>> {
        self.commits.fetch_add(1, Ordering::SeqCst);
        self.inner.commit(change)
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
