//! Rosters: who is on a scope. For a track also its ledger.
//!
//! 1. A row holds what the scope says of a person, since when they have reached it, and on a track their credit.
//! 2. Rows outlive access: standings and credits are history that decides who may be invited again (INV-5, REV-1).
//! 3. Every change of a share on a track moves its share version on by one (SPL-9).
//! 4. A roster has at most 500 rows (REL-5).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::access::{Access, Standing};
use super::credit::Credit;
use super::split::Shares;
use crate::id::{InvitationId, PersonId};
use crate::time::Timestamp;

/// How many rows a roster may have (REL-5).
pub const ROSTER_LIMIT: u32 = 500;

/// A person's row on a scope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct Member {
    /// What the scope itself says of the person.
    pub standing: Standing,
    /// When the person first reached the scope: the order of the roster (SPL-6).
    pub since: Timestamp,
    /// What the person did and holds; never on a group.
    pub credit: Option<Credit>,
}

impl Member {
    fn new(since: Timestamp) -> Self {
        Self { standing: Standing::None, since, credit: None }
    }

    /// Returns what the person holds, nothing where there is no credit.
    #[must_use]
    pub fn shares(&self) -> Shares {
        self.credit.as_ref().map_or(Shares::UNSET, |credit| credit.shares)
    }
}

/// The rows of a scope, or those of them that a decision was loaded with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct Roster {
    /// How often shares have changed.
    pub shares_version: u64,
    /// Whether every row was loaded.
    pub whole: bool,
    /// The rows by person; `None` is known to have no row.
    pub members: BTreeMap<PersonId, Option<Member>>,
}

impl Roster {
    /// Returns a person's row, where there is one.
    #[must_use]
    pub fn member(&self, person: PersonId) -> Option<&Member> {
        self.members.get(&person).and_then(Option::as_ref)
    }

    /// Returns whether it is known what the scope says of a person.
    #[must_use]
    pub fn knows(&self, person: PersonId) -> bool {
        self.whole || self.members.contains_key(&person)
    }

    /// Returns the rows, ordered by person.
    pub fn rows(&self) -> impl Iterator<Item = (PersonId, &Member)> + Clone {
        self.members.iter().filter_map(|(person, member)| member.as_ref().map(|member| (*person, member)))
    }

    /// Returns what the scope itself says of a person.
    ///
    /// A row that was never loaded keeps the person out: a forgotten load must not open anything.
    #[must_use]
    pub fn standing(&self, person: PersonId) -> Standing {
        match self.members.get(&person) {
            Some(member) => member.as_ref().map_or(Standing::None, |member| member.standing),
            None if self.whole => Standing::None,
            None => {
                debug_assert!(false, "a standing was asked for that was not loaded");
                Standing::Left
            }
        }
    }

    /// Applies what has happened.
    pub fn apply(&mut self, event: &RosterEvent) {
        let before = self.shares_of(event);
        self.apply_rows(event);
        if self.shares_of(event) != before {
            self.shares_version = self.shares_version.saturating_add(1);
        }
    }

    fn apply_rows(&mut self, event: &RosterEvent) {
        match event {
            RosterEvent::Founded { owner, since, credited } => {
                self.whole = true;
                self.row(*owner, *since).credit = credited.then(Credit::accepted);
            }
            RosterEvent::Invited { person, after, since, .. } => {
                if after.is_some() {
                    self.row(*person, *since).credit.clone_from(after);
                }
            }
            RosterEvent::InvitationEnded { person, after, .. } => self.set_credit(*person, after.clone()),
            RosterEvent::Joined { person, after, since, .. } => {
                let row = self.row(*person, *since);
                row.standing = *after;
                if let Some(credit) = &mut row.credit {
                    credit.accepted = true;
                }
            }
            RosterEvent::AccessChanged { person, after, since, .. } => self.row(*person, *since).standing = *after,
            RosterEvent::Revoked { person, by_owner, since, .. } => {
                self.row(*person, *since).standing = Standing::Revoked { by_owner: *by_owner };
            }
            RosterEvent::Removed { person, by_owner, since, .. } => {
                let row = self.row(*person, *since);
                row.standing = Standing::Removed { by_owner: *by_owner };
                row.credit = None;
            }
            RosterEvent::Left { person, since, .. } => self.row(*person, *since).standing = Standing::Left,
            RosterEvent::Covered { person, freed, before } => {
                if let Some(row) = self.existing(*person) {
                    if before.access().is_some() {
                        row.standing = Standing::None;
                    }
                    if freed.is_some() {
                        row.credit = None;
                    }
                }
            }
            RosterEvent::OwnerChanged { from, to, since, credited } => {
                self.row(*from, *since).standing = Standing::Active(Access::Full);
                let row = self.row(*to, *since);
                row.standing = Standing::None;
                if *credited {
                    row.credit.get_or_insert_with(Credit::accepted).accepted = true;
                }
            }
            RosterEvent::SharesSet { rows } => rows.iter().for_each(|change| self.apply_share(change)),
        }
    }

    fn apply_share(&mut self, change: &ShareChange) {
        let row = self.row(change.person, change.since);
        row.credit.get_or_insert_with(Credit::accepted).shares = change.after;
    }

    fn row(&mut self, person: PersonId, since: Timestamp) -> &mut Member {
        self.members.entry(person).or_default().get_or_insert_with(|| Member::new(since))
    }

