//! What decides access, read whole: how an index in memory is loaded.

use crate::domain::access::Standing;
use crate::domain::roster::Member;
use crate::id::{BucketId, GroupId, PersonId, Scope, TrackId};

/// Part of what decides access, and of what listings go by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a store must give each of them")]
pub enum Surveyed<'a> {
    /// About how much is to come, so that room is made once; it may be left out.
    Counts(SurveyCounts),
    /// Somebody who has a record.
    Person(PersonId),
    /// A group that is there.
    Group {
        /// The id.
        id: GroupId,
        /// Who owns it.
        owner: PersonId,
        /// The group that it was last put into, there or not.
        parent: Option<GroupId>,
    },
    /// A track that is there for anybody at all.
    Track {
        /// The id.
        id: TrackId,
        /// Who owns it.
        owner: PersonId,
        /// The group that it was last put into, there or not.
        group: Option<GroupId>,
        /// The stage by name.
        stage: &'a str,
        /// The key of the title.
        title_key: &'a str,
        /// The keys of its tags.
        tags: &'a [String],
        /// Whether it is put aside.
        archived: bool,
        /// Whether the operator has taken it down (OPS-1).
        taken_down: bool,
    },
    /// What a scope itself says of a person, unless it is nothing; of a scope that is not there it may be given or left out.
    Standing {
        /// The scope.
        scope: Scope,
        /// Of whom.
        person: PersonId,
        /// What.
        standing: Standing,
    },
    /// A bucket that is there.
    Bucket {
        /// The id.
        id: BucketId,
        /// Whose.
        person: PersonId,
    },
    /// The bucket that a person has put a track into.
    Placement {
        /// Who.
        person: PersonId,
        /// Which track.
        track: TrackId,
        /// Into which bucket.
        bucket: BucketId,
    },
}

/// About how much a survey is to give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::exhaustive_structs, reason = "what a store answers")]
pub struct SurveyCounts {
    /// How many people.
    pub people: u64,
    /// How many tracks.
    pub tracks: u64,
    /// How many standings.
    pub standings: u64,
}

/// Where a store puts what it surveys: people first, then groups, tracks in the order of their ids, standings, and buckets before placements.
pub type SurveySink = Box<dyn for<'a> FnMut(Surveyed<'a>) + Send>;

impl Surveyed<'_> {
    /// Returns what a row of a roster says, where it says anything.
    #[must_use]
    pub fn of_member(scope: Scope, person: PersonId, member: &Member) -> Option<Self> {
        (member.standing != Standing::None).then_some(Self::Standing { scope, person, standing: member.standing })
    }
}
