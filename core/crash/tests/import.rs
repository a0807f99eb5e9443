//! An import that the power is cut under: whole or absent, and absent where it was said not to have been done.

use std::sync::{Arc, Mutex, PoisonError};

use cowrite::adapters::sqlite::SqliteStore;
use cowrite::adapters::{MemoryStore, SqliteOptions};
use cowrite::domain::slice::Slice;
use cowrite::ports::store::{Piece, Sink, Store, StoreError};
use cowrite::testing::store_conformance::History;
use cowrite_crash::{Disk, Fault, Machine, Random};
use pollster::block_on;

/// Takes what an export gives.
struct Taken(Arc<Mutex<Vec<Piece>>>);

impl Sink for Taken {
    fn put(&mut self, piece: &Piece) -> Result<(), StoreError> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(piece.clone());
        Ok(())
    }

    fn end(&mut self) -> Result<(), StoreError> {
        Ok(())
    }
}

/// A small workspace, and its last revision.
fn exported() -> Result<(Vec<Piece>, u64), StoreError> {
    let (store, mut history, mut world) = (MemoryStore::new(), History::new(3), Slice::default());
    for _ in 0..12 {
        let step = history.next_step(&world);
        block_on(store.commit(step.change))?;
        world = step.after;
    }
    let pieces = Arc::<Mutex<_>>::default();
    block_on(store.export(Box::new(Taken(Arc::clone(&pieces)))))?;
    let pieces = core::mem::take(&mut *pieces.lock().unwrap_or_else(PoisonError::into_inner));
    Ok((pieces, block_on(store.everything())?.slice.revision))
}

fn open(machine: &Machine) -> Result<SqliteStore, StoreError> {
    SqliteStore::open("studio.db", SqliteOptions::new().exclusive(true).vfs(machine.name()))
}

#[test]
fn an_import_of_which_it_is_said_that_it_was_not_done_is_not_there() {
    let (pieces, revision) = exported().unwrap();
    let empty = Machine::new(Disk::new(1));
    drop(open(&empty).unwrap());
    let empty = empty.disk().clone();
    let [mut done, mut denied, mut unknown, mut kept] = [0; 4];
    for (at, seed) in (1..=60).flat_map(|at| (0..4).map(move |seed| (at, seed))) {
        let machine = Machine::new(empty.clone().with_fault(Fault::PowerCut(at), false, Random::new(at << 8 | seed)));
        let Ok(store) = open(&machine) else { continue };
        let outcome = block_on(store.import(Box::new(pieces.clone().into_iter().map(Ok))));
        drop(store);
        machine.disk().restart();
        machine.disk().mend();
        let store = open(&machine).unwrap();
        block_on(store.check()).unwrap();
        let found = block_on(store.everything()).unwrap().slice.revision;
        assert!(found == 0 || found == revision, "half an import is there: {found} of {revision}");
        let is_there = found == revision;
        match outcome {
            Ok(()) => {
                assert!(is_there, "operation {at}, seed {seed}: an import that was acknowledged is lost");
                done += 1;
            }
            Err(StoreError::Unknown { .. }) => {
                unknown += 1;
                kept += u32::from(is_there);
            }
            Err(error) => {
                assert!(!is_there, "operation {at}, seed {seed}: said not to have been done, and there: {error}");
                denied += 1;
            }
        }
    }
    println!("imported: {done} done, {denied} not done, {unknown} of unknown outcome, {kept} of them there");
    // What is there though nobody knows of it would be denied by a store that takes a failing commit for none.
    assert!(done > 0 && kept > 0, "the power was not cut where it matters");
}
