// Written by `face.py` from the Rust of this package: scripts/swift.sh says how.

import CowriteCore
import Foundation

extension WorkspaceActor {
    /// Whether the actor may do something on a track or group now (ACC-1, GRP-3).
    ///
    /// `false`, too, for what is not there: the answer never tells (ACC-5).
    /// Throws `invalidInput` for an action that such a scope does not know.
    public func can(_ action: Action, on scope: Scope) async throws -> Bool {
        try await crossing { try await raw.can(action: action, scope: scope) }
    }
}
