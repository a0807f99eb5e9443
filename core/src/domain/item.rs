//! Items: what is only ever added, newest first, and never fought over: notifications, visits to links.
//!
//! 1. An item belongs to one stream and is never changed; only marks are set on it, and none is taken back.
//! 2. Counters are kept beside: they only grow, and one may be given a bound that no commit passes (LNK-8).

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::notification::Notice;
use super::visit::Visited;
use crate::id::{ItemId, LinkId, PersonId, Shard};
use crate::time::Timestamp;

/// Where items are added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a store must keep each of them")]
pub enum Stream {
    /// What a person was told (NTF-1).
    Notices(PersonId),
    /// What visitors did with a link (LNK-8).
    Visits(LinkId),
}

impl Stream {
    /// Returns the number that the kind of stream is stored by.
    #[must_use]
    pub const fn kind(self) -> u8 {
        match self {
            Self::Notices(_) => 0,
            Self::Visits(_) => 1,
        }
    }

    /// Returns the id under whose shard the stream is kept.
    #[must_use]
    pub const fn family(self) -> Uuid {
        match self {
            Self::Notices(person) => person.uuid(),
            Self::Visits(link) => link.uuid(),
        }
    }

    /// Makes a stream of what it is stored as.
    #[must_use]
    pub fn of(kind: u8, family: Uuid) -> Option<Self> {
        match kind {
            0 => Some(Self::Notices(PersonId::from_uuid(family))),
            1 => Some(Self::Visits(LinkId::from_uuid(family))),
            _ => None,
        }
    }

    /// Returns the virtual shard of the stream.
    #[must_use]
    pub fn shard(self) -> Shard {
        PersonId::from_uuid(self.family()).shard()
    }
}

/// Something in a stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct Item {
    /// Where it was added.
    pub stream: Stream,
    /// The id; later items have greater ones.
    pub id: ItemId,
    /// Whether it was marked as seen.
    pub seen: bool,
    /// Whether it was marked as hidden: it is not read any more.
    pub hidden: bool,
    /// What it is.
    pub body: ItemBody,
}

/// What an item is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a reader must meet each of them")]
pub enum ItemBody {
    /// What a person was told.
    Notice(Notice),
    /// What a visitor did.
    Visit(Visited),
}

/// A mark to set on items of a stream; setting it twice is setting it once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes")]
pub struct Mark {
    /// In which stream.
    pub stream: Stream,
    /// The item.
    pub item: ItemId,
    /// Whether all before it are marked as well.
    pub and_before: bool,
    /// Whether they are hidden; else they are seen.
    pub hides: bool,
}

/// Something that is counted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct Counter {
    /// The id under whose shard it is kept.
    pub family: Uuid,
    /// What is counted.
    pub name: String,
}

impl Counter {
    /// Returns the counter of the downloads that a link has given (LNK-8).
    #[must_use]
    pub fn downloads(link: LinkId) -> Self {
        Self { family: link.uuid(), name: "downloads".to_owned() }
    }

    /// Returns the name of what counts a visitor's wrong passwords within the hour of an instant; none by that name counts later (LNK-4).
    #[must_use]
    pub fn wrong_within(visitor: &str, now: Timestamp) -> String {
        format!("{:012} {visitor}", hour_of(now))
    }

    /// Returns between which names, the first and the one after the last, lie the counters of wrong passwords whose hour is over.
    #[must_use]
    pub fn wrong_before(now: Timestamp) -> [String; 2] {
        ["wrong ".to_owned(), format!("wrong {:012}", hour_of(now))]
    }

    /// Returns between which names, the first and the one after the last, lie the counters of tickets given before an instant.
    ///
    /// A ticket's number begins with the instant at which it was given.
    #[must_use]
    pub fn redeemed_before(given: Timestamp) -> [String; 2] {
        let millis = u64::try_from(given.millis()).unwrap_or_default();
        ["ticket ".to_owned(), format!("ticket {millis:012x}")]
    }

    /// Returns the counter of the wrong passwords that a visitor has given a link in one hour (LNK-4).
    #[must_use]
    pub fn wrong_passwords(link: LinkId, name: &str) -> Self {
        Self { family: link.uuid(), name: format!("wrong {name}") }
    }

    /// Returns the counter of a ticket's first redemption, after which its download is counted (LNK-8).
    #[must_use]
    pub fn redeemed(link: LinkId, nonce: u128) -> Self {
        Self { family: link.uuid(), name: format!("ticket {nonce:032x}") }
    }

    /// Returns the counter of how often the share of one day, by its number, of all shared folders was looked at (FIL-2).
    #[must_use]
    pub fn looked_at(day: i64) -> Self {
        Self { family: Uuid::nil(), name: looked_name(day) }
    }

    /// Returns between which names, the first and the one after the last, lie the counters of looks before a day.
    #[must_use]
    pub fn looked_before(day: i64) -> [String; 2] {
        [looked_name(0), looked_name(day)]
    }

    /// Returns the virtual shard of the counter.
    #[must_use]
    pub fn shard(&self) -> Shard {
        PersonId::from_uuid(self.family).shard()
    }
}

fn looked_name(day: i64) -> String {
    format!("looked {:012}", day.max(0))
}

pub(crate) fn hour_of(now: Timestamp) -> u64 {
    u64::try_from(now.millis()).unwrap_or_default() / 3_600_000
}

/// One more of something that is counted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes")]
pub struct Spend {
    /// What is counted.
    pub counter: Counter,
    /// What it may come to; a commit that would pass it is a conflict.
    pub at_most: Option<u64>,
}
