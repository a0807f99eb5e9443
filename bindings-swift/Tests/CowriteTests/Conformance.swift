import Cowrite
import Foundation

/// The folder that all languages share.
let conformanceFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../../core/conformance")
    .standardized

func conformance(_ name: String) throws -> OpenValue {
    try JSONDecoder().decode(OpenValue.self, from: Data(contentsOf: conformanceFolder.appendingPathComponent(name)))
}

/// What a test finds other than it must be.
struct Different: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension OpenValue {
    var fields: [String: OpenValue] {
        guard case .object(let fields) = self else { return [:] }
        return fields
    }

    var items: [OpenValue] {
        guard case .list(let items) = self else { return [] }
        return items
    }

    var isTrue: Bool { self == .bool(true) }
}

/// A name as JSON has it.
func snake(_ name: String) -> String {
    var out = ""
    for letter in name {
        if letter.isUppercase { out += "_" }
        out += letter.lowercased()
    }
    return out
}

/// Instants with milliseconds, as JSON has them.
func instant(_ text: String) -> Date? {
    let formatter = ISO8601DateFormatter()
    formatter.formatOptions = text.contains(".") ? [.withInternetDateTime, .withFractionalSeconds] : [.withInternetDateTime]
    return formatter.date(from: text)
}

func json(_ date: Date) -> String {
    let milliseconds = Int64((date.timeIntervalSince1970 * 1000).rounded())
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = TimeZone(identifier: "UTC")!
    let seconds = Date(timeIntervalSince1970: TimeInterval(milliseconds.floored(by: 1000)))
    let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: seconds)
    return String(
        format: "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", parts.year!, parts.month!, parts.day!, parts.hour!, parts.minute!,
        parts.second!, Int(milliseconds - milliseconds.floored(by: 1000) * 1000))
}

extension Int64 {
    func floored(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}

/// A percentage or tempo, as JSON has it.
func json(_ decimal: Decimal) -> String {
    var (given, rounded) = (decimal, Decimal())
    NSDecimalRound(&rounded, &given, 2, .plain)
    let digits = rounded == decimal ? "\(decimal)" : "\(decimal) (not exact)"
    guard let point = digits.firstIndex(of: ".") else { return digits + ".00" }
    let behind = digits.distance(from: point, to: digits.endIndex) - 1
    return digits + String(repeating: "0", count: max(0, 2 - behind))
}

/// A value as the JSON that the conformance folder has for it.
func json(_ value: Any) -> OpenValue {
    switch value {
    case let value as OpenValue: return value
    case let value as Bool: return .bool(value)
    case let value as Int: return .number(Decimal(value))
    case let value as String: return .text(value)
    case let value as UUID: return .text(value.uuidString.lowercased())
    case let value as Date: return .text(json(value))
    case let value as Decimal: return .text(json(value))
    case let value as Secret: return .text(value.text)
    case .other(let name) as Stage: return .text(name)
    case .splitsIncomplete(let kinds) as SplitWarning:
        return .object(["code": .text("splits_incomplete"), "kinds": json(kinds)])
    case .noAllocationRemaining(let kind) as SplitWarning:
        return .object(["code": .text("no_allocation_remaining"), "kind": json(kind)])
    case let entry as VisitEntry:
        return .object(json(entry.visit).fields.merging(["id": json(entry.id)]) { first, _ in first })
    case let act as EndingAct:
        var fields = reflected(act).fields
        fields["do"] = fields.removeValue(forKey: "operation")
        return .object(fields)
    case let detail as CowriteError.Detail:
        switch detail {
        case .text(let text): return .text(text)
        case .number(let number): return .number(Decimal(number))
        case .person(let person): return json(person)
        case .amount(let amount): return .text(json(amount))
        case .kinds(let kinds): return json(kinds)
        }
    default: return reflected(value)
    }
}

private func reflected(_ value: Any) -> OpenValue {
    let mirror = Mirror(reflecting: value)
    func fields() -> OpenValue {
        .object(Dictionary(mirror.children.map { (snake($0.label ?? ""), json($0.value)) }, uniquingKeysWith: { $1 }))
    }
    switch mirror.displayStyle {
    case .optional: return mirror.children.first.map { json($0.value) } ?? .null
    case .collection, .set: return .list(mirror.children.map { json($0.value) })
    case .enum:
        guard let payload = mirror.children.first, let label = payload.label else { return .text(snake("\(value)")) }
        return .object([snake(label): json(payload.value)])
    default: return fields()
    }
}

/// Objects by the fields named, arrays entry by entry, the rest by equality.
func check(_ path: String, _ actual: OpenValue, _ expected: OpenValue) throws {
    switch (actual, expected) {
    case (.object(let actual), .object(let expected)):
        for (name, value) in expected {
            guard let found = actual[name] else { throw Different("`\(path).\(name)` is missing") }
            try check("\(path).\(name)", found, value)
        }
    case (.list(let actual), .list(let expected)):
        guard actual.count == expected.count else {
            throw Different("`\(path)` has \(actual.count) entries, not \(expected.count)")
        }
        for (index, pair) in zip(actual, expected).enumerated() { try check("\(path).\(index)", pair.0, pair.1) }
    default:
        guard actual == expected else { throw Different("`\(path)` is \(actual), not \(expected)") }
    }
}
