import Cowrite
import Testing

@Test func smoke() async throws {
    let workspace = try await Workspace.inMemory()
    let olivia = try await workspace.register(externalID: "olivia-1", name: "Olivia Park")
    let me = workspace.acting(as: olivia.id)
    let track = try await me.createTrack("Midnight Sessions")
    #expect(try await me.can(.editShares, on: .track(track.id)))
}
