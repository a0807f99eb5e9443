//! Bringing folders of tracks from place to place in a file store (FIL-1, FIL-4).

use super::kept_files::{KeptFiles, Spot, refused};
use super::kept_sharing::trouble_of;
use crate::domain::file::{FileName, FilePath, folder_name};
use crate::domain::folder::Folder;
use crate::domain::folder_place::FolderPlace;
use crate::domain::share_link::FileRef;
use crate::ports::Setback;
use crate::ports::files::{ByteRange, Connection, Entry, FileFacts, FileId, FilesError, FolderId, Loc, Mode, Put};
use crate::time::Timestamp;

/// How many names are tried for a file whose own is taken.
const NAMES_TRIED: u32 = 100;

pub(super) fn set_back(error: FilesError) -> Setback {
    let (after, trouble) = (error.retry_after(), trouble_of(&error));
    let is_of_account = is_of_account(&error);
    Setback { error: refused(error), after, trouble, is_of_account }
}

/// Returns whether a store refuses an account as a whole.
pub(super) const fn is_of_account(error: &FilesError) -> bool {
    matches!(
        error,
        FilesError::RateLimited { .. }
            | FilesError::Disconnected
            | FilesError::MissingScope(_)
            | FilesError::WrongAppType
            | FilesError::RootChanged(_)
    )
}

impl KeptFiles {
    /// Returns whether something is in the way to a place, or there, that is not the folder itself as whoever it is shared with has it among their own.
    pub(super) async fn has(
        &self,
        place: &FolderPlace,
        own: usize,
        folder: Option<&Folder>,
    ) -> Result<bool, FilesError> {
        let (by, names) = (self.connection(place.holder), place.path.names());
        let own = if self.sharing().is_some() { own } else { names.len().saturating_sub(1) };
        let mut found = None;
        for length in own.saturating_add(1)..=names.len() {
            let path = to_path(names.get(..length).unwrap_or(names));
            match self.store.stat(&by, &Loc::Path(path)).await {
                Err(FilesError::NotFound) => return Ok(false),
                there => {
                    let there = there?;
                    if length < names.len() {
                        return Ok(true);
                    }
                    found = Some(there);
                }
            }
        }
        let shared = folder.filter(|folder| !folder.at.shares_root(place)).and_then(|it| it.sharing.folder.as_ref());
        let (Some(found), Some(shared)) = (&found, shared) else { return Ok(found.is_some()) };
        match self.store.stat(&by, &Loc::Shared(FolderId::new(shared.as_str()), FilePath::root())).await {
            Err(FilesError::NotFound | FilesError::NotAMember) => Ok(true),
            itself => Ok(itself?.id != found.id),
        }
    }

    pub(super) async fn bring_all(&self, from: &Folder, to: &FolderPlace, until: Timestamp) -> Result<(), FilesError> {
        if from.at.shares_root(to) {
            self.move_all(from, to, until).await
        } else {
            self.copy_all(from, to, until).await
        }
    }

    /// Refuses where somebody else may be at the same by now.
    pub(super) fn in_time(&self, until: Timestamp) -> Result<(), FilesError> {
        if self.clock.now() < until { Ok(()) } else { Err(FilesError::Transient) }
    }

