import Cowrite
import Foundation

/// A clock that stands still until it is moved.
final class SettableClock: WorkspaceClock, @unchecked Sendable {
    private let lock = NSLock()
    private var at: Date

    init(_ at: Date) {
        self.at = at
    }

    func now() -> Date {
        lock.withLock { at }
    }

    func advance(by time: TimeInterval) {
        lock.withLock { at += time }
    }
}

/// Plays a scenario through the public API.
struct Player {
    let workspace: Workspace
    let clock: SettableClock
    let store: MemoryStore?
    var saved: [String: OpenValue] = [:]
    var laid: [UUID: [FileID]] = [:]
    /// Whose account what somebody does in the store itself is done in.
    var holder: PersonID?

    static let faces: [String: String] = {
        let operations = (try? conformance("operations.json"))?.items ?? []
        // The face of an operation that only one has.
        return Dictionary(operations.map { ($0["name"]?.text ?? "", $0["face"]?.text ?? "") }, uniquingKeysWith: { first, _ in first })
    }()

    static func laysFiles(_ scenario: OpenValue) -> Bool {
        (scenario["steps"]?.items ?? []).contains { $0["files"] != nil }
    }

    static func hasFiles(_ scenario: OpenValue) -> Bool {
        laysFiles(scenario) || scenario["options"]?["file_store"]?.isTrue == true
    }

    /// The clock, the store and the options of a scenario's workspace.
    static func begin(_ scenario: OpenValue) throws -> (SettableClock, MemoryStore?, WorkspaceOptions) {
        guard let at = instant(scenario["now"]?.text ?? "2026-01-01T00:00:00.000Z") else { throw Different("no instant") }
        let clock = SettableClock(at)
        let store: MemoryStore? = hasFiles(scenario) ? TellingStore(clock: clock) : nil
        var options = WorkspaceOptions(clock: clock)
        // One that lays files itself has them all in one account.
        options.files = store.map { laysFiles(scenario) ? .oneAccount($0) : .store($0) }
        options.strictPublishing = scenario["options"]?["strict_publishing"]?.isTrue == true
        options.invitationDays = try Given(values: scenario["options"]?.fields ?? [:]).intOr("invitation_days")
        return (clock, store, options)
    }

    init(_ workspace: Workspace, _ clock: SettableClock, _ store: MemoryStore?) {
        (self.workspace, self.clock, self.store) = (workspace, clock, store)
    }

    mutating func play(_ scenario: OpenValue) async throws {
        let people = (scenario["people"]?.items ?? []).compactMap(\.text)
        for word in people {
            saved[word] = json(try await workspace.register(externalID: word, name: word, email: "\(word)@example.com").id)
        }
        // In one account for everybody, or the first of the people holds all files.
        holder = Player.laysFiles(scenario) ? nil : try people.first.map { try Given.id(saved[$0], "people") }
        for (place, step) in (scenario["steps"]?.items ?? []).enumerated() {
            do {
                try await self.step(step)
            } catch {
                throw Different("\(scenario["name"]?.text ?? ""), step \(place + 1) (\(step["do"]?.text ?? "")): \(error)")
            }
        }
    }

    private mutating func step(_ step: OpenValue) async throws {
        if let time = step["advance"]?.text {
            clock.advance(by: try duration(time))
            return
        }
        if let deeds = step["in_store"]?.items {
            for deed in deeds { try await actInStore(deed) }
            return
        }
        if let files = step["files"] {
            try await lay(files, of: step["of"]?.text)
            return
        }
        let result: OpenValue
        do {
            result = try await call(step)
        } catch let error as CowriteError {
            guard let expected = step["error"] else { throw Different("was refused: \(error) \(error.details)") }
            let shown = OpenValue.object([
                "code": .text(error.code.rawValue), "details": .object(error.details.mapValues { json($0) }),
            ])
            try check("error", shown, try resolve(expected))
            return
        }
        if let error = step["error"] { throw Different("gave \(result), where \(error) must come") }
        if let expected = step["expect"] { try check("", result, try resolve(expected)) }
        if let name = step["save"]?.text { saved[name] = result }
    }

