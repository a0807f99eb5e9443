//! People, whom the host registers.

use crate::argument::{Edit, PersonArgument, Text};
use crate::call::operations;

operations! { workspace on cowrite::Workspace;
    /// The number of the last commit: 0 for an empty workspace.
    revision() -> u64 = |workspace| workspace.revision();

    /// Registers a person, or gives back who has that external id; somebody invited by that address before becomes them (PER-1).
    ///
    /// Refused with `invalid_input`, `limit_exceeded`, `email_taken`.
    register(external_id: Text; name: Text, email: Option<Text> = None) -> cowrite::PersonView = |workspace| {
        let person = cowrite::NewPerson::new(external_id, name);
        workspace.register(match email {
            Some(email) => person.email(email),
            None => person,
        })
    };

    /// Changes a person's name or address; `null` takes the address away, what is left out stays (PER-1).
    ///
    /// Refused with `invalid_input`, `limit_exceeded`, `not_found`, `email_taken`.
    update_person(person: PersonArgument; name: Option<Text> = None, email: Edit<Text> = Keep) -> cowrite::PersonView = |workspace| {
        let mut update = cowrite::PersonUpdate::new();
        (update.name, update.email) = (name, email);
        workspace.update_person(person, update)
    };

    /// Erases a person: name and address are forgotten, their access ends everywhere, their credits stay (PER-2).
    ///
    /// Refused with `not_found`, and `owner_fixed` while they own anything.
    erase_person(person: PersonArgument) -> cowrite::Ending = |workspace| workspace.erase_person(person);

    /// Who a person is. Refused with `not_found`.
    person(person: PersonArgument) -> cowrite::PersonView = |workspace| workspace.person(person);

    /// Who has that external id: the host's own name for a person. Refused with `not_found`.
    person_by_external_id(external_id: Text) -> cowrite::PersonView = |workspace| {
        async move { workspace.person_by_external_id(&external_id).await }
    };
}
