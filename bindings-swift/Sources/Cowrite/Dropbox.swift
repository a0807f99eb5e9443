import CowriteCore
import Foundation

/// The files of tracks in accounts of Dropbox, each track's folder shared with those who have access to it (FIL-1, FIL-2).
///
/// Give it as ``FileStorage/dropbox(_:inOneAccount:)``: then each person who holds tracks connects an account of their own.
///
/// 1. ``authorize()`` gives an address. Keep `state` and `verifier`, and send the person there.
/// 2. They come back with a code and a state. Refuse another state than the one that was kept.
/// 3. ``connect(_:code:verifier:)`` keeps the tokens, and says whose account it is.
/// 4. ``Workspace/accountConnected(of:)`` has their folders follow.
///
/// A person who takes the app off the list of their connected apps ends it all: what needs their account then waits as `disconnected`.
/// It needs a library that was built with Dropbox; an app that does not ask for it carries none of it.
public struct Dropbox: Sendable {
    let raw: DropboxCore
    /// The app's key, which is no secret.
    public let appKey: String

    /// Sets up a store for an app that is registered with Dropbox under this key; nothing is asked yet.
    ///
    /// `appSecret` is for servers only, never for what people install. `redirect` is where Dropbox sends people back to, one of those registered
    /// for the app; without it they are shown the code to copy. `library` is the folder of the account's own below which tracks lie, `""` for all of
    /// the account. Without `tokens` they are kept in memory. `servers` stands for all of Dropbox's addresses, for tests: `https`, or `http` of this
    /// machine.
    /// Throws `invalidInput` for a `library` that is no path, for other `servers`, and in a library that was built without Dropbox.
    public init(
        appKey: String, appSecret: Secret? = nil, redirect: String? = nil, library: String = "Cowrite",
        tokens: (any TokenStore)? = nil, servers: String? = nil
    ) throws {
        let options = DropboxOptions(
            appKey: appKey, appSecret: appSecret, redirect: redirect, library: library, servers: servers)
        raw = try crossingNow { try DropboxCore(options: options, tokens: tokens.map(TokenAdapter.init)) }
        self.appKey = appKey
    }

    /// Begins to connect an account: where to send its person. Throws ``FileStoreError`` where there is no randomness.
    public func authorize() throws -> DropboxAuthorization {
        do {
            return try raw.authorize()
        } catch let refusal as FilesRefusal {
            throw refusal.told
        }
    }

    /// Connects a person's account: takes the code that they have come back with for tokens, looks whether the account can hold a library, and
    /// keeps the tokens. An account that was connected for them before is so no more. In one account for everybody `person` is `nil`.
    ///
    /// Throws, of ``FileStoreError``: `disconnected` where the code is not Dropbox's, has been taken before, or belongs to another verifier;
    /// `missingScope` with the right that was not granted; `wrongAppType` for an app registered for a folder of its own; `nesting` where the library
    /// lies in a shared folder or a team's; `conflict` where it is a file; `rateLimited`; `transient`; and what the token store throws.
    /// Then nothing is kept.
    @discardableResult
    public func connect(_ person: PersonID?, code: String, verifier: Secret) async throws -> FileAccount {
        do {
            return try await raw.connect(of: person, code: code, verifier: verifier)
        } catch let refusal as FilesRefusal {
            throw refusal.told
        }
    }

    /// Forgets the tokens of a person's account; the app's access they end themselves, among the connected apps of their account.
    ///
    /// Throws what the token store throws.
    public func disconnect(_ person: PersonID?) async throws {
        do {
            try await raw.disconnect(of: person)
        } catch let refusal as FilesRefusal {
            throw refusal.told
        }
    }

    /// Answers Dropbox's `GET` to the address of a webhook of a server: the text and the headers, with status 200.
    ///
    /// `asked` is `challenge` of the query, decoded. Throws, of ``WebhookError``, `tooLarge` past 1,024 letters, `malformed` for other than visible
    /// ASCII, `notBuilt`.
    public static func webhookChallenge(_ asked: String) throws -> WebhookChallenge {
        try taken { try CowriteCore.webhookChallenge(asked: asked) }
    }

    /// Reads whose accounts have changed from Dropbox's `POST` to a webhook; each is the `id` that ``connect(_:code:verifier:)`` gave.
    ///
    /// `signature` is the header `X-Dropbox-Signature`, `body` what came, byte for byte. Throws, of ``WebhookError``, `tooLarge` past a MiB, which
    /// need not be read; `notSigned`; `malformed`; `notBuilt`.
    public static func verifyWebhook(appSecret: Secret, signature: String, body: Data) throws -> [String] {
        try taken { try CowriteCore.verifyWebhook(appSecret: appSecret, signature: signature, body: body) }
    }

    private static func taken<T>(_ take: () throws -> T) throws -> T {
        do {
            return try take()
        } catch WebhookRefusal.Refused(let why) {
            throw why
        }
    }
}

extension Dropbox: CustomStringConvertible {
    public var description: String { "Dropbox(\(appKey))" }
}

extension DropboxAuthorization: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "DropboxAuthorization(***)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension WebhookError: Error {
    /// The status to answer the message with.
    public var httpStatus: Int {
        switch self {
        case .notSigned: return 403
        case .tooLarge: return 413
        case .malformed: return 400
        case .notBuilt: return 501
        }
    }
}

/// Where the tokens of connections are kept: in the keychain of a device, in a server's database, encrypted.
///
/// It is asked at every call on behalf of an account, so what another process has put there counts at once.
/// `person` is whose account it is; `nil` of one account for everybody. A call during which it throws is refused, and has done nothing.
public protocol TokenStore: Sendable {
    /// The tokens of an account; `nil` for one that is not connected, or no more.
    func load(_ person: PersonID?) async throws -> Tokens?

    /// Keeps the tokens of an account in place of those that were there.
    func save(_ tokens: Tokens, for person: PersonID?) async throws

    /// Forgets the tokens of an account; those of one that has none are forgotten already.
    func forget(_ person: PersonID?) async throws
}

/// Asks a place for tokens of the app's for the library.
final class TokenAdapter: TokenStorePort {
    private let store: any TokenStore

    init(_ store: any TokenStore) {
        self.store = store
    }

    func load(of: UUID?) async throws -> Tokens? {
        try await asked { try await store.load(of) }
    }

    func save(of: UUID?, tokens: Tokens) async throws {
        try await asked { try await store.save(tokens, for: of) }
    }

    func forget(of: UUID?) async throws {
        try await asked { try await store.forget(of) }
    }
}
