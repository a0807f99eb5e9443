//! What one column holds, both ways.

use rusqlite::types::{ToSql, ValueRef};
use uuid::Uuid;

use crate::domain::access::{Access, Standing};
use crate::domain::details::{Bpm, Stage};
use crate::domain::invitation::InvitationState;
use crate::domain::person::PersonState;
use crate::domain::split::Percent;
use crate::domain::text::Email;
use crate::domain::track::Condition;
use crate::id::{GroupId, InvitationId, PersonId, TrackId};
use crate::time::Timestamp;

/// A value that one column holds.
pub(super) trait Cell: Sized {
    /// Returns the value as SQLite takes it.
    fn cell(&self) -> impl ToSql + '_;

    /// Reads the value, or says what is wrong with it.
    fn read(value: ValueRef<'_>) -> Result<Self, &'static str>;
}

impl Cell for i64 {
    fn cell(&self) -> impl ToSql + '_ {
        *self
    }

    fn read(value: ValueRef<'_>) -> Result<Self, &'static str> {
        value.as_i64().map_err(|_| "is not a whole number")
    }
}

macro_rules! small_number {
    ($($Number:ty)*) => {
        $(impl Cell for $Number {
            fn cell(&self) -> impl ToSql + '_ {
                // A counter that passed 2^63 would have taken longer than the disk lasts.
                i64::try_from(*self).unwrap_or(i64::MAX)
            }

            fn read(value: ValueRef<'_>) -> Result<Self, &'static str> {
                i64::read(value)?.try_into().map_err(|_| "is a number out of range")
            }
        })*
    };
}

small_number! { u16 u32 u64 }

macro_rules! id {
    ($($Id:ty)*) => {
        $(impl Cell for $Id {
            fn cell(&self) -> impl ToSql + '_ {
                self.uuid().into_bytes()
            }

            fn read(value: ValueRef<'_>) -> Result<Self, &'static str> {
                Uuid::read(value).map(Self::from_uuid)
            }
        })*
    };
}

id! { PersonId TrackId GroupId InvitationId }

impl Cell for Uuid {
    fn cell(&self) -> impl ToSql + '_ {
        self.into_bytes()
    }

    fn read(value: ValueRef<'_>) -> Result<Self, &'static str> {
        let bytes = value.as_blob().map_err(|_| "is not an id")?;
        Self::from_slice(bytes).map_err(|_| "is not an id of 16 bytes")
    }
}

/// A hash.
impl Cell for [u8; 32] {
    fn cell(&self) -> impl ToSql + '_ {
        *self
    }

    fn read(value: ValueRef<'_>) -> Result<Self, &'static str> {
        let bytes = value.as_blob().map_err(|_| "is not a hash")?;
        bytes.try_into().map_err(|_| "is not a hash of 32 bytes")
    }
}

/// Groups from the root down, one id after the other.
impl Cell for Vec<GroupId> {
    fn cell(&self) -> impl ToSql + '_ {
        self.iter().flat_map(|id| id.uuid().into_bytes()).collect::<Vec<u8>>()
    }

    fn read(value: ValueRef<'_>) -> Result<Self, &'static str> {
        let bytes = value.as_blob().map_err(|_| "is not a row of ids")?;
        let ids = bytes.chunks(16).map(|bytes| Uuid::from_slice(bytes).map(GroupId::from_uuid));
        ids.collect::<Result<_, _>>().map_err(|_| "is not a row of ids of 16 bytes")
    }
}

/// Tags, as JSON.
impl Cell for Vec<String> {
    fn cell(&self) -> impl ToSql + '_ {
        // Text in a list always has a form as JSON.
        serde_json::to_string(self).unwrap_or_default()
    }

    fn read(value: ValueRef<'_>) -> Result<Self, &'static str> {
        serde_json::from_str(text(value)?).map_err(|_| "is not a list of text as JSON")
    }
}

impl Cell for bool {
    fn cell(&self) -> impl ToSql + '_ {
        i64::from(*self)
    }

    fn read(value: ValueRef<'_>) -> Result<Self, &'static str> {
        match i64::read(value)? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err("is neither 0 nor 1"),
        }
    }
}

