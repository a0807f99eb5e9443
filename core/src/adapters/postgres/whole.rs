//! Reading everything, and checking that the database is sound.

use std::collections::BTreeMap;

use tokio_postgres::Row as Columns;

use super::codec::{
    self, entry_columns, group_columns, invitation_columns, member_columns, of_roster, person_columns, roster_columns,
    shard_of, track_columns,
};
use super::connection::{Connection, Message, Sql, Unsent};
use super::documents::{self, document_columns, item_columns};
use super::failure::{failed, unavailable};
use crate::domain::slice::Slice;
use crate::event::Aggregate;
use crate::ports::store::{CommitOrder, Everything, StoreError, place};
use crate::time::Timestamp;

macro_rules! sql {
    ($($part:expr),*) => {
        Sql { text: concat!($($part),*), types: &[] }
    };
}

pub(super) static ENTRIES: Sql =
    sql!("SELECT ", entry_columns!(), " FROM cowrite.activity a ORDER BY a.revision, a.idx");
pub(super) static PERSONS: Sql = sql!("SELECT ", person_columns!(), " FROM cowrite.person p");
pub(super) static GROUPS: Sql = sql!("SELECT ", group_columns!(), " FROM cowrite.groups g");
pub(super) static TRACKS: Sql = sql!("SELECT ", track_columns!(), " FROM cowrite.track t");
pub(super) static ROSTERS: Sql = sql!("SELECT ", roster_columns!(), " FROM cowrite.roster r");
pub(super) static MEMBERS: Sql = sql!(
    "SELECT ",
    roster_columns!(),
    ", ",
    member_columns!(),
    " FROM cowrite.member m JOIN cowrite.roster r ON ",
    of_roster!()
);
pub(super) static INVITATIONS: Sql = sql!("SELECT ", invitation_columns!(), " FROM cowrite.invitation i");
pub(super) static DOCUMENTS: Sql = sql!("SELECT ", document_columns!(), " FROM cowrite.document d");
pub(super) static ITEMS: Sql = sql!("SELECT ", item_columns!(), " FROM cowrite.item i ORDER BY i.kind, i.family, i.id");
pub(super) static COUNTERS: Sql = sql!("SELECT c.family, c.name, c.count FROM cowrite.counter c");
pub(super) static CLAIMS: Sql = sql!("SELECT c.kind, c.value, c.person FROM cowrite.claim c");
pub(super) static EFFECTS: Sql = sql!("SELECT e.effect FROM cowrite.effect e");
pub(super) static REPLAYS: Sql = sql!("SELECT r.actor, r.key, r.call, r.outcome, r.at FROM cowrite.replay r");
static VERSIONS: Sql = sql!("SELECT a.family, a.kind, a.id, a.version FROM cowrite.aggregate a");

/// Rows that hang in the air, or lie under another shard than their id says; the value of a claim is not named.
static ASTRAY: Sql = sql!(
    "SELECT 'member', m.scope_id::text || ' ' || m.person::text, 'refers to a row of `roster` that is missing' \
     FROM cowrite.member m WHERE NOT EXISTS (SELECT 1 FROM cowrite.roster r WHERE ",
    of_roster!(),
    ") UNION ALL SELECT k.* FROM (\
     SELECT 'person', id::text, shard, ",
    shard_of!("id"),
    " FROM cowrite.person UNION ALL SELECT 'groups', id::text, shard, ",
    shard_of!("id"),
    " FROM cowrite.groups UNION ALL SELECT 'track', id::text, shard, ",
    shard_of!("id"),
    " FROM cowrite.track UNION ALL SELECT 'invitation', id::text, shard, ",
    shard_of!("scope_id"),
    " FROM cowrite.invitation UNION ALL SELECT 'roster', scope_id::text, shard, ",
    shard_of!("scope_id"),
    " FROM cowrite.roster UNION ALL SELECT 'activity', id::text, shard, ",
    shard_of!("family"),
    " FROM cowrite.activity UNION ALL SELECT 'aggregate', id::text, shard, ",
    shard_of!("family"),
    " FROM cowrite.aggregate UNION ALL SELECT 'document', id::text, shard, ",
    shard_of!("family"),
    " FROM cowrite.document UNION ALL SELECT 'item', id::text, shard, ",
    shard_of!("family"),
    " FROM cowrite.item UNION ALL SELECT 'counter', family::text, shard, ",
    shard_of!("family"),
    " FROM cowrite.counter UNION ALL SELECT 'replay', actor::text, shard, ",
    shard_of!("actor"),
    " FROM cowrite.replay) AS r(name, id, shard, expected) \
     CROSS JOIN LATERAL (VALUES (r.name, r.id, 'lies under another shard than its id says')) AS k \
     WHERE r.shard <> r.expected"
);

/// The tables in the order in which their rows are taken in: versions come from the rows where there are rows, so that a row which lags behind its history shows.
static EVERYTHING: [&Sql; 12] = [
    &ENTRIES,
    &PERSONS,
    &GROUPS,
    &TRACKS,
    &ROSTERS,
    &MEMBERS,
    &INVITATIONS,
    &DOCUMENTS,
    &CLAIMS,
    &EFFECTS,
    &ITEMS,
    &COUNTERS,
];

/// Reads everything as of one instant.
pub(super) async fn everything(connection: &Connection<'_>) -> Result<Everything, StoreError> {
    let rows = all(connection, &EVERYTHING).await?;
    gather(&rows)
}

