use std::collections::{BTreeMap, VecDeque};

use serde_json::{Value, json};

use crate::argument::{Field, Fields as _, Paths, Shape, defaulted, optional, required};
use crate::files::lookup;
use crate::metadata::untagged;
use crate::refusal::{Refusal, refused};
use crate::route::{Answer, Ask, Caller, Route, Style};
use crate::tree::{Kind, Place, View};
use crate::world::World;

/// How many entries a page holds where the client does not say.
const USUAL_LIMIT: u64 = 500;

const ARGUMENT: &[Field] = &[
    required("path", Shape::Path(Paths::Listed)),
    defaulted("recursive", Shape::Flag),
    defaulted("include_media_info", Shape::Unknown),
    defaulted("include_deleted", Shape::Unknown),
    defaulted("include_has_explicit_shared_members", Shape::Unknown),
    defaulted("include_mounted_folders", Shape::Flag),
    optional("limit", Shape::Number(1, 2000)),
    optional("shared_link", Shape::Unknown),
    optional("include_property_groups", Shape::Unknown),
    defaulted("include_non_downloadable_files", Shape::Flag),
    defaulted("include_restorable_info", Shape::Unknown),
];

const CURSOR: Field = required("cursor", Shape::AtLeast(1));

pub(crate) const ROUTES: &[Route] = &[
    Route {
        name: "files/list_folder",
        style: Style::Rpc,
        caller: Caller::User("files.metadata.read"),
        argument: ARGUMENT,
        act: list,
    },
    Route {
        name: "files/list_folder/get_latest_cursor",
        style: Style::Rpc,
        caller: Caller::User("files.metadata.read"),
        argument: ARGUMENT,
        act: latest,
    },
    Route {
        name: "files/list_folder/continue",
        style: Style::Rpc,
        caller: Caller::User("files.metadata.read"),
        argument: &[CURSOR],
        act: go_on,
    },
    Route {
        name: LONGPOLL,
        style: Style::Notify,
        caller: Caller::Nobody,
        argument: &[CURSOR, defaulted("timeout", Shape::Number(30, 480))],
        act: poll,
    },
];

/// The route that waits.
pub(crate) const LONGPOLL: &str = "files/list_folder/longpoll";

/// What a listing has come to: it never changes, and going on from it makes another.
#[derive(Debug, Clone)]
pub(crate) struct Cursor {
    view: View,
    place: Place,
    is_recursive: bool,
    with_mounts: bool,
    limit: usize,
    told: Listing,
    queue: VecDeque<Value>,
}

/// What there was, by folded path.
type Listing = BTreeMap<String, Listed>;

#[derive(Debug, Clone)]
struct Listed {
    id: String,
    rev: String,
    metadata: Value,
}

impl Listed {
    /// Whether a client is told again: another file, content or access, but not a name in another case.
    fn is_news_after(&self, before: Option<&Self>) -> bool {
        before.is_none_or(|before| {
            let sharing = |listed: &Self| listed.metadata.get("sharing_info").cloned();
            (&before.id, &before.rev, sharing(before)) != (&self.id, &self.rev, sharing(self))
        })
    }
}

fn begin(world: &World, ask: &Ask<'_>) -> Result<Cursor, Refusal> {
    let place = world.resolve(&ask.view, ask.argument.text("path")).map_err(lookup("path"))?;
    let mut cursor = Cursor {
        view: ask.view.clone(),
        place,
        is_recursive: ask.argument.flag("recursive") == Some(true),
        with_mounts: ask.argument.flag("include_mounted_folders") != Some(false),
        limit: usize::try_from(ask.argument.number("limit").unwrap_or(USUAL_LIMIT)).unwrap_or(1),
        told: Listing::new(),
        queue: VecDeque::new(),
    };
    cursor.told = world.listing(&cursor).map_err(lookup("path"))?;
    Ok(cursor)
}

fn list(world: &mut World, ask: &Ask<'_>) -> Result<Answer, Refusal> {
    let mut cursor = begin(world, ask)?;
    cursor.queue = cursor.told.values().map(|listed| listed.metadata.clone()).collect();
    Ok(world.page_of(cursor).into())
}

fn latest(world: &mut World, ask: &Ask<'_>) -> Result<Answer, Refusal> {
    let cursor = begin(world, ask)?;
    let page = world.page_of(cursor);
    Ok(json!({ "cursor": page.text("cursor") }).into())
}

