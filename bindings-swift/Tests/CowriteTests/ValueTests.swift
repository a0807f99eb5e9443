import Cowrite
import Foundation
import Testing

private func studio() async throws -> (Workspace, WorkspaceActor, Track) {
    let workspace = try await Workspace.inMemory()
    let me = workspace.acting(as: try await workspace.register(externalID: "olivia-1", name: "Olivia Park").id)
    return (workspace, me, try await me.createTrack("Midnight Sessions"))
}

@Suite struct ValueTests {
    @Test(arguments: ["0", "0.01", "33.33", "66.67", "100"]) func sharesAreExact(digits: String) async throws {
        let (_, me, track) = try await studio()
        let share = try #require(Decimal(string: digits))
        let change = try await me.setShares([ShareRow(person: me.id, master: .set(share))], on: track.id)
        #expect(change.changes.first?.after.master ?? 0 == share)
        #expect(change.totals.master.remaining == 100 - share)
        let unset = try await me.setShares([ShareRow(person: me.id, master: nil)], on: track.id)
        #expect(unset.changes.first?.after.master == nil)
    }

    @Test func tempoAndKeyAreEdited() async throws {
        let (_, me, track) = try await studio()
        let tempo = try #require(Decimal(string: "119.97"))
        let set = try await me.updateTrack(track.id, stage: .other("mastering"), bpm: .set(tempo), key: "F minor").track
        #expect(set.bpm == tempo)
        #expect(set.key == "F minor")
        #expect(set.stage == .other("mastering"))
        let kept = try await me.updateTrack(track.id, title: "Midnight").track
        #expect(kept.bpm == tempo)
        let cleared = try await me.updateTrack(track.id, bpm: nil, key: .clear).track
        #expect(cleared.bpm == nil)
        #expect(cleared.key == nil)
    }

    @Test(arguments: [0, 1, 1_767_323_045_678, 253_402_300_799_999] as [Int64])
    func instantsAreExact(milliseconds: Int64) async throws {
        let clock = SettableClock(Date(timeIntervalSince1970: TimeInterval(milliseconds) / 1000))
        let workspace = try await Workspace.inMemory(options: WorkspaceOptions(clock: clock))
        let me = workspace.acting(as: try await workspace.register(externalID: "olivia-1", name: "Olivia Park").id)
        let created = try await me.createTrack("Midnight Sessions").createdAt
        #expect(Int64((created.timeIntervalSince1970 * 1000).rounded()) == milliseconds)
        #expect(try await me.sharesAt(created, on: me.createTrack("Other").id).instant == created)
    }

    @Test func idsComeBack() async throws {
        let (workspace, me, track) = try await studio()
        #expect(try await me.track(track.id) == track)
        #expect(track.owner == me.id)
        #expect(try await workspace.person(me.id).id.uuidString == me.id.uuidString)
    }

    @Test func secretsDoNotShow() async throws {
        let (_, me, track) = try await studio()
        let secret = try #require(try await me.createShareLink(to: track.id).secret)
        #expect(secret.text.count > 20)
        var dumped = ""
        dump(secret, to: &dumped)
        for shown in ["\(secret)", String(reflecting: secret), dumped, "\([secret])"] {
            #expect(!shown.contains(secret.text))
        }
        let visit = Visit(password: "hush-1", visitor: "hush-2", label: "Label A&R", userAgent: "Safari")
        let link = TemporaryLink(
            url: "https://files.example/hush-3", mintedAt: Date(), expiresAt: Date(), rev: "1", size: 1, contentHash: nil)
        for value in [visit, link] as [Any] {
            var dumped = ""
            dump(value, to: &dumped)
            for shown in ["\(value)", String(reflecting: value), dumped, "\([value])", "\(Optional(value) as Any)"] {
                #expect(!shown.contains("hush"))
            }
        }
    }

