import Cowrite
import Foundation
import Studio
import Testing

private func people() async throws -> (Workspace, WorkspaceActor, WorkspaceActor) {
    let workspace = try await Workspace.inMemory()
    let olivia = try await workspace.register(externalID: "olivia-1", name: "Olivia Park")
    let alex = try await workspace.register(externalID: "alex-1", name: "Alex Reyes", email: "alex@example.com")
    return (workspace, workspace.acting(as: olivia.id), workspace.acting(as: alex.id))
}

@Suite @MainActor struct StudioTests {
    @Test func theListShowsTracksByTitle() async throws {
        let (_, me, _) = try await people()
        let list = TrackList(me: me)
        await list.create("Neon Rain")
        await list.create("Midnight Sessions")
        #expect(list.tracks.map(\.title) == ["Midnight Sessions", "Neon Rain"])
        await list.create("")
        #expect(list.trouble != nil)
        #expect(list.tracks.count == 2)
    }

    @Test func theListFollows() async throws {
        let (_, me, _) = try await people()
        let list = TrackList(me: me)
        let following = Task { await list.follow() }
        _ = try await me.createTrack("Midnight Sessions")
        for _ in 0..<200 where list.tracks.isEmpty { try await Task.sleep(nanoseconds: 50_000_000) }
        #expect(list.tracks.map(\.title) == ["Midnight Sessions"])
        following.cancel()
        await following.value
        #expect(list.trouble == nil)
    }

    @Test func thePanelHasThreeTotals() async throws {
        let (_, me, them) = try await people()
        let track = try await me.createTrack("Midnight Sessions")
        let panel = Collaborators(of: track.id, me: me)
        await panel.load()
        #expect(panel.rows.map(\.name) == ["Olivia Park"])
        #expect(panel.totals.map(\.id) == [.master, .publishing, .writer])
        await panel.setMaster(60, of: me.id)
        #expect(panel.totals.first?.total == 60)
        #expect(panel.totals.first?.remaining == 40)
        await panel.setMaster(101, of: me.id)
        #expect(panel.trouble != nil)
        #expect(panel.totals.first?.total == 60)
        await panel.invite("alex@example.com", as: .editor)
        #expect(panel.trouble == nil)
        let invitation = try #require(try await them.invitations().first)
        _ = try await them.acceptInvitation(invitation.invitation)
        await panel.setMaster(40, of: them.id)
        #expect(panel.totals.first?.isComplete == true)
        await panel.revoke(them.id)
        #expect(panel.totals.first?.isComplete == true)
        #expect(try await them.can(.view, on: .track(track.id)) == false)
    }

    @Test func anotherSaveIsNotOverwritten() async throws {
        let (_, me, _) = try await people()
        let track = try await me.createTrack("Midnight Sessions")
        let panel = Collaborators(of: track.id, me: me)
        await panel.load()
        _ = try await me.setShares([ShareRow(person: me.id, master: 10)], on: track.id)
        await panel.setMaster(60, of: me.id)
        #expect(panel.trouble != nil)
        #expect(panel.totals.first?.total == 10)
    }

    @Test func theDeviceForgetsWhatIsLost() async throws {
        let (_, me, them) = try await people()
        let track = try await me.createTrack("Midnight Sessions")
        _ = try await me.invite(.person(them.id), to: .track(track.id), access: .viewer)
        _ = try await them.acceptInvitation(try #require(try await them.invitations().first).invitation)
        var device = Device()
        #expect(device.take(in: try await them.sync()).isEmpty)
        #expect(device.titles == ["Midnight Sessions"])
        let file = URL(fileURLWithPath: "/tmp/midnight.wav")
        device.keep(file, of: track.id)
        _ = try await me.revoke(them.id, from: .track(track.id))
        #expect(device.take(in: try await them.sync(since: device.cursor)) == [file])
        #expect(device.titles == [])
    }
}
