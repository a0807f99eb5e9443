//! Taking in what has been fetched, and what is known by it.

use std::collections::{BTreeMap, BTreeSet};

use tokio_postgres::Row as Columns;

use super::cells::Inner;
use super::codec::{self, Found};
use super::plan::{Part, Plan, Reach, Way};
use super::rows::{Ask, Fetched};
use crate::domain::slice::RowKey;
use crate::id::{GroupId, Scope};
use crate::ports::store::{Find, LogPlace, Row, StoreError};

impl Fetched {
    /// Takes in the rows of one statement.
    pub(super) fn take(&mut self, part: Part, rows: &[Columns], plan: &Plan) -> Result<(), StoreError> {
        let asked = &plan.finds;
        if let Part::Documents(part) = part {
            return self.take_documents(part, rows);
        }
        if let Part::Orders(asked) = &part {
            return self.take_orders(asked, rows);
        }
        for columns in rows {
            match part {
                Part::Documents(_) | Part::Orders(_) => {}
                Part::Last => self.last = codec::number(columns)?,
                Part::Ways => self.take_step(columns, plan)?,
                Part::Persons => drop(self.keep(codec::person(columns)?)),
                Part::Holders => {
                    let (claim, person) = codec::claim(columns)?;
                    self.known.insert(Ask::Person(person));
                    self.people.insert(person);
                    self.holders.insert(claim, person);
                }
                Part::Tracks => self.keep_found(codec::track(columns)?, asked),
                Part::Groups => self.keep_found(codec::group(columns)?, asked),
                Part::Members => {
                    let (roster, _) = codec::standing(columns)?;
                    self.keep(roster);
                    self.keep_found(codec::member(columns)?, asked);
                }
                Part::Standings => self.keep_standing(codec::standing(columns)?),
                Part::Invitations => self.keep_invitation(codec::invitation(columns)?, plan),
                Part::Owners(unless) => {
                    let (group, owner) = codec::owner(columns)?;
                    self.owners.entry((group, unless)).or_default().insert(owner);
                }
                Part::Replays => {
                    let replay = codec::replay(columns)?;
                    self.replays.insert((replay.actor, replay.key.clone()), replay);
                }
                Part::Log(of, before, limit) => {
                    let (place, entry) = codec::entry(columns)?;
                    let shown = self.logs.entry(Ask::Log(of, before, limit)).or_default();
                    if entry.recorded.event.is_activity() && shown.len() < usize::try_from(limit).unwrap_or(usize::MAX)
                    {
                        shown.push((place, entry));
                    }
                }
            }
        }
        Ok(())
    }

    /// Takes in a row of a way up.
    fn take_step(&mut self, columns: &Columns, plan: &Plan) -> Result<(), StoreError> {
        let (kind, inner) = Inner::read(columns)?;
        match kind {
            0 => self.last = codec::number(&inner)?,
            1 => self.keep_found(codec::track(&inner)?, &plan.finds),
            2 => self.keep_found(codec::group(&inner)?, &plan.finds),
            3 => self.keep_standing(codec::standing(&inner)?),
            _ => self.keep_invitation(codec::invitation(&inner)?, plan),
        }
        Ok(())
    }

    fn keep_standing(&mut self, (roster, member): (Found, Option<Found>)) {
        self.keep(roster);
        member.map(|member| self.keep(member));
    }

    fn keep_invitation(&mut self, found: Found, plan: &Plan) {
        if let Row::Invitation(invitation) = &found.stored.row
            && plan.answers.contains(&invitation.id)
        {
            self.people.insert(invitation.person);
        }
        self.keep_found(found, &plan.finds);
    }

    /// Notes what is known now that a plan's statements have been answered.
    pub(super) fn learn(&mut self, plan: &Plan) {
        self.known.extend(plan.people.iter().copied().map(Ask::Person));
        self.known.extend(plan.claims.iter().cloned().map(Ask::Holder));
        self.known.extend(plan.invitations.union(&plan.answers).copied().map(Ask::Invitation));
        self.known.extend(plan.finds.iter().copied().map(Ask::Find));
        self.known.extend(plan.owners.iter().map(|(group, unless)| Ask::Owners(*group, *unless)));
        self.known.extend(plan.replays.iter().cloned().map(|(actor, key)| Ask::Replay(actor, key)));
        self.known.extend(plan.logs.iter().map(|(of, before, limit)| Ask::Log(*of, *before, *limit)));
        let orders = plan.orders.iter().cloned();
        self.known.extend(orders.map(|(source, sort, after, limit)| Ask::Order(source, sort, after, limit)));
        self.people.extend(&plan.members);
        self.learn_documents(&plan.documents);
        self.learn_ways(plan);
        self.learn_below(plan);
    }

