//! Comments on tracks (COM).

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::activity::Paging;
use super::actor::Actor;
use super::driver::{Call, Recall};
use super::views::{name_of, place_of, show_place};
use crate::domain::access::act;
use crate::domain::comment::{CommentUpdate, Position, Remark};
use crate::domain::document::{Document, DocumentKey, DocumentKind};
use crate::domain::draft::Draft;
use crate::domain::slice::Slice;
use crate::error::{Error, Noun};
use crate::id::{CommentId, PersonId, TrackId};
use crate::ports::store::{Find, Need};
use crate::time::Timestamp;

/// What of a comment is kept with the comment alone, so that deleting it takes it away.
const WORDS: &[&str] = &["author_name", "text"];

/// A comment as those see it who can view its track.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CommentView {
    /// The id.
    pub id: CommentId,
    /// On what.
    pub track: TrackId,
    /// Who wrote it.
    pub author: PersonId,
    /// What they are called: `former member` for who is erased (PER-2).
    pub author_name: Option<String>,
    /// The text.
    #[serde(default)]
    pub text: String,
    /// The file that it is about, by the file store's own id.
    pub file: Option<String>,
    /// The time that it is about.
    pub position: Option<Position>,
    /// When it was written.
    pub created_at: Timestamp,
    /// When what it says was last changed, where it was.
    pub edited_at: Option<Timestamp>,
    /// Whether it is pinned.
    pub pinned: bool,
}

impl CommentView {
    fn of(slice: &Slice, key: DocumentKey) -> Result<Self, Error> {
        let Some(Document::Comment(comment)) = slice.documents.get(&key) else {
            return Err(Error::not_found(Noun::Comment));
        };
        let Remark { text, file, position } = comment.remark.clone();
        Ok(Self {
            id: comment.id,
            track: comment.track,
            author: comment.author,
            author_name: name_of(slice, comment.author),
            text,
            file,
            position,
            created_at: comment.created_at,
            edited_at: comment.edited_at,
            pinned: comment.pinned,
        })
    }

    fn by_id(slice: &Slice, id: CommentId) -> Result<Self, Error> {
        let is_it = |key: &&DocumentKey| matches!(key, DocumentKey::Comment(_, other) if *other == id);
        let key = slice.documents.keys().find(is_it).ok_or(Error::not_found(Noun::Comment))?;
        Self::of(slice, *key)
    }
}

/// A page of comments: pinned ones first, then the newest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CommentsPage {
    /// The comments.
    pub comments: Vec<CommentView>,
    /// The cursor for the next page; none at the end.
    pub next: Option<String>,
}

/// What deleting a comment did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CommentDeleted {
    /// Which comment.
    pub comment: CommentId,
    /// On what.
    pub track: TrackId,
}

/// What pinning or unpinning a comment did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CommentPinned {
    /// Which comment.
    pub comment: CommentId,
    /// On what.
    pub track: TrackId,
    /// Whether it is pinned now.
    pub pinned: bool,
}

/// A comment to write: text, and if it is about one a file, and a time in it.
///
/// # Example: about the second chorus
///
/// ```
/// use cowrite::{NewComment, Position};
///
/// let comment = NewComment::new("The snare is late here").at(Position::range(92_000, 118_500));
/// # let _ = comment;
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct NewComment(Remark);

impl NewComment {
    /// Writes a text of up to 10,000 characters, which may have several lines.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Remark { text: text.into(), ..Remark::default() })
    }

    /// Says which file it is about, by the file store's own id.
    pub fn on_file(mut self, file: impl Into<String>) -> Self {
        self.0.file = Some(file.into());
        self
    }

    /// Says which time it is about.
    pub const fn at(mut self, position: Position) -> Self {
        self.0.position = Some(position);
        self
    }
}

impl From<&str> for NewComment {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl Actor {
    /// Comments on a track: whoever can view may (COM-1).
    ///
    /// The comment, its author's name and its pin outlive the author's access (COM-2).
    ///
    /// # Errors
    /// `invalid_input` and `limit_exceeded` for `text` and `file`; `invalid_input{position}` for a range that ends before it begins; `not_found`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::{NewComment, Position};
    ///
    /// let comment = alex.add_comment(track, NewComment::new("Louder?").at(Position::at(61_500))).await?;
    /// assert_eq!(comment.author_name.as_deref(), Some("Alex Reyes"));
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn add_comment(&self, track: TrackId, comment: impl Into<NewComment>) -> Result<CommentView, Error> {
        let NewComment(remark) = comment.into();
        let remark = remark.tidied()?;
        // NTF-1: everybody who can view is told.
        let needs = vec![Need::Everyone(track.into()), self.walk(track.into(), &[]), Need::Person(self.id())];
        let arguments = json!({ "track": track, "remark": remark });
        let call = self.call("add_comment", Some(track.into()), arguments, needs);
        let decide = |draft: &mut Draft| {
            let by = draft.require::<act::Comment>(self.id(), track.into())?;
            let id = draft.add_comment(&by, track, &remark)?;
            CommentView::of(&draft.slice, DocumentKey::Comment(track, id))
        };
        let put_back = |slice: &Slice, view: CommentView| {
            let text = remark.text.clone();
            CommentView { author_name: name_of(slice, view.author), text, ..view }
        };
        self.driver.act_recalling(call, Recall { leaves_out: WORDS, put_back: &put_back }, decide).await
    }

