// Written by `face.py` from the Rust of this package: scripts/swift.sh says how.

import CowriteCore
import Foundation

extension WorkspaceActor {
    /// What the actor shares with others and they with the actor, person by person (VIEW-1).
    public func sharingPanel() async throws -> SharingPanel {
        try await crossing { try await raw.sharingPanel() }
    }

    /// A track with all that its first screen shows: details, people, splits, latest activity, for its owner the number of links (VIEW-1).
    ///
    /// Throws `notFound`.
    public func trackOverview(_ track: TrackID) async throws -> TrackOverview {
        try await crossing { try await raw.trackOverview(track: track) }
    }
}
