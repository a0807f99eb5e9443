//! The store: the state of a workspace, read in one consistent look and changed in whole commits.
//!
//! # Writing a store
//!
//! A store keeps [`Row`]s by [`RowKey`], unique [`Claim`]s, and a history of [`Entry`]s that only grows.
//! [`Store::load`] answers a list of [`Need`]s as of one instant; an adapter that can read rows one by one implements [`Rows`] and leaves the rest to [`read`].
//! [`Store::commit`] takes hold whole or not at all.
//! The suite `testing::store_conformance` says whether a store keeps this contract.

use core::fmt;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Weak;

use serde::{Deserialize, Serialize};

use super::BoxFuture;
use crate::domain::document::Document;
use crate::domain::draft::{Draft, Guard};
use crate::domain::effect::Effect;
use crate::domain::group::Group;
use crate::domain::invitation::Invitation;
use crate::domain::item::{Item, Mark, Spend};
use crate::domain::person::{Claim, ClaimChange, Person};
use crate::domain::roster::Member;
use crate::domain::slice::{RowKey, Slice};
use crate::domain::sync::Seen;
use crate::domain::track::Track;
use crate::event::{Aggregate, Author, Entry, Recorded};
use crate::id::{PersonId, Scope};
use crate::time::Timestamp;

mod error;
mod follow;
mod need;
mod outbox;
mod over;
mod pending;
mod read;
mod rows;
mod survey;
mod transfer;

pub use error::StoreError;
pub use follow::{Follower, Followers};
pub use need::{Feed, LibraryFound, Load, Loaded, LogOf, LogPlace, Need, SyncAsk, SyncFound, SyncPart};
pub use outbox::{ClaimedEffect, EffectClaim, OpenEffect, OpenEffects, SettledEffect};
pub use over::Over;
pub use pending::{Pending, Table};
#[cfg(feature = "postgres")]
pub(crate) use read::HISTORY_PAGE;
pub use read::read;
pub use rows::{Find, Placed, Rows, WholeRoster};
pub use survey::{SurveyCounts, SurveySink, Surveyed};
pub use transfer::{CommitPiece, Piece, Sink, Source, not_empty};

/// The stored state of a workspace.
pub trait Store: Send + Sync + fmt::Debug {
    /// Reads all that `load` needs, as of one instant.
    ///
    /// Everything looked at is in the slice's `versions`, with 0 for what is not there.
    /// Of the commits, the slice's `revision` says up to which number all are in it, and its `stamp` is one that no stamp of what was looked at is after.
    /// Where `load.over` is given, the answer is what it would be had that been committed.
    /// The future is ready at once where the store can answer without waiting for another thread.
    fn load(&self, load: Load) -> BoxFuture<'_, Result<Loaded, StoreError>>;

    /// Commits `change` whole, or refuses it with [`StoreError::Conflict`] and changes nothing.
    ///
    /// It is a conflict where an expected version is not the present one, a claim is not in the hands that the change takes it from, a guard fails, or a replay record of the same call exists.
    /// The stamp is the change's instant, or the last stamp of what the change expects where that is later; the number is greater than those of all commits that it rests on ([`CommitOrder`]).
    /// Once the future has been polled the commit may take hold though the future be dropped; no transaction is ever left open.
    /// [`StoreError::Unknown`] alone leaves open whether the change has taken hold; with any other error it has not.
    /// When it returns `Ok` the change survives a killed process, and what the store promises of power cuts holds.
    fn commit(&self, change: Change) -> BoxFuture<'_, Result<Committed, StoreError>>;

    /// Returns the commits that are there and were not in `since`, by number, beginning after the number `after`, at most `limit` of them.
    ///
    /// A commit that becomes visible later than one with a greater number is never skipped: it is missing from what was seen until then, and given afterwards.
    /// One who asks again with the `seen` of an answer is given each commit once; one who reads a long history in several answers keeps the `seen` of the first and leaves out what is not in it.
    fn feed(&self, since: Seen, after: u64, limit: u32) -> BoxFuture<'_, Result<Feed, StoreError>>;

    /// Gives what decides access, and what listings go by, as of one instant, and returns what was in it.
    ///
    /// # Errors
    /// As reading fails, with part of it given.
    fn survey(&self, sink: SurveySink) -> BoxFuture<'_, Result<Seen, StoreError>>;

