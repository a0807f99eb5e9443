//! Files of tracks.

use crate::record::record;

record! {
    /// A file of a track.
    File = cowrite::FileView {
        /// The id, through renames and, where the file store can tell, new content.
        id: cowrite::FileRef,
        /// The name.
        name: String,
        /// The kind, by the folder that it lies in (FIL-1).
        kind: cowrite::FileKind,
        /// How many bytes.
        size: u64,
        /// When its content last changed.
        modified_at: cowrite::Timestamp,
        /// The hash of its content, where the store knows it without reading: 64 hexadecimal digits.
        content_hash: Option<cowrite::ports::files::ContentHash>,
    }

    /// The files of a track as they are now.
    TrackFiles = cowrite::TrackFilesView {
        /// Which track.
        track: cowrite::TrackId,
        /// The files, by kind and name.
        files: Vec<cowrite::FileView>,
        /// The id of the file that is played before anything is chosen (LNK-6).
        preview: Option<cowrite::FileRef>,
        /// Whether the files still lie with a former owner (FIL-5).
        transfer_pending: bool,
    }

    /// A ticket for a file.
    FileTicket = cowrite::FileTicket {
        /// Of which track.
        track: cowrite::TrackId,
        /// The file's id.
        file: cowrite::FileRef,
        /// Its name.
        name: String,
        /// Its kind.
        kind: cowrite::FileKind,
        /// What `Workspace.redeem` takes for the bytes: `ticket.reveal()` is its text, for an address.
        ticket: cowrite::Ticket,
    }

    /// What was done to a file.
    FileChanged = cowrite::FileChanged {
        /// Of which track.
        track: cowrite::TrackId,
        /// The file's id; `null` in a dry run of an upload, which makes none.
        file: Option<cowrite::FileRef>,
        /// Its name now, or what it was called.
        name: String,
        /// Its kind.
        kind: cowrite::FileKind,
    }

    /// What taking a track down or restoring it did.
    Takedown = cowrite::TakedownView {
        /// Which track.
        track: cowrite::TrackId,
        /// Whether it is there now.
        condition: cowrite::Condition,
    }
}
