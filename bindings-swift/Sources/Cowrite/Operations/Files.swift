// Written by `face.py` from the Rust of this package: scripts/swift.sh says how.

import CowriteCore
import Foundation

extension WorkspaceActor {
    /// A track's files as they are now (FIL-5, LNK-6). Throws `notFound`, and `sourceUnavailable` where they cannot be reached.
    public func files(of track: TrackID) async throws -> TrackFiles {
        try await crossing { try await raw.files(track: track) }
    }

    /// A ticket for hearing a file, redeemed by ``Workspace/redeem(_:range:)`` within five minutes (FIL-5, LNK-5, ACC-1).
    ///
    /// Throws `notFound` for the track or the file, `sourceUnavailable`.
    public func streamFile(_ file: FileID, of track: TrackID) async throws -> FileTicket {
        try await crossing { try await raw.streamFile(file: file, track: track) }
    }

    /// A ticket for downloading a file, redeemed by ``Workspace/redeem(_:range:)`` within five minutes (FIL-5, LNK-5, ACC-1).
    ///
    /// Throws `notFound` for the track or the file, `sourceUnavailable`.
    public func downloadFile(_ file: FileID, of track: TrackID) async throws -> FileTicket {
        try await crossing { try await raw.downloadFile(file: file, track: track) }
    }

    /// Uploads a file, or with `replaces` new content for one, into the folder of its kind (FIL-1, FIL-4, FIL-5).
    ///
    /// A file of the device or a stream is read piece by piece, and never in memory whole. What it throws is the `underlying` of the error.
    /// The file is there when the call returns, also where it belongs to a batch that is then given up.
    /// Throws `invalidInput`, `limitExceeded`, `notFound`, `accessDenied`, `conflict` where the name is taken, `sourceUnavailable`.
    @discardableResult
    public func uploadFile(
        _ content: Content,
        named name: String,
        as kind: FileKind,
        to track: TrackID,
        replacing replaces: Bool = false
    ) async throws -> FileChanged {
        try await crossing { try await raw.uploadFile(content: content.port, name: name, kind: kind, track: track, replaces: replaces) }
    }

    /// Gives a file another name; it stays what it is, for links too (FIL-4, FIL-5).
    ///
    /// Throws `invalidInput`, `limitExceeded`, `notFound`, `accessDenied`, `conflict` where the name is taken, `sourceUnavailable`.
    @discardableResult
    public func renameFile(_ file: FileID, of track: TrackID, to name: String) async throws -> FileChanged {
        try await crossing { try await raw.renameFile(file: file, track: track, name: name) }
    }

    /// Deletes a file (FIL-4, FIL-5). Throws `notFound`, `accessDenied`, `sourceUnavailable`.
    @discardableResult
    public func deleteFile(_ file: FileID, of track: TrackID) async throws -> FileChanged {
        try await crossing { try await raw.deleteFile(file: file, track: track) }
    }
}

extension Workspace {
    /// The bytes of a file that a ticket stands for, while whoever got it could have the file (LNK-5, LNK-8, PUB-3, FIL-4).
    ///
    /// Throws `invalidInput` for a range that lies outside, `notFound` for what is no ticket or one whose time is over, `linkUnavailable`,
    /// `passwordRequired`, `downloadNotAllowed`, `sourceUnavailable`.
    @discardableResult
    public func redeem(_ ticket: Secret, range: ByteRange = .all) async throws -> Redeemed {
        try await crossing { try await Redeemed(raw.redeem(ticket: ticket, range: range)) }
    }
}
