//! Events: what has happened, kept for ever beside the state.
//!
//! An event holds ids and musical facts, never a person's name or address, nor what people write to each other, so that erasing and deleting rewrite no history (PER-2).
//! Applying all events in order gives the stored state again, but for what is kept beside them: names, addresses, comments' words and links' labels.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::comment::CommentEvent;
use crate::domain::document::{DocumentKey, DocumentKind};
use crate::domain::folder::FolderEvent;
use crate::domain::following::FollowEvent;
use crate::domain::group::GroupEvent;
use crate::domain::import::ImportEvent;
use crate::domain::invitation::InvitationEvent;
use crate::domain::known_files::KnownEvent;
use crate::domain::library::{BucketEvent, PlacementEvent};
use crate::domain::person::PersonEvent;
use crate::domain::public_page::PageEvent;
use crate::domain::roster::RosterEvent;
use crate::domain::share_link::LinkEvent;
use crate::domain::track::TrackEvent;
use crate::id::{GroupId, InvitationId, PersonId, Scope, TrackId};
use crate::time::Timestamp;

/// The form in which events are written; readers know this one and all before it.
pub const EVENT_FORMAT: u32 = 1;

/// A unit of version: what is read, guarded and changed as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a store must keep each of them")]
pub enum Aggregate {
    /// A person's record.
    Person(PersonId),
    /// A group's details.
    Group(GroupId),
    /// A track's details.
    Track(TrackId),
    /// Who is on a scope: standings, credits, and for a track the ledger.
    Roster(Scope),
    /// An invitation to a scope.
    Invitation(Scope, InvitationId),
    /// A document.
    Document(DocumentKey),
}

impl Aggregate {
    /// Returns the id of the family under whose shard the aggregate is kept: the person, or the scope it belongs to.
    #[must_use]
    pub const fn family(self) -> Uuid {
        match self {
            Self::Person(id) => id.uuid(),
            Self::Group(id) => id.uuid(),
            Self::Track(id) => id.uuid(),
            Self::Roster(scope) | Self::Invitation(scope, _) => scope.uuid(),
            Self::Document(key) => key.family(),
        }
    }

    /// Returns the numbers and ids that the aggregate is stored by: its kind, its family and its own id.
    #[must_use]
    pub const fn parts(self) -> (u8, Uuid, Uuid) {
        let family = self.family();
        match self {
            Self::Person(_) => (0, family, family),
            Self::Group(_) => (1, family, family),
            Self::Track(_) => (2, family, family),
            Self::Roster(Scope::Group(_)) => (3, family, family),
            Self::Roster(Scope::Track(_)) => (4, family, family),
            Self::Invitation(Scope::Group(_), id) => (5, family, id.uuid()),
            Self::Invitation(Scope::Track(_), id) => (6, family, id.uuid()),
            Self::Document(key) => (7 + key.kind().number(), family, key.id()),
        }
    }

    /// Makes an aggregate of what it is stored by, or says what is wrong with that.
    ///
    /// # Errors
    /// What is wrong.
    pub fn of_parts(kind: u8, family: Uuid, id: Uuid) -> Result<Self, &'static str> {
        let (track, group) = (TrackId::from_uuid(family), GroupId::from_uuid(family));
        let aggregate = match kind {
            0 => Self::Person(PersonId::from_uuid(family)),
            1 => Self::Group(group),
            2 => Self::Track(track),
            3 => Self::Roster(group.into()),
            4 => Self::Roster(track.into()),
            5 => Self::Invitation(group.into(), InvitationId::from_uuid(id)),
            6 => Self::Invitation(track.into(), InvitationId::from_uuid(id)),
            more => {
                let kind = more.checked_sub(7).and_then(DocumentKind::of_number).ok_or("is of no kind")?;
                Self::Document(DocumentKey::of(kind, family, id))
            }
        };
        if aggregate.parts() == (kind, family, id) { Ok(aggregate) } else { Err("is not its family's") }
    }

    /// Returns the scope that the aggregate belongs to, where it belongs to one.
    #[must_use]
    pub const fn scope(self) -> Option<Scope> {
        match self {
            Self::Document(key) => match key.track() {
                Some(track) => Some(Scope::Track(track)),
                None => None,
            },
            Self::Person(_) => None,
            Self::Group(id) => Some(Scope::Group(id)),
            Self::Track(id) => Some(Scope::Track(id)),
            Self::Roster(scope) | Self::Invitation(scope, _) => Some(scope),
        }
    }
}

