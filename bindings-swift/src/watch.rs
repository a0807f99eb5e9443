//! Watches: what changes for a person, as it changes (SYN-1); and how a wait that may be for ever is ended.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};

use cowrite::Error;

use crate::crosses::Crosses;
use crate::error::Refusal;
use crate::records::Delta;

/// A wait that can be ended from elsewhere: uniffi does not cancel Rust's futures.
#[derive(Debug, Default)]
pub(crate) struct Wait {
    is_over: AtomicBool,
    waiting: Mutex<Option<Waker>>,
}

impl Wait {
    /// Whether it was ended.
    fn is_over(&self) -> bool {
        self.is_over.load(Ordering::Acquire)
    }

    /// Waits for something; nothing once the wait is ended. One may wait at a time.
    pub(crate) async fn on<T>(&self, awaited: impl Future<Output = T> + Send) -> Option<T> {
        let found = {
            let mut awaited = pin!(awaited);
            poll_fn(|context| {
                // In this order: an end after the look wakes what was put there before it.
                *locked(&self.waiting) = Some(context.waker().clone());
                if self.is_over() {
                    return Poll::Ready(None);
                }
                awaited.as_mut().poll(context).map(Some)
            })
            .await
        };
        drop(locked(&self.waiting).take());
        found
    }

    /// Ends it, and has whoever waits look.
    pub(crate) fn end(&self) {
        self.is_over.store(true, Ordering::Release);
        let waiting = locked(&self.waiting).take();
        if let Some(waker) = waiting {
            waker.wake();
        }
    }
}

/// What changes for a person.
#[derive(Debug, uniffi::Object)]
pub(crate) struct WatchCore {
    /// Taken out while somebody waits.
    watch: Mutex<Option<cowrite::Watch>>,
    wait: Wait,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl WatchCore {
    pub(crate) fn new(watch: cowrite::Watch) -> Arc<Self> {
        Arc::new(Self { watch: Mutex::new(Some(watch)), wait: Wait::default() })
    }
}

#[uniffi::export]
impl WatchCore {
    /// Waits for the next change; nothing once the watch is closed.
    pub(crate) async fn next(&self) -> Result<Option<Delta>, Refusal> {
        // Two at once: the second has nothing to wait for.
        let Some(mut watch) = locked(&self.watch).take() else {
            return if self.wait.is_over() { Ok(None) } else { Err(Error::Conflict.into()) };
        };
        let change = self.wait.on(watch.next()).await;
        if !self.wait.is_over() {
            *locked(&self.watch) = Some(watch);
        }
        Ok(change.transpose()?.map(Crosses::across))
    }

    /// Ends the watch, and the wait of whoever waits.
    pub(crate) fn close(&self) {
        self.wait.end();
        drop(locked(&self.watch).take());
    }
}
