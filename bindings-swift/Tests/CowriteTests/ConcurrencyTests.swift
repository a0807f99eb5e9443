import Cowrite
import Foundation
import Testing

private let tasks = 64

@Suite struct ConcurrencyTests {
    @Test(arguments: [true, false]) func manyTasksAtOnce(inMemory: Bool) async throws {
        let folder = try TemporaryFolder()
        let file = folder.url.appendingPathComponent("studio.db")
        let workspace = inMemory ? try await Workspace.inMemory() : try await Workspace.open(at: file)
        let me = workspace.acting(as: try await workspace.register(externalID: "olivia-1", name: "Olivia Park").id)
        let album = try await me.createGroup("Album")
        try await withThrowingTaskGroup(of: TrackID.self) { group in
            for number in 0..<tasks {
                group.addTask {
                    let track = try await me.with(key: "track-\(number)").createTrack("Track \(number)", in: album.id)
                    let comment = try await me.addComment("Take \(number)", on: track.id)
                    guard try await me.can(.delete, on: .track(track.id)) else { throw Different("may not") }
                    _ = try await me.setShares([ShareRow(person: me.id, master: .set(Decimal(number)))], on: track.id)
                    return comment.track
                }
            }
            var made: Set<TrackID> = []
            for try await track in group { made.insert(track) }
            #expect(made.count == tasks)
        }
        #expect(try await me.group(album.id).tracks == tasks)
        #expect(try await workspace.verify() == [])
    }

    /// All save over the same version: one takes hold, the others are told to read again.
    @Test func oneOfManyWins() async throws {
        let workspace = try await Workspace.inMemory()
        let me = workspace.acting(as: try await workspace.register(externalID: "olivia-1", name: "Olivia Park").id)
        let track = try await me.createTrack("Midnight Sessions")
        let version = try #require(try await me.collaborators(on: .track(track.id)).sharesVersion)
        let outcomes = await withTaskGroup(of: CowriteError.Code?.self) { group in
            for number in 1...tasks {
                group.addTask {
                    do {
                        _ = try await me.setShares(
                            [ShareRow(person: me.id, master: .set(Decimal(number)))], on: track.id, basedOn: version)
                        return nil
                    } catch {
                        return (error as? CowriteError)?.code ?? .storage
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.filter { $0 == nil }.count == 1)
        #expect(outcomes.filter { $0 == .conflict }.count == tasks - 1)
    }

    @Test func manyUploadsAtOnce() async throws {
        let store = MemoryStore(clock: SettableClock(Date(timeIntervalSince1970: 1_767_225_600)))
        let workspace = try await Workspace.inMemory(options: WorkspaceOptions(files: .store(store)))
        let me = workspace.acting(as: try await workspace.register(externalID: "olivia-1", name: "Olivia Park").id)
        let track = try await me.createTrack("Midnight Sessions")
        _ = try await me.uploadFile(.data(Data([0])), named: "first.wav", as: .stem, to: track.id)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<tasks {
                group.addTask {
                    let content = Data("stem \(number)".utf8)
                    let change = try await me.uploadFile(.data(content), named: "\(number).wav", as: .stem, to: track.id)
                    guard let file = change.file else { throw Different("no file") }
                    let ticket = try await me.downloadFile(file, of: track.id).ticket
                    guard try await workspace.redeem(ticket).read() == content else { throw Different("other bytes") }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await me.files(of: track.id).files.count == tasks + 1)
    }

    @Test func changesComeAndEnd() async throws {
        let workspace = try await Workspace.inMemory()
        let me = workspace.acting(as: try await workspace.register(externalID: "olivia-1", name: "Olivia Park").id)
        let watching = Task {
            var titles: [String] = []
            for try await delta in me.changes() {
                titles += delta.tracks.map(\.title)
                if titles.contains("Neon Rain") { break }
            }
            return titles
        }
        _ = try await me.createTrack("Midnight Sessions")
        _ = try await me.createTrack("Neon Rain")
        #expect(Set(try await watching.value) == ["Midnight Sessions", "Neon Rain"])
        let cursor = try await me.sync().cursor
        let waiting = Task {
            var count = 0
            for try await _ in me.changes(since: cursor) { count += 1 }
            return count
        }
        try await Task.sleep(nanoseconds: 100_000_000)
        waiting.cancel()
        #expect(try await waiting.value <= 1)
        let closed = Task {
            for try await _ in me.changes(since: cursor) {}
        }
        try await Task.sleep(nanoseconds: 100_000_000)
        workspace.close()
        let error = await refused { try await closed.value }
        #expect(error?.code == .closed)
    }

    /// Values go between actors and tasks, which the compiler checks in the language mode of Swift 6.
    @Test @MainActor func valuesMayBeSent() async throws {
        let workspace = try await Workspace.inMemory()
        let person = try await workspace.register(externalID: "olivia-1", name: "Olivia Park")
        let track = try await Task.detached { try await workspace.acting(as: person.id).createTrack("Midnight Sessions") }.value
        #expect(track.owner == person.id)
    }
}
