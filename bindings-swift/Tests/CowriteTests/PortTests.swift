import Cowrite
import Foundation
import Testing

private struct Unplugged: Error, Equatable {
    let what: String
}

private let bytes = Data((0..<5_000).map { UInt8(truncatingIfNeeded: $0) })

private func studio(_ files: FileStorage) async throws -> (Workspace, WorkspaceActor, Track) {
    let workspace = try await Workspace.inMemory(options: WorkspaceOptions(files: files))
    let me = workspace.acting(as: try await workspace.register(externalID: "olivia-1", name: "Olivia Park").id)
    return (workspace, me, try await me.createTrack("Midnight Sessions"))
}

private struct SystemClock: WorkspaceClock {
    func now() -> Date { Date() }
}

@Suite struct PortTests {
    @Test func aStoreKeepsFiles() async throws {
        let store = MemoryStore(clock: SystemClock())
        let (workspace, me, track) = try await studio(.store(store))
        let change = try await me.uploadFile(.data(bytes), named: "mix.wav", as: .bounce, to: track.id)
        let file = try #require(change.file)
        #expect(try await me.files(of: track.id).files.map(\.name) == ["mix.wav"])
        let ticket = try await me.downloadFile(file, of: track.id).ticket
        #expect(try await workspace.redeem(ticket).read() == bytes)
        let part = try await workspace.redeem(ticket, range: .bytes(10..<20))
        #expect(part.range == 10..<20)
        #expect(try await part.read() == bytes[10..<20])
        #expect(try await me.renameFile(file, of: track.id, to: "mix 2.wav").name == "mix 2.wav")
        _ = try await me.deleteFile(file, of: track.id)
        #expect(try await me.files(of: track.id).files == [])
        #expect(store.askedBy == [me.id])
    }

    @Test func oneAccountIsNobodys() async throws {
        let store = MemoryStore(clock: SystemClock())
        let (_, me, track) = try await studio(.oneAccount(store))
        _ = try await me.uploadFile(.data(bytes), named: "mix.wav", as: .bounce, to: track.id)
        #expect(store.askedBy == [nil])
    }

