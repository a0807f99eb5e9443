use std::collections::{BTreeMap, BTreeSet};

use super::{Find, Reader, Row, Rows, StoreError};
use crate::domain::group::GroupEvent;
use crate::domain::item::{Item, ItemBody, Stream};
use crate::domain::track::TrackEvent;
use crate::event::{Entry, Event};
use crate::id::{GroupId, ItemId, PersonId, Scope};
use crate::ports::store::{LogOf, LogPlace};

/// How much of a history is read at a time.
pub(crate) const HISTORY_PAGE: u32 = 20_000;

impl<R: Rows> Reader<'_, R> {
    /// Reads a page of what a person was told, and what must be known to show it.
    pub(super) fn notices(&mut self, person: PersonId, before: Option<ItemId>, limit: u32) -> Result<(), StoreError> {
        self.person(person)?;
        let stream = Stream::Notices(person);
        self.loaded.unseen = self.rows.unseen(stream)?;
        let items = self.rows.items(stream, before, limit)?;
        for Item { body, .. } in &items {
            let ItemBody::Notice(notice) = body else { continue };
            if let Some(scope) = notice.scope {
                self.walk(scope, &[person])?;
            }
            if let Some(id) = notice.invitation
                && !self.loaded.slice.invitations.contains_key(&id)
                && let Some(stored) = self.rows.invitation(id)?
            {
                self.take_invitation(stored);
            }
            for named in [notice.by, notice.person].into_iter().flatten() {
                if !self.loaded.slice.people.contains_key(&named) {
                    self.person(named)?;
                }
            }
        }
        self.loaded.items = items;
        Ok(())
    }

    /// Reads the history of a scope and of every group it ever lay in, oldest first.
    pub(super) fn past(&mut self, scope: Scope) -> Result<(), StoreError> {
        let mut all: BTreeMap<LogPlace, Entry> = BTreeMap::new();
        let mut seen = BTreeSet::from([scope]);
        let mut waiting = vec![scope];
        while let Some(next) = waiting.pop() {
            let mut before = None;
            loop {
                let page = self.rows.log(LogOf::Scope(next), before, HISTORY_PAGE)?;
                let is_last = page.len() < usize::try_from(HISTORY_PAGE).unwrap_or(usize::MAX);
                before = page.last().map(|(place, _)| *place);
                for (place, entry) in page {
                    let group = place_given(&entry.recorded.event).map(Scope::from);
                    waiting.extend(group.filter(|group| seen.insert(*group)));
                    all.insert(place, entry);
                }
                if is_last {
                    break;
                }
            }
        }
        self.loaded.past = all.into_values().collect();
        Ok(())
    }

    /// Reads what a person shares and what is shared with them: all that they reach, and everybody on what they own.
    pub(super) fn sharing(&mut self, person: PersonId) -> Result<(), StoreError> {
        self.reachable(person)?;
        // Groups that are reached and hold no track are shared, too.
        let scopes: Vec<Scope> = self.loaded.slice.scopes().collect();
        for scope in scopes {
            self.walk(scope, &[person])?;
        }
        for question in [Find::GroupsOf(person), Find::TracksOf(person)] {
            for stored in self.rows.find(&question)? {
                match stored.row {
                    Row::Track(track) => self.everyone(track.id.into())?,
                    Row::Group(group) => self.everyone(group.id.into())?,
                    _ => {}
                }
            }
        }
        Ok(())
    }

    /// Reads what of the history of a scope `reader` may see: what happened to links is the owner's alone (EXP-5).
    pub(super) fn seen_log(
        &mut self,
        scope: Scope,
        before: Option<LogPlace>,
        limit: u32,
        reader: PersonId,
    ) -> Result<(), StoreError> {
        self.walk(scope, &[reader])?;
        let sees_links = self.loaded.slice.owner(scope) == Some(reader);
        let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
        let at_once = limit.min(HISTORY_PAGE);
        let mut before = before;
        let mut seen = Vec::new();
        while seen.len() < wanted {
            let page = self.rows.log(LogOf::Scope(scope), before, at_once)?;
            let is_last = page.len() < usize::try_from(at_once).unwrap_or(usize::MAX);
            before = page.last().map(|(place, _)| *place);
            let shown =
                page.into_iter().filter(|(_, entry)| sees_links || !matches!(entry.recorded.event, Event::Link(_)));
            seen.extend(shown);
            if is_last {
                break;
            }
        }
        seen.truncate(wanted);
        self.loaded.log = seen;
        Ok(())
    }
}

/// Returns the group that an event put something into.
fn place_given(event: &Event) -> Option<GroupId> {
    match event {
        Event::Track(TrackEvent::Created { group, .. } | TrackEvent::Moved { to: group, .. }) => *group,
        Event::Group(GroupEvent::Created { ancestors, .. } | GroupEvent::Moved { ancestors, .. }) => {
            ancestors.last().copied()
        }
        _ => None,
    }
}
