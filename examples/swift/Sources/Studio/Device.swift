import Cowrite
import Foundation

/// What a device keeps of its person's tracks, so that they are there offline: it takes deltas in, from the first field to the last.
public struct Device: Sendable, Equatable {
    /// The tracks, by id.
    public private(set) var tracks: [TrackID: SyncedTrack] = [:]
    /// Files that are on the device, by track: those of what is lost go too.
    public private(set) var files: [TrackID: Set<URL>] = [:]
    /// Where the next delta goes on.
    public private(set) var cursor: String?

    public init() {}

    /// The tracks as a list shows them.
    public var titles: [String] {
        tracks.values.map(\.title).sorted()
    }

    /// Remembers a file that was fetched for offline use.
    public mutating func keep(_ file: URL, of track: TrackID) {
        files[track, default: []].insert(file)
    }

    /// Takes in what has changed, and returns the files that may not stay.
    public mutating func take(in delta: Delta) -> Set<URL> {
        var dropped: Set<URL> = []
        func drop(_ track: TrackID) {
            dropped.formUnion(files.removeValue(forKey: track) ?? [])
        }
        let before = Set(tracks.keys)
        if delta.full { tracks = [:] }
        for group in delta.groups {
            if group.replaces {
                tracks = tracks.filter { $0.value.group != group.group }
            }
            for track in group.tracks { tracks[track.track] = track }
        }
        for track in delta.tracks { tracks[track.track] = track }
        for removed in delta.removed { tracks[removed.track] = nil }
        delta.dropFiles.forEach(drop)
        // A full reading may take several deltas: what it left out is known at its end.
        if !delta.more {
            before.union(files.keys).subtracting(tracks.keys).forEach(drop)
        }
        cursor = delta.cursor
        return dropped
    }
}
