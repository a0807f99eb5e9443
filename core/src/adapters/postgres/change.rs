//! One change in one flush: what it rests on is locked and checked, then its rows are written, and the commit is already on its way.
//!
//! 1. All that is expected is locked in the order of keys, for writing or for sharing, in one statement; a guard that does not hold divides by zero, so that a commit behind it takes nothing.
//! 2. What is expected not to be there is held absent by a row in its place until the end.
//! 3. READ COMMITTED: each statement sees what was committed before it, and what it rests on cannot change any more once it is locked.
//! 4. Each statement's own outcome is looked at; a transaction in which one has failed is still to be ended.

use std::collections::BTreeMap;

use tokio_postgres::types::Type;

use super::cell::Cell;
use super::codec::{aggregate_cells, author_cells, claim_key};
use super::connection::{Connection, Message, Sql, Unsent, Value};
use super::documents;
use super::failure::{failed, unavailable};
use super::put::{delete, list, put};
use super::tried::{Tried, judge, numbers, unknown};
use crate::domain::draft::Guard;
use crate::domain::person::{Claim, ClaimChange};
use crate::event::{Aggregate, EVENT_FORMAT};
use crate::id::PersonId;
use crate::ports::store::{Change, Replay, StoreError};

const SMALLS: Type = Type::INT2_ARRAY;
const LONGS: Type = Type::INT8_ARRAY;
const IDS: Type = Type::UUID_ARRAY;
const TEXTS: Type = Type::TEXT_ARRAY;

/// Locks what is expected, in the order given; what is only shared keeps others from writing it until the end, not from sharing it.
///
/// The stamp and the number of the commit are kept for the statements behind. A version of null is any.
static LOCK: Sql = Sql {
    text: "SELECT set_config('cowrite.stamp', greatest($7::bigint, max(held.stamp))::text, true), \
           set_config('cowrite.revision', (pg_current_xact_id()::text::bigint \
           + (SELECT s.revision_base FROM cowrite.store s WHERE s.shard = 0))::text, true), \
           1 / CASE WHEN count(held.stamp) FILTER (WHERE k.version IS NOT NULL) = $8::bigint THEN 1 ELSE 0 END \
           FROM unnest($1::smallint[], $2::uuid[], $3::smallint[], $4::uuid[], $5::bigint[], $6::boolean[]) \
           AS k(shard, family, kind, id, version, writes) \
           LEFT JOIN LATERAL (\
           SELECT * FROM (SELECT a.stamp FROM cowrite.aggregate a WHERE NOT k.writes AND a.shard = k.shard \
           AND a.family = k.family AND a.kind = k.kind AND a.id = k.id \
           AND (k.version IS NULL OR a.version = k.version) FOR SHARE) AS shared \
           UNION ALL \
           SELECT * FROM (SELECT a.stamp FROM cowrite.aggregate a WHERE k.writes AND a.shard = k.shard \
           AND a.family = k.family AND a.kind = k.kind AND a.id = k.id \
           AND (k.version IS NULL OR a.version = k.version) FOR NO KEY UPDATE) AS written\
           ) held ON true",
    types: &[SMALLS, IDS, SMALLS, IDS, LONGS, Type::BOOL_ARRAY, Type::INT8, Type::INT8],
};

/// Stands in the place of what was not there: what comes to be, and, with version 0, what is to stay absent until the end.
static FOUND: Sql = Sql {
    text: "INSERT INTO cowrite.aggregate (shard, family, kind, id, version, stamp, revision) \
           SELECT k.*, current_setting('cowrite.stamp')::bigint, current_setting('cowrite.revision')::bigint \
           FROM unnest($1::smallint[], $2::uuid[], $3::smallint[], $4::uuid[], $5::bigint[]) AS k",
    types: &[SMALLS, IDS, SMALLS, IDS, LONGS],
};

static ADVANCE: Sql = Sql {
    text: "UPDATE cowrite.aggregate a SET version = k.version, stamp = current_setting('cowrite.stamp')::bigint, \
           revision = current_setting('cowrite.revision')::bigint \
           FROM unnest($1::smallint[], $2::uuid[], $3::smallint[], $4::uuid[], $5::bigint[]) \
           AS k(shard, family, kind, id, version) \
           WHERE a.shard = k.shard AND a.family = k.family AND a.kind = k.kind AND a.id = k.id",
    types: FOUND.types,
};

