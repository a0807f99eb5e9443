import Cowrite
import Foundation
import Testing

private let texts = [
    "", " ", "\0", "a\0b", "\u{202E}evil", "\u{FEFF}", "e\u{301}", "👩‍👩‍👧‍👦", "\r\n", "'; drop table tracks; --", "../../etc/passwd", "a/b",
    String(repeating: "x", count: 100_000), String(repeating: "🎹", count: 5_000), "\u{10FFFF}", "NaN", "-1", "null", "{}",
]
private let numbers = [Int.min, -1, 0, 1, 200, 201, 1_000, 1_001, Int(Int32.max), Int(UInt32.max), Int(UInt32.max) + 1, Int.max]
private let decimals: [Decimal] = [
    .nan, 0, -0, -1, 100, Decimal(string: "0.001")!, Decimal(string: "33.333333333333333333333333333333333333")!,
    .greatestFiniteMagnitude, .leastNonzeroMagnitude, -.greatestFiniteMagnitude, Decimal(sign: .plus, exponent: 127, significand: 9),
    Decimal(sign: .plus, exponent: -127, significand: 9), Decimal(string: "100.01")!, Decimal(string: "100.00")!,
]
private let dates: [Date] = [
    .distantPast, .distantFuture, Date(timeIntervalSince1970: 0), Date(timeIntervalSince1970: .nan), Date(timeIntervalSince1970: .infinity),
    Date(timeIntervalSince1970: -.infinity), Date(timeIntervalSince1970: 1e300), Date(timeIntervalSince1970: 253_402_300_800),
    Date(timeIntervalSince1970: -62_135_596_801), Date(timeIntervalSince1970: 1.0005), Date(timeIntervalSinceReferenceDate: -.greatestFiniteMagnitude),
]

/// Bad input is refused with a code that its operation may refuse with, and nothing traps.
@Suite struct HostileTests {
    private let workspace: Workspace
    private let me: WorkspaceActor
    private let track: TrackID

    init() async throws {
        let store = MemoryStore(clock: SettableClock(Date(timeIntervalSince1970: 1_767_225_600)))
        workspace = try await Workspace.inMemory(options: WorkspaceOptions(files: .store(store)))
        me = workspace.acting(as: try await workspace.register(externalID: "olivia-1", name: "Olivia Park").id)
        track = try await me.createTrack("Midnight Sessions").id
    }

    private static let documented: [String: Set<String>] = {
        let operations = (try? conformance("operations.json"))?.items ?? []
        return Dictionary(
            operations.map { ("\($0["face"]?.text ?? "").\($0["name"]?.text ?? "")", Set(($0["errors"]?.items ?? []).compactMap(\.text))) },
            uniquingKeysWith: { $1 })
    }()

    private func survives(_ operation: String, _ call: () async throws -> Void) async {
        do {
            try await call()
        } catch let error as CowriteError {
            let may = HostileTests.documented[operation] ?? []
            #expect(may.contains(error.code.rawValue) || error.code == .conflict, "\(operation): \(error)")
        } catch {
            Issue.record("\(operation) threw \(error)")
        }
    }

    @Test func strings() async throws {
        for text in texts {
            await survives("workspace.register") { _ = try await workspace.register(externalID: text, name: text, email: text) }
            await survives("workspace.person_by_external_id") { _ = try await workspace.personByExternalID(text) }
            await survives("actor.create_track") { _ = try await me.createTrack(text) }
            await survives("actor.update_track") {
                _ = try await me.updateTrack(track, title: text, stage: .other(text), key: .set(text), tags: [text, text])
            }
            await survives("actor.create_group") { _ = try await me.createGroup(text) }
            await survives("actor.invite") { _ = try await me.invite(.email(text), to: .track(track), access: .editor, role: text) }
            await survives("actor.add_comment") { _ = try await me.addComment(text, on: track, about: text) }
            await survives("actor.library") { _ = try await me.library(filter: LibraryFilter(tags: [text], text: text), after: text) }
            await survives("actor.sync") { _ = try await me.sync(since: text) }
            await survives("workspace.follow_files") { try await workspace.followFiles(after: text) }
            await survives("actor.activity") { _ = try await me.activity(on: .track(track), before: text) }
            await survives("actor.notifications") { _ = try await me.notifications(before: text) }
            await survives("actor.update_public_page") {
                _ = try await me.updatePublicPage(
                    slug: text, name: text, bio: .set(text), avatar: .set(text), links: [PageLink(label: text, url: text)])
            }
            await survives("actor.create_share_link") {
                _ = try await me.createShareLink(to: track, password: .set(text), label: .set(text), excluded: [text])
            }
            await survives("actor.submit_import") {
                _ = try await me.submitImport(of: [NewFile(name: text, size: 1, folder: text)], to: me.id, note: text, trackName: text)
            }
            await survives("actor.upload_file") { _ = try await me.uploadFile(.data(Data()), named: text, as: .bounce, to: track) }
            await survives("actor.stream_file") { _ = try await me.streamFile(text, of: track) }
            await survives("visitor.open") {
                let visit = Visit(password: text, visitor: text, label: text, userAgent: text)
                _ = try await workspace.visitor.open(Secret(text), as: visit)
            }
            await survives("visitor.public_page") { _ = try await workspace.visitor.publicPage(text) }
            await survives("workspace.redeem") { _ = try await workspace.redeem(Secret(text)) }
            await survives("workspace.receive_import") {
                _ = try await workspace.receiveImport(of: [NewFile(name: text, size: 1)], for: me.id, name: text, email: text, note: text)
            }
            await survives("actor.create_track") { _ = try await me.with(key: text).createTrack("Keyed") }
            do {
                _ = try workspace.operator(reason: text)
            } catch let error as CowriteError {
                #expect([.invalidInput, .limitExceeded].contains(error.code))
            }
        }
    }

