//! What visitors of a link are shown and given.

use crate::crosses::record;

record! {
    /// What a link opens, as a visitor sees it.
    OpenedLink = cowrite::OpenedLink {
        /// The track's title, or what the playlist is called.
        name: String,
        /// Who shares it.
        by_name: Option<String>,
        /// A playlist's cover.
        cover: Option<String>,
        /// Whether a review is asked for (LNK-11).
        asks_review: bool,
        /// The tracks, in the owner's order.
        tracks: Vec<cowrite::OpenedTrack>,
    }

    /// A track that a visitor sees.
    OpenedTrack = cowrite::OpenedTrack {
        /// The id.
        track: cowrite::TrackId,
        /// The title.
        title: String,
        /// Beats per minute.
        bpm: Option<cowrite::Bpm>,
        /// The musical key.
        key: Option<String>,
        /// Its files as they are now, by name; a bot sees none.
        files: Vec<cowrite::OpenedFile>,
        /// The id of the file that is played before anything is chosen (LNK-6).
        preview: Option<cowrite::FileRef>,
    }

    /// A file that a visitor sees.
    OpenedFile = cowrite::OpenedFile {
        /// The id.
        id: cowrite::FileRef,
        /// The name.
        name: String,
        /// The kind.
        kind: cowrite::FileKind,
        /// How many bytes.
        size: u64,
        /// When its content last changed.
        modified_at: cowrite::Timestamp,
        /// Whether it can be played.
        can_play: bool,
        /// Whether it can be downloaded.
        can_download: bool,
    }

    /// A file that a visitor gets.
    GivenFile = cowrite::GivenFile {
        /// Of which track.
        track: cowrite::TrackId,
        /// The file's id.
        file: cowrite::FileRef,
        /// Its name.
        name: String,
        /// Its kind.
        kind: cowrite::FileKind,
        /// What ``Workspace/redeem(_:range:)`` takes for the bytes: ``Secret/text`` is its text, for an address.
        ticket: cowrite::Ticket,
    }

    /// A review that was given.
    Reviewed = cowrite::Reviewed {
        /// The id.
        review: cowrite::ItemId,
        /// What was said.
        verdict: cowrite::Verdict,
    }
}
