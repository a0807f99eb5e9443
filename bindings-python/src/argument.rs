//! What operations take: wrong types are refused as `TypeError` before anything is touched, wrong values by the argument's name.

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset, Utc};
use cowrite::Error;
use pyo3::PyClass;
use pyo3::exceptions::{PyOverflowError, PyTypeError, PyUnicodeError};
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyDateTime, PyInt, PySequence, PyString};
use pyo3::{type_hint_identifier, type_hint_subscript, type_hint_union};
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::word::{WordArgument, Worded, parse};

/// What a caller gave, on its way to what the core takes.
pub(crate) trait Argument {
    /// What the core takes.
    type Value;

    /// Reads the value; a refusal names the argument.
    fn value(self, name: &'static str) -> Result<Self::Value, Error>;
}

/// Refuses an argument that is of the wrong type.
pub(crate) fn wrong_type(wanted: &str, found: Borrowed<'_, '_, PyAny>) -> PyErr {
    match found.get_type().name() {
        Ok(name) => PyTypeError::new_err(format!("{wanted} is wanted, not {name}")),
        Err(error) => error,
    }
}

impl<T: Argument> Argument for Option<T> {
    type Value = Option<T::Value>;

    fn value(self, name: &'static str) -> Result<Self::Value, Error> {
        self.map(|given| given.value(name)).transpose()
    }
}

impl Argument for bool {
    type Value = bool;

    fn value(self, _: &'static str) -> Result<bool, Error> {
        Ok(self)
    }
}

impl<T: Worded> Argument for WordArgument<T> {
    type Value = T;

    fn value(self, name: &'static str) -> Result<T, Error> {
        parse(&self.0).ok_or(Error::invalid(name, "is not a word known there"))
    }
}

/// Text; half a character (a lone surrogate), which Python lets in, is refused.
#[derive(Debug)]
pub(crate) struct Text(Option<String>);

impl<'a, 'py> FromPyObject<'a, 'py> for Text {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = type_hint_identifier!("builtins", "str");

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let text = object.cast::<PyString>().map_err(|_| wrong_type("str", object))?;
        Ok(Self(text.to_cow().ok().map(|text| text.into_owned())))
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(Some(text.to_owned()))
    }
}

impl Argument for Text {
    type Value = String;

    fn value(self, name: &'static str) -> Result<String, Error> {
        self.0.ok_or(Error::invalid(name, "holds half a character (a lone surrogate)"))
    }
}

/// A whole number; `True` and `False` are none, and one out of range is refused.
#[derive(Debug)]
pub(crate) struct Whole<T>(Option<T>);

impl<'a, 'py, T: TryFrom<u64>> FromPyObject<'a, 'py> for Whole<T> {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = type_hint_identifier!("builtins", "int");

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if !object.is_instance_of::<PyInt>() || object.is_instance_of::<PyBool>() {
            return Err(wrong_type("int", object));
        }
        Ok(Self(object.extract::<u64>().ok().and_then(|number| T::try_from(number).ok())))
    }
}

impl<T> Argument for Whole<T> {
    type Value = T;

    fn value(self, name: &'static str) -> Result<T, Error> {
        self.0.ok_or(Error::invalid(name, "is out of range"))
    }
}

/// An exact number: `Decimal`, `int` or text; never `float`, never rounded.
#[derive(Debug)]
pub(crate) struct Exact(Option<Decimal>);

impl<'a, 'py> FromPyObject<'a, 'py> for Exact {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = type_hint_union!(
        type_hint_identifier!("decimal", "Decimal"),
        type_hint_identifier!("builtins", "int"),
        type_hint_identifier!("builtins", "str")
    );

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let plain = if let Ok(text) = object.cast::<PyString>() {
            text.to_string_lossy().into_owned()
        } else if object.is_instance(decimal_class(object.py())?)? {
            // Without an exponent, which would hide how many digits there are.
            object.call_method1("__format__", ("f",))?.extract()?
        } else if object.is_instance_of::<PyInt>() && !object.is_instance_of::<PyBool>() {
            object.extract::<i64>().map_or_else(|_| String::new(), |number| number.to_string())
        } else {
            return Err(wrong_type("decimal.Decimal, int or str (a float is not exact)", object));
        };
        Ok(Self(exact(&plain)))
    }
}

