//! One change inside a transaction that writes: what it rests on is checked, then its rows are written.

use rusqlite::{Connection, OptionalExtension, Params, params};
use uuid::Uuid;

use super::cell::Cell;
use super::codec::{aggregate_cells, author_cells, claim_key, scope_cells};
use super::connection::{failed, is_refused, unavailable};
use super::documents;
use super::put::put;
use super::rows::Snapshot;
use crate::domain::draft::Guard;
use crate::domain::person::{Claim, ClaimChange};
use crate::domain::slice::RowKey;
use crate::event::{Aggregate, EVENT_FORMAT, Recorded};
use crate::id::PersonId;
use crate::ports::store::{Change, Committed, Replay, Rows, StoreError};
use crate::time::Timestamp;

const LAST_SEQ: &str = "SELECT seq FROM activity WHERE family = ?1 AND kind = ?2 AND id = ?3 ORDER BY seq DESC LIMIT 1";

// The number follows on the last one and the stamp never goes back, whichever process committed last.
const NEXT_COMMIT: &str = "INSERT INTO commit_log (stamp, at, author, person, reason) \
     VALUES (max(?1, coalesce((SELECT stamp FROM commit_log ORDER BY revision DESC LIMIT 1), ?1)), ?1, ?2, ?3, ?4) \
     RETURNING revision, stamp";

const APPEND: &str = "INSERT INTO activity (family, kind, id, seq, revision, idx, format, event) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING";

const TAKE_CLAIM: &str = "INSERT INTO claim (kind, value, person) VALUES (?1, ?2, ?3) \
     ON CONFLICT (kind, value) DO UPDATE SET person = excluded.person";

const OWNS_NOTHING: &str = "SELECT NOT EXISTS (SELECT 1 FROM track WHERE owner = ?1 AND condition <> 2) \
     AND NOT EXISTS (SELECT 1 FROM groups WHERE owner = ?1 AND deleted = 0)";

/// What waits for a person or lets them in; the questions are those for imports, buckets and playlists.
const PARTS: &str = "SELECT id FROM invitation WHERE person = ?1 AND state = 0 \
     UNION ALL SELECT scope_id FROM member WHERE person = ?1 AND standing BETWEEN 1 AND 3 \
     UNION ALL SELECT id FROM found WHERE question IN (1, 5, 7) AND key = ?1";

#[cfg(test)]
#[cfg(feature = "testing")]
pub(super) const STATEMENTS: [&str; 3] = [LAST_SEQ, OWNS_NOTHING, PARTS];

/// Why a change did not go into the transaction.
#[derive(Debug)]
pub(super) enum Refusal {
    /// It is refused by itself; the transaction can go on without it.
    Alone(StoreError),
    /// The transaction itself has failed.
    Whole(StoreError),
}

impl Refusal {
    /// Returns why, where no other change is in the transaction.
    pub(super) fn into_error(self) -> StoreError {
        match self {
            Self::Alone(error) | Self::Whole(error) => error,
        }
    }
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        let alone = is_refused(&error);
        let error = failed("writing", error);
        if alone { Self::Alone(error) } else { Self::Whole(error) }
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        // A row that is not what was written spoils no other change; a page that is none may.
        match error {
            StoreError::Corrupt { table, .. } if table != "file" => Self::Alone(error),
            _ => Self::Whole(error),
        }
    }
}

const CONFLICT: Refusal = Refusal::Alone(StoreError::Conflict);

