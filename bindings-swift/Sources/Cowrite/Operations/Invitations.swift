// Written by `face.py` from the Rust of this package: scripts/swift.sh says how.

import CowriteCore
import Foundation

extension WorkspaceActor {
    /// Invites somebody to a track or group, with an access, a role and shares on offer; nothing begins before they accept (INV-1).
    ///
    /// Throws `invalidInput`, `invalidShare`, `limitExceeded`, `notFound`, `accessDenied`, `ownerFixed`, `alreadyCollaborator`, `overAllocated`.
    @discardableResult
    public func invite(
        _ to: Invitee,
        to scope: Scope,
        access: Access,
        role: String? = nil,
        shares: ShareEdits? = nil
    ) async throws -> Invitation {
        try await crossing { try await raw.invite(to: to, scope: scope, access: access, role: role, shares: shares?.raw) }
    }

    /// The invitations that wait for the actor's answer, newest first (INV-6).
    public func invitations() async throws -> [InboxEntry] {
        try await crossing { try await raw.invitations() }
    }

    /// Accepts an invitation: access and shares begin (INV-3).
    ///
    /// Throws `notFound`, `invitationVoid`, `invitationExpired`, `limitExceeded`.
    @discardableResult
    public func acceptInvitation(_ invitation: InvitationID) async throws -> Joined {
        try await crossing { try await raw.acceptInvitation(invitation: invitation) }
    }

    /// Says no to an invitation (INV-2). Throws `notFound`, `invitationVoid`, `invitationExpired`.
    @discardableResult
    public func dismissInvitation(_ invitation: InvitationID) async throws -> Invitation {
        try await crossing { try await raw.dismissInvitation(invitation: invitation) }
    }

    /// Takes an invitation back (INV-2). Throws `notFound`, `accessDenied`, `invitationExpired`.
    @discardableResult
    public func withdrawInvitation(_ invitation: InvitationID) async throws -> Invitation {
        try await crossing { try await raw.withdrawInvitation(invitation: invitation) }
    }
}
