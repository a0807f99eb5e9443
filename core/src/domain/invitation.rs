//! Invitations: how somebody comes to have access.
//!
//! 1. Inviting names a scope, a person or an address, and an access; on a track also a role and shares, which count at once (INV-1).
//! 2. A pending invitation ends by accept, dismiss, withdraw, replacement or expiry (INV-2).
//! 3. Only the person invited accepts; what the inviter may do is checked again then; accepting never lowers access (INV-3).
//! 4. One pending invitation per person and scope (INV-4).
//! 5. Whom an owner revoked or removed, only that owner invites again, to what lies below too (INV-5).

use serde::{Deserialize, Serialize};

use super::access::{Access, Action, Authorized, Level, Standing, act};
use super::credit::Credit;
use super::draft::Draft;
use super::roster::{InvitationEnd, RosterEvent};
use super::split::{ShareEdits, Shares};
use crate::error::{Error, Noun};
use crate::event::Aggregate;
use crate::id::{InvitationId, PersonId, Scope};
use crate::time::Timestamp;

/// Where an invitation stands, as it is stored; expiry is derived from the time (INV-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: it decides whether access begins")]
pub enum InvitationState {
    /// It waits for an answer, unless its time is over.
    Pending,
    /// It was accepted.
    Accepted,
    /// The person invited said no.
    Dismissed,
    /// It was taken back, or the person's part in the scope was ended.
    Withdrawn,
    /// A newer one took its place (INV-4).
    Replaced,
    /// It lost its ground: ownership changed hands, or its person was erased.
    Void,
}

/// An invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct Invitation {
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
    /// The role offered: that of the credit as the invitation left it.
    pub role: Option<String>,
    /// The shares offered: those of the credit as the invitation left it.
    pub shares: Shares,
    /// When it was made.
    pub created_at: Timestamp,
    /// From when on it is over.
    pub expires_at: Timestamp,
    /// The credit before, which withdrawing restores (INV-2).
    pub credit_before: Option<Credit>,
    /// Where it stands.
    pub state: InvitationState,
}

/// What has happened to an invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a reader of history must meet every event")]
pub enum InvitationEvent {
    /// It was made.
    Sent {
        /// Who is invited.
        person: PersonId,
        /// Who invites.
        by: PersonId,
        /// The access that begins on acceptance.
        access: Access,
        /// The role offered.
        role: Option<String>,
        /// The shares offered.
        shares: Shares,
        /// From when on it is over.
        expires_at: Timestamp,
        /// The credit before.
        credit_before: Option<Credit>,
    },
    /// It was accepted.
    Accepted,
    /// The person invited said no.
    Dismissed,
    /// It was taken back.
    Withdrawn,
    /// A newer one took its place.
    Replaced {
        /// Which.
        by: InvitationId,
    },
    /// It lost its ground.
    Voided,
}

impl Invitation {
    /// Returns whether it can still be answered at `now` (INV-2: `now >= expires_at` is expired).
    #[must_use]
    pub fn is_pending(&self, now: Timestamp) -> bool {
        self.state == InvitationState::Pending && now < self.expires_at
    }

    /// Returns whether its time ran out before it was answered.
    #[must_use]
    pub fn is_expired(&self, now: Timestamp) -> bool {
        self.state == InvitationState::Pending && now >= self.expires_at
    }

    /// Applies what has happened at `at`.
    pub fn apply(&mut self, event: &InvitationEvent) {
        self.state = match event {
            InvitationEvent::Sent { .. } => InvitationState::Pending,
            InvitationEvent::Accepted => InvitationState::Accepted,
            InvitationEvent::Dismissed => InvitationState::Dismissed,
            InvitationEvent::Withdrawn => InvitationState::Withdrawn,
            InvitationEvent::Replaced { .. } => InvitationState::Replaced,
            InvitationEvent::Voided => InvitationState::Void,
        };
    }
}

/// What an invitation offers.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the input of `Draft::invite`")]
pub struct Terms {
    /// The access that begins on acceptance.
    pub access: Access,
    /// The role, or `None` to leave a retained credit's.
    pub role: Option<String>,
    /// What becomes of the credit's shares.
    pub shares: ShareEdits,
    /// From when on it is over.
    pub expires_at: Timestamp,
}

