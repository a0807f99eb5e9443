//! Files of tracks as a file store keeps them: the folders of tracks, and what of a store's answers is ours (FIL-1, FIL-4).

use std::sync::Arc;

use crate::domain::file::{FileKind, FileName, FilePath, kind_in_track};
use crate::domain::folder::Folder;
use crate::domain::share_link::FileRef;
use crate::error::{Error, Noun};
use crate::id::PersonId;
use crate::ports::files::{
    ByteRange, ByteStream, Connection, Entry, FileFacts, FileId, FileStore, FilesError, Item, Listing, Loc, Mode,
    PAGE_LIMIT, Put, TempLink,
};
use crate::ports::{BoxFuture, Bytes, FilesOfTracks, NewFile, Place, TrackFile, TrackFiles};

/// Under which connection a file store reaches the account of a folder's holder.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Accounts {
    /// One for everybody, as a store on this machine has it.
    One(Connection),
    /// One for each holder, called by the person's id.
    EachHolder,
}

/// The files of tracks, kept by a file store.
#[derive(Debug)]
pub(crate) struct KeptFiles {
    pub(crate) store: Arc<dyn FileStore>,
    pub(crate) accounts: Accounts,
}

impl KeptFiles {
    fn connection(&self, holder: PersonId) -> Connection {
        match &self.accounts {
            Accounts::One(connection) => connection.clone(),
            Accounts::EachHolder => Connection::new(holder.to_string()),
        }
    }

    async fn listing(&self, folder: &Folder) -> Result<Vec<TrackFile>, Error> {
        let (by, at) = (self.connection(folder.holder), Loc::Path(folder.path.clone()));
        let listing = Listing { is_recursive: true, limit: PAGE_LIMIT };
        let mut page = match self.store.list(&by, &at, listing).await {
            // A folder that nothing was put into yet, or that its holder has moved away.
            Err(FilesError::NotFound) => return Ok(Vec::new()),
            page => page.map_err(refused)?,
        };
        let mut entries = Vec::<Entry>::new();
        loop {
            for item in page.items {
                match item {
                    Item::Here(entry) => {
                        entries.retain(|other| other.path != entry.path);
                        entries.push(entry);
                    }
                    Item::Gone(path) => entries.retain(|other| !other.path.starts_with(&path)),
                }
            }
            if !page.has_more {
                return Ok(entries.iter().filter_map(file_of).collect());
            }
            page = self.store.changes(&by, &page.cursor).await.map_err(refused)?;
        }
    }

    /// Returns a file and its way down from the track's folder, which it must lie in (FIL-4).
    async fn within(&self, place: &Place, file: &FileRef) -> Result<(Connection, Entry, TrackFile), Error> {
        let missing = Error::not_found(Noun::File);
        let folder = place.1.as_ref().ok_or(missing.clone())?;
        let by = self.connection(folder.holder);
        let (at, id) = (Loc::Path(folder.path.clone()), FileId::new(file.as_str()));
        let entry = self.store.find(&by, &at, &id).await.map_err(refused)?;
        let found = file_of(&entry).ok_or(missing)?;
        Ok((by, entry, found))
    }
}

fn file_of(entry: &Entry) -> Option<TrackFile> {
    let first = if entry.path.len() > 1 { entry.path.first() } else { None };
    let kind = kind_in_track(first.map(String::as_str), entry.name());
    entry.file().map(|facts| described(entry, facts, kind))
}

fn described(entry: &Entry, facts: &FileFacts, kind: FileKind) -> TrackFile {
    TrackFile {
        id: FileRef::new(entry.id.as_str()),
        name: entry.name().to_owned(),
        kind,
        size: facts.size,
        modified_at: facts.modified_at,
        content_hash: facts.content_hash,
    }
}

/// Returns a file store's refusal as the caller of an operation is told it.
///
/// What only the store's owner can mend, and what may pass, is one: the files cannot be reached now.
fn refused(error: FilesError) -> Error {
    match error {
        FilesError::NotFound => Error::not_found(Noun::File),
        FilesError::Conflict => Error::Conflict,
        FilesError::OutsideRange { .. } => Error::invalid("range", "has no byte of the file"),
        FilesError::Mismatch => Error::invalid("content", "is not what it was said to be"),
        // Of a listing: there is more than the store will go through.
        FilesError::TooLarge
        | FilesError::Nesting(_)
        | FilesError::NotAMember
        | FilesError::NotPermitted
        | FilesError::NotVerified
        | FilesError::PlanInsufficient
        | FilesError::Owner
        | FilesError::Inherited(_)
        | FilesError::QuotaShort { .. }
        | FilesError::TooManyMembers { .. }
        | FilesError::InviteLimit
        | FilesError::OutsideTeam
        | FilesError::CursorReset
        | FilesError::Unsupported
        | FilesError::RateLimited { .. }
        | FilesError::Contended { .. }
        | FilesError::Disconnected
        | FilesError::MissingScope(_)
        | FilesError::WrongAppType
        | FilesError::RootChanged(_)
        | FilesError::Transient
        | FilesError::Unknown { .. } => Error::SourceUnavailable,
    }
}

