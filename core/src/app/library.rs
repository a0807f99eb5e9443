//! The library: every track that the actor can view (ACC-4), as they have arranged it (LIB).

use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::activity::Paging;
use super::actor::Actor;
use super::seal::Seal;
use super::views::name_of;
use crate::domain::access::Level;
use crate::domain::details::{Bpm, Stage};
use crate::domain::document::Document;
use crate::domain::known_files::LatestVersion;
use crate::domain::library::{LibraryAsk, LibraryFilter, LibrarySort, Relation, TrackPlace};
use crate::domain::slice::Slice;
use crate::domain::split::{SplitStatus, Totals};
use crate::domain::text::{NAME_LIMIT, tidy};
use crate::error::Error;
use crate::id::{BucketId, GroupId, PersonId, Scope, TrackId};
use crate::ports::store::Need;

/// How many entries one side of a filter may have.
const SIDE_LIMIT: u32 = 100;

/// Which page of the library to read: which tracks, in which order, how many.
///
/// # Example: what others have shared, by title
///
/// ```
/// use cowrite::{LibraryQuery, LibrarySort, Paging, Relation};
///
/// let query = LibraryQuery::new().only(Relation::SharedWithMe).sorted(LibrarySort::Title).page(Paging::first(20));
/// # let _ = query;
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[must_use]
pub struct LibraryQuery {
    pub(super) filter: LibraryFilter,
    pub(super) sort: LibrarySort,
    pub(super) paging: Paging,
}

impl LibraryQuery {
    /// Asks for all tracks, newest first.
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks only for tracks that stand so to the actor.
    pub fn only(mut self, relation: Relation) -> Self {
        self.filter.relation.include.push(relation);
        self
    }

    /// Asks only for what a filter wants, in place of any other said before.
    pub fn filter(mut self, filter: LibraryFilter) -> Self {
        self.filter = filter;
        self
    }

    /// Asks for an order.
    pub fn sorted(mut self, sort: LibrarySort) -> Self {
        self.sort = sort;
        self
    }

    /// Asks for a page.
    pub fn page(mut self, paging: Paging) -> Self {
        self.paging = paging;
        self
    }

    /// Returns the query as it is meant: text as it is kept (REL-5), so that a title and what is looked for in it are alike.
    pub(super) fn tidied(mut self) -> Result<Self, Error> {
        let LibraryFilter { relation, group, bucket, stage, tags, archived: _, text } = &mut self.filter;
        let sides = [
            relation.include.len(),
            relation.exclude.len(),
            group.include.len(),
            group.exclude.len(),
            bucket.include.len(),
            bucket.exclude.len(),
            stage.include.len(),
            stage.exclude.len(),
            tags.include.len(),
            tags.exclude.len(),
        ];
        if sides.into_iter().any(|length| length > usize::try_from(SIDE_LIMIT).unwrap_or(usize::MAX)) {
            return Err(Error::LimitExceeded { field: "filter", limit: SIDE_LIMIT });
        }
        for stage in stage.include.iter_mut().chain(&mut stage.exclude) {
            *stage = stage.as_str().parse()?;
        }
        for tag in tags.include.iter_mut().chain(&mut tags.exclude) {
            *tag = tidy("tags", tag, NAME_LIMIT)?;
        }
        if let Some(text) = text {
            *text = tidy("text", text, NAME_LIMIT)?;
        }
        Ok(self)
    }

    /// Returns what the cursors of this listing are bound to: the person, the filter and the order.
    pub(super) fn bound(&self, person: PersonId) -> [u8; 32] {
        let bound = json!({ "person": person, "filter": self.filter, "sort": self.sort });
        Sha256::digest(bound.to_string()).into()
    }

    /// Returns the cursor for a place. The place may be that of a track which the person cannot view, and whose title is none of theirs: so it is sealed (ACC-5).
    pub(super) fn cursor(&self, seal: &Seal, person: PersonId, end: &TrackPlace) -> String {
        let place = [end.track.uuid().as_bytes().as_slice(), end.title.as_bytes()].concat();
        seal.close(&self.bound(person), &place)
    }

    /// Reads a cursor that an earlier page of this listing gave.
    pub(super) fn place_of(&self, seal: &Seal, person: PersonId, cursor: &str) -> Option<TrackPlace> {
        let place = seal.open(&self.bound(person), cursor)?;
        let (track, title) = place.split_first_chunk::<16>()?;
        let track = TrackId::from_uuid(Uuid::from_bytes(*track));
        Some(TrackPlace { title: String::from_utf8(title.to_vec()).ok()?, track })
    }
}

/// What cursors of the library are sealed for, and their form.
pub(super) const CURSOR_PURPOSE: &str = "cowrite library cursor 1";

impl From<Paging> for LibraryQuery {
    fn from(paging: Paging) -> Self {
        Self::new().page(paging)
    }
}

pub(super) fn hex<'a>(bytes: impl IntoIterator<Item = &'a u8>) -> String {
    bytes.into_iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A person as a row shows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Avatar {
    /// Who.
    pub person: PersonId,
    /// What they are called.
    pub name: Option<String>,
}

/// A group as a row shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct InGroup {
    /// Which.
    pub group: GroupId,
    /// What it is called.
    pub name: String,
}

/// Where the kinds of split of a track stand (SPL-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SplitStatuses {
    /// Of the recording.
    pub master: SplitStatus,
    /// Of the composition.
    pub publishing: SplitStatus,
    /// Of the songwriting.
    pub writer: SplitStatus,
}

