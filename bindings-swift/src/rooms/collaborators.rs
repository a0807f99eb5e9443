//! Who takes part: seeing it, changing it, ending it.

use crate::call::operations;
use crate::custom::PersonID;
use crate::values::Scope;
use crate::words::Access;

operations! { ActorCore on cowrite::Actor;
    /// Who takes part in a track or group, with roles, access and shares, in roster order (VIEW-1, SPL-4). Throws `notFound`.
    collaborators(scope as "on": Scope) -> cowrite::Panel = |actor| actor.collaborators(scope);

    /// Gives a collaborator another access (ACC-3, ACC-6).
    ///
    /// Throws `invalidInput`, `notFound`, `accessDenied`, `ownerFixed`, `notCollaborator`, `limitExceeded`.
    set_access(
        person as "of": PersonID,
        scope as "on": Scope,
        access as "to": Access,
    ) -> cowrite::AccessChange = |actor| {
        actor.set_access(scope, person, access)
    };

    /// Forgets what was decided here for a person, so that the group above decides again (GRP-6).
    ///
    /// Throws `notFound`, `accessDenied`, `ownerFixed`, `notCollaborator`.
    inherit_access(
        person as "of": PersonID,
        scope as "on": Scope,
    ) -> cowrite::AccessChange = |actor| actor.inherit_access(scope, person);

    /// Ends a person's access and keeps their shares (REV-1). Throws `notFound`, `accessDenied`, `ownerFixed`, `nothingToRevoke`.
    revoke(person as "_": PersonID, scope as "from": Scope) -> cowrite::Ending = |actor| actor.revoke(scope, person);

    /// Ends a person's access and frees their shares (REV-2). Throws `notFound`, `accessDenied`, `ownerFixed`, `nothingToRevoke`.
    remove_collaborator(
        person as "_": PersonID,
        scope as "from": Scope,
    ) -> cowrite::Ending = |actor| actor.remove_collaborator(scope, person);

    /// Ends the actor's own access; their shares stay (REV-3). Throws `notFound`, `ownerFixed`.
    leave(scope as "_": Scope) -> cowrite::Ending = |actor| actor.leave(scope);

    /// Ends a person's access to all that the actor owns (REV-5). Throws `notFound`.
    revoke_all(person as "of": PersonID) -> cowrite::Ending = |actor| actor.revoke_all(person);

    /// Ends the actor's access to all that a person owns (REV-5). Throws `notFound`.
    leave_all_from(owner as "_": PersonID) -> cowrite::Ending = |actor| actor.leave_all_from(owner);
}
