//! The store in memory: for tests, for trying out, and as the plainest example of the contract.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use self::outbox::Waiting;
use crate::domain::document::DocumentKind;
use crate::domain::effect::Effect;
use crate::domain::item::{Counter, Item, Mark, Stream};
use crate::domain::library::{LibrarySort, TrackPlace, TrackSource};
use crate::domain::person::Claim;
use crate::domain::slice::{RowKey, Slice};
use crate::domain::sync::Seen;
use crate::event::{Aggregate, Entry};
use crate::id::{InvitationId, ItemId, PersonId};
use crate::ports::BoxFuture;
use crate::ports::store::{
    Change, ClaimedEffect, CommitOrder, CommitPiece, Committed, EffectClaim, Everything, Feed, Find, Follower,
    Followers, Load, Loaded, LogOf, LogPlace, OpenEffects, Piece, Placed, Replay, Rows, SettledEffect, Sink, Source,
    Store, StoreError, Stored, SurveySink, Sweep, Table, aggregate, not_empty, place, read,
};
use crate::time::Timestamp;
use uuid::Uuid;

mod guards;
mod outbox;
mod survey;

/// A store that lives as long as the value does.
#[derive(Debug, Clone, Default)]
pub struct MemoryStore {
    state: Arc<Mutex<State>>,
    followers: Arc<Followers>,
}

#[derive(Debug, Clone, Default)]
struct State {
    table: Table,
    versions: BTreeMap<Aggregate, u64>,
    claims: BTreeMap<Claim, PersonId>,
    replays: BTreeMap<(PersonId, String), Replay>,
    effects: BTreeMap<Effect, Waiting>,
    items: BTreeMap<(Stream, ItemId), Item>,
    counters: BTreeMap<Counter, u64>,
    secret: Option<[u8; 32]>,
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

    /// Makes another store, which a clone is not: it holds the same as this one does now, and goes its own way from here.
    #[cfg(feature = "testing")]
    #[must_use]
    pub fn fork(&self) -> Self {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Self { state: Arc::new(Mutex::new(state)), followers: Arc::default() }
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
        for effect in change.effects {
            let fresh = Waiting { revision: self.revision, due: change.at, tries: 0, failure: None };
            let waiting = self.effects.entry(effect).or_insert(fresh);
            waiting.revision = self.revision;
            waiting.hasten(change.at);
        }
        self.items.extend(change.items.into_iter().map(|item| ((item.stream, item.id), item)));
        change.marks.into_iter().for_each(|mark| self.mark(mark));
        for spend in change.spends {
            let count = self.counters.entry(spend.counter).or_default();
            *count = count.saturating_add(1);
        }
        self.replays.retain(|(actor, _), _| !change.forgets.contains(actor));
        self.replays.extend(change.replays.into_iter().map(|replay| ((replay.actor, replay.key.clone()), replay)));
        Ok(Committed { revision: self.revision, stamp: self.stamp })
    }

    fn check(&self, change: &Change) -> Result<(), StoreError> {
        let version = |aggregate: &Aggregate| self.versions.get(aggregate).copied().unwrap_or_default();
        let stale = change.expect.iter().any(|(aggregate, expected)| version(aggregate) != *expected);
        let taken = change.claims.iter().any(|(claim, hands)| self.claims.get(claim).copied() != hands.from);
        let kept = |replay: &Replay| {
            let earlier = self.replays.get(&(replay.actor, replay.key.clone()));
            let is_kept = !change.forgets.contains(&replay.actor);
            is_kept && earlier.is_some_and(|earlier| !earlier.is_over(replay.at))
        };
        let mut counts: BTreeMap<&Counter, u64> = BTreeMap::new();
        let passed = change.spends.iter().any(|spend| {
            let count = counts
                .entry(&spend.counter)
                .or_insert_with(|| self.counters.get(&spend.counter).copied().unwrap_or_default());
            *count = count.saturating_add(1);
            spend.at_most.is_some_and(|most| *count > most)
        });
        let guarded = change.guards.iter().all(|guard| guards::holds(&self.table, change, guard));
        if stale || taken || passed || !guarded || change.replays.iter().any(kept) {
            return Err(StoreError::Conflict);
        }
        Ok(())
    }

