//! Documents with the questions that find them, items of streams, counters, and the workspace's own secret.

use rusqlite::{Connection, OptionalExtension, Row as Columns, params};
use uuid::Uuid;

use super::cell::Cell;
use super::change::{Refusal, json};
use super::codec;
use super::columns::{counter_columns, document_columns, item_columns};
use super::connection::failed;
use super::rows::Snapshot;
use crate::domain::document::{Document, DocumentKey, DocumentKind};
use crate::domain::item::{Counter, Item, Mark, Spend, Stream};
use crate::id::ItemId;
use crate::ports::store::{Find, Placed, StoreError, Stored};

const DOCUMENT: &str =
    concat!("SELECT ", document_columns!(), " FROM document d WHERE d.kind = ?1 AND d.id = ?2 AND d.family = ?3");
const DOCUMENT_BY_ID: &str =
    concat!("SELECT ", document_columns!(), " FROM document d WHERE d.kind = ?1 AND d.id = ?2");
const FOUND: &str = concat!(
    "SELECT ",
    document_columns!(),
    ", f.place FROM found f JOIN document d ON d.kind = f.kind AND d.id = f.id AND d.family = f.family \
     WHERE f.question = ?1 AND f.key = ?2 AND f.place > ?3 ORDER BY f.place LIMIT ?4"
);
const ITEMS: &str = concat!(
    "SELECT ",
    item_columns!(),
    " FROM item WHERE kind = ?1 AND family = ?2 AND id < ?3 AND hidden = 0 ORDER BY id DESC LIMIT ?4"
);
const UNSEEN: &str = "SELECT count(*) FROM item WHERE kind = ?1 AND family = ?2 AND seen = 0 AND hidden = 0";
const COUNTER: &str = concat!("SELECT ", counter_columns!(), " FROM counter WHERE family = ?1 AND name = ?2");

const SECRET: &str = "SELECT value, checksum = row_checksum(id, value) FROM secret WHERE id = 0";

#[cfg(test)]
#[cfg(feature = "testing")]
pub(super) const STATEMENTS: [&str; 6] = [DOCUMENT, DOCUMENT_BY_ID, FOUND, ITEMS, UNSEEN, COUNTER];

/// Beyond every id, and every place in the order of a question, that there can be.
const GREATEST: ItemId = ItemId::from_uuid(Uuid::max());

impl Snapshot<'_> {
    pub(super) fn document_at(&self, key: DocumentKey) -> Result<Option<Stored>, StoreError> {
        let (kind, id, family) = (key.kind().number(), key.id(), key.family());
        self.one(DOCUMENT, params![kind, id.cell(), family.cell()], codec::document)
    }

    pub(super) fn document_by_id(&self, kind: DocumentKind, id: Uuid) -> Result<Option<Stored>, StoreError> {
        self.one(DOCUMENT_BY_ID, params![kind.number(), id.cell()], codec::document)
    }

    /// Returns the documents that a question finds: none, for a question that finds rows of other kinds.
    pub(super) fn found(&self, find: &Find, after: Option<&[u8]>, limit: i64) -> Result<Vec<Placed>, StoreError> {
        let Some((question, key)) = find.document_key() else {
            return Ok(Vec::new());
        };
        self.all(FOUND, params![question, key, after.unwrap_or_default(), limit], codec::placed)
    }

    pub(super) fn items_before(
        &self,
        stream: Stream,
        before: Option<ItemId>,
        limit: u32,
    ) -> Result<Vec<Item>, StoreError> {
        let before = before.unwrap_or(GREATEST).uuid();
        self.all(ITEMS, params![stream.kind(), stream.family().cell(), before.cell(), limit], codec::item)
    }

    pub(super) fn count_unseen(&self, stream: Stream) -> Result<u64, StoreError> {
        let counted = self.one(UNSEEN, params![stream.kind(), stream.family().cell()], codec::count)?;
        Ok(counted.unwrap_or_default())
    }

    pub(super) fn counted(&self, counter: &Counter) -> Result<u64, StoreError> {
        let counted = self.one(COUNTER, params![counter.family.cell(), counter.name], codec::counter)?;
        Ok(counted.map_or(0, |(_, count)| count))
    }
}

