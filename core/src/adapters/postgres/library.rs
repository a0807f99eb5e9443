//! Where tracks stand in the orders of a library: for as many sources as there are, one statement for each kind and order.

use std::collections::{BTreeMap, BTreeSet};

use tokio_postgres::Row as Columns;
use tokio_postgres::types::Type;
use uuid::Uuid;

use super::cell::Cell;
use super::codec::shard_of;
use super::connection::{Message, Sql, Value};
use super::failure::failed;
use super::put::list;
use super::rows::Fetched;
use crate::domain::library::{LibrarySort, TrackPlace, TrackSource};
use crate::id::TrackId;
use crate::ports::store::{Find, StoreError};

const NEWEST: &[Type] = &[Type::UUID_ARRAY, Type::UUID_ARRAY, Type::INT8_ARRAY];
const BY_TITLE: &[Type] = &[Type::UUID_ARRAY, Type::UUID_ARRAY, Type::INT8_ARRAY, Type::TEXT_ARRAY];

/// What is after a place in one source, for each of many: the place is part of the index that is read.
macro_rules! newest {
    ($from:literal, $id:literal) => {
        Sql {
            text: concat!(
                "SELECT k.n, '', x.id FROM unnest($1::uuid[], $2::uuid[], $3::bigint[]) \
                 WITH ORDINALITY AS k(id, after, most, n) CROSS JOIN LATERAL (SELECT ",
                $id,
                " AS id FROM ",
                $from,
                " AND ",
                $id,
                " < k.after ORDER BY ",
                $id,
                " DESC LIMIT k.most) AS x"
            ),
            types: NEWEST,
        }
    };
}

macro_rules! by_title {
    ($from:literal) => {
        Sql {
            text: concat!(
                "SELECT k.n, x.title_fold, x.id FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[]) \
                 WITH ORDINALITY AS k(id, after, most, title, n) \
                 CROSS JOIN LATERAL (SELECT t.title_fold, t.id FROM ",
                $from,
                " AND (t.title_fold, t.id) > (k.title, k.after) ORDER BY t.title_fold, t.id LIMIT k.most) AS x"
            ),
            types: BY_TITLE,
        }
    };
}

static OF: Sql = newest!("cowrite.track t WHERE t.condition <> 2 AND t.owner = k.id", "t.id");
static IN: Sql =
    newest!("cowrite.track t WHERE t.condition <> 2 AND t.group_id = k.id AND t.group_id IS NOT NULL", "t.id");
static WITH: Sql =
    newest!("cowrite.member m WHERE m.person = k.id AND m.scope_kind = 1 AND m.standing BETWEEN 1 AND 3", "m.scope_id");
static OF_BY_TITLE: Sql = by_title!("cowrite.track t WHERE t.condition <> 2 AND t.owner = k.id");
static IN_BY_TITLE: Sql =
    by_title!("cowrite.track t WHERE t.condition <> 2 AND t.group_id = k.id AND t.group_id IS NOT NULL");
static WITH_BY_TITLE: Sql = by_title!(
    "cowrite.member m JOIN cowrite.track t ON t.shard = m.shard AND t.id = m.scope_id \
     WHERE m.person = k.id AND m.scope_kind = 1 AND m.standing BETWEEN 1 AND 3"
);
/// The newest come first where a place is the complement of its id.
static PLACED: Sql = Sql {
    text: "SELECT k.n, '', x.id FROM unnest($1::uuid[], $2::bytea[], $3::bigint[], $4::smallint[], $5::bytea[]) \
           WITH ORDINALITY AS k(id, after, most, shard, key, n) CROSS JOIN LATERAL (SELECT f.id FROM cowrite.found f \
           WHERE f.shard = k.shard AND f.question = 9 AND f.key = k.key AND f.place > k.after \
           ORDER BY f.place LIMIT k.most) AS x",
    types: &[Type::UUID_ARRAY, Type::BYTEA_ARRAY, Type::INT8_ARRAY, Type::INT2_ARRAY, Type::BYTEA_ARRAY],
};
static PLACED_BY_TITLE: Sql = Sql {
    text: concat!(
        "SELECT k.n, x.title_fold, x.id \
         FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[], $5::smallint[], $6::bytea[]) \
         WITH ORDINALITY AS k(id, after, most, title, shard, key, n) \
         CROSS JOIN LATERAL (SELECT t.title_fold, t.id FROM cowrite.found f JOIN cowrite.track t ON t.shard = ",
        shard_of!("f.id"),
        " AND t.id = f.id WHERE f.shard = k.shard AND f.question = 9 AND f.key = k.key \
         AND (t.title_fold, t.id) > (k.title, k.after) ORDER BY t.title_fold, t.id LIMIT k.most) AS x"
    ),
    types: &[
        Type::UUID_ARRAY,
        Type::UUID_ARRAY,
        Type::INT8_ARRAY,
        Type::TEXT_ARRAY,
        Type::INT2_ARRAY,
        Type::BYTEA_ARRAY,
    ],
};

