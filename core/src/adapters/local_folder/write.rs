//! Writing: into a file of its own beside the place, made safe on the disk, and then put there in one step.

use core::sync::atomic::{AtomicU64, Ordering};
use std::ffi::{OsStr, OsString};
use std::io::{ErrorKind, Write};
use std::sync::{Arc, MutexGuard};

use cap_fs_ext::{FollowSymlinks, OpenOptionsFollowExt};
use cap_std::fs::{Dir, File, OpenOptions};

use super::disk::{Disk, Found, OWN};
use super::identity::{corner, rev};
use super::{LocalFolder, failed, sync_dir};
use crate::adapters::workers::{Workers, locked};
use crate::domain::file::{FileName, FilePath};
use crate::ports::files::{ByteStream, ContentHasher, Entry, FilesError, Loc, Mode, Put};

/// How many bytes are gathered before they are handed to a thread.
const PIECE: usize = 256 * 1024;

/// After how long something half written is thought left behind by a process that is no more.
const STALE_MILLIS: i64 = 24 * 3_600_000;

static NUMBER: AtomicU64 = AtomicU64::new(0);

/// A file being written, under a name that is not listed; it goes when it is dropped.
#[derive(Debug)]
struct Draft {
    folder: Dir,
    path: Vec<OsString>,
    name: String,
    file: File,
    hasher: ContentHasher,
    size: u64,
    workers: Arc<Workers>,
    is_placed: bool,
}

impl Drop for Draft {
    fn drop(&mut self) {
        if self.is_placed {
            return;
        }
        let (folder, name) = (self.folder.try_clone(), core::mem::take(&mut self.name));
        // It may be dropped on a caller's thread, which is not to wait for the disk.
        if let Ok(folder) = folder {
            drop(self.workers.run(Box::new(move || drop(folder.remove_file(name)))));
        }
    }
}

impl Draft {
    fn write(&mut self, piece: &[u8]) -> Result<(), FilesError> {
        self.file.write_all(piece).map_err(|error| failed(&error))?;
        self.hasher.update(piece);
        self.size = self.size.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
        Ok(())
    }

    fn discard(mut self) {
        drop(self.folder.remove_file(&self.name));
        self.is_placed = true;
    }
}

/// Held while something is changed: nobody else of this or another process does at the same time.
struct Writing<'a>(#[expect(dead_code, reason = "held, not read")] MutexGuard<'a, ()>, Option<std::fs::File>);

impl Drop for Writing<'_> {
    fn drop(&mut self) {
        if let Some(file) = &self.1 {
            drop(file.unlock());
        }
    }
}

