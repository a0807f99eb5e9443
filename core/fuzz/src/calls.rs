//! Calls with spoiled arguments: cursors, secrets, tickets, and whatever else an operation takes.

use cowrite::adapters::MemoryStore;
use cowrite::testing::call::{Arguments, on_actor, on_operator, on_visitor, on_workspace};
use cowrite::testing::{PlainHasher, SeededEntropy, SettableClock, Shelf};
use cowrite::{Error, Face, FileKind, OPERATIONS, Operation, Timestamp, Workspace};
use pollster::block_on;
use serde_json::{Map, Value, json};

use crate::Target;

/// A small workspace in which calls are made, each in a copy of its own.
#[derive(Debug)]
pub(crate) struct House {
    store: MemoryStore,
    clock: SettableClock,
    shelf: Shelf,
    people: Vec<Value>,
    /// What arguments stand for, by their names.
    known: Map<String, Value>,
}

fn call(
    workspace: &Workspace,
    face: Face,
    actor: &Value,
    operation: &str,
    with: &Map<String, Value>,
) -> Result<Value, Error> {
    let arguments = Arguments(with);
    block_on(async {
        match face {
            Face::Workspace => on_workspace(workspace, operation, arguments).await,
            Face::Operator => on_operator(&workspace.operator("dispute")?, operation, arguments).await,
            Face::Actor => {
                let actor = workspace.acting_as(actor.as_str().unwrap_or_default().parse()?);
                on_actor(&actor, operation, arguments).await
            }
            _ => on_visitor(&workspace.visitor(), operation, arguments).await,
        }
    })
}

impl House {
    pub(crate) fn new() -> Self {
        let begin: Timestamp = "2026-01-01T00:00:00.000Z".parse().unwrap();
        let (store, clock, shelf) = (MemoryStore::new(), SettableClock::at(begin), Shelf::default());
        let mut house = Self { store, clock, shelf, people: Vec::new(), known: Map::new() };
        house.furnish();
        house
    }

    fn workspace(&self, store: MemoryStore) -> Workspace {
        let builder = Workspace::builder().clock(self.clock.clone()).entropy(SeededEntropy::new(store_seed(&store)));
        builder.hasher(PlainHasher::default()).track_files(self.shelf.clone()).on(store)
    }

