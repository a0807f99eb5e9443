//! The bytes of files on their way.

use std::sync::{Arc, Mutex, PoisonError};

use cowrite::ports::files::{ByteStream, FilesError};
use cowrite::{Body, Error, Timestamp};

use crate::custom::{SecretText, Whole};
use crate::error::Refusal;

/// Content that is read by one at a time.
#[derive(Debug, uniffi::Object)]
pub(crate) struct ContentCore {
    stream: Mutex<Option<Box<dyn ByteStream>>>,
}

impl ContentCore {
    pub(crate) fn new(stream: Box<dyn ByteStream>) -> Arc<Self> {
        Arc::new(Self { stream: Mutex::new(Some(stream)) })
    }

    fn take(&self) -> Option<Box<dyn ByteStream>> {
        self.stream.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

#[uniffi::export]
impl ContentCore {
    /// The next piece; nothing at the end.
    pub(crate) async fn next(&self) -> Result<Option<Vec<u8>>, Refusal> {
        let Some(mut stream) = self.take() else { return Ok(None) };
        let piece = stream.next().await.map_err(|error| match error {
            FilesError::Conflict => Error::Conflict,
            _ => Error::SourceUnavailable,
        })?;
        if piece.is_some() {
            *self.stream.lock().unwrap_or_else(PoisonError::into_inner) = Some(stream);
        }
        Ok(piece)
    }

    /// Gives up what is left.
    pub(crate) fn close(&self) {
        drop(self.take());
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