impl Disk {
    fn writing(&self) -> Result<Writing<'_>, FilesError> {
        let guard = locked(&self.writing);
        let mut options = OpenOptions::new();
        options.write(true).create(true).follow(FollowSymlinks::No);
        let file = corner(&self.root)?.open_with("lock", &options).map_err(|error| failed(&error))?.into_std();
        match file.lock() {
            Ok(()) => Ok(Writing(guard, Some(file))),
            // A disk without locks is one that a single process writes to.
            Err(error) if error.kind() == ErrorKind::Unsupported => Ok(Writing(guard, None)),
            Err(error) => Err(failed(&error)),
        }
    }

    fn draft(&self, put: &Put, workers: &Arc<Workers>) -> Result<Draft, FilesError> {
        let found = self.folder(&put.into)?;
        let folder = found.dir(self)?;
        // What cannot be is refused before it is sent.
        allowed(self.child(&folder, &found.path, put.name.as_str())?.as_ref(), &put.mode)?;
        self.sweep(&folder)?;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        loop {
            let number = NUMBER.fetch_add(1, Ordering::Relaxed);
            let name = format!("{OWN}-{}-{number}.tmp", std::process::id());
            match folder.open_with(&name, &options) {
                Ok(file) => {
                    let (path, hasher, workers) = (found.path, ContentHasher::new(), Arc::clone(workers));
                    return Ok(Draft { folder, path, name, file, hasher, size: 0, workers, is_placed: false });
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(failed(&error)),
            }
        }
    }

    /// Takes away what processes that were killed left half written.
    fn sweep(&self, folder: &Dir) -> Result<(), FilesError> {
        let now = self.clock.now().millis();
        for name in Self::names(folder)? {
            let text = name.to_string_lossy();
            if !(text.starts_with(OWN) && text.ends_with(".tmp")) {
                continue;
            }
            let modified = folder.symlink_metadata(&name).and_then(|metadata| metadata.modified()).ok();
            let since = modified.and_then(|at| at.into_std().duration_since(std::time::UNIX_EPOCH).ok());
            let millis = since.and_then(|since| i64::try_from(since.as_millis()).ok());
            if millis.is_some_and(|millis| now.saturating_sub(millis) > STALE_MILLIS) {
                drop(folder.remove_file(&name));
            }
        }
        Ok(())
    }

    fn place(&self, mut draft: Draft, put: &Put) -> Result<Entry, FilesError> {
        let hash = draft.hasher.clone().finish();
        if put.size.is_some_and(|size| size != draft.size) || put.content_hash.is_some_and(|it| it != hash) {
            draft.discard();
            return Err(FilesError::Mismatch);
        }
        let placed = draft.file.sync_all().map_err(|error| failed(&error)).and_then(|()| self.rename(&draft, put));
        match placed {
            Ok(mut entry) => {
                draft.is_placed = true;
                if let crate::ports::files::Node::File(facts) = &mut entry.node {
                    facts.content_hash = Some(hash);
                }
                Ok(entry)
            }
            Err(error) => {
                draft.discard();
                Err(error)
            }
        }
    }

    fn rename(&self, draft: &Draft, put: &Put) -> Result<Entry, FilesError> {
        let _writing = self.writing()?;
        let present = self.child(&draft.folder, &draft.path, put.name.as_str())?;
        allowed(present.as_ref(), &put.mode)?;
        let own = draft.folder.symlink_metadata(&draft.name).map_err(|error| failed(&error))?;
        let name = present.as_ref().map_or(OsStr::new(put.name.as_str()), Found::name).to_owned();
        match &present {
            None => new(&draft.folder, &draft.name, &name)?,
            Some(present) => {
                self.identities.note(&self.root, &own, &present.id)?;
                draft.folder.rename(&draft.name, &draft.folder, &name).map_err(|error| failed(&error))?;
                self.identities.forget(&self.root, &present.metadata);
            }
        }
        // It has its place, but is not known to keep it through a power cut.
        sync_dir(&draft.folder).map_err(|_| FilesError::Transient)?;
        let path: Vec<OsString> = draft.path.iter().cloned().chain([name]).collect();
        let id = self.identities.id(&self.root, &own, &path);
        Ok(super::disk::entry(&id, &path, &own))
    }

    pub(super) fn make_dir(&self, within: &Loc, path: &FilePath) -> Result<Entry, FilesError> {
        let mut found = self.folder(within)?;
        for name in path.names() {
            let folder = found.dir(self)?;
            found = match self.child(&folder, &found.path, name.as_str())? {
                Some(child) if child.metadata.is_dir() => child,
                Some(_) => return Err(FilesError::Conflict),
                None => self.made(&folder, &found.path, name)?,
            };
        }
        Ok(found.entry(0))
    }

    fn made(&self, folder: &Dir, path: &[OsString], name: &FileName) -> Result<Found, FilesError> {
        let _writing = self.writing()?;
        if self.child(folder, path, name.as_str())?.is_none() {
            folder.create_dir(name.as_str()).map_err(|error| failed(&error))?;
            sync_dir(folder)?;
        }
        let found = self.child(folder, path, name.as_str())?.ok_or(FilesError::NotFound)?;
        if found.metadata.is_dir() { Ok(found) } else { Err(FilesError::Conflict) }
    }

    pub(super) fn move_to(&self, from: &Loc, into: &Loc, name: &FileName) -> Result<Entry, FilesError> {
        let _writing = self.writing()?;
        let (from, into) = (self.resolve(from)?, self.folder(into)?);
        if from.path.is_empty() || (from.metadata.is_dir() && into.path.starts_with(&from.path)) {
            return Err(FilesError::Conflict);
        }
        let folder = into.dir(self)?;
        let present = self.child(&folder, &into.path, name.as_str())?;
        if present.is_some_and(|present| present.path != from.path) {
            return Err(FilesError::Conflict);
        }
        from.parent.rename(from.name(), &folder, name.as_str()).map_err(|error| failed(&error))?;
        sync_dir(&folder).and_then(|()| sync_dir(&from.parent)).map_err(|_| FilesError::Transient)?;
        let moved = self.child(&folder, &into.path, name.as_str())?.ok_or(FilesError::NotFound)?;
        Ok(moved.entry(0))
    }

    pub(super) fn delete(&self, at: &Loc) -> Result<(), FilesError> {
        let _writing = self.writing()?;
        let found = match self.resolve(at) {
            Err(FilesError::NotFound) => return Ok(()),
            found => found?,
        };
        if found.metadata.is_dir() {
            return Err(FilesError::Conflict);
        }
        found.parent.remove_file(found.name()).map_err(|error| failed(&error))?;
        self.identities.forget(&self.root, &found.metadata);
        sync_dir(&found.parent).map_err(|_| FilesError::Transient)
    }
}

