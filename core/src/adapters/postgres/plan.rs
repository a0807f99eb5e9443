//! What to fetch: guessed from what a load needs, or known from what a look has missed.

use std::collections::{BTreeMap, BTreeSet};

use super::cell::Cell;
use super::codec::{claim_key, scope_cells};
use super::connection::{Message, Sql, Value};
use super::documents::{self, Wanted};
use super::fetch;
use super::library::{self, OrderAsked};
use super::ways::WAYS;
use crate::domain::person::Claim;
use crate::id::{GroupId, InvitationId, PersonId, Scope};
use crate::ports::store::{Find, LogOf, LogPlace};

/// How far along a way up something is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Reach {
    #[default]
    No,
    There,
    Along,
}

impl Reach {
    /// Returns how far it is wanted one step further up.
    pub(super) fn above(self) -> Self {
        if self == Self::Along { Self::Along } else { Self::No }
    }

    /// Returns the number by which the statement of ways up knows it.
    const fn cell(self) -> i16 {
        match self {
            Self::No => 0,
            Self::There => 1,
            Self::Along => 2,
        }
    }
}

/// A way up: the details and rosters of a scope and of all above it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Way {
    /// How far rosters are wanted whole.
    pub(super) whole: Reach,
    /// How far unanswered invitations are wanted.
    pub(super) pending: Reach,
}

/// What to fetch in one flush.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) people: BTreeSet<PersonId>,
    pub(super) claims: BTreeSet<Claim>,
    pub(super) ways: BTreeMap<Scope, Way>,
    /// Whose rows are wanted on all ways.
    pub(super) members: BTreeSet<PersonId>,
    /// Invitations with the ways up from where they are, and the whole rosters along these.
    pub(super) answers: BTreeSet<InvitationId>,
    pub(super) invitations: BTreeSet<InvitationId>,
    pub(super) finds: BTreeSet<Find>,
    pub(super) below: BTreeSet<GroupId>,
    /// Groups in and below which owners of tracks, and offers, are wanted.
    pub(super) inside: BTreeSet<GroupId>,
    pub(super) owners: BTreeSet<(GroupId, Option<PersonId>)>,
    pub(super) replays: BTreeSet<(PersonId, String)>,
    pub(super) logs: BTreeSet<(LogOf, Option<LogPlace>, u32)>,
    /// Of documents, streams and counters.
    pub(super) documents: Wanted,
    /// Where tracks stand in the orders of a library.
    pub(super) orders: BTreeSet<OrderAsked>,
    /// Whether more is expected to be wanted once this is known.
    pub(super) has_more: bool,
}

/// What the rows of one statement are.
#[derive(Debug, Clone)]
pub(super) enum Part {
    Documents(documents::Part),
    Orders(Vec<OrderAsked>),
    Last,
    /// What ways up hold, each row in another.
    Ways,
    Persons,
    Holders,
    Tracks,
    Groups,
    Standings,
    Members,
    Invitations,
    Owners(Option<PersonId>),
    Replays,
    Log(LogOf, Option<LogPlace>, u32),
}

fn list<T, C>(of: impl IntoIterator<Item = T>, cell: impl Fn(T) -> C) -> Value
where
    Vec<C>: tokio_postgres::types::ToSql,
    C: Send + Sync + 'static,
{
    Box::new(of.into_iter().map(cell).collect::<Vec<C>>())
}

