//! Setting and inheriting access, and what else concerns one person on one scope.
//!
//! 1. Setting access needs access there, takes hold at once, and is judged by the access before and after (ACC-6).
//! 2. Inheriting clears an active standing, so that the scope above decides (GRP-6).

use serde::{Deserialize, Serialize};

use super::access::{Access, Level, Standing};
use super::draft::Draft;
use super::roster::RosterEvent;
use crate::error::Error;
use crate::event::Aggregate;
use crate::id::{PersonId, Scope};

/// What became of somebody's access.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AccessChange {
    /// To what.
    pub scope: Scope,
    /// Whose.
    pub person: PersonId,
    /// What it was.
    pub before: Option<Level>,
    /// What it is, if anything.
    pub after: Option<Level>,
    /// Who is told.
    pub told: Vec<PersonId>,
}

impl Draft {
    /// Sets what a scope itself gives a person who has access there (ACC-6).
    ///
    /// # Errors
    /// `not_found` and `access_denied` without the right over the access before and after; `owner_fixed`; `not_collaborator`; `limit_exceeded{people}`.
    pub fn set_access(
        &mut self,
        actor: PersonId,
        scope: Scope,
        person: PersonId,
        access: Access,
    ) -> Result<AccessChange, Error> {
        let before = self.slice.granted(scope, person).map(|held| held.level);
        let by = self.slice.require_managing(actor, scope, &[before, Some(access.into())])?;
        self.admit(&by, scope)?;
        self.check_collaborator(scope, person)?;
        let after = Standing::Active(access);
        self.record_access(scope, person, after);
        self.check_roster(scope)?;
        Ok(self.access_change(actor, scope, person, before))
    }

    /// Lets the scope above decide on somebody's access again (GRP-6).
    ///
    /// # Errors
    /// `not_found` and `access_denied` without the right over the access before and after; `owner_fixed`; `not_collaborator` without access.
    pub fn inherit_access(&mut self, actor: PersonId, scope: Scope, person: PersonId) -> Result<AccessChange, Error> {
        let before = self.slice.granted(scope, person).map(|held| held.level);
        let by = self.slice.require_managing(actor, scope, &[before])?;
        self.admit(&by, scope)?;
        let own = self.slice.standing(scope, person);
        let owned = self.slice.owner(scope) == Some(person);
        if !owned && own.access().is_some() {
            let mut after = self.clone();
            after.record_access(scope, person, Standing::None);
            let resulting = after.slice.granted(scope, person).map(|held| held.level);
            // GRP-6: it takes the right to grant both the old and the resulting access.
            self.slice.require_managing(actor, scope, &[before, resulting])?.check_target(scope)?;
        }
        self.check_collaborator(scope, person)?;
        if own.access().is_some() {
            self.record_access(scope, person, Standing::None);
            self.end_lost_offers();
        }
        Ok(self.access_change(actor, scope, person, before))
    }

    fn check_collaborator(&self, scope: Scope, person: PersonId) -> Result<(), Error> {
        if self.slice.owner(scope) == Some(person) {
            return Err(Error::OwnerFixed);
        }
        if self.slice.granted(scope, person).is_none() {
            return Err(Error::NotCollaborator { person });
        }
        Ok(())
    }

    fn record_access(&mut self, scope: Scope, person: PersonId, after: Standing) {
        let before = self.slice.standing(scope, person);
        if before != after {
            let since = self.slice.reached(scope, person, self.at);
            self.record(Aggregate::Roster(scope), RosterEvent::AccessChanged { person, before, after, since });
        }
    }

    fn access_change(&self, actor: PersonId, scope: Scope, person: PersonId, before: Option<Level>) -> AccessChange {
        let after = self.slice.granted(scope, person).map(|held| held.level);
        AccessChange { scope, person, before, after, told: self.told_but(actor) }
    }
}
