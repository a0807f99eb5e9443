//! A slice: the part of the world that one decision is made on, read at one instant.
//!
//! A slice that holds everything is the whole world: folding all events over an empty one gives the stored state.

use std::collections::{BTreeMap, BTreeSet};

use super::access::{Action, Held, Level, Standing, Step, decide};
use super::document::{Document, DocumentKey};
use super::group::{Group, GroupEvent};
use super::invitation::{Invitation, InvitationEvent, InvitationState};
use super::item::Counter;
use super::ownership::Offer;
use super::person::{Claim, Person, PersonEvent, PersonState, Profile};
use super::roster::{Member, Roster, RosterEvent};
use super::split::{Kind, Shares, Totals};
use super::track::{Condition, Track, TrackEvent};
use crate::error::Error;
use crate::event::{Aggregate, Event};
use crate::id::{GroupId, InvitationId, PersonId, Scope, TrackId};
use crate::time::Timestamp;

/// A row of the stored state: what a commit writes one of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a store must keep each of them")]
pub enum RowKey {
    /// A person's record.
    Person(PersonId),
    /// A group's details.
    Group(GroupId),
    /// A track's details.
    Track(TrackId),
    /// A roster's own row, which its version stands in.
    Roster(Scope),
    /// A person's row on a roster.
    Member(Scope, PersonId),
    /// An invitation.
    Invitation(Scope, InvitationId),
    /// A document.
    Document(DocumentKey),
}

/// The part of the world that one decision is made on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(clippy::exhaustive_structs, reason = "what a store answers a load with")]
pub struct Slice {
    /// The number up to which all commits are in it: that of the last one, where commits are numbered one after the other.
    pub revision: u64,
    /// A stamp that none of what was looked at is after.
    pub stamp: Timestamp,
    /// The version of everything that was looked at: 0 for what is not there.
    pub versions: BTreeMap<Aggregate, u64>,
    /// People's records.
    pub people: BTreeMap<PersonId, Person>,
    /// Who holds the unique values that were looked up.
    pub holders: BTreeMap<Claim, PersonId>,
    /// Tracks' details, deleted ones among them.
    pub tracks: BTreeMap<TrackId, Track>,
    /// Groups' details, deleted ones among them.
    pub groups: BTreeMap<GroupId, Group>,
    /// Who is on scopes.
    pub rosters: BTreeMap<Scope, Roster>,
    /// Invitations.
    pub invitations: BTreeMap<InvitationId, Invitation>,
    /// Documents.
    pub documents: BTreeMap<DocumentKey, Document>,
    /// What was counted, of what was looked up.
    pub counters: BTreeMap<Counter, u64>,
    /// Who owns tracks lying directly in a group, of those tracks that the load asked for.
    pub track_owners: BTreeMap<GroupId, BTreeSet<PersonId>>,
}

impl Slice {
    /// Returns a track that is there for anybody at all.
    #[must_use]
    pub fn track(&self, id: TrackId) -> Option<&Track> {
        self.tracks.get(&id).filter(|track| track.is_there())
    }

    /// Returns a group that has not been deleted.
    #[must_use]
    pub fn group(&self, id: GroupId) -> Option<&Group> {
        self.groups.get(&id).filter(|group| !group.deleted)
    }

    /// Returns who owns a scope that is there.
    #[must_use]
    pub fn owner(&self, scope: Scope) -> Option<PersonId> {
        match scope {
            Scope::Track(id) => self.track(id).map(|track| track.owner),
            Scope::Group(id) => self.group(id).map(|group| group.owner),
        }
    }

    /// Returns the offer of ownership on a scope that is there, open or over.
    #[must_use]
    pub fn offer(&self, scope: Scope) -> Option<Offer> {
        match scope {
            Scope::Track(id) => self.track(id).and_then(|track| track.offer),
            Scope::Group(id) => self.group(id).and_then(|group| group.offer),
        }
    }

    /// Returns every scope whose details are in the slice.
    pub fn scopes(&self) -> impl Iterator<Item = Scope> {
        let groups = self.groups.keys().copied().map(Scope::from);
        groups.chain(self.tracks.keys().copied().map(Scope::from))
    }

