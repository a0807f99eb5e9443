//! Files of tracks: FIL-1, FIL-4, FIL-5, and the tickets of people with access (LNK-5).

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::input::{self, invalid};
use super::model::{Id, Scope, State};
use super::{Answer, Call, Refused, not_found, plain, views};

/// A file as its store has it.
#[derive(Clone, Debug)]
pub(super) struct File {
    pub id: String,
    pub name: String,
    pub kind: &'static str,
    pub content: String,
    pub modified_at: i64,
    /// Who put its content there.
    pub by: Id,
}

/// Whose a ticket is.
#[derive(Clone, Debug)]
pub(super) enum Bearer {
    Person(Id),
    /// The link, the secret it had, and its password then.
    Visitor(Id, Value, Option<String>),
}

#[derive(Clone, Debug)]
pub(super) struct Ticket {
    pub bearer: Bearer,
    pub to_download: bool,
    pub track: Id,
    pub file: String,
    pub until: i64,
    /// Whether its download was counted (LNK-8).
    pub counted: bool,
}

/// For how long a ticket is good, in milliseconds.
pub(super) const TICKET_MS: i64 = 300_000;

/// The four that have a folder each, then the two that lie beside.
const KINDS: [&str; 6] = ["bounce", "stem", "vocal", "project_file", "artwork", "other"];

fn extension(name: &str) -> String {
    name.rsplit_once('.').map(|(_, extension)| extension.to_lowercase()).unwrap_or_default()
}

pub(super) fn is_audio(name: &str) -> bool {
    ["wav", "mp3", "flac"].contains(&extension(name).as_str())
}

/// FIL-1: the folder decides; beside the folders a picture is artwork (ruling 62).
fn kind_of(said: &str, name: &str) -> Option<&'static str> {
    let kind = KINDS.into_iter().find(|kind| *kind == said)?;
    let beside = if extension(name) == "png" { "artwork" } else { "other" };
    Some(if ["artwork", "other"].contains(&kind) { beside } else { kind })
}

fn has_folder(kind: &str) -> bool {
    !["artwork", "other"].contains(&kind)
}

fn name_of(args: &Value) -> Result<String, Refused> {
    let name = args.get("name").and_then(Value::as_str).unwrap_or_default();
    let is_bad = name.is_empty() || name.contains(['/', '\\', ':']);
    if is_bad { Err(invalid("name")) } else { Ok(name.to_owned()) }
}

impl File {
    /// LNK-6, ruling 62: the newest master, else the newest bounce, else audio that may be had.
    pub(super) fn preview(files: &[(&Self, bool)]) -> Value {
        let is_master = |file: &Self| {
            let name = file.name.to_lowercase();
            name.split(|mark: char| !mark.is_alphanumeric()).any(|word| word == "master")
        };
        let rank = |file: &Self, is_allowed: bool| match file.kind {
            _ if !is_audio(&file.name) => 9,
            "bounce" if is_master(file) => 0,
            "bounce" => 1,
            _ if is_allowed => 2,
            _ => 9,
        };
        let mut ranked: Vec<_> = files
            .iter()
            .map(|(file, is_allowed)| {
                (rank(file, *is_allowed), -file.modified_at, file.name.to_lowercase(), &file.name, &file.id)
            })
            .filter(|(rank, ..)| *rank < 9)
            .collect();
        ranked.sort();
        ranked.first().map(|(.., id)| json!(id)).unwrap_or_default()
    }

