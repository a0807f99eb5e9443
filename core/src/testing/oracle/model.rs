//! What there is: people, tracks, groups, their rosters, invitations and offers.

use std::collections::BTreeMap;

use serde_json::Value;
use uuid::Uuid;

use super::comments::Comment;
use super::files::{File, Ticket};
use super::imports::Import;
use super::links::Link;
use super::notices::Told;
use super::pages::Page;
use super::{Call, Options};

pub(super) type Id = String;

/// A track or a group. Groups sort before tracks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Scope {
    Group(Id),
    Track(Id),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Access {
    Viewer,
    Editor,
    Full,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Viewer,
    Editor,
    Full,
    Owner,
}

/// What a scope itself says of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    None,
    Active(Access),
    /// `by_owner`: only the scope's owner may invite them again (INV-5).
    Revoked {
        by_owner: bool,
    },
    Left,
    Removed {
        by_owner: bool,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Master,
    Publishing,
    Writer,
}

pub(super) const KINDS: [Kind; 3] = [Kind::Master, Kind::Publishing, Kind::Writer];

/// Shares in hundredths of a percent; a kind that is not there is unset, which is not 0.
pub(super) type Shares = BTreeMap<Kind, i64>;

/// 100 percent.
pub(super) const WHOLE: i64 = 10_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PersonState {
    Registered,
    Unclaimed,
    Erased,
}

#[derive(Clone, Debug)]
pub(super) struct Person {
    pub external_id: Option<String>,
    pub name: Option<String>,
    pub email: Option<String>,
    pub state: PersonState,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Track {
    pub title: String,
    pub owner: Id,
    pub created_by: Id,
    pub created_at: i64,
    pub group: Option<Id>,
    /// When it was put where it lies.
    pub placed_at: i64,
    pub stage: String,
    pub bpm: Option<i64>,
    pub key: Option<String>,
    pub tags: Vec<String>,
    pub archived: bool,
    pub taken_down: bool,
    /// Counts the acts that changed a share here.
    pub shares_version: u64,
}

#[derive(Clone, Debug)]
pub(super) struct Group {
    pub name: String,
    pub owner: Id,
    pub created_by: Id,
    pub created_at: i64,
    pub parent: Option<Id>,
    /// When it was put where it lies.
    pub placed_at: i64,
}

/// A person's name on a track: outlives access.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Credit {
    pub role: Option<String>,
    pub shares: Shares,
    pub accepted: bool,
}

/// A person's own line on a scope.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// When the person first reached the scope; never changes.
    pub since: i64,
    pub standing: Standing,
    pub credit: Option<Credit>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InvitationState {
    Pending,
    Accepted,
    Dismissed,
    Withdrawn,
    Replaced,
    Void,
    Expired,
}

#[derive(Clone, Debug)]
pub(super) struct Invitation {
    pub scope: Scope,
    pub person: Id,
    pub by: Id,
    pub access: Access,
    pub role: Option<String>,
    pub shares: Shares,
    pub created_at: i64,
    pub expires_at: i64,
    pub state: InvitationState,
    /// The credit as it was before the invitation, for withdrawing.
    pub restores: Option<Credit>,
}

/// The last offer of ownership on a scope.
#[derive(Clone, Debug)]
pub(super) struct Offer {
    pub from: Id,
    pub to: Id,
    pub offered_at: i64,
    pub expires_at: i64,
    pub ended: bool,
}

/// A person's private folder.
#[derive(Clone, Debug)]
pub(super) struct Bucket {
    pub person: Id,
    pub name: String,
}

#[derive(Clone, Debug)]
pub(super) struct State {
    pub options: Options,
    pub people: BTreeMap<Id, Person>,
    pub tracks: BTreeMap<Id, Track>,
    pub groups: BTreeMap<Id, Group>,
    pub rows: BTreeMap<(Scope, Id), Row>,
    pub invitations: BTreeMap<Id, Invitation>,
    pub offers: BTreeMap<Scope, Offer>,
    pub told: Told,
    pub buckets: BTreeMap<Id, Bucket>,
    /// By person and track: in which bucket.
    pub placements: BTreeMap<(Id, Id), Id>,
    pub comments: BTreeMap<Id, Comment>,
    /// By person.
    pub pages: BTreeMap<Id, Page>,
    pub imports: BTreeMap<Id, Import>,
    pub links: BTreeMap<Id, Link>,
    /// By track.
    pub files: BTreeMap<Id, Vec<File>>,
    /// By track: in whose account its files lie, once there were any.
    pub holders: BTreeMap<Id, Id>,
    /// By their text.
    pub tickets: BTreeMap<String, Ticket>,
    ids_made: u128,
}

impl State {
    pub(super) fn new(options: Options) -> Self {
        Self {
            options,
            people: BTreeMap::new(),
            tracks: BTreeMap::new(),
            groups: BTreeMap::new(),
            rows: BTreeMap::new(),
            invitations: BTreeMap::new(),
            offers: BTreeMap::new(),
            told: Told::default(),
            buckets: BTreeMap::new(),
            placements: BTreeMap::new(),
            comments: BTreeMap::new(),
            pages: BTreeMap::new(),
            imports: BTreeMap::new(),
            links: BTreeMap::new(),
            files: BTreeMap::new(),
            holders: BTreeMap::new(),
            tickets: BTreeMap::new(),
            ids_made: 0,
        }
    }

    /// The id the real library gave to what is made here, or one of our own.
    pub(super) fn new_id(&mut self, given: Option<&Value>) -> Id {
        if let Some(id) = given.and_then(Value::as_str) {
            return id.to_lowercase();
        }
        self.ids_made += 1;
        Uuid::from_u128(self.ids_made).to_string()
    }

    /// When an invitation or offer made now expires (INV-2).
    pub(super) fn expiry(&self, now: i64) -> i64 {
        now.saturating_add(self.options.invitation_days.saturating_mul(86_400_000))
    }
}

impl Call<'_> {
    /// A field of the real library's result.
    pub(super) fn made(&self, field: &str) -> Option<&Value> {
        self.created.and_then(|result| result.get(field))
    }
}

impl Scope {
    pub(super) fn id(&self) -> &str {
        match self {
            Self::Group(id) | Self::Track(id) => id,
        }
    }

    /// The word for it in a `not_found`.
    pub(super) fn word(&self) -> &'static str {
        match self {
            Self::Group(_) => "group",
            Self::Track(_) => "track",
        }
    }
}

impl Standing {
    pub(super) fn is_active(self) -> bool {
        matches!(self, Self::Active(_))
    }

    /// Whether the scope's owner closed it.
    pub(super) fn closed_by_owner(self) -> bool {
        matches!(self, Self::Revoked { by_owner: true } | Self::Removed { by_owner: true })
    }
}

impl Access {
    pub(super) fn level(self) -> Level {
        match self {
            Self::Viewer => Level::Viewer,
            Self::Editor => Level::Editor,
            Self::Full => Level::Full,
        }
    }

    pub(super) fn word(self) -> &'static str {
        self.level().word()
    }
}

impl Level {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Editor => "editor",
            Self::Full => "full",
            Self::Owner => "owner",
        }
    }
}

impl Kind {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Master => "master",
            Self::Publishing => "publishing",
            Self::Writer => "writer",
        }
    }
}