    fn mark(&mut self, Mark { stream, item, and_before, hides }: Mark) {
        let first = if and_before { ItemId::from_uuid(Uuid::nil()) } else { item };
        for (_, marked) in self.items.range_mut((stream, first)..=(stream, item)) {
            if hides {
                marked.hidden = true;
            } else {
                marked.seen = true;
            }
        }
    }

    fn of_stream(&self, stream: Stream) -> impl DoubleEndedIterator<Item = &Item> {
        let ends = [Uuid::nil(), Uuid::max()].map(|end| (stream, ItemId::from_uuid(end)));
        let [first, last] = ends;
        self.items.range(first..=last).map(|(_, item)| item).filter(|item| !item.hidden)
    }

    fn export(&self, mut sink: Box<dyn Sink>) -> Result<(), StoreError> {
        for group in self.log.chunk_by(|(one, _), (next, _)| one.revision == next.revision) {
            let Some((_, Entry { stamp, at, author, .. })) = group.first() else { continue };
            let recorded = group.iter().map(|(_, entry)| entry.recorded.clone()).collect();
            let commit = CommitPiece { stamp: *stamp, at: *at, author: author.clone(), recorded };
            sink.put(&Piece::Commit(commit))?;
        }
        // A roster's own row comes before its members' in the order of keys.
        for stored in self.table.rows() {
            // A member's row may be older than its roster, whose version it has.
            let version = self.versions.get(&aggregate(stored.row.key())).copied().unwrap_or(stored.version);
            sink.put(&Piece::Row(Stored { version, row: stored.row.clone() }))?;
        }
        for (claim, person) in &self.claims {
            sink.put(&Piece::Claim { claim: claim.clone(), person: *person })?;
        }
        for replay in self.replays.values() {
            sink.put(&Piece::Replay(replay.clone()))?;
        }
        self.effects.keys().try_for_each(|effect| sink.put(&Piece::Effect(*effect)))?;
        self.items.values().try_for_each(|item| sink.put(&Piece::Item(item.clone())))?;
        for (counter, count) in &self.counters {
            sink.put(&Piece::Counter { counter: counter.clone(), count: *count })?;
        }
        sink.end()
    }

    /// Takes a whole workspace; what fails on the way leaves a state that the caller throws away.
    fn import(&mut self, source: Source) -> Result<(), StoreError> {
        for piece in source {
            match piece? {
                Piece::Commit(CommitPiece { stamp, at, author, recorded }) => {
                    self.revision += 1;
                    self.stamp = self.stamp.max(stamp);
                    for (index, recorded) in (0..).zip(recorded) {
                        self.versions.insert(recorded.aggregate, recorded.seq);
                        let entry = Entry { revision: self.revision, stamp, at, author: author.clone(), recorded };
                        self.log.push((LogPlace { revision: self.revision, index }, entry));
                    }
                }
                Piece::Row(stored) => self.table.put(stored),
                Piece::Claim { claim, person } => drop(self.claims.insert(claim, person)),
                Piece::Replay(replay) => drop(self.replays.insert((replay.actor, replay.key.clone()), replay)),
                Piece::Item(item) => drop(self.items.insert((item.stream, item.id), item)),
                Piece::Counter { counter, count } => drop(self.counters.insert(counter, count)),
                Piece::Effect(effect) => {
                    let waiting = Waiting { revision: self.revision, due: self.stamp, tries: 0, failure: None };
                    self.effects.insert(effect, waiting);
                }
            }
        }
        Ok(())
    }

