//! What a person has held and holds no more: told from what is there now and what has happened since (SYN-1).
//!
//! 1. What was there at an instant is what is there now, with what had not been seen then undone.
//! 2. A person is told of the end of what they held when they last asked or at some instant since, in the order of numbers, and of nothing else (ACC-5).
//! 3. A group has changed for a person where it or one above it was moved, deleted, handed over, or says something else of them.
//! 4. Commits may become visible in another order than their numbers say, so what somebody has seen is a set of them, not a number.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::access::Standing;
use super::document::DocumentKey;
use super::group::GroupEvent;
use super::roster::RosterEvent;
use super::slice::Slice;
use super::track::{Condition, TrackEvent};
use crate::event::{Aggregate, Entry, Event};
use crate::id::{GroupId, PersonId, Scope, TrackId};

/// Why a person holds something no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RemovalReason {
    /// Access was revoked.
    Revoked,
    /// The person has left.
    Left,
    /// The person was removed.
    Removed,
    /// It was deleted, or a group that it was reached through.
    Deleted,
    /// It was moved out of what it was reached through.
    Moved,
    /// The operator has taken it down (OPS-1).
    TakenDown,
}

/// What something was before an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    Unborn,
    There,
    Standing(Standing),
    In(Option<GroupId>),
    Owner(PersonId),
    Asleep(bool),
}

/// Which commits are in what was looked at: all up to a number, but for some that were still under way then (R4).
///
/// One would keep it to ask later for exactly those that were not in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Seen {
    up_to: u64,
    missing: BTreeSet<u64>,
}

/// What has happened since some look to what a person may hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    person: PersonId,
    since: Seen,
    before: BTreeMap<Scope, Vec<(u64, Before)>>,
}

/// What of a stretch of history a person is to be told, should they hold it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(clippy::exhaustive_structs, reason = "part of what a store is asked")]
pub struct Touched {
    /// Tracks whose row may be another.
    pub tracks: BTreeSet<TrackId>,
    /// Groups that have changed with all below them (R3).
    pub deep: BTreeSet<GroupId>,
    /// Groups that are new, or have another name.
    pub named: BTreeSet<GroupId>,
    /// Whether the person's buckets are others.
    pub buckets: bool,
}

impl Seen {
    /// All commits up to a number.
    #[must_use]
    pub const fn up_to(revision: u64) -> Self {
        Self { up_to: revision, missing: BTreeSet::new() }
    }

    /// All commits up to a number, but for some.
    #[must_use]
    pub fn but_for(revision: u64, missing: impl IntoIterator<Item = u64>) -> Self {
        Self { up_to: revision, missing: missing.into_iter().filter(|number| *number <= revision).collect() }
    }

    /// Returns whether a commit is among them.
    #[must_use]
    pub fn contains(&self, revision: u64) -> bool {
        revision <= self.up_to && !self.missing.contains(&revision)
    }

    /// Returns the number after which none is among them.
    #[must_use]
    pub const fn last(&self) -> u64 {
        self.up_to
    }

    /// Returns those up to the last that are not among them.
    #[must_use]
    pub const fn missing(&self) -> &BTreeSet<u64> {
        &self.missing
    }
}

impl Timeline {
    /// Begins with nothing that has happened since a look.
    #[must_use]
    pub const fn new(person: PersonId, since: Seen) -> Self {
        Self { person, since, before: BTreeMap::new() }
    }

    /// Adds what has happened next.
    pub fn add(&mut self, entry: &Entry) {
        let (person, recorded) = (self.person, &entry.recorded);
        let Some(scope) = recorded.aggregate.scope() else { return };
        let mut note = |before| self.before.entry(scope).or_default().push((entry.revision, before));
        match &recorded.event {
            Event::Track(TrackEvent::Created { .. }) | Event::Group(GroupEvent::Created { .. }) => note(Before::Unborn),
            Event::Track(TrackEvent::Deleted) | Event::Group(GroupEvent::Deleted) => note(Before::There),
            Event::Track(TrackEvent::Moved { from, .. }) | Event::Group(GroupEvent::Moved { from, .. }) => {
                note(Before::In(*from));
            }
            Event::Track(TrackEvent::HandedOver { from, .. }) | Event::Group(GroupEvent::HandedOver { from, .. }) => {
                note(Before::Owner(*from));
            }
            Event::Track(TrackEvent::TakenDown) => note(Before::Asleep(false)),
            Event::Track(TrackEvent::Restored) => note(Before::Asleep(true)),
            Event::Roster(event) => {
                if let Some(before) = standing_before(event, person) {
                    note(Before::Standing(before));
                }
            }
            _ => {}
        }
    }

