//! The access index: who may do what, held in memory, for hosts that ask often.
//!
//! 1. It is loaded from a store and fed every commit, whole and in an order in which each follows what it rests on; at any time it is the state after some set of commits, which it names.
//! 2. Its walk is that of `domain::access`: from the scope upward the first standing that is not none decides, and a group gives editor at most on a track that its owner does not own (GRP-3, GRP-4).
//! 3. A check and a listing never disagree (ACC-4), since a listing goes by the same standings.
//! 4. What was deleted is there for nobody; a track taken down for its owner alone (OPS-1).
//! 5. People, tracks and groups are numbered as they come and keep their numbers, so that handles stay good.
//! 6. A check allocates nothing.
//!
//! It holds no names: who shows them asks the store.

use std::collections::{BTreeMap, BTreeSet};

use self::number::{Numbers, PersonNo, ScopeNo};
use self::order::Order;
use self::place::{Place, Places, Rosters};
use self::standings::{Code, Standings};
use self::words::Words;
use crate::domain::sync::Seen;
use crate::domain::track::Condition;
use crate::id::{BucketId, GroupId, PersonId, Scope, TrackId};

mod apply;
mod explain;
mod list;
mod load;
mod number;
mod order;
mod place;
mod standings;
mod walk;
mod words;

pub(crate) use number::{PersonNo as IndexedPerson, ScopeNo as IndexedScope};
pub(crate) use walk::{Holds, least};

/// A person, with all scopes that say something of them or that they own.
#[derive(Debug)]
struct Someone {
    id: PersonId,
    /// Scope and code in one word, ordered: tracks by number, then groups.
    has: Vec<u32>,
}

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
    seen: Seen,
    people: Vec<Someone>,
    people_numbers: Numbers,
    tracks: Places,
    groups: Places,
    inside: Vec<Inside>,
    standings: Standings,
    rosters: Rosters,
    words: Words,
    order: Order,
    taken_down: BTreeSet<u32>,
    buckets: BTreeMap<BucketId, Kept>,
    /// Into which bucket somebody has put a track; a bucket may have been deleted since.
    placements: BTreeMap<(u32, PersonNo), BucketId>,
    is_full: bool,
    /// While it is loaded what people have is only gathered, and put into order in the end.
    is_loading: bool,
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

    /// Returns whether there was more than it can number, so that it must not be asked.
    pub(crate) const fn is_full(&self) -> bool {
        self.is_full
    }

    /// Returns what it holds.
    pub(crate) fn size(&self) -> IndexSize {
        let word = size_of::<u32>();
        let owned = self.people.iter().flat_map(|someone| &someone.has);
        let owns = owned.clone().filter(|has| Code::of_bits((**has & 15) as u8) == Code::OWNS).count();
        let lists: usize = self.people.iter().map(|someone| someone.has.capacity()).sum();
        let spare = lists.saturating_sub(owned.count());
        let inside: usize = self.inside.iter().map(|inside| inside.tracks.capacity()).sum();
        let below: usize = self.inside.iter().map(|inside| inside.groups.capacity()).sum();
        let standings = self.standings.len();
        IndexSize {
            people: self.people.len(),
            tracks: self.tracks.len(),
            groups: self.groups.len(),
            standings,
            people_bytes: self.people.capacity() * size_of::<Someone>() + self.people_numbers.bytes(),
            track_bytes: self.tracks.bytes() + (owns + inside) * word,
            group_bytes: self.groups.bytes() + self.inside.capacity() * size_of::<Inside>() + below * word,
            standing_bytes: self.standings.bytes() + self.rosters.bytes() + (standings + spare) * word,
            word_bytes: self.words.bytes(),
        }
    }

    /// Returns a person's number.
    #[inline]
    pub(crate) fn person(&self, id: PersonId) -> Option<PersonNo> {
        let is = |number: u32| self.people.get(number as usize).is_some_and(|someone| someone.id == id);
        self.people_numbers.find(id.uuid().as_u128(), is).map(PersonNo::of_bits)
    }

    /// Returns a track's or group's number, deleted ones' too.
    #[inline]
    pub(crate) fn scope(&self, scope: Scope) -> Option<ScopeNo> {
        match scope {
            Scope::Track(id) => self.tracks.find(id.uuid().as_u128()).map(ScopeNo::track),
            Scope::Group(id) => self.groups.find(id.uuid().as_u128()).map(ScopeNo::group),
        }
    }

    /// Returns whose number it is.
    pub(crate) fn person_id(&self, person: PersonNo) -> Option<PersonId> {
        self.people.get(person.index()).map(|someone| someone.id)
    }

    /// Returns what has a number.
    pub(crate) fn scope_id(&self, scope: ScopeNo) -> Option<Scope> {
        let id = uuid::Uuid::from_u128(self.place(scope)?.id());
        Some(if scope.is_group() { GroupId::from_uuid(id).into() } else { TrackId::from_uuid(id).into() })
    }

    /// Returns whether what has a number is there for anybody at all.
    pub(crate) fn is_there(&self, scope: ScopeNo) -> bool {
        self.place(scope).is_some_and(Place::is_there)
    }

    #[inline]
    fn place(&self, scope: ScopeNo) -> Option<&Place> {
        if scope.is_group() { self.groups.get(scope.index()) } else { self.tracks.get(scope.index()) }
    }

    fn place_mut(&mut self, scope: ScopeNo) -> Option<&mut Place> {
        if scope.is_group() { self.groups.get_mut(scope.index()) } else { self.tracks.get_mut(scope.index()) }
    }

    /// Returns the group that a place lies in, where that is still there (GRP-7).
    #[inline]
    fn parent(&self, place: &Place) -> Option<(ScopeNo, &Place)> {
        let above = place.above()?;
        let group = self.groups.get(above.index())?;
        (group.condition() != Condition::Deleted).then_some((above, group))
    }

    fn has(&self, person: PersonNo) -> &[u32] {
        self.people.get(person.index()).map_or(&[], |someone| someone.has.as_slice())
    }
}
