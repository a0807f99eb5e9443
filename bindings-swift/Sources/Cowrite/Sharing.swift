import CowriteCore
import Foundation

/// A file store whose accounts can share folders: then the folder of each track is shared with exactly those who have access to it (FIL-2).
///
/// These are shared folders from their owner's side. `holder` is as in ``FileStore``; folders and accounts go by the store's own ids.
/// Every call can be repeated: what is so already is done. Of a folder that the account has no part in, every call throws `notAMember`; of what only
/// the owner may, `notPermitted`.
public protocol FolderSharing: FileStore {
    /// Whose account the connection is. Throws `disconnected` for a person who has none.
    func account(of holder: PersonID?) async throws -> FileAccount

    /// How far a job has come. Throws what it failed with; `notFound` for a job that the store does not know, or no more.
    func poll(_ job: FolderJob, of holder: PersonID?) async throws -> FolderJobProgress

    /// Shares a folder so that only its owner says with whom; one that is shared is done. Throws `notFound`, `nesting`, `notVerified`, and
    /// `notPermitted` for a folder that somebody else shares and the account has among its own.
    func share(_ folder: FilePlace, of holder: PersonID?) async throws -> SharingStep

    /// What a shared folder is to the account.
    func describe(_ folder: String, of holder: PersonID?) async throws -> SharedFolder

    /// Everybody on a shared folder, the owner and those only invited among them.
    func members(on folder: String, of holder: PersonID?) async throws -> [FolderMember]

    /// Invites people, all or none; of one who is there the role is only raised. When done `quietly` the store sends no message of its own.
    ///
    /// Throws `planInsufficient` where the plan has no viewers, who are never made editors instead; `owner`, `outsideTeam`, `tooManyMembers`,
    /// `inviteLimit`, `notVerified`.
    func invite(_ people: [FolderInvitation], to folder: String, quietly: Bool, of holder: PersonID?) async throws

    /// Sets what a member may. Throws `notFound`, `owner`, `inherited`, `planInsufficient`.
    func setRole(of account: String, on folder: String, to role: FolderRole, of holder: PersonID?) async throws

    /// Ends a membership or an invitation, and leaves no copy with the person; of one who is not there it is done. Throws `owner`, `inherited`.
    func revoke(_ person: FolderInvitee, from folder: String, of holder: PersonID?) async throws -> RevocationStep

    /// Makes a shared folder its owner's alone again; answers the job, where it takes one.
    func unshare(_ folder: String, of holder: PersonID?) async throws -> FolderJob?

    /// Makes an active member who has the folder among their own its owner, and who was it an editor. Throws `notFound`, `notPermitted`, `notVerified`.
    func transfer(_ folder: String, to account: String, of holder: PersonID?) async throws
}

/// A ``FolderSharing`` in which the library can also do the member's part: the folders then lie among the members' own by themselves (FIL-2).
public protocol FolderMembership: FolderSharing {
    /// The shared folders that the account is on or invited to, and does not have among its own.
    func mountable(of holder: PersonID?) async throws -> [SharedFolder]

    /// Accepts an invitation, and puts the folder among the account's own; returns its names there. Throws `notAMember`, `quotaShort`, `nesting`.
    func mount(_ folder: String, of holder: PersonID?) async throws -> [String]

    /// Takes the folder from among the account's own; the membership stays. Throws `notAMember`, `owner`.
    func unmount(_ folder: String, of holder: PersonID?) async throws

    /// Ends the account's own membership, and leaves no copy; of one that is none it is done. Answers the job, where it takes one. Throws `owner`, `inherited`.
    func leave(_ folder: String, of holder: PersonID?) async throws -> FolderJob?
}

/// Asks a store of the app's that shares folders for the library.
final class SharingAdapter: SharingPort {
    private let store: any FolderSharing

    init(_ store: any FolderSharing) {
        self.store = store
    }

    func account(by: UUID?) async throws -> FileAccount {
        try await asked { try await store.account(of: by) }
    }

    func poll(by: UUID?, job: FolderJob) async throws -> FolderJobProgress {
        try await asked { try await store.poll(job, of: by) }
    }

    func share(by: UUID?, at: FilePlace) async throws -> SharingStep {
        try await asked { try await store.share(at, of: by) }
    }

    func describe(by: UUID?, folder: String) async throws -> SharedFolder {
        try await asked { try await store.describe(folder, of: by) }
    }

    func members(by: UUID?, folder: String) async throws -> [FolderMember] {
        try await asked { try await store.members(on: folder, of: by) }
    }

    func invite(by: UUID?, folder: String, people: [FolderInvitation], quiet: Bool) async throws {
        try await asked { try await store.invite(people, to: folder, quietly: quiet, of: by) }
    }

    func setRole(by: UUID?, folder: String, account: String, role: FolderRole) async throws {
        try await asked { try await store.setRole(of: account, on: folder, to: role, of: by) }
    }

    func revoke(by: UUID?, folder: String, who: FolderInvitee) async throws -> RevocationStep {
        try await asked { try await store.revoke(who, from: folder, of: by) }
    }

    func unshare(by: UUID?, folder: String) async throws -> FolderJob? {
        try await asked { try await store.unshare(folder, of: by) }
    }

    func transfer(by: UUID?, folder: String, to: String) async throws {
        try await asked { try await store.transfer(folder, to: to, of: by) }
    }
}

/// The same, where it does the members' part.
final class MembershipAdapter: MembershipPort {
    private let store: any FolderMembership

    init(_ store: any FolderMembership) {
        self.store = store
    }

    func mountable(by: UUID?) async throws -> [SharedFolder] {
        try await asked { try await store.mountable(of: by) }
    }

    func mount(by: UUID?, folder: String) async throws -> [String] {
        try await asked { try await store.mount(folder, of: by) }
    }

    func unmount(by: UUID?, folder: String) async throws {
        try await asked { try await store.unmount(folder, of: by) }
    }

    func leave(by: UUID?, folder: String) async throws -> FolderJob? {
        try await asked { try await store.leave(folder, of: by) }
    }
}
