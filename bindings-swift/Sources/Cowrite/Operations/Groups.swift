// Written by `face.py` from the Rust of this package: scripts/swift.sh says how.

import CowriteCore
import Foundation

extension WorkspaceActor {
    /// Creates a group, at the top or in another (GRP-1, GRP-7).
    ///
    /// Throws `invalidInput`, `limitExceeded`, `notFound`, `accessDenied`, `groupTooDeep`.
    @discardableResult
    public func createGroup(_ name: String, in parent: GroupID? = nil) async throws -> TrackGroup {
        try await crossing { try await raw.createGroup(name: name, parent: parent) }
    }

    /// A group as the actor sees it. Throws `notFound` also where the actor may not know of it (ACC-5).
    public func group(_ group: GroupID) async throws -> TrackGroup {
        try await crossing { try await raw.group(group: group) }
    }

    /// Names a group anew (GRP-7). Throws `invalidInput`, `limitExceeded`, `notFound`, `accessDenied`.
    @discardableResult
    public func updateGroup(_ group: GroupID, name: String) async throws -> TrackGroup {
        try await crossing { try await raw.updateGroup(group: group, name: name) }
    }

    /// Moves a group into another, or with `nil` to the top; says whose access rises and falls (GRP-5).
    ///
    /// Throws `notFound`, `accessDenied`, `groupCycle`, `groupTooDeep`.
    @discardableResult
    public func moveGroup(_ group: GroupID, to parent: GroupID?) async throws -> GroupMoved {
        try await crossing { try await raw.moveGroup(group: group, parent: parent) }
    }

    /// Deletes a group; what lay in it goes to the top of whoever owns it (GRP-7). Throws `notFound`, `accessDenied`.
    @discardableResult
    public func deleteGroup(_ group: GroupID) async throws -> GroupDeleted {
        try await crossing { try await raw.deleteGroup(group: group) }
    }
}
