//! Loading an index from what a store gives of its state.

use std::sync::Arc;

use super::number::{PersonNo, ScopeNo};
use super::{Facts, Halt, Index};
use crate::domain::access::Standing;
use crate::domain::sync::Seen;
use crate::domain::track::Condition;
use crate::id::{PersonId, Scope};
use crate::ports::store::{SurveyCounts, Surveyed};

impl Index {
    /// Makes room for so much at once.
    pub(crate) fn reserve(&mut self, counts: SurveyCounts) {
        let room = |count: u64| usize::try_from(count).unwrap_or_default();
        let facts = &self.facts;
        facts.tracks.reserve(room(counts.tracks));
        facts.people.reserve(room(counts.people));
        facts.standings.reserve(room(counts.standings));
        self.rosters.reserve(room(counts.standings), room(counts.tracks));
        self.words.reserve(room(counts.tracks));
        self.has.reserve_exact(room(counts.people));
        self.gathered.get_or_insert_default().reserve_exact(room(counts.tracks) + room(counts.standings));
    }

    /// Takes in a part of the state; tracks come in the order of their ids, so that they are numbered so.
    pub(crate) fn take(&mut self, surveyed: Surveyed<'_>) {
        self.gathered.get_or_insert_default();
        match surveyed {
            Surveyed::Counts(counts) => self.reserve(counts),
            Surveyed::Person(id) => drop(self.number_person(id)),
            Surveyed::Group { id, owner, parent } => drop(self.add_group(id, owner, parent)),
            Surveyed::Track { id, owner, group, stage, title_key, tags, archived, taken_down } => {
                let Some(scope) = self.add_track(id, owner, group) else { return };
                self.set_words(scope, stage, title_key, tags);
                if archived {
                    self.facts.place(scope).into_iter().for_each(|place| place.set_archived(true));
                }
                if taken_down {
                    self.set_condition(scope, Condition::TakenDown);
                }
            }
            Surveyed::Standing { scope, person, standing } => drop(self.take_standing(scope, person, standing)),
            Surveyed::Bucket { id, person } => self.add_bucket(person, id),
            Surveyed::Placement { person, track, bucket } => self.put_into_bucket(person, track, Some(bucket)),
        }
    }

    fn take_standing(&mut self, scope: Scope, person: PersonId, standing: Standing) -> Option<()> {
        self.surveyed = self.next_scope(scope)?;
        self.stand(self.surveyed, person, standing)
    }

    /// Returns a scope's number: stores mostly give standings in the order of tracks, so that it is looked for from the last one on.
    fn next_scope(&self, scope: Scope) -> Option<ScopeNo> {
        let Scope::Track(id) = scope else { return self.scope(scope) };
        match self.facts.tracks.find_near(id.uuid().as_u128(), self.surveyed.get()) {
            Some(number) => Some(ScopeNo::track(number)),
            None => self.scope(scope),
        }
    }

    /// Ends the loading: what was taken in is the state after these commits.
    pub(crate) fn loaded(&mut self, seen: Seen) {
        self.seen = seen;
        self.words.shrink();
        // Nobody else has it yet.
        Arc::get_mut(&mut self.facts).into_iter().for_each(Facts::settle);
        let gathered = self.gathered.take().unwrap_or_default();
        self.put_in_order(gathered);
        for inside in &mut self.inside {
            inside.tracks.shrink_to_fit();
            inside.groups.shrink_to_fit();
        }
        if self.is_full {
            self.facts.turn.halt(Halt::Full);
        }
    }

    /// Gives everybody what was gathered of them.
    fn put_in_order(&mut self, gathered: Vec<(PersonNo, u32)>) {
        let mut counts = vec![0_usize; self.has.len()];
        for (person, _) in &gathered {
            counts.get_mut(person.index()).into_iter().for_each(|count| *count += 1);
        }
        let mut lists: Vec<Vec<u32>> = counts.into_iter().map(Vec::with_capacity).collect();
        for (person, entry) in gathered {
            lists.get_mut(person.index()).into_iter().for_each(|list| list.push(entry));
        }
        for (kept, mut list) in self.has.iter_mut().zip(lists) {
            list.sort_unstable();
            // An owner of whom the scope says something, too, was gathered twice.
            list.dedup();
            *kept = list.into_boxed_slice();
        }
    }
}
