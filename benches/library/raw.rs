//! The same page by hand: plain statements, prepared once, of a program that knows exactly what it needs.
//!
//! It merges the newest of each place where a track can lie, as many as a page takes, and then reads what a row shows, once each.

use std::cmp::Reverse;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BinaryHeap, VecDeque};
use std::hint::black_box;
use std::path::Path;

use cowrite::PersonId;
use cowrite_benches::Outcome;
use cowrite_benches::raw::connect;
use rusqlite::{Connection, Row, params};

use crate::shown::{Order, Shown};

pub(crate) type Id = [u8; 16];

/// The groups that a person is let into, and all below them; nobody is shut out further down, which the program relies on.
const GROUPS: &str = "WITH RECURSIVE reached(id, name, level, parent, placed_at) AS (\
     SELECT g.id, g.name, m.standing, g.parent, g.placed_at FROM member m JOIN groups g ON g.id = m.scope_id \
     WHERE m.person = ?1 AND m.scope_kind = 0 AND m.standing BETWEEN 1 AND 3 AND g.deleted = 0 \
     UNION SELECT g.id, g.name, coalesce((SELECT m.standing FROM member m \
     WHERE m.scope_kind = 0 AND m.scope_id = g.id AND m.person = ?1 AND m.standing BETWEEN 1 AND 3), r.level), \
     g.parent, g.placed_at FROM reached r JOIN groups g ON g.parent = r.id AND g.deleted = 0 AND g.parent IS NOT NULL) \
     SELECT id, name, level, parent, placed_at FROM reached";

const IN_NEWEST: &str = "SELECT '', id FROM track WHERE condition <> 2 AND group_id = ?1 AND group_id IS NOT NULL \
     AND id < ?3 AND ?2 IS NOT NULL ORDER BY id DESC LIMIT 8";
const OF_NEWEST: &str = "SELECT '', id FROM track WHERE condition <> 2 AND owner = ?1 \
     AND id < ?3 AND ?2 IS NOT NULL ORDER BY id DESC LIMIT 8";
const WITH_NEWEST: &str = "SELECT '', scope_id FROM member WHERE person = ?1 AND scope_kind = 1 AND standing BETWEEN 1 AND 3 \
     AND scope_id < ?3 AND ?2 IS NOT NULL ORDER BY scope_id DESC LIMIT 8";
const IN_TITLE: &str = "SELECT title_fold, id FROM track WHERE condition <> 2 AND group_id = ?1 AND group_id IS NOT NULL \
     AND (title_fold, id) > (?2, ?3) ORDER BY title_fold, id LIMIT 8";
const OF_TITLE: &str = "SELECT title_fold, id FROM track WHERE condition <> 2 AND owner = ?1 \
     AND (title_fold, id) > (?2, ?3) ORDER BY title_fold, id LIMIT 8";
const WITH_TITLE: &str = "SELECT t.title_fold, t.id FROM member m JOIN track t ON t.id = m.scope_id \
     WHERE m.person = ?1 AND m.scope_kind = 1 AND m.standing BETWEEN 1 AND 3 AND (t.title_fold, t.id) > (?2, ?3) \
     ORDER BY t.title_fold, t.id LIMIT 8";

/// A track, and into which bucket the person has put it.
const TRACK: &str = "SELECT t.title, t.owner, t.stage, t.bpm, t.music_key, t.tags, t.archived, t.condition, t.group_id, t.placed_at, \
     d.body \
     FROM track t LEFT JOIN document d ON d.kind = 7 AND d.id = t.id AND d.family = ?2 WHERE t.id = ?1";
const MEMBERS: &str = "SELECT person, standing, since, master, publishing, writer FROM member \
     WHERE scope_kind = ?1 AND scope_id = ?2";
const NAME: &str = "SELECT name FROM person WHERE id = ?1";

/// How many collaborators a row names.
const FACES: usize = 4;

/// A person's row on a roster, as far as a page needs it.
type Member = (Id, i64, i64, [Option<i64>; 3]);

/// Where a track comes in an order, as bytes that ascend.
pub(crate) type Place = (String, Id);

/// Where tracks lie, and those of them that were read and not yet taken.
struct Source {
    sql: &'static str,
    of: Id,
    ready: VecDeque<Place>,
}

/// A group that the person reaches.
struct Group {
    name: String,
    level: i64,
    parent: Option<Id>,
    placed_at: i64,
}

/// What has been read for a page already.
#[derive(Default)]
struct Known {
    groups: BTreeMap<Id, Group>,
    rosters: BTreeMap<Id, Vec<Member>>,
    names: BTreeMap<Id, Option<String>>,
}

pub(crate) struct Raw {
    connection: Connection,
    person: Id,
}

impl Raw {
    /// Opens the file with the settings that the library gives its own connections.
    pub(crate) fn open(file: &Path, person: PersonId) -> Outcome<Self> {
        Ok(Self { connection: connect(file, true)?, person: person.uuid().into_bytes() })
    }

    /// Reads a page after a place, and returns it with the place where it ends.
    pub(crate) fn page(
        &self,
        order: Order,
        after: Option<&Place>,
        count: usize,
    ) -> Outcome<(Vec<Shown>, Option<Place>)> {
        let begin = |sql: &str| self.connection.prepare_cached(sql)?.execute([]);
        begin("BEGIN")?;
        let page = self.rows(order, after, count);
        begin("COMMIT")?;
        page
    }

