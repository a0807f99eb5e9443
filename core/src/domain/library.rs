//! The library: how a person arranges, for themselves alone, what they can view (LIB).

use serde::{Deserialize, Serialize};

use crate::id::{BucketId, PersonId, TrackId};

/// A person's private folder for arranging their library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct Bucket {
    /// The id.
    pub id: BucketId,
    /// Whose.
    pub person: PersonId,
    /// The name.
    pub name: String,
    /// Whether it was deleted.
    pub deleted: bool,
}

/// What has happened to a bucket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a reader of history must meet every event")]
pub enum BucketEvent {
    /// It was made.
    Created {
        /// The name.
        name: String,
    },
    /// It has another name.
    Renamed {
        /// The name.
        name: String,
    },
    /// It was deleted.
    Deleted,
}

impl Bucket {
    /// Returns what the bucket is after an event.
    #[must_use]
    pub fn after(before: Option<Self>, person: PersonId, id: BucketId, event: &BucketEvent) -> Option<Self> {
        if let BucketEvent::Created { name } = event {
            return Some(Self { id, person, name: name.clone(), deleted: false });
        }
        let mut bucket = before?;
        match event {
            BucketEvent::Created { .. } => {}
            BucketEvent::Renamed { name } => bucket.name.clone_from(name),
            BucketEvent::Deleted => bucket.deleted = true,
        }
        Some(bucket)
    }
}

/// In which bucket a person has put a track.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct Placement {
    /// Who.
    pub person: PersonId,
    /// Which track.
    pub track: TrackId,
    /// In which bucket, if in one.
    pub bucket: Option<BucketId>,
}

/// A person has put a track into a bucket, or out of all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a reader of history must meet every event")]
pub enum PlacementEvent {
    /// Into a bucket, or out of all.
    Moved {
        /// Which.
        bucket: Option<BucketId>,
    },
}

impl Placement {
    /// Returns where the track is after an event.
    #[must_use]
    pub const fn of(person: PersonId, track: TrackId, event: &PlacementEvent) -> Self {
        let PlacementEvent::Moved { bucket } = event;
        Self { person, track, bucket: *bucket }
    }
}
