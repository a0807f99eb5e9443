// Written by `face.py` from the Rust of this package: scripts/swift.sh says how.

import CowriteCore
import Foundation

extension WorkspaceOperator {
    /// Hands a track or group over from an owner who cannot be reached (OPS-1, OWN-4). Throws `notFound`, `ownerFixed`, `limitExceeded`.
    @discardableResult
    public func handOver(_ scope: Scope, to: PersonID) async throws -> Handover {
        try await crossing { try await raw.handOver(scope: scope, to: to) }
    }

    /// Takes a track down: it is there for its owner alone until it is restored (OPS-1). Throws `notFound`.
    @discardableResult
    public func takeDown(_ track: TrackID) async throws -> Takedown {
        try await crossing { try await raw.takeDown(track: track) }
    }

    /// Restores a track that was taken down: everybody's access is as it was (OPS-1). Throws `notFound`.
    @discardableResult
    public func restore(_ track: TrackID) async throws -> Takedown {
        try await crossing { try await raw.restore(track: track) }
    }

    /// Takes a link or playlist share down: it opens for nobody until it is restored (OPS-1). Throws `notFound`.
    @discardableResult
    public func takeDownLink(_ link: LinkID) async throws -> LinkTakedown {
        try await crossing { try await raw.takeDownLink(link: link) }
    }

    /// Restores a link or playlist share that was taken down (OPS-1). Throws `notFound`.
    @discardableResult
    public func restoreLink(_ link: LinkID) async throws -> LinkTakedown {
        try await crossing { try await raw.restoreLink(link: link) }
    }
}
