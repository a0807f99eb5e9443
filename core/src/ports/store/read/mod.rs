use std::collections::BTreeSet;

mod documents;
mod library;
mod links;
mod names;
mod notices;
mod pages;
mod sync;

#[cfg(feature = "postgres")]
pub(crate) use notices::HISTORY_PAGE;

use super::{Find, Load, Loaded, LogOf, Need, Over, Row, Rows, StoreError, Stored};
use crate::domain::group::Group;
use crate::domain::invitation::Invitation;
use crate::domain::person::Claim;
use crate::domain::slice::{RowKey, Slice};
use crate::event::Aggregate;
use crate::id::{GroupId, InvitationId, PersonId, Scope};

/// Answers a load from rows.
///
/// # Errors
/// As the store fails.
pub fn read<R: Rows>(rows: &mut R, load: &Load) -> Result<Loaded, StoreError> {
    match &load.over {
        Some(pending) => Reader::new(&mut Over::new(rows, pending)).read(&load.needs),
        None => Reader::new(rows).read(&load.needs),
    }
}

struct Reader<'a, R> {
    rows: &'a mut R,
    loaded: Loaded,
}

impl<'a, R: Rows> Reader<'a, R> {
    fn new(rows: &'a mut R) -> Self {
        Self { rows, loaded: Loaded::default() }
    }

    fn read(mut self, needs: &[Need]) -> Result<Loaded, StoreError> {
        (self.loaded.slice.revision, self.loaded.slice.stamp) = self.rows.last()?;
        for need in needs {
            self.answer(need)?;
        }
        Ok(self.loaded)
    }

    fn answer(&mut self, need: &Need) -> Result<(), StoreError> {
        match need {
            Need::Person(id) => self.person(*id),
            Need::Holder(claim) => self.holder(claim).map(|_| ()),
            Need::Walk { scope, people } => self.walk(*scope, people),
            Need::WalkOf { scope, claim } => match self.holder(claim)? {
                Some(person) => self.walk(*scope, &[person]),
                None => self.walk(*scope, &[]),
            },
            Need::Roster(scope) => self.whole_roster(*scope),
            Need::Pending(scope) => self.pending(*scope),
            Need::PendingAlong(scope) => self.pending_along(*scope),
            Need::Everyone(scope) => self.everyone(*scope),
            Need::Answer { invitation, actor } => self.answer_to(*invitation, *actor),
            Need::Inbox(person) => self.inbox(*person),
            Need::Inside(group) => self.inside(*group),
            Need::Below { group, person, with } => self.below(*group, *person, *with),
            Need::PartsOf { person, with } => self.parts_of(*person, *with),
            Need::Shared { owner, person } => self.shared(*owner, *person),
            Need::Reachable(person) => self.reachable(*person),
            Need::Library(ask) => self.library(ask),
            Need::Sync(ask) => self.sync(ask),
            Need::Folders(scope) => self.folders(*scope),
            Need::Document(key) => self.document(*key),
            Need::DocumentWalk { kind, id, people } => self.document_walk(*kind, *id, people),
            Need::Meant { import, person } => self.meant(*import, *person),
            Need::Documents(find) => self.documents(find),
            Need::DocumentsPage { find, after, limit } => self.documents_page(find, after.as_deref(), *limit),
            Need::Items { stream, before, limit } => {
                self.loaded.items = self.rows.items(*stream, *before, *limit)?;
                Ok(())
            }
            Need::Unseen(stream) => {
                self.loaded.unseen = self.rows.unseen(*stream)?;
                Ok(())
            }
            Need::Counter(counter) => self.counter(counter),
            Need::Page(person) => self.page(*person),
            Need::PageOf(claim) => match self.holder(claim)? {
                Some(person) => self.page(person),
                None => Ok(()),
            },
            Need::PageOfOwner(track) => self.page_of_owner(*track),
            Need::Entry { secret, counters } => self.entry(*secret, counters),
            Need::Link { link, person } => self.link(*link, *person),
            Need::LinksAround(track) => self.links_around(*track),
            Need::LinksOf(person) => self.links_of(*person),
            Need::Names => self.names(),
            Need::Replay(actor, key) => {
                self.loaded.replay = self.rows.replay(*actor, key)?;
                Ok(())
            }
            Need::Notices { person, before, limit } => self.notices(*person, *before, *limit),
            Need::Past(scope) => self.past(*scope),
            Need::Sharing(person) => self.sharing(*person),
            Need::OwnLog { person, before, limit } => {
                self.person(*person)?;
                self.loaded.log = self.rows.log(LogOf::Person(*person), *before, *limit)?;
                Ok(())
            }
            Need::SeenLog { scope, before, limit, reader } => self.seen_log(*scope, *before, *limit, *reader),
            Need::Log { scope, before, limit } => {
                self.loaded.log = self.rows.log(LogOf::Scope(*scope), *before, *limit)?;
                Ok(())
            }
        }
    }

