//! What every operation of a person's answers to somebody who is nobody: an id that was never given, somebody erased, and somebody invited by an address whom nobody has become.

use cowrite::domain::access::ScopeKind;
use cowrite::{Face, OPERATIONS};
use serde_json::{Value, json};
use std::collections::BTreeSet;

use super::matrix::{Fixture, KINDS, Place, operation_of, rows_of};
use super::snapshots::{compare, is_listed};

const CALLERS: [&str; 3] = ["unknown", "erased", "unclaimed"];

fn caller(fixture: &Fixture, kind: &str) -> Value {
    match kind {
        "unknown" => json!("01890a5d-ac96-774b-bcce-b302099a8057"),
        "erased" => {
            let with = json!({ "external_id": "gone", "name": "Gone", "email": "gone@example.com" });
            let gone = fixture.done(&Value::Null, "register", &with)["id"].clone();
            fixture.done(&Value::Null, "erase_person", &json!({ "person": gone }));
            gone
        }
        _ => {
            let track = fixture.done(&fixture.owner, "create_track", &json!({ "title": "Elsewhere" }))["id"].clone();
            let to = json!({ "email": "nobody@example.com" });
            let with = json!({ "scope": { "track": track }, "to": to, "access": "viewer" });
            fixture.done(&fixture.owner, "invite", &with)["person"].clone()
        }
    }
}

fn cell(kind: ScopeKind, row: &str, who: &str) -> String {
    let fixture = Fixture::new(kind, Place::Itself, "stranger");
    let call = fixture.call(row);
    let caller = caller(&fixture, who);
    let before = fixture.world.everything();
    let answer = fixture.world.call(call.operation, &caller, &call.with);
    let operation = operation_of(row);
    match answer {
        Ok(may) => {
            let may_act = who == "unclaimed";
            let is_same = !operation.changes || may_act || fixture.world.everything() == before;
            assert!(is_same, "`{row}` was done for {who}");
            if may == json!(false) { "no".to_owned() } else { "ok".to_owned() }
        }
        Err(error) => {
            assert!(fixture.world.everything() == before, "`{row}` was refused for {who}, and done");
            assert!(is_listed(operation, error.code()), "{row} refuses with {}, unlisted", error.code());
            error.code().to_owned()
        }
    }
}

const INTRODUCTION: &str = "# What the operations of people answer to nobody

Each cell is one call, as in `access_matrix.md`, made as somebody whom no host has authenticated: an id that was never given to anybody, a person who was erased, and one who was invited by an address and has never registered.
Nothing that the first two call changes anything, and nothing that is refused. The last is a person already: the host says who acts.
";

#[test]
fn nobody_can_do_anything_and_the_answers_are_those_committed() {
    let mut seen = BTreeSet::new();
    let mut text = format!("{INTRODUCTION}\n| operation | {} |\n|---|---|---|---|\n", CALLERS.join(" | "));
    for kind in KINDS {
        for row in rows_of(kind) {
            if operation_of(&row).face != Face::Actor || !seen.insert(row.clone()) {
                continue;
            }
            let cells = CALLERS.map(|who| cell(kind, &row, who));
            text.push_str(&format!("| `{row}` | {} |\n", cells.join(" | ")));
        }
    }
    let named: BTreeSet<&str> = seen.iter().map(|row| operation_of(row).name).collect();
    let all: BTreeSet<&str> =
        OPERATIONS.iter().filter(|operation| operation.face == Face::Actor).map(|operation| operation.name).collect();
    assert_eq!(named, all, "an operation of people has no row");
    compare("tests/snapshots/nobody.md", &text);
}
