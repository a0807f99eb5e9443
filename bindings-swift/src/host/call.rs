//! The call at hand: what the host's own code throws meanwhile is the cause of what the caller is told.

use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};

use cowrite::Error;

use crate::crosses::Crosses;
use crate::error::Refusal;

/// A call that is under way.
#[derive(Debug, Clone, Default)]
pub(crate) struct Call {
    thrown: Arc<Mutex<Option<u64>>>,
}

thread_local! {
    static CURRENT: RefCell<Option<Call>> = const { RefCell::new(None) };
}

impl Call {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// The call that this thread is at.
    pub(crate) fn current() -> Option<Self> {
        CURRENT.with_borrow(Clone::clone)
    }

    /// Keeps what the host's code threw, by its number. What is thrown because of that afterwards is not why.
    pub(crate) fn blame(&self, cause: u64) {
        self.thrown.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(cause);
    }

    /// What the host's code threw first.
    pub(crate) fn blamed(&self) -> Option<u64> {
        *self.thrown.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something while this is the call at hand.
    pub(crate) async fn during<R>(&self, done: impl Future<Output = R> + Send) -> R {
        let mut done = pin!(done);
        poll_fn(|context| {
            let before = CURRENT.replace(Some(self.clone()));
            let polled = done.as_mut().poll(context);
            CURRENT.set(before);
            polled
        })
        .await
    }

    /// Follows a call to its end.
    pub(crate) async fn follow<T: Crosses>(
        self,
        done: impl Future<Output = Result<T, Error>> + Send,
    ) -> Result<T::Across, Refusal> {
        self.during(done).await.map(T::across).map_err(|error| Refusal::of(&error, Some(&self)))
    }
}
