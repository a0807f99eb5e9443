// Written by `face.py` from the Rust of this package: scripts/swift.sh says how.

import CowriteCore
import Foundation

extension WorkspaceVisitor {
    /// A public page by its address, as anybody may see it: shown tracks only (PUB-1). Throws `notFound`.
    public func publicPage(_ slug: String) async throws -> PublicPage {
        try await crossing { try await raw.publicPage(slug: slug) }
    }
}

extension WorkspaceActor {
    /// The actor's own public page: an empty one, where they have made none (PUB-1, PUB-2).
    public func publicPage() async throws -> OwnPage {
        try await crossing { try await raw.publicPage() }
    }

    /// Changes the actor's page; what is left out stays, `nil` empties `bio` and `avatar`, `links` come instead of all there were (PUB-2).
    ///
    /// `slug` is 3 to 50 of a-z, 0-9 and hyphens, `avatar` an https address. Throws `invalidInput`, `limitExceeded`, `notFound`, `slugTaken`.
    @discardableResult
    public func updatePublicPage(
        slug: String? = nil,
        name: String? = nil,
        bio: Edit<String> = .keep,
        avatar: Edit<String> = .keep,
        links: [PageLink]? = nil
    ) async throws -> OwnPage {
        try await crossing { try await raw.updatePublicPage(slug: slug, name: name, bio: bio.raw, avatar: avatar.raw, links: links) }
    }

    /// Adds a track to the end of a section of the actor's page, or of its last one; it is shown while it is published (PUB-1, OWN-2).
    ///
    /// A section that is not there is made. Throws `invalidInput`, `limitExceeded`, `notFound`, `accessDenied`.
    @discardableResult
    public func addToPublicPage(_ track: TrackID, section: String? = nil) async throws -> OwnPage {
        try await crossing { try await raw.addToPublicPage(track: track, section: section) }
    }

    /// Takes a track off the actor's page (PUB-1). Throws `notFound`.
    @discardableResult
    public func removeFromPublicPage(_ track: TrackID) async throws -> OwnPage {
        try await crossing { try await raw.removeFromPublicPage(track: track) }
    }

    /// Puts what is on the actor's page in another order and under other titles (PUB-2).
    ///
    /// Throws `invalidInput`, `limitExceeded`, `notFound`, and `conflict` where these are not exactly the tracks on the page.
    @discardableResult
    public func reorderPublicPage(_ sections: [NewSection]) async throws -> OwnPage {
        try await crossing { try await raw.reorderPublicPage(sections: sections) }
    }

    /// Lets the actor's page be found; it needs an address and a name (PUB-2). Throws `invalidInput`, `notFound`.
    @discardableResult
    public func publishPublicPage() async throws -> OwnPage {
        try await crossing { try await raw.publishPublicPage() }
    }

    /// Takes the actor's page off the public; all its settings stay (PUB-2). Throws `notFound`.
    @discardableResult
    public func unpublishPublicPage() async throws -> OwnPage {
        try await crossing { try await raw.unpublishPublicPage() }
    }
}

extension WorkspaceOperator {
    /// Takes a person's public page down: nobody finds it until it is restored, published or not (OPS-1). Throws `notFound`.
    @discardableResult
    public func takeDownPage(of person: PersonID) async throws -> PageTakedown {
        try await crossing { try await raw.takeDownPage(person: person) }
    }

    /// Restores a public page that was taken down, with all its settings (OPS-1). Throws `notFound`.
    @discardableResult
    public func restorePage(of person: PersonID) async throws -> PageTakedown {
        try await crossing { try await raw.restorePage(person: person) }
    }
}
