//! Columns to rows of the port; every fault is named by table and row.

use sha2::{Digest, Sha256};
use tokio_postgres::Row as Columns;
use uuid::Uuid;

use super::cell::Cell;
use super::cells::{Cells, Fields};
use crate::domain::effect::Effect;
use crate::domain::group::Group;
use crate::domain::invitation::Invitation;
use crate::domain::person::{Claim, Person, Profile};
use crate::domain::roster::Member;
use crate::domain::sync::Seen;
use crate::domain::track::Track;
use crate::event::{Aggregate, Author, EVENT_FORMAT, Entry, Event, Recorded};
use crate::id::{GroupId, PersonId, Scope, Shard};
use crate::ports::store::{ClaimedEffect, LogPlace, OpenEffect, Replay, Row, StoreError, Stored};
use crate::time::Timestamp;

/// The columns that [`person`] reads.
macro_rules! person_columns {
    () => {
        "p.id, p.version, p.stamp, p.state, p.external_id, p.name, p.email"
    };
}

/// The columns that [`group`] reads.
macro_rules! group_columns {
    () => {
        "g.id, g.version, g.stamp, g.name, g.owner, g.created_by, g.created_at, g.ancestors, g.placed_at, g.tracks, \
         g.deleted, g.offer_to, g.offered_at, g.offer_expires_at"
    };
}

/// The columns that [`track`] reads.
macro_rules! track_columns {
    () => {
        "t.id, t.version, t.stamp, t.title, t.owner, t.created_by, t.created_at, t.group_id, t.placed_at, t.stage, \
         t.bpm, t.music_key, t.tags, t.archived, t.condition, t.offer_to, t.offered_at, t.offer_expires_at"
    };
}

/// The columns that [`roster`] reads.
macro_rules! roster_columns {
    () => {
        "r.scope_kind, r.scope_id, r.version, r.stamp, r.shares_version"
    };
}

/// The columns of a member's row that [`standing`] reads behind those of the roster's.
macro_rules! member_columns {
    () => {
        "m.person, m.standing, m.since, m.role, m.master, m.publishing, m.writer, m.accepted"
    };
}

/// The columns that [`invitation`] reads.
macro_rules! invitation_columns {
    () => {
        "i.id, i.scope_kind, i.scope_id, i.version, i.stamp, i.person, i.inviter, i.access, i.role, i.master, \
         i.publishing, i.writer, i.created_at, i.expires_at, i.role_before, i.master_before, i.publishing_before, \
         i.writer_before, i.accepted_before, i.state"
    };
}

/// The columns that [`entry`] reads.
macro_rules! entry_columns {
    () => {
        "a.family, a.kind, a.id, a.seq, a.revision, a.idx, a.format, a.event, a.stamp, a.at, a.author, a.person, a.reason"
    };
}

/// What joins a member's row `m` to its roster's row `r`.
macro_rules! of_roster {
    () => {
        "m.shard = r.shard AND m.scope_kind = r.scope_kind AND m.scope_id = r.scope_id"
    };
}

/// The virtual shard that an id carries, as SQL reads it.
macro_rules! shard_of {
    ($id:literal) => {
        concat!("('x' || substr(", $id, "::text, 16, 3))::bit(12)::integer::smallint")
    };
}

pub(super) use {
    entry_columns, group_columns, invitation_columns, member_columns, of_roster, person_columns, roster_columns,
    shard_of, track_columns,
};

/// A row with the stamp of the last commit on its aggregate.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) stored: Stored,
    pub(super) stamp: Timestamp,
}

impl Found {
    pub(super) fn of(version: u64, stamp: Timestamp, row: Row) -> Self {
        Self { stored: Stored { version, row }, stamp }
    }
}

/// Reads a person's row.
pub(super) fn person(columns: &Columns) -> Result<Found, StoreError> {
    let mut cells = Cells::of("person", 1, columns);
    let (id, version, stamp) = (cells.take()?, cells.take()?, cells.take()?);
    let state = cells.take()?;
    let profile = Profile { external_id: cells.take()?, name: cells.take()?, email: cells.take()? };
    Ok(Found::of(version, stamp, Row::Person(Person { id, state, profile })))
}

/// Reads a group's row.
pub(super) fn group(columns: &impl Fields) -> Result<Found, StoreError> {
    let mut cells = Cells::of("groups", 1, columns);
    let (id, version, stamp) = (cells.take()?, cells.take()?, cells.take()?);
    let group = Group {
        id,
        name: cells.take()?,
        owner: cells.take()?,
        created_by: cells.take()?,
        created_at: cells.take()?,
        ancestors: cells.take()?,
        placed_at: cells.take()?,
        tracks: cells.take()?,
        deleted: cells.take()?,
        offer: cells.offer()?,
    };
    Ok(Found::of(version, stamp, Row::Group(group)))
}

