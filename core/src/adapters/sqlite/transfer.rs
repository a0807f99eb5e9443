//! Giving a whole workspace, and taking one into an empty file.

use rusqlite::{Connection, Row as Columns, params};

use super::cell::Cell;
use super::change::{Refusal, append, json, keep, take_claim};
use super::codec::{self, author_cells};
use super::columns::{
    claim_columns, counter_columns, document_columns, effect_sound, entry_columns, group_columns, invitation_columns,
    item_columns, member_columns, person_columns, replay_columns, roster_columns, track_columns,
};
use super::connection::{failed, unknown};
use super::documents;
use super::put::put;
use super::whole::each;
use crate::event::Entry;
use crate::ports::store::{CommitPiece, Committed, Piece, Sink, Source, StoreError, Stored, not_empty};

pub(super) const ITEMS: &str = concat!("SELECT ", item_columns!(), " FROM item ORDER BY kind, family, id");
const ENTRIES: &str = concat!("SELECT ", entry_columns!(), " ORDER BY a.revision, a.idx");

type Decode = fn(&Columns<'_>) -> Result<Stored, StoreError>;

/// The tables of rows; members come after the rosters that they refer to.
const ROWS: [(&str, &str, Decode); 7] = [
    ("person", concat!("SELECT ", person_columns!(), " FROM person ORDER BY id"), codec::person),
    ("groups", concat!("SELECT ", group_columns!(), " FROM groups ORDER BY id"), codec::group),
    ("track", concat!("SELECT ", track_columns!(), " FROM track ORDER BY id"), codec::track),
    (
        "roster",
        concat!("SELECT ", roster_columns!(), " FROM roster r ORDER BY r.scope_kind, r.scope_id"),
        codec::roster,
    ),
    ("member", concat!("SELECT ", member_columns!(), " ORDER BY m.scope_kind, m.scope_id, m.person"), codec::member),
    ("invitation", concat!("SELECT ", invitation_columns!(), " FROM invitation ORDER BY id"), codec::invitation),
    (
        "document",
        concat!("SELECT ", document_columns!(), " FROM document d ORDER BY d.kind, d.id, d.family"),
        codec::document,
    ),
];

pub(super) const CLAIMS: &str = concat!("SELECT ", claim_columns!(), " FROM claim ORDER BY kind, value");
pub(super) const REPLAYS: &str = concat!("SELECT ", replay_columns!(), " FROM replay ORDER BY actor, key");
pub(super) const EFFECTS: &str = concat!("SELECT effect, ", effect_sound!(), " FROM effect ORDER BY effect");
pub(super) const COUNTERS: &str = concat!("SELECT ", counter_columns!(), " FROM counter ORDER BY family, name");

/// Gives everything inside one transaction.
pub(super) fn export(connection: &Connection, mut sink: Box<dyn Sink>) -> Result<(), StoreError> {
    export_commits(connection, sink.as_mut())?;
    for (table, sql, decode) in ROWS {
        each(connection, table, sql, |row| sink.put(&Piece::Row(decode(row)?)))?;
    }
    each(connection, "claim", CLAIMS, |row| {
        let (claim, person) = codec::claim(row)?;
        sink.put(&Piece::Claim { claim, person })
    })?;
    each(connection, "replay", REPLAYS, |row| sink.put(&Piece::Replay(codec::replay(row)?)))?;
    each(connection, "effect", EFFECTS, |row| sink.put(&Piece::Effect(codec::effect(row)?)))?;
    each(connection, "item", ITEMS, |row| sink.put(&Piece::Item(codec::item(row)?)))?;
    each(connection, "counter", COUNTERS, |row| {
        let (counter, count) = codec::counter(row)?;
        sink.put(&Piece::Counter { counter, count })
    })?;
    sink.end()
}

fn export_commits(connection: &Connection, sink: &mut dyn Sink) -> Result<(), StoreError> {
    let mut open: Option<(u64, CommitPiece)> = None;
    each(connection, "activity", ENTRIES, |row| {
        let (_, Entry { revision, stamp, at, author, recorded }) = codec::entry(row)?;
        match &mut open {
            Some((of, commit)) if *of == revision => commit.recorded.push(recorded),
            _ => {
                let next = CommitPiece { stamp, at, author, recorded: vec![recorded] };
                if let Some((_, commit)) = open.replace((revision, next)) {
                    sink.put(&Piece::Commit(commit))?;
                }
            }
        }
        Ok(())
    })?;
    open.map_or(Ok(()), |(_, commit)| sink.put(&Piece::Commit(commit)))
}

/// Takes a whole workspace into an empty file, in one transaction.
///
/// # Errors
/// `Refused` where there is anything yet; as `source` fails, with nothing changed; `Unknown` where the commit fails.
pub(super) fn import(connection: &Connection, source: Source) -> Result<(), StoreError> {
    let run = |sql: &str| connection.execute_batch(sql).map_err(|error| failed("importing", error));
    run("BEGIN IMMEDIATE")?;
    let taken = take(connection, source).and_then(|()| run("COMMIT").map_err(unknown));
    if taken.is_err() && !connection.is_autocommit() {
        // Why it failed is what there is to say.
        drop(run("ROLLBACK"));
    }
    taken
}

fn take(connection: &Connection, source: Source) -> Result<(), StoreError> {
    let holds = "SELECT EXISTS (SELECT 1 FROM commit_log)";
    if connection.query_row(holds, [], |row| row.get(0)).map_err(|error| failed("importing", error))? {
        return Err(not_empty());
    }
    let mut last = 0;
    for piece in source {
        take_one(connection, piece?, &mut last).map_err(Refusal::into_error)?;
    }
    Ok(())
}

fn take_one(connection: &Connection, piece: Piece, last: &mut u64) -> Result<(), Refusal> {
    match piece {
        Piece::Commit(commit) => {
            *last = last.saturating_add(1);
            take_commit(connection, &commit, *last)
        }
        Piece::Row(stored) => put(connection, &stored),
        Piece::Claim { claim, person } => take_claim(connection, &claim, person),
        Piece::Replay(replay) => keep(connection, &replay),
        Piece::Item(item) => documents::add(connection, &item),
        Piece::Counter { counter, count } => documents::take_counter(connection, &counter, count),
        Piece::Effect(effect) => {
            let sql = "INSERT INTO effect (effect, revision, due, tries) \
                 VALUES (?1, ?2, coalesce((SELECT max(stamp) FROM commit_log), 0), 0)";
            connection.prepare_cached(sql)?.execute(params![json(&effect)?, last.cell()])?;
            Ok(())
        }
    }
}

fn take_commit(connection: &Connection, commit: &CommitPiece, revision: u64) -> Result<(), Refusal> {
    let (author, person, reason) = author_cells(&commit.author);
    let person = person.as_ref().map(Cell::cell);
    let sql = "INSERT INTO commit_log (revision, stamp, at, author, person, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let (stamp, at) = (commit.stamp.cell(), commit.at.cell());
    connection.prepare_cached(sql)?.execute(params![revision.cell(), stamp, at, author, person, reason])?;
    append(connection, &commit.recorded, Committed { revision, stamp: commit.stamp })
}
