//! What access is given on, and who is invited: one of two things, and which.

use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::PyString;
use pyo3::{type_hint_identifier, type_hint_union};
use uuid::Uuid;

use crate::argument::{Argument, GroupArgument, PersonArgument, Text, TrackArgument, wrong_type};
use crate::error::raised;
use crate::records::{Group, Person, Track};
use crate::shown::{Names, Shown};

/// A track or a group: what access is given on, and what is offered, asked about or listed.
///
/// Made by `Scope.track(id)` or `Scope.group(id)`; a call that takes a scope takes a `Track` or a `Group` too.
#[pyclass(frozen, eq, hash, module = "cowrite")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Scope {
    held: cowrite::Scope,
}

#[pymethods]
impl Scope {
    /// A track.
    #[staticmethod]
    fn track(track: TrackArgument) -> Self {
        Self { held: cowrite::Scope::Track(track.0) }
    }

    /// A group, with all that lies in it.
    #[staticmethod]
    fn group(group: GroupArgument) -> Self {
        Self { held: cowrite::Scope::Group(group.0) }
    }

    /// Which of the two it is: `track` or `group`.
    #[getter]
    const fn kind(&self) -> &'static str {
        match self.held {
            cowrite::Scope::Track(_) => "track",
            cowrite::Scope::Group(_) => "group",
        }
    }

    /// The id of the track or group.
    #[getter]
    const fn id(&self) -> Uuid {
        self.held.uuid()
    }

    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Names> {
        Names::new(py, &["kind", "id"])
    }

    pub(super) fn __repr__(&self) -> String {
        format!("Scope.{}(UUID('{}'))", self.kind(), self.id())
    }
}

impl Shown for cowrite::Scope {
    type Python = Scope;
    type Kept = ();

    fn shown(&self, _: Python<'_>, (): &()) -> PyResult<Scope> {
        Ok(Scope { held: *self })
    }
}

/// A scope, or the record of a track or group.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ScopeArgument(pub(crate) cowrite::Scope);

impl<'a, 'py> FromPyObject<'a, 'py> for ScopeArgument {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = type_hint_union!(
        <Bound<'_, Scope> as FromPyObject<'_, '_>>::INPUT_TYPE,
        <Bound<'_, Track> as FromPyObject<'_, '_>>::INPUT_TYPE,
        <Bound<'_, Group> as FromPyObject<'_, '_>>::INPUT_TYPE
    );

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(scope) = object.cast::<Scope>() {
            return Ok(Self(scope.get().held));
        }
        if let Ok(track) = object.cast::<Track>() {
            return Ok(Self(track.get().held.id.into()));
        }
        let group = object.cast::<Group>().map_err(|_| wrong_type("Scope, Track or Group", object))?;
        Ok(Self(group.get().held.id.into()))
    }
}

impl Argument for ScopeArgument {
    type Value = cowrite::Scope;

    fn value(self, _: &'static str) -> Result<cowrite::Scope, cowrite::Error> {
        Ok(self.0)
    }
}

/// Who is invited: a person who is known, or an address.
///
/// Made by `Invitee.person(id)` or `Invitee.email("…")`; a call that takes an invitee takes a `Person`, an id or the text of an address too.
#[pyclass(frozen, eq, module = "cowrite")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Invitee {
    held: cowrite::Invitee,
}

#[pymethods]
impl Invitee {
    /// A person who is known.
    #[staticmethod]
    fn person(person: PersonArgument) -> Self {
        Self { held: cowrite::Invitee::Person(person.0) }
    }

    /// Whoever has this address, now or later.
    #[staticmethod]
    fn email(address: Text) -> PyResult<Self> {
        let address = address.value("to").map_err(|error| raised(&error))?;
        Ok(Self { held: cowrite::Invitee::Email(address) })
    }

    /// Which of the two it is: `person` or `email`.
    #[getter]
    const fn kind(&self) -> &'static str {
        match self.held {
            cowrite::Invitee::Person(_) => "person",
            cowrite::Invitee::Email(_) => "email",
        }
    }

    /// The person's id, or the address.
    #[getter]
    fn value(&self) -> PersonOrAddress {
        match &self.held {
            cowrite::Invitee::Person(person) => PersonOrAddress::Person(person.uuid()),
            cowrite::Invitee::Email(address) => PersonOrAddress::Address(address.clone()),
        }
    }

    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Names> {
        Names::new(py, &["kind", "value"])
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        (self.kind(), self.value()).into_pyobject(py)?.hash()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let value = self.value().into_pyobject(py)?;
        Ok(format!("Invitee.{}({})", self.kind(), value.repr()?.to_cow()?))
    }
}

/// What an invitee is known by.
#[derive(IntoPyObject)]
enum PersonOrAddress {
    Person(Uuid),
    Address(String),
}

impl Shown for cowrite::Invitee {
    type Python = Invitee;
    type Kept = ();

    fn shown(&self, _: Python<'_>, (): &()) -> PyResult<Invitee> {
        Ok(Invitee { held: self.clone() })
    }
}

/// An invitee, or what one can be known by.
#[derive(Debug)]
pub(crate) enum InviteeArgument {
    /// What was made by `Invitee`, or a person's id.
    Known(cowrite::Invitee),
    /// An address.
    Address(Text),
}

impl<'a, 'py> FromPyObject<'a, 'py> for InviteeArgument {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = type_hint_union!(
        <Bound<'_, Invitee> as FromPyObject<'_, '_>>::INPUT_TYPE,
        <Bound<'_, Person> as FromPyObject<'_, '_>>::INPUT_TYPE,
        Uuid::INPUT_TYPE,
        type_hint_identifier!("builtins", "str")
    );

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(invitee) = object.cast::<Invitee>() {
            return Ok(Self::Known(invitee.get().held.clone()));
        }
        if object.is_instance_of::<PyString>() {
            return Text::extract(object).map(Self::Address);
        }
        let person = PersonArgument::extract(object).map_err(|_| wrong_type("Invitee, Person, UUID or str", object))?;
        Ok(Self::Known(cowrite::Invitee::Person(person.0)))
    }
}

impl Argument for InviteeArgument {
    type Value = cowrite::Invitee;

    fn value(self, name: &'static str) -> Result<cowrite::Invitee, cowrite::Error> {
        match self {
            Self::Known(invitee) => Ok(invitee),
            Self::Address(address) => Ok(cowrite::Invitee::Email(address.value(name)?)),
        }
    }
}
