import CowriteCore
import Foundation

/// A change to what can be emptied: `.keep` leaves it, `nil` or `.clear` empties it, a value or `.set` sets it.
///
/// ```swift
/// try await me.updateTrack(track.id, bpm: .set(120), key: nil)
/// ```
public enum Edit<Value: Sendable>: Sendable {
    /// Leaves it as it is.
    case keep
    /// Empties it.
    case clear
    /// Sets it.
    case set(Value)

    var raw: Value?? {
        switch self {
        case .keep: return .none
        case .clear: return .some(.none)
        case .set(let value): return .some(.some(value))
        }
    }
}

extension Edit: Equatable where Value: Equatable {}
extension Edit: Hashable where Value: Hashable {}

extension Edit: ExpressibleByNilLiteral {
    public init(nilLiteral: ()) {
        self = .clear
    }
}

extension Edit: ExpressibleByUnicodeScalarLiteral where Value: ExpressibleByUnicodeScalarLiteral {
    public init(unicodeScalarLiteral value: Value.UnicodeScalarLiteralType) {
        self = .set(Value(unicodeScalarLiteral: value))
    }
}

extension Edit: ExpressibleByExtendedGraphemeClusterLiteral where Value: ExpressibleByExtendedGraphemeClusterLiteral {
    public init(extendedGraphemeClusterLiteral value: Value.ExtendedGraphemeClusterLiteralType) {
        self = .set(Value(extendedGraphemeClusterLiteral: value))
    }
}

extension Edit: ExpressibleByStringLiteral where Value: ExpressibleByStringLiteral {
    public init(stringLiteral value: Value.StringLiteralType) {
        self = .set(Value(stringLiteral: value))
    }
}

extension Edit: ExpressibleByIntegerLiteral where Value: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Value.IntegerLiteralType) {
        self = .set(Value(integerLiteral: value))
    }
}

/// What to do to somebody's shares of each kind: exact percentages from 0 to 100 with at most two decimals.
///
/// ```swift
/// ShareEdits(master: 25, publishing: nil)  // sets one, unsets another, leaves the third
/// ```
///
/// A literal with a fraction goes through `Double` and may not be what it says, and is refused then: take `Decimal(string: "33.33")`.
public struct ShareEdits: Hashable, Sendable {
    /// Of the master recording.
    public var master: Edit<Decimal>
    /// Of the publishing.
    public var publishing: Edit<Decimal>
    /// Of the writing.
    public var writer: Edit<Decimal>

    /// Leaves each kind as it is, unless it is said otherwise.
    public init(master: Edit<Decimal> = .keep, publishing: Edit<Decimal> = .keep, writer: Edit<Decimal> = .keep) {
        self.master = master
        self.publishing = publishing
        self.writer = writer
    }

    var raw: GivenShareEdits {
        GivenShareEdits(master: master.raw, publishing: publishing.raw, writer: writer.raw)
    }
}

/// A row of shares to be saved: a person, and what to do to their shares.
public struct ShareRow: Hashable, Sendable {
    /// Whose.
    public var person: PersonID
    /// What to do to them.
    public var edits: ShareEdits

    /// Makes a row of edits.
    public init(person: PersonID, edits: ShareEdits) {
        self.person = person
        self.edits = edits
    }

    /// Makes a row; each kind is left as it is, unless it is said otherwise.
    public init(
        person: PersonID, master: Edit<Decimal> = .keep, publishing: Edit<Decimal> = .keep, writer: Edit<Decimal> = .keep
    ) {
        self.init(person: person, edits: ShareEdits(master: master, publishing: publishing, writer: writer))
    }

    var raw: GivenShareRow {
        GivenShareRow(person: person, edits: edits.raw)
    }
}

/// No password shows by mistake, and nothing that a visitor is known by.
extension Visit: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "Visit(***)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["isBot": isBot]) }
}

/// What one property of a track is to be, and what not; an empty ``include`` wants all.
public struct Side<Value: Sendable>: Sendable {
    /// One of these at least.
    public var include: [Value]
    /// None of these.
    public var exclude: [Value]

    /// Wants everything, unless it is said otherwise.
    public init(_ include: [Value] = [], exclude: [Value] = []) {
        self.include = include
        self.exclude = exclude
    }
}

extension Side: Equatable where Value: Equatable {}
extension Side: Hashable where Value: Hashable {}

extension Side: ExpressibleByArrayLiteral {
    public init(arrayLiteral include: Value...) {
        self.init(include)
    }
}

/// Which tracks of a library are wanted: those that all of it wants (LIB-1). A side may have 100 entries.
///
/// ```swift
/// LibraryFilter(relation: [.mine], tags: Side(exclude: ["demo"]), archived: false)
/// ```
public struct LibraryFilter: Hashable, Sendable {
    /// By whose they are.
    public var relation: Side<Relation>
    /// By the groups that they lie in, directly or further down; one that the actor cannot view holds none.
    public var group: Side<GroupID>
    /// By the actor's buckets.
    public var bucket: Side<BucketID>
    /// By stage.
    public var stage: Side<Stage>
    /// By tags, letter case apart.
    public var tags: Side<String>
    /// Only archived ones, or only others.
    public var archived: Bool?
    /// Only those whose title contains this, letter case apart.
    public var text: String?

    /// Wants all tracks, unless it is said otherwise.
    public init(
        relation: Side<Relation> = [], group: Side<GroupID> = [], bucket: Side<BucketID> = [], stage: Side<Stage> = [],
        tags: Side<String> = [], archived: Bool? = nil, text: String? = nil
    ) {
        self.relation = relation
        self.group = group
        self.bucket = bucket
        self.stage = stage
        self.tags = tags
        self.archived = archived
        self.text = text
    }

    var raw: GivenLibraryFilter {
        GivenLibraryFilter(
            relation: relation.include, notRelation: relation.exclude, group: group.include, notGroup: group.exclude,
            bucket: bucket.include, notBucket: bucket.exclude, stage: stage.include, notStage: stage.exclude,
            tags: tags.include, notTags: tags.exclude, archived: archived, text: text)
    }
}
