//! Splits: saving, proposing, asking.

use cowrite::{InvitationTerms, ShareSave};

use crate::call::operations;
use crate::custom::{Large, PersonID, TrackID};
use crate::values::{GivenShareRow, Invitee, Proposal};
use crate::words::Access;

operations! { ActorCore on cowrite::Actor;
    /// Saves shares of a track, row by row, whole or not at all (SPL-1, SPL-3).
    ///
    /// `basedOn` is the `sharesVersion` that was read; where others have saved since, the call is refused with `conflict` (SPL-9).
    /// Throws `invalidInput`, `invalidShare`, `notFound`, `accessDenied`, `notCollaborator`, `overAllocated`, `limitExceeded`.
    set_shares(
        rows as "_": Vec<GivenShareRow>,
        track as "on": TrackID,
        based_on: Option<Large> = None,
    ) -> cowrite::SharesChange = |actor| {
        let save = ShareSave::new(rows);
        actor.set_shares(track, match based_on {
            Some(version) => save.based_on(version),
            None => save,
        })
    };

    /// Proposes an even split, among all who take part or those named (SPL-6); nothing is saved.
    ///
    /// Throws `invalidInput`, `notFound`, `accessDenied`, `notCollaborator`.
    propose_even_split(track as "on": TrackID, among: Option<Vec<PersonID>> = None) -> cowrite::Proposal = |actor| {
        async move { actor.propose_even_split(track, among.as_deref()).await }
    };

    /// Proposes what somebody new could get of what is left (SPL-7); nothing is saved.
    ///
    /// Throws `invalidInput`, `limitExceeded`, `notFound`, `accessDenied`, `ownerFixed`.
    propose_newcomer_split(newcomer as "for": Invitee, track as "on": TrackID) -> cowrite::Proposal = |actor| {
        actor.propose_newcomer_split(track, newcomer)
    };

    /// Saves a proposal, as it was made or as the host has changed it, and invites its newcomer with `access` and `role` (SPL-7).
    ///
    /// Throws `invalidInput`, `invalidShare`, `limitExceeded`, `notFound`, `accessDenied`, `notCollaborator`, `overAllocated`,
    /// `ownerFixed`, `alreadyCollaborator`, and `conflict` where the shares have changed since.
    apply_proposal(
        proposal as "_": Proposal,
        track as "to": TrackID,
        access: Option<Access> = None,
        role: Option<String> = None,
    ) -> cowrite::Applied = |actor| {
        let terms = access.map(InvitationTerms::new).map(|terms| match role {
            Some(role) => terms.role(role),
            None => terms,
        });
        async move { actor.apply_proposal(track, &proposal, terms).await }
    };

    /// The most that a person could be given of each kind (SPL-8). Throws `notFound`.
    shares_available(
        person as "to": PersonID,
        track as "on": TrackID,
    ) -> cowrite::Shares = |actor| actor.shares_available(track, person);

    /// The totals of a track's splits, where each kind is exactly 100 (SPL-5). Throws `notFound`, `splitsIncomplete`.
    require_complete_splits(track as "on": TrackID) -> cowrite::Totals = |actor| actor.require_complete_splits(track);
}
