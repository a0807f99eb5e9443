import Cowrite
import Foundation

/// A file store in memory, as an app would write one.
class MemoryStore: FileStore, @unchecked Sendable {
    struct Node {
        var id: FileID
        var parent: FileID?
        var name: String
        var content: Data?
        var rev = 0
        var modifiedAt = Date(timeIntervalSince1970: 0)
    }

    let lock = NSLock()
    let clock: any WorkspaceClock
    var nodes: [FileID: Node] = [:]
    private var count = 0
    private var away = false
    private var next: FileID?
    private var failure: (any Error)?
    private var holders: Set<PersonID?> = []

    init(clock: any WorkspaceClock) {
        self.clock = clock
    }

    /// Whether the store cannot be reached.
    var isAway: Bool {
        get { lock.withLock { away } }
        set { lock.withLock { away = newValue } }
    }

    /// What the next file that is made has for an id.
    var nextID: FileID? {
        get { lock.withLock { next } }
        set { lock.withLock { next = newValue } }
    }

    /// What every call throws.
    var throwing: (any Error)? {
        get { lock.withLock { failure } }
        set { lock.withLock { failure = newValue } }
    }

    /// On whose behalf it was asked.
    var askedBy: Set<PersonID?> { lock.withLock { holders } }

    func forget(_ id: FileID) {
        lock.withLock { nodes[id] = nil }
    }

    func date(_ id: FileID, _ date: Date) {
        lock.withLock { nodes[id]?.modifiedAt = date }
    }

    func asked<T>(_ holder: PersonID?, _ answer: () throws -> T) async throws -> T {
        await Task.yield()
        return try lock.withLock {
            holders.insert(holder)
            if let failure { throw failure }
            if away { throw FileStoreError.transient }
            return try answer()
        }
    }

    func root(_ holder: PersonID?) -> FileID {
        let id = "root-\(holder?.uuidString ?? "everybody")"
        if nodes[id] == nil { nodes[id] = Node(id: id, parent: nil, name: "") }
        return id
    }

    func child(_ parent: FileID, _ name: String) -> Node? {
        let folded = name.precomposedStringWithCanonicalMapping.lowercased()
        return nodes.values.first { $0.parent == parent && $0.name.precomposedStringWithCanonicalMapping.lowercased() == folded }
    }

    func node(_ place: FilePlace, _ holder: PersonID?) throws -> Node {
        switch place {
        case .id(let id):
            guard let node = nodes[id] else { throw FileStoreError.notFound }
            return node
        case .path(let names):
            var node = nodes[root(holder)]!
            for name in names {
                guard let found = child(node.id, name) else { throw FileStoreError.notFound }
                node = found
            }
            return node
        case .shared: throw FileStoreError.notAMember
        }
    }

    func path(_ node: Node, from folder: FileID? = nil) -> [String]? {
        var (names, current): ([String], Node) = ([], node)
        while current.id != folder {
            guard let parent = current.parent.flatMap({ nodes[$0] }) else { return folder == nil ? names : nil }
            names.insert(current.name, at: 0)
            current = parent
        }
        return names
    }

    func entry(_ node: Node, from folder: FileID? = nil) -> FileEntry {
        let facts = node.content.map {
            FileFacts(size: UInt64($0.count), rev: "\(node.rev)", modifiedAt: node.modifiedAt, contentHash: nil)
        }
        return FileEntry(id: node.id, path: path(node, from: folder) ?? [], node: facts.map(FileNode.file) ?? .folder)
    }

    func stat(_ place: FilePlace, of holder: PersonID?) async throws -> FileEntry {
        try await asked(holder) { entry(try node(place, holder)) }
    }

    func find(_ id: FileID, in folder: FilePlace, of holder: PersonID?) async throws -> FileEntry {
        try await asked(holder) {
            let (found, within) = (try node(.id(id), holder), try node(folder, holder))
            guard path(found, from: within.id) != nil else { throw FileStoreError.notFound }
            return entry(found, from: within.id)
        }
    }

    func list(_ folder: FilePlace, recursively: Bool, limit: Int, of holder: PersonID?) async throws -> FilePage {
        try await asked(holder) {
            let within = try node(folder, holder)
            let found = nodes.values.filter { $0.parent == within.id || recursively && $0.id != within.id && path($0, from: within.id) != nil }
            let entries = found.map { entry($0, from: within.id) }.sorted { $0.path.lexicographicallyPrecedes($1.path) }
            return FilePage(items: entries.map(FileNews.here), cursor: "", hasMore: false)
        }
    }

