//! Comments: what people who can view a track say about it (COM).
//!
//! 1. Whoever can view comments: text, and optionally a file and a time in it, or a range (COM-1).
//! 2. The author edits and deletes their own while able to view; the owner may delete any (COM-1, ACC-1).
//! 3. Editors and above pin and unpin; pinned ones come first, then the newest (COM-1).
//! 4. A comment outlives its author's access, and so do its pin and its author's name (COM-2).
//! 5. A deleted one keeps no text. One that the operator took down is there for nobody until it is restored (OPS-1).
//! 6. What one says is kept beside the events, so that deleting leaves it nowhere (PER-2).

use serde::{Deserialize, Serialize};

use super::access::{Action, Authorized, Level, act};
use super::document::{Document, DocumentKey};
use super::draft::Draft;
use super::slice::RowKey;
use super::text::{NAME_LIMIT, prose, tidy};
use crate::error::{Error, Noun};
use crate::event::Aggregate;
use crate::id::{CommentId, PersonId, TrackId};
use crate::time::Timestamp;

/// The most Unicode scalar values that a comment may have (REL-5).
pub const COMMENT_LIMIT: u32 = 10_000;

/// A place in the music: an instant, or a range that begins no later than it ends. In milliseconds from the beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::exhaustive_structs, reason = "what a caller gives and a store writes")]
pub struct Position {
    /// Where it is, or where the range begins.
    pub start_ms: u32,
    /// Where the range ends; none for an instant.
    #[serde(default)]
    pub end_ms: Option<u32>,
}

impl Position {
    /// Names an instant.
    #[must_use]
    pub const fn at(start_ms: u32) -> Self {
        Self { start_ms, end_ms: None }
    }

    /// Names a range.
    #[must_use]
    pub const fn range(start_ms: u32, end_ms: u32) -> Self {
        Self { start_ms, end_ms: Some(end_ms) }
    }

    fn check(self) -> Result<Self, Error> {
        match self.end_ms {
            Some(end) if end < self.start_ms => Err(Error::invalid("position", "ends before it begins")),
            _ => Ok(self),
        }
    }
}

/// What a comment says.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct Remark {
    /// The text; empty once deleted.
    pub text: String,
    /// The file that it is about, by the file store's own id, where it is about one.
    pub file: Option<String>,
    /// The time that it is about.
    pub position: Option<Position>,
}

impl Remark {
    /// Checks the text and brings it to the form in which it is kept.
    ///
    /// # Errors
    /// `invalid_input` and `limit_exceeded` for `text` and `file`; `invalid_input{position}`.
    pub fn tidied(&self) -> Result<Self, Error> {
        Ok(Self {
            text: prose("text", &self.text, COMMENT_LIMIT)?,
            file: self.file.as_deref().map(|file| tidy("file", file, NAME_LIMIT)).transpose()?,
            position: self.position.map(Position::check).transpose()?,
        })
    }
}

/// What to change of a comment; what is left out stays.
///
/// # Example: other words, about no time any more
///
/// ```
/// use cowrite::CommentUpdate;
///
/// let update = CommentUpdate::new().text("Snare is fine now").position(None);
/// # let _ = update;
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
#[must_use]
pub struct CommentUpdate {
    /// The new text.
    pub text: Option<String>,
    /// The new file, or `Some(None)` for none.
    pub file: Option<Option<String>>,
    /// The new time, or `Some(None)` for none.
    pub position: Option<Option<Position>>,
}

impl CommentUpdate {
    /// Changes nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Changes the text.
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.text = Some(text.into());
        self
    }

    /// Changes the file that it is about.
    pub fn file(mut self, file: Option<&str>) -> Self {
        self.file = Some(file.map(ToOwned::to_owned));
        self
    }

    /// Changes the time that it is about.
    pub fn position(mut self, position: Option<Position>) -> Self {
        self.position = Some(position);
        self
    }

    /// Checks the text and brings it to the form in which it is kept.
    ///
    /// # Errors
    /// As [`Remark::tidied`].
    pub fn tidied(&self) -> Result<Self, Error> {
        let file = |file: &Option<String>| file.as_deref().map(|file| tidy("file", file, NAME_LIMIT)).transpose();
        let position = |position: Option<Position>| position.map(Position::check).transpose();
        Ok(Self {
            text: self.text.as_deref().map(|text| prose("text", text, COMMENT_LIMIT)).transpose()?,
            file: self.file.as_ref().map(file).transpose()?,
            position: self.position.map(position).transpose()?,
        })
    }

    fn applied(&self, before: &Remark) -> Remark {
        Remark {
            text: self.text.clone().unwrap_or_else(|| before.text.clone()),
            file: self.file.clone().unwrap_or_else(|| before.file.clone()),
            position: self.position.unwrap_or(before.position),
        }
    }
}

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
    /// What it says.
    pub remark: Remark,
    /// When it was written.
    pub created_at: Timestamp,
    /// When what it says was last changed, where it was.
    pub edited_at: Option<Timestamp>,
    /// Whether it is pinned.
    pub pinned: bool,
    /// Whether the operator took it down (OPS-1).
    pub taken_down: bool,
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
    },
    /// It says something else.
    Edited,
    /// It was pinned.
    Pinned,
    /// It was unpinned.
    Unpinned,
    /// It was deleted.
    Deleted,
    /// The operator took it down.
    TakenDown,
    /// The operator restored it.
    Restored,
}

impl Comment {
    /// Returns whether it is shown to those who can view the track.
    #[must_use]
    pub const fn is_there(&self) -> bool {
        !self.deleted && !self.taken_down
    }