/// Writes a document in place of what was there, and by which questions it is found.
pub(super) fn put(connection: &Connection, version: u64, document: &Document) -> Result<(), Refusal> {
    let key = document.key();
    let (kind, id, family) = (key.kind().number(), key.id().into_bytes(), key.family().into_bytes());
    let sql = "INSERT INTO document (kind, id, family, version, body) VALUES (?1, ?2, ?3, ?4, ?5) \
         ON CONFLICT (kind, id, family) DO UPDATE SET version = excluded.version, body = excluded.body";
    connection.prepare_cached(sql)?.execute(params![kind, id, family, version.cell(), json(document)?])?;
    let mut stale = found_by(connection, key)?;
    for find in Find::all_finding_document(document) {
        let Some((question, asked)) = find.document_key() else { continue };
        let entry = (question, asked, find.place(document));
        if let Some(at) = stale.iter().position(|old| *old == entry) {
            stale.swap_remove(at);
            continue;
        }
        let sql = "INSERT INTO found (question, key, place, kind, id, family) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        connection.prepare_cached(sql)?.execute(params![entry.0, entry.1, entry.2, kind, id, family])?;
    }
    for (question, asked, place) in stale {
        let sql = "DELETE FROM found WHERE question = ?1 AND key = ?2 AND place = ?3 \
             AND kind = ?4 AND id = ?5 AND family = ?6";
        connection.prepare_cached(sql)?.execute(params![question, asked, place, kind, id, family])?;
    }
    Ok(())
}

/// A question by its number, what it asks by, and the place in its order.
type FoundBy = (u8, Vec<u8>, Vec<u8>);

fn found_by(connection: &Connection, key: DocumentKey) -> Result<Vec<FoundBy>, Refusal> {
    let sql = "SELECT question, key, place FROM found WHERE kind = ?1 AND id = ?2 AND family = ?3";
    let mut statement = connection.prepare_cached(sql)?;
    let cells = params![key.kind().number(), key.id().into_bytes(), key.family().into_bytes()];
    let found = statement.query_map(cells, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Adds to a stream.
pub(super) fn add(connection: &Connection, item: &Item) -> Result<(), Refusal> {
    let sql = "INSERT INTO item (kind, family, id, seen, hidden, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let Item { stream, id, seen, hidden, body } = item;
    let (family, id) = (stream.family().into_bytes(), id.uuid().into_bytes());
    connection.prepare_cached(sql)?.execute(params![stream.kind(), family, id, seen, hidden, json(body)?])?;
    Ok(())
}

/// Marks items of a stream.
pub(super) fn mark(connection: &Connection, mark: Mark) -> Result<(), Refusal> {
    let Mark { stream, item, and_before, hides } = mark;
    let sql = if hides {
        "UPDATE item SET hidden = 1 WHERE kind = ?1 AND family = ?2 AND id <= ?3 AND id >= ?4 AND hidden = 0"
    } else {
        "UPDATE item SET seen = 1 WHERE kind = ?1 AND family = ?2 AND id <= ?3 AND id >= ?4 AND seen = 0"
    };
    let last = item.uuid().into_bytes();
    let first = if and_before { Uuid::nil().into_bytes() } else { last };
    connection.prepare_cached(sql)?.execute(params![stream.kind(), stream.family().into_bytes(), last, first])?;
    Ok(())
}

/// Counts one more, or refuses where that would pass the bound.
pub(super) fn spend(connection: &Connection, spend: &Spend) -> Result<(), Refusal> {
    let sql = "INSERT INTO counter (family, name, count) SELECT ?1, ?2, 1 WHERE ?3 >= 1 \
         ON CONFLICT (family, name) DO UPDATE SET count = count + 1 WHERE count < ?3";
    let most = spend.at_most.unwrap_or(u64::MAX);
    let cells = params![spend.counter.family.into_bytes(), spend.counter.name, most.cell()];
    match connection.prepare_cached(sql)?.execute(cells)? {
        1 => Ok(()),
        _ => Err(Refusal::Alone(StoreError::Conflict)),
    }
}

/// Takes a counter as it was elsewhere.
pub(super) fn take_counter(connection: &Connection, counter: &Counter, count: u64) -> Result<(), Refusal> {
    let sql = "INSERT INTO counter (family, name, count) VALUES (?1, ?2, ?3)";
    connection.prepare_cached(sql)?.execute(params![counter.family.into_bytes(), counter.name, count.cell()])?;
    Ok(())
}

/// Returns the workspace's own secret: `fresh`, where none was kept yet.
pub(super) fn secret(connection: &Connection, fresh: [u8; 32]) -> Result<[u8; 32], StoreError> {
    let insert = "INSERT INTO secret (id, value) VALUES (0, ?1) ON CONFLICT DO NOTHING";
    connection.execute(insert, params![fresh]).map_err(|error| failed("keeping the secret", error))?;
    Ok(kept_secret(connection)?.unwrap_or(fresh))
}

/// Returns the workspace's own secret, where one was kept.
pub(super) fn kept_secret(connection: &Connection) -> Result<Option<[u8; 32]>, StoreError> {
    let read = |row: &Columns<'_>| Ok((row.get(0)?, row.get(1)?));
    let kept = connection.query_row(SECRET, [], read).optional();
    match kept.map_err(|error| failed("reading the secret", error))? {
        None => Ok(None),
        Some((secret, true)) => Ok(Some(secret)),
        Some((_, false)) => {
            Err(StoreError::Corrupt { table: "secret", row: "0".to_owned(), what: codec::CHANGED.to_owned() })
        }
    }
}
