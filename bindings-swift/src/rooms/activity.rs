//! What has happened, and what the actor was told of it.

use crate::call::operations;
use crate::custom::{ItemID, Whole};
use crate::rooms::paged;
use crate::values::Scope;

operations! { ActorCore on cowrite::Actor;
    /// What has happened on a track or group, newest first (ACT-1); what happened to links, to the owner alone (EXP-5).
    ///
    /// A page holds `limit` entries, 1 to 200, 50 unless said otherwise.
    /// `before` is the `next` of an earlier page. Throws `invalidInput`, `notFound`.
    activity(
        scope as "on": Scope,
        before: Option<String> = None,
        limit: Option<Whole> = None,
    ) -> cowrite::ActivityPage = |actor| {
        actor.activity(scope, paged(before, limit))
    };

    /// What has happened to the actor's own playlist shares, public page and imports, newest first (ACT-1, OPS-1, EXP-5).
    ///
    /// A page holds `limit` entries, 1 to 200, 50 unless said otherwise.
    /// `before` is the `next` of an earlier page. Throws `invalidInput`.
    own_activity(before: Option<String> = None, limit: Option<Whole> = None) -> cowrite::ActivityPage = |actor| {
        actor.own_activity(paged(before, limit))
    };

    /// What the actor was told, newest first, and how much of it is unread (NTF-1).
    ///
    /// A page holds `limit` notifications, 1 to 200, 50 unless said otherwise.
    /// `before` is the `next` of an earlier page. Throws `invalidInput`.
    notifications(before: Option<String> = None, limit: Option<Whole> = None) -> cowrite::NotificationPage = |actor| {
        actor.notifications(paged(before, limit))
    };

    /// Marks a notification as read; marking it again changes nothing (NTF-1). Throws `notFound`.
    mark_read(notification as "_": ItemID) -> cowrite::NotificationMarked = |actor| actor.mark_read(notification);

    /// Marks all that the actor was told as read (NTF-1).
    mark_all_read() -> cowrite::AllRead = |actor| actor.mark_all_read();

    /// Takes a notification out of the actor's list, read or not (NTF-1). Throws `notFound`.
    dismiss_notification(notification as "_": ItemID) -> cowrite::NotificationMarked = |actor| {
        actor.dismiss_notification(notification)
    };
}
