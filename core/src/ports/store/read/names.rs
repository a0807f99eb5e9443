//! What the people are called whom a slice tells of.

use std::collections::BTreeSet;

use super::{Reader, Rows, StoreError};
use crate::domain::document::{Document, DocumentKey};
use crate::domain::roster::Roster;
use crate::domain::track::TrackEvent;
use crate::event::{Author, Entry, Event};
use crate::id::PersonId;

impl<R: Rows> Reader<'_, R> {
    pub(super) fn names(&mut self) -> Result<(), StoreError> {
        let slice = &self.loaded.slice;
        let on_rosters = slice.rosters.values().flat_map(Roster::rows).map(|(person, _)| person);
        let mut people: BTreeSet<PersonId> = on_rosters.collect();
        people.extend(slice.scopes().filter_map(|scope| slice.owner(scope)));
        people.extend(slice.invitations.values().flat_map(|invitation| [invitation.person, invitation.by]));
        for (_, entry) in &self.loaded.log {
            people.extend(entry.author.person());
            people.extend(entry.recorded.event.people());
        }
        people.retain(|person| !self.loaded.slice.people.contains_key(person));
        people.extend(slice.documents.values().filter_map(Document::author));
        for person in people {
            self.person(person)?;
        }
        // What an outsider is called stands beside the events of an import (IMP-3).
        let log = self.loaded.log.iter();
        let imports: Vec<_> = log.filter_map(|(_, entry)| import_of_outsider(entry)).collect();
        imports.into_iter().try_for_each(|key| self.document(key))
    }
}

/// Returns the import that an entry tells of, where an outsider had sent it.
fn import_of_outsider(entry: &Entry) -> Option<DocumentKey> {
    match (&entry.author, &entry.recorded.event) {
        (Author::Person(to), Event::Track(TrackEvent::Imported { import, person: None, .. })) => {
            Some(DocumentKey::Import(*to, *import))
        }
        _ => None,
    }
}
