//! Revoking, removing, leaving: how access ends.
//!
//! 1. Revoke ends access and keeps credit and shares (REV-1); remove frees the shares (REV-2); leave is the person's own revoke (REV-3).
//! 2. On a group the group's standing is set and active standings below are cleared, or closed where clearing would not close; closed ones stay (REV-4).
//! 3. Only what the actor could close is closed; the rest is returned (REV-4).
//! 4. The person's pending invitations in what is covered end too (INV-7); for somebody only invited, that is all.
//! 5. What has already taken hold is `nothing_to_revoke` (REV-8); a repeated leave is `not_found`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::access::{Authorized, Level, act};
use super::draft::Draft;
use super::invitation::{Invitation, InvitationEvent};
use super::notification::{Notice, NoticeKind};
use super::roster::RosterEvent;
use super::split::{Kind, Shares};
use crate::error::Error;
use crate::event::Aggregate;
use crate::id::{GroupId, InvitationId, PersonId, Scope, TrackId};

/// What an act that ends access did (REV-9).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Ending {
    /// The scopes closed: the one named first, then those below whose own access was ended.
    pub closed: Vec<Scope>,
    /// The pending invitations ended.
    pub invitations_ended: Vec<InvitationId>,
    /// The scopes on which an offer of ownership ended.
    pub offers_ended: Vec<Scope>,
    /// What the person still has access to there, and through what.
    pub remaining: Vec<Remaining>,
    /// The shares freed.
    pub freed: Vec<Freed>,
    /// The scopes whose files leave the person's own store.
    pub files: Vec<Scope>,
    /// Who is told.
    pub told: Vec<PersonId>,
}

/// Access that an act left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Remaining {
    /// To what.
    pub scope: Scope,
    /// How much.
    pub level: Level,
    /// Through what.
    pub via: Scope,
}

/// Shares that an act freed for others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Freed {
    /// On which track.
    pub track: TrackId,
    /// What the person held.
    pub shares: Shares,
}

/// In what way access ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    Revoke,
    Remove,
    Leave,
}

/// One act of ending: by whom, in what way, of whose access.
#[derive(Debug, Clone, Copy)]
struct End {
    how: How,
    actor: PersonId,
    person: PersonId,
    by_owner: bool,
}

impl Draft {
    /// Revokes somebody's access to a scope (REV-1, REV-4).
    ///
    /// # Errors
    /// `not_found` and `access_denied` without the right; `owner_fixed`; `nothing_to_revoke`.
    pub fn revoke(&mut self, actor: PersonId, scope: Scope, person: PersonId) -> Result<Ending, Error> {
        self.end_by_manager(How::Revoke, actor, scope, person)
    }

    /// Removes somebody from a scope and frees their shares (REV-2, REV-4).
    ///
    /// # Errors
    /// As [`Draft::revoke`].
    pub fn remove_collaborator(&mut self, actor: PersonId, scope: Scope, person: PersonId) -> Result<Ending, Error> {
        self.end_by_manager(How::Remove, actor, scope, person)
    }

    /// Ends the actor's own access to a scope (REV-3, REV-4).
    ///
    /// # Errors
    /// `not_found` without access, `owner_fixed` for the owner.
    pub fn leave(&mut self, by: &Authorized<act::View>, scope: Scope) -> Result<Ending, Error> {
        self.admit(by, scope)?;
        if by.is_owner() {
            return Err(Error::OwnerFixed);
        }
        let end = End { how: How::Leave, actor: by.actor(), person: by.actor(), by_owner: false };
        let mut ending = Ending::default();
        let before = self.shares_held(end.person);
        self.end(end, scope, &mut ending);
        // NTF-1: those who can view are told of people leaving.
        let notice = self.left(scope, end.person);
        self.tell_viewers(scope, &notice);
        Ok(self.finish(end, &[scope], ending, &before))
    }

    /// Revokes all that the actor owns from somebody (REV-5); nothing to end is an empty ending.
    #[must_use]
    pub fn revoke_all(&mut self, actor: PersonId, person: PersonId) -> Ending {
        let end = End { how: How::Revoke, actor, person, by_owner: true };
        self.end_all(end, actor)
    }

    /// Leaves all that `owner` shared with the actor (REV-5); nothing to end is an empty ending.
    #[must_use]
    pub fn leave_all_from(&mut self, actor: PersonId, owner: PersonId) -> Ending {
        let end = End { how: How::Leave, actor, person: actor, by_owner: false };
        self.end_all(end, owner)
    }

