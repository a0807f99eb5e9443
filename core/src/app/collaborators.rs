//! Who is on a scope, and how that changes.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::actor::{Actor, require_known};
use super::views::name_of;
use crate::domain::access::{Access, Level, Standing, act};
use crate::domain::document::DocumentKey;
use crate::domain::draft::Draft;
use crate::domain::ending::Ending;
use crate::domain::folder_members::{FolderTrouble, MemberTrouble};
use crate::domain::invitation::Invitation;
use crate::domain::members::AccessChange;
use crate::domain::slice::Slice;
use crate::domain::split::{Shares, Totals};
use crate::error::Error;
use crate::id::{PersonId, Scope};
use crate::ports::store::Need;
use crate::time::Timestamp;

/// Everybody with a part in a scope, ready for a screen (VIEW-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Panel {
    /// Of what.
    pub scope: Scope,
    /// Who owns it.
    pub owner: PersonId,
    /// One row each: owner first, then by when they first reached it (SPL-6).
    pub rows: Vec<PanelRow>,
    /// What is recorded and what remains of each kind; none on a group (SPL-4).
    pub totals: Option<Totals>,
    /// How often shares have changed, give it back as `based_on` when saving; none on a group.
    pub shares_version: Option<u64>,
    /// Whether a track's folder still lies with a former owner (FIL-5).
    pub transfer_pending: bool,
    /// What the owner must mend for the track's folder to be where and with whom it should be; the owner alone is told (FIL-2).
    pub folder_trouble: Option<FolderTrouble>,
}

/// One person's row in the panel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PanelRow {
    /// Who.
    pub person: PersonId,
    /// What they are called; none for somebody who has not registered yet.
    pub name: Option<String>,
    /// What they did.
    pub role: Option<String>,
    /// What they may do now.
    pub level: Option<Level>,
    /// What the scope itself says of them: `owner`, `none`, `active`, `revoked`, `left`, `removed`.
    pub standing: String,
    /// The scope that gives them their level.
    pub via: Option<Scope>,
    /// The scope that keeps them out, where one does.
    pub ended_via: Option<Scope>,
    /// The access of an invitation that waits for their answer and would open the scope.
    pub invited: Option<Access>,
    /// To what it is: the scope, or a group above.
    pub invited_via: Option<Scope>,
    /// Whether they have a credit.
    pub credited: bool,
    /// Whether they have ever accepted being credited.
    pub accepted: bool,
    /// What they hold.
    pub shares: Shares,
    /// Why they are not on the track's folder in the file store as their access says; they can read through the library (FIL-2).
    pub folder_trouble: Option<MemberTrouble>,
}

/// Returns the pending invitation that would open a scope to a person: the nearest on the way up that nothing nearer bars.
fn invitation_to(slice: &Slice, scope: Scope, person: PersonId, now: Timestamp) -> Option<Invitation> {
    for step in slice.way_up(scope) {
        if let Some(invitation) = slice.pending_for(step, person, now) {
            return Some(invitation);
        }
        if slice.standing(step, person) != Standing::None {
            return None;
        }
    }
    None
}

impl Panel {
    pub(crate) fn of(slice: &Slice, scope: Scope, reader: PersonId, now: Timestamp) -> Result<Self, Error> {
        let owner = slice.owner(scope).ok_or(crate::domain::access::unseen(scope))?;
        let pending = slice.way_up(scope).flat_map(|step| slice.pending(step, now));
        let invited = pending.map(|invitation| invitation.person);
        let people = slice.people_around(scope).into_iter().chain(invited);
        let people = slice.in_roster_order(scope, people, now);
        let rows = people.into_iter().filter_map(|person| PanelRow::of(slice, scope, person, now)).collect();
        let totals = scope.track().map(|id| slice.totals(id)).transpose()?;
        let shares_version = totals.map(|_| slice.shares_version(scope));
        let folder = scope.track().and_then(|id| slice.folder(id));
        let transfer_pending = folder.is_some_and(|folder| folder.at.holder != owner);
        let folder_trouble = folder.filter(|_| reader == owner).and_then(|folder| folder.sharing.trouble);
        Ok(Self { scope, owner, rows, totals, shares_version, transfer_pending, folder_trouble })
    }
}

