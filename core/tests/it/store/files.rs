//! What happens to a file: its schema, damage, copies, and many threads.

use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use cowrite::adapters::sqlite::{SqliteOptions, SqliteStore, restore};
use cowrite::ports::store::{Load, Store, StoreError};
use cowrite::testing::store_conformance::store_conformance;
use pollster::block_on;
use tempfile::TempDir;

use super::acts::{assert_sound, new_track, open, register, retitle};

fn conformance(options: &SqliteOptions) {
    let folder = TempDir::new().unwrap();
    let number = Cell::new(0);
    let make = || {
        number.set(number.get() + 1);
        let path = folder.path().join(format!("{}.db", number.get()));
        async move { SqliteStore::open(path, options.clone()).unwrap() }
    };
    block_on(store_conformance(make)).unwrap();
}

#[test]
fn the_store_in_a_file_keeps_the_contract() {
    conformance(&SqliteOptions::new());
}

#[test]
fn the_store_in_a_file_of_its_own_keeps_the_contract() {
    conformance(&SqliteOptions::new().exclusive(true));
}

/// Makes a file with somebody and a track in it, and closes it.
fn made(folder: &TempDir) -> PathBuf {
    let path = folder.path().join("studio.db");
    let store = open(&path).unwrap();
    let (olivia, _) = register(&store, "olivia", 1).unwrap();
    for _ in 0..40 {
        let id = new_track(&store, olivia).unwrap();
        retitle(&store, olivia, id).unwrap();
    }
    path
}

fn overwrite(path: &Path, at: usize, bytes: &[u8]) {
    let mut file = fs::read(path).unwrap();
    file[at..at + bytes.len()].copy_from_slice(bytes);
    fs::write(path, file).unwrap();
}

/// Where SQLite keeps numbers that an application may set.
const USER_VERSION: usize = 60;
const APPLICATION_ID: usize = 68;

#[test]
fn a_closed_file_is_one_file_and_opens_again() {
    let folder = TempDir::new().unwrap();
    let path = made(&folder);
    for _ in 0..20 {
        let store = open(&path).unwrap();
        block_on(store.load(Load::default())).unwrap();
        drop(store);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "a closed store leaves a log behind");
    }
    let everything = assert_sound(&open(&path).unwrap());
    assert_eq!(everything.slice.tracks.len(), 40);
}

#[test]
fn a_file_of_a_newer_version_is_refused_and_left_alone() {
    let folder = TempDir::new().unwrap();
    let path = made(&folder);
    overwrite(&path, USER_VERSION, &99_u32.to_be_bytes());
    let before = fs::read(&path).unwrap();
    let refused = open(&path).unwrap_err();
    assert!(matches!(refused, StoreError::SchemaTooNew { found: 99, supported: 1 }), "{refused:?}");
    let refused = restore(&path, &folder.path().join("restored.db")).unwrap_err();
    assert!(matches!(refused, StoreError::SchemaTooNew { found: 99, .. }), "{refused:?}");
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn another_applications_file_is_refused_and_left_alone() {
    let folder = TempDir::new().unwrap();
    let path = made(&folder);
    for id in [0_u32, 7] {
        overwrite(&path, APPLICATION_ID, &id.to_be_bytes());
        let before = fs::read(&path).unwrap();
        let refused = open(&path).unwrap_err();
        assert!(matches!(refused, StoreError::Unavailable { .. }), "{refused:?}");
        assert!(refused.to_string().ends_with("is another application's SQLite file"), "{refused}");
        assert_eq!(fs::read(&path).unwrap(), before);
    }
}

#[test]
fn what_is_no_sqlite_file_is_called_damaged() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("notes.txt");
    fs::write(&path, "not a database at all, but long enough to be looked at as one".repeat(20)).unwrap();
    let refused = open(&path).unwrap_err();
    assert!(matches!(refused, StoreError::Corrupt { table: "file", .. }), "{refused:?}");
}

