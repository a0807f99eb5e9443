//! Random histories: the library on every store against the naive oracle, call by call, on everything a caller can observe.

use std::collections::BTreeSet;

use cowrite::testing::call::{Arguments, on_actor, on_operator, on_workspace};
use cowrite::testing::oracle::{Caller, Options, Oracle};
use cowrite::testing::{SeededEntropy, SettableClock};
use cowrite::{Error, Workspace, WorkspaceBuilder};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Map, Value, json};

const PEOPLE: usize = 5;
const BEGIN: &str = "2026-01-01T00:00:00.000Z";

/// One call, in numbers that are made concrete by what there is when it is made.
#[derive(Debug, Clone)]
struct Move {
    operation: usize,
    actor: usize,
    picks: [usize; 5],
    pause: usize,
}

fn moves() -> impl Strategy<Value = Move> {
    (0..OPERATIONS.len(), 0..PEOPLE, prop::array::uniform5(0_usize..1_000), 0..12_usize)
        .prop_map(|(operation, actor, picks, pause)| Move { operation, actor, picks, pause })
}

/// The operations, each as often as it is to come.
const OPERATIONS: &[&str] = &[
    "create_track", "create_track", "create_track", "create_group", "create_group", "move_track", "move_track", "move_track",
    "move_group", "move_group", "invite", "invite", "invite", "invite", "invite", "invite", "accept_invitation",
    "accept_invitation", "accept_invitation", "accept_invitation", "accept_invitation", "dismiss_invitation",
    "withdraw_invitation", "set_access", "set_access", "inherit_access", "revoke", "revoke", "remove_collaborator", "leave",
    "revoke_all", "leave_all_from", "offer_ownership", "offer_ownership", "accept_ownership", "accept_ownership",
    "decline_ownership", "withdraw_ownership", "set_shares", "set_shares", "set_shares", "propose_even_split",
    "propose_newcomer_split", "apply_even", "apply_newcomer", "shares_available", "require_complete_splits", "update_track",
    "archive_track", "unarchive_track", "delete_track", "update_group", "delete_group", "take_down", "restore", "hand_over",
    "erase_person", "update_person", "register",
];

/// What there is to name in calls.
#[derive(Debug, Default)]
struct Known {
    people: Vec<Value>,
    tracks: Vec<Value>,
    groups: Vec<Value>,
    invitations: Vec<Value>,
}

impl Known {
    fn pick(list: &[Value], pick: usize) -> Value {
        // Now and then something that is not there.
        if list.is_empty() || pick % 29 == 0 {
            return json!("01890a5d-ac96-774b-bcce-b302099a8057");
        }
        list[pick % list.len()].clone()
    }

    fn scope(&self, pick: usize) -> Value {
        if pick % 3 == 0 {
            json!({ "group": Self::pick(&self.groups, pick / 3) })
        } else {
            json!({ "track": Self::pick(&self.tracks, pick / 3) })
        }
    }

    fn learn(&mut self, operation: &str, result: &Value) {
        let id = result.get("id").cloned();
        match operation {
            "create_track" => self.tracks.extend(id),
            "create_group" => self.groups.extend(id),
            "invite" => {
                self.invitations.extend(id);
                self.learn_person(&result["person"]);
            }
            "apply_newcomer" if !result["invitation"].is_null() => {
                self.invitations.push(result["invitation"]["id"].clone());
                self.learn_person(&result["invitation"]["person"]);
            }
            "register" => self.learn_person(&result["id"]),
            _ => {}
        }
    }

    fn learn_person(&mut self, person: &Value) {
        if !self.people.contains(person) {
            self.people.push(person.clone());
        }
    }
}

const ACCESSES: [&str; 3] = ["viewer", "editor", "full"];
const PERCENTS: [&str; 8] = ["0", "10", "25.00", "33.33", "50", "0.01", "100", "66.667"];

fn invitee(known: &Known, pick: usize) -> Value {
    match pick % 5 {
        0 => json!({ "email": (["jo@example.com", "Sam@Example.com", "not an address"][pick / 5 % 3]) }),
        _ => json!({ "person": Known::pick(&known.people, pick / 5) }),
    }
}

fn shares(pick: usize) -> Value {
    let mut edits = Map::new();
    for (place, kind) in ["master", "publishing", "writer"].into_iter().enumerate() {
        match (pick >> place) % 5 {
            0 => {}
            1 => drop(edits.insert(kind.to_owned(), Value::Null)),
            other => drop(edits.insert(kind.to_owned(), json!(PERCENTS[(pick / 7 + other + place) % PERCENTS.len()]))),
        }
    }
    Value::Object(edits)
}

fn share_rows(known: &Known, picks: [usize; 5]) -> Value {
    let rows = picks[1..=1 + picks[4] % 3].iter().map(|pick| {
        let mut row = shares(*pick);
        row["person"] = Known::pick(&known.people, *pick);
        row
    });
    rows.collect()
}

