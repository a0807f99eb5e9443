//! Random histories: the library on every store against the naive oracle, call by call, on everything a caller can observe.

use core::cell::Cell;
use std::collections::BTreeSet;

use cowrite::adapters::{MemoryAccount, MemoryFiles};
use cowrite::ports::SystemTimer;
use cowrite::ports::files::Connection;
use cowrite::testing::oracle::{Caller, Options, Oracle, Refused};
use cowrite::testing::{PlainHasher, SeededEntropy, SettableClock};
use cowrite::{AccessIndex, Accounts, Error, Face, Paging, Workspace, WorkspaceBuilder};
use serde_json::{Map, Value, json};

use super::file_moves::Shelves;
use super::index::{checks_differ_from_oracle, differs_from_oracle};
use super::library::shows;
use super::moves::{BEGIN, Call, Known, Move, PEOPLE, call_one, concrete, face_of, found, on_histories, pause_of};

/// A history being played on the library and on the oracle at once.
pub(crate) struct Play {
    workspaces: Vec<Workspace>,
    /// The access index of each, fed from the beginning.
    indexes: Vec<AccessIndex>,
    clock: SettableClock,
    pub(crate) oracle: Oracle,
    now: i64,
    pub(crate) known: Known,
    shelves: Shelves,
    /// Where the files of each workspace are.
    files: Vec<MemoryFiles>,
    /// The calls so far, for whoever reads a failure.
    story: Vec<String>,
}

impl Play {
    fn new(open: &[fn(WorkspaceBuilder) -> Workspace]) -> Self {
        let begin: cowrite::Timestamp = BEGIN.parse().unwrap();
        let clock = SettableClock::at(begin);
        let files: Vec<_> = open.iter().map(|_| MemoryFiles::with(clock.clone(), SystemTimer::default())).collect();
        let builder = |files: &MemoryFiles| {
            let builder = Workspace::builder().clock(clock.clone()).entropy(SeededEntropy::new(7));
            builder.hasher(PlainHasher::default()).files(files.clone(), Accounts::EachHolder)
        };
        let workspaces: Vec<Workspace> = open.iter().zip(&files).map(|(open, files)| open(builder(files))).collect();
        let indexes =
            workspaces.iter().map(|workspace| pollster::block_on(workspace.access_index()).unwrap()).collect();
        let oracle = Oracle::new(Options { strict_publishing: false, invitation_days: 30 });
        let mut play = Self {
            workspaces,
            indexes,
            clock: clock.clone(),
            oracle,
            now: begin.millis(),
            known: Known::default(),
            shelves: Shelves::default(),
            files,
            story: Vec::new(),
        };
        for number in 0..PEOPLE {
            let with = json!({ "external_id": format!("p{number}"), "name": format!("Person {number}"), "email": format!("p{number}@example.com") });
            let person = play.call("register", Value::Null, &with).unwrap().unwrap();
            play.known.learn_person(&person["id"]);
            play.pause(1);
        }
        let mut known = core::mem::take(&mut play.known);
        found(&mut known, |operation, actor, with| play.call(operation, actor.clone(), with).unwrap());
        play.known = known;
        play
    }

    /// Takes over a workspace in which something has happened, and the oracle that has been told of it.
    pub(crate) fn resumed(
        (workspace, files): (Workspace, MemoryFiles),
        (clock, now): (SettableClock, i64),
        oracle: Oracle,
        known: Known,
    ) -> Self {
        let indexes = vec![pollster::block_on(workspace.access_index()).unwrap()];
        let (workspaces, files) = (vec![workspace], vec![files]);
        Self { workspaces, indexes, clock, oracle, now, known, shelves: Shelves::default(), files, story: Vec::new() }
    }

    fn pause(&mut self, pause: usize) {
        let millis = pause_of(pause);
        self.clock.advance(millis);
        self.now += millis;
    }

