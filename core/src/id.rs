//! Typed ids: a track's id never stands where a group's is wanted.
//!
//! Every id is a UUID of version 7 whose 12 bits after the version are a virtual shard.
//! A new track or group takes its creator's shard, so an id alone tells where a sharded store keeps it.
//!
//! An id of another kind does not compile:
//!
//! ```compile_fail,E0308
//! # async fn wrong(olivia: cowrite::Actor, album: cowrite::GroupId) {
//! let _ = olivia.track(album).await;
//! # }
//! ```
//!
//! ```compile_fail,E0308
//! # async fn wrong(olivia: cowrite::Actor, track: cowrite::TrackId) {
//! let _ = olivia.revoke(track, track).await;
//! # }
//! ```
//!
//! ```compile_fail,E0277
//! # async fn wrong(olivia: cowrite::Actor, alex: cowrite::PersonId) {
//! let _ = olivia.leave(alex).await;
//! # }
//! ```
//!
//! One of the right kind does:
//!
//! ```
//! # async fn right(olivia: cowrite::Actor, track: cowrite::TrackId, album: cowrite::GroupId, alex: cowrite::PersonId) {
//! let _ = olivia.track(track).await;
//! let _ = olivia.revoke(album, alex).await;
//! let _ = olivia.leave(track).await;
//! # }
//! ```

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::error::Error;
use crate::time::Timestamp;

/// A virtual shard: the part of an id that says where a sharded store keeps it, from 0 to 4095.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shard(u16);

impl Shard {
    /// Makes a shard of the low 12 bits.
    #[must_use]
    pub const fn from_bits(bits: u16) -> Self {
        Self(bits & 0x0fff)
    }

    /// Returns the shard as a number from 0 to 4095.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }
}

/// Builds a version 7 UUID from a time, a shard and 64 random bits (62 of which are kept).
pub(crate) fn compose(at: Timestamp, shard: Shard, random: u64) -> Uuid {
    let millis = u64::try_from(at.millis()).unwrap_or(0) & 0xffff_ffff_ffff;
    let high = (millis << 16) | 0x7000 | u64::from(shard.get());
    let low = (random & 0x3fff_ffff_ffff_ffff) | 0x8000_0000_0000_0000;
    Uuid::from_u64_pair(high, low)
}

macro_rules! id_type {
    ($(#[$doc:meta])* $Name:ident, $noun:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $Name(Uuid);

        impl $Name {
            /// Takes a UUID for what it is said to be; whether it exists is the store's to say.
            #[must_use]
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// Returns the UUID.
            #[must_use]
            pub const fn uuid(self) -> Uuid {
                self.0
            }

            /// Returns the virtual shard that the id carries.
            #[must_use]
            pub fn shard(self) -> Shard {
                let [_, _, _, _, _, _, high, low, ..] = *self.0.as_bytes();
                Shard::from_bits(u16::from_be_bytes([high, low]))
            }
        }

        impl fmt::Display for $Name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl fmt::Debug for $Name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($noun, ":{}"), self.0)
            }
        }

        impl FromStr for $Name {
            type Err = Error;

            fn from_str(text: &str) -> Result<Self, Error> {
                Uuid::try_parse(text)
                    .map(Self)
                    .map_err(|_| Error::invalid($noun, "is not a UUID"))
            }
        }
    };
}

id_type!(
    /// The id of a person.
    PersonId,
    "person"
);
id_type!(
    /// The id of a track.
    TrackId,
    "track"
);
id_type!(
    /// The id of a group.
    GroupId,
    "group"
);
id_type!(
    /// The id of an invitation.
    InvitationId,
    "invitation"
);
id_type!(
    /// The id of a share link or a playlist share; not its secret.
    LinkId,
    "link"
);
id_type!(
    /// The id of a comment.
    CommentId,
    "comment"
);
id_type!(
    /// The id of an import.
    ImportId,
    "import"
);
id_type!(
    /// The id of a bucket.
    BucketId,
    "bucket"
);
id_type!(
    /// The id of something in a stream, such as a notification or a visit.
    ItemId,
    "item"
);

/// What access is given on: one track, or a group with all that it holds.
///
/// # Example: naming a scope
///
/// ```
/// use cowrite::{Scope, TrackId};
///
/// let track: TrackId = "01890a5d-ac96-774b-bcce-b302099a8057".parse()?;
/// assert_eq!(Scope::from(track), Scope::Track(track));
/// # Ok::<(), cowrite::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: access is given on these two and nothing else")]
pub enum Scope {
    /// A group and everything in it.
    Group(GroupId),
    /// One track.
    Track(TrackId),
}

impl Scope {
    /// Returns the id without its kind: the family under which a store keeps all that belongs to the scope.
    #[must_use]
    pub const fn uuid(self) -> Uuid {
        match self {
            Self::Track(id) => id.uuid(),
            Self::Group(id) => id.uuid(),
        }
    }

    /// Returns the virtual shard of the scope.
    #[must_use]
    pub fn shard(self) -> Shard {
        match self {
            Self::Track(id) => id.shard(),
            Self::Group(id) => id.shard(),
        }
    }

    /// Returns the track, where the scope is one.
    #[must_use]
    pub const fn track(self) -> Option<TrackId> {
        match self {
            Self::Track(id) => Some(id),
            Self::Group(_) => None,
        }
    }

    /// Returns the group, where the scope is one.
    #[must_use]
    pub const fn group(self) -> Option<GroupId> {
        match self {
            Self::Group(id) => Some(id),
            Self::Track(_) => None,
        }
    }
}

impl From<TrackId> for Scope {
    fn from(id: TrackId) -> Self {
        Self::Track(id)
    }
}

impl From<GroupId> for Scope {
    fn from(id: GroupId) -> Self {
        Self::Group(id)
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Track(id) => write!(f, "track {id}"),
            Self::Group(id) => write!(f, "group {id}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_carries_its_time_version_and_shard() {
        let at = Timestamp::from_millis(1_767_225_600_000).unwrap();
        let id = TrackId::from_uuid(compose(at, Shard::from_bits(0xabc), u64::MAX));
        assert_eq!(id.uuid().get_version_num(), 7);
        assert_eq!(id.shard(), Shard::from_bits(0xabc));
        assert_eq!(id.uuid().get_timestamp().map(|t| t.to_unix().0), Some(1_767_225_600));
    }

    #[test]
    fn text_that_is_no_uuid_is_refused_by_field() {
        assert_eq!("nonsense".parse::<GroupId>(), Err(Error::invalid("group", "is not a UUID")));
    }
}
