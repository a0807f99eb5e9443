//! Tracks and groups: where each lies, whose it is, and whether anybody stands on its roster.

use core::sync::atomic::{AtomicU64, Ordering};

use super::grown::Grown;
use super::number::{MOST, Numbers, PersonNo, ScopeNo};
use crate::domain::track::Condition;

/// Marks that nothing lies above, or that nobody is on a roster.
pub(super) const NOTHING: u32 = 0x0fff_ffff;

/// How far an id is looked for by going on from another's place: about a line of memory for each four.
const NEAR: usize = 8;

const ROSTER: u32 = 1 << 31;
const ARCHIVED: u32 = 1 << 30;
const CONDITION: u32 = 0b11 << 28;
const TAKEN_DOWN: u32 = 0b01 << 28;
const DELETED: u32 = 0b10 << 28;

/// An id that is read while others are written.
#[derive(Debug, Default)]
pub(super) struct Id {
    /// As its bytes are ordered, in halves: there is no whole that is written at once.
    halves: [AtomicU64; 2],
}

impl Id {
    #[inline]
    pub(super) fn get(&self) -> u128 {
        let [high, low] = &self.halves;
        (u128::from(high.load(Ordering::Relaxed)) << 64) | u128::from(low.load(Ordering::Relaxed))
    }

    pub(super) fn set(&self, id: u128) {
        let [high, low] = &self.halves;
        high.store((id >> 64) as u64, Ordering::Relaxed);
        low.store(id as u64, Ordering::Relaxed);
    }
}

/// A track or group: all that a check reads of it, in one word. At first it is there for nobody.
#[derive(Debug)]
pub(super) struct Place {
    /// The owner, and in the higher half what [`PlaceNow`] has for bits.
    word: AtomicU64,
}

impl Default for Place {
    fn default() -> Self {
        Self { word: AtomicU64::new(u64::from(DELETED | NOTHING) << 32) }
    }
}

/// What a place says, read once.
#[derive(Debug, Clone, Copy)]
pub(super) struct PlaceNow {
    pub(super) owner: PersonNo,
    /// The group it lies in; in the bits above the condition, whether it is archived, and whether anybody is on its roster.
    bits: u32,
}

impl PlaceNow {
    /// Returns the group that it was last put into, which may have been deleted since.
    #[inline]
    pub(super) const fn above(self) -> Option<ScopeNo> {
        let above = self.bits & NOTHING;
        if above == NOTHING { None } else { Some(ScopeNo::of_bits(above)) }
    }

    #[inline]
    pub(super) const fn condition(self) -> Condition {
        match self.bits & CONDITION {
            0 => Condition::Live,
            TAKEN_DOWN => Condition::TakenDown,
            _ => Condition::Deleted,
        }
    }

    /// Returns whether it is there for anybody at all.
    #[inline]
    pub(super) const fn is_there(self) -> bool {
        self.bits & DELETED == 0
    }

    /// Returns whether it says anything of anybody but its owner.
    #[inline]
    pub(super) const fn has_roster(self) -> bool {
        self.bits & ROSTER != 0
    }

    pub(super) const fn is_archived(self) -> bool {
        self.bits & ARCHIVED != 0
    }
}

impl Place {
    #[inline]
    pub(super) fn now(&self) -> PlaceNow {
        let word = self.word.load(Ordering::Relaxed);
        PlaceNow { owner: PersonNo::of_bits(word as u32), bits: (word >> 32) as u32 }
    }

    fn set(&self, PlaceNow { owner, bits }: PlaceNow) {
        self.word.store(u64::from(bits) << 32 | u64::from(owner.get()), Ordering::Relaxed);
    }

    pub(super) fn set_owner(&self, owner: PersonNo) {
        self.set(PlaceNow { owner, ..self.now() });
    }

    fn set_bits(&self, mask: u32, bits: u32) {
        let before = self.now();
        self.set(PlaceNow { bits: (before.bits & !mask) | bits, ..before });
    }

    pub(super) fn set_above(&self, above: Option<ScopeNo>) {
        self.set_bits(NOTHING, above.map_or(NOTHING, ScopeNo::bits));
    }

    pub(super) fn set_condition(&self, condition: Condition) {
        let bits = match condition {
            Condition::Live => 0,
            Condition::TakenDown => TAKEN_DOWN,
            Condition::Deleted => DELETED,
        };
        self.set_bits(CONDITION, bits);
    }

    pub(super) fn set_has_roster(&self, has: bool) {
        self.set_bits(ROSTER, if has { ROSTER } else { 0 });
    }

    pub(super) fn set_archived(&self, archived: bool) {
        self.set_bits(ARCHIVED, if archived { ARCHIVED } else { 0 });
    }
}

/// All tracks, or all groups, by number.
#[derive(Debug, Default)]
pub(super) struct Places {
    places: Grown<Place>,
    /// Apart from what a check by number reads, so that more of that is at hand.
    ids: Grown<Id>,
    numbers: Numbers,
}

impl Places {
    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    pub(super) fn bytes(&self) -> usize {
        self.places.bytes() + self.ids.bytes() + self.numbers.bytes()
    }

    /// Returns a place; one that has not been added is there for nobody.
    #[inline]
    pub(super) fn get(&self, index: usize) -> Option<&Place> {
        self.places.slot(index)
    }

    pub(super) fn id(&self, index: usize) -> Option<u128> {
        self.ids.get(index).map(Id::get)
    }

    #[inline]
    pub(super) fn find(&self, id: u128) -> Option<u32> {
        self.numbers.find(id, |number| self.ids.slot(number as usize).is_some_and(|one| one.get() == id))
    }

    /// Returns the number of an id where it is among the few from one number on.
    pub(super) fn find_near(&self, id: u128, from: u32) -> Option<u32> {
        let near = self.ids.iter_from(from as usize).take(NEAR);
        (from..).zip(near).find(|(_, one)| one.get() == id).map(|(number, _)| number)
    }

    /// Numbers one that has no number, or returns nothing where no number is left.
    pub(super) fn add(&self, id: u128, owner: PersonNo) -> Option<u32> {
        let number = u32::try_from(self.len()).ok().filter(|_| self.len() < MOST)?;
        let (_, place) = self.places.push()?;
        place.set(PlaceNow { owner, bits: NOTHING });
        let (_, one) = self.ids.push()?;
        one.set(id);
        self.numbers.note(id, number, |number| self.id(number as usize).unwrap_or_default())?;
        Some(number)
    }

    /// Lets go of what it has outgrown, and has lists in one run, while nobody reads it.
    pub(super) fn settle(&mut self) {
        self.places.settle();
        self.ids.settle();
        self.numbers.settle();
    }

    pub(super) fn reserve(&self, places: usize) {
        self.places.reserve(places);
        self.ids.reserve(places);
        self.numbers.reserve(places);
    }
}