    /// Moves a folder; where there is one at the new place too, what is in it, since an upload may have made either anew.
    async fn move_all(&self, folder: &Folder, to: &FolderPlace, until: Timestamp) -> Result<(), FilesError> {
        let (from, by) = (Spot::now(folder), self.connection(folder.at.holder));
        let Some((name, above)) = to.path.names().split_last() else { return Err(FilesError::NotPermitted) };
        let above = self.folder(&by, to_path(above)).await?;
        let mut moved = Err(FilesError::NotFound);
        for root in from.roots() {
            self.in_time(until)?;
            moved = self.store.move_to(&by, &root, &above, name).await;
            if !matches!(moved, Err(FilesError::NotFound | FilesError::NotAMember)) {
                break;
            }
        }
        match moved {
            // Nothing was put there yet, or it was moved before.
            Ok(_) | Err(FilesError::NotFound) => Ok(()),
            Err(FilesError::Conflict) => {
                for entry in self.entries(&from).await? {
                    if entry.file().is_some() {
                        self.in_time(until)?;
                        self.move_file(&by, &entry, to).await?;
                    }
                }
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    async fn move_file(&self, by: &Connection, entry: &Entry, to: &FolderPlace) -> Result<(), FilesError> {
        let (into, name) = self.beside(by, entry, to).await?;
        let mut last = Err(FilesError::Conflict);
        for name in names(&name) {
            last = self.store.move_to(by, &Loc::Id(entry.id.clone()), &into, &name).await.map(|_| ());
            if last != Err(FilesError::Conflict) {
                break;
            }
        }
        last
    }

    /// Copies what is in a folder into another account, file by file; what is there already as it is here was copied before.
    async fn copy_all(&self, folder: &Folder, to: &FolderPlace, until: Timestamp) -> Result<(), FilesError> {
        let there = self.entries(&Spot::at(to)).await?;
        for entry in self.entries(&Spot::now(folder)).await? {
            let Some(facts) = entry.file() else { continue };
            let path = harmless(&entry);
            let copied = there.iter().find(|other| keys(&harmless(other)) == keys(&path)).and_then(Entry::file);
            if copied.is_none_or(|copied| !is_same(facts, copied)) {
                self.in_time(until)?;
                // What has come there since that was looked at is not written over.
                let mode = copied.map_or(Mode::Add, |copied| Mode::Update(copied.rev.clone()));
                self.copy(&self.connection(folder.at.holder), (&entry, facts), to, mode).await?;
            }
        }
        Ok(())
    }

    /// Copies a file into another account, whole: of the size that it has here, and of its hash where that is known.
    async fn copy(
        &self,
        by: &Connection,
        (entry, facts): (&Entry, &FileFacts),
        to: &FolderPlace,
        mode: Mode,
    ) -> Result<(), FilesError> {
        let into_by = self.connection(to.holder);
        let (into, name) = self.beside(&into_by, entry, to).await?;
        let opened = self.store.open(by, &Loc::Id(entry.id.clone()), ByteRange::All).await?;
        let (size, content_hash) = (Some(facts.size), facts.content_hash);
        let put = Put { into, name, mode, size, content_hash };
        let copied = self.store.put(&into_by, put, opened.data).await?;
        let is_whole = copied.file().is_some_and(|copied| copied.size == facts.size);
        if is_whole { Ok(()) } else { Err(FilesError::Mismatch) }
    }

    pub(super) async fn bring_one(
        &self,
        file: &FileRef,
        from: &FolderPlace,
        to: &FolderPlace,
    ) -> Result<(), FilesError> {
        let (by, id) = (self.connection(from.holder), FileId::new(file.as_str()));
        let entry = match self.store.find(&by, &Loc::Path(from.path.clone()), &id).await {
            Err(FilesError::NotFound) => return Ok(()),
            entry => entry?,
        };
        match entry.file() {
            Some(_) if from.shares_root(to) => self.move_file(&by, &entry, to).await,
            Some(facts) => self.copy(&by, (&entry, facts), to, Mode::Overwrite).await,
            None => Ok(()),
        }
    }

    /// Returns the folder in which a file lies at another place as it does at its own, and its name there.
    async fn beside(&self, by: &Connection, entry: &Entry, to: &FolderPlace) -> Result<(Loc, FileName), FilesError> {
        let path = harmless(entry);
        let Some((name, above)) = path.split_last() else { return Err(FilesError::NotFound) };
        let way = to.path.names().iter().chain(above);
        let way = way.cloned().try_fold(FilePath::root(), |way, name| way.join(name));
        Ok((self.folder(by, way.map_err(|_| FilesError::TooLarge)?).await?, name.clone()))
    }

    /// Makes a folder, where there is none yet.
    pub(super) async fn folder(&self, by: &Connection, path: FilePath) -> Result<Loc, FilesError> {
        if path.names().is_empty() {
            return Ok(Loc::root());
        }
        Ok(Loc::Id(self.store.make_dir(by, &Loc::root(), &path).await?.id))
    }
}

/// A name, and then the same with numbers.
pub(super) fn names(name: &FileName) -> impl Iterator<Item = FileName> {
    core::iter::once(name.clone()).chain((2..=NAMES_TRIED).map(|number| name.numbered(number)))
}

/// Returns whether two files have the same content, as far as that is known without reading them.
pub(super) fn is_same(one: &FileFacts, other: &FileFacts) -> bool {
    let differ = one.content_hash.zip(other.content_hash).is_some_and(|(one, other)| one != other);
    one.size == other.size && !differ
}

/// The names of an entry as they can stand anywhere: other programs may have given it others.
fn harmless(entry: &Entry) -> Vec<FileName> {
    entry.path.iter().map(|name| name.parse().unwrap_or_else(|_| folder_name(name))).collect()
}

fn keys(path: &[FileName]) -> Vec<String> {
    path.iter().map(FileName::key).collect()
}

pub(super) fn to_path(names: &[FileName]) -> FilePath {
    names.iter().cloned().try_fold(FilePath::root(), |path, name| path.join(name)).unwrap_or_default()
}
