//! A dry run answers as the deed does, and changes nothing.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use cowrite::adapters::MemoryStore;
use cowrite::domain::access::ScopeKind;
use cowrite::ports::store::Everything;
use cowrite::{Error, Face, OPERATIONS};
use serde_json::Value;

use super::matrix::{Fixture, Place, operation_of, rows_of};
use super::moves::{known, on_histories};
use super::world::World;

/// Puts one word in the place of every id that is not in the store: what a call makes has another id each time.
fn without_new_ids(value: &mut Value, known: &BTreeSet<String>) {
    match value {
        Value::String(text) if text.parse::<cowrite::PersonId>().is_ok() && !known.contains(text) => {
            "new".clone_into(text)
        }
        Value::Array(items) => items.iter_mut().for_each(|item| without_new_ids(item, known)),
        Value::Object(fields) => {
            // LNK-2: a dry run has no secret to show.
            fields.remove("secret");
            fields.values_mut().for_each(|field| without_new_ids(field, known));
        }
        _ => {}
    }
}

fn ids(everything: &Everything) -> BTreeSet<String> {
    let slice = &everything.slice;
    let people = slice.people.keys().map(ToString::to_string);
    let places = slice.scopes().map(|scope| scope.uuid().to_string());
    let links = slice.links().map(|link| link.id.to_string());
    people.chain(places).chain(links).chain(slice.invitations.keys().map(ToString::to_string)).collect()
}

fn shown(result: Result<Value, Error>, known: &BTreeSet<String>) -> Value {
    let mut shown = result.unwrap_or_else(|error| Value::String(format!("{} {:?}", error.code(), error.details())));
    without_new_ids(&mut shown, known);
    shown
}

#[test]
fn a_dry_run_answers_as_the_deed_and_changes_nothing() {
    let went_well = RefCell::new(BTreeMap::<&str, usize>::new());
    on_histories(80, 120, |history| {
        let mut world = World::founded(MemoryStore::new());
        for one in &history {
            world.pause(one.pause);
            let Some(call) = world.concrete(one) else { continue };
            let operation = known(call.operation, &call.actor).unwrap();
            if operation.face != Face::Actor {
                world.make(&call).ok();
                continue;
            }
            let before = world.everything();
            let there = ids(&before);
            let would = shown(world.would(&call), &there);
            if world.everything() != before {
                return Err(format!("the dry run of {call:?} changed something"));
            }
            let made = world.make(&call);
            *went_well.borrow_mut().entry(operation.name).or_default() +=
                usize::from(operation.changes && made.is_ok());
            let done = shown(made, &there);
            if would != done {
                return Err(format!("{call:?}\n  would {would}\n  did   {done}"));
            }
        }
        Ok(())
    });
    let went_well = went_well.into_inner();
    let changing = OPERATIONS.iter().filter(|known| known.changes && known.face == Face::Actor);
    let unseen: Vec<&str> =
        changing.map(|known| known.name).filter(|name| went_well.get(name).is_none_or(|seen| *seen == 0)).collect();
    // What random histories hardly ever bring forth is counted in the matrix of `counting`.
    let unseen: Vec<&str> = unseen.into_iter().filter(|name| !ON_FILES.contains(name)).collect();
    assert!(unseen.len() <= 2, "never seen to go well: {unseen:?}");
}

/// What is done to files, which random histories know nothing of.
const ON_FILES: [&str; 4] = ["upload_file", "rename_file", "delete_file", "send_file"];

#[test]
fn a_dry_run_on_files_answers_as_the_deed_and_changes_nothing() {
    let mut seen = BTreeSet::new();
    for row in rows_of(ScopeKind::Track).iter().filter(|row| ON_FILES.contains(&operation_of(row).name)) {
        let fixture = Fixture::new(ScopeKind::Track, Place::Itself, "owner");
        let call = fixture.call(row);
        let before = fixture.world.everything();
        let would = fixture.world.would(&call).unwrap();
        assert_eq!(fixture.world.everything(), before, "{row}");
        let mut made = fixture.world.call(call.operation, &call.actor, &call.with).unwrap();
        if call.operation == "upload_file" {
            // A file that is not there has no id yet.
            assert!(made["file"].take().is_string(), "{made}");
        }
        assert_eq!(would, made, "{row}");
        assert_ne!(fixture.world.everything().log.len(), before.log.len(), "{row}");
        seen.insert(call.operation);
    }
    assert_eq!(seen.len(), ON_FILES.len(), "{seen:?}");
}
