use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::domain::file::FileName;
use crate::domain::share_link::FileRef;
use crate::error::{Error, Noun};
use crate::id::TrackId;
use crate::ports::files::{ByteRange, ByteStream, FilesError, Whole};
use crate::ports::{BoxFuture, Bytes, FilesOfTracks, NewFile, Place, TrackFile, TrackFiles};
use crate::time::Timestamp;

/// Files of tracks that a test lays out, and can make unreachable.
///
/// Clones are the same shelf.
#[derive(Debug, Clone, Default)]
pub struct Shelf(Arc<Mutex<Laid>>);

#[derive(Debug, Default)]
struct Laid {
    files: BTreeMap<TrackId, Vec<TrackFile>>,
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

    /// Makes all files unreachable, or reachable again.
    pub fn set_away(&self, is_away: bool) {
        self.with(|laid| laid.is_away = is_away);
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
        drop(data);
        let (id, name) = (FileRef::new(file.name.as_str()), file.name.as_str().to_owned());
        let modified_at = Timestamp::EPOCH;
        let put = TrackFile { id, name, kind: file.kind, size: 1, modified_at, content_hash: None };
        self.with(|laid| laid.files.entry(track).or_default().push(put.clone()));
        Box::pin(core::future::ready(Ok(put)))
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
            let count = usize::try_from(range.end.saturating_sub(range.start)).unwrap_or_default();
            Ok((range, Whole::boxed(vec![0; count])))
        });
        Box::pin(core::future::ready(opened))
    }
}
