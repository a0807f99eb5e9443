//! Which tracks of a library are wanted, and in which order.

use core::cmp::Ordering;

use serde::{Deserialize, Serialize};

use crate::domain::access::{Level, Standing, Step, decide};
use crate::domain::details::Stage;
use crate::domain::roster::Roster;
use crate::domain::slice::Slice;
use crate::domain::text::fold;
use crate::domain::track::Condition;
use crate::id::{BucketId, GroupId, PersonId, Scope, TrackId};
use crate::time::Timestamp;

/// Whose a track in a library is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a track is one's own or not, shared or not")]
pub enum Relation {
    /// The person's own.
    Mine,
    /// Somebody else's.
    SharedWithMe,
    /// The person's own, and somebody else has access to it.
    SharedByMe,
}

/// What one property of a track is to be, and what not.
///
/// An empty `include` wants all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::exhaustive_structs, reason = "built by callers: there are these two sides")]
pub struct Side<T> {
    /// One of these at least.
    #[serde(default = "Vec::new")]
    pub include: Vec<T>,
    /// None of these.
    #[serde(default = "Vec::new")]
    pub exclude: Vec<T>,
}

impl<T> Default for Side<T> {
    fn default() -> Self {
        Self { include: Vec::new(), exclude: Vec::new() }
    }
}

impl<T> Side<T> {
    /// Returns whether neither side says anything.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.include.is_empty() && self.exclude.is_empty()
    }

    /// Returns whether something of which `is` says what it is, is wanted.
    pub(crate) fn admits(&self, is: impl Fn(&T) -> bool) -> bool {
        (self.include.is_empty() || self.include.iter().any(&is)) && !self.exclude.iter().any(&is)
    }
}

/// Which tracks of a library are wanted: those that all of it wants (LIB-1).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(clippy::exhaustive_structs, reason = "built by callers; a new filter is a new field with a default")]
pub struct LibraryFilter {
    /// By whose they are.
    pub relation: Side<Relation>,
    /// By the groups that they lie in, directly or further down; one that the person cannot view holds none.
    pub group: Side<GroupId>,
    /// By the person's buckets.
    pub bucket: Side<BucketId>,
    /// By stage.
    pub stage: Side<Stage>,
    /// By tags, letter case apart.
    pub tags: Side<String>,
    /// Only archived ones, or only others.
    pub archived: Option<bool>,
    /// Only those whose title contains this, letter case apart.
    pub text: Option<String>,
}

/// The order of a library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a store must keep an index for each")]
pub enum LibrarySort {
    /// What was created last comes first.
    #[default]
    Newest,
    /// By title, letter case apart; of the same title, what was created first.
    Title,
}

impl LibrarySort {
    /// Compares two places: the one that comes first is less.
    #[must_use]
    pub fn compare(self, one: &TrackPlace, other: &TrackPlace) -> Ordering {
        match self {
            Self::Newest => other.track.cmp(&one.track),
            Self::Title => one.cmp(other),
        }
    }
}

/// Where a track stands in an order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct TrackPlace {
    /// The key of its title; empty where the order is not by title.
    pub title: String,
    /// Which track.
    pub track: TrackId,
}

impl TrackPlace {
    /// Returns whether this comes before another.
    #[must_use]
    pub fn is_before(&self, sort: LibrarySort, other: &Self) -> bool {
        sort.compare(self, other).is_lt()
    }

    /// Returns where a track of this title stands.
    #[must_use]
    pub fn of(sort: LibrarySort, title: &str, track: TrackId) -> Self {
        let title = if sort == LibrarySort::Title { fold(title) } else { String::new() };
        Self { title, track }
    }
}

/// Tracks that a store can give in order, from any place on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a store must keep an index for each")]
pub enum TrackSource {
    /// Those that a person owns.
    Of(PersonId),
    /// Those lying directly in a group.
    In(GroupId),
    /// Those that themselves let a person in; deleted ones may be among them.
    With(PersonId),
    /// Those that a person has put into a bucket; deleted ones may be among them.
    Placed(PersonId, BucketId),
}

/// A page of a library to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "what a store is asked")]
pub struct LibraryAsk {
    /// Whose.
    pub person: PersonId,
    /// Which tracks.
    pub filter: LibraryFilter,
    /// In which order.
    pub sort: LibrarySort,
    /// After which place.
    pub after: Option<TrackPlace>,
    /// How many at most.
    pub limit: u32,
    /// Whether a store may look for tracks in a copy of itself that lags behind; what decides about them is always as of now.
    pub may_lag: bool,
}

impl LibraryAsk {
    /// How many collaborators of a track are named in a row.
    pub const FACES: usize = 4;
}

