//! Documents with the questions that find them, items of streams, counters, and the workspace's own secret.

mod codec;
mod write;

use std::collections::BTreeSet;

use tokio_postgres::Row as Columns;
use tokio_postgres::types::Type;
use uuid::Uuid;

pub(super) use codec::{counter, document, item, secret as kept_secret};
pub(super) use write::{additions, delete, put, take_counters};

use super::cell::Cell;
use super::codec::number;
use super::connection::{Connection, Message, Sql, Value};
use super::outbox::run;
use super::put::list;
use super::rows::{Ask, Fetched};
use crate::domain::document::DocumentKey;
use crate::domain::item::{Counter, Stream};
use crate::domain::slice::RowKey;
use crate::id::{ItemId, PersonId, Shard};
use crate::ports::store::{Find, Row, StoreError};

const SMALLS: Type = Type::INT2_ARRAY;
const IDS: Type = Type::UUID_ARRAY;
const TEXTS: Type = Type::TEXT_ARRAY;

/// The columns that [`codec::document`] reads.
macro_rules! document_columns {
    () => {
        "d.kind, d.id, d.family, d.version, d.stamp, d.body"
    };
}

/// The columns that [`codec::item`] reads.
macro_rules! item_columns {
    () => {
        "i.kind, i.family, i.id, i.seen, i.hidden, i.body"
    };
}

pub(super) use {document_columns, item_columns};

/// Documents by key.
static DOCUMENTS: Sql = Sql {
    text: concat!(
        "SELECT ",
        document_columns!(),
        " FROM unnest($1::smallint[], $2::smallint[], $3::uuid[], $4::uuid[]) AS k(shard, kind, id, family) \
         JOIN cowrite.document d ON d.shard = k.shard AND d.kind = k.kind AND d.id = k.id AND d.family = k.family"
    ),
    types: &[SMALLS, SMALLS, IDS, IDS],
};

/// Documents by kind and id alone.
static DOCUMENTS_BY_ID: Sql = Sql {
    text: concat!(
        "SELECT ",
        document_columns!(),
        " FROM unnest($1::smallint[], $2::smallint[], $3::uuid[]) AS k(kind, shard, id) \
         JOIN cowrite.document d ON d.shard = k.shard AND d.kind = k.kind AND d.id = k.id"
    ),
    types: &[SMALLS, SMALLS, IDS],
};

/// The documents that one question finds, in its order.
static FOUND: Sql = Sql {
    text: concat!(
        "SELECT ",
        document_columns!(),
        ", f.place FROM cowrite.found f JOIN cowrite.document d ON d.shard = f.family_shard AND d.kind = f.kind \
         AND d.id = f.id AND d.family = f.family \
         WHERE f.shard = $1 AND f.question = $2 AND f.key = $3 AND f.place > $4 ORDER BY f.place LIMIT $5"
    ),
    types: &[Type::INT2, Type::INT2, Type::BYTEA, Type::BYTEA, Type::INT8],
};

static ITEMS: Sql = Sql {
    text: concat!(
        "SELECT ",
        item_columns!(),
        " FROM cowrite.item i WHERE i.shard = $1 AND i.kind = $2 AND i.family = $3 AND i.id < $4 AND NOT i.hidden \
         ORDER BY i.id DESC LIMIT $5"
    ),
    types: &[Type::INT2, Type::INT2, Type::UUID, Type::UUID, Type::INT8],
};

static UNSEEN: Sql = Sql {
    text: "SELECT count(*) FROM cowrite.item i \
           WHERE i.shard = $1 AND i.kind = $2 AND i.family = $3 AND NOT i.seen AND NOT i.hidden",
    types: &[Type::INT2, Type::INT2, Type::UUID],
};

static COUNTERS: Sql = Sql {
    text: "SELECT c.family, c.name, c.count FROM unnest($1::smallint[], $2::uuid[], $3::text[]) AS k(shard, family, name) \
           JOIN cowrite.counter c ON c.shard = k.shard AND c.family = k.family AND c.name = k.name",
    types: &[SMALLS, IDS, TEXTS],
};

