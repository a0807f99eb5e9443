//! Columns to rows of the port; every fault is named by table and row.

use rusqlite::Row as Columns;
use rusqlite::types::ValueRef;
use uuid::Uuid;

use super::cell::Cell;
use super::connection::failed;
use crate::domain::credit::Credit;
use crate::domain::document::Document;
use crate::domain::effect::Effect;
use crate::domain::group::Group;
use crate::domain::invitation::Invitation;
use crate::domain::item::{Counter, Item, Stream};
use crate::domain::ownership::Offer;
use crate::domain::person::{Claim, Person, Profile};
use crate::domain::roster::Member;
use crate::domain::split::Shares;
use crate::domain::track::Track;
use crate::event::{Aggregate, Author, EVENT_FORMAT, Entry, Event, Recorded};
use crate::id::{ItemId, PersonId, Scope};
use crate::ports::store::{ClaimedEffect, LogPlace, OpenEffect, Placed, Replay, Row, StoreError, Stored};
use crate::time::Timestamp;

/// What is said of a row whose checksum is another.
pub(super) const CHANGED: &str = "is not what was written";

/// A row being read, column by column, the first of which are its key.
pub(super) struct Cells<'r, 's> {
    columns: &'r Columns<'s>,
    table: &'static str,
    key: usize,
    next: usize,
}

impl<'r, 's> Cells<'r, 's> {
    pub(super) fn of(table: &'static str, key: usize, columns: &'r Columns<'s>) -> Self {
        Self { columns, table, key, next: 0 }
    }

    pub(super) fn raw(&mut self) -> Result<ValueRef<'r>, StoreError> {
        let value = self.columns.get_ref(self.next).map_err(|error| failed("reading a row", error))?;
        self.next = self.next.saturating_add(1);
        Ok(value)
    }

    pub(super) fn take<T: Cell>(&mut self) -> Result<T, StoreError> {
        let value = self.raw()?;
        T::read(value).map_err(|what| self.damaged(what))
    }

    /// Names the column read last as damaged.
    pub(super) fn damaged(&self, what: impl core::fmt::Display) -> StoreError {
        let at = self.next.saturating_sub(1);
        let statement = self.columns.as_ref();
        let column = statement.column_name(at).unwrap_or("?");
        StoreError::Corrupt { table: self.table, row: self.key(), what: format!("`{column}` {what}") }
    }

    fn key(&self) -> String {
        let shown = |at| self.columns.get_ref(at).map_or_else(|_| "?".into(), shown);
        (0..self.key).map(shown).collect::<Vec<String>>().join(" ")
    }

    /// Reads whether the row is still what was written, or names it as damaged.
    pub(super) fn sound(&mut self) -> Result<(), StoreError> {
        match self.raw()? {
            ValueRef::Integer(1) => Ok(()),
            _ => Err(self.changed()),
        }
    }

    fn changed(&self) -> StoreError {
        StoreError::Corrupt { table: self.table, row: self.key(), what: CHANGED.to_owned() }
    }

    pub(super) fn scope(&mut self) -> Result<Scope, StoreError> {
        match self.take::<i64>()? {
            0 => self.take().map(Scope::Group),
            1 => self.take().map(Scope::Track),
            _ => Err(self.damaged("is not the kind of a scope")),
        }
    }

    fn offer(&mut self) -> Result<Option<Offer>, StoreError> {
        match (self.take()?, self.take()?, self.take()?) {
            (None, None, None) => Ok(None),
            (Some(to), Some(offered_at), Some(expires_at)) => Ok(Some(Offer { to, offered_at, expires_at })),
            _ => Err(self.damaged("is part of half an offer")),
        }
    }

    fn shares(&mut self) -> Result<Shares, StoreError> {
        Ok(Shares { master: self.take()?, publishing: self.take()?, writer: self.take()? })
    }

    fn credit(&mut self) -> Result<Option<Credit>, StoreError> {
        let role = self.take()?;
        let shares = self.shares()?;
        let accepted: Option<bool> = self.take()?;
        match accepted {
            Some(accepted) => Ok(Some(Credit { role, shares, accepted })),
            None if role.is_none() && shares.is_unset() => Ok(None),
            None => Err(self.damaged("is missing from a credit")),
        }
    }
}

