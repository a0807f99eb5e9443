use uuid::Uuid;

use super::{Find, Reader, Row, Rows, StoreError, Stored};
use crate::domain::document::{Document, DocumentKey, DocumentKind};
use crate::domain::item::Counter;
use crate::domain::slice::RowKey;
use crate::domain::track::Track;
use crate::event::Aggregate;
use crate::id::{GroupId, ImportId, PersonId, Scope, TrackId};

impl<R: Rows> Reader<'_, R> {
    /// Reads a document, once.
    pub(super) fn document(&mut self, key: DocumentKey) -> Result<(), StoreError> {
        if self.loaded.slice.versions.contains_key(&Aggregate::Document(key)) {
            return Ok(());
        }
        match self.rows.get(RowKey::Document(key))? {
            Some(stored) => drop(self.take_document(stored)),
            None => drop(self.loaded.slice.versions.insert(Aggregate::Document(key), 0)),
        }
        Ok(())
    }

    pub(super) fn folders(&mut self, scope: Scope) -> Result<(), StoreError> {
        let tracks = match scope {
            Scope::Track(id) => vec![id],
            Scope::Group(group) => self.tracks_below(group)?,
        };
        for track in tracks {
            self.way_up(track.into())?;
            self.document(DocumentKey::Folder(track))?;
        }
        Ok(())
    }

    fn tracks_below(&mut self, group: GroupId) -> Result<Vec<TrackId>, StoreError> {
        let mut tracks = Vec::new();
        for inner in self.groups_below(group)? {
            for stored in self.rows.find(&Find::TracksIn(inner))? {
                let Row::Track(Track { id, .. }) = stored.row else { continue };
                tracks.push(id);
                self.take_details(Aggregate::Track(id), Some(stored));
            }
        }
        Ok(tracks)
    }

    pub(super) fn take_document(&mut self, stored: Stored) -> Option<DocumentKey> {
        let Row::Document(document) = stored.row else {
            return None;
        };
        let key = document.key();
        let slice = &mut self.loaded.slice;
        slice.versions.insert(Aggregate::Document(key), stored.version);
        slice.documents.insert(key, document);
        Some(key)
    }

    pub(super) fn document_walk(
        &mut self,
        kind: DocumentKind,
        id: Uuid,
        people: &[PersonId],
    ) -> Result<(), StoreError> {
        let found = self.rows.document(kind, id)?;
        match found.and_then(|stored| self.take_document(stored)).and_then(DocumentKey::track) {
            Some(track) => self.walk(track.into(), people),
            None => Ok(()),
        }
    }

    /// Reads an import, and as a walk of a person the track that its sender meant.
    pub(super) fn meant(&mut self, import: ImportId, person: PersonId) -> Result<(), StoreError> {
        let Some(stored) = self.rows.document(DocumentKind::Import, import.uuid())? else { return Ok(()) };
        let meant = match &stored.row {
            Row::Document(Document::Import(import)) => import.parcel.track,
            _ => None,
        };
        self.take_document(stored);
        meant.map_or(Ok(()), |track| self.walk(track.into(), &[person]))
    }

    pub(super) fn documents(&mut self, find: &Find) -> Result<(), StoreError> {
        for stored in self.rows.find(find)? {
            self.take_document(stored);
        }
        Ok(())
    }

    pub(super) fn documents_page(&mut self, find: &Find, after: Option<&[u8]>, limit: u32) -> Result<(), StoreError> {
        for (place, stored) in self.rows.page(find, after, limit)? {
            if let Some(key) = self.take_document(stored) {
                self.loaded.page.push((place, key));
            }
        }
        Ok(())
    }

    pub(super) fn counter(&mut self, counter: &Counter) -> Result<(), StoreError> {
        let count = self.rows.counter(counter)?;
        self.loaded.slice.counters.insert(counter.clone(), count);
        Ok(())
    }
}
