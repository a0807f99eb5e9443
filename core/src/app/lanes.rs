//! Lanes: in one process, callers of one family queue in order, from load to commit.
//!
//! Without them callers who change the same track would refuse each other at commit and try again in no order.
//! A lane is a convenience, not a guard: the versions in a commit are what keeps it right.

use core::future::poll_fn;
use core::task::{Poll, Waker};
use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use uuid::Uuid;

/// The queues, by family.
#[derive(Debug, Default)]
pub(crate) struct Lanes {
    queues: Mutex<Queues>,
}

#[derive(Debug, Default)]
struct Queues {
    next: u64,
    waiting: HashMap<Uuid, VecDeque<Place>>,
}

/// One caller's place in a queue; the first is the one who may go.
#[derive(Debug)]
struct Place {
    number: u64,
    waker: Option<Waker>,
}

/// A place in a queue: given up when dropped, whether its turn came or not.
#[derive(Debug)]
pub(crate) struct Turn<'a> {
    lanes: &'a Lanes,
    family: Uuid,
    number: u64,
}

impl Lanes {
    /// Queues for a family, and returns when it is this caller's turn.
    pub(crate) async fn enter(&self, family: Uuid) -> Turn<'_> {
        let turn = self.queue(family);
        poll_fn(|context| {
            let mut queues = self.lock();
            let queue = queues.waiting.entry(family).or_default();
            match queue.front() {
                Some(first) if first.number != turn.number => {
                    if let Some(place) = queue.iter_mut().find(|place| place.number == turn.number) {
                        place.waker = Some(context.waker().clone());
                    }
                    Poll::Pending
                }
                _ => Poll::Ready(()),
            }
        })
        .await;
        turn
    }

    fn queue(&self, family: Uuid) -> Turn<'_> {
        let mut queues = self.lock();
        queues.next = queues.next.wrapping_add(1);
        let number = queues.next;
        queues.waiting.entry(family).or_default().push_back(Place { number, waker: None });
        Turn { lanes: self, family, number }
    }

    fn lock(&self) -> MutexGuard<'_, Queues> {
        self.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let next = {
            let mut queues = self.lanes.lock();
            let Some(queue) = queues.waiting.get_mut(&self.family) else {
                return;
            };
            queue.retain(|place| place.number != self.number);
            let next = queue.front_mut().and_then(|place| place.waker.take());
            if queue.is_empty() {
                queues.waiting.remove(&self.family);
            }
            next
        };
        if let Some(waker) = next {
            waker.wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use core::future::Future;
    use core::pin::pin;
    use core::task::Context;

    #[test]
    fn callers_of_one_family_go_in_order_and_one_who_gives_up_is_passed() {
        let lanes = Lanes::default();
        let (family, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let mut context = Context::from_waker(Waker::noop());
        let first = pollster::block_on(lanes.enter(family));
        let mut second = Box::pin(lanes.enter(family));
        let mut third = pin!(lanes.enter(family));
        assert!(second.as_mut().poll(&mut context).is_pending());
        assert!(third.as_mut().poll(&mut context).is_pending());
        pollster::block_on(lanes.enter(other));
        drop(second);
        drop(first);
        let Poll::Ready(turn) = third.as_mut().poll(&mut context) else { panic!("the third is next") };
        drop(turn);
        assert!(lanes.lock().waiting.is_empty(), "no queue is left behind");
    }
}
