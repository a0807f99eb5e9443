//! Writing documents with the questions that find them, adding to streams, marking in them, and counting.

use std::collections::BTreeSet;

use tokio_postgres::types::Type;
use uuid::Uuid;

use super::{key_lists, shard_of_key, stream_values};
use crate::adapters::postgres::cell::Cell;
use crate::adapters::postgres::change::json;
use crate::adapters::postgres::connection::{Message, Sql, Value};
use crate::adapters::postgres::put::list;
use crate::domain::document::{Document, DocumentKey};
use crate::domain::item::{Counter, Item, Mark, Spend};
use crate::id::PersonId;
use crate::ports::store::{Find, StoreError};

const SMALLS: Type = Type::INT2_ARRAY;
const LONGS: Type = Type::INT8_ARRAY;
const IDS: Type = Type::UUID_ARRAY;
const TEXTS: Type = Type::TEXT_ARRAY;
const FLAGS: Type = Type::BOOL_ARRAY;
const BYTES: Type = Type::BYTEA_ARRAY;

static PUT: Sql = Sql {
    text: "INSERT INTO cowrite.document (shard, kind, id, family, version, body, stamp) \
           SELECT k.*, current_setting('cowrite.stamp')::bigint \
           FROM unnest($1::smallint[], $2::smallint[], $3::uuid[], $4::uuid[], $5::bigint[], $6::text[]) AS k \
           ON CONFLICT (shard, kind, id, family) DO UPDATE SET \
           version = excluded.version, body = excluded.body, stamp = excluded.stamp",
    types: &[SMALLS, SMALLS, IDS, IDS, LONGS, TEXTS],
};

/// Takes away by which questions documents ($1 to $3) were found and are no more ($4 to $6).
pub(super) static UNFIND: Sql = Sql {
    text: "DELETE FROM cowrite.found f USING unnest($1::smallint[], $2::uuid[], $3::uuid[]) AS k(kind, id, family) \
           WHERE f.kind = k.kind AND f.id = k.id AND f.family = k.family AND NOT EXISTS (SELECT 1 \
           FROM unnest($4::smallint[], $5::bytea[], $6::bytea[], $7::smallint[], $8::uuid[], $9::uuid[]) \
           AS n(question, key, place, kind, id, family) \
           WHERE n.question = f.question AND n.key = f.key AND n.place = f.place \
           AND n.kind = f.kind AND n.id = f.id AND n.family = f.family)",
    types: &[SMALLS, IDS, IDS, SMALLS, BYTES, BYTES, SMALLS, IDS, IDS],
};

static FIND: Sql = Sql {
    text: "INSERT INTO cowrite.found (question, key, place, kind, id, family, shard, family_shard) \
           SELECT k.* FROM unnest($1::smallint[], $2::bytea[], $3::bytea[], $4::smallint[], $5::uuid[], $6::uuid[], \
           $7::smallint[], $8::smallint[]) AS k ON CONFLICT DO NOTHING",
    types: &[SMALLS, BYTES, BYTES, SMALLS, IDS, IDS, SMALLS, SMALLS],
};

static ADD: Sql = Sql {
    text: "INSERT INTO cowrite.item (shard, kind, family, id, seen, hidden, body) \
           SELECT k.* FROM unnest($1::smallint[], $2::smallint[], $3::uuid[], $4::uuid[], $5::boolean[], \
           $6::boolean[], $7::text[]) AS k",
    types: &[SMALLS, SMALLS, IDS, IDS, FLAGS, FLAGS, TEXTS],
};

pub(super) static MARK: Sql = Sql {
    text: "UPDATE cowrite.item i SET seen = i.seen OR NOT $6::boolean, hidden = i.hidden OR $6::boolean \
           WHERE i.shard = $1 AND i.kind = $2 AND i.family = $3 AND i.id >= $4 AND i.id <= $5 \
           AND NOT CASE WHEN $6::boolean THEN i.hidden ELSE i.seen END",
    types: &[Type::INT2, Type::INT2, Type::UUID, Type::UUID, Type::UUID, Type::BOOL],
};

/// Counts one more, and divides by zero where that would pass the bound.
pub(super) static SPEND: Sql = Sql {
    text: "WITH spent AS (INSERT INTO cowrite.counter AS c (shard, family, name, count) \
           SELECT $1::smallint, $2::uuid, $3::text, 1 WHERE $4::bigint >= 1 \
           ON CONFLICT (shard, family, name) DO UPDATE SET count = c.count + 1 WHERE c.count < $4::bigint RETURNING 1) \
           SELECT 1 / CASE WHEN (SELECT count(*) FROM spent) = 1 THEN 1 ELSE 0 END",
    types: &[Type::INT2, Type::UUID, Type::TEXT, Type::INT8],
};

static COUNT: Sql = Sql {
    text: "INSERT INTO cowrite.counter (shard, family, name, count) \
           SELECT k.* FROM unnest($1::smallint[], $2::uuid[], $3::text[], $4::bigint[]) AS k",
    types: &[SMALLS, IDS, TEXTS, LONGS],
};

static DELETE: Sql = Sql {
    text: "DELETE FROM cowrite.document d \
           USING unnest($1::smallint[], $2::smallint[], $3::uuid[], $4::uuid[]) AS k(shard, kind, id, family) \
           WHERE d.shard = k.shard AND d.kind = k.kind AND d.id = k.id AND d.family = k.family",
    types: &[SMALLS, SMALLS, IDS, IDS],
};

