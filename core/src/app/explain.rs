//! Why somebody has access, and who may do something (EXP-1, EXP-2).

use serde::{Deserialize, Serialize};

use super::actor::Actor;
use super::views::name_of;
use crate::domain::access::{Action, Level, act};
use crate::domain::explanation::{Because, EndingAct, ExplainedStep};
use crate::domain::share_link::{LinkState, Opens, ShareLink};
use crate::domain::slice::Slice;
use crate::error::{Error, Noun};
use crate::id::{LinkId, PersonId, Scope, TrackId};
use crate::ports::store::Need;
use crate::time::Timestamp;

/// Why somebody has access to a track, or has none (EXP-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Explanation {
    /// Of which track.
    pub track: TrackId,
    /// Whose access.
    pub person: PersonId,
    /// What they may do now.
    pub level: Option<Level>,
    /// The scope that gives it.
    pub via: Option<Scope>,
    /// Why.
    pub because: Because,
    /// Whether a group gives less here than its standing says, since its owner does not own the track (GRP-4).
    pub capped: bool,
    /// What the track and every group above it say of them, nearest first.
    pub steps: Vec<ExplainedStep>,
    /// The links and playlists that show the track to whoever has their secret, now or when their time has come; none unless the asker owns the track (EXP-5).
    pub links: Option<Vec<LinkReach>>,
    /// The smallest set of acts that would end their access: empty where there is none, absent for the owner.
    pub ends_with: Option<Vec<EndingAct>>,
}

/// A link or playlist that reaches a track.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LinkReach {
    /// Which.
    pub link: LinkId,
    /// Whether it is a playlist share.
    pub playlist: bool,
    /// Whether it opens the track now, or only when its time has come.
    pub state: LinkState,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Somebody who may do something, and how (EXP-2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct WhoCan {
    /// Who.
    pub person: PersonId,
    /// What they are called.
    pub name: Option<String>,
    /// What they may do.
    pub level: Level,
    /// The scope that gives it.
    pub via: Scope,
}

impl LinkReach {
    /// Returns the links in a slice that show a track to visitors at `now` or will when their time has come, newest first.
    ///
    /// What is over or taken down shows nothing, nor does a playlist whose filter leaves the track out or whose sharer does not own it any more (LNK-3, LNK-7).
    pub(crate) fn all(slice: &Slice, track: TrackId, now: Timestamp) -> Vec<Self> {
        let reach = |link: &ShareLink| Self {
            link: link.id,
            playlist: matches!(link.opens, Opens::Playlist(_)),
            state: slice.link_state(link, now),
            created_at: link.created_at,
        };
        let shows = |link: &&ShareLink| slice.shown_tracks(link).iter().any(|shown| shown.id == track);
        let showing = slice.links().filter(|link| !link.taken_down).filter(shows);
        let mut reaching: Vec<Self> = showing.map(reach).filter(|reach| !reach.state.is_final()).collect();
        reaching.sort_by_key(|reach| core::cmp::Reverse(reach.link));
        reaching
    }
}

impl Actor {
    /// Explains why a person has access to a track or has none, and what would end it (EXP-1).
    ///
    /// About oneself whoever can view may ask; about others, the owner and full collaborators (EXP-5).
    ///
    /// # Errors
    /// `not_found` for the track or the person; `access_denied{manage_collaborators}` about others.
    ///
    /// # Example: through what does Alex see it?
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::Because;
    ///
    /// let why = olivia.explain(alex.id(), track).await?;
    /// assert_eq!(why.because, Because::Standing);
    /// assert_eq!(why.ends_with.unwrap()[0].operation, "revoke");
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn explain(&self, person: PersonId, track: TrackId) -> Result<Explanation, Error> {
        let scope = Scope::Track(track);
        let needs = vec![self.walk(scope, &[person]), Need::Person(person), Need::LinksAround(track)];
        let (slice, now) = self.look("explain", needs).await?;
        self.may_ask_about(&slice, scope, person)?;
        let held = slice.held(scope, person);
        let walked = slice.walked(scope, person, self.id());
        let owns = slice.owner(scope) == Some(self.id());
        Ok(Explanation {
            track,
            person,
            level: held.map(|held| held.level),
            via: held.map(|held| held.via),
            because: walked.because,
            capped: walked.capped,
            steps: walked.steps,
            links: owns.then(|| LinkReach::all(&slice, track, now)),
            ends_with: slice.ends_with(scope, person, self.id()),
        })
    }

    /// Lists everybody who may do something on a track or group, and through what, in roster order (EXP-2).
    ///
    /// # Errors
    /// `invalid_input{action}` for an action that such a scope does not know; `not_found`; `access_denied{manage_collaborators}` for anybody but the owner and full collaborators (EXP-5).
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, track, .. } = cowrite::testing::Studio::new().await?;
    /// use cowrite::Action;
    ///
    /// assert_eq!(olivia.who_can(track, Action::EditShares).await?.len(), 2);
    /// assert_eq!(olivia.who_can(track, Action::Delete).await?.len(), 1);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn who_can(&self, scope: impl Into<Scope>, action: Action) -> Result<Vec<WhoCan>, Error> {
        let scope = scope.into();
        if action.least(scope.into()).is_none() {
            return Err(Error::invalid("action", "is not one that such a scope knows"));
        }
        let needs = vec![Need::Everyone(scope), self.walk(scope, &[]), Need::Names];
        let (slice, now) = self.look("who_can", needs).await?;
        slice.require::<act::View>(self.id(), scope)?.check_target(scope)?;
        slice.require::<act::ManageCollaborators>(self.id(), scope)?.check_target(scope)?;
        let people = slice.in_roster_order(scope, slice.people_around(scope).into_iter(), now);
        let able = |person: PersonId| {
            let held = slice.held(scope, person).filter(|_| slice.can(scope, person, action))?;
            Some(WhoCan { person, name: name_of(&slice, person), level: held.level, via: held.via })
        };
        Ok(people.into_iter().filter_map(able).collect())
    }

    /// EXP-5: about oneself whoever can view asks, about others the owner and full.
    pub(crate) fn may_ask_about(&self, slice: &Slice, scope: Scope, person: PersonId) -> Result<(), Error> {
        slice.require::<act::View>(self.id(), scope)?.check_target(scope)?;
        if !slice.people.contains_key(&person) {
            return Err(Error::not_found(Noun::Person));
        }
        if person == self.id() {
            return Ok(());
        }
        slice.require::<act::ManageCollaborators>(self.id(), scope)?.check_target(scope)
    }
}
