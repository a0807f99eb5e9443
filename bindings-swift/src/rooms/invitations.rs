//! Invitations: inviting, and what the invited do.

use cowrite::InvitationTerms;

use crate::call::operations;
use crate::custom::InvitationID;
use crate::values::{GivenShareEdits, Invitee, Scope};
use crate::words::Access;

operations! { ActorCore on cowrite::Actor;
    /// Invites somebody to a track or group, with an access, a role and shares on offer; nothing begins before they accept (INV-1).
    ///
    /// Throws `invalidInput`, `invalidShare`, `limitExceeded`, `notFound`, `accessDenied`, `ownerFixed`, `alreadyCollaborator`, `overAllocated`.
    invite(
        to as "_": Invitee,
        scope as "to": Scope,
        access: Access,
        role: Option<String> = None,
        shares: Option<GivenShareEdits> = None,
    ) -> cowrite::InvitationView = |actor| {
        let terms = InvitationTerms::new(access).shares(shares.unwrap_or_default());
        actor.invite(scope, to, match role {
            Some(role) => terms.role(role),
            None => terms,
        })
    };

    /// The invitations that wait for the actor's answer, newest first (INV-6).
    invitations() -> Vec<cowrite::InboxEntry> = |actor| actor.invitations();

    /// Accepts an invitation: access and shares begin (INV-3).
    ///
    /// Throws `notFound`, `invitationVoid`, `invitationExpired`, `limitExceeded`.
    accept_invitation(
        invitation as "_": InvitationID,
    ) -> cowrite::Joined = |actor| actor.accept_invitation(invitation);

    /// Says no to an invitation (INV-2). Throws `notFound`, `invitationVoid`, `invitationExpired`.
    dismiss_invitation(
        invitation as "_": InvitationID,
    ) -> cowrite::InvitationView = |actor| actor.dismiss_invitation(invitation);

    /// Takes an invitation back (INV-2). Throws `notFound`, `accessDenied`, `invitationExpired`.
    withdraw_invitation(
        invitation as "_": InvitationID,
    ) -> cowrite::InvitationView = |actor| actor.withdraw_invitation(invitation);
}
