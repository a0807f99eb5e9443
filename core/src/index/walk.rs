//! The walk up: what a person holds, and through what (GRP-3, GRP-4).

use super::Index;
use super::facts::Facts;
use super::number::{PersonNo, ScopeNo};
use super::place::PlaceNow;
use super::standings::Code;
use crate::domain::access::{Access, Action, Level, ScopeKind};
use crate::domain::track::Condition;

/// How many steps a walk has at most: a way that leads back into itself is damage, which `verify` names.
const MOST_STEPS: usize = 64;

/// What somebody holds, and the scope that decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Holds {
    pub(crate) level: Level,
    pub(crate) via: ScopeNo,
}

impl Facts {
    /// Returns what a person may do on a scope now, if anything (GRP-3, OPS-1).
    #[inline]
    pub(crate) fn held(&self, person: PersonNo, scope: ScopeNo) -> Option<Holds> {
        let first = self.place_now(scope)?;
        if first.owner == person {
            // OWN-1: the owner stands above all, whatever else is said.
            return first.is_there().then_some(Holds { level: Level::Owner, via: scope });
        }
        // OPS-1: a track that was taken down is there for its owner alone.
        if first.condition() != Condition::Live {
            return None;
        }
        self.granted_on(person, scope, first)
    }

    /// Returns what somebody who does not own a scope that is there has been given on it: sleeping access too.
    #[inline]
    fn granted_on(&self, person: PersonNo, scope: ScopeNo, first: PlaceNow) -> Option<Holds> {
        let own = self.said(person, scope, first);
        if own != Code::NONE {
            return Some(Holds { level: own.access()?.into(), via: scope });
        }
        let (mut at, mut place) = self.above(first)?;
        for _ in 1..MOST_STEPS {
            // GRP-3: a group's owner holds full there.
            let code = if place.owner == person { Code::FULL } else { self.said(person, at, place) };
            if code != Code::NONE {
                // GRP-4: on a track that the group's owner does not own, a group gives at most editor.
                let is_foreign = !scope.is_group() && first.owner != place.owner;
                let access = code.access()?;
                let access = if is_foreign { access.min(Access::Editor) } else { access };
                return Some(Holds { level: access.into(), via: at });
            }
            (at, place) = self.above(place)?;
        }
        None
    }

    /// Returns the group that a place lies in, where that is still there (GRP-7).
    #[inline]
    fn above(&self, below: PlaceNow) -> Option<(ScopeNo, PlaceNow)> {
        let above = below.above()?;
        let group = self.groups.get(above.index())?.now();
        group.is_there().then_some((above, group))
    }

    /// Returns what a scope says of a person.
    #[inline]
    fn said(&self, person: PersonNo, at: ScopeNo, place: PlaceNow) -> Code {
        if place.has_roster() { self.standings.find(person, at) } else { Code::NONE }
    }

    /// Returns what a person has been given on a scope, if anything: sleeping access too (GRP-3).
    pub(super) fn granted(&self, person: PersonNo, scope: ScopeNo) -> Option<Holds> {
        let place = self.place_now(scope)?;
        if !place.is_there() {
            return None;
        }
        if place.owner == person {
            return Some(Holds { level: Level::Owner, via: scope });
        }
        self.granted_on(person, scope, place)
    }

    /// Returns whether a person may do something, for which a level is the least on such a scope (ACC-1, OPS-1).
    #[inline]
    pub(crate) fn can(&self, person: PersonNo, scope: ScopeNo, action: Action, least: Level) -> bool {
        let is_enough = self.held(person, scope).is_some_and(|held| held.level >= least);
        // OPS-1: what was taken down is neither published nor taken back until it is restored.
        is_enough && (action != Action::Publish || !self.is_asleep(scope))
    }

    fn is_asleep(&self, scope: ScopeNo) -> bool {
        self.place_now(scope).is_some_and(|place| place.condition() == Condition::TakenDown)
    }
}

