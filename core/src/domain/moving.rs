//! Placing tracks and groups in groups: who gains and who loses by it.
//!
//! 1. Who puts a track into a group owns the track and edits the group (GRP-4).
//! 2. The track's owner, or the owner of a group above it, takes it out (GRP-4, GRP-7).
//! 3. A group's owner moves it; a new parent needs full access there (GRP-7).
//! 4. What the old place gave ends at once, what the new place gives begins; standings set on it stay (GRP-5).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::access::{Action, Authorized, Level, act};
use super::draft::Draft;
use super::group::{DEPTH_LIMIT, GroupEvent};
use super::notification::{Notice, NoticeKind};
use super::roster::RosterEvent;
use super::track::TrackEvent;
use crate::error::Error;
use crate::event::Aggregate;
use crate::id::{GroupId, PersonId, Scope, TrackId};

/// Somebody's level on a scope before and after an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Shift {
    /// Whose.
    pub person: PersonId,
    /// What it was, if anything.
    pub before: Option<Level>,
    /// What it is, if anything.
    pub after: Option<Level>,
}

/// What a move did (GRP-5).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Shifts {
    /// Who may do more than before.
    pub gained: Vec<Shift>,
    /// Who may do less than before, or nothing any more.
    pub lost: Vec<Shift>,
    /// Who is told.
    pub told: Vec<PersonId>,
}

impl Draft {
    /// Moves a track into a group, or out of the one it is in (GRP-4, GRP-5).
    ///
    /// # Errors
    /// `not_found` for a scope the actor cannot view; `access_denied{action: move}` or `{action: add_tracks}`; `limit_exceeded{tracks}`.
    pub fn move_track(&mut self, actor: PersonId, id: TrackId, to: Option<GroupId>) -> Result<Shifts, Error> {
        let scope = Scope::Track(id);
        // GRP-7: any track, also one whose owner has shut the group's owner out of it.
        let owns = |group: Scope| self.slice.owner(group) == Some(actor);
        let takes_out = to.is_none() && self.slice.way_up(scope).skip(1).any(owns);
        if !takes_out {
            let view = self.slice.require::<act::View>(actor, scope)?;
            if let Some(group) = to {
                self.see(actor, group.into())?;
            }
            check_may_move(&view)?;
        }
        let from = self.slice.parent(scope);
        if let Some(group) = to {
            let by = self.slice.require::<act::AddTracks>(actor, group.into())?;
            if from == to {
                return Ok(Shifts::default());
            }
            self.check_room_for_track(&by, group)?;
        }
        if from == to {
            return Ok(Shifts::default());
        }
        let mut people = self.slice.people_around(scope);
        let before = self.levels(scope, &people);
        self.record_taken_out(id, from);
        self.record(Aggregate::Track(id), TrackEvent::Moved { from, to });
        if let Some(group) = to {
            self.record(Aggregate::Group(group), GroupEvent::TrackAdded { track: id });
        }
        people.extend(self.slice.people_around(scope));
        self.end_lost_offers();
        Ok(Shifts { told: self.told_but(actor), ..self.shifts(scope, &people, &before) })
    }

    /// Creates a group (GRP-1, GRP-7).
    ///
    /// # Errors
    /// `not_found` for an actor who is not registered or a parent the actor cannot view; `access_denied{action: add_groups}`; `group_too_deep`.
    pub fn create_group(&mut self, owner: PersonId, name: &str, parent: Option<GroupId>) -> Result<GroupId, Error> {
        self.require_registered(owner)?;
        if let Some(parent) = parent {
            self.allow::<act::AddGroups>(owner, parent.into())?;
        }
        let ancestors = self.path_to(parent);
        check_depth(ancestors.len().saturating_add(1))?;
        let id = GroupId::from_uuid(self.new_id(owner.shard()));
        self.record(Aggregate::Group(id), GroupEvent::Created { name: name.to_owned(), owner, ancestors });
        self.record(Aggregate::Roster(id.into()), RosterEvent::Founded { owner, since: self.at, credited: false });
        if let Some(parent) = parent {
            self.record(Aggregate::Group(parent), GroupEvent::GroupAdded { group: id });
        }
        Ok(id)
    }

    /// Renames a group (GRP-7).
    ///
    /// # Errors
    /// `access_denied` for a witness of another group.
    pub fn rename_group(&mut self, by: &Authorized<act::EditDetails>, id: GroupId, name: &str) -> Result<(), Error> {
        self.admit(by, id.into())?;
        if let Some(before) = self.slice.group(id).map(|group| group.name.clone()).filter(|before| before != name) {
            self.record(Aggregate::Group(id), GroupEvent::Renamed { before, after: name.to_owned() });
        }
        Ok(())
    }

    /// Moves a group into another, or to the top (GRP-1, GRP-5, GRP-7).
    ///
    /// # Errors
    /// `not_found` for a group the actor cannot view; `access_denied{action: move}` or `{action: add_groups, needed: full}`; `group_cycle`; `group_too_deep`.
    pub fn move_group(&mut self, actor: PersonId, id: GroupId, parent: Option<GroupId>) -> Result<Shifts, Error> {
        let scope = Scope::Group(id);
        self.see(actor, scope)?;
        if let Some(parent) = parent {
            self.see(actor, parent.into())?;
        }
        self.allow::<act::Move>(actor, scope)?;
        self.check_new_parent(actor, parent)?;
        let from = self.slice.parent(scope);
        if from == parent {
            return Ok(Shifts::default());
        }
        self.check_nesting(scope, parent)?;
        let mut people = self.slice.people_around(scope);
        let before = self.levels(scope, &people);
        self.record_group_moved(id, from, parent);
        people.extend(self.slice.people_around(scope));
        self.end_lost_offers();
        self.tell_owners_inside(NoticeKind::Moved, scope);
        Ok(Shifts { told: self.told_but(actor), ..self.shifts(scope, &people, &before) })
    }

