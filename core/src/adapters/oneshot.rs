//! One answer from one thread to one future, for any executor.

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use std::sync::{Arc, Mutex, PoisonError};

/// The end that answers; dropping it unanswered tells the other end so.
#[derive(Debug)]
pub(super) struct Sender<T>(Arc<Mutex<Slot<T>>>);

/// The end that waits.
#[derive(Debug)]
pub(super) struct Answer<T>(Arc<Mutex<Slot<T>>>);

/// Nobody is left to answer.
#[derive(Debug)]
pub(super) struct Lost;

#[derive(Debug)]
struct Slot<T> {
    state: State<T>,
    waker: Option<Waker>,
}

#[derive(Debug)]
enum State<T> {
    Waiting,
    Answered(T),
    Over,
}

/// Makes both ends.
pub(super) fn oneshot<T>() -> (Sender<T>, Answer<T>) {
    let slot = Arc::new(Mutex::new(Slot { state: State::Waiting, waker: None }));
    (Sender(Arc::clone(&slot)), Answer(slot))
}

impl<T> Sender<T> {
    /// Answers; where nobody waits any more, the answer is dropped.
    pub(super) fn send(self, value: T) {
        self.end(State::Answered(value));
    }

    /// Whether nobody waits any more.
    #[cfg(feature = "dropbox")]
    pub(super) fn is_abandoned(&self) -> bool {
        Arc::strong_count(&self.0) == 1
    }

    fn end(&self, state: State<T>) {
        let mut slot = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !matches!(slot.state, State::Waiting) {
            return;
        }
        slot.state = state;
        let waker = slot.waker.take();
        // The waker may run the waiting future at once, which takes the lock again.
        drop(slot);
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        self.end(State::Over);
    }
}

impl<T> Future for Answer<T> {
    type Output = Result<T, Lost>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut slot = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match core::mem::replace(&mut slot.state, State::Over) {
            State::Answered(value) => Poll::Ready(Ok(value)),
            State::Over => Poll::Ready(Err(Lost)),
            State::Waiting => {
                slot.state = State::Waiting;
                slot.waker = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_arrives_from_another_thread() {
        let (sender, answer) = oneshot();
        let thread = std::thread::spawn(move || sender.send(7));
        assert_eq!(pollster::block_on(answer).unwrap(), 7);
        thread.join().unwrap();
    }

    #[test]
    fn a_thread_that_dies_leaves_nobody_waiting() {
        let (sender, answer) = oneshot::<()>();
        drop(sender);
        assert!(pollster::block_on(answer).is_err());
    }
}
