//! Links and playlist shares: LNK-1, LNK-3, LNK-4, LNK-7, LNK-9; OWN-4 and PER-2 where they end.

use chrono::DateTime;
use serde_json::{Map, Value, json};

use super::input::{self, invalid};
use super::model::{Id, PersonState, Scope, State};
use super::{Answer, Call, Refused, not_found, refused, views};

/// A link or playlist share. Its settings are kept as they are shown.
#[derive(Clone, Debug)]
pub(super) struct Link {
    /// The track, of a link to one.
    pub track: Option<Id>,
    /// Who shares it, of a playlist.
    pub owner: Option<Id>,
    /// The tracks of a playlist.
    pub tracks: Vec<Id>,
    /// Name, cover and filter of a playlist; all other settings but the password.
    settings: Map<String, Value>,
    pub password: Option<String>,
    pub secret: Value,
    created_at: i64,
    revoked: bool,
    pub down: bool,
    /// How many downloads were counted (LNK-8).
    pub used: u64,
}

const OF_PLAYLISTS: [&str; 4] = ["name", "cover", "tracks", "filter"];
const OF_BOTH: [&str; 8] =
    ["downloads", "stream", "not_before", "expires_at", "download_limit", "label", "excluded", "asks_review"];

fn millis(value: &Value) -> Option<i64> {
    DateTime::parse_from_rfc3339(value.as_str()?).ok().map(|at| at.timestamp_millis())
}

/// The settings of a call that are there, null among them.
fn settings(args: &Value) -> Result<Map<String, Value>, Refused> {
    let mut found = Map::new();
    for name in OF_BOTH.iter().chain(&OF_PLAYLISTS) {
        if let Some(value) = args.get(*name) {
            found.insert((*name).to_owned(), value.clone());
        }
    }
    if let Some(kinds) = found.get_mut("downloads").and_then(Value::as_array_mut) {
        let order = ["bounce", "stem", "vocal", "project_file"];
        if !kinds.iter().all(|kind| order.iter().any(|known| kind == known)) {
            return Err(invalid("downloads"));
        }
        *kinds = order.iter().filter(|kind| kinds.contains(&json!(kind))).map(|kind| json!(kind)).collect();
    }
    if found.get("download_limit") == Some(&json!(0)) {
        return Err(invalid("download_limit"));
    }
    for name in ["label", "name"] {
        if let Some(value) = found.get_mut(name).filter(|value| !value.is_null()) {
            *value = json!(input::text(name, value)?);
        }
    }
    Ok(found)
}

/// LNK-3: what is set leaves the link some time.
fn check_times(all: &Map<String, Value>, set: &Map<String, Value>, now: i64) -> Result<(), Refused> {
    let at = |name: &str| all.get(name).and_then(millis);
    let (from, until) = (at("not_before"), at("expires_at"));
    if set.contains_key("expires_at") && until.is_some_and(|until| until <= now) {
        return Err(invalid("expires_at"));
    }
    let never = from.is_some_and(|from| until.is_some_and(|until| from >= until));
    if never && (set.contains_key("expires_at") || set.contains_key("not_before")) {
        return Err(invalid("expires_at"));
    }
    Ok(())
}

fn track_ids(args: &Value) -> Result<Vec<Id>, Refused> {
    let list = args.get("tracks").and_then(Value::as_array).ok_or_else(|| invalid("tracks"))?;
    let ids: Vec<Id> = list.iter().filter_map(Value::as_str).map(str::to_lowercase).collect();
    if ids.len() > 50 {
        return Err(refused("playlist_too_long", json!({ "limit": 50 })));
    }
    let twice = ids.iter().any(|id| ids.iter().filter(|other| *other == id).count() > 1);
    if ids.is_empty() || twice { Err(invalid("tracks")) } else { Ok(ids) }
}

impl State {
    /// How many links to a track were not revoked.
    pub(super) fn links_on(&self, track: &str) -> usize {
        self.links.values().filter(|link| link.track.as_deref() == Some(track) && !link.revoked).count()
    }

