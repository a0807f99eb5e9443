//! What one column holds, both ways.

use tokio_postgres::types::{FromSqlOwned, ToSql};
use uuid::Uuid;

use crate::domain::access::{Access, Standing};
use crate::domain::details::{Bpm, Stage};
use crate::domain::invitation::InvitationState;
use crate::domain::person::PersonState;
use crate::domain::split::Percent;
use crate::domain::text::Email;
use crate::domain::track::Condition;
use crate::id::{GroupId, InvitationId, PersonId, Shard, TrackId};
use crate::time::Timestamp;

/// A value that one column holds.
pub(super) trait Cell: Sized {
    /// What the driver gives and takes for it.
    type Column: ToSql + FromSqlOwned + Send + Sync + 'static;

    /// Returns the value as the driver takes it.
    fn cell(&self) -> Self::Column;

    /// Reads the value, or says what is wrong with it.
    fn read(column: Self::Column) -> Result<Self, &'static str>;
}

/// Values that the driver knows itself.
macro_rules! plain {
    ($($Plain:ty)*) => {
        $(impl Cell for $Plain {
            type Column = Self;

            fn cell(&self) -> Self {
                self.clone()
            }

            fn read(column: Self) -> Result<Self, &'static str> {
                Ok(column)
            }
        })*
    };
}

plain! { i16 i32 i64 bool Uuid String Vec<u8> }

macro_rules! number {
    ($($Number:ty as $Column:ty)*) => {
        $(impl Cell for $Number {
            type Column = $Column;

            fn cell(&self) -> $Column {
                // A counter that passed 2^63 would have taken longer than the disk lasts.
                <$Column>::try_from(*self).unwrap_or(<$Column>::MAX)
            }

            fn read(column: $Column) -> Result<Self, &'static str> {
                column.try_into().map_err(|_| "is a number out of range")
            }
        })*
    };
}

number! { u64 as i64 }

/// What is counted in 32 bits has room in a column of 64, so that no bound is a sign's.
impl Cell for u32 {
    type Column = i64;

    fn cell(&self) -> i64 {
        i64::from(*self)
    }

    fn read(column: i64) -> Result<Self, &'static str> {
        column.try_into().map_err(|_| "is a number out of range")
    }
}

impl Cell for Shard {
    type Column = i16;

    fn cell(&self) -> i16 {
        i16::try_from(self.get()).unwrap_or(i16::MAX)
    }

    fn read(column: i16) -> Result<Self, &'static str> {
        let bits = u16::try_from(column).map_err(|_| "is not a shard")?;
        Some(Self::from_bits(bits)).filter(|shard| shard.get() == bits).ok_or("is not a shard")
    }
}

macro_rules! id {
    ($($Id:ty)*) => {
        $(impl Cell for $Id {
            type Column = Uuid;

            fn cell(&self) -> Uuid {
                self.uuid()
            }

            fn read(column: Uuid) -> Result<Self, &'static str> {
                Ok(Self::from_uuid(column))
            }
        })*
    };
}

id! { PersonId TrackId GroupId InvitationId }

/// A hash.
impl Cell for [u8; 32] {
    type Column = Vec<u8>;

    fn cell(&self) -> Vec<u8> {
        self.to_vec()
    }

    fn read(column: Vec<u8>) -> Result<Self, &'static str> {
        column.try_into().map_err(|_| "is not a hash of 32 bytes")
    }
}

/// Groups from the root down, one id after the other.
impl Cell for Vec<GroupId> {
    type Column = Vec<u8>;

    fn cell(&self) -> Vec<u8> {
        self.iter().flat_map(|id| id.uuid().into_bytes()).collect()
    }

    fn read(column: Vec<u8>) -> Result<Self, &'static str> {
        let ids = column.chunks(16).map(|bytes| Uuid::from_slice(bytes).map(GroupId::from_uuid));
        ids.collect::<Result<_, _>>().map_err(|_| "is not a row of ids of 16 bytes")
    }
}

/// Tags, as JSON.
impl Cell for Vec<String> {
    type Column = String;

    fn cell(&self) -> String {
        // Text in a list always has a form as JSON.
        serde_json::to_string(self).unwrap_or_default()
    }

    fn read(column: String) -> Result<Self, &'static str> {
        serde_json::from_str(&column).map_err(|_| "is not a list of text as JSON")
    }
}

macro_rules! text {
    ($($Text:ty, $wrong:literal;)*) => {
        $(impl Cell for $Text {
            type Column = String;

            fn cell(&self) -> String {
                self.as_str().to_owned()
            }

            fn read(column: String) -> Result<Self, &'static str> {
                column.parse().map_err(|_| $wrong)
            }
        })*
    };
}

text! {
    Email, "is not an address";
    Stage, "is not a stage";
}

impl<T: Cell> Cell for Option<T> {
    type Column = Option<T::Column>;

    fn cell(&self) -> Self::Column {
        self.as_ref().map(T::cell)
    }

    fn read(column: Self::Column) -> Result<Self, &'static str> {
        column.map(T::read).transpose()
    }
}

impl Cell for Timestamp {
    type Column = i64;

