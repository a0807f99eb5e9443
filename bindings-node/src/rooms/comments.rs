//! Comments, and what the operator does about them.

use cowrite::{CommentUpdate, NewComment};

use crate::argument::{CommentArgument, Edit, Text, TrackArgument, Whole};
use crate::call::{operations, paging};
use crate::values::PositionInput;

operations! { actor on cowrite::Actor;
    /// Comments on a track, of which whoever can view it may say something (COM-1).
    ///
    /// `file` is the file store's own id of a file that it is about, `position` the time. The text may have 10,000 characters.
    /// Refused with `invalid_input`, `limit_exceeded`, `not_found`.
    add_comment(
        track: TrackArgument;
        text: Text,
        file: Option<Text> = None,
        position: Option<PositionInput> = None
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

    /// Changes what the actor's own comment says; what is left out stays, `null` empties `file` and `position` (COM-1).
    ///
    /// Refused with `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`.
    edit_comment(
        comment: CommentArgument;
        text: Option<Text> = None,
        file: Edit<Text> = Keep,
        position: Edit<PositionInput> = Keep
    ) -> cowrite::CommentView = |actor| {
        let mut update = CommentUpdate::new();
        (update.text, update.file, update.position) = (text, file, position);
        actor.edit_comment(comment, update)
    };

    /// Deletes a comment: one's own while able to view, or any on a track that one owns (COM-1). Refused with `not_found`, `access_denied`.
    delete_comment(comment: CommentArgument) -> cowrite::CommentDeleted = |actor| actor.delete_comment(comment);

    /// Pins a comment, so that it comes before all that are not; pinning again changes nothing (COM-1). Refused with `not_found`, `access_denied`.
    pin_comment(comment: CommentArgument) -> cowrite::CommentPinned = |actor| actor.pin_comment(comment);

    /// Unpins a comment; unpinning again changes nothing (COM-1). Refused with `not_found`, `access_denied`.
    unpin_comment(comment: CommentArgument) -> cowrite::CommentPinned = |actor| actor.unpin_comment(comment);

    /// The comments on a track, pinned ones first, then the newest (COM-1, COM-2).
    ///
    /// A page holds `limit` of them, 1 to 200, 50 unless said otherwise; `for await` over it goes on over all.
    /// `after` is the `next` of an earlier page. Refused with `invalid_input`, `not_found`.
    comments(
        track: TrackArgument;
        after: Option<Text> = None,
        limit: Option<Whole<u32>> = None
    ) -> cowrite::CommentsPage = |actor| {
        actor.comments(track, paging(after, limit))
    };
}

operations! { operator on cowrite::Operator;
    /// Takes a comment down: it is there for nobody until it is restored (OPS-1). Refused with `not_found`.
    take_down_comment(comment: CommentArgument) -> cowrite::CommentTakedown = |operator| operator.take_down_comment(comment);

    /// Restores a comment that was taken down, in its old place (OPS-1). Refused with `not_found`.
    restore_comment(comment: CommentArgument) -> cowrite::CommentTakedown = |operator| operator.restore_comment(comment);
}