    func makeFolder(_ path: [String], in folder: FilePlace, of holder: PersonID?) async throws -> FileEntry {
        try await asked(holder) {
            var within = try node(folder, holder)
            for name in path {
                within = child(within.id, name) ?? add(within.id, name, "folder-\(count)")
                guard within.content == nil else { throw FileStoreError.conflict }
            }
            return entry(within)
        }
    }

    private func add(_ parent: FileID, _ name: String, _ id: FileID) -> Node {
        count += 1
        let node = Node(id: id, parent: parent, name: name)
        nodes[id] = node
        return node
    }

    func put(_ bytes: Bytes, as write: FileToWrite, of holder: PersonID?) async throws -> FileEntry {
        try await asked(holder) {}
        var content = Data()
        for try await piece in bytes { content.append(piece) }
        if let size = write.size, size != content.count { throw FileStoreError.mismatch }
        return try await self.write(content, named: write.name, into: write.folder, mode: write.mode, of: holder)
    }

    @discardableResult
    func write(
        _ content: Data, named name: String, into folder: FilePlace, mode: WriteMode = .overwrite, of holder: PersonID?
    ) async throws -> FileEntry {
        try await asked(holder) {
            let folder = try node(folder, holder)
            var file = child(folder.id, name)
            switch (mode, file) {
            case (.add, .some): throw FileStoreError.conflict
            case (.update(let rev), _) where file.map({ "\($0.rev)" }) != rev: throw FileStoreError.conflict
            default: break
            }
            if file == nil {
                file = add(folder.id, name, next ?? "file-\(count)")
                next = nil
            }
            guard var file else { throw FileStoreError.notFound }
            (file.content, file.modifiedAt, file.rev) = (content, clock.now(), file.rev + 1)
            nodes[file.id] = file
            return entry(file)
        }
    }

    func open(_ place: FilePlace, range: ByteRange, of holder: PersonID?) async throws -> FileToRead {
        try await asked(holder) {
            let file = try node(place, holder)
            guard let content = file.content else { throw FileStoreError.notFound }
            let size = UInt64(content.count)
            let (start, end): (UInt64, UInt64)
            switch range {
            case .all: (start, end) = (0, size)
            case .from(let first): (start, end) = (first, size)
            case .span(let first, let last): (start, end) = (first, min(last == .max ? last : last + 1, size))
            case .last(let count): (start, end) = (size - min(count, size), size)
            }
            guard start < end || size == 0 && range == .all else { throw FileStoreError.outsideRange(size: size) }
            let pieces = stride(from: Int(start), to: Int(end), by: 4).map { content[$0..<min($0 + 4, Int(end))] }
            return FileToRead(entry: entry(file), range: start..<end, content: .stream(Pieces(pieces)))
        }
    }

    func move(_ place: FilePlace, into folder: FilePlace, named name: String, of holder: PersonID?) async throws -> FileEntry {
        try await asked(holder) {
            var (moved, into) = (try node(place, holder), try node(folder, holder))
            if let there = child(into.id, name), there.id != moved.id { throw FileStoreError.conflict }
            (moved.parent, moved.name) = (into.id, name)
            nodes[moved.id] = moved
            into = moved
            return entry(into)
        }
    }

    func delete(_ file: FilePlace, of holder: PersonID?) async throws {
        try await asked(holder) {
            guard let found = try? node(file, holder) else { return }
            guard found.content != nil else { throw FileStoreError.conflict }
            nodes[found.id] = nil
        }
    }

    // Here, so that stores that are made of this one may have them.
    func changes(since cursor: String, of holder: PersonID?) async throws -> FilePage { throw FileStoreError.unsupported }

    func latestCursor(of folder: FilePlace, recursively: Bool, of holder: PersonID?) async throws -> String {
        throw FileStoreError.unsupported
    }

    func wait(
        since cursor: String, timeout: TimeInterval, of holder: PersonID?
    ) async throws -> (hasChanged: Bool, backoff: TimeInterval?) {
        throw FileStoreError.unsupported
    }

    func temporaryLink(to file: FilePlace, of holder: PersonID?) async throws -> TemporaryLink { throw FileStoreError.unsupported }
}

/// Pieces as they come.
struct Pieces: AsyncSequence, Sendable {
    typealias Element = Data
    let pieces: [Data]
    var failure: (any Error)?

    init(_ pieces: [Data], failure: (any Error)? = nil) {
        (self.pieces, self.failure) = (pieces, failure)
    }

    struct AsyncIterator: AsyncIteratorProtocol {
        var rest: ArraySlice<Data>
        var failure: (any Error)?

        mutating func next() async throws -> Data? {
            await Task.yield()
            if let piece = rest.popFirst() { return piece }
            if let failure { throw failure }
            return nil
        }
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(rest: pieces[...], failure: failure)
    }
}
