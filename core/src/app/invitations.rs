//! Invitations: inviting, and what the invited do.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::actor::Actor;
use super::views::{name_of, title_of};
use crate::domain::access::{Access, Level};
use crate::domain::draft::Draft;
use crate::domain::invitation::{Invitation, InvitationState, Terms};
use crate::domain::person::{Claim, PersonState};
use crate::domain::roster::Member;
use crate::domain::slice::Slice;
use crate::domain::split::{Invitee, ShareEdits, Shares};
use crate::domain::text::{Email, NAME_LIMIT, tidy};
use crate::error::{Error, Noun};
use crate::id::{InvitationId, PersonId, Scope};
use crate::ports::store::Need;
use crate::time::Timestamp;

/// Where an invitation stands at the instant of the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum InvitationStatus {
    /// It waits for an answer.
    Pending,
    /// It was accepted.
    Accepted,
    /// The person invited said no.
    Dismissed,
    /// It was taken back, or the person's part was ended.
    Withdrawn,
    /// A newer one took its place.
    Replaced,
    /// It lost its ground.
    Void,
    /// Its time ran out.
    Expired,
}

/// An invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct InvitationView {
    /// The id.
    pub id: InvitationId,
    /// To what.
    pub scope: Scope,
    /// Who is invited.
    pub person: PersonId,
    /// Who invites.
    pub by: PersonId,
    /// The access that begins on acceptance.
    pub access: Access,
    /// The role offered.
    pub role: Option<String>,
    /// The shares offered.
    pub shares: Shares,
    /// When it was made.
    pub created_at: Timestamp,
    /// From when on it is over.
    pub expires_at: Timestamp,
    /// Where it stands.
    pub state: InvitationStatus,
}

impl InvitationView {
    pub(crate) fn of(slice: &Slice, id: InvitationId, now: Timestamp) -> Result<Self, Error> {
        let invitation = slice.invitations.get(&id).ok_or(Error::not_found(Noun::Invitation))?;
        let state = match invitation.state {
            InvitationState::Pending if invitation.is_expired(now) => InvitationStatus::Expired,
            InvitationState::Pending => InvitationStatus::Pending,
            InvitationState::Accepted => InvitationStatus::Accepted,
            InvitationState::Dismissed => InvitationStatus::Dismissed,
            InvitationState::Withdrawn => InvitationStatus::Withdrawn,
            InvitationState::Replaced => InvitationStatus::Replaced,
            InvitationState::Void => InvitationStatus::Void,
        };
        Ok(Self {
            id,
            scope: invitation.scope,
            person: invitation.person,
            by: invitation.by,
            access: invitation.access,
            role: invitation.role.clone(),
            shares: invitation.shares,
            created_at: invitation.created_at,
            expires_at: invitation.expires_at,
            state,
        })
    }
}

/// An invitation that waits for the actor's answer (INV-6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct InboxEntry {
    /// The invitation.
    pub invitation: InvitationId,
    /// To what.
    pub scope: Scope,
    /// What that is called.
    pub name: String,
    /// Who invites.
    pub by: PersonId,
    /// What they are called.
    pub by_name: Option<String>,
    /// The access that begins on acceptance.
    pub access: Access,
    /// The role offered.
    pub role: Option<String>,
    /// The shares offered.
    pub shares: Shares,
    /// The shares recorded for the person now, which may have changed since: what they accept.
    pub shares_now: Shares,
    /// When it was made.
    pub created_at: Timestamp,
    /// From when on it is over.
    pub expires_at: Timestamp,
    /// How long ago it was made.
    pub age_ms: i64,
}

impl InboxEntry {
    pub(super) fn of(slice: &Slice, invitation: &Invitation, now: Timestamp) -> Option<Self> {
        let Invitation { id, scope, by, access, shares, created_at, expires_at, .. } = *invitation;
        Some(Self {
            invitation: id,
            scope,
            name: title_of(slice, scope)?,
            by,
            by_name: name_of(slice, by),
            access,
            role: invitation.role.clone(),
            shares,
            shares_now: slice.member(scope, invitation.person).map_or(Shares::UNSET, Member::shares),
            created_at,
            expires_at,
            age_ms: now.millis().saturating_sub(created_at.millis()),
        })
    }
}

/// What accepting did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Joined {
    /// The invitation.
    pub invitation: InvitationView,
    /// What the actor may do now.
    pub level: Option<Level>,
}

