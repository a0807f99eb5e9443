//! Random histories, compared need by need.

use std::sync::Arc;

use super::bench::{commit, everything, failed, same};
use super::history::{History, folded, tidied};
use super::numbers::Numbers;
use super::{Found, needs};
use crate::adapters::MemoryStore;
use crate::domain::slice::Slice;
use crate::event::Author;
use crate::ports::store::{CommitOrder, Load, Need, Pending, Store};

/// How many acts a history has.
const ACTS: u64 = 120;

/// How many acts lie between two comparisons of everything.
const STRIDE: u64 = 30;

/// Plays a history on a store.
pub(super) async fn played<S: Store>(store: &S) -> Found {
    let (mut history, mut world) = (History::new(5), Slice::default());
    for _ in 0..ACTS {
        let step = history.next_step(&world);
        commit(store, step.change).await?;
        world = step.after;
    }
    Ok(())
}

pub(super) async fn every_need_is_answered_as_from_plain_rows<S: Store>(store: &S) -> Found {
    let plain = MemoryStore::new();
    let (mut history, mut world) = (History::new(1), Slice::default());
    let mut numbers = Numbers::of(everything(store).await?.order);
    for act in 1..=ACTS {
        let step = history.next_step(&world);
        let expected = commit(&plain, step.change.clone()).await?;
        let change = step.change.clone();
        numbers.check(&change, commit(store, step.change).await?, expected)?;
        world = step.after;
        if act % STRIDE == 0 {
            for need in needs::all(&world).into_iter().chain(needs::logs(&world)) {
                // What is asked for second must not be changed by what was asked for first.
                let load = Load { needs: vec![need.clone(), Need::Names], ..Load::default() };
                let mut found = store.load(load.clone()).await.map_err(failed("load"))?;
                let expected = plain.load(load).await.map_err(failed("load"))?;
                numbers.renumber(&mut found, &expected)?;
                same(&format!("after {act} acts, {need:?}"), &found, &expected)?;
            }
            let (mut found, expected) = (everything(store).await?, everything(&plain).await?);
            numbers.renumber_all(&mut found, &expected)?;
            same(&format!("everything after {act} acts"), &found, &expected)?;
        }
    }
    Ok(())
}

pub(super) async fn a_load_over_what_is_pending_is_a_load_after_its_commit<S: Store>(store: &S) -> Found {
    let (mut history, mut world) = (History::new(2), Slice::default());
    let order = everything(store).await?.order;
    for act in 1..=ACTS {
        let step = history.next_step(&world);
        let asked = if act % STRIDE == 0 { needs::all(&step.after) } else { Vec::new() };
        let mut pending = Pending::default();
        pending.add(step.change.clone());
        let pending = Arc::new(pending);
        let mut over = Vec::new();
        for need in &asked {
            let load =
                Load { needs: vec![need.clone(), Need::Names], over: Some(Arc::clone(&pending)), ..Load::default() };
            over.push(store.load(load).await.map_err(failed("load over"))?);
        }
        let committed = commit(store, step.change).await?;
        for (need, mut over) in asked.into_iter().zip(over) {
            let load = Load { needs: vec![need.clone(), Need::Names], ..Load::default() };
            let after = store.load(load).await.map_err(failed("load"))?;
            // What is pending has no number and no stamp yet.
            if order == CommitOrder::Total {
                same(
                    "the last commit",
                    &(after.slice.revision, after.slice.stamp),
                    &(committed.revision, committed.stamp),
                )?;
            }
            (over.slice.revision, over.slice.stamp) = (after.slice.revision, after.slice.stamp);
            same(&format!("act {act}, {need:?} before its commit"), &over, &after)?;
        }
        world = step.after;
    }
    Ok(())
}

pub(super) async fn everything_is_what_its_history_comes_to<S: Store>(store: &S) -> Found {
    let (mut history, mut world) = (History::new(3), Slice::default());
    for act in 1..=ACTS {
        let step = history.next_step(&world);
        commit(store, step.change).await?;
        world = step.after;
        if act % STRIDE == 0 {
            let found = everything(store).await?;
            same("everything", &found.slice, &folded(&found))?;
            (world.revision, world.stamp) = (found.slice.revision, found.slice.stamp);
            same("everything", &found.slice, &tidied(world.clone()))?;
        }
    }
    Ok(())
}

pub(super) async fn many_acts_in_one_commit_are_whole<S: Store>(store: &S) -> Found {
    let (mut history, mut world) = (History::new(4), Slice::default());
    for revision in 1..=8 {
        let mut pending = Pending::default();
        for _ in 0..20 {
            let step = history.next_step(&world);
            pending.add(step.change);
            world = step.after;
        }
        let committed = commit(store, pending.into_change(Author::Host)).await?;
        let found = everything(store).await?;
        if found.order == CommitOrder::Total {
            same("the number of the commit", &committed.revision, &revision)?;
            same("the stamp of the commit", &committed.stamp, &found.slice.stamp)?;
        }
        same("the last number", &found.slice.revision, &committed.revision)?;
        (world.revision, world.stamp) = (committed.revision, found.slice.stamp);
        same("everything", &found.slice, &tidied(world.clone()))?;
        let of_commit = found.log.iter().filter(|entry| entry.revision == committed.revision).count();
        same("the events of the commit", &(of_commit >= 20), &true)?;
    }
    Ok(())
}
