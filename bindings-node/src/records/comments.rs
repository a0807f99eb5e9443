//! Comments.

use crate::record::record;

record! {
    /// A comment as those see it who can view its track.
    Comment = cowrite::CommentView {
        /// The id.
        id: cowrite::CommentId,
        /// On what.
        track: cowrite::TrackId,
        /// Who wrote it.
        author: cowrite::PersonId,
        /// What they are called: `former member` for who is erased (PER-2).
        author_name: Option<String>,
        /// The text.
        text: String,
        /// The file that it is about, by the file store's own id.
        file: Option<String>,
        /// The time that it is about.
        position: Option<cowrite::Position>,
        /// When it was written.
        created_at: cowrite::Timestamp,
        /// When what it says was last changed, where it was.
        edited_at: Option<cowrite::Timestamp>,
        /// Whether it is pinned.
        pinned: bool,
    }

    /// A place in the music, in milliseconds from the beginning: an instant, or a range that begins no later than it ends.
    Position = cowrite::Position {
        /// Where it is, or where the range begins.
        start_ms: u32,
        /// Where the range ends; none for an instant.
        end_ms: Option<u32>,
    }

    /// A page of comments: pinned ones first, then the newest.
    ///
    /// `for await` goes on over all pages after it.
    CommentsPage = cowrite::CommentsPage, page of comments {
        /// The comments.
        comments: Vec<cowrite::CommentView>,
        /// The cursor for the next page; none at the end.
        next: Option<String>,
    }

    /// What deleting a comment did.
    CommentDeleted = cowrite::CommentDeleted {
        /// Which comment.
        comment: cowrite::CommentId,
        /// On what.
        track: cowrite::TrackId,
    }

    /// What pinning or unpinning a comment did.
    CommentPinned = cowrite::CommentPinned {
        /// Which comment.
        comment: cowrite::CommentId,
        /// On what.
        track: cowrite::TrackId,
        /// Whether it is pinned now.
        pinned: bool,
    }

    /// What taking a comment down or restoring it did.
    CommentTakedown = cowrite::CommentTakedown {
        /// Which comment.
        comment: cowrite::CommentId,
        /// On what.
        track: cowrite::TrackId,
        /// Whether it is there now.
        condition: cowrite::Condition,
    }
}
