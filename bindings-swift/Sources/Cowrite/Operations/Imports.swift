// Written by `face.py` from the Rust of this package: scripts/swift.sh says how.

import CowriteCore
import Foundation

extension Workspace {
    /// Takes in up to 500 files that an outsider sends to a person, by a name and an address that nobody has checked (IMP-1, IMP-2).
    ///
    /// Throws `invalidInput`, `limitExceeded`, and `notFound` for a recipient who is not registered.
    @discardableResult
    public func receiveImport(
        of files: [NewFile],
        for to: PersonID,
        name: String,
        email: String,
        note: String? = nil,
        trackName: String? = nil
    ) async throws -> Import {
        try await crossing { try await raw.receiveImport(files: files, to: to, name: name, email: email, note: note, trackName: trackName) }
    }
}

extension WorkspaceActor {
    /// Sends up to 500 files to somebody, with a note and the track meant, by its id where the actor can view it or in words (IMP-1, IMP-2).
    ///
    /// Until they are accepted nothing in the recipient's library changes. Throws `invalidInput`, `limitExceeded`, `notFound`.
    @discardableResult
    public func submitImport(
        of files: [NewFile],
        to: PersonID,
        note: String? = nil,
        for track: TrackID? = nil,
        trackName: String? = nil
    ) async throws -> Import {
        try await crossing { try await raw.submitImport(files: files, to: to, note: note, track: track, trackName: trackName) }
    }

    /// Sends once more what its recipient dismissed, as a new import (IMP-3). Throws `notFound`.
    @discardableResult
    public func resubmitImport(_ `import`: ImportID) async throws -> Import {
        try await crossing { try await raw.resubmitImport(import: `import`) }
    }

    /// An import with the tracks that it may be meant for: to its recipient, and without these to its sender (IMP-2). Throws `notFound`.
    public func `import`(_ `import`: ImportID) async throws -> ImportDetail {
        try await crossing { try await raw.import(import: `import`) }
    }

    /// What was sent to the actor, and the invitations that wait for an answer, newest first (IMP-4).
    ///
    /// A page holds `limit` entries, 1 to 200, 50 unless said otherwise, or fewer where `state` and `from` leave some out.
    /// `after` is the `next` of an earlier page. Throws `invalidInput`.
    public func imports(
        state: ImportStatus? = nil,
        from: PersonID? = nil,
        after: String? = nil,
        limit: Int? = nil
    ) async throws -> ImportsPage {
        try await crossing { try await raw.imports(state: state, from: from, after: after, limit: limit) }
    }

    /// Corrects what an import's files are, by their place counted from 0, and which track it is for, while it waits (IMP-2).
    ///
    /// `nil` chooses no track. Throws `invalidInput`, `notFound`.
    @discardableResult
    public func updateImport(
        _ `import`: ImportID,
        kinds: [Int: FileKind]? = nil,
        track: Edit<TrackID> = .keep
    ) async throws -> Import {
        try await crossing { try await raw.updateImport(import: `import`, kinds: kinds, track: track.raw) }
    }

    /// Accepts an import into `track`, on which the actor is editor or above, or into a new one under `title`, where wanted in `group` (IMP-3).
    ///
    /// Accepting again gives the first result. Throws `invalidInput`, `limitExceeded`, `notFound`, `accessDenied`.
    @discardableResult
    public func acceptImport(
        _ `import`: ImportID,
        into track: TrackID? = nil,
        asNewTrack title: String? = nil,
        in group: GroupID? = nil
    ) async throws -> Import {
        try await crossing { try await raw.acceptImport(import: `import`, track: track, title: title, group: group) }
    }

    /// Dismisses an import; its sender may send it again (IMP-3). Throws `notFound`.
    @discardableResult
    public func dismissImport(_ `import`: ImportID) async throws -> Import {
        try await crossing { try await raw.dismissImport(import: `import`) }
    }
}
