//! People.

use crate::crosses::record;

record! {
    /// A person as the host sees them.
    Person = cowrite::PersonView {
        /// The id.
        id: cowrite::PersonId,
        /// The host's own id; none for who is unclaimed or erased.
        external_id: Option<String>,
        /// The name to show: `former member` for who is erased, none for who is unclaimed.
        name: Option<String>,
        /// The address.
        email: Option<cowrite::Email>,
        /// Where the record stands.
        state: cowrite::PersonState,
    }
}
