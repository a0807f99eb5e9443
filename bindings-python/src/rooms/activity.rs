//! What has happened, and what the actor was told of it.

use crate::actor::{Actor, ActorCalls, AsyncActor};
use crate::argument::{NotificationArgument, Text, Whole};
use crate::call::operations;
use crate::page::{Listed, listed};
use crate::values::ScopeArgument;

operations! { Actor, AsyncActor, ActorCalls on cowrite::Actor;
    /// What has happened on a track or group, newest first (ACT-1); what happened to links, to the owner alone (EXP-5).
    ///
    /// A page holds `limit` entries, 1 to 200, 50 unless said otherwise; iterating over it goes on over all.
    /// `before` is the `next` of an earlier page. Raises `invalid_input`, `not_found`.
    ///
    /// >>> updated = me.update_track(track, key="F minor")
    /// >>> latest = me.activity(track, limit=1).entries[0]
    /// >>> latest.what, latest.after["key"]
    /// ('details_changed', 'F minor')
    activity(
        scope: ScopeArgument;
        before: Option<Text> = None,
        limit: Option<Whole<u32>> = None
    ) -> Listed<cowrite::ActivityPage> = |actor| {
        listed(actor, before, limit, move |actor, paging| async move { actor.activity(scope, paging).await })
    };

    /// What has happened to the actor's own playlist shares, public page and imports, newest first (ACT-1, OPS-1, EXP-5).
    ///
    /// A page holds `limit` entries, 1 to 200, 50 unless said otherwise; iterating over it goes on over all.
    /// `before` is the `next` of an earlier page. Raises `invalid_input`.
    ///
    /// >>> added = me.add_to_public_page(track)
    /// >>> [entry.what for entry in me.own_activity()]
    /// ['page_added']
    own_activity(; before: Option<Text> = None, limit: Option<Whole<u32>> = None) -> Listed<cowrite::ActivityPage> = |actor| {
        listed(actor, before, limit, |actor, paging| async move { actor.own_activity(paging).await })
    };

    /// What the actor was told, newest first, and how much of it is unread (NTF-1).
    ///
    /// A page holds `limit` notifications, 1 to 200, 50 unless said otherwise; iterating over it goes on over all.
    /// `before` is the `next` of an earlier page. Raises `invalid_input`.
    ///
    /// >>> told = me.notifications()
    /// >>> told.rows[0].what, told.rows[0].by_name, told.unread
    /// (NoticeKind.JOINED, 'Alex Reyes', 1)
    notifications(; before: Option<Text> = None, limit: Option<Whole<u32>> = None) -> Listed<cowrite::NotificationPage> = |actor| {
        listed(actor, before, limit, |actor, paging| async move { actor.notifications(paging).await })
    };

    /// Marks a notification as read; marking it again changes nothing (NTF-1). Raises `not_found`.
    ///
    /// >>> me.mark_read(me.notifications().rows[0]).unread
    /// 0
    mark_read(notification: NotificationArgument) -> cowrite::NotificationMarked = |actor| actor.mark_read(notification);

    /// Marks all that the actor was told as read (NTF-1).
    ///
    /// >>> me.mark_all_read().read
    /// 1
    mark_all_read() -> cowrite::AllRead = |actor| actor.mark_all_read();

    /// Takes a notification out of the actor's list, read or not (NTF-1). Raises `not_found`.
    ///
    /// >>> dismissed = me.dismiss_notification(me.notifications().rows[0])
    /// >>> me.notifications().rows
    /// ()
    dismiss_notification(notification: NotificationArgument) -> cowrite::NotificationMarked = |actor| {
        actor.dismiss_notification(notification)
    };
}
