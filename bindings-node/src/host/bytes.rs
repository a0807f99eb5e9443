//! Content of the host's: what a caller uploads, and what a file store reads.

use std::sync::Arc;

use cowrite::Error;
use cowrite::ports::files::{ByteStream, FilesError, FilesFuture};
use serde::Deserialize;

use crate::argument::Argument;
use crate::bridge::{Answer, Bridge, Message};
use crate::call::Call;
use crate::shape::Shape;

/// Content that JavaScript gives piece by piece.
#[derive(Debug)]
pub(crate) struct HostBytes {
    bridge: Arc<Bridge>,
    content: i64,
    /// Whether a file store has opened it, which is to close it.
    is_stores: bool,
    is_over: bool,
}

impl HostBytes {
    /// Takes what a file store has opened.
    pub(crate) const fn of_store(bridge: Arc<Bridge>, content: i64) -> Self {
        Self { bridge, content, is_stores: true, is_over: false }
    }
}

impl ByteStream for HostBytes {
    fn next(&mut self) -> FilesFuture<'_, Option<Vec<u8>>> {
        Box::pin(async move {
            if self.is_over {
                return Ok(None);
            }
            let content = self.content;
            let piece = match self.bridge.ask(|number| Message::Next(number, content)).await {
                Answer::Piece(piece) => Ok(piece),
                Answer::Failed(error) => Err(error),
                Answer::Value(_) | Answer::Opened(..) => Err(FilesError::Transient),
            };
            self.is_over = !matches!(piece, Ok(Some(_)));
            piece
        })
    }
}

impl Drop for HostBytes {
    fn drop(&mut self) {
        if self.is_stores {
            self.bridge.tell(Message::Close(self.content));
        }
    }
}

/// Content as an argument: the number under which the JavaScript half has it.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub(crate) struct Content(i64);

impl Argument for Content {
    type Value = Box<dyn ByteStream>;

    fn shape() -> Shape {
        Shape::Content
    }

    fn value(self, _: &'static str) -> Result<Self::Value, Error> {
        let call = Call::current().ok_or(Error::Closed)?;
        Ok(Box::new(HostBytes { bridge: Arc::clone(&call.bridge), content: self.0, is_stores: false, is_over: false }))
    }
}
