//! The index of a workspace: loaded once, then told by the store of every commit.

use core::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard, TryLockError, Weak};

use uuid::Uuid;

use super::driver::Core;
use super::library::CURSOR_PURPOSE;
use super::seal::Seal;
use super::signal::Signal;
use crate::domain::sync::Seen;
use crate::error::{Error, Trouble};
use crate::event::Recorded;
use crate::index::Index;
use crate::ports::store::{Follower, Surveyed};

/// Tells one index of this process from another, so that a handle of one is none of another.
static NEXT: AtomicU32 = AtomicU32::new(1);

/// In which lane those who want the index queue until it is loaded.
const LANE: Uuid = Uuid::from_u128(0x6163_6365_7373_5f69_6e64_6578_0000_0001);

/// An index that many read and the store feeds.
pub(crate) struct Fed {
    index: RwLock<Index>,
    /// Which index of the process it is.
    pub(super) number: u32,
    /// The process that loaded it: in a child that has forked nobody feeds it any more.
    pid: u32,
    is_closed: AtomicBool,
    /// Given whenever it has been told something.
    pub(super) given: Signal,
    /// What cursors of listings are sealed with.
    pub(super) seal: Seal,
}

impl core::fmt::Debug for Fed {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Fed").field("number", &self.number).finish_non_exhaustive()
    }
}

impl Follower for Fed {
    fn told(&self, happened: &[&Recorded], seen: &Seen) {
        self.index.write().unwrap_or_else(PoisonError::into_inner).apply(happened.iter().copied(), seen);
        self.given.give();
    }
}

impl Fed {
    /// Loads an index, and has the store feed it from then on.
    async fn load(core: &Core) -> Result<Arc<Self>, Error> {
        let building = Arc::new(Mutex::new(Index::default()));
        let sink = {
            let building = Arc::clone(&building);
            move |surveyed: Surveyed<'_>| building.lock().unwrap_or_else(PoisonError::into_inner).take(surveyed)
        };
        let seen = core.store.survey(Box::new(sink)).await?;
        let mut index = core::mem::take(&mut *building.lock().unwrap_or_else(PoisonError::into_inner));
        index.loaded(seen.clone());
        let fed = Arc::new(Self {
            index: RwLock::new(index),
            number: NEXT.fetch_add(1, Ordering::Relaxed),
            pid: std::process::id(),
            is_closed: AtomicBool::new(false),
            given: Signal::default(),
            seal: Seal::of(core, CURSOR_PURPOSE).await?,
        });
        let follower: Weak<dyn Follower> = Arc::<Self>::downgrade(&fed);
        core.store.follow(seen, follower).await?;
        Ok(fed)
    }

    /// Refuses every later question.
    pub(super) fn close(&self) {
        self.is_closed.store(true, Ordering::Release);
    }

    /// Returns the index as it is at one instant.
    ///
    /// # Errors
    /// `closed`; `storage` where there is more than an index can number; `forked` where the fork has left it locked.
    #[inline]
    pub(super) fn look(&self) -> Result<RwLockReadGuard<'_, Index>, Error> {
        let index = match self.index.try_read() {
            Ok(index) => index,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => self.wait()?,
        };
        if index.is_full() || self.is_closed.load(Ordering::Acquire) {
            return Err(self.unusable());
        }
        Ok(index)
    }

    #[cold]
    fn wait(&self) -> Result<RwLockReadGuard<'_, Index>, Error> {
        // Who wrote when the process forked is not there to unlock it.
        self.check_process()?;
        Ok(self.index.read().unwrap_or_else(PoisonError::into_inner))
    }

    #[cold]
    fn unusable(&self) -> Error {
        if self.is_closed.load(Ordering::Acquire) {
            return Error::Closed;
        }
        Error::Storage {
            reason: Trouble::Failed,
            message: "there is more than an index can number".to_owned(),
            retryable: false,
            source: None,
        }
    }

    /// Checks that this is the process that loaded it.
    ///
    /// # Errors
    /// `forked`.
    pub(super) fn check_process(&self) -> Result<(), Error> {
        if std::process::id() == self.pid { Ok(()) } else { Err(Error::Forked) }
    }
}

impl Core {
    /// Returns the index, loaded where it has not been.
    pub(super) async fn index(&self) -> Result<Arc<Fed>, Error> {
        if let Some(fed) = self.index.get() {
            return Ok(Arc::clone(fed));
        }
        let _turn = self.lanes.enter(LANE).await;
        match self.index.get() {
            Some(fed) => Ok(Arc::clone(fed)),
            None => {
                let fed = Fed::load(self).await?;
                Ok(Arc::clone(self.index.get_or_init(|| fed)))
            }
        }
    }

    /// Returns the index where it is loaded and nobody but this process can commit, so that it is as exact as the store (REV-6).
    pub(super) fn exact_index(&self) -> Option<&Fed> {
        let fed = self.index.get().filter(|_| self.store.is_alone())?;
        // What an index cannot hold the store knows all the same.
        fed.index.try_read().map_or(true, |index| !index.is_full()).then_some(&**fed)
    }
}
