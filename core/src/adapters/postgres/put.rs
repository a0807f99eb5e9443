//! Writing rows in place of what was there, one statement for all of a kind.

use tokio_postgres::types::{ToSql, Type};

use super::cell::Cell;
use super::codec::scope_cells;
use super::connection::{Message, Sql, Value};
use super::documents;
use crate::domain::credit::Credit;
use crate::domain::document::Document;
use crate::domain::group::Group;
use crate::domain::invitation::Invitation;
use crate::domain::ownership::Offer;
use crate::domain::person::Person;
use crate::domain::roster::Member;
use crate::domain::slice::RowKey;
use crate::domain::split::Shares;
use crate::domain::text::fold;
use crate::domain::track::Track;
use crate::id::{PersonId, Scope};
use crate::ports::store::{Row, StoreError, Stored};

const SMALLS: Type = Type::INT2_ARRAY;
const LONGS: Type = Type::INT8_ARRAY;
const IDS: Type = Type::UUID_ARRAY;
const TEXTS: Type = Type::TEXT_ARRAY;
const FLAGS: Type = Type::BOOL_ARRAY;
const BYTES: Type = Type::BYTEA_ARRAY;

/// An upsert of all rows of one table, whose columns are given as lists.
macro_rules! upsert {
    ($table:literal, [$($key:literal)*], [$($column:literal)*], $stamp:tt, $lists:literal, $types:expr) => {
        Sql {
            text: concat!(
                "INSERT INTO cowrite.", $table, " (", upsert!(@list $($key)* $($column)*), $stamp, ") SELECT k.*",
                upsert!(@stamp $stamp), " FROM unnest(", $lists, ") AS k \
                 ON CONFLICT (", upsert!(@list $($key)*), ") DO UPDATE SET ", upsert!(@set $($column)*), upsert!(@set_stamp $stamp)
            ),
            types: $types,
        }
    };
    (@list $first:literal $($other:literal)*) => { concat!($first, $(", ", $other),*) };
    (@set $first:literal $($other:literal)*) => {
        concat!($first, " = excluded.", $first, $(", ", $other, " = excluded.", $other),*)
    };
    (@stamp "") => { "" };
    (@stamp ", stamp") => { ", current_setting('cowrite.stamp')::bigint" };
    (@set_stamp "") => { "" };
    (@set_stamp ", stamp") => { ", stamp = excluded.stamp" };
}

static PERSONS: Sql = upsert!(
    "person",
    ["shard" "id"],
    ["version" "state" "external_id" "name" "name_fold" "email"],
    ", stamp",
    "$1::smallint[], $2::uuid[], $3::bigint[], $4::smallint[], $5::text[], $6::text[], $7::text[], $8::text[]",
    &[SMALLS, IDS, LONGS, SMALLS, TEXTS, TEXTS, TEXTS, TEXTS]
);

static GROUPS: Sql = upsert!(
    "groups",
    ["shard" "id"],
    ["version" "name" "name_fold" "owner" "created_by" "created_at" "ancestors" "parent" "placed_at" "tracks"
     "deleted" "offer_to" "offered_at" "offer_expires_at"],
    ", stamp",
    "$1::smallint[], $2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::uuid[], $7::uuid[], $8::bigint[], \
     $9::bytea[], $10::uuid[], $11::bigint[], $12::bigint[], $13::boolean[], $14::uuid[], $15::bigint[], $16::bigint[]",
    &[SMALLS, IDS, LONGS, TEXTS, TEXTS, IDS, IDS, LONGS, BYTES, IDS, LONGS, LONGS, FLAGS, IDS, LONGS, LONGS]
);

static TRACKS: Sql = upsert!(
    "track",
    ["shard" "id"],
    ["version" "title" "title_fold" "owner" "created_by" "created_at" "group_id" "placed_at" "stage" "bpm"
     "music_key" "tags" "archived" "condition" "offer_to" "offered_at" "offer_expires_at"],
    ", stamp",
    "$1::smallint[], $2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::uuid[], $7::uuid[], $8::bigint[], \
     $9::uuid[], $10::bigint[], $11::text[], $12::bigint[], $13::text[], $14::text[], $15::boolean[], $16::smallint[], \
     $17::uuid[], $18::bigint[], $19::bigint[]",
    &[
        SMALLS, IDS, LONGS, TEXTS, TEXTS, IDS, IDS, LONGS, IDS, LONGS, TEXTS, LONGS, TEXTS, TEXTS, FLAGS, SMALLS, IDS,
        LONGS, LONGS
    ]
);