/// What an invitation offers: an access, and on a track a role and shares.
///
/// # Example: an access alone will do
///
/// ```
/// use cowrite::{Access, InvitationTerms, Percent, ShareEdits};
///
/// let plain = InvitationTerms::from(Access::Viewer);
/// let writer = InvitationTerms::new(Access::Editor).role("writer").shares(ShareEdits::all("25".parse::<Percent>()?));
/// # let _ = (plain, writer);
/// # Ok::<(), cowrite::InexactPercent>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct InvitationTerms {
    access: Access,
    role: Option<String>,
    shares: ShareEdits,
}

impl InvitationTerms {
    /// Offers an access.
    pub const fn new(access: Access) -> Self {
        Self { access, role: None, shares: ShareEdits::KEEP }
    }

    /// Names what the person does on the track.
    pub fn role(mut self, role: impl Into<String>) -> Self {
        self.role = Some(role.into());
        self
    }

    /// Records shares with the credit, at once (INV-1).
    pub const fn shares(mut self, shares: ShareEdits) -> Self {
        self.shares = shares;
        self
    }

    /// Checks the text; the expiry is set when the invitation is made.
    pub(crate) fn tidied(&self, scope: Scope) -> Result<Terms, Error> {
        if scope.group().is_some() && self.shares != ShareEdits::KEEP {
            return Err(Error::invalid("shares", "belong to tracks, not to groups"));
        }
        if scope.group().is_some() && self.role.is_some() {
            return Err(Error::invalid("role", "belongs to tracks, not to groups"));
        }
        let role = self.role.as_deref().map(|role| tidy("role", role, NAME_LIMIT)).transpose()?;
        Ok(Terms { access: self.access, role, shares: self.shares, expires_at: Timestamp::MAX })
    }
}

impl From<Access> for InvitationTerms {
    fn from(access: Access) -> Self {
        Self::new(access)
    }
}

/// Returns what must be known of an invitee on a scope.
pub(crate) fn invitee_needs(scope: Scope, invitee: &Invitee) -> Result<Vec<Need>, Error> {
    Ok(match invitee {
        Invitee::Person(person) => vec![Need::Person(*person), Need::Walk { scope, people: vec![*person] }],
        Invitee::Email(email) => vec![Need::WalkOf { scope, claim: Claim::email(&email.parse::<Email>()?) }],
    })
}

impl Actor {
    /// Invites a person or an address to a track or group; on a track the credit and its shares count at once (INV-1).
    ///
    /// # Errors
    /// `invalid_input` for `email`, for `shares` or `role` on a group; `limit_exceeded{role}`; `not_found` for the scope or the person; `access_denied{manage_collaborators}`, `{manage_full}` for full access by anybody but the owner, and for whom the owner closed out (INV-5); `owner_fixed`; `already_collaborator`; `over_allocated`; `limit_exceeded{people}`.
    ///
    /// # Example: a writer with a quarter of everything left
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, jordan, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::{Access, InvitationTerms, Percent, ShareEdits};
    ///
    /// let track = olivia.create_track("Encore").await?;
    /// let quarter: Percent = "25".parse().unwrap();
    /// let terms = InvitationTerms::new(Access::Editor).role("writer").shares(ShareEdits::all(quarter));
    /// let invitation = olivia.invite(track.id, jordan.id(), terms).await?;
    /// assert_eq!(invitation.shares.writer, Some(quarter));
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn invite(
        &self,
        scope: impl Into<Scope>,
        to: impl Into<Invitee>,
        terms: impl Into<InvitationTerms>,
    ) -> Result<InvitationView, Error> {
        let (scope, to) = (scope.into(), to.into());
        let terms = terms.into();
        let tidied = terms.tidied(scope)?;
        let mut needs = vec![self.walk(scope, &[]), Need::Roster(scope), Need::Pending(scope)];
        needs.extend(invitee_needs(scope, &to)?);
        let arguments =
            json!({ "scope": scope, "to": to, "access": tidied.access, "role": tidied.role, "shares": tidied.shares });
        let call = self.call("invite", Some(scope), arguments, needs);
        let days = self.driver.core.options.invitation_days;
        let decide = |draft: &mut Draft| {
            draft.see(self.id(), scope)?;
            draft.slice.find_invitee(&to)?;
            let by = draft.slice.require_inviting(self.id(), scope, tidied.access)?;
            let person = draft.invitee(&to)?;
            let terms = Terms { expires_at: draft.at.plus_days(days), ..tidied.clone() };
            let id = draft.invite(&by, scope, person, &terms)?;
            InvitationView::of(&draft.slice, id, draft.at)
        };
        self.driver.act(call, decide).await
    }

