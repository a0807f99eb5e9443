//! Comments, and what the operator does about them.

use cowrite::{CommentUpdate, NewComment};

use crate::actor::{Actor, ActorCalls, AsyncActor};
use crate::argument::Edit::{self, Keep};
use crate::argument::{CommentArgument, Given, Text, TrackArgument, Whole};
use crate::call::operations;
use crate::operator::{AsyncOperator, Operator, OperatorCalls};
use crate::page::{Listed, listed};
use crate::records::Position;

operations! { Actor, AsyncActor, ActorCalls on cowrite::Actor;
    /// Comments on a track, of which whoever can view it may say something (COM-1).
    ///
    /// `file` is the file store's own id of a file that it is about, `position` the time. The text may have 10,000 characters.
    /// Raises `invalid_input`, `limit_exceeded`, `not_found`.
    ///
    /// >>> comment = me.add_comment(track, text="Louder?", position=Position(61_500))
    /// >>> comment.author_name, comment.position.start_ms
    /// ('Olivia Park', 61500)
    add_comment(
        track: TrackArgument;
        text: Text,
        file: Option<Text> = None,
        position: Option<Given<Position>> = None
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

    /// Changes what the actor's own comment says; what is left out stays, `None` empties `file` and `position` (COM-1).
    ///
    /// Raises `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`.
    ///
    /// >>> comment = me.add_comment(track, text="Lauder?")
    /// >>> me.edit_comment(comment, text="Louder?").text
    /// 'Louder?'
    edit_comment(
        comment: CommentArgument;
        text: Option<Text> = None,
        file: Edit<Text> = Keep,
        position: Edit<Given<Position>> = Keep
    ) -> cowrite::CommentView = |actor| {
        let mut update = CommentUpdate::new();
        (update.text, update.file, update.position) = (text, file, position);
        actor.edit_comment(comment, update)
    };

    /// Deletes a comment: one's own while able to view, or any on a track that one owns (COM-1). Raises `not_found`, `access_denied`.
    ///
    /// >>> comment = me.add_comment(track, text="First!")
    /// >>> me.delete_comment(comment).comment == comment.id
    /// True
    delete_comment(comment: CommentArgument) -> cowrite::CommentDeleted = |actor| actor.delete_comment(comment);

    /// Pins a comment, so that it comes before all that are not; pinning again changes nothing (COM-1). Raises `not_found`, `access_denied`.
    ///
    /// >>> me.pin_comment(me.add_comment(track, text="Deadline: Friday")).pinned
    /// True
    pin_comment(comment: CommentArgument) -> cowrite::CommentPinned = |actor| actor.pin_comment(comment);

    /// Unpins a comment; unpinning again changes nothing (COM-1). Raises `not_found`, `access_denied`.
    ///
    /// >>> me.unpin_comment(me.add_comment(track, text="Deadline: Friday")).pinned
    /// False
    unpin_comment(comment: CommentArgument) -> cowrite::CommentPinned = |actor| actor.unpin_comment(comment);

    /// The comments on a track, pinned ones first, then the newest (COM-1, COM-2).
    ///
    /// A page holds `limit` of them, 1 to 200, 50 unless said otherwise; iterating over it goes on over all.
    /// `after` is the `next` of an earlier page. Raises `invalid_input`, `not_found`.
    ///
    /// >>> added = [me.add_comment(track, text=f"Take {take}") for take in (1, 2, 3)]
    /// >>> sorted(comment.text for comment in me.comments(track, limit=2))
    /// ['Take 1', 'Take 2', 'Take 3']
    comments(
        track: TrackArgument;
        after: Option<Text> = None,
        limit: Option<Whole<u32>> = None
    ) -> Listed<cowrite::CommentsPage> = |actor| {
        listed(actor, after, limit, move |actor, paging| async move { actor.comments(track, paging).await })
    };
}

operations! { Operator, AsyncOperator, OperatorCalls on cowrite::Operator;
    /// Takes a comment down: it is there for nobody until it is restored (OPS-1). Raises `not_found`.
    ///
    /// >>> comment = me.add_comment(track, text="Call me at home")
    /// >>> workspace.operator("private data").take_down_comment(comment).condition
    /// Condition.TAKEN_DOWN
    take_down_comment(comment: CommentArgument) -> cowrite::CommentTakedown = |operator| operator.take_down_comment(comment);

    /// Restores a comment that was taken down, in its old place (OPS-1). Raises `not_found`.
    ///
    /// >>> operator, comment = workspace.operator("private data"), me.add_comment(track, text="Call me at home")
    /// >>> operator.take_down_comment(comment).condition, operator.restore_comment(comment).condition
    /// (Condition.TAKEN_DOWN, Condition.LIVE)
    restore_comment(comment: CommentArgument) -> cowrite::CommentTakedown = |operator| operator.restore_comment(comment);
}