    /// Returns every group that something was in, or is.
    pub fn places(&self) -> impl Iterator<Item = GroupId> {
        self.before.values().flatten().filter_map(|(_, before)| match before {
            Before::In(group) => *group,
            _ => None,
        })
    }

    /// Returns every group to which something has happened.
    pub fn groups(&self) -> impl Iterator<Item = GroupId> {
        self.before.keys().filter_map(|scope| scope.group())
    }

    /// Returns whether a group lies in another, or has lain there at some instant since the look that this begins with.
    #[must_use]
    pub fn has_lain_in(&self, slice: &Slice, id: GroupId, above: GroupId) -> bool {
        let before = self.before.get(&id.into()).into_iter().flatten();
        let lay =
            before.into_iter().filter_map(|(_, before)| if let Before::In(group) = before { *group } else { None });
        lay.chain(Self::lies_in(slice, id.into())).any(|group| group == above)
    }

    /// Returns what the first event not seen at an instant that says such a thing says.
    fn at<T>(&self, scope: Scope, instant: &Seen, of: impl Fn(&Before) -> Option<T>) -> Option<T> {
        // INVARIANT: what happened to one scope is seen in its order, so all that follow on the first are unseen too.
        let later = self.before.get(&scope).into_iter().flatten().filter(|(revision, _)| !instant.contains(*revision));
        later.filter_map(|(_, before)| of(before)).next()
    }

    /// Returns the group that a scope lies in now, deleted or not.
    fn lies_in(slice: &Slice, scope: Scope) -> Option<GroupId> {
        match scope {
            Scope::Track(id) => slice.tracks.get(&id).and_then(|track| track.group),
            Scope::Group(id) => slice.groups.get(&id).and_then(super::group::Group::parent),
        }
    }

    /// Returns whether the person held a scope at an instant no earlier than the look that this begins with (R1).
    #[must_use]
    pub fn is_held_at(&self, slice: &Slice, scope: Scope, instant: &Seen) -> bool {
        let mut next = Some(scope);
        // A way that leads back into itself is damage, which `verify` names; walking it ends all the same.
        for _ in 0..64 {
            let Some(step) = next else { return false };
            let (owner, is_there, is_asleep) = match step {
                Scope::Track(id) => {
                    let track = slice.tracks.get(&id);
                    let is_asleep = track.is_some_and(|track| track.condition == Condition::TakenDown);
                    (track.map(|track| track.owner), track.is_some_and(super::track::Track::is_there), is_asleep)
                }
                Scope::Group(id) => {
                    let group = slice.groups.get(&id);
                    (group.map(|group| group.owner), group.is_some_and(|group| !group.deleted), false)
                }
            };
            let existed = self.at(step, instant, |before| match before {
                Before::Unborn => Some(false),
                Before::There => Some(true),
                _ => None,
            });
            if !existed.unwrap_or(is_there) {
                return false;
            }
            let was = |before: &Before| if let Before::Owner(owner) = before { Some(*owner) } else { None };
            if self.at(step, instant, was).or(owner) == Some(self.person) {
                return true;
            }
            let said = |before: &Before| if let Before::Standing(said) = before { Some(*said) } else { None };
            // OPS-1: what was taken down is there for its owner alone.
            let slept = |before: &Before| if let Before::Asleep(asleep) = before { Some(*asleep) } else { None };
            if step.track().is_some() && self.at(step, instant, slept).unwrap_or(is_asleep) {
                return false;
            }
            match self.at(step, instant, said).unwrap_or_else(|| slice.standing(step, self.person)) {
                Standing::None => {}
                Standing::Active(_) => return true,
                _ => return false,
            }
            let lay = |before: &Before| if let Before::In(group) = before { Some(*group) } else { None };
            next = self.at(step, instant, lay).unwrap_or_else(|| Self::lies_in(slice, step)).map(Scope::Group);
        }
        false
    }