impl From<Totals> for SplitStatuses {
    fn from(totals: Totals) -> Self {
        let Totals { master, publishing, writer } = totals;
        Self { master: master.status, publishing: publishing.status, writer: writer.status }
    }
}

/// A track in the library (LIB-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LibraryRow {
    /// Which track.
    pub track: TrackId,
    /// Its title.
    pub title: String,
    /// Who owns it.
    pub owner: PersonId,
    /// What the owner is called.
    pub owner_name: Option<String>,
    /// What the actor may do.
    pub level: Level,
    /// The scope that decided so.
    pub via: Scope,
    /// The first few of those who have access besides the owner, in the order in which they reached it.
    pub collaborators: Vec<Avatar>,
    /// How many these are in all.
    pub collaborator_count: usize,
    /// Where it stands.
    pub stage: Stage,
    /// Beats per minute.
    pub bpm: Option<Bpm>,
    /// The musical key.
    pub key: Option<String>,
    /// Its tags.
    pub tags: Vec<String>,
    /// Whether it was put aside.
    pub archived: bool,
    /// Where its splits stand.
    pub splits: SplitStatuses,
    /// The group it lies in, where the actor can view that.
    pub group: Option<InGroup>,
    /// The actor's bucket that it is in.
    pub bucket: Option<BucketId>,
    /// How many share links it has that were not revoked; only on the actor's own.
    pub links: Option<usize>,
    /// The newest bounce, known without asking the file store (FIL-5).
    pub latest_version: Option<LatestVersion>,
}

/// A page of the library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LibraryPage {
    /// The tracks.
    pub rows: Vec<LibraryRow>,
    /// The cursor for the next page; none at the end. A page may be short, or empty, and still have one.
    pub next: Option<String>,
}

impl LibraryRow {
    fn of(slice: &Slice, id: TrackId, actor: PersonId) -> Option<Self> {
        let others = slice.collaborators_on(id);
        let face = |person: &PersonId| Avatar { person: *person, name: name_of(slice, *person) };
        let faces = others.iter().take(LibraryAsk::FACES).map(face).collect();
        Some(Self { collaborators: faces, collaborator_count: others.len(), ..Self::of_known(slice, id, actor)? })
    }

    /// Makes the row of a track of which it is not known who else has access.
    pub(super) fn of_known(slice: &Slice, id: TrackId, actor: PersonId) -> Option<Self> {
        let scope = Scope::Track(id);
        let held = slice.held(scope, actor)?;
        let track = slice.track(id)?.clone();
        let group = slice.parent(scope).filter(|group| slice.held((*group).into(), actor).is_some());
        let named =
            group.and_then(|id| slice.group(id)).map(|group| InGroup { group: group.id, name: group.name.clone() });
        Some(Self {
            track: id,
            title: track.title,
            owner: track.owner,
            owner_name: name_of(slice, track.owner),
            level: held.level,
            via: held.via,
            collaborators: Vec::new(),
            collaborator_count: 0,
            stage: track.stage,
            bpm: track.bpm,
            key: track.key,
            tags: track.tags,
            archived: track.archived,
            splits: slice.totals(id).ok()?.into(),
            group: named,
            bucket: slice.bucket_of(actor, id),
            links: (held.level == Level::Owner).then(|| links_to(slice, id)),
            latest_version: slice.latest_version(id).cloned(),
        })
    }
}

fn links_to(slice: &Slice, id: TrackId) -> usize {
    let is_open = |document: &&Document| match document {
        Document::Link(link) => !link.revoked && document.key().track() == Some(id),
        _ => false,
    };
    slice.documents.values().filter(is_open).count()
}

impl Actor {
    /// Lists the tracks that the actor can view: exactly those on which `can` says so (ACC-4, LIB-1).
    ///
    /// A page costs as much as it shows, and a little for each group that the actor reaches; not more where these hold more tracks.
    /// Where a filter wants few of many, 2,000 tracks are looked at for a page, which may then be short and have a cursor to go on from.
    /// A bucket is looked through instead of all groups where the filter names one.
    ///
    /// # Errors
    /// `invalid_input` for `limit`, and for `stage`, `tags` and `text` of the filter; `limit_exceeded` for these, and for `filter` with more than 100 entries on one side.
    /// `invalid_input{after}` for what is no cursor of this listing: of this person, filter and order.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::{LibraryQuery, Relation};
    ///
    /// let library = alex.library(LibraryQuery::new().only(Relation::SharedWithMe)).await?;
    /// assert_eq!(library.rows[0].track, track);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn library(&self, query: impl Into<LibraryQuery>) -> Result<LibraryPage, Error> {
        let query = query.into().tidied()?;
        query.paging.check()?;
        let seal = || Seal::of(&self.driver.core, CURSOR_PURPOSE);
        let after = match &query.paging.cursor {
            None => None,
            Some(cursor) => {
                let place = query.place_of(&seal().await?, self.id(), cursor);
                Some(place.ok_or(Error::invalid("after", "is not a cursor of this listing"))?)
            }
        };
        let LibraryQuery { filter, sort, paging } = query.clone();
        let ask = LibraryAsk { person: self.id(), filter, sort, after, limit: paging.limit, may_lag: true };
        let (loaded, _) = self.driver.read("library", vec![Need::Library(ask)]).await?;
        let rows = loaded.library.tracks.iter().filter_map(|id| LibraryRow::of(&loaded.slice, *id, self.id()));
        let next = match &loaded.library.end {
            None => None,
            Some(end) => Some(query.cursor(&seal().await?, self.id(), end)),
        };
        Ok(LibraryPage { rows: rows.collect(), next })
    }
}
