//! What a public page says of its person, and how its tracks are arranged: text and lists, checked (PUB-2).

use serde::{Deserialize, Serialize};

use super::text::{NAME_LIMIT, prose, tidy, web_address};
use crate::error::Error;
use crate::id::TrackId;

/// The most Unicode scalar values that the text about somebody may have.
pub const BIO_LIMIT: u32 = 2_000;

/// The most links on a page.
pub const LINK_LIMIT: u32 = 50;

/// The most sections on a page.
pub const SECTION_LIMIT: u32 = 20;

/// The most tracks on a page.
pub const PAGE_TRACK_LIMIT: u32 = 200;

/// A link to somewhere else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::exhaustive_structs, reason = "what a caller gives and a store writes")]
pub struct PageLink {
    /// What it is called.
    pub label: String,
    /// Where it leads: an http or https address.
    pub url: String,
}

/// A part of the page: tracks in order, under a title or none.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::exhaustive_structs, reason = "what a caller gives and a store writes")]
pub struct Section {
    /// The title.
    #[serde(default)]
    pub title: Option<String>,
    /// The tracks, in order.
    pub tracks: Vec<TrackId>,
}

/// What a page says of its person: never part of an event.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct PageProfile {
    /// The address, unique among pages.
    pub slug: Option<String>,
    /// The name to show.
    pub name: Option<String>,
    /// A text about the person.
    pub bio: Option<String>,
    /// Where a picture of them is: an https address.
    pub avatar: Option<String>,
    /// Links to other places.
    pub links: Vec<PageLink>,
}

/// What to change of a public page; what is left out stays.
///
/// # Example: an address and a name, which publishing asks for
///
/// ```
/// use cowrite::PageUpdate;
///
/// let update = PageUpdate::new().slug("olivia-park").name("Olivia Park").link("Music", "https://olivia.example");
/// # let _ = update;
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
#[must_use]
pub struct PageUpdate {
    /// The new address.
    pub slug: Option<String>,
    /// The new name.
    pub name: Option<String>,
    /// The new text, or `Some(None)` for none.
    pub bio: Option<Option<String>>,
    /// The new picture, or `Some(None)` for none.
    pub avatar: Option<Option<String>>,
    /// The new links, instead of all there were.
    pub links: Option<Vec<PageLink>>,
}

impl PageUpdate {
    /// Changes nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Changes the address: 3 to 50 of a-z, 0-9 and hyphens, with none at either end.
    pub fn slug(mut self, slug: impl Into<String>) -> Self {
        self.slug = Some(slug.into());
        self
    }

    /// Changes the name.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Changes the text, or takes it away.
    pub fn bio(mut self, bio: Option<&str>) -> Self {
        self.bio = Some(bio.map(ToOwned::to_owned));
        self
    }

    /// Changes the picture, an https address, or takes it away.
    pub fn avatar(mut self, avatar: Option<&str>) -> Self {
        self.avatar = Some(avatar.map(ToOwned::to_owned));
        self
    }

    /// Puts one more link in the place of those there were.
    pub fn link(mut self, label: impl Into<String>, url: impl Into<String>) -> Self {
        self.links.get_or_insert_default().push(PageLink { label: label.into(), url: url.into() });
        self
    }

    /// Checks the text and brings it to the form in which it is kept.
    ///
    /// # Errors
    /// `invalid_input` and `limit_exceeded` for `slug`, `name`, `bio`, `avatar` and `links`.
    pub fn tidied(&self) -> Result<Self, Error> {
        let bio = |bio: &Option<String>| bio.as_deref().map(|bio| prose("bio", bio, BIO_LIMIT)).transpose();
        let avatar = |at: &Option<String>| at.as_deref().map(|at| web_address("avatar", at, &["https://"])).transpose();
        Ok(Self {
            slug: self.slug.as_deref().map(check_slug).transpose()?,
            name: self.name.as_deref().map(|name| tidy("name", name, NAME_LIMIT)).transpose()?,
            bio: self.bio.as_ref().map(bio).transpose()?,
            avatar: self.avatar.as_ref().map(avatar).transpose()?,
            links: self.links.as_deref().map(tidy_links).transpose()?,
        })
    }

