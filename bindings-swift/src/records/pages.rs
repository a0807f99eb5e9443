//! Public pages.

use crate::crosses::record;

record! {
    /// A public page, as visitors see it: published facts only (PUB-2).
    PublicPage = cowrite::PublicPageView {
        /// The address.
        slug: String,
        /// The name.
        name: String,
        /// A text about the person.
        bio: Option<String>,
        /// Where a picture of them is.
        avatar: Option<String>,
        /// Links to other places.
        links: Vec<cowrite::PageLink>,
        /// The sections of which something is shown, in order.
        sections: Vec<cowrite::PublicSection>,
    }

    /// A part of a page, as visitors see it.
    PublicSection = cowrite::PublicSection {
        /// The title.
        title: Option<String>,
        /// The tracks that are shown, in order.
        tracks: Vec<cowrite::PublicTrack>,
    }

    /// A track on a page, as visitors see it.
    PublicTrack = cowrite::PublicTrack {
        /// Which track: what its preview is asked for by (PUB-3).
        track: cowrite::TrackId,
        /// Its title.
        title: String,
    }

    /// The actor's own public page.
    OwnPage = cowrite::PageView {
        /// Whose.
        person: cowrite::PersonId,
        /// The address, once there is one.
        slug: Option<String>,
        /// The name to show.
        name: Option<String>,
        /// A text about the person.
        bio: Option<String>,
        /// Where a picture of them is.
        avatar: Option<String>,
        /// Links to other places.
        links: Vec<cowrite::PageLink>,
        /// The sections, in order.
        sections: Vec<cowrite::PageSection>,
        /// Whether its person has published it.
        published: bool,
        /// Whether the operator took it down.
        condition: cowrite::Condition,
    }

    /// A part of a page, as its owner sees it.
    PageSection = cowrite::PageSection {
        /// The title.
        title: Option<String>,
        /// The tracks, in order.
        tracks: Vec<cowrite::PageTrack>,
    }

    /// A track on a page, as its owner sees it.
    PageTrack = cowrite::PageTrack {
        /// Which track.
        track: cowrite::TrackId,
        /// Its title; none for one that was deleted.
        title: Option<String>,
        /// Whether visitors see it: while its stage is published (PUB-1).
        shown: bool,
    }

    /// What taking a public page down or restoring it did.
    PageTakedown = cowrite::PageTakedown {
        /// Whose page.
        person: cowrite::PersonId,
        /// Whether it is there now.
        condition: cowrite::Condition,
    }
}
