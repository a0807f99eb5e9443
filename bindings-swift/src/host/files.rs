//! What a file store of the host's is asked with, and what it answers.

use std::sync::Arc;

use cowrite::Timestamp;

use super::bytes::ContentPort;
use crate::custom::{Span, Whole};

pub(crate) use cowrite::ports::files::{
    ByteRange, ContentHash, Cursor, Entry as FileEntry, FileFacts, FileId as FileID, Item as FileNews,
    Mode as WriteMode, Node as FileNode, Page as FilePage, Rev, TempLink as TemporaryLink,
};

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
