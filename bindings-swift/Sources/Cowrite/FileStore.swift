import CowriteCore
import Foundation

/// Where the files of tracks are kept: a cloud of the app's choice, such as Dropbox by SwiftyDropbox (FIL-1, FIL-4, FIL-5).
///
/// `holder` is the person who holds the files. Each person's are apart: the same path of two people means two places.
/// Of a store given as ``FileStorage/oneAccount(_:)`` it is `nil`: everybody's lie side by side.
///
/// 1. A file is itself by its id: through renames, moves and new content. An id never comes to mean another file.
/// 2. Two names of one folder that differ by letter case alone are the same name.
/// 3. A write takes hold whole or not at all, and whoever reads meanwhile reads the old content or the new.
/// 4. It throws what ``FileStoreError`` has for it; anything else is told as `sourceUnavailable`, with the error as its
///    ``CowriteError/underlying``. After `transient` from a write it is not known whether it has taken hold.
///
/// Calls come from many tasks at a time, and a store may call the workspace itself from any of them. One that is also a ``FolderSharing`` shares the
/// folder of each track with those who have access to it, and a ``FolderMembership`` puts it among the members' own (FIL-2).
public protocol FileStore: Sendable {
    /// What is at a place; its path is the one from the account's root. Throws `notFound`.
    func stat(_ place: FilePlace, of holder: PersonID?) async throws -> FileEntry

    /// What has an id, if it lies in a folder, however deep; its path is the one from that folder. Throws `notFound`.
    func find(_ id: FileID, in folder: FilePlace, of holder: PersonID?) async throws -> FileEntry

    /// What is in a folder now, where `recursively` also below, a folder before what is in it. Throws `notFound`, `tooLarge`.
    ///
    /// No more than `limit` stand on a page that has more after it; a store without ``changes(since:of:)`` gives one page.
    func list(_ folder: FilePlace, recursively: Bool, limit: Int, of holder: PersonID?) async throws -> FilePage

    /// Makes folders below a folder, those on the way too, and returns the last; one that is there is well. Throws `conflict`.
    func makeFolder(_ path: [String], in folder: FilePlace, of holder: PersonID?) async throws -> FileEntry

    /// Writes a file whole. Throws `notFound`, `conflict`, `mismatch`, `quotaShort`, `tooLarge`, and lets through what the bytes throw.
    func put(_ bytes: Bytes, as write: FileToWrite, of holder: PersonID?) async throws -> FileEntry

    /// Opens a file. Throws `notFound`, and `outsideRange` where none of the bytes are in it; an empty file is read whole without that.
    func open(_ file: FilePlace, range: ByteRange, of holder: PersonID?) async throws -> FileToRead

    /// Moves or renames a file or folder; to spell its own name otherwise is well. Throws `notFound`, `conflict`.
    func move(_ place: FilePlace, into folder: FilePlace, named name: String, of holder: PersonID?) async throws -> FileEntry

    /// Deletes a file; one that is not there is well. Throws `conflict` for a folder.
    func delete(_ file: FilePlace, of holder: PersonID?) async throws

    /// What has changed since a cursor was given: the next page of a listing, or news. Throws `cursorReset`, `notFound`.
    func changes(since cursor: String, of holder: PersonID?) async throws -> FilePage

    /// Where what changes from now on begins. Throws `notFound`.
    func latestCursor(of folder: FilePlace, recursively: Bool, of holder: PersonID?) async throws -> String

    /// Waits for news, at most so many seconds: whether there is any, and for how many seconds to leave the store alone before the next wait.
    func wait(since cursor: String, timeout: TimeInterval, of holder: PersonID?) async throws -> (hasChanged: Bool, backoff: TimeInterval?)

    /// Makes an address at which whoever has it reads a file for a while: used in a workspace with `directAddresses`. Throws `notFound`.
    func temporaryLink(to file: FilePlace, of holder: PersonID?) async throws -> TemporaryLink
}

// What a store does not have is done without.
extension FileStore {
    public func changes(since cursor: String, of holder: PersonID?) async throws -> FilePage {
        throw FileStoreError.unsupported
    }

    public func latestCursor(of folder: FilePlace, recursively: Bool, of holder: PersonID?) async throws -> String {
        throw FileStoreError.unsupported
    }

    public func wait(
        since cursor: String, timeout: TimeInterval, of holder: PersonID?
    ) async throws -> (hasChanged: Bool, backoff: TimeInterval?) {
        throw FileStoreError.unsupported
    }

