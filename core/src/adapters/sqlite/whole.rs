//! Reading everything, and checking that the file is sound.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Row as Columns};

use super::columns::{
    commit_sound, document_columns, entry_columns, group_columns, invitation_columns, member_columns, person_columns,
    roster_columns, track_columns,
};
use super::connection::failed;
use super::rows::Snapshot;
use super::schema::TABLES;
use super::transfer::{CLAIMS, COUNTERS, EFFECTS, ITEMS, REPLAYS};
use super::{codec, documents, migrate};
use crate::domain::slice::Slice;
use crate::event::Aggregate;
use crate::ports::store::{Everything, Rows, StoreError, place};
use crate::time::Timestamp;

const PERSONS: &str = concat!("SELECT ", person_columns!(), " FROM person");
const GROUPS: &str = concat!("SELECT ", group_columns!(), " FROM groups");
const TRACKS: &str = concat!("SELECT ", track_columns!(), " FROM track");
const ROSTERS: &str = concat!("SELECT ", roster_columns!(), " FROM roster r");
const MEMBERS: &str = concat!("SELECT ", member_columns!());
const INVITATIONS: &str = concat!("SELECT ", invitation_columns!(), " FROM invitation");
const DOCUMENTS: &str = concat!("SELECT ", document_columns!(), " FROM document d");
const COMMITS: &str =
    concat!("SELECT c.revision, c.stamp, ", commit_sound!(), " FROM commit_log c ORDER BY c.revision");
const ENTRIES: &str = concat!("SELECT ", entry_columns!(), " ORDER BY a.revision, a.idx");

/// Reads everything inside one transaction.
pub(super) fn everything(connection: &Connection) -> Result<Everything, StoreError> {
    let (revision, stamp) = Snapshot::of(connection).last()?;
    let mut everything = Everything { slice: Slice { revision, stamp, ..Slice::default() }, ..Everything::default() };
    each(connection, "activity", ENTRIES, |row| {
        let (_, entry) = codec::entry(row)?;
        everything.slice.versions.insert(entry.recorded.aggregate, entry.recorded.seq);
        everything.log.push(entry);
        Ok(())
    })?;
    let slice = &mut everything.slice;
    // Versions come from the rows where there are rows, so that a row which lags behind its history shows.
    each(connection, "person", PERSONS, |row| codec::person(row).map(|stored| place(slice, stored)))?;
    each(connection, "groups", GROUPS, |row| codec::group(row).map(|stored| place(slice, stored)))?;
    each(connection, "track", TRACKS, |row| codec::track(row).map(|stored| place(slice, stored)))?;
    each(connection, "roster", ROSTERS, |row| codec::roster(row).map(|stored| place(slice, stored)))?;
    each(connection, "member", MEMBERS, |row| codec::member(row).map(|stored| place(slice, stored)))?;
    each(connection, "invitation", INVITATIONS, |row| codec::invitation(row).map(|stored| place(slice, stored)))?;
    each(connection, "document", DOCUMENTS, |row| codec::document(row).map(|stored| place(slice, stored)))?;
    each(connection, "counter", COUNTERS, |row| {
        let (counter, count) = codec::counter(row)?;
        slice.counters.insert(counter, count);
        Ok(())
    })?;
    each(connection, "claim", CLAIMS, |row| {
        let (claim, person) = codec::claim(row)?;
        slice.holders.insert(claim, person);
        Ok(())
    })?;
    each(connection, "effect", EFFECTS, |row| {
        everything.effects.insert(codec::effect(row)?);
        Ok(())
    })?;
    each(connection, "item", ITEMS, |row| {
        everything.items.push(codec::item(row)?);
        Ok(())
    })?;
    Ok(everything)
}

