//! Files of tracks as a file store keeps them: the folders of tracks, and what of a store's answers is ours (FIL-1, FIL-4).

use core::time::Duration;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::kept_moves::set_back;
use super::kept_sharing::Stop;
use crate::domain::file::{FileKind, FileName, FilePath, kind_in_track};
use crate::domain::folder::Folder;
use crate::domain::folder_place::{FolderPlace, Roots};
use crate::domain::share_link::FileRef;
use crate::error::{Error, Noun};
use crate::id::PersonId;
use crate::ports::files::{
    ByteRange, ByteStream, Connection, Cursor, Entry, FileFacts, FileId, FileStore, FilesError, FolderId, Item,
    Listing, Loc, Mode, PAGE_LIMIT, Page, Put, TempLink, Wait,
};
use crate::ports::{
    Arriving, BoxFuture, Bytes, Clock, FilesOfTracks, NewFile, Place, SeenFile, SharingFound, SharingWish, Timer,
    TrackFile, TrackFiles, Work,
};
use crate::time::Timestamp;

/// Under which connection a file store reaches the account of a folder's holder.
///
/// It is chosen once for a workspace: under one root all folders of tracks lie side by side and none has another's place, under a root for each holder only that holder's do.
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
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) timer: Arc<dyn Timer>,
}

/// A place of a folder, and as which shared folder it is found wherever its holder has put it.
#[derive(Debug)]
pub(super) struct Spot<'a> {
    pub(super) place: &'a FolderPlace,
    shared: Option<FolderId>,
}

impl<'a> Spot<'a> {
    /// Returns a place where nothing is known to be shared.
    pub(super) const fn at(place: &'a FolderPlace) -> Self {
        Self { place, shared: None }
    }

    /// Returns where a folder is, until it is moved.
    pub(super) fn now(folder: &'a Folder) -> Self {
        let shared = folder.sharing.folder.as_ref().map(|shared| FolderId::new(shared.as_str()));
        Self { place: &folder.at, shared }
    }

    /// Returns its root in the ways in which it can be said, to be tried in this order.
    pub(super) fn roots(&self) -> impl Iterator<Item = Loc> {
        self.below(&FilePath::root()).into_iter()
    }

    /// Returns what lies in it, said in the same ways.
    pub(super) fn below(&self, way: &FilePath) -> Vec<Loc> {
        let shared = self.shared.clone().map(|shared| Loc::Shared(shared, way.clone()));
        let path = way.names().iter().cloned().try_fold(self.place.path.clone(), |path, name| path.join(name));
        shared.into_iter().chain(path.ok().map(Loc::Path)).collect()
    }
}

/// Returns whether a folder is not to be found as it was asked for.
const fn is_elsewhere(error: &FilesError) -> bool {
    matches!(error, FilesError::NotFound | FilesError::NotAMember)
}

impl KeptFiles {
    pub(super) fn connection(&self, holder: PersonId) -> Connection {
        match &self.accounts {
            Accounts::One(connection) => connection.clone(),
            Accounts::EachHolder => Connection::new(holder.to_string()),
        }
    }

    /// Lists a track's files, wherever they are while the folder is being moved.
    async fn listing(&self, folder: &Folder) -> Result<Vec<TrackFile>, FilesError> {
        let mut files = Vec::new();
        for spot in spots(folder) {
            files.extend(self.entries(&spot).await?.iter().filter_map(file_of));
        }
        Ok(files)
    }

    /// Lists what is at a place; nothing where nothing was put there yet, or its holder has moved it away.
    pub(super) async fn entries(&self, spot: &Spot<'_>) -> Result<Vec<Entry>, FilesError> {
        let by = self.connection(spot.place.holder);
        let listing = Listing { is_recursive: true, limit: PAGE_LIMIT };
        let mut first = None;
        for root in spot.roots() {
            match self.store.list(&by, &root, listing).await {
                Err(error) if is_elsewhere(&error) => {}
                page => {
                    first = Some(page?);
                    break;
                }
            }
        }
        let Some(mut page) = first else { return Ok(Vec::new()) };
        let mut entries = BTreeMap::<Vec<String>, Entry>::new();
        loop {
            for item in page.items {
                match item {
                    Item::Here(entry) => drop(entries.insert(entry.path.clone(), entry)),
                    Item::Gone(path) => entries.retain(|other, _| !other.starts_with(&path)),
                }
            }
            if !page.has_more {
                return Ok(entries.into_values().collect());
            }
            page = self.store.changes(&by, &page.cursor).await?;
        }
    }