    fn make_link(&mut self, call: &Call<'_>, mut link: Link, set: &Map<String, Value>) -> Value {
        for (name, value) in set {
            link.settings.insert(name.clone(), value.clone());
        }
        link.password = call.args.get("password").and_then(Value::as_str).map(str::to_owned);
        link.secret = call.made("secret").cloned().unwrap_or_default();
        let given = call.made("link").and_then(|made| made.get("id"));
        let id = self.new_id(given);
        let secret = link.secret.clone();
        self.links.insert(id.clone(), link);
        json!({ "link": self.link_json(&id, call.now), "secret": secret })
    }

    pub(super) fn create_share_link(&mut self, call: &Call<'_>) -> Answer {
        let scope = input::track(call.args)?;
        let set = settings(call.args)?;
        if OF_PLAYLISTS.iter().any(|name| set.contains_key(*name)) {
            return Err(invalid("name"));
        }
        check_times(&set, &set, call.now)?;
        self.require(&call.actor, &scope, "manage_links")?;
        let link = Link::new(call.now, Some(scope.id().to_owned()), None, Vec::new());
        Ok(self.make_link(call, link, &set))
    }

    pub(super) fn create_playlist_share(&mut self, call: &Call<'_>) -> Answer {
        let tracks = track_ids(call.args)?;
        let mut set = settings(call.args)?;
        set.remove("tracks");
        check_times(&set, &set, call.now)?;
        self.require_own(call, &tracks)?;
        let mut link = Link::new(call.now, None, Some(call.actor.clone()), tracks);
        let filter = json!({ "stages": [], "tags": [], "kinds": [] });
        link.settings.extend([
            ("name".to_owned(), Value::Null),
            ("cover".to_owned(), Value::Null),
            ("filter".to_owned(), filter),
        ]);
        Ok(self.make_link(call, link, &set))
    }

    /// LNK-7: one that is unknown goes before one that is somebody else's.
    fn require_own(&self, call: &Call<'_>, tracks: &[Id]) -> Result<(), Refused> {
        let scopes = || tracks.iter().cloned().map(Scope::Track);
        scopes().try_for_each(|scope| self.see(&call.actor, &scope).map(|_| ()))?;
        scopes().try_for_each(|scope| self.require(&call.actor, &scope, "manage_links"))
    }

    /// The link that the call names, where the actor may know of it.
    fn seen_link(&self, call: &Call<'_>) -> Result<(Id, Link), Refused> {
        let id = input::id(call.args, "link")?;
        let link = self.links.get(&id).cloned().ok_or_else(|| not_found("link"))?;
        let sees = match &link.track {
            Some(track) => self.level(&call.actor, &Scope::Track(track.clone())).is_some(),
            None => link.owner.as_ref() == Some(&call.actor),
        };
        if sees { Ok((id, link)) } else { Err(not_found("link")) }
    }

    /// EXP-5: before anything that the link says.
    fn require_owned(&self, call: &Call<'_>, link: &Link) -> Result<(), Refused> {
        match &link.track {
            Some(track) => self.require(&call.actor, &Scope::Track(track.clone()), "manage_links"),
            None => Ok(()),
        }
    }

    fn require_changeable(&self, call: &Call<'_>, link: &Link) -> Result<(), Refused> {
        match self.link_state(link, call.now) {
            state @ ("expired" | "revoked" | "used_up") => Err(refused("link_final", json!({ "state": state }))),
            _ => Ok(()),
        }
    }

    pub(super) fn update_link(&mut self, call: &Call<'_>) -> Answer {
        let mut set = settings(call.args)?;
        let tracks = set.remove("tracks").map(|_| track_ids(call.args)).transpose()?;
        check_times(&set, &set, call.now)?;
        let (id, mut link) = self.seen_link(call)?;
        self.require_owned(call, &link)?;
        let of_playlist = tracks.is_some() || OF_PLAYLISTS.iter().any(|name| set.contains_key(*name));
        if link.track.is_some() && of_playlist {
            return Err(invalid("name"));
        }
        let before = link.clone();
        link.settings.extend(set.clone());
        check_times(&link.settings, &set, call.now)?;
        if let Some(tracks) = tracks {
            self.require_own(call, &tracks)?;
            link.tracks = tracks;
        }
        self.require_changeable(call, &before)?;
        if let Some(password) = call.args.get("password") {
            link.password = password.as_str().map(str::to_owned);
        }
        self.links.insert(id.clone(), link);
        Ok(self.link_json(&id, call.now))
    }

