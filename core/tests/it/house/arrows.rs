//! Which room of the core may know which.
//!
//! 1. The root modules (`id`, `time`, `error`, `event`) and `domain` know each other and nothing else.
//! 2. `ports` knows those; `index` those and `ports`, whose rows it is made of.
//! 3. `app` knows those, `ports` and `index`; only `app/workspace`, where a workspace is put together, knows the adapters.
//! 4. `adapters` know the root modules, `domain` and `ports`, and never each other; what several need stands in `adapters/oneshot` and `adapters/workers`.
//! 5. Nothing but `testing`, which may know all, and an adapter's own `tests` file knows `testing`.
//! 6. An import names the module where a thing lives, not the crate's front door, which would hide the arrow.

use super::source::{module, named, rust_files};
use super::tokens::{at, tokens};
use super::{assert_clean, assert_found};

const ROOT: &[&str] = &["id", "time", "error", "event"];
const ROOMS: &[&str] = &["domain", "ports", "index", "app", "adapters", "testing"];

/// The arrows that a file, given from `core/src`, draws and may not.
fn wrong_arrows(file: &str, text: &str) -> Vec<String> {
    let tokens = tokens(text);
    let here = module(file);
    let Some(room) = here.first().map(String::as_str) else { return Vec::new() };
    let mut found = Vec::new();
    if !ROOT.contains(&room) && !ROOMS.contains(&room) {
        found.push(format!("{file}: `{room}` is a new room: say in arrows.rs what it may know"));
    }
    for (place, token) in tokens.iter().enumerate() {
        if at(&tokens, place, &["#", "[", "path"]) {
            found.push(format!("{file}:{}: `#[path]` hides where a module lives", token.line));
        }
    }
    for named in named(&tokens, &here) {
        let Some(path) = named.inside() else { continue };
        if let Some(why) = refusal(&here, path) {
            found.push(format!("{file}:{}: `{}`: {why}", named.line, named.path.join("::")));
        }
    }
    found
}

fn refusal(here: &[String], path: &[String]) -> Option<&'static str> {
    let part = |parts: &[String], at: usize| parts.get(at).cloned().unwrap_or_default();
    let (from, to) = (part(here, 0), part(path, 0));
    let is_root = ROOT.contains(&to.as_str());
    if from == "testing" {
        return None;
    }
    if !is_root && !ROOMS.contains(&to.as_str()) {
        return Some("not a room: name the module where it lives");
    }
    let may = is_root
        || match (from.as_str(), to.as_str()) {
            (_, "domain") => true,
            ("ports" | "index" | "adapters" | "app", "ports") | ("app" | "index", "index") | ("app", "app") => true,
            ("app", "adapters") => part(here, 1) == "workspace",
            ("adapters", "testing") => here.last().is_some_and(|module| module == "tests"),
            ("adapters", "adapters") => {
                here.len() == 1
                    || (path.len() > 1
                        && [part(here, 1), "oneshot".to_owned(), "workers".to_owned()].contains(&part(path, 1)))
            }
            _ => false,
        };
    (!may).then_some("this room may not know that one")
}

#[test]
fn rooms_know_only_what_they_may() {
    let files = rust_files("core/src");
    let inside = |path: &str| path.trim_start_matches("core/src/").to_owned();
    let found: Vec<_> = files.iter().flat_map(|(path, text)| wrong_arrows(&inside(path), text)).collect();
    assert!(files.len() > 20, "the source was not found");
    assert_clean(&found);
}

#[test]
fn a_wrong_arrow_is_found() {
    let found = |file: &str, text: &str| wrong_arrows(file, text);
    let wrong = "this room may not know that one";
    assert_found(&found("domain/group.rs", "use crate::{error::Error, ports::Clock};"), &[wrong]);
    assert_found(&found("domain/access/walk.rs", "fn f() { super::super::super::app::open() }"), &[wrong]);
    assert_found(&found("id.rs", "use crate::ports::Entropy;"), &[wrong]);
    assert_found(&found("ports/clock.rs", "fn f() -> crate::adapters::memory::MemoryStore { }"), &[wrong]);
    assert_found(&found("app/actor.rs", "use crate::adapters::memory::MemoryStore;"), &[wrong]);
    assert_found(&found("adapters/sqlite/rows.rs", "use super::super::memory::Table;"), &[wrong]);
    assert_found(&found("adapters/oneshot.rs", "use crate::adapters::sqlite::SqliteStore;"), &[wrong]);
    assert_found(&found("adapters/workers.rs", "use crate::adapters::dropbox::Dropbox;"), &[wrong]);
    assert_found(&found("adapters/sqlite.rs", "use crate::app::actor::Actor;"), &[wrong]);
    assert_found(&found("app/actor.rs", "mod tests { use crate::testing::builders; }"), &[wrong]);
    assert_found(&found("adapters/sqlite/rows.rs", "use crate::testing::Studio;"), &[wrong]);
    assert_found(&found("domain/group.rs", "use crate::Error;"), &["not a room"]);
    assert_found(&found("ports/clock.rs", "use crate::*;"), &["not a room"]);
    assert_found(&found("helpers/mod.rs", ""), &["a new room"]);
    assert_found(&found("domain/group.rs", "#[path = \"../app/x.rs\"] mod x;"), &["hides where"]);
}

#[test]
fn a_right_arrow_is_not() {
    let allowed = [
        ("domain/access/walk.rs", "use super::{Held, Level}; use crate::id::Scope; use super::super::slice::Slice;"),
        ("error.rs", "use crate::domain::access::Level; use crate::id::PersonId;"),
        ("ports/store/mod.rs", "use super::BoxFuture; impl From<StoreError> for crate::error::Error {}"),
        ("app/workspace.rs", "use crate::adapters::memory::MemoryStore; use crate::ports::Clock;"),
        ("app/workspace/builder.rs", "use crate::adapters::sqlite::SqliteStore;"),
        ("adapters/mod.rs", "mod memory; pub use self::memory::MemoryStore;"),
        ("adapters/sqlite/rows.rs", "use super::schema::SCHEMA; use crate::adapters::sqlite::schema;"),
        ("adapters/sqlite/writer.rs", "use crate::adapters::oneshot::Sender;"),
        ("adapters/dropbox/mod.rs", "use crate::adapters::workers::Workers;"),
        ("adapters/sqlite/tests.rs", "use crate::testing::store_conformance::History;"),
        ("testing/mod.rs", "use crate::Workspace; use crate::adapters::memory::MemoryStore;"),
        ("lib.rs", "pub use domain::access::Access; pub use self::app::Workspace;"),
        ("domain/group.rs", "// crate::app::Actor is only spoken of\nconst X: &str = \"crate::app\";"),
    ];
    for (file, text) in allowed {
        assert_clean(&wrong_arrows(file, text));
    }
}
