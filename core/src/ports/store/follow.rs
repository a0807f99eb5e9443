//! Being told of every commit, in an order in which each comes after what it rests on.

use core::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError, Weak};

use super::{Feed, LogPlace, StoreError};
use crate::domain::sync::Seen;
use crate::event::{Entry, Recorded};
use crate::ports::BoxFuture;

/// Who is told of every commit.
pub trait Follower: Send + Sync + fmt::Debug {
    /// Takes what has happened since it was told last, in whole commits, after which it has been told of all in `seen`.
    ///
    /// It is called by one thread at a time, which it does not keep waiting, and asks nothing of the store.
    fn told(&self, happened: &[&Recorded], seen: &Seen);

    /// Takes note of whether it has been told of all that it should know of.
    ///
    /// It is said that it lags where the history could not be read, so that something may have been acknowledged of which it knows nothing; and that it does not any more, once it has been told.
    fn lags(&self, is_behind: bool);
}

/// Who follows a store, and how far each has been told: what stores keep to fulfil [`Store::follow`](super::Store::follow).
#[derive(Debug, Default)]
pub struct Followers {
    all: Mutex<Vec<Following>>,
}

#[derive(Debug)]
struct Following {
    follower: Weak<dyn Follower>,
    seen: Seen,
    /// How often the history could not be read for it.
    failures: u64,
    /// Whether it could not when it was tried last.
    is_behind: bool,
}

impl Following {
    /// Notes that the history could not be read for it.
    fn fall_behind(&mut self) {
        self.failures = self.failures.wrapping_add(1);
        self.set(true);
    }

    /// Notes that it has been told of everything.
    fn level(&mut self) {
        self.set(false);
    }

    fn set(&mut self, is_behind: bool) {
        if core::mem::replace(&mut self.is_behind, is_behind) != is_behind
            && let Some(follower) = self.follower.upgrade()
        {
            follower.lags(is_behind);
        }
    }
}

/// How many commits are read at once where followers lag behind.
const WINDOW: u32 = 1_000;

impl Followers {
    /// Adds a follower, who has been told of `seen`.
    pub fn add(&self, follower: Weak<dyn Follower>, seen: Seen) {
        self.lock().push(Following { follower, seen, failures: 0, is_behind: false });
    }

    /// Returns whether nobody follows any more.
    pub fn is_empty(&self) -> bool {
        let mut all = self.lock();
        all.retain(|following| following.follower.strong_count() > 0);
        all.is_empty()
    }

    /// Returns whether there is anybody for whom the history could not be read when it was tried last.
    pub fn is_any_behind(&self) -> bool {
        self.lock().iter().any(|following| following.is_behind && following.follower.strong_count() > 0)
    }

