//! A draft: a decision in the making.
//!
//! A verb reads the draft's slice, refuses or records events; each recorded event is applied at once, so the next step of the same act sees it.
//! A refused draft is thrown away whole; a finished one is committed whole, guarded by the versions of everything it was loaded with.

use std::collections::{BTreeMap, BTreeSet};

use super::access::{Act, Authorized, act};
use super::effect::Effect;
use super::group::TRACK_LIMIT;
use super::item::{Counter, Item, ItemBody, Mark, Spend, Stream};
use super::notification::{Before, Notice};
use super::person::{Claim, ClaimChange, PersonState, Profile};
use super::roster::ROSTER_LIMIT;
use super::slice::{RowKey, Slice};
use crate::error::{Error, Noun};
use crate::event::{Aggregate, Event, Recorded};
use crate::id::{GroupId, ItemId, PersonId, Scope, Shard, compose};
use crate::time::Timestamp;
use uuid::Uuid;

/// Something that no version stands for, which the store checks as it commits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a store must check each of them")]
pub enum Guard {
    /// The person owns no track and no group that is there (PER-2). Whoever becomes an owner expects their person's version, so the two exclude each other.
    OwnsNothing(PersonId),
    /// Nothing of a person's is there but what was known: no unanswered invitation, no submission to them, no bucket or playlist of theirs, and no scope that lets them in, has another id (PER-2).
    ///
    /// Whoever sends them something or lets them in expects their person's version, so the two exclude each other.
    NothingNew {
        /// Whose.
        person: PersonId,
        /// The ids that were known, of all these kinds.
        known: BTreeSet<Uuid>,
    },
}

impl Guard {
    /// Returns whose record it is about.
    #[must_use]
    pub const fn person(&self) -> PersonId {
        match self {
            Self::OwnsNothing(person) | Self::NothingNew { person, .. } => *person,
        }
    }
}

/// A decision in the making.
#[derive(Debug, Clone)]
pub struct Draft {
    /// What it is decided on, with what was recorded applied.
    pub slice: Slice,
    /// The instant of the call.
    pub at: Timestamp,
    /// The versions of everything it was loaded with: 0 for what was not there.
    pub expect: BTreeMap<Aggregate, u64>,
    /// What has been decided, in order.
    pub recorded: Vec<Recorded>,
    /// The rows that this touches.
    pub touched: BTreeSet<RowKey>,
    /// Unique values that change hands.
    pub claims: BTreeMap<Claim, ClaimChange>,
    /// What the store checks once more as it commits.
    pub guards: BTreeSet<Guard>,
    /// What is to be done outside afterwards.
    pub effects: BTreeSet<Effect>,
    /// What is added to streams.
    pub items: Vec<Item>,
    /// What is marked in streams.
    pub marks: BTreeSet<Mark>,
    /// What is counted.
    pub spends: Vec<Spend>,
    /// What was read of the stream that the act is on, newest first.
    pub found: Vec<Item>,
    /// How much of that stream is neither seen nor hidden.
    pub unseen: u64,
    /// Whose kept outcomes are dropped (PER-2).
    pub forgets: BTreeSet<PersonId>,
    /// Who is told, and of what (NTF-1).
    pub told: BTreeMap<PersonId, Notice>,
    bits: u64,
}

impl Draft {
    /// Begins a decision on `slice` at the instant `at`, with the `bits` that the ids it makes begin at, 62 of them.
    #[must_use]
    pub fn new(slice: Slice, at: Timestamp, bits: u64) -> Self {
        Self {
            at,
            expect: slice.versions.clone(),
            slice,
            recorded: Vec::new(),
            touched: BTreeSet::new(),
            claims: BTreeMap::new(),
            guards: BTreeSet::new(),
            forgets: BTreeSet::new(),
            effects: BTreeSet::new(),
            items: Vec::new(),
            marks: BTreeSet::new(),
            spends: Vec::new(),
            found: Vec::new(),
            unseen: 0,
            told: BTreeMap::new(),
            bits,
        }
    }

    /// Records that something has happened, applies it, and tells whom it concerns.
    pub fn record(&mut self, aggregate: Aggregate, event: impl Into<Event>) {
        let event = event.into();
        let before = Before::of(&self.slice, aggregate, &event);
        self.expect.entry(aggregate).or_insert(0);
        self.touched.extend(self.slice.apply(aggregate, &event, self.at));
        self.effects.extend(Effect::of(aggregate, &event));
        self.tell_of(aggregate, &event, &before);
        let seq = self.slice.versions.get(&aggregate).copied().unwrap_or_default();
        self.recorded.push(Recorded { aggregate, seq, event });
    }

    /// Adds something to a stream.
    pub(crate) fn add_item(&mut self, stream: Stream, body: ItemBody) -> ItemId {
        let id = ItemId::from_uuid(self.new_id(stream.shard()));
        self.items.push(Item { stream, id, seen: false, hidden: false, body });
        id
    }

