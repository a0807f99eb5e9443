//! Groups of tracks and groups.

use cowrite::NewGroup;

use crate::call::operations;
use crate::custom::GroupID;

operations! { ActorCore on cowrite::Actor;
    /// Creates a group, at the top or in another (GRP-1, GRP-7).
    ///
    /// Throws `invalidInput`, `limitExceeded`, `notFound`, `accessDenied`, `groupTooDeep`.
    create_group(name as "_": String, parent as "in": Option<GroupID> = None) -> cowrite::GroupView = |actor| {
        actor.create_group(NewGroup::new(name).in_group(parent))
    };

    /// A group as the actor sees it. Throws `notFound` also where the actor may not know of it (ACC-5).
    group(group as "_": GroupID) -> cowrite::GroupView = |actor| actor.group(group);

    /// Names a group anew (GRP-7). Throws `invalidInput`, `limitExceeded`, `notFound`, `accessDenied`.
    update_group(group as "_": GroupID, name: String) -> cowrite::GroupView = |actor| {
        async move { actor.update_group(group, &name).await }
    };

    /// Moves a group into another, or with `nil` to the top; says whose access rises and falls (GRP-5).
    ///
    /// Throws `notFound`, `accessDenied`, `groupCycle`, `groupTooDeep`.
    move_group(
        group as "_": GroupID,
        parent as "to": Option<GroupID>,
    ) -> cowrite::GroupMoved = |actor| actor.move_group(group, parent);

    /// Deletes a group; what lay in it goes to the top of whoever owns it (GRP-7). Throws `notFound`, `accessDenied`.
    delete_group(group as "_": GroupID) -> cowrite::GroupDeleted = |actor| actor.delete_group(group);
}