    @Test func aFolderKeepsFiles() async throws {
        let folder = try TemporaryFolder()
        let (workspace, me, track) = try await studio(.folder(folder.url))
        let file = folder.url.appendingPathComponent("given.wav")
        try bytes.write(to: file)
        let change = try await me.uploadFile(.file(file), named: "mix.wav", as: .bounce, to: track.id)
        let ticket = try await me.streamFile(try #require(change.file), of: track.id).ticket
        #expect(try await workspace.redeem(ticket).read() == bytes)
    }

    @Test func whatAStoreThrowsIsTheCause() async throws {
        let store = MemoryStore(clock: SystemClock())
        let (_, me, track) = try await studio(.store(store))
        try await me.uploadFile(.data(bytes), named: "mix.wav", as: .bounce, to: track.id)
        store.throwing = Unplugged(what: "the network")
        let error = await refused { try await me.files(of: track.id) }
        #expect(error?.code == .sourceUnavailable)
        #expect(error?.underlying as? Unplugged == Unplugged(what: "the network"))
        store.throwing = FileStoreError.transient
        let away = await refused { try await me.files(of: track.id) }
        #expect(away?.code == .sourceUnavailable)
        #expect(away?.underlying == nil)
        store.throwing = nil
        #expect(try await me.files(of: track.id).files.count == 1)
    }

    @Test func whatContentThrowsIsTheCause() async throws {
        let store = MemoryStore(clock: SystemClock())
        let (_, me, track) = try await studio(.store(store))
        let broken = Content.stream(Pieces([bytes], failure: Unplugged(what: "the microphone")))
        let error = await refused {
            try await me.uploadFile(broken, named: "mix.wav", as: .bounce, to: track.id)
        }
        #expect(error?.code == .sourceUnavailable)
        #expect(error?.underlying as? Unplugged == Unplugged(what: "the microphone"))
        #expect(try await me.files(of: track.id).files == [])
        let missing = Content.file(URL(fileURLWithPath: "/nowhere/at/all.wav"))
        let absent = await refused {
            try await me.uploadFile(missing, named: "mix.wav", as: .bounce, to: track.id)
        }
        #expect(absent?.underlying != nil)
    }

    @Test func contentComesInPieces() async throws {
        let store = MemoryStore(clock: SystemClock())
        let (workspace, me, track) = try await studio(.store(store))
        let pieces = stride(from: 0, to: bytes.count, by: 7).map { bytes[$0..<min($0 + 7, bytes.count)] }
        let content = Content.stream(Pieces([Data()] + pieces + [Data()]))
        let change = try await me.uploadFile(content, named: "mix.wav", as: .bounce, to: track.id)
        let redeemed = try await workspace.redeem(try await me.downloadFile(try #require(change.file), of: track.id).ticket)
        var (all, count) = (Data(), 0)
        for try await piece in try #require(redeemed.bytes) {
            all.append(piece)
            count += 1
        }
        #expect(all == bytes)
        #expect(count > 1)
    }

    @Test func aStoreMayCallTheWorkspace() async throws {
        final class Curious: FileStore, @unchecked Sendable {
            let inner = MemoryStore(clock: SystemClock())
            var me: WorkspaceActor?
            func stat(_ place: FilePlace, of holder: PersonID?) async throws -> FileEntry {
                try await inner.stat(place, of: holder)
            }
            func find(_ id: FileID, in folder: FilePlace, of holder: PersonID?) async throws -> FileEntry {
                try await inner.find(id, in: folder, of: holder)
            }
            func list(_ folder: FilePlace, recursively: Bool, limit: Int, of holder: PersonID?) async throws -> FilePage {
                return try await inner.list(folder, recursively: recursively, limit: limit, of: holder)
            }
            func makeFolder(_ path: [String], in folder: FilePlace, of holder: PersonID?) async throws -> FileEntry {
                try await inner.makeFolder(path, in: folder, of: holder)
            }
            func put(_ bytes: Bytes, as write: FileToWrite, of holder: PersonID?) async throws -> FileEntry {
                try await inner.put(bytes, as: write, of: holder)
            }
            func open(_ file: FilePlace, range: ByteRange, of holder: PersonID?) async throws -> FileToRead {
                try await me?.createTrack("Made by the store")
                return try await inner.open(file, range: range, of: holder)
            }
            func move(_ place: FilePlace, into folder: FilePlace, named name: String, of holder: PersonID?) async throws -> FileEntry {
                try await inner.move(place, into: folder, named: name, of: holder)
            }
            func delete(_ file: FilePlace, of holder: PersonID?) async throws {
                try await inner.delete(file, of: holder)
            }
        }
        let store = Curious()
        let (workspace, me, track) = try await studio(.store(store))
        let change = try await me.uploadFile(.data(bytes), named: "mix.wav", as: .bounce, to: track.id)
        store.me = me
        let ticket = try await me.downloadFile(try #require(change.file), of: track.id).ticket
        #expect(try await workspace.redeem(ticket).read() == bytes)
        #expect(try await me.library().rows.count == 2)
    }

    @Test func whatAStoreHasNotIsUnsupported() async throws {
        let store = MemoryStore(clock: SystemClock())
        await #expect(throws: FileStoreError.unsupported) { try await store.changes(since: "", of: nil) }
        await #expect(throws: FileStoreError.unsupported) { try await store.latestCursor(of: .path([]), recursively: true, of: nil) }
        await #expect(throws: FileStoreError.unsupported) { try await store.wait(since: "", timeout: 1, of: nil) }
        await #expect(throws: FileStoreError.unsupported) { try await store.temporaryLink(to: .path([]), of: nil) }
    }
}
