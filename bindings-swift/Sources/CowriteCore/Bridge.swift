import Foundation

// What `uniffi.toml` names: how the library's values become those of Foundation, and back.

extension UUID {
    init(bits: UuidBits) {
        let halves = (bits.high.bigEndian, bits.low.bigEndian)
        self = withUnsafeBytes(of: halves) { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }

    var bits: UuidBits {
        withUnsafeBytes(of: uuid) {
            UuidBits(
                high: UInt64(bigEndian: $0.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
                low: UInt64(bigEndian: $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
        }
    }
}

extension Date {
    private static let earliest: Int64 = -62_135_596_800_000
    private static let latest: Int64 = 253_402_300_799_999

    init(milliseconds: Int64) {
        self.init(timeIntervalSince1970: TimeInterval(milliseconds) / 1000)
    }

    /// The nearest whole millisecond; what is no instant of the years 1 to 9999 is one that the library refuses.
    var milliseconds: Int64 {
        let milliseconds = (timeIntervalSince1970 * 1000).rounded()
        let isThere = milliseconds >= TimeInterval(Date.earliest) && milliseconds <= TimeInterval(Date.latest)
        return isThere ? Int64(milliseconds) : .min
    }

    /// The nearest whole millisecond of the years 1 to 9999, for what no refusal can be told about.
    var clampedMilliseconds: Int64 {
        let milliseconds = self.milliseconds
        guard milliseconds == .min else { return milliseconds }
        return timeIntervalSince1970 > 0 ? Date.latest : Date.earliest
    }
}

extension TimeInterval {
    init(milliseconds: Int64) {
        self = TimeInterval(milliseconds) / 1000
    }

    /// Whole milliseconds; what is no time that can be waited for is one that the library refuses.
    var milliseconds: Int64 {
        let milliseconds = (self * 1000).rounded()
        return milliseconds >= 0 && milliseconds < 9e15 ? Int64(milliseconds) : -1
    }
}

extension Decimal {
    /// The library writes plain digits, which can always be read.
    init(exact digits: String) {
        self = Decimal(string: digits, locale: Locale(identifier: "en_US_POSIX")) ?? .nan
    }

    var exact: String {
        var number = self
        return NSDecimalString(&number, Locale(identifier: "en_US_POSIX"))
    }
}

/// Text that opens something for whoever has it: the secret of a link, a ticket, an address.
///
/// It does not show by mistake: neither printing nor dumping it tells the ``text``.
public struct Secret: Hashable, Sendable {
    /// The text itself, to be put into an address and nowhere else.
    public let text: String

    /// Takes text for a secret.
    public init(_ text: String) {
        self.text = text
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "***" }
    public var debugDescription: String { "Secret(***)" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// An open value, as an entry of the activity has before and after: what is in it depends on what happened.
public indirect enum OpenValue: Hashable, Sendable {
    /// Nothing.
    case null
    /// Yes or no.
    case bool(Bool)
    /// A number.
    case number(Decimal)
    /// A text.
    case text(String)
    /// Values in order.
    case list([OpenValue])
    /// Values by name.
    case object([String: OpenValue])

    /// What an object has under a name.
    public subscript(name: String) -> OpenValue? {
        guard case .object(let fields) = self else { return nil }
        return fields[name]
    }

    /// The text, where it is one.
    public var text: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }
}

extension OpenValue: Codable {
    public init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let bool = try? value.decode(Bool.self) {
            self = .bool(bool)
        } else if let number = try? value.decode(Decimal.self) {
            self = .number(number)
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let list = try? value.decode([OpenValue].self) {
            self = .list(list)
        } else {
            self = .object(try value.decode([String: OpenValue].self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .null: try value.encodeNil()
        case .bool(let bool): try value.encode(bool)
        case .number(let number): try value.encode(number)
        case .text(let text): try value.encode(text)
        case .list(let list): try value.encode(list)
        case .object(let fields): try value.encode(fields)
        }
    }

    init(json: String) {
        self = (try? JSONDecoder().decode(OpenValue.self, from: Data(json.utf8))) ?? .null
    }

    var json: String {
        (try? JSONEncoder().encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
    }
}
