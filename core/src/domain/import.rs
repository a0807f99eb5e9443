//! Imports: files sent to a person by somebody else, waiting to be put in order (IMP).
//!
//! 1. A person or an outsider sends up to 500 files to a person; until they are accepted, nothing in that person's library changes (IMP-1).
//! 2. On arrival each file is given a kind, by its folders first, then its name; likely tracks are suggested by title (IMP-2).
//! 3. Its recipient corrects, accepts into a new track or one that they may upload to, or dismisses; accepting twice gives the first result (IMP-3).
//! 4. A dismissed one can be sent again, once: as a new one (IMP-3).
//! 5. While it waits, its bytes come file by file into the recipient's file store, outside any track; once it is accepted they are carried into the track's folder. Sent again, they are where they were.
//! 6. Name and address of an outsider are kept beside the events, and erasing the recipient wipes them (PER-2).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::access::act;
use super::document::{Document, DocumentKey};
use super::draft::Draft;
use super::file::{FileKind, FileName, FilePath, kind_of};
use super::import_files::SentBefore;
use super::share_link::FileRef;
use super::slice::RowKey;
use super::text::Email;
use super::track::TrackEvent;
use crate::error::{Error, Noun};
use crate::event::Aggregate;
use crate::id::{GroupId, ImportId, PersonId, TrackId};
use crate::time::Timestamp;

/// The most files in one import (IMP-1).
pub const SENT_FILE_LIMIT: u32 = 500;

/// The most Unicode scalar values that a note may have.
pub const NOTE_LIMIT: u32 = 10_000;

/// Where an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: it decides what may be done with it")]
pub enum ImportState {
    /// It waits.
    Pending,
    /// It was accepted into a track.
    Accepted(TrackId),
    /// Its recipient said no.
    Dismissed,
    /// Its recipient was erased (PER-2).
    Ended,
}

/// A file that was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct SentFile {
    /// Its name.
    pub name: FileName,
    /// The folders that it came in.
    pub folder: FilePath,
    /// How many bytes it has, as its sender says.
    pub size: u64,
    /// What it is taken for.
    pub kind: FileKind,
}

impl SentFile {
    /// Takes a file that is sent, and guesses its kind: by the nearest folder that names one, then by its own name (IMP-2).
    ///
    /// # Errors
    /// `invalid_input` and `limit_exceeded` for `name`, and for a folder's `name` and `path`.
    pub fn arriving(name: &str, folder: Option<&str>, size: u64) -> Result<Self, Error> {
        let name: FileName = name.parse()?;
        let folder: FilePath = folder.map(str::parse).transpose()?.unwrap_or_default();
        let kind = Self::guess(&name, &folder);
        Ok(Self { name, folder, size, kind })
    }

    fn guess(name: &FileName, folder: &FilePath) -> FileKind {
        let said = folder.names().iter().rev().find_map(|folder| FileKind::of_folder(folder.as_str()));
        said.unwrap_or_else(|| kind_of(None, name.as_str()))
    }
}

/// What is sent, and what its sender says of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct Parcel {
    /// The files.
    pub files: Vec<SentFile>,
    /// What the sender writes.
    pub note: Option<String>,
    /// The track that the sender means, where it is one that they can view.
    pub track: Option<TrackId>,
    /// The track that the sender means, in words.
    pub track_name: Option<String>,
}

/// Who an outsider says they are: never part of an event, and nobody's claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct Contact {
    /// The name.
    pub name: String,
    /// The address.
    pub email: Email,
}

/// Files sent to a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct Import {
    /// The id.
    pub id: ImportId,
    /// To whom.
    pub to: PersonId,
    /// By whom, where it was a person.
    pub from: Option<PersonId>,
    /// By whom, where it was an outsider.
    pub contact: Option<Contact>,
    /// What was sent, with the kinds as they were corrected.
    pub parcel: Parcel,
    /// The track that its recipient has chosen for it.
    pub target: Option<TrackId>,
    /// When.
    pub submitted_at: Timestamp,
    /// Where it stands.
    pub state: ImportState,
    /// Whether it was sent again after it was dismissed.
    pub sent_again: bool,
    /// Whose bytes have come, by their place in the parcel, each with its id in the file store.
    pub arrived: BTreeMap<u32, FileRef>,
    /// Under which import's id the bytes lie: its own, or that as which they were first sent.
    pub kept_under: ImportId,
    /// Whether what had come is in the folder of the track that it was accepted into.
    pub carried: bool,
}

