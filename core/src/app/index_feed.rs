//! The index of a workspace: loaded once, then told by the store of every commit.

use core::sync::atomic::{AtomicBool, AtomicU32, Ordering, fence};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock, RwLockReadGuard, TryLockError, Weak};

use uuid::Uuid;

use super::driver::Core;
use super::library::CURSOR_PURPOSE;
use super::seal::Seal;
use super::signal::Signal;
use crate::domain::sync::Seen;
use crate::error::{Error, Trouble};
use crate::event::Recorded;
use crate::index::{Facts, Halt, Index};
use crate::ports::store::{Follower, Surveyed};

/// Tells one index of this process from another, so that a handle of one is none of another.
static NEXT: AtomicU32 = AtomicU32::new(1);

/// In which lane those who want the index queue until it is loaded.
const LANE: Uuid = Uuid::from_u128(0x6163_6365_7373_5f69_6e64_6578_0000_0001);

/// Why an index is of no use.
const FULL: &str = "there is more than an index can number";
const BROKEN: &str = "the index has taken in a commit by half";
const BEHIND: &str = "the index knows nothing of what was committed since the history could be read last";

/// Where a workspace keeps its index.
#[derive(Debug, Default)]
pub(crate) struct KeptIndex {
    fed: OnceLock<Arc<Fed>>,
    is_closed: AtomicBool,
}

/// An index that many read and the store feeds.
pub(crate) struct Fed {
    index: RwLock<Index>,
    /// What a check goes by, which is read without the lock.
    facts: Arc<Facts>,
    /// Which index of the process it is.
    pub(super) number: u32,
    /// The process that loaded it: in a child that has forked nobody feeds it any more.
    pid: u32,
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

impl KeptIndex {
    fn get(&self) -> Option<&Arc<Fed>> {
        self.fed.get()
    }

    /// Keeps an index; should the workspace have been closed while it was loaded, so is it.
    fn keep(&self, fed: Arc<Fed>) -> &Arc<Fed> {
        let fed = self.fed.get_or_init(|| fed);
        // One of both sees what the other has written: this the mark, or whoever closes the index.
        fence(Ordering::SeqCst);
        if self.is_closed.load(Ordering::SeqCst) {
            fed.facts.turn.halt(Halt::Closed);
        }
        fed
    }

    /// Refuses every later question.
    pub(super) fn close(&self) {
        self.is_closed.store(true, Ordering::SeqCst);
        fence(Ordering::SeqCst);
        self.get().into_iter().for_each(|fed| fed.facts.turn.halt(Halt::Closed));
    }
}

impl Follower for Fed {
    fn told(&self, happened: &[&Recorded], seen: &Seen) {
        // What was taken in by half is never asked again.
        if let Ok(mut index) = self.index.write() {
            index.apply(happened.iter().copied(), seen);
        }
        self.given.give();
    }

