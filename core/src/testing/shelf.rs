use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::domain::file::{FileKind, FileName};
use crate::domain::folder::Folder;
use crate::domain::folder_place::FolderPlace;
use crate::domain::share_link::FileRef;
use crate::error::{Error, Noun};
use crate::id::{PersonId, TrackId};
use crate::ports::files::{ByteRange, ByteStream, FilesError, Whole, read_all};
use crate::ports::{Arriving, BoxFuture, Bytes, FilesOfTracks, NewFile, Place, Setback, TrackFile, TrackFiles, Work};
use crate::time::Timestamp;

/// The most bytes of a file that is put on a shelf.
const CONTENT_LIMIT: usize = 1_000_000;

/// Files of tracks that a test lays out, and can make unreachable.
///
/// Clones are the same shelf.
#[derive(Debug, Clone, Default)]
pub struct Shelf(Arc<Mutex<Laid>>);

#[derive(Debug, Default)]
struct Laid {
    files: BTreeMap<TrackId, Vec<TrackFile>>,
    /// What was put there; of what was only laid out, every byte is 0.
    contents: BTreeMap<(TrackId, FileRef), Vec<u8>>,
    /// What was sent and is in no track.
    sent: BTreeMap<FileRef, Vec<u8>>,
    is_away: bool,
    listings: u64,
}

impl Shelf {
    fn with<T>(&self, change: impl FnOnce(&mut Laid) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Gives a track these files, and no others.
    pub fn lay(&self, track: TrackId, files: Vec<TrackFile>) {
        self.with(|laid| drop(laid.files.insert(track, files)));
    }

    /// Gives a track one file, of one byte that has never changed.
    pub fn lay_one(&self, track: TrackId, id: &str, name: &str, kind: FileKind) {
        let (id, name) = (FileRef::new(id), name.to_owned());
        self.lay(track, vec![TrackFile { id, name, kind, size: 1, modified_at: Timestamp::EPOCH, content_hash: None }]);
    }

    /// Makes all files unreachable, or reachable again.
    pub fn set_away(&self, is_away: bool) {
        self.with(|laid| laid.is_away = is_away);
    }

    fn reachable<T>(&self, answer: T) -> Result<T, Setback> {
        if self.with(|laid| laid.is_away) { Err(Error::SourceUnavailable.into()) } else { Ok(answer) }
    }

    /// Returns how often files were listed.
    #[must_use]
    pub fn listings(&self) -> u64 {
        self.with(|laid| laid.listings)
    }
}

impl TrackFiles for Shelf {
    fn list(&self, tracks: Vec<Place>) -> BoxFuture<'_, Result<FilesOfTracks, Error>> {
        let listed = self.with(|laid| {
            laid.listings += 1;
            let of = |track| laid.files.get(&track).cloned().unwrap_or_default();
            if laid.is_away {
                Err(Error::SourceUnavailable)
            } else {
                Ok(tracks.into_iter().map(|(track, _)| (track, of(track))).collect())
            }
        });
        Box::pin(core::future::ready(listed))
    }