/// What has happened to an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a reader of history must meet every event")]
pub enum ImportEvent {
    /// It was sent.
    Submitted {
        /// By whom, where it was a person.
        from: Option<PersonId>,
        /// What.
        parcel: Parcel,
        /// What came of it before, where it was dismissed and is sent again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        before: Option<SentBefore>,
    },
    /// The bytes of a file have come.
    Arrived {
        /// The file's place in the parcel, counted from 0.
        number: u32,
        /// Its id in the recipient's file store.
        file: FileRef,
    },
    /// What had come was carried into the track's folder.
    Carried,
    /// Its recipient corrected what it is taken for.
    Corrected {
        /// The kinds of all files, in their order.
        kinds: Vec<FileKind>,
        /// The track chosen for it.
        target: Option<TrackId>,
    },
    /// It was accepted.
    Accepted {
        /// Into what.
        track: TrackId,
    },
    /// Its recipient said no.
    Dismissed,
    /// Its sender sent it again.
    SentAgain {
        /// As which.
        import: ImportId,
    },
    /// Its recipient was erased.
    Ended,
}

/// Where an import is accepted into.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: IMP-3 knows these two")]
pub enum Destination {
    /// A track that is there.
    Track(TrackId),
    /// A new track.
    New {
        /// Its title.
        title: String,
        /// The group that it is put into.
        group: Option<GroupId>,
    },
}

/// What to correct of an import; what is left out stays.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(clippy::exhaustive_structs, reason = "the input of `Draft::update_import`")]
pub struct Correction {
    /// Files by their place, counted from 0, with what they are.
    pub kinds: Vec<(usize, FileKind)>,
    /// The track chosen for it, or `Some(None)` for none.
    pub target: Option<Option<TrackId>>,
}

impl Import {
    /// Returns whether what has come of it is still to be carried into the folder of the track that it was accepted into.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        matches!(self.state, ImportState::Accepted(_)) && !self.carried && !self.arrived.is_empty()
    }

    /// Returns what the import is after an event; an outsider's name and address are kept beside the events.
    #[must_use]
    pub fn after(before: Option<Self>, to: PersonId, id: ImportId, event: &ImportEvent, at: Timestamp) -> Option<Self> {
        if let ImportEvent::Submitted { from, parcel, before } = event {
            let before = before.clone();
            let (kept_under, arrived) =
                before.map_or_else(|| (id, BTreeMap::new()), |before| (before.kept_under, before.arrived));
            return Some(Self {
                id,
                to,
                from: *from,
                contact: None,
                parcel: parcel.clone(),
                target: None,
                submitted_at: at,
                state: ImportState::Pending,
                sent_again: false,
                arrived,
                kept_under,
                carried: false,
            });
        }
        let mut import = before?;
        match event {
            ImportEvent::Submitted { .. } => {}
            ImportEvent::Corrected { kinds, target } => {
                import.parcel.files.iter_mut().zip(kinds).for_each(|(file, kind)| file.kind = *kind);
                import.target = *target;
            }
            ImportEvent::Accepted { track } => import.state = ImportState::Accepted(*track),
            ImportEvent::Arrived { number, file } => drop(import.arrived.insert(*number, file.clone())),
            ImportEvent::Carried => import.carried = true,
            ImportEvent::Dismissed => import.state = ImportState::Dismissed,
            ImportEvent::SentAgain { .. } => import.sent_again = true,
            // What became a track stays one.
            ImportEvent::Ended if matches!(import.state, ImportState::Accepted(_)) => {}
            ImportEvent::Ended => import.state = ImportState::Ended,
        }
        Some(import)
    }
}

