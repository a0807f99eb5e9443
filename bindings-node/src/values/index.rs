//! What the access index is asked with.

use cowrite::Action;

use crate::argument::{PersonArgument, WordArgument};
use crate::input::input;
use crate::values::ScopeArgument;

input! {
    /// One question of many: may this person do this there?
    Check => cowrite::Check {
        /// Who.
        person: PersonArgument,
        /// On what.
        scope: ScopeArgument,
        /// What.
        action: WordArgument<Action>,
    } = |_name| cowrite::Check {
        person: person.value("person")?,
        scope: scope.value("scope")?,
        action: action.value("action")?,
    };
}
