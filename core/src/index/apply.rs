//! Taking in what has happened, event by event.
//!
//! Each event touches what it happened to and the lists that lead there, so that of two that happened to different things either may come first.

use std::sync::Arc;

use super::number::{PersonNo, ScopeNo};
use super::standings::Code;
use super::{Halt, Index, Inside, Kept};
use crate::domain::access::Standing;
use crate::domain::document::DocumentKey;
use crate::domain::group::GroupEvent;
use crate::domain::library::{BucketEvent, PlacementEvent};
use crate::domain::roster::RosterEvent;
use crate::domain::sync::Seen;
use crate::domain::text::fold;
use crate::domain::track::{Condition, DetailsChange, TrackEvent};
use crate::event::{Aggregate, Event, Recorded};
use crate::id::{BucketId, GroupId, PersonId, Scope, TrackId};

/// Puts a number into an ordered list, in place of what has the same bits above the lowest `shift`.
fn put(list: &mut Vec<u32>, entry: u32, shift: u32) {
    match list.binary_search_by_key(&(entry >> shift), |one| one >> shift) {
        Ok(at) => list.get_mut(at).into_iter().for_each(|one| *one = entry),
        Err(at) => list.insert(at, entry),
    }
}

fn take(list: &mut Vec<u32>, key: u32, shift: u32) {
    if let Ok(at) = list.binary_search_by_key(&key, |one| one >> shift) {
        list.remove(at);
    }
}

