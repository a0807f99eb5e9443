//! Batches: many calls, one commit.

use std::sync::{Mutex, PoisonError};

use cowrite::Error;

/// A batch that is open until it is committed or given up.
#[derive(Debug)]
pub struct Batch(Mutex<Option<cowrite::Batch>>);

impl Batch {
    pub(crate) const fn new(batch: cowrite::Batch) -> Self {
        Self(Mutex::new(Some(batch)))
    }

    /// Gives it up, where it is still open.
    pub(crate) fn take(&self) -> Option<cowrite::Batch> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Returns the actor whose calls it gathers, while it is open.
    pub(crate) fn actor(&self) -> Option<cowrite::Actor> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map(cowrite::Batch::actor)
    }

    /// Returns how many changes wait to be committed.
    pub(crate) fn waiting(&self) -> usize {
        let open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        open.as_ref().map_or(0, cowrite::Batch::waiting)
    }

    /// Commits what is open; a batch that has been committed is closed.
    pub(crate) async fn commit(&self) -> Result<Option<u64>, Error> {
        match self.take() {
            Some(batch) => batch.commit().await,
            None => Err(Error::Closed),
        }
    }
}
