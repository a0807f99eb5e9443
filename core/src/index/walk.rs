//! The walk up: what a person holds, and through what (GRP-3, GRP-4).

use super::Index;
use super::number::{PersonNo, ScopeNo};
use super::place::Place;
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

impl Index {
    /// Returns what a person may do on a scope now, if anything (GRP-3, OPS-1).
    #[inline]
    pub(crate) fn held(&self, person: PersonNo, scope: ScopeNo) -> Option<Holds> {
        let place = self.place(scope)?;
        if place.owner() == person {
            // OWN-1: the owner stands above all, whatever else is said.
            return place.is_there().then_some(Holds { level: Level::Owner, via: scope });
        }
        // OPS-1: a track that was taken down is there for its owner alone.
        if place.condition() != Condition::Live {
            return None;
        }
        self.granted_on(person, scope, place)
    }

    /// Returns what somebody who does not own a scope that is there has been given on it: sleeping access too.
    #[inline]
    fn granted_on(&self, person: PersonNo, scope: ScopeNo, first: &Place) -> Option<Holds> {
        let mut at = scope;
        let mut place = first;
        for _ in 0..MOST_STEPS {
            let code = self.said(person, at, place);
            if code != Code::NONE {
                let access = code.access()?;
                let level = self.given(access, scope, first, at, place);
                return Some(Holds { level, via: at });
            }
            (at, place) = self.parent(place)?;
        }
        None
    }

    /// Returns what a scope says of a person, its owner holding full there (GRP-3).
    #[inline]
    fn said(&self, person: PersonNo, at: ScopeNo, place: &Place) -> Code {
        if place.owner() == person {
            Code::FULL
        } else if place.has_roster() {
            self.standings.find(person, at)
        } else {
            Code::NONE
        }
    }

    /// Returns what an access at one scope gives on another below it.
    #[inline]
    fn given(&self, access: Access, scope: ScopeNo, first: &Place, at: ScopeNo, place: &Place) -> Level {
        // GRP-4: on a track that the group's owner does not own, a group gives at most editor.
        let is_foreign = at != scope && !scope.is_group() && first.owner() != place.owner();
        if is_foreign { access.min(Access::Editor).into() } else { access.into() }
    }

    /// Returns what a person has been given on a scope, if anything: sleeping access too (GRP-3).
    pub(super) fn granted(&self, person: PersonNo, scope: ScopeNo) -> Option<Holds> {
        let place = self.place(scope).filter(|place| place.is_there())?;
        if place.owner() == person {
            return Some(Holds { level: Level::Owner, via: scope });
        }
        self.granted_on(person, scope, place)
    }

    /// Returns whether a person may do something, for which a level is the least on such a scope (ACC-1, OPS-1).
    #[inline]
    pub(crate) fn can(&self, person: PersonNo, scope: ScopeNo, action: Action, least: Level) -> bool {
        // OPS-1: what was taken down is neither published nor taken back until it is restored.
        let is_kept = || action == Action::Publish && self.taken_down.contains(&scope.get());
        self.held(person, scope).is_some_and(|held| held.level >= least) && !is_kept()
    }

    /// Returns the scopes from one upward, nearest first, where it is there.
    pub(super) fn way_up(&self, scope: ScopeNo) -> impl Iterator<Item = (ScopeNo, &Place)> {
        let first = self.place(scope).filter(|place| place.is_there()).map(|place| (scope, place));
        core::iter::successors(first, |(_, below)| self.parent(below)).take(MOST_STEPS)
    }

    /// Returns everybody whom a scope or one above it says something of, owners among them, each once.
    pub(super) fn people_around(&self, scope: ScopeNo) -> Vec<PersonNo> {
        let mut people: Vec<PersonNo> = Vec::new();
        for (at, place) in self.way_up(scope) {
            people.push(place.owner());
            people.extend(self.rosters.on(at));
        }
        people.sort_unstable();
        people.dedup();
        people
    }

    /// Returns whether anybody but the owner can view a scope.
    pub(super) fn is_shared(&self, scope: ScopeNo) -> bool {
        let Some(place) = self.place(scope) else { return false };
        let is_other = |person: &PersonNo| *person != place.owner();
        self.people_around(scope).into_iter().filter(is_other).any(|person| self.held(person, scope).is_some())
    }

    /// Returns everybody who may do something on a scope and through what, ordered by id (EXP-2).
    pub(crate) fn who_can(&self, scope: ScopeNo, least: Level) -> Vec<(PersonNo, Holds)> {
        let able = |person: PersonNo| {
            let held = self.held(person, scope).filter(|held| held.level >= least)?;
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