static SECRET: Sql = Sql {
    text: "INSERT INTO cowrite.secret AS s (shard, value) VALUES (0, $1) \
           ON CONFLICT (shard) DO UPDATE SET value = s.value RETURNING s.value",
    types: &[Type::BYTEA],
};

#[cfg(test)]
#[cfg(feature = "testing")]
pub(super) static STATEMENTS: [&Sql; 9] =
    [&DOCUMENTS, &DOCUMENTS_BY_ID, &FOUND, &ITEMS, &UNSEEN, &COUNTERS, &write::UNFIND, &write::MARK, &write::SPEND];

/// A page of documents that is asked for: by which question, after which place, and how many.
pub(super) type PageAsked = (Find, Option<Vec<u8>>, u32);

/// What of documents, streams and counters is to be fetched.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    pub(super) keys: BTreeSet<DocumentKey>,
    /// By kind and id alone.
    pub(super) ids: BTreeSet<(i16, Uuid)>,
    /// Those of `ids` that are wanted with the ways up from the tracks that they belong to.
    pub(super) walks: BTreeSet<(i16, Uuid)>,
    pub(super) pages: BTreeSet<PageAsked>,
    pub(super) items: BTreeSet<(Stream, Option<ItemId>, u32)>,
    pub(super) unseen: BTreeSet<Stream>,
    pub(super) counters: BTreeSet<Counter>,
}

/// What the rows of one statement are.
#[derive(Debug, Clone)]
pub(super) enum Part {
    Documents,
    Page(Find, Option<Vec<u8>>, u32),
    Items(Stream, Option<ItemId>, u32),
    Unseen(Stream),
    Counters,
}

/// The lists of kinds, shards and ids by which documents are found by id alone.
pub(super) fn by_id(ids: &BTreeSet<(i16, Uuid)>) -> Vec<Value> {
    let ids: Vec<_> = ids.iter().copied().collect();
    vec![
        list(&ids, |(kind, _)| *kind),
        list(&ids, |(_, id)| PersonId::from_uuid(*id).shard().cell()),
        list(&ids, |(_, id)| *id),
    ]
}

/// Returns the virtual shard under which it is kept what a question finds: of the id that it asks by, or of the hash.
fn shard_of_key(key: &[u8]) -> Shard {
    match (Uuid::from_slice(key), key) {
        (Ok(id), _) => PersonId::from_uuid(id).shard(),
        (Err(_), [high, low, ..]) => Shard::from_bits(u16::from_be_bytes([*high, *low])),
        (Err(_), _) => Shard::from_bits(0),
    }
}

impl Wanted {
    /// Returns the statements that fetch it, each with what its rows are.
    pub(super) fn statements(&self) -> Vec<(Part, Message)> {
        let mut all = Vec::new();
        if !self.keys.is_empty() {
            let keys: Vec<_> = self.keys.iter().copied().collect();
            all.push((Part::Documents, Message::Run(&DOCUMENTS, key_lists(&keys))));
        }
        let ids: BTreeSet<_> = self.ids.union(&self.walks).copied().collect();
        if !ids.is_empty() {
            all.push((Part::Documents, Message::Run(&DOCUMENTS_BY_ID, by_id(&ids))));
        }
        for (find, after, limit) in &self.pages {
            let Some((question, key)) = find.document_key() else { continue };
            let values: Vec<Value> = vec![
                Box::new(shard_of_key(&key).cell()),
                Box::new(i16::from(question)),
                Box::new(key),
                Box::new(after.clone().unwrap_or_default()),
                Box::new(i64::from(*limit)),
            ];
            all.push((Part::Page(*find, after.clone(), *limit), Message::Run(&FOUND, values)));
        }
        for (stream, before, limit) in &self.items {
            let mut values = stream_values(*stream);
            values.push(Box::new(before.map_or(Uuid::max(), ItemId::uuid)));
            values.push(Box::new(i64::from(*limit)));
            all.push((Part::Items(*stream, *before, *limit), Message::Run(&ITEMS, values)));
        }
        for stream in &self.unseen {
            all.push((Part::Unseen(*stream), Message::Run(&UNSEEN, stream_values(*stream))));
        }
        if !self.counters.is_empty() {
            let counters: Vec<_> = self.counters.iter().collect();
            let values = vec![
                list(&counters, |counter| counter.shard().cell()),
                list(&counters, |counter| counter.family),
                list(&counters, |counter| counter.name.clone()),
            ];
            all.push((Part::Counters, Message::Run(&COUNTERS, values)));
        }
        all
    }
}

