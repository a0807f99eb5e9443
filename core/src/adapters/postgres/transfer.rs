//! Giving a whole workspace, and taking one into an empty database.
//!
//! Both go by as many pieces at a time as make a round trip worth it; files are read and written beside the store's own thread.

use std::collections::BTreeSet;

use tokio_postgres::Row as Columns;
use tokio_postgres::types::Type;

use super::cell::Cell;
use super::change::{TAKE, json, keep};
use super::codec::{self, aggregate_cells, author_cells, claim_key};
use super::connection::{Connection, Message, Sql, Value};
use super::documents;
use super::failure::unavailable;
use super::outbox::run;
use super::put::{list, put};
use super::whole;
use crate::domain::effect::Effect;
use crate::domain::item::{Counter, Item};
use crate::domain::person::Claim;
use crate::event::{EVENT_FORMAT, Entry};
use crate::id::PersonId;
use crate::ports::store::{CommitPiece, Piece, Replay, Sink, Source, StoreError, Stored, not_empty};
use crate::time::Timestamp;

/// How many pieces go by at a time.
const AT_ONCE: usize = 500;

const SMALLS: Type = Type::INT2_ARRAY;
const LONGS: Type = Type::INT8_ARRAY;
const IDS: Type = Type::UUID_ARRAY;
const TEXTS: Type = Type::TEXT_ARRAY;

type Read = fn(&Columns) -> Result<Given, StoreError>;

/// What a row is of an export.
enum Given {
    Entry(u64, Box<Entry>),
    Piece(Box<Piece>),
}

macro_rules! table {
    ($name:literal, $sql:expr, $read:expr) => {
        (
            concat!("DECLARE ", $name, " NO SCROLL CURSOR FOR "),
            $sql,
            &Sql { text: concat!("FETCH 500 FROM ", $name), types: &[] },
            $read,
        )
    };
}

/// What is given, in order: a cursor for each table, since the driver itself does not wait for whoever reads.
static TABLES: [(&str, &Sql, &Sql, Read); 13] = [
    table!("cowrite_entries", &whole::ENTRIES, |row| {
        codec::entry(row).map(|(place, entry)| Given::Entry(place.revision, Box::new(entry)))
    }),
    table!("cowrite_persons", &whole::PERSONS, |row| codec::person(row).map(given)),
    table!("cowrite_groups", &whole::GROUPS, |row| codec::group(row).map(given)),
    table!("cowrite_tracks", &whole::TRACKS, |row| codec::track(row).map(given)),
    table!("cowrite_rosters", &whole::ROSTERS, |row| codec::roster(row).map(given)),
    table!("cowrite_members", &whole::MEMBERS, |row| codec::member(row).map(given)),
    table!("cowrite_invitations", &whole::INVITATIONS, |row| codec::invitation(row).map(given)),
    table!("cowrite_documents", &whole::DOCUMENTS, |row| documents::document(row).map(given)),
    table!("cowrite_claims", &whole::CLAIMS, |row| {
        codec::claim(row).map(|(claim, person)| piece(Piece::Claim { claim, person }))
    }),
    table!("cowrite_replays", &whole::REPLAYS, |row| { codec::replay(row).map(|replay| piece(Piece::Replay(replay))) }),
    table!("cowrite_effects", &whole::EFFECTS, |row| { codec::effect(row).map(|effect| piece(Piece::Effect(effect))) }),
    table!("cowrite_items", &whole::ITEMS, |row| documents::item(row).map(|item| piece(Piece::Item(item)))),
    table!("cowrite_counters", &whole::COUNTERS, |row| {
        documents::counter(row).map(|(counter, count)| piece(Piece::Counter { counter, count }))
    }),
];

fn piece(piece: Piece) -> Given {
    Given::Piece(Box::new(piece))
}

fn given(found: codec::Found) -> Given {
    piece(Piece::Row(found.stored))
}