    fn put(
        &self,
        (track, _): Place,
        file: NewFile,
        data: Box<dyn ByteStream>,
    ) -> BoxFuture<'_, Result<TrackFile, Error>> {
        Box::pin(async move {
            let mut data = data;
            let content = read_all(&mut *data, CONTENT_LIMIT).await.map_err(|_| Error::SourceUnavailable)?;
            let (id, name) = (FileRef::new(file.name.as_str()), file.name.as_str().to_owned());
            let (kind, modified_at) = (file.kind, Timestamp::EPOCH);
            let size = u64::try_from(content.len()).unwrap_or(u64::MAX);
            let put = TrackFile { id: id.clone(), name, kind, size, modified_at, content_hash: None };
            self.with(|laid| {
                let files = laid.files.entry(track).or_default();
                files.retain(|other| other.id != id);
                files.push(put.clone());
                laid.contents.insert((track, id), content);
            });
            Ok(put)
        })
    }

    fn rename(&self, (track, _): Place, file: FileRef, name: FileName) -> BoxFuture<'_, Result<TrackFile, Error>> {
        let renamed = self.with(|laid| {
            let mut files = laid.files.get_mut(&track).into_iter().flatten();
            let found = files.find(|other| other.id == file).ok_or(Error::not_found(Noun::File))?;
            name.as_str().clone_into(&mut found.name);
            Ok(found.clone())
        });
        Box::pin(core::future::ready(renamed))
    }

    fn delete(&self, (track, _): Place, file: FileRef) -> BoxFuture<'_, Result<(), Error>> {
        self.with(|laid| laid.files.entry(track).or_default().retain(|other| other.id != file));
        Box::pin(core::future::ready(Ok(())))
    }

    fn receive(&self, file: Arriving, data: Box<dyn ByteStream>) -> BoxFuture<'_, Result<FileRef, Error>> {
        Box::pin(async move {
            let mut data = data;
            self.reachable(()).map_err(|setback| setback.error)?;
            let content = read_all(&mut *data, CONTENT_LIMIT).await.map_err(|_| Error::SourceUnavailable)?;
            if u64::try_from(content.len()).ok() != Some(file.size) {
                return Err(Error::invalid("content", "is not what it was said to be"));
            }
            let id = FileRef::new(format!("{} {}", file.under, file.number));
            self.with(|laid| laid.sent.insert(id.clone(), content));
            Ok(id)
        })
    }

    fn carry(&self, _: PersonId, sent: FileRef, (track, _): Place, file: NewFile) -> Work<'_, Option<TrackFile>> {
        let carried = self.reachable(()).map(|()| {
            self.with(|laid| {
                let content = laid.sent.remove(&sent)?;
                let size = u64::try_from(content.len()).unwrap_or(u64::MAX);
                let (name, kind, modified_at) = (file.name.as_str().to_owned(), file.kind, Timestamp::EPOCH);
                let put = TrackFile { id: sent.clone(), name, kind, size, modified_at, content_hash: None };
                laid.files.entry(track).or_default().push(put.clone());
                laid.contents.insert((track, sent), content);
                Some(put)
            })
        });
        Box::pin(core::future::ready(carried))
    }

    fn is_taken(&self, _: FolderPlace, _: usize, _: Option<Folder>) -> Work<'_, bool> {
        Box::pin(core::future::ready(self.reachable(false)))
    }

    // Files lie with their track here, wherever its folder is said to be.
    fn bring(&self, _: Folder, _: FolderPlace, _: Timestamp) -> Work<'_, ()> {
        Box::pin(core::future::ready(self.reachable(())))
    }

    fn bring_file(&self, _: FileRef, _: FolderPlace, _: FolderPlace) -> Work<'_, ()> {
        Box::pin(core::future::ready(self.reachable(())))
    }

    fn open(&self, (track, _): Place, file: FileRef, range: ByteRange) -> BoxFuture<'_, Result<Bytes, Error>> {
        let opened = self.with(|laid| {
            if laid.is_away {
                return Err(Error::SourceUnavailable);
            }
            let files = laid.files.get(&track).into_iter().flatten();
            let size = files.into_iter().find(|other| other.id == file).map(|file| file.size);
            let size = size.ok_or(Error::not_found(Noun::File))?;
            let outside = |_: FilesError| Error::invalid("range", "has no byte of the file");
            let range = range.within(size).map_err(outside)?;
            let (start, end) = (range.start, range.end);
            let [start, end] = [start, end].map(|at| usize::try_from(at).unwrap_or_default());
            let content = laid.contents.get(&(track, file)).and_then(|content| content.get(start..end));
            let data = content.map_or_else(|| vec![0; end.saturating_sub(start)], <[u8]>::to_vec);
            Ok((range, Whole::boxed(data)))
        });
        Box::pin(core::future::ready(opened))
    }
}
