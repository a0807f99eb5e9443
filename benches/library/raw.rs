//! The same page by hand: plain statements, prepared once, of a program that knows exactly what it needs.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BinaryHeap};
use std::path::Path;

use cowrite::PersonId;
use cowrite_benches::Outcome;
use rusqlite::{Connection, OptionalExtension, params};

type Id = [u8; 16];

/// The groups that a person is let into, and all below them; nobody is shut out further down, which the program relies on.
const GROUPS: &str = "WITH RECURSIVE reached(id) AS (\
     SELECT m.scope_id FROM member m JOIN groups g ON g.id = m.scope_id \
     WHERE m.person = ?1 AND m.scope_kind = 0 AND m.standing BETWEEN 1 AND 3 AND g.deleted = 0 \
     UNION SELECT g.id FROM reached r JOIN groups g ON g.parent = r.id AND g.deleted = 0 AND g.parent IS NOT NULL) \
     SELECT r.id, (SELECT m.standing FROM member m WHERE m.scope_kind = 0 AND m.scope_id = r.id AND m.person = ?1) FROM reached r";
const NEWEST: &str = "SELECT id FROM track WHERE condition <> 2 AND group_id = ?1 AND group_id IS NOT NULL AND id < ?2 \
     ORDER BY id DESC LIMIT 8";
const TRACK: &str = "SELECT t.title, t.owner, p.name, t.stage, t.bpm, t.music_key, t.tags, t.archived, t.condition, g.name, g.ancestors \
     FROM track t JOIN person p ON p.id = t.owner JOIN groups g ON g.id = t.group_id WHERE t.id = ?1";
const MEMBERS: &str = "SELECT m.person, m.standing, m.since, m.master, m.publishing, m.writer, p.name \
     FROM member m JOIN person p ON p.id = m.person WHERE m.scope_kind = ?1 AND m.scope_id = ?2";
const PLACED: &str = "SELECT body FROM document WHERE kind = 7 AND id = ?1 AND family = ?2";

/// A person's row on a roster, as far as a page needs it.
type Member = (Id, i64, i64, [Option<i64>; 3], Option<String>);

pub(crate) struct Raw {
    connection: Connection,
    person: Id,
}

impl Raw {
    pub(crate) fn open(file: &Path, person: PersonId) -> Outcome<Self> {
        let connection = Connection::open(file)?;
        connection.set_prepared_statement_cache_capacity(64);
        Ok(Self { connection, person: person.uuid().into_bytes() })
    }

    /// Reads the first page, and returns how many rows it has.
    pub(crate) fn page(&self, count: u32) -> Outcome<usize> {
        let begin = |sql: &str| self.connection.prepare_cached(sql)?.execute([]);
        begin("BEGIN")?;
        let rows = self.rows(usize::try_from(count)?)?;
        begin("COMMIT")?;
        Ok(std::hint::black_box(rows).len())
    }

    fn rows(&self, count: usize) -> Outcome<Vec<String>> {
        let mut statement = self.connection.prepare_cached(GROUPS)?;
        let groups = statement.query_map(params![self.person], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let groups: Vec<(Id, Option<i64>)> = groups.collect::<Result<_, _>>()?;
        let mut heap: BinaryHeap<(Id, Id)> = BinaryHeap::new();
        let mut left: BTreeMap<Id, usize> = BTreeMap::new();
        for (group, _) in groups {
            left.insert(group, self.read_on(&mut heap, group, [0xff; 16])?);
        }
        let mut rosters: BTreeMap<Id, Vec<Member>> = BTreeMap::new();
        let mut rows = Vec::with_capacity(count);
        while rows.len() < count
            && let Some((id, group)) = heap.pop()
        {
            let still = left.get(&group).copied().unwrap_or_default().saturating_sub(1);
            left.insert(group, if still == 0 { self.read_on(&mut heap, group, id)? } else { still });
            let around = match rosters.entry(group) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => new.insert(self.members(0, group)?),
            };
            rows.push(self.row(id, around)?);
        }
        Ok(rows)
    }

    /// Reads the next few tracks of a group, and returns how many these are.
    fn read_on(&self, heap: &mut BinaryHeap<(Id, Id)>, group: Id, after: Id) -> Outcome<usize> {
        let mut statement = self.connection.prepare_cached(NEWEST)?;
        let found: Vec<Id> = statement.query_map(params![group, after], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let count = found.len();
        heap.extend(found.into_iter().map(|id| (id, group)));
        Ok(count)
    }

    fn members(&self, kind: i64, scope: Id) -> Outcome<Vec<Member>> {
        let mut statement = self.connection.prepare_cached(MEMBERS)?;
        let members = statement.query_map(params![kind, scope], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, [row.get(3)?, row.get(4)?, row.get(5)?], row.get(6)?))
        })?;
        Ok(members.collect::<Result<_, _>>()?)
    }

    fn row(&self, id: Id, around: &[Member]) -> Outcome<String> {
        let mut statement = self.connection.prepare_cached(TRACK)?;
        type Details = (String, Id, Option<String>, String, Option<i64>, Option<String>, String, bool, i64, String);
        let track: Details = statement.query_row(params![id], |row| {
            let head = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?);
            let rest = (row.get(5)?, row.get(6)?, row.get(7)?, row.get(8)?, row.get(9)?);
            Ok((head.0, head.1, head.2, head.3, head.4, rest.0, rest.1, rest.2, rest.3, rest.4))
        })?;
        let own = self.members(1, id)?;
        let mut people: Vec<(i64, Id)> = own
            .iter()
            .chain(around)
            .filter(|member| member.0 != track.1 && (1..=3).contains(&member.1))
            .map(|member| (member.2, member.0))
            .collect();
        people.sort_unstable();
        people.dedup_by_key(|(_, person)| *person);
        let sums = own.iter().fold([0_i64; 3], |[one, two, three], (.., [master, publishing, writer], _)| {
            [one + master.unwrap_or(0), two + publishing.unwrap_or(0), three + writer.unwrap_or(0)]
        });
        let mut placed = self.connection.prepare_cached(PLACED)?;
        let placed: Option<String> = placed.query_row(params![id, self.person], |row| row.get(0)).optional()?;
        Ok(format!("{track:?} {people:?} {sums:?} {placed:?}"))
    }
}