    /// Ends all access, invitations and offers of somebody who is being erased (PER-2); credits and shares stay.
    #[must_use]
    pub(crate) fn end_everything(&mut self, person: PersonId) -> Ending {
        let mut ending = Ending::default();
        // What was deleted took its invitations with it.
        let waits = |sent: &&Invitation| sent.is_pending(self.at) && self.slice.owner(sent.scope).is_some();
        let theirs = self.slice.invitations.values().filter(|sent| sent.person == person);
        let waiting: Vec<_> = theirs.filter(waits).cloned().collect();
        for invitation in &waiting {
            self.record(Aggregate::Invitation(invitation.scope, invitation.id), InvitationEvent::Voided);
            ending.invitations_ended.push(invitation.id);
        }
        let scopes: Vec<Scope> = self.slice.scopes().filter(|scope| self.slice.owner(*scope).is_some()).collect();
        for scope in scopes {
            let known = self.slice.rosters.get(&scope).is_some_and(|roster| roster.knows(person));
            if known && self.is_active(scope, person) {
                let end = End { how: How::Leave, actor: person, person, by_owner: false };
                self.record_closing(end, scope, &mut ending);
                self.tell_owner_of_leaving(scope, person);
            }
        }
        let end = End { how: How::Leave, actor: person, person, by_owner: false };
        self.finish(end, &[], ending, &BTreeMap::new())
    }

    fn end_by_manager(&mut self, how: How, actor: PersonId, scope: Scope, person: PersonId) -> Result<Ending, Error> {
        let held = self.slice.granted(scope, person).map(|held| held.level);
        let invited = self.slice.pending_for(scope, person, self.at).map(|invitation| invitation.access.into());
        let by = self.slice.require_managing(actor, scope, &[held.or(invited)])?;
        // OWN-3: the owner's standing is nobody's to touch.
        if self.slice.owner(scope) == Some(person) {
            return Err(Error::OwnerFixed);
        }
        let end = End { how, actor, person, by_owner: by.is_owner() };
        if !self.has_something(end, scope) {
            return Err(Error::NothingToRevoke { person });
        }
        let mut ending = Ending::default();
        let before = self.shares_held(end.person);
        self.end(end, scope, &mut ending);
        Ok(self.finish(end, &[scope], ending, &before))
    }

    /// REV-5: groups first, from the top, then tracks, each only where something remains.
    fn end_all(&mut self, end: End, owner: PersonId) -> Ending {
        let mut ending = Ending::default();
        let mut owned: Vec<(bool, usize, Scope)> = self
            .slice
            .scopes()
            .filter(|scope| self.slice.owner(*scope) == Some(owner))
            .map(|scope| (scope.track().is_some(), self.slice.way_up(scope).count(), scope))
            .collect();
        owned.sort_unstable_by_key(|(is_track, depth, scope)| (*is_track, if *is_track { 0 } else { *depth }, *scope));
        let owned: Vec<Scope> = owned.into_iter().map(|(_, _, scope)| scope).collect();
        if owner == end.person {
            return ending;
        }
        let before = self.shares_held(end.person);
        let mut acted_on = Vec::new();
        for scope in owned {
            let held = self.slice.granted(scope, end.person).is_some();
            if held || self.slice.pending_for(scope, end.person, self.at).is_some() {
                self.end(end, scope, &mut ending);
                acted_on.push(scope);
            }
        }
        self.finish(end, &acted_on, ending, &before)
    }

    /// Returns whether there is something to end on a scope or in what it covers (REV-8).
    fn has_something(&self, end: End, scope: Scope) -> bool {
        let all: Vec<Scope> = core::iter::once(scope).chain(self.covered(end, scope)).collect();
        self.slice.granted(scope, end.person).is_some()
            || all.iter().any(|inner| self.is_active(*inner, end.person) || self.frees(end, *inner))
            || !self.ending_invitations(end, scope, &all).is_empty()
    }

    /// Returns the pending invitations that an act on `scope` ends, of those to `all` it covers (INV-7).
    fn ending_invitations(&self, end: End, scope: Scope, all: &[Scope]) -> Vec<Invitation> {
        let may_end = |invitation: &Invitation| {
            let Invitation { scope: inner, access, .. } = invitation;
            *inner == scope
                || end.how == How::Leave
                || self.slice.could_manage(end.actor, *inner, &[Some((*access).into())])
        };
        let pending = all.iter().filter_map(|inner| self.slice.pending_for(*inner, end.person, self.at));
        pending.filter(may_end).collect()
    }

    fn is_active(&self, scope: Scope, person: PersonId) -> bool {
        self.slice.standing(scope, person).access().is_some()
    }

    /// Returns whether the act ends a credit here: only a removal does, and none that is still on offer.
    fn frees(&self, end: End, scope: Scope) -> bool {
        let credited = self.slice.member(scope, end.person).is_some_and(|member| member.credit.is_some());
        end.how == How::Remove && credited && self.slice.pending_for(scope, end.person, self.at).is_none()
    }

