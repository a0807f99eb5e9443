// Written by `face.py` from the Rust of this package: scripts/swift.sh says how.

import CowriteCore
import Foundation

extension WorkspaceActor {
    /// Who takes part in a track or group, with roles, access and shares, in roster order (VIEW-1, SPL-4). Throws `notFound`.
    public func collaborators(on scope: Scope) async throws -> Panel {
        try await crossing { try await raw.collaborators(scope: scope) }
    }

    /// Gives a collaborator another access (ACC-3, ACC-6).
    ///
    /// Throws `invalidInput`, `notFound`, `accessDenied`, `ownerFixed`, `notCollaborator`, `limitExceeded`.
    @discardableResult
    public func setAccess(of person: PersonID, on scope: Scope, to access: Access) async throws -> AccessChange {
        try await crossing { try await raw.setAccess(person: person, scope: scope, access: access) }
    }

    /// Forgets what was decided here for a person, so that the group above decides again (GRP-6).
    ///
    /// Throws `notFound`, `accessDenied`, `ownerFixed`, `notCollaborator`.
    @discardableResult
    public func inheritAccess(of person: PersonID, on scope: Scope) async throws -> AccessChange {
        try await crossing { try await raw.inheritAccess(person: person, scope: scope) }
    }

    /// Ends a person's access and keeps their shares (REV-1). Throws `notFound`, `accessDenied`, `ownerFixed`, `nothingToRevoke`.
    @discardableResult
    public func revoke(_ person: PersonID, from scope: Scope) async throws -> Ending {
        try await crossing { try await raw.revoke(person: person, scope: scope) }
    }

    /// Ends a person's access and frees their shares (REV-2). Throws `notFound`, `accessDenied`, `ownerFixed`, `nothingToRevoke`.
    @discardableResult
    public func removeCollaborator(_ person: PersonID, from scope: Scope) async throws -> Ending {
        try await crossing { try await raw.removeCollaborator(person: person, scope: scope) }
    }

    /// Ends the actor's own access; their shares stay (REV-3). Throws `notFound`, `ownerFixed`.
    @discardableResult
    public func leave(_ scope: Scope) async throws -> Ending {
        try await crossing { try await raw.leave(scope: scope) }
    }

    /// Ends a person's access to all that the actor owns (REV-5). Throws `notFound`.
    @discardableResult
    public func revokeAll(of person: PersonID) async throws -> Ending {
        try await crossing { try await raw.revokeAll(person: person) }
    }

    /// Ends the actor's access to all that a person owns (REV-5). Throws `notFound`.
    @discardableResult
    public func leaveAllFrom(_ owner: PersonID) async throws -> Ending {
        try await crossing { try await raw.leaveAllFrom(owner: owner) }
    }
}