/// Writes a change, or says why not; what it wrote until then is the caller's to take back.
pub(super) fn apply(connection: &Connection, mut change: Change) -> Result<Committed, Refusal> {
    let tx = Writing { connection };
    for (aggregate, version) in &change.expect {
        tx.expect(*aggregate, *version)?;
    }
    for (claim, hands) in &change.claims {
        tx.claim(claim, *hands)?;
    }
    for person in &change.forgets {
        tx.run("DELETE FROM replay WHERE actor = ?1", params![person.cell()])?;
    }
    for replay in &change.replays {
        keep(connection, replay)?;
    }
    change.spends.iter().try_for_each(|spend| documents::spend(connection, spend))?;
    let committed = tx.next_commit(&change)?;
    append(connection, &change.recorded, committed)?;
    // A member's row refers to its roster's, which comes first in the order of keys.
    change.put.sort_by_key(|stored| stored.row.key());
    for stored in &change.put {
        put(connection, stored)?;
    }
    for key in &change.delete {
        tx.delete(*key)?;
    }
    change.items.iter().try_for_each(|item| documents::add(connection, item))?;
    change.marks.iter().try_for_each(|mark| documents::mark(connection, *mark))?;
    for effect in &change.effects {
        // Who is at it may go on: settling an older revision makes it due again. What has failed is tried at once.
        let sql = "INSERT INTO effect (effect, revision, due, tries) VALUES (?1, ?2, ?3, 0) \
             ON CONFLICT (effect) DO UPDATE SET revision = excluded.revision, \
             due = CASE WHEN failure IS NULL THEN due ELSE min(due, excluded.due) END";
        tx.run(sql, params![json(effect)?, committed.revision.cell(), change.at.cell()])?;
    }
    for guard in &change.guards {
        tx.guard(guard)?;
    }
    Ok(committed)
}

pub(super) fn json(value: &impl serde::Serialize) -> Result<String, Refusal> {
    serde_json::to_string(value).map_err(|error| Refusal::Alone(unavailable(format!("no form as JSON: {error}"))))
}

/// Keeps the outcome of a call, in place of one whose time is over.
pub(super) fn keep(connection: &Connection, replay: &Replay) -> Result<(), Refusal> {
    let Replay { actor, key, call, outcome, at } = replay;
    let sql = "INSERT INTO replay (actor, key, call, outcome, at) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING";
    let cells = params![actor.cell(), key, call, outcome, at.cell()];
    if connection.prepare_cached(sql)?.execute(cells)? == 1 {
        return Ok(());
    }
    let kept = Snapshot::of(connection).replay(*actor, key)?;
    if kept.is_some_and(|kept| !kept.is_over(*at)) {
        return Err(CONFLICT);
    }
    let sql = "UPDATE replay SET call = ?3, outcome = ?4, at = ?5 WHERE actor = ?1 AND key = ?2";
    connection.prepare_cached(sql)?.execute(params![actor.cell(), key, call, outcome, at.cell()])?;
    Ok(())
}

/// Adds to the history what happened in a commit.
pub(super) fn append(connection: &Connection, recorded: &[Recorded], committed: Committed) -> Result<(), Refusal> {
    let mut statement = connection.prepare_cached(APPEND)?;
    for (index, recorded) in (0_i64..).zip(recorded) {
        let (family, kind, id) = aggregate_cells(recorded.aggregate);
        let event = json(&recorded.event)?;
        let seq = recorded.seq.cell();
        let appended =
            statement.execute(params![family, kind, id, seq, committed.revision.cell(), index, EVENT_FORMAT, event])?;
        if appended == 0 {
            return Err(CONFLICT);
        }
    }
    Ok(())
}

/// Notes who has a unique value that nobody had.
pub(super) fn take_claim(connection: &Connection, claim: &Claim, person: PersonId) -> Result<(), Refusal> {
    let (kind, value) = claim_key(claim);
    connection.prepare_cached(TAKE_CLAIM)?.execute(params![kind, value, person.cell()])?;
    Ok(())
}

struct Writing<'c> {
    connection: &'c Connection,
}

