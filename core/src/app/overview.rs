//! The overview of a track (VIEW-1).

use serde::{Deserialize, Serialize};

use super::activity::ActivityEntry;
use super::actor::Actor;
use super::collaborators::Panel;
use super::explain::LinkReach;
use super::tracks::TrackView;
use super::views::{name_of, title_of};
use crate::domain::access::act;
use crate::domain::document::DocumentKey;
use crate::domain::known_files::LatestVersion;
use crate::domain::share_link::FileRef;
use crate::domain::slice::Slice;
use crate::error::Error;
use crate::id::{PersonId, Scope, TrackId};
use crate::ports::store::Need;
use crate::time::Timestamp;

/// How much of its activity the overview of a track shows.
const LATEST: u32 = 10;

/// A track with all that its first screen shows (VIEW-1).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TrackOverview {
    /// Its details.
    pub track: TrackView,
    /// What its owner is called.
    pub owner_name: Option<String>,
    /// What the group it lies in is called; none where the actor cannot view it (EXP-5).
    pub group_name: Option<String>,
    /// Everybody with a part in it, with totals and what remains.
    pub collaborators: Panel,
    /// How many links and playlists show it, now or when their time has come; none unless the actor owns it (EXP-5).
    pub links: Option<u64>,
    /// The newest bounce, of which was said that it is there: known without asking the file store (FIL-5).
    pub latest_version: Option<VersionView>,
    /// What happened last, newest first.
    pub activity: Vec<ActivityEntry>,
}

/// The latest version of a track (FIL-5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct VersionView {
    /// The file.
    pub file: FileRef,
    /// Its name.
    pub name: String,
    /// How many bytes.
    pub size: u64,
    /// When its content last changed.
    pub at: Timestamp,
    /// Who uploaded it, where that was done through the library.
    pub by: Option<PersonId>,
    /// What they are called.
    pub by_name: Option<String>,
}

impl VersionView {
    fn of(slice: &Slice, track: TrackId) -> Option<Self> {
        let LatestVersion { file, name, size, at, by } = slice.latest_version(track)?.clone();
        Some(Self { file, name, size, at, by, by_name: by.and_then(|by| name_of(slice, by)) })
    }
}

impl Actor {
    /// Returns a track with all that its first screen shows: details, people, splits, latest version, latest activity, and for its owner the number of links (VIEW-1).
    ///
    /// # Errors
    /// `not_found`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, track, .. } = cowrite::testing::Studio::new().await?;
    /// let overview = olivia.track_overview(track).await?;
    /// assert_eq!(overview.track.title, "Midnight Sessions");
    /// assert_eq!(overview.collaborators.rows.len(), 2);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn track_overview(&self, track: TrackId) -> Result<TrackOverview, Error> {
        let scope = Scope::Track(track);
        let needs = vec![
            Need::Everyone(scope),
            self.walk(scope, &[]),
            Need::LinksAround(track),
            Need::Document(DocumentKey::Folder(track)),
            Need::Document(DocumentKey::Known(track)),
            Need::SeenLog { scope, before: None, limit: LATEST, reader: self.id() },
            Need::Names,
        ];
        let (loaded, now) = self.driver.read("track_overview", needs).await?;
        let slice = &loaded.slice;
        slice.require::<act::View>(self.id(), scope)?.check_target(scope)?;
        let view = TrackView::of(slice, track, self.id(), now)?;
        let group = view.group.map(Scope::from).filter(|group| slice.held(*group, self.id()).is_some());
        let owns = view.owner == self.id();
        let count = |links: Vec<LinkReach>| u64::try_from(links.len()).unwrap_or(u64::MAX);
        Ok(TrackOverview {
            owner_name: name_of(slice, view.owner),
            group_name: group.and_then(|group| title_of(slice, group)),
            collaborators: Panel::of(slice, scope, self.id(), now)?,
            latest_version: VersionView::of(slice, track),
            links: owns.then(|| count(LinkReach::all(slice, track, now))),
            activity: loaded.log.iter().filter_map(|(_, entry)| ActivityEntry::of(slice, entry)).collect(),
            track: view,
        })
    }
}