impl Index {
    /// Takes in whole commits, after which it is the state after `seen`.
    pub(crate) fn apply<'a>(&mut self, recorded: impl IntoIterator<Item = &'a Recorded>, seen: &Seen) {
        let facts = Arc::clone(self.facts());
        facts.turn.change(|| {
            for one in recorded {
                self.apply_one(one);
            }
            if self.is_full {
                facts.turn.halt(Halt::Full);
            }
            self.seen.clone_from(seen);
            self.words.tidy();
        });
    }

    fn apply_one(&mut self, recorded: &Recorded) {
        match (recorded.aggregate, &recorded.event) {
            (Aggregate::Person(id), Event::Person(_)) => drop(self.number_person(id)),
            (Aggregate::Track(id), Event::Track(event)) => drop(self.apply_track(id, event)),
            (Aggregate::Group(id), Event::Group(event)) => drop(self.apply_group(id, event)),
            (Aggregate::Roster(scope), Event::Roster(event)) => drop(self.apply_roster(scope, event)),
            (Aggregate::Document(DocumentKey::Bucket(person, id)), Event::Bucket(event)) => {
                self.apply_bucket(person, id, event);
            }
            (Aggregate::Document(DocumentKey::Placement(person, track)), Event::Placement(event)) => {
                let PlacementEvent::Moved { bucket } = event;
                self.put_into_bucket(person, track, *bucket);
            }
            _ => {}
        }
    }

    fn apply_track(&mut self, id: TrackId, event: &TrackEvent) -> Option<()> {
        if let TrackEvent::Created { title, owner, group } = event {
            return self.add_track(id, *owner, *group).map(|scope| self.set_words(scope, "idea", &fold(title), &[]));
        }
        let scope = self.scope(id.into())?;
        match event {
            TrackEvent::Created { .. }
            | TrackEvent::OwnershipOffered { .. }
            | TrackEvent::OfferEnded { .. }
            | TrackEvent::Imported { .. } => {}
            TrackEvent::DetailsChanged(change) => self.change_details(scope, change),
            TrackEvent::Archived => self.facts.place(scope)?.set_archived(true),
            TrackEvent::Unarchived => self.facts.place(scope)?.set_archived(false),
            TrackEvent::Moved { to, .. } => {
                let to = to.and_then(|group| self.number_group(group));
                self.set_above(scope, to);
            }
            TrackEvent::Deleted => self.delete(scope),
            TrackEvent::TakenDown => self.set_condition(scope, Condition::TakenDown),
            TrackEvent::Restored => self.set_condition(scope, Condition::Live),
            TrackEvent::HandedOver { to, .. } => {
                let to = self.number_person(*to)?;
                self.set_owner(scope, to);
            }
        }
        Some(())
    }

    fn apply_group(&mut self, id: GroupId, event: &GroupEvent) -> Option<()> {
        match event {
            GroupEvent::Created { owner, ancestors, .. } => {
                self.add_group(id, *owner, ancestors.last().copied());
            }
            GroupEvent::Moved { ancestors, .. } | GroupEvent::CarriedAlong { ancestors } => {
                let scope = self.scope(id.into())?;
                let to = ancestors.last().and_then(|group| self.number_group(*group));
                self.set_above(scope, to);
            }
            GroupEvent::Deleted => {
                let scope = self.scope(id.into())?;
                self.delete(scope);
            }
            GroupEvent::HandedOver { to, .. } => {
                let (scope, to) = (self.scope(id.into())?, self.number_person(*to)?);
                self.set_owner(scope, to);
            }
            GroupEvent::Renamed { .. }
            | GroupEvent::TrackAdded { .. }
            | GroupEvent::TrackTakenOut { .. }
            | GroupEvent::GroupAdded { .. }
            | GroupEvent::GroupTakenOut { .. }
            | GroupEvent::OwnershipOffered { .. }
            | GroupEvent::OfferEnded { .. } => {}
        }
        Some(())
    }

    fn apply_roster(&mut self, scope: Scope, event: &RosterEvent) -> Option<()> {
        let scope = self.scope(scope)?;
        let full = Standing::Active(crate::domain::access::Access::Full);
        let (person, standing) = match event {
            RosterEvent::Joined { person, after, .. } | RosterEvent::AccessChanged { person, after, .. } => {
                (person, *after)
            }
            RosterEvent::Revoked { person, by_owner, .. } => (person, Standing::Revoked { by_owner: *by_owner }),
            RosterEvent::Removed { person, by_owner, .. } => (person, Standing::Removed { by_owner: *by_owner }),
            RosterEvent::Left { person, .. } => (person, Standing::Left),
            // An active standing is cleared, a closed one stays.
            RosterEvent::Covered { person, before, .. } if before.access().is_some() => (person, Standing::None),
            RosterEvent::OwnerChanged { from, to, .. } => {
                self.stand(scope, *from, full)?;
                (to, Standing::None)
            }
            RosterEvent::Covered { .. }
            | RosterEvent::Founded { .. }
            | RosterEvent::Invited { .. }
            | RosterEvent::InvitationEnded { .. }
            | RosterEvent::SharesSet { .. } => return None,
        };
        self.stand(scope, *person, standing)
    }

    fn apply_bucket(&mut self, person: PersonId, id: BucketId, event: &BucketEvent) {
        match event {
            BucketEvent::Created { .. } => self.add_bucket(person, id),
            BucketEvent::Renamed { .. } => {}
            BucketEvent::Deleted => drop(self.buckets.remove(&id)),
        }
    }

    /// Notes a bucket that is there.
    pub(super) fn add_bucket(&mut self, person: PersonId, id: BucketId) {
        if let Some(person) = self.number_person(person) {
            self.buckets.insert(id, Kept { person });
        }
    }

    /// Notes into which bucket somebody has put a track.
    pub(super) fn put_into_bucket(&mut self, person: PersonId, track: TrackId, bucket: Option<BucketId>) {
        let (Some(person), Some(track)) = (self.number_person(person), self.scope(track.into())) else { return };
        match bucket {
            Some(bucket) => drop(self.placements.insert((track.get(), person), bucket)),
            None => drop(self.placements.remove(&(track.get(), person))),
        }
    }

    fn forget_placements(&mut self, track: u32) {
        let of_track = (track, PersonNo::of_bits(0))..=(track, PersonNo::of_bits(u32::MAX));
        let gone: Vec<_> = self.placements.range(of_track).map(|(place, _)| *place).collect();
        for place in gone {
            self.placements.remove(&place);
        }
    }

    /// Returns somebody's number, a new one where there is none yet.
    pub(super) fn number_person(&mut self, id: PersonId) -> Option<PersonNo> {
        if let Some(person) = self.person(id) {
            return Some(person);
        }
        let person = self.facts.people.add(id.uuid().as_u128());
        match person {
            Some(_) => self.has.push(Box::default()),
            None => self.is_full = true,
        }
        person
    }

    /// Returns a group's number; one that is not known yet is not there until it is.
    pub(super) fn number_group(&mut self, id: GroupId) -> Option<ScopeNo> {
        let id = id.uuid().as_u128();
        if let Some(number) = self.facts.groups.find(id) {
            return Some(ScopeNo::group(number));
        }
        let number = self.facts.groups.add(id, PersonNo::of_bits(u32::MAX));
        self.is_full |= number.is_none();
        let scope = ScopeNo::group(number?);
        self.inside.push(Inside::default());
        self.facts.place(scope)?.set_condition(Condition::Deleted);
        Some(scope)
    }

    /// Adds a track, which is there and not archived.
    pub(super) fn add_track(&mut self, id: TrackId, owner: PersonId, group: Option<GroupId>) -> Option<ScopeNo> {
        let owner = self.number_person(owner)?;
        let group = group.and_then(|group| self.number_group(group));
        let number = self.facts.tracks.add(id.uuid().as_u128(), owner);
        self.is_full |= number.is_none();
        let number = number?;
        self.order.note(&self.facts.tracks, number);
        let scope = ScopeNo::track(number);
        self.show(owner, scope);
        self.set_above(scope, group);
        Some(scope)
    }

    /// Adds a group, which is there.
    pub(super) fn add_group(&mut self, id: GroupId, owner: PersonId, parent: Option<GroupId>) -> Option<ScopeNo> {
        let owner = self.number_person(owner)?;
        let parent = parent.and_then(|parent| self.number_group(parent));
        let scope = self.number_group(id)?;
        let place = self.facts.place(scope)?;
        place.set_condition(Condition::Live);
        place.set_owner(owner);
        self.show(owner, scope);
        self.set_above(scope, parent);
        Some(scope)
    }

    /// Sets the words that listings go by.
    pub(super) fn set_words(&mut self, scope: ScopeNo, stage: &str, title: &str, tags: &[String]) {
        self.is_full |= self.words.set(scope.get(), stage, title, tags).is_none();
    }

    fn change_details(&mut self, scope: ScopeNo, change: &DetailsChange) {
        let DetailsChange { title, stage, bpm: _, key: _, tags } = change;
        if title.is_none() && stage.is_none() && tags.is_none() {
            return;
        }
        let words = self.words.of(scope.get());
        let stage = stage.as_ref().map_or_else(|| words.stage.to_owned(), |stage| stage.after.as_str().to_owned());
        let title = title.as_ref().map_or_else(|| words.title.to_owned(), |title| fold(&title.after));
        let tags: Vec<String> = match tags {
            Some(tags) => tags.after.iter().map(|tag| fold(tag)).collect(),
            None => words.tags().map(str::to_owned).collect(),
        };
        self.set_words(scope, &stage, &title, &tags);
    }

    pub(super) fn set_condition(&mut self, scope: ScopeNo, condition: Condition) {
        if let Some(place) = self.facts.place(scope) {
            place.set_condition(condition);
        }
        if condition == Condition::TakenDown {
            self.taken_down.insert(scope.get());
        } else {
            self.taken_down.remove(&scope.get());
        }
    }

    fn set_above(&mut self, scope: ScopeNo, above: Option<ScopeNo>) {
        let Some(place) = self.facts.place(scope) else { return };
        let before = place.now().above();
        place.set_above(above);
        for (group, is_in) in [(before, false), (above, true)] {
            let Some(inside) = group.and_then(|group| self.inside.get_mut(group.index())) else { continue };
            let list = if scope.is_group() { &mut inside.groups } else { &mut inside.tracks };
            if is_in { put(list, scope.get(), 0) } else { take(list, scope.get(), 0) }
        }
    }

    fn set_owner(&mut self, scope: ScopeNo, owner: PersonNo) {
        let Some(place) = self.facts.place(scope) else { return };
        let before = place.now().owner;
        place.set_owner(owner);
        self.show(before, scope);
        self.show(owner, scope);
    }

    /// Takes in what a scope says of a person; of what is not there nothing is kept.
    pub(super) fn stand(&mut self, scope: ScopeNo, person: PersonId, standing: Standing) -> Option<()> {
        self.facts.place_now(scope).filter(|place| place.is_there())?;
        let person = self.number_person(person)?;
        let code = Code::from(standing);
        let Some(before) = self.facts.standings.set(person, scope, code) else {
            self.is_full = true;
            return None;
        };
        match (before == Code::NONE, code == Code::NONE) {
            (true, false) => self.is_full |= self.rosters.add(scope, person).is_none(),
            (false, true) => self.rosters.remove(scope, person),
            _ => {}
        }
        let has_roster = !self.rosters.is_empty(scope);
        self.facts.place(scope)?.set_has_roster(has_roster);
        if before != code {
            self.show(person, scope);
        }
        Some(())
    }

    /// Brings a person's own list in line with what a scope says of them now.
    fn show(&mut self, person: PersonNo, scope: ScopeNo) {
        let owns = self.facts.place_now(scope).is_some_and(|place| place.is_there() && place.owner == person);
        let code = if owns { Code::OWNS } else { self.facts.standings.find(person, scope) };
        let entry = (scope.bits() << 4) | u32::from(code.bits());
        if let Some(gathered) = &mut self.gathered {
            gathered.push((person, entry));
            return;
        }
        let Some(kept) = self.has.get_mut(person.index()) else { return };
        let mut has = core::mem::take(kept).into_vec();
        if code == Code::NONE {
            take(&mut has, scope.bits(), 4);
        } else {
            // There are many people, and none of them has room to spare.
            has.reserve_exact(1);
            put(&mut has, entry, 4);
        }
        *kept = has.into_boxed_slice();
    }

    /// Takes a track or group out of everything but the numbers; what lies in a group that is deleted finds no group above it.
    fn delete(&mut self, scope: ScopeNo) {
        let Some(owner) = self.facts.place_now(scope).map(|place| place.owner) else { return };
        let on: Vec<PersonNo> = self.rosters.on(scope).collect();
        for person in on {
            self.facts.standings.set(person, scope, Code::NONE);
            self.rosters.remove(scope, person);
            self.show(person, scope);
        }
        self.set_above(scope, None);
        if scope.is_group() {
            self.facts.place(scope).into_iter().for_each(|place| place.set_condition(Condition::Deleted));
        } else {
            self.words.forget(scope.get());
            self.forget_placements(scope.get());
            self.set_condition(scope, Condition::Deleted);
        }
        self.facts.place(scope).into_iter().for_each(|place| place.set_has_roster(false));
        self.show(owner, scope);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_read_while_a_commit_is_taken_in() {
        let mut index = Index::default();
        let facts = Arc::clone(index.facts());
        let mut looks = 0;
        let look = || {
            looks += 1;
            assert_eq!(facts.turn.read(|| ()), None);
            None::<&Recorded>
        };
        index.apply(core::iter::from_fn(look), &Seen::default());
        assert_eq!((looks, facts.turn.read(|| ())), (1, Some(())));
    }
}
