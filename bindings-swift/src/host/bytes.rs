//! Content of the host's: what a caller uploads, and what a file store reads.

use std::sync::Arc;

use cowrite::Error;
use cowrite::ports::files::{ByteStream, FilesError, FilesFuture};

use super::Call;
use super::refusals::FilesRefusal;
use crate::argument::Argument;

/// Content that Swift gives piece by piece.
#[uniffi::export(foreign)]
#[async_trait::async_trait]
pub(crate) trait ContentPort: Send + Sync {
    /// The next piece; nothing at the end.
    async fn next(&self) -> Result<Option<Vec<u8>>, FilesRefusal>;
}

/// Content of Swift's, as the core reads it.
pub(crate) struct HostBytes {
    port: Arc<dyn ContentPort>,
    call: Option<Call>,
    is_over: bool,
}

impl HostBytes {
    pub(crate) fn boxed(port: Arc<dyn ContentPort>, call: Option<Call>) -> Box<dyn ByteStream> {
        Box::new(Self { port, call, is_over: false })
    }
}

impl core::fmt::Debug for HostBytes {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("HostBytes").field("is_over", &self.is_over).finish_non_exhaustive()
    }
}

impl ByteStream for HostBytes {
    fn next(&mut self) -> FilesFuture<'_, Option<Vec<u8>>> {
        Box::pin(async move {
            while !self.is_over {
                let piece = self.port.next().await;
                self.is_over = !matches!(piece, Ok(Some(_)));
                let piece = piece.map_err(|refusal| refusal.told(self.call.as_ref()))?;
                // A piece is never empty; Swift's may be.
                if piece.as_ref().is_none_or(|piece| !piece.is_empty()) {
                    return Ok::<_, FilesError>(piece);
                }
            }
            Ok(None)
        })
    }
}

impl Argument for Arc<dyn ContentPort> {
    type Value = Box<dyn ByteStream>;

    fn value(self, _: &'static str) -> Result<Self::Value, Error> {
        Ok(HostBytes::boxed(self, Call::current()))
    }
}
