use std::collections::{BTreeMap, BTreeSet};

use super::{Change, Find, Replay, Stored};
use crate::domain::draft::Guard;
use crate::domain::effect::Effect;
use crate::domain::person::{Claim, ClaimChange};
use crate::domain::slice::RowKey;
use crate::event::{Aggregate, Author, Recorded};
use crate::id::InvitationId;
use crate::time::Timestamp;

/// Rows by key, found by what [`Find`] can ask.
///
/// Every row says itself by which questions it is found, so the index cannot miss one.
#[derive(Debug, Clone, Default)]
pub struct Table {
    rows: BTreeMap<RowKey, Stored>,
    found: BTreeMap<Find, BTreeSet<RowKey>>,
    invitations: BTreeMap<InvitationId, RowKey>,
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

/// Changes decided one after the other and not committed yet: a batch in the making.
#[derive(Debug, Clone, Default)]
pub struct Pending {
    pub(super) table: Table,
    pub(super) deleted: BTreeSet<RowKey>,
    pub(super) claims: BTreeMap<Claim, ClaimChange>,
    pub(super) versions: BTreeMap<Aggregate, u64>,
    pub(super) replays: Vec<Replay>,
    expect: BTreeMap<Aggregate, u64>,
    recorded: Vec<Recorded>,
    guards: BTreeSet<Guard>,
    effects: BTreeSet<Effect>,
    at: Timestamp,
}

impl Pending {
    /// Adds a change that was decided over this.
    pub fn add(&mut self, change: Change) {
        let Change { at, author: _, expect, recorded, put, delete, claims, guards, effects, replays } = change;
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
        self.effects.extend(effects);
        self.replays.extend(replays);
    }

    /// Returns whether nothing has been added.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.recorded.is_empty() && self.replays.is_empty()
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
            replays: self.replays,
        }
    }
}
