//! Groups.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::actor::Actor;
use super::views::offer_view;
use crate::domain::access::{Level, act};
use crate::domain::draft::Draft;
use crate::domain::moving::Shift;
use crate::domain::ownership::Offer;
use crate::domain::slice::{Slice, details};
use crate::domain::text::{NAME_LIMIT, tidy};
use crate::error::{Error, Noun};
use crate::id::{GroupId, PersonId, Scope};
use crate::ports::store::Need;
use crate::time::Timestamp;

/// A group as an actor sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct GroupView {
    /// The id.
    pub id: GroupId,
    /// The name.
    pub name: String,
    /// Who owns it.
    pub owner: PersonId,
    /// Who created it.
    pub created_by: PersonId,
    /// When.
    pub created_at: Timestamp,
    /// The group it lies in.
    pub parent: Option<GroupId>,
    /// How many tracks lie directly in it.
    pub tracks: u32,
    /// What the actor may do.
    pub level: Level,
    /// The scope that decided so.
    pub via: Scope,
    /// An open offer of ownership.
    pub offer: Option<Offer>,
    /// How often its details have changed.
    pub version: u64,
}

impl GroupView {
    fn of(slice: &Slice, id: GroupId, actor: PersonId, now: Timestamp) -> Result<Self, Error> {
        let scope = Scope::Group(id);
        let missing = Error::not_found(Noun::Group);
        let held = slice.held(scope, actor).ok_or(missing.clone())?;
        let group = slice.group(id).cloned().ok_or(missing)?;
        Ok(Self {
            id,
            name: group.name,
            owner: group.owner,
            created_by: group.created_by,
            created_at: group.created_at,
            parent: slice.parent(scope),
            tracks: group.tracks,
            level: held.level,
            via: held.via,
            offer: offer_view(slice, scope, now),
            version: slice.versions.get(&details(scope)).copied().unwrap_or_default(),
        })
    }
}

/// A group to create: a name, and if it is to lie in one a parent.
///
/// # Example: a name alone will do
///
/// ```
/// let album = cowrite::NewGroup::from("Night Album");
/// # let _ = album;
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct NewGroup {
    name: String,
    parent: Option<GroupId>,
}

impl NewGroup {
    /// Names a group.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), parent: None }
    }

    /// Puts it into another.
    pub fn in_group(mut self, parent: impl Into<Option<GroupId>>) -> Self {
        self.parent = parent.into();
        self
    }
}

impl From<&str> for NewGroup {
    fn from(name: &str) -> Self {
        Self::new(name)
    }
}

/// What moving a group did (GRP-5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct GroupMoved {
    /// The group now.
    pub group: GroupView,
    /// Who may do more than before.
    pub gained: Vec<Shift>,
    /// Who may do less than before, or nothing any more.
    pub lost: Vec<Shift>,
    /// Who is told: whoever loses it, and the owners of tracks inside.
    pub told: Vec<PersonId>,
}

/// What deleting a group did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct GroupDeleted {
    /// Which group.
    pub group: GroupId,
    /// Who is told: who could view it, and the owners of tracks inside.
    pub told: Vec<PersonId>,
}

impl Actor {
    /// Creates a group that the actor owns; inside another, the actor must be at least editor there (GRP-1, GRP-7).
    ///
    /// # Errors
    /// `invalid_input` and `limit_exceeded` for `name`; `not_found` for an actor who is not registered or a parent the actor cannot view; `access_denied{add_groups}`; `group_too_deep`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::NewGroup;
    ///
    /// let label = olivia.create_group("Moonlight Records").await?;
    /// let album = olivia.create_group(NewGroup::new("Night Album").in_group(label.id)).await?;
    /// assert_eq!(album.parent, Some(label.id));
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn create_group(&self, group: impl Into<NewGroup>) -> Result<GroupView, Error> {
        let NewGroup { name, parent } = group.into();
        let name = tidy("name", &name, NAME_LIMIT)?;
        let mut needs = vec![Need::Person(self.id())];
        needs.extend(parent.map(|parent| self.walk(parent.into(), &[])));
        let call = self.call("create_group", parent.map(Scope::from), json!({ "name": name, "parent": parent }), needs);
        let decide = |draft: &mut Draft| {
            let id = draft.create_group(self.id(), &name, parent)?;
            GroupView::of(&draft.slice, id, self.id(), draft.at)
        };
        self.driver.act(call, decide).await
    }

