//! Groups of tracks and groups.

use cowrite::NewGroup;

use crate::argument::{GroupArgument, Text};
use crate::call::operations;

operations! { actor on cowrite::Actor;
    /// Creates a group, at the top or in another (GRP-1, GRP-7).
    ///
    /// Refused with `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`, `group_too_deep`.
    create_group(name: Text; parent: Option<GroupArgument> = None) -> cowrite::GroupView = |actor| {
        actor.create_group(NewGroup::new(name).in_group(parent))
    };

    /// A group as the actor sees it. Refused with `not_found` also where the actor may not know of it (ACC-5).
    group(group: GroupArgument) -> cowrite::GroupView = |actor| actor.group(group);

    /// Names a group anew (GRP-7). Refused with `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`.
    update_group(group: GroupArgument; name: Text) -> cowrite::GroupView = |actor| {
        async move { actor.update_group(group, &name).await }
    };

    /// Moves a group into another, or with `null` to the top; says whose access rises and falls (GRP-5).
    ///
    /// Refused with `not_found`, `access_denied`, `group_cycle`, `group_too_deep`.
    move_group(group: GroupArgument; parent: Option<GroupArgument>) -> cowrite::GroupMoved = |actor| actor.move_group(group, parent);

    /// Deletes a group; what lay in it goes to the top of whoever owns it (GRP-7). Refused with `not_found`, `access_denied`.
    delete_group(group: GroupArgument) -> cowrite::GroupDeleted = |actor| actor.delete_group(group);
}