    fn existing(&mut self, person: PersonId) -> Option<&mut Member> {
        self.members.get_mut(&person).and_then(Option::as_mut)
    }

    /// Sets or takes away a credit; a row that then says nothing at all goes away.
    fn set_credit(&mut self, person: PersonId, credit: Option<Credit>) {
        if let Some(row) = self.existing(person) {
            row.credit = credit;
            if row.credit.is_none() && row.standing == Standing::None {
                self.members.insert(person, None);
            }
        }
    }

    fn shares_of(&self, event: &RosterEvent) -> Vec<Shares> {
        event.people().into_iter().map(|person| self.member(person).map_or(Shares::UNSET, Member::shares)).collect()
    }
}

/// A change of one person's shares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "part of events, which readers must know whole")]
pub struct ShareChange {
    /// Whose.
    pub person: PersonId,
    /// What they held.
    pub before: Shares,
    /// What they hold.
    pub after: Shares,
    /// When the person first reached the track, should this make their row.
    pub since: Timestamp,
}

/// How a pending invitation ended without being accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a reader of history must meet every end")]
pub enum InvitationEnd {
    /// The person invited said no.
    Dismissed,
    /// It was taken back.
    Withdrawn,
}

/// What has happened to who is on a scope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a reader of history must meet every event")]
pub enum RosterEvent {
    /// The scope was created with its owner.
    Founded {
        /// The owner.
        owner: PersonId,
        /// When.
        since: Timestamp,
        /// Whether the owner is credited: on a track, always.
        credited: bool,
    },
    /// Somebody was invited; on a track the credit appears at once (INV-1).
    Invited {
        /// Who.
        person: PersonId,
        /// By which invitation.
        invitation: InvitationId,
        /// To which access.
        access: Access,
        /// The credit before.
        before: Option<Credit>,
        /// The credit now.
        after: Option<Credit>,
        /// When the person first reached the scope, should this make their row.
        since: Timestamp,
    },
    /// An invitation ended without being accepted (INV-2).
    InvitationEnded {
        /// Whose.
        person: PersonId,
        /// Which.
        invitation: InvitationId,
        /// How.
        how: InvitationEnd,
        /// The credit before.
        before: Option<Credit>,
        /// The credit now.
        after: Option<Credit>,
    },
    /// Somebody accepted an invitation (INV-3).
    Joined {
        /// Who.
        person: PersonId,
        /// Which invitation.
        invitation: InvitationId,
        /// The standing before.
        before: Standing,
        /// The standing now.
        after: Standing,
        /// When the person first reached the scope, should this make their row.
        since: Timestamp,
    },
    /// Access was set, or left to the scope above (ACC-6, GRP-6).
    AccessChanged {
        /// Whose.
        person: PersonId,
        /// The standing before.
        before: Standing,
        /// The standing now.
        after: Standing,
        /// When the person first reached the scope, should this make their row.
        since: Timestamp,
    },
    /// Access was revoked; credit and shares stay (REV-1).
    Revoked {
        /// Whose.
        person: PersonId,
        /// The standing before.
        before: Standing,
        /// Whether the owner did it (INV-5).
        by_owner: bool,
        /// When the person first reached the scope, should this make their row.
        since: Timestamp,
    },
    /// Somebody was removed; this is the dated record of the credit they had (REV-2).
    Removed {
        /// Who.
        person: PersonId,
        /// The standing before.
        before: Standing,
        /// Whether the owner did it (INV-5).
        by_owner: bool,
        /// The credit that ended with its shares.
        credit: Option<Credit>,
        /// When the person first reached the scope, should this make their row.
        since: Timestamp,
    },
    /// Somebody left; credit and shares stay (REV-3).
    Left {
        /// Who.
        person: PersonId,
        /// The standing before.
        before: Standing,
        /// When the person first reached the scope, should this make their row.
        since: Timestamp,
    },
    /// What was decided on a group above took over here (REV-4).
    Covered {
        /// Whose.
        person: PersonId,
        /// The standing that is covered: an active one is cleared, a closed one stays; none where it stays though active.
        before: Standing,
        /// The credit that ended with its shares, where the person was removed.
        freed: Option<Credit>,
    },
    /// Ownership changed hands: the old owner is a full collaborator now (OWN-4).
    OwnerChanged {
        /// Who owned it.
        from: PersonId,
        /// Who owns it.
        to: PersonId,
        /// When the new owner first reached the scope, should this make their row.
        since: Timestamp,
        /// Whether the new owner is credited: on a track, always.
        credited: bool,
    },
    /// Shares were set (SPL-9).
    SharesSet {
        /// The rows that changed.
        rows: Vec<ShareChange>,
    },
}

impl RosterEvent {
    /// Returns whose rows the event touches.
    #[must_use]
    pub fn people(&self) -> Vec<PersonId> {
        match self {
            Self::Founded { owner, .. } => vec![*owner],
            Self::Invited { person, .. }
            | Self::InvitationEnded { person, .. }
            | Self::Joined { person, .. }
            | Self::AccessChanged { person, .. }
            | Self::Revoked { person, .. }
            | Self::Removed { person, .. }
            | Self::Left { person, .. }
            | Self::Covered { person, .. } => vec![*person],
            Self::OwnerChanged { from, to, .. } => vec![*from, *to],
            Self::SharesSet { rows } => rows.iter().map(|row| row.person).collect(),
        }
    }
}
