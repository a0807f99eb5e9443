//! A workspace on which calls are made by name.

use cowrite::adapters::MemoryStore;
use cowrite::ports::TrackFile;
use cowrite::ports::store::{Everything, Store};
use cowrite::testing::call::{Arguments, on_actor};
use cowrite::testing::{CountingStore, PlainHasher, SeededEntropy, SettableClock, Shelf};
use cowrite::{Error, FileRef, Timestamp, Workspace};
use serde_json::{Map, Value, json};

use super::moves::{BEGIN, Call, Known, Move, PEOPLE, call_one, concrete, found, pause_of};

/// A workspace with some people, on which calls are made.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) workspace: Workspace,
    pub(crate) store: CountingStore,
    pub(crate) clock: SettableClock,
    pub(crate) shelf: Shelf,
    pub(crate) hasher: PlainHasher,
    pub(crate) known: Known,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::on(MemoryStore::new())
    }

    pub(crate) fn on(store: impl Store + 'static) -> Self {
        let clock = SettableClock::at(BEGIN.parse().unwrap());
        let store = CountingStore::new(store);
        let (shelf, hasher) = (Shelf::default(), PlainHasher::default());
        let builder = Workspace::builder().clock(clock.clone()).entropy(SeededEntropy::new(7));
        let workspace = builder.hasher(hasher.clone()).track_files(shelf.clone()).on(store.clone());
        let mut world = Self { workspace, store, clock, shelf, hasher, known: Known::default() };
        for number in 0..PEOPLE {
            let with = json!({ "external_id": format!("p{number}"), "name": format!("Person {number}"), "email": format!("p{number}@example.com") });
            let person = world.call("register", &Value::Null, &with).unwrap();
            world.known.learn_person(&person["id"]);
            world.clock.advance(1);
        }
        world
    }

    /// Makes a workspace with groups, tracks and people on them.
    pub(crate) fn founded(store: impl Store + 'static) -> Self {
        let mut world = Self::on(store);
        let mut known = core::mem::take(&mut world.known);
        found(&mut known, |operation, actor, with| world.call(operation, actor, with));
        Self { known, ..world }
    }

    pub(crate) fn call(&self, operation: &str, actor: &Value, with: &Value) -> Result<Value, Error> {
        call_one(&self.workspace, operation, actor, with.as_object().unwrap_or(&Map::new()))
    }

    /// Gives a track files: of each the id, the name and the kind.
    pub(crate) fn lay(&self, track: &Value, files: &[(&str, &str, &str)]) {
        let files = files.iter().map(|(id, name, kind)| track_file(id, name, kind)).collect();
        self.shelf.lay(track.as_str().unwrap().parse().unwrap(), files);
    }

    /// Makes a move concrete by what there is now.
    pub(crate) fn concrete(&self, one: &Move) -> Option<Call> {
        concrete(&self.known, one, |operation, actor, with| self.call(operation, actor, with))
    }

    /// Makes an actor's call in a dry run.
    pub(crate) fn would(&self, call: &Call) -> Result<Value, Error> {
        let actor = self.workspace.acting_as(call.actor.as_str().unwrap().parse()?).dry_run();
        pollster::block_on(on_actor(&actor, call.operation, Arguments(call.with.as_object().unwrap())))
    }

    /// Makes a call and learns what it made.
    pub(crate) fn make(&mut self, call: &Call) -> Result<Value, Error> {
        let result = self.call(call.operation, &call.actor, &call.with)?;
        self.learn(call, &result);
        Ok(result)
    }

    /// Learns what a call made.
    pub(crate) fn learn(&mut self, call: &Call, result: &Value) {
        if call.operation == "notifications" {
            self.known.learn_notices(&call.actor, result);
        }
        self.known.learn(if call.operation == "apply_proposal" { "apply_newcomer" } else { call.operation }, result);
        if call.operation == "create_bucket" {
            self.known.learn_bucket(result, &call.actor);
        }
    }

    pub(crate) fn pause(&self, pause: usize) -> i64 {
        let millis = pause_of(pause);
        self.clock.advance(millis);
        millis
    }

    /// Makes random calls; refused ones are part of it.
    pub(crate) fn play(&mut self, history: &[Move]) {
        for one in history {
            self.pause(one.pause);
            if let Some(call) = self.concrete(one) {
                self.make(&call).ok();
            }
        }
    }

    pub(crate) fn everything(&self) -> Everything {
        pollster::block_on(self.store.everything()).unwrap()
    }
}

/// Makes a file of one byte that has never changed.
pub(crate) fn track_file(id: &str, name: &str, kind: &str) -> TrackFile {
    TrackFile {
        id: FileRef::new(id),
        name: name.to_owned(),
        kind: kind.parse().unwrap(),
        size: 1,
        modified_at: Timestamp::EPOCH,
        content_hash: None,
    }
}