/// Returns the statements that write documents in place of what was there, and by which questions they are found.
pub(in crate::adapters::postgres) fn put(rows: &[(u64, &Document)]) -> Result<Vec<Message>, StoreError> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let keys: Vec<DocumentKey> = rows.iter().map(|(_, document)| document.key()).collect();
    let bodies: Vec<String> = rows.iter().map(|(_, document)| json(document)).collect::<Result<_, _>>()?;
    let mut values = key_lists(&keys);
    values.push(list(rows, |(version, _)| version.cell()));
    values.push(Box::new(bodies));
    let mut all = vec![Message::Run(&PUT, values)];
    let mut entries: Vec<(i16, Vec<u8>, Vec<u8>, DocumentKey)> = Vec::new();
    for (_, document) in rows {
        for find in Find::all_finding_document(document) {
            let Some((question, key)) = find.document_key() else { continue };
            entries.push((question.into(), key, find.place(document), document.key()));
        }
    }
    // One order for all, so that no two wait for each other.
    entries.sort();
    let found = |entries: &[(i16, Vec<u8>, Vec<u8>, DocumentKey)]| -> Vec<Value> {
        vec![
            list(entries, |entry| entry.0),
            list(entries, |entry| entry.1.clone()),
            list(entries, |entry| entry.2.clone()),
            list(entries, |entry| i16::from(entry.3.kind().number())),
            list(entries, |entry| entry.3.id()),
            list(entries, |entry| entry.3.family()),
        ]
    };
    let old: Vec<DocumentKey> =
        rows.iter().filter(|(version, _)| *version > 1).map(|(_, document)| document.key()).collect();
    if !old.is_empty() {
        let mut values = vec![
            list(&old, |key| i16::from(key.kind().number())),
            list(&old, |key| key.id()),
            list(&old, |key| key.family()),
        ];
        values.extend(found(&entries));
        all.push(Message::Run(&UNFIND, values));
    }
    if !entries.is_empty() {
        let mut values = found(&entries);
        values.push(list(&entries, |entry| shard_of_key(&entry.1).cell()));
        values.push(list(&entries, |entry| PersonId::from_uuid(entry.3.family()).shard().cell()));
        all.push(Message::Run(&FIND, values));
    }
    Ok(all)
}

/// Returns the statements that take documents away, with what found them.
pub(in crate::adapters::postgres) fn delete(keys: &[DocumentKey]) -> Vec<Message> {
    let none = Vec::<i16>::new;
    let values: Vec<Value> = vec![
        list(keys, |key| i16::from(key.kind().number())),
        list(keys, |key| key.id()),
        list(keys, |key| key.family()),
        Box::new(none()),
        Box::new(Vec::<Vec<u8>>::new()),
        Box::new(Vec::<Vec<u8>>::new()),
        Box::new(none()),
        Box::new(Vec::<Uuid>::new()),
        Box::new(Vec::<Uuid>::new()),
    ];
    vec![Message::Run(&UNFIND, values), Message::Run(&DELETE, key_lists(keys))]
}

/// Returns the statements that add to streams, mark in them, and count.
pub(in crate::adapters::postgres) fn additions(
    items: &[Item],
    marks: &BTreeSet<Mark>,
    spends: &[Spend],
) -> Result<Vec<Message>, StoreError> {
    let mut all = Vec::new();
    if !items.is_empty() {
        let bodies: Vec<String> = items.iter().map(|item| json(&item.body)).collect::<Result<_, _>>()?;
        let values = vec![
            list(items, |item| item.stream.shard().cell()),
            list(items, |item| i16::from(item.stream.kind())),
            list(items, |item| item.stream.family()),
            list(items, |item| item.id.uuid()),
            list(items, |item| item.seen),
            list(items, |item| item.hidden),
            Box::new(bodies),
        ];
        all.push(Message::Run(&ADD, values));
    }
    for Mark { stream, item, and_before, hides } in marks {
        let first = if *and_before { Uuid::nil() } else { item.uuid() };
        let mut values = stream_values(*stream);
        values.extend([Box::new(first) as Value, Box::new(item.uuid()), Box::new(*hides)]);
        all.push(Message::Run(&MARK, values));
    }
    // One order for all, so that no two wait for each other.
    let mut spends: Vec<&Spend> = spends.iter().collect();
    spends.sort();
    for Spend { counter, at_most } in spends {
        let values: Vec<Value> = vec![
            Box::new(counter.shard().cell()),
            Box::new(counter.family),
            Box::new(counter.name.clone()),
            Box::new(at_most.unwrap_or(u64::MAX).cell()),
        ];
        all.push(Message::Run(&SPEND, values));
    }
    Ok(all)
}

/// Returns the statement that takes counters as they were elsewhere.
pub(in crate::adapters::postgres) fn take_counters(counters: &[(Counter, u64)]) -> Message {
    let values = vec![
        list(counters, |(counter, _)| counter.shard().cell()),
        list(counters, |(counter, _)| counter.family),
        list(counters, |(counter, _)| counter.name.clone()),
        list(counters, |(_, count)| count.cell()),
    ];
    Message::Run(&COUNT, values)
}