/// Takes the rows of a query one by one.
pub(super) fn each(
    connection: &Connection,
    table: &'static str,
    sql: &str,
    mut take: impl FnMut(&Columns<'_>) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut read = 0_u64;
    let mut statement = connection.prepare(sql).map_err(|error| damaged(table, read, error))?;
    let mut rows = statement.query([]).map_err(|error| damaged(table, read, error))?;
    while let Some(row) = rows.next().map_err(|error| damaged(table, read, error))? {
        take(row)?;
        read = read.saturating_add(1);
    }
    Ok(())
}

/// Names the table in which SQLite met damage that no row can be named for.
fn damaged(table: &'static str, read: u64, error: rusqlite::Error) -> StoreError {
    match failed("reading", error) {
        StoreError::Corrupt { what, .. } => {
            StoreError::Corrupt { table, row: format!("the one after {read} others"), what }
        }
        other => other,
    }
}

/// Checks the file inside one transaction: every row is what was written, SQLite finds its pages sound, histories have no gaps.
///
/// # Errors
/// `Corrupt` for the first damage found.
pub(super) fn check(connection: &Connection) -> Result<(), StoreError> {
    let everything = everything(connection)?;
    each(connection, "replay", REPLAYS, |row| codec::replay(row).map(|_| ()))?;
    documents::kept_secret(connection)?;
    check_schema(connection)?;
    check_pages(connection)?;
    check_histories(&everything)?;
    check_commits(connection)
}

/// Checks that tables, indexes and triggers are those that the steps of the schema make.
fn check_schema(connection: &Connection) -> Result<(), StoreError> {
    const SCHEMA: &str = "SELECT name, sql FROM sqlite_schema WHERE substr(name, 1, 7) <> 'sqlite_' ORDER BY name";
    let schema = |of: &Connection| {
        let mut schema: Vec<(String, String)> = Vec::new();
        each(of, "sqlite_schema", SCHEMA, |row| {
            let read = || Ok((row.get(0)?, row.get(1)?));
            schema.push(read().map_err(|error| damaged("sqlite_schema", 0, error))?);
            Ok(())
        })?;
        Ok(schema)
    };
    let (made, found) = (schema(&migrate::made()?)?, schema(connection)?);
    if made == found {
        return Ok(());
    }
    let row = found.iter().find(|one| !made.contains(one)).map_or("?", |(name, _)| name).to_owned();
    Err(StoreError::Corrupt { table: "sqlite_schema", row, what: codec::CHANGED.to_owned() })
}

/// Asks SQLite itself: pages, indexes, constraints, references.
pub(super) fn check_pages(connection: &Connection) -> Result<(), StoreError> {
    let found: String = connection
        .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
        .map_err(|error| failed("checking", error))?;
    if found != "ok" {
        let table = TABLES.into_iter().find(|table| found.contains(table)).unwrap_or("file");
        return Err(StoreError::Corrupt { table, row: "?".to_owned(), what: found });
    }
    let dangling: Option<(String, String)> = connection
        .query_row("PRAGMA foreign_key_check", [], |row| Ok((row.get(0)?, row.get(2)?)))
        .optional()
        .map_err(|error| failed("checking", error))?;
    match dangling {
        None => Ok(()),
        Some((in_table, to)) => Err(StoreError::Corrupt {
            table: TABLES.into_iter().find(|table| *table == in_table).unwrap_or("file"),
            row: "?".to_owned(),
            what: format!("refers to a row of `{to}` that is missing"),
        }),
    }
}

/// Checks that every history has no gaps, and that every row stands where its history ends.
fn check_histories(everything: &Everything) -> Result<(), StoreError> {
    let mut last: BTreeMap<Aggregate, u64> = BTreeMap::new();
    for entry in &everything.log {
        let seq = last.entry(entry.recorded.aggregate).or_default();
        *seq = seq.saturating_add(1);
        if *seq != entry.recorded.seq {
            return Err(StoreError::Corrupt {
                table: "activity",
                row: format!("{:?} {}", entry.recorded.aggregate, entry.recorded.seq),
                what: format!("follows on {} others", seq.saturating_sub(1)),
            });
        }
    }
    for (aggregate, version) in &everything.slice.versions {
        let events = last.get(aggregate).copied().unwrap_or_default();
        if events != *version {
            return Err(StoreError::Corrupt {
                table: table(*aggregate),
                row: format!("{aggregate:?}"),
                what: format!("has version {version} after {events} events"),
            });
        }
    }
    Ok(())
}

fn check_commits(connection: &Connection) -> Result<(), StoreError> {
    let (mut next, mut earliest) = (1_u64, Timestamp::MIN);
    each(connection, "commit_log", COMMITS, |row| {
        let (revision, stamp) = codec::commit(row)?;
        if revision != next || stamp < earliest {
            let what = format!("is not number {next} with a stamp of {earliest} or later");
            return Err(StoreError::Corrupt { table: "commit_log", row: revision.to_string(), what });
        }
        (next, earliest) = (next.saturating_add(1), stamp);
        Ok(())
    })
}

const fn table(aggregate: Aggregate) -> &'static str {
    match aggregate {
        Aggregate::Person(_) => "person",
        Aggregate::Group(_) => "groups",
        Aggregate::Track(_) => "track",
        Aggregate::Roster(_) => "roster",
        Aggregate::Invitation(..) => "invitation",
        Aggregate::Document(_) => "document",
    }
}
