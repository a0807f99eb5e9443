import CowriteCore
import Foundation

/// Everything that a listing has, page by page: each is fetched when it is come to.
///
/// ```swift
/// for try await row in me.allLibraryRows(filter: LibraryFilter(relation: [.mine])) {
///     print(row.title)
/// }
/// ```
public struct Entries<Element: Sendable>: AsyncSequence, Sendable {
    let fetch: @Sendable (_ cursor: String?) async throws -> (entries: [Element], next: String?)

    /// Goes over the entries.
    public struct AsyncIterator: AsyncIteratorProtocol {
        let fetch: @Sendable (_ cursor: String?) async throws -> (entries: [Element], next: String?)
        var entries: ArraySlice<Element> = []
        var cursor: String?
        var isOver = false

        public mutating func next() async throws -> Element? {
            // A page may be short, or empty, and still have a cursor.
            while entries.isEmpty && !isOver {
                let page = try await fetch(cursor)
                (entries, cursor, isOver) = (page.entries[...], page.next, page.next == nil)
            }
            return entries.popFirst()
        }
    }

    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(fetch: fetch)
    }
}

extension WorkspaceActor {
    /// All rows of the library, as ``library(sort:filter:after:limit:)`` gives them page by page.
    public func allLibraryRows(sort: LibrarySort? = nil, filter: LibraryFilter? = nil) -> Entries<LibraryRow> {
        Entries { [self] cursor in
            let page = try await library(sort: sort, filter: filter, after: cursor, limit: 200)
            return (page.rows, page.next)
        }
    }

    /// All that has happened on a track or group, newest first, as ``activity(on:before:limit:)`` gives it page by page.
    public func allActivity(on scope: Scope) -> Entries<ActivityEntry> {
        Entries { [self] cursor in
            let page = try await activity(on: scope, before: cursor, limit: 200)
            return (page.entries, page.next)
        }
    }

    /// All that has happened to the actor's own, newest first, as ``ownActivity(before:limit:)`` gives it page by page.
    public func allOwnActivity() -> Entries<ActivityEntry> {
        Entries { [self] cursor in
            let page = try await ownActivity(before: cursor, limit: 200)
            return (page.entries, page.next)
        }
    }

    /// All that the actor was told, newest first, as ``notifications(before:limit:)`` gives it page by page.
    public func allNotifications() -> Entries<Notice> {
        Entries { [self] cursor in
            let page = try await notifications(before: cursor, limit: 200)
            return (page.rows, page.next)
        }
    }

    /// All comments on a track, as ``comments(on:after:limit:)`` gives them page by page.
    public func allComments(on track: TrackID) -> Entries<Comment> {
        Entries { [self] cursor in
            let page = try await comments(on: track, after: cursor, limit: 200)
            return (page.comments, page.next)
        }
    }

    /// All that was sent to the actor, as ``imports(state:from:after:limit:)`` gives it page by page.
    public func allImports(state: ImportStatus? = nil, from person: PersonID? = nil) -> Entries<ImportEntry> {
        Entries { [self] cursor in
            let page = try await imports(state: state, from: person, after: cursor, limit: 200)
            return (page.entries, page.next)
        }
    }

    /// All visits to a link, newest first, as ``linkAnalytics(of:before:limit:)`` gives them page by page.
    public func allVisits(to link: LinkID) -> Entries<VisitEntry> {
        Entries { [self] cursor in
            let page = try await linkAnalytics(of: link, before: cursor, limit: 200)
            return (page.visits, page.next)
        }
    }

    /// What changes for the actor, as it changes (SYN-1): the first delta tells what has changed since the cursor, or everything.
    ///
    /// ```swift
    /// for try await delta in me.changes(since: cursor) {
    ///     device.take(in: delta)
    /// }
    /// ```
    ///
    /// It never ends by itself. Cancelling the task that waits ends it, and loses nothing: go on from the last delta's `cursor`.
    public func changes(since cursor: String? = nil) -> Changes {
        Changes(actor: raw, cursor: cursor)
    }
}

/// What changes for a person, as it changes: from ``WorkspaceActor/changes(since:)``.
public struct Changes: AsyncSequence, Sendable {
    let actor: ActorCore
    let cursor: String?

    /// Waits for one change after the other.
    public struct AsyncIterator: AsyncIteratorProtocol {
        let watch: WatchCore

        public mutating func next() async throws -> Delta? {
            let watch = watch
            return try await withTaskCancellationHandler {
                try await crossing { try await watch.next() }
            } onCancel: {
                watch.close()
            }
        }
    }

    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(watch: actor.watch(cursor: cursor))
    }
}
