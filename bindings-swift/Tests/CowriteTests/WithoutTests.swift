import Cowrite
import Foundation
import Testing

private let isWithout = ProcessInfo.processInfo.environment["COWRITE_WITHOUT"] != nil

/// What a library says that was built as apps get it: without Dropbox, and without PostgreSQL.
@Suite(.enabled(if: isWithout, "COWRITE_WITHOUT says that the library has neither")) struct WithoutTests {
    @Test func dropboxIsSaidToBeMissing() {
        var error: CowriteError?
        do { _ = try Dropbox(appKey: "key") } catch let refusal { error = refusal as? CowriteError }
        #expect(error?.code == .invalidInput)
        #expect(error?.text("field") == "dropbox")
        #expect(throws: WebhookError.notBuilt) { try Dropbox.webhookChallenge("abc123") }
        #expect(throws: WebhookError.notBuilt) { try Dropbox.verifyWebhook(appSecret: Secret("s"), signature: "", body: Data()) }
    }

    @Test func postgresIsSaidToBeMissing() async {
        let error = await refused { try await Workspace.connect(to: "postgres://nobody@nowhere/none") }
        #expect(error?.code == .invalidInput)
        #expect(error?.text("field") == "url")
    }

    @Test func theRestIsThere() async throws {
        let folder = try TemporaryFolder()
        let options = WorkspaceOptions(files: .folder(folder.url.appendingPathComponent("files")))
        let workspace = try await Workspace.open(at: folder.url.appendingPathComponent("studio.db"), options: options)
        let me = workspace.acting(as: try await workspace.register(externalID: "olivia-1", name: "Olivia Park").id)
        let track = try await me.createTrack("Midnight Sessions")
        #expect(try await me.uploadFile(.data(Data([1, 2, 3])), named: "mix.wav", as: .bounce, to: track.id).name == "mix.wav")
    }
}
