import Cowrite
import Foundation
import Testing

private let program = ProcessInfo.processInfo.environment["COWRITE_DROPBOX_PROGRAM"]
private let bytes = Data((0..<5_000).map { UInt8(truncatingIfNeeded: $0) })

/// A Dropbox of one's own over loopback, which is told by lines of JSON what happens to it.
private final class Fake: @unchecked Sendable {
    private let process = Process()
    private let (asking, answering) = (Pipe(), Pipe())
    private let lock = NSLock()
    private var unread = Data()
    private(set) var url = ""
    private(set) var appKey = ""
    private(set) var appSecret = ""

    init() throws {
        process.executableURL = URL(fileURLWithPath: try #require(program))
        process.arguments = ["serve"]
        (process.standardInput, process.standardOutput) = (asking, answering)
        try process.run()
        let hello = try read()
        (url, appKey, appSecret) = (hello["url"]?.text ?? "", hello["app_key"]?.text ?? "", hello["app_secret"]?.text ?? "")
    }

    deinit {
        try? asking.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    private func read() throws -> OpenValue {
        while true {
            if let end = unread.firstIndex(of: 10) {
                let line = unread[unread.startIndex..<end]
                unread = unread[unread.index(after: end)...]
                let answer = try JSONDecoder().decode(OpenValue.self, from: Data(line))
                if let error = answer["error"] { throw Different("the fake: \(error)") }
                return answer
            }
            let more = answering.fileHandleForReading.availableData
            guard !more.isEmpty else { throw Different("the fake has ended") }
            unread.append(more)
        }
    }

    @discardableResult
    func tell(_ asked: [String: String]) throws -> OpenValue {
        try lock.withLock {
            let line = try JSONEncoder().encode(asked) + Data([10])
            try asking.fileHandleForWriting.write(contentsOf: line)
            return try read()
        }
    }

    /// What the browser does: the code with which a person comes back.
    func saysYes(_ email: String, _ asked: DropboxAuthorization) throws -> String {
        let query = URLComponents(string: asked.url)?.queryItems ?? []
        func value(_ name: String) -> String? { query.first { $0.name == name }?.value }
        #expect(value("state") == asked.state.text && value("client_id") == appKey)
        #expect(!asked.url.contains(asked.verifier.text))
        try tell(["account": email])
        return try #require(try tell(["authorize": email, "challenge": value("code_challenge") ?? ""])["code"]?.text)
    }

    func hasMix(_ email: String) throws -> Bool {
        try tell(["paths": email])["paths"]?.items.contains { $0.text?.hasSuffix("/mix.wav") == true } ?? false
    }
}

private struct VaultIsShut: Error, Equatable {}

/// Tokens as an app would keep them.
private final class Keeper: TokenStore, @unchecked Sendable {
    private let lock = NSLock()
    private var tokens: [PersonID?: Tokens] = [:]
    private var failure: (any Error)?

    var kept: [PersonID?: Tokens] {
        get { lock.withLock { tokens } }
        set { lock.withLock { tokens = newValue } }
    }

    var throwing: (any Error)? {
        get { lock.withLock { failure } }
        set { lock.withLock { failure = newValue } }
    }

    private func asked<T>(_ answer: (inout [PersonID?: Tokens]) -> T) async throws -> T {
        await Task.yield()
        return try lock.withLock {
            if let failure { throw failure }
            return answer(&tokens)
        }
    }

    func load(_ person: PersonID?) async throws -> Tokens? { try await asked { $0[person] } }
    func save(_ tokens: Tokens, for person: PersonID?) async throws { try await asked { $0[person] = tokens } }
    func forget(_ person: PersonID?) async throws { try await asked { $0[person] = nil } }
}

/// A workspace whose people have a Dropbox, Olivia with a track in hers.
private struct Room {
    let fake: Fake
    let clock = SettableClock(Date(timeIntervalSince1970: 1_767_225_600))
    let dropbox: Dropbox
    let workspace: Workspace
    let olivia: WorkspaceActor
    let alex: WorkspaceActor
    let track: TrackID

    init(tokens: Keeper? = nil) async throws {
        let fake = try Fake()
        let dropbox = try Dropbox(appKey: fake.appKey, tokens: tokens, servers: fake.url)
        let workspace = try await Workspace.inMemory(options: WorkspaceOptions(files: .dropbox(dropbox), clock: clock))
        func person(_ name: String) async throws -> WorkspaceActor {
            workspace.acting(as: try await workspace.register(externalID: name, name: name, email: "\(name)@example.com").id)
        }
        (olivia, alex) = (try await person("olivia"), try await person("alex"))
        _ = try await connect(fake, dropbox, olivia.id, "olivia@example.com")
        track = try await olivia.createTrack("Midnight Sessions").id
        (self.fake, self.dropbox, self.workspace) = (fake, dropbox, workspace)
    }

    func connectAlex() async throws -> FileAccount { try await connect(fake, dropbox, alex.id, "alex@example.com") }

    func join() async throws {
        try await alex.acceptInvitation(try await olivia.invite(.person(alex.id), to: .track(track), access: .editor).id)
    }

    func run() async throws -> Int { try await runADayLater(workspace, clock) }
}

private func connect(_ fake: Fake, _ dropbox: Dropbox, _ person: PersonID?, _ email: String) async throws -> FileAccount {
    let asked = try dropbox.authorize()
    return try await dropbox.connect(person, code: try fake.saysYes(email, asked), verifier: asked.verifier)
}

@Suite(.enabled(if: program != nil, "COWRITE_DROPBOX_PROGRAM names the fake Dropbox")) struct DropboxTests {
    @Test(arguments: [false, true]) func aTrackIsSharedWithWhoHasAccess(keeps: Bool) async throws {
        let keeper = keeps ? Keeper() : nil
        let room = try await Room(tokens: keeper)
        let account = try await room.connectAlex()
        #expect(account.email == "alex@example.com" && account.isEmailVerified && account.canHaveViewers)
        let theirs = try room.fake.tell(["account": "alex@example.com"])
        #expect(account.id == theirs["account_id"]?.text)
        let change = try await room.olivia.uploadFile(.data(bytes), named: "mix.wav", as: .bounce, to: room.track)
        let file = try #require(change.file)
        #expect(try room.fake.hasMix("olivia@example.com"))
        #expect(try !room.fake.hasMix("alex@example.com"))
        try await room.join()
        #expect(try await room.run() == 0)
        #expect(try room.fake.hasMix("alex@example.com"))
        let ticket = try await room.alex.downloadFile(file, of: room.track).ticket
        #expect(try await room.workspace.redeem(ticket).read() == bytes)
        try await room.olivia.revoke(room.alex.id, from: .track(room.track))
        #expect(try await room.run() == 0)
        #expect(try !room.fake.hasMix("alex@example.com"))
        if let keeper {
            #expect(Set(keeper.kept.keys) == [room.olivia.id, room.alex.id])
            #expect(keeper.kept.values.allSatisfy { $0.accessToken != nil && $0.expiresAt != nil })
        }
        try await room.dropbox.disconnect(room.olivia.id)
        #expect(await refused { try await room.olivia.files(of: room.track) }?.code == .sourceUnavailable)
        if let keeper { #expect(Set(keeper.kept.keys) == [room.alex.id]) }
    }

    @Test func oneAccountForEverybody() async throws {
        let (fake, keeper) = (try Fake(), Keeper())
        let dropbox = try Dropbox(appKey: fake.appKey, library: "", tokens: keeper, servers: fake.url)
        _ = try await connect(fake, dropbox, nil, "studio@example.com")
        let workspace = try await Workspace.inMemory(options: WorkspaceOptions(files: .dropbox(dropbox, inOneAccount: true)))
        let me = workspace.acting(as: try await workspace.register(externalID: "olivia", name: "Olivia Park").id)
        try await me.uploadFile(.data(bytes), named: "mix.wav", as: .bounce, to: me.createTrack("Midnight Sessions").id)
        #expect(Set(keeper.kept.keys) == [nil])
        #expect(try fake.hasMix("studio@example.com"))
        try await dropbox.disconnect(nil)
        #expect(keeper.kept.isEmpty)
    }

    @Test func whatPeopleDoInDropboxIsFollowed() async throws {
        let room = try await Room()
        try await room.olivia.uploadFile(.data(bytes), named: "mix.wav", as: .bounce, to: room.track)
        _ = try await room.run()
        let followed = try await room.workspace.followFiles()
        #expect(followed.accounts == 1 && followed.failed == 0 && followed.next == nil)
        #expect(try await room.workspace.followFilesOf(room.olivia.id).accounts == 1)
        #expect(try await room.workspace.waitForFiles(upTo: 0.001, of: room.olivia.id).hasNews == false)
        #expect(await refused { try await room.workspace.followFilesOf(room.alex.id) }?.code == .notFound)
    }

    @Test func connectingIsRefusedByName() async throws {
        let (fake, keeper, me) = (try Fake(), Keeper(), UUID())
        let dropbox = try Dropbox(appKey: fake.appKey, appSecret: Secret(fake.appSecret), tokens: keeper, servers: fake.url)
        let (asked, other) = (try dropbox.authorize(), try dropbox.authorize())
        #expect(Set([asked.state, asked.verifier, other.state, other.verifier]).count == 4)
        let code = try fake.saysYes("olivia@example.com", asked)
        await #expect(throws: FileStoreError.disconnected) {
            try await dropbox.connect(me, code: code, verifier: other.verifier)
        }
        try fake.tell(["grant": "olivia@example.com", "scopes": "account_info.read files.metadata.read"])
        await #expect(throws: FileStoreError.missingScope("files.content.read")) {
            try await connect(fake, dropbox, me, "olivia@example.com")
        }
        #expect(keeper.kept.isEmpty)
        let stranger = try Dropbox(appKey: fake.appKey, appSecret: Secret("another"), servers: fake.url)
        await #expect(throws: FileStoreError.other("invalid_client")) {
            try await connect(fake, stranger, me, "alex@example.com")
        }
        let nowhere = try Dropbox(appKey: "key", servers: "http://127.0.0.1:9")
        await #expect(throws: FileStoreError.transient) {
            try await nowhere.connect(me, code: "code", verifier: Secret("verifier"))
        }
    }

    @Test func aTokenStoreThatFailsIsTheCause() async throws {
        let keeper = Keeper()
        let room = try await Room(tokens: keeper)
        keeper.throwing = VaultIsShut()
        await #expect(throws: VaultIsShut.self) { try await room.connectAlex() }
        await #expect(throws: VaultIsShut.self) { try await room.dropbox.disconnect(room.olivia.id) }
        let error = await refused {
            try await room.olivia.uploadFile(.data(bytes), named: "mix.wav", as: .bounce, to: room.track)
        }
        #expect(error?.code == .sourceUnavailable)
        #expect(error?.underlying as? VaultIsShut == VaultIsShut())
        keeper.throwing = FileStoreError.notPermitted
        await #expect(throws: FileStoreError.notPermitted) { try await room.connectAlex() }
        keeper.throwing = nil
        #expect(Set(keeper.kept.keys) == [room.olivia.id])
        // Without its end a token for calls does not count, and another is asked for.
        let lasting = try #require(keeper.kept[room.olivia.id]?.refreshToken)
        keeper.kept[room.olivia.id] = Tokens(refreshToken: lasting, accessToken: Secret("worn out"))
        try await room.olivia.uploadFile(.data(bytes), named: "mix.wav", as: .bounce, to: room.track)
        #expect(keeper.kept[room.olivia.id]?.accessToken != Secret("worn out"))
    }

    @Test func noSecretShows() async throws {
        let (fake, keeper) = (try Fake(), Keeper())
        let secretive = try Dropbox(appKey: fake.appKey, appSecret: Secret("hush-hush"), tokens: keeper, servers: fake.url)
        let dropbox = try Dropbox(appKey: fake.appKey, tokens: keeper, servers: fake.url)
        let asked = try dropbox.authorize()
        _ = try await connect(fake, dropbox, nil, "olivia@example.com")
        let tokens = try #require(keeper.kept[nil])
        var shown = "\(tokens) \(asked) \(secretive) \(FileStorage.dropbox(secretive))"
        for value in [tokens, asked, secretive] as [Any] { dump(value, to: &shown) }
        for secret in [tokens.refreshToken, try #require(tokens.accessToken), asked.verifier, asked.state, Secret("hush-hush")] {
            #expect(!shown.contains(secret.text))
        }
        #expect(shown.contains(fake.appKey))
    }

    @Test func optionsAreRead() throws {
        for servers in ["http://example.com", "nowhere"] {
            #expect(throws: CowriteError.self) { try Dropbox(appKey: "key", servers: servers) }
        }
        #expect(throws: CowriteError.self) { try Dropbox(appKey: "key", library: "/a//b") }
        let dropbox = try Dropbox(appKey: "key", appSecret: Secret("hush-hush"), redirect: "https://studio.example/back")
        let asked = try dropbox.authorize()
        let redirect = URLComponents(string: asked.url)?.queryItems?.first { $0.name == "redirect_uri" }?.value
        #expect(redirect == "https://studio.example/back")
        #expect(!asked.url.contains("hush-hush"))
    }

    @Test func webhooks() throws {
        let answer = try Dropbox.webhookChallenge("abc123")
        #expect(answer.body == "abc123")
        #expect(answer.headers == ["Content-Type": "text/plain", "X-Content-Type-Options": "nosniff"])
        let body = Data(#"{"list_folder":{"accounts":["dbid:AAH4f99T0taONIb-OurWxbNQ6ywGRopQngc"]}}"#.utf8)
        let signature = "229cb2a01748c10af36d97567e56b133a0264ac9f492e128bf10f1ca432c3304"
        let accounts = try Dropbox.verifyWebhook(appSecret: Secret("secret"), signature: signature, body: body)
        #expect(accounts == ["dbid:AAH4f99T0taONIb-OurWxbNQ6ywGRopQngc"])
        for secret in ["another", ""] {
            #expect(throws: WebhookError.notSigned) {
                try Dropbox.verifyWebhook(appSecret: Secret(secret), signature: signature, body: body)
            }
        }
        #expect(throws: WebhookError.tooLarge) {
            try Dropbox.verifyWebhook(appSecret: Secret("secret"), signature: signature, body: Data(count: 1 << 21))
        }
        #expect(throws: WebhookError.malformed) { try Dropbox.webhookChallenge("<script>\n") }
        #expect(throws: WebhookError.tooLarge) { try Dropbox.webhookChallenge(String(repeating: "x", count: 1_025)) }
        #expect([WebhookError.notSigned, .tooLarge, .malformed].map(\.httpStatus) == [403, 413, 400])
    }
}
