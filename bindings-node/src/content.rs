//! The bytes of a file that is being read: piece by piece, never whole unless asked for.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

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
}

impl Reading {
    pub(crate) const fn new(stream: Box<dyn ByteStream>) -> Self {
        let flow = Flow { stream, rest: Vec::new() };
        Self { flow: Mutex::new(Some(flow)), is_closed: AtomicBool::new(false) }
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
        self.flow.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Reads so many bytes at most, or all that are left.
    pub(crate) async fn read(&self, most: Option<usize>) -> Result<Vec<u8>, Error> {
        let mut flow = self.take().ok_or(Error::Closed)?;
        let read = match most {
            Some(most) => flow.piece(most).await,
            None => flow.all().await,
        };
        self.put_back(flow);
        read.map_err(|error| match error {
            FilesError::Conflict => Error::Conflict,
            _ => Error::SourceUnavailable,
        })
    }

    fn put_back(&self, flow: Flow) {
        let mut kept = self.flow.lock().unwrap_or_else(PoisonError::into_inner);
        // Closed in the middle: this was the last.
        if !self.is_closed.load(Ordering::Acquire) {
            *kept = Some(flow);
        }
    }

    /// Gives up what is left; a read that is under way is the last.
    pub(crate) fn close(&self) {
        self.is_closed.store(true, Ordering::Release);
        drop(self.take());
    }
}