static ROSTERS: Sql = upsert!(
    "roster",
    ["shard" "scope_kind" "scope_id"],
    ["version" "shares_version"],
    ", stamp",
    "$1::smallint[], $2::smallint[], $3::uuid[], $4::bigint[], $5::bigint[]",
    &[SMALLS, SMALLS, IDS, LONGS, LONGS]
);

static MEMBERS: Sql = upsert!(
    "member",
    ["shard" "scope_kind" "scope_id" "person"],
    ["standing" "since" "role" "master" "publishing" "writer" "accepted"],
    "",
    "$1::smallint[], $2::smallint[], $3::uuid[], $4::uuid[], $5::smallint[], $6::bigint[], $7::text[], $8::bigint[], \
     $9::bigint[], $10::bigint[], $11::boolean[]",
    &[SMALLS, SMALLS, IDS, IDS, SMALLS, LONGS, TEXTS, LONGS, LONGS, LONGS, FLAGS]
);

static INVITATIONS: Sql = upsert!(
    "invitation",
    ["shard" "id"],
    ["scope_kind" "scope_id" "version" "person" "inviter" "access" "role" "master" "publishing" "writer" "created_at"
     "expires_at" "role_before" "master_before" "publishing_before" "writer_before" "accepted_before" "state"],
    ", stamp",
    "$1::smallint[], $2::uuid[], $3::smallint[], $4::uuid[], $5::bigint[], $6::uuid[], $7::uuid[], $8::smallint[], \
     $9::text[], $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[], $15::text[], $16::bigint[], \
     $17::bigint[], $18::bigint[], $19::boolean[], $20::smallint[]",
    &[
        SMALLS, IDS, SMALLS, IDS, LONGS, IDS, IDS, SMALLS, TEXTS, LONGS, LONGS, LONGS, LONGS, LONGS, TEXTS, LONGS,
        LONGS, LONGS, FLAGS, SMALLS
    ]
);

macro_rules! delete {
    ($table:literal) => {
        Sql {
            text: concat!(
                "DELETE FROM cowrite.",
                $table,
                " r USING unnest($1::smallint[], $2::uuid[]) AS k(shard, id) \
                 WHERE r.shard = k.shard AND r.id = k.id"
            ),
            types: &[SMALLS, IDS],
        }
    };
}

static DELETE_PERSONS: Sql = delete!("person");
static DELETE_GROUPS: Sql = delete!("groups");
static DELETE_TRACKS: Sql = delete!("track");
static DELETE_INVITATIONS: Sql = delete!("invitation");
static DELETE_ROSTERS: Sql = Sql {
    text: "DELETE FROM cowrite.roster r USING unnest($1::smallint[], $2::smallint[], $3::uuid[]) AS k(shard, kind, id) \
           WHERE r.shard = k.shard AND r.scope_kind = k.kind AND r.scope_id = k.id",
    types: &[SMALLS, SMALLS, IDS],
};
static DELETE_MEMBERS: Sql = Sql {
    text: "DELETE FROM cowrite.member r \
           USING unnest($1::smallint[], $2::smallint[], $3::uuid[], $4::uuid[]) AS k(shard, kind, id, person) \
           WHERE r.shard = k.shard AND r.scope_kind = k.kind AND r.scope_id = k.id AND r.person = k.person",
    types: &[SMALLS, SMALLS, IDS, IDS],
};

