//! The raw side: a plain rusqlite program that reads the same rows, and keeps the same of a visit, as durably.
//!
//! It hashes nothing and parses no JSON: it looks at what it has read as a visitor's page would need it, and writes what the library wrote of such a visit.

use std::hint::black_box;
use std::path::Path;

use cowrite_benches::Outcome;
use cowrite_benches::raw::{ITEM, LAST_COMMIT, LAST_SEQ, NEXT_COMMIT, TRACK, connect};
use rusqlite::{Connection, OptionalExtension, Params, Row, params};

use crate::world::Link;

type Id = [u8; 16];

const FOUND: &str = "SELECT d.kind, d.id, d.family, d.version, d.body, f.place FROM found f \
     JOIN document d ON d.kind = f.kind AND d.id = f.id AND d.family = f.family \
     WHERE f.question = ?1 AND f.key = ?2 AND f.place > ?3 ORDER BY f.place LIMIT ?4";
const DOCUMENT: &str =
    "SELECT kind, id, family, version, body FROM document WHERE kind = ?1 AND id = ?2 AND family = ?3";
const COUNTER: &str = "SELECT count FROM counter WHERE family = ?1 AND name = ?2";
const PERSON: &str = "SELECT id, version, state, external_id, name, email FROM person WHERE id = ?1";

/// What happened how often, all in all and by day, track, file and kind; and how many different visitors a day had.
const SUMS: &str = "SELECT substr(body ->> '$.visit.at', 1, 10), body ->> '$.visit.what', body ->> '$.visit.track', \
     body ->> '$.visit.file', body ->> '$.visit.kind', count(*), min(id), max(id) FROM item \
     WHERE kind = 1 AND family = ?1 AND hidden = 0 AND NOT (body ->> '$.visit.is_bot') GROUP BY 1, 2, 3, 4, 5";
const VISITORS: &str = "SELECT substr(body ->> '$.visit.at', 1, 10), count(DISTINCT body ->> '$.visit.visitor') FROM item \
     WHERE kind = 1 AND family = ?1 AND hidden = 0 AND NOT (body ->> '$.visit.is_bot') GROUP BY 1";
const NEWEST: &str =
    "SELECT id, body FROM item WHERE kind = 1 AND family = ?1 AND hidden = 0 ORDER BY id DESC LIMIT ?2";

/// The kinds of aggregates in the history.
const PERSON_KIND: i64 = 0;
const TRACK_KIND: i64 = 2;
const FOLDER_KIND: i64 = 7;
const LINK_KIND: i64 = 8;

pub(crate) struct Raw {
    reads: Connection,
    writes: Connection,
    /// What the library kept of an earlier visit.
    body: String,
}

impl Raw {
    pub(crate) fn open(file: &Path) -> Outcome<Self> {
        let (reads, writes) = (connect(file, true)?, connect(file, false)?);
        let body = "SELECT body FROM item WHERE kind = 1 ORDER BY id DESC LIMIT 1";
        let body = reads.query_row(body, [], |row| row.get(0))?;
        Ok(Self { reads, writes, body })
    }

