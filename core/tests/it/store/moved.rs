//! A file that is moved away, deleted or replaced while it is open: nothing is acknowledged into it, and nobody reads what was.
#![cfg(unix)]

use std::fs;
use std::path::Path;

use cowrite::ports::store::{Load, Store, StoreError};
use pollster::block_on;
use tempfile::TempDir;

use super::acts::{assert_sound, new_track, open, register, retitle};

fn is_named<T>(outcome: Result<T, StoreError>, path: &Path) -> bool {
    let message = format!("`{}` is no longer the file that was opened", path.display());
    matches!(outcome, Err(StoreError::Unavailable { message: found, .. }) if found == message)
}

#[test]
fn a_file_that_is_replaced_takes_and_gives_nothing_more() {
    let folder = TempDir::new().unwrap();
    let (path, other) = (folder.path().join("studio.db"), folder.path().join("other.db"));
    let store = open(&path).unwrap();
    let (olivia, _) = register(&store, "olivia", 1).unwrap();
    let track = new_track(&store, olivia).unwrap();
    let elsewhere = open(&other).unwrap();
    register(&elsewhere, "alex", 2).unwrap();
    drop(elsewhere);
    let before = fs::read(&other).unwrap();
    let aside = folder.path().join("aside.db");
    fs::rename(&path, &aside).unwrap();
    fs::rename(&other, &path).unwrap();
    assert!(is_named(block_on(store.load(Load::default())), &path));
    assert!(is_named(register(&store, "sam", 3), &path));
    assert!(is_named(retitle(&store, olivia, track), &path));
    assert!(is_named(block_on(store.check()), &path));
    assert!(is_named(block_on(store.secret([1; 32])), &path));
    assert_eq!(fs::read(&path).unwrap(), before, "the file that lies there now was written to");
    // Put back, it goes on.
    fs::rename(&path, &other).unwrap();
    fs::rename(&aside, &path).unwrap();
    retitle(&store, olivia, track).unwrap();
    drop(store);
    assert_eq!(assert_sound(&open(&path).unwrap()).slice.people.len(), 1);
    assert_eq!(assert_sound(&open(&other).unwrap()).slice.people.len(), 1);
}

#[test]
fn a_file_that_is_deleted_or_renamed_takes_nothing_more() {
    for away in ["delete", "rename"] {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("studio.db");
        let store = open(&path).unwrap();
        register(&store, "olivia", 1).unwrap();
        match away {
            "delete" => fs::remove_file(&path).unwrap(),
            _ => fs::rename(&path, folder.path().join("aside.db")).unwrap(),
        }
        assert!(is_named(register(&store, "sam", 3), &path), "{away}");
        assert!(is_named(block_on(store.load(Load::default())), &path), "{away}");
        drop(store);
        assert!(!path.exists(), "closing made the file anew");
    }
}

#[test]
fn a_path_names_the_same_file_wherever_the_process_goes() {
    let folder = TempDir::new_in(".").unwrap();
    let name = folder.path().file_name().unwrap();
    let store = open(&Path::new(name).join("studio.db")).unwrap();
    register(&store, "olivia", 1).unwrap();
    // Only the process as a whole can go elsewhere; what is told of the place is absolute already.
    fs::remove_file(folder.path().join("studio.db")).unwrap();
    let refused = register(&store, "sam", 2).unwrap_err().to_string();
    assert!(refused.starts_with("`/"), "{refused}");
}

#[test]
fn a_log_that_is_deleted_or_replaced_takes_nothing_more() {
    for replaces in [false, true] {
        let folder = TempDir::new().unwrap();
        let (path, log) = (folder.path().join("studio.db"), folder.path().join("studio.db-wal"));
        let store = open(&path).unwrap();
        register(&store, "olivia", 1).unwrap();
        fs::remove_file(&log).unwrap();
        if replaces {
            // Made while the other is open still, it has another number.
            fs::write(&log, "").unwrap();
        }
        assert!(is_named(register(&store, "sam", 3), &log));
        assert!(is_named(block_on(store.secret([1; 32])), &log));
        drop(store);
        // Closing moves into the file what was acknowledged.
        assert_eq!(assert_sound(&open(&path).unwrap()).slice.people.len(), 1);
    }
}