    private func call(_ step: OpenValue) async throws -> OpenValue {
        let name = step["do"]?.text ?? ""
        let face: String
        switch step {
        case _ where step["actor"] != nil: face = "actor"
        case _ where step["operator"] != nil: face = "operator"
        case _ where step["visitor"]?.isTrue == true: face = "visitor"
        default: face = Player.faces[name] == "actor" ? "visitor" : Player.faces[name] ?? ""
        }
        guard let operation = table["\(face).\(name)"] else { throw Different("\(face).\(name) is missing") }
        var actor = try step["actor"].map { actor in
            let reference = actor.text ?? ""
            let id = reference.hasPrefix("$") ? try self.reference(reference) : saved[reference]
            return workspace.acting(as: try Given.id(id, "actor"))
        }
        if let key = step["key"]?.text { actor = actor?.with(key: key) }
        if step["dry_run"]?.isTrue == true { actor = actor?.dryRun }
        let `operator` = try step["operator"]?.text.map { try workspace.operator(reason: $0) }
        let values = try resolve(step["with"] ?? .object([:])).fields
        return json(try await operation(Call(workspace: workspace, actor: actor, operator: `operator`, values: values)))
    }

    /// What somebody does in the file store itself.
    private func actInStore(_ deed: OpenValue) async throws {
        guard let store else { throw Different("there is no store") }
        func names(_ field: String) -> [String]? { deed[field]?.text?.split(separator: "/").map(String.init) }
        func folder(_ path: [String]) async throws -> FilePlace {
            path.count < 2 ? .path([]) : .id(try await store.makeFolder(path.dropLast(), in: .path([]), of: holder).id)
        }
        if let path = names("put"), let name = path.last {
            try await store.write(Data((deed["content"]?.text ?? "").utf8), named: name, into: folder(path), of: holder)
        } else if let from = names("move"), let to = names("to"), let name = to.last {
            _ = try await store.move(.path(from), into: folder(to), named: name, of: holder)
        } else if let path = names("delete") {
            try await store.delete(.path(path), of: holder)
        } else {
            throw Different("\(deed) is nothing that is done in a store")
        }
    }

    /// Gives a track exactly these files, each newer than the one before: its owner uploads them, and the store dates and names them.
    private mutating func lay(_ files: OpenValue, of reference: String?) async throws {
        guard let store else { throw Different("there is no store") }
        store.isAway = files == .null
        guard files != .null, let reference else { return }
        let track = try Given.id(try self.reference(reference), "of")
        let owner = try Given.id(try self.reference("\(reference.prefix { $0 != "." }).owner"), "owner")
        laid.removeValue(forKey: track)?.forEach(store.forget)
        for (place, file) in files.items.enumerated() {
            let given = Given(values: file.fields)
            let id = try given.text("id")
            store.nextID = id
            let content = Data(count: try given.intOr("size") ?? 1)
            let done = try await workspace.acting(as: owner).uploadFile(
                .data(content), named: try given.text("name"), as: try given.word("kind"), to: track)
            guard done.file == id else { throw Different("\(id) became \(done)") }
            let date = try given.maybe("modified_at") { try Given.date($0, "modified_at") }
            store.date(id, date ?? clock.now().addingTimeInterval(TimeInterval(place) / 1000))
            laid[track, default: []].append(id)
        }
    }

    private func resolve(_ value: OpenValue) throws -> OpenValue {
        switch value {
        case .text(let text) where text.hasPrefix("$"): return try reference(text)
        case .list(let items): return .list(try items.map(resolve))
        case .object(let fields): return .object(try fields.mapValues(resolve))
        default: return value
        }
    }

    private func reference(_ text: String) throws -> OpenValue {
        let path = text.dropFirst().split(separator: ".").map(String.init)
        guard var value = saved[path[0]] else { throw Different("\(text) was not saved") }
        for field in path.dropFirst() {
            guard let inner = Int(field).flatMap({ value.items.indices.contains($0) ? value.items[$0] : nil }) ?? value[field] else {
                throw Different("\(text) has no \(field)")
            }
            value = inner
        }
        return value
    }

    private func duration(_ text: String) throws -> TimeInterval {
        let units: [Character: TimeInterval] = ["D": 86_400, "H": 3_600, "M": 60, "S": 1]
        var (seconds, digits): (TimeInterval, String) = (0, "")
        for letter in text where letter != "P" && letter != "T" {
            if let unit = units[letter] {
                guard let number = TimeInterval(digits) else { throw Different("\(text) is no duration") }
                (seconds, digits) = (seconds + number * unit, "")
            } else {
                digits.append(letter)
            }
        }
        return seconds
    }
}
