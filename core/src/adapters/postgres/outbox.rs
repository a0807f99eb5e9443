//! Handing out effects to many nodes, and reading on in a history whose commits may become visible out of order.

use tokio_postgres::types::Type;

use super::cell::Cell;
use super::change::json;
use super::codec::{self, entry_columns};
use super::connection::{Connection, Connections, Message, Sql, Unsent, Value};
use super::failure::{failed, unavailable};
use super::load::{Failure, flush};
use super::put::list;
use crate::domain::effect::Effect;
use crate::domain::sync::Seen;
use crate::ports::store::{ClaimedEffect, EffectClaim, Feed, OpenEffects, SettledEffect, StoreError};
use crate::time::Timestamp;

/// What is visible now: the greatest number that a transaction had been given, and those still under way.
///
/// Whatever else writes on the server is among the latter, and never becomes a commit.
/// Nothing has been seen where there is nothing yet: what is imported then counts from 1, whatever number the server has come to.
pub(super) static SEEN: Sql = Sql {
    text: "SELECT CASE WHEN EXISTS (SELECT 1 FROM cowrite.aggregate) \
           THEN pg_snapshot_xmax(n.now)::text::bigint - 1 + s.revision_base ELSE 0 END, \
           ARRAY(SELECT x::text::bigint + s.revision_base FROM pg_snapshot_xip(n.now) AS x) \
           FROM cowrite.store s CROSS JOIN pg_current_snapshot() AS n(now) WHERE s.shard = 0",
    types: &[],
};

/// The first commits of those that were missing ($1) and of those after a number ($2), from another number ($3) on.
static FEED: Sql = Sql {
    text: concat!(
        "SELECT ",
        entry_columns!(),
        " FROM (SELECT b.revision FROM unnest($1::bigint[]) AS m(revision) \
           JOIN cowrite.activity b ON b.revision = m.revision WHERE m.revision > $3 \
           UNION (SELECT DISTINCT b.revision FROM cowrite.activity b WHERE b.revision > greatest($2, $3) \
           ORDER BY b.revision LIMIT $4) ORDER BY revision LIMIT $4) AS d \
           JOIN cowrite.activity a ON a.revision = d.revision ORDER BY a.revision, a.idx"
    ),
    types: &[Type::INT8_ARRAY, Type::INT8, Type::INT8, Type::INT8],
};

/// What another node is taking at the same moment is passed over, not waited for.
static CLAIM: Sql = Sql {
    text: "UPDATE cowrite.effect e SET due = $2, tries = e.tries + 1, failure = NULL FROM (\
           SELECT d.shard, d.effect FROM cowrite.effect d WHERE d.due <= $1 ORDER BY d.due LIMIT $3 \
           FOR UPDATE SKIP LOCKED) k \
           WHERE e.shard = k.shard AND e.effect = k.effect RETURNING e.effect, e.revision, e.tries",
    types: &[Type::INT8, Type::INT8, Type::INT8],
};

macro_rules! settling {
    ($before:literal, $after:literal) => {
        Sql {
            text: concat!(
                $before,
                " unnest($1::smallint[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], \
                 $7::text[]) AS k(shard, effect, revision, tries, at, again, failure) \
                 WHERE e.shard = k.shard AND e.effect = k.effect AND e.tries = k.tries AND ",
                $after
            ),
            types: &[
                Type::INT2_ARRAY,
                Type::TEXT_ARRAY,
                Type::INT8_ARRAY,
                Type::INT8_ARRAY,
                Type::INT8_ARRAY,
                Type::INT8_ARRAY,
                Type::TEXT_ARRAY,
            ],
        }
    };
}

// A later commit has made it necessary once more: what was done may not have seen that.
static AGAIN_AT_ONCE: Sql =
    settling!("UPDATE cowrite.effect e SET due = k.at, tries = 0 FROM", "e.revision <> k.revision");