fn shown(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Blob(bytes) => Uuid::from_slice(bytes).map_or_else(|_| "(no id)".into(), |id| id.to_string()),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
        ValueRef::Null | ValueRef::Real(_) => "?".to_owned(),
    }
}

/// Reads a person's row.
pub(super) fn person(columns: &Columns<'_>) -> Result<Stored, StoreError> {
    let mut cells = Cells::of("person", 1, columns);
    let (id, version) = (cells.take()?, cells.take()?);
    let state = cells.take()?;
    let profile = Profile { external_id: cells.take()?, name: cells.take()?, email: cells.take()? };
    cells.sound()?;
    Ok(Stored { version, row: Row::Person(Person { id, state, profile }) })
}

/// Reads a group's row.
pub(super) fn group(columns: &Columns<'_>) -> Result<Stored, StoreError> {
    let mut cells = Cells::of("groups", 1, columns);
    let (id, version) = (cells.take()?, cells.take()?);
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
    cells.sound()?;
    Ok(Stored { version, row: Row::Group(group) })
}

/// Reads a track's row.
pub(super) fn track(columns: &Columns<'_>) -> Result<Stored, StoreError> {
    let mut cells = Cells::of("track", 1, columns);
    let (id, version) = (cells.take()?, cells.take()?);
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
    cells.sound()?;
    Ok(Stored { version, row: Row::Track(track) })
}

/// Reads a roster's own row.
pub(super) fn roster(columns: &Columns<'_>) -> Result<Stored, StoreError> {
    read_roster(&mut Cells::of("roster", 2, columns))
}

fn read_roster(cells: &mut Cells<'_, '_>) -> Result<Stored, StoreError> {
    let (scope, version, shares_version) = (cells.scope()?, cells.take()?, cells.take()?);
    cells.sound()?;
    Ok(Stored { version, row: Row::Roster { scope, shares_version } })
}

/// Reads a member's row.
pub(super) fn member(columns: &Columns<'_>) -> Result<Stored, StoreError> {
    let mut cells = Cells::of("member", 3, columns);
    let (scope, person, version) = (cells.scope()?, cells.take()?, cells.take()?);
    let member = Member { standing: cells.take()?, since: cells.take()?, credit: cells.credit()? };
    cells.sound()?;
    // Its version is that of its roster.
    cells.table = "roster";
    cells.sound()?;
    Ok(Stored { version, row: Row::Member { scope, person, member } })
}

/// Reads a roster's own row with the member's row joined to it, which may be missing.
pub(super) fn standing(columns: &Columns<'_>) -> Result<(Stored, Option<Member>), StoreError> {
    let mut cells = Cells::of("roster", 2, columns);
    let roster = read_roster(&mut cells)?;
    cells.table = "member";
    let Some(standing) = cells.take()? else {
        cells.next = cells.next.saturating_add(6);
        return if matches!(cells.raw()?, ValueRef::Null) { Ok((roster, None)) } else { Err(cells.changed()) };
    };
    let member = Member { standing, since: cells.take()?, credit: cells.credit()? };
    cells.sound()?;
    Ok((roster, Some(member)))
}

/// Reads the same with the member's person behind it.
pub(super) fn rostered(columns: &Columns<'_>) -> Result<(Stored, Option<(PersonId, Member)>), StoreError> {
    let (roster, member) = standing(columns)?;
    let mut cells = Cells { next: 13, ..Cells::of("member", 2, columns) };
    let member = member.map(|member| Ok((cells.take()?, member))).transpose()?;
    Ok((roster, member))
}

/// Reads an invitation's row.
pub(super) fn invitation(columns: &Columns<'_>) -> Result<Stored, StoreError> {
    let mut cells = Cells::of("invitation", 1, columns);
    let (id, scope, version) = (cells.take()?, cells.scope()?, cells.take()?);
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
    cells.sound()?;
    Ok(Stored { version, row: Row::Invitation(invitation) })
}

/// Reads a claim.
pub(super) fn claim(columns: &Columns<'_>) -> Result<(Claim, PersonId), StoreError> {
    // The value may be an address, which no message names.
    let mut cells = Cells::of("claim", 1, columns);
    let claim = match cells.take::<i64>()? {
        0 => Claim::ExternalId(cells.take()?),
        1 => Claim::Email(cells.take()?),
        2 => Claim::Slug(cells.take()?),
        3 => Claim::Folder(cells.take()?),
        _ => return Err(cells.damaged("is not the kind of a claim")),
    };
    let person = cells.take()?;
    cells.sound()?;
    Ok((claim, person))
}

