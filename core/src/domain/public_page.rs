//! The public page: a person's portfolio that can be found (PUB).

use serde::{Deserialize, Serialize};

use crate::id::{PersonId, TrackId};

/// A person's public page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct PublicPage {
    /// Whose.
    pub person: PersonId,
    /// The address, unique among pages.
    pub slug: Option<String>,
    /// Whether it can be found.
    pub published: bool,
    /// The tracks added, in order.
    pub tracks: Vec<TrackId>,
}

/// What has happened to a public page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a reader of history must meet every event")]
pub enum PageEvent {
    /// It can be found, or not any more.
    Published(bool),
    /// A track was added.
    Added(TrackId),
    /// A track was taken off.
    Removed(TrackId),
}

impl PublicPage {
    /// Returns the page of somebody who has not made one.
    #[must_use]
    pub const fn empty(person: PersonId) -> Self {
        Self { person, slug: None, published: false, tracks: Vec::new() }
    }

    /// Returns what the page is after an event.
    #[must_use]
    pub fn after(before: Option<Self>, person: PersonId, event: &PageEvent) -> Option<Self> {
        let mut page = before.unwrap_or_else(|| Self::empty(person));
        match event {
            PageEvent::Published(published) => page.published = *published,
            PageEvent::Added(track) => page.tracks.push(*track),
            PageEvent::Removed(track) => page.tracks.retain(|other| other != track),
        }
        Some(page)
    }
}
