//! Whole workspaces going out of one store and into another.

use std::sync::{Arc, Mutex, PoisonError};

use super::Found;
use super::bench::{commit, ensure, everything, failed, register, same};
use super::history::{History, folded};
use crate::adapters::MemoryStore;
use crate::domain::slice::Slice;
use crate::error::Trouble;
use crate::ports::store::{CommitOrder, Piece, Replay, Sink, Source, Store, StoreError};

/// How many acts the workspaces have seen.
const ACTS: u64 = 80;

/// Pieces in memory, and whether the store has said that they are all.
#[derive(Debug, Clone, Default)]
struct Collected(Arc<Mutex<(Vec<Piece>, bool)>>);

impl Sink for Collected {
    fn put(&mut self, piece: &Piece) -> Result<(), StoreError> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).0.push(piece.clone());
        Ok(())
    }

    fn end(&mut self) -> Result<(), StoreError> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).1 = true;
        Ok(())
    }
}

/// Returns the pieces of a store as it gives them.
async fn exported<S: Store>(store: &S) -> Result<Vec<Piece>, String> {
    let collected = Collected::default();
    store.export(Box::new(collected.clone())).await.map_err(failed("export"))?;
    let (pieces, is_whole) = collected.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    ensure!(is_whole, "an export ended without saying so");
    Ok(pieces)
}

/// Returns pieces in an order of their own: that of rows and values is each store's.
fn in_order(mut pieces: Vec<Piece>) -> Vec<Piece> {
    pieces.sort_by_cached_key(|piece| match piece {
        Piece::Commit(_) => String::new(),
        other => format!("{other:?}"),
    });
    pieces
}

/// Compares pieces, and shows the first two that differ.
fn same_pieces(found: Vec<Piece>, expected: Vec<Piece>) -> Found {
    same("how many pieces", &found.len(), &expected.len())?;
    in_order(found).iter().zip(&in_order(expected)).try_for_each(|(found, expected)| same("a piece", found, expected))
}

fn source(pieces: Vec<Piece>) -> Source {
    Box::new(pieces.into_iter().map(Ok))
}

/// Lives through a history in which now and then a call has a key; returns what comes of it.
async fn live<S: Store>(store: &S, seed: u64) -> Result<Slice, String> {
    let (mut history, mut world) = (History::new(seed), Slice::default());
    for act in 1..=ACTS {
        let mut step = history.next_step(&world);
        if let Some(actor) = world.people.keys().next().filter(|_| act % 10 == 0) {
            let (key, outcome) = (format!("key {act}"), format!("{{\"act\":{act}}}"));
            step.change.replays.push(Replay { actor: *actor, key, call: [7; 32], outcome, at: step.change.at });
        }
        commit(store, step.change).await?;
        world = step.after;
    }
    Ok(world)
}

pub(super) async fn what_goes_out_comes_back_elsewhere<S: Store>(store: &S) -> Found {
    live(store, 11).await?;
    let pieces = exported(store).await?;
    let elsewhere = MemoryStore::new();
    elsewhere.import(source(pieces.clone())).await.map_err(failed("import"))?;
    same_pieces(exported(&elsewhere).await?, pieces)?;
    let (there, here) = (everything(&elsewhere).await?, everything(store).await?);
    same("people", &there.slice.people, &here.slice.people)?;
    same("claims", &there.slice.holders, &here.slice.holders)?;
    same("rosters", &there.slice.rosters, &here.slice.rosters)?;
    same("versions", &there.slice.versions, &here.slice.versions)?;
    same("effects", &there.effects, &here.effects)
}

pub(super) async fn what_comes_in_goes_on_as_it_was<S: Store>(store: &S) -> Found {
    let plain = MemoryStore::new();
    let mut world = live(&plain, 12).await?;
    let pieces = exported(&plain).await?;
    store.import(source(pieces.clone())).await.map_err(failed("import"))?;
    same_pieces(exported(store).await?, pieces)?;
    // What was imported can be built on: numbers and stamps follow on it.
    let before = everything(store).await?;
    let (order, before) = (before.order, before.slice);
    let mut history = History::new(13);
    for _ in 0..10 {
        let step = history.next_step(&world);
        let committed = commit(store, step.change).await?;
        world = step.after;
        ensure!(committed.revision > before.revision, "a commit has number {} after an import", committed.revision);
        // Where only what depends on one another is ordered, `verify` looks at the stamps.
        let is_after = order == CommitOrder::ByDependency || committed.stamp >= before.stamp;
        ensure!(is_after, "a stamp went back after an import");
    }
    let found = everything(store).await?;
    same("everything", &found.slice, &folded(&found))
}

pub(super) async fn an_import_that_fails_leaves_nothing<S: Store>(store: &S) -> Found {
    let plain = MemoryStore::new();
    live(&plain, 14).await?;
    let pieces = exported(&plain).await?;
    let lost = StoreError::Unavailable { message: "the source was lost".to_owned(), source: None };
    let half: Vec<_> = pieces.iter().take(pieces.len() / 2).cloned().map(Ok).chain([Err(lost)]).collect();
    let outcome = store.import(Box::new(half.into_iter())).await;
    ensure!(matches!(outcome, Err(StoreError::Unavailable { .. })), "a lost source gave {outcome:?}");
    same("pieces after a failed import", &exported(store).await?, &Vec::new())?;
    store.import(source(pieces.clone())).await.map_err(failed("import"))?;
    same_pieces(exported(store).await?, pieces)
}

pub(super) async fn only_an_empty_store_takes_a_workspace<S: Store>(store: &S) -> Found {
    register(store, "ana").await?;
    let before = exported(store).await?;
    let outcome = store.import(source(Vec::new())).await;
    let refused = matches!(outcome, Err(StoreError::Refused { reason: Trouble::NotEmpty, .. }));
    ensure!(refused, "an import into a store that holds something gave {outcome:?}");
    same("pieces after a refused import", &exported(store).await?, &before)
}