    /// Tells a follower of every commit that was not in `since`, as long as there is such a follower.
    ///
    /// It is told in whole commits, each after what it rests on: of this store's own before they are acknowledged, though nobody wait for them, of others' within a second.
    /// Where the history cannot be read it is told later, and [that it lags](Follower::lags) before that; a commit that has taken hold is acknowledged all the same.
    /// [`Followers`] does most of it.
    fn follow(&self, since: Seen, follower: Weak<dyn Follower>) -> BoxFuture<'_, Result<(), StoreError>>;

    /// Returns when followers have been told of everything that was committed before the call.
    fn catch_up(&self) -> BoxFuture<'_, Result<(), StoreError>>;

    /// Returns whether nobody but this store can commit to what it keeps, so that followers know of everything acknowledged but where [they lag](Follower::lags).
    ///
    /// It is asked before each answer that rests on it, and no longer so where what it keeps has been put aside.
    fn is_alone(&self) -> bool;

    /// Hands out effects that are due and that nobody else is at (FIL-3).
    fn claim_effects(&self, claim: EffectClaim) -> BoxFuture<'_, Result<Vec<ClaimedEffect>, StoreError>>;

    /// Takes note of what came of effects that were handed out.
    ///
    /// Of one that somebody else has been handed since, only what they say counts.
    fn settle_effects(&self, settled: Vec<SettledEffect>) -> BoxFuture<'_, Result<(), StoreError>>;

    /// Takes away, in one commit of its own, at most `limit` of what is over; returns how many that were.
    ///
    /// It is no change to the state: it has no number, and nothing that is expected changes.
    fn sweep(&self, over: Sweep, limit: u32) -> BoxFuture<'_, Result<u64, StoreError>>;

    /// Returns how much is still to be done outside, and at most `limit` of it, due longest first.
    fn open_effects(&self, limit: u32) -> BoxFuture<'_, Result<OpenEffects, StoreError>>;

    /// Makes an effect due at `at` that would be later, and returns whether there is such an effect; one that somebody is at stays with them.
    fn hasten_effect(&self, effect: Effect, at: Timestamp) -> BoxFuture<'_, Result<bool, StoreError>>;

    /// Reads the whole state and its history, as of one instant, for `verify` and for comparison.
    fn everything(&self) -> BoxFuture<'_, Result<Everything, StoreError>>;

    /// Checks what the store itself can of its own soundness, before the rules are checked on its content.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] for the first damage found.
    fn check(&self) -> BoxFuture<'_, Result<(), StoreError>>;

    /// Copies the store to a new file while it is in use.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] for a store that has no files, or where the copy cannot be written.
    fn backup(&self, path: &Path) -> BoxFuture<'_, Result<(), StoreError>>;

    /// Gives all there is, as of one instant, without holding it all in memory at once.
    ///
    /// # Errors
    /// As `sink` fails.
    fn export(&self, sink: Box<dyn Sink>) -> BoxFuture<'_, Result<(), StoreError>>;

    /// Takes a whole workspace into an empty store: all of it in one commit, or nothing.
    ///
    /// # Errors
    /// [`StoreError::Refused`] with `not_empty` where there is anything yet; as `source` fails.
    fn import(&self, source: Source) -> BoxFuture<'_, Result<(), StoreError>>;

    /// Returns the workspace's own secret, by which it signs: `fresh`, where none was kept yet.
    ///
    /// It is in no export and no history.
    fn secret(&self, fresh: [u8; 32]) -> BoxFuture<'_, Result<[u8; 32], StoreError>>;

    /// Stops the store's own threads after what is under way; later calls are [`StoreError::Closed`].
    fn close(&self);
}

/// A stored row with the version of its aggregate; a member's row has its roster's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct Stored {
    /// The version of the aggregate.
    pub version: u64,
    /// The row.
    pub row: Row,
}