impl Draft {
    /// Sends files from one person to another (IMP-1).
    ///
    /// # Errors
    /// `invalid_input{to}` to oneself; `not_found` for a sender or recipient who is not registered, and for a track that the sender cannot view.
    pub fn submit_import(&mut self, from: PersonId, to: PersonId, parcel: &Parcel) -> Result<ImportId, Error> {
        if from == to {
            return Err(Error::invalid("to", "is who sends"));
        }
        self.require_registered(from)?;
        self.require_registered(to)?;
        if let Some(track) = parcel.track {
            self.see(from, track.into())?;
        }
        Ok(self.record_submission(Some(from), to, parcel, None))
    }

    /// Sends files from an outsider to a person (IMP-1).
    ///
    /// # Errors
    /// `not_found` for a recipient who is not registered.
    pub fn receive_import(&mut self, contact: Contact, to: PersonId, parcel: &Parcel) -> Result<ImportId, Error> {
        self.require_registered(to)?;
        let id = self.record_submission(None, to, parcel, None);
        self.beside(DocumentKey::Import(to, id), |import| import.contact = Some(contact));
        Ok(id)
    }

    /// Sends a dismissed import again, as a new one (IMP-3); returns that one's key.
    ///
    /// It arrives as one that was never sent: the track meant is looked at again (IMP-1), and no correction of the recipient's goes with it (IMP-2).
    ///
    /// # Errors
    /// `not_found` for another's, for one that was not dismissed or was sent again before, and for the track meant where the sender cannot view it now.
    pub fn resubmit_import(&mut self, from: PersonId, id: ImportId) -> Result<DocumentKey, Error> {
        let missing = Error::not_found(Noun::Import);
        let sent = self.slice.import(id).filter(|import| import.from == Some(from)).ok_or(missing.clone())?.clone();
        if sent.state != ImportState::Dismissed || sent.sent_again {
            return Err(missing);
        }
        self.require_registered(from)?;
        if let Some(track) = sent.parcel.track {
            self.see(from, track.into())?;
        }
        let mut parcel = sent.parcel;
        parcel.files.iter_mut().for_each(|file| file.kind = SentFile::guess(&file.name, &file.folder));
        let before = SentBefore { kept_under: sent.kept_under, arrived: sent.arrived };
        let again = self.record_submission(Some(from), sent.to, &parcel, Some(before));
        let key = Aggregate::Document(DocumentKey::Import(sent.to, id));
        self.record(key, ImportEvent::SentAgain { import: again });
        Ok(DocumentKey::Import(sent.to, again))
    }

    /// Corrects what an import's files are, and which track it is for (IMP-2).
    ///
    /// # Errors
    /// `not_found` for another's or one that does not wait; `invalid_input{kinds}` for a file that it does not have; `not_found` for a track that the recipient cannot view.
    pub fn update_import(&mut self, actor: PersonId, id: ImportId, correction: &Correction) -> Result<(), Error> {
        let import = self.waiting_import(actor, id)?;
        let before: Vec<FileKind> = import.parcel.files.iter().map(|file| file.kind).collect();
        let mut kinds = before.clone();
        for (place, kind) in &correction.kinds {
            *kinds.get_mut(*place).ok_or(Error::invalid("kinds", "names a file that is not there"))? = *kind;
        }
        if let Some(Some(track)) = correction.target {
            self.see(actor, track.into())?;
        }
        let target = correction.target.unwrap_or(import.target);
        if kinds != before || target != import.target {
            self.record_on_import(actor, id, ImportEvent::Corrected { kinds, target });
        }
        Ok(())
    }

    /// Accepts an import into a track (IMP-3); one that was accepted before is left as it is.
    ///
    /// # Errors
    /// `not_found` for another's or one that does not wait; into a track that is there, `not_found` and `access_denied{action: edit_files}`; into a new one, as [`Draft::create_track`].
    pub fn accept_import(&mut self, actor: PersonId, id: ImportId, into: &Destination) -> Result<TrackId, Error> {
        if let ImportState::Accepted(track) = self.own_import(actor, id)?.state {
            return Ok(track);
        }
        let import = self.waiting_import(actor, id)?;
        let track = match into {
            Destination::Track(track) => {
                self.allow::<act::EditFiles>(actor, (*track).into())?;
                *track
            }
            Destination::New { title, group } => self.create_track(actor, title, *group)?,
        };
        self.record_on_import(actor, id, ImportEvent::Accepted { track });
        let files = u32::try_from(import.parcel.files.len()).unwrap_or(u32::MAX);
        self.record(Aggregate::Track(track), TrackEvent::Imported { import: id, person: import.from, files });
        Ok(track)
    }