    pub(super) fn applied(&self, before: &PageProfile) -> PageProfile {
        PageProfile {
            slug: self.slug.clone().or_else(|| before.slug.clone()),
            name: self.name.clone().or_else(|| before.name.clone()),
            bio: self.bio.clone().unwrap_or_else(|| before.bio.clone()),
            avatar: self.avatar.clone().unwrap_or_else(|| before.avatar.clone()),
            links: self.links.clone().unwrap_or_else(|| before.links.clone()),
        }
    }
}

/// Checks the address of a page (PUB-2).
///
/// # Errors
/// `invalid_input{slug}`.
pub fn check_slug(slug: &str) -> Result<String, Error> {
    let is_one = (3..=50).contains(&slug.len())
        && slug.chars().all(|letter| matches!(letter, 'a'..='z' | '0'..='9' | '-'))
        && !slug.starts_with('-')
        && !slug.ends_with('-');
    if is_one {
        Ok(slug.to_owned())
    } else {
        Err(Error::invalid("slug", "is not 3 to 50 of a-z, 0-9 and inner hyphens"))
    }
}

fn tidy_links(links: &[PageLink]) -> Result<Vec<PageLink>, Error> {
    check_count("links", links.len(), LINK_LIMIT)?;
    let tidied = links.iter().map(|PageLink { label, url }| {
        let url = web_address("links", url, &["https://", "http://"])?;
        Ok(PageLink { label: tidy("links", label, NAME_LIMIT)?, url })
    });
    tidied.collect()
}

pub(super) fn check_count(field: &'static str, count: usize, limit: u32) -> Result<(), Error> {
    if u32::try_from(count).is_ok_and(|count| count <= limit) {
        Ok(())
    } else {
        Err(Error::LimitExceeded { field, limit })
    }
}

/// Checks the title of a section and brings it to the form in which it is kept.
///
/// # Errors
/// `invalid_input{section}` and `limit_exceeded{section}`.
pub fn tidy_section(title: &str) -> Result<String, Error> {
    tidy("section", title, NAME_LIMIT)
}

/// Checks sections as a whole: each title once, each track once.
///
/// # Errors
/// `invalid_input{sections}`, and for what is too much `limit_exceeded` of `sections`, `tracks` or `section`.
pub fn tidy_sections(sections: &[Section]) -> Result<Vec<Section>, Error> {
    check_count("sections", sections.len(), SECTION_LIMIT)?;
    check_count("tracks", sections.iter().map(|section| section.tracks.len()).sum(), PAGE_TRACK_LIMIT)?;
    let mut kept: Vec<Section> = Vec::new();
    for Section { title, tracks } in sections {
        let title = title.as_deref().map(tidy_section).transpose()?;
        if kept.iter().any(|known| known.title == title) {
            return Err(Error::invalid("sections", "has a title twice"));
        }
        kept.push(Section { title, tracks: tracks.clone() });
    }
    let mut tracks: Vec<TrackId> = kept.iter().flat_map(|section| section.tracks.iter().copied()).collect();
    tracks.sort_unstable();
    if tracks.windows(2).any(|pair| matches!(pair, [one, other] if one == other)) {
        return Err(Error::invalid("sections", "has a track twice"));
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_3_to_50_of_few_letters() {
        let most = "a".repeat(50);
        for good in ["abc", "a-b", "a--b", "007", &most] {
            assert_eq!(check_slug(good).as_deref(), Ok(good));
        }
        let more = "a".repeat(51);
        for bad in ["", "ab", "-ab", "ab-", "Abc", "a b", "a.b", "a_b", "ünd", &more] {
            assert_eq!(check_slug(bad).unwrap_err().code(), "invalid_input", "{bad:?}");
        }
    }
}
