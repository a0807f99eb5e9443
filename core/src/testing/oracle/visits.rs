//! Visitors of links: LNK-4 to LNK-8, one answer on every route.

use serde_json::{Value, json};

use super::files::{Bearer, File, Ticket, is_audio};
use super::input;
use super::links::Link;
use super::model::{Id, Scope, State};
use super::{Answer, Call, Refused, not_found, plain, views};

impl Link {
    fn allows(&self, kind: &str) -> bool {
        self.setting("downloads").as_array().is_some_and(|kinds| kinds.contains(&json!(kind)))
    }

    /// Whether a file is there for a visitor at all.
    fn shows(&self, file: &File) -> bool {
        let excluded = self.setting("excluded");
        let kinds = self.setting("filter").get("kinds").and_then(Value::as_array).cloned().unwrap_or_default();
        let passes = kinds.is_empty() || kinds.contains(&json!(file.kind));
        passes && !excluded.as_array().is_some_and(|all| all.contains(&json!(file.id)))
    }

    fn plays(&self, file: &File) -> bool {
        let streams = self.setting("stream") == json!(true);
        streams && is_audio(&file.name) && (file.kind == "bounce" || self.allows(file.kind))
    }
}

impl State {
    fn link_of(&self, secret: &Value) -> Option<(&Id, &Link)> {
        self.links.iter().find(|(_, link)| link.secret == *secret && !secret.is_null())
    }

    /// LNK-4: whoever may not enter gets one same answer.
    fn enter(&self, link: &Link, password: Option<&str>, now: i64, is_counted: bool) -> Result<(), Refused> {
        let down = link.track.as_ref().is_some_and(|track| self.is_down(&Scope::Track(track.clone())));
        let state = self.link_state(link, now);
        // LNK-8: a download that was counted goes on though it was the last.
        let is_open = state == "active" || (is_counted && state == "used_up");
        if link.down || down || !is_open {
            return Err(plain("link_unavailable"));
        }
        match &link.password {
            Some(wanted) if Some(wanted.as_str()) != password => Err(plain("password_required")),
            _ => Ok(()),
        }
    }

    /// The file, where a link shows it and the visitor may have it so.
    fn given_file(&self, link: &Link, to_download: bool, track: &Id, id: &str) -> Result<(), Refused> {
        let is_shown = self.opened_tracks(link).contains(&track);
        let file = self.file(track, id).ok().filter(|file| is_shown && link.shows(file));
        let file = file.ok_or_else(|| not_found("file"))?;
        let may = if to_download { link.allows(file.kind) } else { link.plays(file) };
        if may { Ok(()) } else { Err(plain("download_not_allowed")) }
    }

    pub(super) fn visit(&mut self, operation: &str, call: &Call<'_>) -> Answer {
        let secret = call.args.get("secret").cloned().unwrap_or_default();
        let (id, link) = self.link_of(&secret).ok_or_else(|| plain("link_unavailable"))?;
        let (id, link) = (id.clone(), link.clone());
        let password = call.args.get("password").and_then(Value::as_str);
        self.enter(&link, password, call.now, false)?;
        if operation == "open" {
            return Ok(self.opened(&link));
        }
        let to_download = operation == "download";
        let track = input::id(call.args, "track")?;
        let file = call.args.get("file").and_then(Value::as_str).unwrap_or_default();
        self.given_file(&link, to_download, &track, file)?;
        let bearer = Bearer::Visitor(id, secret, link.password);
        self.give(call, bearer, to_download, (&track, file))
    }

    /// LNK-11: whose the link is is told, of no name.
    pub(super) fn review_link(&mut self, call: &Call<'_>) -> Answer {
        input::text("name", call.args.get("name").unwrap_or(&Value::Null))?;
        let secret = call.args.get("secret").cloned().unwrap_or_default();
        let (id, link) = self.link_of(&secret).ok_or_else(|| plain("link_unavailable"))?;
        let (id, link) = (id.clone(), link.clone());
        let password = call.args.get("password").and_then(Value::as_str);
        self.enter(&link, password, call.now, false)?;
        if link.setting("asks_review") != json!(true) {
            return Err(plain("review_not_asked"));
        }
        let track = input::optional_id(call.args, "track")?;
        if track.is_some_and(|track| !self.opened_tracks(&link).contains(&&track)) {
            return Err(not_found("track"));
        }
        let owner = link.owner.clone().or_else(|| self.sharer(&link));
        let scope = link.track.clone().map(Scope::Track);
        let title = match &scope {
            Some(scope) => self.title_of(scope),
            None => self.link_name(&link).as_str().map(str::to_owned),
        };
        if let Some(owner) = owner {
            self.tell_reviewed(&owner, &id, scope, title);
        }
        let review = self.new_id(call.made("review"));
        Ok(json!({ "review": review, "verdict": call.args.get("verdict") }))
    }

    /// LNK-5: a visitor's ticket dies with the secret, and asks anew where the password has changed.
    pub(super) fn readmit(
        &self,
        call: &Call<'_>,
        link: &Id,
        secret: &Value,
        password: Option<&str>,
        ticket: &Ticket,
    ) -> Result<(), Refused> {
        let link = self.links.get(link).filter(|link| link.secret == *secret);
        let link = link.ok_or_else(|| plain("link_unavailable"))?;
        self.enter(link, password, call.now, ticket.to_download && ticket.counted)?;
        self.given_file(link, ticket.to_download, &ticket.track, &ticket.file)
    }

    /// LNK-8: a visitor's download counts once, when its ticket is first redeemed.
    pub(super) fn count_download(&mut self, text: &str) {
        let Some(ticket) = self.tickets.get_mut(text) else { return };
        let Bearer::Visitor(link, ..) = &ticket.bearer else { return };
        if ticket.to_download && !ticket.counted {
            ticket.counted = true;
            if let Some(link) = self.links.get_mut(link) {
                link.used += 1;
            }
        }
    }

    fn opened(&self, link: &Link) -> Value {
        let tracks: Vec<Value> = self.opened_tracks(link).into_iter().map(|id| self.opened_json(link, id)).collect();
        let sharer = link.owner.clone().or_else(|| self.sharer(link));
        json!({
            "name": self.link_name(link),
            "by_name": sharer.and_then(|sharer| self.name_of(&sharer)),
            "cover": link.setting("cover"),
            "asks_review": link.setting("asks_review"),
            "tracks": tracks,
        })
    }

    fn opened_json(&self, link: &Link, id: &Id) -> Value {
        let track = self.tracks.get(id);
        let mut files: Vec<&File> = self.files_of(id).iter().filter(|file| link.shows(file)).collect();
        files.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
        let shown = files.iter().map(|file| {
            json!({
                "id": file.id,
                "name": file.name,
                "kind": file.kind,
                "size": file.content.len(),
                "modified_at": views::instant(file.modified_at),
                "can_play": link.plays(file),
                "can_download": link.allows(file.kind),
            })
        });
        let allowed: Vec<(&File, bool)> = files.iter().map(|file| (*file, link.allows(file.kind))).collect();
        let preview = File::preview(&allowed);
        json!({
            "track": id,
            "title": track.map(|track| &track.title),
            "bpm": track.and_then(|track| track.bpm).map(views::decimal),
            "key": track.and_then(|track| track.key.as_ref()),
            "files": shown.collect::<Vec<_>>(),
            "preview": if link.setting("stream") == json!(true) { preview } else { Value::Null },
        })
    }
}