impl Draft {
    /// Invites a person to a scope (INV-1, INV-4, INV-5).
    ///
    /// # Errors
    /// `access_denied` to anybody but the owner for whom the owner closed out; `owner_fixed` for the owner; `already_collaborator`; `over_allocated`; `limit_exceeded{people}`.
    pub fn invite(
        &mut self,
        by: &Authorized<act::ManageCollaborators>,
        scope: Scope,
        person: PersonId,
        terms: &Terms,
    ) -> Result<InvitationId, Error> {
        self.invite_recording(by, scope, person, terms, terms.shares)
    }

    /// Invites to `terms`, and records `recorded` of its shares now: the others follow in the same act.
    pub(crate) fn invite_recording(
        &mut self,
        by: &Authorized<act::ManageCollaborators>,
        scope: Scope,
        person: PersonId,
        terms: &Terms,
        recorded: ShareEdits,
    ) -> Result<InvitationId, Error> {
        self.admit(by, scope)?;
        if !self.slice.people.contains_key(&person) {
            return Err(Error::not_found(Noun::Person));
        }
        if !self.may_reinvite(by.actor(), scope, person) {
            return Err(Error::AccessDenied { action: Action::ManageCollaborators, needed: Level::Owner });
        }
        if self.slice.owner(scope) == Some(person) {
            return Err(Error::OwnerFixed);
        }
        if self.slice.granted(scope, person).is_some() {
            return Err(Error::AlreadyCollaborator { person });
        }
        let id = InvitationId::from_uuid(self.new_id(scope.shard()));
        let before = self.slice.member(scope, person).and_then(|member| member.credit.clone());
        let after = scope.track().map(|_| {
            let kept = before.clone().unwrap_or_default();
            Credit {
                role: terms.role.clone().or(kept.role),
                shares: recorded.apply(&kept.shares),
                // INV-2: until the answer, and after a no, what is offered counts as not accepted.
                accepted: false,
            }
        });
        let replaced = self.slice.pending_for(scope, person, self.at);
        // INV-2, INV-4: what withdrawing restores is the credit before the first of a chain of replacements.
        let credit_before = replaced.as_ref().map_or_else(|| before.clone(), |old| old.credit_before.clone());
        let since = self.slice.reached(scope, person, self.at);
        if let Some(old) = replaced {
            self.record(Aggregate::Invitation(scope, old.id), InvitationEvent::Replaced { by: id });
        }
        let Terms { access, expires_at, .. } = *terms;
        let Credit { role, shares, .. } = after.clone().unwrap_or_default();
        let shares = terms.shares.apply(&shares);
        self.record(
            Aggregate::Invitation(scope, id),
            InvitationEvent::Sent { person, by: by.actor(), access, role, shares, expires_at, credit_before },
        );
        self.record(
            Aggregate::Roster(scope),
            RosterEvent::Invited { person, invitation: id, access, before, after, since },
        );
        self.check_roster(scope)?;
        Ok(id)
    }

    /// INV-5: whom an owner revoked or removed, only that owner invites again, or who owns the scope itself.
    ///
    /// A closed group bars the way to what lies below it too, else a full collaborator could undo it piece by piece.
    fn may_reinvite(&self, by: PersonId, scope: Scope, person: PersonId) -> bool {
        let mut way_up = self.slice.way_up(scope);
        let decides = way_up.find(|step| self.slice.standing(*step, person) != Standing::None);
        let closed = decides.filter(|step| self.slice.standing(*step, person).was_closed_by_owner());
        closed.is_none_or(|step| [self.slice.owner(step), self.slice.owner(scope)].contains(&Some(by)))
    }

    /// Accepts an invitation for `actor` (INV-3); returns what the actor holds then.
    ///
    /// # Errors
    /// `not_found` for anybody else's; `invitation_expired`; `invitation_void` where it was withdrawn, replaced or answered, the scope is gone, or the inviter has lost the right.
    pub fn accept_invitation(&mut self, actor: PersonId, id: InvitationId) -> Result<Option<Level>, Error> {
        let invitation = self.answerable(actor, id)?;
        let Invitation { scope, person, by, access, .. } = invitation;
        // INV-3: what the inviter may do is checked again at acceptance.
        let could = self.slice.could_manage(by, scope, &[Some(access.into())]);
        if !could || !self.may_reinvite(by, scope, person) {
            return Err(Error::InvitationVoid);
        }
        let before = self.slice.standing(scope, person);
        let held = self.slice.granted(scope, person).map(|held| held.level);
        // INV-3: accepting never lowers access; at the same level it stands on its own from now on.
        let enough = held.is_some_and(|held| held > access.into());
        let after = if enough { before } else { Standing::Active(access) };
        let since = self.slice.reached(scope, person, self.at);
        self.record(Aggregate::Invitation(scope, id), InvitationEvent::Accepted);
        self.record(Aggregate::Roster(scope), RosterEvent::Joined { person, invitation: id, before, after, since });
        self.check_roster(scope)?;
        Ok(self.slice.held(scope, person).map(|held| held.level))
    }

