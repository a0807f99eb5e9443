import Cowrite
import Foundation
import Testing

private let missingFile = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../missing.txt").standardized

@Suite struct ParityTests {
    /// What the package has not got yet: to be empty.
    private func missing() throws -> Set<String> {
        let lines = try String(contentsOf: missingFile, encoding: .utf8).split(separator: "\n").map(String.init)
        return Set(lines.filter { !$0.hasPrefix("#") })
    }

    @Test func everyOperationIsThere() throws {
        let operations = try conformance("operations.json").items.compactMap { operation -> String? in
            guard let face = operation["face"]?.text, let name = operation["name"]?.text else { return nil }
            return "\(face).\(name)"
        }
        #expect(operations.count > 100)
        let lacking = try missing()
        #expect(Set(table.keys).union(lacking) == Set(operations))
        #expect(lacking.isDisjoint(with: table.keys))
    }

    @Test func nothingIsMissing() throws {
        #expect(try missing() == [])
    }

    @Test func everyErrorIsThere() throws {
        let codes = try conformance("errors.json").items.compactMap { $0["code"]?.text }
        #expect(Set(CowriteError.Code.allCases.map(\.rawValue)) == Set(codes))
        #expect(CowriteError.Code.allCases.count == codes.count)
    }

    @Test func errorsSayWhatTheTableSays() async throws {
        let rows = Dictionary(
            uniqueKeysWithValues: try conformance("errors.json").items.map { ($0["code"]?.text ?? "", $0) })
        let workspace = try await Workspace.inMemory()
        let me = workspace.acting(as: try await workspace.register(externalID: "olivia-1", name: "Olivia Park").id)
        let track = try await me.createTrack("Midnight Sessions")
        let acts: [@Sendable () async throws -> Void] = [
            { _ = try await me.track(UUID()) },
            { _ = try await me.createTrack("") },
            { _ = try await me.createTrack(String(repeating: "a", count: 10_000)) },
            { _ = try await me.leave(.track(track.id)) },
            { _ = try await me.requireCompleteSplits(on: track.id) },
            { _ = try await me.setShares([ShareRow(person: me.id, master: .set(101))], on: track.id) },
            { _ = try await workspace.visitor.open(Secret("nonsense")) },
        ]
        var seen: Set<CowriteError.Code> = []
        for act in acts {
            let error = await refused { try await act() }
            guard let error, let row = rows[error.code.rawValue] else { continue }
            seen.insert(error.code)
            let fields = Set((row["fields"]?.items ?? []).compactMap(\.text))
            #expect(Set(error.details.keys) == fields, "\(error)")
            #expect(json(error.httpStatus) == row["http_status"])
            #expect(OpenValue.bool(error.isRetryable) == row["retryable"])
            #expect(!error.message.isEmpty)
            #expect(error.errorDescription == error.message)
            #expect((error as any Error).localizedDescription == error.message)
        }
        #expect(seen.count >= 6, "\(seen)")
    }
}
