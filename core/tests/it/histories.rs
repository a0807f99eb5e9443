//! Random histories: the library on every store against the naive oracle, call by call, on everything a caller can observe.

use std::collections::BTreeSet;

use cowrite::testing::oracle::{Caller, Options, Oracle};
use cowrite::testing::{PlainHasher, SeededEntropy, SettableClock};
use cowrite::{Error, Workspace, WorkspaceBuilder};
use serde_json::{Map, Value, json};

use super::moves::{BEGIN, Call, Known, Move, PEOPLE, call_one, concrete, found, is_operators, on_histories, pause_of};

/// A history being played on the library and on the oracle at once.
struct Play {
    workspaces: Vec<Workspace>,
    clock: SettableClock,
    oracle: Oracle,
    now: i64,
    known: Known,
    /// The calls so far, for whoever reads a failure.
    story: Vec<String>,
}

impl Play {
    fn new(open: &[fn(WorkspaceBuilder) -> Workspace]) -> Self {
        let begin: cowrite::Timestamp = BEGIN.parse().unwrap();
        let clock = SettableClock::at(begin);
        let builder = || {
            let builder = Workspace::builder().clock(clock.clone()).entropy(SeededEntropy::new(7));
            builder.hasher(PlainHasher::default())
        };
        let workspaces = open.iter().map(|open| open(builder())).collect();
        let oracle = Oracle::new(Options { strict_publishing: false, invitation_days: 30 });
        let mut play = Self {
            workspaces,
            clock: clock.clone(),
            oracle,
            now: begin.millis(),
            known: Known::default(),
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
        let caller = match (&actor, operation) {
            (_, operators) if is_operators(operators) => Caller::Operator("dispute"),
            (_, "open") => Caller::Visitor,
            (Value::String(id), _) => Caller::Actor(id),
            _ => Caller::Host,
        };
        let created = first.as_ref().ok();
        let expected = self.oracle.call(caller, operation, with, self.now, created);
        match (&first, expected) {
            (Ok(actual), Ok(expected)) => same(operation, actual, &expected).map_err(|what| {
                format!("{operation} {with} by {actor}: {what}\n  library {actual}\n  oracle  {expected}")
            })?,
            (Err(error), Err(refused)) if error.code() == refused.code && same_details(error, &refused.details) => {}
            // Of several arguments that are wrong, SPEC §15 does not say which is named.
            (Err(error), Err(refused)) if is_input(error.code()) && is_input(refused.code) => {}
            (actual, expected) => {
                return Err(format!("{operation} {with} by {actor}: library {:?}, oracle {expected:?}", shown(actual)));
            }
        }
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
        let Some(Call { operation, actor, with }) = call else { return Ok(()) };
        self.story.push(format!("{operation} {with} by {actor}"));
        if let Ok(result) = self.call(operation, actor, &with)? {
            self.known.learn(if operation == "apply_proposal" { "apply_newcomer" } else { operation }, &result);
        }
        // Looking at everything costs much more than the call.
        if one.picks[3].is_multiple_of(6) { self.observe() } else { Ok(()) }
    }

    /// Compares everything that anybody can see, and looks for broken rules.
    fn observe(&mut self) -> Result<(), String> {
        let people = self.known.people.clone();
        let tracks: Vec<Value> = self.known.tracks.iter().map(|id| json!({ "track": id })).collect();
        let groups: Vec<Value> = self.known.groups.iter().map(|id| json!({ "group": id })).collect();
        for person in &people {
            self.call("library", person.clone(), &json!({ "limit": 200 }))?.ok();
            self.call("links", person.clone(), &json!({}))?.ok();
            self.call("invitations", person.clone(), &json!({}))?.ok();
            self.call("person", Value::Null, &json!({ "person": person }))?.ok();
        }
        for scope in tracks.iter().chain(&groups) {
            for person in &people {
                self.call("collaborators", person.clone(), &json!({ "scope": scope }))?.ok();
                let noun = if scope.get("track").is_some() { "track" } else { "group" };
                self.call(noun, person.clone(), scope)?.ok();
            }
        }
        for workspace in &self.workspaces {
            let faults = pollster::block_on(workspace.verify()).map_err(|error| error.to_string())?;
            if !faults.is_empty() {
                return Err(format!("the store breaks rules: {faults:?}"));
            }
        }
        Ok(())
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
    on_histories(cases, length, |history| {
        let mut play = Play::new(open);
        let played = history.iter().try_for_each(|one| play.step(one)).and_then(|()| play.observe());
        played.map_err(|what| format!("{what}\n  after  {}", play.story.join("\n         ")))
    });
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
