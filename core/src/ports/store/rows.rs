use std::collections::BTreeSet;

use super::{LogPlace, Replay, Row, StoreError, Stored};
use crate::domain::access::Standing;
use crate::domain::invitation::InvitationState;
use crate::domain::person::Claim;
use crate::domain::roster::Member;
use crate::domain::slice::RowKey;
use crate::event::Entry;
use crate::id::{GroupId, InvitationId, PersonId, Scope};
use crate::time::Timestamp;

/// A question that rows are found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a store must find by each of them")]
pub enum Find {
    /// The rows of a roster.
    MembersOn(Scope),
    /// A person's rows on all rosters.
    MembersOf(PersonId),
    /// The unanswered invitations to a scope, expired ones among them.
    PendingOn(Scope),
    /// The unanswered invitations of a person, expired ones among them.
    PendingOf(PersonId),
    /// The groups that were last put directly into a group, and are there.
    GroupsIn(GroupId),
    /// The tracks that were last put directly into a group, and are there.
    TracksIn(GroupId),
    /// Those of them that a person owns.
    TracksInOf(GroupId, PersonId),
    /// The tracks that a person owns, and are there.
    TracksOf(PersonId),
    /// The groups that a person owns, and are there.
    GroupsOf(PersonId),
    /// The tracks and groups with an offer of ownership to a person.
    OffersTo(PersonId),
    /// The tracks and groups directly in a group with an offer of ownership.
    OffersIn(GroupId),
}

impl Find {
    /// Returns every question that finds a row.
    #[must_use]
    pub fn all_finding(row: &Row) -> Vec<Self> {
        match row {
            Row::Person(_) | Row::Roster { .. } => Vec::new(),
            Row::Member { scope, person, .. } => vec![Self::MembersOn(*scope), Self::MembersOf(*person)],
            Row::Invitation(sent) if sent.state == InvitationState::Pending => {
                vec![Self::PendingOn(sent.scope), Self::PendingOf(sent.person)]
            }
            Row::Invitation(_) => Vec::new(),
            Row::Track(track) if track.is_there() => {
                let placed = track.group.map(|group| [Self::TracksIn(group), Self::TracksInOf(group, track.owner)]);
                let offered = track.offer.map(|offer| Self::OffersTo(offer.to));
                let offered_in = track.offer.and(track.group).map(Self::OffersIn);
                let all = placed.into_iter().flatten().chain(offered).chain(offered_in);
                all.chain([Self::TracksOf(track.owner)]).collect()
            }
            Row::Track(_) => Vec::new(),
            Row::Group(group) if !group.deleted => {
                let placed = group.parent().map(Self::GroupsIn);
                let offered = group.offer.map(|offer| Self::OffersTo(offer.to));
                let offered_in = group.offer.and(group.parent()).map(Self::OffersIn);
                placed.into_iter().chain(offered).chain(offered_in).chain([Self::GroupsOf(group.owner)]).collect()
            }
            Row::Group(_) => Vec::new(),
        }
    }
}

/// Reading rows one by one, all as of one instant: what most stores implement, leaving the rest to [`read`](super::read).
pub trait Rows {
    /// Returns the number and stamp of the last commit.
    ///
    /// # Errors
    /// As the store fails.
    fn last(&mut self) -> Result<(u64, Timestamp), StoreError>;

    /// Returns a row.
    ///
    /// # Errors
    /// As the store fails.
    fn get(&mut self, key: RowKey) -> Result<Option<Stored>, StoreError>;

    /// Returns the rows that a question finds, ordered by key.
    ///
    /// # Errors
    /// As the store fails.
    fn find(&mut self, question: &Find) -> Result<Vec<Stored>, StoreError>;

    /// Returns an invitation by its id alone.
    ///
    /// # Errors
    /// As the store fails.
    fn invitation(&mut self, id: InvitationId) -> Result<Option<Stored>, StoreError>;

    /// Returns who has a unique value.
    ///
    /// # Errors
    /// As the store fails.
    fn holder(&mut self, claim: &Claim) -> Result<Option<PersonId>, StoreError>;

    /// Returns what an actor's earlier call with a key gave.
    ///
    /// # Errors
    /// As the store fails.
    fn replay(&mut self, actor: PersonId, key: &str) -> Result<Option<Replay>, StoreError>;

    /// Returns what of the history of a scope is shown as activity, newest first, before a place.
    ///
    /// # Errors
    /// As the store fails.
    fn log(&mut self, scope: Scope, before: Option<LogPlace>, limit: u32)
    -> Result<Vec<(LogPlace, Entry)>, StoreError>;

    /// Returns a roster's own row together with one person's: what every check of access reads, worth one statement.
    ///
    /// # Errors
    /// As the store fails.
    fn standing(&mut self, scope: Scope, person: PersonId) -> Result<(Option<Stored>, Option<Member>), StoreError> {
        let roster = self.get(RowKey::Roster(scope))?;
        let member = self.get(RowKey::Member(scope, person))?;
        Ok((
            roster,
            member.and_then(|stored| if let Row::Member { member, .. } = stored.row { Some(member) } else { None }),
        ))
    }

    /// Returns who owns the tracks lying directly in a group: of all, or of those that say nothing of `unless` themselves.
    ///
    /// # Errors
    /// As the store fails.
    fn track_owners(&mut self, group: GroupId, unless: Option<PersonId>) -> Result<BTreeSet<PersonId>, StoreError> {
        let mut owners = BTreeSet::new();
        for stored in self.find(&Find::TracksIn(group))? {
            let Row::Track(track) = stored.row else { continue };
            if let Some(person) = unless {
                let says = self.get(RowKey::Member(track.id.into(), person))?;
                let silent = says.is_none_or(
                    |stored| matches!(&stored.row, Row::Member { member, .. } if member.standing == Standing::None),
                );
                if !silent {
                    continue;
                }
            }
            owners.insert(track.owner);
        }
        Ok(owners)
    }
}