/// Gives everything as of one instant.
pub(super) async fn export(connection: &Connection<'_>, mut sink: Box<dyn Sink>) -> Result<(), StoreError> {
    let settings = "SET LOCAL enable_seqscan = on; SET LOCAL enable_hashjoin = on; SET LOCAL statement_timeout = 0; \
         SET LOCAL idle_in_transaction_session_timeout = 0";
    let begin = [connection.begin("REPEATABLE READ READ ONLY"), Message::Plain(settings.to_owned())];
    run(connection, &begin, "exporting").await?;
    let mut open: Option<(u64, CommitPiece)> = None;
    for (declare, sql, fetch, read) in &TABLES {
        let declare = Message::Plain(format!("{declare}{}", sql.text));
        run(connection, &[declare], "exporting").await?;
        loop {
            let rows = run(connection, &[Message::Run(fetch, Vec::new())], "exporting").await?;
            let rows = rows.into_iter().next().unwrap_or_default();
            let is_over = rows.len() < AT_ONCE;
            let mut pieces = Vec::with_capacity(rows.len());
            for row in &rows {
                match read(row)? {
                    Given::Entry(revision, entry) => pieces.extend(gather(&mut open, revision, *entry)),
                    Given::Piece(piece) => pieces.push(*piece),
                }
            }
            if is_over {
                pieces.extend(open.take().map(|(_, commit)| Piece::Commit(commit)));
            }
            sink = put_all(sink, pieces).await?;
            if is_over {
                break;
            }
        }
    }
    run(connection, &[Message::Plain("COMMIT".to_owned())], "exporting").await?;
    beside(move || sink.end()).await?
}

/// Adds an entry to its commit, and returns the commit before it where that is whole now.
fn gather(open: &mut Option<(u64, CommitPiece)>, revision: u64, entry: Entry) -> Option<Piece> {
    let Entry { stamp, at, author, recorded, .. } = entry;
    match open {
        Some((of, commit)) if *of == revision => {
            commit.recorded.push(recorded);
            None
        }
        _ => {
            let next = CommitPiece { stamp, at, author, recorded: vec![recorded] };
            open.replace((revision, next)).map(|(_, commit)| Piece::Commit(commit))
        }
    }
}

async fn put_all(mut sink: Box<dyn Sink>, pieces: Vec<Piece>) -> Result<Box<dyn Sink>, StoreError> {
    let put = move || {
        let put = pieces.iter().try_for_each(|piece| sink.put(piece));
        put.map(|()| sink)
    };
    beside(put).await?
}

/// Does what may wait for a disk beside the thread that talks with the server.
async fn beside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, StoreError> {
    tokio::task::spawn_blocking(work).await.map_err(|_| unavailable("a thread that reads or writes a file has died"))
}

/// Keeps everybody else from writing until the end, and divides by zero where there is anything yet.
const ALONE: &str = "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0; \
     SET LOCAL enable_seqscan = on; SET LOCAL enable_hashjoin = on; LOCK TABLE cowrite.aggregate IN EXCLUSIVE MODE";

static IS_EMPTY: Sql = Sql {
    text: "SELECT CASE WHEN EXISTS (SELECT 1 FROM cowrite.aggregate) OR EXISTS (SELECT 1 FROM cowrite.activity) \
           THEN 0::bigint ELSE 1::bigint END",
    types: &[],
};

static APPEND: Sql = Sql {
    text: "INSERT INTO cowrite.activity \
           (shard, family, kind, id, seq, idx, event, revision, stamp, at, author, person, reason, format) \
           SELECT k.*, $14::integer FROM unnest($1::smallint[], $2::uuid[], $3::smallint[], $4::uuid[], $5::bigint[], \
           $6::integer[], $7::text[], $8::bigint[], $9::bigint[], $10::bigint[], $11::smallint[], $12::uuid[], \
           $13::text[]) AS k",
    types: &[
        SMALLS,
        IDS,
        SMALLS,
        IDS,
        LONGS,
        Type::INT4_ARRAY,
        TEXTS,
        LONGS,
        LONGS,
        LONGS,
        SMALLS,
        IDS,
        TEXTS,
        Type::INT4,
    ],
};

