import Cowrite
import Foundation
import Observation

/// The list of tracks: what the device holds, kept current while it is on screen.
@MainActor @Observable
public final class TrackList {
    /// What is shown, by title.
    public private(set) var tracks: [SyncedTrack] = []
    /// What could not be done, in words.
    public private(set) var trouble: String?

    private let me: WorkspaceActor
    private var device = Device()

    public init(me: WorkspaceActor) {
        self.me = me
    }

    /// Keeps the list current until the task is cancelled: `.task { await list.follow() }`.
    public func follow() async {
        do {
            for try await delta in me.changes(since: device.cursor) { show(delta) }
        } catch {
            trouble = error.localizedDescription
        }
    }

    /// Reads what has changed, once: for a background task.
    public func refresh() async {
        await attempt {
            var isMore = true
            while isMore {
                let delta = try await me.sync(since: device.cursor)
                show(delta)
                isMore = delta.more
            }
        }
    }

    /// Creates a track.
    public func create(_ title: String) async {
        await attempt { _ = try await me.createTrack(title) }
        let said = trouble
        await refresh()
        trouble = said ?? trouble
    }

    private func show(_ delta: Delta) {
        for file in device.take(in: delta) { try? FileManager.default.removeItem(at: file) }
        tracks = device.tracks.values.sorted { ($0.title, $0.track.uuidString) < ($1.title, $1.track.uuidString) }
    }

    private func attempt(_ act: () async throws -> Void) async {
        do {
            try await act()
            trouble = nil
        } catch {
            trouble = error.localizedDescription
        }
    }
}
