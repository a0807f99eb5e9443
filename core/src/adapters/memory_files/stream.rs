//! What is read and written piece by piece.

use core::ops::Range;
use std::sync::Arc;

use super::faults::{FilesCall, FilesFault};
use super::{MemoryFiles, State};
use crate::ports::files::{
    ByteRange, ByteStream, Connection, Entry, FilesError, FilesFuture, Loc, Opened, Put, read_all,
};

/// How many bytes a piece has: few, so that small files come in several.
const PIECE: usize = 1024;

/// A file being read: the content as it was when it was opened.
#[derive(Debug)]
struct Reading {
    data: Arc<[u8]>,
    left: Range<usize>,
    /// Where it is cut off.
    cut: Option<usize>,
}

impl ByteStream for Reading {
    fn next(&mut self) -> FilesFuture<'_, Option<Vec<u8>>> {
        Box::pin(async move {
            let start = self.left.start;
            let end = self.left.end.min(start.saturating_add(PIECE)).min(self.cut.unwrap_or(usize::MAX));
            if start >= self.left.end {
                return Ok(None);
            }
            if start >= end {
                self.left.start = self.left.end;
                return Err(FilesError::Transient);
            }
            self.left.start = end;
            Ok(self.data.get(start..end).map(<[u8]>::to_vec))
        })
    }
}

impl MemoryFiles {
    pub(super) fn open_stream<'a>(
        &'a self,
        by: &'a Connection,
        at: &'a Loc,
        range: ByteRange,
    ) -> FilesFuture<'a, Opened> {
        Box::pin(async move {
            let mut state = self.lock();
            let fault = state.faults.next(FilesCall::Open)?;
            let (data, entry) = found(&state, by, at)?;
            let range = range.within(u64::try_from(data.len()).unwrap_or(u64::MAX))?;
            let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
            let left = place(range.start)..place(range.end);
            let cut = match fault {
                Some(FilesFault::After(error)) => return Err(error),
                Some(FilesFault::CutAfter(bytes)) => Some(left.start.saturating_add(place(bytes))),
                _ => None,
            };
            Ok(Opened { entry, range, data: Box::new(Reading { data, left, cut }) })
        })
    }

    pub(super) fn put_stream<'a>(
        &'a self,
        by: &'a Connection,
        put: Put,
        mut data: Box<dyn ByteStream>,
    ) -> FilesFuture<'a, Entry> {
        Box::pin(async move {
            let content = read_all(data.as_mut(), usize::MAX).await?;
            self.call(FilesCall::Put, |state, now| state.tree.put(by, &put, &content, now)).await
        })
    }
}

fn found(state: &State, by: &Connection, at: &Loc) -> Result<(Arc<[u8]>, Entry), FilesError> {
    let (key, data) = state.tree.file(by, at)?;
    Ok((Arc::clone(data), state.tree.entry(key, state.tree.path(by, key))?))
}