    /// Makes one call everywhere, and compares what came of it.
    fn call(&mut self, operation: &str, actor: Value, with: &Value) -> Result<Result<Value, Error>, String> {
        let map = with.as_object().cloned().unwrap_or_default();
        let results: Vec<_> =
            self.workspaces.iter().map(|workspace| call_one(workspace, operation, &actor, &map)).collect();
        let first = results[0].clone();
        for other in &results[1..] {
            if shown(other) != shown(&first) {
                return Err(format!("{operation} {with}: stores differ: {:?} and {:?}", shown(&first), shown(other)));
            }
        }
        let caller = caller_of(operation, &actor);
        let expected = self.oracle.call(caller, operation, with, self.now, first.as_ref().ok());
        agree(operation, &actor, with, &first, &expected)?;
        Ok(first)
    }

    fn step(&mut self, one: &Move) -> Result<(), String> {
        self.pause(one.pause);
        let mut failure = None;
        let known = core::mem::take(&mut self.known);
        let call = concrete(&known, one, |operation, actor, with| {
            let missing = Error::invalid("do", "was not answered as the oracle says");
            self.call(operation, actor.clone(), with).unwrap_or_else(|what| {
                failure = Some(what);
                Err(missing)
            })
        });
        self.known = known;
        if let Some(what) = failure {
            return Err(what);
        }
        if let Some(call) = call {
            self.make(call)?;
        }
        if one.picks[4].is_multiple_of(2) {
            for files in &self.files {
                for person in &self.known.people {
                    files.set_account(&Connection::new(person.as_str().unwrap()), MemoryAccount::new());
                }
            }
            self.make(self.shelves.concrete(&self.known, one))?;
        }
        // Looking at everything costs much more than the call.
        if one.picks[3].is_multiple_of(6) { self.observe() } else { self.check_indexes(checks_differ_from_oracle) }
    }

    /// Compares the index of each workspace, as of the last commit, with the oracle.
    fn check_indexes(
        &mut self,
        differ: fn(&AccessIndex, &mut Oracle, &Known, i64, usize) -> Result<(), String>,
    ) -> Result<(), String> {
        for (workspace, index) in self.workspaces.iter().zip(&self.indexes) {
            let revision = pollster::block_on(workspace.revision()).map_err(|error| error.to_string())?;
            pollster::block_on(index.at_least(revision)).map_err(|error| error.to_string())?;
            differ(index, &mut self.oracle, &self.known, self.now, self.story.len())?;
        }
        Ok(())
    }

    /// Makes a call everywhere, and learns what it made.
    fn make(&mut self, Call { operation, actor, with }: Call) -> Result<(), String> {
        self.story.push(format!("{operation} {with} by {actor}"));
        if let Ok(result) = self.call(operation, actor.clone(), &with)? {
            if operation == "notifications" {
                self.known.learn_notices(&actor, &result);
            }
            if operation == "create_bucket" {
                self.known.learn_bucket(&result, &actor);
            }
            self.known.learn(if operation == "apply_proposal" { "apply_newcomer" } else { operation }, &result);
            self.shelves.learn(operation, &result);
        }
        Ok(())
    }

    /// What was done through the library is no news, whatever it was (FIL-5).
    fn follow(&self) -> Result<(), String> {
        for workspace in &self.workspaces {
            let all =
                pollster::block_on(workspace.follow_files(Paging::first(200))).map_err(|error| error.to_string())?;
            if all.appeared + all.changed + all.renamed + all.disappeared > 0 {
                return Err(format!("told of what was done through the library: {all:?}"));
            }
        }
        Ok(())
    }