    pub(super) fn rotate_link(&mut self, call: &Call<'_>) -> Answer {
        let (id, mut link) = self.seen_link(call)?;
        self.require_owned(call, &link)?;
        self.require_changeable(call, &link)?;
        link.secret = call.made("secret").cloned().unwrap_or_default();
        let secret = link.secret.clone();
        self.links.insert(id.clone(), link);
        Ok(json!({ "link": self.link_json(&id, call.now), "secret": secret }))
    }

    pub(super) fn revoke_link(&mut self, call: &Call<'_>) -> Answer {
        let (id, mut link) = self.seen_link(call)?;
        self.require_owned(call, &link)?;
        self.require_changeable(call, &link)?;
        link.revoked = true;
        self.links.insert(id.clone(), link);
        Ok(self.link_json(&id, call.now))
    }

    pub(super) fn set_link_down(&mut self, call: &Call<'_>, down: bool) -> Answer {
        let id = input::id(call.args, "link")?;
        self.links.get_mut(&id).ok_or_else(|| not_found("link"))?.down = down;
        Ok(json!({ "link": id, "taken_down": down }))
    }

    pub(super) fn list_links(&self, call: &Call<'_>) -> Answer {
        let track = input::optional_id(call.args, "track")?;
        if let Some(track) = &track {
            self.require(&call.actor, &Scope::Track(track.clone()), "manage_links")?;
        }
        let is_mine = |link: &Link| match &link.track {
            Some(of) => self.owns(&call.actor, &Scope::Track(of.clone())),
            None => link.owner.as_ref() == Some(&call.actor),
        };
        let reaches = |link: &Link| match &track {
            Some(track) => link.track.as_ref() == Some(track) || link.tracks.contains(track),
            None => true,
        };
        let mut found: Vec<(i64, &Id)> = self
            .links
            .iter()
            .filter(|(_, link)| is_mine(link) && reaches(link))
            .map(|(id, link)| (link.created_at, id))
            .collect();
        found.sort();
        Ok(found.into_iter().rev().map(|(_, id)| self.link_json(id, call.now)).collect())
    }