/// Returns the columns `kind` and `value` of a claim.
pub(super) fn claim_key(claim: &Claim) -> (i64, &str) {
    match claim {
        Claim::ExternalId(value) => (0, value),
        Claim::Email(value) => (1, value),
        Claim::Slug(value) => (2, value),
        Claim::Folder(value) => (3, value),
    }
}

/// Reads a replay record.
pub(super) fn replay(columns: &Columns<'_>) -> Result<Replay, StoreError> {
    let mut cells = Cells::of("replay", 1, columns);
    let replay = Replay {
        actor: cells.take()?,
        key: cells.take()?,
        call: cells.take()?,
        outcome: cells.take()?,
        at: cells.take()?,
    };
    cells.sound()?;
    Ok(replay)
}

/// Reads `revision, stamp` of a commit and whether it is sound.
pub(super) fn commit(columns: &Columns<'_>) -> Result<(u64, Timestamp), StoreError> {
    let mut cells = Cells::of("commit_log", 1, columns);
    let commit = (cells.take()?, cells.take()?);
    cells.sound()?;
    Ok(commit)
}

/// Reads an entry of the history with its place.
pub(super) fn entry(columns: &Columns<'_>) -> Result<(LogPlace, Entry), StoreError> {
    let mut cells = Cells::of("activity", 4, columns);
    let aggregate = aggregate(&mut cells)?;
    let seq = cells.take()?;
    let place = LogPlace { revision: cells.take()?, index: cells.take()? };
    let format: u32 = cells.take()?;
    if format != EVENT_FORMAT {
        return Err(cells.damaged("is a form of events not known here"));
    }
    let event: Event = match cells.raw()? {
        ValueRef::Text(json) => serde_json::from_slice(json).map_err(|error| cells.damaged(error))?,
        _ => return Err(cells.damaged("is not text")),
    };
    cells.sound()?;
    let (stamp, at) = (cells.take()?, cells.take()?);
    let author = author(&mut cells)?;
    cells.table = "commit_log";
    cells.sound()?;
    let recorded = Recorded { aggregate, seq, event };
    Ok((place, Entry { revision: place.revision, stamp, at, author, recorded }))
}

fn author(cells: &mut Cells<'_, '_>) -> Result<Author, StoreError> {
    match (cells.take::<i64>()?, cells.take()?, cells.take()?) {
        (0, None, None) => Ok(Author::Host),
        (3, None, None) => Ok(Author::FileStore),
        (1, Some(person), None) => Ok(Author::Person(person)),
        (2, None, Some(reason)) => Ok(Author::Operator { reason }),
        _ => Err(cells.damaged("is not an author's")),
    }
}

/// Returns the columns `author`, `person` and `reason` of a commit.
pub(super) fn author_cells(author: &Author) -> (i64, Option<PersonId>, Option<&str>) {
    match author {
        Author::Host => (0, None, None),
        Author::FileStore => (3, None, None),
        Author::Person(person) => (1, Some(*person), None),
        Author::Operator { reason } => (2, None, Some(reason)),
    }
}

fn aggregate(cells: &mut Cells<'_, '_>) -> Result<Aggregate, StoreError> {
    let (family, kind, id): (Uuid, u16, Uuid) = (cells.take()?, cells.take()?, cells.take()?);
    let kind = u8::try_from(kind).map_err(|_| cells.damaged("is of no kind"))?;
    Aggregate::of_parts(kind, family, id).map_err(|what| cells.damaged(what))
}

/// Returns the columns `family`, `kind` and `id` of an aggregate.
pub(super) fn aggregate_cells(aggregate: Aggregate) -> ([u8; 16], i64, [u8; 16]) {
    let (kind, family, id) = aggregate.parts();
    (family.into_bytes(), kind.into(), id.into_bytes())
}

/// Returns the columns `kind` and `id` of a scope.
pub(super) fn scope_cells(scope: Scope) -> (i64, [u8; 16]) {
    match scope {
        Scope::Group(id) => (0, id.uuid().into_bytes()),
        Scope::Track(id) => (1, id.uuid().into_bytes()),
    }
}