/// What rows are stamped with.
static STAMP: Sql = Sql { text: "SELECT set_config('cowrite.stamp', $1::bigint::text, true)", types: &[Type::INT8] };

static EFFECTS: Sql = Sql {
    text: "INSERT INTO cowrite.effect (shard, effect, revision, due, tries) \
           SELECT k.*, $3::bigint, $4::bigint, 0 FROM unnest($1::smallint[], $2::text[]) AS k",
    types: &[SMALLS, TEXTS, Type::INT8, Type::INT8],
};

/// The version of each aggregate is what its history comes to.
static VERSIONS: Sql = Sql {
    text: "INSERT INTO cowrite.aggregate (shard, family, kind, id, version, stamp, revision) \
           SELECT a.shard, a.family, a.kind, a.id, max(a.seq), max(a.stamp), max(a.revision) \
           FROM cowrite.activity a GROUP BY a.shard, a.family, a.kind, a.id",
    types: &[],
};

/// Later commits have greater numbers than those that were taken in.
static NUMBERS: Sql = Sql {
    text: "UPDATE cowrite.store SET revision_base = greatest(revision_base, $1::bigint) WHERE shard = 0",
    types: &[Type::INT8],
};

/// Takes a whole workspace in one transaction.
///
/// # Errors
/// `Refused` where there is anything yet; as `source` fails, with nothing changed; `Unknown` where the server is lost in the end.
pub(super) async fn import(connection: &Connection<'_>, mut source: Source) -> Result<(), StoreError> {
    let begin = [
        connection.begin("READ COMMITTED READ WRITE"),
        Message::Plain(ALONE.to_owned()),
        Message::Run(&IS_EMPTY, Vec::new()),
    ];
    let outcomes = run(connection, &begin, "importing").await?;
    if outcomes.get(2).and_then(|rows| rows.first()).map(codec::number).transpose()? != Some(1) {
        return Err(not_empty());
    }
    let mut taken = Taken::default();
    loop {
        let (pieces, rest) = pull(source).await?;
        source = rest;
        if pieces.is_empty() {
            break;
        }
        let messages = taken.statements(pieces)?;
        run(connection, &messages, "importing").await?;
    }
    let last: Value = Box::new(taken.revision.cell());
    let end = [Message::Run(&VERSIONS, Vec::new()), Message::Run(&NUMBERS, vec![last])];
    run(connection, &end, "importing").await?;
    let commit = run(connection, &[Message::Plain("COMMIT".to_owned())], "importing").await;
    commit.map(drop).map_err(|error| match error {
        StoreError::Unavailable { message, source } => StoreError::Unknown { message, source },
        other => other,
    })
}

/// Takes as many pieces from a source as go by at a time.
async fn pull(mut source: Source) -> Result<(Vec<Piece>, Source), StoreError> {
    beside(move || {
        let pieces: Result<Vec<Piece>, StoreError> = source.by_ref().take(AT_ONCE).collect();
        pieces.map(|pieces| (pieces, source))
    })
    .await?
}

/// How far an import has come.
#[derive(Default)]
struct Taken {
    revision: u64,
    stamp: Timestamp,
}

