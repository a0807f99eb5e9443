//! A signal that something was committed, within one process.

use core::future::poll_fn;
use core::task::{Poll, Waker};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How often something was committed, and who waits for the next time.
#[derive(Debug, Default)]
pub(crate) struct Signal {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    count: u64,
    waiting: Vec<Waker>,
}

impl Signal {
    /// Says that something was committed.
    pub(crate) fn give(&self) {
        let waiting = {
            let mut state = self.lock();
            state.count = state.count.wrapping_add(1);
            core::mem::take(&mut state.waiting)
        };
        waiting.into_iter().for_each(Waker::wake);
    }

    /// Returns how often it was given so far.
    pub(crate) fn count(&self) -> u64 {
        self.lock().count
    }

    /// Waits until it has been given more often than `seen`.
    pub(crate) async fn after(&self, seen: u64) {
        poll_fn(|context| {
            let mut state = self.lock();
            if state.count != seen {
                return Poll::Ready(());
            }
            if !state.waiting.iter().any(|waker| waker.will_wake(context.waker())) {
                state.waiting.push(context.waker().clone());
            }
            Poll::Pending
        })
        .await;
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing panics while it is held.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
