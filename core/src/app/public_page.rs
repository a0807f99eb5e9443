//! The public page: what its person makes of it, and what visitors find (PUB).

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::actor::Actor;
use super::driver::Call;
use super::visitor::Visitor;
use crate::domain::access::act;
use crate::domain::draft::Draft;
use crate::domain::page_profile::{
    PageLink, PageProfile, PageUpdate, Section, check_slug, tidy_section, tidy_sections,
};
use crate::domain::person::Claim;
use crate::domain::public_page::PublicPage;
use crate::domain::slice::Slice;
use crate::domain::track::Condition;
use crate::error::{Error, Noun};
use crate::id::{PersonId, TrackId};
use crate::ports::store::Need;

/// A track on a page, as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PageTrack {
    /// Which track.
    pub track: TrackId,
    /// Its title; none for one that was deleted.
    pub title: Option<String>,
    /// Whether visitors see it: while its stage is published (PUB-1).
    pub shown: bool,
}

/// A part of a page, as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PageSection {
    /// The title.
    pub title: Option<String>,
    /// The tracks, in order.
    pub tracks: Vec<PageTrack>,
}

/// A public page, as its person sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PageView {
    /// Whose.
    pub person: PersonId,
    /// The address, once there is one.
    pub slug: Option<String>,
    /// The name to show.
    pub name: Option<String>,
    /// A text about the person.
    pub bio: Option<String>,
    /// Where a picture of them is.
    pub avatar: Option<String>,
    /// Links to other places.
    pub links: Vec<PageLink>,
    /// The sections, in order.
    pub sections: Vec<PageSection>,
    /// Whether its person has published it.
    pub published: bool,
    /// Whether the operator took it down.
    pub condition: Condition,
}

impl PageView {
    fn of(slice: &Slice, person: PersonId) -> Self {
        let PublicPage { profile, sections, published, taken_down, .. } = slice.page(person);
        let PageProfile { slug, name, bio, avatar, links } = profile;
        let track = |track: TrackId| PageTrack {
            track,
            title: slice.track(track).map(|track| track.title.clone()),
            shown: slice.is_shown(person, track),
        };
        let section = |section: Section| PageSection {
            title: section.title,
            tracks: section.tracks.into_iter().map(track).collect(),
        };
        let sections = sections.into_iter().map(section).collect();
        Self { person, slug, name, bio, avatar, links, sections, published, condition: Condition::of(taken_down) }
    }
}

/// A track on a page, as visitors see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PublicTrack {
    /// Which track: what its preview is asked for by (PUB-3).
    pub track: TrackId,
    /// Its title.
    pub title: String,
}

/// A part of a page, as visitors see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PublicSection {
    /// The title.
    pub title: Option<String>,
    /// The tracks that are shown, in order.
    pub tracks: Vec<PublicTrack>,
}

/// A public page, as visitors see it: published facts only (PUB-2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PublicPageView {
    /// The address.
    pub slug: String,
    /// The name.
    pub name: String,
    /// A text about the person.
    pub bio: Option<String>,
    /// Where a picture of them is.
    pub avatar: Option<String>,
    /// Links to other places.
    pub links: Vec<PageLink>,
    /// The sections of which something is shown, in order.
    pub sections: Vec<PublicSection>,
}

impl PublicPageView {
    fn of(slice: &Slice, page: PublicPage) -> Option<Self> {
        let PublicPage { person, profile, sections, .. } = page;
        let track = |track: TrackId| {
            let title = slice.track(track).filter(|_| slice.is_shown(person, track))?.title.clone();
            Some(PublicTrack { track, title })
        };
        let section = |section: Section| PublicSection {
            title: section.title,
            tracks: section.tracks.into_iter().filter_map(track).collect(),
        };
        // The title of a section may say what is yet to come.
        let sections = sections.into_iter().map(section).filter(|section| !section.tracks.is_empty()).collect();
        let PageProfile { slug, name, bio, avatar, links } = profile;
        Some(Self { slug: slug?, name: name?, bio, avatar, links, sections })
    }
}