fn text(value: ValueRef<'_>) -> Result<&str, &'static str> {
    value.as_str().map_err(|_| "is not text")
}

impl Cell for String {
    fn cell(&self) -> impl ToSql + '_ {
        self.as_str()
    }

    fn read(value: ValueRef<'_>) -> Result<Self, &'static str> {
        text(value).map(str::to_owned)
    }
}

impl Cell for Email {
    fn cell(&self) -> impl ToSql + '_ {
        self.as_str()
    }

    fn read(value: ValueRef<'_>) -> Result<Self, &'static str> {
        text(value)?.parse().map_err(|_| "is not an address")
    }
}

impl Cell for Stage {
    fn cell(&self) -> impl ToSql + '_ {
        self.as_str()
    }

    fn read(value: ValueRef<'_>) -> Result<Self, &'static str> {
        text(value)?.parse().map_err(|_| "is not a stage")
    }
}

impl<T: Cell> Cell for Option<T> {
    fn cell(&self) -> impl ToSql + '_ {
        self.as_ref().map(T::cell)
    }

    fn read(value: ValueRef<'_>) -> Result<Self, &'static str> {
        match value {
            ValueRef::Null => Ok(None),
            value => T::read(value).map(Some),
        }
    }
}

impl Cell for Timestamp {
    fn cell(&self) -> impl ToSql + '_ {
        self.millis()
    }

    fn read(value: ValueRef<'_>) -> Result<Self, &'static str> {
        Self::from_millis(i64::read(value)?).ok_or("is not an instant of the years 1 to 9999")
    }
}

impl Cell for Percent {
    fn cell(&self) -> impl ToSql + '_ {
        i64::from(self.hundredths())
    }

    fn read(value: ValueRef<'_>) -> Result<Self, &'static str> {
        Self::from_hundredths(u16::read(value)?).ok_or("is more than 100 percent")
    }
}

impl Cell for Bpm {
    fn cell(&self) -> impl ToSql + '_ {
        i64::from(self.hundredths())
    }

    fn read(value: ValueRef<'_>) -> Result<Self, &'static str> {
        Self::from_hundredths(u32::read(value)?).ok_or("is not from 1.00 to 999.99 beats per minute")
    }
}

/// Writes and reads an enum as the number beside each of its values.
macro_rules! numbered {
    ($Enum:ty, $wrong:literal, $($value:path = $number:literal)*) => {
        impl Cell for $Enum {
            fn cell(&self) -> impl ToSql + '_ {
                match self { $($value => $number,)* }
            }

            fn read(value: ValueRef<'_>) -> Result<Self, &'static str> {
                match i64::read(value)? {
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
    fn cell(&self) -> impl ToSql + '_ {
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

    fn read(value: ValueRef<'_>) -> Result<Self, &'static str> {
        Ok(match i64::read(value)? {
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
    use rusqlite::types::{ToSqlOutput, Value};

    use super::*;

    fn round<T: Cell + PartialEq + core::fmt::Debug>(value: T) {
        let stored = match value.cell().to_sql().unwrap() {
            ToSqlOutput::Borrowed(borrowed) => Value::try_from(borrowed).unwrap(),
            ToSqlOutput::Owned(owned) => owned,
            _ => unreachable!(),
        };
        assert_eq!(T::read((&stored).into()).unwrap(), value);
    }

    #[test]
    fn every_standing_and_state_goes_round() {
        for standing in (0..=8).map(|n| Standing::read(ValueRef::Integer(n)).unwrap()) {
            round(standing);
        }
        for state in (0..=5).map(|n| InvitationState::read(ValueRef::Integer(n)).unwrap()) {
            round(state);
        }
        for access in [Access::Viewer, Access::Editor, Access::Full] {
            round(access);
        }
        assert!(Standing::read(ValueRef::Integer(9)).is_err());
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
    }

    #[test]
    fn what_is_damaged_is_told_apart() {
        assert!(Uuid::read(ValueRef::Blob(&[1, 2, 3])).is_err());
        assert!(Vec::<GroupId>::read(ValueRef::Blob(&[0; 17])).is_err());
        assert!(Vec::<String>::read(ValueRef::Text(b"[1]")).is_err());
        assert!(String::read(ValueRef::Text(b"\xff\xfe")).is_err());
        assert!(Percent::read(ValueRef::Integer(10_001)).is_err());
        assert!(u32::read(ValueRef::Integer(-1)).is_err());
        assert!(bool::read(ValueRef::Integer(2)).is_err());
        assert!(Timestamp::read(ValueRef::Integer(i64::MAX)).is_err());
    }
}
