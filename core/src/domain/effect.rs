//! Effects: what must be done outside because of a decision, written in the same commit (FIL-3).

use serde::{Deserialize, Serialize};

use super::access::Standing;
use super::document::DocumentKey;
use super::group::GroupEvent;
use super::import::ImportEvent;
use super::roster::RosterEvent;
use super::track::TrackEvent;
use crate::event::{Aggregate, Event};
use crate::id::{ImportId, PersonId, Scope, Shard};

/// Something to be done outside after the commit, harmless to do twice.
///
/// Effects on the same thing fall together: what is to be done is computed when it is done, from the state as it is then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: whoever runs effects must know each")]
pub enum Effect {
    /// Bring the file store's members of a scope, and of all that it holds, to what access says (FIL-2).
    ///
    /// It is of everybody there, so that all that concerns one track is one effect, and one writer at a time is at its folder.
    Reconcile {
        /// The track, or the group.
        scope: Scope,
    },
    /// Bring a track's folder to where its title, groups and owner say, or those of all tracks below a group (FIL-1, OWN-4).
    Arrange {
        /// The track, or the group.
        scope: Scope,
    },
    /// Put what has come of an accepted import into its track's folder (IMP-3).
    Carry {
        /// To whom it was sent.
        to: PersonId,
        /// Which.
        import: ImportId,
    },
}

impl Effect {
    /// Returns what an event makes necessary outside.
    pub fn of(aggregate: Aggregate, event: &Event) -> impl Iterator<Item = Self> {
        let found =
            [Self::reconciling(aggregate, event), Self::arranging(aggregate, event), Self::carrying(aggregate, event)];
        found.into_iter().flatten()
    }

    /// Returns the shard under which the effect is kept: that of what it is about.
    #[must_use]
    pub fn shard(&self) -> Shard {
        match self {
            Self::Reconcile { scope } | Self::Arrange { scope } => scope.shard(),
            Self::Carry { to, .. } => to.shard(),
        }
    }

    fn reconciling(aggregate: Aggregate, event: &Event) -> Option<Self> {
        let scope = aggregate.scope()?;
        let may_change = match event {
            Event::Roster(event) => changes_access(event),
            Event::Track(event) => opens_or_closes(event),
            Event::Group(event) => carries_tracks(event),
            Event::Person(_) | Event::Invitation(_) | Event::Folder(_) | Event::Link(_) => false,
            Event::Comment(_) | Event::Import(_) | Event::Page(_) | Event::Bucket(_) | Event::Placement(_) => false,
            Event::Follow(_) | Event::Known(_) => false,
        };
        may_change.then_some(Self::Reconcile { scope })
    }

    /// A group's owner stands in no path; whether there is a folder to move is seen when the effect is run.
    fn arranging(aggregate: Aggregate, event: &Event) -> Option<Self> {
        let scope = aggregate.scope()?;
        let may_move = match event {
            Event::Track(TrackEvent::DetailsChanged(change)) => change.title.is_some(),
            Event::Track(event) => matches!(event, TrackEvent::Moved { .. } | TrackEvent::HandedOver { .. }),
            Event::Group(event) => {
                matches!(event, GroupEvent::Renamed { .. } | GroupEvent::Moved { .. } | GroupEvent::Deleted)
            }
            Event::Roster(_) | Event::Person(_) | Event::Invitation(_) | Event::Folder(_) | Event::Link(_) => false,
            Event::Comment(_) | Event::Import(_) | Event::Page(_) | Event::Bucket(_) | Event::Placement(_) => false,
            Event::Follow(_) | Event::Known(_) => false,
        };
        may_move.then_some(Self::Arrange { scope })
    }

    fn carrying(aggregate: Aggregate, event: &Event) -> Option<Self> {
        match (aggregate, event) {
            (Aggregate::Document(DocumentKey::Import(to, import)), Event::Import(ImportEvent::Accepted { .. })) => {
                Some(Self::Carry { to, import })
            }
            _ => None,
        }
    }
}

/// Returns whether an event changes somebody's access; a handover is known by the event of the details.
fn changes_access(event: &RosterEvent) -> bool {
    match event {
        RosterEvent::Joined { before, after, .. } | RosterEvent::AccessChanged { before, after, .. } => before != after,
        RosterEvent::Revoked { .. } | RosterEvent::Removed { .. } | RosterEvent::Left { .. } => true,
        RosterEvent::Covered { before, .. } => matches!(before, Standing::Active(_)),
        RosterEvent::Founded { .. }
        | RosterEvent::Invited { .. }
        | RosterEvent::InvitationEnded { .. }
        | RosterEvent::OwnerChanged { .. }
        | RosterEvent::SharesSet { .. } => false,
    }
}

fn opens_or_closes(event: &TrackEvent) -> bool {
    match event {
        TrackEvent::Moved { .. }
        | TrackEvent::Deleted
        | TrackEvent::TakenDown
        | TrackEvent::Restored
        | TrackEvent::HandedOver { .. } => true,
        // GRP-2: what a group gives reaches what is made in it.
        TrackEvent::Created { group, .. } => group.is_some(),
        TrackEvent::DetailsChanged(_)
        | TrackEvent::Archived
        | TrackEvent::Unarchived
        | TrackEvent::OwnershipOffered { .. }
        | TrackEvent::OfferEnded { .. }
        | TrackEvent::Imported { .. } => false,
    }
}

fn carries_tracks(event: &GroupEvent) -> bool {
    match event {
        GroupEvent::Moved { .. } | GroupEvent::Deleted | GroupEvent::HandedOver { .. } => true,
        GroupEvent::Created { .. }
        | GroupEvent::Renamed { .. }
        | GroupEvent::CarriedAlong { .. }
        | GroupEvent::TrackAdded { .. }
        | GroupEvent::TrackTakenOut { .. }
        | GroupEvent::GroupAdded { .. }
        | GroupEvent::GroupTakenOut { .. }
        | GroupEvent::OwnershipOffered { .. }
        | GroupEvent::OfferEnded { .. } => false,
    }
}
