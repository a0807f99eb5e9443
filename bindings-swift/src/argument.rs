//! What operations take: what has a wrong value is refused by the argument's name, before anything is touched.

use cowrite::{Error, FileRef, Timestamp};
use rust_decimal::Decimal;

use crate::custom::{
    BucketID, CommentID, Exact, GroupID, ImportID, Instant, InvitationID, ItemID, Large, LinkID, PersonID, SecretText,
    Span, TrackID, Whole,
};

/// What a caller gave, on its way to what the core takes.
pub(crate) trait Argument {
    /// What the core takes.
    type Value;

    /// Reads the value; a refusal names the argument.
    fn value(self, name: &'static str) -> Result<Self::Value, Error>;
}

/// What can be emptied: nothing leaves it as it is, nothing in something empties it.
pub(crate) type Edit<T> = Option<Option<T>>;

impl<T: Argument> Argument for Option<T> {
    type Value = Option<T::Value>;

    fn value(self, name: &'static str) -> Result<Self::Value, Error> {
        self.map(|given| given.value(name)).transpose()
    }
}

impl<T: Argument> Argument for Vec<T> {
    type Value = Vec<T::Value>;

    fn value(self, name: &'static str) -> Result<Self::Value, Error> {
        self.into_iter().map(|given| given.value(name)).collect()
    }
}

/// Says of which types whatever Swift gives is right.
macro_rules! always_right {
    ($($Type:ty),* $(,)?) => {$(
        impl $crate::argument::Argument for $Type {
            type Value = Self;

            fn value(self, _: &'static str) -> Result<Self, cowrite::Error> {
                Ok(self)
            }
        }
    )*};
}
pub(crate) use always_right;

always_right! {
    bool, String, FileRef, BucketID, CommentID, GroupID, ImportID, InvitationID, ItemID, LinkID, PersonID, TrackID,
    crate::words::Access, crate::words::FileKind, crate::words::LibrarySort, crate::words::Relation,
    crate::words::Verdict,
}

/// Says which words the core has an enum of its own for.
macro_rules! mirrored {
    ($($Word:ident)*) => {$(
        impl Argument for crate::words::$Word {
            type Value = cowrite::$Word;

            fn value(self, _: &'static str) -> Result<cowrite::$Word, Error> {
                Ok(self.into())
            }
        }
    )*};
}

mirrored! { Action ImportStatus Situation }

/// A number of bytes, entries or days.
pub(crate) fn number<T: TryFrom<i64>>(whole: Whole, name: &'static str) -> Result<T, Error> {
    T::try_from(whole.0).map_err(|_| Error::invalid(name, "is out of range"))
}

impl Argument for Whole {
    type Value = u32;

    fn value(self, name: &'static str) -> Result<u32, Error> {
        number(self, name)
    }
}

impl Argument for Large {
    type Value = u64;

    fn value(self, name: &'static str) -> Result<u64, Error> {
        number(Whole(self.0), name)
    }
}

impl Argument for Exact {
    type Value = Decimal;

    fn value(self, name: &'static str) -> Result<Decimal, Error> {
        self.decimal().ok_or(Error::invalid(name, "is not a decimal number that can be held exactly"))
    }
}

impl Exact {
    /// The number, where it is one that can be held exactly.
    pub(crate) fn decimal(&self) -> Option<Decimal> {
        Decimal::from_str_exact(&self.0).ok()
    }
}

impl Argument for Instant {
    type Value = Timestamp;

    fn value(self, name: &'static str) -> Result<Timestamp, Error> {
        Timestamp::from_millis(self.0).ok_or(Error::invalid(name, "is no instant of the years 1 to 9999"))
    }
}

impl Argument for Span {
    type Value = std::time::Duration;

    fn value(self, name: &'static str) -> Result<Self::Value, Error> {
        self.time().ok_or(Error::invalid(name, "is out of range"))
    }
}

impl Argument for SecretText {
    type Value = String;

    fn value(self, _: &'static str) -> Result<String, Error> {
        Ok(self.0)
    }
}
