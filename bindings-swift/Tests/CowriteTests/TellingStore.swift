import Cowrite
import Foundation

/// A file store in memory that tells what has changed, with cursors and waits.
final class TellingStore: MemoryStore, @unchecked Sendable {
    private enum Change {
        case here(FileID)
        case gone([String], FileID)
    }

    private var log: [Change] = []
    private var calls: Set<String> = []
    private var resets = false

    /// Which of the calls about changes were made.
    var asked: Set<String> { lock.withLock { calls } }

    /// Whether the next cursor that comes is of no more use.
    var forgetsCursors: Bool {
        get { lock.withLock { resets } }
        set { lock.withLock { resets = newValue } }
    }

    func folder(named name: String) -> FileID? {
        lock.withLock { nodes.values.first { $0.name == name && $0.content == nil }?.id }
    }

    func file(named name: String) -> FileID? {
        lock.withLock { nodes.values.first { $0.name == name && $0.content != nil }?.id }
    }

    private func note(_ change: Change) {
        lock.withLock { log.append(change) }
    }

    /// The folder that a cursor is of, and how much of the log it has seen.
    private func read(_ cursor: String) throws -> (Node, Int) {
        let parts = cursor.split(separator: "|")
        guard parts.count == 2, let folder = nodes[String(parts[0])], let seen = Int(parts[1]), !resets else {
            resets = false
            throw FileStoreError.cursorReset
        }
        return (folder, seen)
    }

    override func list(_ folder: FilePlace, recursively: Bool, limit: Int, of holder: PersonID?) async throws -> FilePage {
        let page = try await super.list(folder, recursively: recursively, limit: limit, of: holder)
        return try await asked(holder) {
            calls.insert("list")
            return FilePage(items: page.items, cursor: "\(try node(folder, holder).id)|\(log.count)", hasMore: false)
        }
    }

    @discardableResult
    override func write(
        _ content: Data, named name: String, into folder: FilePlace, mode: WriteMode = .overwrite, of holder: PersonID?
    ) async throws -> FileEntry {
        let entry = try await super.write(content, named: name, into: folder, mode: mode, of: holder)
        note(.here(entry.id))
        return entry
    }

    override func move(
        _ place: FilePlace, into folder: FilePlace, named name: String, of holder: PersonID?
    ) async throws -> FileEntry {
        let before = try await stat(place, of: holder)
        let moved = try await super.move(place, into: folder, named: name, of: holder)
        note(.gone(before.path, lock.withLock { root(holder) }))
        note(.here(moved.id))
        return moved
    }

    override func delete(_ file: FilePlace, of holder: PersonID?) async throws {
        let entry = try? await stat(file, of: holder)
        try await super.delete(file, of: holder)
        if let entry { note(.gone(entry.path, lock.withLock { root(holder) })) }
    }

    override func changes(since cursor: String, of holder: PersonID?) async throws -> FilePage {
        try await asked(holder) {
            calls.insert("changes")
            let (folder, seen) = try read(cursor)
            let within = path(folder) ?? []
            let items = log[seen...].compactMap { change -> FileNews? in
                switch change {
                case .here(let id):
                    guard let node = nodes[id], path(node, from: folder.id) != nil else { return nil }
                    return .here(entry(node, from: folder.id))
                case .gone(let names, let root):
                    guard root == self.root(holder), names.starts(with: within) else { return nil }
                    return .gone(Array(names.dropFirst(within.count)))
                }
            }
            return FilePage(items: items, cursor: "\(folder.id)|\(log.count)", hasMore: false)
        }
    }

    override func latestCursor(of folder: FilePlace, recursively: Bool, of holder: PersonID?) async throws -> String {
        try await asked(holder) {
            calls.insert("latestCursor")
            return "\(try node(folder, holder).id)|\(log.count)"
        }
    }

    override func wait(
        since cursor: String, timeout: TimeInterval, of holder: PersonID?
    ) async throws -> (hasChanged: Bool, backoff: TimeInterval?) {
        let end = Date() + timeout
        while Date() < end {
            let hasChanged = try await asked(holder) {
                calls.insert("wait")
                return try read(cursor).1 < log.count
            }
            if hasChanged { return (true, nil) }
            try await Task.sleep(nanoseconds: 10_000_000)
        }
        return (false, nil)
    }
}
