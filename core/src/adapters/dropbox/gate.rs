//! What keeps one account from being asked too much: one write at a time, and silence for as long as Dropbox asks for.

use core::fmt;
use core::time::Duration;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use crate::adapters::oneshot::{Sender, oneshot};
use crate::adapters::workers::locked;
use crate::ports::files::FilesError;
use crate::time::Timestamp;

/// Where one goes after another, in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct Lane(Mutex<Queue>);

#[derive(Debug, Default)]
struct Queue {
    is_taken: bool,
    waiting: VecDeque<Sender<Turn>>,
}

/// The right to go; dropped, it is the next one's.
pub(super) struct Turn(Arc<Lane>);

impl fmt::Debug for Turn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Turn").finish_non_exhaustive()
    }
}

impl Lane {
    /// Waits for a turn; who gives up waiting holds nobody up.
    pub(super) async fn turn(self: &Arc<Self>) -> Turn {
        loop {
            let answer = {
                let mut queue = locked(&self.0);
                if !queue.is_taken {
                    queue.is_taken = true;
                    return Turn(Arc::clone(self));
                }
                let (sender, answer) = oneshot();
                queue.waiting.push_back(sender);
                answer
            };
            if let Ok(turn) = answer.await {
                return turn;
            }
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut queue = locked(&self.0.0);
        loop {
            match queue.waiting.pop_front() {
                Some(next) if next.is_abandoned() => {}
                Some(next) => {
                    drop(queue);
                    return next.send(Turn(Arc::clone(&self.0)));
                }
                None => {
                    queue.is_taken = false;
                    return;
                }
            }
        }
    }
}

/// What one account is asked through.
#[derive(Debug, Default)]
pub(super) struct Gate {
    pub(super) writes: Arc<Lane>,
    pub(super) refreshing: Arc<Lane>,
    silence: Mutex<Option<Silence>>,
    /// A token that lasts no more, so that it is not tried again at every call.
    ended: Mutex<Option<String>>,
}

#[derive(Debug, Clone, Copy)]
struct Silence {
    since: Timestamp,
    until: Timestamp,
}

impl Gate {
    /// Refuses a call while the account is to be left alone.
    pub(super) fn pass(&self, now: Timestamp) -> Result<(), FilesError> {
        let mut silence = locked(&self.silence);
        match *silence {
            // A clock that was set back must not prolong it.
            Some(Silence { since, until }) if since <= now && now < until => {
                let left = until.millis().saturating_sub(now.millis());
                Err(FilesError::RateLimited { after: Duration::from_millis(u64::try_from(left).unwrap_or_default()) })
            }
            _ => {
                *silence = None;
                Ok(())
            }
        }
    }

    /// Leaves the account alone for a while.
    pub(super) fn close(&self, now: Timestamp, after: Duration) {
        let mut silence = locked(&self.silence);
        let until = now.plus_millis(i64::try_from(after.as_millis()).unwrap_or(i64::MAX));
        // Calls that were under way at the same time may each be told their own.
        let told = silence.filter(|silence| silence.since <= now);
        let until = told.map_or(until, |silence| silence.until.max(until));
        *silence = Some(Silence { since: now, until });
    }

    /// Takes note that a token has been ended.
    pub(super) fn end(&self, refresh_token: &str) {
        *locked(&self.ended) = Some(refresh_token.to_owned());
    }

    /// Returns whether a token is known to have been ended.
    pub(super) fn is_ended(&self, refresh_token: &str) -> bool {
        locked(&self.ended).as_deref() == Some(refresh_token)
    }
}

#[cfg(test)]
mod tests {
    use core::future::Future;
    use core::pin::pin;
    use core::task::{Context, Poll, Waker};

    use super::*;

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(millis).unwrap()
    }

    #[test]
    fn one_goes_after_another_and_who_gives_up_holds_nobody_up() {
        let lane = Arc::new(Lane::default());
        let mut context = Context::from_waker(Waker::noop());
        let first = pollster::block_on(lane.turn());
        let mut abandoned: Vec<_> = (0..10_000).map(|_| Box::pin(lane.turn())).collect();
        abandoned.iter_mut().for_each(|waiting| assert!(waiting.as_mut().poll(&mut context).is_pending()));
        let mut second = pin!(lane.turn());
        assert!(second.as_mut().poll(&mut context).is_pending());
        let mut third = pin!(lane.turn());
        assert!(third.as_mut().poll(&mut context).is_pending());
        drop(abandoned);
        drop(first);
        let Poll::Ready(turn) = second.as_mut().poll(&mut context) else { panic!("the second waits") };
        assert!(third.as_mut().poll(&mut context).is_pending());
        drop(turn);
        assert!(third.as_mut().poll(&mut context).is_ready());
        drop(pollster::block_on(lane.turn()));
    }

    #[test]
    fn a_turn_given_to_who_no_longer_looks_goes_on() {
        let lane = Arc::new(Lane::default());
        let first = pollster::block_on(lane.turn());
        let mut waiting = Box::pin(lane.turn());
        assert!(waiting.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        drop(first);
        drop(waiting);
        drop(pollster::block_on(lane.turn()));
    }

    #[test]
    fn silence_lasts_as_long_as_it_was_asked_for() {
        let gate = Gate::default();
        assert_eq!(gate.pass(at(0)), Ok(()));
        gate.close(at(1_000), Duration::from_secs(5));
        gate.close(at(1_000), Duration::from_secs(2));
        let left = |millis| Err(FilesError::RateLimited { after: Duration::from_millis(millis) });
        assert_eq!(gate.pass(at(1_000)), left(5_000));
        assert_eq!(gate.pass(at(5_999)), left(1));
        assert_eq!(gate.pass(at(6_000)), Ok(()));
        gate.close(at(9_000), Duration::from_secs(5));
        assert_eq!(gate.pass(at(0)), Ok(()), "the clock was set back");
        gate.close(at(90_000), Duration::from_secs(5));
        gate.close(at(1_000), Duration::from_secs(2));
        assert_eq!(gate.pass(at(1_000)), left(2_000), "what was asked for by another clock is over");
    }
}
