import CowriteCore
import Foundation

/// How a workspace is opened.
public struct WorkspaceOptions: Sendable {
    /// Where the time comes from, instead of the machine.
    public var clock: (any WorkspaceClock)?
    /// Where the files of tracks are kept; without it there are none (FIL-1).
    public var files: FileStorage?
    /// Whether a track whose splits are incomplete may not be published (SPL-5).
    public var strictPublishing = false
    /// How many days invitations and offers wait for an answer; 30 where nothing is said (INV-2).
    public var invitationDays: Int?
    /// For how many seconds tickets for files can be redeemed; 5 minutes where nothing is said (LNK-5).
    public var ticketLifetime: TimeInterval?
    /// Whether tickets are redeemed to the file store's own temporary addresses where nothing speaks against it; they go on working after
    /// a revoke until the store ends them (LNK-5).
    public var directAddresses = false

    /// The options that hold where nothing is said.
    public init() {}

    /// Says where files are kept, and where the time comes from.
    public init(files: FileStorage? = nil, clock: (any WorkspaceClock)? = nil) {
        self.files = files
        self.clock = clock
    }
}

/// Where the files of tracks are kept.
public enum FileStorage: Sendable {
    /// In a folder of this device, which is made where there is none; nothing leads out of it (FIL-4).
    case folder(URL)
    /// In accounts of Dropbox: each holder's own, or one for everybody, connected as that of `nil`, in which nothing is shared.
    case dropbox(Dropbox, inOneAccount: Bool = false)
    /// With a store of the app's, in which each holder has an account of their own.
    case store(any FileStore)
    /// With a store of the app's that keeps everybody's files in one account, side by side; nothing is shared in it.
    case oneAccount(any FileStore)

    var place: FilesPlace {
        func host(_ store: any FileStore, isOne: Bool) -> FilesPlace {
            .host(
                store: StoreAdapter(store), sharing: (store as? any FolderSharing).map(SharingAdapter.init),
                membership: (store as? any FolderMembership).map(MembershipAdapter.init), oneAccount: isOne)
        }
        switch self {
        case .folder(let url): return .folder(url.path)
        case .dropbox(let dropbox, let isOne): return .dropbox(dropbox: dropbox.raw, oneAccount: isOne)
        case .store(let store): return host(store, isOne: false)
        case .oneAccount(let store): return host(store, isOne: true)
        }
    }
}

/// Where the time comes from, instead of the machine.
///
/// It is asked once a call, must answer at once, and may jump or stand still. What is outside the years 1 to 9999 counts as the nearest inside.
public protocol WorkspaceClock: Sendable {
    /// This instant, to the millisecond.
    func now() -> Date
}

/// One store with its rules: open it once, share it between tasks, and act through its faces.
///
/// ```swift
/// let workspace = try await Workspace.open(at: folder.appending(path: "studio.db"))
/// let olivia = try await workspace.register(externalID: "olivia-1", name: "Olivia Park")
/// let me = workspace.acting(as: olivia.id)
/// let track = try await me.createTrack("Midnight Sessions")
/// ```
///
/// All calls are asynchronous and none runs on the main actor. Cancelling a task does not undo a call that is under way: it takes hold whole or not at all.
public struct Workspace: Sendable {
    let raw: WorkspaceCore

    /// Opens a workspace in one SQLite file, which is made where there is none.
    ///
    /// Throws `schemaTooNew` for a file of a newer version, `storage` for one that cannot be opened, is damaged, or is something else,
    /// `sourceUnavailable` where the folder of the files cannot be used, `invalidInput` for options that make no sense.
    public static func open(at file: URL, options: WorkspaceOptions = WorkspaceOptions()) async throws -> Workspace {
        try await opened(.file(file.path), options)
    }

    /// Opens a workspace that lives as long as the value does: for tests, previews and trying out.
    public static func inMemory(options: WorkspaceOptions = WorkspaceOptions()) async throws -> Workspace {
        try await opened(.memory, options)
    }

    /// Connects to the workspace in the PostgreSQL database that a URL names, in a library that was built with it.
    ///
    /// Throws `invalidInput` in one that was not, `schemaTooNew`, and `storage` with its `reason`. None of them tells the password.
    public static func connect(to url: String, options: WorkspaceOptions = WorkspaceOptions()) async throws -> Workspace {
        try await opened(.postgres(url), options)
    }

    /// Makes a workspace file, where there is none yet, of a backup (REL-4).
    ///
    /// Throws `schemaTooNew`, and `storage` where the backup is damaged or is something else, or where there is a file already.
    public static func restore(_ backup: URL, to file: URL) async throws {
        try await crossing { try await restoreWorkspace(backup: backup.path, to: file.path) }
    }