    /// Compares everything that anybody can see, and looks for broken rules.
    pub(crate) fn observe(&mut self) -> Result<(), String> {
        self.follow()?;
        let people = self.known.people.clone();
        let tracks: Vec<Value> = self.known.tracks.iter().map(|id| json!({ "track": id })).collect();
        let groups: Vec<Value> = self.known.groups.iter().map(|id| json!({ "group": id })).collect();
        for person in &people {
            self.call("buckets", person.clone(), &json!({}))?.ok();
            for with in self.listings() {
                self.call("library", person.clone(), &with)?.ok();
            }
            self.check_pages(person)?;
            self.call("links", person.clone(), &json!({}))?.ok();
            self.call("invitations", person.clone(), &json!({}))?.ok();
            self.call("notifications", person.clone(), &json!({ "limit": 200 }))?.ok();
            self.call("sharing_panel", person.clone(), &json!({}))?.ok();
            self.call("person", Value::Null, &json!({ "person": person }))?.ok();
            self.call("public_page", person.clone(), &json!({}))?.ok();
            let state = ["pending", "accepted", "dismissed"][people.len() % 3];
            self.call("imports", person.clone(), &json!({ "limit": 200 }))?.ok();
            self.call("imports", person.clone(), &json!({ "limit": 200, "state": state, "from": people[0] }))?.ok();
        }
        for scope in tracks.iter().chain(&groups) {
            for person in &people {
                self.call("collaborators", person.clone(), &json!({ "scope": scope }))?.ok();
                let action = if scope.get("track").is_some() { "edit_shares" } else { "view" };
                self.call("who_can", person.clone(), &json!({ "scope": scope, "action": action }))?.ok();
                let noun = if scope.get("track").is_some() { "track" } else { "group" };
                self.call(noun, person.clone(), scope)?.ok();
                if noun == "track" {
                    let with = json!({ "track": scope["track"], "limit": 200 });
                    self.call("comments", person.clone(), &with)?.ok();
                    self.call("files", person.clone(), &json!({ "track": scope["track"] }))?.ok();
                }
            }
        }
        for (number, track) in tracks.iter().enumerate() {
            let (asker, person) = (&people[number % people.len()], &people[(number / 2) % people.len()]);
            for asker in [asker, person, &people[0]] {
                let with = json!({ "person": person, "track": track["track"] });
                self.call("explain", asker.clone(), &with)?.ok();
            }
        }
        for secret in self.known.secrets.iter().rev().take(6).cloned().collect::<Vec<_>>() {
            self.call("open", Value::Null, &json!({ "secret": secret, "password": "sesame" }))?.ok();
        }
        self.check_indexes(differs_from_oracle)?;
        for workspace in &self.workspaces {
            let faults = pollster::block_on(workspace.verify()).map_err(|error| error.to_string())?;
            if !faults.is_empty() {
                return Err(format!("the store breaks rules: {faults:?}"));
            }
        }
        Ok(())
    }
}

impl Play {
    /// The library as it is, and by every kind of filter.
    fn listings(&self) -> Vec<Value> {
        let pick = |list: &[Value], nth: usize| list.get(nth % list.len().max(1)).cloned().unwrap_or_default();
        let turn = self.story.len();
        let [group, bucket] = [pick(&self.known.groups, turn), pick(&self.known.buckets, turn)];
        let relation = ["mine", "shared_with_me", "shared_by_me"][turn % 3];
        let filters = [
            json!({}),
            json!({ "relation": { "include": [relation] } }),
            json!({ "relation": { "exclude": [relation] }, "archived": turn.is_multiple_of(2) }),
            json!({ "group": { "include": [group] } }),
            json!({ "group": { "exclude": [group] }, "stage": { "exclude": ["mixing"] } }),
            json!({ "bucket": { "include": [bucket] } }),
            json!({ "bucket": { "exclude": [bucket] }, "tags": { "include": ["NIGHT"] } }),
            json!({ "stage": { "include": ["published", "mastering"] }, "text": "e" }),
            json!({ "tags": { "exclude": [" blue "] }, "stage": { "exclude": [" idea"] }, "text": " ÉT\n" }),
            json!({ "tags": { "include": ["night", " "] } }),
        ];
        let filters = filters.into_iter().filter(|filter| {
            let side = |name: &str, side: &str| filter[name][side][0].is_null() && !filter[name][side].is_null();
            !["group", "bucket"].into_iter().any(|name| side(name, "include") || side(name, "exclude"))
        });
        let sorts = ["newest", "title"];
        let listing =
            |(nth, filter): (usize, Value)| json!({ "limit": 200, "sort": sorts[(turn + nth) % 2], "filter": filter });
        filters.enumerate().map(listing).collect()
    }