/// Reads a track's row.
pub(super) fn track(columns: &impl Fields) -> Result<Found, StoreError> {
    let mut cells = Cells::of("track", 1, columns);
    let (id, version, stamp) = (cells.take()?, cells.take()?, cells.take()?);
    let track = Track {
        id,
        title: cells.take()?,
        owner: cells.take()?,
        created_by: cells.take()?,
        created_at: cells.take()?,
        group: cells.take()?,
        placed_at: cells.take()?,
        stage: cells.take()?,
        bpm: cells.take()?,
        key: cells.take()?,
        tags: cells.take()?,
        archived: cells.take()?,
        condition: cells.take()?,
        offer: cells.offer()?,
    };
    Ok(Found::of(version, stamp, Row::Track(track)))
}

/// Reads a roster's own row.
pub(super) fn roster(columns: &Columns) -> Result<Found, StoreError> {
    let mut cells = Cells::of("roster", 2, columns);
    let scope = cells.scope()?;
    let (version, stamp) = (cells.take()?, cells.take()?);
    Ok(Found::of(version, stamp, Row::Roster { scope, shares_version: cells.take()? }))
}

/// Reads a roster's own row with a member's row joined to it, which may be missing.
pub(super) fn standing(columns: &impl Fields) -> Result<(Found, Option<Found>), StoreError> {
    let mut cells = Cells::of("roster", 2, columns);
    let scope = cells.scope()?;
    let (version, stamp) = (cells.take()?, cells.take()?);
    let roster = Found::of(version, stamp, Row::Roster { scope, shares_version: cells.take()? });
    cells.table = "member";
    let Some(person) = cells.take()? else {
        return Ok((roster, None));
    };
    let member = Member { standing: cells.take()?, since: cells.take()?, credit: cells.credit()? };
    Ok((roster, Some(Found::of(version, stamp, Row::Member { scope, person, member }))))
}

/// Reads a member's row behind its roster's.
pub(super) fn member(columns: &Columns) -> Result<Found, StoreError> {
    let missing = || Cells::of("member", 2, columns).damaged("is the key of no member");
    standing(columns)?.1.ok_or_else(missing)
}

/// Reads an invitation's row.
pub(super) fn invitation(columns: &impl Fields) -> Result<Found, StoreError> {
    let mut cells = Cells::of("invitation", 1, columns);
    let (id, scope) = (cells.take()?, cells.scope()?);
    let (version, stamp) = (cells.take()?, cells.take()?);
    let invitation = Invitation {
        id,
        scope,
        person: cells.take()?,
        by: cells.take()?,
        access: cells.take()?,
        role: cells.take()?,
        shares: cells.shares()?,
        created_at: cells.take()?,
        expires_at: cells.take()?,
        credit_before: cells.credit()?,
        state: cells.take()?,
    };
    Ok(Found::of(version, stamp, Row::Invitation(invitation)))
}

/// Reads `kind, value, person` of a claim.
pub(super) fn claim(columns: &Columns) -> Result<(Claim, PersonId), StoreError> {
    // The value may be an address, which no message names.
    let mut cells = Cells::of("claim", 1, columns);
    let claim = match cells.take::<i16>()? {
        0 => Claim::ExternalId(cells.take()?),
        1 => Claim::Email(cells.take()?),
        2 => Claim::Slug(cells.take()?),
        3 => Claim::Folder(cells.take()?),
        _ => return Err(cells.damaged("is not the kind of a claim")),
    };
    Ok((claim, cells.take()?))
}

/// Returns the columns `shard`, `kind` and `value` of a claim.
pub(super) fn claim_key(claim: &Claim) -> (i16, i16, String) {
    let (kind, value) = match claim {
        Claim::ExternalId(value) => (0, value),
        Claim::Email(value) => (1, value),
        Claim::Slug(value) => (2, value),
        Claim::Folder(value) => (3, value),
    };
    (shard_of_text(value).cell(), kind, value.clone())
}

/// Returns the virtual shard of a text: the same for ever, on every machine.
pub(super) fn shard_of_text(text: &str) -> Shard {
    let hash: [u8; 32] = Sha256::digest(text.as_bytes()).into();
    let [high, low, ..] = hash;
    Shard::from_bits(u16::from_be_bytes([high, low]))
}

/// Reads `actor, key, call, outcome, at` of a replay record.
pub(super) fn replay(columns: &Columns) -> Result<Replay, StoreError> {
    let mut cells = Cells::of("replay", 1, columns);
    Ok(Replay {
        actor: cells.take()?,
        key: cells.take()?,
        call: cells.take()?,
        outcome: cells.take()?,
        at: cells.take()?,
    })
}

/// Reads an entry of the history with its place.
pub(super) fn entry(columns: &Columns) -> Result<(LogPlace, Entry), StoreError> {
    let mut cells = Cells::of("activity", 4, columns);
    let aggregate = aggregate(&mut cells)?;
    let seq = cells.take()?;
    let revision = cells.take()?;
    let index = u32::try_from(cells.take::<i32>()?).map_err(|_| cells.damaged("is a number out of range"))?;
    let place = LogPlace { revision, index };
    if u32::try_from(cells.take::<i32>()?) != Ok(EVENT_FORMAT) {
        return Err(cells.damaged("is a form of events not known here"));
    }
    let json: String = cells.take()?;
    let event: Event = serde_json::from_str(&json).map_err(|error| cells.damaged(error))?;
    let (stamp, at) = (cells.take()?, cells.take()?);
    let author = author(&mut cells)?;
    let recorded = Recorded { aggregate, seq, event };
    Ok((place, Entry { revision, stamp, at, author, recorded }))
}

