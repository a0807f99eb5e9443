// Written by `face.py` from the Rust of this package: scripts/swift.sh says how.

import CowriteCore
import Foundation

extension Workspace {
    /// Makes what people did in the folders of tracks themselves part of their history (FIL-5, ACT-1, NTF-1).
    ///
    /// It asks the accounts in which folders of tracks lie, `limit` of them, 1 to 200, 50 unless said otherwise; `after` is the `next` of an
    /// earlier call. Call it now and then, from as many processes as you like: nothing is told twice. A file store without cursors has all its
    /// tracks looked at each time. Throws `invalidInput`.
    @discardableResult
    public func followFiles(after: String? = nil, limit: Int? = nil) async throws -> FilesFollowed {
        try await crossing { try await raw.followFiles(after: after, limit: limit) }
    }

    /// Does as ``followFiles(after:limit:)`` in the account of one person alone: what a webhook of the file store is for (FIL-5).
    ///
    /// Throws `notFound` for somebody in whose account no folder of a track lies.
    @discardableResult
    public func followFilesOf(_ person: PersonID) async throws -> FilesFollowed {
        try await crossing { try await raw.followFilesOf(person: person) }
    }

    /// Waits until there is news to follow, in the account of a person or in any, for so many seconds at most, up to 480 (FIL-5).
    ///
    /// With a file store that cannot wait the time passes, and there is said to be news. Throws `invalidInput`, `notFound`,
    /// `limitExceeded` for all of more than 100 accounts, `sourceUnavailable`.
    public func waitForFiles(upTo timeout: TimeInterval, of person: PersonID? = nil) async throws -> FilesWaited {
        try await crossing { try await raw.waitForFiles(timeout: timeout, person: person) }
    }
}