/// What has happened to one aggregate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a reader of history must meet every event")]
pub enum Event {
    /// To a person's record.
    Person(PersonEvent),
    /// To a track's details.
    Track(TrackEvent),
    /// To a group's details.
    Group(GroupEvent),
    /// To who is on a scope.
    Roster(RosterEvent),
    /// To an invitation.
    Invitation(InvitationEvent),
    /// To where a track's files are.
    Folder(FolderEvent),
    /// To a share link or a playlist share.
    Link(LinkEvent),
    /// To a comment.
    Comment(CommentEvent),
    /// To files sent to a person.
    Import(ImportEvent),
    /// To a public page.
    Page(PageEvent),
    /// To a bucket.
    Bucket(BucketEvent),
    /// To where a person has put a track.
    Placement(PlacementEvent),
    /// To how far an account's files have been followed.
    Follow(FollowEvent),
    /// To what is known of a track's files.
    Known(KnownEvent),
}

impl Event {
    /// Returns whom the event names, besides its author.
    #[must_use]
    pub fn people(&self) -> Vec<PersonId> {
        match self {
            Self::Roster(event) => event.people(),
            Self::Track(TrackEvent::HandedOver { from, to }) | Self::Group(GroupEvent::HandedOver { from, to }) => {
                vec![*from, *to]
            }
            Self::Track(TrackEvent::OwnershipOffered { to, .. } | TrackEvent::OfferEnded { to, .. })
            | Self::Group(GroupEvent::OwnershipOffered { to, .. } | GroupEvent::OfferEnded { to, .. }) => vec![*to],
            _ => Vec::new(),
        }
    }

    /// Returns whether the event is shown as activity; the others only mirror one that is, or one of the same act.
    #[must_use]
    pub const fn is_activity(&self) -> bool {
        match self {
            Self::Person(_) => false,
            Self::Track(_) => true,
            Self::Group(event) => !matches!(event, GroupEvent::CarriedAlong { .. }),
            Self::Roster(event) => !matches!(event, RosterEvent::Founded { .. } | RosterEvent::OwnerChanged { .. }),
            // The roster tells of all other ends of an invitation.
            Self::Invitation(event) => matches!(event, InvitationEvent::Voided),
            Self::Link(_) | Self::Comment(_) => true,
            // FIL-5: files are; where the folder lies and who is on it follows from titles and access.
            Self::Folder(event) => {
                !matches!(event, FolderEvent::Placed(_) | FolderEvent::Announced(_) | FolderEvent::Shared(_))
            }
            // What is sent again is shown as what it is sent as.
            Self::Import(event) => !matches!(event, ImportEvent::SentAgain { .. }),
            Self::Page(_) => true,
            // LIB-2: how somebody arranges their library is nobody's business, and nobody else's act.
            Self::Bucket(_) | Self::Placement(_) => false,
            // What is known of files is told by what has happened in their folder.
            Self::Follow(_) | Self::Known(_) => false,
        }
    }
}

macro_rules! from_room {
    ($($Room:ident($Inner:ty))*) => {
        $(impl From<$Inner> for Event {
            fn from(event: $Inner) -> Self {
                Self::$Room(event)
            }
        })*
    };
}

from_room! {
    Person(PersonEvent)
    Track(TrackEvent)
    Group(GroupEvent)
    Roster(RosterEvent)
    Invitation(InvitationEvent)
    Folder(FolderEvent)
    Link(LinkEvent)
    Comment(CommentEvent)
    Import(ImportEvent)
    Page(PageEvent)
    Bucket(BucketEvent)
    Placement(PlacementEvent)
    Follow(FollowEvent)
    Known(KnownEvent)
}

/// Who did it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: nobody else changes anything")]
pub enum Author {
    /// The host app, registering people.
    Host,
    /// A person.
    Person(PersonId),
    /// The host app as operator, for a stated reason (OPS-1).
    Operator {
        /// Why.
        reason: String,
    },
    /// Whoever has the folder, in the file store itself: nobody knows who it was (FIL-5).
    FileStore,
}

impl Author {
    /// Returns the person, where it was one.
    #[must_use]
    pub const fn person(&self) -> Option<PersonId> {
        match self {
            Self::Person(id) => Some(*id),
            Self::Host | Self::Operator { .. } | Self::FileStore => None,
        }
    }
}

/// An event with its place in the history of its aggregate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct Recorded {
    /// What it happened to.
    pub aggregate: Aggregate,
    /// The version of the aggregate with this event applied: 1 for its first.
    pub seq: u64,
    /// What happened.
    pub event: Event,
}

/// An event as the history keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct Entry {
    /// The commit's number, greater than those of all commits that it rests on.
    pub revision: u64,
    /// The commit's stamp, never before those of what it rests on (EXP-4).
    pub stamp: Timestamp,
    /// The instant at which the act was decided, which its consequences are reckoned from.
    pub at: Timestamp,
    /// Who did it.
    pub author: Author,
    /// The event with its place.
    pub recorded: Recorded,
}