impl TrackFiles for KeptFiles {
    fn list(&self, tracks: Vec<Place>) -> BoxFuture<'_, Result<FilesOfTracks, Error>> {
        Box::pin(async move {
            let mut listed = Vec::with_capacity(tracks.len());
            for (track, folder) in tracks {
                let files = match &folder {
                    Some(folder) => self.listing(folder).await?,
                    None => Vec::new(),
                };
                listed.push((track, files));
            }
            Ok(listed)
        })
    }

    fn find(&self, place: Place, file: FileRef) -> BoxFuture<'_, Result<Option<TrackFile>, Error>> {
        Box::pin(async move {
            match self.within(&place, &file).await {
                Ok((_, _, found)) => Ok(Some(found)),
                Err(Error::NotFound { .. }) => Ok(None),
                Err(error) => Err(error),
            }
        })
    }

    fn open(&self, place: Place, file: FileRef, range: ByteRange) -> BoxFuture<'_, Result<Bytes, Error>> {
        Box::pin(async move {
            let (by, entry, _) = self.within(&place, &file).await?;
            let opened = self.store.open(&by, &Loc::Id(entry.id), range).await.map_err(refused)?;
            Ok((opened.range, opened.data))
        })
    }

    fn address(&self, place: Place, file: FileRef) -> BoxFuture<'_, Result<Option<TempLink>, Error>> {
        Box::pin(async move {
            let (by, entry, _) = self.within(&place, &file).await?;
            match self.store.temp_link(&by, &Loc::Id(entry.id)).await {
                Err(FilesError::Unsupported | FilesError::NotVerified | FilesError::NotPermitted) => Ok(None),
                link => link.map(Some).map_err(refused),
            }
        })
    }

    fn put(&self, place: Place, file: NewFile, data: Box<dyn ByteStream>) -> BoxFuture<'_, Result<TrackFile, Error>> {
        Box::pin(async move {
            let folder = place.1.ok_or(Error::SourceUnavailable)?;
            let by = self.connection(folder.holder);
            let path = match file.kind.folder() {
                Some(name) => folder.path.join(name.parse()?)?,
                None => folder.path,
            };
            let within = self.store.make_dir(&by, &Loc::root(), &path).await.map_err(refused)?;
            let mode = if file.replaces { Mode::Overwrite } else { Mode::Add };
            let put = Put::new(Loc::Id(within.id), file.name).mode(mode);
            let entry = self.store.put(&by, put, data).await.map_err(|error| match error {
                FilesError::TooLarge => Error::invalid("content", "is more than the file store takes"),
                other => refused(other),
            })?;
            let facts = entry.file().ok_or(Error::Conflict)?;
            Ok(described(&entry, facts, file.kind))
        })
    }

    fn rename(&self, place: Place, file: FileRef, name: FileName) -> BoxFuture<'_, Result<TrackFile, Error>> {
        Box::pin(async move {
            let (by, entry, found) = self.within(&place, &file).await?;
            let mut into = place.1.map_or_else(FilePath::root, |folder| folder.path);
            let above = entry.path.len().saturating_sub(1);
            for name in entry.path.iter().take(above) {
                into = into.join(name.parse()?)?;
            }
            let moved = self.store.move_to(&by, &Loc::Id(entry.id), &Loc::Path(into), &name).await.map_err(refused)?;
            let facts = moved.file().ok_or(Error::Conflict)?;
            // Beside the four folders the name alone says what it is.
            Ok(described(&moved, facts, kind_in_track(found.kind.folder(), name.as_str())))
        })
    }

    fn delete(&self, place: Place, file: FileRef) -> BoxFuture<'_, Result<(), Error>> {
        Box::pin(async move {
            let (by, entry, _) = self.within(&place, &file).await?;
            self.store.delete(&by, &Loc::Id(entry.id)).await.map_err(refused)
        })
    }
}
