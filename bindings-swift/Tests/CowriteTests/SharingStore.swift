import Cowrite
import Foundation

/// A file store in memory whose accounts share folders, as an app would write one. When `slowly`, what takes a store time is a job.
final class SharingStore: MemoryStore, FolderMembership, @unchecked Sendable {
    /// A shared folder: what everybody on it may, by account or address, and who has it among their own.
    struct Circle {
        let node: FileID
        var roles: [String: FolderRole]
        var mounted: Set<String>
    }

    private let slowly: Bool
    private var emails: [String: String] = [:]
    private var shared: [String: Circle] = [:]
    private var jobs: [String: (looks: Int, done: FolderJobProgress)] = [:]
    private var refusal: FileStoreError?

    init(clock: any WorkspaceClock, slowly: Bool) {
        self.slowly = slowly
        super.init(clock: clock)
    }

    var circles: [Circle] { lock.withLock { Array(shared.values) } }

    /// What inviting throws.
    var refusing: FileStoreError? {
        get { lock.withLock { refusal } }
        set { lock.withLock { refusal = newValue } }
    }

    /// Gives a person an account; what was sent to its address is the account's from then on.
    func connect(_ person: PersonID, _ email: String) {
        lock.withLock {
            emails[name(person)] = email
            for folder in shared.keys {
                if let role = shared[folder]?.roles.removeValue(forKey: email) { shared[folder]?.roles[name(person)] = role }
            }
        }
    }

    /// Takes a person's account away.
    func disconnect(_ person: PersonID) {
        lock.withLock { _ = emails.removeValue(forKey: name(person)) }
    }

    func name(_ holder: PersonID?) -> String { holder?.uuidString ?? "everybody" }

    override func node(_ place: FilePlace, _ holder: PersonID?) throws -> Node {
        guard case .shared(let folder, let path) = place else { return try super.node(place, holder) }
        guard var found = nodes[try circle(folder, holder).node] else { throw FileStoreError.notFound }
        for name in path {
            guard let inner = child(found.id, name) else { throw FileStoreError.notFound }
            found = inner
        }
        return found
    }

    private func connected(_ holder: PersonID?) throws -> FileAccount {
        guard let email = emails[name(holder)] else { throw FileStoreError.disconnected }
        return FileAccount(id: name(holder), email: email, isEmailVerified: true)
    }

    private func circle(_ folder: String, _ holder: PersonID?, owned: Bool = false) throws -> Circle {
        let account = try connected(holder)
        guard let circle = shared[folder], circle.roles[account.id] != nil || account.email.flatMap({ circle.roles[$0] }) != nil else {
            throw FileStoreError.notAMember
        }
        if owned, circle.roles[account.id] != .owner { throw FileStoreError.notPermitted }
        return circle
    }

    private func seen(_ folder: String, _ holder: PersonID?) throws -> SharedFolder {
        let circle = try circle(folder, holder)
        guard let node = nodes[circle.node] else { throw FileStoreError.notFound }
        return SharedFolder(
            id: folder, name: node.name, myRole: circle.roles[name(holder)] ?? .viewer,
            mountedAt: circle.mounted.contains(name(holder)) ? [node.name] : nil, parent: nil, isInTeamFolder: false)
    }

    /// The account that an invitation is for, or the address behind which there is none.
    private func key(_ invitee: FolderInvitee) -> String {
        switch invitee {
        case .account(let account): return account
        case .email(let email): return emails.first { $0.value == email }?.key ?? email
        }
    }

    private func begin(_ kind: FolderJobKind, _ done: FolderJobProgress) -> FolderJob {
        let job = FolderJob(kind: kind, id: "job-\(jobs.count)")
        jobs[job.id] = (1, done)
        return job
    }

    func account(of holder: PersonID?) async throws -> FileAccount {
        try await asked(holder) { try connected(holder) }
    }

    func poll(_ job: FolderJob, of holder: PersonID?) async throws -> FolderJobProgress {
        try await asked(holder) {
            guard let (looks, done) = jobs[job.id] else { throw FileStoreError.notFound }
            jobs[job.id] = (looks - 1, done)
            return looks > 0 ? .running : done
        }
    }

