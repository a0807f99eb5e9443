//! Invitations: inviting, and what the invited do.

use cowrite::InvitationTerms;

use crate::argument::{InvitationArgument, Text, WordArgument};
use crate::call::operations;
use crate::values::{InviteeArgument, ScopeArgument, ShareEdits};

operations! { actor on cowrite::Actor;
    /// Invites somebody to a track or group, with an access, a role and shares on offer; nothing begins before they accept (INV-1).
    ///
    /// Refused with `invalid_input`, `invalid_share`, `limit_exceeded`, `not_found`, `access_denied`, `owner_fixed`, `already_collaborator`, `over_allocated`.
    invite(
        scope: ScopeArgument;
        to: InviteeArgument,
        access: WordArgument<cowrite::Access>,
        role: Option<Text> = None,
        shares: Option<ShareEdits> = None
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
    /// Refused with `not_found`, `invitation_void`, `invitation_expired`, `limit_exceeded`.
    accept_invitation(invitation: InvitationArgument) -> cowrite::Joined = |actor| actor.accept_invitation(invitation);

    /// Says no to an invitation (INV-2). Refused with `not_found`, `invitation_void`, `invitation_expired`.
    dismiss_invitation(invitation: InvitationArgument) -> cowrite::InvitationView = |actor| actor.dismiss_invitation(invitation);

    /// Takes an invitation back (INV-2). Refused with `not_found`, `access_denied`, `invitation_expired`.
    withdraw_invitation(invitation: InvitationArgument) -> cowrite::InvitationView = |actor| actor.withdraw_invitation(invitation);
}