    /// Dismisses an import (IMP-3).
    ///
    /// # Errors
    /// `not_found` for another's or one that does not wait.
    pub fn dismiss_import(&mut self, actor: PersonId, id: ImportId) -> Result<(), Error> {
        self.waiting_import(actor, id)?;
        self.record_on_import(actor, id, ImportEvent::Dismissed);
        Ok(())
    }

    /// Ends what was sent to somebody who is being erased, and wipes what senders wrote and who outsiders said they are (PER-2).
    pub(crate) fn end_imports(&mut self, person: PersonId) {
        let theirs = self.slice.documents.keys().copied();
        let theirs: Vec<DocumentKey> =
            theirs.filter(|key| matches!(key, DocumentKey::Import(to, _) if *to == person)).collect();
        for key in theirs {
            self.record(Aggregate::Document(key), ImportEvent::Ended);
            self.beside(key, |import| {
                (import.contact, import.parcel.note, import.parcel.track_name) = (None, None, None)
            });
        }
    }

    pub(super) fn own_import(&self, actor: PersonId, id: ImportId) -> Result<&Import, Error> {
        match self.slice.documents.get(&DocumentKey::Import(actor, id)) {
            Some(Document::Import(import)) => Ok(import),
            _ => Err(Error::not_found(Noun::Import)),
        }
    }

    fn waiting_import(&self, actor: PersonId, id: ImportId) -> Result<Import, Error> {
        let import = self.own_import(actor, id)?;
        let waits = import.state == ImportState::Pending;
        if waits { Ok(import.clone()) } else { Err(Error::not_found(Noun::Import)) }
    }

    fn record_submission(
        &mut self,
        from: Option<PersonId>,
        to: PersonId,
        parcel: &Parcel,
        before: Option<SentBefore>,
    ) -> ImportId {
        let id = ImportId::from_uuid(self.new_id(to.shard()));
        let mut parcel = parcel.clone();
        let words = (parcel.note.take(), parcel.track_name.take());
        self.record_on_import(to, id, ImportEvent::Submitted { from, parcel, before });
        self.beside(DocumentKey::Import(to, id), |import| (import.parcel.note, import.parcel.track_name) = words);
        id
    }

    pub(super) fn record_on_import(&mut self, to: PersonId, id: ImportId, event: ImportEvent) {
        self.record(Aggregate::Document(DocumentKey::Import(to, id)), event);
    }

    /// Changes what of an import stands beside its events.
    fn beside(&mut self, key: DocumentKey, change: impl FnOnce(&mut Import)) {
        if let Some(Document::Import(import)) = self.slice.documents.get_mut(&key) {
            change(import);
            self.touched.insert(RowKey::Document(key));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_comes_from_the_nearest_folder_that_names_one_then_from_the_name() {
        let table: &[(&str, Option<&str>, FileKind)] = &[
            ("kick.wav", Some("Night/Stems"), FileKind::Stem),
            ("lead vocal.wav", Some("Stems/Takes"), FileKind::Stem),
            ("lead vocal.wav", Some("Bounces/Vocals"), FileKind::Vocal),
            ("lead vocal.wav", Some("for Olivia"), FileKind::Vocal),
            ("Night.als", None, FileKind::ProjectFile),
            ("Night.txt", None, FileKind::Other),
        ];
        for (name, folder, kind) in table {
            assert_eq!(SentFile::arriving(name, *folder, 1).unwrap().kind, *kind, "{folder:?} {name}");
        }
        assert_eq!(SentFile::arriving("../x.wav", None, 1).unwrap_err().code(), "invalid_input");
        assert_eq!(SentFile::arriving("x.wav", Some("../y"), 1).unwrap_err().code(), "invalid_input");
    }
}