impl Writing<'_> {
    /// Runs a statement and returns how many rows it changed.
    fn run(&self, sql: &str, params: impl Params) -> Result<usize, Refusal> {
        Ok(self.connection.prepare_cached(sql)?.execute(params)?)
    }

    fn expect(&self, aggregate: Aggregate, version: u64) -> Result<(), Refusal> {
        let mut statement = self.connection.prepare_cached(LAST_SEQ)?;
        let last = statement.query_row(aggregate_cells(aggregate), |row| row.get::<_, i64>(0)).optional()?;
        // INVARIANT: the history of an aggregate has no gaps, so its last number is its version.
        if u64::try_from(last.unwrap_or_default()) == Ok(version) { Ok(()) } else { Err(CONFLICT) }
    }

    fn claim(&self, claim: &Claim, hands: ClaimChange) -> Result<(), Refusal> {
        let (kind, value) = claim_key(claim);
        let present = Snapshot::of(self.connection).holder(claim)?;
        if present != hands.from {
            return Err(CONFLICT);
        }
        match hands.to {
            Some(person) => take_claim(self.connection, claim, person),
            None => self.run("DELETE FROM claim WHERE kind = ?1 AND value = ?2", (kind, value)).map(|_| ()),
        }
    }

    fn next_commit(&self, change: &Change) -> Result<Committed, Refusal> {
        let (author, person, reason) = author_cells(&change.author);
        let mut statement = self.connection.prepare_cached(NEXT_COMMIT)?;
        let person = person.as_ref().map(Cell::cell);
        let (revision, stamp) = statement.query_row(params![change.at.cell(), author, person, reason], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))
        })?;
        let damaged = || StoreError::Corrupt {
            table: "commit_log",
            row: revision.to_string(),
            what: "has a number or stamp out of range".to_owned(),
        };
        Ok(Committed {
            revision: u64::try_from(revision).map_err(|_| Refusal::Whole(damaged()))?,
            stamp: Timestamp::from_millis(stamp).ok_or_else(|| Refusal::Whole(damaged()))?,
        })
    }

    fn delete(&self, key: RowKey) -> Result<(), Refusal> {
        match key {
            RowKey::Person(id) => self.run("DELETE FROM person WHERE id = ?1", params![id.cell()]),
            RowKey::Group(id) => self.run("DELETE FROM groups WHERE id = ?1", params![id.cell()]),
            RowKey::Track(id) => self.run("DELETE FROM track WHERE id = ?1", params![id.cell()]),
            RowKey::Invitation(_, id) => self.run("DELETE FROM invitation WHERE id = ?1", params![id.cell()]),
            RowKey::Document(key) => {
                let cells = (key.kind().number(), key.id().into_bytes(), key.family().into_bytes());
                self.run("DELETE FROM found WHERE kind = ?1 AND id = ?2 AND family = ?3", cells)?;
                self.run("DELETE FROM document WHERE kind = ?1 AND id = ?2 AND family = ?3", cells)
            }
            RowKey::Roster(scope) => {
                self.run("DELETE FROM roster WHERE scope_kind = ?1 AND scope_id = ?2", scope_cells(scope))
            }
            RowKey::Member(scope, person) => {
                let (kind, id) = scope_cells(scope);
                let sql = "DELETE FROM member WHERE scope_kind = ?1 AND scope_id = ?2 AND person = ?3";
                self.run(sql, params![kind, id, person.cell()])
            }
        }?;
        Ok(())
    }

    fn guard(&self, guard: &Guard) -> Result<(), Refusal> {
        let holds = match guard {
            Guard::OwnsNothing(person) => {
                let mut statement = self.connection.prepare_cached(OWNS_NOTHING)?;
                statement.query_row(params![person.cell()], |row| row.get(0))?
            }
            Guard::NothingNew { person, known } => {
                let mut statement = self.connection.prepare_cached(PARTS)?;
                let parts = statement.query_map(params![person.cell()], |row| row.get(0))?;
                let parts: Vec<[u8; 16]> = parts.collect::<Result<_, _>>()?;
                parts.into_iter().all(|id| known.contains(&Uuid::from_bytes(id)))
            }
        };
        if holds { Ok(()) } else { Err(CONFLICT) }
    }
}
