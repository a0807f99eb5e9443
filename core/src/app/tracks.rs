//! Tracks.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::actor::Actor;
use super::views::offer_view;
use crate::domain::access::{Level, act};
use crate::domain::details::{Bpm, Stage, TrackUpdate};
use crate::domain::draft::Draft;
use crate::domain::moving::Shift;
use crate::domain::ownership::Offer;
use crate::domain::slice::{Slice, details};
use crate::domain::split::Warning;
use crate::domain::text::{NAME_LIMIT, tidy};
use crate::domain::track::Condition;
use crate::error::{Error, Noun};
use crate::id::{GroupId, PersonId, Scope, TrackId};
use crate::ports::store::Need;
use crate::time::Timestamp;

/// A track as an actor sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TrackView {
    /// The id.
    pub id: TrackId,
    /// The title.
    pub title: String,
    /// Who owns it.
    pub owner: PersonId,
    /// Who created it.
    pub created_by: PersonId,
    /// When.
    pub created_at: Timestamp,
    /// The group it lies in.
    pub group: Option<GroupId>,
    /// Where it stands.
    pub stage: Stage,
    /// Beats per minute.
    pub bpm: Option<Bpm>,
    /// The musical key.
    pub key: Option<String>,
    /// Tags, in the order given.
    pub tags: Vec<String>,
    /// Whether it is put aside.
    pub archived: bool,
    /// Whether the operator took it down.
    pub condition: Condition,
    /// What the actor may do.
    pub level: Level,
    /// The scope that decided so.
    pub via: Scope,
    /// An open offer of ownership.
    pub offer: Option<Offer>,
    /// How often its details have changed.
    pub version: u64,
}

impl TrackView {
    pub(crate) fn of(slice: &Slice, id: TrackId, actor: PersonId, now: Timestamp) -> Result<Self, Error> {
        let scope = Scope::Track(id);
        let missing = Error::not_found(Noun::Track);
        let held = slice.held(scope, actor).ok_or(missing.clone())?;
        let track = slice.track(id).cloned().ok_or(missing)?;
        Ok(Self {
            id,
            title: track.title,
            owner: track.owner,
            created_by: track.created_by,
            created_at: track.created_at,
            group: slice.parent(scope),
            stage: track.stage,
            bpm: track.bpm,
            key: track.key,
            tags: track.tags,
            archived: track.archived,
            condition: track.condition,
            level: held.level,
            via: held.via,
            offer: offer_view(slice, scope, now),
            version: slice.versions.get(&details(scope)).copied().unwrap_or_default(),
        })
    }
}

/// A track to create: a title, and if it is to lie in one a group.
///
/// # Example: a title alone will do
///
/// ```
/// let track = cowrite::NewTrack::from("Midnight Sessions");
/// # let _ = track;
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct NewTrack {
    title: String,
    group: Option<GroupId>,
}

impl NewTrack {
    /// Names a track.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), group: None }
    }

    /// Puts it into a group.
    pub fn in_group(mut self, group: impl Into<Option<GroupId>>) -> Self {
        self.group = group.into();
        self
    }
}

impl From<&str> for NewTrack {
    fn from(title: &str) -> Self {
        Self::new(title)
    }
}

/// What an update of a track did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TrackUpdated {
    /// The track now.
    pub track: TrackView,
    /// What the actor should know: splits that are incomplete though it was published (SPL-5).
    pub warnings: Vec<Warning>,
    /// Who is told.
    pub told: Vec<PersonId>,
}

/// What a deletion did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TrackDeleted {
    /// Which track.
    pub track: TrackId,
    /// Who is told: whoever loses it.
    pub told: Vec<PersonId>,
}

/// What moving a track did (GRP-5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TrackMoved {
    /// The track now, unless the actor cannot view it any more.
    pub track: Option<TrackView>,
    /// Who may do more than before.
    pub gained: Vec<Shift>,
    /// Who may do less than before, or nothing any more.
    pub lost: Vec<Shift>,
    /// Who is told: whoever loses it.
    pub told: Vec<PersonId>,
}

impl Actor {
    /// Creates a track that the actor owns (OWN-1); in a group, the actor must be at least editor there (GRP-4).
    ///
    /// # Errors
    /// `invalid_input` and `limit_exceeded` for `title`; `not_found` for an actor who is not registered or a group the actor cannot view; `access_denied{add_tracks}`; `limit_exceeded{tracks}`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, .. } = cowrite::testing::Studio::new().await?;
    /// let track = olivia.create_track("Encore").await?;
    /// assert_eq!(track.owner, olivia.id());
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn create_track(&self, track: impl Into<NewTrack>) -> Result<TrackView, Error> {
        let NewTrack { title, group } = track.into();
        let title = tidy("title", &title, NAME_LIMIT)?;
        let mut needs = vec![Need::Person(self.id())];
        needs.extend(group.map(|group| self.walk(group.into(), &[])));
        let call = self.call("create_track", group.map(Scope::from), json!({ "title": title, "group": group }), needs);
        let decide = |draft: &mut Draft| {
            let id = draft.create_track(self.id(), &title, group)?;
            TrackView::of(&draft.slice, id, self.id(), draft.at)
        };
        self.driver.act(call, decide).await
    }