/// Gives up the places of what stays absent.
static RELEASE: Sql = Sql {
    text: "DELETE FROM cowrite.aggregate a \
           USING unnest($1::smallint[], $2::uuid[], $3::smallint[], $4::uuid[]) AS k(shard, family, kind, id) \
           WHERE a.shard = k.shard AND a.family = k.family AND a.kind = k.kind AND a.id = k.id AND a.version = 0",
    types: &[SMALLS, IDS, SMALLS, IDS],
};

static APPEND: Sql = Sql {
    text: "INSERT INTO cowrite.activity \
           (shard, family, kind, id, seq, idx, event, revision, stamp, at, author, person, reason, format) \
           SELECT k.*, current_setting('cowrite.revision')::bigint, current_setting('cowrite.stamp')::bigint, \
           $8::bigint, $9::smallint, $10::uuid, $11::text, $12::integer \
           FROM unnest($1::smallint[], $2::uuid[], $3::smallint[], $4::uuid[], $5::bigint[], $6::integer[], $7::text[]) \
           AS k",
    types: &[
        SMALLS,
        IDS,
        SMALLS,
        IDS,
        LONGS,
        Type::INT4_ARRAY,
        TEXTS,
        Type::INT8,
        Type::INT2,
        Type::UUID,
        Type::TEXT,
        Type::INT4,
    ],
};

pub(super) static TAKE: Sql = Sql {
    text: "INSERT INTO cowrite.claim (shard, kind, value, person) \
           SELECT k.* FROM unnest($1::smallint[], $2::smallint[], $3::text[], $4::uuid[]) AS k",
    types: &[SMALLS, SMALLS, TEXTS, IDS],
};

/// Takes unique values out of the hands given, and divides by zero where one is not in them.
static GIVE: Sql = Sql {
    text: "WITH gone AS (DELETE FROM cowrite.claim c \
           USING unnest($1::smallint[], $2::smallint[], $3::text[], $4::uuid[]) AS k(shard, kind, value, person) \
           WHERE c.shard = k.shard AND c.kind = k.kind AND c.value = k.value AND c.person = k.person RETURNING 1) \
           SELECT 1 / CASE WHEN (SELECT count(*) FROM gone) = $5::bigint THEN 1 ELSE 0 END",
    types: &[SMALLS, SMALLS, TEXTS, IDS, Type::INT8],
};

/// Passes unique values from hands to hands, and divides by zero where one is not in them.
static PASS: Sql = Sql {
    text: "WITH passed AS (UPDATE cowrite.claim c SET person = k.heir \
           FROM unnest($1::smallint[], $2::smallint[], $3::text[], $4::uuid[], $5::uuid[]) \
           AS k(shard, kind, value, person, heir) \
           WHERE c.shard = k.shard AND c.kind = k.kind AND c.value = k.value AND c.person = k.person RETURNING 1) \
           SELECT 1 / CASE WHEN (SELECT count(*) FROM passed) = $6::bigint THEN 1 ELSE 0 END",
    types: &[SMALLS, SMALLS, TEXTS, IDS, IDS, Type::INT8],
};

/// Drops what is kept of some actors' calls.
static FORGET: Sql = Sql {
    text: "DELETE FROM cowrite.replay r USING unnest($1::smallint[], $2::uuid[]) AS k (shard, actor) \
           WHERE r.shard = k.shard AND r.actor = k.actor",
    types: &[SMALLS, IDS],
};

/// Keeps outcomes, and divides by zero where one is kept already whose time is not over.
pub(super) static KEEP: Sql = Sql {
    text: "WITH kept AS (INSERT INTO cowrite.replay AS r (shard, actor, key, call, outcome, at) \
           SELECT k.* FROM unnest($1::smallint[], $2::uuid[], $3::text[], $4::bytea[], $5::text[], $6::bigint[]) AS k \
           ON CONFLICT (shard, actor, key) \
           DO UPDATE SET call = excluded.call, outcome = excluded.outcome, at = excluded.at \
           WHERE r.at + $7::bigint <= excluded.at RETURNING 1) \
           SELECT 1 / CASE WHEN (SELECT count(*) FROM kept) = $8::bigint THEN 1 ELSE 0 END",
    types: &[SMALLS, IDS, TEXTS, Type::BYTEA_ARRAY, TEXTS, LONGS, Type::INT8, Type::INT8],
};

