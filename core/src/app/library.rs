//! The library: every track that the actor can view (ACC-4).

use serde::{Deserialize, Serialize};

use super::activity::Paging;
use super::actor::Actor;
use crate::domain::access::Level;
use crate::domain::slice::Slice;
use crate::error::Error;
use crate::id::{PersonId, Scope, TrackId};
use crate::ports::store::Need;

/// A track in the library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LibraryRow {
    /// Which track.
    pub track: TrackId,
    /// Its title.
    pub title: String,
    /// Who owns it.
    pub owner: PersonId,
    /// What the actor may do.
    pub level: Level,
    /// The scope that decided so.
    pub via: Scope,
}

/// A page of the library, newest track first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LibraryPage {
    /// The tracks.
    pub rows: Vec<LibraryRow>,
    /// The cursor for the next page; none at the end.
    pub next: Option<String>,
}

impl LibraryRow {
    fn of(slice: &Slice, id: TrackId, actor: PersonId) -> Option<Self> {
        let held = slice.held(id.into(), actor)?;
        let track = slice.track(id)?;
        Some(Self { track: id, title: track.title.clone(), owner: track.owner, level: held.level, via: held.via })
    }
}

impl Actor {
    /// Lists the tracks that the actor can view, newest first: exactly those on which `can` says so (ACC-4).
    ///
    /// # Errors
    /// `invalid_input` for `limit` and `after`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// let library = alex.library(cowrite::Paging::default()).await?;
    /// assert_eq!(library.rows[0].track, track);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn library(&self, paging: Paging) -> Result<LibraryPage, Error> {
        paging.check()?;
        let after = paging.cursor.as_deref().map(str::parse::<TrackId>).transpose();
        let after = after.map_err(|_| Error::invalid("after", "is not a cursor of this listing"))?;
        let (slice, _) = self.look("library", vec![Need::Reachable(self.id())]).await?;
        let newest_first = slice.tracks.keys().rev().copied();
        let later = newest_first.filter(|id| after.is_none_or(|after| *id < after));
        let most = usize::try_from(paging.limit).unwrap_or(usize::MAX);
        let mut rows: Vec<LibraryRow> =
            later.filter_map(|id| LibraryRow::of(&slice, id, self.id())).take(most.saturating_add(1)).collect();
        let more = rows.len() > most;
        rows.truncate(most);
        let next = rows.last().filter(|_| more).map(|row| row.track.to_string());
        Ok(LibraryPage { rows, next })
    }
}
