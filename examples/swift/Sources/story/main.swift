import Cowrite
import Foundation

// One evening with a track, told by the library itself: every line is something that it answered.

let folder = FileManager.default.temporaryDirectory.appendingPathComponent("cowrite-story-\(UUID().uuidString)")
try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
defer { try? FileManager.default.removeItem(at: folder) }

/// Stops the story where it is not as it must be.
func must(_ isSo: Bool, _ what: String) {
    guard isSo else {
        print("this must not be: \(what)")
        exit(1)
    }
}

let options = WorkspaceOptions(files: .folder(folder.appendingPathComponent("files")))
let workspace = try await Workspace.open(at: folder.appendingPathComponent("studio.db"), options: options)
let olivia = try await workspace.register(externalID: "olivia-1", name: "Olivia Park")
let alex = try await workspace.register(externalID: "alex-1", name: "Alex Reyes", email: "alex@example.com")
let me = workspace.acting(as: olivia.id)
let them = workspace.acting(as: alex.id)

let track = try await me.createTrack("Midnight Sessions")
print("Olivia has created “\(track.title)”.")

let mix = Data("RIFF: thirty seconds of piano".utf8)
let upload = try await me.uploadFile(.data(mix), named: "rough mix.wav", as: .bounce, to: track.id)
print("She uploads \(upload.name).")

_ = try await me.invite(.email("alex@example.com"), to: .track(track.id), access: .editor, role: "Producer", shares: ShareEdits(master: 40))
for entry in try await them.invitations() {
    print("\(entry.byName ?? "Somebody") invites Alex to “\(entry.name)” as \(entry.role ?? "a guest"), for \(entry.shares.master ?? 0) % of the master.")
    _ = try await them.acceptInvitation(entry.invitation)
}
must(try await them.can(.editShares, on: .track(track.id)), "Alex edits shares")

do {
    _ = try await them.setShares([ShareRow(person: olivia.id, master: 70)], on: track.id)
    must(false, "110 % are saved")
} catch let error as CowriteError where error.code == .overAllocated {
    print("70 % for Olivia is refused: \(error.message).")
}
let change = try await them.setShares([ShareRow(person: olivia.id, master: 60)], on: track.id)
must(change.totals.master.status == .complete, "the master is complete")
print("With 60 % the master is complete.")

let ticket = try await them.streamFile(upload.file ?? "", of: track.id).ticket
must(try await workspace.redeem(ticket).read() == mix, "the bytes are the same")
print("Alex hears the mix: \(mix.count) bytes.")

let ending = try await me.revoke(alex.id, from: .track(track.id))
must(ending.freed.isEmpty, "a revoke frees nothing")
do {
    _ = try await workspace.redeem(ticket)
    must(false, "the ticket is of no more use")
} catch let error as CowriteError {
    print("They part. Alex keeps 40 %, and hears no more of it: \(error.code.rawValue).")
}
print("What has happened:")
for try await entry in me.allActivity(on: .track(track.id)) {
    print("  \(entry.byName ?? "-"): \(entry.what.replacingOccurrences(of: "_", with: " "))")
}
workspace.close()
