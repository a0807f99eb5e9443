//! Batches: many calls, one commit.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use uuid::Uuid;

use super::actor::Actor;
use super::driver::Driver;
use crate::error::Error;
use crate::event::Author;
use crate::ports::store::{Change, Committed, Pending, StoreError};
use crate::time::Timestamp;

/// What a batch has decided and not committed yet.
#[derive(Debug)]
pub(crate) struct BatchState {
    lane: Uuid,
    at: OnceLock<Timestamp>,
    pending: Mutex<Option<Arc<Pending>>>,
}

impl BatchState {
    pub(crate) fn new(lane: Uuid) -> Self {
        Self { lane, at: OnceLock::new(), pending: Mutex::new(Some(Arc::default())) }
    }

    /// Calls of one batch queue behind each other: each is decided over the one before.
    pub(crate) const fn lane(&self) -> Uuid {
        self.lane
    }

    /// Returns the instant of the whole batch, which is that of its first call: it takes hold in one commit, and so at one instant.
    pub(crate) fn instant(&self, at: Timestamp) -> Timestamp {
        *self.at.get_or_init(|| at)
    }

    pub(crate) fn pending(&self) -> Result<Arc<Pending>, Error> {
        self.lock().clone().ok_or(Error::Closed)
    }

    pub(crate) fn add(&self, change: Change) -> Result<(), StoreError> {
        let mut pending = self.lock();
        // Loads have let go of theirs by now, so this copies nothing.
        Arc::make_mut(pending.as_mut().ok_or(StoreError::Closed)?).add(change);
        Ok(())
    }

    fn take(&self) -> Result<Pending, Error> {
        self.lock().take().map(Arc::unwrap_or_clone).ok_or(Error::Closed)
    }

    fn lock(&self) -> MutexGuard<'_, Option<Arc<Pending>>> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Many calls of one actor that take hold together in one commit, or not at all.
///
/// One would want it to load a whole album, where a commit a row would wait for the disk a thousand times.
/// Each call is decided over those before it, as of the instant of the first, and a refused one changes nothing and leaves the others.
/// Nobody else sees anything until [`Batch::commit`]; a batch that is dropped has never been.
/// Memory grows with what a batch holds: commit every few thousand calls.
#[derive(Debug)]
pub struct Batch {
    driver: Driver,
    state: Arc<BatchState>,
}

impl Batch {
    pub(crate) fn new(driver: Driver, lane: Uuid) -> Self {
        let state = Arc::new(BatchState::new(lane));
        Self { driver: Driver { batch: Some(Arc::clone(&state)), ..driver }, state }
    }

    /// Returns the actor whose calls this batch gathers.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, .. } = cowrite::testing::Studio::new().await?;
    /// let batch = olivia.batch()?;
    /// batch.actor().create_track("Interlude").await?;
    /// batch.commit().await?;
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor::of(self.driver.clone())
    }

    /// Returns how many changes wait to be committed.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, .. } = cowrite::testing::Studio::new().await?;
    /// let batch = olivia.batch()?;
    /// assert_eq!(batch.waiting(), 0);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.state.pending().map_or(0, |pending| pending.len())
    }

    /// Commits all of it at once; returns the number of the commit, or `None` where there was nothing to commit.
    ///
    /// # Errors
    /// `conflict` where anything it rests on has been changed by others since it was read: nothing has taken hold, gather it anew.
    ///
    /// # Example: two tracks or none
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, .. } = cowrite::testing::Studio::new().await?;
    /// let batch = olivia.batch()?;
    /// let side_a = batch.actor().create_track("Side A").await?;
    /// batch.actor().create_track("Side B").await?;
    /// assert!(olivia.track(side_a.id).await.is_err(), "nothing is there before the commit");
    /// batch.commit().await?;
    /// assert!(olivia.track(side_a.id).await.is_ok());
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn commit(self) -> Result<Option<u64>, Error> {
        let pending = self.state.take()?;
        if self.driver.dry_run {
            return Ok(None);
        }
        if pending.is_empty() {
            self.driver.core.level_index().await;
            return Ok(None);
        }
        let author: Author = self.driver.author.clone();
        let committed = self.driver.core.store.commit(pending.into_change(author)).await;
        self.driver.core.signal.give();
        let Committed { revision, .. } = committed?;
        Ok(Some(revision))
    }
}
