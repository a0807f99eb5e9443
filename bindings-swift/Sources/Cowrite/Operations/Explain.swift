// Written by `face.py` from the Rust of this package: scripts/swift.sh says how.

import CowriteCore
import Foundation

extension WorkspaceActor {
    /// Why a person has access to a track or has none, and what would end it (EXP-1).
    ///
    /// About oneself whoever can view may ask; about others, the owner and full collaborators (EXP-5). Throws `notFound`, `accessDenied`.
    public func explain(accessOf person: PersonID, to track: TrackID) async throws -> Explanation {
        try await crossing { try await raw.explain(person: person, track: track) }
    }

    /// Everybody who may do something on a track or group, and through what, in roster order (EXP-2, EXP-5).
    ///
    /// Throws `invalidInput` for an action that such a scope does not know, `notFound`, `accessDenied`.
    public func whoCan(_ action: Action, on scope: Scope) async throws -> [WhoCan] {
        try await crossing { try await raw.whoCan(action: action, scope: scope) }
    }

    /// What a person could do on a track at an instant, groups as they lay then included (EXP-4, EXP-5). Throws `notFound`, `accessDenied`.
    public func accessAt(_ instant: Date, of person: PersonID, to track: TrackID) async throws -> AccessThen {
        try await crossing { try await raw.accessAt(instant: instant, person: person, track: track) }
    }

    /// Who held which share of a track at an instant (EXP-4). Throws `notFound`.
    public func sharesAt(_ instant: Date, on track: TrackID) async throws -> SharesThen {
        try await crossing { try await raw.sharesAt(instant: instant, track: track) }
    }
}
