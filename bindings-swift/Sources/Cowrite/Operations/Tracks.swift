// Written by `face.py` from the Rust of this package: scripts/swift.sh says how.

import CowriteCore
import Foundation

extension WorkspaceActor {
    /// Creates a track, which the actor owns; in a group, its owner does (OWN-1, GRP-4).
    ///
    /// Throws `invalidInput`, `limitExceeded`, `notFound`, `accessDenied`.
    @discardableResult
    public func createTrack(_ title: String, in group: GroupID? = nil) async throws -> Track {
        try await crossing { try await raw.createTrack(title: title, group: group) }
    }

    /// A track as the actor sees it. Throws `notFound` also where the actor may not know of it (ACC-5).
    public func track(_ track: TrackID) async throws -> Track {
        try await crossing { try await raw.track(track: track) }
    }

    /// Changes a track's details; what is left out stays, `nil` empties `bpm` and `key` (ACC-1, OWN-2, SPL-5).
    ///
    /// `bpm` is exact to a hundredth, from 1.00 to 999.99; a stage is one of `Stage` or the host's own.
    /// Throws `invalidInput`, `limitExceeded`, `notFound`, `accessDenied`, and `splitsIncomplete` where publishing is strict.
    @discardableResult
    public func updateTrack(
        _ track: TrackID,
        title: String? = nil,
        stage: Stage? = nil,
        bpm: Edit<Decimal> = .keep,
        key: Edit<String> = .keep,
        tags: [String]? = nil
    ) async throws -> TrackUpdated {
        try await crossing { try await raw.updateTrack(track: track, title: title, stage: stage, bpm: bpm.raw, key: key.raw, tags: tags) }
    }

    /// Puts a track aside: it stays as it is, out of the way (LIB-2). Throws `notFound`, `accessDenied`.
    @discardableResult
    public func archiveTrack(_ track: TrackID) async throws -> Track {
        try await crossing { try await raw.archiveTrack(track: track) }
    }

    /// Takes a track up again (LIB-2). Throws `notFound`, `accessDenied`.
    @discardableResult
    public func unarchiveTrack(_ track: TrackID) async throws -> Track {
        try await crossing { try await raw.unarchiveTrack(track: track) }
    }

    /// Deletes a track for good, with all access to it (OWN-2). Throws `notFound`, `accessDenied`.
    @discardableResult
    public func deleteTrack(_ track: TrackID) async throws -> TrackDeleted {
        try await crossing { try await raw.deleteTrack(track: track) }
    }

    /// Moves a track into a group, or with `nil` out of its group; says whose access rises and falls (GRP-4, GRP-5).
    ///
    /// Throws `notFound`, `accessDenied`, `limitExceeded`.
    @discardableResult
    public func moveTrack(_ track: TrackID, to group: GroupID?) async throws -> TrackMoved {
        try await crossing { try await raw.moveTrack(track: track, group: group) }
    }
}
