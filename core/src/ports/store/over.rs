use super::{Find, LogPlace, Pending, Placed, Replay, Rows, StoreError, Stored, aggregate};
use crate::domain::document::DocumentKind;
use crate::domain::item::{Counter, Item, Stream};
use crate::domain::person::Claim;
use crate::domain::slice::RowKey;
use crate::event::Entry;
use crate::id::{InvitationId, ItemId, PersonId, Scope};
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

    fn items(&mut self, stream: Stream, before: Option<ItemId>, limit: u32) -> Result<Vec<Item>, StoreError> {
        self.base.items(stream, before, limit)
    }

    fn unseen(&mut self, stream: Stream) -> Result<u64, StoreError> {
        self.base.unseen(stream)
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
            None => self.base.replay(actor, key),
        }
    }

    fn log(
        &mut self,
        scope: Scope,
        before: Option<LogPlace>,
        limit: u32,
    ) -> Result<Vec<(LogPlace, Entry)>, StoreError> {
        self.base.log(scope, before, limit)
    }
}
