//! What is shown of files, and what an upload says (FIL-5).

use serde::{Deserialize, Serialize};

use super::ticket::Ticket;
use crate::domain::file::FileKind;
use crate::domain::share_link::FileRef;
use crate::id::TrackId;
use crate::ports::TrackFile;
use crate::ports::files::ContentHash;
use crate::time::Timestamp;

/// A file of a track.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FileView {
    /// The id, through renames and, where the file store can tell, new content.
    pub id: FileRef,
    /// The name.
    pub name: String,
    /// The kind, by the folder that it lies in (FIL-1).
    pub kind: FileKind,
    /// How many bytes.
    pub size: u64,
    /// When its content last changed.
    pub modified_at: Timestamp,
    /// The hash of its content, where the store knows it without reading.
    pub content_hash: Option<ContentHash>,
}

impl FileView {
    pub(super) fn of(file: TrackFile) -> Self {
        let TrackFile { id, name, kind, size, modified_at, content_hash } = file;
        Self { id, name, kind, size, modified_at, content_hash }
    }
}

/// The files of a track as they are now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TrackFilesView {
    /// Which track.
    pub track: TrackId,
    /// The files, by kind and name.
    pub files: Vec<FileView>,
    /// The file that is played before anything is chosen (LNK-6).
    pub preview: Option<FileRef>,
    /// Whether the files still lie with a former owner (FIL-5).
    pub transfer_pending: bool,
}

/// A ticket for a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FileTicket {
    /// Of which track.
    pub track: TrackId,
    /// The file.
    pub file: FileRef,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: FileKind,
    /// What [`Workspace::redeem`](crate::Workspace::redeem) takes for the bytes.
    pub ticket: Ticket,
}

/// A file to upload.
///
/// # Example: new content for a file that is there
///
/// ```
/// use cowrite::{FileKind, Upload};
///
/// let upload = Upload::new(FileKind::Bounce, "mix.wav").replacing();
/// # let _ = upload;
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Upload {
    pub(super) kind: FileKind,
    pub(super) name: String,
    pub(super) replaces: bool,
}

impl Upload {
    /// Says what it is, and what it is to be called.
    pub fn new(kind: FileKind, name: impl Into<String>) -> Self {
        Self { kind, name: name.into(), replaces: false }
    }

    /// Takes the place of a file that has the name; without it, that is a conflict.
    pub fn replacing(mut self) -> Self {
        self.replaces = true;
        self
    }
}

/// What was done to a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FileChanged {
    /// Of which track.
    pub track: TrackId,
    /// The file; nothing in a dry run of an upload, which makes none.
    pub file: Option<FileRef>,
    /// Its name now, or what it was called.
    pub name: String,
    /// Its kind.
    pub kind: FileKind,
}
