import Cowrite
import Foundation
import Testing

/// A track of Olivia's that Alex may edit, in an album of hers.
private struct Studio: Sendable {
    let workspace: Workspace
    let me: WorkspaceActor
    let alex: WorkspaceActor
    let album: GroupID
    let track: TrackID
    let index: AccessIndex

    init(_ opened: Workspace? = nil) async throws {
        if let opened { workspace = opened } else { workspace = try await Workspace.inMemory() }
        me = workspace.acting(as: try await workspace.register(externalID: "olivia-1", name: "Olivia Park").id)
        alex = workspace.acting(as: try await workspace.register(externalID: "alex-1", name: "Alex Reyes").id)
        album = try await me.createGroup("Album").id
        track = try await me.createTrack("Midnight Sessions", in: album).id
        let invitation = try await me.invite(.person(alex.id), to: .track(track), access: .editor)
        try await alex.acceptInvitation(invitation.id)
        index = try await workspace.accessIndex()
    }
}

/// What a call that answers at once is refused with.
private func refusedNow<T>(sourceLocation: SourceLocation = #_sourceLocation, _ act: () throws -> T) -> CowriteError? {
    do {
        _ = try act()
        Issue.record("it was not refused", sourceLocation: sourceLocation)
    } catch {
        if let error = error as? CowriteError { return error }
        Issue.record("it threw \(error)", sourceLocation: sourceLocation)
    }
    return nil
}

private final class Count: @unchecked Sendable {
    private let lock = NSLock()
    private var count = 0

    var value: Int { lock.withLock { count } }

    func increment() {
        lock.withLock { count += 1 }
    }
}

@Suite struct IndexTests {
    @Test func itFollowsEveryCommit() async throws {
        let studio = try await Studio()
        let (index, alex, track) = (studio.index, studio.alex.id, studio.track)
        #expect(try index.can(alex, .editShares, on: .track(track)))
        try await studio.me.setAccess(of: alex, on: .track(track), to: .viewer)
        #expect(try !index.can(alex, .editShares, on: .track(track)))
        #expect(try index.can(alex, .view, on: .track(track)))
        let (reached, committed) = (try index.revision, try await studio.workspace.revision)
        #expect(reached == committed)
        try await studio.me.revoke(alex, from: .track(track))
        #expect(try !index.can(alex, .view, on: .track(track)))
        #expect(try index.whoCan(.view, on: .track(track)).map(\.person) == [studio.me.id])
        let explained = try index.explain(accessOf: alex, to: track)
        #expect(explained.because == .closed && explained.level == nil && explained.links == nil && explained.endsWith == [])
    }

    /// Every action crosses as itself: the index says what the store says, and refuses what it refuses.
    @Test func itSaysWhatTheStoreSays() async throws {
        let folder = try TemporaryFolder()
        // Where others could commit too, so that it is the store that a person's `can` asks.
        let studio = try await Studio(try await Workspace.open(at: folder.url.appendingPathComponent("studio.db")))
        let scopes: [Scope] = [.track(studio.track), .group(studio.album), .track(UUID()), .group(UUID()), .track(studio.album)]
        var asked = (yes: 0, no: 0, refused: 0)
        for actor in [studio.me, studio.alex, studio.workspace.acting(as: UUID())] {
            for scope in scopes {
                for action in Action.allCases {
                    do {
                        let expected = try await actor.can(action, on: scope)
                        #expect(try studio.index.can(actor.id, action, on: scope) == expected)
                        #expect(try studio.index.canMany([Check(person: actor.id, scope: scope, action: action)]).allowed == [expected])
                        if expected { asked.yes += 1 } else { asked.no += 1 }
                    } catch let error as CowriteError {
                        let now = refusedNow { try studio.index.can(actor.id, action, on: scope) }
                        #expect(now?.code == error.code && now?.details["field"] == error.details["field"])
                        #expect(error.code == .invalidInput && error.text("field") == "action")
                        asked.refused += 1
                    }
                }
            }
        }
        #expect(asked.yes > 20 && asked.no > 20 && asked.refused > 20, "\(asked)")
    }

