//! Imports (SPEC §9).

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::comments::prose;
use super::input::{self, invalid};
use super::model::{Id, Level, Scope, State};
use super::{Answer, Call, Refused, not_found, views};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ImportState {
    Pending,
    Accepted,
    Dismissed,
    Ended,
}

#[derive(Clone, Debug)]
pub(super) struct File {
    pub name: String,
    pub folder: String,
    pub size: u64,
    pub kind: String,
}

#[derive(Clone, Debug)]
pub(super) struct Import {
    pub to: Id,
    pub from: Option<Id>,
    /// Name and address of an outsider.
    pub contact: Option<(String, String)>,
    pub files: Vec<File>,
    pub note: Option<String>,
    pub meant_track: Option<Id>,
    pub meant_name: Option<String>,
    /// The track chosen for it, then that it was accepted into.
    pub track: Option<Id>,
    pub submitted_at: i64,
    pub state: ImportState,
    pub sent_again: bool,
}

/// IMP-2: the nearest folder that names a kind, then what the name says.
fn guess(folder: &str, name: &str) -> &'static str {
    for part in folder.rsplit('/') {
        match part.to_lowercase().as_str() {
            "bounces" => return "bounce",
            "stems" => return "stem",
            "vocals" => return "vocal",
            "projects" => return "project_file",
            _ => {}
        }
    }
    let name = name.to_lowercase();
    let says = |words: &[&str]| words_of(stem(&name)).iter().any(|word| words.contains(&word.as_str()));
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "als" | "flp" | "ptx" | "logicx" => "project_file",
        "png" | "jpg" => "artwork",
        "wav" | "mp3" | "flac" if says(&["stem", "stems"]) => "stem",
        "wav" | "mp3" | "flac" if says(&["mix", "master", "bounce", "final", "demo"]) => "bounce",
        "wav" | "mp3" | "flac" if says(&["vocal", "vocals", "vox"]) => "vocal",
        "wav" | "mp3" | "flac" if says(&["kick", "snare", "bass", "drums", "strings"]) => "stem",
        "wav" | "mp3" | "flac" => "bounce",
        _ => "other",
    }
}

fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

fn words_of(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    words.filter(|word| !word.is_empty()).collect()
}

/// How many of all words two texts share; a longer title that is there whole is likely.
fn likeness(title: &str, source: &str) -> usize {
    let (title, source) = (words_of(title), words_of(source));
    let all = title.len() + source.len();
    let shared = title.intersection(&source).count();
    let percent = (200 * shared).checked_div(all).unwrap_or(0);
    let whole = title.len() > 1 && shared == title.len();
    if whole { percent.max(60) } else { percent }
}

fn files(args: &Value) -> Result<Vec<File>, Refused> {
    let given = args.get("files").and_then(Value::as_array).filter(|files| !files.is_empty());
    let given = given.ok_or_else(|| invalid("files"))?;
    if given.len() > 500 {
        return Err(input::over_limit("files", 500));
    }
    let file = |file: &Value| {
        let name = file.get("name").and_then(Value::as_str).filter(|name| !name.is_empty() && !name.contains('/'));
        let name = name.ok_or_else(|| invalid("name"))?.to_owned();
        let folder = file.get("folder").and_then(Value::as_str).unwrap_or_default().to_owned();
        let size = file.get("size").and_then(Value::as_u64).ok_or_else(|| invalid("files"))?;
        let kind = guess(&folder, &name).to_owned();
        Ok(File { name, folder, size, kind })
    };
    given.iter().map(file).collect()
}

impl State {
    /// What is sent, by nobody to nobody yet.
    fn parcel(call: &Call<'_>) -> Result<Import, Refused> {
        Ok(Import {
            to: input::id(call.args, "to")?,
            from: None,
            contact: None,
            files: files(call.args)?,
            note: input::given(call.args, "note").map(|note| prose("note", note, 10_000)).transpose()?,
            meant_track: input::optional_id(call.args, "track")?,
            meant_name: input::optional_text(call.args, "track_name")?,
            track: None,
            submitted_at: call.now,
            state: ImportState::Pending,
            sent_again: false,
        })
    }

    fn keep_import(&mut self, call: &Call<'_>, import: Import) -> Value {
        let id = self.new_id(call.made("id"));
        self.tell_of_import(&import.to, "import_received", &id);
        self.imports.insert(id.clone(), import);
        self.import_json(&id, &call.actor)
    }

    pub(super) fn submit_import(&mut self, call: &Call<'_>) -> Answer {
        let mut import = Self::parcel(call)?;
        if import.to == call.actor {
            return Err(invalid("to"));
        }
        self.require_registered(&call.actor)?;
        self.require_registered(&import.to)?;
        if let Some(track) = &import.meant_track {
            self.see(&call.actor, &Scope::Track(track.clone()))?;
        }
        import.from = Some(call.actor.clone());
        Ok(self.keep_import(call, import))
    }