    /// Opens a link: reads what is shown of it, and writes that it was opened.
    pub(crate) fn visit(&self, link: &Link) -> Outcome<()> {
        let (link_id, track_id): (Id, Id) = (link.id.uuid().into_bytes(), link.track.uuid().into_bytes());
        let one = |sql: &str, params: &[&dyn rusqlite::ToSql]| -> Outcome<Option<Vec<rusqlite::types::Value>>> {
            let mut statement = self.reads.prepare_cached(sql)?;
            let read = |row: &Row<'_>| (0..row.as_ref().column_count()).map(|at| row.get(at)).collect();
            Ok(statement.query_row(params, read).optional()?)
        };
        run(&self.reads, "BEGIN", [])?;
        let stamp: i64 = self.reads.prepare_cached(LAST_COMMIT)?.query_row([], |row| row.get(1))?;
        let found = one(FOUND, &[&3, &link.hash, &Vec::<u8>::new(), &-1])?.ok_or("no such link")?;
        let counts = [one(COUNTER, &[&link_id, &"downloads"])?, one(COUNTER, &[&link_id, &"wrong anybody 490000"])?];
        let track: (Id, i64, String, Id) = self
            .reads
            .prepare_cached(TRACK)?
            .query_row([track_id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
        let folder = one(DOCUMENT, &[&0, &track_id, &track_id])?;
        let person = one(PERSON, &[&track.3])?.ok_or("no such person")?;
        run(&self.reads, "COMMIT", [])?;
        let version = |row: &[rusqlite::types::Value], at: usize| match row.get(at) {
            Some(rusqlite::types::Value::Integer(version)) => *version,
            _ => 0,
        };
        let folder_version = folder.as_ref().map_or(0, |folder| version(folder, 3));
        let rests_on = [
            (track_id, FOLDER_KIND, track_id, folder_version),
            (track_id, LINK_KIND, link_id, version(&found, 3)),
            (track_id, TRACK_KIND, track_id, track.1),
            (track.3, PERSON_KIND, track.3, version(&person, 1)),
        ];
        black_box((found, counts, track, folder, person));

        run(&self.writes, "BEGIN IMMEDIATE", [])?;
        for (family, kind, id, version) in rests_on {
            let mut statement = self.writes.prepare_cached(LAST_SEQ)?;
            let last: Option<i64> = statement.query_row(params![family, kind, id], |row| row.get(0)).optional()?;
            if last.unwrap_or_default() != version {
                return Err(format!("something of kind {kind} has changed, though nobody changes anything").into());
            }
        }
        let at = stamp + 1;
        let revision: i64 = self
            .writes
            .prepare_cached(NEXT_COMMIT)?
            .query_row(params![at, 0, None::<Id>, None::<String>], |row| row.get(0))?;
        let id = (u128::from(at.unsigned_abs()) << 80) | u128::from(revision.unsigned_abs());
        run(&self.writes, ITEM, params![1, link_id, id.to_be_bytes(), false, false, self.body])?;
        run(&self.writes, "COMMIT", [])
    }

    /// Reads the sums over all visits to a link, and the last of them; returns how many there were.
    pub(crate) fn analytics(&self, link: &Link, count: u32) -> Outcome<i64> {
        let family: Id = link.id.uuid().into_bytes();
        let mut sums = self.reads.prepare_cached(SUMS)?;
        let sums = sums.query_map(params![family], |row| {
            let by: [Option<String>; 5] = [row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?];
            Ok((by, row.get::<_, i64>(5)?, row.get::<_, Id>(6)?, row.get::<_, Id>(7)?))
        })?;
        let sums = sums.collect::<Result<Vec<_>, _>>()?;
        let mut days = self.reads.prepare_cached(VISITORS)?;
        let days = days.query_map(params![family], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))?;
        black_box(days.collect::<Result<Vec<_>, _>>()?);
        let mut newest = self.reads.prepare_cached(NEWEST)?;
        let newest =
            newest.query_map(params![family, count], |row| Ok((row.get::<_, Id>(0)?, row.get::<_, String>(1)?)))?;
        black_box(newest.collect::<Result<Vec<_>, _>>()?);
        Ok(black_box(sums).iter().map(|(_, count, ..)| *count).sum())
    }
}

fn run(connection: &Connection, sql: &str, params: impl Params) -> Outcome<()> {
    connection.prepare_cached(sql)?.execute(params)?;
    Ok(())
}

/// Returns what a file holds, in numbers: both sides must have written the same.
pub(crate) fn contents(file: &Path) -> Outcome<Vec<i64>> {
    let connection = Connection::open(file)?;
    let questions = [
        "SELECT count(*) FROM commit_log",
        "SELECT count(*) FROM activity",
        "SELECT count(*) + sum(length(body)) FROM item",
        "SELECT count(*) + sum(length(body)) FROM document",
        "SELECT count(*) FROM counter",
        "SELECT count(*) FROM effect",
        "SELECT page_count FROM pragma_page_count",
    ];
    questions.into_iter().map(|sql| Ok(connection.query_row(sql, [], |row| row.get(0))?)).collect()
}
