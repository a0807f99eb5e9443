//! Where a track's files are (FIL-1).

use serde::{Deserialize, Serialize};

use crate::id::{PersonId, TrackId};

/// Where a track's files are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct Folder {
    /// Whose.
    pub track: TrackId,
    /// In whose account: the owner's, until a handover's files have been moved.
    pub holder: PersonId,
    /// The path below the account's root.
    pub path: String,
}

/// What has happened to a track's folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a reader of history must meet every event")]
pub enum FolderEvent {
    /// It was given its place, or another one.
    Placed {
        /// In whose account.
        holder: PersonId,
        /// The path below the account's root.
        path: String,
    },
}

impl Folder {
    /// Returns what the folder is after an event.
    #[must_use]
    pub fn after(_before: Option<Self>, track: TrackId, event: &FolderEvent) -> Option<Self> {
        let FolderEvent::Placed { holder, path } = event;
        Some(Self { track, holder: *holder, path: path.clone() })
    }
}
