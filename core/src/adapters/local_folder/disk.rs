//! The folder as it is on the disk: every name is looked at in an opened folder, and none is followed elsewhere.

use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Mutex;

use cap_fs_ext::DirExt;
use cap_std::ambient_authority;
use cap_std::fs::{Dir, Metadata};
use unicode_normalization::UnicodeNormalization;

use super::cursors::Cursors;
use super::failed;
use super::identity::{Identities, ROOT, rev};
use crate::adapters::workers::locked;
use crate::domain::file::{FilePath, fold_name};
use crate::ports::Clock;
use crate::ports::files::{Entry, FileFacts, FileId, FilesError, Loc, Node};
use crate::time::Timestamp;

/// How the names begin that are not listed: the folder's own corner, and what is being written.
pub(super) const OWN: &str = ".cowrite";

/// How deep folders are gone into.
const DEPTH: usize = 64;

/// How many places of files are remembered, to be looked at first.
const MOST_PLACES: usize = 100_000;

#[derive(Debug)]
pub(super) struct Disk {
    pub(super) root: Dir,
    pub(super) clock: Box<dyn Clock>,
    pub(super) most_entries: usize,
    pub(super) identities: Identities,
    pub(super) cursors: Mutex<Cursors>,
    /// One change at a time within the process; between processes a file lock does the same.
    pub(super) writing: Mutex<()>,
    /// Where files were last seen: where to look first, never an answer.
    places: Mutex<HashMap<FileId, Vec<OsString>>>,
}

/// Something that is there: looked at by its name, in its opened folder.
#[derive(Debug)]
pub(super) struct Found {
    /// The folder it lies in; of the root, the root.
    pub(super) parent: Dir,
    /// Its names from the root down; of the root, none.
    pub(super) path: Vec<OsString>,
    pub(super) metadata: Metadata,
    pub(super) id: FileId,
}

impl Found {
    pub(super) fn name(&self) -> &OsStr {
        self.path.last().map_or(OsStr::new("."), OsString::as_os_str)
    }

    /// Opens it as a folder.
    pub(super) fn dir(&self, disk: &Disk) -> Result<Dir, FilesError> {
        if self.path.is_empty() { disk.top() } else { disk.open_dir(&self.parent, self.name()) }
    }

    pub(super) fn entry(&self, below: usize) -> Entry {
        entry(&self.id, self.path.get(below..).unwrap_or_default(), &self.metadata)
    }
}

pub(super) fn entry(id: &FileId, path: &[OsString], metadata: &Metadata) -> Entry {
    let names = path.iter().map(|name| name.to_string_lossy().nfc().collect());
    let modified = metadata.modified().ok().map(cap_std::time::SystemTime::into_std);
    let since = modified.and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
    let millis = since.and_then(|since| i64::try_from(since.as_millis()).ok());
    let facts = || FileFacts {
        size: metadata.len(),
        rev: rev(metadata),
        modified_at: millis.and_then(Timestamp::from_millis).unwrap_or_default(),
        content_hash: None,
    };
    let node = if metadata.is_dir() { Node::Folder } else { Node::File(facts()) };
    Entry { id: id.clone(), path: names.collect(), node }
}

impl Disk {
    pub(super) fn open(
        path: &Path,
        clock: Box<dyn Clock>,
        nonce: u64,
        most_entries: usize,
    ) -> Result<Self, FilesError> {
        Dir::create_ambient_dir_all(path, ambient_authority()).map_err(|error| failed(&error))?;
        let root = Dir::open_ambient_dir(path, ambient_authority()).map_err(|error| failed(&error))?;
        Ok(Self {
            root,
            clock,
            most_entries,
            identities: Identities::default(),
            cursors: Mutex::new(Cursors::new(nonce)),
            writing: Mutex::default(),
            places: Mutex::default(),
        })
    }

