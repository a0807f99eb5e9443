use super::{Reader, Rows, StoreError};
use crate::domain::document::{Document, DocumentKey};
use crate::id::{PersonId, TrackId};

impl<R: Rows> Reader<'_, R> {
    /// Reads a person's page with the details of the tracks on it.
    pub(super) fn page(&mut self, person: PersonId) -> Result<(), StoreError> {
        let key = DocumentKey::Page(person);
        self.document(key)?;
        let tracks: Vec<TrackId> = match self.loaded.slice.documents.get(&key) {
            Some(Document::Page(page)) => page.tracks().collect(),
            _ => Vec::new(),
        };
        tracks.into_iter().try_for_each(|track| self.details(track.into()))
    }

    /// Reads the page of whoever owns a track.
    pub(super) fn page_of_owner(&mut self, track: TrackId) -> Result<(), StoreError> {
        self.details(track.into())?;
        match self.loaded.slice.tracks.get(&track).map(|track| track.owner) {
            Some(owner) => self.document(DocumentKey::Page(owner)),
            None => Ok(()),
        }
    }
}
