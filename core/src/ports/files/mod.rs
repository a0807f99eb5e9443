//! Where the files of tracks are kept: in a folder of the machine, in accounts of a cloud, or wherever a host says (FIL-1).
//!
//! # Writing a file store
//!
//! [`FileStore`] reads and writes files on behalf of an account, [`FolderSharing`] says who else sees a folder, [`Membership`] is the same from the other side.
//! A store implements the first; one that shares folders gives the others by [`FileStore::sharing`] and [`FileStore::membership`].
//!
//! 1. Every call names the [`Connection`] on whose behalf it is made, and reaches nothing that this account may not.
//! 2. Answers tell what is there at the time of the call: nothing is remembered from one call to the next but what a [`Cursor`] stands for.
//! 3. A file is itself by its [`FileId`]: through renames, moves and new content. An id never comes to mean another file.
//! 4. Two names that [`fold_name`](crate::domain::file::fold_name) makes equal cannot stand side by side through this port; whichever spelling asks, it is the same file.
//! 5. A write takes hold whole or not at all, and whoever reads meanwhile reads the old content or the new.
//! 6. A future that is dropped leaves nothing half done; a write that was under way may still take hold.
//! 7. After [`FilesError::Transient`] from a write it is not known whether it has taken hold: the caller reads back, then decides. With any other error it has not.
//!
//! The suite `testing::files_conformance` says whether a store keeps this contract.

use core::fmt;
use core::time::Duration;

use super::BoxFuture;
use crate::domain::file::{FileName, FilePath};

mod bytes;
mod compare;
mod entry;
mod error;
mod hash;
mod sharing;

pub use bytes::{ByteRange, ByteStream, Opened, Whole, read_all};
pub use compare::Seen;
pub use entry::{
    Account, AccountId, Connection, Cursor, Entry, FileFacts, FileId, FolderId, Item, Listing, Loc, Mode, Node, Page,
    Put, Rev, TempLink, ThumbnailSize, Wait,
};
pub use error::{FilesError, Nesting};
pub use hash::{ContentHash, ContentHasher};
pub use sharing::{
    FolderMember, FolderRole, FolderSharing, Invited, JobDone, JobId, JobKind, Jobs, MemberState, Membership, Progress,
    Revoked, SharedFolder, Step, Who,
};

/// The answer to come of a call to a file store.
pub type FilesFuture<'a, T> = BoxFuture<'a, Result<T, FilesError>>;

/// The most entries that one page of a listing has.
pub const PAGE_LIMIT: u32 = 2_000;

/// Files and folders, as one account sees them.
///
/// Errors that any call may give: `Disconnected`, `MissingScope`, `WrongAppType` and `RootChanged` of the connection, `RateLimited` and `Transient` of the way there, `Unknown`.
/// What the account may not see is `NotFound`; what it may see and not do is `NotPermitted`.
pub trait FileStore: Send + Sync + fmt::Debug {
    /// Returns whose account the connection is, and what it can do.
    fn account<'a>(&'a self, by: &'a Connection) -> FilesFuture<'a, Account>;

