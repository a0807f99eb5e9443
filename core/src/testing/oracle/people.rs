//! People (SPEC §2).

use serde_json::{Value, json};

use super::input::{self, Invitee};
use super::model::{Id, InvitationState, Person, PersonState, Scope, Standing, State};
use super::notices::Word;
use super::pages::Page;
use super::{Answer, Call, Refused, not_found, plain, views};

impl State {
    pub(super) fn is_registered(&self, person: &str) -> bool {
        self.people.get(person).is_some_and(|one| one.state == PersonState::Registered)
    }

    pub(super) fn require_person(&self, person: &str) -> Result<(), Refused> {
        if self.people.contains_key(person) { Ok(()) } else { Err(not_found("person")) }
    }

    pub(super) fn require_registered(&self, person: &str) -> Result<(), Refused> {
        if self.is_registered(person) { Ok(()) } else { Err(not_found("person")) }
    }

    /// PER-1: addresses are compared ASCII-case-insensitively.
    pub(super) fn holder(&self, address: &str) -> Option<&Id> {
        let mut people = self.people.iter();
        let holds = |person: &Person| person.email.as_ref().is_some_and(|email| email.eq_ignore_ascii_case(address));
        people.find(|(_, person)| holds(person)).map(|(id, _)| id)
    }

    /// Ruling 19: by id a registered or unclaimed person; an address may be nobody's yet.
    pub(super) fn find_invitee(&self, invitee: &Invitee) -> Result<Option<Id>, Refused> {
        match invitee {
            Invitee::Email(address) => Ok(self.holder(address).cloned()),
            Invitee::Person(id) => {
                let known = self.people.get(id).filter(|one| one.state != PersonState::Erased);
                known.map(|_| Some(id.clone())).ok_or_else(|| not_found("person"))
            }
        }
    }

    /// PER-1, INV-3: a known external id is that person unchanged (ruling 1); else whoever
    /// registers first with an unclaimed person's address becomes that person.
    pub(super) fn register(&mut self, call: &Call<'_>) -> Answer {
        let external_id = input::needed_text(call.args, "external_id")?;
        let name = input::needed_text(call.args, "name")?;
        let email = input::optional_email(call.args)?;
        if let Some(id) = self.with_external_id(&external_id) {
            return Ok(self.person_json(&id));
        }
        let holder = email.as_ref().and_then(|address| self.holder(address)).cloned();
        if holder.as_ref().is_some_and(|id| self.is_registered(id)) {
            return Err(plain("email_taken"));
        }
        let id = match holder {
            Some(unclaimed) => unclaimed,
            None => self.new_id(call.made("id")),
        };
        let person = Person { external_id: Some(external_id), name: Some(name), email, state: PersonState::Registered };
        self.people.insert(id.clone(), person);
        Ok(self.person_json(&id))
    }

    fn with_external_id(&self, external_id: &str) -> Option<Id> {
        let mut people = self.people.iter();
        people.find(|(_, person)| person.external_id.as_deref() == Some(external_id)).map(|(id, _)| id.clone())
    }

    /// Ruling 2: also an unclaimed person's address is taken.
    /// Open reading: only registered people are changed; unclaimed and erased are not_found.
    pub(super) fn update_person(&mut self, call: &Call<'_>) -> Answer {
        let id = input::id(call.args, "person")?;
        let name = input::optional_text(call.args, "name")?;
        let email = input::optional_email(call.args)?;
        self.require_registered(&id)?;
        let holder = email.as_ref().and_then(|address| self.holder(address));
        if holder.is_some_and(|holder| *holder != id) {
            return Err(plain("email_taken"));
        }
        if let Some(person) = self.people.get_mut(&id) {
            if name.is_some() {
                person.name = name;
            }
            if call.args.get("email").is_some() {
                person.email = email;
            }
        }
        Ok(self.person_json(&id))
    }

    /// PER-2 and ruling 3. Erasing again finds nothing left to do.
    pub(super) fn erase_person(&mut self, call: &Call<'_>) -> Answer {
        let id = input::id(call.args, "person")?;
        self.require_person(&id)?;
        if self.all_scopes().iter().any(|scope| self.owns(&id, scope)) {
            return Err(plain("owner_fixed"));
        }
        let standings = self.all_scopes().into_iter();
        let closed: Vec<Scope> = standings.filter(|scope| self.standing(scope, &id).is_active()).collect();
        for scope in &closed {
            self.put_standing(scope, &id, Standing::Left, call.now);
        }
        let mut ended = Vec::new();
        for (invitation, one) in self.invitations.clone() {
            let pending = self.state_of(&one, call.now) == InvitationState::Pending;
            if one.person == id && pending {
                self.end_invitation(&invitation, InvitationState::Void);
                ended.push(invitation);
            }
        }
        let offers = self.end_lost_offers(call.now);
        self.buckets.retain(|_, bucket| bucket.person != id);
        self.end_imports(&id);
        if let Some(page) = self.pages.get_mut(&id) {
            *page = Page { taken_down: page.taken_down, ..Page::default() };
        }
        if let Some(person) = self.people.get_mut(&id) {
            *person = Person { external_id: None, name: None, email: None, state: PersonState::Erased };
        }
        self.end_playlists();
        for scope in &closed {
            self.tell_owner(&Word { what: "left", scope, about: Some(&id) });
        }
        Ok(json!({
            "closed": views::scopes(&closed),
            "invitations_ended": ended,
            "offers_ended": views::scopes(&offers),
            "remaining": [],
            "freed": [],
            "files": views::scopes(&closed),
            "told": self.told(call),
        }))
    }

    pub(super) fn person(&self, call: &Call<'_>) -> Answer {
        let id = input::id(call.args, "person")?;
        self.require_person(&id)?;
        Ok(self.person_json(&id))
    }

    pub(super) fn person_by_external_id(&self, call: &Call<'_>) -> Answer {
        let external_id = input::needed_text(call.args, "external_id")?;
        let id = self.with_external_id(&external_id).ok_or_else(|| not_found("person"))?;
        Ok(self.person_json(&id))
    }

    fn person_json(&self, id: &str) -> Value {
        let Some(person) = self.people.get(id) else {
            return Value::Null;
        };
        let state = match person.state {
            PersonState::Registered => "registered",
            PersonState::Unclaimed => "unclaimed",
            PersonState::Erased => "erased",
        };
        json!({
            "id": id,
            "external_id": person.external_id,
            "name": self.name_of(id),
            "email": person.email,
            "state": state,
        })
    }

    /// PER-2: who was erased reads "former member"; an unclaimed person has no name.
    pub(super) fn name_of(&self, id: &str) -> Option<String> {
        let person = self.people.get(id)?;
        match person.state {
            PersonState::Erased => Some("former member".to_owned()),
            PersonState::Registered | PersonState::Unclaimed => person.name.clone(),
        }
    }
}