impl Taken {
    /// Returns what writes some pieces.
    fn statements(&mut self, pieces: Vec<Piece>) -> Result<Vec<Message>, StoreError> {
        let mut commits: Vec<(u64, CommitPiece)> = Vec::new();
        let mut rows: Vec<Stored> = Vec::new();
        let mut claims: Vec<(Claim, PersonId)> = Vec::new();
        let mut replays: Vec<Replay> = Vec::new();
        let mut effects: Vec<Effect> = Vec::new();
        let mut items: Vec<Item> = Vec::new();
        let mut counters: Vec<(Counter, u64)> = Vec::new();
        for piece in pieces {
            match piece {
                Piece::Commit(commit) => {
                    self.revision = self.revision.saturating_add(1);
                    self.stamp = self.stamp.max(commit.stamp);
                    commits.push((self.revision, commit));
                }
                Piece::Row(stored) => rows.push(stored),
                Piece::Claim { claim, person } => claims.push((claim, person)),
                Piece::Replay(replay) => replays.push(replay),
                Piece::Effect(effect) => effects.push(effect),
                Piece::Item(item) => items.push(item),
                Piece::Counter { counter, count } => counters.push((counter, count)),
            }
        }
        let stamp = self.stamp.cell();
        let mut messages = vec![Message::Run(&STAMP, vec![Box::new(stamp)])];
        let mut add = |sql: &'static Sql, is_wanted: bool, values: Vec<Value>| {
            messages.extend(is_wanted.then_some(Message::Run(sql, values)));
        };
        add(&APPEND, !commits.is_empty(), appended(&commits)?);
        add(&TAKE, !claims.is_empty(), taken_claims(&claims));
        let kept = replays.iter().map(|replay| Message::Run(&super::change::KEEP, keep(core::slice::from_ref(replay))));
        let kept: Vec<Message> = kept.collect();
        add(&EFFECTS, !effects.is_empty(), due(&effects, self.revision.cell(), stamp)?);
        messages.extend(kept);
        messages.extend(put(&rows)?);
        messages.extend(documents::additions(&items, &BTreeSet::new(), &[])?);
        messages.extend((!counters.is_empty()).then(|| documents::take_counters(&counters)));
        Ok(messages)
    }
}

fn appended(commits: &[(u64, CommitPiece)]) -> Result<Vec<Value>, StoreError> {
    let mut rows = Vec::new();
    for (revision, commit) in commits {
        for (index, recorded) in (0_i32..).zip(&commit.recorded) {
            rows.push((*revision, commit, index, recorded, aggregate_cells(recorded.aggregate)));
        }
    }
    let events: Vec<String> =
        rows.iter().map(|(_, _, _, recorded, _)| json(&recorded.event)).collect::<Result<_, _>>()?;
    Ok(vec![
        list(&rows, |row| row.4.0),
        list(&rows, |row| row.4.1),
        list(&rows, |row| row.4.2),
        list(&rows, |row| row.4.3),
        list(&rows, |row| row.3.seq.cell()),
        list(&rows, |row| row.2),
        Box::new(events),
        list(&rows, |row| row.0.cell()),
        list(&rows, |row| row.1.stamp.cell()),
        list(&rows, |row| row.1.at.cell()),
        list(&rows, |row| author_cells(&row.1.author).0),
        list(&rows, |row| author_cells(&row.1.author).1),
        list(&rows, |row| author_cells(&row.1.author).2.map(str::to_owned)),
        Box::new(i32::try_from(EVENT_FORMAT).unwrap_or(i32::MAX)),
    ])
}

fn taken_claims(claims: &[(Claim, PersonId)]) -> Vec<Value> {
    let keys: Vec<_> = claims.iter().map(|(claim, _)| claim_key(claim)).collect();
    vec![
        list(&keys, |key| key.0),
        list(&keys, |key| key.1),
        list(&keys, |key| key.2.clone()),
        list(claims, |(_, person)| person.uuid()),
    ]
}

fn due(effects: &[Effect], revision: i64, stamp: i64) -> Result<Vec<Value>, StoreError> {
    let texts: Vec<String> = effects.iter().map(json).collect::<Result<_, _>>()?;
    Ok(vec![list(effects, |effect| effect.shard().cell()), Box::new(texts), Box::new(revision), Box::new(stamp)])
}
