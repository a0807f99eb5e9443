// Written by `face.py` from the Rust of this package: scripts/swift.sh says how.

import CowriteCore
import Foundation

extension WorkspaceActor {
    /// Comments on a track, of which whoever can view it may say something (COM-1).
    ///
    /// `file` is the file store's own id of a file that it is about, `position` the time. The text may have 10,000 characters.
    /// Throws `invalidInput`, `limitExceeded`, `notFound`.
    @discardableResult
    public func addComment(
        _ text: String,
        on track: TrackID,
        about file: String? = nil,
        at position: Position? = nil
    ) async throws -> Comment {
        try await crossing { try await raw.addComment(text: text, track: track, file: file, position: position) }
    }

    /// Changes what the actor's own comment says; what is left out stays, `nil` empties `file` and `position` (COM-1).
    ///
    /// Throws `invalidInput`, `limitExceeded`, `notFound`, `accessDenied`.
    @discardableResult
    public func editComment(
        _ comment: CommentID,
        text: String? = nil,
        about file: Edit<String> = .keep,
        at position: Edit<Position> = .keep
    ) async throws -> Comment {
        try await crossing { try await raw.editComment(comment: comment, text: text, file: file.raw, position: position.raw) }
    }

    /// Deletes a comment: one's own while able to view, or any on a track that one owns (COM-1). Throws `notFound`, `accessDenied`.
    @discardableResult
    public func deleteComment(_ comment: CommentID) async throws -> CommentDeleted {
        try await crossing { try await raw.deleteComment(comment: comment) }
    }

    /// Pins a comment, so that it comes before all that are not; pinning again changes nothing (COM-1). Throws `notFound`, `accessDenied`.
    @discardableResult
    public func pinComment(_ comment: CommentID) async throws -> CommentPinned {
        try await crossing { try await raw.pinComment(comment: comment) }
    }

    /// Unpins a comment; unpinning again changes nothing (COM-1). Throws `notFound`, `accessDenied`.
    @discardableResult
    public func unpinComment(_ comment: CommentID) async throws -> CommentPinned {
        try await crossing { try await raw.unpinComment(comment: comment) }
    }

    /// The comments on a track, pinned ones first, then the newest (COM-1, COM-2).
    ///
    /// A page holds `limit` of them, 1 to 200, 50 unless said otherwise.
    /// `after` is the `next` of an earlier page. Throws `invalidInput`, `notFound`.
    public func comments(on track: TrackID, after: String? = nil, limit: Int? = nil) async throws -> CommentsPage {
        try await crossing { try await raw.comments(track: track, after: after, limit: limit) }
    }
}

extension WorkspaceOperator {
    /// Takes a comment down: it is there for nobody until it is restored (OPS-1). Throws `notFound`.
    @discardableResult
    public func takeDownComment(_ comment: CommentID) async throws -> CommentTakedown {
        try await crossing { try await raw.takeDownComment(comment: comment) }
    }

    /// Restores a comment that was taken down, in its old place (OPS-1). Throws `notFound`.
    @discardableResult
    public func restoreComment(_ comment: CommentID) async throws -> CommentTakedown {
        try await crossing { try await raw.restoreComment(comment: comment) }
    }
}