impl Plan {
    /// Returns the statements of this plan, each with what its rows are.
    pub(super) fn statements(&self, with_orders: bool) -> Vec<(Part, Message)> {
        let mut all = Vec::new();
        let mut add = |part, sql: &'static Sql, values| all.push((part, Message::Run(sql, values)));
        self.ways(&mut add);
        if !self.people.is_empty() || !self.claims.is_empty() {
            let mut values = vec![list(&self.people, |id| id.shard().cell()), list(&self.people, |id| id.cell())];
            values.extend(self.claim_values());
            add(Part::Persons, &fetch::PERSONS, values);
        }
        if !self.claims.is_empty() {
            add(Part::Holders, &fetch::HOLDERS, self.claim_values());
        }
        self.answers(&mut add);
        self.lying_below(&mut add);
        self.owners(&mut add);
        if !self.replays.is_empty() {
            let values = vec![
                list(&self.replays, |(actor, _)| actor.shard().cell()),
                list(&self.replays, |(actor, _)| actor.cell()),
                list(&self.replays, |(_, key)| key.clone()),
            ];
            add(Part::Replays, &fetch::REPLAYS, values);
        }
        for (of, before, limit) in &self.logs {
            add(Part::Log(*of, *before, *limit), &fetch::LOG, log_values(*of, *before, log_rows(*limit)));
        }
        self.finds(&mut add);
        if !self.documents.walks.is_empty() {
            let values = || documents::by_id(&self.documents.walks);
            add(Part::Tracks, &fetch::DOCUMENT_TRACKS, values());
            add(Part::Groups, &fetch::DOCUMENT_GROUPS, values());
            let people = list(&self.members, |id| id.cell());
            add(Part::Standings, &fetch::DOCUMENT_STANDINGS, values().into_iter().chain([people]).collect());
        }
        let nothing = BTreeSet::new();
        let orders = library::statements(if with_orders { &self.orders } else { &nothing }).into_iter();
        all.extend(orders.map(|(asked, message)| (Part::Orders(asked), message)));
        let documents = self.documents.statements().into_iter();
        all.extend(documents.map(|(part, message)| (Part::Documents(part), message)));
        all
    }