#[test]
fn a_damaged_page_is_found() {
    let folder = TempDir::new().unwrap();
    let path = made(&folder);
    let size = fs::metadata(&path).unwrap().len();
    let (mut found, mut pages) = (0, 0);
    for page in (4_096..usize::try_from(size).unwrap()).step_by(4_096) {
        let copy = folder.path().join("damaged.db");
        fs::copy(&path, &copy).unwrap();
        overwrite(&copy, page, &[0xa5; 64]);
        let checked = open(&copy).and_then(|store| block_on(store.check()));
        pages += 1;
        found += u32::from(matches!(checked, Err(StoreError::Corrupt { .. })));
    }
    assert_eq!(found, pages, "damage to some pages was not found");
}

#[test]
fn a_place_that_cannot_be_written_is_unavailable() {
    let folder = TempDir::new().unwrap();
    // Not even an administrator writes here.
    for path in [Path::new("/proc/cowrite/studio.db"), &folder.path().join("missing/studio.db"), folder.path()] {
        let refused = open(path).unwrap_err();
        assert!(matches!(refused, StoreError::Unavailable { .. }), "{}: {refused:?}", path.display());
        assert!(!refused.to_string().contains('\n'), "{refused}");
    }
    for path in ["", ":memory:"] {
        assert!(matches!(open(Path::new(path)).unwrap_err(), StoreError::Unavailable { .. }), "`{path}`");
    }
}

#[test]
fn a_file_that_another_keeps_for_itself_is_unavailable() {
    let folder = TempDir::new().unwrap();
    let path = made(&folder);
    let keeper = SqliteStore::open(&path, SqliteOptions::new().exclusive(true)).unwrap();
    register(&keeper, "alex", 2).unwrap();
    let patience = SqliteOptions::new().busy_timeout(Duration::from_millis(50));
    let refused = SqliteStore::open(&path, patience.clone()).unwrap_err();
    assert!(refused.to_string().starts_with("another process has held the file for too long"), "{refused}");
    drop(keeper);
    assert_sound(&SqliteStore::open(&path, patience).unwrap());
}

#[test]
fn a_backup_made_while_writing_is_whole() {
    let folder = TempDir::new().unwrap();
    let store = open(&made(&folder)).unwrap();
    let (alex, _) = register(&store, "alex", 2).unwrap();
    let id = new_track(&store, alex).unwrap();
    let (copy, restored) = (folder.path().join("copy.db"), folder.path().join("restored.db"));
    let before = retitle(&store, alex, id).unwrap();
    std::thread::scope(|scope| {
        let writing = scope.spawn(|| (0..200).fold(before, |_, _| retitle(&store, alex, id).unwrap()));
        block_on(store.backup(&copy)).unwrap();
        let after = writing.join().unwrap();
        restore(&copy, &restored).unwrap();
        let everything = assert_sound(&open(&restored).unwrap());
        assert!((before.revision..=after.revision).contains(&everything.slice.revision));
        let whole = block_on(store.everything()).unwrap();
        assert_eq!(everything.log, whole.log[..everything.log.len()]);
    });
    let names = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let unfinished: Vec<_> = names.filter(|name| name.contains("unfinished")).collect();
    assert!(unfinished.is_empty(), "{unfinished:?}");
}

#[test]
fn copies_never_overwrite_and_damaged_ones_are_not_restored() {
    let folder = TempDir::new().unwrap();
    let path = made(&folder);
    let (copy, restored) = (folder.path().join("copy.db"), folder.path().join("restored.db"));
    let store = open(&path).unwrap();
    block_on(store.backup(&copy)).unwrap();
    assert!(matches!(block_on(store.backup(&copy)), Err(StoreError::Unavailable { .. })));
    assert!(matches!(restore(&copy, &path), Err(StoreError::Unavailable { .. })));
    let nowhere = folder.path().join("missing/copy.db");
    assert!(matches!(block_on(store.backup(&nowhere)), Err(StoreError::Unavailable { .. })));
    assert!(matches!(restore(&folder.path().join("missing.db"), &restored), Err(StoreError::Unavailable { .. })));
    overwrite(&copy, 4_096 * 3, &[0xa5; 64]);
    assert!(matches!(restore(&copy, &restored), Err(StoreError::Corrupt { .. })));
    assert!(!restored.exists(), "a damaged backup was restored");
}