    /// Returns a track.
    ///
    /// # Errors
    /// `not_found` where there is none that the actor can view (ACC-5).
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { jordan, track, .. } = cowrite::testing::Studio::new().await?;
    /// assert_eq!(jordan.track(track).await.unwrap_err().code(), "not_found");
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn track(&self, id: TrackId) -> Result<TrackView, Error> {
        let (slice, now) = self.look("track", vec![self.walk(id.into(), &[])]).await?;
        TrackView::of(&slice, id, self.id(), now)
    }

    /// Edits title, stage, bpm, key, tags (ACC-1); into and out of published is the owner's (OWN-2).
    ///
    /// # Errors
    /// `invalid_input` and `limit_exceeded` for `title`, `stage`, `key`, `tags`; `not_found`; `access_denied{edit_details}` and `{publish}`; `splits_incomplete` in a workspace with `strict_publishing` (SPL-5).
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::{Stage, TrackUpdate};
    ///
    /// let updated = alex.update_track(track, TrackUpdate::new().stage(Stage::Mixing).tags(["night"])).await?;
    /// assert_eq!(updated.track.stage, Stage::Mixing);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn update_track(&self, id: TrackId, update: TrackUpdate) -> Result<TrackUpdated, Error> {
        let update = update.tidied()?;
        let arguments = json!({ "track": id, "title": update.title, "stage": update.stage, "bpm": update.bpm, "key": update.key, "tags": update.tags });
        let call = self.call(
            "update_track",
            Some(id.into()),
            arguments,
            vec![Need::Everyone(id.into()), self.walk(id.into(), &[])],
        );
        let strict = self.driver.core.options.strict_publishing;
        let decide = |draft: &mut Draft| {
            let by = draft.require::<act::EditDetails>(self.id(), id.into())?;
            let shortfalls = draft.update_track(&by, id, &update, strict)?;
            let warnings =
                if shortfalls.is_empty() { Vec::new() } else { vec![Warning::SplitsIncomplete { kinds: shortfalls }] };
            let told = draft.told_but(self.id());
            Ok(TrackUpdated { track: TrackView::of(&draft.slice, id, self.id(), draft.at)?, warnings, told })
        };
        self.driver.act(call, decide).await
    }

    /// Puts a track aside; access, links and page stay as they are (LIB-2).
    ///
    /// # Errors
    /// `not_found`; `access_denied{archive}`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// assert!(alex.archive_track(track).await?.archived);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn archive_track(&self, id: TrackId) -> Result<TrackView, Error> {
        self.set_archived("archive_track", id, true).await
    }

    /// Takes a track up again that was put aside.
    ///
    /// # Errors
    /// `not_found`; `access_denied{archive}`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// alex.archive_track(track).await?;
    /// assert!(!alex.unarchive_track(track).await?.archived);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn unarchive_track(&self, id: TrackId) -> Result<TrackView, Error> {
        self.set_archived("unarchive_track", id, false).await
    }

    async fn set_archived(&self, operation: &'static str, id: TrackId, archived: bool) -> Result<TrackView, Error> {
        let call = self.call(operation, Some(id.into()), json!({ "track": id }), vec![self.walk(id.into(), &[])]);
        let decide = |draft: &mut Draft| {
            let by = draft.require::<act::Archive>(self.id(), id.into())?;
            draft.archive_track(&by, id, archived)?;
            TrackView::of(&draft.slice, id, self.id(), draft.at)
        };
        self.driver.act(call, decide).await
    }

    /// Deletes a track (OWN-2); its history stays, the owner's files too (FIL-4).
    ///
    /// # Errors
    /// `not_found`; `access_denied{delete}`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// let deleted = olivia.delete_track(track).await?;
    /// assert_eq!(deleted.told, [alex.id()]);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn delete_track(&self, id: TrackId) -> Result<TrackDeleted, Error> {
        let needs = vec![Need::Everyone(id.into()), self.walk(id.into(), &[])];
        let call = self.call("delete_track", Some(id.into()), json!({ "track": id }), needs);
        let decide = |draft: &mut Draft| {
            let by = draft.require::<act::Delete>(self.id(), id.into())?;
            let told = draft.delete_track(&by, id)?;
            Ok(TrackDeleted { track: id, told })
        };
        self.driver.act(call, decide).await
    }

    /// Moves a track into a group, or with `None` out of the one it is in (GRP-4, GRP-5, GRP-7).
    ///
    /// One would ask the dry run first: it lists who gains and who loses.
    ///
    /// # Errors
    /// `not_found` for a track or group the actor cannot view; `access_denied{move}` and `{add_tracks}`; `limit_exceeded{tracks}`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, track, .. } = cowrite::testing::Studio::new().await?;
    /// let album = olivia.create_group("Night Album").await?;
    /// let moved = olivia.move_track(track, album.id).await?;
    /// assert!(moved.lost.is_empty());
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn move_track(&self, id: TrackId, group: impl Into<Option<GroupId>>) -> Result<TrackMoved, Error> {
        let group = group.into();
        let mut needs = vec![Need::Everyone(id.into()), self.walk(id.into(), &[])];
        if let Some(group) = group {
            needs.extend([Need::Everyone(group.into()), self.walk(group.into(), &[])]);
        }
        let call = self.call("move_track", Some(id.into()), json!({ "track": id, "group": group }), needs);
        let decide = |draft: &mut Draft| {
            let shifts = draft.move_track(self.id(), id, group)?;
            let track = TrackView::of(&draft.slice, id, self.id(), draft.at).ok();
            Ok(TrackMoved { track, gained: shifts.gained, lost: shifts.lost, told: shifts.told })
        };
        self.driver.act(call, decide).await
    }
}