/// Who is at one may go on: settling an older number makes it due again. What has failed is tried at once.
static EFFECTS: Sql = Sql {
    text: "INSERT INTO cowrite.effect (shard, effect, revision, due, tries) \
           SELECT k.*, current_setting('cowrite.revision')::bigint, $3::bigint, 0 \
           FROM unnest($1::smallint[], $2::text[]) AS k \
           ON CONFLICT (shard, effect) DO UPDATE SET revision = excluded.revision, \
           due = CASE WHEN effect.failure IS NULL THEN effect.due ELSE least(effect.due, excluded.due) END",
    types: &[SMALLS, TEXTS, Type::INT8],
};

/// Divides by zero where the person owns something; whoever becomes an owner shares the person's version, which is locked here.
static OWNS_NOTHING: Sql = Sql {
    text: "SELECT 1 / CASE WHEN EXISTS (SELECT 1 FROM cowrite.track t WHERE t.owner = $1 AND t.condition <> 2) \
           OR EXISTS (SELECT 1 FROM cowrite.groups g WHERE g.owner = $1 AND NOT g.deleted) THEN 0 ELSE 1 END",
    types: &[Type::UUID],
};

/// Divides by zero where something that was not known waits for the person or lets them in; the questions are those for imports, buckets and playlists.
static NOTHING_NEW: Sql = Sql {
    text: "SELECT 1 / CASE WHEN EXISTS (SELECT 1 FROM cowrite.invitation i \
             WHERE i.person = $1 AND i.state = 0 AND i.id <> ALL ($2::uuid[])) \
           OR EXISTS (SELECT 1 FROM cowrite.member m \
             WHERE m.person = $1 AND m.standing BETWEEN 1 AND 3 AND m.scope_id <> ALL ($2::uuid[])) \
           OR EXISTS (SELECT 1 FROM cowrite.found f \
             WHERE f.shard = $3 AND f.question IN (1, 5, 7) AND f.key = $4 AND f.id <> ALL ($2::uuid[])) \
           THEN 0 ELSE 1 END",
    types: &[Type::UUID, IDS, Type::INT2, Type::BYTEA],
};

/// For how long an outcome is kept, in milliseconds.
const KEPT_FOR: i64 = crate::ports::store::REPLAY_DAYS as i64 * 86_400_000;

/// The columns of an aggregate's key.
type Key = (i16, uuid::Uuid, i16, uuid::Uuid);

/// What a change does to one aggregate, in the order in which all callers lock.
#[derive(Debug, Clone, Copy, Default)]
struct Stake {
    /// The version it is expected to have; none is any.
    expected: Option<u64>,
    /// The version it comes to have.
    becomes: Option<u64>,
    /// Whether others must not even share it meanwhile.
    writes: bool,
}

fn stakes(change: &Change) -> Result<BTreeMap<Key, Stake>, StoreError> {
    let mut stakes: BTreeMap<Key, Stake> = BTreeMap::new();
    for (aggregate, version) in &change.expect {
        stakes.insert(aggregate_cells(*aggregate), Stake { expected: Some(*version), ..Stake::default() });
    }
    for recorded in &change.recorded {
        let before = recorded.seq.checked_sub(1).ok_or(StoreError::Conflict)?;
        let stake = stakes.entry(aggregate_cells(recorded.aggregate)).or_default();
        let expected = *stake.expected.get_or_insert(before);
        // INVARIANT: the history of an aggregate has no gaps, so what is appended follows on what is expected.
        if stake.becomes.unwrap_or(expected) != before {
            return Err(StoreError::Conflict);
        }
        (stake.becomes, stake.writes) = (Some(recorded.seq), true);
    }
    for guard in &change.guards {
        stakes.entry(aggregate_cells(Aggregate::Person(guard.person()))).or_default().writes = true;
    }
    Ok(stakes)
}

/// The lists of keys, and of versions.
fn keys(stakes: &[(Key, Option<u64>)]) -> Vec<Value> {
    vec![
        list(stakes, |(key, _)| key.0),
        list(stakes, |(key, _)| key.1),
        list(stakes, |(key, _)| key.2),
        list(stakes, |(key, _)| key.3),
        list(stakes, |(_, version)| version.cell()),
    ]
}

fn count(number: usize) -> Value {
    Box::new(i64::try_from(number).unwrap_or(i64::MAX))
}

