//! Handing ownership over, in two steps (OWN-4).
//!
//! 1. The owner offers to a collaborator; one offer is open at a time and expires as an invitation does.
//! 2. Accepting makes the old owner a full collaborator; both sides are checked again then.
//! 3. The old owner's pending invitations to full on that scope become void, and so does one to the new owner.
//! 4. An offer ends when its person loses access.
//! 5. The operator hands over what an unreachable owner left (OPS-1).

use serde::{Deserialize, Serialize};

use super::access::{Authorized, act};
use super::draft::Draft;
use super::group::GroupEvent;
use super::invitation::InvitationEvent;
use super::person::PersonState;
use super::roster::RosterEvent;
use super::track::TrackEvent;
use crate::error::{Error, Noun};
use crate::event::{Aggregate, Event};
use crate::id::{InvitationId, LinkId, PersonId, Scope};
use crate::time::Timestamp;

/// An offer of ownership that has been made and not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct Offer {
    /// To whom.
    pub to: PersonId,
    /// When.
    pub offered_at: Timestamp,
    /// From when on it is over.
    pub expires_at: Timestamp,
}

impl Offer {
    /// Returns whether the offer can still be accepted at `now` (INV-2).
    #[must_use]
    pub fn is_open(&self, now: Timestamp) -> bool {
        now < self.expires_at
    }
}

/// How an offer ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a reader of history must meet every end")]
pub enum OfferEnd {
    /// The person said no.
    Declined,
    /// The owner took it back.
    Withdrawn,
    /// The person lost access, or ownership went elsewhere.
    Void,
}

/// What came of a handover.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Handover {
    /// What was handed over.
    pub scope: Scope,
    /// Who owns it now.
    pub owner: PersonId,
    /// Who owned it before, and is a full collaborator now.
    pub previous_owner: PersonId,
    /// The pending invitations that became void.
    pub invitations_voided: Vec<InvitationId>,
    /// Whether the old owner's public page lost the track: the new owner adds it to theirs, or does not (PUB-1).
    pub left_public_page: bool,
    /// The old owner's playlist shares that lost the track.
    pub playlists_changed: Vec<LinkId>,
}

/// An offer as its parties see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OfferView {
    /// What is offered.
    pub scope: Scope,
    /// By whom.
    pub from: PersonId,
    /// To whom.
    pub to: PersonId,
    /// When.
    pub offered_at: Timestamp,
    /// From when on it is over.
    pub expires_at: Timestamp,
}

impl OfferView {
    fn of(scope: Scope, from: PersonId, offer: &Offer) -> Self {
        Self { scope, from, to: offer.to, offered_at: offer.offered_at, expires_at: offer.expires_at }
    }
}

impl Draft {
    /// Offers ownership to a collaborator (OWN-4).
    ///
    /// # Errors
    /// `owner_fixed` to the owner, `not_collaborator` to somebody without access, `conflict` while another offer is open.
    pub fn offer_ownership(
        &mut self,
        by: &Authorized<act::HandOver>,
        scope: Scope,
        to: PersonId,
        expires_at: Timestamp,
    ) -> Result<OfferView, Error> {
        self.admit(by, scope)?;
        if to == by.actor() {
            return Err(Error::OwnerFixed);
        }
        if self.slice.granted(scope, to).is_none() {
            return Err(Error::NotCollaborator { person: to });
        }
        match self.slice.offer(scope) {
            Some(open) if open.is_open(self.at) => return Err(Error::Conflict),
            Some(over) => self.record_offer_end(scope, over.to, OfferEnd::Void),
            None => {}
        }
        let offer = Offer { to, offered_at: self.at, expires_at };
        self.record_details(
            scope,
            TrackEvent::OwnershipOffered { to, expires_at },
            GroupEvent::OwnershipOffered { to, expires_at },
        );
        Ok(OfferView::of(scope, by.actor(), &offer))
    }

    /// Accepts ownership for `actor` (OWN-4).
    ///
    /// # Errors
    /// `not_found` without an open offer to the actor, or where the actor cannot view the scope.
    pub fn accept_ownership(&mut self, actor: PersonId, scope: Scope) -> Result<Handover, Error> {
        self.open_offer_to(actor, scope)?;
        let handover = self.record_handover(scope, actor);
        self.check_roster(scope)?;
        Ok(handover)
    }

    /// Declines ownership for `actor` (OWN-4).
    ///
    /// # Errors
    /// `not_found` without an open offer to the actor, or where the actor cannot view the scope.
    pub fn decline_ownership(&mut self, actor: PersonId, scope: Scope) -> Result<OfferView, Error> {
        let (owner, offer) = self.open_offer_to(actor, scope)?;
        self.record_offer_end(scope, actor, OfferEnd::Declined);
        Ok(OfferView::of(scope, owner, &offer))
    }

