import Cowrite
import Foundation
import Testing

private let files: [String] = {
    let found = try? FileManager.default.contentsOfDirectory(atPath: conformanceFolder.appendingPathComponent("scenarios").path)
    return (found ?? []).filter { $0.hasSuffix(".json") }.sorted()
}()

private let databases = ProcessInfo.processInfo.environment["COWRITE_POSTGRES_DATABASES"]

private func scenarios(_ file: String) throws -> [OpenValue] {
    try conformance("scenarios/\(file)")["scenarios"]?.items ?? []
}

@Suite struct ScenarioTests {
    @Test func thereAreScenarios() {
        #expect(files.count >= 30)
    }

    @Test(arguments: files) func inMemory(file: String) async throws {
        for scenario in try scenarios(file) {
            let (clock, store, options) = try Player.begin(scenario)
            let workspace = try await Workspace.inMemory(options: options)
            var player = Player(workspace, clock, store)
            do { try await player.play(scenario) } catch { Issue.record("\(error)") }
            workspace.close()
        }
    }

    @Test(arguments: files) func onSQLite(file: String) async throws {
        for scenario in try scenarios(file) {
            let folder = try TemporaryFolder()
            let (clock, store, options) = try Player.begin(scenario)
            let workspace = try await Workspace.open(at: folder.url.appendingPathComponent("studio.db"), options: options)
            var player = Player(workspace, clock, store)
            do { try await player.play(scenario) } catch { Issue.record("\(error)") }
            #expect(try await workspace.verify() == [])
            workspace.close()
        }
    }

    /// On the databases that are named, one for each scenario.
    @Test(.enabled(if: databases != nil, "COWRITE_POSTGRES_DATABASES names databases"), arguments: files)
    func onPostgreSQL(file: String) async throws {
        let named = try String(contentsOfFile: try #require(databases), encoding: .utf8).split(separator: "\n").map(String.init)
        let before = try files.prefix { $0 != file }.reduce(0) { $0 + (try scenarios($1).count) }
        for (place, scenario) in try scenarios(file).enumerated() {
            let (clock, store, options) = try Player.begin(scenario)
            let workspace = try await Workspace.connect(to: named[before + place], options: options)
            var player = Player(workspace, clock, store)
            do { try await player.play(scenario) } catch { Issue.record("\(error)") }
            #expect(try await workspace.verify() == [])
            workspace.close()
        }
    }

    @Test func aDifferenceIsFound() throws {
        let (one, two): (OpenValue, OpenValue) = (.number(1), .number(2))
        try check("", .object(["a": .list([one, .object(["b": .null])]), "more": one]), .object(["a": .list([one, .object(["b": .null])])]))
        let pairs: [(OpenValue, OpenValue)] = [
            (.object([:]), .object(["a": one])), (.list([one]), .list([one, two])), (one, .text("1")), (.bool(true), one), (.null, .number(0)),
        ]
        for (actual, expected) in pairs {
            #expect(throws: Different.self) { try check("", actual, expected) }
        }
    }
}

/// A folder that goes with the value.
final class TemporaryFolder: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("cowrite-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }
}

/// What a call is refused with; that it is not is an issue.
func refused<T: Sendable>(
    sourceLocation: SourceLocation = #_sourceLocation, _ act: @Sendable () async throws -> T
) async -> CowriteError? {
    do {
        _ = try await act()
        Issue.record("it was not refused", sourceLocation: sourceLocation)
    } catch let error as CowriteError {
        return error
    } catch {
        Issue.record("it threw \(error)", sourceLocation: sourceLocation)
    }
    return nil
}
