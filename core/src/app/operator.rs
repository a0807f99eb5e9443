//! The host as operator (OPS-1).

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::driver::{Call, Driver};
use super::ownership::playlists_with;
use crate::domain::document::DocumentKind;
use crate::domain::draft::Draft;
use crate::domain::linking::LinkTakedown;
use crate::domain::ownership::Handover;
use crate::domain::track::Condition;
use crate::error::Error;
use crate::id::{LinkId, PersonId, Scope, TrackId};
use crate::ports::store::Need;

/// The face of the host as operator: every act stands in the activity with its reason (OPS-1).
#[derive(Debug, Clone)]
pub struct Operator {
    pub(super) driver: Driver,
}

/// What taking down or restoring did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TakedownView {
    /// Which track.
    pub track: TrackId,
    /// Whether it is there now.
    pub condition: Condition,
}

impl Operator {
    pub(crate) const fn of(driver: Driver) -> Self {
        Self { driver }
    }

    /// Takes a track down: it is there for its owner alone until it is restored (OPS-1).
    ///
    /// # Errors
    /// `not_found`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, olivia, alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// workspace.operator("disputed sample")?.take_down(track).await?;
    /// assert!(olivia.track(track).await.is_ok());
    /// assert!(alex.track(track).await.is_err());
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn take_down(&self, id: TrackId) -> Result<TakedownView, Error> {
        self.set_taken_down("take_down", id, true).await
    }

    /// Restores a track that was taken down: everybody's access is as it was (OPS-1).
    ///
    /// # Errors
    /// `not_found`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// let operator = workspace.operator("disputed sample")?;
    /// operator.take_down(track).await?;
    /// operator.restore(track).await?;
    /// assert!(alex.track(track).await.is_ok());
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn restore(&self, id: TrackId) -> Result<TakedownView, Error> {
        self.set_taken_down("restore", id, false).await
    }

    async fn set_taken_down(&self, operation: &'static str, id: TrackId, down: bool) -> Result<TakedownView, Error> {
        let scope = Scope::Track(id);
        let needs = vec![Need::Walk { scope, people: Vec::new() }];
        let call = Call { operation, needs, lane: Some(id.uuid()), arguments: json!({ "track": id }) };
        let decide = |draft: &mut Draft| {
            let condition = draft.operator_set_taken_down(id, down)?;
            Ok(TakedownView { track: id, condition })
        };
        self.driver.act(call, decide).await
    }

    /// Takes a link or playlist share down: it opens for nobody until it is restored (OPS-1).
    ///
    /// # Errors
    /// `not_found{link}`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, olivia, track, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::LinkSettings;
    ///
    /// let link = olivia.create_share_link(track, LinkSettings::new()).await?.link;
    /// assert!(workspace.operator("reported")?.take_down_link(link.id).await?.taken_down);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn take_down_link(&self, id: LinkId) -> Result<LinkTakedown, Error> {
        self.set_link_down("take_down_link", id, true).await
    }

    /// Restores a link or playlist share that was taken down (OPS-1).
    ///
    /// # Errors
    /// `not_found{link}`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, olivia, track, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::LinkSettings;
    ///
    /// let link = olivia.create_share_link(track, LinkSettings::new()).await?.link;
    /// let operator = workspace.operator("reported")?;
    /// operator.take_down_link(link.id).await?;
    /// assert!(!operator.restore_link(link.id).await?.taken_down);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn restore_link(&self, id: LinkId) -> Result<LinkTakedown, Error> {
        self.set_link_down("restore_link", id, false).await
    }

    async fn set_link_down(&self, operation: &'static str, id: LinkId, down: bool) -> Result<LinkTakedown, Error> {
        let needs = [DocumentKind::Link, DocumentKind::Playlist];
        let needs = needs.map(|kind| Need::DocumentWalk { kind, id: id.uuid(), people: Vec::new() }).to_vec();
        let call = Call { operation, needs, lane: Some(id.uuid()), arguments: json!({ "link": id }) };
        self.driver.act(call, |draft: &mut Draft| draft.operator_set_link_down(id, down)).await
    }

    /// Hands a track or group over from an owner who cannot be reached (OPS-1, OWN-4).
    ///
    /// # Errors
    /// `not_found` for a scope that is not there or a person who is not registered; `owner_fixed` to the owner.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// let handover = workspace.operator("estate of the owner")?.hand_over(track, alex.id()).await?;
    /// assert_eq!(handover.owner, alex.id());
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn hand_over(&self, scope: impl Into<Scope>, to: PersonId) -> Result<Handover, Error> {
        let scope = scope.into();
        let mut needs =
            vec![Need::Walk { scope, people: vec![to] }, Need::Roster(scope), Need::Pending(scope), Need::Person(to)];
        needs.extend(scope.track().map(Need::PageOfOwner));
        needs.extend(playlists_with(scope));
        let arguments = json!({ "scope": scope, "to": to });
        let call = Call { operation: "hand_over", needs, lane: Some(scope.uuid()), arguments };
        self.driver.act(call, |draft: &mut Draft| draft.operator_hand_over(scope, to)).await
    }
}