#[test]
fn a_backup_is_not_restored_beside_what_a_lost_file_has_left() {
    let folder = TempDir::new().unwrap();
    let (path, copy) = (folder.path().join("studio.db"), folder.path().join("copy.db"));
    let lost = folder.path().join("lost.db");
    let store = open(&path).unwrap();
    register(&store, "olivia", 1).unwrap();
    block_on(store.backup(&copy)).unwrap();
    register(&store, "alex", 2).unwrap();
    // As a process that is killed leaves it, where the file itself is then deleted.
    let log = fs::read(folder.path().join("studio.db-wal")).unwrap();
    drop(store);
    for ending in ["-wal", "-shm", "-journal"] {
        let left = folder.path().join(format!("lost.db{ending}"));
        fs::write(&left, &log).unwrap();
        let refused = restore(&copy, &lost).unwrap_err();
        assert_eq!(refused.to_string(), format!("`{}` is there already", left.display()));
        assert!(matches!(refused, StoreError::Unavailable { .. }), "{refused:?}");
        assert_eq!((lost.exists(), fs::read(&left).unwrap() == log), (false, true), "{ending}");
        fs::remove_file(&left).unwrap();
    }
    // What is refused would have brought back what came after the backup.
    fs::copy(&copy, &lost).unwrap();
    fs::write(folder.path().join("lost.db-wal"), &log).unwrap();
    assert_eq!(assert_sound(&open(&lost).unwrap()).slice.people.len(), 2);
    fs::remove_file(&lost).unwrap();
    restore(&copy, &lost).unwrap();
    assert_eq!(assert_sound(&open(&lost).unwrap()).slice.people.len(), 1);
}

#[test]
fn many_threads_on_one_track_lose_nothing() {
    const THREADS: u64 = 32;
    const ACTS: u64 = 6;
    let folder = TempDir::new().unwrap();
    let store = open(&folder.path().join("studio.db")).unwrap();
    let (olivia, _) = register(&store, "olivia", 1).unwrap();
    let id = new_track(&store, olivia).unwrap();
    std::thread::scope(|scope| {
        for thread in 0..THREADS {
            let store = &store;
            scope.spawn(move || {
                let mut done = 0;
                while done < ACTS {
                    match retitle(store, olivia, id) {
                        Ok(_) => done += 1,
                        Err(StoreError::Conflict) => {}
                        Err(error) => panic!("{error:?}"),
                    }
                }
                register(store, &format!("person {thread}"), 1_000 + thread).unwrap();
            });
        }
    });
    let everything = assert_sound(&store);
    assert_eq!(everything.slice.tracks[&id].title, (THREADS * ACTS).to_string());
    assert_eq!(everything.slice.revision, 2 + THREADS * ACTS + THREADS);
    let revisions: Vec<u64> = everything.log.iter().map(|entry| entry.revision).collect();
    assert!(revisions.is_sorted(), "history is not in the order of its commits");
}

#[test]
fn closing_waits_for_what_is_under_way() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("studio.db");
    let store = open(&path).unwrap();
    let mut acknowledged = 0;
    std::thread::scope(|scope| {
        let writers: Vec<_> = (0..8)
            .map(|writer| {
                let store = &store;
                scope.spawn(move || {
                    (0..).take_while(|n| register(store, &format!("{writer} {n}"), writer << 32 | n).is_ok()).count()
                })
            })
            .collect();
        std::thread::sleep(Duration::from_millis(30));
        store.close();
        acknowledged = writers.into_iter().map(|writer| writer.join().unwrap()).sum();
    });
    assert!(matches!(block_on(store.load(Load::default())), Err(StoreError::Closed)));
    let everything = assert_sound(&open(&path).unwrap());
    assert_eq!(everything.slice.people.len(), acknowledged);
}
