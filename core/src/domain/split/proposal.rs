use serde::{Deserialize, Serialize};

use super::{Kind, Percent, Shares, Totals, divide_evenly};
use crate::domain::access::Standing;
use crate::domain::person::Claim;
use crate::domain::shares::Part;
use crate::domain::slice::Slice;
use crate::domain::text::Email;
use crate::error::{Error, Noun, Shortfall};
use crate::id::{PersonId, Scope, TrackId};
use crate::time::Timestamp;

/// Somebody to invite: a person, or an address that may be nobody's yet.
///
/// # Example: an address
///
/// ```
/// use cowrite::Invitee;
///
/// let jordan = Invitee::from("jordan@example.com");
/// # let _ = jordan;
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: one invites a person or an address")]
pub enum Invitee {
    /// A person with a record here.
    Person(PersonId),
    /// An address, as it was given.
    Email(String),
}

impl From<PersonId> for Invitee {
    fn from(id: PersonId) -> Self {
        Self::Person(id)
    }
}

impl From<&str> for Invitee {
    fn from(email: &str) -> Self {
        Self::Email(email.to_owned())
    }
}

/// Shares proposed for one person; `None` where a kind is not touched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "part of proposals, which hosts may edit before applying them")]
#[serde(deny_unknown_fields)]
pub struct ProposedShares {
    /// Whose; `None` is a newcomer known by address alone.
    pub person: Option<PersonId>,
    /// What they would hold.
    pub shares: Shares,
}

/// Something a caller should know that did not stop the call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Warning {
    /// It was published though not every kind is exactly 100 (SPL-5).
    SplitsIncomplete {
        /// The kinds that are not.
        kinds: Vec<Shortfall>,
    },
    /// Nothing of this kind is left for a newcomer (SPL-7).
    NoAllocationRemaining {
        /// The kind.
        kind: Kind,
    },
}

/// Shares that could be set: a proposal saves nothing until it is applied (SPL-6, SPL-7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "hosts may edit a proposal before applying it")]
#[serde(deny_unknown_fields)]
pub struct Proposal {
    /// For which track.
    pub track: TrackId,
    /// The share version it was reckoned from; applying it later than that is `conflict`.
    pub based_on: u64,
    /// Whom it makes room for.
    pub newcomer: Option<Invitee>,
    /// What people would hold, in roster order, a newcomer last.
    pub rows: Vec<ProposedShares>,
    /// What remains of each kind before it: the hint under an input field.
    pub remaining: Shares,
    /// What the caller should know.
    pub warnings: Vec<Warning>,
}

impl Slice {
    /// Proposes to divide each kind equally among `among`, or among the owner and all collaborators (SPL-6).
    ///
    /// # Errors
    /// `not_collaborator` for somebody named who has no part in the track.
    pub fn propose_even_split(
        &self,
        id: TrackId,
        among: Option<&[PersonId]>,
        now: Timestamp,
    ) -> Result<Proposal, Error> {
        let people = match among {
            Some(named) => {
                if let Some(person) = named.iter().find(|person| self.part(id, **person, now) == Part::Stranger) {
                    return Err(Error::NotCollaborator { person: *person });
                }
                self.in_roster_order(id.into(), named.iter().copied(), now)
            }
            None => self.in_roster_order(id.into(), self.people_to_divide_among(id, now), now),
        };
        let totals = self.totals(id)?;
        let mut shares = vec![Shares::UNSET; people.len()];
        for kind in Kind::ALL {
            let theirs = people.iter().filter_map(|person| self.shares_of(id, *person).get(kind));
            let theirs: u16 = theirs.map(Percent::hundredths).sum();
            // SPL-6: what everybody else holds stays fixed; only the rest is divided.
            let rest = totals.get(kind).remaining.hundredths().saturating_add(theirs);
            let rest = Percent::from_hundredths(rest).unwrap_or_default();
            for (row, part) in shares.iter_mut().zip(divide_evenly(rest, people.len())) {
                *row = row.with(kind, Some(part));
            }
        }
        let rows =
            people.into_iter().zip(shares).map(|(person, shares)| ProposedShares { person: Some(person), shares });
        Ok(self.proposal(id, None, rows.collect(), &totals, Vec::new()))
    }

    /// SPL-6: the owner and every collaborator, active or invited; a group's owner only if invited or credited.
    fn people_to_divide_among(&self, id: TrackId, now: Timestamp) -> impl Iterator<Item = PersonId> {
        let scope = Scope::Track(id);
        let mut people = self.people_around(scope);
        people.extend(self.way_up(scope).flat_map(|step| self.pending(step, now)).map(|invitation| invitation.person));
        people.into_iter().filter(move |person| match self.part(id, *person, now) {
            Part::Invited => true,
            Part::Active => !self.only_owns_a_group(id, *person, now),
            Part::Ended | Part::Stranger => false,
        })
    }

    /// SPL-6: whether nothing but a group that they own brings somebody to a track: no credit, no invitation, and
    /// no access given from further up than what they own.
    fn only_owns_a_group(&self, id: TrackId, person: PersonId, now: Timestamp) -> bool {
        let scope = Scope::Track(id);
        let way_up: Vec<Scope> = self.way_up(scope).collect();
        let owns = |step: &Scope| self.owner(*step) == Some(person);
        let Some(highest) = way_up.iter().rposition(owns).filter(|place| *place > 0) else {
            return false;
        };
        let credited = owns(&scope) || self.member(scope, person).is_some_and(|member| member.credit.is_some());
        let invited = way_up.iter().any(|step| self.pending_for(*step, person, now).is_some());
        let mut above = way_up.iter().skip(highest).skip(1).map(|step| self.standing(*step, person));
        let given =
            above.find(|standing| *standing != Standing::None).is_some_and(|standing| standing.access().is_some());
        !credited && !invited && !given
    }