impl Index {
    /// Returns the scopes from one upward, nearest first, where it is there.
    pub(super) fn way_up(&self, scope: ScopeNo) -> impl Iterator<Item = (ScopeNo, PlaceNow)> {
        let first = self.facts.place_now(scope).filter(|place| place.is_there()).map(|place| (scope, place));
        core::iter::successors(first, |(_, below)| self.facts.above(*below)).take(MOST_STEPS)
    }

    /// Returns everybody whom a scope or one above it says something of, owners among them, each once.
    pub(super) fn people_around(&self, scope: ScopeNo) -> Vec<PersonNo> {
        let mut people: Vec<PersonNo> = Vec::new();
        for (at, place) in self.way_up(scope) {
            people.push(place.owner);
            people.extend(self.rosters.on(at));
        }
        people.sort_unstable();
        people.dedup();
        people
    }

    /// Returns whether anybody but the owner can view a scope.
    pub(super) fn is_shared(&self, scope: ScopeNo) -> bool {
        let Some(place) = self.facts.place_now(scope) else { return false };
        let is_other = |person: &PersonNo| *person != place.owner;
        self.people_around(scope).into_iter().filter(is_other).any(|person| self.facts.held(person, scope).is_some())
    }

    /// Returns everybody who may do something on a scope and through what, ordered by id (EXP-2).
    pub(crate) fn who_can(&self, scope: ScopeNo, least: Level) -> Vec<(PersonNo, Holds)> {
        let able = |person: PersonNo| {
            let held = self.facts.held(person, scope).filter(|held| held.level >= least)?;
            Some((person, held))
        };
        let mut who: Vec<_> = self.people_around(scope).into_iter().filter_map(able).collect();
        who.sort_by_key(|(person, _)| self.person_id(*person));
        who
    }
}

/// Returns the least level that may do something on a scope, or nothing where such a scope knows no such action.
#[inline]
pub(crate) const fn least(action: Action, scope: ScopeNo) -> Option<Level> {
    action.least(if scope.is_group() { ScopeKind::Group } else { ScopeKind::Track })
}

#[cfg(test)]
mod tests {
    use core::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;

    use super::*;

    const ENOUGH: usize = 100_000;
    const VIEWER: Code = Code::of_bits(1);

    /// A track in a group, and somebody who can view it through the one or the other.
    fn told_twice() -> (Facts, PersonNo, [ScopeNo; 2]) {
        let facts = Facts::default();
        let owner = facts.people.add(1).unwrap();
        let viewer = facts.people.add(2).unwrap();
        let group = ScopeNo::group(facts.groups.add(3, owner).unwrap());
        let track = ScopeNo::track(facts.tracks.add(4, owner).unwrap());
        facts.place(track).unwrap().set_above(Some(group));
        [track, group].iter().for_each(|scope| facts.place(*scope).unwrap().set_has_roster(true));
        facts.standings.set(viewer, track, VIEWER);
        (facts, viewer, [track, group])
    }

    #[test]
    fn a_check_beside_a_change_sees_none_of_it_or_all() {
        let (facts, viewer, scopes) = told_twice();
        let [track, _] = scopes;
        let (facts, asked) = (&facts, &AtomicUsize::new(0));
        thread::scope(|scope| {
            let ask = move || {
                while asked.load(Ordering::Relaxed) < ENOUGH {
                    if let Some(held) = facts.turn.read(|| facts.held(viewer, track)) {
                        assert!(held.is_some());
                        asked.fetch_add(1, Ordering::Relaxed);
                    }
                }
            };
            let readers = [scope.spawn(ask), scope.spawn(ask)];
            let mut turns = scopes.into_iter().cycle().zip(scopes.into_iter().rev().cycle());
            while !readers.iter().all(thread::ScopedJoinHandle::is_finished) {
                let (from, to) = turns.next().unwrap();
                let mut half = None;
                facts.turn.change(|| {
                    facts.standings.set(viewer, from, Code::NONE);
                    half = facts.held(viewer, track);
                    facts.standings.set(viewer, to, VIEWER);
                });
                assert!(half.is_none(), "who would read out of turn finds half of it");
            }
        });
    }
}