    /// Returns whether the person has held a scope at some instant since (R2).
    #[must_use]
    pub fn was_held(&self, slice: &Slice, scope: Scope) -> bool {
        let mut around = BTreeSet::from([scope]);
        let mut ahead = vec![scope];
        while let Some(step) = ahead.pop() {
            let lay = self.before.get(&step).into_iter().flatten().filter_map(|(_, before)| match before {
                Before::In(group) => *group,
                _ => None,
            });
            let above: Vec<Scope> = lay.chain(Self::lies_in(slice, step)).map(Scope::Group).collect();
            ahead.extend(above.into_iter().filter(|group| around.insert(*group)));
        }
        let changes = around.iter().filter_map(|step| self.before.get(step)).flatten();
        let instants: BTreeSet<u64> = changes.map(|(revision, _)| *revision).collect();
        let mut instants = instants.into_iter().map(Seen::up_to).chain([self.since.clone()]);
        instants.any(|instant| self.is_held_at(slice, scope, &instant))
    }

    /// Returns why a scope is held no more.
    #[must_use]
    pub fn reason(&self, slice: &Slice, scope: Scope) -> RemovalReason {
        if let Scope::Track(id) = scope {
            match slice.tracks.get(&id).map(|track| track.condition) {
                Some(Condition::Deleted) | None => return RemovalReason::Deleted,
                Some(Condition::TakenDown) if slice.granted(scope, self.person).is_some() => {
                    return RemovalReason::TakenDown;
                }
                _ => {}
            }
        }
        let mut next = Some(scope);
        let mut was_moved = false;
        for _ in 0..64 {
            let Some(step) = next else { break };
            if step.group().is_some_and(|id| slice.group(id).is_none()) {
                return RemovalReason::Deleted;
            }
            match slice.standing(step, self.person) {
                Standing::Revoked { .. } => return RemovalReason::Revoked,
                Standing::Left => return RemovalReason::Left,
                Standing::Removed { .. } => return RemovalReason::Removed,
                Standing::None | Standing::Active(_) => {}
            }
            let moves = self.before.get(&step).into_iter().flatten();
            was_moved |= moves.into_iter().any(|(_, before)| matches!(before, Before::In(_)));
            next = Self::lies_in(slice, step).map(Scope::Group);
        }
        if was_moved { RemovalReason::Moved } else { RemovalReason::Revoked }
    }
}

/// Returns what a scope said of a person before an event, where it says something else after it.
fn standing_before(event: &RosterEvent, of: PersonId) -> Option<Standing> {
    match event {
        RosterEvent::Joined { person, before, .. }
        | RosterEvent::AccessChanged { person, before, .. }
        | RosterEvent::Revoked { person, before, .. }
        | RosterEvent::Removed { person, before, .. }
        | RosterEvent::Left { person, before, .. }
            if *person == of =>
        {
            Some(*before)
        }
        RosterEvent::Covered { person, before, .. } if *person == of => before.access().map(|_| *before),
        // Who owns it is told by the details; what was said of the new owner before does not matter once they own it.
        RosterEvent::OwnerChanged { from, to, .. } if [*from, *to].contains(&of) => Some(Standing::None),
        _ => None,
    }
}

impl Touched {
    /// Adds what an event may have changed for a person.
    pub fn add(&mut self, person: PersonId, entry: &Entry) {
        let recorded = &entry.recorded;
        match (recorded.aggregate, &recorded.event) {
            (Aggregate::Track(id) | Aggregate::Roster(Scope::Track(id)), _)
            | (Aggregate::Document(DocumentKey::Link(id, _)), _) => drop(self.tracks.insert(id)),
            (Aggregate::Document(DocumentKey::Known(id)), _) => drop(self.tracks.insert(id)),
            (Aggregate::Document(DocumentKey::Placement(of, id)), _) if of == person => drop(self.tracks.insert(id)),
            (Aggregate::Document(DocumentKey::Bucket(of, _)), _) => self.buckets |= of == person,
            (Aggregate::Group(id), Event::Group(event)) => match event {
                GroupEvent::Moved { .. }
                | GroupEvent::CarriedAlong { .. }
                | GroupEvent::Deleted
                | GroupEvent::HandedOver { .. } => drop(self.deep.insert(id)),
                GroupEvent::Created { .. } | GroupEvent::Renamed { .. } => drop(self.named.insert(id)),
                _ => {}
            },
            (Aggregate::Roster(Scope::Group(id)), Event::Roster(event)) if standing_before(event, person).is_some() => {
                self.deep.insert(id);
            }
            _ => {}
        }
    }

    /// Returns whether nothing was touched.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