    public func temporaryLink(to file: FilePlace, of holder: PersonID?) async throws -> TemporaryLink {
        throw FileStoreError.unsupported
    }
}

/// What is to be written.
public struct FileToWrite: Sendable {
    /// Into which folder.
    public let folder: FilePlace
    /// Under which name.
    public let name: String
    /// What to do about a file that has the name already.
    public let mode: WriteMode
    /// How many bytes come, where it is known.
    public let size: Int?
    /// The SHA-256 over the SHA-256 of each 4 MiB of what comes, in hexadecimal, where it is known.
    public let contentHash: String?
}

/// A file that a store has opened.
public struct FileToRead: Sendable {
    /// The file as it was when it was opened; its path is the one from the account's root.
    public var entry: FileEntry
    /// Which bytes come.
    public var range: Range<UInt64>
    /// The bytes.
    public var content: Content

    /// Says what was opened.
    public init(entry: FileEntry, range: Range<UInt64>, content: Content) {
        self.entry = entry
        self.range = range
        self.content = content
    }
}

extension FileStoreError: Error {}

/// What is printed by mistake must not open a file.
extension TemporaryLink: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "TemporaryLink(***)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["rev": rev, "expiresAt": expiresAt]) }
}

extension FilesRefusal {
    /// What the library is told of what was thrown.
    init(_ error: any Error) {
        if let error = error as? FileStoreError {
            self = .Said(error: error)
        } else {
            self = .Thrown(cause: Causes.shared.keep(error))
        }
    }

    /// What the app is told: what its own code threw, where it did.
    var told: any Error {
        switch self {
        case .Said(let error): return error
        case .Thrown(let cause): return Causes.shared.take(cause) ?? FileStoreError.transient
        }
    }
}

/// Asks code of the app's for the library.
func asked<T>(_ ask: () async throws -> T) async throws -> T {
    do {
        return try await ask()
    } catch {
        throw FilesRefusal(error)
    }
}

/// Asks a store of the app's for the library.
final class StoreAdapter: FileStorePort {
    private let store: any FileStore

    init(_ store: any FileStore) {
        self.store = store
    }

    func stat(by: UUID?, at: FilePlace) async throws -> FileEntry {
        try await asked { try await store.stat(at, of: by) }
    }

    func find(by: UUID?, folder: FilePlace, id: String) async throws -> FileEntry {
        try await asked { try await store.find(id, in: folder, of: by) }
    }

    func list(by: UUID?, at: FilePlace, recursive: Bool, limit: Int) async throws -> FilePage {
        try await asked { try await store.list(at, recursively: recursive, limit: limit, of: by) }
    }

    func changes(by: UUID?, cursor: String) async throws -> FilePage {
        try await asked { try await store.changes(since: cursor, of: by) }
    }

    func latestCursor(by: UUID?, at: FilePlace, recursive: Bool) async throws -> String {
        try await asked { try await store.latestCursor(of: at, recursively: recursive, of: by) }
    }

    func wait(by: UUID?, cursor: String, timeout: TimeInterval) async throws -> FileWait {
        try await asked {
            let (hasChanged, backoff) = try await store.wait(since: cursor, timeout: timeout, of: by)
            return FileWait(hasChanged: hasChanged, backoff: backoff)
        }
    }

    func temporaryLink(by: UUID?, at: FilePlace) async throws -> TemporaryLink {
        try await asked { try await store.temporaryLink(to: at, of: by) }
    }

    func makeFolder(by: UUID?, within: FilePlace, path: [String]) async throws -> FileEntry {
        try await asked { try await store.makeFolder(path, in: within, of: by) }
    }

    func put(by: UUID?, write: FileWrite, content: ContentCore) async throws -> FileEntry {
        try await asked {
            let write = FileToWrite(
                folder: write.into, name: write.name, mode: write.mode, size: write.size, contentHash: write.contentHash)
            return try await store.put(Bytes(content), as: write, of: by)
        }
    }

    func openFile(by: UUID?, at: FilePlace, range: ByteRange) async throws -> OpenedContent {
        try await asked {
            let read = try await store.open(at, range: range, of: by)
            return OpenedContent(
                entry: read.entry, start: read.range.lowerBound, end: read.range.upperBound, content: read.content.port)
        }
    }

    func moveTo(by: UUID?, from: FilePlace, into: FilePlace, name: String) async throws -> FileEntry {
        try await asked { try await store.move(from, into: into, named: name, of: by) }
    }

    func deleteFile(by: UUID?, at: FilePlace) async throws {
        try await asked { try await store.delete(at, of: by) }
    }
}
