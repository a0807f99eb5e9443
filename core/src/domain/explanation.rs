//! Explanations: why somebody has what they have, and what would end it (EXP-1).
//!
//! 1. Every scope on the way up is named with what it says of the person; the one that decided is marked.
//! 2. What the asker cannot view appears without its name (EXP-5).
//! 3. Revoking on the track itself, or leaving it, is enough to end any access but the owner's: the nearest decision wins (GRP-3).

use serde::{Deserialize, Serialize};

use super::access::{Access, Level, Standing};
use super::slice::Slice;
use crate::id::{PersonId, Scope};

/// Why somebody has access to a scope, or has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: these are all the ways in which the walk ends")]
pub enum Because {
    /// They own it (OWN-1).
    Owner,
    /// The nearest scope that says anything of them gives it (GRP-3).
    Standing,
    /// They own the group that is the nearest to say anything of them (GRP-3).
    GroupOwner,
    /// The nearest scope that says anything of them keeps them out (GRP-3).
    Closed,
    /// Nothing on the way up says anything of them.
    Nothing,
    /// It was taken down, and their access sleeps (OPS-1).
    TakenDown,
}

/// A scope on the way up, with what it says of somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ExplainedStep {
    /// Which.
    pub scope: Scope,
    /// What it is called; none where the asker cannot view it (EXP-5).
    pub name: Option<String>,
    /// What it says: `owner`, `none`, `active`, `revoked`, `left`, `removed`.
    pub standing: String,
    /// The access that it gives.
    pub access: Option<Access>,
    /// Whether it decided.
    pub decides: bool,
}

/// An act that would end somebody's access.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EndingAct {
    /// The operation: `revoke`, or `leave` where the asker asks about themselves.
    #[serde(rename = "do")]
    pub operation: String,
    /// On what.
    pub scope: Scope,
    /// Whose access.
    pub person: PersonId,
    /// The least level that may do it; none for leaving, which takes no right.
    pub needed: Option<Level>,
}

/// What the walk comes to, step by step.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a part of what is shown")]
pub struct Walked {
    /// The scopes from the asked one upward.
    pub steps: Vec<ExplainedStep>,
    /// Why it ended as it did.
    pub because: Because,
    /// Whether a group's cap lowered what its standing gives (GRP-4).
    pub capped: bool,
}

impl Slice {
    /// Explains what a person holds on a scope to somebody who asks (EXP-1).
    #[must_use]
    pub fn walked(&self, scope: Scope, person: PersonId, asker: PersonId) -> Walked {
        let owns = |step: Scope| self.owner(step) == Some(person);
        let says = |step: Scope| owns(step) || self.standing(step, person) != Standing::None;
        let decides = self.way_up(scope).find(|step| says(*step));
        let steps = self.way_up(scope).map(|step| {
            let standing = if owns(step) { Standing::None } else { self.standing(step, person) };
            ExplainedStep {
                scope: step,
                name: self.title(step).filter(|_| self.held(step, asker).is_some()),
                standing: if owns(step) { "owner".to_owned() } else { standing.as_str().to_owned() },
                access: standing.access(),
                decides: decides == Some(step),
            }
        });
        let steps = steps.collect();
        let granted = self.granted(scope, person);
        let because = match decides {
            None => Because::Nothing,
            Some(_) if granted.is_none() => Because::Closed,
            Some(_) if self.held(scope, person).is_none() => Because::TakenDown,
            Some(step) if step == scope && owns(step) => Because::Owner,
            Some(step) if owns(step) => Because::GroupOwner,
            Some(_) => Because::Standing,
        };
        let given = decides
            .filter(|step| *step != scope)
            .and_then(|step| if owns(step) { Some(Access::Full) } else { self.standing(step, person).access() });
        let capped = given.map(Level::from) > granted.map(|held| held.level) && granted.is_some();
        Walked { steps, because, capped }
    }

    /// Returns the smallest set of acts that would end what a person holds on a scope now: none where there is nothing to end, and nothing at all for the owner, whose place is fixed (OWN-3).
    #[must_use]
    pub fn ends_with(&self, scope: Scope, person: PersonId, asker: PersonId) -> Option<Vec<EndingAct>> {
        let Some(held) = self.held(scope, person) else {
            return Some(Vec::new());
        };
        if held.level == Level::Owner {
            return None;
        }
        let (operation, needed) = match held.level {
            _ if person == asker => ("leave", None),
            // ACC-3: full access is the owner's to end.
            Level::Full | Level::Owner => ("revoke", Some(Level::Owner)),
            Level::Viewer | Level::Editor => ("revoke", Some(Level::Full)),
        };
        Some(vec![EndingAct { operation: operation.to_owned(), scope, person, needed }])
    }
}
