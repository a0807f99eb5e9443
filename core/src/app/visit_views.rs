//! What visitors bring, and what they are shown.

use core::fmt;

use serde::{Deserialize, Serialize};

use super::ticket::Ticket;
use crate::domain::details::Bpm;
use crate::domain::file::FileKind;
use crate::domain::share_link::{FileRef, Verdict};
use crate::domain::visit::is_bot_agent;
use crate::id::{ItemId, TrackId};
use crate::time::Timestamp;

/// What the host knows of a visit; all of it may be left out.
///
/// # Example: with a password, from an address
///
/// ```
/// let visit = cowrite::Visit::new().password("sesame").visitor("203.0.113.9");
/// assert!(!format!("{visit:?}").contains("sesame"));
/// ```
#[derive(Clone, PartialEq, Eq, Default)]
#[must_use]
pub struct Visit {
    pub(crate) password: Option<String>,
    pub(crate) visitor: Option<String>,
    pub(crate) label: Option<String>,
    pub(crate) user_agent: Option<String>,
    pub(crate) is_bot: bool,
}

impl Visit {
    /// Knows nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Brings a password.
    pub fn password(mut self, password: impl Into<String>) -> Self {
        self.password = Some(password.into());
        self
    }

    /// Says what visitors are told apart by, such as their network address: only a hash of it is kept, another one every day.
    ///
    /// Addresses of IP version 6 are told apart by their first 64 bits, since a visitor has all that begin so.
    pub fn visitor(mut self, visitor: impl Into<String>) -> Self {
        self.visitor = Some(visitor.into());
        self
    }

    /// Says who it is, for the owner to see.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Says what the visitor's program calls itself, by which bots and what fetches previews are known.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// Says that it is a bot.
    pub fn bot(mut self) -> Self {
        self.is_bot = true;
        self
    }

    /// Returns whether it is a bot's: because the host says so, or by what its program calls itself.
    pub(super) fn is_of_bot(&self) -> bool {
        self.is_bot || self.user_agent.as_deref().is_some_and(is_bot_agent)
    }
}

impl fmt::Debug for Visit {
    /// Shows no password and nothing that a visitor is known by.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Visit").field("is_bot", &self.is_bot).finish_non_exhaustive()
    }
}

/// A visitor's review, to be given (LNK-11).
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct NewReview {
    pub(crate) name: String,
    pub(crate) verdict: Verdict,
    pub(crate) text: Option<String>,
    pub(crate) track: Option<TrackId>,
    pub(crate) position_ms: Option<u64>,
}

impl NewReview {
    /// Says who thinks what.
    pub fn new(name: impl Into<String>, verdict: Verdict) -> Self {
        Self { name: name.into(), verdict, text: None, track: None, position_ms: None }
    }

    /// Says it in words.
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.text = Some(text.into());
        self
    }

    /// Says of which track of a playlist.
    pub fn track(mut self, track: TrackId) -> Self {
        self.track = Some(track);
        self
    }

    /// Says at which time in the track, in milliseconds.
    pub fn position_ms(mut self, position_ms: u64) -> Self {
        self.position_ms = Some(position_ms);
        self
    }
}

/// A review that was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Reviewed {
    /// The id.
    pub review: ItemId,
    /// What was said.
    pub verdict: Verdict,
}

/// A file that a visitor sees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OpenedFile {
    /// The id.
    pub id: FileRef,
    /// The name.
    pub name: String,
    /// The kind.
    pub kind: FileKind,
    /// How many bytes.
    pub size: u64,
    /// When its content last changed.
    pub modified_at: Timestamp,
    /// Whether it can be played.
    pub can_play: bool,
    /// Whether it can be downloaded.
    pub can_download: bool,
}

/// A track that a visitor sees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OpenedTrack {
    /// The id.
    pub track: TrackId,
    /// The title.
    pub title: String,
    /// Beats per minute.
    pub bpm: Option<Bpm>,
    /// The musical key.
    pub key: Option<String>,
    /// Its files as they are now, by name; a bot sees none.
    pub files: Vec<OpenedFile>,
    /// The file that is played before anything is chosen (LNK-6).
    pub preview: Option<FileRef>,
}

/// What a link opens, as a visitor sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OpenedLink {
    /// The track's title, or what the playlist is called.
    pub name: String,
    /// Who shares it.
    pub by_name: Option<String>,
    /// A playlist's cover.
    pub cover: Option<String>,
    /// Whether a review is asked for (LNK-11).
    pub asks_review: bool,
    /// The tracks, in the owner's order.
    pub tracks: Vec<OpenedTrack>,
}

/// A file that a visitor gets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct GivenFile {
    /// Of which track.
    pub track: TrackId,
    /// The file.
    pub file: FileRef,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: FileKind,
    /// What [`Workspace::redeem`](crate::Workspace::redeem) takes for the bytes.
    pub ticket: Ticket,
}