/// Reads the one column `owner` of tracks.
pub(super) fn owner(columns: &Columns<'_>) -> Result<PersonId, StoreError> {
    Cells::of("track", 0, columns).take()
}

/// Reads `effect` and whether it is sound.
pub(super) fn effect(columns: &Columns<'_>) -> Result<Effect, StoreError> {
    let mut cells = Cells::of("effect", 1, columns);
    let effect = read_effect(&mut cells)?;
    cells.sound()?;
    Ok(effect)
}

/// Reads `effect, revision, tries` of an effect that was handed out.
pub(super) fn claimed_effect(columns: &Columns<'_>) -> Result<ClaimedEffect, StoreError> {
    let mut cells = Cells::of("effect", 1, columns);
    Ok(ClaimedEffect { effect: read_effect(&mut cells)?, revision: cells.take()?, tries: cells.take()? })
}

/// Reads `effect, due, tries, failure` of an effect that is still to be done, and whether it is sound.
pub(super) fn open_effect(columns: &Columns<'_>) -> Result<OpenEffect, StoreError> {
    let mut cells = Cells::of("effect", 1, columns);
    let effect = read_effect(&mut cells)?;
    let open = OpenEffect { effect, due: cells.take()?, tries: cells.take()?, failure: cells.take()? };
    cells.sound()?;
    Ok(open)
}

fn read_effect(cells: &mut Cells<'_, '_>) -> Result<Effect, StoreError> {
    let json: String = cells.take()?;
    serde_json::from_str(&json).map_err(|error| cells.damaged(error))
}

/// Reads a document.
pub(super) fn document(columns: &Columns<'_>) -> Result<Stored, StoreError> {
    let mut cells = Cells::of("document", 3, columns);
    read_document(&mut cells)
}

/// Reads a document with its `place` in the order of a question.
pub(super) fn placed(columns: &Columns<'_>) -> Result<Placed, StoreError> {
    let mut cells = Cells::of("document", 3, columns);
    let stored = read_document(&mut cells)?;
    match cells.raw()? {
        ValueRef::Blob(place) => Ok((place.to_vec(), stored)),
        _ => Err(cells.damaged("is not a place in an order")),
    }
}

fn read_document(cells: &mut Cells<'_, '_>) -> Result<Stored, StoreError> {
    let (kind, id, family): (u16, Uuid, Uuid) = (cells.take()?, cells.take()?, cells.take()?);
    let version = cells.take()?;
    let body: String = cells.take()?;
    let document: Document = serde_json::from_str(&body).map_err(|error| cells.damaged(error))?;
    let key = document.key();
    if (u16::from(key.kind().number()), key.id(), key.family()) != (kind, id, family) {
        return Err(cells.damaged("is another document's"));
    }
    cells.sound()?;
    Ok(Stored { version, row: Row::Document(document) })
}

/// Reads an item of a stream.
pub(super) fn item(columns: &Columns<'_>) -> Result<Item, StoreError> {
    let mut cells = Cells::of("item", 3, columns);
    let (kind, family): (u16, Uuid) = (cells.take()?, cells.take()?);
    let stream = u8::try_from(kind).ok().and_then(|kind| Stream::of(kind, family));
    let stream = stream.ok_or_else(|| cells.damaged("is of no stream"))?;
    let id = ItemId::from_uuid(cells.take()?);
    let (seen, hidden) = (cells.take()?, cells.take()?);
    let body: String = cells.take()?;
    let body = serde_json::from_str(&body).map_err(|error| cells.damaged(error))?;
    cells.sound()?;
    Ok(Item { stream, id, seen, hidden, body })
}

/// Reads a count.
pub(super) fn count(columns: &Columns<'_>) -> Result<u64, StoreError> {
    Cells::of("counter", 0, columns).take()
}

/// Reads a counter.
pub(super) fn counter(columns: &Columns<'_>) -> Result<(Counter, u64), StoreError> {
    let mut cells = Cells::of("counter", 2, columns);
    let counter = (Counter { family: cells.take()?, name: cells.take()? }, cells.take()?);
    cells.sound()?;
    Ok(counter)
}