    /// Returns the group that a scope lies in, where that is still there (GRP-7: a deleted group is no group).
    #[must_use]
    pub fn parent(&self, scope: Scope) -> Option<GroupId> {
        let group = match scope {
            Scope::Track(id) => self.track(id).and_then(|track| track.group),
            Scope::Group(id) => self.group(id).and_then(Group::parent),
        };
        group.filter(|group| self.group(*group).is_some())
    }

    /// Returns a scope that is there and the groups above it, nearest first.
    pub fn way_up(&self, scope: Scope) -> impl Iterator<Item = Scope> + '_ {
        let first = self.owner(scope).map(|_| scope);
        core::iter::successors(first, |below| self.parent(*below).map(Scope::from))
    }

    /// Returns the loaded scopes below a scope that are there: groups first, from the top, then tracks, each by id.
    #[must_use]
    pub fn below(&self, scope: Scope) -> Vec<Scope> {
        let mut below: Vec<(usize, Scope)> = self
            .scopes()
            .filter(|inner| *inner != scope)
            .filter(|inner| self.way_up(*inner).any(|step| step == scope))
            .map(|inner| (self.way_up(inner).count(), inner))
            .collect();
        below.sort_by_key(|(depth, inner)| {
            (inner.track().is_some(), if inner.track().is_some() { 0 } else { *depth }, *inner)
        });
        below.into_iter().map(|(_, inner)| inner).collect()
    }

    /// Returns what a scope itself says of a person.
    #[must_use]
    pub fn standing(&self, scope: Scope, person: PersonId) -> Standing {
        match self.rosters.get(&scope) {
            Some(roster) => roster.standing(person),
            None => Roster::default().standing(person),
        }
    }

    /// Returns a person's row on a scope, where there is one.
    #[must_use]
    pub fn member(&self, scope: Scope, person: PersonId) -> Option<&Member> {
        self.rosters.get(&scope).and_then(|roster| roster.member(person))
    }

    /// Returns whether all is loaded that decides what a person holds on a scope.
    #[must_use]
    pub fn knows(&self, scope: Scope, person: PersonId) -> bool {
        self.way_up(scope).all(|scope| self.rosters.get(&scope).is_some_and(|roster| roster.knows(person)))
    }

    /// Decides what a person may do on a scope now, if anything (GRP-3, OPS-1).
    #[must_use]
    pub fn held(&self, scope: Scope, person: PersonId) -> Option<Held> {
        // OPS-1: a track that was taken down is there for its owner alone; others' access sleeps.
        let track = scope.track().and_then(|id| self.track(id));
        let asleep = track.is_some_and(|track| track.condition == Condition::TakenDown && track.owner != person);
        self.granted(scope, person).filter(|_| !asleep)
    }

    /// Returns whether a person may do something on a scope now; what such a scope does not know nobody may (ACC-1, OPS-1).
    #[must_use]
    pub fn can(&self, scope: Scope, person: PersonId, action: Action) -> bool {
        // OPS-1: what was taken down is neither published nor taken back until it is restored.
        let track = scope.track().and_then(|id| self.track(id));
        let is_kept = action == Action::Publish && track.is_some_and(|track| track.condition == Condition::TakenDown);
        let enough = |least: Level| self.held(scope, person).is_some_and(|held| held.level >= least);
        !is_kept && action.least(scope.into()).is_some_and(enough)
    }

    /// Decides what a person has been given on a scope, if anything: sleeping access too (GRP-3).
    #[must_use]
    pub fn granted(&self, scope: Scope, person: PersonId) -> Option<Held> {
        decide(person, self.steps(scope, person))
    }

    /// Decides what a person would have been given on a scope that itself said nothing of them.
    #[must_use]
    pub fn granted_from_above(&self, scope: Scope, person: PersonId) -> Option<Level> {
        let silent = |step: Step| if step.scope == scope { Step { standing: Standing::None, ..step } } else { step };
        decide(person, self.steps(scope, person).map(silent)).map(|held| held.level)
    }

    /// Returns what a scope and all above it say of a person.
    fn steps(&self, scope: Scope, person: PersonId) -> impl Iterator<Item = Step> + '_ {
        self.way_up(scope).filter_map(move |scope| {
            let owner = self.owner(scope)?;
            let standing = if owner == person { Standing::None } else { self.standing(scope, person) };
            Some(Step { scope, owner, standing })
        })
    }

    /// Returns the versions that a judgement on a scope rests on.
    #[must_use]
    pub fn evidence(&self, scope: Scope) -> Vec<(Aggregate, u64)> {
        self.way_up(scope)
            .flat_map(|scope| [details(scope), Aggregate::Roster(scope)])
            .filter_map(|aggregate| self.versions.get(&aggregate).map(|version| (aggregate, *version)))
            .collect()
    }

    /// Returns everybody whom a scope or one above it says something of, owners among them, ordered by id.
    #[must_use]
    pub fn people_around(&self, scope: Scope) -> BTreeSet<PersonId> {
        let mut people = BTreeSet::new();
        for scope in self.way_up(scope) {
            people.extend(self.owner(scope));
            people.extend(self.rosters.get(&scope).into_iter().flat_map(Roster::rows).map(|(person, _)| person));
        }
        people
    }

    /// Returns everybody who can view a scope, ordered by id.
    #[must_use]
    pub fn viewers(&self, scope: Scope) -> Vec<PersonId> {
        self.people_around(scope).into_iter().filter(|person| self.held(scope, *person).is_some()).collect()
    }

    /// Returns when a person first reached a scope: their row's time, or the time their way through a group opened, or `now` (ADR 1, ruling 26).
    #[must_use]
    pub fn reached(&self, scope: Scope, person: PersonId, now: Timestamp) -> Timestamp {
        if let Some(member) = self.member(scope, person) {
            return member.since;
        }
        let Some(via) = self.granted(scope, person).map(|held| held.via) else {
            return now;
        };
        let below = self.way_up(scope).take_while(|step| *step != via).filter_map(|step| self.placed_at(step));
        let there = self.member(via, person).map(|member| member.since);
        below.chain(there).max().unwrap_or(now)
    }

    pub(crate) fn placed_at(&self, scope: Scope) -> Option<Timestamp> {
        match scope {
            Scope::Track(id) => self.track(id).map(|track| track.placed_at),
            Scope::Group(id) => self.group(id).map(|group| group.placed_at),
        }
    }

    /// Returns the invitations to a scope that wait for an answer, ordered by id.
    #[must_use]
    pub fn pending(&self, scope: Scope, now: Timestamp) -> Vec<&Invitation> {
        self.invitations.values().filter(|invitation| invitation.scope == scope && invitation.is_pending(now)).collect()
    }

    /// Returns the invitation of a person to a scope that waits for an answer (INV-4: there is one at most).
    #[must_use]
    pub fn pending_for(&self, scope: Scope, person: PersonId, now: Timestamp) -> Option<Invitation> {
        self.pending(scope, now).into_iter().find(|invitation| invitation.person == person).cloned()
    }

    /// Adds up the shares on a track (SPL-4).
    ///
    /// # Errors
    /// `over_allocated` where a kind passes 100.
    pub fn totals(&self, id: TrackId) -> Result<Totals, Error> {
        let roster = self.rosters.get(&Scope::Track(id));
        debug_assert!(roster.is_none_or(|roster| roster.whole), "totals of a roster that was loaded in part");
        let shares: Vec<Shares> =
            roster.into_iter().flat_map(Roster::rows).map(|(_, member)| member.shares()).collect();
        Totals::of(shares.iter())
    }

    /// Returns `wanted` for each kind in which the person could hold that beside the others, else what is `recorded`.
    #[must_use]
    pub fn restorable(&self, scope: Scope, person: PersonId, recorded: &Shares, wanted: &Shares) -> Shares {
        let Some(roster) = self.rosters.get(&scope) else {
            return *wanted;
        };
        debug_assert!(roster.whole || wanted.is_unset(), "shares given back on a roster that was loaded in part");
        let others = roster.rows().filter(|(other, _)| *other != person).map(|(_, member)| member.shares());
        let others: Vec<Shares> = others.collect();
        Kind::ALL.into_iter().fold(*wanted, |restored, kind| {
            let one = Shares::UNSET.with(kind, wanted.get(kind));
            let fits = Totals::of(others.iter().chain([&one])).is_ok();
            if fits { restored } else { restored.with(kind, recorded.get(kind)) }
        })
    }

    /// Applies an event to the slice and returns the rows it touched.
    pub fn apply(&mut self, aggregate: Aggregate, event: &Event, at: Timestamp) -> Vec<RowKey> {
        *self.versions.entry(aggregate).or_default() += 1;
        match (aggregate, event) {
            (Aggregate::Person(id), Event::Person(event)) => self.apply_person(id, event),
            (Aggregate::Track(id), Event::Track(event)) => self.apply_track(id, event, at),
            (Aggregate::Group(id), Event::Group(event)) => self.apply_group(id, event, at),
            (Aggregate::Roster(scope), Event::Roster(event)) => self.apply_roster(scope, event),
            (Aggregate::Invitation(scope, id), Event::Invitation(event)) => self.apply_invitation(scope, id, event, at),
            (Aggregate::Document(key), event) => self.apply_document(key, event, at),
            // An event of another room than its aggregate's cannot be recorded by any verb; nothing is touched.
            _ => Vec::new(),
        }
    }

    fn apply_person(&mut self, id: PersonId, event: &PersonEvent) -> Vec<RowKey> {
        let made = || Person { id, state: PersonState::Unclaimed, profile: Profile::default() };
        self.people.entry(id).or_insert_with(made).apply(event);
        vec![RowKey::Person(id)]
    }

    fn apply_track(&mut self, id: TrackId, event: &TrackEvent, at: Timestamp) -> Vec<RowKey> {
        if let TrackEvent::Created { title, owner, group } = event {
            self.tracks.insert(id, Track::created(id, title, *owner, *group, at));
        } else if let Some(track) = self.tracks.get_mut(&id) {
            track.apply(event, at);
        }
        vec![RowKey::Track(id)]
    }

    fn apply_group(&mut self, id: GroupId, event: &GroupEvent, at: Timestamp) -> Vec<RowKey> {
        if let GroupEvent::Created { name, owner, ancestors } = event {
            self.groups.insert(id, Group::created(id, name, *owner, ancestors, at));
        } else if let Some(group) = self.groups.get_mut(&id) {
            group.apply(event, at);
        }
        vec![RowKey::Group(id)]
    }

    fn apply_roster(&mut self, scope: Scope, event: &RosterEvent) -> Vec<RowKey> {
        self.rosters.entry(scope).or_default().apply(event);
        let people = event.people().into_iter().map(|person| RowKey::Member(scope, person));
        core::iter::once(RowKey::Roster(scope)).chain(people).collect()
    }

    fn apply_document(&mut self, key: DocumentKey, event: &Event, at: Timestamp) -> Vec<RowKey> {
        let before = self.documents.remove(&key);
        if let Some(after) = Document::after(before, key, event, at) {
            self.documents.insert(key, after);
        }
        vec![RowKey::Document(key)]
    }

    fn apply_invitation(
        &mut self,
        scope: Scope,
        id: InvitationId,
        event: &InvitationEvent,
        at: Timestamp,
    ) -> Vec<RowKey> {
        if let InvitationEvent::Sent { person, by, access, role, shares, expires_at, credit_before } = event {
            let sent = Invitation {
                id,
                scope,
                person: *person,
                by: *by,
                access: *access,
                role: role.clone(),
                shares: *shares,
                created_at: at,
                expires_at: *expires_at,
                credit_before: credit_before.clone(),
                state: InvitationState::Pending,
            };
            self.invitations.insert(id, sent);
        } else if let Some(invitation) = self.invitations.get_mut(&id) {
            invitation.apply(event);
        }
        vec![RowKey::Invitation(scope, id)]
    }
}

/// Returns the aggregate in which a scope's details are kept.
#[must_use]
pub const fn details(scope: Scope) -> Aggregate {
    match scope {
        Scope::Track(id) => Aggregate::Track(id),
        Scope::Group(id) => Aggregate::Group(id),
    }
}