    /// Returns a group.
    ///
    /// # Errors
    /// `not_found` where there is none that the actor can view (ACC-5).
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, .. } = cowrite::testing::Studio::new().await?;
    /// let album = olivia.create_group("Night Album").await?;
    /// assert_eq!(olivia.group(album.id).await?.name, "Night Album");
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn group(&self, id: GroupId) -> Result<GroupView, Error> {
        let (slice, now) = self.look("group", vec![self.walk(id.into(), &[])]).await?;
        GroupView::of(&slice, id, self.id(), now)
    }

    /// Renames a group (GRP-7).
    ///
    /// # Errors
    /// `invalid_input` and `limit_exceeded` for `name`; `not_found`; `access_denied{edit_details}`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, .. } = cowrite::testing::Studio::new().await?;
    /// let album = olivia.create_group("Night Album").await?;
    /// assert_eq!(olivia.update_group(album.id, "Day Album").await?.name, "Day Album");
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn update_group(&self, id: GroupId, name: &str) -> Result<GroupView, Error> {
        let name = tidy("name", name, NAME_LIMIT)?;
        let arguments = json!({ "group": id, "name": name });
        let needs = vec![Need::Everyone(id.into()), self.walk(id.into(), &[])];
        let call = self.call("update_group", Some(id.into()), arguments, needs);
        let decide = |draft: &mut Draft| {
            let by = draft.require::<act::EditDetails>(self.id(), id.into())?;
            draft.rename_group(&by, id, &name)?;
            GroupView::of(&draft.slice, id, self.id(), draft.at)
        };
        self.driver.act(call, decide).await
    }

    /// Moves a group into another, or with `None` to the top (GRP-1, GRP-5, GRP-7).
    ///
    /// # Errors
    /// `not_found` for a group the actor cannot view; `access_denied{move}`, and `{add_groups}` for a parent on which the actor has less than full; `group_cycle`; `group_too_deep`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, .. } = cowrite::testing::Studio::new().await?;
    /// let label = olivia.create_group("Moonlight Records").await?;
    /// let album = olivia.create_group("Night Album").await?;
    /// olivia.move_group(album.id, label.id).await?;
    /// assert_eq!(olivia.move_group(label.id, album.id).await.unwrap_err().code(), "group_cycle");
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn move_group(&self, id: GroupId, parent: impl Into<Option<GroupId>>) -> Result<GroupMoved, Error> {
        let parent = parent.into();
        let mut needs = vec![Need::Everyone(id.into()), self.walk(id.into(), &[]), Need::Inside(id)];
        if let Some(parent) = parent {
            needs.extend([Need::Everyone(parent.into()), self.walk(parent.into(), &[])]);
        }
        let call = self.call("move_group", Some(id.into()), json!({ "group": id, "parent": parent }), needs);
        let decide = |draft: &mut Draft| {
            let shifts = draft.move_group(self.id(), id, parent)?;
            let group = GroupView::of(&draft.slice, id, self.id(), draft.at)?;
            Ok(GroupMoved { group, gained: shifts.gained, lost: shifts.lost, told: shifts.told })
        };
        self.driver.act(call, decide).await
    }

    /// Deletes a group; its tracks and subgroups lie in no group then, and none is lost (GRP-7).
    ///
    /// # Errors
    /// `not_found`; `access_denied{delete}`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, track, .. } = cowrite::testing::Studio::new().await?;
    /// let album = olivia.create_group("Night Album").await?;
    /// olivia.move_track(track, album.id).await?;
    /// olivia.delete_group(album.id).await?;
    /// assert_eq!(olivia.track(track).await?.group, None);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn delete_group(&self, id: GroupId) -> Result<GroupDeleted, Error> {
        let needs = vec![Need::Everyone(id.into()), self.walk(id.into(), &[]), Need::Inside(id)];
        let call = self.call("delete_group", Some(id.into()), json!({ "group": id }), needs);
        let decide = |draft: &mut Draft| {
            let by = draft.require::<act::Delete>(self.id(), id.into())?;
            let told = draft.delete_group(&by, id)?;
            Ok(GroupDeleted { group: id, told })
        };
        self.driver.act(call, decide).await
    }
}