    fn feed(&self, since: &Seen, after: u64, limit: u32) -> Feed {
        let after = since.last().max(after);
        let until = self.revision.min(after.saturating_add(limit.into()));
        let begin = self.log.partition_point(|(place, _)| place.revision <= after);
        let newer = self.log.iter().skip(begin).take_while(|(place, _)| place.revision <= until);
        Feed { entries: newer.cloned().collect(), has_more: until < self.revision, seen: Seen::up_to(self.revision) }
    }

    fn sweep(&mut self, over: &Sweep, limit: usize) -> u64 {
        let mut left = limit;
        let mut goes = |is_over: bool| {
            let goes = is_over && left > 0;
            left = left.saturating_sub(usize::from(goes));
            goes
        };
        match over {
            Sweep::Replays(until) => self.replays.retain(|_, replay| !goes(replay.at <= *until)),
            Sweep::Counters([from, to]) => {
                self.counters.retain(|counter, _| !goes(counter.name >= *from && counter.name < *to));
            }
        }
        u64::try_from(limit.saturating_sub(left)).unwrap_or(u64::MAX)
    }

    fn everything(&self) -> Everything {
        let mut slice = Slice { revision: self.revision, stamp: self.stamp, ..Slice::default() };
        for stored in self.table.rows() {
            place(&mut slice, stored.clone());
        }
        // A member's row may be older than its roster.
        slice.versions.extend(self.versions.iter().map(|(aggregate, version)| (*aggregate, *version)));
        slice.holders.clone_from(&self.claims);
        slice.counters.clone_from(&self.counters);
        Everything {
            slice,
            log: self.log.iter().map(|(_, entry)| entry.clone()).collect(),
            effects: self.effects.keys().copied().collect(),
            items: self.items.values().cloned().collect(),
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

    fn document(&mut self, kind: DocumentKind, id: Uuid) -> Result<Option<Stored>, StoreError> {
        Ok(self.table.document(kind, id).cloned())
    }

    fn page(&mut self, question: &Find, after: Option<&[u8]>, limit: u32) -> Result<Vec<Placed>, StoreError> {
        let page = self.table.page(question, after, limit).into_iter();
        Ok(page.map(|(place, stored)| (place, stored.clone())).collect())
    }

    fn tracks(
        &mut self,
        source: &TrackSource,
        sort: LibrarySort,
        after: Option<&TrackPlace>,
        limit: u32,
    ) -> Result<Vec<TrackPlace>, StoreError> {
        Ok(self.table.tracks(source, sort, after, limit))
    }

    fn items(&mut self, stream: Stream, before: Option<ItemId>, limit: u32) -> Result<Vec<Item>, StoreError> {
        let newest_first = self.of_stream(stream).rev();
        let older = newest_first.filter(|item| before.is_none_or(|before| item.id < before));
        Ok(older.take(usize::try_from(limit).unwrap_or(usize::MAX)).cloned().collect())
    }

    fn unseen(&mut self, stream: Stream) -> Result<u64, StoreError> {
        Ok(u64::try_from(self.of_stream(stream).filter(|item| !item.seen).count()).unwrap_or(u64::MAX))
    }

    fn counter(&mut self, counter: &Counter) -> Result<u64, StoreError> {
        Ok(self.counters.get(counter).copied().unwrap_or_default())
    }

    fn holder(&mut self, claim: &Claim) -> Result<Option<PersonId>, StoreError> {
        Ok(self.claims.get(claim).copied())
    }

    fn replay(&mut self, actor: PersonId, key: &str) -> Result<Option<Replay>, StoreError> {
        Ok(self.replays.get(&(actor, key.to_owned())).cloned())
    }

    fn log(&mut self, of: LogOf, before: Option<LogPlace>, limit: u32) -> Result<Vec<(LogPlace, Entry)>, StoreError> {
        let newest_first = self.log.iter().rev();
        let held = newest_first.filter(|(_, entry)| of.holds(entry.recorded.aggregate));
        let shown = held.filter(|(_, entry)| entry.recorded.event.is_activity());
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
        Box::pin(async move {
            let mut state = self.open()?;
            let happened = if self.followers.is_empty() { Vec::new() } else { change.recorded.clone() };
            let committed = state.commit(change)?;
            // Told before anybody else can commit.
            self.followers.tell(committed.revision, committed.revision, || happened.iter().collect());
            Ok(committed)
        })
    }

    fn feed(&self, since: Seen, after: u64, limit: u32) -> BoxFuture<'_, Result<Feed, StoreError>> {
        Box::pin(core::future::ready(self.open().map(|state| state.feed(&since, after, limit))))
    }

    fn survey(&self, mut sink: SurveySink) -> BoxFuture<'_, Result<Seen, StoreError>> {
        Box::pin(core::future::ready(self.open().map(|state| state.survey(&mut sink))))
    }

