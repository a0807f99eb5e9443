//! Tracks and groups: where each lies, whose it is, and who stands on its roster.

use super::number::{MOST, Numbers, PersonNo, ScopeNo};
use super::words::NO_WORDS;
use crate::domain::track::Condition;

/// Marks that nothing lies above, or that nobody is on a roster.
pub(super) const NOTHING: u32 = 0x0fff_ffff;

const ARCHIVED: u32 = 1 << 30;
const CONDITION: u32 = 0b11 << 28;

/// A track or group: half a line of memory holds all that a check reads of it.
#[derive(Debug, Clone, Copy)]
#[repr(align(32))]
pub(super) struct Place {
    /// The id, as its bytes are ordered.
    pub(super) id: u128,
    owner: u32,
    /// The group it lies in, with the condition and whether it is archived in the bits above.
    above: u32,
    /// The first of those on its roster.
    pub(super) roster: u32,
    /// Where the words of a track stand.
    pub(super) words: u32,
}

impl Place {
    const fn new(id: u128, owner: PersonNo) -> Self {
        Self { id, owner: owner.get(), above: NOTHING, roster: NOTHING, words: NO_WORDS }
    }

    #[inline]
    pub(super) const fn owner(&self) -> PersonNo {
        PersonNo::of_bits(self.owner)
    }

    pub(super) const fn set_owner(&mut self, owner: PersonNo) {
        self.owner = owner.get();
    }

    /// Returns the group that it was last put into, which may have been deleted since.
    #[inline]
    pub(super) const fn above(&self) -> Option<ScopeNo> {
        let above = self.above & NOTHING;
        if above == NOTHING { None } else { Some(ScopeNo::of_bits(above)) }
    }

    pub(super) fn set_above(&mut self, above: Option<ScopeNo>) {
        self.above = (self.above & !NOTHING) | above.map_or(NOTHING, ScopeNo::bits);
    }

    #[inline]
    pub(super) const fn condition(&self) -> Condition {
        match (self.above & CONDITION) >> 28 {
            0 => Condition::Live,
            1 => Condition::TakenDown,
            _ => Condition::Deleted,
        }
    }

    pub(super) const fn set_condition(&mut self, condition: Condition) {
        let bits = match condition {
            Condition::Live => 0,
            Condition::TakenDown => 1,
            Condition::Deleted => 2,
        };
        self.above = (self.above & !CONDITION) | (bits << 28);
    }

    /// Returns whether it is there for anybody at all.
    #[inline]
    pub(super) const fn is_there(&self) -> bool {
        self.above & (0b10 << 28) == 0
    }

    pub(super) const fn is_archived(&self) -> bool {
        self.above & ARCHIVED != 0
    }

    pub(super) const fn set_archived(&mut self, archived: bool) {
        self.above = if archived { self.above | ARCHIVED } else { self.above & !ARCHIVED };
    }
}

/// All tracks, or all groups, by number.
#[derive(Debug, Default)]
pub(super) struct Places {
    places: Vec<Place>,
    numbers: Numbers,
}

impl Places {
    pub(super) const fn len(&self) -> usize {
        self.places.len()
    }

    pub(super) const fn bytes(&self) -> usize {
        self.places.capacity().saturating_mul(size_of::<Place>()).saturating_add(self.numbers.bytes())
    }

    #[inline]
    pub(super) fn get(&self, index: usize) -> Option<&Place> {
        self.places.get(index)
    }

    pub(super) fn get_mut(&mut self, index: usize) -> Option<&mut Place> {
        self.places.get_mut(index)
    }

    #[inline]
    pub(super) fn find(&self, id: u128) -> Option<u32> {
        self.numbers.find(id, |number| self.places.get(number as usize).is_some_and(|place| place.id == id))
    }

    /// Numbers one that has no number, or returns nothing where no number is left.
    pub(super) fn add(&mut self, id: u128, owner: PersonNo) -> Option<u32> {
        let number = u32::try_from(self.places.len()).ok().filter(|_| self.places.len() < MOST)?;
        self.places.push(Place::new(id, owner));
        let places = &self.places;
        self.numbers.note(id, number, |number| places.get(number as usize).map_or(0, |place| place.id));
        Some(number)
    }

    pub(super) fn reserve(&mut self, places: usize) {
        self.places.reserve_exact(places);
        self.numbers.reserve(places);
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Place> {
        self.places.iter_mut()
    }
}

/// Somebody on a roster, and who comes next.
#[derive(Debug, Clone, Copy)]
struct Node {
    person: u32,
    next: u32,
}

/// Of whom each scope says something: lists through one arena, in no order.
#[derive(Debug)]
pub(super) struct Rosters {
    nodes: Vec<Node>,
    /// The first of those that are free.
    free: u32,
}

impl Default for Rosters {
    fn default() -> Self {
        Self { nodes: Vec::new(), free: NOTHING }
    }
}

impl Rosters {
    pub(super) const fn bytes(&self) -> usize {
        self.nodes.capacity().saturating_mul(size_of::<Node>())
    }

    pub(super) fn reserve(&mut self, nodes: usize) {
        self.nodes.reserve_exact(nodes);
    }

    /// Puts somebody before the first of a roster, and returns the new first, or nothing where no room is left.
    pub(super) fn add(&mut self, first: u32, person: PersonNo) -> Option<u32> {
        let node = Node { person: person.get(), next: first };
        if let Some(free) = self.nodes.get_mut(self.free as usize) {
            let at = self.free;
            self.free = free.next;
            *free = node;
            return Some(at);
        }
        let at = u32::try_from(self.nodes.len()).ok().filter(|at| *at < NOTHING)?;
        self.nodes.push(node);
        Some(at)
    }

    /// Takes somebody off a roster, and returns its first then.
    pub(super) fn remove(&mut self, first: u32, person: PersonNo) -> u32 {
        let (mut before, mut at) = (None, first);
        while let Some(node) = self.nodes.get(at as usize).copied() {
            if node.person == person.get() {
                if let Some(slot) = self.nodes.get_mut(at as usize) {
                    slot.next = self.free;
                }
                self.free = at;
                let Some(before) = before else { return node.next };
                if let Some(before) = self.nodes.get_mut(before as usize) {
                    before.next = node.next;
                }
                return first;
            }
            (before, at) = (Some(at), node.next);
        }
        first
    }

    /// Returns everybody on a roster.
    pub(super) fn on(&self, first: u32) -> impl Iterator<Item = PersonNo> + '_ {
        let node = |at: u32| self.nodes.get(at as usize);
        let nodes = core::iter::successors(node(first), move |before| node(before.next));
        nodes.map(|node| PersonNo::of_bits(node.person))
    }
}
