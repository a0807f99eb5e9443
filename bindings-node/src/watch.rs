//! Watches: what changes for a person, as it changes (SYN-1).

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};

use cowrite::{Error, Sync as Synced};

/// The core's watch, which is taken out while somebody waits for it.
#[derive(Debug)]
pub struct Watching {
    watch: Mutex<Option<cowrite::Watch>>,
    is_closed: AtomicBool,
    waiting: Mutex<Option<Waker>>,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Somebody's wait for the next change.
struct Turn<'a> {
    of: &'a Watching,
    watch: Option<cowrite::Watch>,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        *locked(&self.of.watch) = self.watch.take();
        drop(locked(&self.of.waiting).take());
    }
}

impl Watching {
    pub(crate) const fn new(watch: cowrite::Watch) -> Self {
        Self { watch: Mutex::new(Some(watch)), is_closed: AtomicBool::new(false), waiting: Mutex::new(None) }
    }

    /// Ends the watch, and whoever waits for it.
    pub(crate) fn close(&self) {
        self.is_closed.store(true, Ordering::Release);
        let waiting = locked(&self.waiting).take();
        if let Some(waiting) = waiting {
            waiting.wake();
        }
    }

    /// Waits for the next change; none once the watch is closed. The JavaScript half has one wait at a time.
    pub(crate) async fn next(&self) -> Result<Option<Synced>, Error> {
        let taken = locked(&self.watch).take();
        let mut turn = Turn { of: self, watch: taken };
        let watch = turn.watch.as_mut().ok_or(Error::Closed)?;
        let mut next = pin!(watch.next());
        poll_fn(|context| {
            *locked(&self.waiting) = Some(context.waker().clone());
            // Looked at after the waker is there, so that closing meanwhile wakes it.
            if self.is_closed.load(Ordering::Acquire) {
                return Poll::Ready(Ok(None));
            }
            next.as_mut().poll(context).map_ok(Some)
        })
        .await
    }
}
