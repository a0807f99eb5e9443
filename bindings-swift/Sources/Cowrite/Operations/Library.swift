// Written by `face.py` from the Rust of this package: scripts/swift.sh says how.

import CowriteCore
import Foundation

extension WorkspaceActor {
    /// The tracks that the actor can view, newest first or by title (ACC-4, LIB-1).
    ///
    /// A page holds `limit` of them, 1 to 200, 50 unless said otherwise.
    /// `after` is the `next` of an earlier page of this very listing: of this person, sort and filter.
    /// Throws `invalidInput`, `limitExceeded`.
    public func library(
        sort: LibrarySort? = nil,
        filter: LibraryFilter? = nil,
        after: String? = nil,
        limit: Int? = nil
    ) async throws -> LibraryPage {
        try await crossing { try await raw.library(sort: sort, filter: filter?.raw, after: after, limit: limit) }
    }

    /// The actor's buckets, in the order in which they were made (LIB-2).
    public func buckets() async throws -> [Bucket] {
        try await crossing { try await raw.buckets() }
    }

    /// Makes a bucket: a private folder for arranging the library, of which nobody else knows (LIB-2).
    ///
    /// Throws `invalidInput`, `limitExceeded`, and `notFound` for an actor who is not registered.
    @discardableResult
    public func createBucket(_ name: String) async throws -> Bucket {
        try await crossing { try await raw.createBucket(name: name) }
    }

    /// Gives a bucket another name (LIB-2). Throws `invalidInput`, `limitExceeded`, `notFound`.
    @discardableResult
    public func renameBucket(_ bucket: BucketID, to name: String) async throws -> Bucket {
        try await crossing { try await raw.renameBucket(bucket: bucket, name: name) }
    }

    /// Deletes a bucket, and returns it as it was; what was in it is in none, and still in the library (LIB-2). Throws `notFound`.
    @discardableResult
    public func deleteBucket(_ bucket: BucketID) async throws -> Bucket {
        try await crossing { try await raw.deleteBucket(bucket: bucket) }
    }

    /// Puts a track into a bucket of the actor's, or with `nil` out of all; access stays as it is (LIB-2). Throws `notFound`.
    @discardableResult
    public func moveToBucket(_ bucket: BucketID?, track: TrackID) async throws -> Placement {
        try await crossing { try await raw.moveToBucket(bucket: bucket, track: track) }
    }

    /// What has changed for the actor since a cursor that an earlier answer gave; all there is, where there is none (SYN-1, REV-6).
    ///
    /// Call it again at once while `more` is set. A cursor that was lost, or is another person's, begins a full reading: never a silent gap.
    public func sync(since cursor: String? = nil) async throws -> Delta {
        try await crossing { try await raw.sync(cursor: cursor) }
    }
}
