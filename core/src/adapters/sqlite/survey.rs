//! Giving what decides access, table by table inside one transaction, and telling those who follow.

use rusqlite::{Connection, Row as Columns};

use super::codec::{self, Cells};
use super::columns::{document_columns, group_sound, member_sound, person_sound, track_sound};
use super::in_snapshot;
use super::outbox::feed;
use super::rows::Snapshot;
use super::whole::each;
use crate::domain::access::Standing;
use crate::domain::document::Document;
use crate::domain::sync::Seen;
use crate::domain::text::fold;
use crate::domain::track::Condition;
use crate::ports::store::{Followers, Row, Rows, StoreError, SurveyCounts, SurveySink, Surveyed};

const COUNTS: &str = "SELECT (SELECT count(*) FROM person), (SELECT count(*) FROM track), \
     (SELECT count(*) FROM member WHERE standing <> 0)";
const PERSONS: &str = concat!("SELECT id, ", person_sound!(), " FROM person ORDER BY id");
// What is not given is read all the same: whether it is not may be what has flipped.
const GROUPS: &str = concat!("SELECT id, owner, parent, deleted, ", group_sound!(), " FROM groups ORDER BY id");
const TRACKS: &str = concat!(
    "SELECT id, owner, group_id, archived, condition, stage, title_fold, tags, ",
    track_sound!(),
    " FROM track ORDER BY id"
);
const STANDINGS: &str = concat!(
    "SELECT m.scope_kind, m.scope_id, m.person, m.standing, ",
    member_sound!(),
    " FROM member m ORDER BY m.scope_kind, m.scope_id, m.person"
);
// Buckets and, behind them, what is in them.
const DOCUMENTS: &str =
    concat!("SELECT ", document_columns!(), " FROM document d WHERE d.kind BETWEEN 6 AND 7 ORDER BY d.kind");

/// What most tracks have for tags.
const NO_TAGS: &str = "[]";

/// Gives what decides access inside one transaction, and returns the commits that are in it.
pub(super) fn survey(connection: &Connection, mut sink: SurveySink) -> Result<Seen, StoreError> {
    let (revision, _) = Snapshot::of(connection).last()?;
    each(connection, "member", COUNTS, |row| {
        let mut cells = Cells::of("member", 0, row);
        let counts = SurveyCounts { people: cells.take()?, tracks: cells.take()?, standings: cells.take()? };
        sink(Surveyed::Counts(counts));
        Ok(())
    })?;
    each(connection, "person", PERSONS, |row| {
        let mut cells = Cells::of("person", 1, row);
        let id = cells.take()?;
        cells.sound()?;
        sink(Surveyed::Person(id));
        Ok(())
    })?;
    each(connection, "groups", GROUPS, |row| {
        let mut cells = Cells::of("groups", 1, row);
        let (id, owner, parent) = (cells.take()?, cells.take()?, cells.take()?);
        let is_deleted: bool = cells.take()?;
        cells.sound()?;
        if !is_deleted {
            sink(Surveyed::Group { id, owner, parent });
        }
        Ok(())
    })?;
    each(connection, "track", TRACKS, |row| track(row, &mut sink))?;
    each(connection, "member", STANDINGS, |row| {
        let mut cells = Cells::of("member", 3, row);
        let (scope, person, standing) = (cells.scope()?, cells.take()?, cells.take()?);
        cells.sound()?;
        if standing != Standing::None {
            sink(Surveyed::Standing { scope, person, standing });
        }
        Ok(())
    })?;
    each(connection, "document", DOCUMENTS, |row| {
        match codec::document(row)?.row {
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
    })?;
    Ok(Seen::up_to(revision))
}

fn track(row: &Columns<'_>, sink: &mut SurveySink) -> Result<(), StoreError> {
    let mut cells = Cells::of("track", 1, row);
    let (id, owner, group, archived) = (cells.take()?, cells.take()?, cells.take()?, cells.take()?);
    let condition: Condition = cells.take()?;
    let (stage, title_key, tags) = (text(&mut cells)?, text(&mut cells)?, text(&mut cells)?);
    cells.sound()?;
    if condition == Condition::Deleted {
        return Ok(());
    }
    let mut keys: Vec<String> = Vec::new();
    if tags != NO_TAGS {
        let tags: Vec<String> =
            serde_json::from_str(tags).map_err(|_| cells.damaged("is not a list of text as JSON"))?;
        keys.extend(tags.iter().map(|tag| fold(tag)));
    }
    let taken_down = condition == Condition::TakenDown;
    sink(Surveyed::Track { id, owner, group, stage, title_key, tags: &keys, archived, taken_down });
    Ok(())
}

/// Reads text where it lies.
fn text<'r>(cells: &mut Cells<'r, '_>) -> Result<&'r str, StoreError> {
    cells.raw()?.as_str().map_err(|_| cells.damaged("is not text"))
}

/// Tells those who follow whatever they have not been told, each as of one transaction.
pub(super) fn catch_up(connection: &Connection, followers: &Followers) -> Result<(), StoreError> {
    followers.catch_up_with(|since, after, limit| {
        in_snapshot(connection, |connection| feed(connection, since, after, limit))
    })
}
