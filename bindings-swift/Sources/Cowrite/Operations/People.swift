// Written by `face.py` from the Rust of this package: scripts/swift.sh says how.

import CowriteCore
import Foundation

extension Workspace {
    /// Registers a person, or gives back who has that external id; somebody invited by that address before becomes them (PER-1).
    ///
    /// Throws `invalidInput`, `limitExceeded`, `emailTaken`.
    @discardableResult
    public func register(externalID: String, name: String, email: String? = nil) async throws -> Person {
        try await crossing { try await raw.register(externalId: externalID, name: name, email: email) }
    }

    /// Changes a person's name or address; `nil` takes the address away, what is left out stays (PER-1).
    ///
    /// Throws `invalidInput`, `limitExceeded`, `notFound`, `emailTaken`.
    @discardableResult
    public func updatePerson(
        _ person: PersonID,
        name: String? = nil,
        email: Edit<String> = .keep
    ) async throws -> Person {
        try await crossing { try await raw.updatePerson(person: person, name: name, email: email.raw) }
    }

    /// Erases a person: name and address are forgotten, their access ends everywhere, their credits stay (PER-2).
    ///
    /// Throws `notFound`, and `ownerFixed` while they own anything.
    @discardableResult
    public func erasePerson(_ person: PersonID) async throws -> Ending {
        try await crossing { try await raw.erasePerson(person: person) }
    }

    /// Who a person is. Throws `notFound`.
    public func person(_ person: PersonID) async throws -> Person {
        try await crossing { try await raw.person(person: person) }
    }

    /// Who has that external id: the host's own name for a person. Throws `notFound`.
    public func personByExternalID(_ externalID: String) async throws -> Person {
        try await crossing { try await raw.personByExternalId(externalId: externalID) }
    }
}
