//! Which file is which, though it be renamed, moved or written anew.
//!
//! A file is known by its number on the disk and the time it was made, where the platform gives both, else by its path.
//! New content is a new file on the disk; a note in the folder's own corner, written before it takes the old one's place, says whose id it has.

use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::io::{ErrorKind, Read, Write};
use std::sync::Mutex;

use cap_fs_ext::DirExt;
use cap_std::fs::{Dir, Metadata, OpenOptions};
use sha2::{Digest, Sha256};

use super::{failed, sync_dir};
use crate::adapters::workers::locked;
use crate::ports::files::{FileId, FilesError, Rev};

/// The folder's own corner, which is never listed.
const CORNER: &str = ".cowrite";
const NOTES: &str = "same";

/// How many answers are kept; beyond that all are forgotten, and read anew.
const MOST_KNOWN: usize = 100_000;

/// The id of the folder itself.
pub(super) const ROOT: &str = "root";

/// Which file ids are not those of the files on the disk themselves.
#[derive(Debug, Default)]
pub(super) struct Identities {
    /// What notes say. It stays true: a note is written before its file is seen, and no other file gets the same key.
    known: Mutex<HashMap<String, Option<FileId>>>,
}

#[cfg(unix)]
fn time(time: std::io::Result<cap_std::time::SystemTime>) -> Option<u128> {
    let since = time.ok()?.into_std().duration_since(std::time::UNIX_EPOCH).ok()?;
    Some(since.as_nanos())
}

/// What tells a file from every other for good, where the platform gives that.
#[cfg(unix)]
pub(super) fn key(metadata: &Metadata) -> Option<String> {
    use cap_fs_ext::MetadataExt;
    if cfg!(target_vendor = "apple") {
        // Numbers are not given again there, and the time that a file was made can be changed.
        return Some(format!("n{:x}", metadata.ino()));
    }
    Some(format!("n{:x}-{:x}", metadata.ino(), time(metadata.created())?))
}

#[cfg(not(unix))]
pub(super) fn key(_: &Metadata) -> Option<String> {
    None
}

/// Whether two looks are at one file with one content.
pub(super) fn rev(metadata: &Metadata) -> Rev {
    #[cfg(unix)]
    let number = cap_fs_ext::MetadataExt::ino(metadata);
    #[cfg(not(unix))]
    let number = 0_u64;
    let modified = metadata.modified().ok().map(cap_std::time::SystemTime::into_std);
    let since = modified.and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
    let nanos = since.map_or(0, |since| since.as_nanos());
    Rev::new(format!("{number:x}-{nanos:x}-{:x}", metadata.len()))
}

/// The folder's own corner, made where there is none.
pub(super) fn corner(root: &Dir) -> Result<Dir, FilesError> {
    folder(root, CORNER)
}

fn folder(parent: &Dir, name: &str) -> Result<Dir, FilesError> {
    match parent.create_dir(name) {
        Ok(()) => sync_dir(parent)?,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        Err(error) => return Err(failed(&error)),
    }
    parent.open_dir_nofollow(name).map_err(|error| failed(&error))
}

fn notes(root: &Dir) -> Option<Dir> {
    root.open_dir_nofollow(CORNER).and_then(|corner| corner.open_dir_nofollow(NOTES)).ok()
}

/// The id of what has no number: of its path, hashed, since ids are shown to visitors and names of folders are not.
fn by_path(path: &[OsString]) -> FileId {
    let mut hash = Sha256::new();
    for name in path {
        let name = name.as_encoded_bytes();
        hash.update(u64::try_from(name.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(name);
    }
    let start = hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect::<String>();
    FileId::new(format!("p{start}"))
}

impl Identities {
    /// Returns the id of a file or folder, looked at by its name in its folder.
    pub(super) fn id(&self, root: &Dir, metadata: &Metadata, path: &[OsString]) -> FileId {
        let Some(key) = key(metadata) else { return by_path(path) };
        if metadata.is_dir() {
            return FileId::new(key);
        }
        if let Some(known) = locked(&self.known).get(&key) {
            return known.clone().unwrap_or_else(|| FileId::new(key));
        }
        let noted = notes(root).and_then(|notes| read(&notes, OsStr::new(&key)));
        let mut known = locked(&self.known);
        if known.len() >= MOST_KNOWN {
            known.clear();
        }
        known.insert(key.clone(), noted.clone());
        noted.unwrap_or_else(|| FileId::new(key))
    }

    /// Notes that a file which nobody has seen yet is to have an id that is there already.
    pub(super) fn note(&self, root: &Dir, metadata: &Metadata, id: &FileId) -> Result<(), FilesError> {
        let Some(key) = key(metadata) else { return Ok(()) };
        let notes = folder(&corner(root)?, NOTES)?;
        let mut file =
            notes.open_with(&key, OpenOptions::new().write(true).create_new(true)).map_err(|it| failed(&it))?;
        file.write_all(id.as_str().as_bytes()).and_then(|()| file.sync_all()).map_err(|error| failed(&error))?;
        sync_dir(&notes)?;
        locked(&self.known).insert(key, Some(id.clone()));
        Ok(())
    }

    /// Forgets the note of a file that is no more; one that stays does no harm.
    pub(super) fn forget(&self, root: &Dir, metadata: &Metadata) {
        let Some(key) = key(metadata) else { return };
        if let Some(notes) = notes(root) {
            drop(notes.remove_file(&key));
        }
    }
}

fn read(notes: &Dir, key: &OsStr) -> Option<FileId> {
    let mut id = String::new();
    notes.open(key).ok()?.take(1_024).read_to_string(&mut id).ok()?;
    (!id.is_empty()).then(|| FileId::new(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_of_a_path_tells_no_name_and_each_path_has_its_own() {
        let id = |names: &[&str]| by_path(&names.iter().map(OsString::from).collect::<Vec<_>>());
        let secret = id(&["Secret Album", "Midnight", "bounces", "mix.wav"]);
        assert!(!secret.as_str().contains("Secret") && secret.as_str().len() == 33, "{secret}");
        assert_eq!(secret, id(&["Secret Album", "Midnight", "bounces", "mix.wav"]));
        assert_ne!(id(&["ab", "c"]), id(&["a", "bc"]));
        assert_ne!(id(&["ab"]), id(&["a", "b"]));
    }
}
