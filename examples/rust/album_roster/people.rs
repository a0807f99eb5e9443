//! The address book: whom the sheet has named so far.
//!
//! Somebody is in the book from the first line that gives their address on, also where the rest of that line is refused: one wrong percentage shall not make all their later lines wrong.
//! The library learns of them only when something of theirs takes hold.

use std::collections::HashMap;

use cowrite::domain::text::fold;
use cowrite::{Email, Error, Invitee, NewPerson, Noun, PersonId};

use super::roster::{Refusal, Who};

/// A person in the book.
#[derive(Debug)]
pub(crate) struct Contact {
    name: String,
    email: Email,
    id: Option<PersonId>,
    is_registered: bool,
}

/// A contact's number in the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Number(usize);

/// The address book.
#[derive(Debug, Default)]
pub(crate) struct People {
    contacts: Vec<Contact>,
    by_email: HashMap<String, Number>,
    /// `None` where several are called so.
    by_name: HashMap<String, Option<Number>>,
}

impl People {
    /// Finds whom a line is about: by the address where it gives one, else by the name.
    ///
    /// # Errors
    /// `email_taken` for an address that stands beside another name, `not_found` for an unknown name without one, `invalid_input` for a name that several have.
    pub(crate) fn find_or_add(&mut self, who: &Who) -> Result<Number, Refusal> {
        let name = fold(&who.name);
        let Some(email) = &who.email else {
            return match self.by_name.get(&name) {
                Some(Some(number)) => Ok(*number),
                Some(None) => {
                    let reason = format!("several people are called {}: give the email", who.name);
                    Err(Refusal::because(&Error::invalid("person", ""), reason))
                }
                None => {
                    let reason = format!("person not found: no line so far gives an email for {}", who.name);
                    Err(Refusal::because(&Error::NotFound { what: Noun::Person }, reason))
                }
            };
        };
        if let Some(number) = self.by_email.get(&email.key()) {
            let known = self.contacts.get(number.0).map(|contact| contact.name.as_str()).unwrap_or_default();
            if fold(known) != name {
                let reason = format!("that email is {known}'s, not {}'s", who.name);
                return Err(Refusal::because(&Error::EmailTaken, reason));
            }
            return Ok(*number);
        }
        let number = Number(self.contacts.len());
        self.contacts.push(Contact { name: who.name.clone(), email: email.clone(), id: None, is_registered: false });
        self.by_email.insert(email.key(), number);
        self.by_name.entry(name).and_modify(|known| *known = None).or_insert(Some(number));
        Ok(number)
    }

    /// Returns how an invitation names somebody: by id, or by address while the library does not know them.
    pub(crate) fn invitee(&self, number: Number) -> Option<Invitee> {
        let Contact { email, id, .. } = self.contacts.get(number.0)?;
        Some(id.map_or_else(|| Invitee::Email(email.as_str().to_owned()), Invitee::Person))
    }

    /// Returns a contact's id, where the library knows them.
    pub(crate) fn id(&self, number: Number) -> Option<PersonId> {
        self.contacts.get(number.0).and_then(|contact| contact.id)
    }

    /// Returns whether somebody has been registered.
    pub(crate) fn is_registered(&self, number: Number) -> bool {
        self.contacts.get(number.0).is_some_and(|contact| contact.is_registered)
    }

    /// Returns how many have been registered.
    pub(crate) fn registered(&self) -> usize {
        self.contacts.iter().filter(|contact| contact.is_registered).count()
    }

    /// Returns what registers somebody.
    pub(crate) fn record(&self, number: Number) -> Option<NewPerson> {
        let Contact { name, email, .. } = self.contacts.get(number.0)?;
        // A host would give its own user id here; the sheet has none, so the place in the book serves.
        Some(NewPerson::new(format!("roster-{}", number.0), name).email(email.as_str()))
    }

    /// Notes by which id the library knows somebody.
    pub(crate) fn note_id(&mut self, number: Number, id: PersonId) {
        if let Some(contact) = self.contacts.get_mut(number.0) {
            contact.id = Some(id);
        }
    }

    /// Notes that somebody has been registered.
    pub(crate) fn note_registered(&mut self, number: Number, id: PersonId) {
        self.note_id(number, id);
        if let Some(contact) = self.contacts.get_mut(number.0) {
            contact.is_registered = true;
        }
    }
}
