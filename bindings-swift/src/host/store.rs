//! A file store of the host's.

use std::sync::Arc;
use std::time::Duration;

use cowrite::domain::file::{FileName, FilePath};
use cowrite::ports::files::{
    Account, AccountId, ByteStream, Connection, FileStore, FilesError, FilesFuture, Listing, Loc, Put, ThumbnailSize,
};
use cowrite::{Accounts, Timestamp, WorkspaceBuilder};
use uuid::Uuid;

use super::Call;
use super::bytes::{ContentPort, HostBytes};
use crate::content::ContentCore;
use crate::custom::{Span, Whole};

pub(crate) use cowrite::ports::files::{
    ByteRange, ContentHash, Cursor, Entry as FileEntry, FileFacts, FileId as FileID, Item as FileNews,
    Mode as WriteMode, Node as FileNode, Page as FilePage, Rev, TempLink as TemporaryLink,
};

/// The account of a store that keeps everybody's files in one; no person's, whose names are ids.
const EVERYBODY: &str = "everybody";

/// Where something is: by its id wherever it is by now, or by the names on the way to it.
#[derive(Debug, Clone, uniffi::Enum)]
pub(crate) enum FilePlace {
    /// By its id.
    Id(FileID),
    /// By the names from the account's own root; of the root there are none.
    Path(Vec<String>),
    /// By the names from a shared folder.
    Shared {
        /// The shared folder's id.
        folder: String,
        /// The names.
        path: Vec<String>,
    },
}

/// What is known of a file without reading it.
#[uniffi::remote(Record)]
pub(crate) struct FileFacts {
    /// How many bytes it has.
    pub(crate) size: u64,
    /// Stands for the state of its content: another for every other content.
    pub(crate) rev: Rev,
    /// When its content last changed.
    pub(crate) modified_at: Timestamp,
    /// The SHA-256 over the SHA-256 of each 4 MiB in hexadecimal, where the store knows it without reading.
    pub(crate) content_hash: Option<ContentHash>,
}

/// Whether something is a file or a folder.
#[uniffi::remote(Enum)]
pub(crate) enum FileNode {
    /// A folder.
    Folder,
    /// A file.
    File(FileFacts),
}

/// A file or folder that is there.
#[uniffi::remote(Record)]
pub(crate) struct FileEntry {
    /// The id: the same through renames, moves and new content, and never another's.
    pub(crate) id: FileID,
    /// Its names from the folder that was asked about, its own last; of a root, none.
    pub(crate) path: Vec<String>,
    /// What it is.
    pub(crate) node: FileNode,
}

/// What is told of a folder.
#[uniffi::remote(Enum)]
pub(crate) enum FileNews {
    /// This is there now.
    Here(FileEntry),
    /// At this path nothing is any more, nor below it.
    Gone(Vec<String>),
}

/// A page of news about a folder, in order.
#[uniffi::remote(Record)]
pub(crate) struct FilePage {
    /// The news.
    pub(crate) items: Vec<FileNews>,
    /// Where `changes` goes on.
    pub(crate) cursor: Cursor,
    /// Whether there is more to tell already.
    pub(crate) has_more: bool,
}

/// What a write does about a file that has the name already.
#[uniffi::remote(Enum)]
pub(crate) enum WriteMode {
    /// It is refused as a conflict.
    Add,
    /// The file gets this content; where there is none, it is made.
    Overwrite,
    /// The file gets this content if its present one is this, else it is refused as a conflict.
    Update(Rev),
}

/// An address at which whoever has it reads a file for a while: a secret while it works.
#[uniffi::remote(Record)]
pub(crate) struct TemporaryLink {
    /// The address.
    pub(crate) url: String,
    /// When it was made.
    pub(crate) minted_at: Timestamp,
    /// When it ends.
    pub(crate) expires_at: Timestamp,
    /// The state of the file then.
    pub(crate) rev: Rev,
    /// How many bytes the file had then.
    pub(crate) size: u64,
    /// The hash of its content, where the store knows it.
    pub(crate) content_hash: Option<ContentHash>,
}

/// What is to be written.
#[derive(Debug, Clone, uniffi::Record)]
pub(crate) struct FileWrite {
    /// Into which folder.
    pub(crate) into: FilePlace,
    /// Under which name.
    pub(crate) name: String,
    /// What to do about a file that has the name already.
    pub(crate) mode: WriteMode,
    /// How many bytes come, where it is known.
    pub(crate) size: Option<Whole>,
    /// The hash of what comes, where it is known.
    pub(crate) content_hash: Option<ContentHash>,
}

/// A file that a store has opened.
#[derive(uniffi::Record)]
pub(crate) struct OpenedContent {
    /// The file as it was when it was opened.
    pub(crate) entry: FileEntry,
    /// The first byte that comes.
    pub(crate) start: u64,
    /// The one after the last.
    pub(crate) end: u64,
    /// The bytes.
    pub(crate) content: Arc<dyn ContentPort>,
}

/// What came of waiting.
#[derive(Debug, Clone, uniffi::Record)]
pub(crate) struct FileWait {
    /// Whether there is news.
    pub(crate) has_changed: bool,
    /// How long to leave the store alone before the next wait.
    pub(crate) backoff: Option<Span>,
}

