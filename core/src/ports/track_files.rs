use core::fmt;
use core::ops::Range;
use core::time::Duration;
use std::collections::{BTreeMap, BTreeSet};

use super::BoxFuture;
use super::files::{ByteRange, ByteStream, ContentHash, Cursor, Page, TempLink, Wait};
use crate::domain::file::{FileKind, FileName};
use crate::domain::folder::Folder;
use crate::domain::folder_members::{FolderAccess, FolderTrouble, Sharing};
use crate::domain::folder_place::{FolderPlace, Roots};
use crate::domain::share_link::FileRef;
use crate::domain::text::Email;
use crate::error::Error;
use crate::id::{ImportId, PersonId, TrackId};
use crate::time::Timestamp;

/// A file of a track, as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "what a listing answers")]
pub struct TrackFile {
    /// Its id in the file store.
    pub id: FileRef,
    /// Its name.
    pub name: String,
    /// Its kind (FIL-1).
    pub kind: FileKind,
    /// How many bytes.
    pub size: u64,
    /// When its content last changed.
    pub modified_at: Timestamp,
    /// The hash of its content, where that is known without reading it.
    pub content_hash: Option<ContentHash>,
}

/// A file that was seen in a track's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "what a look answers")]
pub struct SeenFile {
    /// Its names from the track's folder, its own last.
    pub path: Vec<String>,
    /// The file.
    pub file: TrackFile,
}

/// A track with the place of its folder; without one it has no files yet.
pub type Place = (TrackId, Option<Folder>);

/// The files of some tracks, each with its own.
pub type FilesOfTracks = Vec<(TrackId, Vec<TrackFile>)>;

/// The bytes of a file, and which of them these are, the first and the one after the last.
pub type Bytes = (Range<u64>, Box<dyn ByteStream>);

/// A file to be written into a track's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "what a write asks for")]
pub struct NewFile {
    /// Its kind, which says into which folder it goes.
    pub kind: FileKind,
    /// Its name there.
    pub name: FileName,
    /// Whether it takes the place of one that has the name; else that is a conflict.
    pub replaces: bool,
}

/// A file that was sent to somebody, whose bytes are to come.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "what a write asks for")]
pub struct Arriving {
    /// To whom.
    pub to: PersonId,
    /// Under which import's id it is kept.
    pub under: ImportId,
    /// Its place in the import.
    pub number: u32,
    /// Its name.
    pub name: FileName,
    /// How many bytes it has.
    pub size: u64,
}

/// Why something could not be done to files now, and how long the file store is to be left alone.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "what work on files answers")]
pub struct Setback {
    /// What the operation is refused with.
    pub error: Error,
    /// After how long the same may do better, where the store says.
    pub after: Option<Duration>,
    /// What the folder's owner is told of it, where it is theirs to mend.
    pub trouble: Option<FolderTrouble>,
    /// Whether the folder's whole account is to be left alone for now, and not this folder only.
    pub is_of_account: bool,
}

impl From<Error> for Setback {
    fn from(error: Error) -> Self {
        Self { error, after: None, trouble: None, is_of_account: false }
    }
}

/// Somebody who is to be on a track's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "what work on files is asked")]
pub struct Wanted {
    /// As what.
    pub access: FolderAccess,
    /// Their address, which the host vouches for (PER-1).
    pub email: Option<Email>,
}

/// With whom a track's folder is to be shared.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "what work on files is asked")]
pub struct SharingWish {
    /// The folder, with how it was last found.
    pub folder: Folder,
    /// With whom, besides its holder; nobody else stays on it.
    pub people: BTreeMap<PersonId, Wanted>,
    /// The track's files as they are known, where that was asked for.
    pub known: Option<BTreeSet<FileRef>>,
    /// From when on somebody else may be at the same folder: then nothing more is changed.
    pub until: Timestamp,
}

/// With whom a track's folder is shared now.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "what work on files answers")]
pub struct SharingFound {
    /// How it was found, as far as that was seen.
    pub sharing: Sharing,
    /// Whether it is to be asked again with the track's known files, to tell its folder from what else lies there.
    pub asks_for_known: bool,
    /// Why it is not done, where it must be tried again.
    pub setback: Option<Setback>,
}

/// The answer to come of work on files that nobody waits for.
pub type Work<'a, T> = BoxFuture<'a, Result<T, Setback>>;

fn away<'a, T: Send + 'a>() -> Work<'a, T> {
    Box::pin(core::future::ready(Err(Error::SourceUnavailable.into())))
}

