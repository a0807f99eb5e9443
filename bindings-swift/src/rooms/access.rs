//! Who may do what, asked.

use crate::call::operations;
use crate::values::Scope;
use crate::words::Action;

operations! { ActorCore on cowrite::Actor;
    /// Whether the actor may do something on a track or group now (ACC-1, GRP-3).
    ///
    /// `false`, too, for what is not there: the answer never tells (ACC-5).
    /// Throws `invalidInput` for an action that such a scope does not know.
    can(action as "_": Action, scope as "on": Scope) -> bool = |actor| actor.can(scope, action);
}
