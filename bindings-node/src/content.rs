//! The bytes of a file that is being read: piece by piece, never whole unless asked for.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};

use cowrite::ports::files::{ByteStream, FilesError};
use cowrite::{Body, Error};
use serde_json::json;

/// Content on its way, and what of the last piece is left.
#[derive(Debug)]
struct Flow {
    stream: Box<dyn ByteStream>,
    rest: Vec<u8>,
}

impl Flow {
    /// Returns the next piece, of at most so many bytes; an empty one at the end.
    async fn piece(&mut self, most: usize) -> Result<Vec<u8>, FilesError> {
        if self.rest.is_empty() {
            self.rest = self.stream.next().await?.unwrap_or_default();
        }
        let later = self.rest.split_off(most.min(self.rest.len()));
        Ok(std::mem::replace(&mut self.rest, later))
    }

    async fn read(&mut self, most: Option<usize>) -> Result<Vec<u8>, FilesError> {
        match most {
            Some(most) => self.piece(most).await,
            None => self.all().await,
        }
    }

    async fn all(&mut self) -> Result<Vec<u8>, FilesError> {
        let mut all = std::mem::take(&mut self.rest);
        while let Some(piece) = self.stream.next().await? {
            all.extend(piece);
        }
        Ok(all)
    }
}

/// What can be read by one at a time, and not any more once it was closed or a reading was given up.
#[derive(Debug)]
pub struct Reading {
    flow: Mutex<Option<Flow>>,
    is_closed: AtomicBool,
    waiting: Mutex<Option<Waker>>,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Somebody's wait for a piece.
struct Turn<'a>(&'a Reading);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        drop(locked(&self.0.waiting).take());
    }
}

impl Reading {
    pub(crate) const fn new(stream: Box<dyn ByteStream>) -> Self {
        let flow = Flow { stream, rest: Vec::new() };
        Self { flow: Mutex::new(Some(flow)), is_closed: AtomicBool::new(false), waiting: Mutex::new(None) }
    }

    /// Begins to read a file, of which this is known; nothing is read here of one that is at an address.
    pub(crate) fn of(redeemed: cowrite::Redeemed) -> Result<(String, Option<Self>), Error> {
        let (range, data, address) = match redeemed.body {
            Body::Bytes { range, data } => (range, Some(data), None),
            Body::Address(link) => (0..0, None, Some(link.url)),
            _ => return Err(Error::SourceUnavailable),
        };
        let facts = json!([redeemed.name, redeemed.media_type, redeemed.size, range.start, range.end, address]);
        Ok((facts.to_string(), data.map(Self::new)))
    }

    fn take(&self) -> Option<Flow> {
        locked(&self.flow).take()
    }

    /// Reads so many bytes at most, or all that are left.
    pub(crate) async fn read(&self, most: Option<usize>) -> Result<Vec<u8>, Error> {
        let mut flow = self.take().ok_or(Error::Closed)?;
        let read = self.unless_closed(flow.read(most)).await.ok_or(Error::Closed)?;
        self.put_back(flow);
        read.map_err(|error| match error {
            FilesError::Conflict => Error::Conflict,
            _ => Error::SourceUnavailable,
        })
    }

    /// Waits for something; for nothing any more once this is closed.
    async fn unless_closed<T>(&self, wanted: impl Future<Output = T>) -> Option<T> {
        let _turn = Turn(self);
        let mut wanted = pin!(wanted);
        poll_fn(|context| {
            *locked(&self.waiting) = Some(context.waker().clone());
            // Looked at after the waker is there, so that closing meanwhile wakes it.
            if self.is_closed.load(Ordering::Acquire) {
                return Poll::Ready(None);
            }
            wanted.as_mut().poll(context).map(Some)
        })
        .await
    }

    fn put_back(&self, flow: Flow) {
        let mut kept = locked(&self.flow);
        // Closed in the middle: this was the last.
        if !self.is_closed.load(Ordering::Acquire) {
            *kept = Some(flow);
        }
    }

    /// Gives up what is left, and ends a read that is under way.
    pub(crate) fn close(&self) {
        self.is_closed.store(true, Ordering::Release);
        drop(self.take());
        let waiting = locked(&self.waiting).take();
        if let Some(waiting) = waiting {
            waiting.wake();
        }
    }
}
