//! Handing out effects, and reading on in the history.

use rusqlite::{Connection, ToSql, Transaction, TransactionBehavior, params};

use super::cell::Cell;
use super::change::json;
use super::codec;
use super::columns::{effect_sound, entry_columns};
use super::connection::failed;
use super::rows::Snapshot;
use crate::domain::effect::Effect;
use crate::domain::sync::Seen;
use crate::ports::store::{ClaimedEffect, EffectClaim, Feed, OpenEffects, Rows, SettledEffect, StoreError};
use crate::time::Timestamp;

const FEED: &str =
    concat!("SELECT ", entry_columns!(), " WHERE c.revision > ?1 AND c.revision <= ?2 ORDER BY a.revision, a.idx");

const CLAIM: &str = "UPDATE effect SET due = ?2, tries = tries + 1, failure = NULL \
     WHERE effect IN (SELECT effect FROM effect WHERE due <= ?1 ORDER BY due, effect LIMIT ?3) \
     RETURNING effect, revision, tries";

// A later commit has made it necessary once more: what was done may not have seen that.
const AGAIN_AT_ONCE: &str = "UPDATE effect SET due = ?4, tries = 0 WHERE effect = ?1 AND tries = ?3 AND revision <> ?2";
const AGAIN: &str = "UPDATE effect SET due = ?4, failure = ?5 WHERE effect = ?1 AND tries = ?3 AND revision = ?2";
const DONE: &str = "DELETE FROM effect WHERE effect = ?1 AND tries = ?3 AND revision = ?2 AND ?4 IS NOT NULL";

const OPEN: &str =
    concat!("SELECT effect, due, tries, failure, ", effect_sound!(), " FROM effect ORDER BY due, effect LIMIT ?1");
// One that was tried and has no failure is in somebody's hands: to hand it to another too would make two of them.
const HASTEN: &str = "UPDATE effect SET due = CASE WHEN tries > 0 AND failure IS NULL THEN due ELSE min(due, ?2) END \
     WHERE effect = ?1";

#[cfg(test)]
#[cfg(feature = "testing")]
pub(super) const STATEMENTS: [&str; 7] = [FEED, CLAIM, AGAIN_AT_ONCE, AGAIN, DONE, OPEN, HASTEN];

/// Reads on in the history inside one transaction; numbers have no gaps, and what is numbered is there.
pub(super) fn feed(connection: &Connection, since: &Seen, after: u64, limit: u32) -> Result<Feed, StoreError> {
    let (last, _) = Snapshot::of(connection).last()?;
    let after = since.last().max(after);
    let until = last.min(after.saturating_add(limit.into()));
    let reading = |error| failed("reading on", error);
    let mut statement = connection.prepare_cached(FEED).map_err(reading)?;
    let mut rows = statement.query(params![after.cell(), until.cell()]).map_err(reading)?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next().map_err(reading)? {
        entries.push(codec::entry(row)?);
    }
    Ok(Feed { entries, has_more: until < last, seen: Seen::up_to(last) })
}

/// Hands out effects, in one transaction.
pub(super) fn claim(connection: &Connection, claim: EffectClaim) -> Result<Vec<ClaimedEffect>, StoreError> {
    let claiming = |error| failed("handing out effects", error);
    let mut statement = connection.prepare_cached(CLAIM).map_err(claiming)?;
    let mut rows = statement.query(params![claim.at.cell(), claim.until.cell(), claim.limit]).map_err(claiming)?;
    let mut claimed = Vec::new();
    while let Some(row) = rows.next().map_err(claiming)? {
        claimed.push(codec::claimed_effect(row)?);
    }
    // The order in which an update answers is SQLite's own.
    claimed.sort_by_key(|one: &ClaimedEffect| one.effect);
    Ok(claimed)
}

/// Takes note of what came of effects, in one transaction.
pub(super) fn settle(connection: &Connection, settled: &[SettledEffect]) -> Result<(), StoreError> {
    let settling = |error| failed("settling effects", error);
    let begun = Transaction::new_unchecked(connection, TransactionBehavior::Immediate);
    let transaction = begun.map_err(settling)?;
    for SettledEffect { claimed: ClaimedEffect { effect, revision, tries }, at, again, failure } in settled {
        let effect = text(effect)?;
        let run = |sql: &str, params: &[&dyn ToSql]| {
            transaction.prepare_cached(sql).and_then(|mut statement| statement.execute(params)).map_err(settling)
        };
        let (revision, at) = (revision.cell(), at.cell());
        if run(AGAIN_AT_ONCE, params![effect, revision, tries, at])? == 0 {
            match again {
                Some(due) => run(AGAIN, params![effect, revision, tries, due.cell(), failure])?,
                None => run(DONE, params![effect, revision, tries, at])?,
            };
        }
    }
    transaction.commit().map_err(settling)
}

/// Returns what is still to be done, inside one transaction.
pub(super) fn open(connection: &Connection, limit: u32) -> Result<OpenEffects, StoreError> {
    let looking = |error| failed("looking at effects", error);
    let count = connection.query_row("SELECT count(*) FROM effect", [], |row| row.get::<_, i64>(0)).map_err(looking)?;
    let mut statement = connection.prepare_cached(OPEN).map_err(looking)?;
    let mut rows = statement.query(params![limit]).map_err(looking)?;
    let mut first = Vec::new();
    while let Some(row) = rows.next().map_err(looking)? {
        first.push(codec::open_effect(row)?);
    }
    Ok(OpenEffects { count: u64::try_from(count).unwrap_or_default(), first })
}

/// Makes an effect due, if it is there.
pub(super) fn hasten(connection: &Connection, effect: &Effect, at: Timestamp) -> Result<bool, StoreError> {
    let params = params![text(effect)?, at.cell()];
    let hastened = connection.prepare_cached(HASTEN).and_then(|mut statement| statement.execute(params));
    Ok(hastened.map_err(|error| failed("hastening an effect", error))? > 0)
}

fn text(effect: &Effect) -> Result<String, StoreError> {
    json(effect).map_err(super::change::Refusal::into_error)
}