    /// Makes people, a track with files, and one of everything that arguments can name.
    fn furnish(&mut self) {
        let workspace = self.workspace(self.store.clone());
        let clock = self.clock.clone();
        let done = |face: Face, actor: &Value, operation: &str, with: Value| {
            clock.advance(1);
            let made = call(&workspace, face, actor, operation, with.as_object().unwrap());
            made.unwrap_or_else(|error| panic!("{operation} {with}: {error}"))
        };
        for word in ["olivia", "alex", "jordan"] {
            let with = json!({ "external_id": word, "name": word, "email": format!("{word}@example.com") });
            let person = done(Face::Workspace, &Value::Null, "register", with);
            self.people.push(person["id"].clone());
        }
        let [olivia, alex, jordan] = [0, 1, 2].map(|number: usize| self.people[number].clone());
        let by = |actor: &Value, operation: &str, with: Value| done(Face::Actor, actor, operation, with);
        let group = by(&olivia, "create_group", json!({ "name": "Album" }))["id"].clone();
        let track = by(&olivia, "create_track", json!({ "title": "Nocturne", "group": group }))["id"].clone();
        by(&olivia, "create_track", json!({ "title": "Étude" }));
        self.shelf.lay_one(track.as_str().unwrap().parse().unwrap(), "mix", "Mix.wav", FileKind::Bounce);
        let scope = json!({ "track": track });
        let to = |person: &Value, scope: &Value| json!({ "scope": scope, "to": { "person": person }, "access": "full", "shares": { "master": "10" } });
        let joined = by(&olivia, "invite", to(&alex, &scope))["id"].clone();
        by(&alex, "accept_invitation", json!({ "invitation": joined }));
        let invitation = by(&olivia, "invite", to(&jordan, &scope))["id"].clone();
        let rows = json!([{ "person": olivia, "master": "60.5", "writer": null }, { "person": alex, "master": "20" }]);
        by(&olivia, "set_shares", json!({ "track": track, "rows": rows }));
        let proposal = by(&olivia, "propose_even_split", json!({ "track": track }));
        let comment = by(&alex, "add_comment", json!({ "track": track, "text": "Louder?" }))["id"].clone();
        let bucket = by(&olivia, "create_bucket", json!({ "name": "To finish" }))["id"].clone();
        let files = json!([{ "name": "kick.wav", "folder": "Stems", "size": 4 }]);
        let import = by(&alex, "submit_import", json!({ "to": olivia, "files": files }))["id"].clone();
        by(&olivia, "update_public_page", json!({ "slug": "olivia-park", "name": "Olivia" }));
        by(&olivia, "publish_public_page", json!({}));
        by(&olivia, "update_track", json!({ "track": track, "stage": "published" }));
        by(&olivia, "add_to_public_page", json!({ "track": track, "section": "Singles" }));
        let with = json!({ "track": track, "downloads": ["bounce"], "asks_review": true, "password": "sesame" });
        let made = by(&olivia, "create_share_link", with);
        let ticket = by(&alex, "download_file", json!({ "track": track, "file": "mix" }))["ticket"].clone();
        let notification = by(&olivia, "notifications", json!({}))["rows"][0]["id"].clone();
        let cursor = by(&olivia, "sync", json!({ "limit": 1 }))["cursor"].clone();
        let next = |operation: &str| {
            let mut with = json!({ "limit": 1 });
            with["scope"] = scope.clone();
            with["track"] = track.clone();
            let page = by(&olivia, operation, with);
            page.get("next").cloned().unwrap_or_default()
        };
        let before: Vec<Value> = ["notifications", "activity", "own_activity", "comments", "imports"].map(next).into();
        let known = json!({
            "access": "editor", "action": "edit_shares", "after": next("library"), "among": [olivia, alex],
            "asks_review": true, "avatar": "https://a.example/me.png", "based_on": 1, "before": before[0],
            "bio": "Night\nowl", "bot": false, "bpm": "93.5", "bucket": bucket, "comment": comment, "content": "boom",
            "cover": "https://a.example/c.png", "cursor": cursor, "download_limit": 3, "downloads": ["bounce", "stem"],
            "effect": { "arrange": { "scope": scope } }, "email": "sam@example.com", "excluded": ["drums"],
            "expires_at": "2027-01-01T00:00:00.000Z", "external_id": "sam", "file": "mix", "files": files,
            "filter": { "stage": { "include": ["mixing"] }, "text": "e" }, "from": alex, "group": group,
            "import": import, "instant": "2026-01-01T00:00:00.010Z", "invitation": invitation, "key": "F# minor",
            "kind": "stem", "kinds": ["stem"], "label": "Sarah", "limit": 2, "link": made["link"]["id"],
            "links": [{ "label": "Music", "url": "https://a.example" }], "name": "Somebody",
            "newcomer": { "person": jordan }, "not_before": "2026-01-02T00:00:00.000Z", "note": "Two\nlines",
            "notification": notification, "number": 0, "owner": olivia, "parent": group, "password": "sesame",
            "person": alex, "position": { "start_ms": 5, "end_ms": 9 }, "position_ms": 5, "proposal": proposal,
            "range": { "from": 0, "to": 3 }, "replaces": "mix", "role": "writer", "rows": rows, "scope": scope,
            "secret": made["secret"], "section": "Singles", "sections": [{ "title": "Singles", "tracks": [track] }],
            "shares": { "master": "5", "publishing": null }, "situation": "portfolio", "slug": "olivia-park",
            "sort": "title", "stage": "mixing", "state": "pending", "stream": true, "tags": ["night", "blue"],
            "text": "Softer?", "ticket": ticket, "timeout_ms": 0, "title": "Prelude", "to": { "person": jordan },
            "track": track, "track_name": "Nocturne", "tracks": [track], "user_agent": "Mozilla/5.0",
            "verdict": "approved", "visitor": "203.0.113.9", "befores": before,
        });
        drop(workspace);
        self.known = known.as_object().cloned().unwrap_or_default();
    }

    /// The workspace as a file of lines.
    pub(crate) fn exported(&self) -> Vec<u8> {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("house.jsonl");
        block_on(self.workspace(self.store.fork()).export_to(&path)).unwrap();
        std::fs::read(&path).unwrap()
    }

    /// Asks for all that somebody could want to see, whatever the workspace is like.
    pub(crate) fn look_around(workspace: &Workspace) {
        let house = Self::new();
        let reads = OPERATIONS.iter().filter(|operation| !operation.changes);
        for operation in reads.filter(|operation| operation.face == Face::Actor) {
            for person in &house.people {
                call(workspace, operation.face, person, operation.name, &house.arguments(operation)).ok();
            }
        }
    }

    fn arguments(&self, operation: &Operation) -> Map<String, Value> {
        let names = operation.arguments.iter().map(|name| name.trim_end_matches('?'));
        names.filter_map(|name| Some((name.to_owned(), self.known.get(name)?.clone()))).collect()
    }