/// Returns the statements of a change, the lock first.
fn statements(change: &Change) -> Result<Vec<Message>, StoreError> {
    let stakes = stakes(change)?;
    let of = |wanted: &dyn Fn(&Stake) -> bool, version: &dyn Fn(&Stake) -> Option<u64>| {
        let wanted = stakes.iter().filter(|(_, stake)| wanted(stake));
        wanted.map(|(key, stake)| (*key, version(stake))).collect::<Vec<_>>()
    };
    let held = of(&|stake| stake.expected != Some(0), &|stake| stake.expected);
    let mut values = keys(&held);
    let writes: Vec<bool> =
        stakes.values().filter(|stake| stake.expected != Some(0)).map(|stake| stake.writes).collect();
    values.push(Box::new(writes));
    values.push(Box::new(change.at.cell()));
    values.push(count(held.iter().filter(|(_, version)| version.is_some()).count()));
    let mut all = vec![Message::Run(&LOCK, values)];
    let mut add = |sql: &'static Sql, is_wanted: bool, values: Vec<Value>| {
        all.extend(is_wanted.then_some(Message::Run(sql, values)));
    };
    let absent = of(&|stake| stake.expected == Some(0), &|stake| stake.becomes.or(Some(0)));
    add(&FOUND, !absent.is_empty(), keys(&absent));
    let advanced = of(&|stake| stake.expected != Some(0) && stake.becomes.is_some(), &|stake| stake.becomes);
    add(&ADVANCE, !advanced.is_empty(), keys(&advanced));
    add(&APPEND, !change.recorded.is_empty(), append(change)?);
    claims(change, &mut add);
    let forgotten: Vec<PersonId> = change.forgets.iter().copied().collect();
    let actors = vec![list(&forgotten, |person| person.shard().cell()), list(&forgotten, |person| person.cell())];
    add(&FORGET, !forgotten.is_empty(), actors);
    add(&KEEP, !change.replays.is_empty(), keep(&change.replays));
    all.extend(put(&change.put)?);
    all.extend(delete(&change.delete));
    all.extend(documents::additions(&change.items, &change.marks, &change.spends)?);
    let mut add = |sql: &'static Sql, is_wanted: bool, values: Vec<Value>| {
        all.extend(is_wanted.then_some(Message::Run(sql, values)));
    };
    add(&EFFECTS, !change.effects.is_empty(), effects(change)?);
    for guard in &change.guards {
        match guard {
            Guard::OwnsNothing(person) => add(&OWNS_NOTHING, true, vec![Box::new(person.cell())]),
            Guard::NothingNew { person, known } => {
                let key: Value = Box::new(person.uuid().into_bytes().to_vec());
                let known: Vec<uuid::Uuid> = known.iter().copied().collect();
                let values: [Value; 4] =
                    [Box::new(person.cell()), Box::new(known), Box::new(person.shard().cell()), key];
                add(&NOTHING_NEW, true, values.into());
            }
        }
    }
    let mut released = keys(&of(&|stake| stake.expected == Some(0) && stake.becomes.is_none(), &|_| None));
    released.truncate(4);
    add(&RELEASE, absent.iter().any(|(_, version)| *version == Some(0)), released);
    Ok(all)
}

pub(super) fn json(value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| unavailable(format!("no form as JSON: {error}")))
}

fn append(change: &Change) -> Result<Vec<Value>, StoreError> {
    let recorded = &change.recorded;
    let keys: Vec<Key> = recorded.iter().map(|recorded| aggregate_cells(recorded.aggregate)).collect();
    let events: Vec<String> = recorded.iter().map(|recorded| json(&recorded.event)).collect::<Result<_, _>>()?;
    let (author, person, reason) = author_cells(&change.author);
    Ok(vec![
        list(&keys, |key| key.0),
        list(&keys, |key| key.1),
        list(&keys, |key| key.2),
        list(&keys, |key| key.3),
        list(recorded, |recorded| recorded.seq.cell()),
        Box::new((0..).take(recorded.len()).collect::<Vec<i32>>()),
        Box::new(events),
        Box::new(change.at.cell()),
        Box::new(author),
        Box::new(person),
        Box::new(reason.map(str::to_owned)),
        Box::new(i32::try_from(EVENT_FORMAT).unwrap_or(i32::MAX)),
    ])
}

