import Cowrite
import CowriteCore
import Foundation

// What calls through Swift cost: the least and the median of batches, in ns. Two arguments: a folder to work in, and how many tracks the big file has.
// `raw` is what uniffi has written, with nothing of the public face around it.

let folder = URL(fileURLWithPath: CommandLine.arguments.dropFirst().first ?? FileManager.default.temporaryDirectory.path)
let tracks = Int(CommandLine.arguments.dropFirst(2).first ?? "") ?? 100_000
let (batches, calls) = (60, 500)

func now() -> UInt64 { DispatchTime.now().uptimeNanoseconds }

func shown(_ name: String, _ taken: [Double]) {
    let sorted = taken.sorted()
    let padded = name.padding(toLength: 44, withPad: " ", startingAt: 0)
    print(padded, String(format: "%10.0f %10.0f", sorted[0], sorted[sorted.count / 2]))
}

func measure(_ name: String, _ call: () throws -> Void) rethrows {
    var taken: [Double] = []
    for _ in 0..<batches {
        let begun = now()
        for _ in 0..<calls { try call() }
        taken.append(Double(now() - begun) / Double(calls))
    }
    shown(name, taken)
}

func measureAwaited(_ name: String, _ call: () async throws -> Void) async rethrows {
    var taken: [Double] = []
    for _ in 0..<batches {
        let begun = now()
        for _ in 0..<calls { try await call() }
        taken.append(Double(now() - begun) / Double(calls))
    }
    shown(name, taken)
}

print("ns a call", String(repeating: " ", count: 39), "least     median")
let none = OpenOptions(strictPublishing: false, invitationDays: nil, ticketFor: nil, directAddresses: false)
let raw = try await openWorkspace(place: .memory, options: none, clock: nil, files: nil)
measure("no-op") { _ = raw.noOp() }
await measureAwaited("no-op, awaited") { _ = await raw.noOpAwaited() }

let small = try await Workspace.inMemory()
let me = small.acting(as: try await small.register(externalID: "olivia-1", name: "Olivia Park").id)
let track = try await me.createTrack("Midnight Sessions")
try await measureAwaited("can, in memory") { _ = try await me.can(.editShares, on: .track(track.id)) }
try await measureAwaited("track, in memory") { _ = try await me.track(track.id) }

let file = folder.appendingPathComponent("cowrite-bench-\(tracks).db")
if !FileManager.default.fileExists(atPath: file.path) {
    let made = try await Workspace.open(at: file)
    let owner = made.acting(as: try await made.register(externalID: "olivia-1", name: "Olivia Park").id)
    var left = tracks
    while left > 0 {
        let count = min(left, 500)
        try await owner.batch { batch in
            for number in 0..<count { _ = try await batch.createTrack("Track \(number)") }
        }
        left -= count
    }
    made.close()
}
var opened: [Double] = []
for _ in 0..<10 {
    let begun = now()
    let big = try await Workspace.open(at: file)
    let person = try await big.personByExternalID("olivia-1")
    opened.append(Double(now() - begun))
    guard person.name == "Olivia Park" else { fatalError("another person") }
    big.close()
}
shown("open to first read, \(tracks) tracks", opened)
let big = try await Workspace.open(at: file)
let owner = big.acting(as: try await big.personByExternalID("olivia-1").id)
let id = try await owner.library(limit: 1).rows[0].track
try await measureAwaited("can, in a file of \(tracks) tracks") { _ = try await owner.can(.editShares, on: .track(id)) }