#[cfg(test)]
#[cfg(feature = "testing")]
pub(super) static STATEMENTS: [&Sql; 8] =
    [&OF, &IN, &WITH, &PLACED, &OF_BY_TITLE, &IN_BY_TITLE, &WITH_BY_TITLE, &PLACED_BY_TITLE];

/// What is asked of a source: in which order, after which place, and how many.
pub(super) type OrderAsked = (TrackSource, LibrarySort, Option<TrackPlace>, u32);

/// Returns the statements that fetch places, each with what its rows are of.
pub(super) fn statements(asked: &BTreeSet<OrderAsked>) -> Vec<(Vec<OrderAsked>, Message)> {
    let mut by_kind: BTreeMap<(u8, LibrarySort), Vec<OrderAsked>> = BTreeMap::new();
    for ask in asked {
        let kind = match ask.0 {
            TrackSource::Of(_) => 0,
            TrackSource::In(_) => 1,
            TrackSource::With(_) => 2,
            TrackSource::Placed(..) => 3,
        };
        by_kind.entry((kind, ask.1)).or_default().push(ask.clone());
    }
    let statement = |((kind, sort), asked): ((u8, LibrarySort), Vec<OrderAsked>)| {
        let sql = match (kind, sort) {
            (0, LibrarySort::Newest) => &OF,
            (1, LibrarySort::Newest) => &IN,
            (2, LibrarySort::Newest) => &WITH,
            (_, LibrarySort::Newest) => &PLACED,
            (0, LibrarySort::Title) => &OF_BY_TITLE,
            (1, LibrarySort::Title) => &IN_BY_TITLE,
            (2, LibrarySort::Title) => &WITH_BY_TITLE,
            (_, LibrarySort::Title) => &PLACED_BY_TITLE,
        };
        let values = values(kind == 3, sort, &asked);
        (asked, Message::Run(sql, values))
    };
    by_kind.into_iter().map(statement).collect()
}

fn values(is_placed: bool, sort: LibrarySort, asked: &[OrderAsked]) -> Vec<Value> {
    let id = |source: &TrackSource| match source {
        TrackSource::Of(person) | TrackSource::With(person) => person.uuid(),
        TrackSource::In(group) => group.uuid(),
        TrackSource::Placed(_, bucket) => bucket.uuid(),
    };
    let none = if sort == LibrarySort::Newest { Uuid::max() } else { Uuid::nil() };
    let after = |place: &Option<TrackPlace>| place.as_ref().map_or(none, |place| place.track.uuid());
    let after = match (is_placed, sort) {
        (true, LibrarySort::Newest) => {
            list(asked, |(_, _, place, _)| after(place).into_bytes().map(|byte| !byte).to_vec())
        }
        _ => list(asked, |(_, _, place, _)| after(place)),
    };
    let mut values = vec![list(asked, |(source, ..)| id(source)), after, list(asked, |(.., most)| i64::from(*most))];
    if sort == LibrarySort::Title {
        let title = |place: &Option<TrackPlace>| place.as_ref().map_or(String::new(), |place| place.title.clone());
        values.push(list(asked, |(_, _, place, _)| title(place)));
    }
    if is_placed {
        values.push(list(asked, |(source, ..)| crate::id::PersonId::from_uuid(id(source)).shard().cell()));
        let key = |source: &TrackSource| Find::of_source(source).document_key().map(|(_, key)| key).unwrap_or_default();
        values.push(list(asked, |(source, ..)| key(source)));
    }
    values
}

impl Fetched {
    /// Takes in where tracks stand in what was asked of sources.
    pub(super) fn take_orders(&mut self, asked: &[OrderAsked], rows: &[Columns]) -> Result<(), StoreError> {
        let mut all: Vec<Vec<TrackPlace>> = vec![Vec::new(); asked.len()];
        for row in rows {
            let read = || Ok((row.try_get::<_, i64>(0)?, row.try_get(1)?, row.try_get(2)?));
            let (number, title, id): (i64, String, Uuid) = read().map_err(|error| failed("reading", error))?;
            let of = usize::try_from(number.saturating_sub(1)).ok().and_then(|number| all.get_mut(number));
            if let Some(places) = of {
                places.push(TrackPlace { title, track: TrackId::from_uuid(id) });
            }
        }
        for (ask, mut places) in asked.iter().zip(all) {
            places.sort_by(|one, other| ask.1.compare(one, other));
            self.orders.insert(ask.clone(), places);
        }
        Ok(())
    }
}
