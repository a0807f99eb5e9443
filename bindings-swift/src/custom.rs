//! Values that Swift has types of its own for: `uniffi.toml` says which, `Sources/CowriteCore/Bridge.swift` how they are made.

use std::time::Duration;

use cowrite::domain::file::{FileName, FilePath};
use cowrite::ports::files::{AccountId, ContentHash, Cursor, FileId, FolderId, Rev};
use cowrite::{Bpm, Email, FileRef, LinkSecret, Percent, Ticket, Timestamp};
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::crosses::{as_it_is, becomes};

pub(crate) use cowrite::{
    BucketId as BucketID, CommentId as CommentID, GroupId as GroupID, ImportId as ImportID,
    InvitationId as InvitationID, ItemId as ItemID, LinkId as LinkID, PersonId as PersonID, TrackId as TrackID,
};

/// The two halves of a UUID, which cross faster than its text.
#[derive(Debug, Clone, Copy, uniffi::Record)]
pub struct UUIDBits {
    /// The first eight bytes.
    pub(crate) high: u64,
    /// The last eight bytes.
    pub(crate) low: u64,
}

impl From<Uuid> for UUIDBits {
    fn from(uuid: Uuid) -> Self {
        let (high, low) = uuid.as_u64_pair();
        Self { high, low }
    }
}

impl From<UUIDBits> for Uuid {
    fn from(bits: UUIDBits) -> Self {
        Self::from_u64_pair(bits.high, bits.low)
    }
}

uniffi::custom_type!(Uuid, UUIDBits, {
    remote,
    lower: |uuid| uuid.into(),
    try_lift: |bits| Ok(bits.into()),
});

macro_rules! ids {
    ($($ID:ident)*) => {$(
        uniffi::custom_type!($ID, UUIDBits, {
            remote,
            lower: |id| id.uuid().into(),
            try_lift: |bits| Ok($ID::from_uuid(bits.into())),
        });

        as_it_is! { $ID }
    )*};
}

ids! { BucketID CommentID GroupID ImportID InvitationID ItemID LinkID PersonID TrackID }

// What Swift hands over here was within the years 1 to 9999 already, or brought there.
uniffi::custom_type!(Timestamp, i64, {
    remote,
    lower: |at| at.millis(),
    try_lift: |millis| Ok(Timestamp::EPOCH.plus_millis(millis)),
});

/// A whole number as Swift counts: `Int`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Whole(pub(crate) i64);

uniffi::custom_type!(Whole, i64, {
    lower: |whole| whole.0,
    try_lift: |number| Ok(Whole(number)),
});

/// A whole number for which four bytes are too few.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Large(pub(crate) i64);

uniffi::custom_type!(Large, i64, {
    lower: |large| large.0,
    try_lift: |number| Ok(Large(number)),
});

/// A decimal number, exact to the last digit. As an argument it is whatever Swift wrote, to be read with the argument's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Exact(pub(crate) String);

uniffi::custom_type!(Exact, String, {
    lower: |exact| exact.0,
    try_lift: |text| Ok(Exact(text)),
});

impl From<Decimal> for Exact {
    fn from(decimal: Decimal) -> Self {
        Self(decimal.to_string())
    }
}

/// An instant as an argument: the milliseconds since 1970, where there are any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Instant(pub(crate) i64);

uniffi::custom_type!(Instant, i64, {
    lower: |instant| instant.0,
    try_lift: |millis| Ok(Instant(millis)),
});

/// Text that opens something for whoever has it.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct SecretText(pub(crate) String);

uniffi::custom_type!(SecretText, String, {
    lower: |secret| secret.0,
    try_lift: |text| Ok(SecretText(text)),
});

impl core::fmt::Debug for SecretText {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("SecretText(…)")
    }
}

/// An open value, as JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OpenText(pub(crate) String);

uniffi::custom_type!(OpenText, String, {
    lower: |value| value.0,
    try_lift: |text| Ok(OpenText(text)),
});

/// A time of days and less, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span(pub(crate) i64);

impl Span {
    /// The time, unless it is less than none.
    pub(crate) fn time(self) -> Option<Duration> {
        u64::try_from(self.0).ok().map(Duration::from_millis)
    }
}

impl From<Duration> for Span {
    fn from(time: Duration) -> Self {
        Self(i64::try_from(time.as_millis()).unwrap_or(i64::MAX))
    }
}

uniffi::custom_type!(Span, i64, {
    lower: |span| span.0,
    try_lift: |millis| Ok(Span(millis)),
});

macro_rules! words {
    ($($Word:ident)*) => {$(
        uniffi::custom_type!($Word, String, {
            remote,
            lower: |word| word.as_str().to_owned(),
            try_lift: |text| Ok($Word::new(text)),
        });
    )*};
}

words! { AccountId Cursor FileId FileRef FolderId Rev }

uniffi::custom_type!(ContentHash, String, {
    remote,
    lower: |hash| hash.to_string(),
    try_lift: |text| Ok(text.parse()?),
});

uniffi::custom_type!(Email, String, {
    remote,
    lower: |email| email.as_str().to_owned(),
    try_lift: |text| Ok(text.parse()?),
});

as_it_is! { bool, String, Timestamp, Uuid, ContentHash, FileRef }

becomes! {
    u32 => Whole, |number| Whole(number.into());
    u64 => Whole, |number| Whole(i64::try_from(number).unwrap_or(i64::MAX));
    usize => Whole, |number| Whole(i64::try_from(number).unwrap_or(i64::MAX));
    i64 => Whole, |number| Whole(number);
    Email => String, |email| email.as_str().to_owned();
    FileName => String, |name| name.as_str().to_owned();
    FilePath => String, |path| path.to_string();
    Percent => Exact, |percent| Decimal::from(percent).into();
    Bpm => Exact, |bpm| Decimal::from(bpm).into();
    Ticket => SecretText, |ticket| SecretText(ticket.as_str().to_owned());
    LinkSecret => SecretText, |secret| SecretText(secret.reveal().to_owned());
    serde_json::Value => OpenText, |value| OpenText(value.to_string());
}
