use serde_json::{Value, json};

use crate::argument::{Field, Fields as _, Paths, Shape, defaulted, optional, required};
use crate::fault::quota_short;
use crate::metadata::{untagged, with_field};
use crate::names::{is_allowed, numbered, split};
use crate::refusal::{Refusal, bad_call, broken, refused, upload_refused};
use crate::route::{Answer, Ask, Caller, Route, Style};
use crate::tree::{File, Kind, Place, View, content_hash};
use crate::world::World;

const PATH: Field = required("path", Shape::Path(Paths::Written));
const MODE: Field =
    defaulted("mode", Shape::Union(&[("add", None), ("overwrite", None), ("update", Some(Shape::Rev))]));
const AUTORENAME: Field = defaulted("autorename", Shape::Flag);
const CLIENT_MODIFIED: Field = optional("client_modified", Shape::Instant);
const MUTE: Field = defaulted("mute", Shape::Flag);
const PROPERTIES: Field = optional("property_groups", Shape::Unknown);
const STRICT: Field = defaulted("strict_conflict", Shape::Flag);
const HASH: Field = optional("content_hash", Shape::Exactly(64));

/// What may be said of a file that is being written.
pub(crate) const COMMIT: &[Field] = &[PATH, MODE, AUTORENAME, CLIENT_MODIFIED, MUTE, PROPERTIES, STRICT];

pub(crate) const ROUTES: &[Route] = &[
    Route {
        name: "files/get_metadata",
        style: Style::Rpc,
        caller: Caller::User("files.metadata.read"),
        argument: &[
            required("path", Shape::Path(Paths::Read)),
            defaulted("include_media_info", Shape::Unknown),
            defaulted("include_deleted", Shape::Unknown),
            defaulted("include_has_explicit_shared_members", Shape::Unknown),
            optional("include_property_groups", Shape::Unknown),
        ],
        act: get_metadata,
    },
    Route {
        name: "files/create_folder_v2",
        style: Style::Rpc,
        caller: Caller::User("files.content.write"),
        argument: &[required("path", Shape::Path(Paths::New)), defaulted("autorename", Shape::Flag)],
        act: create_folder,
    },
    Route {
        name: "files/upload",
        style: Style::Upload,
        caller: Caller::User("files.content.write"),
        argument: &[PATH, MODE, AUTORENAME, CLIENT_MODIFIED, MUTE, PROPERTIES, STRICT, HASH],
        act: upload,
    },
    Route {
        name: "files/download",
        style: Style::Download,
        caller: Caller::User("files.content.read"),
        argument: &[required("path", Shape::Path(Paths::Read)), optional("rev", Shape::Rev)],
        act: download,
    },
];

/// The 409 of a path that leads nowhere, under the tag that a route gives it.
pub(crate) fn lookup(under: &'static str) -> impl Fn(&'static str) -> Refusal {
    move |tag| refused(&format!("{under}/{tag}"))
}

/// As [`lookup`], for what is to be written: a `WriteError` knows nothing that is not found.
pub(crate) fn unwritable(under: &'static str) -> impl Fn(&'static str) -> Refusal {
    move |tag| refused(&format!("{under}/{}", written(tag)))
}

