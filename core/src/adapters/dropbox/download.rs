//! Reading a file piece by piece, each piece a call of its own, as of one revision.

use core::ops::Range;
use std::io::Read;

use dropbox_sdk::sync_routes::files::{self, DownloadArg};

use super::errors::Fail;
use super::session::Session;
use super::{Dropbox, Work};
use crate::ports::files::{ByteRange, ByteStream, Connection, Entry, FilesError, FilesFuture, Loc, Opened, Rev};

/// How many bytes come first, so that music begins soon.
const FIRST: u64 = 512 * 1024;

/// How many bytes come at once after that.
const PIECE: u64 = 4 * 1024 * 1024;

impl Session {
    /// Opens a file: its entry, its revision, and which bytes are meant.
    pub(super) fn open(&self, at: &Loc, range: ByteRange) -> Result<(Entry, Rev, Range<u64>), Fail> {
        let (found, facts) = self.file(at)?;
        let range = range.within(facts.size)?;
        Ok((found.entry(self.home()), facts.rev, range))
    }

    /// Reads the first bytes of a range of one revision; never none of a range that has some.
    pub(super) fn piece(&self, rev: &Rev, range: Range<u64>) -> Result<Vec<u8>, Fail> {
        let most = if range.start == 0 { FIRST } else { PIECE };
        let end = range.end.min(range.start.saturating_add(most));
        let count = end.saturating_sub(range.start);
        let argument = DownloadArg::new(format!("rev:{rev}"));
        let asked = self.ask_with(&argument, |wire, argument| {
            files::download(wire, argument, Some(range.start), Some(end.saturating_sub(1)))
        })?;
        if asked.result.rev != rev.as_str() {
            return Err(FilesError::Conflict.into());
        }
        let body = asked.body.ok_or(FilesError::Transient)?;
        let mut piece = Vec::with_capacity(usize::try_from(count).unwrap_or_default());
        // One more than was asked for tells an answer that is not to the question: of the whole file, as a rule.
        body.take(count.saturating_add(1)).read_to_end(&mut piece).map_err(|_| FilesError::Transient)?;
        let is_whole = u64::try_from(piece.len()).is_ok_and(|length| length == count);
        if is_whole { Ok(piece) } else { Err(FilesError::Transient.into()) }
    }
}

/// A file being read; nothing is held open between two pieces.
#[derive(Debug)]
struct Reading {
    store: Dropbox,
    by: Connection,
    rev: Rev,
    left: Range<u64>,
}

impl ByteStream for Reading {
    fn next(&mut self) -> FilesFuture<'_, Option<Vec<u8>>> {
        Box::pin(async move {
            if self.left.is_empty() {
                return Ok(None);
            }
            // Kept until it has come: a read that was given up is begun anew.
            let left = self.left.clone();
            let mut tries = 0;
            loop {
                let (rev, range) = (self.rev.clone(), left.clone());
                let error =
                    match self.store.run(&self.by, Work::Read, move |session| session.piece(&rev, range.clone())).await
                    {
                        Ok(piece) => {
                            let read = u64::try_from(piece.len()).unwrap_or(u64::MAX);
                            self.left = left.start.saturating_add(read)..left.end;
                            return Ok(Some(piece));
                        }
                        Err(error) => error,
                    };
                if !self.store.is_worth_another(&error, &mut tries).await {
                    self.left = 0..0;
                    return Err(error);
                }
            }
        })
    }
}

impl Dropbox {
    pub(super) async fn read(&self, by: &Connection, at: &Loc, range: ByteRange) -> Result<Opened, FilesError> {
        let at = at.clone();
        let (entry, rev, range) = self.run(by, Work::Read, move |session| session.open(&at, range)).await?;
        let reading = Reading { store: self.clone(), by: by.clone(), rev, left: range.clone() };
        Ok(Opened { entry, range, data: Box::new(reading) })
    }
}