/// Whether a write may be, in face of what has the name.
fn allowed(present: Option<&Found>, mode: &Mode) -> Result<(), FilesError> {
    let is_allowed = match (present, mode) {
        (None, Mode::Add | Mode::Overwrite) => true,
        (None, Mode::Update(_)) | (Some(_), Mode::Add) => false,
        (Some(present), Mode::Overwrite) => present.metadata.is_file(),
        (Some(present), Mode::Update(wanted)) => present.metadata.is_file() && rev(&present.metadata) == *wanted,
    };
    if is_allowed { Ok(()) } else { Err(FilesError::Conflict) }
}

/// Gives a file a name that nothing has: a link is refused where there is one, which a rename is not.
fn new(folder: &Dir, draft: &str, name: &OsStr) -> Result<(), FilesError> {
    match folder.hard_link(draft, folder, name) {
        Ok(()) => {
            drop(folder.remove_file(draft));
            Ok(())
        }
        Err(error) if matches!(error.kind(), ErrorKind::Unsupported | ErrorKind::PermissionDenied) => {
            folder.rename(draft, folder, name).map_err(|error| failed(&error))
        }
        Err(error) => Err(failed(&error)),
    }
}

impl LocalFolder {
    pub(super) async fn write(&self, put: Put, mut data: Box<dyn ByteStream>) -> Result<Entry, FilesError> {
        let (asked, workers) = (put.clone(), Arc::clone(&self.inner.workers));
        let mut draft = self.run(move |disk| disk.draft(&asked, &workers)).await?;
        loop {
            let mut gathered = Vec::new();
            let mut is_over = false;
            while gathered.len() < PIECE && !is_over {
                match data.next().await {
                    Ok(Some(piece)) if gathered.is_empty() => gathered = piece,
                    Ok(Some(piece)) => gathered.extend(piece),
                    Ok(None) => is_over = true,
                    Err(error) => {
                        self.run(move |_| {
                            draft.discard();
                            Ok(())
                        })
                        .await?;
                        return Err(error);
                    }
                }
            }
            if !gathered.is_empty() {
                draft = self.run(move |_| draft.write(&gathered).map(|()| draft)).await?;
            }
            if is_over {
                return self.run(move |disk| disk.place(draft, &put)).await;
            }
        }
    }
}
