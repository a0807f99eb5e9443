// Written by `face.py` from the Rust of this package: scripts/swift.sh says how.

import CowriteCore
import Foundation

extension Workspace {
    /// Does outside what decisions have made necessary, at most `limit` of it, up to 1000 (FIL-1, FIL-3, OWN-4).
    ///
    /// It moves folders of tracks after renames, moves and handovers, and puts what was sent into the track that it was accepted into.
    /// Call it now and then, and after commits, from as many processes as you like. What fails is tried again after growing pauses.
    /// Throws `invalidInput`.
    @discardableResult
    public func runEffects(limit: Int) async throws -> EffectsRun {
        try await crossing { try await raw.runEffects(limit: limit) }
    }

    /// Makes due now whatever waits for a person's account of the file store: the folders of their tracks, and those that they are to be on (FIL-2).
    ///
    /// Call it when somebody has connected an account, or mended one; the work itself is done by ``runEffects(limit:)``. Throws `notFound`.
    @discardableResult
    public func accountConnected(of person: PersonID) async throws -> AccountConnected {
        try await crossing { try await raw.accountConnected(person: person) }
    }

    /// Takes in the bytes of a file that an outsider sends, by its place in the import, counted from 0, while that waits (IMP-1).
    ///
    /// They go into the recipient's file store, outside any track; sent again they take the place of what came before. `content` is as for
    /// ``WorkspaceActor/uploadFile(_:named:as:to:replacing:)``. Throws `notFound`, `sourceUnavailable`, and `invalidInput` where it is not as long as was said.
    @discardableResult
    public func receiveFile(_ content: Content, at number: Int, of `import`: ImportID) async throws -> Import {
        try await crossing { try await raw.receiveFile(content: content.port, number: number, import: `import`) }
    }
}

extension WorkspaceActor {
    /// Makes due now whatever brings a track's folder to its place and to whom access says, for its owner who has mended what was in the way (FIL-2).
    ///
    /// A folder that was deleted in the file store is made and shared anew by it, without what was in it.
    /// The work itself is done by ``Workspace/runEffects(limit:)``. Throws `notFound`, and `accessDenied` for all but the owner.
    @discardableResult
    public func retryFolder(of track: TrackID) async throws -> FolderRetried {
        try await crossing { try await raw.retryFolder(track: track) }
    }

    /// Sends the bytes of a file of an import, by its place in that, counted from 0, while it waits (IMP-1).
    ///
    /// Once the import was accepted and ``Workspace/runEffects(limit:)`` has run they lie in the track's folder. `content` is as for
    /// ``uploadFile(_:named:as:to:replacing:)``.
    /// Throws `notFound`, `sourceUnavailable`, and `invalidInput` where it is not as long as was said.
    @discardableResult
    public func sendFile(_ content: Content, at number: Int, of `import`: ImportID) async throws -> Import {
        try await crossing { try await raw.sendFile(content: content.port, number: number, import: `import`) }
    }
}

extension WorkspaceOperator {
    /// What is still to be done outside, at most `limit` of it, due first first (OPS-1).
    ///
    /// One that was tried many times has a cause that somebody must mend. Throws `invalidInput` above 1000.
    public func effects(limit: Int) async throws -> OpenEffects {
        try await crossing { try await raw.effects(limit: limit) }
    }

    /// Makes an effect due now, whenever it was to be tried again (OPS-1). Throws `notFound` where it is not open.
    @discardableResult
    public func retryEffect(_ effect: Effect) async throws -> EffectRetried {
        try await crossing { try await raw.retryEffect(effect: effect) }
    }
}
