//! Where a track's files are, and what happens to them (FIL-1, FIL-5).
//!
//! R1. A track's folder lies with its holder, at the names of the groups above the track and the track's title; it is placed when it is first needed.
//! R2. No two tracks have one folder, nor one in another's ([`folder_place`](super::folder_place)).
//! R3. A folder once placed stays where it is until it is moved; deleting a track leaves it and what is in it (FIL-4).
//! R4. A move is announced in a commit of its own, by which nobody else gets the new place, and is over with another: whatever is cut off between them is gone on with.
//! R5. What people do to files is history: through the library at once, in the folder itself once it has been looked at ([`known_files`](super::known_files)).

use serde::{Deserialize, Serialize};

use super::access::{Authorized, act};
use super::document::{Document, DocumentKey};
use super::draft::Draft;
use super::file::FileKind;
use super::file_news::{FileMoved, FilesTold};
use super::folder_members::{Sharing, SharingTold};
use super::folder_place::FolderPlace;
use super::person::ClaimChange;
use super::share_link::FileRef;
use super::slice::Slice;
use crate::error::{Error, Noun};
use crate::event::Aggregate;
use crate::id::TrackId;

/// Where a track's files are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct Folder {
    /// Whose.
    pub track: TrackId,
    /// Where it is.
    pub at: FolderPlace,
    /// Where it is being moved to: under the same root, files may lie at both.
    pub next: Option<FolderPlace>,
    /// Its places in accounts of former holders, which no other track gets: what is there of it is theirs (FIL-4).
    pub former: Vec<FolderPlace>,
    /// With whom it is shared in the file store, as last found (FIL-2).
    pub sharing: Sharing,
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
    /// It was given its place, or is now at another one.
    Placed(FolderPlace),
    /// It is about to be moved there.
    Announced(FolderPlace),
    /// With whom it is shared was found to be otherwise.
    Shared(SharingTold),
    /// A file was uploaded.
    FileAdded(FileTold),
    /// A file of an import was put there.
    FileCarried(FileTold),
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
    /// Files came by themselves: somebody put them into the folder itself.
    FilesAppeared(FilesTold),
    /// Files got new content by themselves.
    FilesChanged(FilesTold),
    /// Files got other names by themselves.
    FilesRenamed {
        /// The first of them.
        files: Vec<FileMoved>,
        /// How many they are in all.
        count: u32,
    },
    /// Files are gone by themselves.
    FilesDisappeared(FilesTold),
}

impl Folder {
    /// Returns whether the folder was at a place before, with a former holder, so that it may come there again.
    #[must_use]
    pub fn had(&self, place: &FolderPlace) -> bool {
        self.former.iter().any(|was| was.claim() == place.claim())
    }

    /// Returns what the folder is after an event.
    #[must_use]
    pub fn after(before: Option<Self>, track: TrackId, event: &FolderEvent) -> Option<Self> {
        match event {
            FolderEvent::Placed(at) => {
                let (mut former, mut sharing) = (Vec::new(), Sharing::default());
                if let Some(before) = before {
                    (former, sharing) = (before.former, before.sharing);
                    if !before.at.shares_root(at) {
                        sharing.holder = None;
                    }
                    former.extend(Some(before.at).filter(|was| !was.shares_root(at)));
                    former.retain(|was| was.claim() != at.claim());
                }
                Some(Self { track, at: at.clone(), next: None, former, sharing })
            }
            FolderEvent::Announced(next) => before.map(|folder| Self { next: Some(next.clone()), ..folder }),
            FolderEvent::Shared(told) => before.map(|mut folder| {
                folder.sharing.apply(told);
                folder
            }),
            FolderEvent::FileAdded(_)
            | FolderEvent::FileCarried(_)
            | FolderEvent::FileReplaced(_)
            | FolderEvent::FileRenamed { .. }
            | FolderEvent::FileDeleted(_)
            | FolderEvent::FilesAppeared(_)
            | FolderEvent::FilesChanged(_)
            | FolderEvent::FilesRenamed { .. }
            | FolderEvent::FilesDisappeared(_) => before,
        }
    }
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
    /// Gives a track's folder the first of some places that is free, where it has none yet (R1, R2).
    ///
    /// # Errors
    /// `access_denied` for a witness of another track; `not_found` for a track that is not there; `conflict` where every place for it is taken.
    pub fn place_folder(
        &mut self,
        by: &Authorized<act::EditFiles>,
        id: TrackId,
        wanted: &[FolderPlace],
    ) -> Result<(), Error> {
        self.admit(by, id.into())?;
        self.give_folder_a_place(id, wanted)
    }

    /// Gives a track's folder its place for what was decided before (R1, R2).
    ///
    /// # Errors
    /// As [`Draft::place_folder`].
    pub(crate) fn give_folder_a_place(&mut self, id: TrackId, wanted: &[FolderPlace]) -> Result<(), Error> {
        if self.slice.folder(id).is_some() {
            return Ok(());
        }
        if self.slice.track(id).is_none() {
            return Err(Error::not_found(Noun::Track));
        }
        let place = wanted.iter().find(|place| place.is_free(&self.slice)).ok_or(Error::Conflict)?;
        self.take_place(place);
        self.begin_following(place);
        self.record(folder_of(id), FolderEvent::Placed(place.clone()));
        Ok(())
    }

    /// Announces that a folder is about to be moved, in place of what was announced before; where nothing is to be moved, it is at its new place at once (R4).
    ///
    /// # Errors
    /// `conflict` where there is no folder, or the place is taken.
    pub fn announce_folder(&mut self, id: TrackId, to: &FolderPlace) -> Result<(), Error> {
        let folder = self.slice.folder(id).ok_or(Error::Conflict)?.clone();
        // The same account and path, held by another person from now on.
        let inherits = |place: &FolderPlace| ClaimChange { from: Some(place.holder), to: Some(to.holder) };
        match &folder.next {
            Some(next) if next.claim() == to.claim() => {
                self.claims.insert(to.claim(), inherits(next));
                self.record(folder_of(id), FolderEvent::Announced(to.clone()));
                return Ok(());
            }
            Some(next) if !folder.had(next) => self.give_back_place(next),
            Some(_) | None => {}
        }
        if to.claim() == folder.at.claim() {
            self.claims.insert(to.claim(), inherits(&folder.at));
            self.record(folder_of(id), FolderEvent::Placed(to.clone()));
            return Ok(());
        }
        if folder.had(to) {
            self.claims.insert(to.claim(), inherits(to));
        } else if to.is_free(&self.slice) {
            self.take_place(to);
        } else {
            return Err(Error::Conflict);
        }
        self.begin_following(to);
        self.record(folder_of(id), FolderEvent::Announced(to.clone()));
        Ok(())
    }

    /// Says that a folder has been moved to where that was announced (R4).
    ///
    /// What was copied to another account is still in the former one (FIL-4), so no other track gets that place.
    ///
    /// # Errors
    /// `conflict` where no such move was announced.
    pub fn settle_folder(&mut self, id: TrackId, to: &FolderPlace) -> Result<(), Error> {
        let folder = self.slice.folder(id).ok_or(Error::Conflict)?.clone();
        if folder.next.as_ref() != Some(to) {
            return Err(Error::Conflict);
        }
        if folder.at.shares_root(to) {
            self.give_back_place(&folder.at);
        }
        self.record(folder_of(id), FolderEvent::Placed(to.clone()));
        Ok(())
    }
}

const fn folder_of(id: TrackId) -> Aggregate {
    Aggregate::Document(DocumentKey::Folder(id))
}
