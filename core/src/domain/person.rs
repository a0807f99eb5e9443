//! People: whom the host has registered, and those so far only invited by address.
//!
//! 1. One person per external id, one per address (PER-1).
//! 2. An invitation to an unknown address makes an unclaimed person, whom the first to register with that address becomes (INV-3).
//! 3. Erasing wipes external id, name and address, and keeps the record (PER-2).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::document::DocumentKey;
use super::draft::{Draft, Guard};
use super::ending::Ending;
use super::slice::Slice;
use super::split::Invitee;
use super::text::{Email, NAME_LIMIT, tidy};
use crate::error::{Error, Noun};
use crate::event::Aggregate;
use crate::id::PersonId;

/// What an erased person is called where a name is shown (PER-2).
pub const FORMER_MEMBER: &str = "former member";

/// Where a person's record stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: SPEC §2 knows these three")]
pub enum PersonState {
    /// The host has registered the person.
    Registered,
    /// Somebody has invited the address; nobody has registered with it yet.
    Unclaimed,
    /// The host has had the person erased.
    Erased,
}

/// What the host says of a person: never part of an event.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct Profile {
    /// The host's own id.
    pub external_id: Option<String>,
    /// The name.
    pub name: Option<String>,
    /// The address that the host says the person controls.
    pub email: Option<Email>,
}

/// A person's record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct Person {
    /// The id.
    pub id: PersonId,
    /// Where the record stands.
    pub state: PersonState,
    /// Name and address.
    pub profile: Profile,
}

impl Person {
    /// Returns the name to show: none for somebody who has not registered yet (PER-2).
    #[must_use]
    pub fn display_name(&self) -> Option<&str> {
        match self.state {
            PersonState::Erased => Some(FORMER_MEMBER),
            PersonState::Registered | PersonState::Unclaimed => self.profile.name.as_deref(),
        }
    }

    /// Applies what has happened; the profile is kept beside the events.
    pub fn apply(&mut self, event: &PersonEvent) {
        match event {
            PersonEvent::Registered | PersonEvent::Claimed => self.state = PersonState::Registered,
            PersonEvent::Unclaimed => self.state = PersonState::Unclaimed,
            PersonEvent::ProfileChanged { .. } => {}
            PersonEvent::Erased => self.state = PersonState::Erased,
        }
    }
}

/// What has happened to a person's record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a reader of history must meet every event")]
pub enum PersonEvent {
    /// The host registered somebody new.
    Registered,
    /// An address was invited that nobody held.
    Unclaimed,
    /// Somebody registered with the address of an unclaimed person, and is that person from now on.
    Claimed,
    /// Name or address were changed.
    ProfileChanged {
        /// Whether the name was.
        name: bool,
        /// Whether the address was.
        email: bool,
    },
    /// Name and address were wiped.
    Erased,
}

/// A value that at most one person has (PER-1).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a store must keep each of them unique")]
pub enum Claim {
    /// The host's own id.
    ExternalId(String),
    /// An address, by the key that it is compared by.
    Email(String),
    /// The address of a public page (PUB-2).
    Slug(String),
    /// The place of a track's folder in an account, by a hash of both (FIL-1).
    Folder(String),
}

/// A unique value changing hands: from whom, and to whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes")]
pub struct ClaimChange {
    /// Who has it now, if anybody: a store checks that it is still so.
    pub from: Option<PersonId>,
    /// Who has it then, if anybody.
    pub to: Option<PersonId>,
}

impl Claim {
    /// Returns the claim to an address.
    #[must_use]
    pub fn email(email: &Email) -> Self {
        Self::Email(email.key())
    }
}

/// A person to register: the host's own id, a name, and if the host has one an address.
///
/// # Example: with an address that the host has verified
///
/// ```
/// use cowrite::NewPerson;
///
/// let alex = NewPerson::new("alex-1", "Alex Reyes").email("alex@example.com");
/// # let _ = alex;
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct NewPerson {
    external_id: String,
    name: String,
    email: Option<String>,
}

impl NewPerson {
    /// Names a person by the host's own id and a name.
    pub fn new(external_id: impl Into<String>, name: impl Into<String>) -> Self {
        Self { external_id: external_id.into(), name: name.into(), email: None }
    }

    /// Adds an address: the host's word that the person controls it (PER-1).
    pub fn email(mut self, email: impl Into<String>) -> Self {
        self.email = Some(email.into());
        self
    }

    /// Checks the text and brings it to the form in which it is kept.
    ///
    /// # Errors
    /// `invalid_input` and `limit_exceeded` for `external_id`, `name` and `email`.
    pub fn profile(&self) -> Result<Profile, Error> {
        Ok(Profile {
            external_id: Some(tidy("external_id", &self.external_id, NAME_LIMIT)?),
            name: Some(tidy("name", &self.name, NAME_LIMIT)?),
            email: self.email.as_deref().map(str::parse).transpose()?,
        })
    }
}

/// What to change of a person's record; what is left out stays.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
#[must_use]
pub struct PersonUpdate {
    /// The new name.
    pub name: Option<String>,
    /// The new address, or `Some(None)` for none.
    pub email: Option<Option<String>>,
}

impl PersonUpdate {
    /// Changes nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Changes the name.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Changes the address, or takes it away.
    pub fn email(mut self, email: Option<&str>) -> Self {
        self.email = Some(email.map(ToOwned::to_owned));
        self
    }

