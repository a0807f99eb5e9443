//! Comments, and what the operator does about them.

use cowrite::{CommentUpdate, NewComment};

use crate::argument::Edit;
use crate::call::operations;
use crate::custom::{CommentID, TrackID, Whole};
use crate::rooms::paged;
use crate::values::Position;

operations! { ActorCore on cowrite::Actor;
    /// Comments on a track, of which whoever can view it may say something (COM-1).
    ///
    /// `file` is the file store's own id of a file that it is about, `position` the time. The text may have 10,000 characters.
    /// Throws `invalidInput`, `limitExceeded`, `notFound`.
    add_comment(
        text as "_": String,
        track as "on": TrackID,
        file as "about": Option<String> = None,
        position as "at": Option<Position> = None,
    ) -> cowrite::CommentView = |actor| {
        let comment = NewComment::new(text);
        let comment = match file {
            Some(file) => comment.on_file(file),
            None => comment,
        };
        actor.add_comment(track, match position {
            Some(position) => comment.at(position),
            None => comment,
        })
    };

    /// Changes what the actor's own comment says; what is left out stays, `nil` empties `file` and `position` (COM-1).
    ///
    /// Throws `invalidInput`, `limitExceeded`, `notFound`, `accessDenied`.
    edit_comment(
        comment as "_": CommentID,
        text: Option<String> = None,
        file as "about": Edit<String> = Keep,
        position as "at": Edit<Position> = Keep,
    ) -> cowrite::CommentView = |actor| {
        let mut update = CommentUpdate::new();
        (update.text, update.file, update.position) = (text, file, position);
        actor.edit_comment(comment, update)
    };

    /// Deletes a comment: one's own while able to view, or any on a track that one owns (COM-1). Throws `notFound`, `accessDenied`.
    delete_comment(comment as "_": CommentID) -> cowrite::CommentDeleted = |actor| actor.delete_comment(comment);

    /// Pins a comment, so that it comes before all that are not; pinning again changes nothing (COM-1). Throws `notFound`, `accessDenied`.
    pin_comment(comment as "_": CommentID) -> cowrite::CommentPinned = |actor| actor.pin_comment(comment);

    /// Unpins a comment; unpinning again changes nothing (COM-1). Throws `notFound`, `accessDenied`.
    unpin_comment(comment as "_": CommentID) -> cowrite::CommentPinned = |actor| actor.unpin_comment(comment);

    /// The comments on a track, pinned ones first, then the newest (COM-1, COM-2).
    ///
    /// A page holds `limit` of them, 1 to 200, 50 unless said otherwise.
    /// `after` is the `next` of an earlier page. Throws `invalidInput`, `notFound`.
    comments(
        track as "on": TrackID,
        after: Option<String> = None,
        limit: Option<Whole> = None,
    ) -> cowrite::CommentsPage = |actor| {
        actor.comments(track, paged(after, limit))
    };
}

operations! { OperatorCore on cowrite::Operator;
    /// Takes a comment down: it is there for nobody until it is restored (OPS-1). Throws `notFound`.
    take_down_comment(
        comment as "_": CommentID,
    ) -> cowrite::CommentTakedown = |operator| operator.take_down_comment(comment);

    /// Restores a comment that was taken down, in its old place (OPS-1). Throws `notFound`.
    restore_comment(
        comment as "_": CommentID,
    ) -> cowrite::CommentTakedown = |operator| operator.restore_comment(comment);
}
