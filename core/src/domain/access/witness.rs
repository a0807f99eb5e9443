use core::marker::PhantomData;

use super::{Access, Action, Held, Level};
use crate::domain::slice::Slice;
use crate::error::{Error, Noun};
use crate::event::Aggregate;
use crate::id::{PersonId, Scope};

/// A kind of act that takes a level: the type by which a witness says what it allows.
pub trait Act {
    /// The action in the table.
    const ACTION: Action;
}

/// The acts, one type each.
pub mod act {
    use super::{Act, Action};

    macro_rules! acts {
        ($($(#[$doc:meta])* $Name:ident)*) => {
            $(
                $(#[$doc])*
                #[derive(Debug, Clone, Copy)]
                #[non_exhaustive]
                pub struct $Name;
                impl Act for $Name {
                    const ACTION: Action = Action::$Name;
                }
            )*
        };
    }

    acts! {
        /// Seeing a scope.
        View
        /// Playing its files.
        Play
        /// Downloading its files.
        Download
        /// Editing its details.
        EditDetails
        /// Commenting on it.
        Comment
        /// Pinning comments on it.
        PinComments
        /// Deleting others' comments on it.
        DeleteComments
        /// Uploading files to it.
        EditFiles
        /// Editing its shares.
        EditShares
        /// Archiving it.
        Archive
        /// Managing its viewers and editors, and where the owner does it, those with full access.
        ManageCollaborators
        /// Making and changing its share links.
        ManageLinks
        /// Publishing it.
        Publish
        /// Moving it.
        Move
        /// Deleting it.
        Delete
        /// Handing it over.
        HandOver
        /// Putting tracks into it.
        AddTracks
        /// Making groups in it.
        AddGroups
        /// Taking others' tracks out of it.
        TakeOutTracks
    }
}

/// Proof that an actor may do one kind of act on one scope, with the evidence it was judged on.
///
/// Only this module makes one, so a forgotten check does not compile; its evidence goes into the commit, so a stale one does not commit.
#[derive(Debug, Clone)]
#[must_use]
pub struct Authorized<A: Act> {
    actor: PersonId,
    target: Scope,
    held: Held,
    evidence: Vec<(Aggregate, u64)>,
    act: PhantomData<A>,
}

impl<A: Act> Authorized<A> {
    /// Returns who may.
    #[must_use]
    pub const fn actor(&self) -> PersonId {
        self.actor
    }

    /// Returns on what.
    #[must_use]
    pub const fn target(&self) -> Scope {
        self.target
    }

    /// Returns what the actor holds there.
    #[must_use]
    pub const fn level(&self) -> Level {
        self.held.level
    }

    /// Returns whether the actor owns the target.
    #[must_use]
    pub fn is_owner(&self) -> bool {
        self.held.level == Level::Owner
    }

    /// Returns the aggregates and versions that the judgement rests on.
    #[must_use]
    pub fn evidence(&self) -> &[(Aggregate, u64)] {
        &self.evidence
    }

    /// Checks that the witness is for this scope and no other.
    ///
    /// # Errors
    /// `access_denied` where it is for another: a witness never serves as proof for something else.
    pub fn check_target(&self, scope: Scope) -> Result<(), Error> {
        if self.target == scope { Ok(()) } else { Err(denied(A::ACTION, scope)) }
    }
}

fn denied(action: Action, scope: Scope) -> Error {
    Error::AccessDenied { action, needed: action.least(scope.into()).unwrap_or(Level::Owner) }
}

/// Returns what is said of a scope that the actor cannot view (ACC-5).
pub(crate) const fn unseen(scope: Scope) -> Error {
    Error::not_found(match scope {
        Scope::Track(_) => Noun::Track,
        Scope::Group(_) => Noun::Group,
    })
}

impl Slice {
    /// Returns proof that `actor` may do `A` on `scope` (ACC-1, GRP-7).
    ///
    /// # Errors
    /// `not_found` where the actor cannot view the scope or there is none; `access_denied` where the actor can, but holds too little (ACC-5).
    pub fn require<A: Act>(&self, actor: PersonId, scope: Scope) -> Result<Authorized<A>, Error> {
        let held = self.held(scope, actor).ok_or(unseen(scope))?;
        match A::ACTION.least(scope.into()) {
            Some(least) if held.level >= least => {
                Ok(Authorized { actor, target: scope, held, evidence: self.evidence(scope), act: PhantomData })
            }
            _ => Err(denied(A::ACTION, scope)),
        }
    }

    /// Returns proof that `actor` may give, change or end the accesses in `touching` on `scope` (ACC-1, ACC-3).
    ///
    /// # Errors
    /// `not_found` and `access_denied` as [`Slice::require`]; where one of them is full, `access_denied` for anybody but the owner.
    pub fn require_managing(
        &self,
        actor: PersonId,
        scope: Scope,
        touching: &[Option<Level>],
    ) -> Result<Authorized<act::ManageCollaborators>, Error> {
        let witness = self.require::<act::ManageCollaborators>(actor, scope)?;
        // ACC-3: a full collaborator neither grants full nor touches another full collaborator.
        if touching.contains(&Some(Level::Full)) && !witness.is_owner() {
            return Err(denied(Action::ManageFull, scope));
        }
        Ok(witness)
    }

    /// Returns proof that `actor` may invite to `access` on `scope`, or take such an invitation back (ACC-3).
    ///
    /// # Errors
    /// `not_found` as [`Slice::require`]; `access_denied{action: manage_full}` to full for anybody but the owner, else `{action: manage_collaborators}`.
    pub fn require_inviting(
        &self,
        actor: PersonId,
        scope: Scope,
        access: Access,
    ) -> Result<Authorized<act::ManageCollaborators>, Error> {
        match self.held(scope, actor) {
            Some(held) if access == Access::Full && held.level != Level::Owner => {
                Err(denied(Action::ManageFull, scope))
            }
            _ => self.require::<act::ManageCollaborators>(actor, scope),
        }
    }

    /// Returns whether `actor` could give or end these accesses on `scope`, sleeping access counted (ACC-3, OPS-1).
    #[must_use]
    pub fn could_manage(&self, actor: PersonId, scope: Scope, touching: &[Option<Level>]) -> bool {
        let needed = if touching.contains(&Some(Level::Full)) { Level::Owner } else { Level::Full };
        self.granted(scope, actor).is_some_and(|held| held.level >= needed)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::id::TrackId;

    #[test]
    fn a_witness_proves_one_act_on_one_scope_and_tells_what_it_rests_on() {
        let [one, other] = [1, 2].map(|number| TrackId::from_uuid(Uuid::from_u128(number)));
        let evidence = vec![(Aggregate::Track(one), 3)];
        let witness = Authorized::<act::View> {
            actor: PersonId::from_uuid(Uuid::from_u128(3)),
            target: one.into(),
            held: Held { level: Level::Viewer, via: one.into() },
            evidence: evidence.clone(),
            act: PhantomData,
        };
        assert_eq!(witness.evidence(), evidence);
        assert_eq!(witness.check_target(one.into()), Ok(()));
        let refused = Err(Error::AccessDenied { action: Action::View, needed: Level::Viewer });
        assert_eq!(witness.check_target(other.into()), refused);
    }
}