/// A row of the stored state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a store must keep each of them")]
pub enum Row {
    /// A person's record.
    Person(Person),
    /// A group's details.
    Group(Group),
    /// A track's details.
    Track(Track),
    /// A roster's own row.
    Roster {
        /// Whose roster.
        scope: Scope,
        /// How often shares have changed.
        shares_version: u64,
    },
    /// A person's row on a roster.
    Member {
        /// Whose roster.
        scope: Scope,
        /// Who.
        person: PersonId,
        /// The row.
        member: Member,
    },
    /// An invitation.
    Invitation(Invitation),
    /// A document.
    Document(Document),
}

impl Row {
    /// Returns the key that the row is kept under.
    #[must_use]
    pub const fn key(&self) -> RowKey {
        match self {
            Self::Person(person) => RowKey::Person(person.id),
            Self::Group(group) => RowKey::Group(group.id),
            Self::Track(track) => RowKey::Track(track.id),
            Self::Roster { scope, .. } => RowKey::Roster(*scope),
            Self::Member { scope, person, .. } => RowKey::Member(*scope, *person),
            Self::Invitation(invitation) => RowKey::Invitation(invitation.scope, invitation.id),
            Self::Document(document) => RowKey::Document(document.key()),
        }
    }
}

/// Returns the aggregate whose version a row carries.
#[must_use]
pub const fn aggregate(key: RowKey) -> Aggregate {
    match key {
        RowKey::Person(id) => Aggregate::Person(id),
        RowKey::Group(id) => Aggregate::Group(id),
        RowKey::Track(id) => Aggregate::Track(id),
        RowKey::Roster(scope) | RowKey::Member(scope, _) => Aggregate::Roster(scope),
        RowKey::Invitation(scope, id) => Aggregate::Invitation(scope, id),
        RowKey::Document(key) => Aggregate::Document(key),
    }
}

/// The kept outcome of a call with an idempotency key (REL-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct Replay {
    /// Whose call.
    pub actor: PersonId,
    /// The key.
    pub key: String,
    /// A hash of the operation and its arguments.
    pub call: [u8; 32],
    /// The outcome, as JSON.
    pub outcome: String,
    /// When.
    pub at: Timestamp,
}

/// How long the outcome of a call with a key is kept (REL-1).
pub const REPLAY_DAYS: u32 = 7;

impl Replay {
    /// Returns whether the time is over in which a repeat gives this outcome.
    #[must_use]
    pub fn is_over(&self, now: Timestamp) -> bool {
        now >= self.at.plus_days(REPLAY_DAYS)
    }
}

/// What is over and only takes room.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a store must know each of them")]
pub enum Sweep {
    /// Outcomes kept at this instant or before.
    Replays(Timestamp),
    /// Counters by their names, as the bytes are ordered: from the first, before the second.
    Counters([String; 2]),
}

/// A change to the stored state: it takes hold whole or not at all.
#[derive(Debug, Clone)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes")]
pub struct Change {
    /// The instant of the call; the commit's stamp is this, or the last stamp that it must not be before.
    pub at: Timestamp,
    /// Who did it.
    pub author: Author,
    /// The version of everything the decision rests on: 0 for what was not there.
    pub expect: BTreeMap<Aggregate, u64>,
    /// What happened, each aggregate's events in order, following on its expected version.
    pub recorded: Vec<Recorded>,
    /// Rows to write.
    pub put: Vec<Stored>,
    /// Rows to take away.
    pub delete: Vec<RowKey>,
    /// Unique values that change hands.
    pub claims: BTreeMap<Claim, ClaimChange>,
    /// What to check besides versions, of the state that the change leaves.
    pub guards: BTreeSet<Guard>,
    /// What is to be done outside afterwards; one kept for each, the latest. One that has failed and waits is due at once.
    pub effects: BTreeSet<Effect>,
    /// What is added to streams.
    pub items: Vec<Item>,
    /// What is marked in streams; an item that is not there is not marked.
    pub marks: BTreeSet<Mark>,
    /// What is counted; one that would pass its bound is a conflict.
    pub spends: Vec<Spend>,
    /// Whose kept outcomes to drop, before those of this change are kept.
    pub forgets: BTreeSet<PersonId>,
    /// Outcomes to keep.
    pub replays: Vec<Replay>,
}

