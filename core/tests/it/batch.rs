//! A batch is the same calls one by one, in one commit or not at all.

use std::cell::Cell;

use cowrite::adapters::MemoryStore;
use cowrite::ports::store::{Everything, Store};
use cowrite::testing::call::{Arguments, on_actor};
use cowrite::{Actor, Error, Face, TrackUpdate};
use pollster::block_on;
use serde_json::Value;

use super::moves::{Call, Move, concrete, face_of, on_histories};
use super::world::World;

fn call(actor: &Actor, operation: &str, with: &Value) -> Result<Value, Error> {
    block_on(on_actor(actor, operation, Arguments(with.as_object().unwrap())))
}

fn shown(result: &Result<Value, Error>) -> String {
    match result {
        Ok(value) => value.to_string(),
        Err(error) => format!("{} {:?}", error.code(), error.details()),
    }
}

/// What is stored, whatever number its commits have.
fn without_revisions(mut everything: Everything) -> Everything {
    everything.slice.revision = 0;
    everything.log.iter_mut().for_each(|entry| entry.revision = 0);
    everything
}

/// The calls of one actor that a history comes to, decided as the batch goes.
fn next_call(world: &World, actor: &Actor, one: &Move) -> Option<Call> {
    let made = concrete(&world.known, one, |operation, _, with| call(actor, operation, with))?;
    (face_of(made.operation, &made.actor) == Some(Face::Actor)).then_some(made)
}

/// Plays the first half of each history in two worlds, and the second as a batch in one and call by call in the other.
fn compare<S: Store + 'static>(cases: u32, open: impl Fn() -> S) {
    let (gone_well, refused) = (Cell::new(0), Cell::new(0));
    on_histories(cases, 80, |history| {
        let (before, during) = history.split_at(history.len() / 2);
        let (mut batched, mut single) = (World::founded(open()), World::founded(open()));
        batched.play(before);
        single.play(before);
        if batched.everything() != single.everything() {
            return Err("the two worlds differ from the beginning".to_owned());
        }
        let Some(by) = during.first().map(|one| batched.known.people[one.actor].as_str().unwrap().parse().unwrap())
        else {
            return Ok(());
        };
        let untouched = batched.everything();
        let batch = batched.workspace.acting_as(by).batch().unwrap();
        // A batch begins with some random bits; so does its double.
        drop(single.workspace.acting_as(by).batch().unwrap());
        let (in_batch, alone) = (batch.actor(), single.workspace.acting_as(by));
        for one in during {
            let next = next_call(&batched, &in_batch, one);
            let double = next_call(&single, &alone, one);
            let (Some(next), Some(double)) = (next, double) else { continue };
            let results = (call(&in_batch, next.operation, &next.with), call(&alone, double.operation, &double.with));
            let counter = if results.0.is_ok() { &gone_well } else { &refused };
            counter.set(counter.get() + 1);
            if shown(&results.0) != shown(&results.1) {
                return Err(format!(
                    "{next:?}\n  in a batch {}\n  alone      {}",
                    shown(&results.0),
                    shown(&results.1)
                ));
            }
            if let Ok(result) = results.0 {
                batched.known.learn(next.operation, &result);
                single.known.learn(next.operation, &result);
            }
        }
        if batched.everything() != untouched {
            return Err("a batch took hold before it was committed".to_owned());
        }
        block_on(batch.commit()).map_err(|error| error.to_string())?;
        let faults = block_on(batched.workspace.verify()).unwrap();
        if !faults.is_empty() {
            return Err(format!("{faults:?}"));
        }
        let (one, many) = (without_revisions(batched.everything()), without_revisions(single.everything()));
        if one == many { Ok(()) } else { Err(format!("a batch left\n{one:?}\nand the calls alone\n{many:?}")) }
    });
    let counts = (gone_well.get(), refused.get());
    assert!(counts.0 > 30 && counts.1 > 10, "{counts:?} calls went well and were refused");
}

#[test]
fn a_batch_in_memory_is_the_same_calls_one_by_one() {
    compare(60, MemoryStore::new);
}

#[cfg(feature = "sqlite")]
fn in_a_file() -> cowrite::adapters::sqlite::SqliteStore {
    // The folder goes when the process ends: a path that is still open must stay.
    let path = tempfile::tempdir().unwrap().keep().join("batch.db");
    cowrite::adapters::sqlite::SqliteStore::open(path, cowrite::adapters::sqlite::SqliteOptions::default()).unwrap()
}

#[cfg(feature = "sqlite")]
#[test]
fn a_batch_on_sqlite_is_the_same_calls_one_by_one() {
    compare(12, in_a_file);
}

/// Checks what a batch leaves that is not committed, or cannot be.
fn check_whole_or_absent(store: impl Store + 'static) {
    let world = World::founded(store);
    let id = |number: usize| world.known.people[number].as_str().unwrap().parse().unwrap();
    let owner = world.workspace.acting_as(id(0));
    let track = world.known.tracks[0].as_str().unwrap().parse().unwrap();
    let before = world.everything();

    let dropped = owner.batch().unwrap();
    block_on(dropped.actor().create_track("Lost")).unwrap();
    block_on(dropped.actor().archive_track(track)).unwrap();
    assert_eq!(dropped.waiting(), 3);
    drop(dropped);
    assert_eq!(world.everything(), before);

    let late = owner.batch().unwrap();
    block_on(late.actor().create_track("Lost")).unwrap();
    block_on(late.actor().update_track(track, TrackUpdate::new().title("Lost"))).unwrap();
    block_on(owner.update_track(track, TrackUpdate::new().title("Kept"))).unwrap();
    let between = world.everything();
    assert_eq!(block_on(late.commit()).unwrap_err().code(), "conflict");
    assert_eq!(world.everything(), between);

    let refused = owner.batch().unwrap();
    block_on(refused.actor().archive_track(track)).unwrap();
    assert_eq!(block_on(refused.actor().create_track("")).unwrap_err().code(), "invalid_input");
    assert_eq!(block_on(refused.actor().leave(track)).unwrap_err().code(), "owner_fixed");
    block_on(refused.actor().create_track("Kept too")).unwrap();
    assert!(block_on(refused.commit()).unwrap().is_some());
    assert!(block_on(owner.track(track)).unwrap().archived);
    assert_eq!(block_on(owner.batch().unwrap().commit()).unwrap(), None, "nothing is no commit");
    assert_eq!(block_on(world.workspace.verify()).unwrap(), []);
}

#[test]
fn a_batch_in_memory_is_whole_or_absent() {
    check_whole_or_absent(MemoryStore::new());
}

#[cfg(feature = "sqlite")]
#[test]
fn a_batch_on_sqlite_is_whole_or_absent() {
    check_whole_or_absent(in_a_file());
}

#[test]
fn a_batch_that_takes_its_time_leaves_a_sound_store() {
    let world = World::founded(MemoryStore::new());
    let owner = world.workspace.acting_as(world.known.people[0].as_str().unwrap().parse().unwrap());
    let batch = owner.batch().unwrap();
    for title in ["One", "Two", "Three"] {
        world.clock.advance(1_000);
        block_on(batch.actor().create_track(title)).unwrap();
    }
    block_on(batch.commit()).unwrap();
    assert_eq!(block_on(world.workspace.verify()).unwrap(), [], "what is stored is what its history comes to");
}
