//! Reading a file piece by piece, as of one revision.

use std::io::{Read, Seek, SeekFrom};
use std::sync::Arc;

use cap_fs_ext::{FollowSymlinks, OpenOptionsFollowExt, OpenOptionsSyncExt};
use cap_std::fs::{File, OpenOptions};

use super::disk::{Disk, Found};
use super::identity::rev;
use super::{LocalFolder, failed};
use crate::ports::files::{
    ByteRange, ByteStream, ContentHash, ContentHasher, Entry, FilesError, FilesFuture, Loc, Opened, Rev,
};

/// How many bytes are read at once.
const PIECE: usize = 256 * 1024;

/// What a file was opened as, before there is a stream of it.
#[derive(Debug)]
pub(super) struct Start {
    entry: Entry,
    range: core::ops::Range<u64>,
    file: File,
}

impl Disk {
    /// Opens what was found, if it is still that: neither a link nor a pipe that has come in its place.
    fn open_file(found: &Found) -> Result<File, FilesError> {
        let mut options = OpenOptions::new();
        options.read(true).follow(FollowSymlinks::No).nonblock(true);
        let file = found.parent.open_with(found.name(), &options).map_err(|error| failed(&error))?;
        let metadata = file.metadata().map_err(|error| failed(&error))?;
        if !metadata.is_file() {
            return Err(FilesError::NotFound);
        }
        if rev(&metadata) == rev(&found.metadata) { Ok(file) } else { Err(FilesError::Conflict) }
    }

    pub(super) fn start(&self, at: &Loc, range: ByteRange) -> Result<Start, FilesError> {
        let found = self.file(at)?;
        let range = range.within(found.metadata.len())?;
        let mut file = Self::open_file(&found)?;
        file.seek(SeekFrom::Start(range.start)).map_err(|error| failed(&error))?;
        Ok(Start { entry: found.entry(0), range, file })
    }

    pub(super) fn content_hash(&self, at: &Loc) -> Result<ContentHash, FilesError> {
        let found = self.file(at)?;
        let mut file = Self::open_file(&found)?;
        let (mut hasher, mut piece) = (ContentHasher::new(), vec![0; PIECE]);
        loop {
            let count = file.read(&mut piece).map_err(|error| failed(&error))?;
            if count == 0 {
                break;
            }
            hasher.update(piece.get(..count).unwrap_or_default());
        }
        is_still(&file, &rev(&found.metadata))?;
        Ok(hasher.finish())
    }
}

fn is_still(file: &File, expected: &Rev) -> Result<(), FilesError> {
    let metadata = file.metadata().map_err(|error| failed(&error))?;
    if rev(&metadata) == *expected { Ok(()) } else { Err(FilesError::Conflict) }
}

/// A file being read. Whoever replaces it meanwhile leaves this content alone; whoever writes into it is noticed.
#[derive(Debug)]
struct Reading {
    store: LocalFolder,
    /// Away while a piece is being read: a caller that drops that read cannot go on.
    file: Option<File>,
    rev: Rev,
    left: u64,
    is_over: bool,
}

impl ByteStream for Reading {
    fn next(&mut self) -> FilesFuture<'_, Option<Vec<u8>>> {
        Box::pin(async move {
            if self.is_over {
                return Ok(None);
            }
            let Some(mut file) = self.file.take() else {
                self.is_over = true;
                return Err(FilesError::Transient);
            };
            let (rev, count) = (self.rev.clone(), usize::try_from(self.left).unwrap_or(usize::MAX).min(PIECE));
            let read = self.store.run(move |_| {
                let mut piece = vec![0; count];
                let read = file.read_exact(&mut piece);
                // What is no longer whole may be the next content already: it is not given out.
                is_still(&file, &rev)?;
                read.map_err(|error| failed(&error))?;
                Ok((file, piece))
            });
            match read.await {
                Err(error) => {
                    self.is_over = true;
                    Err(error)
                }
                Ok((_, piece)) if piece.is_empty() => {
                    self.is_over = true;
                    Ok(None)
                }
                Ok((file, piece)) => {
                    self.file = Some(file);
                    self.left = self.left.saturating_sub(u64::try_from(piece.len()).unwrap_or(u64::MAX));
                    Ok(Some(piece))
                }
            }
        })
    }
}

impl LocalFolder {
    pub(super) fn stream(&self, start: Start) -> Result<Opened, FilesError> {
        let facts = start.entry.file().ok_or(FilesError::NotFound)?;
        let reading = Reading {
            store: Self { inner: Arc::clone(&self.inner) },
            file: Some(start.file),
            rev: facts.rev.clone(),
            left: start.range.end.saturating_sub(start.range.start),
            is_over: false,
        };
        Ok(Opened { entry: start.entry, range: start.range, data: Box::new(reading) })
    }
}
