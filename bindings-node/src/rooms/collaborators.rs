//! Who takes part: seeing it, changing it, ending it.

use crate::argument::{PersonArgument, WordArgument};
use crate::call::operations;
use crate::values::ScopeArgument;

operations! { actor on cowrite::Actor;
    /// Who takes part in a track or group, with roles, access and shares, in roster order (VIEW-1, SPL-4). Refused with `not_found`.
    collaborators(scope: ScopeArgument) -> cowrite::Panel = |actor| actor.collaborators(scope);

    /// Gives a collaborator another access (ACC-3, ACC-6).
    ///
    /// Refused with `invalid_input`, `not_found`, `access_denied`, `owner_fixed`, `not_collaborator`, `limit_exceeded`.
    set_access(scope: ScopeArgument; person: PersonArgument, access: WordArgument<cowrite::Access>) -> cowrite::AccessChange = |actor| {
        actor.set_access(scope, person, access)
    };

    /// Forgets what was decided here for a person, so that the group above decides again (GRP-6).
    ///
    /// Refused with `not_found`, `access_denied`, `owner_fixed`, `not_collaborator`.
    inherit_access(scope: ScopeArgument; person: PersonArgument) -> cowrite::AccessChange = |actor| actor.inherit_access(scope, person);

    /// Ends a person's access and keeps their shares (REV-1). Refused with `not_found`, `access_denied`, `owner_fixed`, `nothing_to_revoke`.
    revoke(scope: ScopeArgument; person: PersonArgument) -> cowrite::Ending = |actor| actor.revoke(scope, person);

    /// Ends a person's access and frees their shares (REV-2). Refused with `not_found`, `access_denied`, `owner_fixed`, `nothing_to_revoke`.
    remove_collaborator(scope: ScopeArgument; person: PersonArgument) -> cowrite::Ending = |actor| actor.remove_collaborator(scope, person);

    /// Ends the actor's own access; their shares stay (REV-3). Refused with `not_found`, `owner_fixed`.
    leave(scope: ScopeArgument) -> cowrite::Ending = |actor| actor.leave(scope);

    /// Ends a person's access to all that the actor owns (REV-5). Refused with `not_found`.
    revoke_all(person: PersonArgument) -> cowrite::Ending = |actor| actor.revoke_all(person);

    /// Ends the actor's access to all that a person owns (REV-5). Refused with `not_found`.
    leave_all_from(owner: PersonArgument) -> cowrite::Ending = |actor| actor.leave_all_from(owner);
}
