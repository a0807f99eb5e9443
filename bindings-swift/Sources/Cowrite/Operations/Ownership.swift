// Written by `face.py` from the Rust of this package: scripts/swift.sh says how.

import CowriteCore
import Foundation

extension WorkspaceActor {
    /// Offers a track or group to a collaborator (OWN-4). Throws `notFound`, `accessDenied`, `ownerFixed`, `notCollaborator`.
    @discardableResult
    public func offerOwnership(of scope: Scope, to: PersonID) async throws -> OfferMade {
        try await crossing { try await raw.offerOwnership(scope: scope, to: to) }
    }

    /// Takes what was offered: the actor owns it from now on (OWN-4). Throws `notFound`, `limitExceeded`.
    @discardableResult
    public func acceptOwnership(of scope: Scope) async throws -> Handover {
        try await crossing { try await raw.acceptOwnership(scope: scope) }
    }

    /// Says no to an offer (OWN-4). Throws `notFound`.
    @discardableResult
    public func declineOwnership(of scope: Scope) async throws -> OfferMade {
        try await crossing { try await raw.declineOwnership(scope: scope) }
    }

    /// Takes an offer back (OWN-4). Throws `notFound`, `accessDenied`.
    @discardableResult
    public func withdrawOwnership(of scope: Scope) async throws -> OfferMade {
        try await crossing { try await raw.withdrawOwnership(scope: scope) }
    }
}
