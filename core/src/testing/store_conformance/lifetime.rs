//! Callers that go away, and the end of a store.

use core::task::{Context, Waker};
use std::collections::BTreeSet;

use super::Found;
use super::bench::{commit, ensure, everything, register, registering, same};
use super::history::folded;
use crate::ports::store::{CommitOrder, Load, Store, StoreError};

pub(super) async fn a_caller_that_goes_away_leaves_nothing_open<S: Store>(store: &S) -> Found {
    register(store, "olivia").await?;
    let mut went = 0;
    for name in ["alex", "jordan", "sam"] {
        let (change, _) = registering(store, 2, name).await?;
        let mut future = store.commit(change.clone());
        let polled = future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        went += u64::from(polled.is_pending());
        drop(future);
        // One that was never polled does nothing at all.
        drop(store.commit(change));
        drop(store.load(Load::default()));
    }
    let (change, _) = registering(store, 3, "last").await?;
    let last = commit(store, change).await?;
    let found = everything(store).await?;
    let numbers: BTreeSet<u64> = found.log.iter().map(|entry| entry.revision).collect();
    let made = u64::try_from(numbers.len()).unwrap_or(u64::MAX);
    ensure!(made <= 5 && made + went >= 5, "5 commits made {made} revisions, {went} unseen");
    ensure!(numbers.contains(&last.revision), "the last commit is not in the history");
    if found.order == CommitOrder::Total {
        same("the number of the last commit", &last.revision, &made)?;
    }
    same("everything", &found.slice, &folded(&found))
}

pub(super) async fn a_closed_store_says_so<S: Store>(store: &S) -> Found {
    register(store, "olivia").await?;
    let (change, _) = registering(store, 2, "alex").await?;
    store.close();
    store.close();
    let load = store.load(Load::default()).await.map(|_| ());
    let commit = store.commit(change).await.map(|_| ());
    let everything = store.everything().await.map(|_| ());
    let check = store.check().await;
    for (what, found) in [("load", load), ("commit", commit), ("everything", everything), ("check", check)] {
        ensure!(matches!(found, Err(StoreError::Closed)), "{what} on a closed store gave {found:?}");
    }
    Ok(())
}
