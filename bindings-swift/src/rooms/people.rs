//! People, whom the host registers.

use crate::argument::Edit;
use crate::call::operations;
use crate::custom::PersonID;

operations! { WorkspaceCore on cowrite::Workspace;
    /// Registers a person, or gives back who has that external id; somebody invited by that address before becomes them (PER-1).
    ///
    /// Throws `invalidInput`, `limitExceeded`, `emailTaken`.
    register(external_id: String, name: String, email: Option<String> = None) -> cowrite::PersonView = |workspace| {
        let person = cowrite::NewPerson::new(external_id, name);
        workspace.register(match email {
            Some(email) => person.email(email),
            None => person,
        })
    };

    /// Changes a person's name or address; `nil` takes the address away, what is left out stays (PER-1).
    ///
    /// Throws `invalidInput`, `limitExceeded`, `notFound`, `emailTaken`.
    update_person(
        person as "_": PersonID,
        name: Option<String> = None,
        email: Edit<String> = Keep,
    ) -> cowrite::PersonView = |workspace| {
        let mut update = cowrite::PersonUpdate::new();
        (update.name, update.email) = (name, email);
        workspace.update_person(person, update)
    };

    /// Erases a person: name and address are forgotten, their access ends everywhere, their credits stay (PER-2).
    ///
    /// Throws `notFound`, and `ownerFixed` while they own anything.
    erase_person(person as "_": PersonID) -> cowrite::Ending = |workspace| workspace.erase_person(person);

    /// Who a person is. Throws `notFound`.
    person(person as "_": PersonID) -> cowrite::PersonView = |workspace| workspace.person(person);

    /// Who has that external id: the host's own name for a person. Throws `notFound`.
    person_by_external_id(external_id as "_": String) -> cowrite::PersonView = |workspace| {
        async move { workspace.person_by_external_id(&external_id).await }
    };
}