    fn person(&mut self, id: PersonId) -> Result<(), StoreError> {
        let stored = self.rows.get(RowKey::Person(id))?;
        let slice = &mut self.loaded.slice;
        slice.versions.insert(Aggregate::Person(id), stored.as_ref().map_or(0, |stored| stored.version));
        if let Some(Stored { row: Row::Person(person), .. }) = stored {
            slice.people.insert(id, person);
        }
        Ok(())
    }

    fn person_once(&mut self, id: PersonId) -> Result<(), StoreError> {
        if self.loaded.slice.versions.contains_key(&Aggregate::Person(id)) { Ok(()) } else { self.person(id) }
    }

    fn holder(&mut self, claim: &Claim) -> Result<Option<PersonId>, StoreError> {
        let holder = self.rows.holder(claim)?;
        if let Some(person) = holder {
            self.loaded.slice.holders.insert(claim.clone(), person);
            self.person(person)?;
        }
        Ok(holder)
    }

    /// Reads a scope's details, once, and returns the group that it lies in.
    fn details(&mut self, scope: Scope) -> Result<(), StoreError> {
        let (key, aggregate) = match scope {
            Scope::Track(id) => (RowKey::Track(id), Aggregate::Track(id)),
            Scope::Group(id) => (RowKey::Group(id), Aggregate::Group(id)),
        };
        if self.loaded.slice.versions.contains_key(&aggregate) {
            return Ok(());
        }
        let stored = self.rows.get(key)?;
        self.take_details(aggregate, stored);
        Ok(())
    }

    fn take_details(&mut self, aggregate: Aggregate, stored: Option<Stored>) {
        let slice = &mut self.loaded.slice;
        slice.versions.insert(aggregate, stored.as_ref().map_or(0, |stored| stored.version));
        match stored.map(|stored| stored.row) {
            Some(Row::Track(track)) => drop(slice.tracks.insert(track.id, track)),
            Some(Row::Group(group)) => drop(slice.groups.insert(group.id, group)),
            _ => {}
        }
    }

    /// Reads the details of a scope and of all above it, and returns them, nearest first.
    fn way_up(&mut self, scope: Scope) -> Result<Vec<Scope>, StoreError> {
        self.details(scope)?;
        let above = match scope {
            Scope::Track(id) => self.loaded.slice.track(id).and_then(|track| track.group),
            Scope::Group(id) => self.loaded.slice.group(id).and_then(Group::parent),
        };
        let mut next = above;
        while let Some(group) = next {
            self.details(group.into())?;
            next = self.loaded.slice.group(group).and_then(Group::parent);
        }
        Ok(self.loaded.slice.way_up(scope).collect())
    }

    fn walk(&mut self, scope: Scope, people: &[PersonId]) -> Result<(), StoreError> {
        for step in self.way_up(scope)? {
            for person in people {
                self.standing(step, *person)?;
            }
            if people.is_empty() {
                self.roster(step)?;
            }
        }
        Ok(())
    }

    /// Reads what a scope says of a person, once.
    fn standing(&mut self, scope: Scope, person: PersonId) -> Result<(), StoreError> {
        let slice = &self.loaded.slice;
        // OWN-1, GRP-3: what a scope says of its own owner decides nothing, but a roster's version may.
        if slice.rosters.get(&scope).is_some_and(|roster| roster.knows(person)) {
            return Ok(());
        }
        let (roster, member) = self.rows.standing(scope, person)?;
        self.take_roster(scope, roster);
        let roster = self.loaded.slice.rosters.entry(scope).or_default();
        roster.members.insert(person, member);
        Ok(())
    }