    /// The titles of what others view and this listing has nothing of.
    fn hidden_titles(&self, workspace: &Workspace, listed: &[Value]) -> BTreeSet<String> {
        let whole = json!({ "limit": 200 });
        let titles = |person: &Value| -> Vec<String> {
            let page = call_one(workspace, "library", person, whole.as_object().unwrap()).unwrap_or_default();
            let rows = page["rows"].as_array().cloned().unwrap_or_default();
            rows.iter().filter_map(|row| row["title"].as_str().map(str::to_owned)).collect()
        };
        let all = self.known.people.iter().flat_map(titles);
        all.filter(|title| !listed.iter().any(|row| row["title"] == title.as_str())).collect()
    }

    /// ACC-4: small pages one after the other are the whole library, which is what can be viewed; ACC-5: no cursor shows more.
    fn check_pages(&self, person: &Value) -> Result<(), String> {
        for workspace in &self.workspaces {
            for sort in ["newest", "title"] {
                let ask = |with: Value| {
                    call_one(workspace, "library", person, with.as_object().unwrap()).map_err(|error| error.to_string())
                };
                let whole = ask(json!({ "limit": 200, "sort": sort }))?["rows"].as_array().unwrap().clone();
                let hidden = self.hidden_titles(workspace, &whole);
                let mut pages: Vec<Value> = Vec::new();
                let mut after = Value::Null;
                loop {
                    let page = ask(json!({ "limit": 2, "sort": sort, "after": after }))?;
                    pages.extend(page["rows"].as_array().unwrap().iter().cloned());
                    after = page["next"].clone();
                    if after.is_null() {
                        break;
                    }
                    if let Some(title) = hidden.iter().find(|title| shows(after.as_str().unwrap_or_default(), title)) {
                        return Err(format!("the cursor {after} shows {title} to {person}"));
                    }
                }
                if pages != whole {
                    return Err(format!(
                        "pages by {sort} are not the whole for {person}: {} and {}",
                        pages.len(),
                        whole.len()
                    ));
                }
                let listed: BTreeSet<String> = whole.iter().map(|row| row["track"].to_string()).collect();
                for track in &self.known.tracks {
                    let with = json!({ "scope": { "track": track }, "action": "view" });
                    let may = call_one(workspace, "can", person, with.as_object().unwrap())
                        .is_ok_and(|may| may == json!(true));
                    if may != listed.contains(&track.to_string()) {
                        return Err(format!("the check and the listing of {track} for {person} disagree"));
                    }
                }
            }
        }
        Ok(())
    }
}

/// On whose behalf a call is made, as the oracle is told.
pub(crate) fn caller_of<'a>(operation: &str, actor: &'a Value) -> Caller<'a> {
    match actor {
        _ if face_of(operation, actor) == Some(Face::Operator) => Caller::Operator("dispute"),
        _ if face_of(operation, actor) == Some(Face::Visitor) => Caller::Visitor,
        Value::String(id) => Caller::Actor(id),
        _ => Caller::Host,
    }
}

/// Compares what came of a call with what the oracle says.
pub(crate) fn agree(
    operation: &str,
    actor: &Value,
    with: &Value,
    made: &Result<Value, Error>,
    expected: &Result<Value, Refused>,
) -> Result<(), String> {
    match (made, expected) {
        (Ok(actual), Ok(expected)) => same(operation, actual, expected)
            .map_err(|what| format!("{operation} {with} by {actor}: {what}\n  library {actual}\n  oracle  {expected}")),
        (Err(error), Err(refused)) if error.code() == refused.code && same_details(error, &refused.details) => Ok(()),
        // Of several arguments that are wrong, SPEC §15 does not say which is named.
        (Err(error), Err(refused)) if is_input(error.code()) && is_input(refused.code) => Ok(()),
        (actual, expected) => {
            Err(format!("{operation} {with} by {actor}: library {:?}, oracle {expected:?}", shown(actual)))
        }
    }
}

