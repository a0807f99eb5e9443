//! What is given and shown of imports (IMP).

use core::str::FromStr;

use serde::{Deserialize, Serialize};

use super::invitations::InboxEntry;
use super::views::name_of;
use crate::domain::document::{Document, DocumentKey};
use crate::domain::file::{FileKind, FileName, FilePath};
use crate::domain::import::{
    Correction, Destination, Import, ImportState, NOTE_LIMIT, Parcel, SENT_FILE_LIMIT, SentFile,
};
use crate::domain::slice::Slice;
use crate::domain::text::{Email, NAME_LIMIT, prose, tidy};
use crate::error::{Error, Noun};
use crate::id::{GroupId, ImportId, PersonId, TrackId};
use crate::time::Timestamp;

/// Where an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ImportStatus {
    /// It waits.
    Pending,
    /// It was accepted.
    Accepted,
    /// Its recipient said no.
    Dismissed,
    /// Its recipient was erased.
    Ended,
}

impl FromStr for ImportStatus {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        match text {
            "pending" => Ok(Self::Pending),
            "accepted" => Ok(Self::Accepted),
            "dismissed" => Ok(Self::Dismissed),
            "ended" => Ok(Self::Ended),
            _ => Err(Error::invalid("state", "is not where an import can stand")),
        }
    }
}

/// A file of an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SentFileView {
    /// Its name.
    pub name: FileName,
    /// The folders that it came in.
    pub folder: FilePath,
    /// How many bytes it has, as its sender says.
    pub size: u64,
    /// What it is taken for.
    pub kind: FileKind,
    /// Whether its bytes have come.
    pub arrived: bool,
}

impl SentFileView {
    fn of(import: &Import, number: u32, file: SentFile) -> Self {
        let SentFile { name, folder, size, kind } = file;
        Self { name, folder, size, kind, arrived: import.arrived.contains_key(&number) }
    }
}

/// An import as its recipient sees it, and its sender but for the track.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ImportView {
    /// The id.
    pub id: ImportId,
    /// To whom.
    pub to: PersonId,
    /// By whom, where it was a person.
    pub from: Option<PersonId>,
    /// What they are called, or an outsider calls themselves.
    pub from_name: Option<String>,
    /// The address that an outsider gave, which nobody has checked.
    pub from_email: Option<Email>,
    /// What the sender wrote.
    pub note: Option<String>,
    /// The track that the sender meant.
    pub meant_track: Option<TrackId>,
    /// The track that the sender meant, in words.
    pub meant_name: Option<String>,
    /// The files.
    pub files: Vec<SentFileView>,
    /// Whether what had come when it was accepted is in the track's folder.
    pub carried: bool,
    /// The track it was accepted into, or while it waits the one chosen for it; the sender is not told.
    pub track: Option<TrackId>,
    /// When it was sent.
    pub submitted_at: Timestamp,
    /// Where it stands.
    pub state: ImportStatus,
}

impl ImportView {
    /// What people are called and have written, which is kept with the import alone, so that erasing takes it away (PER-2).
    pub(crate) const WORDS: &[&str] = &["from_name", "from_email", "note", "meant_name"];

    /// Puts back what of a kept outcome was left out, as it is by now with the import that this is or was made from.
    pub(crate) fn with_words_of(self, slice: &Slice, import: ImportId) -> Self {
        let found = slice.documents.values().find_map(|document| match document {
            Document::Import(found) if found.id == import => Some(Self::shown(slice, found, None)),
            _ => None,
        });
        match found {
            Some(Self { from_name, from_email, note, meant_name, .. }) => {
                Self { from_name, from_email, note, meant_name, ..self }
            }
            None => self,
        }
    }

    pub(crate) fn of(slice: &Slice, key: DocumentKey, viewer: Option<PersonId>) -> Result<Self, Error> {
        let Some(Document::Import(import)) = slice.documents.get(&key) else {
            return Err(Error::not_found(Noun::Import));
        };
        Ok(Self::shown(slice, import, viewer))
    }

    pub(crate) fn shown(slice: &Slice, import: &Import, viewer: Option<PersonId>) -> Self {
        let Parcel { files, note, track: meant_track, track_name } = import.parcel.clone();
        let (state, accepted) = match import.state {
            ImportState::Pending => (ImportStatus::Pending, None),
            ImportState::Accepted(track) => (ImportStatus::Accepted, Some(track)),
            ImportState::Dismissed => (ImportStatus::Dismissed, None),
            ImportState::Ended => (ImportStatus::Ended, None),
        };
        let contact = import.contact.clone();
        let from_name = import.from.and_then(|from| name_of(slice, from));
        Self {
            id: import.id,
            to: import.to,
            from: import.from,
            from_name: from_name.or_else(|| contact.as_ref().map(|contact| contact.name.clone())),
            from_email: contact.map(|contact| contact.email),
            note,
            meant_track,
            meant_name: track_name,
            files: (0..).zip(files).map(|(number, file)| SentFileView::of(import, number, file)).collect(),
            carried: import.carried,
            track: accepted.or(import.target).filter(|_| viewer == Some(import.to)),
            submitted_at: import.submitted_at,
            state,
        }
    }
}

/// A track that an import may be meant for (IMP-2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Suggestion {
    /// Which track.
    pub track: TrackId,
    /// Its title.
    pub title: String,
    /// How like it is, in percent.
    pub likeness: u32,
}

/// An import with the tracks that it may be meant for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ImportDetail {
    /// The import.
    pub import: ImportView,
    /// Tracks that its recipient may upload to, likeliest first; none for its sender.
    pub suggestions: Vec<Suggestion>,
}

