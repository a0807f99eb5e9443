//! Giving what decides access as of one instant, table by table, and telling those who follow.

use core::sync::atomic::{AtomicU64, Ordering};
use core::time::Duration;
use std::sync::Arc;

use tokio::sync::{Mutex, Notify};
use tokio_postgres::Row as Columns;

use super::cells::Cells;
use super::connection::{Connection, Connections, Message, Sql};
use super::documents::document_columns;
use super::outbox::{self, run};
use super::{codec, documents};
use crate::domain::document::Document;
use crate::domain::sync::Seen;
use crate::domain::text::fold;
use crate::domain::track::Condition;
use crate::ports::store::{Followers, Row, StoreError, SurveySink, Surveyed};

/// How often it is looked, for those who follow, whether another node has committed something.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// How many rows go by at a time.
const AT_ONCE: usize = 5_000;

type Read = fn(&Columns, &mut SurveySink) -> Result<(), StoreError>;

macro_rules! table {
    ($name:literal, $read:expr, $($sql:expr),*) => {
        (
            concat!("DECLARE ", $name, " NO SCROLL CURSOR FOR ", $($sql),*),
            &Sql { text: concat!("FETCH 5000 FROM ", $name), types: &[] },
            $read,
        )
    };
}

/// What is given, in order; the documents are buckets and, behind them, what is in them.
static TABLES: [(&str, &Sql, Read); 5] = [
    table!("cowrite_people", person, "SELECT p.id FROM cowrite.person p"),
    table!("cowrite_albums", group, "SELECT g.id, g.owner, g.parent FROM cowrite.groups g WHERE NOT g.deleted"),
    table!(
        "cowrite_songs",
        track,
        "SELECT t.id, t.owner, t.group_id, t.archived, t.condition, t.stage, t.title_fold, t.tags \
         FROM cowrite.track t WHERE t.condition <> 2 ORDER BY t.id"
    ),
    table!(
        "cowrite_standings",
        standing,
        "SELECT m.scope_kind, m.scope_id, m.person, m.standing FROM cowrite.member m WHERE m.standing <> 0"
    ),
    table!(
        "cowrite_placings",
        document,
        "SELECT ",
        document_columns!(),
        " FROM cowrite.document d WHERE d.kind IN (6, 7) ORDER BY d.kind"
    ),
];

fn person(row: &Columns, sink: &mut SurveySink) -> Result<(), StoreError> {
    sink(Surveyed::Person(Cells::of("person", 1, row).take()?));
    Ok(())
}

fn group(row: &Columns, sink: &mut SurveySink) -> Result<(), StoreError> {
    let mut cells = Cells::of("groups", 1, row);
    sink(Surveyed::Group { id: cells.take()?, owner: cells.take()?, parent: cells.take()? });
    Ok(())
}

fn track(row: &Columns, sink: &mut SurveySink) -> Result<(), StoreError> {
    let mut cells = Cells::of("track", 1, row);
    let (id, owner, group, archived) = (cells.take()?, cells.take()?, cells.take()?, cells.take()?);
    let condition: Condition = cells.take()?;
    let (stage, title_key): (String, String) = (cells.take()?, cells.take()?);
    let tags: Vec<String> = cells.take()?;
    let tags: Vec<String> = tags.iter().map(|tag| fold(tag)).collect();
    let taken_down = condition == Condition::TakenDown;
    let (stage, title_key) = (stage.as_str(), title_key.as_str());
    sink(Surveyed::Track { id, owner, group, stage, title_key, tags: &tags, archived, taken_down });
    Ok(())
}

fn standing(row: &Columns, sink: &mut SurveySink) -> Result<(), StoreError> {
    let mut cells = Cells::of("member", 3, row);
    sink(Surveyed::Standing { scope: cells.scope()?, person: cells.take()?, standing: cells.take()? });
    Ok(())
}

fn document(row: &Columns, sink: &mut SurveySink) -> Result<(), StoreError> {
    match documents::document(row)?.stored.row {
        Row::Document(Document::Bucket(bucket)) if !bucket.deleted => {
            sink(Surveyed::Bucket { id: bucket.id, person: bucket.person });
        }
        Row::Document(Document::Placement(placement)) => {
            if let Some(bucket) = placement.bucket {
                sink(Surveyed::Placement { person: placement.person, track: placement.track, bucket });
            }
        }
        _ => {}
    }
    Ok(())
}

/// Gives what decides access in one transaction, and returns the commits that are in it.
pub(super) async fn survey(connection: &Connection<'_>, mut sink: SurveySink) -> Result<Seen, StoreError> {
    let doing = "reading what decides access";
    let settings = "SET LOCAL enable_seqscan = on; SET LOCAL statement_timeout = 0; \
         SET LOCAL idle_in_transaction_session_timeout = 0";
    let begin = [
        connection.begin("REPEATABLE READ READ ONLY"),
        Message::Plain(settings.to_owned()),
        Message::Run(&outbox::SEEN, Vec::new()),
    ];
    let begun = run(connection, &begin, doing).await?;
    let seen = begun.get(2).and_then(|rows| rows.first()).map(codec::seen).transpose()?.unwrap_or_default();
    for (declare, fetch, read) in &TABLES {
        run(connection, &[Message::Plain((*declare).to_owned())], doing).await?;
        loop {
            let rows = run(connection, &[Message::Run(fetch, Vec::new())], doing).await?;
            let rows = rows.into_iter().next().unwrap_or_default();
            rows.iter().try_for_each(|row| read(row, &mut sink))?;
            if rows.len() < AT_ONCE {
                break;
            }
        }
    }
    run(connection, &[Message::Plain("COMMIT".to_owned())], doing).await?;
    Ok(seen)
}

/// Those who follow, and who reads on for them: whatever is asked for together is read once.
#[derive(Debug, Default)]
pub(super) struct Following {
    pub(super) followers: Followers,
    asked: AtomicU64,
    /// Up to which of what was asked it has been looked, and why nobody could be told.
    looked: Mutex<(u64, Option<StoreError>)>,
    closing: Notify,
}

impl Following {
    /// Returns when those who follow have been told of everything that was committed before the call.
    pub(super) async fn catch_up(&self, connections: &Arc<Connections>) -> Result<(), StoreError> {
        if self.followers.is_empty() {
            return Ok(());
        }
        let mine = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
        let mut looked = self.looked.lock().await;
        let (done, failure) = &*looked;
        if *done >= mine {
            // Who has waited for a look that failed does not wait for another: the next would take as long.
            return failure.clone().map_or(Ok(()), Err);
        }
        // Whoever has asked by now has committed before this reads.
        let asked = self.asked.load(Ordering::SeqCst);
        let feed = |since: Seen, after: u64, limit: u32| {
            let connections = Arc::clone(connections);
            Box::pin(async move { outbox::feed(&connections, &since, after, limit).await }) as _
        };
        let outcome = self.followers.catch_up(feed).await;
        *looked = (asked, outcome.clone().err());
        outcome
    }

    /// Looks again and again what other nodes have committed, until the store is closed.
    pub(super) async fn look(&self, connections: &Arc<Connections>) {
        while tokio::time::timeout(LOOK_EVERY, self.closing.notified()).await.is_err() {
            // Where the server is away now it is tried again.
            drop(self.catch_up(connections).await);
        }
    }

    pub(super) fn close(&self) {
        self.closing.notify_one();
    }
}