    /// Lists the invitations that wait for the actor's answer, newest first (INV-6).
    ///
    /// # Errors
    /// `storage`, `closed`, `forked`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, jordan, track, .. } = cowrite::testing::Studio::new().await?;
    /// olivia.invite(track, jordan.id(), cowrite::Access::Viewer).await?;
    /// let inbox = jordan.invitations().await?;
    /// assert_eq!(inbox[0].name, "Midnight Sessions");
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn invitations(&self) -> Result<Vec<InboxEntry>, Error> {
        let needs = vec![Need::Person(self.id()), Need::Inbox(self.id())];
        let (slice, now) = self.look("invitations", needs).await?;
        // INV-3: an unclaimed person has an inbox only once somebody has registered as them.
        let registered = slice.people.get(&self.id()).is_some_and(|person| person.state == PersonState::Registered);
        let mine = slice.invitations.values().filter(|invitation| registered && invitation.person == self.id());
        let pending = mine.filter(|invitation| invitation.is_pending(now));
        let mut inbox: Vec<InboxEntry> = pending.filter_map(|sent| InboxEntry::of(&slice, sent, now)).collect();
        inbox.sort_by_key(|entry| core::cmp::Reverse((entry.created_at, entry.invitation)));
        Ok(inbox)
    }

    /// Accepts an invitation: access begins, and is never lowered by it (INV-3).
    ///
    /// # Errors
    /// `not_found` for anybody else's; `invitation_void` where it was withdrawn, replaced or answered, what it was to is gone, or the inviter has lost the right; `invitation_expired`; `limit_exceeded{people}`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, jordan, track, .. } = cowrite::testing::Studio::new().await?;
    /// let invitation = olivia.invite(track, jordan.id(), cowrite::Access::Viewer).await?;
    /// let joined = jordan.accept_invitation(invitation.id).await?;
    /// assert_eq!(joined.level, Some(cowrite::Level::Viewer));
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn accept_invitation(&self, id: InvitationId) -> Result<Joined, Error> {
        let decide = |draft: &mut Draft| {
            let level = draft.accept_invitation(self.id(), id)?;
            Ok(Joined { invitation: InvitationView::of(&draft.slice, id, draft.at)?, level })
        };
        self.driver.act(self.invitation_call("accept_invitation", id), decide).await
    }

    /// Says no to an invitation; a credit stays on the track, marked not accepted (INV-2).
    ///
    /// # Errors
    /// `not_found`, `invitation_void`, `invitation_expired` as for accepting.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, jordan, track, .. } = cowrite::testing::Studio::new().await?;
    /// let invitation = olivia.invite(track, jordan.id(), cowrite::Access::Viewer).await?;
    /// jordan.dismiss_invitation(invitation.id).await?;
    /// assert!(jordan.invitations().await?.is_empty());
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn dismiss_invitation(&self, id: InvitationId) -> Result<InvitationView, Error> {
        let decide = |draft: &mut Draft| {
            draft.dismiss_invitation(self.id(), id)?;
            InvitationView::of(&draft.slice, id, draft.at)
        };
        self.driver.act(self.invitation_call("dismiss_invitation", id), decide).await
    }

    /// Takes an invitation back, and restores the credit as it was before (INV-2).
    ///
    /// # Errors
    /// `not_found` for one that is not pending any more, or to what the actor cannot view; `access_denied` without the right to give its access; `invitation_expired`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, jordan, track, .. } = cowrite::testing::Studio::new().await?;
    /// let invitation = olivia.invite(track, jordan.id(), cowrite::Access::Viewer).await?;
    /// olivia.withdraw_invitation(invitation.id).await?;
    /// assert_eq!(jordan.accept_invitation(invitation.id).await.unwrap_err().code(), "invitation_void");
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn withdraw_invitation(&self, id: InvitationId) -> Result<InvitationView, Error> {
        let decide = |draft: &mut Draft| {
            draft.withdraw_invitation(self.id(), id)?;
            InvitationView::of(&draft.slice, id, draft.at)
        };
        self.driver.act(self.invitation_call("withdraw_invitation", id), decide).await
    }

    fn invitation_call(&self, operation: &'static str, id: InvitationId) -> super::driver::Call {
        let needs = vec![Need::Answer { invitation: id, actor: self.id() }, Need::Person(self.id())];
        let mut call = self.call(operation, None, json!({ "invitation": id }), needs);
        call.lane = Some(id.uuid());
        call
    }
}
