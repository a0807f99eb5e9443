// Written by `face.py` from the Rust of this package: scripts/swift.sh says how.

import CowriteCore
import Foundation

extension WorkspaceActor {
    /// Saves shares of a track, row by row, whole or not at all (SPL-1, SPL-3).
    ///
    /// `basedOn` is the `sharesVersion` that was read; where others have saved since, the call is refused with `conflict` (SPL-9).
    /// Throws `invalidInput`, `invalidShare`, `notFound`, `accessDenied`, `notCollaborator`, `overAllocated`, `limitExceeded`.
    @discardableResult
    public func setShares(_ rows: [ShareRow], on track: TrackID, basedOn: Int? = nil) async throws -> SharesChange {
        try await crossing { try await raw.setShares(rows: rows.map(\.raw), track: track, basedOn: basedOn) }
    }

    /// Proposes an even split, among all who take part or those named (SPL-6); nothing is saved.
    ///
    /// Throws `invalidInput`, `notFound`, `accessDenied`, `notCollaborator`.
    public func proposeEvenSplit(on track: TrackID, among: [PersonID]? = nil) async throws -> Proposal {
        try await crossing { try await raw.proposeEvenSplit(track: track, among: among) }
    }

    /// Proposes what somebody new could get of what is left (SPL-7); nothing is saved.
    ///
    /// Throws `invalidInput`, `limitExceeded`, `notFound`, `accessDenied`, `ownerFixed`.
    public func proposeNewcomerSplit(for newcomer: Invitee, on track: TrackID) async throws -> Proposal {
        try await crossing { try await raw.proposeNewcomerSplit(newcomer: newcomer, track: track) }
    }

    /// Saves a proposal, as it was made or as the host has changed it, and invites its newcomer with `access` and `role` (SPL-7).
    ///
    /// Throws `invalidInput`, `invalidShare`, `limitExceeded`, `notFound`, `accessDenied`, `notCollaborator`, `overAllocated`,
    /// `ownerFixed`, `alreadyCollaborator`, and `conflict` where the shares have changed since.
    @discardableResult
    public func applyProposal(
        _ proposal: Proposal,
        to track: TrackID,
        access: Access? = nil,
        role: String? = nil
    ) async throws -> Applied {
        try await crossing { try await raw.applyProposal(proposal: proposal, track: track, access: access, role: role) }
    }

    /// The most that a person could be given of each kind (SPL-8). Throws `notFound`.
    public func sharesAvailable(to person: PersonID, on track: TrackID) async throws -> Shares {
        try await crossing { try await raw.sharesAvailable(person: person, track: track) }
    }

    /// The totals of a track's splits, where each kind is exactly 100 (SPL-5). Throws `notFound`, `splitsIncomplete`.
    public func requireCompleteSplits(on track: TrackID) async throws -> Totals {
        try await crossing { try await raw.requireCompleteSplits(track: track) }
    }
}