    fn roster(&mut self, scope: Scope) -> Result<(), StoreError> {
        if !self.loaded.slice.rosters.contains_key(&scope) {
            let roster = self.rows.get(RowKey::Roster(scope))?;
            self.take_roster(scope, roster);
        }
        Ok(())
    }

    fn take_roster(&mut self, scope: Scope, stored: Option<Stored>) {
        let slice = &mut self.loaded.slice;
        slice.versions.insert(Aggregate::Roster(scope), stored.as_ref().map_or(0, |stored| stored.version));
        let roster = slice.rosters.entry(scope).or_default();
        if let Some(Stored { row: Row::Roster { shares_version, .. }, .. }) = stored {
            roster.shares_version = shares_version;
        }
    }

    fn whole_roster(&mut self, scope: Scope) -> Result<(), StoreError> {
        let (roster, members) = self.rows.whole_roster(scope)?;
        self.take_roster(scope, roster);
        let roster = self.loaded.slice.rosters.entry(scope).or_default();
        roster.members.extend(members.into_iter().map(|(person, member)| (person, Some(member))));
        roster.whole = true;
        Ok(())
    }

    fn take_invitation(&mut self, stored: Stored) -> Option<Invitation> {
        let Row::Invitation(invitation) = stored.row else {
            return None;
        };
        let slice = &mut self.loaded.slice;
        slice.versions.insert(Aggregate::Invitation(invitation.scope, invitation.id), stored.version);
        slice.invitations.insert(invitation.id, invitation.clone());
        Some(invitation)
    }

    fn pending(&mut self, scope: Scope) -> Result<(), StoreError> {
        for stored in self.rows.find(&Find::PendingOn(scope))? {
            self.take_invitation(stored);
        }
        Ok(())
    }

    fn pending_along(&mut self, scope: Scope) -> Result<(), StoreError> {
        for step in self.way_up(scope)? {
            self.pending(step)?;
        }
        Ok(())
    }

    fn everyone(&mut self, scope: Scope) -> Result<(), StoreError> {
        for step in self.way_up(scope)? {
            self.whole_roster(step)?;
            self.pending(step)?;
        }
        Ok(())
    }

    fn answer_to(&mut self, id: InvitationId, actor: PersonId) -> Result<(), StoreError> {
        let Some(stored) = self.rows.invitation(id)? else {
            return Ok(());
        };
        if let Some(Invitation { scope, person, by, .. }) = self.take_invitation(stored) {
            self.walk(scope, &[person, by, actor])?;
            for step in self.way_up(scope)? {
                self.whole_roster(step)?;
            }
        }
        Ok(())
    }

    fn inbox(&mut self, person: PersonId) -> Result<(), StoreError> {
        for stored in self.rows.find(&Find::PendingOf(person))? {
            if let Some(Invitation { scope, by, .. }) = self.take_invitation(stored) {
                self.walk(scope, &[person, by])?;
                self.person(by)?;
            }
        }
        Ok(())
    }

    /// Reads the details of all groups below a group, and returns them, parents first.
    fn groups_below(&mut self, group: GroupId) -> Result<Vec<GroupId>, StoreError> {
        self.way_up(group.into())?;
        let mut all = vec![group];
        let mut seen = 0;
        while let Some(next) = all.get(seen).copied() {
            seen += 1;
            for stored in self.rows.find(&Find::GroupsIn(next))? {
                let Row::Group(Group { id, .. }) = stored.row else { continue };
                all.push(id);
                self.take_details(Aggregate::Group(id), Some(stored));
            }
        }
        Ok(all)
    }

    fn inside(&mut self, group: GroupId) -> Result<(), StoreError> {
        for inner in self.groups_below(group)? {
            let owners = self.rows.track_owners(inner, None)?;
            self.loaded.slice.track_owners.insert(inner, owners);
            for stored in self.rows.find(&Find::OffersIn(inner))? {
                self.offered(&stored.row)?;
            }
        }
        Ok(())
    }

    /// Reads a scope that has an offer, as a walk of the offer's person.
    fn offered(&mut self, row: &Row) -> Result<(), StoreError> {
        let (scope, offer) = match row {
            Row::Track(track) => (Scope::Track(track.id), track.offer),
            Row::Group(group) => (Scope::Group(group.id), group.offer),
            _ => return Ok(()),
        };
        match offer {
            Some(offer) => self.walk(scope, &[offer.to]),
            None => Ok(()),
        }
    }