    fn hash(&self) -> String {
        let block = Sha256::digest(self.content.as_bytes());
        let whole = if self.content.is_empty() { Sha256::digest([]) } else { Sha256::digest(block) };
        whole.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl State {
    pub(super) fn files_of(&self, track: &str) -> &[File] {
        self.files.get(track).map(Vec::as_slice).unwrap_or_default()
    }

    pub(super) fn file(&self, track: &str, id: &str) -> Result<&File, Refused> {
        self.files_of(track).iter().find(|file| file.id == id).ok_or_else(|| not_found("file"))
    }

    /// The newest bounce that can be heard; of several the first by name.
    pub(super) fn latest_version(&self, track: &str) -> Value {
        let bounces = self.files_of(track).iter().filter(|file| file.kind == "bounce" && is_audio(&file.name));
        let newest = bounces.min_by_key(|file| (-file.modified_at, file.name.to_lowercase(), &file.id));
        let shown = newest.map(|file| {
            let (size, at) = (file.content.len(), views::instant(file.modified_at));
            json!({ "file": file.id, "name": file.name, "size": size, "at": at, "by": file.by })
        });
        json!(shown)
    }

    fn changed_json(track: &str, file: &File) -> Value {
        json!({ "track": track, "file": file.id, "name": file.name, "kind": file.kind })
    }

    pub(super) fn list_files(&self, call: &Call<'_>) -> Answer {
        let scope = input::track(call.args)?;
        self.see(&call.actor, &scope)?;
        let mut files: Vec<&File> = self.files_of(scope.id()).iter().collect();
        let place = |kind: &str| KINDS.iter().position(|known| *known == kind);
        files.sort_by(|a, b| (place(a.kind), &a.name, &a.id).cmp(&(place(b.kind), &b.name, &b.id)));
        let shown = files.iter().map(|file| {
            json!({
                "id": file.id,
                "name": file.name,
                "kind": file.kind,
                "size": file.content.len(),
                "modified_at": views::instant(file.modified_at),
                "content_hash": file.hash(),
            })
        });
        let all: Vec<(&File, bool)> = files.iter().map(|file| (*file, true)).collect();
        Ok(json!({
            "track": scope.id(),
            "files": shown.collect::<Vec<_>>(),
            "preview": File::preview(&all),
            "transfer_pending": self.is_transfer_pending(&scope),
        }))
    }

    /// FIL-5: whether the files lie with a former owner.
    pub(super) fn is_transfer_pending(&self, scope: &Scope) -> bool {
        self.holders.get(scope.id()).is_some_and(|holder| Some(holder) != self.owner_of(scope))
    }

    pub(super) fn upload_file(&mut self, call: &Call<'_>) -> Answer {
        let scope = input::track(call.args)?;
        let name = name_of(call.args)?;
        let said = call.args.get("kind").and_then(Value::as_str).unwrap_or_default();
        let kind = kind_of(said, &name).ok_or_else(|| invalid("kind"))?;
        self.require(&call.actor, &scope, "edit_files")?;
        let track = scope.id().to_owned();
        if let Some(owner) = self.owner_of(&scope).cloned() {
            self.holders.entry(track.clone()).or_insert(owner);
        }
        let content = call.args.get("content").and_then(Value::as_str).unwrap_or_default().to_owned();
        let replaces = call.args.get("replaces") == Some(&json!(true));
        let given = call.made("file").and_then(Value::as_str).unwrap_or_default().to_owned();
        let files = self.files.entry(track.clone()).or_default();
        let is_same = |file: &&mut File| file.kind == kind && file.name.to_lowercase() == name.to_lowercase();
        let shown = match files.iter_mut().find(is_same) {
            Some(_) if !replaces => return Err(plain("conflict")),
            Some(file) => {
                (file.content, file.modified_at, file.by) = (content, call.now, call.actor.clone());
                Self::changed_json(&track, file)
            }
            None => {
                let by = call.actor.clone();
                let file = File { id: given, name, kind, content, modified_at: call.now, by };
                let shown = Self::changed_json(&track, &file);
                files.push(file);
                shown
            }
        };
        self.tell_files(&scope, 1);
        Ok(shown)
    }

    pub(super) fn rename_file(&mut self, call: &Call<'_>) -> Answer {
        let scope = input::track(call.args)?;
        let name = name_of(call.args)?;
        self.require(&call.actor, &scope, "edit_files")?;
        let id = call.args.get("file").and_then(Value::as_str).unwrap_or_default();
        let before = self.file(scope.id(), id)?;
        let kind = kind_of(before.kind, &name).ok_or_else(|| invalid("kind"))?;
        let is_beside = |other: &str| !has_folder(kind) && !has_folder(other);
        let is_taken = self.files_of(scope.id()).iter().any(|other| {
            let is_near = other.kind == kind || is_beside(other.kind);
            other.id != id && is_near && other.name.to_lowercase() == name.to_lowercase()
        });
        if is_taken {
            return Err(plain("conflict"));
        }
        let mut shown = Value::Null;
        for file in self.files.entry(scope.id().to_owned()).or_default().iter_mut().filter(|file| file.id == id) {
            (file.name, file.kind) = (name.clone(), kind);
            shown = Self::changed_json(scope.id(), file);
        }
        Ok(shown)
    }

    pub(super) fn delete_file(&mut self, call: &Call<'_>) -> Answer {
        let scope = input::track(call.args)?;
        self.require(&call.actor, &scope, "edit_files")?;
        let id = call.args.get("file").and_then(Value::as_str).unwrap_or_default();
        let shown = Self::changed_json(scope.id(), self.file(scope.id(), id)?);
        self.files.entry(scope.id().to_owned()).or_default().retain(|file| file.id != id);
        Ok(shown)
    }

    /// Keeps a ticket under the text that the real library gave it.
    pub(super) fn give(
        &mut self,
        call: &Call<'_>,
        bearer: Bearer,
        to_download: bool,
        (track, id): (&str, &str),
    ) -> Answer {
        let file = self.file(track, id)?;
        let ticket = call.made("ticket").cloned().unwrap_or_default();
        let mut shown = Self::changed_json(track, file);
        if let Some(fields) = shown.as_object_mut() {
            fields.insert("ticket".to_owned(), ticket.clone());
        }
        let (track, file, until) = (track.to_owned(), id.to_owned(), call.now + TICKET_MS);
        let kept = Ticket { bearer, to_download, track, file, until, counted: false };
        self.tickets.insert(ticket.as_str().unwrap_or_default().to_owned(), kept);
        Ok(shown)
    }

    pub(super) fn file_ticket(&mut self, call: &Call<'_>, to_download: bool) -> Answer {
        let scope = input::track(call.args)?;
        self.require(&call.actor, &scope, if to_download { "download" } else { "play" })?;
        let id = call.args.get("file").and_then(Value::as_str).unwrap_or_default().to_owned();
        self.give(call, Bearer::Person(call.actor.clone()), to_download, (scope.id(), &id))
    }

    /// LNK-5: link or access are asked again at each redemption.
    pub(super) fn redeem(&mut self, call: &Call<'_>) -> Answer {
        let text = call.args.get("ticket").and_then(Value::as_str).unwrap_or_default();
        let ticket = self.tickets.get(text).filter(|ticket| call.now < ticket.until).cloned();
        let ticket = ticket.ok_or_else(|| not_found("ticket"))?;
        match &ticket.bearer {
            Bearer::Person(person) => {
                let action = if ticket.to_download { "download" } else { "play" };
                self.require(person, &Scope::Track(ticket.track.clone()), action)?;
            }
            Bearer::Visitor(link, secret, password) => {
                self.readmit(call, link, secret, password.as_deref(), &ticket)?
            }
        }
        let file = self.file(&ticket.track, &ticket.file)?;
        let size = file.content.len();
        let range: Vec<usize> =
            call.args.get("range").and_then(|range| serde_json::from_value(range.clone()).ok()).unwrap_or_default();
        let (from, end) = match range[..] {
            [first] => (first, size),
            [first, last] => (first, size.min(last.saturating_add(1))),
            _ => (0, size),
        };
        if from >= end && !range.is_empty() {
            return Err(invalid("range"));
        }
        let media_type = match extension(&file.name).as_str() {
            "wav" => "audio/wav",
            "mp3" => "audio/mpeg",
            "png" => "image/png",
            _ => "application/octet-stream",
        };
        let bytes = file.content.get(from..end).unwrap_or_default();
        let shown = json!({ "name": file.name, "media_type": media_type, "size": size, "from": from, "bytes": bytes });
        self.count_download(text);
        Ok(shown)
    }
}
