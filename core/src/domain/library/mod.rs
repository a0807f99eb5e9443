//! The library: what a person can view, and how they arrange it for themselves alone (LIB).
//!
//! 1. A track is in a person's library exactly when they can view it (ACC-4).
//! 2. Buckets are private: whoever asks for another's gets what they would for one that is not there.
//! 3. A track is in one bucket of a person at most; putting it there changes nobody's access (LIB-2).
//! 4. What was in a bucket that was deleted is in none.
//! 5. A person has at most 500 buckets.

use serde::{Deserialize, Serialize};

use super::document::{Document, DocumentKey};
use super::draft::Draft;
use super::slice::Slice;
use crate::error::{Error, Noun};
use crate::event::Aggregate;
use crate::id::{BucketId, PersonId, TrackId};

mod listing;

pub use listing::{LibraryAsk, LibraryFilter, LibrarySort, Relation, Side, TrackPlace, TrackSource};

/// How many buckets a person may have.
pub const BUCKET_LIMIT: u32 = 500;

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

impl Slice {
    /// Returns a bucket of a person's that is there.
    #[must_use]
    pub fn bucket(&self, person: PersonId, id: BucketId) -> Option<&Bucket> {
        match self.documents.get(&DocumentKey::Bucket(person, id)) {
            Some(Document::Bucket(bucket)) if !bucket.deleted => Some(bucket),
            _ => None,
        }
    }

    /// Returns a person's buckets that are there, in the order in which they were made.
    pub fn buckets(&self, person: PersonId) -> impl Iterator<Item = &Bucket> {
        self.documents.values().filter_map(move |document| match document {
            Document::Bucket(bucket) if bucket.person == person && !bucket.deleted => Some(bucket),
            _ => None,
        })
    }

    /// Returns the bucket that a person has put a track into, where that is still there.
    #[must_use]
    pub fn bucket_of(&self, person: PersonId, track: TrackId) -> Option<BucketId> {
        match self.documents.get(&DocumentKey::Placement(person, track)) {
            Some(Document::Placement(placement)) => {
                placement.bucket.filter(|bucket| self.bucket(person, *bucket).is_some())
            }
            _ => None,
        }
    }

    fn require_bucket(&self, person: PersonId, id: BucketId) -> Result<&Bucket, Error> {
        self.bucket(person, id).ok_or(Error::not_found(Noun::Bucket))
    }
}

impl Draft {
    /// Makes a bucket (LIB-2).
    ///
    /// # Errors
    /// `not_found{what: person}` for who is not registered; `limit_exceeded{buckets}`.
    pub fn create_bucket(&mut self, person: PersonId, name: &str) -> Result<BucketId, Error> {
        self.require_registered(person)?;
        // R5
        if self.slice.buckets(person).count() >= usize::try_from(BUCKET_LIMIT).unwrap_or(usize::MAX) {
            return Err(Error::LimitExceeded { field: "buckets", limit: BUCKET_LIMIT });
        }
        let id = BucketId::from_uuid(self.new_id(person.shard()));
        let key = DocumentKey::Bucket(person, id);
        self.record(Aggregate::Document(key), BucketEvent::Created { name: name.to_owned() });
        Ok(id)
    }

    /// Gives a bucket another name.
    ///
    /// # Errors
    /// `not_found{what: bucket}`.
    pub fn rename_bucket(&mut self, person: PersonId, id: BucketId, name: &str) -> Result<(), Error> {
        if self.slice.require_bucket(person, id)?.name != name {
            let event = BucketEvent::Renamed { name: name.to_owned() };
            self.record(Aggregate::Document(DocumentKey::Bucket(person, id)), event);
        }
        Ok(())
    }

    /// Deletes a bucket; what was in it is in none (R4).
    ///
    /// # Errors
    /// `not_found{what: bucket}`.
    pub fn delete_bucket(&mut self, person: PersonId, id: BucketId) -> Result<(), Error> {
        self.slice.require_bucket(person, id)?;
        self.record(Aggregate::Document(DocumentKey::Bucket(person, id)), BucketEvent::Deleted);
        Ok(())
    }

    /// Puts a track into a bucket, or out of all (LIB-2).
    ///
    /// # Errors
    /// `not_found` for a track that the person cannot view, and for a bucket that is not theirs.
    pub fn move_to_bucket(&mut self, person: PersonId, track: TrackId, to: Option<BucketId>) -> Result<(), Error> {
        self.see(person, track.into())?;
        if let Some(bucket) = to {
            self.slice.require_bucket(person, bucket)?;
        }
        let key = DocumentKey::Placement(person, track);
        let now = match self.slice.documents.get(&key) {
            Some(Document::Placement(placement)) => placement.bucket,
            _ => None,
        };
        if now != to {
            self.record(Aggregate::Document(key), PlacementEvent::Moved { bucket: to });
        }
        Ok(())
    }

    /// Deletes all buckets of somebody who is being erased (PER-2).
    pub(crate) fn delete_buckets(&mut self, person: PersonId) {
        let ids: Vec<BucketId> = self.slice.buckets(person).map(|bucket| bucket.id).collect();
        for id in ids {
            self.record(Aggregate::Document(DocumentKey::Bucket(person, id)), BucketEvent::Deleted);
        }
    }
}