    /// Returns a file and its way down from the track's folder, which it must lie in (FIL-4), with where that is.
    async fn within<'a>(&self, place: &'a Place, file: &FileRef) -> Result<(Spot<'a>, Entry, TrackFile), Error> {
        let missing = Error::not_found(Noun::File);
        let id = FileId::new(file.as_str());
        for spot in place.1.iter().flat_map(spots) {
            if let Some(entry) = self.find_in(&spot, &id).await.map_err(refused)? {
                let found = file_of(&entry).ok_or(missing)?;
                return Ok((spot, entry, found));
            }
        }
        Err(missing)
    }

    /// Returns what has an id and lies in a folder, if anything does.
    pub(super) async fn find_in(&self, spot: &Spot<'_>, id: &FileId) -> Result<Option<Entry>, FilesError> {
        let by = self.connection(spot.place.holder);
        for root in spot.roots() {
            match self.store.find(&by, &root, id).await {
                Err(error) if is_elsewhere(&error) => {}
                found => return found.map(Some),
            }
        }
        Ok(None)
    }

    /// Makes the folder of a kind of files in a track's, and returns it.
    pub(super) async fn kind_folder(&self, spot: &Spot<'_>, kind: FileKind) -> Result<Loc, FilesError> {
        let by = self.connection(spot.place.holder);
        let name = kind.folder().and_then(|name| name.parse::<FilePath>().ok());
        let way = name.unwrap_or_else(FilePath::root);
        for root in spot.roots() {
            // Its own folder is made with it; one that is known to be shared is there, or its owner has it no more.
            let (within, path) = match root {
                Loc::Path(path) => {
                    // Nothing is put where those on the folder would not see it.
                    if spot.shared.is_some() {
                        self.store.stat(&by, &Loc::Path(path.clone())).await.map_err(|error| match error {
                            FilesError::NotFound => FilesError::NotAMember,
                            other => other,
                        })?;
                    }
                    (Loc::root(), way.names().iter().cloned().try_fold(path, |path, name| path.join(name)))
                }
                shared if way.names().is_empty() => match self.store.stat(&by, &shared).await {
                    Err(error) if is_elsewhere(&error) => continue,
                    entry => return entry.map(|entry| Loc::Id(entry.id)),
                },
                shared => (shared, Ok(way.clone())),
            };
            let path = path.map_err(|_| FilesError::TooLarge)?;
            match self.store.make_dir(&by, &within, &path).await {
                Err(error) if is_elsewhere(&error) => {}
                made => return made.map(|made| Loc::Id(made.id)),
            }
        }
        Err(FilesError::NotFound)
    }
}

/// Where files of a track may lie: in its folder, and where that is being moved to under the same root (FIL-1).
pub(super) fn spots(folder: &Folder) -> impl DoubleEndedIterator<Item = Spot<'_>> {
    let next = folder.next.as_ref().filter(|next| next.shares_root(&folder.at));
    [Some(Spot::now(folder)), next.map(Spot::at)].into_iter().flatten()
}

/// Where new files of a track are put: while a folder is being moved, where it is going, unless it is found wherever it is.
pub(super) fn newest(folder: &Folder) -> Option<Spot<'_>> {
    if folder.sharing.folder.is_some() { Some(Spot::now(folder)) } else { spots(folder).next_back() }
}

pub(super) fn file_of(entry: &Entry) -> Option<TrackFile> {
    let first = if entry.path.len() > 1 { entry.path.first() } else { None };
    let kind = kind_in_track(first.map(String::as_str), entry.name());
    entry.file().map(|facts| described(entry, facts, kind))
}

