//! Share links and playlist shares, as their owners see them.

use std::collections::BTreeSet;

use crate::crosses::record;

record! {
    /// A share link or a playlist share, as its owner sees it.
    SharedLink = cowrite::LinkView {
        /// The id; not the secret.
        id: cowrite::LinkId,
        /// The track that it opens, where it is a share link.
        track: Option<cowrite::TrackId>,
        /// What it opens, where it is a playlist share.
        playlist: Option<cowrite::PlaylistView>,
        /// What it is now.
        state: cowrite::LinkState,
        /// Whether the operator took it down (OPS-1).
        taken_down: bool,
        /// The kinds of files that may be downloaded, in the order of `FileKind`.
        downloads: BTreeSet<cowrite::FileKind>,
        /// Whether what may be heard is played.
        stream: bool,
        /// From when on it opens.
        not_before: Option<cowrite::Timestamp>,
        /// From when on it does not open any more.
        expires_at: Option<cowrite::Timestamp>,
        /// Whether it asks for a password.
        has_password: bool,
        /// How many downloads it gives in all.
        download_limit: Option<u32>,
        /// How many it has given.
        used: u64,
        /// Whom it is for.
        label: Option<String>,
        /// The ids of the files that it does not show, sorted.
        excluded: BTreeSet<cowrite::FileRef>,
        /// Whether visitors are asked for a review.
        asks_review: bool,
        /// When it was made.
        created_at: cowrite::Timestamp,
        /// How often it has changed.
        version: u64,
    }

    /// What is a playlist share's own.
    Playlist = cowrite::PlaylistView {
        /// What it is called: without a name of its own as the only track that it would open now, or by their number.
        name: String,
        /// Its cover.
        cover: Option<String>,
        /// The tracks, in its order.
        tracks: Vec<cowrite::TrackId>,
        /// What of them is shown.
        filter: cowrite::PlaylistFilter,
    }

    /// A link that was made or has a new secret.
    ///
    /// Neither a repeat with the same key (REL-1) nor a dry run has the secret: whoever loses it rotates the link.
    LinkMade = cowrite::LinkMade {
        /// The link.
        link: cowrite::LinkView,
        /// The secret, this once: ``Secret/text`` is its text, for the address that is sent (LNK-2).
        secret: Option<cowrite::LinkSecret>,
    }

    /// What taking a link down or restoring it did.
    LinkTakedown = cowrite::LinkTakedown {
        /// Which link.
        link: cowrite::LinkId,
        /// Whether it is down now.
        taken_down: bool,
    }
}
