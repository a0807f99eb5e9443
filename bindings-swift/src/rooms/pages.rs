//! Public pages: making one's own, finding others', and what the operator does about them.

use cowrite::PageUpdate;

use crate::argument::Edit;
use crate::call::operations;
use crate::custom::{PersonID, TrackID};
use crate::values::{NewSection, PageLink};

operations! { VisitorCore on cowrite::Visitor;
    /// A public page by its address, as anybody may see it: shown tracks only (PUB-1). Throws `notFound`.
    public_page(
        slug as "_": String,
    ) -> cowrite::PublicPageView = |visitor| async move { visitor.public_page(&slug).await };
}

operations! { ActorCore on cowrite::Actor;
    /// The actor's own public page: an empty one, where they have made none (PUB-1, PUB-2).
    public_page() -> cowrite::PageView = |actor| actor.public_page();

    /// Changes the actor's page; what is left out stays, `nil` empties `bio` and `avatar`, `links` come instead of all there were (PUB-2).
    ///
    /// `slug` is 3 to 50 of a-z, 0-9 and hyphens, `avatar` an https address. Throws `invalidInput`, `limitExceeded`, `notFound`, `slugTaken`.
    update_public_page(
        slug: Option<String> = None,
        name: Option<String> = None,
        bio: Edit<String> = Keep,
        avatar: Edit<String> = Keep,
        links: Option<Vec<PageLink>> = None,
    ) -> cowrite::PageView = |actor| {
        let mut update = PageUpdate::new();
        (update.slug, update.name, update.bio) = (slug, name, bio);
        (update.avatar, update.links) = (avatar, links);
        actor.update_public_page(update)
    };

    /// Adds a track to the end of a section of the actor's page, or of its last one; it is shown while it is published (PUB-1, OWN-2).
    ///
    /// A section that is not there is made. Throws `invalidInput`, `limitExceeded`, `notFound`, `accessDenied`.
    add_to_public_page(track as "_": TrackID, section: Option<String> = None) -> cowrite::PageView = |actor| {
        async move { actor.add_to_public_page(track, section.as_deref()).await }
    };

    /// Takes a track off the actor's page (PUB-1). Throws `notFound`.
    remove_from_public_page(
        track as "_": TrackID,
    ) -> cowrite::PageView = |actor| actor.remove_from_public_page(track);

    /// Puts what is on the actor's page in another order and under other titles (PUB-2).
    ///
    /// Throws `invalidInput`, `limitExceeded`, `notFound`, and `conflict` where these are not exactly the tracks on the page.
    reorder_public_page(
        sections as "_": Vec<NewSection>,
    ) -> cowrite::PageView = |actor| actor.reorder_public_page(sections);

    /// Lets the actor's page be found; it needs an address and a name (PUB-2). Throws `invalidInput`, `notFound`.
    publish_public_page() -> cowrite::PageView = |actor| actor.publish_public_page();

    /// Takes the actor's page off the public; all its settings stay (PUB-2). Throws `notFound`.
    unpublish_public_page() -> cowrite::PageView = |actor| actor.unpublish_public_page();
}

operations! { OperatorCore on cowrite::Operator;
    /// Takes a person's public page down: nobody finds it until it is restored, published or not (OPS-1). Throws `notFound`.
    take_down_page(person as "of": PersonID) -> cowrite::PageTakedown = |operator| operator.take_down_page(person);

    /// Restores a public page that was taken down, with all its settings (OPS-1). Throws `notFound`.
    restore_page(person as "of": PersonID) -> cowrite::PageTakedown = |operator| operator.restore_page(person);
}
