//! How far an account's files have been followed (FIL-5).
//!
//! R1. An account is followed from when the first folder of a track is given a place in it.
//! R2. Where news was lost, or none was heard yet, every track in the account is looked at, after a new cursor was taken.
//! R3. A cursor is kept after all that is before it was told: what is cut off is heard again, and nothing of it told twice ([`known_files`](super::known_files)).
//! R4. What cannot be looked at now is looked at later: while a folder is being moved, while an import is being put there, where it cannot be read.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::document::{Document, DocumentKey};
use super::draft::Draft;
use super::file::fold_name;
use super::folder_place::FolderPlace;
use super::import::ImportState;
use super::slice::Slice;
use crate::event::Aggregate;
use crate::id::{PersonId, TrackId};

/// An account in which folders of tracks lie, and how far its files have been followed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct Followed {
    /// Whose account ([`FolderPlace::account`]).
    pub account: PersonId,
    /// Up to where all news was told; none, where none was heard yet.
    pub cursor: Option<String>,
    /// Whether every track in it is to be looked at before there is news (R2).
    pub is_anew: bool,
    /// After which track that goes on.
    pub after: Option<TrackId>,
    /// What is to be looked at again (R4).
    pub later: BTreeSet<TrackId>,
}

/// What has happened to how far an account has been followed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a reader of history must meet every event")]
pub enum FollowEvent {
    /// The first folder is given a place in it.
    Begun,
    /// News is heard from here on, and every track is to be looked at (R2).
    Restarted {
        /// Where from.
        cursor: String,
    },
    /// Some of the tracks have been looked at (R2).
    LookedThrough {
        /// Up to which; none, when all have been.
        after: Option<TrackId>,
        /// What is to be looked at again.
        later: BTreeSet<TrackId>,
    },
    /// All news up to here was told.
    Heard {
        /// Where.
        cursor: String,
        /// What is to be looked at again.
        later: BTreeSet<TrackId>,
    },
}

impl Followed {
    /// Returns how far an account has been followed after an event.
    #[must_use]
    pub fn after(before: Option<Self>, account: PersonId, event: &FollowEvent) -> Option<Self> {
        let begun = Self { account, cursor: None, is_anew: false, after: None, later: BTreeSet::new() };
        match event {
            FollowEvent::Begun => Some(begun),
            FollowEvent::Restarted { cursor } => {
                let cursor = Some(cursor.clone());
                before.map(|followed| Self { cursor, is_anew: true, after: None, ..followed })
            }
            FollowEvent::LookedThrough { after, later } => {
                let (after, later) = (*after, later.clone());
                before.map(|followed| Self { is_anew: after.is_some(), after, later, ..followed })
            }
            FollowEvent::Heard { cursor, later } => {
                let (cursor, later) = (Some(cursor.clone()), later.clone());
                before.map(|followed| Self { cursor, later, ..followed })
            }
        }
    }
}

/// Returns by what a folder at some place of an account is found, however its names are spelled.
#[must_use]
pub fn place_key<'a>(account: PersonId, names: impl IntoIterator<Item = &'a str>) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(account.uuid());
    for name in names {
        hash.update(fold_name(name));
        hash.update("/");
    }
    hash.finalize().into()
}

impl FolderPlace {
    /// Returns by what a folder here is found, and by what those above it find it.
    #[must_use]
    pub fn keys(&self) -> (Vec<[u8; 32]>, [u8; 32]) {
        let names: Vec<&str> = self.path.names().iter().map(super::file::FileName::as_str).collect();
        let key = |length: usize| place_key(self.account(), names.iter().take(length).copied());
        ((1..names.len()).map(key).collect(), key(names.len()))
    }
}

impl Slice {
    /// Returns how far an account's files have been followed.
    #[must_use]
    pub fn followed(&self, account: PersonId) -> Option<&Followed> {
        match self.documents.get(&DocumentKey::Followed(account)) {
            Some(Document::Followed(followed)) => Some(followed),
            _ => None,
        }
    }

    /// Returns whether what is in a track's folder is just being put there by the library: nothing of it is news (R4).
    #[must_use]
    pub fn is_in_motion(&self, track: TrackId) -> bool {
        let is_moving = self.folder(track).is_some_and(|folder| folder.next.is_some());
        let is_carried = |document: &Document| match document {
            Document::Import(import) => import.state == ImportState::Accepted(track) && import.is_waiting(),
            _ => false,
        };
        is_moving || self.documents.values().any(is_carried)
    }
}

impl Draft {
    /// Begins to follow the account that a place is in, where that has not begun (R1).
    pub(crate) fn begin_following(&mut self, place: &FolderPlace) {
        if self.slice.followed(place.account()).is_none() {
            self.follow(place.account(), FollowEvent::Begun);
        }
    }

    /// Records how far an account has been followed.
    pub fn follow(&mut self, account: PersonId, event: FollowEvent) {
        self.record(Aggregate::Document(DocumentKey::Followed(account)), event);
    }
}
