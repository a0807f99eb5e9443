//! The bytes of imports: while one waits they come outside any track, then they are carried into its track's folder (IMP-1, IMP-3).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::document::{Document, DocumentKey};
use super::draft::Draft;
use super::folder::FolderEvent;
use super::import::{Import, ImportEvent, ImportState, SentFile};
use super::known_files::KnownFile;
use super::share_link::FileRef;
use super::slice::Slice;
use crate::error::{Error, Noun};
use crate::event::Aggregate;
use crate::id::{ImportId, PersonId};

/// What came of files the first time they were sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "part of events, which readers must know whole")]
pub struct SentBefore {
    /// Under which import's id the bytes lie.
    pub kept_under: ImportId,
    /// Whose bytes have come.
    pub arrived: BTreeMap<u32, FileRef>,
}

impl Slice {
    /// Returns an import by its id alone.
    #[must_use]
    pub fn import(&self, id: ImportId) -> Option<&Import> {
        self.documents.values().find_map(|document| match document {
            Document::Import(import) if import.id == id => Some(import),
            _ => None,
        })
    }

    /// Returns a file whose bytes its sender may send now: a person, or nobody in particular for an outsider's.
    ///
    /// # Errors
    /// `not_found` for what somebody else sent, and what does not wait; `invalid_input{number}` for a file that it does not have.
    pub fn sent_file(&self, from: Option<PersonId>, id: ImportId, number: u32) -> Result<(&Import, &SentFile), Error> {
        let may = |import: &&Import| import.from == from && import.state == ImportState::Pending;
        let import = self.import(id).filter(may).ok_or(Error::not_found(Noun::Import))?;
        let place = usize::try_from(number).unwrap_or(usize::MAX);
        let file = import.parcel.files.get(place).ok_or(Error::invalid("number", "is no file of the import"))?;
        Ok((import, file))
    }
}

impl Draft {
    /// Records that the bytes of a file have come (IMP-1).
    ///
    /// # Errors
    /// As [`Slice::sent_file`].
    pub fn file_arrived(
        &mut self,
        from: Option<PersonId>,
        id: ImportId,
        number: u32,
        file: FileRef,
    ) -> Result<DocumentKey, Error> {
        let to = self.slice.sent_file(from, id, number)?.0.to;
        self.record_on_import(to, id, ImportEvent::Arrived { number, file });
        Ok(DocumentKey::Import(to, id))
    }

    /// Records that what had come of an accepted import is in its track's folder, file by file (IMP-3, FIL-5).
    ///
    /// # Errors
    /// `conflict` where it is not an accepted import whose files wait to be carried.
    pub fn carry_import(&mut self, to: PersonId, id: ImportId, files: Vec<KnownFile>) -> Result<(), Error> {
        let import = self.own_import(to, id)?;
        let ImportState::Accepted(track) = import.state else { return Err(Error::Conflict) };
        if import.carried {
            return Err(Error::Conflict);
        }
        for file in &files {
            self.record(Aggregate::Document(DocumentKey::Folder(track)), FolderEvent::FileCarried(file.told()));
        }
        self.note_files(track, files, Vec::new(), None);
        self.record_on_import(to, id, ImportEvent::Carried);
        Ok(())
    }
}
