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
}

/// How many commits are read at once where followers lag behind.
const WINDOW: u32 = 1_000;

impl Followers {
    /// Adds a follower, who has been told of `seen`.
    pub fn add(&self, follower: Weak<dyn Follower>, seen: Seen) {
        self.lock().push(Following { follower, seen });
    }

    /// Returns whether nobody follows any more.
    pub fn is_empty(&self) -> bool {
        let mut all = self.lock();
        all.retain(|following| following.follower.strong_count() > 0);
        all.is_empty()
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
            }
        }
        is_level
    }

    /// Tells everybody who lags behind what `read` finds in the history: it is [`Store::feed`](super::Store::feed) without waiting.
    ///
    /// # Errors
    /// As `read` fails; who could not be told lags behind until this is called again.
    pub fn catch_up_with(
        &self,
        mut read: impl FnMut(&Seen, u64, u32) -> Result<Feed, StoreError>,
    ) -> Result<(), StoreError> {
        let mut all = self.lock();
        for following in all.iter_mut() {
            let Some(follower) = following.follower.upgrade() else { continue };
            let mut reading = Reading::since(&following.seen);
            while !reading.is_over {
                reading.add(read(&following.seen, reading.after, WINDOW)?);
            }
            reading.tell(follower.as_ref(), &mut following.seen);
        }
        Ok(())
    }

    /// Tells everybody who lags behind what `feed` finds in the history, which is [`Store::feed`](super::Store::feed); of several calls at once each tells what it has found, once.
    ///
    /// # Errors
    /// As the feed fails; who could not be told lags behind until this is called again.
    pub async fn catch_up(
        &self,
        feed: impl Fn(Seen, u64, u32) -> BoxFuture<'static, Result<Feed, StoreError>>,
    ) -> Result<(), StoreError> {
        let following: Vec<_> = self.lock().iter().map(|one| (one.follower.clone(), one.seen.clone())).collect();
        for (follower, mut seen) in following {
            loop {
                let mut reading = Reading::since(&seen);
                while !reading.is_over {
                    let answer = feed(seen.clone(), reading.after, WINDOW);
                    reading.add(answer.await?);
                }
                match self.tell_read(&follower, &seen, reading) {
                    Some(later) => seen = later,
                    None => break,
                }
            }
        }
        Ok(())
    }

    /// Tells what was read since a look; where another call has told of more than that look, but not of all that was read, returns up to where.
    fn tell_read(&self, follower: &Weak<dyn Follower>, since: &Seen, reading: Reading) -> Option<Seen> {
        let mut all = self.lock();
        let following = all.iter_mut().find(|one| one.follower.ptr_eq(follower))?;
        let strong = follower.upgrade()?;
        if following.seen == *since {
            reading.tell(strong.as_ref(), &mut following.seen);
            return None;
        }
        (!reading.is_in(&following.seen)).then(|| following.seen.clone())
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