fn written(tag: &'static str) -> &'static str {
    if tag == "not_found" { "no_write_permission" } else { tag }
}

fn get_metadata(world: &mut World, ask: &Ask<'_>) -> Result<Answer, Refusal> {
    let (place, told) = world.readable(&ask.view, ask.argument.text("path"))?;
    // The root of whatever paths are counted from has no metadata.
    if told.is_none() && place.rel.is_empty() {
        return Err(bad_call(ask.route, "request body: path: The root folder is unsupported."));
    }
    told.map(Answer::from).ok_or_else(|| refused("path/not_found"))
}

fn create_folder(world: &mut World, ask: &Ask<'_>) -> Result<Answer, Refusal> {
    let path = ask.argument.text("path");
    let place = world.resolve(&ask.view, path).map_err(unwritable("path"))?;
    let (place, path) = world
        .vacant(&ask.view, &place, path, ask.argument.flag("autorename") == Some(true), false)
        .map_err(|tags| refused(&format!("path/{tags}")))?;
    world.put(&place, &path, Kind::Folder);
    let told = world.metadata(&ask.view, &place).ok_or_else(|| broken("a folder"))?;
    Ok(json!({ "metadata": untagged(told) }).into())
}

fn upload(world: &mut World, ask: &Ask<'_>) -> Result<Answer, Refusal> {
    let body = &ask.request.body;
    if body.len() as u64 > world.rules.upload_limit {
        return Err(refused("payload_too_large"));
    }
    if ask.argument.get("content_hash").and_then(Value::as_str).is_some_and(|hash| hash != content_hash(body)) {
        return Err(refused("content_hash_mismatch"));
    }
    let told = world.write(&ask.view, &ask.argument, body.clone()).map_err(|fault| match fault {
        Unwritten::Write(tags) => upload_refused(&tags),
        Unwritten::Space { needed, left } => quota_short(ask.route, needed, left),
    })?;
    Ok(told.into())
}

fn download(world: &mut World, ask: &Ask<'_>) -> Result<Answer, Refusal> {
    let mut path = ask.argument.text("path").to_owned();
    if let Some(rev) = ask.argument.get("rev").and_then(Value::as_str) {
        path = format!("rev:{rev}");
    }
    let (told, file) = world.content(&ask.view, &path)?;
    Ok(Answer::Bytes(untagged(told), file.data.to_vec()))
}

/// Why a file was not written.
#[derive(Debug)]
pub(crate) enum Unwritten {
    /// The tags of a `WriteError`.
    Write(String),
    Space {
        needed: u64,
        left: u64,
    },
}

impl World {
    /// What is at a path that may be an `id:` or a `rev:`, and what is told of it.
    pub(crate) fn readable(&self, view: &View, path: &str) -> Result<(Place, Option<Value>), Refusal> {
        let Some(rev) = path.strip_prefix("rev:") else {
            let place = self.resolve(view, path).map_err(lookup("path"))?;
            let told = self.metadata(view, &place);
            return Ok((place, told));
        };
        let revision = self.revisions.get(rev).ok_or_else(|| refused("path/not_found"))?;
        let place = self.resolve(view, &revision.id).map_err(lookup("path"))?;
        let told = self.metadata_at(view, &place, &revision.file);
        Ok((place, told))
    }

    /// The file at a path, as it is or as it was, and what is told of it.
    pub(crate) fn content(&self, view: &View, path: &str) -> Result<(Value, File), Refusal> {
        let (place, told) = self.readable(view, path)?;
        let told =
            told.ok_or_else(|| refused(if place.rel.is_empty() { "path/not_file" } else { "path/not_found" }))?;
        let now = match self.node(&place).map(|node| &node.kind) {
            Some(Kind::File(file)) => file.clone(),
            _ => return Err(refused("path/not_file")),
        };
        let then = path.strip_prefix("rev:").and_then(|rev| self.revisions.get(rev));
        Ok((told, then.map_or(now, |revision| revision.file.clone())))
    }

    /// Where something new may be put: the tags of a `WriteError` where it may not, and another name where that is wanted.
    pub(crate) fn vacant(
        &self,
        view: &View,
        place: &Place,
        path: &str,
        is_renamed: bool,
        is_file: bool,
    ) -> Result<(Place, String), String> {
        self.may_write(view, place, path)?;
        let conflict = match self.node(place).map(|node| &node.kind) {
            None if !place.rel.is_empty() => return Ok((place.clone(), path.to_owned())),
            Some(Kind::File(_)) => "conflict/file",
            _ => "conflict/folder",
        };
        if !is_renamed || place.rel.is_empty() {
            return Err(conflict.to_owned());
        }
        let (folder, _) = split(&place.rel);
        let (above, name) = path.rsplit_once('/').unwrap_or(("", path));
        let free = (1..1000).find_map(|n| {
            let name = numbered(name, n, is_file);
            let place = Place { ns: place.ns.clone(), rel: format!("{folder}/{}", crate::names::fold(&name)) };
            self.node(&place).is_none().then(|| (place, format!("{above}/{name}")))
        });
        free.ok_or_else(|| conflict.to_owned())
    }

    /// Whether the account may write at a place under this path; the tags of a `WriteError` where not.
    pub(crate) fn may_write(&self, view: &View, place: &Place, path: &str) -> Result<(), String> {
        if !self.can_write(&view.account, &place.ns) {
            return Err("no_write_permission".to_owned());
        }
        let name = path.rsplit('/').next().unwrap_or_default();
        if !path.starts_with("id:") && !is_allowed(name) {
            return Err("disallowed_name".to_owned());
        }
        let (mut above, _) = split(&place.rel);
        while !above.is_empty() {
            let found = self.node(&Place { ns: place.ns.clone(), rel: above.to_owned() });
            if found.is_some_and(|node| matches!(node.kind, Kind::File(_))) {
                return Err("conflict/file_ancestor".to_owned());
            }
            above = split(above).0;
        }
        Ok(())
    }

    /// Writes a file as a commit says, and returns what is told of it.
    pub(crate) fn write(&mut self, view: &View, commit: &Value, data: Vec<u8>) -> Result<Value, Unwritten> {
        let path = commit.text("path").to_owned();
        let place = self.resolve(view, &path).map_err(|tag| Unwritten::Write(written(tag).to_owned()))?;
        self.may_write(view, &place, &path).map_err(Unwritten::Write)?;
        let (needed, left) = (data.len() as u64, self.space_left(&view.account));
        if needed > left {
            return Err(Unwritten::Space { needed, left });
        }
        let is_renamed = commit.flag("autorename") == Some(true);
        let is_strict = commit.flag("strict_conflict") == Some(true);
        let mode = commit.tag_of("mode").unwrap_or("add");
        let wanted_rev = commit.get("mode").map(|mode| mode.text("update")).unwrap_or_default();
        let existing = match self.node(&place).map(|node| &node.kind) {
            Some(Kind::File(file)) => Some(file.clone()),
            _ => None,
        };
        let (place, path) = match &existing {
            Some(_) if mode == "overwrite" => (place, path),
            Some(file) if mode == "update" && file.rev == wanted_rev => (place, path),
            // The same content in the same place is no conflict, unless the client says that it is.
            Some(file) if !is_strict && file.hash == content_hash(&data) => {
                let told = self.metadata(view, &place).unwrap_or_default();
                return Ok(untagged(told));
            }
            None if mode == "update" && self.node(&place).is_none() && !is_renamed => {
                return Err(Unwritten::Write("conflict/file".to_owned()));
            }
            _ => self.vacant(view, &place, &path, is_renamed, true).map_err(Unwritten::Write)?,
        };
        let client_modified = commit.get("client_modified").and_then(Value::as_str);
        let file = self.new_file(data, &view.account, client_modified);
        self.put(&place, &path, Kind::File(file));
        Ok(untagged(self.metadata(view, &place).unwrap_or_default()))
    }
}

/// The fields of a record, as a union carries them.
pub(crate) fn tagged(tag: &str, fields: Value) -> Value {
    with_field(fields, ".tag", json!(tag))
}
