use std::collections::BTreeSet;

use super::{Find, Reader, Row, Rows, StoreError};
use crate::domain::document::DocumentKey;
use crate::domain::group::Group;
use crate::domain::library::{LibrarySort, TrackPlace, TrackSource};
use crate::event::Aggregate;
use crate::id::{GroupId, Scope, TrackId};
use crate::ports::store::{SyncAsk, SyncFound, SyncPart};

impl<R: Rows> Reader<'_, R> {
    pub(super) fn sync(&mut self, ask: &SyncAsk) -> Result<(), StoreError> {
        for group in ask.timeline.places().chain(ask.timeline.groups()).collect::<BTreeSet<_>>() {
            self.trace(ask, group.into())?;
        }
        let mut groups = BTreeSet::new();
        for group in &ask.touched.deep {
            groups.extend(self.with_all_below(ask, *group)?);
        }
        for group in &ask.touched.named {
            self.trace(ask, (*group).into())?;
        }
        let mut found = SyncFound { groups: Vec::new(), tracks: Vec::new(), end: None };
        let mut left = ask.limit;
        for group in groups {
            let is_done = ask.after.is_some_and(|(part, _)| match part {
                SyncPart::Group(done) => group < done,
                SyncPart::Tracks => true,
            });
            // ACC-5: nothing is said of what was never held.
            let is_told = self.rows.is_void()
                || ask.timeline.was_held(&self.loaded.slice, group.into())
                || self.holds(ask, group.into());
            if is_done || !is_told {
                continue;
            }
            let begun = ask.after.filter(|(part, _)| *part == SyncPart::Group(group)).and_then(|(_, track)| track);
            let mut of_group = Vec::new();
            let mut after = begun;
            while left > 0 {
                let place = after.map(|track| TrackPlace { title: String::new(), track });
                let source = TrackSource::In(group);
                let places = self.rows.tracks(&source, LibrarySort::Newest, place.as_ref(), left)?;
                let is_last = places.len() < usize::try_from(left).unwrap_or(usize::MAX);
                for place in places {
                    left = left.saturating_sub(1);
                    after = Some(place.track);
                    self.row_of(ask, place.track)?;
                    of_group.push(place.track);
                }
                if is_last || self.rows.is_void() {
                    break;
                }
            }
            found.groups.push((group, begun.is_none(), of_group));
            if left == 0 {
                found.end = Some((SyncPart::Group(group), after));
                self.loaded.sync = found;
                return Ok(());
            }
        }
        let begun = ask.after.and_then(|(part, track)| track.filter(|_| part == SyncPart::Tracks));
        for track in ask.touched.tracks.iter().filter(|track| begun.is_none_or(|begun| **track > begun)) {
            if left == 0 {
                found.end = Some((SyncPart::Tracks, found.tracks.last().copied().or(begun)));
                break;
            }
            left = left.saturating_sub(1);
            self.trace(ask, (*track).into())?;
            self.row_of(ask, *track)?;
            found.tracks.push(*track);
        }
        self.documents(&Find::BucketsOf(ask.person))?;
        self.loaded.sync = found;
        Ok(())
    }

    fn holds(&self, ask: &SyncAsk, scope: Scope) -> bool {
        self.loaded.slice.held(scope, ask.person).is_some()
    }

    /// Reads a scope and all that it has lain in, deleted or not, with what these say of the person.
    fn trace(&mut self, ask: &SyncAsk, scope: Scope) -> Result<(), StoreError> {
        let mut next = Some(scope);
        for _ in 0..64 {
            let Some(step) = next else { break };
            self.details(step)?;
            self.standing(step, ask.person)?;
            let slice = &self.loaded.slice;
            let above = match step {
                Scope::Track(id) => slice.tracks.get(&id).and_then(|track| track.group),
                Scope::Group(id) => slice.groups.get(&id).and_then(Group::parent),
            };
            next = above.map(Scope::Group);
        }
        Ok(())
    }

    fn with_all_below(&mut self, ask: &SyncAsk, group: GroupId) -> Result<Vec<GroupId>, StoreError> {
        let mut all = vec![group];
        let mut seen = 0;
        while let Some(next) = all.get(seen).copied() {
            seen += 1;
            for stored in self.rows.find(&Find::GroupsIn(next))? {
                let Row::Group(Group { id, .. }) = stored.row else { continue };
                if !all.contains(&id) {
                    all.push(id);
                }
                self.take_details(Aggregate::Group(id), Some(stored));
            }
            // One that has left since, or is deleted: the device may still have it as lying here.
            let left = ask.timeline.groups().filter(|id| ask.timeline.has_lain_in(&self.loaded.slice, *id, next));
            let left: Vec<GroupId> = left.filter(|id| !all.contains(id)).collect();
            all.extend(left);
            self.trace(ask, next.into())?;
        }
        Ok(all)
    }

    /// Reads what a track's row shows, where the person holds it.
    fn row_of(&mut self, ask: &SyncAsk, track: TrackId) -> Result<(), StoreError> {
        self.walk(track.into(), &[ask.person])?;
        if self.rows.is_void() || self.holds(ask, track.into()) {
            self.whole_roster(track.into())?;
            self.document(DocumentKey::Placement(ask.person, track))?;
            self.document(DocumentKey::Known(track))?;
            if self.rows.is_void() || self.loaded.slice.owner(track.into()) == Some(ask.person) {
                self.documents(&Find::LinksOn(track))?;
            }
        }
        Ok(())
    }
}
