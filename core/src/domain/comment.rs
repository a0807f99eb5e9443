//! Comments on tracks (COM).

use serde::{Deserialize, Serialize};

use crate::id::{CommentId, PersonId, TrackId};
use crate::time::Timestamp;

/// A comment on a track.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct Comment {
    /// The id.
    pub id: CommentId,
    /// On what.
    pub track: TrackId,
    /// Who wrote it.
    pub author: PersonId,
    /// The text; empty once deleted.
    pub text: String,
    /// When it was written.
    pub created_at: Timestamp,
    /// When its text was last changed, where it was.
    pub edited_at: Option<Timestamp>,
    /// Whether it is pinned.
    pub pinned: bool,
    /// Whether it was deleted.
    pub deleted: bool,
}

/// What has happened to a comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a reader of history must meet every event")]
pub enum CommentEvent {
    /// It was written.
    Added {
        /// Who wrote it.
        author: PersonId,
        /// The text.
        text: String,
    },
    /// Its text was changed.
    Edited {
        /// The text.
        text: String,
    },
    /// It was pinned.
    Pinned,
    /// It was unpinned.
    Unpinned,
    /// It was deleted.
    Deleted,
}

impl Comment {
    /// Returns what the comment is after an event.
    #[must_use]
    pub fn after(
        before: Option<Self>,
        track: TrackId,
        id: CommentId,
        event: &CommentEvent,
        at: Timestamp,
    ) -> Option<Self> {
        if let CommentEvent::Added { author, text } = event {
            let (author, text) = (*author, text.clone());
            let fresh =
                Self { id, track, author, text, created_at: at, edited_at: None, pinned: false, deleted: false };
            return Some(fresh);
        }
        let mut comment = before?;
        match event {
            CommentEvent::Added { .. } => {}
            CommentEvent::Edited { text } => (comment.text, comment.edited_at) = (text.clone(), Some(at)),
            CommentEvent::Pinned => comment.pinned = true,
            CommentEvent::Unpinned => comment.pinned = false,
            CommentEvent::Deleted => (comment.text, comment.deleted) = (String::new(), true),
        }
        Some(comment)
    }
}