impl Exact {
    /// The number, where it is one that can be held exactly.
    pub(crate) fn decimal(self) -> Option<Decimal> {
        self.0
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

fn decimal_class(py: Python<'_>) -> PyResult<&Bound<'_, PyAny>> {
    static CLASS: pyo3::sync::PyOnceLock<Py<PyAny>> = pyo3::sync::PyOnceLock::new();
    crate::shown::helper(py, &CLASS, "decimal", "Decimal")
}

impl Argument for Exact {
    type Value = Decimal;

    fn value(self, name: &'static str) -> Result<Decimal, Error> {
        self.0.ok_or(Error::invalid(name, "is not a decimal number that can be held exactly"))
    }
}

/// An instant: an aware `datetime` of any zone; what is so near the ends of time that UTC is past them is refused.
#[derive(Debug)]
pub(crate) struct Instant(Option<DateTime<Utc>>);

impl<'a, 'py> FromPyObject<'a, 'py> for Instant {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = type_hint_identifier!("datetime", "datetime");

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let at = object.cast::<PyDateTime>().map_err(|_| wrong_type("datetime", object))?;
        if let Ok(at) = at.extract::<DateTime<Utc>>() {
            return Ok(Self(Some(at)));
        }
        if at.call_method0("utcoffset")?.is_none() {
            return Err(PyTypeError::new_err("an aware datetime is wanted: give it a time zone"));
        }
        match at.call_method1("astimezone", (utc(object.py())?,)) {
            Ok(utc) => Ok(Self(Some(utc.extract::<DateTime<FixedOffset>>()?.to_utc()))),
            Err(error) if error.is_instance_of::<PyOverflowError>(object.py()) => Ok(Self(None)),
            Err(error) => Err(error),
        }
    }
}

fn utc(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    py.import("datetime")?.getattr("timezone")?.getattr("utc")
}

impl Argument for Instant {
    type Value = cowrite::Timestamp;

    fn value(self, name: &'static str) -> Result<cowrite::Timestamp, Error> {
        let at = self.0.ok_or(Error::invalid(name, "is not an instant of the years 1 to 9999"))?;
        Ok(at.into())
    }
}

/// Where a file is; half a character that no name of a file can hold is refused.
#[derive(Debug)]
pub(crate) struct Place(Option<PathBuf>);

impl<'a, 'py> FromPyObject<'a, 'py> for Place {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = PathBuf::INPUT_TYPE;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        match object.extract() {
            Ok(path) => Ok(Self(Some(path))),
            Err(error) if error.is_instance_of::<PyUnicodeError>(object.py()) => Ok(Self(None)),
            Err(error) => Err(error),
        }
    }
}

impl Argument for Place {
    type Value = PathBuf;

    fn value(self, name: &'static str) -> Result<PathBuf, Error> {
        self.0.ok_or(Error::invalid(name, "cannot be the name of a file"))
    }
}

/// A sequence, which text is not.
#[derive(Debug)]
pub(crate) struct Seq<T>(Vec<T>);

impl<'a, 'py, T: for<'b> FromPyObject<'b, 'py, Error = PyErr>> FromPyObject<'a, 'py> for Seq<T> {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr =
        type_hint_subscript!(type_hint_identifier!("collections.abc", "Sequence"), T::INPUT_TYPE);

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let is_text = object.is_instance_of::<PyString>() || object.is_instance_of::<PyBytes>();
        if is_text || object.cast::<PySequence>().is_err() {
            return Err(wrong_type("a sequence", object));
        }
        // One by one: the length that a sequence claims may be far beyond all memory.
        object.try_iter()?.map(|item| item?.extract()).collect::<PyResult<_>>().map(Self)
    }
}

impl<T> Default for Seq<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Argument> Argument for Seq<T> {
    type Value = Vec<T::Value>;

    fn value(self, name: &'static str) -> Result<Self::Value, Error> {
        self.0.into_iter().map(|given| given.value(name)).collect()
    }
}

/// What may be left as it is, emptied, or given anew.
#[derive(Debug, Default)]
pub(crate) enum Edit<T> {
    /// `KEEP`, or left out.
    #[default]
    Keep,
    /// `None`.
    Empty,
    /// Anything else.
    Set(T),
}

impl<'a, 'py, T: FromPyObject<'a, 'py, Error = PyErr>> FromPyObject<'a, 'py> for Edit<T> {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = type_hint_union!(
        T::INPUT_TYPE,
        PyStaticExpr::Constant { value: pyo3::inspect::PyStaticConstant::None },
        type_hint_identifier!("cowrite.enums", "Keep")
    );

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if object.is_none() {
            return Ok(Self::Empty);
        }
        if object.is(keep(object.py())?) {
            return Ok(Self::Keep);
        }
        T::extract(object).map(Self::Set)
    }
}

