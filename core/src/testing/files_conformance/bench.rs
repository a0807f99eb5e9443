//! What the cases are built of.

use core::fmt::Debug;

use super::{Found, Traits};
use crate::domain::file::{FileName, FilePath};
use crate::ports::files::{
    ByteRange, ByteStream, Connection, Entry, FileStore, FilesError, FilesFuture, Item, Listing, Loc, Mode, Page, Put,
    Whole, read_all,
};

/// Gives `Err` with a message unless the condition holds.
macro_rules! ensure {
    ($condition:expr, $($message:tt)+) => {
        if !$condition {
            return Err(format!($($message)+));
        }
    };
}

pub(super) use ensure;

/// More than any content of the cases has.
const MOST: usize = 16 * 1024 * 1024;

/// A store and on whose behalf it is asked.
pub(super) struct Bench<'a, S> {
    pub(super) store: &'a S,
    pub(super) by: &'a Connection,
    pub(super) traits: Traits,
}

/// Compares two values and says both where they differ.
pub(super) fn same<T: PartialEq + Debug>(what: &str, found: &T, expected: &T) -> Found {
    ensure!(found == expected, "{what}:\n found    {found:?}\n expected {expected:?}");
    Ok(())
}

/// Checks that a call was refused for a reason.
pub(super) fn refused<T: Debug>(what: &str, outcome: Result<T, FilesError>, expected: &FilesError) -> Found {
    ensure!(outcome.as_ref().err() == Some(expected), "{what} gave {outcome:?}, not {expected:?}");
    Ok(())
}

/// Words a failure.
pub(super) fn well<T>(what: &str, outcome: Result<T, FilesError>) -> Result<T, String> {
    outcome.map_err(|error| format!("{what} failed: {error:?}"))
}

pub(super) fn name(text: &str) -> Result<FileName, String> {
    text.parse().map_err(|error| format!("{text:?}: {error}"))
}

pub(super) fn path(text: &str) -> Result<FilePath, String> {
    text.parse().map_err(|error| format!("{text:?}: {error}"))
}

pub(super) fn at(text: &str) -> Result<Loc, String> {
    path(text).map(Loc::Path)
}

/// Content in which every place is told from its neighbours.
pub(super) fn content(size: usize) -> Vec<u8> {
    (0..size).map(|place| u8::try_from(place % 251).unwrap_or_default()).collect()
}

/// A stream that breaks off, or never goes on, after its first piece.
#[derive(Debug)]
pub(super) struct Broken {
    pub(super) first: Option<Vec<u8>>,
    pub(super) breaks: bool,
}

impl ByteStream for Broken {
    fn next(&mut self) -> FilesFuture<'_, Option<Vec<u8>>> {
        match self.first.take() {
            Some(piece) => Box::pin(core::future::ready(Ok(Some(piece)))),
            None if self.breaks => Box::pin(core::future::ready(Err(FilesError::TooLarge))),
            None => Box::pin(core::future::pending()),
        }
    }
}

impl<S: FileStore> Bench<'_, S> {
    pub(super) async fn put(&self, folder: &str, file: &str, content: impl Into<Vec<u8>>) -> Result<Entry, String> {
        let put = Put::new(at(folder)?, name(file)?).mode(Mode::Overwrite);
        well(&format!("put {folder}/{file}"), self.store.put(self.by, put, Whole::boxed(content)).await)
    }

    pub(super) async fn make_dir(&self, folder: &str) -> Result<Entry, String> {
        let made = self.store.make_dir(self.by, &Loc::root(), &path(folder)?).await;
        well(&format!("make_dir {folder}"), made)
    }

    pub(super) async fn stat(&self, at: &Loc) -> Result<Entry, String> {
        well(&format!("stat {at:?}"), self.store.stat(self.by, at).await)
    }

    pub(super) async fn move_to(&self, from: &str, into: &str, to: &str) -> Result<Entry, String> {
        let moved = self.store.move_to(self.by, &at(from)?, &at(into)?, &name(to)?).await;
        well(&format!("move_to {from} {into}/{to}"), moved)
    }

    pub(super) async fn delete(&self, file: &str) -> Found {
        well(&format!("delete {file}"), self.store.delete(self.by, &at(file)?).await)
    }

    pub(super) async fn read(&self, at: &Loc, range: ByteRange) -> Result<Vec<u8>, FilesError> {
        let mut opened = self.store.open(self.by, at, range).await?;
        read_all(opened.data.as_mut(), MOST).await
    }

    pub(super) async fn list(&self, folder: &str, is_recursive: bool, limit: u32) -> Result<Page, String> {
        let listed = self.store.list(self.by, &at(folder)?, Listing { is_recursive, limit }).await;
        well(&format!("list {folder}"), listed)
    }

    /// All paths below a folder, by a listing of it taken page by page.
    pub(super) async fn paths(&self, folder: &str) -> Result<Vec<String>, String> {
        let (mut mirror, mut page) = (Mirror::default(), self.list(folder, true, 0).await?);
        loop {
            mirror.take(page.items);
            if !page.has_more {
                return Ok(mirror.paths());
            }
            page = well("changes", self.store.changes(self.by, &page.cursor).await)?;
        }
    }
}

/// What one knows of a folder who takes the news of it as the contract says.
#[derive(Debug, Default)]
pub(super) struct Mirror(pub(super) Vec<Entry>);

impl Mirror {
    pub(super) fn take(&mut self, items: Vec<Item>) {
        for item in items {
            match item {
                Item::Gone(path) => self.0.retain(|known| !known.path.starts_with(&path)),
                Item::Here(entry) => {
                    self.0.retain(|known| known.path != entry.path);
                    self.0.push(entry);
                }
            }
        }
    }

    pub(super) fn paths(&self) -> Vec<String> {
        let mut paths: Vec<_> = self.0.iter().map(|entry| entry.path.join("/")).collect();
        paths.sort();
        paths
    }
}
