//! Public pages: making one's own, finding others', and what the operator does about them.

use cowrite::PageUpdate;

use crate::actor::{Actor, ActorCalls, AsyncActor};
use crate::argument::Edit::{self, Keep};
use crate::argument::{Given, PersonArgument, Seq, Text, TrackArgument};
use crate::call::operations;
use crate::operator::{AsyncOperator, Operator, OperatorCalls};
use crate::records::{PageLink, Section};
use crate::visitor::{AsyncVisitor, Visitor, VisitorCalls};

operations! { Visitor, AsyncVisitor, VisitorCalls on cowrite::Visitor;
    /// A public page by its address, as anybody may see it: shown tracks only (PUB-1). Raises `not_found`.
    ///
    /// >>> named = me.update_public_page(slug="olivia-park", name="Olivia Park")
    /// >>> published = me.publish_public_page()
    /// >>> workspace.visitor().public_page("olivia-park").name
    /// 'Olivia Park'
    public_page(slug: Text) -> cowrite::PublicPageView = |visitor| async move { visitor.public_page(&slug).await };
}

operations! { Actor, AsyncActor, ActorCalls on cowrite::Actor;
    /// The actor's own public page: an empty one, where they have made none (PUB-1, PUB-2).
    ///
    /// >>> me.public_page().published
    /// False
    public_page() -> cowrite::PageView = |actor| actor.public_page();

    /// Changes the actor's page; what is left out stays, `None` empties `bio` and `avatar`, `links` come instead of all there were (PUB-2).
    ///
    /// `slug` is 3 to 50 of a-z, 0-9 and hyphens, `avatar` an https address. Raises `invalid_input`, `limit_exceeded`, `not_found`, `slug_taken`.
    ///
    /// >>> links = [PageLink("Music", "https://olivia.example")]
    /// >>> me.update_public_page(slug="olivia-park", links=links).links[0].label
    /// 'Music'
    update_public_page(;
        slug: Option<Text> = None,
        name: Option<Text> = None,
        bio: Edit<Text> = Keep,
        avatar: Edit<Text> = Keep,
        links: Option<Seq<Given<PageLink>>> = None
    ) -> cowrite::PageView = |actor| {
        let mut update = PageUpdate::new();
        (update.slug, update.name, update.bio) = (slug, name, bio);
        (update.avatar, update.links) = (avatar, links);
        actor.update_public_page(update)
    };

    /// Adds a track to the end of a section of the actor's page, or of its last one; it is shown while it is published (PUB-1, OWN-2).
    ///
    /// A section that is not there is made. Raises `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`.
    ///
    /// >>> me.add_to_public_page(track, section="Singles").sections[0].tracks[0].shown
    /// False
    add_to_public_page(track: TrackArgument; section: Option<Text> = None) -> cowrite::PageView = |actor| {
        async move { actor.add_to_public_page(track, section.as_deref()).await }
    };

    /// Takes a track off the actor's page (PUB-1). Raises `not_found`.
    ///
    /// >>> added = me.add_to_public_page(track)
    /// >>> me.remove_from_public_page(track).sections[0].tracks
    /// ()
    remove_from_public_page(track: TrackArgument) -> cowrite::PageView = |actor| actor.remove_from_public_page(track);

    /// Puts what is on the actor's page in another order and under other titles (PUB-2).
    ///
    /// Raises `invalid_input`, `limit_exceeded`, `not_found`, and `conflict` where these are not exactly the tracks on the page.
    ///
    /// >>> added = me.add_to_public_page(track)
    /// >>> me.reorder_public_page([Section("2026", [track])]).sections[0].title
    /// '2026'
    reorder_public_page(sections: Seq<Given<Section>>) -> cowrite::PageView = |actor| actor.reorder_public_page(sections);

    /// Lets the actor's page be found; it needs an address and a name (PUB-2). Raises `invalid_input`, `not_found`.
    ///
    /// >>> named = me.update_public_page(slug="olivia-park", name="Olivia Park")
    /// >>> me.publish_public_page().published
    /// True
    publish_public_page() -> cowrite::PageView = |actor| actor.publish_public_page();

    /// Takes the actor's page off the public; all its settings stay (PUB-2). Raises `not_found`.
    ///
    /// >>> me.unpublish_public_page().published
    /// False
    unpublish_public_page() -> cowrite::PageView = |actor| actor.unpublish_public_page();
}

operations! { Operator, AsyncOperator, OperatorCalls on cowrite::Operator;
    /// Takes a person's public page down: nobody finds it until it is restored, published or not (OPS-1). Raises `not_found`.
    ///
    /// >>> named = me.update_public_page(slug="olivia-park")
    /// >>> workspace.operator("impersonation").take_down_page(olivia).condition
    /// Condition.TAKEN_DOWN
    take_down_page(person: PersonArgument) -> cowrite::PageTakedown = |operator| operator.take_down_page(person);

    /// Restores a public page that was taken down, with all its settings (OPS-1). Raises `not_found`.
    ///
    /// >>> operator, named = workspace.operator("impersonation"), me.update_public_page(slug="olivia-park")
    /// >>> operator.take_down_page(olivia).condition, operator.restore_page(olivia).condition
    /// (Condition.TAKEN_DOWN, Condition.LIVE)
    restore_page(person: PersonArgument) -> cowrite::PageTakedown = |operator| operator.restore_page(person);
}
