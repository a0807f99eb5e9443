// Written by `face.py` from the Rust of this package: scripts/swift.sh says how.

import CowriteCore
import Foundation

extension AccessIndex {
    /// Answers up to 10,000 questions as of one state, in their order (ACC-1, GRP-3).
    ///
    /// Throws `invalidInput` for an action that such a scope does not know, `limitExceeded`.
    public func canMany(_ checks: [Check]) throws -> Checked {
        try crossingNow { try raw.canMany(checks: checks) }
    }

    /// The tracks that a person can view, newest first or by title: exactly those on which `can` says so (ACC-4, LIB-1).
    ///
    /// A page holds `limit` of them, 1 to 10,000, 50 unless said otherwise. `after` is the `next` of an earlier page of this very listing: of this
    /// person, sort and filter. It costs as much as the person reaches; who has no record reaches nothing. Throws `invalidInput`, `limitExceeded`.
    public func list(
        for person: PersonID,
        sort: LibrarySort? = nil,
        filter: LibraryFilter? = nil,
        after: String? = nil,
        limit: Int? = nil
    ) throws -> IndexPage {
        try crossingNow { try raw.list(person: person, sort: sort, filter: filter?.raw, after: after, limit: limit) }
    }

    /// How many tracks a person can view of those that a filter wants (ACC-4, LIB-1). Throws `invalidInput`, `limitExceeded`.
    public func count(for person: PersonID, filter: LibraryFilter? = nil) throws -> Int {
        try crossingNow { try raw.count(person: person, filter: filter?.raw) }
    }

    /// Everybody who may do something on a track or group, and through what, ordered by id (EXP-2).
    ///
    /// Throws `invalidInput` for an action that such a scope does not know, `notFound`.
    public func whoCan(_ action: Action, on scope: Scope) throws -> [Holder] {
        try crossingNow { try raw.whoCan(action: action, scope: scope) }
    }

    /// Why a person has access to a track or has none, and what would end it, without names and links (EXP-1). Throws `notFound`.
    public func explain(accessOf person: PersonID, to track: TrackID) throws -> Explanation {
        try crossingNow { try raw.explain(person: person, track: track) }
    }
}