    fn top(&self) -> Result<Dir, FilesError> {
        self.root.try_clone().map_err(|error| failed(&error))
    }

    pub(super) fn open_dir(&self, parent: &Dir, name: &OsStr) -> Result<Dir, FilesError> {
        let dir = parent.open_dir_nofollow(name).map_err(|error| failed(&error))?;
        let metadata = dir.dir_metadata().map_err(|error| failed(&error))?;
        if self.is_elsewhere(&metadata) { Err(FilesError::NotFound) } else { Ok(dir) }
    }

    /// Whether something lies on another disk, mounted below the root: its numbers are not ours, and nothing can be moved there whole.
    #[cfg(unix)]
    fn is_elsewhere(&self, metadata: &Metadata) -> bool {
        use cap_fs_ext::MetadataExt;
        self.root.dir_metadata().is_ok_and(|root| root.dev() != metadata.dev())
    }

    #[cfg(not(unix))]
    fn is_elsewhere(&self, _: &Metadata) -> bool {
        false
    }

    /// Looks at a name in a folder; links, devices and the folder's own corner are not there.
    fn look(&self, parent: &Dir, name: &OsStr) -> Result<Option<Metadata>, FilesError> {
        if fold_name(&name.to_string_lossy()).starts_with(OWN) {
            return Ok(None);
        }
        match parent.symlink_metadata(name) {
            Ok(metadata) if metadata.is_file() => Ok(Some(metadata)),
            Ok(metadata) if metadata.is_dir() && !self.is_elsewhere(&metadata) => Ok(Some(metadata)),
            Ok(_) => Ok(None),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed(&error)),
        }
    }

    /// The names in a folder, in order.
    pub(super) fn names(parent: &Dir) -> Result<Vec<OsString>, FilesError> {
        let entries = parent.entries().map_err(|error| failed(&error))?;
        let names = entries.map(|entry| entry.map(|entry| entry.file_name()));
        let mut names = names.collect::<Result<Vec<_>, _>>().map_err(|error| failed(&error))?;
        names.sort();
        Ok(names)
    }

    /// What stands in a folder under a name, however it is spelled there; spelled the same goes first.
    pub(super) fn child(&self, parent: &Dir, path: &[OsString], name: &str) -> Result<Option<Found>, FilesError> {
        let wanted = fold_name(name);
        let mut names = Self::names(parent)?;
        names.retain(|found| fold_name(&found.to_string_lossy()) == wanted);
        names.sort_by_key(|found| found != name);
        for found in names {
            if let Some(metadata) = self.look(parent, &found)? {
                return self.found(parent, path, found, metadata).map(Some);
            }
        }
        Ok(None)
    }

    fn found(&self, parent: &Dir, path: &[OsString], name: OsString, metadata: Metadata) -> Result<Found, FilesError> {
        let path: Vec<OsString> = path.iter().cloned().chain([name]).collect();
        let id = self.identities.id(&self.root, &metadata, &path);
        let parent = parent.try_clone().map_err(|error| failed(&error))?;
        Ok(Found { parent, path, metadata, id })
    }

    fn root_found(&self) -> Result<Found, FilesError> {
        let metadata = self.root.dir_metadata().map_err(|error| failed(&error))?;
        Ok(Found { parent: self.top()?, path: Vec::new(), metadata, id: FileId::new(ROOT) })
    }

    /// Finds what is meant by a place.
    pub(super) fn resolve(&self, at: &Loc) -> Result<Found, FilesError> {
        match at {
            Loc::Path(path) => self.descend(path),
            Loc::Id(id) if id.as_str() == ROOT => self.root_found(),
            Loc::Id(id) => self.by_id(&self.root_found()?, id),
            Loc::Shared(..) => Err(FilesError::NotAMember),
        }
    }

    fn descend(&self, path: &FilePath) -> Result<Found, FilesError> {
        let mut found = self.root_found()?;
        for name in path.names() {
            let folder = found.dir(self)?;
            found = self.child(&folder, &found.path, name.as_str())?.ok_or(FilesError::NotFound)?;
        }
        Ok(found)
    }

    /// What has an id and lies in a folder: where it was seen last, else wherever a walk meets it.
    pub(super) fn by_id(&self, folder: &Found, id: &FileId) -> Result<Found, FilesError> {
        let place = locked(&self.places).get(id).cloned();
        if let Some(found) = place.and_then(|path| self.exactly(&path).ok()).filter(|found| found.id == *id) {
            let is_inside = found.path.len() > folder.path.len() && found.path.starts_with(&folder.path);
            return if is_inside { Ok(found) } else { Err(FilesError::NotFound) };
        }
        let mut found = None;
        self.walk(folder, true, &mut |place| {
            let is_it = place.id == *id;
            if is_it {
                found = Some(place);
            }
            !is_it
        })?;
        found.ok_or(FilesError::NotFound)
    }

    /// What has exactly these names, one after the other.
    fn exactly(&self, path: &[OsString]) -> Result<Found, FilesError> {
        let (name, folders) = path.split_last().ok_or(FilesError::NotFound)?;
        let open = |folder: Dir, name: &OsString| self.open_dir(&folder, name);
        let parent = folders.iter().try_fold(self.top()?, open)?;
        let metadata = self.look(&parent, name)?.ok_or(FilesError::NotFound)?;
        self.found(&parent, folders, name.clone(), metadata)
    }

    pub(super) fn folder(&self, at: &Loc) -> Result<Found, FilesError> {
        let found = self.resolve(at)?;
        if found.metadata.is_dir() { Ok(found) } else { Err(FilesError::NotFound) }
    }

    pub(super) fn file(&self, at: &Loc) -> Result<Found, FilesError> {
        let found = self.resolve(at)?;
        if found.metadata.is_file() { Ok(found) } else { Err(FilesError::NotFound) }
    }

    /// All that lies in a folder now, with the names from it down.
    pub(super) fn below(&self, folder: &Found, is_recursive: bool) -> Result<Vec<Entry>, FilesError> {
        let mut entries = Vec::new();
        self.walk(folder, is_recursive, &mut |found| {
            entries.push(found.entry(folder.path.len()));
            true
        })?;
        Ok(entries)
    }

    /// Shows what lies in a folder, each before what is in it, for as long as more is wanted.
    pub(super) fn walk(
        &self,
        folder: &Found,
        is_recursive: bool,
        show: &mut dyn FnMut(Found) -> bool,
    ) -> Result<(), FilesError> {
        let mut left = self.most_entries;
        let depth = if is_recursive { DEPTH } else { 0 };
        self.go(&folder.dir(self)?, &folder.path, depth, &mut left, show)?;
        Ok(())
    }

    fn go(
        &self,
        folder: &Dir,
        path: &[OsString],
        depth: usize,
        left: &mut usize,
        show: &mut dyn FnMut(Found) -> bool,
    ) -> Result<bool, FilesError> {
        for name in Self::names(folder)? {
            let Some(metadata) = self.look(folder, &name)? else { continue };
            *left = left.checked_sub(1).ok_or(FilesError::TooLarge)?;
            let found = self.found(folder, path, name, metadata)?;
            self.remember(&found);
            let (is_dir, path) = (found.metadata.is_dir(), found.path.clone());
            // One that cannot be opened is shown, and what is in it is not.
            let inside = if is_dir && depth > 0 { found.dir(self).ok() } else { None };
            if !show(found) {
                return Ok(false);
            }
            if let Some(inside) = inside
                && !self.go(&inside, &path, depth - 1, left, show)?
            {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn remember(&self, found: &Found) {
        let mut places = locked(&self.places);
        if places.len() >= MOST_PLACES {
            places.clear();
        }
        places.insert(found.id.clone(), found.path.clone());
    }
}
