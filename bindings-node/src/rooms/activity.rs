//! What has happened, and what the actor was told of it.

use crate::argument::{NotificationArgument, Text, Whole};
use crate::call::{operations, paging};
use crate::values::ScopeArgument;

operations! { actor on cowrite::Actor;
    /// What has happened on a track or group, newest first (ACT-1); what happened to links, to the owner alone (EXP-5).
    ///
    /// A page holds `limit` entries, 1 to 200, 50 unless said otherwise; `for await` over it goes on over all.
    /// `before` is the `next` of an earlier page. Refused with `invalid_input`, `not_found`.
    activity(
        scope: ScopeArgument;
        before: Option<Text> = None,
        limit: Option<Whole<u32>> = None
    ) -> cowrite::ActivityPage = |actor| {
        actor.activity(scope, paging(before, limit))
    };

    /// What has happened to the actor's own playlist shares, public page and imports, newest first (ACT-1, OPS-1, EXP-5).
    ///
    /// A page holds `limit` entries, 1 to 200, 50 unless said otherwise; `for await` over it goes on over all.
    /// `before` is the `next` of an earlier page. Refused with `invalid_input`.
    own_activity(; before: Option<Text> = None, limit: Option<Whole<u32>> = None) -> cowrite::ActivityPage = |actor| {
        actor.own_activity(paging(before, limit))
    };

    /// What the actor was told, newest first, and how much of it is unread (NTF-1).
    ///
    /// A page holds `limit` notifications, 1 to 200, 50 unless said otherwise; `for await` over it goes on over all.
    /// `before` is the `next` of an earlier page. Refused with `invalid_input`.
    notifications(; before: Option<Text> = None, limit: Option<Whole<u32>> = None) -> cowrite::NotificationPage = |actor| {
        actor.notifications(paging(before, limit))
    };

    /// Marks a notification as read; marking it again changes nothing (NTF-1). Refused with `not_found`.
    mark_read(notification: NotificationArgument) -> cowrite::NotificationMarked = |actor| actor.mark_read(notification);

    /// Marks all that the actor was told as read (NTF-1).
    mark_all_read() -> cowrite::AllRead = |actor| actor.mark_all_read();

    /// Takes a notification out of the actor's list, read or not (NTF-1). Refused with `not_found`.
    dismiss_notification(notification: NotificationArgument) -> cowrite::NotificationMarked = |actor| {
        actor.dismiss_notification(notification)
    };
}