    fn follow(&self, since: Seen, follower: Weak<dyn Follower>) -> BoxFuture<'_, Result<(), StoreError>> {
        let followed = self.open().and_then(|state| {
            self.followers.add(follower, since);
            self.followers.catch_up_with(|since, after, limit| Ok(state.feed(since, after, limit)))
        });
        Box::pin(core::future::ready(followed))
    }

    fn catch_up(&self) -> BoxFuture<'_, Result<(), StoreError>> {
        // Whoever follows was told as each commit took hold.
        Box::pin(core::future::ready(self.open().map(|_| ())))
    }

    fn is_alone(&self) -> bool {
        true
    }

    fn claim_effects(&self, claim: EffectClaim) -> BoxFuture<'_, Result<Vec<ClaimedEffect>, StoreError>> {
        Box::pin(async move { Ok(self.open()?.claim_effects(claim)) })
    }

    fn settle_effects(&self, settled: Vec<SettledEffect>) -> BoxFuture<'_, Result<(), StoreError>> {
        Box::pin(async move {
            let mut state = self.open()?;
            settled.into_iter().for_each(|one| state.settle_effect(one));
            Ok(())
        })
    }

    fn sweep(&self, over: Sweep, limit: u32) -> BoxFuture<'_, Result<u64, StoreError>> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        Box::pin(core::future::ready(self.open().map(|mut state| state.sweep(&over, limit))))
    }

    fn open_effects(&self, limit: u32) -> BoxFuture<'_, Result<OpenEffects, StoreError>> {
        Box::pin(core::future::ready(self.open().map(|state| state.open_effects(limit))))
    }

    fn hasten_effect(&self, effect: Effect, at: Timestamp) -> BoxFuture<'_, Result<bool, StoreError>> {
        Box::pin(async move {
            let mut state = self.open()?;
            let found = state.effects.get_mut(&effect).map(|waiting| waiting.hasten(at));
            Ok(found.is_some())
        })
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

    fn export(&self, sink: Box<dyn Sink>) -> BoxFuture<'_, Result<(), StoreError>> {
        Box::pin(async move { self.open()?.export(sink) })
    }

    fn import(&self, source: Source) -> BoxFuture<'_, Result<(), StoreError>> {
        Box::pin(async move {
            let mut state = self.open()?;
            if state.revision > 0 {
                return Err(not_empty());
            }
            let mut whole = State::default();
            whole.import(source)?;
            *state = whole;
            self.followers.catch_up_with(|since, after, limit| Ok(state.feed(since, after, limit)))
        })
    }

    fn secret(&self, fresh: [u8; 32]) -> BoxFuture<'_, Result<[u8; 32], StoreError>> {
        Box::pin(core::future::ready(self.open().map(|mut state| *state.secret.get_or_insert(fresh))))
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
            scope: crate::id::TrackId::from_uuid(uuid::Uuid::nil()).into(),
            shares_version: 3,
        };
        let mut state = State::default();
        state.table.put(Stored { version: 1, row: row.clone() });
        assert_eq!((&state).get(row.key()).unwrap().unwrap().row, row);
    }
}