    @Test func handlesAnswerAsIdsDo() async throws {
        let studio = try await Studio()
        let index = studio.index
        let (me, alex) = (try index.resolve(person: studio.me.id), try index.resolve(person: studio.alex.id))
        let (track, album) = (try index.resolve(.track(studio.track)), try index.resolve(.group(studio.album)))
        for (person, id) in [(me, studio.me.id), (alex, studio.alex.id)] {
            for (place, scope) in [(track, Scope.track(studio.track)), (album, Scope.group(studio.album))] {
                for action in Action.allCases {
                    let answer = try? index.can(id, action, on: scope)
                    #expect((try? index.can(person, action, on: place)) == answer)
                }
            }
        }
        #expect(try index.resolve(person: studio.alex.id) == alex && me != alex && track != album)
        #expect(Set([track, album, try index.resolve(.track(studio.track))]).count == 2)
        #expect(refusedNow { try index.resolve(person: UUID()) }?.text("what") == "person")
        #expect(refusedNow { try index.resolve(.track(UUID())) }?.text("what") == "track")
        #expect(refusedNow { try index.resolve(.group(studio.track)) }?.code == .notFound)
        // Another index numbers others.
        let other = try await Studio()
        let foreign = refusedNow { try other.index.can(alex, .view, on: other.index.resolve(.track(other.track))) }
        #expect(foreign?.code == .invalidInput && foreign?.text("field") == "person")
        #expect(refusedNow { try other.index.can(other.index.resolve(person: other.me.id), .view, on: track) }?.text("field") == "scope")
        try await studio.me.revoke(studio.alex.id, from: .track(studio.track))
        #expect(try !index.can(alex, .view, on: track))
        try await studio.me.deleteTrack(studio.track)
        #expect(try !index.can(me, .view, on: track))
    }

    @Test func manyQuestionsAreAnsweredAsOfOneRevision() async throws {
        let studio = try await Studio()
        let questions = [studio.me.id, studio.alex.id].map { Check(person: $0, scope: .track(studio.track), action: .delete) }
        let checked = try studio.index.canMany(questions)
        #expect(checked.allowed == [true, false])
        let committed = try await studio.workspace.revision
        #expect(checked.revision == committed)
        #expect(try studio.index.canMany([]).allowed == [])
        #expect(try studio.index.canMany(Array(repeating: questions[0], count: 10_000)).allowed.allSatisfy { $0 })
        let many = refusedNow { try studio.index.canMany(Array(repeating: questions[0], count: 10_001)) }
        #expect(many?.code == .limitExceeded && many?.text("field") == "checks" && many?.details["limit"] == .number(10_000))
        let odd = [questions[0], Check(person: studio.me.id, scope: .track(studio.track), action: .addTracks)]
        #expect(refusedNow { try studio.index.canMany(odd) }?.text("field") == "action")
    }

    @Test func listingsAreThoseOfTheLibrary() async throws {
        let studio = try await Studio()
        let (index, me) = (studio.index, studio.me)
        for number in 0..<7 { try await me.createTrack("Take \(number)") }
        let page = try index.list(for: me.id, sort: .title, limit: 3)
        #expect(page.rows.count == 3 && page.next != nil)
        let reached = try index.revision
        #expect(page.revision == reached)
        #expect(page.rows[0].level == .owner && page.rows[0].via == .track(studio.track))
        let second = try index.list(for: me.id, sort: .title, after: page.next, limit: 10_000)
        #expect(second.rows.count == 5 && second.next == nil)
        for sort in LibrarySort.allCases {
            var (listed, library): ([TrackID], [TrackID]) = ([], [])
            for try await row in index.allTracks(for: me.id, sort: sort) { listed.append(row.track) }
            for try await row in me.allLibraryRows(sort: sort) { library.append(row.track) }
            #expect(listed == library && listed.count == 8)
        }
        #expect(try index.count(for: me.id) == 8)
        #expect(try index.count(for: me.id, filter: LibraryFilter(group: [studio.album])) == 1)
        #expect(try index.count(for: studio.alex.id, filter: LibraryFilter(relation: [.mine])) == 0)
        #expect(try index.list(for: studio.alex.id, filter: LibraryFilter(text: "MIDNIGHT")).rows.map(\.level) == [.editor])
        #expect(refusedNow { try index.list(for: studio.alex.id, sort: .title, after: page.next) }?.text("field") == "after")
        for limit in [-1, 0, 10_001, .max] {
            #expect(refusedNow { try index.list(for: me.id, limit: limit) }?.text("field") == "limit")
        }
        let tags = Array(repeating: "tag", count: 101)
        #expect(refusedNow { try index.count(for: me.id, filter: LibraryFilter(tags: Side(tags))) }?.code == .limitExceeded)
    }

    @Test func waitingEndsWithTheCommit() async throws {
        let studio = try await Studio()
        let index = studio.index
        try await index.atLeast(try index.revision)
        let wanted = try index.revision + 1
        let waiting = Task { try await index.atLeast(wanted); return try index.revision }
        try await Task.sleep(nanoseconds: 50_000_000)
        try await studio.me.createTrack("Neon Rain")
        #expect(try await waiting.value >= wanted)
        #expect(await refused { try await index.atLeast(-1) }?.text("field") == "revision")
    }

    @Test func waitingEndsWithTheTask() async throws {
        let index = try await Studio().index
        let waiting = Task { try await index.atLeast(.max) }
        try await Task.sleep(nanoseconds: 50_000_000)
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        let late = Task {
            while !Task.isCancelled { await Task.yield() }
            try await index.atLeast(.max)
        }
        late.cancel()
        await #expect(throws: CancellationError.self) { try await late.value }
    }

