import CowriteCore
import Foundation

/// Why a call was refused, or could not be done; a refused call has changed nothing.
///
/// ```swift
/// do {
///     try await me.leave(.track(track.id))
/// } catch let error as CowriteError where error.code == .ownerFixed {
///     // Hand the track over first.
/// }
/// ```
public struct CowriteError: Error, Sendable {
    /// What is refused: the same in every language, and never another meaning.
    public enum Code: String, CaseIterable, Sendable {
        case notFound = "not_found"
        case accessDenied = "access_denied"
        case conflict
        case overAllocated = "over_allocated"
        case splitsIncomplete = "splits_incomplete"
        case noAllocationRemaining = "no_allocation_remaining"
        case invalidShare = "invalid_share"
        case invalidInput = "invalid_input"
        case limitExceeded = "limit_exceeded"
        case emailTaken = "email_taken"
        case alreadyCollaborator = "already_collaborator"
        case notCollaborator = "not_collaborator"
        case nothingToRevoke = "nothing_to_revoke"
        case ownerFixed = "owner_fixed"
        case invitationVoid = "invitation_void"
        case invitationExpired = "invitation_expired"
        case groupCycle = "group_cycle"
        case groupTooDeep = "group_too_deep"
        case slugTaken = "slug_taken"
        case playlistTooLong = "playlist_too_long"
        case linkUnavailable = "link_unavailable"
        case passwordRequired = "password_required"
        case downloadNotAllowed = "download_not_allowed"
        case sourceUnavailable = "source_unavailable"
        case linkFinal = "link_final"
        case reviewNotAsked = "review_not_asked"
        case schemaTooNew = "schema_too_new"
        case closed
        case forked
        case storage
    }

    /// What one of the ``details`` says.
    public enum Detail: Hashable, Sendable {
        /// A word or a sentence.
        case text(String)
        /// A whole number.
        case number(Int)
        /// Somebody.
        case person(PersonID)
        /// A percentage, which may pass 100.
        case amount(Decimal)
        /// The kinds of split that are not complete.
        case kinds([Shortfall])
    }

    /// What is refused.
    public let code: Code
    /// What has happened, in words for a log. The ``code`` is for programs.
    public let message: String
    /// The fields of the code, by the names that they have in every language: `field`, `needed`, `over_by`.
    public let details: [String: Detail]
    /// Whether the same call may succeed later.
    public let isRetryable: Bool
    /// The HTTP status that suits it.
    public let httpStatus: Int
    /// What the app's own code threw, where that is why: its ``FileStore``, or the content that it uploads.
    public let underlying: (any Error)?

    /// Makes an error as a workspace would throw it: for tests and previews of an app.
    public init(
        code: Code, message: String, details: [String: Detail] = [:], isRetryable: Bool = false, httpStatus: Int = 400,
        underlying: (any Error)? = nil
    ) {
        self.code = code
        self.message = message
        self.details = details
        self.isRetryable = isRetryable
        self.httpStatus = httpStatus
        self.underlying = underlying
    }

    /// The text of a detail: the name of a field, a word, a level.
    public func text(_ name: String) -> String? {
        guard case .text(let text) = details[name] else { return nil }
        return text
    }
}

extension CowriteError: Equatable {
    /// Equal where code, message and details are; what the app's own code threw is not compared.
    public static func == (one: CowriteError, other: CowriteError) -> Bool {
        one.code == other.code && one.message == other.message && one.details == other.details
    }
}

extension CowriteError: LocalizedError, CustomStringConvertible {
    public var errorDescription: String? { message }

    public var description: String { "\(code.rawValue): \(message)" }
}

extension CowriteError {
    init(_ refusal: Refusal) {
        switch refusal {
        case .Refused(let code, let message, let details, let retryable, let status, let cause):
            // A code that this package does not know is one of a library that it was not built with.
            self.code = Code(rawValue: code) ?? .storage
            self.message = message
            self.details = Dictionary(details.map { ($0.name, Detail($0.value)) }, uniquingKeysWith: { first, _ in first })
            self.isRetryable = retryable
            self.httpStatus = Int(status)
            self.underlying = cause.flatMap(Causes.shared.take)
        }
    }

    /// What no refusal was told of: a mistake of the library itself.
    init(unexpected error: any Error) {
        self.init(
            code: .storage, message: "the library failed: \(error)", details: ["reason": .text("failed")], isRetryable: false,
            httpStatus: 500, underlying: error)
    }
}

extension CowriteError.Detail {
    init(_ detail: RefusalDetail) {
        switch detail {
        case .text(let text): self = .text(text)
        case .number(let number): self = .number(number)
        case .person(let person): self = .person(person)
        case .amount(let amount): self = .amount(amount)
        case .kinds(let kinds): self = .kinds(kinds)
        }
    }
}

/// Calls the library, and throws what it refuses with as ``CowriteError``.
func crossing<T: Sendable>(_ call: @Sendable () async throws -> T) async throws -> T {
    do {
        return try await call()
    } catch let refusal as Refusal {
        throw CowriteError(refusal)
    } catch {
        throw CowriteError(unexpected: error)
    }
}

/// As `crossing`, for what answers at once.
func crossingNow<T>(_ call: () throws -> T) throws -> T {
    do {
        return try call()
    } catch let refusal as Refusal {
        throw CowriteError(refusal)
    } catch {
        throw CowriteError(unexpected: error)
    }
}

/// What the app's own code has thrown, until the call that it was thrown in tells it. Of what no call tells only the last ones are kept.
final class Causes: @unchecked Sendable {
    static let shared = Causes()

    private let lock = NSLock()
    private var kept: [UInt64: any Error] = [:]
    private var last: UInt64 = 0
    private static let limit: UInt64 = 1_024

    /// Keeps an error, and returns the number by which it is taken again.
    func keep(_ error: any Error) -> UInt64 {
        lock.withLock {
            last += 1
            kept[last] = error
            if last > Causes.limit { kept[last - Causes.limit] = nil }
            return last
        }
    }

    func take(_ number: UInt64) -> (any Error)? {
        lock.withLock { kept.removeValue(forKey: number) }
    }
}