/// Why a file store could not do as asked.
#[derive(Debug, thiserror::Error, uniffi::Error)]
pub(crate) enum FilesRefusal {
    /// What `FileStoreError` says.
    #[error("{tag}")]
    Said {
        /// Its word.
        tag: String,
        /// A number of bytes, or of milliseconds.
        number: Option<u64>,
        /// Another.
        other: Option<u64>,
        /// A word more.
        text: Option<String>,
    },
    /// Something else was thrown, kept under a number.
    #[error("the host's code threw")]
    Thrown {
        /// The number.
        cause: u64,
    },
}

impl From<uniffi::UnexpectedUniFFICallbackError> for FilesRefusal {
    fn from(error: uniffi::UnexpectedUniFFICallbackError) -> Self {
        drop(error);
        Self::Said { tag: "transient".to_owned(), number: None, other: None, text: None }
    }
}

impl FilesRefusal {
    /// What the core is told; what was thrown is the cause of what the caller is told.
    pub(super) fn told(self, call: Option<&Call>) -> FilesError {
        let (tag, number, other, text) = match self {
            Self::Said { tag, number, other, text } => (tag, number, other, text),
            Self::Thrown { cause } => {
                if let Some(call) = call {
                    call.blame(cause);
                }
                return FilesError::Transient;
            }
        };
        let after = || Duration::from_millis(number.unwrap_or(1_000));
        match tag.as_str() {
            "not_found" => FilesError::NotFound,
            "not_permitted" => FilesError::NotPermitted,
            "quota_short" => FilesError::QuotaShort { needed: number, short: other },
            "conflict" => FilesError::Conflict,
            "cursor_reset" => FilesError::CursorReset,
            "too_large" => FilesError::TooLarge,
            "outside_range" => FilesError::OutsideRange { size: number.unwrap_or_default() },
            "mismatch" => FilesError::Mismatch,
            "unsupported" => FilesError::Unsupported,
            "rate_limited" => FilesError::RateLimited { after: after() },
            "contended" => FilesError::Contended { after: after() },
            "disconnected" => FilesError::Disconnected,
            "not_a_member" => FilesError::NotAMember,
            "not_verified" => FilesError::NotVerified,
            "missing_scope" => FilesError::MissingScope(text.unwrap_or_default()),
            "wrong_app_type" => FilesError::WrongAppType,
            _ => FilesError::Transient,
        }
    }
}

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
    async fn open_file(&self, by: Option<Uuid>, at: FilePlace, range: ByteRange) -> Result<OpenedContent, FilesRefusal>;

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
}

impl core::fmt::Debug for HostStore {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("HostStore")
    }
}

impl HostStore {
    /// Has a workspace keep its files with the host: each holder's account goes by the person's id.
    pub(crate) fn keep(builder: WorkspaceBuilder, port: Arc<dyn FileStorePort>, one_account: bool) -> WorkspaceBuilder {
        let accounts = if one_account { Accounts::One(Connection::new(EVERYBODY)) } else { Accounts::EachHolder };
        builder.files(Self { port }, accounts)
    }
}

/// Whose account: the person who holds the files, or nobody's of everybody's.
fn holder(by: &Connection) -> Option<Uuid> {
    Uuid::try_parse(by.as_str()).ok()
}

fn names(path: &FilePath) -> Vec<String> {
    path.names().iter().map(|name| name.as_str().to_owned()).collect()
}

fn place(at: &Loc) -> FilePlace {
    match at {
        Loc::Id(id) => FilePlace::Id(id.clone()),
        Loc::Path(path) => FilePlace::Path(names(path)),
        Loc::Shared(folder, path) => FilePlace::Shared { folder: folder.as_str().to_owned(), path: names(path) },
    }
}

fn span(time: Duration) -> Span {
    Span(i64::try_from(time.as_millis()).unwrap_or(i64::MAX))
}

/// Asks the host, on behalf of the call that this thread is at.
fn ask<'a, T: Send + 'a>(asked: impl Future<Output = Result<T, FilesRefusal>> + Send + 'a) -> FilesFuture<'a, T> {
    let call = Call::current();
    Box::pin(async move { asked.await.map_err(|refusal| refusal.told(call.as_ref())) })
}

fn unsupported<'a, T: Send + 'a>() -> FilesFuture<'a, T> {
    Box::pin(std::future::ready(Err(FilesError::Unsupported)))
}

impl FileStore for HostStore {
    fn account<'a>(&'a self, by: &'a Connection) -> FilesFuture<'a, Account> {
        Box::pin(std::future::ready(Ok(Account {
            id: AccountId::new(by.as_str()),
            email: None,
            is_email_verified: false,
            can_have_viewers: false,
            root: None,
            home: None,
        })))
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
        let asked = self.port.wait(holder(by), cursor.clone(), span(timeout));
        ask(async move {
            let FileWait { has_changed, backoff } = asked.await?;
            let backoff = backoff.map(|span| Duration::from_millis(u64::try_from(span.0).unwrap_or_default()));
            Ok(cowrite::ports::files::Wait { has_changed, backoff })
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