    @Test func itHearsOfAnotherWorkspaceOnTheFile() async throws {
        let folder = try TemporaryFolder()
        let file = folder.url.appendingPathComponent("studio.db")
        let studio = try await Studio(try await Workspace.open(at: file))
        let there = try await Workspace.open(at: file)
        let index = try await there.accessIndex()
        #expect(try index.can(studio.alex.id, .view, on: .track(studio.track)))
        try await studio.me.revoke(studio.alex.id, from: .track(studio.track))
        try await index.atLeast(try await studio.workspace.revision)
        #expect(try !index.can(studio.alex.id, .view, on: .track(studio.track)))
    }

    @Test func aFileCanBeKeptForOneProcess() async throws {
        let folder = try TemporaryFolder()
        let file = folder.url.appendingPathComponent("studio.db")
        var options = WorkspaceOptions()
        options.exclusive = true
        let studio = try await Studio(try await Workspace.open(at: file, options: options))
        #expect(await refused { try await Workspace.open(at: file) }?.code == .storage)
        #expect(try await studio.alex.can(.editShares, on: .track(studio.track)))
        try await studio.me.revoke(studio.alex.id, from: .track(studio.track))
        #expect(try await !studio.alex.can(.view, on: .track(studio.track)))
        #expect(try await studio.workspace.verify() == [])
        studio.workspace.close()
        _ = try await Workspace.open(at: file)
    }

    @Test func aClosedWorkspaceAnswersNoMore() async throws {
        let studio = try await Studio()
        let (index, scope) = (studio.index, Scope.track(studio.track))
        let (person, place) = (try index.resolve(person: studio.me.id), try index.resolve(scope))
        let waiting = Task { try await index.atLeast(.max) }
        try await Task.sleep(nanoseconds: 50_000_000)
        studio.workspace.close()
        #expect(await refused { try await waiting.value }?.code == .closed)
        let asks: [() throws -> Any] = [
            { try index.revision }, { try index.can(person, .view, on: place) }, { try index.can(studio.me.id, .view, on: scope) },
            { try index.canMany([]) }, { try index.list(for: studio.me.id) }, { try index.count(for: studio.me.id) },
            { try index.whoCan(.view, on: scope) }, { try index.explain(accessOf: studio.me.id, to: studio.track) },
            { try index.resolve(scope) }, { try index.resolve(person: studio.me.id) },
        ]
        for ask in asks { #expect(refusedNow(ask)?.code == .closed) }
        let unloaded = try await Workspace.inMemory()
        unloaded.close()
        #expect(await refused { try await unloaded.accessIndex() }?.code == .closed)
    }

    /// What was acknowledged is in every answer after it, and no answer goes back behind one before it.
    @Test func manyReadWhileOneCommits() async throws {
        let studio = try await Studio()
        let (index, scope) = (studio.index, Scope.track(studio.track))
        let (readers, commits) = (64, 100)
        let begun = Count()
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<readers {
                group.addTask {
                    begun.increment()
                    var (last, read) = (0, 0)
                    while try !Task.isCancelled && index.count(for: studio.me.id) <= commits {
                        let checked = try index.canMany([
                            Check(person: studio.alex.id, scope: scope, action: .view), Check(person: studio.alex.id, scope: scope, action: .editShares),
                        ])
                        guard checked.revision >= last else { throw Different("\(checked.revision) after \(last)") }
                        // Both are of one state, in which Alex is an editor or has nothing.
                        guard checked.allowed[0] == checked.allowed[1] else { throw Different("\(checked)") }
                        guard try index.can(studio.me.id, .delete, on: scope) else { throw Different("the owner may not") }
                        (last, read) = (checked.revision, read + 1)
                        await Task.yield()
                    }
                    return read
                }
            }
            while begun.value < readers { await Task.yield() }
            for number in 0..<commits {
                try await studio.me.createTrack("Take \(number)")
                #expect(try index.count(for: studio.me.id) == number + 2)
                if number % 10 == 5 {
                    try await studio.me.revoke(studio.alex.id, from: scope)
                    #expect(try !index.can(studio.alex.id, .view, on: scope))
                    let again = try await studio.me.invite(.person(studio.alex.id), to: scope, access: .editor)
                    try await studio.alex.acceptInvitation(again.id)
                    #expect(try index.can(studio.alex.id, .editShares, on: scope))
                }
            }
            var reads = 0
            for try await read in group { reads += read }
            #expect(reads >= readers)
        }
        let (reached, committed) = (try index.revision, try await studio.workspace.revision)
        #expect(reached == committed)
    }

    /// The index, its handles and its answers go between actors and tasks, and it may be asked on the main one.
    @Test @MainActor func itMayBeSent() async throws {
        let studio = try await Studio()
        let index = studio.index
        let (person, place) = try await Task.detached {
            (try index.resolve(person: studio.alex.id), try index.resolve(.track(studio.track)))
        }.value
        #expect(try index.can(person, .view, on: place))
        let page = try await Task.detached { try index.list(for: studio.alex.id) }.value
        #expect(page.rows.map(\.track) == [studio.track])
    }
}
