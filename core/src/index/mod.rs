//! The access index: who may do what, held in memory, for hosts that ask often.
//!
//! 1. It is loaded from a store and fed every commit, whole and in an order in which each follows what it rests on; at any time it is the state after some set of commits, which it names.
//! 2. Its walk is that of `domain::access`: from the scope upward the first standing that is not none decides, and a group gives editor at most on a track that its owner does not own (GRP-3, GRP-4).
//! 3. A check and a listing never disagree (ACC-4), since a listing goes by the same standings.
//! 4. What was deleted is there for nobody; a track taken down for its owner alone (OPS-1).
//! 5. People, tracks and groups are numbered as they come and keep their numbers, so that handles stay good.
//! 6. A check allocates nothing, takes no lock and writes nothing that another reads: it reads [`Facts`] in its turn. What lists besides is read under the lock of whoever keeps the index.
//!
//! It holds no names: who shows them asks the store.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use self::number::{PersonNo, ScopeNo};
use self::order::Order;
use self::place::PlaceNow;
use self::roster::Rosters;
use self::standings::Code;
use self::words::Words;
use crate::domain::sync::Seen;
use crate::id::{BucketId, GroupId, PersonId, Scope, TrackId};

mod apply;
mod explain;
mod facts;
mod grown;
mod list;
mod load;
mod marks;
mod number;
mod order;
mod place;
mod renewed;
mod roster;
mod standings;
mod turn;
mod walk;
mod words;

pub(crate) use facts::Facts;
pub(crate) use number::{PersonNo as IndexedPerson, ScopeNo as IndexedScope};
pub(crate) use turn::Halt;
pub(crate) use walk::{Holds, least};

/// What lies directly in a group, ordered by number; what was deleted is not in it.
#[derive(Debug, Default)]
struct Inside {
    tracks: Vec<u32>,
    groups: Vec<u32>,
}

/// A bucket that is there.
#[derive(Debug, Clone, Copy)]
struct Kept {
    person: PersonNo,
}

/// The state of an index.
#[derive(Debug, Default)]
pub(crate) struct Index {
    facts: Arc<Facts>,
    seen: Seen,
    /// For each person all scopes that say something of them or that they own: scope and code in one word, ordered, tracks before groups.
    has: Vec<Box<[u32]>>,
    /// What people have, while it is loaded: put into order in the end.
    gathered: Option<Vec<(PersonNo, u32)>>,
    inside: Vec<Inside>,
    rosters: Rosters,
    words: Words,
    order: Order,
    taken_down: BTreeSet<u32>,
    buckets: BTreeMap<BucketId, Kept>,
    /// Into which bucket somebody has put a track; a bucket may have been deleted since.
    placements: BTreeMap<(u32, PersonNo), BucketId>,
    is_full: bool,
    /// Of which scope a standing was surveyed last.
    surveyed: ScopeNo,
}

/// What an index holds, and the bytes that it takes for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "part of what is shown")]
pub struct IndexSize {
    /// How many people.
    pub people: usize,
    /// How many tracks, those deleted since it was loaded among them: these keep their numbers.
    pub tracks: usize,
    /// How many groups, deleted ones among them.
    pub groups: usize,
    /// How many standings.
    pub standings: usize,
    /// The bytes for people, without what they have.
    pub people_bytes: usize,
    /// The bytes for tracks, with their places in the lists of owners and groups, and without their words.
    pub track_bytes: usize,
    /// The bytes for groups.
    pub group_bytes: usize,
    /// The bytes for standings, with their places in the lists of people and scopes.
    pub standing_bytes: usize,
    /// The bytes for titles, stages and tags.
    pub word_bytes: usize,
}

impl Index {
    /// Returns the number up to which every commit is in it.
    pub(crate) fn revision(&self) -> u64 {
        self.seen.missing().first().map_or(self.seen.last(), |missing| missing.saturating_sub(1))
    }

    /// Returns what a check goes by.
    pub(crate) const fn facts(&self) -> &Arc<Facts> {
        &self.facts
    }

    /// Returns what it holds.
    pub(crate) fn size(&self) -> IndexSize {
        let word = size_of::<u32>();
        let Facts { people, tracks, groups, standings, .. } = &*self.facts;
        let has = self.has.iter().flatten();
        let owns = has.filter(|has| Code::of_bits((**has & 15) as u8) == Code::OWNS).count();
        let inside: usize = self.inside.iter().map(|inside| inside.tracks.capacity()).sum();
        let below: usize = self.inside.iter().map(|inside| inside.groups.capacity()).sum();
        IndexSize {
            people: people.len(),
            tracks: tracks.len(),
            groups: groups.len(),
            standings: standings.len(),
            people_bytes: people.bytes() + self.has.capacity() * size_of::<Box<[u32]>>(),
            track_bytes: tracks.bytes() + (owns + inside) * word,
            group_bytes: groups.bytes() + self.inside.capacity() * size_of::<Inside>() + below * word,
            standing_bytes: standings.bytes() + self.rosters.bytes() + standings.len() * word,
            word_bytes: self.words.bytes(),
        }
    }

    /// Returns a person's number.
    pub(crate) fn person(&self, id: PersonId) -> Option<PersonNo> {
        self.facts.person(id)
    }

    /// Returns a track's or group's number, deleted ones' too.
    pub(crate) fn scope(&self, scope: Scope) -> Option<ScopeNo> {
        self.facts.scope(scope)
    }

    /// Returns whose number it is.
    pub(crate) fn person_id(&self, person: PersonNo) -> Option<PersonId> {
        self.facts.people.id(person).map(|id| PersonId::from_uuid(uuid::Uuid::from_u128(id)))
    }

    /// Returns what has a number.
    pub(crate) fn scope_id(&self, scope: ScopeNo) -> Option<Scope> {
        let id = uuid::Uuid::from_u128(self.facts.id(scope)?);
        Some(if scope.is_group() { GroupId::from_uuid(id).into() } else { TrackId::from_uuid(id).into() })
    }

    /// Returns whether what has a number is there for anybody at all.
    pub(crate) fn is_there(&self, scope: ScopeNo) -> bool {
        self.facts.place_now(scope).is_some_and(PlaceNow::is_there)
    }

    fn has(&self, person: PersonNo) -> &[u32] {
        self.has.get(person.index()).map_or(&[], |has| has)
    }
}
