//! Setting shares, and the proposals that make it easy.
//!
//! 1. A save that would lift a kind above 100 is refused whole (SPL-3).
//! 2. Editors set anybody's shares; the row of somebody whose access has ended takes full access (SPL-9).
//! 3. A save may name the version it was based on; a stale one changes nothing (SPL-9).
//! 4. A proposal saves nothing; applying it sets its shares, and invites the newcomer in the same commit (SPL-7).

use serde::{Deserialize, Serialize};

use super::access::{Action, Authorized, Level, act};
use super::draft::Draft;
use super::invitation::Terms;
use super::roster::{RosterEvent, ShareChange};
use super::slice::Slice;
use super::split::{Kind, Percent, Proposal, ShareEdits, Shares, Totals};
use crate::error::{Error, Noun};
use crate::event::Aggregate;
use crate::id::{InvitationId, PersonId, Scope, TrackId};
use crate::time::Timestamp;

/// What is to become of one person's shares on a track.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "built by hosts")]
pub struct ShareRow {
    /// Whose.
    pub person: PersonId,
    /// What is to become of them.
    pub edits: ShareEdits,
}

/// One person's shares before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ChangedShares {
    /// Whose.
    pub person: PersonId,
    /// What they held.
    pub before: Shares,
    /// What they hold.
    pub after: Shares,
}

/// What a save of shares did (SPL-9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SharesChange {
    /// On which track.
    pub track: TrackId,
    /// How often shares have changed there now: give it back as `based_on`.
    pub shares_version: u64,
    /// The rows that changed, in roster order.
    pub changes: Vec<ChangedShares>,
    /// The totals now.
    pub totals: Totals,
    /// Who is told.
    pub told: Vec<PersonId>,
}

/// What part somebody has in a track.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// They have access.
    Active,
    /// An invitation waits that would open the track to them.
    Invited,
    /// They have a credit, and no access.
    Ended,
    /// None.
    Stranger,
}

impl Slice {
    /// Returns what part somebody has in a track (SPL-6; ADR 1, ruling 27).
    pub(crate) fn part(&self, id: TrackId, person: PersonId, now: Timestamp) -> Part {
        let scope = Scope::Track(id);
        if self.granted(scope, person).is_some() {
            return Part::Active;
        }
        for step in self.way_up(scope) {
            if self.pending_for(step, person, now).is_some() {
                return Part::Invited;
            }
            // A closed standing keeps out whoever is invited further up.
            if self.standing(step, person).is_closed() {
                break;
            }
        }
        let credited = self.member(scope, person).is_some_and(|member| member.credit.is_some());
        if credited { Part::Ended } else { Part::Stranger }
    }

    /// Orders people as the roster of a scope does: owner first, then by when they reached it, then by id (SPL-6).
    pub(crate) fn in_roster_order(
        &self,
        scope: Scope,
        people: impl Iterator<Item = PersonId>,
        now: Timestamp,
    ) -> Vec<PersonId> {
        let owner = self.owner(scope);
        let mut people: Vec<_> =
            people.map(|person| (Some(person) != owner, self.reached_or_invited(scope, person, now), person)).collect();
        people.sort_unstable();
        people.dedup();
        people.into_iter().map(|(_, _, person)| person).collect()
    }

    /// Returns when somebody first reached a scope; who is only invited comes where accepting would put them, or last.
    fn reached_or_invited(&self, scope: Scope, person: PersonId, now: Timestamp) -> Timestamp {
        if self.member(scope, person).is_some() || self.granted(scope, person).is_some() {
            return self.reached(scope, person, now);
        }
        let mut placed = Timestamp::MIN;
        for step in self.way_up(scope) {
            if self.pending_for(step, person, now).is_some() {
                return self.member(step, person).map_or(Timestamp::MAX, |member| member.since.max(placed));
            }
            if self.standing(step, person).is_closed() {
                break;
            }
            placed = placed.max(self.placed_at(step).unwrap_or(placed));
        }
        Timestamp::MAX
    }

    /// Returns what somebody holds on a track.
    pub(crate) fn shares_of(&self, id: TrackId, person: PersonId) -> Shares {
        self.member(id.into(), person).map_or(Shares::UNSET, super::roster::Member::shares)
    }

    /// Returns how often shares on a track have changed.
    pub(crate) fn shares_version(&self, scope: Scope) -> u64 {
        self.rosters.get(&scope).map_or(0, |roster| roster.shares_version)
    }
}

