//! The public page: a person's portfolio that can be found (PUB).
//!
//! 1. A track is shown exactly when its stage is published and its owner has added it; losing either hides it, regaining shows it in its old place (PUB-1).
//! 2. A handover takes it off the old owner's page, and the new owner adds it or does not (PUB-1, OWN-4).
//! 3. One page has an address; publishing and unpublishing keep all settings; only a published page can be found (PUB-2).
//! 4. The address, name, text and links are about a person: they are kept beside the events, and erasing wipes them (PER-2).
//! 5. What the operator took down nobody finds (OPS-1).
//! 6. Of a track that is shown, visitors hear the preview file and can have none (PUB-3).

use serde::{Deserialize, Serialize};

use super::access::{Authorized, act};
use super::details::Stage;
use super::document::{Document, DocumentKey};
use super::draft::Draft;
use super::page_profile::{PAGE_TRACK_LIMIT, PageProfile, PageUpdate, SECTION_LIMIT, Section, check_count};
use super::person::{Claim, ClaimChange};
use super::slice::{RowKey, Slice};
use super::track::Condition;
use crate::error::{Error, Noun};
use crate::event::Aggregate;
use crate::id::{PersonId, TrackId};

/// A person's public page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct PublicPage {
    /// Whose.
    pub person: PersonId,
    /// What it says of them.
    pub profile: PageProfile,
    /// The tracks added, in sections.
    pub sections: Vec<Section>,
    /// Whether it can be found.
    pub published: bool,
    /// Whether the operator took it down (OPS-1).
    pub taken_down: bool,
}

/// What has happened to a public page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a reader of history must meet every event")]
pub enum PageEvent {
    /// What it says of its person was changed.
    Changed {
        /// Whether its address was.
        slug: bool,
    },
    /// It can be found.
    Published,
    /// It cannot be found any more.
    Unpublished,
    /// A track was added at the end of a section.
    Added {
        /// Which track.
        track: TrackId,
        /// The section's title.
        section: Option<String>,
    },
    /// A track was taken off.
    Removed {
        /// Which track.
        track: TrackId,
    },
    /// The sections were put in another order, or called otherwise.
    Arranged {
        /// What they are now.
        sections: Vec<Section>,
    },
    /// The operator took it down.
    TakenDown,
    /// The operator restored it.
    Restored,
    /// Its person was erased.
    Ended,
}

impl PublicPage {
    /// Returns the page of somebody who has not made one.
    #[must_use]
    pub fn empty(person: PersonId) -> Self {
        let (profile, sections) = (PageProfile::default(), Vec::new());
        Self { person, profile, sections, published: false, taken_down: false }
    }

    /// Returns whether visitors find it.
    #[must_use]
    pub const fn can_be_found(&self) -> bool {
        self.published && !self.taken_down
    }

    /// Returns the tracks on it, shown or not.
    pub fn tracks(&self) -> impl Iterator<Item = TrackId> + '_ {
        self.sections.iter().flat_map(|section| section.tracks.iter().copied())
    }

    /// Returns what the page is after an event; its profile is kept beside the events.
    #[must_use]
    pub fn after(before: Option<Self>, person: PersonId, event: &PageEvent) -> Option<Self> {
        let mut page = before.unwrap_or_else(|| Self::empty(person));
        match event {
            PageEvent::Changed { .. } => {}
            PageEvent::Published => page.published = true,
            PageEvent::Unpublished => page.published = false,
            PageEvent::Added { track, section } => {
                page.take_off(*track);
                match page.sections.iter_mut().find(|known| known.title == *section) {
                    Some(known) => known.tracks.push(*track),
                    None => page.sections.push(Section { title: section.clone(), tracks: vec![*track] }),
                }
            }
            PageEvent::Removed { track } => page.take_off(*track),
            PageEvent::Arranged { sections } => page.sections.clone_from(sections),
            PageEvent::TakenDown => page.taken_down = true,
            PageEvent::Restored => page.taken_down = false,
            PageEvent::Ended => (page.sections, page.published) = (Vec::new(), false),
        }
        Some(page)
    }

    fn take_off(&mut self, track: TrackId) {
        for section in &mut self.sections {
            section.tracks.retain(|other| *other != track);
        }
    }
}

impl Slice {
    /// Returns a person's page: an empty one, where they have made none.
    #[must_use]
    pub fn page(&self, person: PersonId) -> PublicPage {
        match self.documents.get(&DocumentKey::Page(person)) {
            Some(Document::Page(page)) => page.clone(),
            _ => PublicPage::empty(person),
        }
    }

    /// Returns whether visitors of a person's page see a track that is on it (PUB-1).
    #[must_use]
    pub fn is_shown(&self, person: PersonId, id: TrackId) -> bool {
        let track = self.track(id).filter(|track| track.condition == Condition::Live);
        track.is_some_and(|track| track.owner == person && track.stage == Stage::Published)
    }

    /// Returns whether visitors find a person's page, and a track on it (PUB-1, PUB-2).
    #[must_use]
    pub fn page_shows(&self, person: PersonId, id: TrackId) -> bool {
        let page = self.page(person);
        page.can_be_found() && page.tracks().any(|track| track == id) && self.is_shown(person, id)
    }
}

impl Draft {
    /// Changes what a page says of its person (PUB-2).
    ///
    /// # Errors
    /// `not_found{what: person}` for who is not registered; `slug_taken`.
    pub fn update_page(&mut self, actor: PersonId, update: &PageUpdate) -> Result<(), Error> {
        self.require_registered(actor)?;
        let holder = update.slug.clone().and_then(|slug| self.slice.holders.get(&Claim::Slug(slug)));
        if holder.is_some_and(|holder| *holder != actor) {
            return Err(Error::SlugTaken);
        }
        let before = self.slice.page(actor).profile;
        let profile = update.applied(&before);
        if profile != before {
            self.record_on(actor, PageEvent::Changed { slug: profile.slug != before.slug });
            self.set_page_profile(actor, profile);
        }
        Ok(())
    }