impl PanelRow {
    fn of(slice: &Slice, scope: Scope, person: PersonId, now: Timestamp) -> Option<Self> {
        let held = slice.held(scope, person);
        let is_owner = slice.owner(scope) == Some(person);
        let standing = slice.standing(scope, person);
        let invited = invitation_to(slice, scope, person, now);
        let credit = slice.member(scope, person).and_then(|member| member.credit.clone());
        // Sleeping access is a part, too (OPS-1), and so is access that has ended, here or on a group above.
        let granted = slice.granted(scope, person);
        let says = |step: &Scope| slice.standing(*step, person) != Standing::None;
        let ended_via = slice.way_up(scope).find(says).filter(|_| granted.is_none());
        if granted.is_none() && invited.is_none() && credit.is_none() && ended_via.is_none() {
            return None;
        }
        let shown = credit.clone().unwrap_or_default();
        let folder = scope.track().and_then(|id| slice.folder(id));
        Some(Self {
            person,
            name: name_of(slice, person),
            role: shown.role,
            level: held.map(|held| held.level),
            standing: if is_owner { "owner".to_owned() } else { standing.as_str().to_owned() },
            via: held.map(|held| held.via),
            ended_via,
            invited: invited.as_ref().map(|invitation| invitation.access),
            invited_via: invited.map(|invitation| invitation.scope),
            credited: credit.is_some(),
            accepted: shown.accepted,
            shares: shown.shares,
            folder_trouble: folder.and_then(|folder| folder.sharing.people.get(&person)?.trouble),
        })
    }
}