    /// A call, as an input.
    fn input(&self, operation: &Operation, actor: usize, with: &Map<String, Value>) -> Vec<u8> {
        let face = serde_json::to_value(operation.face).unwrap();
        serde_json::to_vec(&json!({ "face": face, "by": actor, "do": operation.name, "with": with })).unwrap()
    }

    /// Makes the call that an input says, in a copy of the workspace.
    fn give(&self, input: &[u8]) -> Result<(), String> {
        let Ok(said) = serde_json::from_slice::<Value>(input) else { return Ok(()) };
        let known = OPERATIONS.iter().find(|known| {
            said["do"] == known.name && serde_json::to_value(known.face).is_ok_and(|face| face == said["face"])
        });
        let (Some(operation), Some(with)) = (known, said["with"].as_object()) else { return Ok(()) };
        let by =
            said["by"].as_u64().and_then(|by| self.people.get(usize::try_from(by).ok()?)).unwrap_or(&self.people[0]);
        let workspace = self.workspace(self.store.fork());
        let before = block_on(workspace.revision()).unwrap();
        let made = call(&workspace, operation.face, by, operation.name, with);
        let after = block_on(workspace.revision()).unwrap();
        let Err(error) = made else { return Ok(()) };
        // That an argument has another form than its type is told by what makes calls by name, before the operation is asked.
        let of_every_call = error.code() == "invalid_input" || error.code() == "conflict" && operation.changes;
        let may = of_every_call || operation.errors.contains(&error.code());
        if !may {
            return Err(format!("{} refuses with {}, which its table does not say", operation.name, error.code()));
        }
        // What a visitor tried wrongly is counted.
        let is_counted = matches!(operation.face, Face::Visitor);
        if after != before && !is_counted {
            return Err(format!("{} was refused with {}, and changed something", operation.name, error.code()));
        }
        Ok(())
    }

    fn seeds(&self, wanted: impl Fn(&Operation) -> bool) -> Vec<Vec<u8>> {
        let operations = OPERATIONS.iter().filter(|operation| wanted(operation));
        operations.enumerate().map(|(number, one)| self.input(one, number % 2, &self.arguments(one))).collect()
    }
}

/// Another seed for each state, so that what is made in a copy has ids of its own.
fn store_seed(store: &MemoryStore) -> u64 {
    use cowrite::ports::store::{Load, Store};

    block_on(store.load(Load::default())).map_or(0, |loaded| loaded.slice.revision)
}

fn takes(operation: &Operation, names: &[&str]) -> bool {
    operation.arguments.iter().any(|name| names.contains(&name.trim_end_matches('?')))
}

/// Where somebody has got to in a list.
#[derive(Debug)]
pub(crate) struct Cursors(House);

impl Cursors {
    pub(crate) fn new() -> Self {
        Self(House::new())
    }
}

impl Target for Cursors {
    fn name(&self) -> &'static str {
        "cursors"
    }

    fn seeds(&self) -> Vec<Vec<u8>> {
        let House { known, .. } = &self.0;
        let mut seeds = self.0.seeds(|operation| takes(operation, &["after", "before", "cursor"]));
        for operation in OPERATIONS.iter().filter(|operation| takes(operation, &["before"])) {
            for before in known["befores"].as_array().into_iter().flatten() {
                let mut with = self.0.arguments(operation);
                with.insert("before".to_owned(), before.clone());
                seeds.push(self.0.input(operation, 0, &with));
            }
        }
        seeds
    }

    fn give(&self, input: &[u8]) -> Result<(), String> {
        self.0.give(input)
    }
}

/// Secrets of links, passwords, tickets and addresses of pages.
#[derive(Debug)]
pub(crate) struct Secrets(House);

impl Secrets {
    pub(crate) fn new() -> Self {
        Self(House::new())
    }
}

impl Target for Secrets {
    fn name(&self) -> &'static str {
        "secrets"
    }

    fn seeds(&self) -> Vec<Vec<u8>> {
        self.0.seeds(|operation| takes(operation, &["secret", "password", "ticket", "slug"]))
    }

    fn give(&self, input: &[u8]) -> Result<(), String> {
        self.0.give(input)
    }
}

/// Every operation.
#[derive(Debug)]
pub(crate) struct Calls(House);

impl Calls {
    pub(crate) fn new() -> Self {
        Self(House::new())
    }
}

impl Target for Calls {
    fn name(&self) -> &'static str {
        "calls"
    }

    fn seeds(&self) -> Vec<Vec<u8>> {
        self.0.seeds(|operation| operation.name != "wait_for_files")
    }

    fn give(&self, input: &[u8]) -> Result<(), String> {
        self.0.give(input)
    }
}