/// Something that waits or has waited for the actor: files that were sent, or an invitation (IMP-4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ImportEntry {
    /// Files that were sent.
    Import(ImportView),
    /// An invitation that waits for an answer.
    Invitation(InboxEntry),
}

/// A page of imports and invitations, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ImportsPage {
    /// The entries.
    pub entries: Vec<ImportEntry>,
    /// The cursor for the next page; none at the end.
    pub next: Option<String>,
}

/// Which imports to list; an invitation is one that waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
#[must_use]
pub struct ImportFilter {
    /// Only what stands there.
    pub state: Option<ImportStatus>,
    /// Only what this person sent.
    pub from: Option<PersonId>,
}

impl ImportFilter {
    /// Lists everything.
    pub fn all() -> Self {
        Self::default()
    }

    /// Lists only what stands there.
    pub const fn state(mut self, state: ImportStatus) -> Self {
        self.state = Some(state);
        self
    }

    /// Lists only what this person sent.
    pub const fn from(mut self, person: PersonId) -> Self {
        self.from = Some(person);
        self
    }

    pub(crate) fn lists(self, entry: &ImportEntry) -> bool {
        let (state, from) = match entry {
            ImportEntry::Import(import) => (import.state, import.from),
            ImportEntry::Invitation(invitation) => (ImportStatus::Pending, Some(invitation.by)),
        };
        self.state.is_none_or(|wanted| wanted == state) && self.from.is_none_or(|wanted| Some(wanted) == from)
    }
}

/// Files to send, and what to say of them.
///
/// # Example: stems in a folder, for a track that is named
///
/// ```
/// use cowrite::NewImport;
///
/// let import = NewImport::new().file("kick.wav", Some("Stems"), 9_400_000).note("Take 3").track_name("Encore");
/// # let _ = import;
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[must_use]
pub struct NewImport {
    files: Vec<(String, Option<String>, u64)>,
    note: Option<String>,
    track: Option<TrackId>,
    track_name: Option<String>,
}

impl NewImport {
    /// Sends nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file by its name, the folders it comes in (with `/` between them), and its size in bytes.
    pub fn file(mut self, name: impl Into<String>, folder: Option<&str>, size: u64) -> Self {
        self.files.push((name.into(), folder.map(ToOwned::to_owned), size));
        self
    }

    /// Adds a note of up to 10,000 characters.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// Says which track is meant: one that the sender can view.
    pub const fn track(mut self, track: TrackId) -> Self {
        self.track = Some(track);
        self
    }

    /// Says in words which track is meant.
    pub fn track_name(mut self, name: impl Into<String>) -> Self {
        self.track_name = Some(name.into());
        self
    }

    pub(crate) fn parcel(&self) -> Result<Parcel, Error> {
        if self.files.is_empty() {
            return Err(Error::invalid("files", "is empty"));
        }
        if u32::try_from(self.files.len()).is_ok_and(|count| count > SENT_FILE_LIMIT) {
            return Err(Error::LimitExceeded { field: "files", limit: SENT_FILE_LIMIT });
        }
        let files = self.files.iter().map(|(name, folder, size)| SentFile::arriving(name, folder.as_deref(), *size));
        Ok(Parcel {
            files: files.collect::<Result<_, _>>()?,
            note: self.note.as_deref().map(|note| prose("note", note, NOTE_LIMIT)).transpose()?,
            track: self.track,
            track_name: self.track_name.as_deref().map(|name| tidy("track_name", name, NAME_LIMIT)).transpose()?,
        })
    }
}

/// What to correct of an import; what is left out stays.
///
/// # Example: the first file is a vocal
///
/// ```
/// use cowrite::{FileKind, ImportUpdate};
///
/// let update = ImportUpdate::new().kind(0, FileKind::Vocal);
/// # let _ = update;
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[must_use]
pub struct ImportUpdate(pub(super) Correction);

impl ImportUpdate {
    /// Corrects nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Says what a file is, by its place in the import, counted from 0.
    pub fn kind(mut self, file: usize, kind: FileKind) -> Self {
        self.0.kinds.push((file, kind));
        self
    }

    /// Chooses a track for it, or none.
    pub const fn track(mut self, track: Option<TrackId>) -> Self {
        self.0.target = Some(track);
        self
    }
}

/// Where to accept an import into: a track that is there, or a new one.
///
/// # Example: a new track
///
/// ```
/// let into = cowrite::ImportInto::new_track("Encore");
/// # let _ = into;
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct ImportInto(Destination);

impl ImportInto {
    /// A track on which the recipient is editor or above then.
    pub const fn track(track: TrackId) -> Self {
        Self(Destination::Track(track))
    }

    /// A new track of the recipient's.
    pub fn new_track(title: impl Into<String>) -> Self {
        Self(Destination::New { title: title.into(), group: None })
    }

    /// Puts a new track into a group; a track that is there stays where it is.
    pub fn in_group(mut self, into: impl Into<Option<GroupId>>) -> Self {
        if let Destination::New { group, .. } = &mut self.0 {
            *group = into.into();
        }
        self
    }

    pub(crate) fn tidied(&self) -> Result<Destination, Error> {
        Ok(match &self.0 {
            Destination::New { title, group } => {
                Destination::New { title: tidy("title", title, NAME_LIMIT)?, group: *group }
            }
            Destination::Track(track) => Destination::Track(*track),
        })
    }
}

impl From<TrackId> for ImportInto {
    fn from(track: TrackId) -> Self {
        Self::track(track)
    }
}