    /// Returns what is at a place; its path is the one from the account's root.
    ///
    /// # Errors
    /// `NotFound`; `NotAMember` for a shared folder that the account has no part in.
    fn stat<'a>(&'a self, by: &'a Connection, at: &'a Loc) -> FilesFuture<'a, Entry>;

    /// Returns what has an id, if it lies in a folder, however deep; its path is the one from that folder.
    ///
    /// It is how a file is known still to be a track's own (FIL-4).
    /// The default goes through a listing; a store that finds one by its id does better.
    ///
    /// # Errors
    /// `NotFound` where either is not there, or the one does not lie in the other.
    fn find<'a>(&'a self, by: &'a Connection, folder: &'a Loc, id: &'a FileId) -> FilesFuture<'a, Entry> {
        Box::pin(async move {
            let listing = Listing { is_recursive: true, limit: PAGE_LIMIT };
            let mut page = self.list(by, folder, listing).await?;
            let mut found = None;
            loop {
                for item in page.items {
                    match item {
                        Item::Here(entry) if entry.id == *id => found = Some(entry),
                        Item::Here(entry) if found.as_ref().is_some_and(|found| found.path == entry.path) => {
                            found = None
                        }
                        Item::Gone(path) if found.as_ref().is_some_and(|found| found.path.starts_with(&path)) => {
                            found = None;
                        }
                        Item::Here(_) | Item::Gone(_) => {}
                    }
                }
                if !page.has_more {
                    return found.ok_or(FilesError::NotFound);
                }
                page = self.changes(by, &page.cursor).await?;
            }
        })
    }

    /// Lists a folder as it is now: the first page of it, with a cursor for the rest and for what changes afterwards.
    ///
    /// Of a folder that does not stand still while its pages are read, the later pages tell what has changed.
    /// The folder itself is not among the entries; a folder stands before what is in it.
    /// At least one entry and at most `limit`, or [`PAGE_LIMIT`], stand on a page that has more after it.
    /// Links of the file system, devices and the like are not listed.
    ///
    /// # Errors
    /// `NotFound` where there is no folder; `TooLarge` where there is more below it than the store will go through.
    fn list<'a>(&'a self, by: &'a Connection, at: &'a Loc, listing: Listing) -> FilesFuture<'a, Page>;

    /// Returns what has changed since a cursor was given: the next page of a listing, or news.
    ///
    /// A cursor can be asked more than once, and means the same folder wherever that has been moved to.
    /// A store may leave unsaid that a name is spelled in other letter cases; who needs the spelling looks.
    ///
    /// # Errors
    /// `CursorReset` for a cursor that is too old, unknown or another account's: list anew. `NotFound` where the folder is gone, or the access to it.
    fn changes<'a>(&'a self, by: &'a Connection, cursor: &'a Cursor) -> FilesFuture<'a, Page>;

    /// Returns a cursor for what changes from now on, without listing what is there.
    ///
    /// # Errors
    /// As [`FileStore::list`].
    fn latest_cursor<'a>(&'a self, by: &'a Connection, at: &'a Loc, is_recursive: bool) -> FilesFuture<'a, Cursor>;

    /// Waits until there is news for a cursor, at most `timeout`; a store may give up sooner.
    ///
    /// The caller waits `backoff` before it asks again, where the answer has one.
    ///
    /// # Errors
    /// As [`FileStore::changes`].
    fn wait<'a>(&'a self, by: &'a Connection, cursor: &'a Cursor, timeout: Duration) -> FilesFuture<'a, Wait>;

    /// Returns the hash of a file's content, reading all of it where the store does not know.
    ///
    /// # Errors
    /// `NotFound` where there is no file.
    fn content_hash<'a>(&'a self, by: &'a Connection, at: &'a Loc) -> FilesFuture<'a, ContentHash>;

    /// Makes an address at which whoever has it can read a file for a while, without an account.
    ///
    /// It cannot be taken back: it is made for one who may read now, and never stored.
    ///
    /// # Errors
    /// `NotFound`; `Unsupported` where the store has no addresses, or none for such a file; `NotVerified`; `NotPermitted`.
    fn temp_link<'a>(&'a self, by: &'a Connection, at: &'a Loc) -> FilesFuture<'a, TempLink>;

    /// Returns a small picture of a picture, encoded as PNG or JPEG.
    ///
    /// # Errors
    /// `NotFound`; `Unsupported` where the store makes none, or none of such a file; `TooLarge`.
    fn thumbnail<'a>(&'a self, by: &'a Connection, at: &'a Loc, size: ThumbnailSize) -> FilesFuture<'a, Vec<u8>>;

    /// Makes folders below a folder, those on the way too, and returns the last; one that is there already is well.
    ///
    /// # Errors
    /// `NotFound` where there is no folder `within`; `Conflict` where a file stands in the way; `NotPermitted`; `QuotaShort`.
    fn make_dir<'a>(&'a self, by: &'a Connection, within: &'a Loc, path: &'a FilePath) -> FilesFuture<'a, Entry>;

    /// Writes a file from a stream, whole; the answer has the content's hash.
    ///
    /// # Errors
    /// `NotFound` where there is no such folder; `Conflict` where the mode does not allow it, or a folder has the name; `Mismatch` where the content does not have the expected hash or size;
    /// `NotPermitted`; `QuotaShort`; `TooLarge`; what the stream itself gives.
    fn put<'a>(&'a self, by: &'a Connection, put: Put, data: Box<dyn ByteStream>) -> FilesFuture<'a, Entry>;

    /// Opens a file to read some of it, piece by piece.
    ///
    /// What is read is the content as of one revision; where that cannot be kept up to the end, the stream fails with `Conflict`.
    ///
    /// # Errors
    /// `NotFound` where there is no file; `OutsideRange` where none of the range lies in it.
    fn open<'a>(&'a self, by: &'a Connection, at: &'a Loc, range: ByteRange) -> FilesFuture<'a, Opened>;

    /// Moves or renames a file or folder; to spell its own name otherwise is well.
    ///
    /// # Errors
    /// `NotFound`; `Conflict` where something else has the name, or a folder would come to lie in itself; `NotPermitted`.
    fn move_to<'a>(
        &'a self,
        by: &'a Connection,
        from: &'a Loc,
        into: &'a Loc,
        name: &'a FileName,
    ) -> FilesFuture<'a, Entry>;

    /// Deletes a file; one that is not there is well.
    ///
    /// # Errors
    /// `Conflict` for a folder, which is never deleted with what is in it; `NotPermitted`.
    fn delete<'a>(&'a self, by: &'a Connection, at: &'a Loc) -> FilesFuture<'a, ()>;

    /// Returns the store as one whose folders are shared by their owners; `None` where it shares none (FIL-2).
    ///
    /// It is the same for ever: with one, the members of tracks' folders are kept to what access says.
    fn sharing(&self) -> Option<&dyn FolderSharing> {
        None
    }

    /// Returns the store as one in which an account takes part in what others share; `None` where it does not.
    ///
    /// A store that shares folders and has none leaves it to people to accept their invitations.
    fn membership(&self) -> Option<&dyn Membership> {
        None
    }
}
