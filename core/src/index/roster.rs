//! Of whom each scope says something.

use super::number::{PersonNo, ScopeNo};
use super::place::NOTHING;

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
