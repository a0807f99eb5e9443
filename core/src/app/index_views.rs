//! What the access index is asked with, and what it answers.

use serde::{Deserialize, Serialize};

use crate::domain::access::{Action, Level};
use crate::id::{GroupId, PersonId, Scope, TrackId};
use crate::index::{IndexedPerson, IndexedScope};

/// A person as an index numbers them: asking by it spares looking the id up.
///
/// It stays good as long as the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PersonHandle {
    pub(super) index: u32,
    pub(super) person: IndexedPerson,
}

/// A track or group as an index numbers it: asking by it spares looking the id up.
///
/// It stays good as long as the index; what was deleted is there for nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ScopeHandle {
    pub(super) index: u32,
    pub(super) scope: IndexedScope,
}

/// A person by id or by handle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: there are these two ways to name somebody")]
pub enum AskedPerson {
    /// By id.
    Id(PersonId),
    /// By handle.
    Handle(PersonHandle),
}

/// A track or group by id or by handle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: there are these two ways to name something")]
pub enum AskedScope {
    /// By id.
    Id(Scope),
    /// By handle.
    Handle(ScopeHandle),
}

macro_rules! asked {
    ($($From:ty => $Asked:ident :: $Way:ident),*) => {
        $(impl From<$From> for $Asked {
            #[inline]
            fn from(from: $From) -> Self {
                Self::$Way(from.into())
            }
        })*
    };
}

asked! {
    PersonId => AskedPerson::Id,
    PersonHandle => AskedPerson::Handle,
    TrackId => AskedScope::Id,
    GroupId => AskedScope::Id,
    Scope => AskedScope::Id,
    ScopeHandle => AskedScope::Handle
}

/// One question of many: may this person do this there?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::exhaustive_structs, reason = "built by callers: a question has these parts")]
pub struct Check {
    /// Who.
    pub person: PersonId,
    /// On what.
    pub scope: Scope,
    /// What.
    pub action: Action,
}

/// The answers to many questions, all as of one state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Checked {
    /// The number up to which every commit is in that state; on PostgreSQL later ones may be too.
    pub revision: u64,
    /// Whether each may, in the order of the questions.
    pub allowed: Vec<bool>,
}

/// A track that somebody can view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct IndexedTrack {
    /// Which.
    pub track: TrackId,
    /// What they may do.
    pub level: Level,
    /// The scope that decided so.
    pub via: Scope,
}

/// A page of what somebody can view, as of one state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct IndexPage {
    /// The number up to which every commit is in that state; on PostgreSQL later ones may be too.
    pub revision: u64,
    /// The tracks.
    pub rows: Vec<IndexedTrack>,
    /// The cursor for the next page; none at the end.
    pub next: Option<String>,
}

/// Somebody who may do something, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Holder {
    /// Who.
    pub person: PersonId,
    /// What they may do.
    pub level: Level,
    /// The scope that gives it.
    pub via: Scope,
}
