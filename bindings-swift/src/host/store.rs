//! A file store of the host's.

use std::sync::Arc;
use std::time::Duration;

use cowrite::domain::file::{FileName, FilePath};
use cowrite::ports::files::{
    Account, ByteStream, Connection, FileStore, FilesError, FilesFuture, FolderSharing, Listing, Loc, Membership, Put,
    ThumbnailSize,
};
use uuid::Uuid;

use super::Call;
use super::bytes::HostBytes;
use super::files::{
    ByteRange, ContentHash, Cursor, FileEntry, FileID, FilePage, FilePlace, FileWait, FileWrite, OpenedContent,
    TemporaryLink,
};
use super::refusals::FilesRefusal;
use super::sharing::{MembershipPort, SharingPort};
use crate::content::ContentCore;
use crate::custom::{Span, Whole};

/// Where the files of tracks are kept: the methods of Swift's `FileStore`.
#[uniffi::export(foreign)]
#[async_trait::async_trait]
pub(crate) trait FileStorePort: Send + Sync {
    /// What is at a place.
    async fn stat(&self, by: Option<Uuid>, at: FilePlace) -> Result<FileEntry, FilesRefusal>;

    /// What has an id, if it lies in a folder.
    async fn find(&self, by: Option<Uuid>, folder: FilePlace, id: FileID) -> Result<FileEntry, FilesRefusal>;

    /// What is in a folder.
    async fn list(
        &self,
        by: Option<Uuid>,
        at: FilePlace,
        recursive: bool,
        limit: Whole,
    ) -> Result<FilePage, FilesRefusal>;

    /// What has changed since.
    async fn changes(&self, by: Option<Uuid>, cursor: Cursor) -> Result<FilePage, FilesRefusal>;

    /// Where what changes from now on begins.
    async fn latest_cursor(&self, by: Option<Uuid>, at: FilePlace, recursive: bool) -> Result<Cursor, FilesRefusal>;

    /// Waits for news.
    async fn wait(&self, by: Option<Uuid>, cursor: Cursor, timeout: Span) -> Result<FileWait, FilesRefusal>;

    /// An address for a file.
    async fn temporary_link(&self, by: Option<Uuid>, at: FilePlace) -> Result<TemporaryLink, FilesRefusal>;

    /// Makes folders.
    async fn make_folder(
        &self,
        by: Option<Uuid>,
        within: FilePlace,
        path: Vec<String>,
    ) -> Result<FileEntry, FilesRefusal>;

    /// Writes a file whole.
    async fn put(
        &self,
        by: Option<Uuid>,
        write: FileWrite,
        content: Arc<ContentCore>,
    ) -> Result<FileEntry, FilesRefusal>;

    /// Opens a file.
    async fn open_file(&self, by: Option<Uuid>, at: FilePlace, range: ByteRange)
    -> Result<OpenedContent, FilesRefusal>;

    /// Moves or renames.
    async fn move_to(
        &self,
        by: Option<Uuid>,
        from: FilePlace,
        into: FilePlace,
        name: String,
    ) -> Result<FileEntry, FilesRefusal>;

    /// Deletes a file.
    async fn delete_file(&self, by: Option<Uuid>, at: FilePlace) -> Result<(), FilesRefusal>;
}

/// A file store of Swift's, as the core asks it.
pub(crate) struct HostStore {
    port: Arc<dyn FileStorePort>,
    pub(super) sharing: Option<Arc<dyn SharingPort>>,
    pub(super) membership: Option<Arc<dyn MembershipPort>>,
}

impl core::fmt::Debug for HostStore {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("HostStore")
    }
}

impl HostStore {
    pub(super) fn new(
        port: Arc<dyn FileStorePort>,
        sharing: Option<Arc<dyn SharingPort>>,
        membership: Option<Arc<dyn MembershipPort>>,
    ) -> Self {
        Self { port, sharing, membership }
    }
}

/// Whose account: the person who holds the files, or nobody's of everybody's.
pub(super) fn holder(by: &Connection) -> Option<Uuid> {
    Uuid::try_parse(by.as_str()).ok()
}

fn names(path: &FilePath) -> Vec<String> {
    path.names().iter().map(|name| name.as_str().to_owned()).collect()
}

pub(super) fn place(at: &Loc) -> FilePlace {
    match at {
        Loc::Id(id) => FilePlace::Id(id.clone()),
        Loc::Path(path) => FilePlace::Path(names(path)),
        Loc::Shared(folder, path) => FilePlace::Shared { folder: folder.as_str().to_owned(), path: names(path) },
    }
}

/// Asks the host, on behalf of the call that this thread is at.
pub(super) fn ask<'a, T: Send + 'a>(
    asked: impl Future<Output = Result<T, FilesRefusal>> + Send + 'a,
) -> FilesFuture<'a, T> {
    let call = Call::current();
    Box::pin(async move { asked.await.map_err(|refusal| refusal.told(call.as_ref())) })
}

pub(super) fn unsupported<'a, T: Send + 'a>() -> FilesFuture<'a, T> {
    Box::pin(std::future::ready(Err(FilesError::Unsupported)))
}

