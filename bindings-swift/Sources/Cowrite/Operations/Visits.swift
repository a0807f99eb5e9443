// Written by `face.py` from the Rust of this package: scripts/swift.sh says how.

import CowriteCore
import Foundation

extension WorkspaceVisitor {
    /// Opens a link: what it shows, with its files as they are now (LNK-4, LNK-5, LNK-6, LNK-7).
    ///
    /// Throws `invalidInput`, `limitExceeded`, `passwordRequired`, `sourceUnavailable`, and `linkUnavailable` whatever the reason.
    @discardableResult
    public func open(_ secret: Secret, as visit: Visit = Visit()) async throws -> OpenedLink {
        try await crossing { try await raw.open(secret: secret, visit: visit) }
    }

    /// A ticket for hearing a file of a link; the play is counted here (LNK-4, LNK-6).
    ///
    /// What is known of the visit is as for `open`. Throws as it does, `notFound` for a file that is not there for visitors, and
    /// `downloadNotAllowed` for one that the link does not play.
    @discardableResult
    public func stream(
        _ file: FileID,
        of track: TrackID,
        through secret: Secret,
        as visit: Visit = Visit()
    ) async throws -> GivenFile {
        try await crossing { try await raw.stream(file: file, track: track, secret: secret, visit: visit) }
    }

    /// A ticket for downloading a file of a link; it counts when the ticket is first redeemed (LNK-4, LNK-5, LNK-6, LNK-8).
    ///
    /// What is known of the visit is as for `open`. Throws as it does, `notFound` for a file that is not there for visitors, and
    /// `downloadNotAllowed` for one of a kind that the link does not allow.
    @discardableResult
    public func download(
        _ file: FileID,
        of track: TrackID,
        through secret: Secret,
        as visit: Visit = Visit()
    ) async throws -> GivenFile {
        try await crossing { try await raw.download(file: file, track: track, secret: secret, visit: visit) }
    }

    /// Says what a visitor thinks of what a link opens, where it asks for that: the owner sees it with the link's analytics (LNK-11).
    ///
    /// `track` says of which track of a playlist, `positionMs` at which time in it, in milliseconds; the rest is as for `open`.
    /// Throws as it does, `reviewNotAsked`, and `notFound` for a track that the link does not show.
    @discardableResult
    public func review(
        _ verdict: Verdict,
        of secret: Secret,
        by name: String,
        text: String? = nil,
        on track: TrackID? = nil,
        positionMs: Int? = nil,
        as visit: Visit = Visit()
    ) async throws -> Reviewed {
        try await crossing { try await raw.review(verdict: verdict, secret: secret, name: name, text: text, track: track, positionMs: positionMs, visit: visit) }
    }

    /// A ticket for hearing the preview of a track that a public page shows; nothing of it is counted or kept (PUB-3, LNK-6).
    ///
    /// Throws `notFound` whatever of it is not there, `downloadNotAllowed` to a bot, `sourceUnavailable`.
    public func streamPreview(
        of track: TrackID,
        onPage slug: String,
        userAgent: String? = nil,
        isBot bot: Bool = false
    ) async throws -> GivenFile {
        try await crossing { try await raw.streamPreview(track: track, slug: slug, userAgent: userAgent, bot: bot) }
    }
}
