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

    /// Takes note of the file that was opened just now.
    pub(super) fn of(path: &Path, options: &SqliteOptions) -> Self {
        // Another file system of SQLite's has files that the platform does not know.
        let file = if options.vfs.is_none() { file_id(path) } else { None };
        Self { path: path.to_path_buf(), file }
    }

    /// Checks that the file is where it was.
    ///
    /// # Errors
    /// `Unavailable` where it is gone, or another is there.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        if self.is_unmoved() {
            return Ok(());
        }
        Err(unavailable(format!("`{}` is no longer the file that was opened", self.path.display())))
    }

    /// Returns whether the file is where it was; where that cannot be told, it is taken to be.
    pub(super) fn is_unmoved(&self) -> bool {
        self.file.is_none() || self.file == file_id(&self.path)
    }
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
