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

    /// What calls it makes back are its own: nothing waits for the upload that they are made in.
    @Test(.timeLimit(.minutes(2))) func aStoreMayCallTheWorkspace() async throws {
        final class Curious: MemoryStore, @unchecked Sendable {
            var me: WorkspaceActor?

            private func callBack() async throws {
                guard let me else { return }
                let made = try await me.createTrack("Made by the store")
                try await me.updateTrack(made.id, title: "Renamed by the store")
                _ = try await me.deleteTrack(made.id)
                try await me.createTrack("Kept by the store")
            }

            override func put(_ bytes: Bytes, as write: FileToWrite, of holder: PersonID?) async throws -> FileEntry {
                try await callBack()
                let entry = try await super.put(bytes, as: write, of: holder)
                try await callBack()
                return entry
            }

            override func open(_ file: FilePlace, range: ByteRange, of holder: PersonID?) async throws -> FileToRead {
                try await callBack()
                return try await super.open(file, range: range, of: holder)
            }
        }
        let store = Curious(clock: SystemClock())
        let (workspace, me, track) = try await studio(.store(store))
        store.me = me
        let change = try await me.uploadFile(.data(bytes), named: "mix.wav", as: .bounce, to: track.id)
        #expect(try await me.library().rows.count == 3)
        let ticket = try await me.downloadFile(try #require(change.file), of: track.id).ticket
        #expect(try await workspace.redeem(ticket).read() == bytes)
        #expect(try await me.library().rows.count == 4)
    }

    @Test func anAddressOfTheStoresOwn() async throws {
        final class Addressed: MemoryStore, @unchecked Sendable {
            override func temporaryLink(to file: FilePlace, of holder: PersonID?) async throws -> TemporaryLink {
                let entry = try await stat(file, of: holder)
                guard case .file(let facts) = entry.node else { throw FileStoreError.notFound }
                return TemporaryLink(
                    url: "https://files.example/\(entry.id)", mintedAt: clock.now(), expiresAt: clock.now() + 60, rev: facts.rev,
                    size: facts.size, contentHash: nil)
            }
        }
        for isDirect in [false, true] {
            var options = WorkspaceOptions(files: .store(Addressed(clock: SystemClock())))
            options.directAddresses = isDirect
            let workspace = try await Workspace.inMemory(options: options)
            let me = workspace.acting(as: try await workspace.register(externalID: "olivia-1", name: "Olivia Park").id)
            let track = try await me.createTrack("Midnight Sessions")
            let file = try #require(
                try await me.uploadFile(.data(bytes), named: "mix.wav", as: .bounce, to: track.id).file)
            let link = try #require(try await me.createShareLink(to: track.id, downloads: [.bounce]).secret)
            let ticket = try await workspace.visitor.download(file, of: track.id, through: link, as: Visit()).ticket
            let redeemed = try await workspace.redeem(ticket)
            #expect(redeemed.size == bytes.count)
            #expect(redeemed.address?.text == (isDirect ? "https://files.example/\(file)" : nil))
            #expect((redeemed.addressExpiresAt != nil) == isDirect)
            if isDirect {
                #expect(await refused { try await redeemed.read() }?.code == .sourceUnavailable)
            } else {
                #expect(try await redeemed.read() == bytes)
            }
        }
    }

    @Test func ticketsEnd() async throws {
        let clock = SettableClock(Date(timeIntervalSince1970: 1_767_225_600))
        var options = WorkspaceOptions(files: .store(MemoryStore(clock: clock)), clock: clock)
        options.ticketLifetime = 30
        let workspace = try await Workspace.inMemory(options: options)
        let me = workspace.acting(as: try await workspace.register(externalID: "olivia-1", name: "Olivia Park").id)
        let track = try await me.createTrack("Midnight Sessions")
        let change = try await me.uploadFile(.data(bytes), named: "mix.wav", as: .bounce, to: track.id)
        let ticket = try await me.downloadFile(try #require(change.file), of: track.id).ticket
        clock.advance(by: 29)
        #expect(try await workspace.redeem(ticket).read() == bytes)
        clock.advance(by: 2)
        #expect(await refused { try await workspace.redeem(ticket) }?.code == .notFound)
    }

    /// A store with cursors is asked for what has changed, and waited for.
    @Test(.timeLimit(.minutes(2))) func aStoreTellsWhatHasChanged() async throws {
        let store = TellingStore(clock: SystemClock())
        let (workspace, me, track) = try await studio(.store(store))
        try await me.uploadFile(.data(bytes), named: "mix.wav", as: .bounce, to: track.id)
        #expect(try await workspace.followFiles().failed == 0)
        #expect(try await workspace.followFilesOf(me.id).appeared == 0)
        let before = store.asked
        #expect(before.contains("latestCursor") || before.contains("list"))
        let waiting = Task { try await workspace.waitForFiles(upTo: 60, of: me.id) }
        try await Task.sleep(nanoseconds: 50_000_000)
        let bounces = try #require(store.folder(named: "bounces"))
        try await store.write(bytes + bytes, named: "mix 2.wav", into: .id(bounces), of: me.id)
        let waited = try await waiting.value
        #expect(waited.hasNews)
        let followed = try await workspace.followFilesOf(me.id)
        #expect(followed.appeared == 1 && followed.failed == 0)
        #expect(store.asked.isSuperset(of: ["changes", "wait"]))
        #expect(try await me.trackOverview(track.id).latestVersion?.name == "mix 2.wav")
        let entry = try await me.activity(on: .track(track.id)).entries.first { $0.inFileStore }
        #expect(entry?.what.isEmpty == false)
        // A cursor that is of no more use is replaced by a look at everything.
        store.forgetsCursors = true
        try await store.delete(.id(try #require(store.file(named: "mix 2.wav"))), of: me.id)
        #expect(try await workspace.followFilesOf(me.id).disappeared == 1)
    }

    @Test func whatAStoreHasNotIsUnsupported() async throws {
        struct Plain: FileStore {
            let inner = MemoryStore(clock: SystemClock())
            func stat(_ place: FilePlace, of holder: PersonID?) async throws -> FileEntry { try await inner.stat(place, of: holder) }
            func find(_ id: FileID, in folder: FilePlace, of holder: PersonID?) async throws -> FileEntry {
                try await inner.find(id, in: folder, of: holder)
            }
            func list(_ folder: FilePlace, recursively: Bool, limit: Int, of holder: PersonID?) async throws -> FilePage {
                try await inner.list(folder, recursively: recursively, limit: limit, of: holder)
            }
            func makeFolder(_ path: [String], in folder: FilePlace, of holder: PersonID?) async throws -> FileEntry {
                try await inner.makeFolder(path, in: folder, of: holder)
            }
            func put(_ bytes: Bytes, as write: FileToWrite, of holder: PersonID?) async throws -> FileEntry {
                try await inner.put(bytes, as: write, of: holder)
            }
            func open(_ file: FilePlace, range: ByteRange, of holder: PersonID?) async throws -> FileToRead {
                try await inner.open(file, range: range, of: holder)
            }
            func move(_ place: FilePlace, into folder: FilePlace, named name: String, of holder: PersonID?) async throws -> FileEntry {
                try await inner.move(place, into: folder, named: name, of: holder)
            }
            func delete(_ file: FilePlace, of holder: PersonID?) async throws { try await inner.delete(file, of: holder) }
        }
        let store = Plain()
        await #expect(throws: FileStoreError.unsupported) { try await store.changes(since: "", of: nil) }
        await #expect(throws: FileStoreError.unsupported) { try await store.latestCursor(of: .path([]), recursively: true, of: nil) }
        await #expect(throws: FileStoreError.unsupported) { try await store.wait(since: "", timeout: 1, of: nil) }
        await #expect(throws: FileStoreError.unsupported) { try await store.temporaryLink(to: .path([]), of: nil) }
        let (_, me, track) = try await studio(.store(store))
        #expect(try await me.uploadFile(.data(bytes), named: "mix.wav", as: .bounce, to: track.id).name == "mix.wav")
    }
}