    @Test func decimalsAreRefusedOrExact() async throws {
        for decimal in decimals {
            await survives("actor.set_shares") {
                let change = try await me.setShares([ShareRow(person: me.id, master: .set(decimal), writer: .set(decimal))], on: track)
                #expect(change.changes.allSatisfy { $0.after.master == decimal })
            }
            await survives("actor.update_track") {
                let updated = try await me.updateTrack(track, bpm: .set(decimal))
                #expect(updated.track.bpm == decimal)
            }
            await survives("actor.invite") {
                _ = try await me.invite(
                    .email("alex@example.com"), to: .track(track), access: .viewer, shares: ShareEdits(publishing: .set(decimal)))
            }
        }
        let error = await refused {
            try await me.setShares([ShareRow(person: me.id, writer: .set(.nan))], on: track)
        }
        #expect(error?.code == .invalidShare)
        #expect(error?.text("field") == "writer")
    }

    @Test func datesAreRefusedOrKept() async throws {
        for date in dates {
            await survives("actor.access_at") { _ = try await me.accessAt(date, of: me.id, to: track) }
            await survives("actor.shares_at") { _ = try await me.sharesAt(date, on: track) }
            await survives("actor.create_share_link") { _ = try await me.createShareLink(to: track, expiresAt: .set(date)) }
        }
        let error = await refused { try await me.sharesAt(Date(timeIntervalSince1970: .nan), on: track) }
        #expect(error?.code == .invalidInput)
        #expect(error?.text("field") == "instant")
    }

    @Test func aClockMaySayAnything() async throws {
        for date in dates {
            let odd = try await Workspace.inMemory(options: WorkspaceOptions(clock: SettableClock(date)))
            let person = try await odd.register(externalID: "olivia-1", name: "Olivia Park")
            _ = try await odd.acting(as: person.id).createTrack("Midnight Sessions")
        }
    }

