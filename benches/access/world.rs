//! A world of any size: each person stands on about 120 places, whatever there is besides.
//!
//! Ten tracks lie in an album, ten albums in a project, ten projects in a label; whoever owns the first track of a group owns the group.
//! Of what is said of people a tenth closes a place to them that a place above may open.

use std::collections::BTreeMap;

use cowrite::{GroupId, PersonId, TrackId};
use uuid::Uuid;

/// How many tracks there are for each person.
const EACH: u32 = 100;
/// How many lie in each group.
const INSIDE: u32 = 10;
const ALBUMS_OF: usize = 20;
const PROJECTS_OF: usize = 1;
const SINGLES_OF: usize = 100;

/// Numbers that are the same each time.
#[derive(Debug, Clone)]
pub struct Dice(pub u64);

impl Dice {
    /// Returns a number that is less than `most`.
    pub const fn below(&mut self, most: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((((mixed ^ (mixed >> 31)) >> 32) * most as u64) >> 32) as u32
    }
}

/// What a place says of a person: who, where, and 0 where it is closed to them, 1 for a viewer, 2 for an editor.
pub type Grant = (u32, u32, u8);

/// Who and what there is, by small numbers.
#[derive(Debug)]
pub struct World {
    /// Everybody.
    pub people: Vec<PersonId>,
    /// Albums, then projects, then labels.
    pub groups: Vec<GroupId>,
    /// Who owns each group.
    pub group_owners: Vec<u32>,
    /// The group that each group lies in.
    pub parents: Vec<Option<u32>>,
    /// The tracks, in the order of their ids.
    pub tracks: Vec<TrackId>,
    /// Who owns each track.
    pub owners: Vec<u32>,
    /// What groups say of whom they do not belong to, person by person.
    pub on_groups: Vec<Grant>,
    /// What tracks say of whom they do not belong to, person by person.
    pub on_tracks: Vec<Grant>,
}

fn id(number: u32, kind: u64) -> Uuid {
    let at = 1_767_225_600_000_u64 + u64::from(number) * 37;
    let scattered = (u64::from(number) ^ (kind << 56)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    Uuid::from_u64_pair((at << 16) | 0x7000 | (scattered >> 52), 0x8000_0000_0000_0000 | (scattered >> 2))
}

impl World {
    /// Makes a world of so many tracks, a multiple of 1,000.
    #[must_use]
    pub fn new(tracks: u32) -> Self {
        let mut dice = Dice(20_261_121);
        let (people, albums) = (tracks / EACH, tracks / INSIDE);
        let (projects, labels) = (albums / INSIDE, albums / INSIDE / INSIDE);
        let owners: Vec<u32> = (0..tracks).map(|_| dice.below(people)).collect();
        let owner_of = |track: u32| owners.get(track as usize).copied().unwrap_or_default();
        let mut group_owners: Vec<u32> = (0..albums).map(|album| owner_of(album * INSIDE)).collect();
        group_owners.extend((0..projects).map(|project| owner_of(project * INSIDE * INSIDE)));
        group_owners.extend((0..labels).map(|label| owner_of(label * INSIDE * INSIDE * INSIDE)));
        let mut parents: Vec<Option<u32>> = (0..albums).map(|album| Some(albums + album / INSIDE)).collect();
        parents.extend((0..projects).map(|project| Some(albums + projects + project / INSIDE)));
        parents.extend((0..labels).map(|_| None));

        let (mut on_groups, mut on_tracks) = (Vec::new(), Vec::new());
        for person in 0..people {
            let mut choose = |first: u32, most: u32, many: usize, owners: &[u32], on: &mut Vec<Grant>| {
                let mut chosen = BTreeMap::new();
                while chosen.len() < many.min(most as usize) {
                    let access = match dice.below(20) {
                        0 | 1 => 0,
                        2..11 => 1,
                        _ => 2,
                    };
                    chosen.insert(first + dice.below(most), access);
                }
                chosen.retain(|place, _| owners.get(*place as usize) != Some(&person));
                on.extend(chosen.into_iter().map(|(place, access)| (person, place, access)));
            };
            choose(0, albums, ALBUMS_OF, &group_owners, &mut on_groups);
            choose(albums, projects, PROJECTS_OF, &group_owners, &mut on_groups);
            choose(0, tracks, SINGLES_OF, &owners, &mut on_tracks);
        }
        Self {
            people: (0..people).map(|number| PersonId::from_uuid(id(number, 1))).collect(),
            groups: (0..albums + projects + labels).map(|number| GroupId::from_uuid(id(number, 2))).collect(),
            group_owners,
            parents,
            tracks: (0..tracks).map(|number| TrackId::from_uuid(id(number, 3))).collect(),
            owners,
            on_groups,
            on_tracks,
        }
    }

    /// Returns the album that a track lies in.
    #[must_use]
    pub const fn group_of(track: u32) -> u32 {
        track / INSIDE
    }

    /// Returns the tracks that lie in a group and below, in a world of so many.
    #[must_use]
    pub const fn tracks_in(group: u32, tracks: u32) -> core::ops::Range<u32> {
        let (albums, projects) = (tracks / INSIDE, tracks / INSIDE / INSIDE);
        let (number, each) = if group < albums {
            (group, INSIDE)
        } else if group < albums + projects {
            (group - albums, INSIDE * INSIDE)
        } else {
            (group - albums - projects, INSIDE * INSIDE * INSIDE)
        };
        number * each..(number + 1) * each
    }

    /// Returns the groups above a group, nearest first.
    pub fn above(&self, group: u32) -> impl Iterator<Item = u32> + '_ {
        let parent = |group: u32| self.parents.get(group as usize).copied().flatten();
        core::iter::successors(parent(group), move |group| parent(*group))
    }

    /// Returns what a person's own rows in a list are, which is ordered by people.
    #[must_use]
    pub fn of(on: &[Grant], person: u32) -> &[Grant] {
        let begin = on.partition_point(|(who, ..)| *who < person);
        let end = on.partition_point(|(who, ..)| *who <= person);
        on.get(begin..end).unwrap_or_default()
    }
}
