//! The sharing panel: who shares what with whom (VIEW-1).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::actor::Actor;
use super::views::{name_of, title_of};
use crate::domain::access::{Access, Level};
use crate::domain::slice::Slice;
use crate::error::Error;
use crate::id::{PersonId, Scope};
use crate::ports::store::Need;

/// What the actor shares with others and they with the actor, person by person (VIEW-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SharingPanel {
    /// One entry for each person, ordered by name, then by id.
    pub people: Vec<SharingWith>,
}

/// What is shared between the actor and one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SharingWith {
    /// Who.
    pub person: PersonId,
    /// What they are called; none for somebody who has not registered yet.
    pub name: Option<String>,
    /// What the actor owns and they can view, or are invited to.
    pub from_me: Vec<SharedRow>,
    /// What they own and the actor can view.
    pub from_them: Vec<SharedRow>,
}

/// A track or group that is shared; what is in a group that is shared as a whole is not listed once more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SharedRow {
    /// Which.
    pub scope: Scope,
    /// What it is called.
    pub title: Option<String>,
    /// What the other one may do.
    pub level: Option<Level>,
    /// The scope that gives it.
    pub via: Option<Scope>,
    /// The access of an invitation that waits for their answer.
    pub invited: Option<Access>,
}

impl SharingPanel {
    fn of(slice: &Slice, actor: PersonId, now: crate::time::Timestamp) -> Self {
        let mut people: BTreeMap<PersonId, (Vec<SharedRow>, Vec<SharedRow>)> = BTreeMap::new();
        for scope in slice.scopes() {
            match slice.owner(scope) {
                Some(owner) if owner == actor => {
                    let pending = slice.pending(scope, now);
                    let mut others = slice.people_around(scope);
                    others.extend(pending.iter().map(|invitation| invitation.person));
                    for other in others.into_iter().filter(|other| *other != actor) {
                        let invited = slice.pending_for(scope, other, now).map(|invitation| invitation.access);
                        if let Some(row) = shared(slice, scope, other, invited) {
                            people.entry(other).or_default().0.push(row);
                        }
                    }
                }
                Some(owner) => {
                    if let Some(row) = shared(slice, scope, actor, None) {
                        people.entry(owner).or_default().1.push(row);
                    }
                }
                None => {}
            }
        }
        let with =
            |(person, (from_me, from_them))| SharingWith { person, name: name_of(slice, person), from_me, from_them };
        let mut people: Vec<SharingWith> = people.into_iter().map(with).collect();
        people.sort_by(|one, other| (&one.name, one.person).cmp(&(&other.name, other.person)));
        Self { people }
    }
}

/// Returns how an owner shares a scope with somebody: by itself, or through a group that is not the owner's.
fn shared(slice: &Slice, scope: Scope, with: PersonId, invited: Option<Access>) -> Option<SharedRow> {
    let held = slice.held(scope, with);
    let by_itself = held.filter(|held| held.via == scope || slice.owner(held.via) != slice.owner(scope));
    if by_itself.is_none() && invited.is_none() {
        return None;
    }
    Some(SharedRow {
        scope,
        title: title_of(slice, scope),
        level: held.map(|held| held.level),
        via: held.map(|held| held.via),
        invited,
    })
}

impl Actor {
    /// Lists, person by person, what the actor shares with them and they with the actor (VIEW-1).
    ///
    /// One would show it as the page on which to see, and end, all sharing with somebody.
    ///
    /// # Errors
    /// `storage`, `closed`, `forked`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// let panel = olivia.sharing_panel().await?;
    /// assert_eq!(panel.people[0].person, alex.id());
    /// assert_eq!(panel.people[0].from_me[0].scope, track.into());
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn sharing_panel(&self) -> Result<SharingPanel, Error> {
        let (slice, now) = self.look("sharing_panel", vec![Need::Sharing(self.id()), Need::Names]).await?;
        Ok(SharingPanel::of(&slice, self.id(), now))
    }
}
