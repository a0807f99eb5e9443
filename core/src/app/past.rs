//! What the rules gave at an instant (EXP-4).

use serde::{Deserialize, Serialize};

use super::actor::Actor;
use super::views::name_of;
use crate::domain::access::{Level, act};
use crate::domain::slice::Slice;
use crate::domain::split::{Shares, Totals};
use crate::error::Error;
use crate::id::{PersonId, Scope, TrackId};
use crate::ports::store::Need;
use crate::time::Timestamp;

/// What somebody could do on a track at an instant (EXP-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AccessThen {
    /// On which track.
    pub track: TrackId,
    /// Who.
    pub person: PersonId,
    /// When.
    pub instant: Timestamp,
    /// What they could do.
    pub level: Option<Level>,
    /// The scope that gave it.
    pub via: Option<Scope>,
}

/// Who held which share on a track at an instant (EXP-4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SharesThen {
    /// On which track.
    pub track: TrackId,
    /// When.
    pub instant: Timestamp,
    /// Everybody credited then, in roster order (SPL-6).
    pub rows: Vec<SharesThenRow>,
    /// What was recorded and what remained of each kind.
    pub totals: Totals,
}

/// What somebody held at an instant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SharesThenRow {
    /// Who.
    pub person: PersonId,
    /// What they are called now.
    pub name: Option<String>,
    /// What they held.
    pub shares: Shares,
}

impl Actor {
    /// Returns what a person could do on a track at an instant, groups as they lay then included (EXP-4).
    ///
    /// It is as after the last commit stamped at or before the instant: before there was a track, nobody could do anything.
    /// About oneself whoever can view now may ask; about others, the owner and full collaborators (EXP-5).
    ///
    /// # Errors
    /// `not_found` for the track or the person; `access_denied{manage_collaborators}` about others.
    ///
    /// # Example: could Alex see it before?
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::{Level, Timestamp};
    ///
    /// let today: Timestamp = "2126-01-01T00:00:00Z".parse().unwrap();
    /// assert_eq!(olivia.access_at(alex.id(), track, today).await?.level, Some(Level::Editor));
    /// assert_eq!(olivia.access_at(alex.id(), track, Timestamp::MIN).await?.level, None);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn access_at(&self, person: PersonId, track: TrackId, instant: Timestamp) -> Result<AccessThen, Error> {
        let scope = Scope::Track(track);
        let needs = vec![self.walk(scope, &[]), Need::Person(person), Need::Past(scope)];
        let (loaded, _) = self.driver.read("access_at", needs).await?;
        self.may_ask_about(&loaded.slice, scope, person)?;
        let held = Slice::of_past(&loaded.past, instant).held(scope, person);
        Ok(AccessThen { track, person, instant, level: held.map(|held| held.level), via: held.map(|held| held.via) })
    }

    /// Returns who held which share on a track at an instant (EXP-4).
    ///
    /// Whoever can view the track now may ask: its activity shows them the same changes one by one.
    ///
    /// # Errors
    /// `not_found`.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// let today: cowrite::Timestamp = "2126-01-01T00:00:00Z".parse().unwrap();
    /// let then = alex.shares_at(track, today).await?;
    /// assert_eq!(then.rows.len(), 2);
    /// assert_eq!(then.totals.master.total.to_string(), "100.00");
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn shares_at(&self, track: TrackId, instant: Timestamp) -> Result<SharesThen, Error> {
        let scope = Scope::Track(track);
        let needs = vec![
            self.walk(scope, &[]),
            Need::SeenLog { scope, before: None, limit: u32::MAX, reader: self.id() },
            Need::Names,
        ];
        let (loaded, _) = self.driver.read("shares_at", needs).await?;
        loaded.slice.require::<act::View>(self.id(), scope)?.check_target(scope)?;
        let then = Slice::of_past(loaded.log.iter().rev().map(|(_, entry)| entry), instant);
        let members = then.rosters.get(&scope).into_iter().flat_map(|roster| roster.rows());
        let credited = members.filter(|(_, member)| member.credit.is_some()).map(|(person, _)| person);
        let rows = then.in_roster_order(scope, credited, instant).into_iter().map(|person| SharesThenRow {
            person,
            name: name_of(&loaded.slice, person),
            shares: then.shares_of(track, person),
        });
        let rows = rows.collect();
        Ok(SharesThen { track, instant, rows, totals: then.totals(track)? })
    }
}
