//! People, as the host registers them (PER-1, PER-2).

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::driver::Call;
use super::workspace::Workspace;
use crate::domain::document::DocumentKey;
use crate::domain::draft::Draft;
use crate::domain::ending::Ending;
use crate::domain::person::{Claim, NewPerson, Person, PersonState, PersonUpdate};
use crate::domain::slice::Slice;
use crate::domain::text::{Email, NAME_LIMIT, tidy};
use crate::error::{Error, Noun};
use crate::id::PersonId;
use crate::ports::store::{Find, Need};

/// A person as the host sees them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PersonView {
    /// The id.
    pub id: PersonId,
    /// The host's own id; none for who is unclaimed or erased.
    pub external_id: Option<String>,
    /// The name to show: `former member` for who is erased, none for who is unclaimed.
    pub name: Option<String>,
    /// The address.
    pub email: Option<Email>,
    /// Where the record stands.
    pub state: PersonState,
}

impl PersonView {
    fn of(slice: &Slice, id: PersonId) -> Result<Self, Error> {
        let person: &Person = slice.people.get(&id).ok_or(Error::not_found(Noun::Person))?;
        Ok(Self {
            id,
            external_id: person.profile.external_id.clone(),
            name: person.display_name().map(ToOwned::to_owned),
            email: person.profile.email.clone(),
            state: person.state,
        })
    }
}

/// Returns what is loaded of a person where nothing of theirs may be overlooked.
fn parts_of(id: PersonId) -> [Need; 4] {
    [
        Need::PartsOf { person: id, with: id },
        Need::Documents(Find::ImportsTo(id)),
        Need::Documents(Find::BucketsOf(id)),
        Need::Documents(Find::PlaylistsOf(id)),
    ]
}

impl Workspace {
    /// Registers somebody by the host's own id, a name, and if there is one an address (PER-1).
    ///
    /// The same id gives the same person again, unchanged.
    /// Who registers with an address that has been invited becomes the person invited (INV-3).
    ///
    /// # Errors
    /// `invalid_input` and `limit_exceeded` for `external_id`, `name`, `email`; `email_taken`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let workspace = cowrite::Workspace::in_memory()?;
    /// use cowrite::NewPerson;
    ///
    /// let alex = workspace.register(NewPerson::new("alex-1", "Alex Reyes").email("alex@example.com")).await?;
    /// let again = workspace.register(NewPerson::new("alex-1", "Alex Reyes")).await?;
    /// assert_eq!(alex, again);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn register(&self, person: NewPerson) -> Result<PersonView, Error> {
        let profile = person.profile()?;
        let external = profile.external_id.clone().map(Claim::ExternalId);
        let email = profile.email.as_ref().map(Claim::email);
        let needs = external.into_iter().chain(email).map(Need::Holder).collect();
        let call = Call { operation: "register", needs, lane: None, arguments: json!(null) };
        let decide = |draft: &mut Draft| {
            let id = draft.register(profile.clone())?;
            PersonView::of(&draft.slice, id)
        };
        self.host().act(call, decide).await
    }

    /// Changes a person's name or address (PER-1).
    ///
    /// Where folders are shared with people, what was sent to a former address is taken back by [`Workspace::run_effects`] (FIL-2), which is due as soon as the address has changed.
    ///
    /// # Errors
    /// `invalid_input` and `limit_exceeded` for `name`, `email`; `not_found` for who is not registered; `email_taken`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, alex, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::PersonUpdate;
    ///
    /// let renamed = workspace.update_person(alex.id(), PersonUpdate::new().name("Alex R.")).await?;
    /// assert_eq!(renamed.name.as_deref(), Some("Alex R."));
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn update_person(&self, id: PersonId, update: PersonUpdate) -> Result<PersonView, Error> {
        let tidied = update.apply(&crate::domain::person::Profile::default())?;
        let mut needs = vec![Need::Person(id)];
        needs.extend(tidied.email.as_ref().map(Claim::email).map(Need::Holder));
        let host = self.host();
        // Taking an address away leaves what was sent to it as well.
        let looks_at_folders = update.email.is_some() && host.shares_folders();
        if looks_at_folders {
            needs.extend(parts_of(id));
        }
        let call = Call { operation: "update_person", needs, lane: Some(id.uuid()), arguments: json!(null) };
        let decide = |draft: &mut Draft| {
            draft.update_person(id, &update)?;
            if looks_at_folders {
                // Whoever lets them in meanwhile may do so by the address before.
                draft.rest_on_parts(id);
                draft.effects.extend(host.known_in(&draft.slice, id));
            }
            PersonView::of(&draft.slice, id)
        };
        host.act(call, decide).await
    }

    /// Erases a person: ends access, invitations, offers, page and imports, and wipes name and address (PER-2).
    ///
    /// Credits, shares and comments stay, under the name "former member". The outcomes kept for repeats of the person's calls are dropped (REL-1).
    ///
    /// # Errors
    /// `not_found`; `owner_fixed` while the person owns tracks or groups: hand these over first.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// let ended = workspace.erase_person(alex.id()).await?;
    /// assert_eq!(ended.closed, [track.into()]);
    /// assert_eq!(workspace.person(alex.id()).await?.name.as_deref(), Some("former member"));
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn erase_person(&self, id: PersonId) -> Result<Ending, Error> {
        let mut needs = vec![Need::Person(id), Need::Document(DocumentKey::Page(id))];
        needs.extend(parts_of(id));
        let call = Call { operation: "erase_person", needs, lane: Some(id.uuid()), arguments: json!(null) };
        let host = self.host();
        let decide = |draft: &mut Draft| {
            let known = host.known_in(&draft.slice, id);
            let ended = draft.erase_person(id)?;
            draft.effects.extend(known);
            Ok(ended)
        };
        host.act(call, decide).await
    }

    /// Returns a person's record.
    ///
    /// # Errors
    /// `not_found`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, alex, .. } = cowrite::testing::Studio::new().await?;
    /// assert_eq!(workspace.person(alex.id()).await?.name.as_deref(), Some("Alex Reyes"));
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn person(&self, id: PersonId) -> Result<PersonView, Error> {
        let (loaded, _) = self.host().read("person", vec![Need::Person(id)]).await?;
        PersonView::of(&loaded.slice, id)
    }

    /// Returns whom the host registered under its own id.
    ///
    /// # Errors
    /// `not_found`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { workspace, alex, .. } = cowrite::testing::Studio::new().await?;
    /// assert_eq!(workspace.person_by_external_id("alex").await?.id, alex.id());
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn person_by_external_id(&self, external_id: &str) -> Result<PersonView, Error> {
        let missing = Error::not_found(Noun::Person);
        let claim = Claim::ExternalId(tidy("external_id", external_id, NAME_LIMIT).map_err(|_| missing.clone())?);
        let (loaded, _) = self.host().read("person_by_external_id", vec![Need::Holder(claim.clone())]).await?;
        let id = loaded.slice.holders.get(&claim).copied().ok_or(missing)?;
        PersonView::of(&loaded.slice, id)
    }
}
