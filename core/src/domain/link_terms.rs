//! What a link may be told: its settings, each changed on its own (LNK-1, LNK-3).

use core::fmt;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::details::Stage;
use super::file::{FileKind, fold_name};
use super::text::fold;
use super::track::Track;
use crate::id::TrackId;
use crate::time::Timestamp;

/// The most files that one link leaves out.
pub const EXCLUDED_LIMIT: u32 = 1_000;

/// A file, by the id that its file store gave it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FileRef(String);

impl FileRef {
    /// The most bytes that an id has.
    pub const LIMIT: u32 = 500;

    /// Takes an id as the file store has it.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// Returns the id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FileRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// What is kept of a password: a hash in PHC form, which says by itself how it was made (LNK-4).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// Takes a hash in PHC form.
    pub fn new(phc: impl Into<String>) -> Self {
        Self(phc.into())
    }

    /// Returns the hash in PHC form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PasswordHash {
    /// Shows no hash: what is printed by mistake must not be guessed at.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

/// Where a file lay in its track's folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "part of events, which readers must know whole")]
pub struct FilePlace {
    /// Of which track.
    pub track: TrackId,
    /// In the folder of which kind.
    pub kind: FileKind,
    /// Its name, in the form in which names are compared.
    pub name: String,
}

impl FilePlace {
    /// Returns where a file lies, by its name as it stands there.
    #[must_use]
    pub fn of(track: TrackId, kind: FileKind, name: &str) -> Self {
        Self { track, kind, name: fold_name(name) }
    }
}

/// The files that a link does not show: each by its id, and by where it lay when that was said.
///
/// A program that saves by putting another file in the place of one gives it another id, in a folder of this machine for one; what was left out stays so.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct Excluded {
    /// Their ids.
    pub files: BTreeSet<FileRef>,
    /// Where those lay that were there.
    pub places: BTreeSet<FilePlace>,
}

/// What a link allows, and until when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct LinkTerms {
    /// The kinds of files that may be downloaded.
    pub downloads: BTreeSet<FileKind>,
    /// Whether what may be heard is played.
    pub stream: bool,
    /// From when on it opens.
    pub not_before: Option<Timestamp>,
    /// From when on it does not open any more.
    pub expires_at: Option<Timestamp>,
    /// The hash of the password that it asks for.
    pub password: Option<PasswordHash>,
    /// How many downloads it gives in all.
    pub download_limit: Option<u32>,
    /// Whom it is for, in the owner's words; no visitor sees it.
    pub label: Option<String>,
    /// The files that it does not show.
    pub excluded: Excluded,
    /// Whether visitors are asked for a review (LNK-11).
    pub asks_review: bool,
}

impl Default for LinkTerms {
    /// Lets visitors listen, and nothing else.
    fn default() -> Self {
        Self {
            downloads: BTreeSet::new(),
            stream: true,
            not_before: None,
            expires_at: None,
            password: None,
            download_limit: None,
            label: None,
            excluded: Excluded::default(),
            asks_review: false,
        }
    }
}

impl LinkTerms {
    /// Gives one setting a value, and touches no other; a playlist's own settings are none of these.
    pub fn set(&mut self, setting: &Setting) {
        match setting {
            Setting::Downloads(kinds) => self.downloads.clone_from(kinds),
            Setting::Stream(stream) => self.stream = *stream,
            Setting::NotBefore(at) => self.not_before = *at,
            Setting::ExpiresAt(at) => self.expires_at = *at,
            Setting::Password(password) => self.password.clone_from(password),
            Setting::DownloadLimit(limit) => self.download_limit = *limit,
            Setting::Label(label) => self.label.clone_from(label),
            Setting::Excluded(files) => self.excluded.clone_from(files),
            Setting::AsksReview(asks) => self.asks_review = *asks,
            Setting::Name(_) | Setting::Cover(_) | Setting::Tracks(_) | Setting::Filter(_) => {}
        }
    }
}

/// Which of a playlist's tracks and files are shown, judged at each opening; an empty set asks for nothing (LNK-7).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct PlaylistFilter {
    /// Tracks at one of these stages.
    pub stages: Vec<Stage>,
    /// Tracks with one of these tags, whatever their letter case.
    pub tags: Vec<String>,
    /// Files of one of these kinds.
    pub kinds: BTreeSet<FileKind>,
}

impl PlaylistFilter {
    /// Returns whether a track is shown.
    #[must_use]
    pub fn shows(&self, track: &Track) -> bool {
        let is_at = self.stages.is_empty() || self.stages.contains(&track.stage);
        let has = |tag: &String| track.tags.iter().any(|other| fold(other) == fold(tag));
        is_at && (self.tags.is_empty() || self.tags.iter().any(has))
    }

    /// Returns whether files of a kind are shown.
    #[must_use]
    pub fn shows_kind(&self, kind: FileKind) -> bool {
        self.kinds.is_empty() || self.kinds.contains(&kind)
    }
}

/// One setting of a link with its value: what is changed, and what was before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a reader of history must meet every setting")]
pub enum Setting {
    /// The kinds of files that may be downloaded.
    Downloads(BTreeSet<FileKind>),
    /// Whether what may be heard is played.
    Stream(bool),
    /// From when on it opens.
    NotBefore(Option<Timestamp>),
    /// From when on it does not open any more.
    ExpiresAt(Option<Timestamp>),
    /// The hash of its password.
    Password(Option<PasswordHash>),
    /// How many downloads it gives in all.
    DownloadLimit(Option<u32>),
    /// Whom it is for.
    Label(Option<String>),
    /// The files that it does not show.
    Excluded(Excluded),
    /// Whether visitors are asked for a review.
    AsksReview(bool),
    /// What its sharer calls a playlist; none before one was given.
    Name(Option<String>),
    /// A playlist's cover.
    Cover(Option<String>),
    /// A playlist's tracks.
    Tracks(Vec<TrackId>),
    /// What of a playlist's tracks is shown.
    Filter(PlaylistFilter),
}

impl Setting {
    /// Returns the name of the setting, the same in every language.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Downloads(_) => "downloads",
            Self::Stream(_) => "stream",
            Self::NotBefore(_) => "not_before",
            Self::ExpiresAt(_) => "expires_at",
            Self::Password(_) => "password",
            Self::DownloadLimit(_) => "download_limit",
            Self::Label(_) => "label",
            Self::Excluded(_) => "excluded",
            Self::AsksReview(_) => "asks_review",
            Self::Name(_) => "name",
            Self::Cover(_) => "cover",
            Self::Tracks(_) => "tracks",
            Self::Filter(_) => "filter",
        }
    }
}