fn stream_values(stream: Stream) -> Vec<Value> {
    vec![Box::new(stream.shard().cell()), Box::new(i16::from(stream.kind())), Box::new(stream.family())]
}

fn key_lists(keys: &[DocumentKey]) -> Vec<Value> {
    vec![
        list(keys, |key| PersonId::from_uuid(key.family()).shard().cell()),
        list(keys, |key| i16::from(key.kind().number())),
        list(keys, |key| key.id()),
        list(keys, |key| key.family()),
    ]
}

impl Fetched {
    /// Takes in the rows of one statement.
    pub(super) fn take_documents(&mut self, part: Part, rows: &[Columns]) -> Result<(), StoreError> {
        match part {
            Part::Documents => rows.iter().try_for_each(|row| {
                self.keep(codec::document(row)?);
                Ok(())
            }),
            Part::Page(find, after, limit) => {
                let mut page = Vec::with_capacity(rows.len());
                for row in rows {
                    let (place, found) = codec::placed(row)?;
                    page.push((place, found.stored.clone()));
                    self.keep(found);
                }
                self.pages.insert((find, after, limit), page);
                Ok(())
            }
            Part::Items(stream, before, limit) => {
                let items = rows.iter().map(codec::item).collect::<Result<_, _>>()?;
                self.items.insert((stream, before, limit), items);
                Ok(())
            }
            Part::Unseen(stream) => {
                let count = rows.first().map(number).transpose()?.unwrap_or_default();
                self.unseen.insert(stream, count);
                Ok(())
            }
            Part::Counters => rows.iter().try_for_each(|row| {
                let (counter, count) = codec::counter(row)?;
                self.counters.insert(counter, count);
                Ok(())
            }),
        }
    }

    /// Notes what is known now that what was wanted has been answered.
    pub(super) fn learn_documents(&mut self, wanted: &Wanted) {
        self.known.extend(wanted.keys.iter().copied().map(Ask::Document));
        self.known.extend(wanted.ids.union(&wanted.walks).map(|(kind, id)| Ask::DocumentById(*kind, *id)));
        let pages = wanted.pages.iter().cloned();
        self.known.extend(pages.map(|(find, after, limit)| Ask::Page(find, after, limit)));
        self.known.extend(wanted.items.iter().map(|(stream, before, limit)| Ask::Items(*stream, *before, *limit)));
        self.known.extend(wanted.unseen.iter().copied().map(Ask::Unseen));
        self.known.extend(wanted.counters.iter().cloned().map(Ask::Counter));
    }
}

/// Returns the workspace's own secret: `fresh`, where none was kept yet.
pub(super) async fn secret(connection: &Connection<'_>, fresh: [u8; 32]) -> Result<[u8; 32], StoreError> {
    let values: Vec<Value> = vec![Box::new(fresh.to_vec())];
    let begin = connection.begin("READ COMMITTED READ WRITE");
    let messages = [begin, Message::Run(&SECRET, values), Message::Plain("COMMIT".to_owned())];
    let outcomes = run(connection, &messages, "reading the secret").await?;
    let row = outcomes.get(1).and_then(|rows| rows.first());
    row.map(kept_secret).transpose().map(|kept| kept.unwrap_or(fresh))
}

/// Returns whether a row is a document of a kind and id.
pub(super) fn is_document(row: &Row, kind: i16, id: Uuid) -> bool {
    match row.key() {
        RowKey::Document(key) => (i16::from(key.kind().number()), key.id()) == (kind, id),
        _ => false,
    }
}
