use core::fmt;

use super::BoxFuture;
use crate::domain::file::FileKind;
use crate::domain::folder::Folder;
use crate::domain::share_link::FileRef;
use crate::error::Error;
use crate::id::TrackId;
use crate::time::Timestamp;

/// A file of a track, as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "what a listing answers")]
pub struct TrackFile {
    /// Its id in the file store.
    pub id: FileRef,
    /// Its name.
    pub name: String,
    /// Its kind (FIL-1).
    pub kind: FileKind,
    /// How many bytes.
    pub size: u64,
    /// When its content last changed.
    pub modified_at: Timestamp,
}

/// The files of some tracks, each with its own.
pub type FilesOfTracks = Vec<(TrackId, Vec<TrackFile>)>;

/// What files tracks have, asked anew at every opening of a link: what a visitor sees is live (LNK-5).
pub trait TrackFiles: Send + Sync + fmt::Debug {
    /// Lists the files of some tracks as they are now, in the order in which the tracks were asked about.
    ///
    /// A track without a folder of its own has no files.
    ///
    /// # Errors
    /// `source_unavailable` where the files of one of them cannot be reached.
    fn list(&self, tracks: Vec<(TrackId, Option<Folder>)>) -> BoxFuture<'_, Result<FilesOfTracks, Error>>;
}

/// No files at all: what a workspace without a file store has.
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct NoFiles;

impl TrackFiles for NoFiles {
    fn list(&self, tracks: Vec<(TrackId, Option<Folder>)>) -> BoxFuture<'_, Result<FilesOfTracks, Error>> {
        let none = tracks.into_iter().map(|(track, _)| (track, Vec::new())).collect();
        Box::pin(core::future::ready(Ok(none)))
    }
}
