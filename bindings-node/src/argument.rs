//! What operations take: JavaScript has seen to the types, here wrong values are refused by the argument's name.

use std::marker::PhantomData;

use cowrite::Error;
use rust_decimal::Decimal;
use serde::de::{Error as _, Visitor};
use serde::{Deserialize, Deserializer};
use uuid::Uuid;

use crate::shape::Shape;
use crate::word::{Worded, parse};

/// What a caller gave, on its way to what the core takes.
pub(crate) trait Argument: Sized {
    /// What the core takes.
    type Value;

    /// Whether it may be left out, in an object of which it is a field.
    const OPTIONAL: bool = false;

    /// What JavaScript gives.
    fn shape() -> Shape;

    /// Reads the value; a refusal names the argument.
    fn value(self, name: &'static str) -> Result<Self::Value, Error>;
}

impl<T: Argument> Argument for Option<T> {
    type Value = Option<T::Value>;

    const OPTIONAL: bool = true;

    fn shape() -> Shape {
        Shape::Maybe(Box::new(T::shape()))
    }

    fn value(self, name: &'static str) -> Result<Self::Value, Error> {
        self.map(|given| given.value(name)).transpose()
    }
}

impl Argument for bool {
    type Value = bool;

    fn shape() -> Shape {
        Shape::Truth
    }

    fn value(self, _: &'static str) -> Result<bool, Error> {
        Ok(self)
    }
}

/// A value, or `false` in its place where JavaScript has one that no such value can be.
struct Good<T>(PhantomData<fn() -> T>);

/// A type that JSON has as text or as a number.
trait Simple: Sized {
    fn text(_: &str) -> Option<Self> {
        None
    }

    fn number(_: i64) -> Option<Self> {
        None
    }
}

impl<T: Simple> Visitor<'_> for Good<T> {
    type Value = Option<T>;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a value, or `false`")
    }

    fn visit_bool<E: serde::de::Error>(self, is_good: bool) -> Result<Option<T>, E> {
        if is_good { Err(E::custom("`true` is no value")) } else { Ok(None) }
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Option<T>, E> {
        Ok(T::text(text))
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Option<T>, E> {
        Ok(i64::try_from(number).ok().and_then(T::number))
    }

    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<Option<T>, E> {
        Ok(T::number(number))
    }
}

impl Simple for String {
    fn text(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
}

impl Simple for Uuid {
    fn text(text: &str) -> Option<Self> {
        Self::try_parse(text).ok()
    }
}

impl Simple for Decimal {
    fn text(text: &str) -> Option<Self> {
        exact(text)
    }
}

impl Simple for i64 {
    fn number(number: i64) -> Option<Self> {
        Some(number)
    }
}

/// Reads plain digits with at most a sign and a point; trailing zeros say nothing.
fn exact(text: &str) -> Option<Decimal> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let plain = digits.len() <= 400 && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if !plain || !digits.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let shortest = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text };
    Decimal::from_str_exact(if shortest.ends_with(|last: char| last.is_ascii_digit()) { shortest } else { text }).ok()
}

/// Arguments that JSON has as text or as a number.
macro_rules! simple {
    ($($(#[$doc:meta])* $Name:ident($Simple:ty): $shape:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub(crate) struct $Name(Option<$Simple>);

        impl<'de> Deserialize<'de> for $Name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any(Good(PhantomData)).map(Self)
            }
        }

        impl $Name {
            /// The shape that JavaScript knows it by.
            const fn told() -> Shape {
                $shape
            }
        }
    )*};
}

simple! {
    /// Text; half a character (a lone surrogate), which JavaScript lets in, is refused.
    Text(String): Shape::Text;
    /// An exact number: text or a whole number, never rounded.
    Exact(Decimal): Shape::Exact;
    /// An instant: a `Date`, which may be none.
    Instant(i64): Shape::Instant;
    /// The id of a file.
    FileArgument(String): Shape::File;
    /// A secret, or its text.
    SecretArgument(String): Shape::Secret;
    /// A stage.
    StageArgument(String): Shape::Stage;
    /// Beats per minute.
    BpmArgument(Decimal): Shape::Exact;
}

const HALF: &str = "holds half a character (a lone surrogate)";
const INEXACT: &str = "is not a decimal number that can be held exactly";

impl Argument for Text {
    type Value = String;

    fn shape() -> Shape {
        Self::told()
    }

    fn value(self, name: &'static str) -> Result<String, Error> {
        self.0.ok_or(Error::invalid(name, HALF))
    }
}

impl Argument for Exact {
    type Value = Decimal;

    fn shape() -> Shape {
        Self::told()
    }

    fn value(self, name: &'static str) -> Result<Decimal, Error> {
        self.0.ok_or(Error::invalid(name, INEXACT))
    }
}

impl Exact {
    /// The number, where it is one that can be held exactly.
    pub(crate) fn decimal(self) -> Option<Decimal> {
        self.0
    }
}

impl Argument for Instant {
    type Value = cowrite::Timestamp;

    fn shape() -> Shape {
        Self::told()
    }

    fn value(self, name: &'static str) -> Result<cowrite::Timestamp, Error> {
        let at = self.0.and_then(cowrite::Timestamp::from_millis);
        at.ok_or(Error::invalid(name, "is not an instant of the years 1 to 9999"))
    }
}

impl Argument for FileArgument {
    type Value = cowrite::FileRef;