fn arguments(operation: &str, known: &Known, picks: [usize; 5]) -> Value {
    let person = Known::pick(&known.people, picks[1]);
    let track = Known::pick(&known.tracks, picks[0]);
    let group = Known::pick(&known.groups, picks[0]);
    let scope = known.scope(picks[0]);
    let place = if picks[2] % 4 == 0 { Value::Null } else { Known::pick(&known.groups, picks[2]) };
    match operation {
        "create_track" if picks[1] % 2 == 0 => json!({ "title": "Nocturne" }),
        "create_track" => json!({ "title": "Étude", "group": Known::pick(&known.groups, picks[0]) }),
        "create_group" if picks[1] % 2 == 0 => json!({ "name": "Album" }),
        "create_group" => json!({ "name": "Side B", "parent": Known::pick(&known.groups, picks[0]) }),
        "move_track" => json!({ "track": track, "group": place }),
        "move_group" => json!({ "group": group, "parent": place }),
        "invite" => {
            let mut with = json!({ "scope": scope, "to": invitee(known, picks[1]), "access": ACCESSES[picks[2] % 3] });
            let shares = shares(picks[4]);
            if picks[3] % 3 == 0 && shares != json!({}) {
                with["shares"] = shares;
            }
            if picks[3] % 5 == 0 {
                with["role"] = json!("writer");
            }
            with
        }
        "accept_invitation" | "dismiss_invitation" | "withdraw_invitation" => {
            json!({ "invitation": Known::pick(&known.invitations, picks[0]) })
        }
        "set_access" => json!({ "scope": scope, "person": person, "access": ACCESSES[picks[2] % 3] }),
        "inherit_access" | "revoke" | "remove_collaborator" => json!({ "scope": scope, "person": person }),
        "leave" | "accept_ownership" | "decline_ownership" | "withdraw_ownership" => json!({ "scope": scope }),
        "revoke_all" | "erase_person" => json!({ "person": person }),
        "leave_all_from" => json!({ "owner": person }),
        "offer_ownership" | "hand_over" => json!({ "scope": scope, "to": person }),
        "set_shares" if picks[3] % 4 == 0 => json!({ "track": track, "rows": share_rows(known, picks), "based_on": picks[3] / 4 % 4 }),
        "set_shares" => json!({ "track": track, "rows": share_rows(known, picks) }),
        "propose_even_split" if picks[1] % 3 == 0 => json!({ "track": track, "among": [person, Known::pick(&known.people, picks[2])] }),
        "propose_newcomer_split" => json!({ "track": track, "newcomer": invitee(known, picks[1]) }),
        "shares_available" => json!({ "track": track, "person": person }),
        "update_track" => {
            let mut with = json!({ "track": track });
            match picks[1] % 5 {
                0 => with["title"] = json!(["Prelude", "", "Coda"][picks[2] % 3]),
                1 | 2 => with["stage"] = json!(["published", "mixing", "mastering"][picks[2] % 3]),
                3 => with["bpm"] = json!(["93.5", "0", "120"][picks[2] % 3]),
                _ => with["tags"] = json!(["night", "night", "blue"]),
            }
            with
        }
        "update_group" => json!({ "group": group, "name": (["Album", "EP"][picks[2] % 2]) }),
        "delete_group" => json!({ "group": group }),
        "update_person" => json!({ "person": person, "email": format!("{}@example.com", ["jo", "sam", "p1"][picks[2] % 3]) }),
        "register" => json!({ "external_id": format!("late-{}", picks[0] % 3), "name": "Late", "email": format!("{}@example.com", ["jo", "sam", "x"][picks[1] % 3]) }),
        _ => json!({ "track": track }),
    }
}

/// A history being played on the library and on the oracle at once.
struct Play {
    workspaces: Vec<Workspace>,
    clock: SettableClock,
    oracle: Oracle,
    now: i64,
    known: Known,
}

impl Play {
    fn new(open: &[fn(WorkspaceBuilder) -> Workspace]) -> Self {
        let begin: cowrite::Timestamp = BEGIN.parse().unwrap();
        let clock = SettableClock::at(begin);
        let builder = || Workspace::builder().clock(clock.clone()).entropy(SeededEntropy::new(7));
        let workspaces = open.iter().map(|open| open(builder())).collect();
        let oracle = Oracle::new(Options { strict_publishing: false, invitation_days: 30 });
        let mut play = Self { workspaces, clock: clock.clone(), oracle, now: begin.millis(), known: Known::default() };
        for number in 0..PEOPLE {
            let with = json!({ "external_id": format!("p{number}"), "name": format!("Person {number}"), "email": format!("p{number}@example.com") });
            let person = play.call("register", Value::Null, &with).unwrap().unwrap();
            play.known.learn_person(&person["id"]);
            play.pause(1);
        }
        play
    }

