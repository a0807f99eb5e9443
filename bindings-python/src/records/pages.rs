//! Public pages.

use crate::record::record;

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

    /// A link to somewhere else.
    PageLink = cowrite::PageLink {
        /// What it is called.
        label: String,
        /// Where it leads: an http or https address.
        url: String,
    }
}
