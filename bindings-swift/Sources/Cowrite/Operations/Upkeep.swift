// Written by `face.py` from the Rust of this package: scripts/swift.sh says how.

import CowriteCore
import Foundation

extension Workspace {
    /// Takes away what is over and only takes room: outcomes of calls with a key after 7 days, counts that nothing rests on (REL-1).
    ///
    /// Call it once a day; nothing else sweeps, and nobody's answer changes by it.
    @discardableResult
    public func maintain() async throws -> Maintained {
        try await crossing { try await raw.maintain() }
    }
}
