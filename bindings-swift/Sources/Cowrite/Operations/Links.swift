// Written by `face.py` from the Rust of this package: scripts/swift.sh says how.

import CowriteCore
import Foundation

extension WorkspaceActor {
    /// Makes a secret address that opens one track, for whoever has it (LNK-1, LNK-2, OWN-2).
    ///
    /// `downloads` are the kinds of files that may be downloaded, none unless said; `stream` is whether what may be heard is played, as it is
    /// unless said; between `notBefore` and `expiresAt` it opens; `downloadLimit` is how many downloads it gives in all; `label` says whom it
    /// is for; `excluded` are files that it does not show; with `asksReview` visitors may say what they think of it.
    /// The secret is in the answer, this once.
    /// Throws `invalidInput`, `limitExceeded`, `notFound`, `accessDenied` to anybody but the owner, and
    /// `sourceUnavailable` where files to leave out cannot be looked up.
    @discardableResult
    public func createShareLink(
        to track: TrackID,
        downloads: [FileKind]? = nil,
        stream: Bool? = nil,
        notBefore: Edit<Date> = .keep,
        expiresAt: Edit<Date> = .keep,
        password: Edit<String> = .keep,
        downloadLimit: Edit<Int> = .keep,
        label: Edit<String> = .keep,
        excluded: [FileID]? = nil,
        asksReview: Bool? = nil
    ) async throws -> LinkMade {
        try await crossing { try await raw.createShareLink(track: track, downloads: downloads, stream: stream, notBefore: notBefore.raw, expiresAt: expiresAt.raw, password: password.raw, downloadLimit: downloadLimit.raw, label: label.raw, excluded: excluded, asksReview: asksReview) }
    }

    /// Makes a secret address that opens some of the actor's own tracks in an order, at most 50 (LNK-7, LNK-2, OWN-2).
    ///
    /// Beside what a share link is told: `name`, by the tracks unless said; `cover`, where a picture is; `filter`, what of the tracks is shown.
    /// Throws `invalidInput`, `limitExceeded`, `playlistTooLong`, `notFound`, `accessDenied`, `sourceUnavailable`.
    @discardableResult
    public func createPlaylistShare(
        of tracks: [TrackID],
        downloads: [FileKind]? = nil,
        stream: Bool? = nil,
        notBefore: Edit<Date> = .keep,
        expiresAt: Edit<Date> = .keep,
        password: Edit<String> = .keep,
        downloadLimit: Edit<Int> = .keep,
        label: Edit<String> = .keep,
        excluded: [FileID]? = nil,
        asksReview: Bool? = nil,
        name: String? = nil,
        cover: Edit<String> = .keep,
        filter: PlaylistFilter? = nil
    ) async throws -> LinkMade {
        try await crossing { try await raw.createPlaylistShare(tracks: tracks, downloads: downloads, stream: stream, notBefore: notBefore.raw, expiresAt: expiresAt.raw, password: password.raw, downloadLimit: downloadLimit.raw, label: label.raw, excluded: excluded, asksReview: asksReview, name: name, cover: cover.raw, filter: filter) }
    }

    /// Changes what a link or playlist share allows; what is left out stays, `nil` empties (LNK-3, OWN-2).
    ///
    /// `name`, `cover`, `filter` and `tracks` are a playlist's. The address stays the same.
    /// Throws `invalidInput`, `limitExceeded`, `playlistTooLong`, `notFound`, `accessDenied`, `sourceUnavailable`, and `linkFinal` where it is over for good.
    @discardableResult
    public func updateLink(
        _ link: LinkID,
        downloads: [FileKind]? = nil,
        stream: Bool? = nil,
        notBefore: Edit<Date> = .keep,
        expiresAt: Edit<Date> = .keep,
        password: Edit<String> = .keep,
        downloadLimit: Edit<Int> = .keep,
        label: Edit<String> = .keep,
        excluded: [FileID]? = nil,
        asksReview: Bool? = nil,
        name: String? = nil,
        cover: Edit<String> = .keep,
        filter: PlaylistFilter? = nil,
        tracks: [TrackID]? = nil
    ) async throws -> SharedLink {
        try await crossing { try await raw.updateLink(link: link, downloads: downloads, stream: stream, notBefore: notBefore.raw, expiresAt: expiresAt.raw, password: password.raw, downloadLimit: downloadLimit.raw, label: label.raw, excluded: excluded, asksReview: asksReview, name: name, cover: cover.raw, filter: filter, tracks: tracks) }
    }

    /// Gives a link another secret: the address that was sent opens nothing from now on, everything else stays (LNK-2).
    ///
    /// Throws `notFound`, `accessDenied`, `linkFinal`.
    @discardableResult
    public func rotateLink(_ link: LinkID) async throws -> LinkMade {
        try await crossing { try await raw.rotateLink(link: link) }
    }

    /// Revokes a link for good: the very next visitor is refused (LNK-3). Throws `notFound`, `accessDenied`, `linkFinal`.
    @discardableResult
    public func revokeLink(_ link: LinkID) async throws -> SharedLink {
        try await crossing { try await raw.revokeLink(link: link) }
    }

    /// Every link and playlist share that reaches a track, or all that the actor has, newest first, with those that are over (LNK-1, LNK-7).
    ///
    /// Throws `notFound`, and `accessDenied` to anybody but the track's owner (EXP-5).
    public func links(to track: TrackID? = nil) async throws -> [SharedLink] {
        try await crossing { try await raw.links(track: track) }
    }

    /// What visitors did with a link: sums over all visits, and the visits themselves, newest first (LNK-8).
    ///
    /// A page holds `limit` visits, 1 to 200, 50 unless said otherwise.
    /// `before` is the `next` of an earlier page.
    /// Throws `invalidInput`, `notFound`, and `accessDenied` to anybody but the owner (EXP-5).
    public func linkAnalytics(of link: LinkID, before: String? = nil, limit: Int? = nil) async throws -> LinkAnalytics {
        try await crossing { try await raw.linkAnalytics(link: link, before: before, limit: limit) }
    }
}
