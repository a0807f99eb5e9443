//! Tracks and groups: where each lies, whose it is, and who stands on its roster.

use super::number::{MOST, Numbers, PersonNo, ScopeNo};
use crate::domain::track::Condition;

/// Marks that nothing lies above, or that nobody is on a roster.
pub(super) const NOTHING: u32 = 0x0fff_ffff;

/// How far an id is looked for by going on from another's place: about a line of memory for each three.
const NEAR: usize = 8;

const ROSTER: u32 = 1 << 31;
const ARCHIVED: u32 = 1 << 30;
const CONDITION: u32 = 0b11 << 28;

/// A track or group: all that a check reads of it, side by side.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// The id, as its bytes are ordered, in halves: a whole would be padded to a multiple of its size.
    id: [u64; 2],
    owner: u32,
    /// The group it lies in; in the bits above the condition, whether it is archived, and whether anybody is on its roster.
    above: u32,
}

impl Place {
    const fn new(id: u128, owner: PersonNo) -> Self {
        Self { id: [(id >> 64) as u64, id as u64], owner: owner.get(), above: NOTHING }
    }

    /// Returns the id.
    #[inline]
    pub(super) fn id(&self) -> u128 {
        let [high, low] = self.id.map(u128::from);
        (high << 64) | low
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

    /// Returns whether it says anything of anybody but its owner.
    #[inline]
    pub(super) const fn has_roster(&self) -> bool {
        self.above & ROSTER != 0
    }

    pub(super) const fn set_has_roster(&mut self, has: bool) {
        self.above = if has { self.above | ROSTER } else { self.above & !ROSTER };
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
        self.numbers.find(id, |number| self.places.get(number as usize).is_some_and(|place| place.id() == id))
    }

    /// Returns the number of an id where it is among the few from one number on.
    pub(super) fn find_near(&self, id: u128, from: u32) -> Option<u32> {
        let near = self.places.get(from as usize..)?.iter().take(NEAR);
        (from..).zip(near).find(|(_, place)| place.id() == id).map(|(number, _)| number)
    }

    /// Numbers one that has no number, or returns nothing where no number is left.
    pub(super) fn add(&mut self, id: u128, owner: PersonNo) -> Option<u32> {
        let number = u32::try_from(self.places.len()).ok().filter(|_| self.places.len() < MOST)?;
        self.places.push(Place::new(id, owner));
        let places = &self.places;
        self.numbers.note(id, number, |number| places.get(number as usize).map_or(0, Place::id));
        Some(number)
    }

    pub(super) fn reserve(&mut self, places: usize) {
        self.places.reserve_exact(places);
        self.numbers.reserve(places);
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
    /// The first of each track's, by number, and of each group's; none is noted for those after the last that has any.
    tracks: Vec<u32>,
    groups: Vec<u32>,
}

impl Default for Rosters {
    fn default() -> Self {
        Self { nodes: Vec::new(), free: NOTHING, tracks: Vec::new(), groups: Vec::new() }
    }
}

impl Rosters {
    pub(super) fn bytes(&self) -> usize {
        let firsts = self.tracks.capacity().saturating_add(self.groups.capacity());
        self.nodes.capacity().saturating_mul(size_of::<Node>()).saturating_add(firsts.saturating_mul(size_of::<u32>()))
    }

    pub(super) fn reserve(&mut self, nodes: usize, tracks: usize) {
        self.nodes.reserve_exact(nodes);
        self.tracks.reserve_exact(tracks);
    }

    fn first(&self, scope: ScopeNo) -> u32 {
        let firsts = if scope.is_group() { &self.groups } else { &self.tracks };
        firsts.get(scope.index()).copied().unwrap_or(NOTHING)
    }

    fn set_first(&mut self, scope: ScopeNo, first: u32) {
        let firsts = if scope.is_group() { &mut self.groups } else { &mut self.tracks };
        if firsts.len() <= scope.index() {
            firsts.resize(scope.index().saturating_add(1), NOTHING);
        }
        firsts.get_mut(scope.index()).into_iter().for_each(|slot| *slot = first);
    }

    /// Returns whether nobody is on a roster.
    pub(super) fn is_empty(&self, scope: ScopeNo) -> bool {
        self.first(scope) == NOTHING
    }

    /// Puts somebody on a roster who is not on it, or returns nothing where no room is left.
    pub(super) fn add(&mut self, scope: ScopeNo, person: PersonNo) -> Option<()> {
        let node = Node { person: person.get(), next: self.first(scope) };
        let at = if let Some(free) = self.nodes.get_mut(self.free as usize) {
            let at = self.free;
            self.free = free.next;
            *free = node;
            at
        } else {
            let at = u32::try_from(self.nodes.len()).ok().filter(|at| *at < NOTHING)?;
            self.nodes.push(node);
            at
        };
        self.set_first(scope, at);
        Some(())
    }

    /// Takes somebody off a roster.
    pub(super) fn remove(&mut self, scope: ScopeNo, person: PersonNo) {
        let (mut before, mut at) = (None, self.first(scope));
        while let Some(node) = self.nodes.get(at as usize).copied() {
            if node.person == person.get() {
                self.nodes.get_mut(at as usize).into_iter().for_each(|slot| slot.next = self.free);
                self.free = at;
                match before.and_then(|before: u32| self.nodes.get_mut(before as usize)) {
                    Some(before) => before.next = node.next,
                    None => self.set_first(scope, node.next),
                }
                return;
            }
            (before, at) = (Some(at), node.next);
        }
    }

    /// Returns everybody on a roster.
    pub(super) fn on(&self, scope: ScopeNo) -> impl Iterator<Item = PersonNo> + '_ {
        let node = |at: u32| self.nodes.get(at as usize);
        let nodes = core::iter::successors(node(self.first(scope)), move |before| node(before.next));
        nodes.map(|node| PersonNo::of_bits(node.person))
    }
}