fn author(cells: &mut Cells<'_, Columns>) -> Result<Author, StoreError> {
    match (cells.take::<i16>()?, cells.take()?, cells.take()?) {
        (0, None, None) => Ok(Author::Host),
        (3, None, None) => Ok(Author::FileStore),
        (1, Some(person), None) => Ok(Author::Person(person)),
        (2, None, Some(reason)) => Ok(Author::Operator { reason }),
        _ => Err(cells.damaged("is not an author's")),
    }
}

/// Returns the columns `author`, `person` and `reason` of an entry.
pub(super) fn author_cells(author: &Author) -> (i16, Option<Uuid>, Option<&str>) {
    match author {
        Author::Host => (0, None, None),
        Author::FileStore => (3, None, None),
        Author::Person(person) => (1, Some(person.uuid()), None),
        Author::Operator { reason } => (2, None, Some(reason)),
    }
}

fn aggregate(cells: &mut Cells<'_, Columns>) -> Result<Aggregate, StoreError> {
    let (family, kind, id): (Uuid, i16, Uuid) = (cells.take()?, cells.take()?, cells.take()?);
    let kind = u8::try_from(kind).map_err(|_| cells.damaged("is of no kind"))?;
    Aggregate::of_parts(kind, family, id).map_err(|what| cells.damaged(what))
}

/// Reads `family, kind, id, version` of an aggregate.
pub(super) fn versioned(columns: &Columns) -> Result<(Aggregate, u64), StoreError> {
    let mut cells = Cells::of("aggregate", 3, columns);
    Ok((aggregate(&mut cells)?, cells.take()?))
}

/// Returns the columns `shard`, `family`, `kind` and `id` of an aggregate.
pub(super) fn aggregate_cells(aggregate: Aggregate) -> (i16, Uuid, i16, Uuid) {
    let (kind, family, id) = aggregate.parts();
    (PersonId::from_uuid(family).shard().cell(), family, kind.into(), id)
}

/// Returns the columns `shard`, `kind` and `id` of a scope.
pub(super) fn scope_cells(scope: Scope) -> (i16, i16, Uuid) {
    let kind = match scope {
        Scope::Group(_) => 0,
        Scope::Track(_) => 1,
    };
    (scope.shard().cell(), kind, scope.uuid())
}

/// Reads `group_id, owner` of tracks.
pub(super) fn owner(columns: &Columns) -> Result<(GroupId, PersonId), StoreError> {
    let mut cells = Cells::of("track", 0, columns);
    Ok((cells.take()?, cells.take()?))
}

/// Reads the one column `effect`.
pub(super) fn effect(columns: &Columns) -> Result<Effect, StoreError> {
    let mut cells = Cells::of("effect", 1, columns);
    let json: String = cells.take()?;
    serde_json::from_str(&json).map_err(|error| cells.damaged(error))
}

/// Reads the greatest number given, and those of what is still under way.
pub(super) fn seen(columns: &Columns) -> Result<Seen, StoreError> {
    let mut cells = Cells::of("store", 0, columns);
    let last: u64 = cells.take()?;
    let under_way: Vec<i64> = columns.try_get(1).map_err(|error| cells.damaged(error))?;
    Ok(Seen::but_for(last, under_way.into_iter().filter_map(|number| u64::try_from(number).ok())))
}

/// Reads `effect, revision, tries` of an effect that was handed out.
pub(super) fn claimed_effect(columns: &Columns) -> Result<ClaimedEffect, StoreError> {
    let effect = effect(columns)?;
    let mut cells = Cells::of("effect", 1, columns);
    cells.take::<String>()?;
    let (revision, tries): (u64, u64) = (cells.take()?, cells.take()?);
    Ok(ClaimedEffect { effect, revision, tries: u32::try_from(tries).unwrap_or(u32::MAX) })
}

/// Reads `effect, due, tries, failure` of an effect that is still to be done.
pub(super) fn open_effect(columns: &Columns) -> Result<OpenEffect, StoreError> {
    let effect = effect(columns)?;
    let mut cells = Cells::of("effect", 1, columns);
    cells.take::<String>()?;
    let (due, tries): (Timestamp, u64) = (cells.take()?, cells.take()?);
    Ok(OpenEffect { effect, due, tries: u32::try_from(tries).unwrap_or(u32::MAX), failure: cells.take()? })
}

/// Reads one number, of what is no table's.
pub(super) fn number(columns: &impl Fields) -> Result<u64, StoreError> {
    Cells::of("store", 0, columns).take()
}
