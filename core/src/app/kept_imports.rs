//! What was sent to somebody, as a file store keeps it: outside any track, then in one (IMP-1, IMP-3).

use super::kept_files::{KeptFiles, Spot, described};
use super::kept_moves::{is_same, names};
use crate::domain::file::{FileName, FilePath};
use crate::domain::folder_place::IMPORTS;
use crate::domain::share_link::FileRef;
use crate::id::PersonId;
use crate::ports::files::{ByteRange, ByteStream, Connection, Entry, FileFacts, FileId, FilesError, Loc, Mode, Put};
use crate::ports::{Arriving, NewFile, TrackFile};

/// How often another name is looked for where the one found free has been taken meanwhile.
const TRIES: u32 = 5;

/// Where the files of an import lie, and what one is called there: its number tells it from its namesakes.
fn kept_at(file: &Arriving) -> Result<(FilePath, FileName), FilesError> {
    let folders = [IMPORTS.to_owned(), file.under.to_string()];
    let mut path = FilePath::root();
    for folder in folders {
        let name = folder.parse().map_err(|_| FilesError::NotPermitted)?;
        path = path.join(name).map_err(|_| FilesError::NotPermitted)?;
    }
    // One that is as long as a name can be has no room for its number: the import knows what it is called.
    let name = format!("{} {}", file.number, file.name).parse().or_else(|_| file.number.to_string().parse());
    Ok((path, name.map_err(|_| FilesError::NotPermitted)?))
}

impl KeptFiles {
    pub(super) async fn keep_sent(&self, file: Arriving, data: Box<dyn ByteStream>) -> Result<FileRef, FilesError> {
        let by = self.connection(file.to);
        let (path, name) = kept_at(&file)?;
        let into = self.folder(&by, path).await?;
        let put = Put { into, name, mode: Mode::Overwrite, size: Some(file.size), content_hash: None };
        let kept = self.store.put(&by, put, data).await?;
        Ok(FileRef::new(kept.id.as_str()))
    }

    pub(super) async fn carry_sent(
        &self,
        to: PersonId,
        sent: &FileRef,
        spot: &Spot<'_>,
        file: &NewFile,
    ) -> Result<Option<TrackFile>, FilesError> {
        let (from, by) = (self.connection(to), self.connection(spot.place.holder));
        let id = FileId::new(sent.as_str());
        let into = self.kind_folder(spot, file.kind).await?;
        let carried = if from == by {
            self.move_sent(&by, id, (spot, &into), &file.name).await?
        } else {
            self.copy_sent((&from, &by), id, &into, &file.name).await?
        };
        Ok(carried.as_ref().and_then(|entry| Some(described(entry, entry.file()?, file.kind))))
    }

    async fn move_sent(
        &self,
        by: &Connection,
        id: FileId,
        (spot, into): (&Spot<'_>, &Loc),
        name: &FileName,
    ) -> Result<Option<Entry>, FilesError> {
        // What was moved and not yet recorded is in the track's folder by its id.
        if let Some(found) = self.find_in(spot, &id).await? {
            return Ok(Some(found));
        }
        for name in names(name) {
            match self.store.move_to(by, &Loc::Id(id.clone()), into, &name).await {
                Err(FilesError::Conflict) => {}
                Err(FilesError::NotFound) => return Ok(None),
                moved => return moved.map(Some),
            }
        }
        Err(FilesError::Conflict)
    }

    async fn copy_sent(
        &self,
        (from, by): (&Connection, &Connection),
        id: FileId,
        into: &Loc,
        wanted: &FileName,
    ) -> Result<Option<Entry>, FilesError> {
        for _ in 0..TRIES {
            let opened = match self.store.open(from, &Loc::Id(id.clone()), ByteRange::All).await {
                Err(FilesError::NotFound) => return Ok(None),
                opened => opened?,
            };
            let Some(facts) = opened.entry.file().cloned() else { return Ok(None) };
            let name = match self.free_name(by, into, wanted, &facts).await? {
                Free::Copied(entry) => return Ok(Some(entry)),
                Free::Name(name) => name,
            };
            let (size, content_hash) = (Some(facts.size), facts.content_hash);
            let put = Put { into: into.clone(), name, mode: Mode::Add, size, content_hash };
            match self.store.put(by, put, opened.data).await {
                Err(FilesError::Conflict) => {}
                copied => return copied.map(Some),
            }
        }
        Err(FilesError::Conflict)
    }

    /// Finds a name that nothing in a folder has, or what was copied there before: it has one of the names, and the same content.
    async fn free_name(
        &self,
        by: &Connection,
        into: &Loc,
        wanted: &FileName,
        facts: &FileFacts,
    ) -> Result<Free, FilesError> {
        for name in names(wanted) {
            let at = match into {
                Loc::Path(path) => path.join(name.clone()).map(Loc::Path).map_err(|_| FilesError::TooLarge)?,
                other => {
                    Loc::Path(self.path_of(by, other).await?.join(name.clone()).map_err(|_| FilesError::TooLarge)?)
                }
            };
            match self.store.stat(by, &at).await {
                Err(FilesError::NotFound) => return Ok(Free::Name(name)),
                Err(error) => return Err(error),
                Ok(entry) => {
                    let known = |copied: &FileFacts| copied.content_hash.is_some() && is_same(facts, copied);
                    if facts.content_hash.is_some() && entry.file().is_some_and(known) {
                        return Ok(Free::Copied(entry));
                    }
                }
            }
        }
        Err(FilesError::Conflict)
    }

    async fn path_of(&self, by: &Connection, at: &Loc) -> Result<FilePath, FilesError> {
        let names = self.store.stat(by, at).await?.path;
        let path = names.into_iter().try_fold(FilePath::root(), |path, name| path.join(name.parse()?));
        path.map_err(|_| FilesError::NotPermitted)
    }
}

/// What a look for a name gives.
enum Free {
    /// It was copied before.
    Copied(Entry),
    /// Nothing has this name.
    Name(FileName),
}