fn claims(change: &Change, add: &mut impl FnMut(&'static Sql, bool, Vec<Value>)) {
    let nobody = uuid::Uuid::nil();
    let (mut given, mut passed, mut taken, mut free) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (claim, ClaimChange { from, to }) in &change.claims {
        match (from, to) {
            (Some(from), None) => given.push((claim, from.uuid())),
            (Some(from), Some(to)) => passed.push((claim, from.uuid(), to.uuid())),
            (None, Some(to)) => taken.push((claim, to.uuid())),
            // Nobody has it and nobody shall: its place is held until all is done.
            (None, None) => free.push((claim, nobody)),
        }
    }
    let hands = |hands: &[(&Claim, uuid::Uuid)]| {
        let keys: Vec<_> = hands.iter().map(|(claim, _)| claim_key(claim)).collect();
        let (kinds, values) = (list(&keys, |key| key.1), list(&keys, |key| key.2.clone()));
        vec![list(&keys, |key| key.0), kinds, values, list(hands, |(_, person)| *person)]
    };
    let counted = |mut values: Vec<Value>, number: usize| {
        values.push(count(number));
        values
    };
    add(&GIVE, !given.is_empty(), counted(hands(&given), given.len()));
    let from: Vec<_> = passed.iter().map(|(claim, from, _)| (*claim, *from)).collect();
    let mut values = hands(&from);
    values.push(list(&passed, |(_, _, to)| *to));
    add(&PASS, !passed.is_empty(), counted(values, passed.len()));
    taken.extend(&free);
    taken.sort();
    add(&TAKE, !taken.is_empty(), hands(&taken));
    add(&GIVE, !free.is_empty(), counted(hands(&free), free.len()));
}

pub(super) fn keep(replays: &[Replay]) -> Vec<Value> {
    vec![
        list(replays, |replay| replay.actor.shard().cell()),
        list(replays, |replay| replay.actor.cell()),
        list(replays, |replay| replay.key.clone()),
        list(replays, |replay| replay.call.cell()),
        list(replays, |replay| replay.outcome.clone()),
        list(replays, |replay| replay.at.cell()),
        Box::new(KEPT_FOR),
        count(replays.len()),
    ]
}

fn effects(change: &Change) -> Result<Vec<Value>, StoreError> {
    let mut effects = Vec::with_capacity(change.effects.len());
    for effect in &change.effects {
        effects.push((effect.shard().cell(), json(effect)?));
    }
    // One order for all, so that no two wait for each other.
    effects.sort();
    let texts = list(&effects, |effect| effect.1.clone());
    Ok(vec![list(&effects, |effect| effect.0), texts, Box::new(change.at.cell())])
}

/// Commits a change whole, or says why not.
pub(super) async fn commit(connection: &Connection<'_>, change: &Change) -> Tried {
    let statements = match statements(change) {
        Ok(statements) => statements,
        Err(error) => return Tried::Decided(Err(error)),
    };
    let mut messages = vec![connection.begin("READ COMMITTED")];
    messages.extend(statements);
    let last = messages.len();
    // A server that gives up waiting for its standby commits all the same and says so to nobody; only this side may give up.
    messages.push(Message::Plain("SET LOCAL statement_timeout = 0; COMMIT".to_owned()));
    let outcomes = match connection.flush(&messages).await {
        Ok(outcomes) => outcomes,
        Err(Unsent::Gone(error)) => return Tried::NotSent(failed("committing", error)),
        Err(Unsent::Silent) => return Tried::NotSent(unavailable("the server did not answer in time (committing)")),
        Err(Unsent::Unprepared(error)) => return Tried::Decided(Err(failed("committing", error))),
        Err(Unsent::Unanswered) => return Tried::Lost(unknown(None)),
    };
    let mut committed = None;
    for (at, outcome) in outcomes.into_iter().enumerate() {
        match outcome {
            // The lock stands behind the beginning, and tells number and stamp.
            Ok(rows) if at == 1 => committed = rows.first().map(numbers),
            Ok(_) => {}
            Err(error) => {
                let tried = judge(error, at == last);
                if matches!(tried, Tried::Decided(_)) {
                    // After a failed statement nothing else is done, not even what stands before the commit.
                    connection.send("ROLLBACK");
                }
                return tried;
            }
        }
    }
    match committed {
        Some(Ok(committed)) => Tried::Decided(Ok(committed)),
        Some(Err(error)) => Tried::Decided(Err(error)),
        None => Tried::Lost(unknown(None)),
    }
}

#[cfg(test)]
#[cfg(feature = "testing")]
pub(super) static STATEMENTS: [&Sql; 5] = [&LOCK, &ADVANCE, &FORGET, &OWNS_NOTHING, &NOTHING_NEW];