    /// Says no to an invitation for `actor`; a credit stays, marked not accepted (INV-2).
    ///
    /// # Errors
    /// As [`Draft::accept_invitation`], the inviter's right apart.
    pub fn dismiss_invitation(&mut self, actor: PersonId, id: InvitationId) -> Result<(), Error> {
        let Invitation { scope, person, .. } = self.answerable(actor, id)?;
        let credit = self.slice.member(scope, person).and_then(|member| member.credit.clone());
        self.record(Aggregate::Invitation(scope, id), InvitationEvent::Dismissed);
        self.record(
            Aggregate::Roster(scope),
            RosterEvent::InvitationEnded {
                person,
                invitation: id,
                how: InvitationEnd::Dismissed,
                before: credit.clone(),
                after: credit,
            },
        );
        Ok(())
    }

    /// Takes an invitation back and restores the credit as before it (INV-2).
    ///
    /// # Errors
    /// `not_found` for who cannot view the scope and for one that is not pending any more; `access_denied` without the right to grant its access; `invitation_expired`.
    pub fn withdraw_invitation(&mut self, actor: PersonId, id: InvitationId) -> Result<(), Error> {
        let missing = Error::not_found(Noun::Invitation);
        let invitation = self.slice.invitations.get(&id).cloned().ok_or(missing.clone())?;
        let Invitation { scope, access, .. } = invitation;
        self.slice.held(scope, actor).ok_or(missing.clone())?;
        if invitation.state != InvitationState::Pending {
            return Err(missing);
        }
        let by = self.slice.require_inviting(actor, scope, access)?;
        self.admit(&by, scope)?;
        if invitation.is_expired(self.at) {
            return Err(Error::InvitationExpired);
        }
        self.record_withdrawal(&invitation);
        Ok(())
    }

    /// Returns an invitation that `actor` may answer now.
    fn answerable(&self, actor: PersonId, id: InvitationId) -> Result<Invitation, Error> {
        let invitation = self.slice.invitations.get(&id).filter(|invitation| invitation.person == actor);
        let invitation = invitation.ok_or(Error::not_found(Noun::Invitation))?;
        // INV-3: an unclaimed person answers only once somebody has registered as them.
        self.require_registered(actor).map_err(|_| Error::not_found(Noun::Invitation))?;
        let gone = self.slice.owner(invitation.scope).is_none();
        if gone || invitation.state != InvitationState::Pending {
            return Err(Error::InvitationVoid);
        }
        if invitation.is_expired(self.at) {
            return Err(Error::InvitationExpired);
        }
        Ok(invitation.clone())
    }

    /// Ends a pending invitation and restores the credit as before it.
    ///
    /// A kind that this would lift above 100 keeps what is recorded now: ending access is never refused for arithmetic (ADR 1, ruling 14).
    pub(crate) fn record_withdrawal(&mut self, invitation: &Invitation) {
        let Invitation { id, scope, person, credit_before, .. } = invitation;
        let before = self.slice.member(*scope, *person).and_then(|member| member.credit.clone());
        let recorded = before.as_ref().map_or(Shares::UNSET, |credit| credit.shares);
        let after = credit_before.clone().map(|mut credit| {
            credit.shares = self.slice.restorable(*scope, *person, &recorded, &credit.shares);
            credit
        });
        self.record(Aggregate::Invitation(*scope, *id), InvitationEvent::Withdrawn);
        self.record(
            Aggregate::Roster(*scope),
            RosterEvent::InvitationEnded {
                person: *person,
                invitation: *id,
                how: InvitationEnd::Withdrawn,
                before,
                after,
            },
        );
    }
}