    fn learn_ways(&mut self, plan: &Plan) {
        let along = Way { whole: Reach::Along, pending: Reach::No };
        let is_answered = |key: &RowKey| match key {
            RowKey::Invitation(scope, id) if plan.answers.contains(id) => Some((*scope, along)),
            _ => None,
        };
        let walks = &plan.documents.walks;
        let is_walked = |key: &RowKey| match key {
            RowKey::Document(key) if walks.contains(&(key.kind().number().into(), key.id())) => {
                key.track().map(|track| (Scope::Track(track), Way::default()))
            }
            _ => None,
        };
        let found = self.rows.keys().filter_map(is_answered).chain(self.rows.keys().filter_map(is_walked));
        let answered: Vec<_> = found.collect();
        // The statement has looked for these people on every way of this plan.
        let mut people = plan.members.clone();
        people.extend(plan.claims.iter().filter_map(|claim| self.holders.get(claim)));
        for stored in self.rows.values() {
            if let Row::Invitation(invitation) = &stored.row
                && plan.answers.contains(&invitation.id)
            {
                people.extend([invitation.person, invitation.by]);
            }
        }
        for (scope, way) in plan.ways.iter().map(|(scope, way)| (*scope, *way)).chain(answered) {
            let (mut next, mut way) = (Some(scope), way);
            // A way that leads back into itself is damage, which `verify` names; walking it ends all the same.
            for _ in 0..64 {
                let Some(step) = next else { break };
                self.known.extend([Ask::Details(step), Ask::Standing(step, None)]);
                self.known.extend(people.iter().map(|person| Ask::Standing(step, Some(*person))));
                self.known.extend((way.whole != Reach::No).then_some(Ask::Find(Find::MembersOn(step))));
                self.known.extend((way.pending != Reach::No).then_some(Ask::Find(Find::PendingOn(step))));
                way = Way { whole: way.whole.above(), pending: way.pending.above() };
                next = self.above(step).map(Scope::from);
            }
        }
    }

    fn learn_below(&mut self, plan: &Plan) {
        if plan.below.is_empty() && plan.inside.is_empty() {
            return;
        }
        let mut lying: BTreeMap<GroupId, Vec<RowKey>> = BTreeMap::new();
        for (key, stored) in &self.rows {
            if let Row::Group(group) = &stored.row
                && let (Some(parent), false) = (group.parent(), group.deleted)
            {
                lying.entry(parent).or_default().push(*key);
            }
        }
        let mut offered: BTreeMap<GroupId, BTreeSet<RowKey>> = BTreeMap::new();
        for (key, stored) in &self.rows {
            for find in Find::all_finding(&stored.row) {
                if let Find::OffersIn(group) = find {
                    offered.entry(group).or_default().insert(*key);
                }
            }
        }
        for top in plan.below.union(&plan.inside) {
            let mut below = vec![*top];
            let mut seen = 0;
            while let Some(group) = below.get(seen).copied() {
                seen += 1;
                let inner = lying.get(&group).cloned().unwrap_or_default();
                below.extend(inner.iter().filter_map(|key| if let RowKey::Group(id) = key { Some(*id) } else { None }));
                self.known.insert(Ask::Find(Find::GroupsIn(group)));
                self.found.insert(Find::GroupsIn(group), inner.into_iter().collect());
                if plan.inside.contains(top) {
                    self.known.extend([Ask::Owners(group, None), Ask::Find(Find::OffersIn(group))]);
                    self.found.insert(Find::OffersIn(group), offered.get(&group).cloned().unwrap_or_default());
                }
            }
        }
    }
}

/// Returns the place of the last entry among rows of history.
pub(super) fn log_end(rows: &[Columns]) -> Result<Option<LogPlace>, StoreError> {
    Ok(rows.last().map(codec::entry).transpose()?.map(|(place, _)| place))
}
