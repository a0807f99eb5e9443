//! Ownership offered and handed over.

use crate::crosses::record;

record! {
    /// An offer of ownership that has been made and not answered.
    Offer = cowrite::Offer {
        /// To whom.
        to: cowrite::PersonId,
        /// When.
        offered_at: cowrite::Timestamp,
        /// From when on it is over.
        expires_at: cowrite::Timestamp,
    }

    /// An offer as its parties see it.
    OfferMade = cowrite::OfferView {
        /// What is offered.
        scope: cowrite::Scope,
        /// By whom.
        from: cowrite::PersonId,
        /// To whom.
        to: cowrite::PersonId,
        /// When.
        offered_at: cowrite::Timestamp,
        /// From when on it is over.
        expires_at: cowrite::Timestamp,
    }

    /// What came of a handover.
    Handover = cowrite::Handover {
        /// What was handed over.
        scope: cowrite::Scope,
        /// Who owns it now.
        owner: cowrite::PersonId,
        /// Who owned it before, and is a full collaborator now.
        previous_owner: cowrite::PersonId,
        /// The pending invitations that became void.
        invitations_voided: Vec<cowrite::InvitationId>,
        /// Whether the old owner's public page lost the track: the new owner adds it to theirs, or does not (PUB-1).
        left_public_page: bool,
        /// The old owner's playlist shares that lost the track.
        playlists_changed: Vec<cowrite::LinkId>,
    }
}