    /// Counts one more, which the commit does not let pass `at_most`.
    pub(crate) fn spend(&mut self, counter: Counter, at_most: Option<u64>) {
        let count = self.slice.counters.entry(counter.clone()).or_default();
        *count = count.saturating_add(1);
        self.spends.push(Spend { counter, at_most });
    }

    /// Checks that a witness is for this scope, and makes its evidence part of what the commit expects.
    pub(crate) fn admit<A: Act>(&mut self, by: &Authorized<A>, scope: Scope) -> Result<(), Error> {
        by.check_target(scope)?;
        for (aggregate, version) in by.evidence() {
            // A version that this draft itself has moved on is expected as it was loaded.
            self.expect.entry(*aggregate).or_insert(*version);
        }
        Ok(())
    }

    /// Returns proof that `actor` may do `A` on `scope`, whose evidence the commit expects.
    ///
    /// # Errors
    /// As [`Slice::require`].
    pub fn require<A: Act>(&mut self, actor: PersonId, scope: Scope) -> Result<Authorized<A>, Error> {
        let by = self.slice.require::<A>(actor, scope)?;
        self.admit(&by, scope)?;
        Ok(by)
    }

    /// Checks that `actor` can view `scope`, whose evidence the commit then expects.
    ///
    /// # Errors
    /// `not_found` (ACC-5).
    pub fn see(&mut self, actor: PersonId, scope: Scope) -> Result<(), Error> {
        self.allow::<act::View>(actor, scope)
    }

    /// Checks that `actor` may do `A` on `scope`, where no verb asks for the proof, and has the commit expect its evidence.
    ///
    /// # Errors
    /// As [`Slice::require`].
    pub fn allow<A: Act>(&mut self, actor: PersonId, scope: Scope) -> Result<(), Error> {
        self.require::<A>(actor, scope).map(|_| ())
    }

    /// Replaces a person's profile and moves their unique values along.
    pub(crate) fn set_profile(&mut self, person: PersonId, profile: Profile) {
        let Some(record) = self.slice.people.get_mut(&person) else {
            return;
        };
        let before = core::mem::replace(&mut record.profile, profile);
        let after = claims(&record.profile);
        for claim in claims(&before) {
            self.claims.insert(claim, ClaimChange { from: Some(person), to: None });
        }
        for claim in after {
            let from = self.claims.get(&claim).and_then(|change| change.from);
            self.claims.insert(claim, ClaimChange { from, to: Some(person) });
        }
        self.touched.insert(RowKey::Person(person));
    }

    /// Makes a new id, greater than those that this decision made before: what was made last is the newest.
    pub(crate) fn new_id(&mut self, shard: Shard) -> uuid::Uuid {
        let id = compose(self.at, shard, self.bits);
        // A few random bits are enough for a step, and leave room for many.
        self.bits = self.bits.wrapping_add(1 + (mixed(self.bits) >> 36));
        id
    }

    pub(crate) fn new_shard(&mut self) -> Shard {
        let [low, high, ..] = mixed(self.bits).to_le_bytes();
        Shard::from_bits(u16::from_le_bytes([low, high]))
    }

    /// Checks that somebody may make things: a registered person may.
    pub(crate) fn require_registered(&self, person: PersonId) -> Result<(), Error> {
        let registered = self.slice.people.get(&person).is_some_and(|person| person.state == PersonState::Registered);
        if registered { Ok(()) } else { Err(Error::not_found(Noun::Person)) }
    }

    /// Checks that a group has room for one more track (REL-5).
    pub(crate) fn check_room_for_track(&self, by: &Authorized<act::AddTracks>, id: GroupId) -> Result<(), Error> {
        by.check_target(id.into())?;
        if self.slice.group(id).is_some_and(|group| group.tracks >= TRACK_LIMIT) {
            return Err(Error::LimitExceeded { field: "tracks", limit: TRACK_LIMIT });
        }
        Ok(())
    }

    /// Checks what must hold of a roster after a change: its size (REL-5), and that no kind passes 100 (SPL-3).
    pub(crate) fn check_roster(&self, scope: Scope) -> Result<(), Error> {
        let Some(roster) = self.slice.rosters.get(&scope) else {
            return Ok(());
        };
        debug_assert!(roster.whole, "a roster was checked that was loaded in part");
        if roster.rows().count() > usize::try_from(ROSTER_LIMIT).unwrap_or(usize::MAX) {
            return Err(Error::LimitExceeded { field: "people", limit: ROSTER_LIMIT });
        }
        match scope {
            Scope::Track(id) => self.slice.totals(id).map(|_| ()),
            Scope::Group(_) => Ok(()),
        }
    }
}

fn claims(profile: &Profile) -> Vec<Claim> {
    let external_id = profile.external_id.clone().map(Claim::ExternalId);
    let email = profile.email.as_ref().map(Claim::email);
    external_id.into_iter().chain(email).collect()
}

/// Returns bits in which nothing of `bits` can be seen: the last step of SplitMix64.
const fn mixed(bits: u64) -> u64 {
    let mixed = bits.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