impl FileStore for HostStore {
    fn sharing(&self) -> Option<&dyn FolderSharing> {
        self.sharing.is_some().then_some(self)
    }

    fn membership(&self) -> Option<&dyn Membership> {
        self.membership.is_some().then_some(self)
    }

    fn account<'a>(&'a self, by: &'a Connection) -> FilesFuture<'a, Account> {
        let Some(port) = &self.sharing else { return unsupported() };
        let asked = port.account(holder(by));
        ask(async move { asked.await.map(Account::from) })
    }

    fn stat<'a>(&'a self, by: &'a Connection, at: &'a Loc) -> FilesFuture<'a, FileEntry> {
        ask(self.port.stat(holder(by), place(at)))
    }

    fn find<'a>(&'a self, by: &'a Connection, folder: &'a Loc, id: &'a FileID) -> FilesFuture<'a, FileEntry> {
        ask(self.port.find(holder(by), place(folder), id.clone()))
    }

    fn list<'a>(&'a self, by: &'a Connection, at: &'a Loc, listing: Listing) -> FilesFuture<'a, FilePage> {
        ask(self.port.list(holder(by), place(at), listing.is_recursive, Whole(listing.limit.into())))
    }

    fn changes<'a>(&'a self, by: &'a Connection, cursor: &'a Cursor) -> FilesFuture<'a, FilePage> {
        ask(self.port.changes(holder(by), cursor.clone()))
    }

    fn latest_cursor<'a>(&'a self, by: &'a Connection, at: &'a Loc, is_recursive: bool) -> FilesFuture<'a, Cursor> {
        ask(self.port.latest_cursor(holder(by), place(at), is_recursive))
    }

    fn wait<'a>(
        &'a self,
        by: &'a Connection,
        cursor: &'a Cursor,
        timeout: Duration,
    ) -> FilesFuture<'a, cowrite::ports::files::Wait> {
        let asked = self.port.wait(holder(by), cursor.clone(), timeout.into());
        ask(async move {
            let FileWait { has_changed, backoff } = asked.await?;
            Ok(cowrite::ports::files::Wait { has_changed, backoff: backoff.and_then(Span::time) })
        })
    }

    fn content_hash<'a>(&'a self, _: &'a Connection, _: &'a Loc) -> FilesFuture<'a, ContentHash> {
        unsupported()
    }

    fn temp_link<'a>(&'a self, by: &'a Connection, at: &'a Loc) -> FilesFuture<'a, TemporaryLink> {
        ask(self.port.temporary_link(holder(by), place(at)))
    }

    fn thumbnail<'a>(&'a self, _: &'a Connection, _: &'a Loc, _: ThumbnailSize) -> FilesFuture<'a, Vec<u8>> {
        unsupported()
    }

    fn make_dir<'a>(&'a self, by: &'a Connection, within: &'a Loc, path: &'a FilePath) -> FilesFuture<'a, FileEntry> {
        ask(self.port.make_folder(holder(by), place(within), names(path)))
    }

    fn put<'a>(&'a self, by: &'a Connection, put: Put, data: Box<dyn ByteStream>) -> FilesFuture<'a, FileEntry> {
        let write = FileWrite {
            into: place(&put.into),
            name: put.name.as_str().to_owned(),
            mode: put.mode,
            size: put.size.map(|size| Whole(i64::try_from(size).unwrap_or(i64::MAX))),
            content_hash: put.content_hash,
        };
        let content = ContentCore::new(data);
        // Content that the write has no more use for: a store that reads on although nobody waits for it gets none.
        let given_up = GivenUp(Arc::clone(&content));
        let asked = self.port.put(holder(by), write, content);
        ask(async move {
            let written = asked.await;
            drop(given_up);
            written
        })
    }

    fn open<'a>(
        &'a self,
        by: &'a Connection,
        at: &'a Loc,
        range: ByteRange,
    ) -> FilesFuture<'a, cowrite::ports::files::Opened> {
        let (asked, call) = (self.port.open_file(holder(by), place(at), range), Call::current());
        ask(async move {
            let OpenedContent { entry, start, end, content } = asked.await?;
            let data = HostBytes::boxed(content, call);
            Ok(cowrite::ports::files::Opened { entry, range: start..end, data })
        })
    }

    fn move_to<'a>(
        &'a self,
        by: &'a Connection,
        from: &'a Loc,
        into: &'a Loc,
        name: &'a FileName,
    ) -> FilesFuture<'a, FileEntry> {
        ask(self.port.move_to(holder(by), place(from), place(into), name.as_str().to_owned()))
    }

    fn delete<'a>(&'a self, by: &'a Connection, at: &'a Loc) -> FilesFuture<'a, ()> {
        ask(self.port.delete_file(holder(by), place(at)))
    }
}

/// Content that is given up with this.
struct GivenUp(Arc<ContentCore>);

impl Drop for GivenUp {
    fn drop(&mut self) {
        self.0.close();
    }
}
