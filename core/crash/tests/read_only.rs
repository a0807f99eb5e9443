//! A file or folder that may not be written: a named error, and nothing is changed.
#![cfg(target_os = "linux")]

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::{io, thread};

use cowrite::adapters::sqlite::{SqliteOptions, SqliteStore};
use cowrite::ports::store::StoreError;

/// Does something on a thread that has no more rights to files than anybody.
fn as_anybody<T: Send>(deed: impl FnOnce() -> T + Send) -> thread::Result<T> {
    const NOBODY: libc::c_long = 65_534;
    thread::scope(|scope| {
        let thread = scope.spawn(|| {
            // SAFETY: it sets by whom this thread, and those that it starts, open files; without the right to it nothing is set, and the thread has no great rights anyway.
            unsafe { libc::syscall(libc::SYS_setfsuid, NOBODY) };
            deed()
        });
        thread.join()
    })
}

fn set_mode(path: &Path, mode: u32) -> io::Result<()> {
    fs::set_permissions(path, Permissions::from_mode(mode))
}

fn open(path: &Path) -> Result<SqliteStore, StoreError> {
    SqliteStore::open(path, SqliteOptions::new())
}

fn is_named(outcome: &Result<SqliteStore, StoreError>) -> bool {
    let named = ["the file or its directory may not be written", "the file cannot be opened or made"];
    matches!(outcome, Err(StoreError::Unavailable { message, .. }) if named.iter().any(|name| message.starts_with(name)))
}

#[test]
fn what_may_not_be_written_is_said_so_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("studio.db");
    set_mode(folder.path(), 0o555).unwrap();
    let refused = as_anybody(|| open(&path)).unwrap();
    assert!(is_named(&refused), "a file is made where none may be: {refused:?}");
    set_mode(folder.path(), 0o755).unwrap();
    drop(open(&path).unwrap());
    let before = fs::read(&path).unwrap();
    // The file alone, the folder alone, both: the log needs the folder.
    for (of_file, of_folder) in [(0o444, 0o777), (0o666, 0o555), (0o444, 0o555), (0o000, 0o777)] {
        set_mode(&path, of_file).unwrap();
        set_mode(folder.path(), of_folder).unwrap();
        let refused = as_anybody(|| open(&path)).unwrap();
        assert!(is_named(&refused), "{of_file:o} in {of_folder:o}: {refused:?}");
        set_mode(folder.path(), 0o777).unwrap();
        set_mode(&path, 0o666).unwrap();
        assert!(fs::read(&path).unwrap() == before, "{of_file:o} in {of_folder:o}: the file was changed");
    }
    // With both it is written: what is refused above is refused for the rights alone.
    drop(as_anybody(|| open(&path)).unwrap().unwrap());
}