/// A commit that has taken hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "what a store answers")]
pub struct Committed {
    /// Its number, greater than those of all commits that it rests on; without gaps where the order is total.
    pub revision: u64,
    /// Its stamp, not before those of what it rests on.
    pub stamp: Timestamp,
}

/// How far the numbers and stamps of a store's commits tell which was before which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a reader of history must know both")]
pub enum CommitOrder {
    /// Of any two: numbers count up from 1 without gaps, stamps never go backwards.
    #[default]
    Total,
    /// Of any two of which one rests on the other, directly or through others: it has the greater number and no earlier stamp.
    ///
    /// Numbers have gaps, and a commit may become visible after one with a greater number.
    ByDependency,
}

/// The whole state and its history.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(clippy::exhaustive_structs, reason = "what a store answers")]
pub struct Everything {
    /// The state.
    pub slice: Slice,
    /// The history by number, so that each entry follows what it rests on.
    pub log: Vec<Entry>,
    /// What the numbers and stamps in it tell.
    pub order: CommitOrder,
    /// What is still to be done outside.
    pub effects: BTreeSet<Effect>,
    /// What was added to streams, ordered by stream and id.
    pub items: Vec<Item>,
}

impl Change {
    /// Returns whether nothing is to be written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.recorded.is_empty()
            && self.replays.is_empty()
            && self.forgets.is_empty()
            && self.items.is_empty()
            && self.marks.is_empty()
            && self.spends.is_empty()
            && self.effects.is_empty()
    }

    /// Makes the change that a finished draft comes to.
    #[must_use]
    pub fn of(draft: &Draft, author: Author) -> Self {
        let (mut put, mut delete) = (Vec::new(), Vec::new());
        for key in &draft.touched {
            match row(&draft.slice, *key) {
                Some(row) => {
                    let version = draft.slice.versions.get(&aggregate(*key)).copied().unwrap_or_default();
                    put.push(Stored { version, row });
                }
                None => delete.push(*key),
            }
        }
        Self {
            at: draft.at,
            author,
            expect: draft.expect.clone(),
            recorded: draft.recorded.clone(),
            put,
            delete,
            claims: draft.claims.clone(),
            guards: draft.guards.clone(),
            effects: draft.effects.clone(),
            items: draft.items.clone(),
            marks: draft.marks.clone(),
            spends: draft.spends.clone(),
            forgets: draft.forgets.clone(),
            replays: Vec::new(),
        }
    }
}

/// Returns the row under a key as a slice has it.
#[must_use]
pub fn row(slice: &Slice, key: RowKey) -> Option<Row> {
    match key {
        RowKey::Person(id) => slice.people.get(&id).cloned().map(Row::Person),
        RowKey::Group(id) => slice.groups.get(&id).cloned().map(Row::Group),
        RowKey::Track(id) => slice.tracks.get(&id).cloned().map(Row::Track),
        RowKey::Roster(scope) => {
            slice.rosters.get(&scope).map(|roster| Row::Roster { scope, shares_version: roster.shares_version })
        }
        RowKey::Member(scope, person) => {
            slice.member(scope, person).cloned().map(|member| Row::Member { scope, person, member })
        }
        RowKey::Invitation(_, id) => slice.invitations.get(&id).cloned().map(Row::Invitation),
        RowKey::Document(key) => slice.documents.get(&key).cloned().map(Row::Document),
    }
}

/// Puts a row into a slice whose rosters are whole: how a store builds [`Everything`].
pub fn place(slice: &mut Slice, stored: Stored) {
    slice.versions.insert(aggregate(stored.row.key()), stored.version);
    match stored.row {
        Row::Person(person) => drop(slice.people.insert(person.id, person)),
        Row::Group(group) => drop(slice.groups.insert(group.id, group)),
        Row::Track(track) => drop(slice.tracks.insert(track.id, track)),
        Row::Roster { scope, shares_version } => {
            let roster = slice.rosters.entry(scope).or_default();
            roster.shares_version = shares_version;
            roster.whole = true;
        }
        Row::Member { scope, person, member } => {
            slice.rosters.entry(scope).or_default().members.insert(person, Some(member));
        }
        Row::Invitation(invitation) => drop(slice.invitations.insert(invitation.id, invitation)),
        Row::Document(document) => drop(slice.documents.insert(document.key(), document)),
    }
}
