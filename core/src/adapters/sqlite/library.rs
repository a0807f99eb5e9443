//! Where tracks stand in the orders of a library, read from indexes alone.

use rusqlite::{Row as Columns, params};
use uuid::Uuid;

use super::connection::failed;
use super::rows::Snapshot;
use crate::domain::library::{LibrarySort, TrackPlace, TrackSource};
use crate::id::TrackId;
use crate::ports::store::{Find, StoreError};

macro_rules! newest {
    ($from:literal) => {
        concat!("SELECT '', id FROM track WHERE condition <> 2 AND ", $from, " AND id < ?2 ORDER BY id DESC LIMIT ?3")
    };
}
macro_rules! by_title {
    ($from:literal) => {
        concat!(
            "SELECT title_fold, id FROM track WHERE condition <> 2 AND ",
            $from,
            " AND (title_fold, id) > (?2, ?3) ORDER BY title_fold, id LIMIT ?4"
        )
    };
}

const OF: &str = newest!("owner = ?1");
const IN: &str = newest!("group_id = ?1 AND group_id IS NOT NULL");
const OF_BY_TITLE: &str = by_title!("owner = ?1");
const IN_BY_TITLE: &str = by_title!("group_id = ?1 AND group_id IS NOT NULL");
const WITH: &str = "SELECT '', scope_id FROM member \
     WHERE person = ?1 AND scope_kind = 1 AND standing BETWEEN 1 AND 3 AND scope_id < ?2 \
     ORDER BY scope_id DESC LIMIT ?3";
const WITH_BY_TITLE: &str = "SELECT t.title_fold, t.id FROM member m JOIN track t ON t.id = m.scope_id \
     WHERE m.person = ?1 AND m.scope_kind = 1 AND m.standing BETWEEN 1 AND 3 AND (t.title_fold, t.id) > (?2, ?3) \
     ORDER BY t.title_fold, t.id LIMIT ?4";
const PLACED: &str = "SELECT '', id FROM found WHERE question = ?1 AND key = ?2 AND place > ?3 ORDER BY place LIMIT ?4";
const PLACED_BY_TITLE: &str = "SELECT t.title_fold, t.id FROM found f JOIN track t ON t.id = f.id \
     WHERE f.question = ?1 AND f.key = ?2 AND (t.title_fold, t.id) > (?3, ?4) \
     ORDER BY t.title_fold, t.id LIMIT ?5";

/// Those that read an index in its order, and no more of it than they give.
#[cfg(test)]
#[cfg(feature = "testing")]
pub(super) const ORDERED: [&str; 6] = [OF, IN, OF_BY_TITLE, IN_BY_TITLE, WITH, PLACED];

/// Those that read all that one person has arranged, or was let into, one by one.
#[cfg(test)]
#[cfg(feature = "testing")]
pub(super) const SORTED: [&str; 2] = [WITH_BY_TITLE, PLACED_BY_TITLE];

impl Snapshot<'_> {
    pub(super) fn tracks_after(
        &self,
        source: &TrackSource,
        sort: LibrarySort,
        after: Option<&TrackPlace>,
        limit: u32,
    ) -> Result<Vec<TrackPlace>, StoreError> {
        let (one, newest, by_title) = match source {
            TrackSource::Of(person) => (person.uuid(), OF, OF_BY_TITLE),
            TrackSource::In(group) => (group.uuid(), IN, IN_BY_TITLE),
            TrackSource::With(person) => (person.uuid(), WITH, WITH_BY_TITLE),
            TrackSource::Placed(..) => return self.placed_after(source, sort, after, limit),
        };
        let one = one.into_bytes();
        match sort {
            LibrarySort::Newest => {
                let before = after.map_or(Uuid::max(), |place| place.track.uuid()).into_bytes();
                self.all(newest, params![one, before, limit], place)
            }
            LibrarySort::Title => {
                let (title, id) = begin(after);
                self.all(by_title, params![one, title, id, limit], place)
            }
        }
    }

    fn placed_after(
        &self,
        source: &TrackSource,
        sort: LibrarySort,
        after: Option<&TrackPlace>,
        limit: u32,
    ) -> Result<Vec<TrackPlace>, StoreError> {
        let Some((question, key)) = Find::of_source(source).document_key() else {
            return Ok(Vec::new());
        };
        match sort {
            LibrarySort::Newest => {
                // The newest come first where a place is the complement of its id.
                let after = after.map(|place| place.track.uuid().into_bytes().map(|byte| !byte).to_vec());
                self.all(PLACED, params![question, key, after.unwrap_or_default(), limit], place)
            }
            LibrarySort::Title => {
                let (title, id) = begin(after);
                self.all(PLACED_BY_TITLE, params![question, key, title, id, limit], place)
            }
        }
    }
}

fn begin(after: Option<&TrackPlace>) -> (&str, Vec<u8>) {
    after.map_or(("", Vec::new()), |place| (place.title.as_str(), place.track.uuid().into_bytes().to_vec()))
}

fn place(columns: &Columns<'_>) -> Result<TrackPlace, StoreError> {
    let read = || Ok((columns.get(0)?, columns.get::<_, [u8; 16]>(1)?));
    let (title, id) = read().map_err(|error| failed("reading", error))?;
    Ok(TrackPlace { title, track: TrackId::from_uuid(Uuid::from_bytes(id)) })
}
