//! Copying a store to one file, and a file back to where a store can be opened.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::connection::{failed, unavailable};
use super::schema::STEPS;
use super::{checksum, migrate, whole};
use crate::ports::store::StoreError;

/// Copies the store that a connection has open to a file that is not there yet.
///
/// The whole is copied in one step, as of one instant; with a write-ahead log nobody waits for it to end.
///
/// # Errors
/// `Unavailable` where the file, or a log of its name, is there already, or it cannot be written.
pub(super) fn backup(from: &Connection, to: &Path) -> Result<(), StoreError> {
    refuse_existing(to)?;
    let unfinished = Unfinished::beside(to)?;
    copy(from, &unfinished.0)?;
    unfinished.finish(to)
}

/// Copies a backup to where a store is to be opened, after checking it.
///
/// # Errors
/// `Corrupt` and `SchemaTooNew` for what the backup is; `Unavailable` where it is another application's file, `to` or a log of its name is there already, or it cannot be written.
pub(super) fn restore(from: &Path, to: &Path) -> Result<(), StoreError> {
    refuse_existing(to)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let doing = format!("opening the backup `{}`", from.display());
    let source = Connection::open_with_flags(from, flags).map_err(|error| failed(&doing, error))?;
    checksum::add_to(&source).map_err(|error| failed(&doing, error))?;
    match migrate::inspect(&source, from)? {
        migrate::Found::Empty => return Err(unavailable(format!("`{}` holds no store", from.display()))),
        // What an older version wrote can be read once it has been migrated; its pages can be checked now.
        migrate::Found::Schema(schema) if schema < STEPS.len() => whole::check_pages(&source)?,
        migrate::Found::Schema(_) => whole::check(&source)?,
    }
    let unfinished = Unfinished::beside(to)?;
    copy(&source, &unfinished.0)?;
    unfinished.finish(to)
}

/// What SQLite puts beside a file; a process that is killed leaves it there.
const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// Refuses a place where something is already: a log that another file has left would be taken for the log of the one put there, and bring back what came after it.
fn refuse_existing(to: &Path) -> Result<(), StoreError> {
    for place in core::iter::once(to.to_path_buf()).chain(beside(to)) {
        // A link that leads nowhere is there too.
        match fs::symlink_metadata(&place) {
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Ok(_) => return Err(unavailable(format!("`{}` is there already", place.display()))),
            Err(error) => return Err(failed_file("looking at", &place, error)),
        }
    }
    Ok(())
}

fn beside(file: &Path) -> impl Iterator<Item = PathBuf> {
    BESIDE.into_iter().map(|ending| {
        let mut name = file.as_os_str().to_owned();
        name.push(ending);
        name.into()
    })
}

fn copy(from: &Connection, to: &Path) -> Result<(), StoreError> {
    let doing = "copying";
    let mut target = Connection::open(to).map_err(|error| failed(doing, error))?;
    let copy = Backup::new(from, &mut target).map_err(|error| failed(doing, error))?;
    match copy.step(-1).map_err(|error| failed(doing, error))? {
        StepResult::Done => {}
        _ => return Err(unavailable("another process has held the file for too long (copying)".to_owned())),
    }
    drop(copy);
    // One file holds it all, without a log beside it.
    target.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(())).map_err(|error| failed(doing, error))?;
    target.close().map_err(|(_, error)| failed(doing, error))
}

/// A file in the making beside the one it is to become; dropped before that, it is taken away.
struct Unfinished(PathBuf);

impl Unfinished {
    fn beside(to: &Path) -> Result<Self, StoreError> {
        let mut name = to
            .file_name()
            .map(ToOwned::to_owned)
            .ok_or_else(|| unavailable(format!("`{}` names no file", to.display())))?;
        name.push(format!(".{}.unfinished", std::process::id()));
        let path = to.with_file_name(name);
        for left in core::iter::once(path.clone()).chain(beside(&path)) {
            match fs::remove_file(&left) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(failed_file("writing", &left, error)),
                _ => {}
            }
        }
        Ok(Self(path))
    }

    /// Makes what was written durable, then gives it its name.
    fn finish(self, to: &Path) -> Result<(), StoreError> {
        let written = fs::OpenOptions::new().write(true).open(&self.0).and_then(|file| file.sync_all());
        written.map_err(|error| failed_file("writing", to, error))?;
        refuse_existing(to)?;
        fs::rename(&self.0, to).map_err(|error| failed_file("writing", to, error))?;
        #[cfg(unix)]
        if let Some(directory) = to.parent() {
            let directory = if directory.as_os_str().is_empty() { Path::new(".") } else { directory };
            let named = fs::File::open(directory).and_then(|directory| directory.sync_all());
            named.map_err(|error| failed_file("writing", to, error))?;
        }
        Ok(())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // After it has been given its name there is nothing here any more.
        drop(fs::remove_file(&self.0));
    }
}

fn failed_file(doing: &str, path: &Path, error: std::io::Error) -> StoreError {
    let message = format!("{doing} `{}` failed: {error}", path.display());
    StoreError::Unavailable { message, source: Some(Arc::new(error)) }
}