impl Actor {
    /// Returns everybody with a part in a track or group, there or through a group above: with access, invited, credited, and those whose access has ended (VIEW-1).
    ///
    /// # Errors
    /// `not_found`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, track, .. } = cowrite::testing::Studio::new().await?;
    /// let panel = olivia.collaborators(track).await?;
    /// let names: Vec<_> = panel.rows.iter().filter_map(|row| row.name.as_deref()).collect();
    /// assert_eq!(names, ["Olivia Park", "Alex Reyes"]);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn collaborators(&self, scope: impl Into<Scope>) -> Result<Panel, Error> {
        let scope = scope.into();
        let mut needs = vec![Need::Everyone(scope), self.walk(scope, &[]), Need::Names];
        needs.extend(scope.track().map(|id| Need::Document(DocumentKey::Folder(id))));
        let (slice, now) = self.look("collaborators", needs).await?;
        slice.require::<act::View>(self.id(), scope)?.check_target(scope)?;
        Panel::of(&slice, scope, self.id(), now)
    }

    /// Sets what a track or group itself gives a person who has access there; it takes hold at once (ACC-6).
    ///
    /// # Errors
    /// `not_found` for the scope or the person; `access_denied{manage_collaborators}`, and `{manage_full}` where the access before or after is full and the actor is not the owner; `owner_fixed`; `not_collaborator`; `limit_exceeded{people}`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::{Access, Level};
    ///
    /// let change = olivia.set_access(track, alex.id(), Access::Viewer).await?;
    /// assert_eq!((change.before, change.after), (Some(Level::Editor), Some(Level::Viewer)));
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn set_access(
        &self,
        scope: impl Into<Scope>,
        person: PersonId,
        access: Access,
    ) -> Result<AccessChange, Error> {
        let scope = scope.into();
        let needs = vec![self.walk(scope, &[person]), Need::Roster(scope), Need::Person(person)];
        let arguments = json!({ "scope": scope, "person": person, "access": access });
        let call = self.call("set_access", Some(scope), arguments, needs);
        let decide = |draft: &mut Draft| {
            self.see(draft, scope, person)?;
            draft.set_access(self.id(), scope, person, access)
        };
        self.driver.act(call, decide).await
    }

    /// Lets the group above decide on somebody's access again (GRP-6).
    ///
    /// # Errors
    /// `not_found` for the scope or the person; `access_denied` without the right over the access before and after; `owner_fixed`; `not_collaborator` for somebody without access.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// let change = olivia.inherit_access(track, alex.id()).await?;
    /// assert_eq!(change.after, None, "nothing above gives Alex access");
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn inherit_access(&self, scope: impl Into<Scope>, person: PersonId) -> Result<AccessChange, Error> {
        let scope = scope.into();
        let mut needs = vec![self.walk(scope, &[person]), Need::Person(person)];
        needs.extend(scope.group().map(Need::Inside));
        let call = self.call("inherit_access", Some(scope), json!({ "scope": scope, "person": person }), needs);
        let decide = |draft: &mut Draft| {
            self.see(draft, scope, person)?;
            draft.inherit_access(self.id(), scope, person)
        };
        self.driver.act(call, decide).await
    }

    /// Ends somebody's access at once; credit, shares, comments and edits stay (REV-1, REV-4).
    ///
    /// # Errors
    /// `not_found` for the scope or the person; `access_denied{manage_collaborators}`, and `{manage_full}` where the person has full access and the actor is not the owner; `owner_fixed`; `nothing_to_revoke`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// let ended = olivia.revoke(track, alex.id()).await?;
    /// assert_eq!(ended.told, [alex.id()]);
    /// assert!(ended.freed.is_empty(), "shares stay");
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn revoke(&self, scope: impl Into<Scope>, person: PersonId) -> Result<Ending, Error> {
        let scope = scope.into();
        let call = self.ending_call("revoke", scope, person);
        let decide = |draft: &mut Draft| {
            self.see(draft, scope, person)?;
            draft.revoke(self.id(), scope, person)
        };
        self.driver.act(call, decide).await
    }

    /// Ends somebody's access at once and frees their shares for the others (REV-2, REV-4).
    ///
    /// # Errors
    /// As [`Actor::revoke`]; it is allowed while a credit remains.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// let ended = olivia.remove_collaborator(track, alex.id()).await?;
    /// assert_eq!(ended.freed[0].shares.master.unwrap().to_string(), "50.00");
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn remove_collaborator(&self, scope: impl Into<Scope>, person: PersonId) -> Result<Ending, Error> {
        let scope = scope.into();
        let call = self.ending_call("remove_collaborator", scope, person);
        let decide = |draft: &mut Draft| {
            self.see(draft, scope, person)?;
            draft.remove_collaborator(self.id(), scope, person)
        };
        self.driver.act(call, decide).await
    }

    /// Ends the actor's own access; credit and shares stay (REV-3, REV-4).
    ///
    /// # Errors
    /// `not_found` without access; `owner_fixed` for the owner, who hands over or deletes instead.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// let left = alex.leave(track).await?;
    /// assert_eq!(left.told, [olivia.id()]);
    /// assert_eq!(alex.leave(track).await.unwrap_err().code(), "not_found");
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn leave(&self, scope: impl Into<Scope>) -> Result<Ending, Error> {
        let scope = scope.into();
        let mut call = self.ending_call("leave", scope, self.id());
        call.needs.insert(0, Need::Everyone(scope));
        let decide = |draft: &mut Draft| {
            let by = draft.require::<act::View>(self.id(), scope)?;
            draft.leave(&by, scope)
        };
        self.driver.act(call, decide).await
    }

    /// Revokes every track and group that the actor owns and the person reaches or is invited to, in one commit (REV-5).
    ///
    /// # Errors
    /// `not_found` for the person; with nothing to end it succeeds, and says so by an empty answer.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// let ended = olivia.revoke_all(alex.id()).await?;
    /// assert_eq!(ended.closed, [track.into()]);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn revoke_all(&self, person: PersonId) -> Result<Ending, Error> {
        let needs = vec![Need::Shared { owner: self.id(), person }, Need::Person(person)];
        let call = self.call("revoke_all", None, json!({ "person": person }), needs);
        let decide = |draft: &mut Draft| {
            require_known(draft, person)?;
            Ok(draft.revoke_all(self.id(), person))
        };
        self.driver.act(call, decide).await
    }

    /// Leaves everything that one owner has shared with the actor, in one commit (REV-5).
    ///
    /// # Errors
    /// `not_found` for the owner; with nothing to leave it succeeds, and says so by an empty answer.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// let left = alex.leave_all_from(olivia.id()).await?;
    /// assert_eq!(left.closed, [track.into()]);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn leave_all_from(&self, owner: PersonId) -> Result<Ending, Error> {
        let needs = vec![Need::Shared { owner, person: self.id() }, Need::Person(owner)];
        let call = self.call("leave_all_from", None, json!({ "owner": owner }), needs);
        let decide = |draft: &mut Draft| {
            require_known(draft, owner)?;
            Ok(draft.leave_all_from(self.id(), owner))
        };
        self.driver.act(call, decide).await
    }

    /// Checks that the actor can view a scope, then that a person named in the call is known.
    fn see(&self, draft: &mut Draft, scope: Scope, person: PersonId) -> Result<(), Error> {
        draft.see(self.id(), scope)?;
        require_known(draft, person)
    }

    fn ending_call(&self, operation: &'static str, scope: Scope, person: PersonId) -> super::driver::Call {
        let mut needs =
            vec![self.walk(scope, &[person]), Need::Roster(scope), Need::Pending(scope), Need::Person(person)];
        needs.extend(scope.group().map(|group| Need::Below { group, person, with: self.id() }));
        self.call(operation, Some(scope), json!({ "scope": scope, "person": person }), needs)
    }
}