    pub(super) fn receive_import(&mut self, call: &Call<'_>) -> Answer {
        let name = input::needed_text(call.args, "name")?;
        let email = input::email(call.args.get("email").unwrap_or(&Value::Null))?;
        let mut import = Self::parcel(call)?;
        if import.meant_track.is_some() {
            return Err(invalid("track"));
        }
        self.require_registered(&import.to)?;
        import.contact = Some((name, email));
        Ok(self.keep_import(call, import))
    }

    pub(super) fn resubmit_import(&mut self, call: &Call<'_>) -> Answer {
        let id = input::id(call.args, "import")?;
        let sent = self.imports.get(&id).filter(|import| import.from.as_ref() == Some(&call.actor));
        let sent = sent.filter(|import| import.state == ImportState::Dismissed && !import.sent_again);
        let mut again = sent.cloned().ok_or_else(|| not_found("import"))?;
        self.require_registered(&call.actor)?;
        if let Some(track) = &again.meant_track {
            self.see(&call.actor, &Scope::Track(track.clone()))?;
        }
        for file in &mut again.files {
            file.kind = guess(&file.folder, &file.name).to_owned();
        }
        (again.state, again.submitted_at, again.track) = (ImportState::Pending, call.now, None);
        if let Some(sent) = self.imports.get_mut(&id) {
            sent.sent_again = true;
        }
        Ok(self.keep_import(call, again))
    }

    /// The actor's own, which waits.
    fn waiting(&mut self, call: &Call<'_>) -> Result<(Id, &mut Import), Refused> {
        let id = input::id(call.args, "import")?;
        let import = self.imports.get_mut(&id).filter(|import| import.to == call.actor);
        let import = import.filter(|import| import.state == ImportState::Pending);
        import.map(|import| (id, import)).ok_or_else(|| not_found("import"))
    }

    pub(super) fn update_import(&mut self, call: &Call<'_>) -> Answer {
        let track = input::optional_id(call.args, "track")?;
        let (id, import) = self.waiting(call)?;
        for correction in call.args.get("kinds").and_then(Value::as_array).into_iter().flatten() {
            let place = correction.get("file").and_then(Value::as_u64).and_then(|place| usize::try_from(place).ok());
            let file = place.and_then(|place| import.files.get_mut(place)).ok_or_else(|| invalid("kinds"))?;
            file.kind = correction.get("kind").and_then(Value::as_str).unwrap_or_default().to_owned();
        }
        if call.args.get("track").is_some() {
            import.track.clone_from(&track);
        }
        if let Some(track) = track {
            self.see(&call.actor, &Scope::Track(track))?;
        }
        Ok(self.import_json(&id, &call.actor))
    }

    pub(super) fn accept_import(&mut self, call: &Call<'_>) -> Answer {
        let id = input::id(call.args, "import")?;
        let track = input::optional_id(call.args, "track")?;
        let title = input::optional_text(call.args, "title")?;
        if track.is_some() == title.is_some() {
            return Err(invalid("track"));
        }
        let accepted = |import: &Import| import.to == call.actor && import.state == ImportState::Accepted;
        if self.imports.get(&id).is_some_and(accepted) {
            return Ok(self.import_json(&id, &call.actor));
        }
        self.waiting(call)?;
        let into = match track {
            Some(track) => {
                self.require(&call.actor, &Scope::Track(track.clone()), "edit_files")?;
                track
            }
            None => {
                let made = json!({ "id": call.made("track") });
                let created = call.created.map(|_| &made);
                let made = self.create_track(&Call { created, actor: call.actor.clone(), ..*call })?;
                made.get("id").and_then(Value::as_str).unwrap_or_default().to_owned()
            }
        };
        let scope = Scope::Track(into.clone());
        let mut files = 0;
        if let Some(import) = self.imports.get_mut(&id) {
            (import.state, import.track) = (ImportState::Accepted, Some(into));
            files = import.files.len();
        }
        self.tell_sender("import_accepted", &id);
        self.tell_files(&scope, files);
        Ok(self.import_json(&id, &call.actor))
    }

    pub(super) fn dismiss_import(&mut self, call: &Call<'_>) -> Answer {
        let (id, import) = self.waiting(call)?;
        import.state = ImportState::Dismissed;
        self.tell_sender("import_dismissed", &id);
        Ok(self.import_json(&id, &call.actor))
    }

    /// NTF-1: of the answer.
    fn tell_sender(&mut self, what: &'static str, id: &str) {
        if let Some(from) = self.imports.get(id).and_then(|import| import.from.clone()) {
            self.tell_of_import(&from, what, id);
        }
    }