    /// A literal goes through `Double`: what is not exact by then is refused, and never rounded into other shares.
    @Test func aLiteralIsExactOrRefused() async throws {
        let (_, me, track) = try await studio()
        let exact = try #require(Decimal(string: "33.33"))
        let literal: Decimal = 33.33
        if literal != exact {
            let error = await refused { try await me.setShares([ShareRow(person: me.id, master: .set(literal))], on: track.id) }
            #expect(error?.code == .invalidShare)
        }
        let change = try await me.setShares([ShareRow(person: me.id, master: .set(exact))], on: track.id)
        #expect(change.changes.first?.after.master == exact)
    }

    @Test func aBatchIsWhole() async throws {
        let (workspace, me, track) = try await studio()
        let group = try await me.batch { batch in
            let group = try await batch.createGroup("Side A")
            try await batch.moveTrack(track.id, to: group.id)
            return group
        }
        #expect(try await me.track(track.id).group == group.id)
        let revision = try await workspace.revision
        _ = await refused {
            try await me.batch { batch in
                _ = try await batch.createGroup("Side B")
                _ = try await batch.track(UUID())
            }
        }
        #expect(try await workspace.revision == revision)
    }

    @Test func aKeyIsDoneOnce() async throws {
        let (_, me, _) = try await studio()
        let first = try await me.with(key: "retry-1").createTrack("Neon Rain")
        #expect(try await me.with(key: "retry-1").createTrack("Neon Rain") == first)
        _ = await refused { try await me.with(key: "retry-1").createTrack("Other") }
    }

    @Test func aDryRunChangesNothing() async throws {
        let (_, me, track) = try await studio()
        #expect(try await me.dryRun.deleteTrack(track.id).track == track.id)
        #expect(try await me.can(.view, on: .track(track.id)))
    }

    @Test func listingsGoOverAllPages() async throws {
        let (_, me, track) = try await studio()
        for take in 0..<450 { _ = try await me.addComment("Take \(take)", on: track.id) }
        var texts: Set<String> = []
        for try await comment in me.allComments(on: track.id) { texts.insert(comment.text) }
        #expect(texts.count == 450)
        var rows = 0
        for try await row in me.allLibraryRows(filter: LibraryFilter(relation: [.mine])) {
            #expect(row.track == track.id)
            rows += 1
        }
        #expect(rows == 1)
        var entries = 0
        for try await entry in me.allActivity(on: .track(track.id)) {
            #expect(entry.scope == .track(track.id))
            entries += 1
        }
        #expect(entries >= 1)
        for try await _ in me.allNotifications() {}
        for try await _ in me.allOwnActivity() {}
        for try await _ in me.allImports() {}
        for try await _ in me.allVisits(to: try await me.createShareLink(to: track.id).link.id) {}
    }

    @Test func aBackupIsRestored() async throws {
        let folder = try TemporaryFolder()
        let file = folder.url.appendingPathComponent("studio.db")
        let workspace = try await Workspace.open(at: file)
        let me = workspace.acting(as: try await workspace.register(externalID: "olivia-1", name: "Olivia Park").id)
        let track = try await me.createTrack("Midnight Sessions")
        try await workspace.backup(to: folder.url.appendingPathComponent("copy.db"))
        try await Workspace.restore(
            folder.url.appendingPathComponent("copy.db"), to: folder.url.appendingPathComponent("restored.db"))
        let restored = try await Workspace.open(at: folder.url.appendingPathComponent("restored.db"))
        #expect(try await restored.acting(as: me.id).track(track.id) == track)
        try await workspace.export(to: folder.url.appendingPathComponent("studio.jsonl"))
        let elsewhere = try await Workspace.inMemory()
        try await elsewhere.load(from: folder.url.appendingPathComponent("studio.jsonl"))
        #expect(try await elsewhere.acting(as: me.id).track(track.id) == track)
        workspace.close()
        let error = await refused { try await me.track(track.id) }
        #expect(error?.code == .closed)
    }
}