    /// Tells of a store's own commits that follow one on the other, the first with number `first`, where commits are numbered without gaps.
    ///
    /// Returns whether nobody lags behind; who does has been told nothing, and reads on by [`Followers::catch_up_with`].
    pub fn tell<'a>(&self, first: u64, last: u64, happened: impl Fn() -> Vec<&'a Recorded>) -> bool {
        let mut all = self.lock();
        let mut is_level = true;
        let mut listed: Option<Vec<&Recorded>> = None;
        for following in all.iter_mut() {
            if following.seen.last().saturating_add(1) != first {
                is_level &= following.seen.last() >= last;
                continue;
            }
            if let Some(follower) = following.follower.upgrade() {
                following.seen = Seen::up_to(last);
                follower.told(listed.get_or_insert_with(&happened), &following.seen);
                following.level();
            }
        }
        is_level
    }

    /// Tells everybody who lags behind what `read` finds in the history: it is [`Store::feed`](super::Store::feed) without waiting.
    ///
    /// # Errors
    /// As `read` fails; who could not be told lags behind until this is called again, and [is told so](Follower::lags).
    pub fn catch_up_with(
        &self,
        mut read: impl FnMut(&Seen, u64, u32) -> Result<Feed, StoreError>,
    ) -> Result<(), StoreError> {
        let mut all = self.lock();
        let mut outcome = Ok(());
        for following in all.iter_mut() {
            let Some(follower) = following.follower.upgrade() else { continue };
            let seen = &following.seen;
            match Reading::whole(seen, |after| read(seen, after, WINDOW)) {
                Ok(reading) => {
                    reading.tell(follower.as_ref(), &mut following.seen);
                    following.level();
                }
                // The others may fare better.
                Err(error) => {
                    following.fall_behind();
                    outcome = Err(error);
                }
            }
        }
        outcome
    }

    /// Tells everybody who lags behind what `feed` finds in the history, which is [`Store::feed`](super::Store::feed); of several calls at once each tells what it has found, once.
    ///
    /// # Errors
    /// As the feed fails; who could not be told lags behind until this is called again, and [is told so](Follower::lags).
    pub async fn catch_up(
        &self,
        feed: impl Fn(Seen, u64, u32) -> BoxFuture<'static, Result<Feed, StoreError>>,
    ) -> Result<(), StoreError> {
        let mut outcome = Ok(());
        let following: Vec<Weak<dyn Follower>> = self.lock().iter().map(|one| one.follower.clone()).collect();
        for follower in following {
            if let Err(error) = self.catch_one_up(&follower, &feed).await {
                self.with(&follower, Following::fall_behind);
                outcome = Err(error);
            }
        }
        outcome
    }

    async fn catch_one_up(
        &self,
        follower: &Weak<dyn Follower>,
        feed: &impl Fn(Seen, u64, u32) -> BoxFuture<'static, Result<Feed, StoreError>>,
    ) -> Result<(), StoreError> {
        let Some(failures) = self.with(follower, |one| one.failures) else { return Ok(()) };
        while let Some(seen) = self.with(follower, |one| one.seen.clone()) {
            let mut reading = Reading::since(&seen);
            while !reading.is_over {
                let answer = feed(seen.clone(), reading.after, WINDOW);
                reading.add(answer.await?);
            }
            if self.tell_read(follower, &seen, reading, failures) {
                break;
            }
        }
        Ok(())
    }

    /// Tells what was read since a look, and returns whether the follower knows of it now: where another call has told of more than that look, but not of all that was read, it is to be read anew.
    fn tell_read(&self, follower: &Weak<dyn Follower>, since: &Seen, reading: Reading, failures: u64) -> bool {
        self.with(follower, |following| {
            let Some(strong) = following.follower.upgrade() else { return true };
            if following.seen == *since {
                reading.tell(strong.as_ref(), &mut following.seen);
            } else if !reading.is_in(&following.seen) {
                return false;
            }
            // Where another call has failed since this one began, what was committed before that one may not be in this.
            if following.failures == failures {
                following.level();
            }
            true
        })
        .unwrap_or(true)
    }

    fn with<T>(&self, follower: &Weak<dyn Follower>, work: impl FnOnce(&mut Following) -> T) -> Option<T> {
        self.lock().iter_mut().find(|one| one.follower.ptr_eq(follower)).map(work)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Following>> {
        // A follower that panics has been told, and nothing else is under way.
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A stretch of history read in several answers, of which the first says what is in it.
#[derive(Debug)]
struct Reading {
    entries: Vec<(LogPlace, Entry)>,
    until: Option<Seen>,
    /// After which number to read on.
    after: u64,
    is_over: bool,
}

impl Reading {
    fn since(seen: &Seen) -> Self {
        Self {
            entries: Vec::new(),
            until: None,
            after: if seen.missing().is_empty() { seen.last() } else { 0 },
            is_over: false,
        }
    }

    fn whole(seen: &Seen, mut read: impl FnMut(u64) -> Result<Feed, StoreError>) -> Result<Self, StoreError> {
        let mut reading = Self::since(seen);
        while !reading.is_over {
            reading.add(read(reading.after)?);
        }
        Ok(reading)
    }

    fn add(&mut self, feed: Feed) {
        let Feed { entries, has_more, seen } = feed;
        let until = &*self.until.get_or_insert(seen);
        self.is_over = !has_more;
        // A window may hold nothing but commits without events.
        let on = self.after.saturating_add(WINDOW.into());
        self.after = entries.last().map_or(on, |(place, _)| place.revision);
        self.entries.extend(entries.into_iter().filter(|(place, _)| until.contains(place.revision)));
    }

    fn is_in(&self, seen: &Seen) -> bool {
        self.until.as_ref().is_some_and(|until| {
            seen.last() >= until.last() && seen.missing().iter().all(|number| !until.contains(*number))
        })
    }

    fn tell(self, follower: &dyn Follower, seen: &mut Seen) {
        let Some(until) = self.until.filter(|until| until != seen) else { return };
        let happened: Vec<&Recorded> = self.entries.iter().map(|(_, entry)| &entry.recorded).collect();
        follower.told(&happened, &until);
        *seen = until;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    use pollster::block_on;

    use super::*;

    /// Keeps how far it was told, and whether it lags.
    #[derive(Debug, Default)]
    struct Listener {
        seen: Mutex<Seen>,
        is_behind: AtomicBool,
    }

    impl Follower for Listener {
        fn told(&self, _: &[&Recorded], seen: &Seen) {
            *self.seen.lock().unwrap() = seen.clone();
        }

        fn lags(&self, is_behind: bool) {
            self.is_behind.store(is_behind, Ordering::SeqCst);
        }
    }

    impl Listener {
        fn heard(&self) -> (u64, bool) {
            (self.seen.lock().unwrap().last(), self.is_behind.load(Ordering::SeqCst))
        }
    }

    fn one() -> (Arc<Listener>, Followers) {
        let (listener, followers) = (Arc::<Listener>::default(), Followers::default());
        let follower: Weak<dyn Follower> = Arc::<Listener>::downgrade(&listener);
        followers.add(follower, Seen::default());
        (listener, followers)
    }

    fn up_to(last: u64) -> Result<Feed, StoreError> {
        Ok(Feed { seen: Seen::up_to(last), ..Feed::default() })
    }

    fn away() -> Result<Feed, StoreError> {
        Err(StoreError::Unavailable { message: "the history cannot be read".to_owned(), source: None })
    }

    #[test]
    fn who_could_not_be_told_lags_until_they_are() {
        let (listener, followers) = one();
        assert!(followers.catch_up_with(|_, _, _| away()).is_err());
        assert_eq!((listener.heard(), followers.is_any_behind()), ((0, true), true));
        // Nothing has happened since, and that is known now.
        followers.catch_up_with(|_, _, _| up_to(0)).unwrap();
        assert_eq!((listener.heard(), followers.is_any_behind()), ((0, false), false));
        assert!(block_on(followers.catch_up(|_, _, _| Box::pin(core::future::ready(away())))).is_err());
        assert_eq!((listener.heard(), followers.is_any_behind()), ((0, true), true));
        block_on(followers.catch_up(|_, _, _| Box::pin(core::future::ready(up_to(3))))).unwrap();
        assert_eq!((listener.heard(), followers.is_any_behind()), ((3, false), false));
    }

    #[test]
    fn who_lags_is_level_with_a_commit_that_follows_on_what_they_know() {
        let (listener, followers) = one();
        assert!(followers.catch_up_with(|_, _, _| away()).is_err());
        assert!(!followers.tell(2, 2, Vec::new), "the first is missing");
        assert_eq!(listener.heard(), (0, true));
        assert!(followers.tell(1, 2, Vec::new));
        assert_eq!(listener.heard(), (2, false));
    }

    #[test]
    fn a_look_that_began_before_another_failed_does_not_say_that_all_is_known() {
        let (listener, followers) = one();
        let followers = Arc::new(followers);
        let others = Arc::clone(&followers);
        let feed = move |_, _, _| {
            // What the other call wanted to tell of was committed after this has read.
            drop(others.catch_up_with(|_, _, _| away()));
            Box::pin(core::future::ready(up_to(1))) as BoxFuture<'static, _>
        };
        block_on(followers.catch_up(feed)).unwrap();
        assert_eq!(listener.heard(), (1, true));
        block_on(followers.catch_up(|_, _, _| Box::pin(core::future::ready(up_to(2))))).unwrap();
        assert_eq!(listener.heard(), (2, false));
    }
}
