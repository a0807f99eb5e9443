//! A world as the library keeps it, and as text for programs in other languages.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use cowrite::Workspace;
use rusqlite::{Connection, Transaction, params};

use super::questions::Question;
use super::world::{Grant, World};
use crate::Outcome;

/// Closed by its owner, viewer, editor: as the column has them.
const STANDINGS: [i64; 3] = [5, 1, 2];

const GROUP: i64 = 0;
const TRACK: i64 = 1;

impl World {
    /// Writes all of it into a SQLite file as the library does, but for its history, which nothing here reads.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn write(&self, file: &Path) -> Outcome<()> {
        pollster::block_on(Workspace::open(file))?.close();
        let mut connection = Connection::open(file)?;
        cowrite::adapters::sqlite::add_checksums(&connection)?;
        connection.execute_batch("PRAGMA cache_size = -400000; PRAGMA synchronous = OFF")?;
        let transaction = connection.transaction()?;
        self.write_people(&transaction)?;
        self.write_groups(&transaction)?;
        self.write_tracks(&transaction)?;
        self.write_standings(&transaction, GROUP)?;
        self.write_standings(&transaction, TRACK)?;
        transaction.execute("INSERT INTO commit_log (stamp, at, author) VALUES (0, 0, 0)", [])?;
        transaction.commit()?;
        Ok(connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?)
    }

    fn person(&self, number: u32) -> Option<[u8; 16]> {
        self.people.get(number as usize).map(|id| id.uuid().into_bytes())
    }

    fn write_people(&self, transaction: &Transaction<'_>) -> Outcome<()> {
        let mut person = transaction.prepare(
            "INSERT INTO person (id, version, state, external_id, name, name_fold) VALUES (?1, 1, 1, ?2, ?2, ?2)",
        )?;
        for (number, id) in self.people.iter().enumerate() {
            person.execute(params![id.uuid().into_bytes(), format!("p{number}")])?;
        }
        Ok(())
    }

    fn write_groups(&self, transaction: &Transaction<'_>) -> Outcome<()> {
        let mut group = transaction.prepare(
            "INSERT INTO groups (id, version, name, name_fold, owner, created_by, created_at, ancestors, placed_at, tracks, deleted) \
             VALUES (?1, 1, ?2, ?2, ?3, ?3, 0, ?4, 0, 10, 0)",
        )?;
        let mut roster = transaction
            .prepare("INSERT INTO roster (scope_kind, scope_id, version, shares_version) VALUES (0, ?1, 1, 0)")?;
        for ((number, id), owner) in (0..).zip(&self.groups).zip(&self.group_owners) {
            let mut above: Vec<[u8; 16]> = self
                .above(number)
                .filter_map(|above| self.groups.get(above as usize))
                .map(|id| id.uuid().into_bytes())
                .collect();
            // The outermost comes first.
            above.reverse();
            let id = id.uuid().into_bytes();
            group.execute(params![id, format!("group {number}"), self.person(*owner), above.concat()])?;
            roster.execute(params![id])?;
        }
        Ok(())
    }

    fn write_tracks(&self, transaction: &Transaction<'_>) -> Outcome<()> {
        let mut track = transaction.prepare(
            "INSERT INTO track (id, version, title, title_fold, owner, created_by, created_at, group_id, placed_at, \
             stage, tags, archived, condition) VALUES (?1, 1, ?2, ?3, ?4, ?4, 0, ?5, 0, 'idea', '[]', 0, 0)",
        )?;
        let mut roster = transaction
            .prepare("INSERT INTO roster (scope_kind, scope_id, version, shares_version) VALUES (1, ?1, 1, 0)")?;
        for ((number, id), owner) in (0_u32..).zip(&self.tracks).zip(&self.owners) {
            let group = self.groups.get(Self::group_of(number) as usize).map(|id| id.uuid().into_bytes());
            let id = id.uuid().into_bytes();
            let name = number.wrapping_mul(2_654_435_761) >> 8;
            let (title, fold) = (format!("Take {name:08}"), format!("take {name:08}"));
            track.execute(params![id, title, fold, self.person(*owner), group])?;
            roster.execute(params![id])?;
        }
        Ok(())
    }

    /// Writes rosters in the order in which they lie in the file.
    fn write_standings(&self, transaction: &Transaction<'_>, kind: i64) -> Outcome<()> {
        let mut member = transaction.prepare(
            "INSERT INTO member (scope_kind, scope_id, person, standing, since, accepted) VALUES (?1, ?2, ?3, ?4, 0, ?5)",
        )?;
        let mut rows: Vec<(u32, u32, i64)> = Vec::new();
        let on: &[Grant] = if kind == TRACK { &self.on_tracks } else { &self.on_groups };
        rows.extend(on.iter().filter_map(|(person, place, access)| {
            Some((*place, *person, STANDINGS.get(usize::from(*access)).copied()?))
        }));
        if kind == TRACK {
            // Whoever owns a track is credited on it.
            rows.extend((0..).zip(&self.owners).map(|(track, owner)| (track, *owner, 0)));
        }
        rows.sort_unstable();
        for (place, person, standing) in rows {
            let scope = match kind {
                TRACK => self.tracks.get(place as usize).map(|id| id.uuid()),
                _ => self.groups.get(place as usize).map(|id| id.uuid()),
            };
            let (scope, person) = (scope.ok_or("a grant on nothing")?.into_bytes(), self.person(person));
            member.execute(params![kind, scope, person, standing, (standing == 0).then_some(1)])?;
        }
        Ok(())
    }

    /// Writes it as lines of small numbers, with questions and listings and what the answers are.
    ///
    /// # Errors
    /// Where the folder cannot be written.
    pub fn write_text(&self, folder: &Path, questions: &[Question], lists: &[(u32, Vec<u32>)]) -> Outcome<()> {
        let lines = |name: &str, lines: &mut dyn Iterator<Item = String>| -> Outcome<()> {
            let mut text = String::new();
            for line in lines {
                writeln!(text, "{line}")?;
            }
            Ok(fs::write(folder.join(name), text)?)
        };
        lines("owners", &mut self.owners.iter().map(u32::to_string))?;
        lines("group_owners", &mut self.group_owners.iter().map(u32::to_string))?;
        lines("parents", &mut self.parents.iter().map(|parent| parent.map_or(-1, i64::from).to_string()))?;
        lines("on_groups", &mut grants(&self.on_groups))?;
        lines("on_tracks", &mut grants(&self.on_tracks))?;
        lines(
            "questions",
            &mut questions.iter().map(|ask| format!("{} {} {}", ask.person, ask.track, u8::from(ask.may))),
        )?;
        let sum = |tracks: &[u32]| tracks.iter().copied().map(u64::from).sum::<u64>();
        lines("lists", &mut lists.iter().map(|(person, tracks)| format!("{person} {} {}", tracks.len(), sum(tracks))))
    }
}

fn grants(on: &[Grant]) -> impl Iterator<Item = String> + '_ {
    on.iter().map(|(person, place, access)| format!("{person} {place} {access}"))
}
