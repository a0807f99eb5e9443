//! What is to be done outside: one of three things, and of what.

use super::ScopeArgument;
use crate::argument::{ImportArgument, PersonArgument};
use crate::union::union;

union! {
    /// Something to be done outside after a commit, harmless to do twice.
    Effect = cowrite::Effect, given as EffectArgument {
        /// Brings the members of a track's shared folder, or of those of all tracks below a group, to what access says (FIL-2).
        "reconcile" Reconcile {
            /// Where.
            scope: ScopeArgument = cowrite::Scope,
        } = Self::Reconcile { scope } => (scope), |name| cowrite::Effect::Reconcile { scope: scope.value(name)? };
        /// Brings the folder of a track, or those of all tracks below a group, to where title, groups and owner say (FIL-1, OWN-4).
        "arrange" Arrange {
            /// The track, or the group.
            scope: ScopeArgument = cowrite::Scope,
        } = Self::Arrange { scope } => (scope), |name| cowrite::Effect::Arrange { scope: scope.value(name)? };
        /// Puts what has come of an accepted import into its track's folder (IMP-3).
        "carry" Carry {
            /// To whom it was sent.
            to: PersonArgument = cowrite::PersonId,
            /// Which.
            import: ImportArgument = cowrite::ImportId,
        } = Self::Carry { to, import } => (to, import), |name| cowrite::Effect::Carry {
            to: to.value(name)?,
            import: import.value(name)?,
        };
    }
}
