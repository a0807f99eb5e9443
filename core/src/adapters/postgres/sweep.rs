//! Taking away what is over (REL-1).

use tokio_postgres::types::Type;

use super::cell::Cell;
use super::connection::{Connection, Message, Sql, Value};
use super::failure::unavailable;
use super::outbox::run;
use crate::ports::store::{StoreError, Sweep};

/// What another node is taking away, or writing anew, is passed over.
static REPLAYS: Sql = Sql {
    text: "WITH swept AS (DELETE FROM cowrite.replay r USING (\
           SELECT o.shard, o.actor, o.key FROM cowrite.replay o WHERE o.at <= $1 ORDER BY o.at LIMIT $2 \
           FOR UPDATE SKIP LOCKED) k \
           WHERE r.shard = k.shard AND r.actor = k.actor AND r.key = k.key RETURNING 1) SELECT count(*) FROM swept",
    types: &[Type::INT8, Type::INT8],
};

static COUNTERS: Sql = Sql {
    text: "WITH swept AS (DELETE FROM cowrite.counter c USING (\
           SELECT o.shard, o.family, o.name FROM cowrite.counter o WHERE o.name >= $1 AND o.name < $2 \
           ORDER BY o.name LIMIT $3 FOR UPDATE SKIP LOCKED) k \
           WHERE c.shard = k.shard AND c.family = k.family AND c.name = k.name RETURNING 1) \
           SELECT count(*) FROM swept",
    types: &[Type::TEXT, Type::TEXT, Type::INT8],
};

#[cfg(test)]
#[cfg(feature = "testing")]
pub(super) static STATEMENTS: [&Sql; 2] = [&REPLAYS, &COUNTERS];

/// Takes away at most `limit` of what is over, in one transaction.
pub(super) async fn sweep(connection: &Connection<'_>, over: &Sweep, limit: u32) -> Result<u64, StoreError> {
    let limit: Value = Box::new(i64::from(limit));
    let message = match over {
        Sweep::Replays(until) => Message::Run(&REPLAYS, vec![Box::new(until.cell()), limit]),
        Sweep::Counters([from, to]) => {
            Message::Run(&COUNTERS, vec![Box::new(from.clone()), Box::new(to.clone()), limit])
        }
    };
    let messages = [connection.begin("READ COMMITTED READ WRITE"), message, Message::Plain("COMMIT".to_owned())];
    let outcomes = run(connection, &messages, "sweeping").await?;
    let counted = outcomes.get(1).and_then(|rows| rows.first()).and_then(|row| row.try_get::<_, i64>(0).ok());
    let count = counted.ok_or_else(|| unavailable("the server did not say how much was swept"))?;
    Ok(u64::try_from(count).unwrap_or_default())
}