    /// Returns the scopes below that the act reaches: not the person's own, and only what the actor could close (REV-4).
    fn covered(&self, end: End, scope: Scope) -> Vec<Scope> {
        let may_close = |inner: &Scope| {
            let held = self.slice.granted(*inner, end.person).map(|held| held.level);
            end.how == How::Leave || self.slice.could_manage(end.actor, *inner, &[held])
        };
        let below = self.slice.below(scope).into_iter();
        below
            .filter(|inner| self.slice.rosters.get(inner).is_some_and(|roster| roster.knows(end.person)))
            .filter(|inner| self.slice.owner(*inner) != Some(end.person))
            .filter(may_close)
            .collect()
    }

    /// Ends what there is to end on a scope and below it; of somebody only invited, the invitations alone (INV-7).
    fn end(&mut self, end: End, scope: Scope, ending: &mut Ending) {
        // Where there is nothing to leave but an invitation, what lies below is left on its own.
        let only_invited = end.how == How::Leave && self.slice.granted(scope, end.person).is_none();
        let covered = if only_invited { Vec::new() } else { self.covered(end, scope) };
        let all: Vec<Scope> = core::iter::once(scope).chain(covered.iter().copied()).collect();
        let has_access = |draft: &Self, inner: &Scope| draft.slice.granted(*inner, end.person).is_some();
        let active = has_access(self, &scope) || covered.iter().any(|inner| self.is_active(*inner, end.person));
        let owners_before = self.owners_losing(end.person, scope);
        // Ended before the standings, while it still shows where there was access besides the invitation.
        let withdrawn: Vec<_> = self
            .ending_invitations(end, scope, &all)
            .into_iter()
            .map(|invitation| (has_access(self, &invitation.scope), invitation))
            .collect();
        let closes = active || withdrawn.is_empty() && all.iter().any(|inner| self.frees(end, *inner));
        for (had_access, invitation) in withdrawn {
            ending.invitations_ended.push(invitation.id);
            if end.how == How::Leave {
                // Who leaves says no to what still waits: the credit stays, as on dismissal (INV-2).
                self.record(Aggregate::Invitation(invitation.scope, invitation.id), InvitationEvent::Dismissed);
            } else if had_access {
                // REV-1: credit and shares are kept as they stand.
                self.record(Aggregate::Invitation(invitation.scope, invitation.id), InvitationEvent::Withdrawn);
            } else {
                self.record_withdrawal(&invitation);
            }
        }
        if closes {
            self.record_closing(end, scope, ending);
            for inner in covered {
                self.record_covered(end, inner, ending);
            }
        }
        self.tell_of_end(end, scope, owners_before);
    }

    fn record_closing(&mut self, end: End, scope: Scope, ending: &mut Ending) {
        let person = end.person;
        let before = self.slice.standing(scope, person);
        // INV-5: what the owner closed stays the owner's to open, whoever closes it once more.
        let by_owner = end.by_owner || before.was_closed_by_owner();
        let since = self.slice.reached(scope, person, self.at);
        let credit = self.slice.member(scope, person).and_then(|member| member.credit.clone());
        let had_access = self.slice.granted(scope, person).is_some();
        let event = match end.how {
            How::Revoke => RosterEvent::Revoked { person, before, by_owner, since },
            How::Remove => RosterEvent::Removed { person, before, by_owner, credit, since },
            How::Leave => RosterEvent::Left { person, before, since },
        };
        self.record(Aggregate::Roster(scope), event);
        let after = self.slice.standing(scope, person);
        // A track is closed where there was access to it, a group where it now says something else than before.
        let closed = if scope.track().is_some() { had_access } else { after.as_str() != before.as_str() };
        if closed {
            ending.closed.push(scope);
        }
    }

    /// Clears what a scope below says of the person, so that the closed group above decides (REV-4).
    ///
    /// Where they would reach it all the same, through a group of their own or one that the actor cannot close, it is closed on its own; without a word of its own it stays theirs, credit and all.
    fn record_covered(&mut self, end: End, scope: Scope, ending: &mut Ending) {
        let before = self.slice.standing(scope, end.person);
        let is_reached = self.slice.granted_from_above(scope, end.person).is_some();
        if before.access().is_some() && is_reached {
            let by_owner = self.slice.owner(scope) == Some(end.actor);
            return self.record_closing(End { by_owner, ..end }, scope, ending);
        }
        let credit = self.slice.member(scope, end.person).and_then(|member| member.credit.clone());
        let freed = credit.filter(|_| self.frees(end, scope) && !is_reached);
        if before.access().is_some() {
            ending.closed.push(scope);
        }
        if before.access().is_some() || freed.is_some() {
            self.record(Aggregate::Roster(scope), RosterEvent::Covered { person: end.person, before, freed });
        }
    }