    /// The tracks that would open now.
    pub(super) fn opened_tracks<'a>(&self, link: &'a Link) -> Vec<&'a Id> {
        link.track.iter().chain(&link.tracks).filter(|id| self.shows(link, id)).collect()
    }

    /// LNK-7: a playlist's given name; else the title of what opens alone, or how many open.
    pub(super) fn link_name(&self, link: &Link) -> Value {
        let given = link.setting("name");
        if !given.is_null() {
            return given;
        }
        let opened = self.opened_tracks(link);
        match opened.first().and_then(|only| self.tracks.get(*only)) {
            Some(only) if opened.len() == 1 => json!(only.title),
            _ => json!(format!("{} Tracks", opened.len())),
        }
    }

    /// LNK-7: what a link shows of the tracks that it names.
    fn shows(&self, link: &Link, id: &Id) -> bool {
        let Some(track) = self.tracks.get(id).filter(|track| !track.taken_down) else { return false };
        let wanted = |name: &str| -> Vec<&str> {
            let list = link.settings.get("filter").and_then(|filter| filter.get(name)).and_then(Value::as_array);
            list.into_iter().flatten().filter_map(Value::as_str).collect()
        };
        let (stages, tags) = (wanted("stages"), wanted("tags"));
        let has = |tag: &&str| track.tags.iter().any(|other| other.to_lowercase() == tag.to_lowercase());
        link.owner.as_ref().is_none_or(|owner| track.owner == *owner)
            && (stages.is_empty() || stages.contains(&track.stage.as_str()))
            && (tags.is_empty() || tags.iter().any(has))
    }

    /// EXP-1: the links and playlists that show a track to visitors, or will when their time has come, newest first.
    pub(super) fn reaching_links(&self, track: &Id, now: i64) -> Value {
        let names = |link: &Link| link.track.as_ref() == Some(track) || link.tracks.contains(track);
        let opens = |link: &Link| !link.down && ["active", "not_yet"].contains(&self.link_state(link, now));
        let reaching =
            self.links.iter().rev().filter(|(_, link)| names(link) && opens(link) && self.shows(link, track));
        let reach = |(id, link): (&Id, &Link)| {
            let state = self.link_state(link, now);
            json!({ "link": id, "playlist": link.owner.is_some(), "state": state, "created_at": views::instant(link.created_at) })
        };
        reaching.map(reach).collect()
    }

    pub(super) fn sharer(&self, link: &Link) -> Option<Id> {
        self.tracks.get(link.track.as_ref()?).map(|track| track.owner.clone())
    }

    /// LNK-3.
    pub(super) fn link_state(&self, link: &Link, now: i64) -> &'static str {
        let at = |name: &str| link.settings.get(name).and_then(millis);
        let gone = link.track.as_ref().is_some_and(|track| !self.tracks.contains_key(track));
        if link.revoked || gone {
            "revoked"
        } else if at("expires_at").is_some_and(|until| until <= now) {
            "expired"
        } else if link.setting("download_limit").as_u64().is_some_and(|limit| link.used >= limit) {
            "used_up"
        } else if at("not_before").is_some_and(|from| now < from) {
            "not_yet"
        } else {
            "active"
        }
    }

    fn link_json(&self, id: &Id, now: i64) -> Value {
        let Some(link) = self.links.get(id) else { return Value::Null };
        let shown = json!({
            "id": id,
            "track": link.track,
            "playlist": null,
            "state": self.link_state(link, now),
            "taken_down": link.down,
            "has_password": link.password.is_some(),
            "used": link.used,
            "created_at": views::instant(link.created_at),
        });
        let mut shown = shown.as_object().cloned().unwrap_or_default();
        shown.extend(OF_BOTH.map(|name| (name.to_owned(), link.setting(name))));
        if link.owner.is_some() {
            let (name, cover, filter) = (self.link_name(link), link.setting("cover"), link.setting("filter"));
            let playlist = json!({ "name": name, "cover": cover, "tracks": link.tracks, "filter": filter });
            shown.insert("playlist".to_owned(), playlist);
        }
        Value::Object(shown)
    }

    /// OWN-4: the old owner's playlists lose a track that is handed over.
    pub(super) fn lose_track(&mut self, track: &str, owner: &str) -> Vec<Id> {
        let mut changed = Vec::new();
        for (id, link) in &mut self.links {
            if link.owner.as_deref() == Some(owner) && !link.revoked && link.tracks.iter().any(|one| one == track) {
                link.tracks.retain(|one| one != track);
                changed.push(id.clone());
            }
        }
        changed
    }

    /// PER-2: what an erased person shares is over, and for nobody any more.
    pub(super) fn end_playlists(&mut self) {
        let erased = |id: &Id| self.people.get(id).is_some_and(|person| person.state == PersonState::Erased);
        let over: Vec<Id> = self
            .links
            .iter()
            .filter(|(_, link)| link.owner.as_ref().is_some_and(erased))
            .map(|(id, _)| id.clone())
            .collect();
        for id in over {
            if let Some(link) = self.links.get_mut(&id) {
                link.revoked = true;
                link.settings.insert("label".to_owned(), Value::Null);
            }
        }
    }
}

impl Link {
    pub(super) fn setting(&self, name: &str) -> Value {
        self.settings.get(name).cloned().unwrap_or_default()
    }

    fn new(created_at: i64, track: Option<Id>, owner: Option<Id>, tracks: Vec<Id>) -> Self {
        let settings = json!({
            "downloads": [], "stream": true, "not_before": null, "expires_at": null,
            "download_limit": null, "label": null, "excluded": [], "asks_review": false,
        });
        let settings = settings.as_object().cloned().unwrap_or_default();
        let (password, secret) = (None, Value::Null);
        Self { track, owner, tracks, settings, password, secret, created_at, revoked: false, down: false, used: 0 }
    }
}
