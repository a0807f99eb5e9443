//! What the access index has beside its operations, and `can`, whose arguments cross as plain numbers: buffers of values would cost more than the answer does.

use std::sync::Arc;

use cowrite::{Action, Error, PersonId, Scope};

use crate::argument::Argument;
use crate::crosses::Crosses;
use crate::custom::{Large, PersonID, UUIDBits, Whole};
use crate::error::Refusal;
use crate::faces::{IndexCore, WorkspaceCore};
use crate::host::aside;
use crate::{values, watch, words};

macro_rules! handles {
    ($($(#[$doc:meta])* $Handle:ident on $Core:ty;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, PartialEq, Eq, Hash, uniffi::Object)]
        #[uniffi::export(Eq, Hash)]
        pub(crate) struct $Handle($Core);
    )*};
}

handles! {
    /// A person as an index numbers them.
    PersonHandleCore on cowrite::PersonHandle;
    /// A track or group as an index numbers it.
    ScopeHandleCore on cowrite::ScopeHandle;
}

/// The action with a place among all of them.
fn action(place: u8) -> Result<Action, Error> {
    let word = words::Action::try_from(place).map_err(|()| Error::invalid("action", "is not one that is known"))?;
    Ok(word.into())
}

#[uniffi::export]
impl WorkspaceCore {
    /// The access index, which the first call loads, on a thread of its own.
    pub(crate) async fn access_index(&self) -> Result<Arc<IndexCore>, Refusal> {
        let workspace = self.core.clone();
        Ok(IndexCore::new(aside(move || pollster::block_on(workspace.access_index())).await?))
    }
}

#[uniffi::export]
impl IndexCore {
    /// Whether a person may do something on a track or group: by the halves of ids, and the action's place.
    pub(crate) fn can(
        &self,
        person_high: u64,
        person_low: u64,
        is_track: bool,
        scope_high: u64,
        scope_low: u64,
        action_place: u8,
    ) -> Result<bool, Refusal> {
        let person = PersonId::from_uuid(UUIDBits { high: person_high, low: person_low }.into());
        let scope = UUIDBits { high: scope_high, low: scope_low }.into();
        let scope = if is_track {
            Scope::Track(cowrite::TrackId::from_uuid(scope))
        } else {
            Scope::Group(cowrite::GroupId::from_uuid(scope))
        };
        Ok(self.core.can(person, scope, action(action_place)?)?)
    }

    /// As `can`, by handles.
    pub(crate) fn can_by_handle(
        &self,
        person: &PersonHandleCore,
        scope: &ScopeHandleCore,
        action_place: u8,
    ) -> Result<bool, Refusal> {
        Ok(self.core.can(person.0, scope.0, action(action_place)?)?)
    }

    /// The handle of a person.
    pub(crate) fn resolve_person(&self, person: PersonID) -> Result<Arc<PersonHandleCore>, Refusal> {
        Ok(Arc::new(PersonHandleCore(self.core.resolve_person(person)?)))
    }

    /// The handle of a track or group.
    pub(crate) fn resolve(&self, scope: values::Scope) -> Result<Arc<ScopeHandleCore>, Refusal> {
        Ok(Arc::new(ScopeHandleCore(self.core.resolve(scope)?)))
    }

    /// The number up to which every commit is in the index; on PostgreSQL later ones may be too, so that it is no key to keep answers under.
    pub(crate) fn revision(&self) -> Result<Whole, Refusal> {
        Ok(self.core.revision()?.across())
    }

    /// A wait for the commits up to a number, which `close` ends.
    pub(crate) fn reach(&self, revision: Large) -> Result<Arc<ReachCore>, Refusal> {
        let revision = revision.value("revision")?;
        Ok(Arc::new(ReachCore { index: self.core.clone(), revision, wait: watch::Wait::default() }))
    }
}

/// A wait for the commits up to a number.
#[derive(Debug, uniffi::Object)]
pub(crate) struct ReachCore {
    index: cowrite::AccessIndex,
    revision: u64,
    wait: watch::Wait,
}

#[uniffi::export]
impl ReachCore {
    /// Waits, and returns whether they are in the index: not, where the wait was ended.
    pub(crate) async fn reached(&self) -> Result<bool, Refusal> {
        let reached = self.wait.on(self.index.at_least(self.revision)).await;
        Ok(reached.transpose()?.is_some())
    }

    /// Ends the wait of whoever waits.
    pub(crate) fn close(&self) {
        self.wait.end();
    }
}