    /// Returns `profile` with the change made.
    ///
    /// # Errors
    /// `invalid_input` and `limit_exceeded` for `name` and `email`.
    pub fn apply(&self, profile: &Profile) -> Result<Profile, Error> {
        let mut changed = profile.clone();
        if let Some(name) = &self.name {
            changed.name = Some(tidy("name", name, NAME_LIMIT)?);
        }
        if let Some(email) = &self.email {
            changed.email = email.as_deref().map(str::parse).transpose()?;
        }
        Ok(changed)
    }
}

impl Slice {
    /// Returns the ids of what was loaded of a person's: invitations, scopes that say something of them, imports, buckets, playlists.
    fn parts_of(&self, id: PersonId) -> BTreeSet<Uuid> {
        let invitations = self.invitations.values().filter(|sent| sent.person == id).map(|sent| sent.id.uuid());
        let scopes = self.rosters.iter().filter(|(_, roster)| roster.knows(id)).map(|(scope, _)| scope.uuid());
        let is_theirs = |key: &&DocumentKey| match key {
            DocumentKey::Import(person, _) | DocumentKey::Bucket(person, _) | DocumentKey::Playlist(person, _) => {
                *person == id
            }
            _ => false,
        };
        let documents = self.documents.keys().filter(is_theirs).map(|key| key.id());
        invitations.chain(scopes).chain(documents).collect()
    }
}

impl Draft {
    /// Registers somebody, or gives back whom the host registered under that id before (PER-1, INV-3).
    ///
    /// # Errors
    /// `email_taken` where another registered person has the address.
    pub fn register(&mut self, profile: Profile) -> Result<PersonId, Error> {
        let known = profile.external_id.clone().map(Claim::ExternalId);
        if let Some(person) = known.and_then(|claim| self.slice.holders.get(&claim)) {
            return Ok(*person);
        }
        let holder = profile.email.as_ref().and_then(|email| self.slice.holders.get(&Claim::email(email)));
        let (id, event) = match holder.and_then(|holder| self.slice.people.get(holder)) {
            Some(person) if person.state == PersonState::Unclaimed => (person.id, PersonEvent::Claimed),
            Some(_) => return Err(Error::EmailTaken),
            None => (self.new_person(), PersonEvent::Registered),
        };
        self.record(Aggregate::Person(id), event);
        self.set_profile(id, profile);
        Ok(id)
    }

    /// Changes name or address of a registered person (PER-1).
    ///
    /// # Errors
    /// `not_found` for who is not registered, `email_taken`.
    pub fn update_person(&mut self, id: PersonId, update: &PersonUpdate) -> Result<(), Error> {
        let person = self.slice.people.get(&id).filter(|person| person.state == PersonState::Registered);
        let before = person.map(|person| person.profile.clone()).ok_or(Error::not_found(Noun::Person))?;
        let profile = update.apply(&before)?;
        let holder = profile.email.as_ref().and_then(|email| self.slice.holders.get(&Claim::email(email)));
        if holder.is_some_and(|holder| *holder != id) {
            return Err(Error::EmailTaken);
        }
        let (name, email) = (profile.name != before.name, profile.email != before.email);
        if name || email {
            self.record(Aggregate::Person(id), PersonEvent::ProfileChanged { name, email });
            self.set_profile(id, profile);
        }
        Ok(())
    }

    /// Lets the commit hold only while nothing of a person's is there but what was loaded: it may be decided on all of it (PER-2, FIL-2).
    pub fn rest_on_parts(&mut self, id: PersonId) {
        self.guards.insert(Guard::NothingNew { person: id, known: self.slice.parts_of(id) });
    }

    /// Erases a person: ends access, invitations, offers, page and imports, wipes name and address, and drops the kept outcomes of their calls (PER-2).
    ///
    /// # Errors
    /// `not_found` for who is not there, `owner_fixed` while they own tracks or groups.
    pub fn erase_person(&mut self, id: PersonId) -> Result<Ending, Error> {
        let person = self.slice.people.get(&id).ok_or(Error::not_found(Noun::Person))?;
        if person.state == PersonState::Erased {
            return Ok(Ending::default());
        }
        if self.slice.scopes().any(|scope| self.slice.owner(scope) == Some(id)) {
            return Err(Error::OwnerFixed);
        }
        self.guards.insert(Guard::OwnsNothing(id));
        self.rest_on_parts(id);
        self.forgets.insert(id);
        let ending = self.end_everything(id);
        self.delete_buckets(id);
        self.end_page(id);
        self.end_imports(id);
        self.end_playlists(id);
        self.record(Aggregate::Person(id), PersonEvent::Erased);
        self.set_profile(id, Profile::default());
        Ok(ending)
    }

    /// Returns the person that an invitee is, making an unclaimed one for an address that nobody has (INV-3).
    ///
    /// # Errors
    /// `invalid_input{email}`; `not_found{what: person}` for an id that is nobody's.
    pub fn invitee(&mut self, invitee: &Invitee) -> Result<PersonId, Error> {
        if let Some(person) = self.slice.find_invitee(invitee)? {
            return Ok(person);
        }
        let Invitee::Email(email) = invitee else {
            return Err(Error::not_found(Noun::Person));
        };
        let email: Email = email.parse()?;
        let id = self.new_person();
        self.record(Aggregate::Person(id), PersonEvent::Unclaimed);
        self.set_profile(id, Profile { email: Some(email), ..Profile::default() });
        Ok(id)
    }

    fn new_person(&mut self) -> PersonId {
        let shard = self.new_shard();
        let id = PersonId::from_uuid(self.new_id(shard));
        // Nobody has a row for somebody who was not there until now.
        for roster in self.slice.rosters.values_mut() {
            roster.members.entry(id).or_insert(None);
        }
        id
    }
}