fn is_input(code: &str) -> bool {
    matches!(code, "invalid_input" | "invalid_share")
}

fn shown(result: &Result<Value, Error>) -> String {
    match result {
        Ok(value) => value.to_string(),
        Err(error) => format!("{} {:?}", error.code(), error.details()),
    }
}

/// Compares a result with the oracle's in every field but those that the oracle does not keep.
fn same(path: &str, actual: &Value, expected: &Value) -> Result<(), String> {
    match (actual, expected) {
        (Value::Object(actual), Value::Object(expected)) => {
            let names: BTreeSet<&String> = actual.keys().chain(expected.keys()).collect();
            for name in names.into_iter().filter(|name| !["version", "next"].contains(&name.as_str())) {
                let side = |object: &Map<String, Value>| object.get(name).cloned();
                let (Some(found), Some(wanted)) = (side(actual), side(expected)) else {
                    return Err(format!("{path}.{name} is on one side only"));
                };
                same(&format!("{path}.{name}"), &found, &wanted)?;
            }
            Ok(())
        }
        (Value::Array(actual), Value::Array(expected)) if actual.len() == expected.len() => {
            actual.iter().zip(expected).try_for_each(|(found, wanted)| same(path, found, wanted))
        }
        _ if actual == expected => Ok(()),
        _ => Err(format!("{path}: library {actual}, oracle {expected}")),
    }
}

fn same_details(error: &Error, expected: &Value) -> bool {
    let details = error.details().into_iter().filter(|(name, _)| *name != "reason");
    let details: Map<String, Value> =
        details.map(|(name, detail)| (name.to_owned(), serde_json::to_value(detail).unwrap())).collect();
    let mut expected = expected.as_object().cloned().unwrap_or_default();
    expected.remove("reason");
    details == expected
}

fn play_histories(cases: u32, length: usize, open: &[fn(WorkspaceBuilder) -> Workspace]) {
    let steps = Cell::new(0_usize);
    on_histories(cases, length, |history| {
        steps.set(steps.get() + history.len() * open.len());
        let mut play = Play::new(open);
        let played = history.iter().try_for_each(|one| play.step(one)).and_then(|()| play.observe());
        played.map_err(|what| format!("{what}\n  after  {}", play.story.join("\n         ")))
    });
    println!("played: {} steps, after each of which an index was compared", steps.get());
}

#[test]
fn the_library_in_memory_equals_the_oracle_on_random_histories() {
    play_histories(125, 80, &[|builder| builder.in_memory().unwrap()]);
}

#[cfg(feature = "postgres")]
#[test]
fn the_library_on_postgresql_equals_memory_and_the_oracle_on_random_histories() {
    use crate::postgres::Database;

    // Each history begins with nothing; the one before is over by then.
    thread_local! {
        static DATABASE: Database = Database::new();
    }
    play_histories(
        6,
        60,
        &[
            |builder| builder.in_memory().unwrap(),
            |builder| {
                let url = DATABASE.with(|database| {
                    database.wipe();
                    database.url()
                });
                pollster::block_on(builder.connect(&url)).unwrap()
            },
        ],
    );
}

#[cfg(feature = "sqlite")]
#[test]
fn the_library_on_sqlite_equals_memory_and_the_oracle_on_random_histories() {
    play_histories(
        20,
        60,
        &[
            |builder| builder.in_memory().unwrap(),
            |builder| {
                // The folder goes when the process ends: a path that is still open must stay.
                let path = tempfile::tempdir().unwrap().keep().join("history.db");
                pollster::block_on(builder.open(path)).unwrap()
            },
        ],
    );
}
