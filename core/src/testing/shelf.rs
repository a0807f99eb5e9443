use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::domain::file::FileKind;
use crate::domain::folder::Folder;
use crate::domain::share_link::FileRef;
use crate::error::Error;
use crate::id::TrackId;
use crate::ports::{BoxFuture, FilesOfTracks, TrackFile, TrackFiles};
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

    /// Gives a track one file, of one byte that has never changed.
    pub fn lay_one(&self, track: TrackId, id: &str, name: &str, kind: FileKind) {
        let (id, name) = (FileRef::new(id), name.to_owned());
        self.lay(track, vec![TrackFile { id, name, kind, size: 1, modified_at: Timestamp::EPOCH }]);
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
    fn list(&self, tracks: Vec<(TrackId, Option<Folder>)>) -> BoxFuture<'_, Result<FilesOfTracks, Error>> {
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
}