    /// The ways up, with the number of the last commit; or that alone.
    fn ways(&self, add: &mut impl FnMut(Part, &'static Sql, Vec<Value>)) {
        if self.ways.is_empty() {
            return add(Part::Last, &fetch::LAST, Vec::new());
        }
        let scopes = || {
            vec![
                list(self.ways.keys(), |scope| scope_cells(*scope).1),
                list(self.ways.keys(), |scope| scope_cells(*scope).0),
                list(self.ways.keys(), |scope| scope_cells(*scope).2),
            ]
        };
        let mut values = scopes();
        values.push(list(self.ways.values(), |way| way.whole.cell()));
        values.push(list(self.ways.values(), |way| way.pending.cell()));
        values.push(list(&self.members, |id| id.cell()));
        add(Part::Ways, &WAYS, values);
        if !self.claims.is_empty() {
            let values = scopes().into_iter().chain(self.claim_values()).collect();
            add(Part::Standings, &fetch::STANDINGS_OF, values);
        }
    }

    /// Invitations, and what those that are answered rest on.
    fn answers(&self, add: &mut impl FnMut(Part, &'static Sql, Vec<Value>)) {
        if !self.answers.is_empty() {
            let values = || vec![list(&self.answers, |id| id.shard().cell()), list(&self.answers, |id| id.cell())];
            add(Part::Tracks, &fetch::ANSWER_TRACKS, values());
            add(Part::Groups, &fetch::ANSWER_GROUPS, values());
            add(Part::Standings, &fetch::ANSWER_WHOLE, values());
            let people = list(&self.members, |id| id.cell());
            add(Part::Standings, &fetch::ANSWER_STANDINGS, values().into_iter().chain([people]).collect());
        }
        let invitations: BTreeSet<_> = self.invitations.union(&self.answers).collect();
        if !invitations.is_empty() {
            let values = vec![list(&invitations, |id| id.shard().cell()), list(&invitations, |id| id.cell())];
            add(Part::Invitations, &fetch::INVITATIONS, values);
        }
    }

    fn lying_below(&self, add: &mut impl FnMut(Part, &'static Sql, Vec<Value>)) {
        for (groups, sql, part) in [
            (&self.below, &fetch::BELOW, Part::Groups),
            (&self.inside, &fetch::OWNERS_BELOW, Part::Owners(None)),
            (&self.inside, &fetch::OFFERED_TRACKS_BELOW, Part::Tracks),
            (&self.inside, &fetch::OFFERED_GROUPS_BELOW, Part::Groups),
        ] {
            if !groups.is_empty() {
                add(part, sql, vec![list(groups, |id| id.cell())]);
            }
        }
    }

    fn owners(&self, add: &mut impl FnMut(Part, &'static Sql, Vec<Value>)) {
        let mut owners: BTreeMap<Option<PersonId>, Vec<GroupId>> = BTreeMap::new();
        for (group, unless) in &self.owners {
            owners.entry(*unless).or_default().push(*group);
        }
        for (unless, groups) in owners {
            // Nobody's row is looked for where nobody is left out, and those of deleted tracks are none.
            let values = vec![list(&groups, |id| id.cell())];
            match unless {
                None => add(Part::Owners(None), &fetch::OWNERS, values),
                Some(person) => {
                    let values = values.into_iter().chain([Box::new(person.cell()) as Value]).collect();
                    add(Part::Owners(unless), &fetch::OWNERS_UNLESS, values);
                }
            }
        }
    }

    fn finds(&self, add: &mut impl FnMut(Part, &'static Sql, Vec<Value>)) {
        let mut by_one: [(Part, &'static Sql, Vec<uuid::Uuid>); 11] = [
            (Part::Members, &fetch::MEMBERS_OF, Vec::new()),
            (Part::Invitations, &fetch::PENDING_OF, Vec::new()),
            (Part::Tracks, &fetch::TRACKS_IN, Vec::new()),
            (Part::Tracks, &fetch::TRACKS_OF, Vec::new()),
            (Part::Groups, &fetch::GROUPS_OF, Vec::new()),
            (Part::Tracks, &fetch::TRACKS_OFFERED_TO, Vec::new()),
            (Part::Groups, &fetch::GROUPS_OFFERED_TO, Vec::new()),
            (Part::Tracks, &fetch::TRACKS_OFFERED_IN, Vec::new()),
            (Part::Groups, &fetch::GROUPS_OFFERED_IN, Vec::new()),
            (Part::Members, &fetch::GROUP_ROWS_OF, Vec::new()),
            (Part::Members, &fetch::OPEN_ROWS_OF, Vec::new()),
        ];
        let mut pairs = Vec::new();
        for find in &self.finds {
            let [
                members,
                pending,
                tracks_in,
                tracks_of,
                groups_of,
                tracks_to,
                groups_to,
                tracks_on,
                groups_on,
                group_rows,
                open_rows,
            ] = by_one.each_mut().map(|(_, _, ids)| ids);
            match find {
                Find::MembersOf(person) => members.push(person.cell()),
                Find::PendingOf(person) => pending.push(person.cell()),
                Find::TracksIn(group) => tracks_in.push(group.cell()),
                Find::TracksInOf(group, owner) => pairs.push((group.cell(), owner.cell())),
                Find::TracksOf(person) => tracks_of.push(person.cell()),
                Find::GroupsOf(person) => groups_of.push(person.cell()),
                Find::OffersTo(person) => [tracks_to, groups_to].into_iter().for_each(|ids| ids.push(person.cell())),
                Find::OffersIn(group) => [tracks_on, groups_on].into_iter().for_each(|ids| ids.push(group.cell())),
                Find::GroupRowsOf(person) => group_rows.push(person.cell()),
                Find::OpenRowsOf(person) => open_rows.push(person.cell()),
                // The others are asked for as a way up, as what is below, or as pages of documents.
                _ => {}
            }
        }
        for (part, sql, ids) in by_one {
            if !ids.is_empty() {
                add(part, sql, vec![Box::new(ids)]);
            }
        }
        if !pairs.is_empty() {
            let values = vec![list(&pairs, |(group, _)| *group), list(&pairs, |(_, owner)| *owner)];
            add(Part::Tracks, &fetch::TRACKS_IN_OF, values);
        }
    }

    fn claim_values(&self) -> Vec<Value> {
        let keys: Vec<_> = self.claims.iter().map(claim_key).collect();
        vec![list(&keys, |key| key.0), list(&keys, |key| key.1), list(&keys, |key| key.2.clone())]
    }
}

/// Returns how many entries to read for so many shown ones: some are not shown.
pub(super) fn log_rows(limit: u32) -> i64 {
    i64::from(limit).saturating_mul(2).saturating_add(16)
}

/// Returns the parameters of a page of history.
pub(super) fn log_values(of: LogOf, before: Option<LogPlace>, rows: i64) -> Vec<Value> {
    // The kinds of details, roster and invitations of a group, or of a track; of a person documents alone, which need none.
    let (shard, id, kinds) = match of {
        LogOf::Scope(scope) => {
            let (shard, kind, id) = scope_cells(scope);
            (shard, id, [1, 3, 5].map(|of_group| of_group + kind).to_vec())
        }
        LogOf::Person(person) => (person.shard().cell(), person.cell(), Vec::new()),
    };
    let kinds: Vec<i16> = kinds;
    let revision = before.map_or(i64::MAX, |place| place.revision.cell());
    let index = before.map_or(i32::MAX, |place| i32::try_from(place.index).unwrap_or(i32::MAX));
    vec![Box::new(shard), Box::new(id), Box::new(kinds), Box::new(revision), Box::new(index), Box::new(rows)]
}
