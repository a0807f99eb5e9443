use std::collections::BTreeSet;

use super::{Find, LogOf, LogPlace, Pending, Placed, Replay, Row, Rows, StoreError, Stored, aggregate};
use crate::domain::document::{DocumentKey, DocumentKind};
use crate::domain::item::{Counter, Item, Stream};
use crate::domain::library::{LibrarySort, TrackPlace, TrackSource};
use crate::domain::person::Claim;
use crate::domain::slice::RowKey;
use crate::event::Entry;
use crate::id::{InvitationId, ItemId, PersonId, TrackId};
use crate::time::Timestamp;
use uuid::Uuid;

/// Rows as they would be had a [`Pending`] been committed.
///
/// History is the store's own: what is pending has no place in it yet.
#[derive(Debug)]
pub struct Over<'a, R> {
    base: &'a mut R,
    pending: &'a Pending,
}

impl<'a, R: Rows> Over<'a, R> {
    /// Reads `base` with `pending` laid over it.
    pub fn new(base: &'a mut R, pending: &'a Pending) -> Self {
        Self { base, pending }
    }

    /// Lifts a base row to the version that its aggregate has with what is pending.
    fn lifted(&self, mut stored: Stored) -> Stored {
        if let Some(version) = self.pending.versions.get(&aggregate(stored.row.key())) {
            stored.version = *version;
        }
        stored
    }

    /// Returns where a track that something pending is about stands in a source now, where it is in it.
    fn place_in(
        &mut self,
        source: &TrackSource,
        sort: LibrarySort,
        id: TrackId,
    ) -> Result<Option<TrackPlace>, StoreError> {
        let key = match source {
            TrackSource::Of(_) | TrackSource::In(_) => RowKey::Track(id),
            TrackSource::With(person) => RowKey::Member(id.into(), *person),
            TrackSource::Placed(person, _) => RowKey::Document(DocumentKey::Placement(*person, id)),
        };
        let question = Find::of_source(source);
        let is_in = self.get(key)?.is_some_and(|stored| Find::all_finding(&stored.row).contains(&question));
        match self.get(RowKey::Track(id))?.map(|stored| stored.row) {
            Some(Row::Track(track)) if is_in => Ok(Some(TrackPlace::of(sort, &track.title, id))),
            _ => Ok(None),
        }
    }

    fn is_overlaid(&self, key: RowKey) -> bool {
        self.pending.table.get(key).is_some() || self.pending.deleted.contains(&key)
    }
}

