//! What people did in the folders of tracks themselves.

use crate::crosses::record;

record! {
    /// What came of following files.
    FilesFollowed = cowrite::FilesFollowed {
        /// How many accounts were asked.
        accounts: u32,
        /// How many of them could not be followed to the end now: their news is told another time.
        failed: u32,
        /// How many tracks could not be looked at now: a folder is on its way, or cannot be read.
        later: u32,
        /// How many files came by themselves.
        appeared: u32,
        /// How many got new content.
        changed: u32,
        /// How many got another name.
        renamed: u32,
        /// How many are gone.
        disappeared: u32,
        /// The cursor for the accounts after these; `nil` at the end.
        next: Option<String>,
    }

    /// What came of waiting for news of files.
    FilesWaited = cowrite::FilesWaited {
        /// Whether there is news to follow.
        has_news: bool,
        /// For how many milliseconds the file store wants to be left alone before the next wait, where it says.
        pause_ms: Option<u64>,
    }

    /// The newest bounce of a track.
    LatestVersion = cowrite::LatestVersion {
        /// The file.
        file: cowrite::FileRef,
        /// Its name.
        name: String,
        /// How many bytes.
        size: u64,
        /// When its content last changed.
        at: cowrite::Timestamp,
        /// Who put it there, where it was done through the library.
        by: Option<cowrite::PersonId>,
    }

    /// The latest version of a track (FIL-5).
    Version = cowrite::VersionView {
        /// The file.
        file: cowrite::FileRef,
        /// Its name.
        name: String,
        /// How many bytes.
        size: u64,
        /// When its content last changed.
        at: cowrite::Timestamp,
        /// Who uploaded it, where that was done through the library.
        by: Option<cowrite::PersonId>,
        /// What they are called.
        by_name: Option<String>,
    }
}