    /// Returns who owns the tracks below that the person has access to, by the group or track they are seen through.
    fn owners_losing(&self, person: PersonId, scope: Scope) -> Vec<(Scope, PersonId)> {
        let groups = core::iter::once(scope).chain(self.slice.below(scope));
        groups
            .filter(|inner| self.slice.rosters.get(inner).is_some_and(|roster| roster.knows(person)))
            .filter(|inner| self.slice.granted(*inner, person).is_some())
            .flat_map(|inner| match inner {
                Scope::Track(id) => self.slice.track(id).map(|track| (inner, track.owner)).into_iter().collect(),
                Scope::Group(id) => self.track_owners(id).map(|owner| (inner, owner)).collect::<Vec<_>>(),
            })
            .collect()
    }

    fn track_owners(&self, group: GroupId) -> impl Iterator<Item = PersonId> + '_ {
        self.slice.track_owners.get(&group).into_iter().flatten().copied()
    }

    /// REV-1 to REV-3: the person is told of revoke and removal, the owners of leaving.
    fn tell_of_end(&mut self, end: End, scope: Scope, owners_before: Vec<(Scope, PersonId)>) {
        let what = match end.how {
            How::Revoke => NoticeKind::Revoked,
            How::Remove => NoticeKind::Removed,
            How::Leave => {
                self.tell_owner_of_leaving(scope, end.person);
                for (inner, owner) in owners_before {
                    if self.slice.granted(inner, end.person).is_none() {
                        // What was left may be out of the sight of who owns a track in it.
                        self.tell(owner, Notice::on(NoticeKind::Left, scope, None).about(end.person));
                    }
                }
                return;
            }
        };
        self.tell(end.person, Notice::on(what, scope, self.slice.title(scope)));
    }

    fn tell_owner_of_leaving(&mut self, scope: Scope, person: PersonId) {
        if let Some(owner) = self.slice.owner(scope) {
            let notice = self.left(scope, person);
            self.tell(owner, notice);
        }
    }

    fn left(&self, scope: Scope, person: PersonId) -> Notice {
        Notice::on(NoticeKind::Left, scope, self.slice.title(scope)).about(person)
    }

    /// Returns what a person holds on every track of the slice.
    fn shares_held(&self, person: PersonId) -> BTreeMap<TrackId, Shares> {
        let tracks = self.slice.scopes().filter_map(Scope::track);
        tracks.map(|track| (track, self.slice.shares_of(track, person))).collect()
    }

    /// REV-9: what was set before the act and is unset now, by removal or because an invitation was taken back.
    fn freed(&self, person: PersonId, before: &BTreeMap<TrackId, Shares>) -> Vec<Freed> {
        let gone = |track: TrackId, held: &Shares| {
            let now = self.slice.shares_of(track, person);
            Kind::ALL.into_iter().fold(Shares::UNSET, |gone, kind| match now.get(kind) {
                Some(_) => gone,
                None => gone.with(kind, held.get(kind)),
            })
        };
        let freed = before.iter().map(|(track, held)| Freed { track: *track, shares: gone(*track, held) });
        freed.filter(|freed| !freed.shares.is_unset()).collect()
    }

    fn finish(&mut self, end: End, scopes: &[Scope], mut ending: Ending, before: &BTreeMap<TrackId, Shares>) -> Ending {
        ending.offers_ended = self.end_lost_offers();
        let below = scopes.iter().flat_map(|scope| core::iter::once(*scope).chain(self.slice.below(*scope)));
        let mut all: Vec<Scope> = below.collect();
        all.sort_unstable();
        all.dedup();
        ending.remaining = all.into_iter().filter_map(|scope| self.remaining(scope, end.person)).collect();
        if scopes.len() == 1 {
            ending.closed.get_mut(1..).into_iter().for_each(<[Scope]>::sort_unstable);
        }
        ending.invitations_ended.sort_unstable();
        ending.freed = self.freed(end.person, before);
        ending.files.clone_from(&ending.closed);
        ending.told = self.told_but(end.actor);
        ending
    }

    /// Returns what a person still holds on a scope by something said there, where they do.
    fn remaining(&self, scope: Scope, person: PersonId) -> Option<Remaining> {
        let owns = self.slice.owner(scope) == Some(person);
        let said = owns || self.slice.rosters.get(&scope).is_some_and(|roster| roster.knows(person));
        let held = said.then(|| self.slice.granted(scope, person)).flatten()?;
        let own = owns || self.is_active(scope, person);
        own.then_some(Remaining { scope, level: held.level, via: held.via })
    }
}