    func share(_ folder: FilePlace, of holder: PersonID?) async throws -> SharingStep {
        try await asked(holder) {
            _ = try connected(holder)
            let node = try node(folder, holder)
            let id = "shared-\(node.id)"
            if shared[id] == nil {
                shared[id] = Circle(node: node.id, roles: [name(holder): .owner], mounted: [name(holder)])
            }
            let seen = try seen(id, holder)
            return slowly ? .running(begin(.share, .shared(seen))) : .done(seen)
        }
    }

    func describe(_ folder: String, of holder: PersonID?) async throws -> SharedFolder {
        try await asked(holder) { try seen(folder, holder) }
    }

    func members(on folder: String, of holder: PersonID?) async throws -> [FolderMember] {
        try await asked(holder) {
            let circle = try circle(folder, holder)
            return circle.roles.map { key, role in
                FolderMember(
                    account: emails[key] == nil ? nil : key, email: emails[key] ?? key, role: role,
                    state: circle.mounted.contains(key) ? .active : .pending, isInherited: false)
            }
        }
    }

    func invite(_ people: [FolderInvitation], to folder: String, quietly: Bool, of holder: PersonID?) async throws {
        try await asked(holder) {
            _ = try circle(folder, holder, owned: true)
            if let refusal { throw refusal }
            guard quietly else { throw Different("the store was to send messages") }
            for invited in people where shared[folder]?.roles[key(invited.who)] == nil {
                shared[folder]?.roles[key(invited.who)] = invited.role
            }
        }
    }

    func setRole(of account: String, on folder: String, to role: FolderRole, of holder: PersonID?) async throws {
        try await asked(holder) {
            _ = try circle(folder, holder, owned: true)
            shared[folder]?.roles[account] = role
        }
    }

    func revoke(_ person: FolderInvitee, from folder: String, of holder: PersonID?) async throws -> RevocationStep {
        try await asked(holder) {
            _ = try circle(folder, holder, owned: true)
            shared[folder]?.roles[key(person)] = nil
            shared[folder]?.mounted.remove(key(person))
            let ended = FolderRevocation(residual: nil)
            return slowly ? .running(begin(.revoke, .revoked(ended))) : .done(ended)
        }
    }

    func unshare(_ folder: String, of holder: PersonID?) async throws -> FolderJob? {
        try await asked(holder) {
            _ = try circle(folder, holder, owned: true)
            shared[folder] = nil
            return slowly ? begin(.unshare, .unshared) : nil
        }
    }

    func transfer(_ folder: String, to account: String, of holder: PersonID?) async throws {
        try await asked(holder) {
            let circle = try circle(folder, holder, owned: true)
            guard circle.mounted.contains(account) else { throw FileStoreError.notPermitted }
            shared[folder]?.roles.merge([name(holder): .editor, account: .owner]) { $1 }
            let root = root(UUID(uuidString: account))
            nodes[circle.node]?.parent = root
        }
    }

    func mountable(of holder: PersonID?) async throws -> [SharedFolder] {
        try await asked(holder) {
            let mine = name(holder)
            return try shared.filter { $1.roles[mine] != nil && !$1.mounted.contains(mine) }.map { try seen($0.key, holder) }
        }
    }

    func mount(_ folder: String, of holder: PersonID?) async throws -> [String] {
        try await asked(holder) {
            let circle = try circle(folder, holder)
            shared[folder]?.mounted.insert(name(holder))
            return [nodes[circle.node]?.name ?? ""]
        }
    }

    func unmount(_ folder: String, of holder: PersonID?) async throws {
        try await asked(holder) {
            _ = try circle(folder, holder)
            shared[folder]?.mounted.remove(name(holder))
        }
    }

    func leave(_ folder: String, of holder: PersonID?) async throws -> FolderJob? {
        try await asked(holder) {
            shared[folder]?.roles[name(holder)] = nil
            shared[folder]?.mounted.remove(name(holder))
            return slowly ? begin(.leave, .left) : nil
        }
    }
}
