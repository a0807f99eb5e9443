//! A store after a fork: the child can do nothing with it, and does not hang.
#![cfg(unix)]

use cowrite::adapters::sqlite::{SqliteOptions, SqliteStore};
use cowrite::ports::store::{Load, Store, StoreError};
use pollster::block_on;

/// Uses the store in every way; returns a number that says which way was not refused, or 0.
fn use_in_child(store: SqliteStore, folder: &std::path::Path) -> i32 {
    let forked = |outcome: Result<(), StoreError>| matches!(outcome, Err(StoreError::Forked));
    let refused = [
        forked(block_on(store.load(Load::default())).map(|_| ())),
        forked(block_on(store.everything()).map(|_| ())),
        forked(block_on(store.check())),
        forked(block_on(store.backup(&folder.join("copy.db")))),
    ];
    store.close();
    drop(store);
    let wrong = refused.iter().position(|refused| !refused);
    wrong.map_or(0, |way| i32::try_from(way).unwrap_or(99) + 1)
}

#[test]
fn a_child_is_refused_and_can_let_go() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path().join("studio.db"), SqliteOptions::default()).unwrap();
    // A connection in the pool and work behind it, so that the child has something to leave alone.
    block_on(store.check()).unwrap();
    // SAFETY: the child only uses the store, which is what is tried, and ends without running anything else.
    let child = unsafe { libc::fork() };
    if child == 0 {
        let code = use_in_child(store, folder.path());
        // SAFETY: it ends the process and touches nothing of the parent's.
        unsafe { libc::_exit(code) };
    }
    assert!(child > 0, "the process cannot fork");
    let code = wait_for(child);
    assert_eq!(code, Some(0), "None: the child hung; else the first use that was not refused");
    block_on(store.check()).unwrap();
}

/// Waits up to ten seconds for a child to end, and returns with which code it did.
fn wait_for(child: i32) -> Option<i32> {
    for _ in 0..1_000 {
        let mut status = 0;
        // SAFETY: `status` is a place for the answer, and the child is this process's own.
        let ended = unsafe { libc::waitpid(child, &raw mut status, libc::WNOHANG) };
        if ended == child {
            return libc::WIFEXITED(status).then(|| libc::WEXITSTATUS(status));
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    // SAFETY: the child is this process's own.
    unsafe { libc::kill(child, libc::SIGKILL) };
    None
}
