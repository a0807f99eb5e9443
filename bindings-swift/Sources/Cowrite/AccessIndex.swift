import CowriteCore
import Foundation

/// Who may do what, answered from memory, from ``Workspace/accessIndex()``: where access is asked for often, as for every row of a screen.
///
/// ```swift
/// let index = try await workspace.accessIndex()
/// let isShown = try index.can(alex.id, .view, on: .track(track.id))
/// ```
///
/// Its answers are not awaited, since nothing is waited for but whoever writes to it, and only ``atLeast(_:)`` is. Every answer is exact for one state,
/// never a mixture of two, in which every commit up to ``revision`` is, on PostgreSQL perhaps later ones too. What this workspace has acknowledged is in
/// it; what other processes commit follows within a second. Where nobody else can commit, in memory and in a file opened with
/// ``WorkspaceOptions/exclusive``, it is as exact as the store, and ``WorkspaceActor/can(_:on:)`` asks it.
///
/// It is the host's: nothing is checked of who asks. Every call throws `closed` once the workspace is closed, and `storage` where there is more than
/// an index can number and, to be tried again, where the database cannot be read; in a child that has forked all but `can` throw `forked`.
public struct AccessIndex: Sendable {
    let raw: IndexCore

    /// The number up to which every commit is in the index; on PostgreSQL later ones may be too, so that it is no key to keep answers under.
    public var revision: Int {
        get throws {
            try crossingNow { try raw.revision() }
        }
    }

    /// Waits until every commit up to a number is in the index; for ever, where it is a number that no commit gets.
    ///
    /// One would want it with ``Workspace/revision`` where another process has told of a commit: what it has done is seen then.
    /// Cancelling the task ends the wait with `CancellationError`, and changes nothing. Throws `invalidInput` for a number below 0.
    public func atLeast(_ revision: Int) async throws {
        let reach = try crossingNow { try raw.reach(revision: revision) }
        let isReached = try await withTaskCancellationHandler {
            try await crossing { try await reach.reached() }
        } onCancel: {
            reach.close()
        }
        if !isReached { throw CancellationError() }
    }

    /// The handle of a person, by which asking spares looking the id up; it is good as long as the index. Throws `notFound` for who has no record.
    public func resolve(person: PersonID) throws -> PersonHandle {
        PersonHandle(raw: try crossingNow { try raw.resolvePerson(person: person) })
    }

    /// The handle of a track or group, by which asking spares looking the id up; it is good as long as the index. Throws `notFound`.
    public func resolve(_ scope: Scope) throws -> ScopeHandle {
        ScopeHandle(raw: try crossingNow { try raw.resolve(scope: scope) })
    }

    /// Whether a person may do something on a track or group (ACC-1, GRP-3); not, too, where there is no such person, track or group.
    ///
    /// It takes no longer where there are more people and tracks, but for their places in memory.
    /// Throws `invalidInput` for an action that such a scope does not know.
    public func can(_ person: PersonID, _ action: Action, on scope: Scope) throws -> Bool {
        let (isTrack, id) =
            switch scope {
            case .track(let id): (true, id.bits)
            case .group(let id): (false, id.bits)
            }
        let person = person.bits
        return try crossingNow {
            try raw.can(
                personHigh: person.high, personLow: person.low, isTrack: isTrack, scopeHigh: id.high, scopeLow: id.low,
                actionPlace: action.place)
        }
    }

    /// Whether a person may do something on a track or group, by the handles of both (ACC-1, GRP-3).
    ///
    /// ```swift
    /// let (person, place) = (try index.resolve(person: alex.id), try index.resolve(.track(track.id)))
    /// let isShown = try index.can(person, .view, on: place)
    /// ```
    ///
    /// Handles cost some 20 ns more to hand over than ids: they can pay only where there are too many tracks for the processor's caches.
    /// Nobody may do anything on what has been deleted. Throws `invalidInput` for an action that such a scope does not know, and for handles of
    /// another index.
    public func can(_ person: PersonHandle, _ action: Action, on scope: ScopeHandle) throws -> Bool {
        try crossingNow { try raw.canByHandle(person: person.raw, scope: scope.raw, actionPlace: action.place) }
    }

    /// All tracks that a person can view, as ``list(for:sort:filter:after:limit:)`` gives them page by page, each page as of a state of its own.
    public func allTracks(for person: PersonID, sort: LibrarySort? = nil, filter: LibraryFilter? = nil) -> Entries<IndexedTrack> {
        Entries { [self] cursor in
            let page = try list(for: person, sort: sort, filter: filter, after: cursor, limit: 1_000)
            return (page.rows, page.next)
        }
    }
}

/// A person as an index numbers them, from ``AccessIndex/resolve(person:)``.
public struct PersonHandle: Hashable, Sendable {
    let raw: PersonHandleCore
}

/// A track or group as an index numbers it, from ``AccessIndex/resolve(_:)``; what was deleted is there for nobody.
public struct ScopeHandle: Hashable, Sendable {
    let raw: ScopeHandleCore
}

extension Workspace {
    /// The access index, which the first call loads: who may do what, answered from memory.
    ///
    /// It is loaded once for a workspace and fed until that is closed; later calls give the same. Some 40 bytes and its words for a track, 30 for each
    /// standing and 50 for a person are kept in memory. Throws `storage` where the store cannot be read, and `closed`.
    public func accessIndex() async throws -> AccessIndex {
        AccessIndex(raw: try await crossing { try await raw.accessIndex() })
    }
}