/// Checks the database as of one instant: every row can be read and lies where it belongs, histories have no gaps.
///
/// # Errors
/// `Corrupt` for the first damage found.
pub(super) async fn check(connection: &Connection<'_>) -> Result<(), StoreError> {
    let statements: Vec<&'static Sql> = EVERYTHING.into_iter().chain([&REPLAYS, &VERSIONS, &ASTRAY]).collect();
    let rows = all(connection, &statements).await?;
    let everything = gather(&rows)?;
    let of = |at: usize| rows.get(EVERYTHING.len() + at).map(Vec::as_slice).unwrap_or_default();
    of(0).iter().try_for_each(|row| codec::replay(row).map(|_| ()))?;
    if let Some(row) = of(2).first() {
        let text = |at: usize| row.try_get::<_, String>(at).unwrap_or_default();
        let name = text(0);
        let tables = [
            "member",
            "person",
            "groups",
            "track",
            "invitation",
            "roster",
            "activity",
            "aggregate",
            "replay",
            "document",
            "item",
            "counter",
        ];
        let table = tables.into_iter().find(|table| *table == name).unwrap_or("database");
        return Err(StoreError::Corrupt { table, row: text(1), what: text(2) });
    }
    check_histories(&everything)?;
    check_versions(&everything, of(1))
}

async fn all(connection: &Connection<'_>, statements: &[&'static Sql]) -> Result<Vec<Vec<Columns>>, StoreError> {
    let mut messages = vec![
        connection.begin("REPEATABLE READ READ ONLY"),
        Message::Plain(
            "SET LOCAL enable_seqscan = on; SET LOCAL enable_hashjoin = on; SET LOCAL statement_timeout = 0".to_owned(),
        ),
    ];
    messages.extend(statements.iter().map(|sql| Message::Run(sql, Vec::new())));
    messages.push(Message::Plain("COMMIT".to_owned()));
    let outcomes = connection.flush_at_length(&messages).await.map_err(|unsent| match unsent {
        Unsent::Gone(error) | Unsent::Unprepared(error) => failed("reading", error),
        Unsent::Silent | Unsent::Unanswered => unavailable("the server did not answer in time (reading)"),
    })?;
    let rows: Result<Vec<_>, _> = outcomes.into_iter().collect();
    let mut rows = rows.map_err(|error| failed("reading", error))?;
    rows.drain(..2);
    Ok(rows)
}

fn gather(rows: &[Vec<Columns>]) -> Result<Everything, StoreError> {
    let mut everything = Everything { order: CommitOrder::ByDependency, ..Everything::default() };
    let of = |at: usize| rows.get(at).map(Vec::as_slice).unwrap_or_default();
    let mut last = (0, Timestamp::MIN);
    for row in of(0) {
        let (_, entry) = codec::entry(row)?;
        last = (last.0.max(entry.revision), last.1.max(entry.stamp));
        everything.slice.versions.insert(entry.recorded.aggregate, entry.recorded.seq);
        everything.log.push(entry);
    }
    let slice: &mut Slice = &mut everything.slice;
    if last.0 > 0 {
        (slice.revision, slice.stamp) = last;
    }
    let kinds = [
        codec::person,
        codec::group,
        codec::track,
        codec::roster,
        codec::member,
        codec::invitation,
        documents::document,
    ];
    for (at, read) in (1..).zip(kinds) {
        for row in of(at) {
            place(slice, read(row)?.stored);
        }
    }
    for row in of(8) {
        let (claim, person) = codec::claim(row)?;
        slice.holders.insert(claim, person);
    }
    for row in of(9) {
        everything.effects.insert(codec::effect(row)?);
    }
    everything.items = of(10).iter().map(documents::item).collect::<Result<_, _>>()?;
    for row in of(11) {
        let (counter, count) = documents::counter(row)?;
        everything.slice.counters.insert(counter, count);
    }
    Ok(everything)
}

/// Checks that every history has no gaps, and that every row stands where its history ends.
fn check_histories(everything: &Everything) -> Result<(), StoreError> {
    let mut last: BTreeMap<Aggregate, u64> = BTreeMap::new();
    for entry in &everything.log {
        let seq = last.entry(entry.recorded.aggregate).or_default();
        *seq = seq.saturating_add(1);
        if *seq != entry.recorded.seq {
            let row = format!("{:?} {}", entry.recorded.aggregate, entry.recorded.seq);
            let what = format!("follows on {} others", seq.saturating_sub(1));
            return Err(StoreError::Corrupt { table: "activity", row, what });
        }
    }
    for (aggregate, version) in &everything.slice.versions {
        let events = last.get(aggregate).copied().unwrap_or_default();
        if events != *version {
            let what = format!("has version {version} after {events} events");
            return Err(StoreError::Corrupt { table: table(*aggregate), row: format!("{aggregate:?}"), what });
        }
    }
    Ok(())
}

/// Checks that what is locked has the versions that the rows have.
fn check_versions(everything: &Everything, rows: &[Columns]) -> Result<(), StoreError> {
    let versions: BTreeMap<Aggregate, u64> = rows.iter().map(codec::versioned).collect::<Result<_, _>>()?;
    let stored = &everything.slice.versions;
    let wrong = stored.iter().chain(&versions).find(|(aggregate, _)| versions.get(aggregate) != stored.get(aggregate));
    match wrong {
        None => Ok(()),
        Some((aggregate, _)) => {
            let [locked, stored] =
                [&versions, stored].map(|versions| versions.get(aggregate).copied().unwrap_or_default());
            let what = format!("has version {locked}, its rows {stored}");
            Err(StoreError::Corrupt { table: "aggregate", row: format!("{aggregate:?}"), what })
        }
    }
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
