//! What a check goes by: read without a lock while it is changed.

use super::grown::Grown;
use super::number::{Numbers, PersonNo, ScopeNo};
use super::place::{Id, NOTHING, Place, PlaceNow, Places};
use super::standings::Standings;
use super::turn::Turn;
use crate::id::{PersonId, Scope};

/// People, tracks, groups, and what each of these says of each of those.
///
/// Who reads it takes a turn; who changes it has the index to themselves, and does so within a change of the turn.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    pub(crate) turn: Turn,
    pub(super) people: People,
    pub(super) tracks: Places,
    pub(super) groups: Places,
    pub(super) standings: Standings,
}

/// All people, by number.
#[derive(Debug, Default)]
pub(super) struct People {
    ids: Grown<Id>,
    numbers: Numbers,
}

impl People {
    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    pub(super) fn bytes(&self) -> usize {
        self.ids.bytes() + self.numbers.bytes()
    }

    fn settle(&mut self) {
        self.ids.settle();
        self.numbers.settle();
    }

    pub(super) fn reserve(&self, people: usize) {
        self.ids.reserve(people);
        self.numbers.reserve(people);
    }

    #[inline]
    fn find(&self, id: u128) -> Option<u32> {
        self.numbers.find(id, |number| self.ids.slot(number as usize).is_some_and(|one| one.get() == id))
    }

    pub(super) fn id(&self, person: PersonNo) -> Option<u128> {
        self.ids.get(person.index()).map(Id::get)
    }

    /// Numbers one who has no number, or returns nothing where no number is left.
    pub(super) fn add(&self, id: u128) -> Option<PersonNo> {
        let number = u32::try_from(self.len()).ok().filter(|number| *number < NOTHING - 1)?;
        let (_, one) = self.ids.push()?;
        one.set(id);
        self.numbers.note(id, number, |number| self.ids.get(number as usize).map_or(0, Id::get))?;
        Some(PersonNo::of_bits(number))
    }
}

impl Facts {
    /// Lets go of what it has outgrown, and has lists in one run, while nobody reads it.
    pub(super) fn settle(&mut self) {
        self.people.settle();
        self.tracks.settle();
        self.groups.settle();
        self.standings.settle();
    }

    /// Returns a person's number.
    pub(crate) fn person(&self, id: PersonId) -> Option<PersonNo> {
        self.person_of(id.uuid().as_u128())
    }

    /// Returns a track's or group's number, deleted ones' too.
    pub(crate) fn scope(&self, scope: Scope) -> Option<ScopeNo> {
        match scope {
            Scope::Track(id) => self.scope_of(id.uuid().as_u128(), false),
            Scope::Group(id) => self.scope_of(id.uuid().as_u128(), true),
        }
    }

    /// As [`Facts::person`], by an id as its bytes are ordered.
    #[inline]
    pub(crate) fn person_of(&self, id: u128) -> Option<PersonNo> {
        self.people.find(id).map(PersonNo::of_bits)
    }

    /// As [`Facts::scope`], by an id as its bytes are ordered.
    #[inline]
    pub(crate) fn scope_of(&self, id: u128, is_group: bool) -> Option<ScopeNo> {
        if is_group { self.groups.find(id).map(ScopeNo::group) } else { self.tracks.find(id).map(ScopeNo::track) }
    }

    /// Returns what a track or group says now.
    #[inline]
    pub(super) fn place_now(&self, scope: ScopeNo) -> Option<PlaceNow> {
        self.place(scope).map(Place::now)
    }

    #[inline]
    pub(super) fn place(&self, scope: ScopeNo) -> Option<&Place> {
        if scope.is_group() { self.groups.get(scope.index()) } else { self.tracks.get(scope.index()) }
    }

    /// Returns the id of what has a number.
    pub(super) fn id(&self, scope: ScopeNo) -> Option<u128> {
        if scope.is_group() { self.groups.id(scope.index()) } else { self.tracks.id(scope.index()) }
    }
}
