//! Public pages (SPEC §10, PUB).

use serde_json::{Value, json};

use super::comments::prose;
use super::input::{self, invalid};
use super::model::{Id, Scope, State};
use super::{Answer, Call, Refused, not_found, plain, views};

/// A title with the tracks under it.
type Section = (Option<String>, Vec<Id>);

#[derive(Clone, Debug, Default)]
pub(super) struct Page {
    pub slug: Option<String>,
    pub name: Option<String>,
    pub bio: Option<String>,
    pub avatar: Option<String>,
    pub links: Vec<(String, String)>,
    pub sections: Vec<Section>,
    pub published: bool,
    pub taken_down: bool,
}

/// 3 to 50 of a-z, 0-9 and hyphen, no hyphen first or last.
fn is_slug(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    let known = letters.iter().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || *c == '-');
    known && (3..=50).contains(&letters.len()) && letters.first() != Some(&'-') && letters.last() != Some(&'-')
}

fn address(field: &str, value: &Value, schemes: &[&str]) -> Result<String, Refused> {
    let text = value.as_str().ok_or_else(|| invalid(field))?.trim().to_owned();
    if schemes.iter().any(|scheme| text.starts_with(scheme) && text.len() > scheme.len()) {
        Ok(text)
    } else {
        Err(invalid(field))
    }
}

fn links(value: &Value) -> Result<Vec<(String, String)>, Refused> {
    let wrong = || invalid("links");
    let link = |link: &Value| {
        let url = address("links", link.get("url").ok_or_else(wrong)?, &["https://", "http://"])?;
        Ok((input::text("links", link.get("label").ok_or_else(wrong)?)?, url))
    };
    value.as_array().ok_or_else(wrong)?.iter().map(link).collect()
}

fn sections(value: &Value) -> Result<Vec<Section>, Refused> {
    let wrong = || invalid("sections");
    let mut read: Vec<Section> = Vec::new();
    for section in value.as_array().ok_or_else(wrong)? {
        let title = input::given(section, "title").map(|title| input::text("section", title)).transpose()?;
        let tracks = section.get("tracks").and_then(Value::as_array).ok_or_else(wrong)?;
        let tracks = tracks.iter().map(|track| input::id_of("sections", track)).collect::<Result<Vec<Id>, _>>()?;
        if read.iter().any(|(known, _)| *known == title) {
            return Err(wrong());
        }
        read.push((title, tracks));
    }
    let mut all: Vec<&Id> = read.iter().flat_map(|(_, tracks)| tracks).collect();
    let count = all.len();
    all.sort();
    all.dedup();
    if all.len() == count { Ok(read) } else { Err(wrong()) }
}

impl State {
    fn page_of(&self, person: &str) -> Page {
        self.pages.get(person).cloned().unwrap_or_default()
    }

    pub(super) fn own_page(&self, call: &Call<'_>) -> Answer {
        Ok(self.page_json(&call.actor))
    }

    pub(super) fn update_public_page(&mut self, call: &Call<'_>) -> Answer {
        let slug = match input::given(call.args, "slug").map(|slug| slug.as_str().filter(|slug| is_slug(slug))) {
            Some(None) => return Err(invalid("slug")),
            slug => slug.flatten().map(str::to_owned),
        };
        let name = input::optional_text(call.args, "name")?;
        let bio = input::given(call.args, "bio").map(|bio| prose("bio", bio, 2_000)).transpose()?;
        let avatar = input::given(call.args, "avatar").map(|at| address("avatar", at, &["https://"])).transpose()?;
        let links = input::given(call.args, "links").map(links).transpose()?;
        self.require_registered(&call.actor)?;
        let has_it = |(person, page): (&Id, &Page)| page.slug == slug && *person != call.actor;
        if slug.is_some() && self.pages.iter().any(has_it) {
            return Err(plain("slug_taken"));
        }
        let before = self.page_of(&call.actor);
        let mut page = before.clone();
        page.slug = slug.or(page.slug);
        page.name = name.or(page.name);
        if call.args.get("bio").is_some() {
            page.bio = bio;
        }
        if call.args.get("avatar").is_some() {
            page.avatar = avatar;
        }
        page.links = links.unwrap_or(page.links);
        let said = |page: &Page| {
            (page.slug.clone(), page.name.clone(), page.bio.clone(), page.avatar.clone(), page.links.clone())
        };
        if said(&page) != said(&before) {
            self.pages.insert(call.actor.clone(), page);
        }
        Ok(self.page_json(&call.actor))
    }

    /// PUB-1: the owner's to do; a track is on a page once.
    pub(super) fn add_to_public_page(&mut self, call: &Call<'_>) -> Answer {
        let scope = input::track(call.args)?;
        let section = input::optional_text(call.args, "section")?;
        self.see(&call.actor, &scope)?;
        if !self.owns(&call.actor, &scope) {
            self.require(&call.actor, &scope, "publish")?;
        }
        let mut page = self.page_of(&call.actor);
        let is_on = page.sections.iter().find(|(_, tracks)| tracks.iter().any(|id| id == scope.id()));
        let on = is_on.map(|(title, _)| title.clone());
        let last = page.sections.last().and_then(|(title, _)| title.clone());
        let title = section.clone().or(last);
        if on.is_none() || section.is_some() && on.as_ref() != Some(&title) {
            page.sections.iter_mut().for_each(|(_, tracks)| tracks.retain(|id| id != scope.id()));
            match page.sections.iter_mut().find(|(known, _)| *known == title) {
                Some((_, tracks)) => tracks.push(scope.id().to_owned()),
                None => page.sections.push((title, vec![scope.id().to_owned()])),
            }
            self.pages.insert(call.actor.clone(), page);
        }
        Ok(self.page_json(&call.actor))
    }