    /// Proposes shares for a newcomer from what remains, or from the owner's share (SPL-7).
    ///
    /// # Errors
    /// `not_found{what: person}` for an unknown id, `owner_fixed` for the owner.
    pub fn propose_newcomer_split(&self, id: TrackId, newcomer: &Invitee, now: Timestamp) -> Result<Proposal, Error> {
        let person = self.find_invitee(newcomer)?;
        if person.is_some() && person == self.owner(id.into()) {
            return Err(Error::OwnerFixed);
        }
        let totals = self.totals(id)?;
        let mut others: Vec<(PersonId, Shares)> = Vec::new();
        let mut own = Shares::UNSET;
        let mut warnings = Vec::new();
        for kind in Kind::ALL {
            let (parts, for_newcomer) = self.newcomer_parts(id, person, kind, totals.get(kind).remaining, now);
            for (other, part) in parts {
                match others.iter_mut().find(|(known, _)| *known == other) {
                    Some((_, shares)) => *shares = shares.with(kind, Some(part)),
                    None => others.push((other, Shares::UNSET.with(kind, Some(part)))),
                }
            }
            if for_newcomer.is_none() {
                warnings.push(Warning::NoAllocationRemaining { kind });
            }
            own = own.with(kind, Some(for_newcomer.unwrap_or_default()));
        }
        let order = self.in_roster_order(id.into(), others.iter().map(|(person, _)| *person), now);
        let row = |person: PersonId| others.iter().find(|(other, _)| *other == person).map(|(_, shares)| *shares);
        let rows = order
            .into_iter()
            .filter_map(|person| row(person).map(|shares| ProposedShares { person: Some(person), shares }));
        let rows = rows.chain([ProposedShares { person, shares: own }]).collect();
        Ok(self.proposal(id, Some(newcomer.clone()), rows, &totals, warnings))
    }

    /// Returns what others and the newcomer would get of one kind, and whether there was nothing to give (SPL-7).
    fn newcomer_parts(
        &self,
        id: TrackId,
        newcomer: Option<PersonId>,
        kind: Kind,
        remaining: Percent,
        now: Timestamp,
    ) -> (Vec<(PersonId, Percent)>, Option<Percent>) {
        let share = |person: PersonId| self.shares_of(id, person).get(kind);
        // SPL-7: a newcomer with a recorded share keeps it.
        if let Some(kept) = newcomer.and_then(share) {
            return (Vec::new(), Some(kept));
        }
        if remaining != Percent::ZERO {
            let mut people = self.credited_without_share(id, kind, now);
            people.retain(|person| Some(*person) != newcomer);
            let mut parts = divide_evenly(remaining, people.len().saturating_add(1));
            let last = parts.pop();
            return (people.into_iter().zip(parts).collect(), last);
        }
        let owner = self.owner(id.into());
        let owners = owner.and_then(|owner| share(owner).map(|share| (owner, divide_evenly(share, 2))));
        match owners {
            // Where nothing remains and the owner holds a share, that share is divided between owner and newcomer.
            Some((owner, parts)) if !parts.contains(&Percent::ZERO) => {
                (parts.first().map(|part| (owner, *part)).into_iter().collect(), parts.last().copied())
            }
            _ => (Vec::new(), None),
        }
    }

    /// SPL-7: people credited on this track, the owner always among them, whose access has not ended and whose share of this kind is unset.
    fn credited_without_share(&self, id: TrackId, kind: Kind, now: Timestamp) -> Vec<PersonId> {
        let scope = Scope::Track(id);
        let owner = self.owner(scope);
        let rows = self.rosters.get(&scope).into_iter().flat_map(crate::domain::roster::Roster::rows);
        let credited = rows.filter(|(person, member)| member.credit.is_some() || Some(*person) == owner);
        let waiting = credited
            .filter(|(_, member)| member.shares().get(kind).is_none())
            .map(|(person, _)| person)
            .filter(|person| matches!(self.part(id, *person, now), Part::Active | Part::Invited));
        self.in_roster_order(id.into(), waiting, now)
    }

    /// Returns the person that an invitee is, if there is one (INV-3).
    ///
    /// # Errors
    /// `invalid_input{email}`; `not_found{what: person}` for an id that is nobody's or an erased person's.
    pub fn find_invitee(&self, invitee: &Invitee) -> Result<Option<PersonId>, Error> {
        match invitee {
            Invitee::Person(id) => {
                let there =
                    self.people.get(id).filter(|person| person.state != crate::domain::person::PersonState::Erased);
                there.map(|person| Some(person.id)).ok_or(Error::not_found(Noun::Person))
            }
            Invitee::Email(email) => {
                let email: Email = email.parse()?;
                Ok(self.holders.get(&Claim::email(&email)).copied())
            }
        }
    }

    fn proposal(
        &self,
        id: TrackId,
        newcomer: Option<Invitee>,
        rows: Vec<ProposedShares>,
        totals: &Totals,
        warnings: Vec<Warning>,
    ) -> Proposal {
        let remaining = Kind::ALL
            .into_iter()
            .fold(Shares::UNSET, |shares, kind| shares.with(kind, Some(totals.get(kind).remaining)));
        Proposal { track: id, based_on: self.shares_version(id.into()), newcomer, rows, remaining, warnings }
    }
}
