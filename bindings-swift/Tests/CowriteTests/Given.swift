import Cowrite
import Foundation

/// The arguments of a call, read as what Swift gives. What has a form that cannot be said in Swift is refused before there is a call.
struct Given {
    let values: [String: OpenValue]

    static func wrong(_ name: String) -> CowriteError {
        CowriteError(code: .invalidInput, message: "`\(name)` cannot be said in Swift", details: ["field": .text(name)])
    }

    func text(_ name: String) throws -> String {
        guard case .text(let text) = values[name] else { throw Given.wrong(name) }
        return text
    }

    func id(_ name: String) throws -> UUID { try Given.id(values[name], name) }
    func int(_ name: String) throws -> Int { try Given.int(values[name], name) }
    func bool(_ name: String) throws -> Bool? { try maybe(name) { try Given.bool($0, name) } }
    func date(_ name: String) throws -> Date { try Given.date(values[name], name) }
    func scope(_ name: String = "scope") throws -> Scope { try Given.scope(values[name], name) }
    func invitee(_ name: String) throws -> Invitee { try Given.invitee(values[name], name) }
    func word<Word: CaseIterable>(_ name: String, _: Word.Type = Word.self) throws -> Word { try Given.word(values[name], name) }
    func list<T>(_ name: String, _ read: (OpenValue) throws -> T) throws -> [T] { try (values[name]?.items ?? []).map(read) }

    func maybe<T>(_ name: String, _ read: (OpenValue) throws -> T) throws -> T? {
        guard let value = values[name], value != .null else { return nil }
        return try read(value)
    }

    func edit<T>(_ name: String, _ read: (OpenValue) throws -> T) throws -> Edit<T> {
        guard let value = values[name] else { return .keep }
        return value == .null ? .clear : .set(try read(value))
    }

    func textOr(_ name: String) throws -> String? { try maybe(name) { _ in try text(name) } }
    func idOr(_ name: String) throws -> UUID? { try maybe(name) { try Given.id($0, name) } }
    func intOr(_ name: String) throws -> Int? { try maybe(name) { try Given.int($0, name) } }
    func wordOr<Word: CaseIterable>(_ name: String, _: Word.Type = Word.self) throws -> Word? {
        try maybe(name) { try Given.word($0, name) }
    }
    func editText(_ name: String) throws -> Edit<String> { try edit(name) { _ in try text(name) } }
    func editDate(_ name: String) throws -> Edit<Date> { try edit(name) { try Given.date($0, name) } }
    func editInt(_ name: String) throws -> Edit<Int> { try edit(name) { try Given.int($0, name) } }
    func ids(_ name: String) throws -> [UUID]? { try maybe(name) { try $0.items.map { try Given.id($0, name) } } }
    func texts(_ name: String) throws -> [String]? { try maybe(name) { try $0.items.map { try Given.plain($0, name) } } }
    func kinds(_ name: String) throws -> [FileKind]? { try maybe(name) { try $0.items.map { try Given.word($0, name) } } }

    var visit: Visit {
        get throws {
            Visit(
                password: try textOr("password"), visitor: try textOr("visitor"), label: try textOr("label"),
                userAgent: try textOr("user_agent"), isBot: try bool("bot") ?? false)
        }
    }

    static func plain(_ value: OpenValue?, _ name: String) throws -> String {
        guard case .text(let text) = value else { throw wrong(name) }
        return text
    }

    static func id(_ value: OpenValue?, _ name: String) throws -> UUID {
        guard let id = UUID(uuidString: try plain(value, name)) else { throw wrong(name) }
        return id
    }

    static func int(_ value: OpenValue?, _ name: String) throws -> Int {
        guard case .number(let number) = value, let int = Int("\(number)") else { throw wrong(name) }
        return int
    }

    static func bool(_ value: OpenValue?, _ name: String) throws -> Bool {
        guard case .bool(let bool) = value else { throw wrong(name) }
        return bool
    }

    static func date(_ value: OpenValue?, _ name: String) throws -> Date {
        guard let date = instant(try plain(value, name)) else { throw wrong(name) }
        return date
    }

    /// Digits that `Decimal` cannot hold are given as what it makes of what is no number.
    static func decimal(_ value: OpenValue?, _ name: String) throws -> Decimal {
        let text = try plain(value, name)
        let isPlain = text.allSatisfy { $0.isASCII && ($0.isNumber || "+-.".contains($0)) }
        return isPlain ? Decimal(string: text, locale: Locale(identifier: "en_US_POSIX")) ?? .nan : .nan
    }

    static func word<Word: CaseIterable>(_ value: OpenValue?, _ name: String) throws -> Word {
        let text = try plain(value, name)
        guard let word = Word.allCases.first(where: { snake("\($0)") == text }) else { throw wrong(name) }
        return word
    }

