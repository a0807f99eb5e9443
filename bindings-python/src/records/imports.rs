//! Files that were sent.

use cowrite::Error;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;

use super::InboxEntry;
use crate::argument::{Argument, Text, Whole, instances};
use crate::error::raised;
use crate::page::{Paged, pages};
use crate::record::record;
use crate::shown::Shown;

record! {
    /// An import as its recipient sees it, and its sender but for the track.
    Import = cowrite::ImportView {
        /// The id.
        id: cowrite::ImportId,
        /// To whom.
        to: cowrite::PersonId,
        /// By whom, where it was a person.
        from as "from_": Option<cowrite::PersonId>,
        /// What they are called, or an outsider calls themselves.
        from_name: Option<String>,
        /// The address that an outsider gave, which nobody has checked.
        from_email: Option<cowrite::Email>,
        /// What the sender wrote.
        note: Option<String>,
        /// The track that the sender meant.
        meant_track: Option<cowrite::TrackId>,
        /// The track that the sender meant, in words.
        meant_name: Option<String>,
        /// The files.
        files: Vec<cowrite::SentFileView>,
        /// Whether what had come when it was accepted is in the track's folder.
        carried: bool,
        /// The track it was accepted into, or while it waits the one chosen for it; the sender is not told.
        track: Option<cowrite::TrackId>,
        /// When it was sent.
        submitted_at: cowrite::Timestamp,
        /// Where it stands.
        state: cowrite::ImportStatus,
    }

    /// A file of an import.
    SentFile = cowrite::SentFileView {
        /// Its name.
        name: cowrite::domain::file::FileName,
        /// The folders that it came in.
        folder: cowrite::domain::file::FilePath,
        /// How many bytes it has, as its sender says.
        size: u64,
        /// What it is taken for.
        kind: cowrite::FileKind,
        /// Whether its bytes have come.
        arrived: bool,
    }

    /// An import with the tracks that it may be meant for.
    ImportDetail = cowrite::ImportDetail {
        /// The import.
        import as "import_": cowrite::ImportView,
        /// Tracks that its recipient may upload to, likeliest first; none for its sender.
        suggestions: Vec<cowrite::Suggestion>,
    }

    /// A track that an import may be meant for (IMP-2).
    Suggestion = cowrite::Suggestion {
        /// Which track.
        track: cowrite::TrackId,
        /// Its title.
        title: String,
        /// How like it is, in percent.
        likeness: u32,
    }

    /// A page of imports and invitations, newest first.
    ///
    /// Iterating goes on over all pages after it: with `for`, or where the call was awaited with `async for`.
    ImportsPage = Paged<cowrite::ImportsPage> {
        /// The entries: each an `Import`, or the `InboxEntry` of an invitation that waits.
        entries: Vec<cowrite::ImportEntry>,
        /// The cursor for the next page; none at the end.
        next: Option<String>,
    }

    /// A file to be sent; what it is taken for is guessed from its folders and its name (IMP-2).
    NewFile = OutgoingFile {
        /// Its name.
        name: String,
        /// How many bytes it has.
        size: u64,
        /// The folders that it comes in, with `/` between them.
        folder: Option<String>,
    }
}

pages! {
    ImportsPage, entries: cowrite::ImportEntry;
}

/// A file to be sent, as the host says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OutgoingFile {
    pub(crate) name: String,
    pub(crate) size: u64,
    pub(crate) folder: Option<String>,
}

#[pymethods]
impl NewFile {
    #[new]
    #[pyo3(signature = (name, *, size, folder=None))]
    fn new(name: Text, size: Whole<u64>, folder: Option<Text>) -> PyResult<Self> {
        let read = || {
            let (name, size) = (name.value("name")?, size.value("size")?);
            Ok(OutgoingFile { name, size, folder: folder.value("path")? })
        };
        read().map(Self::of).map_err(|error: Error| raised(&error))
    }
}

/// Files that were sent, or an invitation.
#[derive(IntoPyObject)]
pub(crate) enum Waiting {
    Import(Py<Import>),
    Invitation(Py<InboxEntry>),
}

impl Shown for cowrite::ImportEntry {
    type Python = Waiting;
    type Kept = ();

    fn shown(&self, py: Python<'_>, (): &()) -> PyResult<Waiting> {
        self.clone().given(py)
    }

    fn given(self, py: Python<'_>) -> PyResult<Waiting> {
        match self {
            Self::Import(import) => import.given(py).map(Waiting::Import),
            Self::Invitation(invitation) => invitation.given(py).map(Waiting::Invitation),
            _ => Err(PyRuntimeError::new_err("an entry that this package does not know")),
        }
    }
}

instances! {
    NewFile => OutgoingFile, |file| file.held.clone();
}
