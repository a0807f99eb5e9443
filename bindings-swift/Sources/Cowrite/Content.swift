import CowriteCore
import Foundation

/// The bytes of a file to be uploaded: at hand, in a file of the device, or as they come.
///
/// What reading them throws is the ``CowriteError/underlying`` error of the `sourceUnavailable` that the call throws.
public struct Content: Sendable {
    private let make: @Sendable () -> any ContentPort

    /// What the library reads them from, in one call.
    var port: any ContentPort { make() }

    /// Bytes that are at hand. They may be uploaded any number of times.
    public static func data(_ data: Data) -> Content {
        Content { ContentSource(pieces: AsyncPieces([data])) }
    }

    /// A file of this device, read piece by piece. It may be uploaded any number of times, and is read anew each time.
    public static func file(_ url: URL) -> Content {
        Content { ContentSource(pieces: FilePieces(url: url)) }
    }

    /// Bytes as they come. They are gone over once: a second call that comes to read them throws `sourceUnavailable`,
    /// with a ``ContentError`` underlying.
    public static func stream<Pieces: AsyncSequence & Sendable>(_ pieces: Pieces) -> Content where Pieces.Element == Data {
        let use = SingleUse()
        return Content { ContentSource(pieces: pieces, use: use) }
    }
}

/// What is wrong with content itself.
public enum ContentError: Error, Hashable, Sendable {
    /// A ``Content/stream(_:)`` was gone over before: make another for each upload.
    case goneOver
}

/// Pieces that are at hand.
struct AsyncPieces: AsyncSequence, Sendable {
    typealias Element = Data
    let pieces: [Data]

    init(_ pieces: [Data]) {
        self.pieces = pieces
    }

    struct AsyncIterator: AsyncIteratorProtocol {
        var rest: ArraySlice<Data>

        mutating func next() async throws -> Data? {
            rest.popFirst()
        }
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(rest: pieces[...])
    }
}

/// A file, a MiB at a time.
struct FilePieces: AsyncSequence, Sendable {
    typealias Element = Data
    let url: URL

    struct AsyncIterator: AsyncIteratorProtocol {
        let url: URL
        var handle: FileHandle?

        mutating func next() async throws -> Data? {
            let open = try handle ?? FileHandle(forReadingFrom: url)
            handle = open
            guard let piece = try open.read(upToCount: 1 << 20), !piece.isEmpty else {
                try open.close()
                return nil
            }
            return piece
        }
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(url: url)
    }
}

/// What may be done by one alone, whoever comes first.
final class SingleUse: @unchecked Sendable {
    private let lock = NSLock()
    private var isUsed = false

    /// Whether nobody has come before.
    func begin() -> Bool {
        lock.withLock {
            defer { isUsed = true }
            return !isUsed
        }
    }
}

/// Goes over pieces for the library, which asks for one after the other and never for two at once.
final class ContentSource<Pieces: AsyncSequence & Sendable>: ContentPort, @unchecked Sendable where Pieces.Element == Data {
    private enum Reading {
        case notBegun
        /// How far it is, and what is left of the last piece.
        case at(Pieces.AsyncIterator, Data)
        /// A piece is awaited, or none comes any more.
        case away
    }

    private let pieces: Pieces
    private let use: SingleUse?
    private let lock = NSLock()
    private var reading = Reading.notBegun

    /// A MiB: a larger piece is handed over in several, since what crosses at once has a limit of 2 GiB.
    static var largest: Int { 1 << 20 }

    /// Goes over pieces that others may go over too, unless `use` is given.
    init(pieces: Pieces, use: SingleUse? = nil) {
        (self.pieces, self.use) = (pieces, use)
    }

    func next() async throws -> Data? {
        do {
            var (iterator, rest) = try begin()
            while rest.isEmpty {
                guard let piece = try await iterator.next() else { return nil }
                rest = piece
            }
            let piece = rest.prefix(ContentSource.largest)
            rest = rest.dropFirst(piece.count)
            lock.withLock { reading = .at(iterator, rest) }
            return piece
        } catch {
            throw FilesRefusal(error)
        }
    }

    private func begin() throws -> (Pieces.AsyncIterator, Data) {
        try lock.withLock {
            defer { reading = .away }
            switch reading {
            case .notBegun:
                guard use?.begin() ?? true else { throw ContentError.goneOver }
                return (pieces.makeAsyncIterator(), Data())
            case .at(let iterator, let rest): return (iterator, rest)
            case .away: throw ContentError.goneOver
            }
        }
    }
}

/// A file that a ticket was redeemed for: its bytes come piece by piece, or are somewhere else.
public struct Redeemed: Sendable {
    /// The file's name.
    public let name: String
    /// Its media type, by its name.
    public let mediaType: String
    /// How many bytes it has in all.
    public let size: Int
    /// Which of them are given.
    public let range: Range<Int>
    /// The bytes, unless they are at an address.
    public let bytes: Bytes?
    /// The file store's own address for them, to send the visitor on to: only in a workspace with `directAddresses`.
    public let address: Secret?
    /// When that address ends.
    public let addressExpiresAt: Date?

    init(_ raw: GivenContent) {
        (name, mediaType, size) = (raw.name, raw.mediaType, raw.size)
        range = raw.start..<max(raw.start, raw.end)
        bytes = raw.content.map(Bytes.init)
        (address, addressExpiresAt) = (raw.address, raw.addressExpiresAt)
    }

    /// All the bytes at once, for what is known to be small.
    ///
    /// Throws `sourceUnavailable`, also where they are at an address; `conflict` where the file has changed meanwhile.
    public func read() async throws -> Data {
        guard let bytes else {
            throw CowriteError(
                code: .sourceUnavailable, message: "the bytes are at an address", details: [:], isRetryable: false,
                httpStatus: 503, underlying: nil)
        }
        var all = Data()
        for try await piece in bytes { all.append(piece) }
        return all
    }
}

/// Bytes of a file, piece by piece: they can be gone over once, by one at a time.
///
/// Throws `sourceUnavailable`, and `conflict` where the file has changed meanwhile or two wait for a piece at once. What has broken off
/// throws the same again.
public struct Bytes: AsyncSequence, Sendable {
    let raw: ContentCore

    init(_ raw: ContentCore) {
        self.raw = raw
    }

    /// Goes over the pieces.
    public struct AsyncIterator: AsyncIteratorProtocol {
        let raw: ContentCore

        public mutating func next() async throws -> Data? {
            let raw = raw
            return try await crossing { try await raw.next() }
        }
    }

    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(raw: raw)
    }

    /// Gives up what is left.
    public func close() {
        raw.close()
    }
}

extension ByteRange {
    /// The bytes of a range, the first counted from 0.
    public static func bytes(_ range: Range<Int>) -> ByteRange {
        guard range.lowerBound >= 0, !range.isEmpty else { return .span(1, 0) }
        return .span(UInt64(range.lowerBound), UInt64(range.upperBound - 1))
    }
}
