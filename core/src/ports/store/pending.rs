use std::collections::{BTreeMap, BTreeSet};

use super::{Change, Find, Replay, Row, Stored};
use crate::domain::document::{DocumentKey, DocumentKind};
use crate::domain::draft::Guard;
use crate::domain::effect::Effect;
use crate::domain::item::{Counter, Item, Mark, Spend, Stream};
use crate::domain::library::{LibrarySort, TrackPlace, TrackSource};
use crate::domain::person::{Claim, ClaimChange};
use crate::domain::slice::RowKey;
use crate::event::{Aggregate, Author, Recorded};
use crate::id::{InvitationId, PersonId, TrackId};
use crate::time::Timestamp;
use uuid::Uuid;

/// Rows by key, found by what [`Find`] can ask.
///
/// Every row says itself by which questions it is found, so the index cannot miss one.
#[derive(Debug, Clone, Default)]
pub struct Table {
    rows: BTreeMap<RowKey, Stored>,
    found: BTreeMap<Find, BTreeSet<RowKey>>,
    invitations: BTreeMap<InvitationId, RowKey>,
    documents: BTreeMap<(DocumentKind, Uuid), RowKey>,
}

impl Table {
    /// Returns a row.
    #[must_use]
    pub fn get(&self, key: RowKey) -> Option<&Stored> {
        self.rows.get(&key)
    }

    /// Returns the rows that a question finds, ordered by key.
    pub fn find(&self, question: &Find) -> impl Iterator<Item = &Stored> {
        self.found.get(question).into_iter().flatten().filter_map(|key| self.rows.get(key))
    }

    /// Returns an invitation by its id alone.
    #[must_use]
    pub fn invitation(&self, id: InvitationId) -> Option<&Stored> {
        self.invitations.get(&id).and_then(|key| self.rows.get(key))
    }

    /// Returns a document by its kind and id alone.
    #[must_use]
    pub fn document(&self, kind: DocumentKind, id: Uuid) -> Option<&Stored> {
        self.documents.get(&(kind, id)).and_then(|key| self.rows.get(key))
    }

    /// Returns the documents that a question finds after a place, each with its own, in order.
    #[must_use]
    pub fn page(&self, question: &Find, after: Option<&[u8]>, limit: u32) -> Vec<(Vec<u8>, &Stored)> {
        let placed = self.find(question).filter_map(|stored| {
            let Row::Document(document) = &stored.row else { return None };
            Some((question.place(document), stored))
        });
        let mut later: Vec<_> =
            placed.filter(|(place, _)| after.is_none_or(|after| place.as_slice() > after)).collect();
        later.sort_by(|(one, _), (other, _)| one.cmp(other));
        later.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        later
    }

    /// Returns where tracks of a source stand in an order, after a place, at most `limit`.
    #[must_use]
    pub fn tracks(
        &self,
        source: &TrackSource,
        sort: LibrarySort,
        after: Option<&TrackPlace>,
        limit: u32,
    ) -> Vec<TrackPlace> {
        let most = usize::try_from(limit).unwrap_or(usize::MAX);
        let rows = self.found.get(&Find::of_source(source)).into_iter().flatten();
        let place = |key: &RowKey| {
            let id = track_of(*key)?;
            match &self.rows.get(&RowKey::Track(id))?.row {
                Row::Track(track) => Some(TrackPlace::of(sort, &track.title, id)),
                _ => None,
            }
        };
        let is_later = |place: &TrackPlace| after.is_none_or(|after| after.is_before(sort, place));
        // Keys are in the order of the tracks' ids, so that the newest need no sorting.
        if sort == LibrarySort::Newest {
            return rows.rev().filter_map(place).filter(is_later).take(most).collect();
        }
        let mut places: Vec<TrackPlace> = rows.filter_map(place).filter(is_later).collect();
        places.sort_by(|one, other| sort.compare(one, other));
        places.truncate(most);
        places
    }

    /// Returns all rows, ordered by key.
    pub fn rows(&self) -> impl Iterator<Item = &Stored> {
        self.rows.values()
    }

    /// Writes a row in place of what was there.
    pub fn put(&mut self, stored: Stored) {
        let key = stored.row.key();
        self.delete(key);
        for question in Find::all_finding(&stored.row) {
            self.found.entry(question).or_default().insert(key);
        }
        if let RowKey::Invitation(_, id) = key {
            self.invitations.insert(id, key);
        }
        if let RowKey::Document(document) = key {
            self.documents.insert((document.kind(), document.id()), key);
        }
        self.rows.insert(key, stored);
    }

    /// Takes a row away.
    pub fn delete(&mut self, key: RowKey) {
        let Some(before) = self.rows.remove(&key) else {
            return;
        };
        for question in Find::all_finding(&before.row) {
            if let Some(keys) = self.found.get_mut(&question) {
                keys.remove(&key);
                if keys.is_empty() {
                    self.found.remove(&question);
                }
            }
        }
    }
}