    fn check_new_parent(&self, actor: PersonId, parent: Option<GroupId>) -> Result<(), Error> {
        let Some(parent) = parent else {
            return Ok(());
        };
        // GRP-7: a new parent needs full access there.
        let by = self.slice.require::<act::View>(actor, parent.into())?;
        if by.level() >= Level::Full {
            Ok(())
        } else {
            Err(Error::AccessDenied { action: Action::AddGroups, needed: Level::Full })
        }
    }

    /// GRP-1: no group lies inside itself, and none too deep.
    fn check_nesting(&self, scope: Scope, parent: Option<GroupId>) -> Result<(), Error> {
        let Some(parent) = parent else {
            return Ok(());
        };
        if self.slice.way_up(parent.into()).any(|step| step == scope) {
            return Err(Error::GroupCycle);
        }
        let own_depth = self.slice.way_up(scope).count();
        let below = self.slice.below(scope).into_iter().filter(|inner| inner.group().is_some());
        let deepest = below.map(|inner| self.slice.way_up(inner).count()).max().unwrap_or(own_depth);
        let height = deepest.saturating_sub(own_depth).saturating_add(1);
        check_depth(self.slice.way_up(parent.into()).count().saturating_add(height))
    }

    fn record_group_moved(&mut self, id: GroupId, from: Option<GroupId>, parent: Option<GroupId>) {
        let below = self.slice.below(id.into());
        let ancestors = self.path_to(parent);
        self.record(Aggregate::Group(id), GroupEvent::Moved { from, ancestors });
        if let Some(from) = from {
            self.record(Aggregate::Group(from), GroupEvent::GroupTakenOut { group: id });
        }
        // REL-3: a move of a group above, decided without this one in its list, must not commit.
        if let Some(parent) = parent {
            self.record(Aggregate::Group(parent), GroupEvent::GroupAdded { group: id });
        }
        for group in below.into_iter().filter_map(Scope::group) {
            // From the top, so each one's parent already has its new path.
            let ancestors = self.path_to(self.slice.parent(group.into()));
            self.record(Aggregate::Group(group), GroupEvent::CarriedAlong { ancestors });
        }
    }

    /// Deletes a group; what lies in it lies in no group then (GRP-7). Returns who is told.
    ///
    /// # Errors
    /// `access_denied` for a witness of another group.
    pub fn delete_group(&mut self, by: &Authorized<act::Delete>, id: GroupId) -> Result<Vec<PersonId>, Error> {
        let scope = Scope::Group(id);
        self.admit(by, scope)?;
        // Before the deletion, while it is known what lies inside.
        self.tell_owners_inside(NoticeKind::Deleted, scope);
        self.record(Aggregate::Group(id), GroupEvent::Deleted);
        self.end_lost_offers();
        Ok(self.told_but(by.actor()))
    }

    /// Tells who owns tracks in a group or in those below it (GRP-7).
    fn tell_owners_inside(&mut self, what: NoticeKind, scope: Scope) {
        let groups = core::iter::once(scope).chain(self.slice.below(scope)).filter_map(Scope::group);
        let owners = groups.filter_map(|group| self.slice.track_owners.get(&group)).flatten();
        let owners: BTreeSet<PersonId> = owners.copied().collect();
        for owner in owners {
            // Some may not be able to view the group any more: only those whose view is known are told its name.
            let views = self.slice.knows(scope, owner) && self.slice.held(scope, owner).is_some();
            let title = self.slice.title(scope).filter(|_| views);
            self.tell(owner, Notice::on(what, scope, title));
        }
    }

    /// Returns the groups above something that lies in `parent`, root first.
    fn path_to(&self, parent: Option<GroupId>) -> Vec<GroupId> {
        let up = parent.into_iter().flat_map(|parent| self.slice.way_up(parent.into()));
        let mut path: Vec<GroupId> = up.filter_map(Scope::group).collect();
        path.reverse();
        path
    }

    fn levels(&self, scope: Scope, people: &BTreeSet<PersonId>) -> BTreeMap<PersonId, Level> {
        let level = |person: &PersonId| self.slice.held(scope, *person).map(|held| (*person, held.level));
        people.iter().filter_map(level).collect()
    }

    fn shifts(&self, scope: Scope, people: &BTreeSet<PersonId>, before: &BTreeMap<PersonId, Level>) -> Shifts {
        let after = self.levels(scope, people);
        let owner = self.slice.owner(scope);
        let all = people.iter().filter(|person| Some(**person) != owner).map(|person| Shift {
            person: *person,
            before: before.get(person).copied(),
            after: after.get(person).copied(),
        });
        let (gained, rest): (Vec<Shift>, Vec<Shift>) = all.partition(|shift| shift.after > shift.before);
        let lost = rest.into_iter().filter(|shift| shift.after < shift.before).collect();
        Shifts { gained, lost, told: Vec::new() }
    }
}

/// OWN-2: the owner moves a track.
fn check_may_move(by: &Authorized<act::View>) -> Result<(), Error> {
    if by.is_owner() { Ok(()) } else { Err(Error::AccessDenied { action: Action::Move, needed: Level::Owner }) }
}

fn check_depth(depth: usize) -> Result<(), Error> {
    let deepest = usize::try_from(DEPTH_LIMIT).unwrap_or(usize::MAX);
    if depth > deepest { Err(Error::GroupTooDeep { limit: DEPTH_LIMIT }) } else { Ok(()) }
}
