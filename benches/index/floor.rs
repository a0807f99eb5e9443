//! What the machine can do: two maps and arrays by hand, with the nearest decision and nothing else.

use cowrite::{PersonId, TrackId};
use rustc_hash::FxHashMap;

use crate::world::World;

const fn key(person: u32, place: u32) -> u64 {
    ((person as u64) << 32) | place as u64
}

/// The floor for checks: small numbers, and the way to them from ids.
#[derive(Debug)]
pub(crate) struct Floor {
    owners: Vec<u32>,
    groups: Vec<u32>,
    group_owners: Vec<u32>,
    on_groups: FxHashMap<u64, u8>,
    on_tracks: FxHashMap<u64, u8>,
    people: FxHashMap<u128, u32>,
    tracks: FxHashMap<u128, u32>,
    reach: Vec<Reach>,
    inside: Vec<Vec<u32>>,
}

/// What one person has, in order.
#[derive(Debug, Default)]
struct Reach {
    groups: Vec<u32>,
    singles: Vec<u32>,
    owned: Vec<u32>,
}

impl Floor {
    pub(crate) fn new(world: &World) -> Self {
        let (mut on_groups, mut on_tracks) = (FxHashMap::default(), FxHashMap::default());
        on_groups.reserve(world.on_groups.len());
        on_tracks.reserve(world.on_tracks.len());
        let mut reach: Vec<Reach> = world.people.iter().map(|_| Reach::default()).collect();
        for (person, group, access) in &world.on_groups {
            on_groups.insert(key(*person, *group), *access);
            reach[*person as usize].groups.push(*group);
        }
        for (person, track, access) in &world.on_tracks {
            on_tracks.insert(key(*person, *track), *access);
            reach[*person as usize].singles.push(*track);
        }
        let mut inside: Vec<Vec<u32>> = world.groups.iter().map(|_| Vec::with_capacity(10)).collect();
        for (track, owner) in (0..).zip(&world.owners) {
            reach[*owner as usize].owned.push(track);
            inside[World::group_of(track) as usize].push(track);
        }
        let group_owners: Vec<u32> = inside.iter().map(|tracks| world.owners[tracks[0] as usize]).collect();
        for (group, owner) in (0..).zip(&group_owners) {
            reach[*owner as usize].groups.push(group);
        }
        Self {
            owners: world.owners.clone(),
            groups: (0..).take(world.tracks.len()).map(World::group_of).collect(),
            group_owners,
            on_groups,
            on_tracks,
            people: (0..).zip(&world.people).map(|(number, id)| (id.uuid().as_u128(), number)).collect(),
            tracks: (0..).zip(&world.tracks).map(|(number, id)| (id.uuid().as_u128(), number)).collect(),
            reach,
            inside,
        }
    }

    /// Whether somebody may edit, by small numbers.
    pub(crate) fn may_edit(&self, person: u32, track: u32) -> bool {
        if self.owners[track as usize] == person {
            return true;
        }
        if let Some(access) = self.on_tracks.get(&key(person, track)) {
            return *access >= 2;
        }
        let group = self.groups[track as usize];
        self.group_owners[group as usize] == person
            || self.on_groups.get(&key(person, group)).is_some_and(|access| *access >= 2)
    }

    /// Whether somebody may edit, by ids.
    pub(crate) fn may_edit_by_id(&self, person: PersonId, track: TrackId) -> bool {
        let (Some(person), Some(track)) =
            (self.people.get(&person.uuid().as_u128()), self.tracks.get(&track.uuid().as_u128()))
        else {
            return false;
        };
        self.may_edit(*person, *track)
    }

    /// What somebody can view, in order, each once.
    pub(crate) fn list(&self, person: u32) -> Vec<u32> {
        let Reach { groups, singles, owned } = &self.reach[person as usize];
        let mut found = Vec::with_capacity(groups.len() * 10 + singles.len() + owned.len());
        for group in groups {
            found.extend_from_slice(&self.inside[*group as usize]);
        }
        found.extend_from_slice(singles);
        found.extend_from_slice(owned);
        found.sort_unstable();
        found.dedup();
        found.reverse();
        found
    }
}