    fn below(&mut self, group: GroupId, person: PersonId, with: PersonId) -> Result<(), StoreError> {
        let groups = self.groups_below(group)?;
        for inner in &groups {
            self.walk((*inner).into(), &[person, with])?;
            let owners = self.rows.track_owners(*inner, Some(person))?;
            self.loaded.slice.track_owners.insert(*inner, owners);
        }
        let places: BTreeSet<GroupId> = groups.into_iter().collect();
        self.parts_where(person, with, |slice, scope| {
            slice.way_up(scope).filter_map(Scope::group).any(|group| places.contains(&group))
        })
    }

    /// Reads what says something of a person, they own, or was offered to them, keeping only what `wanted` wants.
    fn parts_where(
        &mut self,
        person: PersonId,
        with: PersonId,
        wanted: impl Fn(&Slice, Scope) -> bool,
    ) -> Result<(), StoreError> {
        let questions = [
            Find::MembersOf(person),
            Find::PendingOf(person),
            Find::OffersTo(person),
            Find::TracksOf(person),
            Find::GroupsOf(person),
        ];
        for question in questions {
            for stored in self.rows.find(&question)? {
                let scope = match &stored.row {
                    Row::Member { scope, .. } => *scope,
                    Row::Invitation(invitation) => invitation.scope,
                    Row::Track(track) => track.id.into(),
                    Row::Group(group) => group.id.into(),
                    Row::Person(_) | Row::Roster { .. } | Row::Document(_) => continue,
                };
                self.way_up(scope)?;
                if wanted(&self.loaded.slice, scope) {
                    self.walk(scope, &[person, with])?;
                    if self.take_invitation(stored).is_some() {
                        // Ending it may give shares back, which takes all that others hold.
                        self.whole_roster(scope)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn parts_of(&mut self, person: PersonId, with: PersonId) -> Result<(), StoreError> {
        self.parts_where(person, with, |_, _| true)?;
        // What is deleted says something of them still, and is known with the rest.
        for stored in self.rows.find(&Find::MembersOf(person))? {
            if let Row::Member { scope, .. } = stored.row {
                self.standing(scope, person)?;
            }
        }
        Ok(())
    }

    /// Returns the groups that say something of a person or that they own, and all groups below these.
    fn groups_reached(&mut self, person: PersonId) -> Result<BTreeSet<GroupId>, StoreError> {
        let mut tops: Vec<GroupId> = Vec::new();
        for stored in self.rows.find(&Find::MembersOf(person))? {
            if let Row::Member { scope: Scope::Group(group), .. } = stored.row {
                tops.push(group);
            }
        }
        for stored in self.rows.find(&Find::PendingOf(person))? {
            if let Row::Invitation(Invitation { scope: Scope::Group(group), .. }) = stored.row {
                tops.push(group);
            }
        }
        for stored in self.rows.find(&Find::GroupsOf(person))? {
            if let Row::Group(group) = stored.row {
                tops.push(group.id);
            }
        }
        let mut reached = BTreeSet::new();
        for top in tops {
            if !reached.contains(&top) {
                reached.extend(self.groups_below(top)?);
            }
        }
        Ok(reached)
    }

    fn shared(&mut self, owner: PersonId, person: PersonId) -> Result<(), StoreError> {
        for group in self.groups_reached(person)? {
            self.walk(group.into(), &[person, owner])?;
            let owners = self.rows.track_owners(group, Some(person))?;
            self.loaded.slice.track_owners.insert(group, owners);
            for stored in self.rows.find(&Find::TracksInOf(group, owner))? {
                if let Row::Track(track) = stored.row {
                    self.walk(track.id.into(), &[person, owner])?;
                }
            }
        }
        self.parts_of(person, owner)
    }

    fn reachable(&mut self, person: PersonId) -> Result<(), StoreError> {
        for group in self.groups_reached(person)? {
            for stored in self.rows.find(&Find::TracksIn(group))? {
                if let Row::Track(track) = stored.row {
                    self.walk(track.id.into(), &[person])?;
                }
            }
        }
        self.parts_of(person, person)
    }
}