/// What files tracks have, asked anew each time: what anybody sees is live (LNK-5).
///
/// Every call but `list` may give `not_found{file}` and `source_unavailable`; those that write are refused as the latter unless they are implemented.
pub trait TrackFiles: Send + Sync + fmt::Debug {
    /// Returns whose folders lie side by side; it is the same for ever.
    fn roots(&self) -> Roots {
        Roots::One
    }

    /// Lists the files of some tracks as they are now, in the order in which the tracks were asked about.
    ///
    /// A track without a folder of its own has no files.
    ///
    /// # Errors
    /// `source_unavailable` where the files of one of them cannot be reached.
    fn list(&self, tracks: Vec<Place>) -> BoxFuture<'_, Result<FilesOfTracks, Error>>;

    /// Returns a file that lies in a track's folder now, if there is such a one (FIL-4).
    ///
    /// # Errors
    /// `source_unavailable`.
    fn find(&self, place: Place, file: FileRef) -> BoxFuture<'_, Result<Option<TrackFile>, Error>> {
        Box::pin(async move {
            let files = self.list(vec![place]).await?.into_iter().flat_map(|(_, files)| files);
            Ok(files.into_iter().find(|other| other.id == file))
        })
    }

    /// Opens a file to read some of it.
    ///
    /// # Errors
    /// `invalid_input{range}` where none of the range lies in it.
    fn open(&self, place: Place, file: FileRef, range: ByteRange) -> BoxFuture<'_, Result<Bytes, Error>>;

    /// Makes an address at which whoever has it can read a file for a while; nothing, where there are no such addresses.
    ///
    /// # Errors
    /// As the contract says.
    fn address(&self, place: Place, file: FileRef) -> BoxFuture<'_, Result<Option<TempLink>, Error>> {
        drop((place, file));
        Box::pin(core::future::ready(Ok(None)))
    }

    /// Writes a file, whole.
    ///
    /// # Errors
    /// `conflict` where the name is taken and not to be replaced.
    fn put(&self, place: Place, file: NewFile, data: Box<dyn ByteStream>) -> BoxFuture<'_, Result<TrackFile, Error>> {
        drop((place, file, data));
        Box::pin(core::future::ready(Err(Error::SourceUnavailable)))
    }

    /// Gives a file another name in the same folder.
    ///
    /// # Errors
    /// `conflict` where the name is taken.
    fn rename(&self, place: Place, file: FileRef, name: FileName) -> BoxFuture<'_, Result<TrackFile, Error>> {
        drop((place, file, name));
        Box::pin(core::future::ready(Err(Error::SourceUnavailable)))
    }

    /// Returns whether something else than a folder lies at a place already.
    ///
    /// Where folders are shared, what lies on the way to it is in the way too, but for the first `own` folders: it may be another's, to whom what is put there would go.
    ///
    /// # Errors
    /// As the contract says.
    fn is_taken(&self, place: FolderPlace, own: usize, but_by: Option<Folder>) -> Work<'_, bool> {
        drop((place, own, but_by));
        away()
    }

    /// Brings all that is in a folder to another place, which nothing else is put to meanwhile; what is there already was brought before.
    ///
    /// Under one root it is moved; into another account it is copied, and stays where it was too (FIL-4).
    /// It may be cut off anywhere and repeated.
    ///
    /// # Errors
    /// As the contract says; `conflict` where what is read changes meanwhile.
    fn bring(&self, from: Folder, to: FolderPlace, until: Timestamp) -> Work<'_, ()> {
        drop((from, to, until));
        away()
    }

    /// Brings one file after its folder, which it was written into just as that was brought elsewhere; one that is gone is well.
    ///
    /// # Errors
    /// As the contract says.
    fn bring_file(&self, file: FileRef, from: FolderPlace, to: FolderPlace) -> Work<'_, ()> {
        drop((file, from, to));
        away()
    }

    /// Keeps what was sent to somebody outside any track, whole, in place of what came before for the same; returns its id.
    ///
    /// # Errors
    /// `invalid_input{content}` where it has another size than was said.
    fn receive(&self, file: Arriving, data: Box<dyn ByteStream>) -> BoxFuture<'_, Result<FileRef, Error>> {
        drop((file, data));
        Box::pin(core::future::ready(Err(Error::SourceUnavailable)))
    }

    /// Puts a file that was sent to somebody into a track's folder, under another name where its own is taken; one that was put there before is found there, and of one that is gone there is nothing.
    ///
    /// In one account it is moved; from another it is copied, and stays where it was too (FIL-4).
    ///
    /// # Errors
    /// As the contract says.
    fn carry(&self, to: PersonId, sent: FileRef, place: Place, file: NewFile) -> Work<'_, Option<TrackFile>> {
        drop((to, sent, place, file));
        away()
    }

    /// Returns whether folders are shared with those who have access; it is the same for ever (FIL-2).
    fn shares(&self) -> bool {
        false
    }

    /// Shares a track's folder with exactly those named, making it at its place where it was never shared (FIL-2).
    ///
    /// It changes only what is not so already, ends before it gives, and may be cut off anywhere and repeated.
    /// Where nothing is shared there is nothing to do.
    fn share(&self, wish: SharingWish) -> BoxFuture<'_, SharingFound> {
        let found = SharingFound { sharing: wish.folder.sharing, asks_for_known: false, setback: None };
        Box::pin(core::future::ready(found))
    }

    /// Hands a shared folder over to another account and brings it to its place there, ids and all; the former holder stays on it (OWN-4).
    ///
    /// It returns `false` where the store hands nothing over: then it is brought there as a copy.
    ///
    /// # Errors
    /// As the contract says; with `new_owner_away` until the folder is among what the other account has.
    fn hand_over(&self, folder: Folder, to: FolderPlace) -> Work<'_, bool> {
        drop((folder, to));
        Box::pin(core::future::ready(Ok(false)))
    }

    /// Returns whether a shared folder is another account's already, to which it was being handed over (OWN-4).
    ///
    /// # Errors
    /// As the contract says; with `new_owner_away` where only the other account could say.
    fn is_handed_over(&self, folder: Folder, to: FolderPlace) -> Work<'_, bool> {
        drop((folder, to));
        Box::pin(core::future::ready(Ok(false)))
    }

    /// Makes a shared folder its holder's alone again, who keeps it; one that is not shared is well.
    ///
    /// # Errors
    /// As the contract says.
    fn end_sharing(&self, folder: Folder) -> Work<'_, ()> {
        drop(folder);
        Box::pin(core::future::ready(Ok(())))
    }

    /// Returns a cursor for what changes from now on in the account of a holder, from its root down; nothing, where the store keeps none and all is looked at each time.
    ///
    /// Where there is one account for everybody it is the same for each.
    ///
    /// # Errors
    /// As the contract says.
    fn news_from(&self, holder: PersonId) -> Work<'_, Option<Cursor>> {
        let _ = holder;
        away()
    }

    /// Returns what has changed in the account of a holder since a cursor was given; nothing, where the store cannot say so any more and all is to be looked at.
    ///
    /// # Errors
    /// As the contract says.
    fn news(&self, holder: PersonId, since: Cursor) -> Work<'_, Option<Page>> {
        drop((holder, since));
        away()
    }

    /// Waits until there is news for a cursor, at most `timeout`; nothing at once, where the store cannot wait.
    ///
    /// # Errors
    /// As the contract says.
    fn wait(&self, holder: PersonId, since: Cursor, timeout: Duration) -> Work<'_, Option<Wait>> {
        drop((holder, since, timeout));
        away()
    }

    /// Returns all that lies in a track's folder now, none where that is not there; nothing, where it cannot be read as a whole.
    ///
    /// # Errors
    /// As the contract says, where no folder of the account can be read.
    fn look(&self, folder: Folder) -> Work<'_, Option<Vec<SeenFile>>> {
        drop(folder);
        away()
    }

    /// Deletes a file.
    ///
    /// # Errors
    /// As the contract says.
    fn delete(&self, place: Place, file: FileRef) -> BoxFuture<'_, Result<(), Error>> {
        drop((place, file));
        Box::pin(core::future::ready(Err(Error::SourceUnavailable)))
    }
}

/// No files at all: what a workspace without a file store has.
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct NoFiles;

impl TrackFiles for NoFiles {
    fn list(&self, tracks: Vec<Place>) -> BoxFuture<'_, Result<FilesOfTracks, Error>> {
        let none = tracks.into_iter().map(|(track, _)| (track, Vec::new())).collect();
        Box::pin(core::future::ready(Ok(none)))
    }

    fn open(&self, _: Place, _: FileRef, _: ByteRange) -> BoxFuture<'_, Result<Bytes, Error>> {
        Box::pin(core::future::ready(Err(Error::SourceUnavailable)))
    }
}
