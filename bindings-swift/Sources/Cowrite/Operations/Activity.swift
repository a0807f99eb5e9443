// Written by `face.py` from the Rust of this package: scripts/swift.sh says how.

import CowriteCore
import Foundation

extension WorkspaceActor {
    /// What has happened on a track or group, newest first (ACT-1); what happened to links, to the owner alone (EXP-5).
    ///
    /// A page holds `limit` entries, 1 to 200, 50 unless said otherwise.
    /// `before` is the `next` of an earlier page. Throws `invalidInput`, `notFound`.
    public func activity(on scope: Scope, before: String? = nil, limit: Int? = nil) async throws -> ActivityPage {
        try await crossing { try await raw.activity(scope: scope, before: before, limit: limit) }
    }

    /// What has happened to the actor's own playlist shares, public page and imports, newest first (ACT-1, OPS-1, EXP-5).
    ///
    /// A page holds `limit` entries, 1 to 200, 50 unless said otherwise.
    /// `before` is the `next` of an earlier page. Throws `invalidInput`.
    public func ownActivity(before: String? = nil, limit: Int? = nil) async throws -> ActivityPage {
        try await crossing { try await raw.ownActivity(before: before, limit: limit) }
    }

    /// What the actor was told, newest first, and how much of it is unread (NTF-1).
    ///
    /// A page holds `limit` notifications, 1 to 200, 50 unless said otherwise.
    /// `before` is the `next` of an earlier page. Throws `invalidInput`.
    public func notifications(before: String? = nil, limit: Int? = nil) async throws -> NoticePage {
        try await crossing { try await raw.notifications(before: before, limit: limit) }
    }

    /// Marks a notification as read; marking it again changes nothing (NTF-1). Throws `notFound`.
    @discardableResult
    public func markRead(_ notification: ItemID) async throws -> NoticeMarked {
        try await crossing { try await raw.markRead(notification: notification) }
    }

    /// Marks all that the actor was told as read (NTF-1).
    @discardableResult
    public func markAllRead() async throws -> AllRead {
        try await crossing { try await raw.markAllRead() }
    }

    /// Takes a notification out of the actor's list, read or not (NTF-1). Throws `notFound`.
    @discardableResult
    public func dismissNotification(_ notification: ItemID) async throws -> NoticeMarked {
        try await crossing { try await raw.dismissNotification(notification: notification) }
    }
}