    private static func opened(_ place: StorePlace, _ options: WorkspaceOptions) async throws -> Workspace {
        let given = OpenOptions(
            strictPublishing: options.strictPublishing, invitationDays: options.invitationDays,
            ticketFor: options.ticketLifetime, directAddresses: options.directAddresses)
        let (clock, files) = (options.clock.map(ClockAdapter.init), options.files?.place)
        return try await Workspace(
            raw: crossing { try await openWorkspace(place: place, options: given, clock: clock, files: files) })
    }

    /// The face on which every call is a person's: the app knows who uses it, and says here who acts.
    public func acting(as person: PersonID) -> WorkspaceActor {
        WorkspaceActor(raw: raw.actor(person: person))
    }

    /// The face of somebody who has only a secret address: no account, no name (LNK).
    public var visitor: WorkspaceVisitor {
        WorkspaceVisitor(raw: raw.visitor())
    }

    /// The face of the host as operator, for a reason that stands in the activity (OPS-1). Throws `invalidInput`, `limitExceeded`.
    public func `operator`(reason: String) throws -> WorkspaceOperator {
        try WorkspaceOperator(raw: crossingNow { try raw.operator(reason: reason) })
    }

    /// Closes the workspace: every later call on it, from any face, is refused with `closed`.
    public func close() {
        raw.close()
    }

    /// The number of the last commit: 0 for an empty workspace.
    public var revision: Int {
        get async throws {
            try await crossing { try await raw.revision() }
        }
    }

    /// Checks the whole store against the rules, and returns what is wrong: nothing, in a sound one (REL-4).
    ///
    /// It reads everything at once. Throws `storage` naming table and row where the store itself is damaged.
    public func verify() async throws -> [Fault] {
        try await crossing { try await raw.verify() }
    }

    /// Copies the store to a new file while it is in use (REL-4).
    ///
    /// Throws `storage` where the store has no file, there is one already, or the copy cannot be written.
    public func backup(to file: URL) async throws {
        try await crossing { try await raw.backup(path: file.path) }
    }

    /// Writes the whole workspace, as of one instant and while it is in use, to a new file of JSON lines: for moving to another store.
    ///
    /// The file holds names, addresses, everybody's shares and the whole history: keep it as you keep the store.
    /// Throws `storage` where there is a file already or it cannot be written, or the store cannot be read.
    public func export(to file: URL) async throws {
        try await crossing { try await raw.exportTo(path: file.path) }
    }

    /// Fills this workspace, in which nothing has happened yet, with one that ``export(to:)`` wrote.
    ///
    /// Everybody keeps their ids, every act its time and author. Nothing is changed where it throws `schemaTooNew`, or `storage` with its `reason`:
    /// `not_empty` where something has happened here, `damaged` where the file is not as it was written.
    public func load(from file: URL) async throws {
        try await crossing { try await raw.importFrom(path: file.path) }
    }
}

/// The face of a person, from ``Workspace/acting(as:)``: every call is theirs.
public struct WorkspaceActor: Sendable {
    let raw: ActorCore

    /// Who acts.
    public var id: PersonID { raw.id() }

    /// The same face, on which a changing call sent again under the key is done once and answers as the first time (REL-1).
    public func with(key: String) -> WorkspaceActor {
        WorkspaceActor(raw: raw.withKey(key: key))
    }

    /// The same face, on which calls decide and answer but change nothing.
    public var dryRun: WorkspaceActor {
        WorkspaceActor(raw: raw.dryRun())
    }

    /// Gathers calls that take hold together, in one commit or not at all; throws what `gather` throws, and then nothing has taken hold.
    ///
    /// ```swift
    /// try await me.batch { batch in
    ///     let side = try await batch.createGroup("Side A")
    ///     try await batch.moveTrack(track.id, to: side.id)
    /// }
    /// ```
    ///
    /// Each call is decided over those before it, and nobody else sees anything before the commit.
    /// Throws `conflict` where anything it rests on has been changed by others since it was read: gather it anew.
    @discardableResult
    public func batch<T: Sendable>(_ gather: @Sendable (WorkspaceActor) async throws -> T) async throws -> T {
        let batch = try crossingNow { try raw.batch() }
        do {
            let gathered = try await gather(WorkspaceActor(raw: batch.actor()))
            _ = try await crossing { try await batch.commit() }
            return gathered
        } catch {
            batch.giveUp()
            throw error
        }
    }
}

/// The face of a visitor, from ``Workspace/visitor``: whoever has a secret address or finds a public page.
public struct WorkspaceVisitor: Sendable {
    let raw: VisitorCore
}

/// The face of the host as operator, from ``Workspace/operator(reason:)`` (OPS-1).
public struct WorkspaceOperator: Sendable {
    let raw: OperatorCore
}

/// The way of sharing that suits a situation best (LNK-10).
public func sharingMethod(for situation: Situation) -> SharingMethod {
    CowriteCore.sharingMethod(situation: situation)
}

final class ClockAdapter: ClockPort {
    private let clock: any WorkspaceClock

    init(_ clock: any WorkspaceClock) {
        self.clock = clock
    }

    func now() -> Date {
        clock.now()
    }
}
