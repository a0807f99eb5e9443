//! Who may do what, asked.

use crate::argument::WordArgument;
use crate::call::operations;
use crate::values::ScopeArgument;

operations! { actor on cowrite::Actor;
    /// Whether the actor may do something on a track or group now (ACC-1, GRP-3).
    ///
    /// False, too, for what is not there: the answer never tells (ACC-5).
    /// Refused with `invalid_input` for an action that such a scope does not know.
    can(scope: ScopeArgument; action: WordArgument<cowrite::Action>) -> bool = |actor| actor.can(scope, action);
}