impl Actor {
    /// Returns the actor's own public page: an empty one, where they have made none (PUB-2).
    ///
    /// # Errors
    /// `storage`, `closed`, `forked`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, .. } = cowrite::testing::Studio::new().await?;
    /// assert!(!olivia.public_page().await?.published);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn public_page(&self) -> Result<PageView, Error> {
        let (slice, _) = self.look("public_page", vec![Need::Page(self.id())]).await?;
        Ok(PageView::of(&slice, self.id()))
    }

    /// Changes address, name, text, picture or links of the actor's page (PUB-2).
    ///
    /// # Errors
    /// `invalid_input` and `limit_exceeded` for `slug`, `name`, `bio`, `avatar`, `links`; `not_found` for an actor who is not registered; `slug_taken`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, alex, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::PageUpdate;
    ///
    /// olivia.update_public_page(PageUpdate::new().slug("olivia-park").name("Olivia Park")).await?;
    /// let taken = alex.update_public_page(PageUpdate::new().slug("olivia-park")).await;
    /// assert_eq!(taken.unwrap_err().code(), "slug_taken");
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn update_public_page(&self, update: PageUpdate) -> Result<PageView, Error> {
        let update = update.tidied()?;
        let PageUpdate { slug, name, bio, avatar, links } = &update;
        let arguments = json!({ "slug": slug, "name": name, "bio": bio, "avatar": avatar, "links": links });
        let mut call = self.page_call("update_public_page", arguments);
        call.needs.extend(slug.clone().map(Claim::Slug).map(Need::Holder));
        self.change_page(call, |draft| draft.update_page(self.id(), &update)).await
    }

    /// Adds a track to the end of a section of the actor's page, or of its last one; a section that is not there is made (PUB-1).
    ///
    /// It is shown while its stage is published, and keeps its place while it is not.
    ///
    /// # Errors
    /// `invalid_input` and `limit_exceeded` for `section`; `not_found`; `access_denied{publish}` to anybody but the track's owner; `limit_exceeded` of `tracks` (200) and `sections` (20).
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, track, .. } = cowrite::testing::Studio::new().await?;
    /// let page = olivia.add_to_public_page(track, "Singles").await?;
    /// assert!(!page.sections[0].tracks[0].shown, "its stage is not published yet");
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn add_to_public_page<'a>(
        &self,
        track: TrackId,
        section: impl Into<Option<&'a str>>,
    ) -> Result<PageView, Error> {
        let section = section.into().map(tidy_section).transpose()?;
        let mut call = self.page_call("add_to_public_page", json!({ "track": track, "section": section }));
        call.needs.push(self.walk(track.into(), &[]));
        let add = |draft: &mut Draft| {
            let by = draft.require::<act::Publish>(self.id(), track.into())?;
            draft.add_to_page(&by, track, section.as_deref())
        };
        self.change_page(call, add).await
    }

    /// Takes a track off the actor's page.
    ///
    /// # Errors
    /// `not_found` for one that is not on it.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, track, .. } = cowrite::testing::Studio::new().await?;
    /// olivia.add_to_public_page(track, None).await?;
    /// assert!(olivia.remove_from_public_page(track).await?.sections[0].tracks.is_empty());
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn remove_from_public_page(&self, track: TrackId) -> Result<PageView, Error> {
        let call = self.page_call("remove_from_public_page", json!({ "track": track }));
        self.change_page(call, |draft| draft.remove_from_page(self.id(), track)).await
    }

    /// Puts what is on the actor's page in another order and under other titles (PUB-2).
    ///
    /// # Errors
    /// `invalid_input{sections}` for a title or track that comes twice; `limit_exceeded` of `sections`, `section` and `tracks`; `not_found` for an actor who is not registered; `conflict` where these are not exactly the tracks on the page.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, track, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::Section;
    ///
    /// olivia.add_to_public_page(track, None).await?;
    /// let page = olivia.reorder_public_page([Section { title: Some("2026".into()), tracks: vec![track] }]).await?;
    /// assert_eq!(page.sections[0].title.as_deref(), Some("2026"));
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn reorder_public_page(&self, sections: impl IntoIterator<Item = Section>) -> Result<PageView, Error> {
        let sections: Vec<Section> = sections.into_iter().collect();
        let sections = tidy_sections(&sections)?;
        let call = self.page_call("reorder_public_page", json!({ "sections": sections }));
        self.change_page(call, |draft| draft.arrange_page(self.id(), &sections)).await
    }

    /// Lets the actor's page be found; it needs an address and a name (PUB-2).
    ///
    /// # Errors
    /// `not_found` for an actor who is not registered; `invalid_input` of `slug` or `name` where the page has none.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, .. } = cowrite::testing::Studio::new().await?;
    /// olivia.update_public_page(cowrite::PageUpdate::new().slug("olivia-park").name("Olivia Park")).await?;
    /// assert!(olivia.publish_public_page().await?.published);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn publish_public_page(&self) -> Result<PageView, Error> {
        let call = self.page_call("publish_public_page", json!({}));
        self.change_page(call, |draft| draft.set_page_published(self.id(), true)).await
    }

    /// Takes the actor's page off the public; all its settings stay (PUB-2).
    ///
    /// # Errors
    /// `not_found` for an actor who is not registered.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, olivia, .. } = cowrite::testing::Studio::new().await?;
    /// olivia.update_public_page(cowrite::PageUpdate::new().slug("olivia-park").name("Olivia Park")).await?;
    /// olivia.publish_public_page().await?;
    /// let page = olivia.unpublish_public_page().await?;
    /// assert_eq!(page.slug.as_deref(), Some("olivia-park"));
    /// assert!(workspace.visitor().public_page("olivia-park").await.is_err());
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn unpublish_public_page(&self) -> Result<PageView, Error> {
        let call = self.page_call("unpublish_public_page", json!({}));
        self.change_page(call, |draft| draft.set_page_published(self.id(), false)).await
    }

    fn page_call(&self, operation: &'static str, arguments: serde_json::Value) -> Call {
        self.call(operation, None, arguments, vec![Need::Person(self.id()), Need::Page(self.id())])
    }

    async fn change_page(
        &self,
        call: Call,
        change: impl Fn(&mut Draft) -> Result<(), Error>,
    ) -> Result<PageView, Error> {
        let decide = |draft: &mut Draft| {
            change(draft)?;
            Ok(PageView::of(&draft.slice, self.id()))
        };
        self.driver.act(call, decide).await
    }
}

