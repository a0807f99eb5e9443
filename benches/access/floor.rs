//! What the machine can do: two maps and arrays by hand, with the nearest decision and nothing else.

#![expect(clippy::indexing_slicing, reason = "a bench's own arrays, whose numbers it has made")]

use cowrite::{PersonId, TrackId};
use rustc_hash::FxHashMap;

use super::world::World;

/// Returns the key of a person and a place.
#[must_use]
pub const fn key(person: u32, place: u32) -> u64 {
    ((person as u64) << 32) | place as u64
}

const NOTHING: u32 = u32::MAX;

/// The floor: small numbers, and for ids two maps more.
#[derive(Debug)]
pub struct Floor {
    owners: Vec<u32>,
    groups: Vec<u32>,
    group_owners: Vec<u32>,
    parents: Vec<u32>,
    on_groups: FxHashMap<u64, u8>,
    on_tracks: FxHashMap<u64, u8>,
}

/// The way from ids to small numbers.
#[derive(Debug)]
pub struct FloorIds {
    people: FxHashMap<u128, u32>,
    tracks: FxHashMap<u128, u32>,
}

/// What one person has, in order.
#[derive(Debug, Default)]
struct Reach {
    groups: Vec<(u32, u8)>,
    singles: Vec<(u32, u8)>,
    owned: Vec<u32>,
}

/// The floor for listing: what each person has in sorted arrays, and what lies in each group.
#[derive(Debug)]
pub struct FloorLists {
    reach: Vec<Reach>,
    tracks: Vec<Vec<u32>>,
    groups: Vec<Vec<u32>>,
}

impl Floor {
    /// Makes the maps and arrays.
    #[must_use]
    pub fn new(world: &World) -> Self {
        let map = |grants: &[(u32, u32, u8)]| {
            let mut map = FxHashMap::default();
            map.reserve(grants.len());
            map.extend(grants.iter().map(|(person, place, access)| (key(*person, *place), *access)));
            map
        };
        Self {
            owners: world.owners.clone(),
            groups: (0..).take(world.tracks.len()).map(World::group_of).collect(),
            group_owners: world.group_owners.clone(),
            parents: world.parents.iter().map(|parent| parent.unwrap_or(NOTHING)).collect(),
            on_groups: map(&world.on_groups),
            on_tracks: map(&world.on_tracks),
        }
    }

    /// What somebody may do: 0 nothing, 1 view, 2 edit, 3 all of it.
    #[must_use]
    pub fn access(&self, person: u32, track: u32) -> u8 {
        if self.owners[track as usize] == person {
            return 3;
        }
        if let Some(access) = self.on_tracks.get(&key(person, track)) {
            return *access;
        }
        let mut group = self.groups[track as usize];
        while group != NOTHING {
            if self.group_owners[group as usize] == person {
                return 2;
            }
            if let Some(access) = self.on_groups.get(&key(person, group)) {
                return *access;
            }
            group = self.parents[group as usize];
        }
        0
    }

    /// Whether somebody may edit.
    #[must_use]
    pub fn may_edit(&self, person: u32, track: u32) -> bool {
        self.access(person, track) >= 2
    }
}

impl FloorIds {
    /// Makes the maps.
    #[must_use]
    pub fn new(world: &World) -> Self {
        Self {
            people: (0..).zip(&world.people).map(|(number, id)| (id.uuid().as_u128(), number)).collect(),
            tracks: (0..).zip(&world.tracks).map(|(number, id)| (id.uuid().as_u128(), number)).collect(),
        }
    }

    /// Whether somebody may edit, by ids.
    #[must_use]
    pub fn may_edit(&self, floor: &Floor, person: PersonId, track: TrackId) -> bool {
        let found = (self.people.get(&person.uuid().as_u128()), self.tracks.get(&track.uuid().as_u128()));
        matches!(found, (Some(person), Some(track)) if floor.may_edit(*person, *track))
    }
}

/// A track's own word comes before a group's.
const OWN: u32 = 0;
const CLOSED: u32 = 1;
const OPEN: u32 = 2;
const BY_GROUP: u32 = 3;

impl FloorLists {
    /// Makes the arrays.
    #[must_use]
    pub fn new(world: &World) -> Self {
        let mut reach: Vec<Reach> = world.people.iter().map(|_| Reach::default()).collect();
        for (person, group, access) in &world.on_groups {
            reach[*person as usize].groups.push((*group, *access));
        }
        for (person, track, access) in &world.on_tracks {
            reach[*person as usize].singles.push((*track, *access));
        }
        let mut tracks: Vec<Vec<u32>> = world.groups.iter().map(|_| Vec::new()).collect();
        let mut groups = tracks.clone();
        for (track, owner) in (0..).zip(&world.owners) {
            reach[*owner as usize].owned.push(track);
            tracks[World::group_of(track) as usize].push(track);
        }
        for (group, owner) in (0..).zip(&world.group_owners) {
            reach[*owner as usize].groups.push((group, 2));
        }
        for (group, parent) in (0..).zip(&world.parents) {
            if let Some(parent) = parent {
                groups[*parent as usize].push(group);
            }
        }
        for reach in &mut reach {
            reach.groups.sort_unstable();
        }
        Self { reach, tracks, groups }
    }

    fn below(&self, reach: &Reach, group: u32, found: &mut Vec<u32>) {
        found.extend(self.tracks[group as usize].iter().map(|track| track << 2 | BY_GROUP));
        for inner in &self.groups[group as usize] {
            if reach.groups.binary_search_by_key(inner, |(group, _)| *group).is_err() {
                self.below(reach, *inner, found);
            }
        }
    }

    /// What somebody can view, the newest first, each once.
    #[must_use]
    pub fn list(&self, person: u32) -> Vec<u32> {
        let reach = &self.reach[person as usize];
        let Reach { groups, singles, owned } = reach;
        let mut found = Vec::with_capacity(groups.len() * 10 + singles.len() + owned.len());
        for (group, access) in groups {
            if *access > 0 {
                self.below(reach, *group, &mut found);
            }
        }
        let own_word = |access: u8| if access > 0 { OPEN } else { CLOSED };
        found.extend(singles.iter().map(|(track, access)| track << 2 | own_word(*access)));
        found.extend(owned.iter().map(|track| track << 2 | OWN));
        found.sort_unstable();
        found.dedup_by_key(|entry| *entry >> 2);
        found.retain(|entry| entry & 3 != CLOSED);
        for entry in &mut found {
            *entry >>= 2;
        }
        found.reverse();
        found
    }
}
