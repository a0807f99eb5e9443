import Cowrite
import Foundation
import Testing

private let bytes = Data((0..<5_000).map { UInt8(truncatingIfNeeded: $0) })

/// Does all that is due a day later, and answers how often something failed.
func runADayLater(_ workspace: Workspace, _ clock: SettableClock) async throws -> Int {
    clock.advance(by: 86_400)
    var failed = 0
    while true {
        let run = try await workspace.runEffects(limit: 100)
        failed += run.failed
        if run.done == 0 { return failed }
    }
}

/// A workspace over a store in which Olivia and Alex have an account, and Jordan has none.
private struct Room {
    let clock = SettableClock(Date(timeIntervalSince1970: 1_767_225_600))
    let store: SharingStore
    let workspace: Workspace
    let olivia: WorkspaceActor
    let alex: WorkspaceActor
    let jordan: WorkspaceActor
    let track: TrackID

    init(slowly: Bool) async throws {
        store = SharingStore(clock: clock, slowly: slowly)
        let workspace = try await Workspace.inMemory(options: WorkspaceOptions(files: .store(store), clock: clock))
        func person(_ name: String) async throws -> WorkspaceActor {
            workspace.acting(as: try await workspace.register(externalID: name, name: name, email: "\(name)@example.com").id)
        }
        (olivia, alex, jordan) = (try await person("olivia"), try await person("alex"), try await person("jordan"))
        store.connect(olivia.id, "olivia@example.com")
        store.connect(alex.id, "alex@example.com")
        track = try await olivia.createTrack("Midnight Sessions").id
        self.workspace = workspace
    }

    func join(_ actor: WorkspaceActor, _ access: Access) async throws {
        try await actor.acceptInvitation(try await olivia.invite(.person(actor.id), to: .track(track), access: access).id)
    }

    func run() async throws -> Int { try await runADayLater(workspace, clock) }

    func roles() throws -> [String: FolderRole] {
        let names = [store.name(olivia.id): "olivia", store.name(alex.id): "alex"]
        let circle = try #require(store.circles.first)
        return Dictionary(uniqueKeysWithValues: circle.roles.map { (names[$0] ?? $0, $1) })
    }

    func trouble(_ actor: WorkspaceActor) async throws -> MemberTrouble? {
        try await olivia.collaborators(on: .track(track)).rows.first { $0.person == actor.id }?.folderTrouble
    }
}

/// Stores of the app's own that share folders: who is on a track's folder follows access (FIL-2, OWN-4).
@Suite struct SharingTests {
    @Test(arguments: [false, true]) func membersFollowAccess(slowly: Bool) async throws {
        let room = try await Room(slowly: slowly)
        try await room.join(room.alex, .editor)
        #expect(try await room.run() == 0)
        #expect(try room.roles() == ["olivia": .owner, "alex": .editor])
        #expect(room.store.circles.first?.mounted == [room.store.name(room.olivia.id), room.store.name(room.alex.id)])
        try await room.olivia.setAccess(of: room.alex.id, on: .track(room.track), to: .viewer)
        #expect(try await room.run() == 0)
        #expect(try room.roles() == ["olivia": .owner, "alex": .viewer])
        try await room.olivia.revoke(room.alex.id, from: .track(room.track))
        #expect(try await room.run() == 0)
        #expect(try room.roles() == ["olivia": .owner])
        #expect(room.store.circles.first?.mounted == [room.store.name(room.olivia.id)])
    }

    @Test(arguments: [false, true]) func whoHasNoAccountIsInvitedAndToldOf(slowly: Bool) async throws {
        let room = try await Room(slowly: slowly)
        try await room.join(room.jordan, .viewer)
        _ = try await room.run()
        #expect(try room.roles() == ["olivia": .owner, "jordan@example.com": .viewer])
        #expect(try await room.trouble(room.jordan) == .pending)
        // They connect their account, which puts the folder among their own.
        room.store.connect(room.jordan.id, "jordan@example.com")
        #expect(try await room.workspace.accountConnected(of: room.jordan.id).scopes == 1)
        #expect(try await room.run() == 0)
        #expect(try await room.trouble(room.jordan) == nil)
        #expect(room.store.circles.first?.mounted.contains(room.store.name(room.jordan.id)) == true)
    }

    @Test(arguments: [false, true]) func aFolderIsHandedOver(slowly: Bool) async throws {
        let room = try await Room(slowly: slowly)
        let change = try await room.olivia.uploadFile(.data(bytes), named: "mix.wav", as: .bounce, to: room.track)
        let file = try #require(change.file)
        try await room.join(room.alex, .full)
        #expect(try await room.run() == 0)
        try await room.olivia.offerOwnership(of: .track(room.track), to: room.alex.id)
        try await room.alex.acceptOwnership(of: .track(room.track))
        for _ in 0..<3 { _ = try await room.run() }
        #expect(try room.roles()["alex"] == .owner)
        #expect(try await room.alex.files(of: room.track).files.map(\.id) == [file])
        let ticket = try await room.alex.downloadFile(file, of: room.track).ticket
        #expect(try await room.workspace.redeem(ticket).read() == bytes)
    }

    @Test(arguments: [false, true]) func whatAStoreRefusesIsToldAsTrouble(slowly: Bool) async throws {
        let room = try await Room(slowly: slowly)
        try await room.join(room.alex, .viewer)
        let refusals: [(FileStoreError, MemberTrouble)] = [
            (.planInsufficient, .planInsufficient), (.tooManyMembers(limit: 5), .tooManyMembers), (.outsideTeam, .outsideTeam),
        ]
        for (thrown, trouble) in refusals {
            room.store.refusing = thrown
            #expect(try await room.olivia.retryFolder(of: room.track).track == room.track)
            _ = try await room.run()
            #expect(try await room.trouble(room.alex) == trouble)
        }
        room.store.refusing = nil
        room.store.disconnect(room.olivia.id)
        try await room.olivia.retryFolder(of: room.track)
        #expect(try await room.run() > 0)
        #expect(try await room.olivia.collaborators(on: .track(room.track)).folderTrouble == .disconnected)
        room.store.connect(room.olivia.id, "olivia@example.com")
        try await room.workspace.accountConnected(of: room.olivia.id)
        #expect(try await room.run() == 0)
        #expect(try await room.olivia.collaborators(on: .track(room.track)).folderTrouble == nil)
        #expect(try room.roles() == ["olivia": .owner, "alex": .viewer])
        #expect(await refused { try await room.alex.retryFolder(of: room.track) }?.code == .accessDenied)
    }

    @Test func oneAccountSharesNothing() async throws {
        let clock = SettableClock(Date(timeIntervalSince1970: 1_767_225_600))
        let store = SharingStore(clock: clock, slowly: false)
        let workspace = try await Workspace.inMemory(options: WorkspaceOptions(files: .oneAccount(store), clock: clock))
        let me = workspace.acting(as: try await workspace.register(externalID: "olivia", name: "Olivia Park").id)
        let alex = workspace.acting(as: try await workspace.register(externalID: "alex", name: "Alex Reyes").id)
        let track = try await me.createTrack("Midnight Sessions")
        try await alex.acceptInvitation(try await me.invite(.person(alex.id), to: .track(track.id), access: .editor).id)
        try await me.uploadFile(.data(bytes), named: "mix.wav", as: .bounce, to: track.id)
        #expect(try await runADayLater(workspace, clock) == 0)
        #expect(store.circles.isEmpty)
    }
}