    /// Returns what the comment is after an event; what it says is kept beside the events (6).
    #[must_use]
    pub fn after(
        before: Option<Self>,
        track: TrackId,
        id: CommentId,
        event: &CommentEvent,
        at: Timestamp,
    ) -> Option<Self> {
        if let CommentEvent::Added { author } = event {
            let (author, remark) = (*author, Remark::default());
            let (edited_at, pinned, taken_down, deleted) = (None, false, false, false);
            return Some(Self { id, track, author, remark, created_at: at, edited_at, pinned, taken_down, deleted });
        }
        let mut comment = before?;
        match event {
            CommentEvent::Added { .. } => {}
            CommentEvent::Edited => comment.edited_at = Some(at),
            CommentEvent::Pinned => comment.pinned = true,
            CommentEvent::Unpinned => comment.pinned = false,
            CommentEvent::Deleted => (comment.remark, comment.deleted) = (Remark::default(), true),
            CommentEvent::TakenDown => comment.taken_down = true,
            CommentEvent::Restored => comment.taken_down = false,
        }
        Some(comment)
    }
}

impl Draft {
    /// Comments on a track (COM-1).
    ///
    /// # Errors
    /// `access_denied` for a witness of another track.
    pub fn add_comment(
        &mut self,
        by: &Authorized<act::Comment>,
        track: TrackId,
        remark: &Remark,
    ) -> Result<CommentId, Error> {
        self.admit(by, track.into())?;
        let id = CommentId::from_uuid(self.new_id(track.shard()));
        let key = DocumentKey::Comment(track, id);
        self.record(Aggregate::Document(key), CommentEvent::Added { author: by.actor() });
        self.set_remark(key, remark.clone());
        Ok(id)
    }

    /// Changes what the actor's own comment says (COM-1).
    ///
    /// # Errors
    /// `not_found` for one that the actor cannot see; `access_denied{action: comment}` for another's, which no access suffices for.
    pub fn edit_comment(&mut self, actor: PersonId, id: CommentId, update: &CommentUpdate) -> Result<(), Error> {
        let comment = self.seen_comment(actor, id)?;
        if comment.author != actor {
            return Err(Error::AccessDenied { action: Action::Comment, needed: Level::Owner });
        }
        let remark = update.applied(&comment.remark);
        if remark != comment.remark {
            let key = DocumentKey::Comment(comment.track, id);
            self.record(Aggregate::Document(key), CommentEvent::Edited);
            self.set_remark(key, remark);
        }
        Ok(())
    }

    /// Deletes a comment: the actor's own, or any where the actor owns the track (COM-1).
    ///
    /// # Errors
    /// `not_found` for one that the actor cannot see; `access_denied{action: delete_comments}` for another's.
    pub fn delete_comment(&mut self, actor: PersonId, id: CommentId) -> Result<TrackId, Error> {
        let comment = self.seen_comment(actor, id)?;
        if comment.author != actor {
            self.allow::<act::DeleteComments>(actor, comment.track.into())?;
        }
        self.record(key_of(&comment), CommentEvent::Deleted);
        Ok(comment.track)
    }

    /// Pins or unpins a comment (COM-1).
    ///
    /// # Errors
    /// `not_found` for one that the actor cannot see; `access_denied{action: pin_comments}`.
    pub fn pin_comment(&mut self, actor: PersonId, id: CommentId, pinned: bool) -> Result<TrackId, Error> {
        let comment = self.seen_comment(actor, id)?;
        self.allow::<act::PinComments>(actor, comment.track.into())?;
        if comment.pinned != pinned {
            self.record(key_of(&comment), if pinned { CommentEvent::Pinned } else { CommentEvent::Unpinned });
        }
        Ok(comment.track)
    }

    /// Takes a comment down or restores it, for the operator (OPS-1).
    ///
    /// # Errors
    /// `not_found` for one that is not there, or was deleted.
    pub fn operator_set_comment_taken_down(&mut self, id: CommentId, down: bool) -> Result<TrackId, Error> {
        let comment = self.comment(id).filter(|comment| !comment.deleted).cloned();
        let comment = comment.ok_or(Error::not_found(Noun::Comment))?;
        if comment.taken_down != down {
            self.record(key_of(&comment), if down { CommentEvent::TakenDown } else { CommentEvent::Restored });
        }
        Ok(comment.track)
    }

    /// Keeps what a comment says beside the events (6).
    fn set_remark(&mut self, key: DocumentKey, remark: Remark) {
        if let Some(Document::Comment(comment)) = self.slice.documents.get_mut(&key) {
            comment.remark = remark;
            self.touched.insert(RowKey::Document(key));
        }
    }

    fn comment(&self, id: CommentId) -> Option<&Comment> {
        self.slice.documents.values().find_map(|document| match document {
            Document::Comment(comment) if comment.id == id => Some(comment),
            _ => None,
        })
    }

    /// Returns a comment that is there for an actor who can view its track; to everybody else there is none (ACC-5).
    fn seen_comment(&mut self, actor: PersonId, id: CommentId) -> Result<Comment, Error> {
        let missing = Error::not_found(Noun::Comment);
        let comment = self.comment(id).filter(|comment| comment.is_there()).cloned().ok_or(missing.clone())?;
        self.see(actor, comment.track.into()).map_err(|_| missing)?;
        Ok(comment)
    }
}

fn key_of(comment: &Comment) -> Aggregate {
    Aggregate::Document(DocumentKey::Comment(comment.track, comment.id))
}