    fn lags(&self, is_behind: bool) {
        let turn = &self.facts.turn;
        if is_behind {
            turn.halt(Halt::Behind)
        } else {
            turn.go_on(Halt::Behind)
        }
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
            facts: Arc::clone(index.facts()),
            index: RwLock::new(index),
            number: NEXT.fetch_add(1, Ordering::Relaxed),
            pid: std::process::id(),
            given: Signal::default(),
            seal: Seal::of(core, CURSOR_PURPOSE).await?,
        });
        let follower: Weak<dyn Follower> = Arc::<Self>::downgrade(&fed);
        core.store.follow(seen, follower).await?;
        Ok(fed)
    }

    /// Reads what a check goes by as it is at one instant: without a lock, unless somebody is changing it or it may not be read.
    ///
    /// # Errors
    /// As [`Fed::look`].
    #[inline]
    pub(super) fn read<T>(&self, look: impl Fn(&Facts) -> T + Copy) -> Result<T, Error> {
        match self.facts.turn.read(|| look(&self.facts)) {
            Some(seen) => Ok(seen),
            None => self.read_locked(look),
        }
    }

    #[cold]
    fn read_locked<T>(&self, look: impl Fn(&Facts) -> T) -> Result<T, Error> {
        let _locked = self.look()?;
        Ok(look(&self.facts))
    }

    /// Returns the index as it is at one instant.
    ///
    /// # Errors
    /// `closed`; `storage` where there is more than an index can number, a commit was taken in by half, or, to be tried again, it has fallen behind; `forked` where the fork has left it locked.
    #[inline]
    pub(super) fn look(&self) -> Result<RwLockReadGuard<'_, Index>, Error> {
        let index = match self.index.try_read() {
            Ok(index) => index,
            Err(TryLockError::Poisoned(_)) => return Err(self.unusable(BROKEN)),
            Err(TryLockError::WouldBlock) => self.wait()?,
        };
        let turn = &self.facts.turn;
        if turn.is_halted(Halt::Closed) || turn.is_halted(Halt::Behind) || turn.is_halted(Halt::Full) {
            return Err(self.unusable(if turn.is_halted(Halt::Full) { FULL } else { BEHIND }));
        }
        Ok(index)
    }

    #[cold]
    fn wait(&self) -> Result<RwLockReadGuard<'_, Index>, Error> {
        // Who wrote when the process forked is not there to unlock it.
        self.check_process()?;
        self.index.read().map_err(|_| self.unusable(BROKEN))
    }

    #[cold]
    fn unusable(&self, why: &'static str) -> Error {
        if self.facts.turn.is_halted(Halt::Closed) {
            return Error::Closed;
        }
        Error::Storage { reason: Trouble::Failed, message: why.to_owned(), retryable: why == BEHIND, source: None }
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
            fed.check_process()?;
            return if fed.facts.turn.is_halted(Halt::Closed) { Err(Error::Closed) } else { Ok(Arc::clone(fed)) };
        }
        let _turn = self.lanes.enter(LANE).await;
        match self.index.get() {
            Some(fed) => Ok(Arc::clone(fed)),
            None => {
                let fed = Fed::load(self).await?;
                Ok(Arc::clone(self.index.keep(fed)))
            }
        }
    }

    /// Has an index that is loaded told of what another process has committed and this one is about to acknowledge.
    pub(super) async fn level_index(&self) {
        if self.index.get().is_some() {
            // It has been committed all the same: where it cannot be read now the index answers nothing until it can.
            drop(self.store.catch_up().await);
        }
    }

    /// Returns the index where it is loaded and nobody but this process can commit, so that it is as exact as the store (REV-6).
    pub(super) fn exact_index(&self) -> Option<&Fed> {
        let fed = self.index.get().filter(|_| self.store.is_alone())?;
        // What an index cannot hold, has taken in by half or could not be told, the store knows all the same.
        let turn = &fed.facts.turn;
        let is_sound = !turn.is_halted(Halt::Full) && !turn.is_halted(Halt::Behind) && !fed.index.is_poisoned();
        is_sound.then_some(&**fed)
    }
}

#[cfg(test)]
mod tests {
    use pollster::block_on;

    use super::super::workspace::Workspace;
    use super::*;
    use crate::domain::access::Action;
    use crate::domain::person::NewPerson;

    /// Ends a thread in the middle of taking something in.
    fn break_off(fed: &Arc<Fed>) {
        let fed = Arc::clone(fed);
        let taking_in = std::thread::spawn(move || {
            let _index = fed.index.write().unwrap();
            fed.facts.turn.change(|| panic!("in the middle"));
        });
        assert!(taking_in.join().is_err());
    }

    #[test]
    fn an_index_that_was_left_in_the_middle_answers_nothing_and_the_store_is_asked() {
        block_on(async {
            let workspace = Workspace::in_memory().unwrap();
            let olivia = workspace.register(NewPerson::new("olivia", "Olivia")).await.unwrap().id;
            let olivia = workspace.acting_as(olivia);
            let track = olivia.create_track("Nocturne").await.unwrap().id;
            let index = workspace.access_index().await.unwrap();
            assert_eq!(index.can(olivia.id(), track, Action::View), Ok(true));
            break_off(workspace.core.index.get().unwrap());
            olivia.delete_track(track).await.unwrap();
            for refused in [index.can(olivia.id(), track, Action::View).err(), index.revision().err()] {
                assert!(matches!(&refused, Some(Error::Storage { message, .. }) if message == BROKEN), "{refused:?}");
            }
            assert_eq!(olivia.can(track, Action::View).await, Ok(false));
        });
    }

    #[test]
    fn an_index_whose_workspace_was_closed_while_it_was_loaded_is_closed() {
        block_on(async {
            let workspace = Workspace::in_memory().unwrap();
            let fed = Fed::load(&workspace.core).await.unwrap();
            workspace.close();
            let kept = workspace.core.index.keep(fed);
            assert_eq!(kept.look().map(|_| ()).err(), Some(Error::Closed));
        });
    }
}
