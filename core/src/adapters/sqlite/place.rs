//! Noticing that the file at the store's path is no longer the one that it has open.

use std::path::{Path, PathBuf};

use super::connection::unavailable;
use super::options::SqliteOptions;
use crate::ports::store::StoreError;

/// Where a store's file is, and which file it was when it was opened.
///
/// SQLite goes on with a file that was renamed or deleted: what it then acknowledges is gone when the process ends.
#[derive(Debug, Clone)]
pub(super) struct Place {
    path: PathBuf,
    file: Option<FileId>,
    log: PathBuf,
    log_file: Option<FileId>,
}

/// What tells a file from every other one that is there.
type FileId = (u64, u64);

impl Place {
    /// Makes a path absolute, so that it names the same file though the process go elsewhere.
    ///
    /// # Errors
    /// `Unavailable` where the process is nowhere.
    pub(super) fn absolute(path: &Path) -> Result<PathBuf, StoreError> {
        std::path::absolute(path).map_err(|error| unavailable(format!("`{}` leads nowhere: {error}", path.display())))
    }

    /// Takes note of the file that was opened just now, and of its log, which is there while the file is open.
    pub(super) fn of(path: &Path, options: &SqliteOptions) -> Self {
        let mut log = path.as_os_str().to_owned();
        log.push("-wal");
        let log = PathBuf::from(log);
        // Another file system of SQLite's has files that the platform does not know.
        let id = |path: &Path| if options.vfs.is_none() { file_id(path) } else { None };
        Self { path: path.to_path_buf(), file: id(path), log_file: id(&log), log }
    }

    /// Checks that the file is where it was.
    ///
    /// # Errors
    /// `Unavailable` where it is gone, or another is there.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        is_still(&self.path, self.file)
    }

    /// Checks that the log is where it was: commits lie in it until they are moved into the file.
    ///
    /// # Errors
    /// `Unavailable` where it is gone, or another is there.
    pub(super) fn check_log(&self) -> Result<(), StoreError> {
        is_still(&self.log, self.log_file)
    }

    /// Checks both once something has been written.
    ///
    /// # Errors
    /// `Unknown`: what went into a file that was replaced meanwhile is not in the one that is there now.
    pub(super) fn check_after(&self) -> Result<(), StoreError> {
        let moved =
            |_| StoreError::Unknown { message: "the file was moved away as it was written".to_owned(), source: None };
        self.check().and_then(|()| self.check_log()).map_err(moved)
    }
}

/// Checks that a file is where it was; where that cannot be told, it is taken to be.
fn is_still(path: &Path, file: Option<FileId>) -> Result<(), StoreError> {
    if file.is_none() || file == file_id(path) {
        return Ok(());
    }
    Err(unavailable(format!("`{}` is no longer the file that was opened", path.display())))
}

#[cfg(unix)]
fn file_id(path: &Path) -> Option<FileId> {
    use std::os::unix::fs::MetadataExt;

    std::fs::metadata(path).ok().map(|found| (found.dev(), found.ino()))
}

/// Elsewhere a file that is open cannot be moved away.
#[cfg(not(unix))]
fn file_id(_path: &Path) -> Option<FileId> {
    None
}