/// Returns the track that a row is about, where it is one by which the track is in a source.
const fn track_of(key: RowKey) -> Option<TrackId> {
    match key {
        RowKey::Track(id) | RowKey::Document(DocumentKey::Placement(_, id)) => Some(id),
        RowKey::Member(scope, _) => scope.track(),
        _ => None,
    }
}

/// Changes decided one after the other and not committed yet: a batch in the making.
#[derive(Debug, Clone, Default)]
pub struct Pending {
    pub(super) table: Table,
    pub(super) deleted: BTreeSet<RowKey>,
    pub(super) claims: BTreeMap<Claim, ClaimChange>,
    pub(super) versions: BTreeMap<Aggregate, u64>,
    pub(super) replays: Vec<Replay>,
    pub(super) forgets: BTreeSet<PersonId>,
    expect: BTreeMap<Aggregate, u64>,
    recorded: Vec<Recorded>,
    guards: BTreeSet<Guard>,
    effects: BTreeSet<Effect>,
    items: Vec<Item>,
    marks: BTreeSet<Mark>,
    spends: Vec<Spend>,
    at: Timestamp,
}

impl Pending {
    /// Adds a change that was decided over this.
    pub fn add(&mut self, change: Change) {
        let Change { at, author: _, expect, recorded, put, delete, claims, guards, .. } = change;
        self.at = self.at.max(at);
        for (aggregate, version) in expect {
            // The first look at an aggregate was at the store's own version.
            self.expect.entry(aggregate).or_insert(version);
        }
        for one in &recorded {
            self.versions.insert(one.aggregate, one.seq);
        }
        self.recorded.extend(recorded);
        for stored in put {
            self.deleted.remove(&stored.row.key());
            self.table.put(stored);
        }
        for key in delete {
            self.table.delete(key);
            self.deleted.insert(key);
        }
        for (claim, change) in claims {
            // It leaves the hands that the store knows it in, whatever hands it went through here.
            self.claims.entry(claim).or_insert(change).to = change.to;
        }
        self.guards.extend(guards);
        self.effects.extend(change.effects);
        self.items.extend(change.items);
        self.marks.extend(change.marks);
        self.spends.extend(change.spends);
        self.replays.retain(|replay| !change.forgets.contains(&replay.actor));
        self.forgets.extend(change.forgets);
        self.replays.extend(change.replays);
    }

    /// Returns whether nothing has been added.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.recorded.is_empty()
            && self.replays.is_empty()
            && self.forgets.is_empty()
            && self.items.is_empty()
            && self.marks.is_empty()
            && self.spends.is_empty()
    }

    /// Returns the tracks that something in it is about.
    pub(super) fn tracks(&self) -> impl Iterator<Item = TrackId> {
        self.table.rows.keys().chain(&self.deleted).copied().filter_map(track_of)
    }

    /// Returns how often something is counted in it.
    #[must_use]
    pub fn spent(&self, counter: &Counter) -> u64 {
        self.spends.iter().filter(|spend| spend.counter == *counter).fold(0, |sum: u64, _| sum.saturating_add(1))
    }

    /// Returns whether anything was added to a stream or marked in it.
    #[must_use]
    pub fn touches(&self, stream: Stream) -> bool {
        self.items.iter().any(|item| item.stream == stream) || self.marks.iter().any(|mark| mark.stream == stream)
    }

    /// Returns items of a stream with what was added to it and marked in it, newest first.
    #[must_use]
    pub fn lay_over(&self, stream: Stream, mut items: Vec<Item>) -> Vec<Item> {
        items.extend(self.items.iter().filter(|item| item.stream == stream).cloned());
        items.sort_by_key(|item| core::cmp::Reverse(item.id));
        for mark in self.marks.iter().filter(|mark| mark.stream == stream) {
            for item in items.iter_mut().filter(|item| item.id == mark.item || mark.and_before && item.id < mark.item) {
                item.hidden |= mark.hides;
                item.seen |= !mark.hides;
            }
        }
        items
    }

    /// Returns how many events have been added.
    #[must_use]
    pub fn len(&self) -> usize {
        self.recorded.len()
    }

    /// Makes the one change that all of it comes to.
    #[must_use]
    pub fn into_change(self, author: Author) -> Change {
        Change {
            at: self.at,
            author,
            expect: self.expect,
            recorded: self.recorded,
            put: self.table.rows().cloned().collect(),
            delete: self.deleted.into_iter().collect(),
            claims: self.claims,
            guards: self.guards,
            effects: self.effects,
            items: self.items,
            marks: self.marks,
            spends: self.spends,
            forgets: self.forgets,
            replays: self.replays,
        }
    }
}