    pub(super) fn remove_from_public_page(&mut self, call: &Call<'_>) -> Answer {
        let scope = input::track(call.args)?;
        if !self.take_off_page(&call.actor, scope.id()) {
            return Err(not_found("track"));
        }
        Ok(self.page_json(&call.actor))
    }

    /// Answers whether it was on it.
    pub(super) fn take_off_page(&mut self, person: &str, track: &str) -> bool {
        let mut taken = false;
        for (_, tracks) in self.pages.get_mut(person).into_iter().flat_map(|page| page.sections.iter_mut()) {
            let before = tracks.len();
            tracks.retain(|id| id != track);
            taken |= tracks.len() < before;
        }
        taken
    }

    pub(super) fn reorder_public_page(&mut self, call: &Call<'_>) -> Answer {
        let wanted = sections(call.args.get("sections").unwrap_or(&Value::Null))?;
        self.require_registered(&call.actor)?;
        let mut page = self.page_of(&call.actor);
        let tracks = |sections: &[Section]| {
            let mut tracks: Vec<Id> = sections.iter().flat_map(|(_, tracks)| tracks.clone()).collect();
            tracks.sort();
            tracks
        };
        if tracks(&wanted) != tracks(&page.sections) {
            return Err(plain("conflict"));
        }
        if wanted != page.sections {
            page.sections = wanted;
            self.pages.insert(call.actor.clone(), page);
        }
        Ok(self.page_json(&call.actor))
    }

    pub(super) fn set_page_published(&mut self, call: &Call<'_>, published: bool) -> Answer {
        self.require_registered(&call.actor)?;
        let mut page = self.page_of(&call.actor);
        if published && page.slug.is_none() {
            return Err(invalid("slug"));
        }
        if published && page.name.is_none() {
            return Err(invalid("name"));
        }
        if page.published != published {
            page.published = published;
            self.pages.insert(call.actor.clone(), page);
        }
        Ok(self.page_json(&call.actor))
    }

    pub(super) fn set_page_taken_down(&mut self, call: &Call<'_>, taken_down: bool) -> Answer {
        let person = input::id(call.args, "person")?;
        let page = self.pages.get_mut(&person).ok_or_else(|| not_found("page"))?;
        page.taken_down = taken_down;
        Ok(json!({ "person": person, "condition": views::condition(taken_down) }))
    }

    /// PUB-1: published, and the page is its owner's.
    fn is_shown(&self, person: &str, track: &str) -> bool {
        let scope = Scope::Track(track.to_owned());
        let published = self.tracks.get(track).is_some_and(|track| track.stage == "published");
        published && self.owns(person, &scope) && !self.is_down(&scope)
    }

    /// What visitors see: shown tracks only, and no section without one.
    pub(super) fn public_page(&self, call: &Call<'_>) -> Answer {
        let slug = call.args.get("slug").and_then(Value::as_str);
        let is_it = |page: &Page| slug.is_some() && page.slug.as_deref() == slug && page.published && !page.taken_down;
        let (person, page) = self.pages.iter().find(|(_, page)| is_it(page)).ok_or_else(|| not_found("page"))?;
        let mut sections = Vec::new();
        for (title, tracks) in &page.sections {
            let shown = tracks.iter().filter(|track| self.is_shown(person, track));
            let title_of = |track: &Id| self.tracks.get(track).map(|track| track.title.clone());
            let shown: Vec<Value> = shown.map(|id| json!({ "track": id, "title": title_of(id) })).collect();
            if !shown.is_empty() {
                sections.push(json!({ "title": title, "tracks": shown }));
            }
        }
        Ok(json!({
            "slug": page.slug,
            "name": page.name,
            "bio": page.bio,
            "avatar": page.avatar,
            "links": links_json(page),
            "sections": sections,
        }))
    }

    fn page_json(&self, person: &str) -> Value {
        let page = self.page_of(person);
        let track = |id: &Id| {
            let title = self.tracks.get(id).map(|track| track.title.clone());
            json!({ "track": id, "title": title, "shown": self.is_shown(person, id) })
        };
        let section = |(title, tracks): &Section| json!({ "title": title, "tracks": tracks.iter().map(track).collect::<Vec<_>>() });
        json!({
            "person": person,
            "slug": page.slug,
            "name": page.name,
            "bio": page.bio,
            "avatar": page.avatar,
            "links": links_json(&page),
            "sections": page.sections.iter().map(section).collect::<Vec<_>>(),
            "published": page.published,
            "condition": views::condition(page.taken_down),
        })
    }
}

fn links_json(page: &Page) -> Vec<Value> {
    page.links.iter().map(|(label, url)| json!({ "label": label, "url": url })).collect()
}
