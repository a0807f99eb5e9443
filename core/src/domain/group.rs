//! Groups: albums and projects, which hold tracks and other groups.
//!
//! 1. A group lies in at most one group, never inside itself, at most 8 deep (GRP-1).
//! 2. Each group stores the groups above it, root first; a deleted one among them ends the way up (GRP-7).
//! 3. Who puts a track into a group owns the track and edits the group (GRP-4).
//! 4. A track leaves a group by its owner, or by the owner of a group above it (GRP-4, GRP-7).
//! 5. A group counts the tracks that lie directly in it: 10,000 at most (REL-5).

use serde::{Deserialize, Serialize};

use super::ownership::{Offer, OfferEnd};
use crate::id::{GroupId, PersonId, TrackId};
use crate::time::Timestamp;

/// How deep groups may nest (GRP-1).
pub const DEPTH_LIMIT: u32 = 8;

/// How many tracks a group may hold directly (REL-5).
pub const TRACK_LIMIT: u32 = 10_000;

/// A group's details.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct Group {
    /// The id.
    pub id: GroupId,
    /// The name.
    pub name: String,
    /// Who owns it.
    pub owner: PersonId,
    /// Who created it.
    pub created_by: PersonId,
    /// When.
    pub created_at: Timestamp,
    /// The groups above, root first, the one it lies in last; some may have been deleted since.
    pub ancestors: Vec<GroupId>,
    /// When it was put there.
    pub placed_at: Timestamp,
    /// How many tracks lie directly in it.
    pub tracks: u32,
    /// Whether it was deleted: readers treat it as no group.
    pub deleted: bool,
    /// An offer of ownership that has not been answered.
    pub offer: Option<Offer>,
}

/// What has happened to a group's details.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a reader of history must meet every event")]
pub enum GroupEvent {
    /// It was created.
    Created {
        /// The name.
        name: String,
        /// By whom.
        owner: PersonId,
        /// The groups above it, root first.
        ancestors: Vec<GroupId>,
    },
    /// It was renamed.
    Renamed {
        /// What it was called.
        before: String,
        /// What it is called.
        after: String,
    },
    /// It was moved.
    Moved {
        /// Out of which group.
        from: Option<GroupId>,
        /// The groups above it now, root first.
        ancestors: Vec<GroupId>,
    },
    /// A group above it was moved, and it went along.
    CarriedAlong {
        /// The groups above it now, root first.
        ancestors: Vec<GroupId>,
    },
    /// A track was put into it.
    TrackAdded {
        /// Which.
        track: TrackId,
    },
    /// A track was taken out of it, or deleted.
    TrackTakenOut {
        /// Which.
        track: TrackId,
    },
    /// A group was put into it, so that whoever reads what lies below notices.
    GroupAdded {
        /// Which.
        group: GroupId,
    },
    /// A group was taken out of it.
    GroupTakenOut {
        /// Which.
        group: GroupId,
    },
    /// It was deleted; what lay in it lies in no group.
    Deleted,
    /// Ownership was offered.
    OwnershipOffered {
        /// To whom.
        to: PersonId,
        /// From when on the offer is over.
        expires_at: Timestamp,
    },
    /// An offer of ownership ended without a handover.
    OfferEnded {
        /// To whom it was made.
        to: PersonId,
        /// How it ended.
        how: OfferEnd,
    },
    /// Ownership changed hands.
    HandedOver {
        /// Who owned it.
        from: PersonId,
        /// Who owns it.
        to: PersonId,
    },
}

impl Group {
    /// Makes a group of its first event; later events are applied to it.
    #[must_use]
    pub fn created(id: GroupId, name: &str, owner: PersonId, ancestors: &[GroupId], at: Timestamp) -> Self {
        Self {
            id,
            name: name.to_owned(),
            owner,
            created_by: owner,
            created_at: at,
            ancestors: ancestors.to_vec(),
            placed_at: at,
            tracks: 0,
            deleted: false,
            offer: None,
        }
    }

    /// Returns the group that this one was last put into, which may have been deleted since.
    #[must_use]
    pub fn parent(&self) -> Option<GroupId> {
        self.ancestors.last().copied()
    }

    /// Applies what has happened at `at`.
    pub fn apply(&mut self, event: &GroupEvent, at: Timestamp) {
        match event {
            GroupEvent::Created { name, owner, ancestors } => {
                *self = Self::created(self.id, name, *owner, ancestors, at);
            }
            GroupEvent::Renamed { after, .. } => self.name.clone_from(after),
            GroupEvent::Moved { ancestors, .. } => {
                self.ancestors.clone_from(ancestors);
                self.placed_at = at;
            }
            GroupEvent::CarriedAlong { ancestors } => self.ancestors.clone_from(ancestors),
            GroupEvent::TrackAdded { .. } => self.tracks = self.tracks.saturating_add(1),
            GroupEvent::TrackTakenOut { .. } => self.tracks = self.tracks.saturating_sub(1),
            GroupEvent::GroupAdded { .. } | GroupEvent::GroupTakenOut { .. } => {}
            GroupEvent::Deleted => {
                self.deleted = true;
                self.offer = None;
            }
            GroupEvent::OwnershipOffered { to, expires_at } => {
                self.offer = Some(Offer { to: *to, offered_at: at, expires_at: *expires_at });
            }
            GroupEvent::OfferEnded { .. } => self.offer = None,
            GroupEvent::HandedOver { to, .. } => {
                self.owner = *to;
                self.offer = None;
            }
        }
    }
}
