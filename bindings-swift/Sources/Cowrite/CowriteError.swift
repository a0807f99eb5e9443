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
        /// It does not exist, or the actor may not know that it does (ACC-5).
        case notFound = "not_found"
        /// The actor can view it, but not do this (ACC-5).
        case accessDenied = "access_denied"
        /// It was based on a version that is no longer the last, or a race was lost to the end (SPL-9, REL-3).
        case conflict
        /// A kind of split would pass 100 (SPL-3).
        case overAllocated = "over_allocated"
        /// Some kinds of split are not exactly 100 (SPL-5).
        case splitsIncomplete = "splits_incomplete"
        /// Of a kind of split nothing is left to give (SPL-7).
        case noAllocationRemaining = "no_allocation_remaining"
        /// A share is not an exact percentage from 0 to 100 with at most two decimals (SPL-1).
        case invalidShare = "invalid_share"
        /// An argument has the wrong form.
        case invalidInput = "invalid_input"
        /// A text or a list is over its bound (REL-5).
        case limitExceeded = "limit_exceeded"
        /// Another person has that address (PER-1).
        case emailTaken = "email_taken"
        /// The person invited has access on that scope already (ACC-6).
        case alreadyCollaborator = "already_collaborator"
        /// The person has no part in that scope (ACC-6).
        case notCollaborator = "not_collaborator"
        /// There is nothing left to end (REV-8).
        case nothingToRevoke = "nothing_to_revoke"
        /// The owner's standing cannot be touched (OWN-3, PER-2).
        case ownerFixed = "owner_fixed"
        /// The invitation cannot be accepted any more (INV-3, INV-4).
        case invitationVoid = "invitation_void"
        /// The invitation's time is over (INV-2).
        case invitationExpired = "invitation_expired"
        /// A group would come to lie inside itself (GRP-1).
        case groupCycle = "group_cycle"
        /// Groups would be nested too deep (GRP-1).
        case groupTooDeep = "group_too_deep"
        /// Another page has that address (PUB-2).
        case slugTaken = "slug_taken"
        /// A playlist share would open too many tracks (LNK-7).
        case playlistTooLong = "playlist_too_long"
        /// The link does not open for this visitor, for whatever reason (LNK-4).
        case linkUnavailable = "link_unavailable"
        /// The link asks for a password, and this is none or another (LNK-4).
        case passwordRequired = "password_required"
        /// The link does not give that file in that way (LNK-6).
        case downloadNotAllowed = "download_not_allowed"
        /// Where the files are cannot be reached now (LNK-5).
        case sourceUnavailable = "source_unavailable"
        /// The link is over and cannot be changed any more: make a new one (LNK-3).
        case linkFinal = "link_final"
        /// The link asks for no review (LNK-11).
        case reviewNotAsked = "review_not_asked"
        /// The store was made by a newer version of this library (REL-4).
        case schemaTooNew = "schema_too_new"
        /// The workspace has been closed.
        case closed
        /// The process has forked since the workspace was opened; open it again in the child.
        case forked
        /// The store failed, or cannot be used with what the host gave it.
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