    /// Takes an open offer back (OWN-4).
    ///
    /// # Errors
    /// `not_found` for a scope the actor cannot view, `not_found{what: offer}` without an open one, `access_denied{action: hand_over}`.
    pub fn withdraw_ownership(&mut self, actor: PersonId, scope: Scope) -> Result<OfferView, Error> {
        self.see(actor, scope)?;
        let offer = self.slice.offer(scope).filter(|offer| offer.is_open(self.at));
        let offer = offer.ok_or(Error::not_found(Noun::Offer))?;
        let by = self.slice.require::<act::HandOver>(actor, scope)?;
        self.record_offer_end(scope, offer.to, OfferEnd::Withdrawn);
        Ok(OfferView::of(scope, by.actor(), &offer))
    }

    /// Hands a scope to any registered person, for the operator (OPS-1).
    ///
    /// # Errors
    /// `not_found` for a scope or person that is not there, `owner_fixed` to the owner.
    pub fn operator_hand_over(&mut self, scope: Scope, to: PersonId) -> Result<Handover, Error> {
        let owner = self.slice.owner(scope).ok_or(super::access::unseen(scope))?;
        let registered = self.slice.people.get(&to).is_some_and(|person| person.state == PersonState::Registered);
        if !registered {
            return Err(Error::not_found(Noun::Person));
        }
        if owner == to {
            return Err(Error::OwnerFixed);
        }
        if let Some(offer) = self.slice.offer(scope).filter(|offer| offer.to != to) {
            self.record_offer_end(scope, offer.to, OfferEnd::Void);
        }
        let handover = self.record_handover(scope, to);
        self.check_roster(scope)?;
        Ok(handover)
    }

    /// Ends every open offer whose person has lost access through what this draft has done so far (OWN-4).
    pub fn end_lost_offers(&mut self) -> Vec<Scope> {
        let lost: Vec<(Scope, PersonId)> = self
            .slice
            .scopes()
            .filter_map(|scope| self.slice.offer(scope).map(|offer| (scope, offer)))
            .filter(|(_, offer)| offer.is_open(self.at))
            .map(|(scope, offer)| (scope, offer.to))
            .filter(|(scope, to)| self.slice.knows(*scope, *to) && self.slice.granted(*scope, *to).is_none())
            .collect();
        for (scope, to) in &lost {
            self.record_offer_end(*scope, *to, OfferEnd::Void);
        }
        lost.into_iter().map(|(scope, _)| scope).collect()
    }

    pub(crate) fn record_offer_end(&mut self, scope: Scope, to: PersonId, how: OfferEnd) {
        self.record_details(scope, TrackEvent::OfferEnded { to, how }, GroupEvent::OfferEnded { to, how });
    }

    pub(crate) fn record_details(&mut self, scope: Scope, on_track: TrackEvent, on_group: GroupEvent) {
        match scope {
            Scope::Track(id) => self.record(Aggregate::Track(id), Event::Track(on_track)),
            Scope::Group(id) => self.record(Aggregate::Group(id), Event::Group(on_group)),
        }
    }

    fn open_offer_to(&mut self, actor: PersonId, scope: Scope) -> Result<(PersonId, Offer), Error> {
        self.see(actor, scope)?;
        let owner = self.slice.owner(scope).ok_or(super::access::unseen(scope))?;
        let offer = self.slice.offer(scope).filter(|offer| offer.to == actor && offer.is_open(self.at));
        offer.map(|offer| (owner, offer)).ok_or(Error::not_found(Noun::Offer))
    }

    fn record_handover(&mut self, scope: Scope, to: PersonId) -> Handover {
        let from = self.slice.owner(scope).unwrap_or(to);
        let since = self.slice.reached(scope, to, self.at);
        self.record_details(scope, TrackEvent::HandedOver { from, to }, GroupEvent::HandedOver { from, to });
        self.record(
            Aggregate::Roster(scope),
            RosterEvent::OwnerChanged { from, to, since, credited: scope.track().is_some() },
        );
        let mut invitations_voided = Vec::new();
        for invitation in self.slice.pending(scope, self.at) {
            let by_old_owner = invitation.by == from && invitation.access == super::access::Access::Full;
            // OWN-3: an owner is never invited.
            if by_old_owner || invitation.person == to {
                invitations_voided.push(invitation.id);
            }
        }
        for id in &invitations_voided {
            self.record(Aggregate::Invitation(scope, *id), InvitationEvent::Voided);
        }
        let left_public_page = scope.track().is_some_and(|track| self.lose_from_page(from, track));
        let playlists_changed = scope.track().map_or_else(Vec::new, |track| self.lose_from_playlists(track, from));
        Handover { scope, owner: to, previous_owner: from, invitations_voided, left_public_page, playlists_changed }
    }
}