fn go_on(world: &mut World, ask: &Ask<'_>) -> Result<Answer, Refusal> {
    let found = world.cursors.get(ask.argument.text("cursor"));
    let mut cursor =
        found.filter(|cursor| cursor.view.account == ask.view.account).cloned().ok_or_else(|| refused("reset"))?;
    if cursor.queue.is_empty() {
        (cursor.queue, cursor.told) = world.news(&cursor).map_err(lookup("path"))?;
    }
    Ok(world.page_of(cursor).into())
}

/// Whether there are changes, without waiting for any.
fn poll(world: &mut World, ask: &Ask<'_>) -> Result<Answer, Refusal> {
    let cursor = ask.argument.text("cursor");
    if !world.cursors.contains_key(cursor) {
        return Err(refused("reset"));
    }
    // A folder that has gone is a change too: whoever goes on is told what happened.
    let has_changed = !world.is_quiet(cursor);
    let mut told = json!({ "changes": has_changed });
    if let (Some(crate::fault::Fault::Backoff(seconds)), Some(fields)) = (&ask.fault, told.as_object_mut()) {
        fields.insert("backoff".to_owned(), json!(seconds));
    }
    Ok(untagged(told).into())
}

impl World {
    /// Everything that a cursor's listing tells now.
    fn listing(&self, cursor: &Cursor) -> Result<Listing, &'static str> {
        let Place { ns, rel } = &cursor.place;
        if self.level(&cursor.view.account, ns).is_none() {
            return Err("not_found");
        }
        if !rel.is_empty() {
            match self.node(&cursor.place).map(|node| &node.kind) {
                Some(Kind::Folder) => {}
                Some(Kind::File(_)) => return Err("not_folder"),
                _ => return Err("not_found"),
            }
        }
        let seen = self.seen(&cursor.view);
        let mut listing = Listing::new();
        let mut folders = VecDeque::from([cursor.place.clone()]);
        while let Some(folder) = folders.pop_front() {
            let Some(namespace) = self.namespaces.get(&folder.ns) else { continue };
            for (path, node) in namespace.below(&folder.rel) {
                let below = path.strip_prefix(&folder.rel).unwrap_or(path);
                if !cursor.is_recursive && below.trim_start_matches('/').contains('/') {
                    continue;
                }
                let place = Place { ns: folder.ns.clone(), rel: path.clone() };
                if let Kind::Mount(ns) = &node.kind {
                    if !cursor.with_mounts {
                        continue;
                    }
                    if cursor.is_recursive {
                        folders.push_back(Place { ns: ns.clone(), rel: String::new() });
                    }
                }
                let Some(metadata) = self.metadata_among(&cursor.view, &place, &seen) else { continue };
                let rev = if let Kind::File(file) = &node.kind { file.rev.clone() } else { String::new() };
                let key = metadata.get("path_lower").and_then(Value::as_str).unwrap_or(path).to_owned();
                listing.insert(key, Listed { id: node.id.clone(), rev, metadata });
            }
        }
        Ok(listing)
    }

    /// Whether a cursor has nothing to tell.
    pub(crate) fn is_quiet(&self, cursor: &str) -> bool {
        let Some(cursor) = self.cursors.get(cursor) else { return false };
        cursor.queue.is_empty() && self.news(cursor).is_ok_and(|(news, _)| news.is_empty())
    }

    /// What has changed since a cursor, and what there is now.
    fn news(&self, cursor: &Cursor) -> Result<(VecDeque<Value>, Listing), &'static str> {
        let now = self.listing(cursor)?;
        let mut news = VecDeque::new();
        for (path, before) in cursor.told.iter().filter(|(path, _)| !now.contains_key(*path)) {
            let name = before.metadata.text("name");
            let mut deleted = json!({ ".tag": "deleted", "name": name });
            if let (Some(display), Some(fields)) = (before.metadata.get("path_display"), deleted.as_object_mut()) {
                fields.insert("path_lower".to_owned(), json!(path));
                fields.insert("path_display".to_owned(), display.clone());
            }
            news.push_back(deleted);
        }
        for (path, listed) in &now {
            if listed.is_news_after(cursor.told.get(path)) {
                news.push_back(listed.metadata.clone());
            }
        }
        Ok((news, now))
    }

    /// The next page of a cursor, which names the cursor after it.
    fn page_of(&mut self, mut cursor: Cursor) -> Value {
        let n = cursor.limit.min(cursor.queue.len());
        let entries: Vec<Value> = cursor.queue.drain(..n).collect();
        let has_more = !cursor.queue.is_empty();
        let id = format!("cursor-{:020}", self.next());
        self.cursors.insert(id.clone(), cursor);
        json!({ "entries": entries, "cursor": id, "has_more": has_more })
    }
}