impl Slice {
    /// Returns who has access to a track besides its owner, in the order in which they reached it.
    #[must_use]
    pub fn collaborators_on(&self, track: TrackId) -> Vec<PersonId> {
        let scope = Scope::Track(track);
        let Some(found) = self.track(track).filter(|track| track.condition == Condition::Live) else {
            return Vec::new();
        };
        let way: Vec<Rung<'_>> = self.way_up(scope).filter_map(|scope| Rung::of(self, scope)).collect();
        let around =
            way.iter().flat_map(|rung| rung.roster.into_iter().flat_map(Roster::rows).map(|(person, _)| person));
        let mut around: Vec<PersonId> = around.chain(way.iter().map(|rung| rung.owner)).collect();
        around.sort_unstable();
        around.dedup();
        let reached = |person: PersonId| reached(&way, person).map(|at| (at, person));
        let mut people: Vec<(Timestamp, PersonId)> =
            around.into_iter().filter(|person| *person != found.owner).filter_map(reached).collect();
        people.sort_unstable();
        people.into_iter().map(|(_, person)| person).collect()
    }
}

/// A scope on the way up from a track, looked up once for everybody on it.
struct Rung<'a> {
    scope: Scope,
    owner: PersonId,
    roster: Option<&'a Roster>,
    placed_at: Option<Timestamp>,
}

impl<'a> Rung<'a> {
    fn of(slice: &'a Slice, scope: Scope) -> Option<Self> {
        let (owner, roster, placed_at) = (slice.owner(scope)?, slice.rosters.get(&scope), slice.placed_at(scope));
        Some(Self { scope, owner, roster, placed_at })
    }

    fn step(&self, person: PersonId) -> Step {
        let said = || self.roster.map_or_else(|| Roster::default().standing(person), |roster| roster.standing(person));
        let standing = if self.owner == person { Standing::None } else { said() };
        Step { scope: self.scope, owner: self.owner, standing }
    }

    fn since(&self, person: PersonId) -> Option<Timestamp> {
        self.roster.and_then(|roster| roster.member(person)).map(|member| member.since)
    }
}

/// Returns when somebody who has access reached the first of these scopes, as [`Slice::reached`] does.
fn reached(way: &[Rung<'_>], person: PersonId) -> Option<Timestamp> {
    let via = decide(person, way.iter().map(|rung| rung.step(person)))?.via;
    if let Some(since) = way.first().and_then(|rung| rung.since(person)) {
        return Some(since);
    }
    let below = way.iter().take_while(|rung| rung.scope != via).filter_map(|rung| rung.placed_at);
    let there = way.iter().find(|rung| rung.scope == via).and_then(|rung| rung.since(person));
    Some(below.chain(there).max().unwrap_or(Timestamp::MAX))
}

impl LibraryFilter {
    /// Returns whether it must be known who else reaches a track.
    #[must_use]
    pub fn asks_who_else(&self) -> bool {
        let both = self.relation.include.iter().chain(&self.relation.exclude);
        both.into_iter().any(|relation| *relation == Relation::SharedByMe)
    }

    /// Returns whether it must be known in which buckets tracks are.
    #[must_use]
    pub const fn asks_buckets(&self) -> bool {
        !self.bucket.is_empty()
    }

    /// Returns whether nothing but the person's own tracks is wanted.
    #[must_use]
    pub fn is_own_only(&self) -> bool {
        let include = &self.relation.include;
        !include.is_empty() && !include.contains(&Relation::SharedWithMe)
    }

    /// Returns whether a track is in a person's library, and wanted (ACC-4).
    #[must_use]
    pub fn admits(&self, slice: &Slice, person: PersonId, id: TrackId) -> bool {
        let scope = Scope::Track(id);
        let (Some(held), Some(track)) = (slice.held(scope, person), slice.track(id)) else {
            return false;
        };
        let is_mine = held.level == Level::Owner;
        let is_relation = |relation: &Relation| match relation {
            Relation::Mine => is_mine,
            Relation::SharedWithMe => !is_mine,
            Relation::SharedByMe => is_mine && slice.viewers(scope).iter().any(|other| *other != person),
        };
        let lies_in = |group: &GroupId| {
            let group = Scope::Group(*group);
            slice.way_up(scope).any(|step| step == group) && slice.held(group, person).is_some()
        };
        let tags: Vec<String> = track.tags.iter().map(|tag| fold(tag)).collect();
        let bucket = slice.bucket_of(person, id);
        self.archived.is_none_or(|archived| track.archived == archived)
            && self.text.as_ref().is_none_or(|text| fold(&track.title).contains(&fold(text)))
            && self.stage.admits(|stage| track.stage == *stage)
            && self.tags.admits(|tag| tags.contains(&fold(tag)))
            && self.bucket.admits(|wanted| bucket == Some(*wanted))
            && self.group.admits(lies_in)
            && self.relation.admits(is_relation)
    }
}