    static func scope(_ value: OpenValue?, _ name: String) throws -> Scope {
        if let track = value?["track"] { return .track(try id(track, name)) }
        return .group(try id(value?["group"], name))
    }

    static func invitee(_ value: OpenValue?, _ name: String) throws -> Invitee {
        if let person = value?["person"] { return .person(try id(person, name)) }
        return .email(try plain(value?["email"], name))
    }

    static func stage(_ value: OpenValue?, _ name: String) throws -> Stage {
        let text = try plain(value, name)
        let known: [Stage] = [.idea, .writing, .recorded, .mixing, .readyToRelease, .published]
        return known.first { snake("\($0)") == text } ?? .other(text)
    }

    static func shareEdits(_ value: OpenValue) throws -> ShareEdits {
        let given = Given(values: value.fields)
        func edit(_ kind: String) throws -> Edit<Decimal> { try given.edit(kind) { try decimal($0, kind) } }
        return ShareEdits(master: try edit("master"), publishing: try edit("publishing"), writer: try edit("writer"))
    }

    static func shares(_ value: OpenValue?) throws -> Shares {
        let given = Given(values: value?.fields ?? [:])
        func share(_ kind: String) throws -> Decimal? { try given.maybe(kind) { try decimal($0, kind) } }
        return Shares(master: try share("master"), publishing: try share("publishing"), writer: try share("writer"))
    }

    static func proposal(_ value: OpenValue?) throws -> Proposal {
        let given = Given(values: value?.fields ?? [:])
        return Proposal(
            track: try given.id("track"), basedOn: try given.int("based_on"),
            newcomer: try given.maybe("newcomer") { try invitee($0, "newcomer") },
            rows: try given.list("rows") { row in
                let row = Given(values: row.fields)
                return ProposedShares(person: try row.idOr("person"), shares: try shares(row.values["shares"]))
            },
            remaining: try shares(given.values["remaining"]), warnings: [])
    }

    static func position(_ value: OpenValue) throws -> Position {
        let given = Given(values: value.fields)
        return Position(startMs: try given.int("start_ms"), endMs: try given.intOr("end_ms"))
    }

    static func effect(_ value: OpenValue?) throws -> Effect {
        if let carry = value?["carry"] { return .carry(to: try id(carry["to"], "to"), import: try id(carry["import"], "import")) }
        if let arrange = value?["arrange"] { return .arrange(scope: try scope(arrange["scope"], "scope")) }
        return .reconcile(scope: try scope(value?["reconcile"]?["scope"], "scope"))
    }

    static func libraryFilter(_ value: OpenValue) throws -> LibraryFilter {
        let known = ["relation", "group", "bucket", "stage", "tags", "archived", "text"]
        if let unknown = value.fields.keys.first(where: { !known.contains($0) }) { throw wrong(unknown) }
        func side<T: Sendable>(_ name: String, _ read: (OpenValue) throws -> T) throws -> Side<T> {
            let side = value[name]
            return Side(try (side?["include"]?.items ?? []).map(read), exclude: try (side?["exclude"]?.items ?? []).map(read))
        }
        let given = Given(values: value.fields)
        return LibraryFilter(
            relation: try side("relation") { try word($0, "relation") }, group: try side("group") { try id($0, "group") },
            bucket: try side("bucket") { try id($0, "bucket") }, stage: try side("stage") { try stage($0, "stage") },
            tags: try side("tags") { try plain($0, "tags") }, archived: try given.bool("archived"), text: try given.textOr("text"))
    }

    static func playlistFilter(_ value: OpenValue) throws -> PlaylistFilter {
        let given = Given(values: value.fields)
        return PlaylistFilter(
            stages: try given.list("stages") { try stage($0, "filter") }, tags: try given.list("tags") { try plain($0, "filter") },
            kinds: try given.list("kinds") { try word($0, "filter") })
    }

    static func newFile(_ value: OpenValue) throws -> NewFile {
        let given = Given(values: value.fields)
        return NewFile(name: try given.text("name"), size: try given.int("size"), folder: try given.textOr("folder"))
    }

    static func section(_ value: OpenValue) throws -> NewSection {
        let given = Given(values: value.fields)
        return NewSection(title: try given.textOr("title"), tracks: try given.ids("tracks") ?? [])
    }

    static func pageLink(_ value: OpenValue) throws -> PageLink {
        let given = Given(values: value.fields)
        return PageLink(label: try given.text("label"), url: try given.text("url"))
    }

    static func range(_ value: OpenValue) throws -> ByteRange {
        let ends = try value.items.map { UInt64(try int($0, "range")) }
        return ends.count > 1 ? .span(ends[0], ends[1]) : .from(ends[0])
    }
}