    /// PER-2: nobody reads them any more, and outsiders are forgotten.
    pub(super) fn end_imports(&mut self, person: &str) {
        for import in self.imports.values_mut().filter(|import| import.to == person) {
            // PER-2: what the sender wrote goes with whom it was for.
            (import.contact, import.note, import.meant_name) = (None, None, None);
            if import.state != ImportState::Accepted {
                import.state = ImportState::Ended;
            }
        }
    }

    /// IMP-2: tracks that the recipient may upload to, likeliest first, at most five.
    pub(super) fn import(&self, call: &Call<'_>) -> Answer {
        let id = input::id(call.args, "import")?;
        let concerns = |import: &&Import| import.to == call.actor || import.from.as_ref() == Some(&call.actor);
        let import = self.imports.get(&id).filter(concerns).ok_or_else(|| not_found("import"))?;
        let mut likely: Vec<(usize, &Id)> = Vec::new();
        for (track, details) in self.tracks.iter().filter(|_| import.to == call.actor) {
            if self.level(&call.actor, &Scope::Track(track.clone())) < Some(Level::Editor) {
                continue;
            }
            let files = import.files.iter().flat_map(|file| file.folder.split('/').chain([stem(&file.name)]));
            let sources = import.meant_name.as_deref().into_iter().chain(files);
            let best = sources.map(|source| likeness(&details.title, source)).max().unwrap_or(0);
            let likeness = if import.meant_track.as_ref() == Some(track) { 100 } else { best };
            if likeness >= 50 {
                likely.push((likeness, track));
            }
        }
        likely.sort();
        let title = |track: &Id| self.tracks.get(track).map(|track| track.title.clone());
        let suggestions: Vec<Value> = likely
            .into_iter()
            .rev()
            .take(5)
            .map(|(likeness, track)| json!({ "track": track, "title": title(track), "likeness": likeness }))
            .collect();
        Ok(json!({ "import": self.import_json(&id, &call.actor), "suggestions": suggestions }))
    }

    /// IMP-4: with the invitations that wait, newest first.
    pub(super) fn imports(&self, call: &Call<'_>) -> Answer {
        let state = input::optional_text(call.args, "state")?;
        let from = input::optional_id(call.args, "from")?;
        let mut entries: Vec<(Id, String, Option<Id>, Value)> = Vec::new();
        if !self.is_registered(&call.actor) {
            return Ok(json!({ "entries": [] }));
        }
        for (id, import) in self.imports.iter().filter(|(_, import)| import.to == call.actor) {
            let shown = json!({ "import": self.import_json(id, &call.actor) });
            entries.push((id.clone(), state_word(import.state).to_owned(), import.from.clone(), shown));
        }
        for entry in self.inbox(call)?.as_array().into_iter().flatten() {
            let text = |field: &str| entry.get(field).and_then(Value::as_str).map(str::to_owned);
            let id = text("invitation").unwrap_or_default();
            entries.push((id, "pending".to_owned(), text("by"), json!({ "invitation": entry })));
        }
        entries.sort_by(|one, other| other.0.cmp(&one.0));
        entries.retain(|(_, stands, sender, _)| {
            state.as_ref().is_none_or(|state| state == stands) && (from.is_none() || from == *sender)
        });
        let entries: Vec<Value> = entries.into_iter().map(|(_, _, _, entry)| entry).collect();
        Ok(json!({ "entries": entries }))
    }

    fn import_json(&self, id: &str, viewer: &str) -> Value {
        let Some(import) = self.imports.get(id) else {
            return Value::Null;
        };
        let name = import.from.as_ref().and_then(|from| self.name_of(from));
        let file =
            // Bytes are no part of random histories: none come.
            |file: &File| json!({ "name": file.name, "folder": file.folder, "size": file.size, "kind": file.kind, "arrived": false });
        json!({
            "id": id,
            "to": import.to,
            "from": import.from,
            "from_name": name.or_else(|| import.contact.as_ref().map(|(name, _)| name.clone())),
            "from_email": import.contact.as_ref().map(|(_, email)| email.clone()),
            "note": import.note,
            "meant_track": import.meant_track,
            "meant_name": import.meant_name,
            "carried": false,
            "files": import.files.iter().map(file).collect::<Vec<_>>(),
            "track": import.track.as_ref().filter(|_| import.to == viewer),
            "submitted_at": views::instant(import.submitted_at),
            "state": state_word(import.state),
        })
    }
}

fn state_word(state: ImportState) -> &'static str {
    match state {
        ImportState::Pending => "pending",
        ImportState::Accepted => "accepted",
        ImportState::Dismissed => "dismissed",
        ImportState::Ended => "ended",
    }
}