    fn rows(&self, order: Order, after: Option<&Place>, count: usize) -> Outcome<(Vec<Shown>, Option<Place>)> {
        let mut known = Known::default();
        let [inside, of, with] = match order {
            Order::Newest => [IN_NEWEST, OF_NEWEST, WITH_NEWEST],
            Order::Title => [IN_TITLE, OF_TITLE, WITH_TITLE],
        };
        let source = |sql, of| Source { sql, of, ready: VecDeque::new() };
        let mut sources = vec![source(of, self.person), source(with, self.person)];
        let mut statement = self.connection.prepare_cached(GROUPS)?;
        let mut groups = statement.query(params![self.person])?;
        while let Some(row) = groups.next()? {
            let (name, level, parent, placed_at) = (row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?);
            known.groups.insert(row.get(0)?, Group { name, level, parent, placed_at });
            sources.push(source(inside, row.get(0)?));
        }
        let mut heap = BinaryHeap::new();
        for (number, source) in sources.iter_mut().enumerate() {
            self.read_on(order, source, after)?;
            heap.extend(source.ready.pop_front().map(|place| Reverse((place, number))));
        }
        let mut rows = Vec::with_capacity(count);
        let mut end: Option<Place> = None;
        while rows.len() < count
            && let Some(Reverse((place, number))) = heap.pop()
        {
            let source = sources.get_mut(number).ok_or("no such source")?;
            if source.ready.is_empty() {
                self.read_on(order, source, Some(&place))?;
            }
            heap.extend(source.ready.pop_front().map(|place| Reverse((place, number))));
            // What is both somewhere and shared by itself comes twice.
            if end.as_ref() != Some(&place) {
                rows.push(self.row(order.id(place.1), &mut known)?);
                end = Some(place);
            }
        }
        Ok((rows, end))
    }

    /// Reads the next few tracks of a source.
    fn read_on(&self, order: Order, source: &mut Source, after: Option<&Place>) -> Outcome<()> {
        let (title, id) = after.map_or_else(
            || ("", if order == Order::Newest { [0xff; 16] } else { [0; 16] }),
            |(title, id)| (title.as_str(), order.id(*id)),
        );
        let mut statement = self.connection.prepare_cached(source.sql)?;
        let read = |row: &Row<'_>| Ok((row.get(0)?, order.id(row.get(1)?)));
        let found = statement.query_map(params![source.of, title, id], read)?;
        source.ready = found.collect::<Result<_, _>>()?;
        Ok(())
    }

    fn members(&self, kind: i64, scope: Id) -> Outcome<Vec<Member>> {
        let mut statement = self.connection.prepare_cached(MEMBERS)?;
        let members = statement.query_map(params![kind, scope], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, [row.get(3)?, row.get(4)?, row.get(5)?]))
        })?;
        Ok(members.collect::<Result<_, _>>()?)
    }

    fn name(&self, names: &mut BTreeMap<Id, Option<String>>, person: Id) -> Outcome<Option<String>> {
        let name = match names.entry(person) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                let name = self.connection.prepare_cached(NAME)?.query_row(params![person], |row| row.get(0))?;
                new.insert(name)
            }
        };
        Ok(name.clone())
    }

    /// Reads a row.
    fn row(&self, id: Id, known: &mut Known) -> Outcome<Shown> {
        let mut statement = self.connection.prepare_cached(TRACK)?;
        let mut found = statement.query(params![id, self.person])?;
        let row = found.next()?.ok_or("no such track")?;
        let (owner, group): (Id, Option<Id>) = (row.get(1)?, row.get(8)?);
        let own = self.members(1, id)?;
        let people = self.people(known, owner, &own, group, row.get(9)?)?;
        let sums = own.iter().fold([0_i64; 3], |[one, two, three], (.., [master, publishing, writer])| {
            [one + master.unwrap_or(0), two + publishing.unwrap_or(0), three + writer.unwrap_or(0)]
        });
        black_box((sums, row.get::<_, i64>(7)?, row.get::<_, Option<String>>(10)?));
        let group = group.and_then(|group| known.groups.get(&group));
        let (group, level) = group.map_or((None, None), |group| (Some(group.name.clone()), Some(group.level)));
        let own_level = own.iter().find(|member| member.0 == self.person).map(|member| member.1);
        let level = own_level.filter(|standing| (1..=3).contains(standing)).or(level);
        let mut faces = Vec::new();
        for (_, person) in people.iter().take(FACES) {
            faces.push(self.name(&mut known.names, *person)?);
        }
        Ok(Shown {
            track: id,
            title: row.get(0)?,
            owner_name: self.name(&mut known.names, owner)?,
            level: if owner == self.person { Some(4) } else { level },
            faces,
            people: people.len(),
            stage: row.get(2)?,
            bpm: row.get(3)?,
            key: row.get(4)?,
            tags: row.get(5)?,
            is_archived: row.get(6)?,
            group,
        })
    }

    /// Returns who has access to a track besides its owner, in the order in which they reached it.
    fn people(
        &self,
        known: &mut Known,
        owner: Id,
        own: &[Member],
        group: Option<Id>,
        mut placed_at: i64,
    ) -> Outcome<Vec<(i64, Id)>> {
        let is_open = |member: &&Member| member.0 != owner && (1..=3).contains(&member.1);
        let mut people: Vec<(i64, Id)> = own.iter().filter(is_open).map(|member| (member.2, member.0)).collect();
        let mut next = group;
        while let Some(step) = next {
            let around = match known.rosters.entry(step) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => new.insert(self.members(0, step)?),
            };
            for member in around.iter().filter(is_open) {
                if people.iter().all(|(_, person)| *person != member.0) {
                    let row = own.iter().find(|row| row.0 == member.0);
                    people.push((row.map_or(member.2.max(placed_at), |row| row.2), member.0));
                }
            }
            let group = known.groups.get(&step);
            placed_at = placed_at.max(group.map_or(placed_at, |group| group.placed_at));
            next = group.and_then(|group| group.parent);
        }
        people.sort_unstable();
        Ok(people)
    }
}