    /// Adds a track to its owner's page, at the end of a section, or of the last one (PUB-1).
    ///
    /// # Errors
    /// `access_denied` for a witness of another track; `limit_exceeded` of `tracks` and `sections`.
    pub fn add_to_page(
        &mut self,
        by: &Authorized<act::Publish>,
        track: TrackId,
        section: Option<&str>,
    ) -> Result<(), Error> {
        self.admit(by, track.into())?;
        let page = self.slice.page(by.actor());
        let last = || page.sections.last().and_then(|section| section.title.clone());
        let title = section.map(ToOwned::to_owned).or_else(last);
        let is_on = page.sections.iter().find(|section| section.tracks.contains(&track));
        let stays = is_on.is_some_and(|on| section.is_none() || on.title == title);
        if stays {
            return Ok(());
        }
        if is_on.is_none() {
            check_count("tracks", page.tracks().count().saturating_add(1), PAGE_TRACK_LIMIT)?;
        }
        if !page.sections.iter().any(|known| known.title == title) {
            check_count("sections", page.sections.len().saturating_add(1), SECTION_LIMIT)?;
        }
        self.record_on(by.actor(), PageEvent::Added { track, section: title });
        Ok(())
    }

    /// Takes a track off the actor's page.
    ///
    /// # Errors
    /// `not_found` for one that is not on it.
    pub fn remove_from_page(&mut self, actor: PersonId, track: TrackId) -> Result<(), Error> {
        if !self.lose_from_page(actor, track) {
            return Err(Error::not_found(Noun::Track));
        }
        Ok(())
    }

    /// Puts what is on the actor's page in another order (PUB-2).
    ///
    /// # Errors
    /// `conflict` where these are not exactly the tracks on the page.
    pub fn arrange_page(&mut self, actor: PersonId, sections: &[Section]) -> Result<(), Error> {
        self.require_registered(actor)?;
        let page = self.slice.page(actor);
        let sorted = |sections: &[Section]| {
            let mut tracks: Vec<TrackId> = sections.iter().flat_map(|section| section.tracks.iter().copied()).collect();
            tracks.sort_unstable();
            tracks
        };
        if sorted(&page.sections) != sorted(sections) {
            return Err(Error::Conflict);
        }
        if page.sections != sections {
            self.record_on(actor, PageEvent::Arranged { sections: sections.to_vec() });
        }
        Ok(())
    }

    /// Lets a page be found, or not any more; its settings stay (PUB-2).
    ///
    /// # Errors
    /// `not_found{what: person}` for who is not registered; `invalid_input` of `slug` or `name` while a page to be published has none.
    pub fn set_page_published(&mut self, actor: PersonId, published: bool) -> Result<(), Error> {
        self.require_registered(actor)?;
        let page = self.slice.page(actor);
        if published && page.profile.slug.is_none() {
            return Err(Error::invalid("slug", "is asked for before publishing"));
        }
        if published && page.profile.name.is_none() {
            return Err(Error::invalid("name", "is asked for before publishing"));
        }
        if page.published != published {
            self.record_on(actor, if published { PageEvent::Published } else { PageEvent::Unpublished });
        }
        Ok(())
    }

    /// Takes a page down or restores it, for the operator (OPS-1).
    ///
    /// # Errors
    /// `not_found` where the person has made none.
    pub fn operator_set_page_taken_down(&mut self, person: PersonId, down: bool) -> Result<(), Error> {
        if !self.slice.documents.contains_key(&DocumentKey::Page(person)) {
            return Err(Error::not_found(Noun::Page));
        }
        if self.slice.page(person).taken_down != down {
            self.record_on(person, if down { PageEvent::TakenDown } else { PageEvent::Restored });
        }
        Ok(())
    }

    /// Takes a track off a person's page, where it is on it; returns whether it was.
    pub(crate) fn lose_from_page(&mut self, person: PersonId, track: TrackId) -> bool {
        let is_on = self.slice.page(person).tracks().any(|other| other == track);
        if is_on {
            self.record_on(person, PageEvent::Removed { track });
        }
        is_on
    }

    /// Ends the page of somebody who is being erased, and gives its address back (PER-2).
    pub(crate) fn end_page(&mut self, person: PersonId) {
        if self.slice.documents.contains_key(&DocumentKey::Page(person)) {
            self.record_on(person, PageEvent::Ended);
            self.set_page_profile(person, PageProfile::default());
        }
    }

    fn record_on(&mut self, person: PersonId, event: PageEvent) {
        self.record(Aggregate::Document(DocumentKey::Page(person)), event);
    }

    /// Replaces what a page says of its person, and moves its address along.
    fn set_page_profile(&mut self, person: PersonId, profile: PageProfile) {
        let key = DocumentKey::Page(person);
        let Some(Document::Page(page)) = self.slice.documents.get_mut(&key) else {
            return;
        };
        let before = core::mem::replace(&mut page.profile, profile);
        let slug = page.profile.slug.clone();
        if before.slug != slug {
            if let Some(slug) = before.slug {
                self.claims.insert(Claim::Slug(slug), ClaimChange { from: Some(person), to: None });
            }
            if let Some(slug) = slug {
                self.claims.insert(Claim::Slug(slug), ClaimChange { from: None, to: Some(person) });
            }
        }
        self.touched.insert(RowKey::Document(key));
    }
}