static AGAIN: Sql = settling!(
    "UPDATE cowrite.effect e SET due = k.again, failure = k.failure FROM",
    "e.revision = k.revision AND k.again IS NOT NULL"
);
static DONE: Sql = settling!("DELETE FROM cowrite.effect e USING", "e.revision = k.revision AND k.again IS NULL");

static COUNT: Sql = Sql { text: "SELECT count(*) FROM cowrite.effect", types: &[] };

static OPEN: Sql = Sql {
    text: "SELECT e.effect, e.due, e.tries, e.failure FROM cowrite.effect e ORDER BY e.due, e.effect LIMIT $1",
    types: &[Type::INT8],
};

// One that was tried and has no failure is in somebody's hands: to hand it to another too would make two of them.
static HASTEN: Sql = Sql {
    text: "UPDATE cowrite.effect e SET due = CASE WHEN e.tries > 0 AND e.failure IS NULL THEN e.due \
           ELSE least(e.due, $3) END WHERE e.shard = $1 AND e.effect = $2 RETURNING e.due",
    types: &[Type::INT2, Type::TEXT, Type::INT8],
};

/// Reads on in the history as of one instant, with what is visible then; on a second connection where the first turns out to be gone.
///
/// It is waited for no longer than for a load, since commits are not acknowledged before it has answered.
pub(super) async fn feed(connections: &Connections, since: &Seen, after: u64, limit: u32) -> Result<Feed, StoreError> {
    let mut is_second = false;
    loop {
        let connection = connections.get().await?;
        match feed_by(&connection, since, after, limit).await {
            Ok(feed) => return Ok(feed),
            Err(Failure::Lost(_)) if !is_second => connection.discard(),
            Err(Failure::Lost(error) | Failure::Port(error)) => {
                connection.discard();
                return Err(error);
            }
        }
        is_second = true;
    }
}

async fn feed_by(connection: &Connection<'_>, since: &Seen, after: u64, limit: u32) -> Result<Feed, Failure> {
    let missing: Vec<i64> = since.missing().iter().map(Cell::cell).collect();
    let (last, after) = (Box::new(since.last().cell()), Box::new(after.cell()));
    let values: Vec<Value> = vec![Box::new(missing), last, after, Box::new(i64::from(limit))];
    let messages = [
        connection.begin("REPEATABLE READ READ ONLY"),
        Message::Run(&SEEN, Vec::new()),
        Message::Run(&FEED, values),
        Message::Plain("COMMIT".to_owned()),
    ];
    let outcomes = flush(connection, &messages, "reading on").await?;
    given(&outcomes, limit).map_err(Failure::Port)
}

/// Reads what was visible, and the entries of a window.
fn given(outcomes: &[Vec<tokio_postgres::Row>], limit: u32) -> Result<Feed, StoreError> {
    let seen = outcomes.get(1).and_then(|rows| rows.first()).map(codec::seen).transpose()?.unwrap_or_default();
    let entries = outcomes.get(2).map(Vec::as_slice).unwrap_or_default();
    let entries = entries.iter().map(codec::entry).collect::<Result<Vec<_>, _>>()?;
    let commits = entries.chunk_by(|(one, _), (next, _)| one.revision == next.revision).count();
    // Where it was just enough the next answer is empty.
    let has_more = u32::try_from(commits).is_ok_and(|commits| commits >= limit);
    Ok(Feed { entries, has_more, seen })
}

/// Hands out effects.
pub(super) async fn claim(connection: &Connection<'_>, claim: EffectClaim) -> Result<Vec<ClaimedEffect>, StoreError> {
    let EffectClaim { at, until, limit } = claim;
    let values: Vec<Value> = vec![Box::new(at.cell()), Box::new(until.cell()), Box::new(i64::from(limit))];
    let begin = connection.begin("READ COMMITTED READ WRITE");
    let messages = [begin, Message::Run(&CLAIM, values), Message::Plain("COMMIT".to_owned())];
    let outcomes = run(connection, &messages, "handing out effects").await?;
    outcomes.get(1).map(Vec::as_slice).unwrap_or_default().iter().map(codec::claimed_effect).collect()
}

