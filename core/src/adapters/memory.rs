//! The store in memory: for tests, for trying out, and as the plainest example of the contract.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::domain::draft::Guard;
use crate::domain::effect::Effect;
use crate::domain::person::Claim;
use crate::domain::slice::{RowKey, Slice};
use crate::event::{Aggregate, Entry};
use crate::id::{InvitationId, PersonId, Scope};
use crate::ports::BoxFuture;
use crate::ports::store::{
    Change, CommitOrder, Committed, Everything, Find, Load, Loaded, LogPlace, Replay, Rows, Store, StoreError, Stored,
    Table, place, read,
};
use crate::time::Timestamp;

/// A store that lives as long as the value does.
#[derive(Debug, Clone, Default)]
pub struct MemoryStore {
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    table: Table,
    versions: BTreeMap<Aggregate, u64>,
    claims: BTreeMap<Claim, PersonId>,
    replays: BTreeMap<(PersonId, String), Replay>,
    effects: BTreeSet<Effect>,
    log: Vec<(LogPlace, Entry)>,
    revision: u64,
    stamp: Timestamp,
    closed: bool,
}

impl MemoryStore {
    /// Makes an empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn open(&self) -> Result<MutexGuard<'_, State>, StoreError> {
        // A panic elsewhere cannot have left a change half done: nothing below panics between its first and last write.
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.closed { Err(StoreError::Closed) } else { Ok(state) }
    }
}

impl State {
    fn commit(&mut self, change: Change) -> Result<Committed, StoreError> {
        self.check(&change)?;
        self.revision += 1;
        self.stamp = self.stamp.max(change.at);
        for (index, recorded) in (0..).zip(change.recorded) {
            self.versions.insert(recorded.aggregate, recorded.seq);
            let entry = Entry {
                revision: self.revision,
                stamp: self.stamp,
                at: change.at,
                author: change.author.clone(),
                recorded,
            };
            self.log.push((LogPlace { revision: self.revision, index }, entry));
        }
        for stored in change.put {
            self.table.put(stored);
        }
        for key in change.delete {
            self.table.delete(key);
        }
        for (claim, hands) in change.claims {
            match hands.to {
                Some(person) => self.claims.insert(claim, person),
                None => self.claims.remove(&claim),
            };
        }
        self.effects.extend(change.effects);
        self.replays.extend(change.replays.into_iter().map(|replay| ((replay.actor, replay.key.clone()), replay)));
        Ok(Committed { revision: self.revision, stamp: self.stamp })
    }

    fn check(&self, change: &Change) -> Result<(), StoreError> {
        let version = |aggregate: &Aggregate| self.versions.get(aggregate).copied().unwrap_or_default();
        let stale = change.expect.iter().any(|(aggregate, expected)| version(aggregate) != *expected);
        let taken = change.claims.iter().any(|(claim, hands)| self.claims.get(claim).copied() != hands.from);
        let kept = |replay: &Replay| {
            let earlier = self.replays.get(&(replay.actor, replay.key.clone()));
            earlier.is_some_and(|earlier| !earlier.is_over(replay.at))
        };
        let guarded = change.guards.iter().all(|guard| match guard {
            Guard::OwnsNothing(person) => !self.leaves_owning(change, *person),
        });
        if stale || taken || !guarded || change.replays.iter().any(kept) {
            return Err(StoreError::Conflict);
        }
        Ok(())
    }

    /// Returns whether a person would own something once the change has been made.
    fn leaves_owning(&self, change: &Change, person: PersonId) -> bool {
        let rewritten = |key: RowKey| change.delete.contains(&key) || change.put.iter().any(|put| put.row.key() == key);
        [Find::TracksOf(person), Find::GroupsOf(person)].iter().any(|question| {
            self.table.find(question).any(|stored| !rewritten(stored.row.key()))
                || change.put.iter().any(|put| Find::all_finding(&put.row).contains(question))
        })
    }

    fn everything(&self) -> Everything {
        let mut slice = Slice { revision: self.revision, stamp: self.stamp, ..Slice::default() };
        for stored in self.table.rows() {
            place(&mut slice, stored.clone());
        }
        // A member's row may be older than its roster.
        slice.versions.extend(self.versions.iter().map(|(aggregate, version)| (*aggregate, *version)));
        slice.holders.clone_from(&self.claims);
        Everything {
            slice,
            log: self.log.iter().map(|(_, entry)| entry.clone()).collect(),
            effects: self.effects.clone(),
            order: CommitOrder::Total,
        }
    }
}

impl Rows for &State {
    fn last(&mut self) -> Result<(u64, Timestamp), StoreError> {
        Ok((self.revision, self.stamp))
    }

    fn get(&mut self, key: RowKey) -> Result<Option<Stored>, StoreError> {
        Ok(self.table.get(key).cloned())
    }

    fn find(&mut self, question: &Find) -> Result<Vec<Stored>, StoreError> {
        Ok(self.table.find(question).cloned().collect())
    }

    fn invitation(&mut self, id: InvitationId) -> Result<Option<Stored>, StoreError> {
        Ok(self.table.invitation(id).cloned())
    }

    fn holder(&mut self, claim: &Claim) -> Result<Option<PersonId>, StoreError> {
        Ok(self.claims.get(claim).copied())
    }

    fn replay(&mut self, actor: PersonId, key: &str) -> Result<Option<Replay>, StoreError> {
        Ok(self.replays.get(&(actor, key.to_owned())).cloned())
    }

    fn log(
        &mut self,
        scope: Scope,
        before: Option<LogPlace>,
        limit: u32,
    ) -> Result<Vec<(LogPlace, Entry)>, StoreError> {
        let newest_first = self.log.iter().rev();
        let of_scope = newest_first.filter(|(_, entry)| entry.recorded.aggregate.scope() == Some(scope));
        let shown = of_scope.filter(|(_, entry)| entry.recorded.event.is_activity());
        let older = shown.filter(|(place, _)| before.is_none_or(|before| *place < before));
        Ok(older.take(usize::try_from(limit).unwrap_or(usize::MAX)).cloned().collect())
    }
}

impl Store for MemoryStore {
    fn load(&self, load: Load) -> BoxFuture<'_, Result<Loaded, StoreError>> {
        let loaded = self.open().and_then(|state| read(&mut &*state, &load));
        Box::pin(core::future::ready(loaded))
    }

    fn commit(&self, change: Change) -> BoxFuture<'_, Result<Committed, StoreError>> {
        Box::pin(async move { self.open()?.commit(change) })
    }

    fn everything(&self) -> BoxFuture<'_, Result<Everything, StoreError>> {
        Box::pin(core::future::ready(self.open().map(|state| state.everything())))
    }

    fn check(&self) -> BoxFuture<'_, Result<(), StoreError>> {
        Box::pin(core::future::ready(self.open().map(|_| ())))
    }

    fn backup(&self, _path: &Path) -> BoxFuture<'_, Result<(), StoreError>> {
        let message = "a store in memory has no file to copy".to_owned();
        Box::pin(core::future::ready(Err(StoreError::Unavailable { message, source: None })))
    }

    fn close(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).closed = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_every_kind_is_kept_under_its_own_key() {
        let row = crate::ports::store::Row::Roster {
            scope: Scope::Track(crate::id::TrackId::from_uuid(uuid::Uuid::nil())),
            shares_version: 3,
        };
        let mut state = State::default();
        state.table.put(Stored { version: 1, row: row.clone() });
        assert_eq!((&state).get(row.key()).unwrap().unwrap().row, row);
    }
}
