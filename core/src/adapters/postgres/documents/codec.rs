//! Columns to documents, items and counters; every fault is named by table and row.

use tokio_postgres::Row as Columns;
use uuid::Uuid;

use crate::adapters::postgres::cells::Cells;
use crate::adapters::postgres::codec::Found;
use crate::domain::document::Document;
use crate::domain::item::{Counter, Item, Stream};
use crate::id::ItemId;
use crate::ports::store::{Row, StoreError};

/// Reads `kind, id, family, version, stamp, body` of a document.
pub(in crate::adapters::postgres) fn document(columns: &Columns) -> Result<Found, StoreError> {
    read_document(&mut Cells::of("document", 3, columns))
}

/// Reads a document with its `place` in the order of a question.
pub(in crate::adapters::postgres) fn placed(columns: &Columns) -> Result<(Vec<u8>, Found), StoreError> {
    let mut cells = Cells::of("document", 3, columns);
    let found = read_document(&mut cells)?;
    Ok((cells.take()?, found))
}

fn read_document(cells: &mut Cells<'_, Columns>) -> Result<Found, StoreError> {
    let (kind, id, family): (i16, Uuid, Uuid) = (cells.take()?, cells.take()?, cells.take()?);
    let (version, stamp) = (cells.take()?, cells.take()?);
    let body: String = cells.take()?;
    let document: Document = serde_json::from_str(&body).map_err(|error| cells.damaged(error))?;
    let key = document.key();
    if (i16::from(key.kind().number()), key.id(), key.family()) != (kind, id, family) {
        return Err(cells.damaged("is another document's"));
    }
    Ok(Found::of(version, stamp, Row::Document(document)))
}

/// Reads `kind, family, id, seen, hidden, body` of an item of a stream.
pub(in crate::adapters::postgres) fn item(columns: &Columns) -> Result<Item, StoreError> {
    let mut cells = Cells::of("item", 3, columns);
    let (kind, family): (i16, Uuid) = (cells.take()?, cells.take()?);
    let stream = u8::try_from(kind).ok().and_then(|kind| Stream::of(kind, family));
    let stream = stream.ok_or_else(|| cells.damaged("is of no stream"))?;
    let id = ItemId::from_uuid(cells.take()?);
    let (seen, hidden) = (cells.take()?, cells.take()?);
    let body: String = cells.take()?;
    let body = serde_json::from_str(&body).map_err(|error| cells.damaged(error))?;
    Ok(Item { stream, id, seen, hidden, body })
}

/// Reads `family, name, count` of a counter.
pub(in crate::adapters::postgres) fn counter(columns: &Columns) -> Result<(Counter, u64), StoreError> {
    let mut cells = Cells::of("counter", 2, columns);
    Ok((Counter { family: cells.take()?, name: cells.take()? }, cells.take()?))
}

/// Reads the one column `value` of the workspace's own secret.
pub(in crate::adapters::postgres) fn secret(columns: &Columns) -> Result<[u8; 32], StoreError> {
    Cells::of("secret", 0, columns).take()
}
