//! The world that the peers are measured on: ten tracks a group, and for each person 50 groups and 100 single tracks, half viewed and half edited.

use std::collections::BTreeMap;
use std::path::Path;

use cowrite::{GroupId, PersonId, TrackId, Workspace};
use cowrite_benches::Outcome;
use rusqlite::{Connection, params};
use uuid::Uuid;

/// How many tracks there are for each person.
const EACH: u32 = 100;
const IN_GROUP: u32 = 10;
const GROUPS_OF: usize = 50;
const SINGLES_OF: usize = 100;

/// Numbers that are the same each time.
#[derive(Debug, Clone)]
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, most: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((((mixed ^ (mixed >> 31)) >> 32) * u64::from(most)) >> 32) as u32
    }
}

/// A standing: who, where, and 1 for a viewer or 2 for an editor.
pub(crate) type Grant = (u32, u32, u8);

/// Who and what there is, by small numbers.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) people: Vec<PersonId>,
    pub(crate) groups: Vec<GroupId>,
    pub(crate) tracks: Vec<TrackId>,
    /// Who owns each track.
    pub(crate) owners: Vec<u32>,
    pub(crate) on_groups: Vec<Grant>,
    pub(crate) on_tracks: Vec<Grant>,
}

fn id(number: u32, kind: u64) -> Uuid {
    let at = 1_767_225_600_000_u64 + u64::from(number) * 37;
    let scattered = (u64::from(number) ^ (kind << 56)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    Uuid::from_u64_pair((at << 16) | 0x7000 | (scattered >> 52), 0x8000_0000_0000_0000 | (scattered >> 2))
}

impl World {
    pub(crate) fn new(tracks: u32) -> Self {
        let mut dice = Dice(20_261_121);
        let (people, groups) = (tracks / EACH, tracks / IN_GROUP);
        let (mut on_groups, mut on_tracks) = (Vec::new(), Vec::new());
        for person in 0..people {
            for (most, many, on) in [(groups, GROUPS_OF, &mut on_groups), (tracks, SINGLES_OF, &mut on_tracks)] {
                let mut chosen = BTreeMap::new();
                while chosen.len() < many {
                    chosen.insert(dice.below(most), if dice.below(2) == 0 { 1 } else { 2 });
                }
                on.extend(chosen.into_iter().map(|(place, access)| (person, place, access)));
            }
        }
        Self {
            owners: (0..tracks).map(|_| dice.below(people)).collect(),
            people: (0..people).map(|number| PersonId::from_uuid(id(number, 1))).collect(),
            groups: (0..groups).map(|number| GroupId::from_uuid(id(number, 2))).collect(),
            tracks: (0..tracks).map(|number| TrackId::from_uuid(id(number, 3))).collect(),
            on_groups,
            on_tracks,
        }
    }

    /// Returns the group that a track lies in.
    pub(crate) const fn group_of(track: u32) -> u32 {
        track / IN_GROUP
    }

    /// Writes all of it as the library does, but for its history, which an index is not loaded from.
    pub(crate) fn write(&self, file: &Path) -> Outcome<()> {
        pollster::block_on(Workspace::open(file))?.close();
        let mut connection = Connection::open(file)?;
        let transaction = connection.transaction()?;
        {
            let mut person = transaction.prepare(
                "INSERT INTO person (id, version, state, external_id, name, name_fold) VALUES (?1, 1, 1, ?2, ?2, ?2)",
            )?;
            for (number, id) in self.people.iter().enumerate() {
                person.execute(params![id.uuid().into_bytes(), format!("p{number}")])?;
            }
            let mut roster = transaction
                .prepare("INSERT INTO roster (scope_kind, scope_id, version, shares_version) VALUES (?1, ?2, 1, 0)")?;
            let mut member = transaction.prepare(
                "INSERT INTO member (scope_kind, scope_id, person, standing, since, accepted) VALUES (?1, ?2, ?3, ?4, 0, ?5)",
            )?;
            let mut group = transaction.prepare(
                "INSERT INTO groups (id, version, name, name_fold, owner, created_by, created_at, ancestors, placed_at, tracks, deleted) \
                 VALUES (?1, 1, ?2, ?2, ?3, ?3, 0, x'', 0, 10, 0)",
            )?;
            let person_of = |number: u32| self.people.get(number as usize).map(|id| id.uuid().into_bytes());
            for (number, id) in (0_u32..).zip(&self.groups) {
                // Whoever owns the first track of a group owns the group.
                let owner = self.owners.get((number * IN_GROUP) as usize).copied().and_then(person_of);
                group.execute(params![id.uuid().into_bytes(), format!("album {number}"), owner])?;
                roster.execute(params![0, id.uuid().into_bytes()])?;
            }
            let mut track = transaction.prepare(
                "INSERT INTO track (id, version, title, title_fold, owner, created_by, created_at, group_id, placed_at, \
                 stage, tags, archived, condition) VALUES (?1, 1, ?2, ?3, ?4, ?4, 0, ?5, 0, 'idea', '[]', 0, 0)",
            )?;
            for (number, id) in (0_u32..).zip(&self.tracks) {
                let owner = self.owners.get(number as usize).copied().and_then(person_of);
                let group = self.groups.get(Self::group_of(number) as usize).map(|id| id.uuid().into_bytes());
                let id = id.uuid().into_bytes();
                let name = number.wrapping_mul(2_654_435_761) >> 8;
                let (title, fold) = (format!("Take {name:08}"), format!("take {name:08}"));
                track.execute(params![id, title, fold, owner, group])?;
                roster.execute(params![1, id])?;
                member.execute(params![1, id, owner, 0, 1])?;
            }
            for (kind, on) in [(0, &self.on_groups), (1, &self.on_tracks)] {
                for (person, place, access) in on {
                    let scope = match kind {
                        0 => self.groups.get(*place as usize).map(|id| id.uuid()),
                        _ => self.tracks.get(*place as usize).map(|id| id.uuid()),
                    };
                    let scope = scope.ok_or("a grant on nothing")?.into_bytes();
                    let is_owner = kind == 1 && self.owners.get(*place as usize) == Some(person);
                    if !is_owner {
                        member.execute(params![kind, scope, person_of(*person), access, None::<i64>])?;
                    }
                }
            }
            transaction.execute("INSERT INTO commit_log (stamp, at, author) VALUES (0, 0, 0)", [])?;
        }
        transaction.commit()?;
        Ok(connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?)
    }
}