    fn pause(&mut self, pause: usize) {
        let millis = [0, 1, 1, 1, 7, 60_000, 60_000, 1, 1, 1, 1, 31 * 86_400_000][pause % 12];
        self.clock.advance(millis);
        self.now += millis;
    }

    /// Makes one call everywhere, and compares what came of it.
    fn call(&mut self, operation: &str, actor: Value, with: &Value) -> Result<Result<Value, Error>, String> {
        let map = with.as_object().cloned().unwrap_or_default();
        let results: Vec<_> = self.workspaces.iter().map(|workspace| call_one(workspace, operation, &actor, &map)).collect();
        let first = results[0].clone();
        for other in &results[1..] {
            if shown(other) != shown(&first) {
                return Err(format!("{operation} {with}: stores differ: {:?} and {:?}", shown(&first), shown(other)));
            }
        }
        let caller = match (&actor, operation) {
            (_, "take_down" | "restore" | "hand_over") => Caller::Operator("dispute"),
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
        let operation = OPERATIONS[one.operation];
        let actor = self.known.people[one.actor].clone();
        let actor = if matches!(operation, "erase_person" | "update_person" | "register") { Value::Null } else { actor };
        let (operation, with) = match operation {
            "apply_even" | "apply_newcomer" => match self.proposal(operation, &actor, one)? {
                Some(with) => ("apply_proposal", with),
                None => return Ok(()),
            },
            other => (other, arguments(other, &self.known, one.picks)),
        };
        let result = self.call(operation, actor, &with)?;
        if let Ok(result) = result {
            let as_learned = if operation == "apply_proposal" { "apply_newcomer" } else { operation };
            self.known.learn(as_learned, &result);
        }
        self.observe()
    }

    fn proposal(&mut self, operation: &str, actor: &Value, one: &Move) -> Result<Option<Value>, String> {
        let track = Known::pick(&self.known.tracks, one.picks[0]);
        let proposed = if operation == "apply_even" {
            self.call("propose_even_split", actor.clone(), &json!({ "track": track }))?
        } else {
            let newcomer = invitee(&self.known, one.picks[1]);
            self.call("propose_newcomer_split", actor.clone(), &json!({ "track": track, "newcomer": newcomer }))?
        };
        let Ok(proposal) = proposed else { return Ok(None) };
        let mut with = json!({ "track": track, "proposal": proposal });
        if one.picks[2] % 3 != 0 {
            with["access"] = json!(ACCESSES[one.picks[2] % 3]);
        }
        Ok(Some(with))
    }

    /// Compares everything that anybody can see, and looks for broken rules.
    fn observe(&mut self) -> Result<(), String> {
        let people = self.known.people.clone();
        let tracks: Vec<Value> = self.known.tracks.iter().map(|id| json!({ "track": id })).collect();
        let groups: Vec<Value> = self.known.groups.iter().map(|id| json!({ "group": id })).collect();
        for person in &people {
            self.call("library", person.clone(), &json!({ "limit": 200 }))?.ok();
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

fn call_one(workspace: &Workspace, operation: &str, actor: &Value, with: &Map<String, Value>) -> Result<Value, Error> {
    let arguments = Arguments(with);
    pollster::block_on(async {
        match (operation, actor) {
            ("take_down" | "restore" | "hand_over", _) => on_operator(&workspace.operator("dispute")?, operation, arguments).await,
            (_, Value::String(id)) => on_actor(&workspace.acting_as(id.parse()?), operation, arguments).await,
            _ => on_workspace(workspace, operation, arguments).await,
        }
    })
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

/// Plays random histories of up to `length` calls; `COWRITE_CASES` asks for more than the default.
fn play_histories(cases: u32, length: usize, open: &[fn(WorkspaceBuilder) -> Workspace]) {
    let cases = std::env::var("COWRITE_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(cases);
    let seed = std::env::var("COWRITE_SEED").unwrap_or_else(|_| "cowrite".to_owned());
    let mut bytes = [0; 32];
    bytes.iter_mut().zip(seed.bytes()).for_each(|(byte, letter)| *byte = letter);
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 2_000, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
    let histories = prop::collection::vec(moves(), 1..length);
    let outcome = runner.run(&histories, |history| {
        let mut play = Play::new(open);
        for one in &history {
            play.step(one).map_err(TestCaseError::fail)?;
        }
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}

#[test]
fn the_library_in_memory_equals_the_oracle_on_random_histories() {
    play_histories(60, 80, &[|builder| builder.in_memory().unwrap()]);
}

#[cfg(feature = "sqlite")]
#[test]
fn the_library_on_sqlite_equals_memory_and_the_oracle_on_random_histories() {
    play_histories(12, 60, &[
        |builder| builder.in_memory().unwrap(),
        |builder| {
            // The folder goes when the process ends: a path that is still open must stay.
            let path = tempfile::tempdir().unwrap().keep().join("history.db");
            pollster::block_on(builder.open(path)).unwrap()
        },
    ]);
}
