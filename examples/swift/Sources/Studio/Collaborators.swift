import Cowrite
import Foundation
import Observation

/// The collaborators of one track, with the totals of the three kinds of split.
@MainActor @Observable
public final class Collaborators {
    /// Everybody with a part, in roster order.
    public private(set) var rows: [PanelRow] = []
    /// One line for each kind: what is recorded, and what remains.
    public private(set) var totals: [Total] = []
    /// What could not be done, in words.
    public private(set) var trouble: String?

    /// The total of one kind.
    public struct Total: Sendable, Equatable, Identifiable {
        public let id: ShareKind
        public let total: Decimal
        public let remaining: Decimal
        public let isComplete: Bool
    }

    private let me: WorkspaceActor
    private let track: TrackID
    private var version: Int?

    public init(of track: TrackID, me: WorkspaceActor) {
        (self.track, self.me) = (track, me)
    }

    /// Reads the panel.
    public func load() async {
        await attempt {
            let panel = try await me.collaborators(on: .track(track))
            (rows, version) = (panel.rows, panel.sharesVersion)
            totals = panel.totals.map { totals in
                [(.master, totals.master), (.publishing, totals.publishing), (.writer, totals.writer)].map { kind, of in
                    Total(id: kind, total: of.total, remaining: of.remaining, isComplete: of.status == .complete)
                }
            } ?? []
        }
    }

    /// Invites somebody by their address.
    public func invite(_ address: String, as access: Access) async {
        await change { try await me.invite(.email(address), to: .track(track), access: access) }
    }

    /// Ends somebody's access; they keep their shares.
    public func revoke(_ person: PersonID) async {
        await change { try await me.revoke(person, from: .track(track)) }
    }

    /// Gives somebody a share of the master. Based on what is shown: what somebody else has changed meanwhile is not overwritten.
    public func setMaster(_ share: Decimal?, of person: PersonID) async {
        let edit = share.map { Edit.set($0) } ?? .clear
        await change { try await me.setShares([ShareRow(person: person, master: edit)], on: track, basedOn: version) }
    }

    private func change(_ act: @MainActor () async throws -> Void) async {
        await attempt(act)
        let said = trouble
        await load()
        trouble = said ?? trouble
    }

    private func attempt(_ act: @MainActor () async throws -> Void) async {
        do {
            try await act()
            trouble = nil
        } catch {
            trouble = error.localizedDescription
        }
    }
}