    fn cell(&self) -> i64 {
        self.millis()
    }

    fn read(column: i64) -> Result<Self, &'static str> {
        Self::from_millis(column).ok_or("is not an instant of the years 1 to 9999")
    }
}

impl Cell for Percent {
    type Column = i64;

    fn cell(&self) -> i64 {
        i64::from(self.hundredths())
    }

    fn read(column: i64) -> Result<Self, &'static str> {
        let hundredths = column.try_into().map_err(|_| "is a number out of range")?;
        Self::from_hundredths(hundredths).ok_or("is more than 100 percent")
    }
}

impl Cell for Bpm {
    type Column = i64;

    fn cell(&self) -> i64 {
        i64::from(self.hundredths())
    }

    fn read(column: i64) -> Result<Self, &'static str> {
        Self::from_hundredths(u32::read(column)?).ok_or("is not from 1.00 to 999.99 beats per minute")
    }
}

/// Writes and reads an enum as the number beside each of its values.
macro_rules! numbered {
    ($Enum:ty, $wrong:literal, $($value:path = $number:literal)*) => {
        impl Cell for $Enum {
            type Column = i16;

            fn cell(&self) -> i16 {
                match self { $($value => $number,)* }
            }

            fn read(column: i16) -> Result<Self, &'static str> {
                match column {
                    $($number => Ok($value),)*
                    _ => Err($wrong),
                }
            }
        }
    };
}

numbered!(Access, "is not an access", Access::Viewer = 1 Access::Editor = 2 Access::Full = 3);

numbered!(
    PersonState, "is not the state of a person",
    PersonState::Registered = 0 PersonState::Unclaimed = 1 PersonState::Erased = 2
);

numbered!(
    Condition, "is not the condition of a track",
    Condition::Live = 0 Condition::TakenDown = 1 Condition::Deleted = 2
);

numbered!(
    InvitationState, "is not the state of an invitation",
    InvitationState::Pending = 0
    InvitationState::Accepted = 1
    InvitationState::Dismissed = 2
    InvitationState::Withdrawn = 3
    InvitationState::Replaced = 4
    InvitationState::Void = 5
);

impl Cell for Standing {
    type Column = i16;

    fn cell(&self) -> i16 {
        match self {
            Self::None => 0,
            Self::Active(Access::Viewer) => 1,
            Self::Active(Access::Editor) => 2,
            Self::Active(Access::Full) => 3,
            Self::Revoked { by_owner: false } => 4,
            Self::Revoked { by_owner: true } => 5,
            Self::Left => 6,
            Self::Removed { by_owner: false } => 7,
            Self::Removed { by_owner: true } => 8,
        }
    }

    fn read(column: i16) -> Result<Self, &'static str> {
        Ok(match column {
            0 => Self::None,
            1 => Self::Active(Access::Viewer),
            2 => Self::Active(Access::Editor),
            3 => Self::Active(Access::Full),
            4 => Self::Revoked { by_owner: false },
            5 => Self::Revoked { by_owner: true },
            6 => Self::Left,
            7 => Self::Removed { by_owner: false },
            8 => Self::Removed { by_owner: true },
            _ => return Err("is not a standing"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round<T: Cell + PartialEq + core::fmt::Debug>(value: T) {
        assert_eq!(T::read(value.cell()).unwrap(), value);
    }

    #[test]
    fn every_standing_and_state_goes_round() {
        (0..=8).for_each(|n| round(Standing::read(n).unwrap()));
        (0..=5).for_each(|n| round(InvitationState::read(n).unwrap()));
        (1..=3).for_each(|n| round(Access::read(n).unwrap()));
        (0..=2).for_each(|n| round(PersonState::read(n).unwrap()));
        (0..=2).for_each(|n| round(Condition::read(n).unwrap()));
        assert!(Standing::read(9).is_err() && Access::read(0).is_err());
    }

    #[test]
    fn text_ids_and_instants_go_round() {
        round(vec!["a\"b".to_owned(), "ü\u{1f3b5}".to_owned()]);
        round(vec![GroupId::from_uuid(Uuid::from_u128(1)), GroupId::from_uuid(Uuid::from_u128(u128::MAX))]);
        round(Timestamp::MIN);
        round(Timestamp::MAX);
        round(Stage::Other("mastering".into()));
        round(Some(Percent::WHOLE));
        round(None::<Percent>);
        round(Shard::from_bits(4095));
        round(u32::MAX);
    }

    #[test]
    fn what_is_damaged_is_told_apart() {
        assert!(Vec::<GroupId>::read(vec![0; 17]).is_err());
        assert!(Vec::<String>::read("[1]".into()).is_err());
        assert!(Percent::read(10_001).is_err() && Percent::read(-1).is_err());
        assert!(u64::read(-1).is_err() && u32::read(-1).is_err() && u32::read(i64::MAX).is_err());
        assert!(Shard::read(4096).is_err() && Shard::read(-1).is_err());
        assert!(Timestamp::read(i64::MAX).is_err());
        assert!(<[u8; 32]>::read(vec![0; 31]).is_err());
    }
}
