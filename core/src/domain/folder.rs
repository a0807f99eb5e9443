//! Where a track's files are, and what happens to them (FIL-1, FIL-5).
//!
//! R1. A track's folder lies with its holder, at the names of the groups above the track and the track's title; it is placed when it is first needed.
//! R2. No two tracks have one folder, whatever file systems take for the same name: where a place is taken, the track's id is added.
//! R3. A folder once placed stays where it is until it is moved; deleting a track leaves it and what is in it (FIL-4).
//! R4. What people do to files through the library is history; what they do in the folder itself is not.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::access::{Authorized, act};
use super::document::{Document, DocumentKey};
use super::draft::Draft;
use super::file::{FileKind, FilePath, folder_name};
use super::person::{Claim, ClaimChange};
use super::share_link::FileRef;
use super::slice::Slice;
use crate::error::{Error, Noun};
use crate::event::Aggregate;
use crate::id::{PersonId, Scope, TrackId};

/// Where a track's files are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct Folder {
    /// Whose.
    pub track: TrackId,
    /// In whose account: the owner's, until a handover's files have been moved.
    pub holder: PersonId,
    /// The path below the account's root.
    pub path: FilePath,
}

/// A file as an event tells of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "part of events, which readers must know whole")]
pub struct FileTold {
    /// Its id in the file store.
    pub file: FileRef,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: FileKind,
    /// How many bytes.
    pub size: u64,
}

/// What has happened to a track's folder, or to a file in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a reader of history must meet every event")]
pub enum FolderEvent {
    /// It was given its place, or another one.
    Placed {
        /// In whose account.
        holder: PersonId,
        /// The path below the account's root.
        path: FilePath,
    },
    /// A file was uploaded.
    FileAdded(FileTold),
    /// A file got new content.
    FileReplaced(FileTold),
    /// A file got another name.
    FileRenamed {
        /// The file with its new name.
        file: FileTold,
        /// What it was called.
        before: String,
    },
    /// A file was deleted.
    FileDeleted(FileTold),
}

impl Folder {
    /// Returns what the folder is after an event.
    #[must_use]
    pub fn after(before: Option<Self>, track: TrackId, event: &FolderEvent) -> Option<Self> {
        match event {
            FolderEvent::Placed { holder, path } => Some(Self { track, holder: *holder, path: path.clone() }),
            FolderEvent::FileAdded(_)
            | FolderEvent::FileReplaced(_)
            | FolderEvent::FileRenamed { .. }
            | FolderEvent::FileDeleted(_) => before,
        }
    }

    /// Returns the claim by which no other track gets this place (R2).
    #[must_use]
    pub fn claim(&self) -> Claim {
        // Hashed, since a path is longer than what stores index.
        let names = self.path.names().iter().flat_map(|name| [name.key(), "/".to_owned()]);
        let hash = names.fold(Sha256::new_with_prefix(self.holder.uuid()), Digest::chain_update).finalize();
        Claim::Folder(hash.iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

/// Returns the folder that a track would have by its title and groups; `again` with the track's id, for where that is taken (R1, R2).
///
/// Nothing, where the track or its way up is not in the slice.
#[must_use]
pub fn wanted_folder(slice: &Slice, id: TrackId, again: bool) -> Option<Folder> {
    let track = slice.track(id)?;
    let above: Vec<Scope> = slice.way_up(id.into()).skip(1).collect();
    let mut path = FilePath::root();
    for group in above.iter().rev().filter_map(|scope| slice.group(scope.group()?)) {
        path = path.join(folder_name(&group.name)).ok()?;
    }
    let title = folder_name(&track.title);
    let name = if again { folder_name(&format!("{} {}", beginning(title.as_str()), ending(id))) } else { title };
    Some(Folder { track: id, holder: track.owner, path: path.join(name).ok()? })
}

/// The beginning of a title that leaves room for an id.
fn beginning(title: &str) -> &str {
    let end = title.char_indices().map(|(at, mark)| at + mark.len_utf8()).take_while(|end| *end <= 180).last();
    title.get(..end.unwrap_or_default()).unwrap_or_default()
}

/// The end of a track's id, which is random.
fn ending(id: TrackId) -> String {
    id.uuid().simple().to_string().get(20..).unwrap_or_default().to_owned()
}

impl Slice {
    /// Returns where a track's files are, where that has been settled.
    #[must_use]
    pub fn folder(&self, track: TrackId) -> Option<&Folder> {
        match self.documents.get(&DocumentKey::Folder(track)) {
            Some(Document::Folder(folder)) => Some(folder),
            _ => None,
        }
    }
}

impl Draft {
    /// Gives a track's folder its place, where it has none yet (R1, R2).
    ///
    /// # Errors
    /// `access_denied` for a witness of another track; `not_found` for a track that is not there.
    pub fn place_folder(&mut self, by: &Authorized<act::EditFiles>, id: TrackId) -> Result<Folder, Error> {
        self.admit(by, id.into())?;
        if let Some(folder) = self.slice.folder(id) {
            return Ok(folder.clone());
        }
        let wanted = wanted_folder(&self.slice, id, false).ok_or(Error::not_found(Noun::Track))?;
        let is_taken = self.slice.holders.contains_key(&wanted.claim());
        let folder = if is_taken { wanted_folder(&self.slice, id, true) } else { Some(wanted) };
        let folder = folder.ok_or(Error::not_found(Noun::Track))?;
        self.claims.insert(folder.claim(), ClaimChange { from: None, to: Some(folder.holder) });
        let event = FolderEvent::Placed { holder: folder.holder, path: folder.path.clone() };
        self.record(Aggregate::Document(DocumentKey::Folder(id)), event);
        Ok(folder)
    }

    /// Records what somebody has done to a file (FIL-5).
    ///
    /// It refuses nothing, and asks for no witness: the right was asked for before the deed, and what was done while it was held is history also where access has ended since (ACT-1).
    pub fn tell_of_file(&mut self, id: TrackId, event: FolderEvent) {
        self.record(Aggregate::Document(DocumentKey::Folder(id)), event);
    }
}
