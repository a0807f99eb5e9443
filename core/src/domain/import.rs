//! Imports: files sent to a person by somebody else, waiting to be put in order (IMP).

use serde::{Deserialize, Serialize};

use crate::id::{ImportId, PersonId, TrackId};
use crate::time::Timestamp;

/// Where an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: it decides what may be done with it")]
pub enum ImportState {
    /// It waits.
    Pending,
    /// It was accepted into a track.
    Accepted(TrackId),
    /// It was dismissed.
    Dismissed,
}

/// Files sent to a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct Import {
    /// The id.
    pub id: ImportId,
    /// To whom.
    pub to: PersonId,
    /// By whom, where it was a person.
    pub from: Option<PersonId>,
    /// When.
    pub submitted_at: Timestamp,
    /// Where it stands.
    pub state: ImportState,
}

/// What has happened to an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a reader of history must meet every event")]
pub enum ImportEvent {
    /// It was sent.
    Submitted {
        /// By whom, where it was a person.
        from: Option<PersonId>,
    },
    /// It was accepted.
    Accepted {
        /// Into what.
        track: TrackId,
    },
    /// It was dismissed.
    Dismissed,
}

impl Import {
    /// Returns what the import is after an event.
    #[must_use]
    pub fn after(before: Option<Self>, to: PersonId, id: ImportId, event: &ImportEvent, at: Timestamp) -> Option<Self> {
        if let ImportEvent::Submitted { from } = event {
            return Some(Self { id, to, from: *from, submitted_at: at, state: ImportState::Pending });
        }
        let mut import = before?;
        match event {
            ImportEvent::Submitted { .. } => {}
            ImportEvent::Accepted { track } => import.state = ImportState::Accepted(*track),
            ImportEvent::Dismissed => import.state = ImportState::Dismissed,
        }
        Some(import)
    }
}