/// Makes a list of one column of some rows.
pub(super) fn list<'r, R, C>(rows: &'r [R], cell: impl Fn(&'r R) -> C) -> Value
where
    C: ToSql + Send + Sync + 'static,
{
    Box::new(rows.iter().map(cell).collect::<Vec<C>>())
}

/// Rows to write, by kind.
#[derive(Default)]
struct Rows<'r> {
    persons: Vec<(u64, &'r Person)>,
    groups: Vec<(u64, &'r Group)>,
    tracks: Vec<(u64, &'r Track)>,
    rosters: Vec<(u64, Scope, u64)>,
    members: Vec<(Scope, PersonId, &'r Member)>,
    invitations: Vec<(u64, &'r Invitation)>,
    documents: Vec<(u64, &'r Document)>,
}

/// Returns the statements that write rows.
pub(super) fn put(stored: &[Stored]) -> Result<Vec<Message>, StoreError> {
    let mut rows = Rows::default();
    for Stored { version, row } in stored {
        match row {
            Row::Person(person) => rows.persons.push((*version, person)),
            Row::Group(group) => rows.groups.push((*version, group)),
            Row::Track(track) => rows.tracks.push((*version, track)),
            Row::Roster { scope, shares_version } => rows.rosters.push((*version, *scope, *shares_version)),
            Row::Member { scope, person, member } => rows.members.push((*scope, *person, member)),
            Row::Invitation(invitation) => rows.invitations.push((*version, invitation)),
            Row::Document(document) => rows.documents.push((*version, document)),
        }
    }
    let written = [
        (&PERSONS, rows.persons.len(), persons(&rows.persons)),
        (&GROUPS, rows.groups.len(), groups(&rows.groups)),
        (&TRACKS, rows.tracks.len(), tracks(&rows.tracks)),
        (&ROSTERS, rows.rosters.len(), rosters(&rows.rosters)),
        (&MEMBERS, rows.members.len(), members(&rows.members)),
        (&INVITATIONS, rows.invitations.len(), invitations(&rows.invitations)),
    ];
    let written = written.into_iter().filter(|(_, count, _)| *count > 0);
    let mut all: Vec<Message> = written.map(|(sql, _, values)| Message::Run(sql, values)).collect();
    all.extend(documents::put(&rows.documents)?);
    Ok(all)
}

fn persons(rows: &[(u64, &Person)]) -> Vec<Value> {
    vec![
        list(rows, |(_, person)| person.id.shard().cell()),
        list(rows, |(_, person)| person.id.cell()),
        list(rows, |(version, _)| version.cell()),
        list(rows, |(_, person)| person.state.cell()),
        list(rows, |(_, person)| person.profile.external_id.clone()),
        list(rows, |(_, person)| person.profile.name.clone()),
        list(rows, |(_, person)| person.profile.name.as_deref().map(fold)),
        list(rows, |(_, person)| person.profile.email.cell()),
    ]
}

/// The three columns of an offer.
fn offers<R>(rows: &[R], offer: impl Fn(&R) -> Option<Offer>) -> [Value; 3] {
    [
        list(rows, |row| offer(row).map(|offer| offer.to.cell())),
        list(rows, |row| offer(row).map(|offer| offer.offered_at.cell())),
        list(rows, |row| offer(row).map(|offer| offer.expires_at.cell())),
    ]
}

fn groups(rows: &[(u64, &Group)]) -> Vec<Value> {
    let mut values = vec![
        list(rows, |(_, group)| group.id.shard().cell()),
        list(rows, |(_, group)| group.id.cell()),
        list(rows, |(version, _)| version.cell()),
        list(rows, |(_, group)| group.name.clone()),
        list(rows, |(_, group)| fold(&group.name)),
        list(rows, |(_, group)| group.owner.cell()),
        list(rows, |(_, group)| group.created_by.cell()),
        list(rows, |(_, group)| group.created_at.cell()),
        list(rows, |(_, group)| group.ancestors.cell()),
        list(rows, |(_, group)| group.parent().cell()),
        list(rows, |(_, group)| group.placed_at.cell()),
        list(rows, |(_, group)| group.tracks.cell()),
        list(rows, |(_, group)| group.deleted),
    ];
    values.extend(offers(rows, |(_, group)| group.offer));
    values
}

fn tracks(rows: &[(u64, &Track)]) -> Vec<Value> {
    let mut values = vec![
        list(rows, |(_, track)| track.id.shard().cell()),
        list(rows, |(_, track)| track.id.cell()),
        list(rows, |(version, _)| version.cell()),
        list(rows, |(_, track)| track.title.clone()),
        list(rows, |(_, track)| fold(&track.title)),
        list(rows, |(_, track)| track.owner.cell()),
        list(rows, |(_, track)| track.created_by.cell()),
        list(rows, |(_, track)| track.created_at.cell()),
        list(rows, |(_, track)| track.group.cell()),
        list(rows, |(_, track)| track.placed_at.cell()),
        list(rows, |(_, track)| track.stage.cell()),
        list(rows, |(_, track)| track.bpm.cell()),
        list(rows, |(_, track)| track.key.clone()),
        list(rows, |(_, track)| track.tags.cell()),
        list(rows, |(_, track)| track.archived),
        list(rows, |(_, track)| track.condition.cell()),
    ];
    values.extend(offers(rows, |(_, track)| track.offer));
    values
}

/// The three columns of a scope.
fn scopes<R>(rows: &[R], scope: impl Fn(&R) -> Scope) -> [Value; 3] {
    [
        list(rows, |row| scope_cells(scope(row)).0),
        list(rows, |row| scope_cells(scope(row)).1),
        list(rows, |row| scope_cells(scope(row)).2),
    ]
}

fn rosters(rows: &[(u64, Scope, u64)]) -> Vec<Value> {
    let mut values: Vec<Value> = scopes(rows, |(_, scope, _)| *scope).into();
    values.push(list(rows, |(version, _, _)| version.cell()));
    values.push(list(rows, |(_, _, shares_version)| shares_version.cell()));
    values
}

/// The three columns of shares.
fn shares<R>(rows: &[R], shares: impl Fn(&R) -> Shares) -> [Value; 3] {
    [
        list(rows, |row| shares(row).master.cell()),
        list(rows, |row| shares(row).publishing.cell()),
        list(rows, |row| shares(row).writer.cell()),
    ]
}

/// The five columns of a credit, all null where there is none.
fn credits<'r, R>(rows: &'r [R], credit: impl Fn(&'r R) -> Option<&'r Credit>) -> Vec<Value> {
    let shares_of = |row: &'r R| credit(row).map(|credit| credit.shares).unwrap_or_default();
    vec![
        list(rows, |row| credit(row).and_then(|credit| credit.role.clone())),
        list(rows, |row| shares_of(row).master.cell()),
        list(rows, |row| shares_of(row).publishing.cell()),
        list(rows, |row| shares_of(row).writer.cell()),
        list(rows, |row| credit(row).map(|credit| credit.accepted)),
    ]
}

fn members(rows: &[(Scope, PersonId, &Member)]) -> Vec<Value> {
    let mut values: Vec<Value> = scopes(rows, |(scope, _, _)| *scope).into();
    values.push(list(rows, |(_, person, _)| person.cell()));
    values.push(list(rows, |(_, _, member)| member.standing.cell()));
    values.push(list(rows, |(_, _, member)| member.since.cell()));
    values.extend(credits(rows, |(_, _, member)| member.credit.as_ref()));
    values
}

fn invitations(rows: &[(u64, &Invitation)]) -> Vec<Value> {
    let [shards, kinds, ids] = scopes(rows, |(_, sent)| sent.scope);
    let mut values = vec![
        shards,
        list(rows, |(_, sent)| sent.id.cell()),
        kinds,
        ids,
        list(rows, |(version, _)| version.cell()),
        list(rows, |(_, sent)| sent.person.cell()),
        list(rows, |(_, sent)| sent.by.cell()),
        list(rows, |(_, sent)| sent.access.cell()),
        list(rows, |(_, sent)| sent.role.clone()),
    ];
    values.extend(shares(rows, |(_, sent)| sent.shares));
    values.push(list(rows, |(_, sent)| sent.created_at.cell()));
    values.push(list(rows, |(_, sent)| sent.expires_at.cell()));
    values.extend(credits(rows, |(_, sent)| sent.credit_before.as_ref()));
    values.push(list(rows, |(_, sent)| sent.state.cell()));
    values
}

/// Returns the statements that take rows away.
pub(super) fn delete(keys: &[RowKey]) -> Vec<Message> {
    let (mut persons, mut groups, mut tracks, mut rosters, mut members, mut invitations) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut gone = Vec::new();
    for key in keys {
        match key {
            RowKey::Person(id) => persons.push((id.shard().cell(), id.uuid())),
            RowKey::Group(id) => groups.push((id.shard().cell(), id.uuid())),
            RowKey::Track(id) => tracks.push((id.shard().cell(), id.uuid())),
            RowKey::Roster(scope) => rosters.push(*scope),
            RowKey::Member(scope, person) => members.push((*scope, *person)),
            RowKey::Invitation(_, id) => invitations.push((id.shard().cell(), id.uuid())),
            RowKey::Document(key) => gone.push(*key),
        }
    }
    let by_id = [
        (&DELETE_PERSONS, persons),
        (&DELETE_GROUPS, groups),
        (&DELETE_TRACKS, tracks),
        (&DELETE_INVITATIONS, invitations),
    ];
    let by_id = by_id.into_iter().filter(|(_, keys)| !keys.is_empty());
    let mut all: Vec<Message> =
        by_id.map(|(sql, keys)| Message::Run(sql, vec![list(&keys, |key| key.0), list(&keys, |key| key.1)])).collect();
    if !gone.is_empty() {
        all.extend(documents::delete(&gone));
    }
    if !rosters.is_empty() {
        all.push(Message::Run(&DELETE_ROSTERS, scopes(&rosters, |scope| *scope).into()));
    }
    if !members.is_empty() {
        let mut values: Vec<Value> = scopes(&members, |(scope, _)| *scope).into();
        values.push(list(&members, |(_, person)| person.cell()));
        all.push(Message::Run(&DELETE_MEMBERS, values));
    }
    all
}
