//! Watches: what changes for a person, as it changes (SYN-1).

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};

use cowrite::Error;

use crate::crosses::Crosses;
use crate::error::Refusal;
use crate::records::Delta;

/// What changes for a person.
#[derive(Debug, uniffi::Object)]
pub(crate) struct WatchCore {
    /// Taken out while somebody waits.
    watch: Mutex<Option<cowrite::Watch>>,
    is_closed: AtomicBool,
    waiting: Mutex<Option<Waker>>,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl WatchCore {
    pub(crate) fn new(watch: cowrite::Watch) -> Arc<Self> {
        Arc::new(Self { watch: Mutex::new(Some(watch)), is_closed: AtomicBool::new(false), waiting: Mutex::new(None) })
    }
}

#[uniffi::export]
impl WatchCore {
    /// Waits for the next change; nothing once the watch is closed.
    pub(crate) async fn next(&self) -> Result<Option<Delta>, Refusal> {
        // Two at once: the second has nothing to wait for.
        let Some(mut watch) = locked(&self.watch).take() else {
            return if self.is_closed.load(Ordering::Acquire) { Ok(None) } else { Err(Error::Conflict.into()) };
        };
        let change = {
            let mut change = pin!(watch.next());
            poll_fn(|context| {
                // In this order: a close after the look wakes what was put there before it.
                *locked(&self.waiting) = Some(context.waker().clone());
                if self.is_closed.load(Ordering::Acquire) {
                    return Poll::Ready(None);
                }
                change.as_mut().poll(context).map(Some)
            })
            .await
        };
        drop(locked(&self.waiting).take());
        if !self.is_closed.load(Ordering::Acquire) {
            *locked(&self.watch) = Some(watch);
        }
        Ok(change.transpose()?.map(Crosses::across))
    }

    /// Ends the watch, and the wait of whoever waits.
    pub(crate) fn close(&self) {
        self.is_closed.store(true, Ordering::Release);
        drop(locked(&self.watch).take());
        if let Some(waker) = locked(&self.waiting).take() {
            waker.wake();
        }
    }
}