impl<R: Rows> Rows for Over<'_, R> {
    fn last(&mut self) -> Result<(u64, Timestamp), StoreError> {
        self.base.last()
    }

    fn get(&mut self, key: RowKey) -> Result<Option<Stored>, StoreError> {
        if self.pending.deleted.contains(&key) {
            return Ok(None);
        }
        let stored = match self.pending.table.get(key) {
            Some(stored) => Some(stored.clone()),
            None => self.base.get(key)?,
        };
        Ok(stored.map(|stored| self.lifted(stored)))
    }

    fn find(&mut self, question: &Find) -> Result<Vec<Stored>, StoreError> {
        let mut found = self.base.find(question)?;
        found.retain(|stored| !self.is_overlaid(stored.row.key()));
        found.extend(self.pending.table.find(question).cloned());
        found.sort_by_key(|stored| stored.row.key());
        Ok(found.into_iter().map(|stored| self.lifted(stored)).collect())
    }

    fn invitation(&mut self, id: InvitationId) -> Result<Option<Stored>, StoreError> {
        let stored = match self.pending.table.invitation(id) {
            Some(stored) => Some(stored.clone()),
            None => self.base.invitation(id)?,
        };
        Ok(stored.map(|stored| self.lifted(stored)))
    }

    fn document(&mut self, kind: DocumentKind, id: Uuid) -> Result<Option<Stored>, StoreError> {
        let stored = match self.pending.table.document(kind, id) {
            Some(stored) => Some(stored.clone()),
            None => self.base.document(kind, id)?,
        };
        Ok(stored.map(|stored| self.lifted(stored)))
    }

    fn page(&mut self, question: &Find, after: Option<&[u8]>, limit: u32) -> Result<Vec<Placed>, StoreError> {
        let mut wanted = limit;
        let most = usize::try_from(limit).unwrap_or(usize::MAX);
        loop {
            let base = self.base.page(question, after, wanted)?;
            // What is pending may have taken some of these to other places: the page is made of what is left.
            let is_whole = base.len() < usize::try_from(wanted).unwrap_or(usize::MAX);
            let end = base.last().map(|(place, _)| place.clone());
            let mut page: Vec<Placed> =
                base.into_iter().filter(|(_, stored)| !self.is_overlaid(stored.row.key())).collect();
            let is_enough = is_whole || page.len() >= most;
            let pending = self.pending.table.page(question, after, u32::MAX).into_iter();
            // Beyond what was read of the base nothing is known of the order.
            let known = pending.filter(|(place, _)| is_whole || end.as_ref().is_some_and(|end| place <= end));
            page.extend(known.map(|(place, stored)| (place, stored.clone())));
            if is_enough {
                page.sort_by(|(one, _), (other, _)| one.cmp(other));
                page.truncate(most);
                return Ok(page.into_iter().map(|(place, stored)| (place, self.lifted(stored))).collect());
            }
            wanted = wanted.saturating_mul(2);
        }
    }

    fn tracks(
        &mut self,
        source: &TrackSource,
        sort: LibrarySort,
        after: Option<&TrackPlace>,
        limit: u32,
    ) -> Result<Vec<TrackPlace>, StoreError> {
        let most = usize::try_from(limit).unwrap_or(usize::MAX);
        let touched: BTreeSet<TrackId> = self.pending.tracks().collect();
        let mut wanted = limit;
        loop {
            let base = self.base.tracks(source, sort, after, wanted)?;
            let is_whole = base.len() < usize::try_from(wanted).unwrap_or(usize::MAX);
            let end = base.last().cloned();
            let mut page: Vec<TrackPlace> = base.into_iter().filter(|place| !touched.contains(&place.track)).collect();
            let is_enough = is_whole || page.len() >= most;
            for track in &touched {
                let place = self.place_in(source, sort, *track)?;
                let later = place.filter(|place| after.is_none_or(|after| after.is_before(sort, place)));
                // Beyond what was read of the base nothing is known of the order.
                let known =
                    later.filter(|place| is_whole || end.as_ref().is_some_and(|end| place.is_before(sort, end)));
                page.extend(known);
            }
            if is_enough {
                page.sort_by(|one, other| sort.compare(one, other));
                page.truncate(most);
                return Ok(page);
            }
            wanted = wanted.saturating_mul(2);
        }
    }

    fn is_void(&self) -> bool {
        self.base.is_void()
    }

    fn items(&mut self, stream: Stream, before: Option<ItemId>, limit: u32) -> Result<Vec<Item>, StoreError> {
        if !self.pending.touches(stream) {
            return self.base.items(stream, before, limit);
        }
        // What is pending may hide any of them: the page is made of what is left.
        let items = self.base.items(stream, before, u32::MAX)?;
        let mut items = self.pending.lay_over(stream, items);
        items.retain(|item| !item.hidden && before.is_none_or(|before| item.id < before));
        items.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(items)
    }

    fn unseen(&mut self, stream: Stream) -> Result<u64, StoreError> {
        if !self.pending.touches(stream) {
            return self.base.unseen(stream);
        }
        let items = self.items(stream, None, u32::MAX)?;
        Ok(items.iter().filter(|item| !item.seen).fold(0, |sum: u64, _| sum.saturating_add(1)))
    }

    fn counter(&mut self, counter: &Counter) -> Result<u64, StoreError> {
        Ok(self.base.counter(counter)?.saturating_add(self.pending.spent(counter)))
    }

    fn holder(&mut self, claim: &Claim) -> Result<Option<PersonId>, StoreError> {
        match self.pending.claims.get(claim) {
            Some(change) => Ok(change.to),
            None => self.base.holder(claim),
        }
    }

    fn replay(&mut self, actor: PersonId, key: &str) -> Result<Option<Replay>, StoreError> {
        let pending = self.pending.replays.iter().rev().find(|replay| replay.actor == actor && replay.key == key);
        match pending {
            Some(replay) => Ok(Some(replay.clone())),
            None if self.pending.forgets.contains(&actor) => Ok(None),
            None => self.base.replay(actor, key),
        }
    }

    fn log(&mut self, of: LogOf, before: Option<LogPlace>, limit: u32) -> Result<Vec<(LogPlace, Entry)>, StoreError> {
        self.base.log(of, before, limit)
    }
}