impl<T: Argument> Argument for Edit<T> {
    type Value = Option<Option<T::Value>>;

    fn value(self, name: &'static str) -> Result<Self::Value, Error> {
        Ok(match self {
            Self::Keep => None,
            Self::Empty => Some(None),
            Self::Set(given) => Some(Some(given.value(name)?)),
        })
    }
}

/// Ids: a `UUID`, or the record of the thing itself.
macro_rules! ids {
    ($($(#[$doc:meta])* $Name:ident = $Core:ident $(, $Record:ty, $field:ident)?;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub(crate) struct $Name(pub(crate) cowrite::$Core);

        impl<'a, 'py> FromPyObject<'a, 'py> for $Name {
            type Error = PyErr;

            const INPUT_TYPE: PyStaticExpr =
                type_hint_union!(Uuid::INPUT_TYPE $(, <Bound<'_, $Record> as FromPyObject<'_, '_>>::INPUT_TYPE)?);

            fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
                $(if let Ok(record) = object.cast::<$Record>() {
                    return Ok(Self(record.get().held.$field));
                })?
                let id = object.extract::<Uuid>().map_err(|_| wrong_type("UUID", object))?;
                Ok(Self(cowrite::$Core::from_uuid(id)))
            }
        }

        impl Argument for $Name {
            type Value = cowrite::$Core;

            fn value(self, _: &'static str) -> Result<cowrite::$Core, Error> {
                Ok(self.0)
            }
        }
    )*};
}

ids! {
    /// A person.
    PersonArgument = PersonId, crate::records::Person, id;
    /// A track.
    TrackArgument = TrackId, crate::records::Track, id;
    /// A group.
    GroupArgument = GroupId, crate::records::Group, id;
    /// An invitation.
    InvitationArgument = InvitationId, crate::records::Invitation, id;
    /// A share link or a playlist share.
    LinkArgument = LinkId, crate::records::Link, id;
    /// A bucket.
    BucketArgument = BucketId, crate::records::Bucket, id;
    /// A comment.
    CommentArgument = CommentId, crate::records::Comment, id;
    /// An import.
    ImportArgument = ImportId, crate::records::Import, id;
    /// A notification.
    NotificationArgument = ItemId, crate::records::Notification, id;
}

/// What the core takes of a value that Python has made.
pub(crate) trait Instance: PyClass {
    /// What the core takes.
    type Core;

    /// Takes it.
    fn taken(&self) -> Self::Core;
}

/// A value that Python has made, as an argument.
#[derive(Debug)]
pub(crate) struct Given<T: Instance>(T::Core);

impl<T: Instance> Given<T> {
    pub(crate) fn get(self) -> T::Core {
        self.0
    }
}

impl<'a, 'py, T: Instance + PyClass<Frozen = pyo3::pyclass::boolean_struct::True> + Sync> FromPyObject<'a, 'py>
    for Given<T>
{
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = <Bound<'_, T> as FromPyObject<'_, '_>>::INPUT_TYPE;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let wanted = T::type_object(object.py()).name()?;
        let value = object.cast::<T>().map_err(|_| wrong_type(&wanted.to_string(), object))?;
        Ok(Self(value.get().taken()))
    }
}

impl<T: Instance> Argument for Given<T> {
    type Value = T::Core;

    fn value(self, _: &'static str) -> Result<T::Core, Error> {
        Ok(self.0)
    }
}

/// Says what the core takes of values that Python has made.
macro_rules! instances {
    ($($Class:ty => $Core:ty, |$value:ident| $taken:expr;)*) => {$(
        impl $crate::argument::Instance for $Class {
            type Core = $Core;

            fn taken(&self) -> $Core {
                let $value = self;
                $taken
            }
        }
    )*};
}
pub(crate) use instances;

/// `KEEP`: leave it as it is.
pub(crate) fn keep(py: Python<'_>) -> PyResult<&Bound<'_, PyAny>> {
    static KEEP: pyo3::sync::PyOnceLock<Py<PyAny>> = pyo3::sync::PyOnceLock::new();
    crate::shown::helper(py, &KEEP, "cowrite.enums", "KEEP")
}