    fn shape() -> Shape {
        Self::told()
    }

    fn value(self, name: &'static str) -> Result<cowrite::FileRef, Error> {
        self.0.map(cowrite::FileRef::new).ok_or(Error::invalid(name, HALF))
    }
}

impl Argument for SecretArgument {
    type Value = String;

    fn shape() -> Shape {
        Self::told()
    }

    fn value(self, name: &'static str) -> Result<String, Error> {
        self.0.ok_or(Error::invalid(name, HALF))
    }
}

impl Argument for StageArgument {
    type Value = cowrite::Stage;

    fn shape() -> Shape {
        Self::told()
    }

    fn value(self, name: &'static str) -> Result<cowrite::Stage, Error> {
        self.0.ok_or(Error::invalid(name, HALF))?.parse()
    }
}

impl Argument for BpmArgument {
    type Value = cowrite::Bpm;

    fn shape() -> Shape {
        Self::told()
    }

    fn value(self, name: &'static str) -> Result<cowrite::Bpm, Error> {
        self.0.ok_or(Error::invalid(name, INEXACT))?.try_into()
    }
}

/// A whole number; one out of range, or with a fraction, is refused.
#[derive(Debug)]
pub(crate) struct Whole<T>(Option<T>);

impl<'de, T: TryFrom<i64>> Deserialize<'de> for Whole<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = deserializer.deserialize_any(Good::<i64>(PhantomData))?;
        Ok(Self(number.and_then(|number| T::try_from(number).ok())))
    }
}

impl<T> Argument for Whole<T> {
    type Value = T;

    fn shape() -> Shape {
        Shape::Whole
    }

    fn value(self, name: &'static str) -> Result<T, Error> {
        self.0.ok_or(Error::invalid(name, "is out of range"))
    }
}

/// A word.
#[derive(Debug)]
pub(crate) struct WordArgument<T>(Option<T>);

impl<'de, T: Worded> Deserialize<'de> for WordArgument<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = deserializer.deserialize_any(Good::<String>(PhantomData))?;
        Ok(Self(word.and_then(|word| parse(&word))))
    }
}

impl<T: Worded> Argument for WordArgument<T> {
    type Value = T;

    fn shape() -> Shape {
        Shape::Word(T::NAME)
    }

    fn value(self, name: &'static str) -> Result<T, Error> {
        self.0.ok_or(Error::invalid(name, "is not a word known there"))
    }
}

/// A list.
#[derive(Debug, Deserialize)]
pub(crate) struct Seq<T>(Vec<T>);

impl<T: Argument> Argument for Seq<T> {
    type Value = Vec<T::Value>;

    fn shape() -> Shape {
        Shape::List(Box::new(T::shape()))
    }

    fn value(self, name: &'static str) -> Result<Self::Value, Error> {
        self.0.into_iter().map(|given| given.value(name)).collect()
    }
}

/// What may be left as it is, emptied, or given anew: in JSON `null`, an empty list, a list of one.
#[derive(Debug, Default)]
pub(crate) enum Edit<T> {
    /// Left out.
    #[default]
    Keep,
    /// `null`.
    Empty,
    /// Anything else.
    Set(T),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Edit<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Some(given) = Option::<Vec<T>>::deserialize(deserializer)? else { return Ok(Self::Keep) };
        let mut given = given.into_iter();
        match (given.next(), given.next()) {
            (None, _) => Ok(Self::Empty),
            (Some(value), None) => Ok(Self::Set(value)),
            (Some(_), Some(_)) => Err(D::Error::custom("more than one value")),
        }
    }
}

impl<T: Argument> Argument for Edit<T> {
    type Value = Option<Option<T::Value>>;

    const OPTIONAL: bool = true;

    fn shape() -> Shape {
        Shape::Edit(Box::new(T::shape()))
    }

    fn value(self, name: &'static str) -> Result<Self::Value, Error> {
        Ok(match self {
            Self::Keep => None,
            Self::Empty => Some(None),
            Self::Set(given) => Some(Some(given.value(name)?)),
        })
    }
}

/// Ids: text, or in JavaScript the record of the thing itself.
macro_rules! ids {
    ($($(#[$doc:meta])* $Name:ident = $Core:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub(crate) struct $Name(Option<Uuid>);

        impl<'de> Deserialize<'de> for $Name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any(Good(PhantomData)).map(Self)
            }
        }

        impl Argument for $Name {
            type Value = cowrite::$Core;

            fn shape() -> Shape {
                Shape::Id(stringify!($Core))
            }

            fn value(self, name: &'static str) -> Result<cowrite::$Core, Error> {
                let id = self.0.ok_or(Error::invalid(name, "is no UUID"))?;
                Ok(cowrite::$Core::from_uuid(id))
            }
        }
    )*};
}

ids! {
    /// A person.
    PersonArgument = PersonId;
    /// A track.
    TrackArgument = TrackId;
    /// A group.
    GroupArgument = GroupId;
    /// An invitation.
    InvitationArgument = InvitationId;
    /// A share link or a playlist share.
    LinkArgument = LinkId;
    /// A bucket.
    BucketArgument = BucketId;
    /// A comment.
    CommentArgument = CommentId;
    /// An import.
    ImportArgument = ImportId;
    /// A notification.
    NotificationArgument = ItemId;
}

/// Where a file is.
pub(crate) type Place = Text;