pub(super) fn described(entry: &Entry, facts: &FileFacts, kind: FileKind) -> TrackFile {
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
pub(super) fn refused(error: FilesError) -> Error {
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
    fn roots(&self) -> Roots {
        match self.accounts {
            Accounts::One(_) => Roots::One,
            Accounts::EachHolder => Roots::EachHolder,
        }
    }

    fn list(&self, tracks: Vec<Place>) -> BoxFuture<'_, Result<FilesOfTracks, Error>> {
        Box::pin(async move {
            let mut listed = Vec::with_capacity(tracks.len());
            for (track, folder) in tracks {
                let files = match &folder {
                    Some(folder) => self.listing(folder).await.map_err(refused)?,
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
            let (spot, entry, _) = self.within(&place, &file).await?;
            let by = self.connection(spot.place.holder);
            let opened = self.store.open(&by, &Loc::Id(entry.id), range).await.map_err(refused)?;
            Ok((opened.range, opened.data))
        })
    }

    fn address(&self, place: Place, file: FileRef) -> BoxFuture<'_, Result<Option<TempLink>, Error>> {
        Box::pin(async move {
            let (spot, entry, _) = self.within(&place, &file).await?;
            let by = self.connection(spot.place.holder);
            match self.store.temp_link(&by, &Loc::Id(entry.id)).await {
                Err(FilesError::Unsupported | FilesError::NotVerified | FilesError::NotPermitted) => Ok(None),
                link => link.map(Some).map_err(refused),
            }
        })
    }

    fn put(&self, place: Place, file: NewFile, data: Box<dyn ByteStream>) -> BoxFuture<'_, Result<TrackFile, Error>> {
        Box::pin(async move {
            let spot = place.1.as_ref().and_then(newest).ok_or(Error::SourceUnavailable)?;
            let by = self.connection(spot.place.holder);
            let within = self.kind_folder(&spot, file.kind).await.map_err(refused)?;
            let mode = if file.replaces { Mode::Overwrite } else { Mode::Add };
            let put = Put::new(within, file.name).mode(mode);
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
            let (spot, entry, found) = self.within(&place, &file).await?;
            let (by, mut way) = (self.connection(spot.place.holder), FilePath::root());
            let above = entry.path.len().saturating_sub(1);
            for name in entry.path.iter().take(above) {
                way = way.join(name.parse()?)?;
            }
            let mut moved = Err(FilesError::NotFound);
            for into in spot.below(&way) {
                moved = self.store.move_to(&by, &Loc::Id(entry.id.clone()), &into, &name).await;
                if !moved.as_ref().is_err_and(is_elsewhere) {
                    break;
                }
            }
            let moved = moved.map_err(refused)?;
            let facts = moved.file().ok_or(Error::Conflict)?;
            // Beside the four folders the name alone says what it is.
            Ok(described(&moved, facts, kind_in_track(found.kind.folder(), name.as_str())))
        })
    }

    fn receive(&self, file: Arriving, data: Box<dyn ByteStream>) -> BoxFuture<'_, Result<FileRef, Error>> {
        Box::pin(async move { self.keep_sent(file, data).await.map_err(refused) })
    }

    fn carry(&self, to: PersonId, sent: FileRef, place: Place, file: NewFile) -> Work<'_, Option<TrackFile>> {
        Box::pin(async move {
            let folder = place.1.as_ref().and_then(newest).ok_or(Error::SourceUnavailable)?;
            self.carry_sent(to, &sent, &folder, &file).await.map_err(set_back)
        })
    }

    fn is_taken(&self, place: FolderPlace, own: usize, but_by: Option<Folder>) -> Work<'_, bool> {
        Box::pin(async move { self.has(&place, own, but_by.as_ref()).await.map_err(set_back) })
    }

    fn bring(&self, from: Folder, to: FolderPlace, until: Timestamp) -> Work<'_, ()> {
        Box::pin(async move {
            let brought = self.bring_all(&from, &to, until).await;
            brought.map_err(|error| Stop::of_name(error).into_setback())
        })
    }

    fn shares(&self) -> bool {
        self.sharing().is_some()
    }

    fn share(&self, wish: SharingWish) -> BoxFuture<'_, SharingFound> {
        Box::pin(self.share_with(wish))
    }

    fn hand_over(&self, folder: Folder, to: FolderPlace) -> Work<'_, bool> {
        Box::pin(async move { self.hand_over_to(&folder, &to).await.map_err(|trouble| trouble.into_setback()) })
    }

    fn is_handed_over(&self, folder: Folder, to: FolderPlace) -> Work<'_, bool> {
        Box::pin(async move { self.was_handed_over(&folder, &to).await.map_err(Stop::into_setback) })
    }

    fn end_sharing(&self, folder: Folder) -> Work<'_, ()> {
        Box::pin(async move { self.unshare(&folder).await.map_err(set_back) })
    }

    fn bring_file(&self, file: FileRef, from: FolderPlace, to: FolderPlace) -> Work<'_, ()> {
        Box::pin(async move { self.bring_one(&file, &from, &to).await.map_err(set_back) })
    }

    fn news_from(&self, holder: PersonId) -> Work<'_, Option<Cursor>> {
        Box::pin(async move { self.newest(holder).await.map_err(set_back) })
    }

    fn news(&self, holder: PersonId, since: Cursor) -> Work<'_, Option<Page>> {
        Box::pin(async move { self.changed(holder, &since).await.map_err(set_back) })
    }

    fn wait(&self, holder: PersonId, since: Cursor, timeout: Duration) -> Work<'_, Option<Wait>> {
        Box::pin(async move { self.await_news(holder, &since, timeout).await.map_err(set_back) })
    }

    fn look(&self, folder: Folder) -> Work<'_, Option<Vec<SeenFile>>> {
        Box::pin(async move { self.seen(&folder).await.map_err(set_back) })
    }

    fn delete(&self, place: Place, file: FileRef) -> BoxFuture<'_, Result<(), Error>> {
        Box::pin(async move {
            let (spot, entry, _) = self.within(&place, &file).await?;
            let by = self.connection(spot.place.holder);
            self.store.delete(&by, &Loc::Id(entry.id)).await.map_err(refused)
        })
    }
}
