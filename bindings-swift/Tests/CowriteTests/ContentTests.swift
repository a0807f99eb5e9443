import Cowrite
import Foundation
import Testing

private let bytes = Data((0..<5_000).map { UInt8(truncatingIfNeeded: $0) })

private struct Unplugged: Error, Equatable {}

/// Keeps how large the pieces are that come, and opens what it is told to.
private final class PieceStore: MemoryStore, @unchecked Sendable {
    private(set) var sizes: [Int] = []
    var opened: Content?

    init() {
        super.init(clock: SettableClock(Date(timeIntervalSince1970: 1_767_225_600)))
    }

    override func put(_ bytes: Bytes, as write: FileToWrite, of holder: PersonID?) async throws -> FileEntry {
        var content = Data()
        for try await piece in bytes {
            lock.withLock { sizes.append(piece.count) }
            content.append(piece)
        }
        return try await self.write(content, named: write.name, into: write.folder, mode: write.mode, of: holder)
    }

    override func open(_ file: FilePlace, range: ByteRange, of holder: PersonID?) async throws -> FileToRead {
        var read = try await super.open(file, range: range, of: holder)
        if let opened { read.content = opened }
        return read
    }
}

/// One piece, and then whatever comes of waiting until the gate opens.
private struct Gated: AsyncSequence, Sendable {
    typealias Element = Data
    let first: Data
    let rest: AsyncStream<Data>
    let awaited: AsyncStream<Void>.Continuation

    struct AsyncIterator: AsyncIteratorProtocol {
        var first: Data?
        var rest: AsyncStream<Data>.AsyncIterator
        let awaited: AsyncStream<Void>.Continuation

        mutating func next() async throws -> Data? {
            if let piece = first {
                first = nil
                return piece
            }
            awaited.yield()
            return await rest.next()
        }
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(first: first, rest: rest.makeAsyncIterator(), awaited: awaited)
    }
}

private func next(of bytes: Bytes) async throws -> Data? {
    var iterator = bytes.makeAsyncIterator()
    return try await iterator.next()
}

@Suite struct ContentTests {
    private let store: PieceStore
    private let workspace: Workspace
    private let me: WorkspaceActor
    private let track: TrackID

    init() async throws {
        store = PieceStore()
        workspace = try await Workspace.inMemory(options: WorkspaceOptions(files: .store(store)))
        me = workspace.acting(as: try await workspace.register(externalID: "olivia-1", name: "Olivia Park").id)
        track = try await me.createTrack("Midnight Sessions").id
    }

    private func stored(_ file: FileID?, of track: TrackID) async throws -> Data {
        try await workspace.redeem(try await me.downloadFile(try #require(file), of: track).ticket).read()
    }

    @Test func contentIsUploadedAgain() async throws {
        let other = try await me.createTrack("Neon Rain").id
        let folder = try TemporaryFolder()
        let file = folder.url.appendingPathComponent("given.wav")
        try bytes.write(to: file)
        for (name, content) in [("at hand", Content.data(bytes)), ("of a file", .file(file))] {
            for (track, isAgain) in [(track, false), (track, true), (other, false)] {
                let change = try await me.uploadFile(content, named: "\(name).wav", as: .bounce, to: track, replacing: isAgain)
                #expect(try await stored(change.file, of: track) == bytes)
            }
        }
    }

    @Test func contentIsSharedByTasks() async throws {
        let content = Content.data(bytes)
        let files = try await withThrowingTaskGroup(of: FileID?.self) { group in
            for number in 0..<8 {
                group.addTask { try await me.uploadFile(content, named: "mix \(number).wav", as: .bounce, to: track).file }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(files).count == 8)
        for file in files { #expect(try await stored(file, of: track) == bytes) }
    }

    @Test func aStreamIsGoneOverOnce() async throws {
        let stream = Content.stream(Pieces([bytes]))
        // Nothing is read for a call that is refused.
        #expect(await refused { try await me.uploadFile(stream, named: "mix.wav", as: .bounce, to: UUID()) }?.code == .notFound)
        let change = try await me.uploadFile(stream, named: "mix.wav", as: .bounce, to: track)
        let again = await refused { try await me.uploadFile(stream, named: "mix.wav", as: .bounce, to: track, replacing: true) }
        #expect(again?.code == .sourceUnavailable)
        #expect(again?.underlying as? ContentError == .goneOver)
        #expect(try await stored(change.file, of: track) == bytes)
    }

    @Test func largePiecesAreSplit() async throws {
        let mebibyte = 1 << 20
        let large = Data(repeating: 7, count: 3 * mebibyte) + bytes
        for content in [Content.data(large), .stream(Pieces([bytes, large]))] {
            try await me.uploadFile(content, named: "mix.wav", as: .bounce, to: track, replacing: true)
        }
        #expect(store.sizes.allSatisfy { (1...mebibyte).contains($0) })
        #expect(store.sizes.reduce(0, +) == 2 * large.count + bytes.count)
        #expect(try await me.files(of: track).files.first?.size == large.count + bytes.count)
    }

    private func redeemed(_ content: Content) async throws -> Bytes {
        let file = try #require(try await me.uploadFile(.data(bytes), named: "mix.wav", as: .bounce, to: track, replacing: true).file)
        store.opened = content
        return try #require(try await workspace.redeem(try await me.downloadFile(file, of: track).ticket).bytes)
    }

    @Test func whatHasBrokenOffIsNotAtItsEnd() async throws {
        let given = try await redeemed(.stream(Pieces([bytes.prefix(10)], failure: Unplugged())))
        #expect(try await next(of: given) == bytes.prefix(10))
        for _ in 0..<3 { #expect(await refused { try await next(of: given) }?.code == .sourceUnavailable) }
        given.close()
        #expect(try await next(of: given) == nil)
    }

    /// Somebody who comes while another waits is told so, and not that it is over.
    @Test(.timeLimit(.minutes(2))) func twoDoNotShareAPiece() async throws {
        let (rest, more) = AsyncStream.makeStream(of: Data.self)
        let (waits, awaited) = AsyncStream.makeStream(of: Void.self)
        let given = try await redeemed(.stream(Gated(first: bytes.prefix(10), rest: rest, awaited: awaited)))
        #expect(try await next(of: given) == bytes.prefix(10))
        let waiting = Task { try await next(of: given) }
        for await _ in waits { break }
        let error = await refused { try await next(of: given) }
        #expect(error?.code == .conflict)
        more.yield(bytes.dropFirst(10))
        #expect(try await waiting.value == bytes.dropFirst(10))
        // Given up while somebody waits, it does not begin again.
        let last = Task { try await next(of: given) }
        for await _ in waits { break }
        given.close()
        more.yield(bytes)
        _ = try? await last.value
        #expect(try await next(of: given) == nil)
    }
}
