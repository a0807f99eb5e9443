//! What the upkeep of a store comes to.

use crate::record::record;

record! {
    /// What was swept out.
    Maintained = cowrite::Maintained {
        /// Outcomes of calls with a key, older than 7 days.
        outcomes: u64,
        /// What says that a ticket's download was counted, of tickets whose time is long over.
        tickets: u64,
        /// Counts of wrong passwords, of hours that are over.
        throttles: u64,
    }

    /// Something in the store that breaks a rule.
    Fault = cowrite::Fault {
        /// The rule.
        rule: String,
        /// Where.
        place: String,
        /// What is wrong.
        what: String,
    }
}
