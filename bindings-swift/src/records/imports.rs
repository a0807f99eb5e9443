//! Files that were sent.

use crate::crosses::record;

record! {
    /// An import as its recipient sees it, and its sender but for the track.
    Import = cowrite::ImportView {
        /// The id.
        id: cowrite::ImportId,
        /// To whom.
        to: cowrite::PersonId,
        /// By whom, where it was a person.
        from: Option<cowrite::PersonId>,
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
        import: cowrite::ImportView,
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
    ImportsPage = cowrite::ImportsPage {
        /// The entries: each an `Import`, or the `InboxEntry` of an invitation that waits.
        entries: Vec<cowrite::ImportEntry>,
        /// The cursor for the next page; none at the end.
        next: Option<String>,
    }
}
