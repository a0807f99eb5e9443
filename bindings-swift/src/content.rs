//! The bytes of files on their way.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use cowrite::ports::files::{ByteStream, FilesError};
use cowrite::{Body, Error, Timestamp};

use crate::custom::{SecretText, Whole};
use crate::error::Refusal;

/// How far content has been read.
#[derive(Debug)]
enum Reading {
    /// There may be more.
    Open(Box<dyn ByteStream>),
    /// Somebody waits for a piece.
    Busy,
    /// All was read, or the rest given up.
    Over,
    /// It broke off, and does so again for whoever asks again: what was read is not all.
    Broken(Error),
}

/// Content that is read by one at a time.
#[derive(Debug, uniffi::Object)]
pub(crate) struct ContentCore {
    reading: Mutex<Reading>,
}

impl ContentCore {
    pub(crate) fn new(stream: Box<dyn ByteStream>) -> Arc<Self> {
        Arc::new(Self { reading: Mutex::new(Reading::Open(stream)) })
    }

    fn reading(&self) -> MutexGuard<'_, Reading> {
        self.reading.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the stream out, to wait for its next piece; nothing at the end.
    fn begin(&self) -> Result<Option<Box<dyn ByteStream>>, Error> {
        let mut reading = self.reading();
        match std::mem::replace(&mut *reading, Reading::Busy) {
            Reading::Open(stream) => Ok(Some(stream)),
            Reading::Busy => Err(Error::Conflict),
            Reading::Over => {
                *reading = Reading::Over;
                Ok(None)
            }
            Reading::Broken(error) => {
                *reading = Reading::Broken(error.clone());
                Err(error)
            }
        }
    }

    /// Keeps what came of waiting, unless the rest was given up meanwhile; returns what is of no more use.
    fn end(&self, left: Reading) -> Reading {
        let mut reading = self.reading();
        if matches!(*reading, Reading::Busy) { std::mem::replace(&mut *reading, left) } else { left }
    }
}

#[uniffi::export]
impl ContentCore {
    /// The next piece; nothing at the end. Two at once: the second is refused, since the piece is not its own.
    pub(crate) async fn next(&self) -> Result<Option<Vec<u8>>, Refusal> {
        let Some(mut stream) = self.begin()? else { return Ok(None) };
        let piece = stream.next().await.map_err(|error| match error {
            FilesError::Conflict => Error::Conflict,
            _ => Error::SourceUnavailable,
        });
        let left = match &piece {
            Ok(Some(_)) => Reading::Open(stream),
            Ok(None) => Reading::Over,
            Err(error) => Reading::Broken(error.clone()),
        };
        // A stream may be the host's, whose code is not run under the lock.
        drop(self.end(left));
        Ok(piece?)
    }

    /// Gives up what is left.
    pub(crate) fn close(&self) {
        let given_up = std::mem::replace(&mut *self.reading(), Reading::Over);
        drop(given_up);
    }
}

/// What a ticket was redeemed for.
#[derive(Debug, uniffi::Record)]
pub(crate) struct GivenContent {
    /// The file's name.
    pub(crate) name: String,
    /// Its media type.
    pub(crate) media_type: String,
    /// How many bytes it has in all.
    pub(crate) size: Whole,
    /// The first byte that is given.
    pub(crate) start: Whole,
    /// The one after the last.
    pub(crate) end: Whole,
    /// The bytes.
    pub(crate) content: Option<Arc<ContentCore>>,
    /// The file store's own address for them, instead.
    pub(crate) address: Option<SecretText>,
    /// When that ends.
    pub(crate) address_expires_at: Option<Timestamp>,
}

impl crate::crosses::Crosses for cowrite::Redeemed {
    type Across = GivenContent;

    fn across(self) -> GivenContent {
        let (range, content, link) = match self.body {
            Body::Bytes { range, data } => (range, Some(ContentCore::new(data)), None),
            Body::Address(link) => (0..self.size, None, Some(link)),
            _ => unreachable!("a body that is not mirrored"),
        };
        GivenContent {
            name: self.name,
            media_type: self.media_type.to_owned(),
            size: self.size.across(),
            start: range.start.across(),
            end: range.end.across(),
            content,
            address_expires_at: link.as_ref().map(|link| link.expires_at),
            address: link.map(|link| SecretText(link.url)),
        }
    }
}