    /// Changes what the actor's own comment says (COM-1).
    ///
    /// # Errors
    /// `invalid_input` and `limit_exceeded` for `text` and `file`, `invalid_input{position}`; `not_found` for one that is not there or on what the actor cannot view; `access_denied{comment}` for somebody else's, whatever the access.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::CommentUpdate;
    ///
    /// let comment = alex.add_comment(track, "Lauder?").await?;
    /// let edited = alex.edit_comment(comment.id, CommentUpdate::new().text("Louder?")).await?;
    /// assert!(edited.edited_at.is_some());
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn edit_comment(&self, id: CommentId, update: CommentUpdate) -> Result<CommentView, Error> {
        let update = update.tidied()?;
        let arguments = json!({ "comment": id, "text": update.text, "file": update.file, "position": update.position });
        let decide = |draft: &mut Draft| {
            draft.edit_comment(self.id(), id, &update)?;
            CommentView::by_id(&draft.slice, id)
        };
        let put_back = |slice: &Slice, view: CommentView| {
            let now = || CommentView::by_id(slice, id).map(|now| now.text).unwrap_or_default();
            let text = update.text.clone().unwrap_or_else(now);
            CommentView { author_name: name_of(slice, view.author), text, ..view }
        };
        let call = self.comment_call("edit_comment", id, arguments);
        self.driver.act_recalling(call, Recall { leaves_out: WORDS, put_back: &put_back }, decide).await
    }

    /// Deletes a comment: one's own while able to view, or any on a track that one owns (COM-1).
    ///
    /// # Errors
    /// `not_found` for one that is not there or on what the actor cannot view; `access_denied{delete_comments}`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// let comment = alex.add_comment(track, "First!").await?;
    /// assert_eq!(olivia.delete_comment(comment.id).await?.comment, comment.id);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn delete_comment(&self, id: CommentId) -> Result<CommentDeleted, Error> {
        let decide = |draft: &mut Draft| {
            let track = draft.delete_comment(self.id(), id)?;
            Ok(CommentDeleted { comment: id, track })
        };
        self.driver.act(self.comment_call("delete_comment", id, json!({ "comment": id })), decide).await
    }

    /// Pins a comment, so that it comes before all that are not (COM-1); pinning again changes nothing.
    ///
    /// # Errors
    /// `not_found` for one that is not there or on what the actor cannot view; `access_denied{pin_comments}`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// let comment = olivia.add_comment(track, "Deadline: Friday").await?;
    /// assert!(alex.pin_comment(comment.id).await?.pinned);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn pin_comment(&self, id: CommentId) -> Result<CommentPinned, Error> {
        self.set_pinned("pin_comment", id, true).await
    }

    /// Unpins a comment (COM-1); unpinning again changes nothing.
    ///
    /// # Errors
    /// `not_found` for one that is not there or on what the actor cannot view; `access_denied{pin_comments}`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, track, .. } = cowrite::testing::Studio::new().await?;
    /// let comment = olivia.add_comment(track, "Deadline: Friday").await?;
    /// olivia.pin_comment(comment.id).await?;
    /// assert!(!olivia.unpin_comment(comment.id).await?.pinned);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn unpin_comment(&self, id: CommentId) -> Result<CommentPinned, Error> {
        self.set_pinned("unpin_comment", id, false).await
    }

    /// Lists the comments on a track, pinned ones first, then the newest (COM-1, COM-2).
    ///
    /// # Errors
    /// `invalid_input` for `limit` and `after`; `not_found`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// alex.add_comment(track, "Louder?").await?;
    /// let page = olivia.comments(track, cowrite::Paging::default()).await?;
    /// assert_eq!(page.comments[0].text, "Louder?");
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn comments(&self, track: TrackId, paging: Paging) -> Result<CommentsPage, Error> {
        paging.check()?;
        let after = paging.cursor.as_deref().map(place_of).transpose()?;
        let limit = paging.limit.saturating_add(1);
        let page = Need::DocumentsPage { find: Find::CommentsOn(track), after, limit };
        let (loaded, _) = self.driver.read("comments", vec![self.walk(track.into(), &[]), page, Need::Names]).await?;
        loaded.slice.require::<act::View>(self.id(), track.into())?.check_target(track.into())?;
        let most = usize::try_from(paging.limit).unwrap_or(usize::MAX);
        let shown: Vec<_> = loaded.page.iter().take(most).collect();
        let next = shown.last().filter(|_| loaded.page.len() > most).map(|(place, _)| show_place(place));
        let comments =
            shown.into_iter().map(|(_, key)| CommentView::of(&loaded.slice, *key)).collect::<Result<_, _>>()?;
        Ok(CommentsPage { comments, next })
    }

    async fn set_pinned(&self, operation: &'static str, id: CommentId, pinned: bool) -> Result<CommentPinned, Error> {
        let decide = |draft: &mut Draft| {
            let track = draft.pin_comment(self.id(), id, pinned)?;
            Ok(CommentPinned { comment: id, track, pinned })
        };
        self.driver.act(self.comment_call(operation, id, json!({ "comment": id })), decide).await
    }

    fn comment_call(&self, operation: &'static str, id: CommentId, arguments: serde_json::Value) -> Call {
        let document = Need::DocumentWalk { kind: DocumentKind::Comment, id: id.uuid(), people: vec![self.id()] };
        // Whose words an answer shows, they are the actor's own.
        let mut call = self.call(operation, None, arguments, vec![document, Need::Person(self.id())]);
        call.lane = Some(id.uuid());
        call
    }
}