/// Takes note of what came of effects.
pub(super) async fn settle(connection: &Connection<'_>, settled: &[SettledEffect]) -> Result<(), StoreError> {
    let mut rows = Vec::with_capacity(settled.len());
    for one in settled {
        rows.push(((one.claimed.effect.shard().cell(), json(&one.claimed.effect)?), *one));
    }
    // In the order in which commits write them, so that no two wait for each other.
    rows.sort_by(|(one, _), (next, _)| one.cmp(next));
    let values = || -> Vec<Value> {
        vec![
            list(&rows, |((shard, _), _)| *shard),
            list(&rows, |((_, effect), _)| effect.clone()),
            list(&rows, |(_, one)| one.claimed.revision.cell()),
            list(&rows, |(_, one)| i64::from(one.claimed.tries)),
            list(&rows, |(_, one)| one.at.cell()),
            list(&rows, |(_, one)| one.again.map(|again| again.cell())),
            list(&rows, |(_, one)| one.failure.map(str::to_owned)),
        ]
    };
    let messages = [
        connection.begin("READ COMMITTED READ WRITE"),
        Message::Run(&AGAIN_AT_ONCE, values()),
        Message::Run(&AGAIN, values()),
        Message::Run(&DONE, values()),
        Message::Plain("COMMIT".to_owned()),
    ];
    run(connection, &messages, "settling effects").await.map(drop)
}

/// Returns what is still to be done.
pub(super) async fn open(connection: &Connection<'_>, limit: u32) -> Result<OpenEffects, StoreError> {
    let messages = [
        connection.begin("REPEATABLE READ READ ONLY"),
        Message::Run(&COUNT, Vec::new()),
        Message::Run(&OPEN, vec![Box::new(i64::from(limit)) as Value]),
        Message::Plain("COMMIT".to_owned()),
    ];
    let outcomes = run(connection, &messages, "looking at effects").await?;
    let count = outcomes.get(1).and_then(|rows| rows.first()).map(codec::number).transpose()?.unwrap_or_default();
    let first = outcomes.get(2).map(Vec::as_slice).unwrap_or_default().iter().map(codec::open_effect);
    Ok(OpenEffects { count, first: first.collect::<Result<_, _>>()? })
}

/// Makes an effect due, if it is there.
pub(super) async fn hasten(connection: &Connection<'_>, effect: Effect, at: Timestamp) -> Result<bool, StoreError> {
    let values: Vec<Value> = vec![Box::new(effect.shard().cell()), Box::new(json(&effect)?), Box::new(at.cell())];
    let messages = [
        connection.begin("READ COMMITTED READ WRITE"),
        Message::Run(&HASTEN, values),
        Message::Plain("COMMIT".to_owned()),
    ];
    let outcomes = run(connection, &messages, "hastening an effect").await?;
    Ok(outcomes.get(1).is_some_and(|rows| !rows.is_empty()))
}

/// Sends statements of which each must succeed, in one round trip.
pub(super) async fn run(
    connection: &Connection<'_>,
    messages: &[Message],
    doing: &str,
) -> Result<Vec<Vec<tokio_postgres::Row>>, StoreError> {
    let outcomes = connection.flush_at_length(messages).await.map_err(|unsent| match unsent {
        Unsent::Gone(error) | Unsent::Unprepared(error) => failed(doing, error),
        Unsent::Silent | Unsent::Unanswered => unavailable(format!("the server did not answer in time ({doing})")),
    })?;
    outcomes.into_iter().collect::<Result<Vec<_>, _>>().map_err(|error| failed(doing, error))
}

#[cfg(test)]
#[cfg(feature = "testing")]
pub(super) static STATEMENTS: [&Sql; 4] = [&FEED, &CLAIM, &OPEN, &HASTEN];