impl Draft {
    /// Sets shares of many people at once (SPL-3, SPL-9).
    ///
    /// # Errors
    /// `access_denied{action: manage_collaborators}` for rows of those whose access has ended, `conflict` on a stale `based_on`, `not_collaborator`, `over_allocated`, `limit_exceeded{people}`.
    pub fn set_shares(
        &mut self,
        by: &Authorized<act::EditShares>,
        id: TrackId,
        rows: &[ShareRow],
        based_on: Option<u64>,
    ) -> Result<SharesChange, Error> {
        self.admit(by, id.into())?;
        // SPL-9: changing the row of somebody whose access has ended takes full access.
        let changes = |row: &ShareRow| {
            let before = self.slice.shares_of(id, row.person);
            row.edits.apply(&before) != before
        };
        let ended = |row: &ShareRow| self.slice.part(id, row.person, self.at) == Part::Ended && changes(row);
        if by.level() < Level::Full && rows.iter().any(ended) {
            return Err(Error::AccessDenied { action: Action::ManageCollaborators, needed: Level::Full });
        }
        if based_on.is_some_and(|version| version != self.slice.shares_version(id.into())) {
            return Err(Error::Conflict);
        }
        let stranger = |row: &&ShareRow| self.slice.part(id, row.person, self.at) == Part::Stranger;
        if let Some(row) = rows.iter().find(stranger) {
            return Err(Error::NotCollaborator { person: row.person });
        }
        let changes = self.share_changes(id, rows);
        if !changes.is_empty() {
            self.record(Aggregate::Roster(id.into()), RosterEvent::SharesSet { rows: changes.clone() });
        }
        self.check_roster(id.into())?;
        self.shares_change(by.actor(), id, &changes)
    }

    fn share_changes(&self, id: TrackId, rows: &[ShareRow]) -> Vec<ShareChange> {
        let change = |row: &ShareRow| {
            let person = row.person;
            let before = self.slice.shares_of(id, person);
            let after = row.edits.apply(&before);
            let since = self.slice.reached_or_invited(id.into(), person, self.at).min(self.at);
            (before != after).then_some(ShareChange { person, before, after, since })
        };
        rows.iter().filter_map(change).collect()
    }

    fn shares_change(&self, actor: PersonId, id: TrackId, changes: &[ShareChange]) -> Result<SharesChange, Error> {
        let people = changes.iter().map(|change| change.person);
        let order = self.slice.in_roster_order(id.into(), people, self.at);
        let of = |person: PersonId| changes.iter().find(|change| change.person == person);
        let changes: Vec<ChangedShares> = order
            .into_iter()
            .filter_map(of)
            .map(|ShareChange { person, before, after, .. }| ChangedShares {
                person: *person,
                before: *before,
                after: *after,
            })
            .collect();
        let told = self.told_but(actor);
        let totals = self.slice.totals(id)?;
        Ok(SharesChange { track: id, shares_version: self.slice.shares_version(id.into()), changes, totals, told })
    }

    /// Applies a proposal, inviting its newcomer in the same commit where `terms` are given (SPL-7).
    ///
    /// # Errors
    /// `conflict` where shares have changed since; else as [`Draft::set_shares`] and [`Draft::invite`].
    pub fn apply_proposal(
        &mut self,
        by: &Authorized<act::EditShares>,
        proposal: &Proposal,
        newcomer: Option<PersonId>,
        terms: Option<&Terms>,
    ) -> Result<(SharesChange, Option<InvitationId>), Error> {
        let id = proposal.track;
        self.admit(by, id.into())?;
        let inviting = match (newcomer, terms) {
            (Some(person), Some(terms)) => Some((person, terms)),
            _ => None,
        };
        let managing =
            inviting.map(|(_, terms)| self.slice.require_inviting(by.actor(), id.into(), terms.access)).transpose()?;
        if proposal.based_on != self.slice.shares_version(id.into()) {
            return Err(Error::Conflict);
        }
        let rows = self.proposed_rows(proposal, newcomer)?;
        let mut invitation = None;
        if let (Some((person, terms)), Some(managing)) = (inviting, managing) {
            let offered = rows.iter().find(|row| row.person == person).map_or(ShareEdits::KEEP, |row| row.edits);
            let terms = Terms { shares: offered, ..terms.clone() };
            invitation = Some(self.invite_recording(&managing, id.into(), person, &terms, ShareEdits::KEEP)?);
        }
        Ok((self.set_shares(by, id, &rows, None)?, invitation))
    }

    /// Returns whether somebody has access to a track, or an invitation that would open it to them.
    #[must_use]
    pub fn has_part(&self, id: TrackId, person: PersonId) -> bool {
        matches!(self.slice.part(id, person, self.at), Part::Active | Part::Invited)
    }

    /// Returns the rows of a proposal with the newcomer's own id in place.
    fn proposed_rows(&self, proposal: &Proposal, newcomer: Option<PersonId>) -> Result<Vec<ShareRow>, Error> {
        let row = |row: &super::split::ProposedShares| {
            let person = row.person.or(newcomer).ok_or(Error::not_found(Noun::Person))?;
            let mut shares = row.shares;
            if proposal.newcomer.is_some() {
                // SPL-7: a row of 0.00 is not written, save to take away what is recorded.
                let recorded = self.slice.shares_of(proposal.track, person);
                let written = |kind, share: &Percent| *share != Percent::ZERO || recorded.get(kind).is_some();
                for kind in Kind::ALL {
                    shares = shares.with(kind, shares.get(kind).filter(|share| written(kind, share)));
                }
            }
            Ok(ShareRow { person, edits: ShareEdits::recorded_in(&shares) })
        };
        proposal.rows.iter().map(row).collect()
    }
}
