//! Splits: saving, proposing, asking.

use cowrite::{InvitationTerms, ShareSave};

use crate::argument::{PersonArgument, Seq, Text, TrackArgument, Whole, WordArgument};
use crate::call::operations;
use crate::values::{InviteeArgument, ProposalInput, ShareRow};

operations! { actor on cowrite::Actor;
    /// Saves shares of a track, row by row, whole or not at all (SPL-1, SPL-3).
    ///
    /// `based_on` is the `shares_version` that was read; where others have saved since, the call is refused with `conflict` (SPL-9).
    /// Refused with `invalid_input`, `invalid_share`, `not_found`, `access_denied`, `not_collaborator`, `over_allocated`, `limit_exceeded`.
    set_shares(track: TrackArgument; rows: Seq<ShareRow>, based_on: Option<Whole<u64>> = None) -> cowrite::SharesChange = |actor| {
        let save = ShareSave::new(rows);
        actor.set_shares(track, match based_on {
            Some(version) => save.based_on(version),
            None => save,
        })
    };

    /// Proposes an even split, among all who take part or those named (SPL-6); nothing is saved.
    ///
    /// Refused with `invalid_input`, `not_found`, `access_denied`, `not_collaborator`.
    propose_even_split(track: TrackArgument; among: Option<Seq<PersonArgument>> = None) -> cowrite::Proposal = |actor| {
        async move { actor.propose_even_split(track, among.as_deref()).await }
    };

    /// Proposes what somebody new could get of what is left (SPL-7); nothing is saved.
    ///
    /// Refused with `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`, `owner_fixed`.
    propose_newcomer_split(track: TrackArgument; newcomer: InviteeArgument) -> cowrite::Proposal = |actor| {
        actor.propose_newcomer_split(track, newcomer)
    };

    /// Saves a proposal, as it was made or as the host has changed it, and invites its newcomer with `access` and `role` (SPL-7).
    ///
    /// Refused with `invalid_input`, `invalid_share`, `limit_exceeded`, `not_found`, `access_denied`, `not_collaborator`, `over_allocated`,
    /// `owner_fixed`, `already_collaborator`, and `conflict` where the shares have changed since.
    apply_proposal(
        track: TrackArgument;
        proposal: ProposalInput,
        access: Option<WordArgument<cowrite::Access>> = None,
        role: Option<Text> = None
    ) -> cowrite::Applied = |actor| {
        let terms = access.map(InvitationTerms::new).map(|terms| match role {
            Some(role) => terms.role(role),
            None => terms,
        });
        async move { actor.apply_proposal(track, &proposal, terms).await }
    };

    /// The most that a person could be given of each kind (SPL-8). Refused with `not_found`.
    shares_available(track: TrackArgument; person: PersonArgument) -> cowrite::Shares = |actor| actor.shares_available(track, person);

    /// The totals of a track's splits, where each kind is exactly 100 (SPL-5). Refused with `not_found`, `splits_incomplete`.
    require_complete_splits(track: TrackArgument) -> cowrite::Totals = |actor| actor.require_complete_splits(track);
}