    @Test func numbers() async throws {
        for number in CowriteTests.numbers {
            await survives("actor.library") { _ = try await me.library(limit: number) }
            await survives("actor.comments") { _ = try await me.comments(on: track, limit: number) }
            await survives("workspace.run_effects") { _ = try await workspace.runEffects(limit: number) }
            await survives("workspace.follow_files") { try await workspace.followFiles(limit: number) }
            await survives("actor.set_shares") {
                _ = try await me.setShares([ShareRow(person: me.id, master: 1)], on: track, basedOn: number)
            }
            await survives("actor.add_comment") {
                _ = try await me.addComment("here", on: track, at: Position(startMs: number, endMs: number))
            }
            await survives("actor.create_share_link") { _ = try await me.createShareLink(to: track, downloadLimit: .set(number)) }
            await survives("actor.submit_import") { _ = try await me.submitImport(of: [NewFile(name: "a.wav", size: number)], to: me.id) }
            await survives("actor.send_file") { _ = try await me.sendFile(.data(Data()), at: number, of: UUID()) }
            await survives("actor.update_import") { _ = try await me.updateImport(UUID(), kinds: [number: .stem]) }
            var options = WorkspaceOptions()
            options.invitationDays = number
            options.ticketLifetime = TimeInterval(number)
            do { _ = try await Workspace.inMemory(options: options) } catch let error as CowriteError { #expect(error.code == .invalidInput) }
        }
        for time in [TimeInterval.nan, .infinity, -.infinity, -1, 481, .greatestFiniteMagnitude] {
            let error = await refused { try await workspace.waitForFiles(upTo: time) }
            #expect(error?.code == .invalidInput)
        }
        for time in [TimeInterval.nan, .infinity, -.infinity, -1, .greatestFiniteMagnitude, .leastNonzeroMagnitude] {
            var options = WorkspaceOptions()
            options.ticketLifetime = time
            do { _ = try await Workspace.inMemory(options: options) } catch let error as CowriteError { #expect(error.code == .invalidInput) }
        }
    }

    @Test func aStoreMayThrowAnything() async throws {
        let store = MemoryStore(clock: SettableClock(Date(timeIntervalSince1970: 1_767_225_600)))
        let odd = try await Workspace.inMemory(options: WorkspaceOptions(files: .store(store)))
        let one = odd.acting(as: try await odd.register(externalID: "olivia-1", name: "Olivia Park").id)
        let song = try await one.createTrack("Midnight Sessions").id
        try await one.uploadFile(.data(Data([1])), named: "mix.wav", as: .bounce, to: song)
        let times: [TimeInterval] = [.nan, .infinity, -.infinity, -1, 0, .greatestFiniteMagnitude]
        let thrown: [FileStoreError] = times.flatMap { [.rateLimited(after: $0), .contended(after: $0)] } + texts.flatMap {
            [.other($0), .missingScope($0)]
        } + [.tooManyMembers(limit: .max), .quotaShort(needed: .max, short: nil), .inherited(.owner), .nesting(.vault)]
        for error in thrown {
            store.throwing = error
            #expect(await refused { try await one.files(of: song) }?.code == .sourceUnavailable, "\(error)")
        }
        store.throwing = nil
        #expect(try await one.files(of: song).files.count == 1)
    }

    @Test func aStoreMayAnswerAnything() async throws {
        final class Odd: MemoryStore, @unchecked Sendable {
            var hash: String?

            override func list(_ folder: FilePlace, recursively: Bool, limit: Int, of holder: PersonID?) async throws -> FilePage {
                let facts = FileFacts(size: .max, rev: "\0", modifiedAt: .distantFuture, contentHash: hash)
                let entry = FileEntry(id: "", path: ["bounces", "a/b\0", ""], node: .file(facts))
                return FilePage(items: [.here(entry), .gone([]), .here(entry)], cursor: "\u{202E}", hasMore: false)
            }
        }
        let clock = SettableClock(Date(timeIntervalSince1970: 1_767_225_600))
        let store = Odd(clock: clock)
        let odd = try await Workspace.inMemory(options: WorkspaceOptions(files: .store(store), clock: clock))
        let one = odd.acting(as: try await odd.register(externalID: "olivia-1", name: "Olivia Park").id)
        let song = try await one.createTrack("Midnight Sessions").id
        for hash in [nil, "", "no hash", String(repeating: "f", count: 64)] {
            store.hash = hash
            await survives("actor.files") { _ = try await one.files(of: song) }
            await survives("actor.upload_file") {
                try await one.uploadFile(.data(Data([1])), named: "mix.wav", as: .bounce, to: song, replacing: true)
            }
            await survives("workspace.follow_files") { try await odd.followFiles() }
        }
        // An account whose address is none.
        let sharing = SharingStore(clock: clock, slowly: true)
        let other = try await Workspace.inMemory(options: WorkspaceOptions(files: .store(sharing), clock: clock))
        let two = other.acting(as: try await other.register(externalID: "olivia-1", name: "Olivia Park").id)
        sharing.connect(two.id, "nobody at nowhere")
        let shared = try await two.createTrack("Midnight Sessions").id
        _ = try await two.invite(.email("alex@example.com"), to: .track(shared), access: .editor)
        let alex = other.acting(as: try await other.register(externalID: "alex-1", name: "Alex Reyes", email: "alex@example.com").id)
        try await alex.acceptInvitation(try #require(try await alex.invitations().first).invitation)
        #expect(try await runADayLater(other, clock) > 0)
    }

    @Test func idsOfNothing() async throws {
        for id in [UUID(), UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)), track] {
            await survives("actor.group") { _ = try await me.group(id) }
            await survives("actor.revoke") { _ = try await me.revoke(id, from: .group(id)) }
            await survives("actor.accept_import") { _ = try await me.acceptImport(id) }
            await survives("actor.apply_proposal") {
                let none = Shares(master: .nan, publishing: nil, writer: -1)
                let proposal = Proposal(
                    track: id, basedOn: -1, newcomer: nil, rows: [ProposedShares(person: nil, shares: none)], remaining: none, warnings: [])
                _ = try await me.applyProposal(proposal, to: track)
            }
            #expect(try await workspace.acting(as: id).can(.view, on: .track(track)) == false)
        }
    }
}