impl Visitor {
    /// Finds a published page by its address (PUB-2).
    ///
    /// # Errors
    /// `not_found`, one and the same for an address that nobody has, that is none, and that of a page that is not published or was taken down.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, olivia, track, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::{PageUpdate, Stage, TrackUpdate};
    ///
    /// olivia.update_public_page(PageUpdate::new().slug("olivia-park").name("Olivia Park")).await?;
    /// olivia.publish_public_page().await?;
    /// olivia.add_to_public_page(track, "Singles").await?;
    /// olivia.update_track(track, TrackUpdate::new().stage(Stage::Published)).await?;
    /// let page = workspace.visitor().public_page("olivia-park").await?;
    /// assert_eq!(page.sections[0].tracks[0].title, "Midnight Sessions");
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn public_page(&self, slug: &str) -> Result<PublicPageView, Error> {
        let missing = Error::not_found(Noun::Page);
        let claim = Claim::Slug(check_slug(slug).map_err(|_| missing.clone())?);
        let (loaded, _) = self.driver.read("public_page", vec![Need::PageOf(claim.clone())]).await?;
        let slice = loaded.slice;
        let page = slice.holders.get(&claim).map(|person| slice.page(*person)).filter(PublicPage::can_be_found);
        page.and_then(|page| PublicPageView::of(&slice, page)).ok_or(missing)
    }
}
