//! What the core's values are in Python.

use std::collections::BTreeSet;
use std::marker::PhantomData;

use chrono::{DateTime, Utc};
use pyo3::IntoPyObjectExt;
use pyo3::exceptions::PyRuntimeError;
use pyo3::inspect::{PyStaticConstant, PyStaticExpr};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyTuple;
use pyo3::{type_hint_identifier, type_hint_subscript};
use rust_decimal::Decimal;
use uuid::Uuid;

/// A value of the core that Python can be shown.
pub(crate) trait Shown: Sized {
    /// What Python sees.
    type Python: for<'py> IntoPyObject<'py>;
    /// What a record keeps of it, so that a list or a record in it is made once.
    type Kept: Default + Send + Sync;

    /// Shows the value, from what was kept where there is any.
    fn shown(&self, py: Python<'_>, kept: &Self::Kept) -> PyResult<Self::Python>;

    /// Gives the value away.
    fn given(self, py: Python<'_>) -> PyResult<Self::Python> {
        self.shown(py, &Self::Kept::default())
    }
}

/// Values that are made anew at each look: cheap ones.
macro_rules! shown_as {
    ($($Core:ty => $Python:ty, |$value:ident| $shown:expr;)*) => {$(
        impl Shown for $Core {
            type Python = $Python;
            type Kept = ();

            fn shown(&self, _: Python<'_>, (): &()) -> PyResult<$Python> {
                let $value = self;
                Ok($shown)
            }
        }
    )*};
}

shown_as! {
    () => (), |unit| *unit;
    bool => bool, |truth| *truth;
    u16 => u16, |number| *number;
    u32 => u32, |number| *number;
    u64 => u64, |number| *number;
    i64 => i64, |number| *number;
    usize => usize, |number| *number;
    String => String, |text| text.clone();
    cowrite::Email => String, |email| email.as_str().to_owned();
    cowrite::Timestamp => DateTime<Utc>, |at| (*at).into();
    cowrite::Percent => Decimal, |percent| (*percent).into();
    cowrite::Bpm => Decimal, |bpm| (*bpm).into();
    cowrite::PersonId => Uuid, |id| id.uuid();
    cowrite::TrackId => Uuid, |id| id.uuid();
    cowrite::GroupId => Uuid, |id| id.uuid();
    cowrite::InvitationId => Uuid, |id| id.uuid();
    cowrite::LinkId => Uuid, |id| id.uuid();
    cowrite::CommentId => Uuid, |id| id.uuid();
    cowrite::ImportId => Uuid, |id| id.uuid();
    cowrite::BucketId => Uuid, |id| id.uuid();
    cowrite::ItemId => Uuid, |id| id.uuid();
    cowrite::FileRef => String, |id| id.as_str().to_owned();
    cowrite::ports::files::ContentHash => String, |hash| hash.to_string();
}

/// An object of Python that is made at the first look.
pub(crate) struct Once<T>(PyOnceLock<Py<T>>);

impl<T> Default for Once<T> {
    fn default() -> Self {
        Self(PyOnceLock::new())
    }
}

impl<T> Once<T> {
    pub(crate) fn get(&self, py: Python<'_>, make: impl FnOnce() -> PyResult<Py<T>>) -> PyResult<Py<T>> {
        Ok(self.0.get_or_try_init(py, make)?.clone_ref(py))
    }
}

impl<T: Shown> Shown for Option<T> {
    type Python = Option<T::Python>;
    type Kept = T::Kept;

    fn shown(&self, py: Python<'_>, kept: &T::Kept) -> PyResult<Self::Python> {
        self.as_ref().map(|value| value.shown(py, kept)).transpose()
    }

    fn given(self, py: Python<'_>) -> PyResult<Self::Python> {
        self.map(|value| value.given(py)).transpose()
    }
}

/// A list, as the tuple that frozen values hold.
pub(crate) struct Tuple<T>(Py<PyTuple>, PhantomData<fn() -> T>);

impl<'py, T: IntoPyObject<'py>> IntoPyObject<'py> for Tuple<T> {
    type Target = PyTuple;
    type Output = Bound<'py, PyTuple>;
    type Error = std::convert::Infallible;

    const OUTPUT_TYPE: PyStaticExpr = type_hint_subscript!(
        type_hint_identifier!("builtins", "tuple"),
        T::OUTPUT_TYPE,
        PyStaticExpr::Constant { value: PyStaticConstant::Ellipsis }
    );

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        Ok(self.0.into_bound(py))
    }
}

/// Makes a tuple of values.
fn tuple<T: Shown>(py: Python<'_>, values: impl Iterator<Item = PyResult<T::Python>>) -> PyResult<Py<PyTuple>> {
    let objects: Vec<_> = values.map(|value| value?.into_bound_py_any(py)).collect::<PyResult<_>>()?;
    Ok(PyTuple::new(py, objects)?.unbind())
}

impl<T: Shown> Shown for Vec<T> {
    type Python = Tuple<T::Python>;
    type Kept = Once<PyTuple>;

    fn shown(&self, py: Python<'_>, kept: &Self::Kept) -> PyResult<Self::Python> {
        let make = || tuple::<T>(py, self.iter().map(|value| value.shown(py, &T::Kept::default())));
        Ok(Tuple(kept.get(py, make)?, PhantomData))
    }

    fn given(self, py: Python<'_>) -> PyResult<Self::Python> {
        Ok(Tuple(tuple::<T>(py, self.into_iter().map(|value| value.given(py)))?, PhantomData))
    }
}

/// A set, as the tuple of its values in their order.
impl<T: Shown + Ord> Shown for BTreeSet<T> {
    type Python = Tuple<T::Python>;
    type Kept = Once<PyTuple>;

    fn shown(&self, py: Python<'_>, kept: &Self::Kept) -> PyResult<Self::Python> {
        let make = || tuple::<T>(py, self.iter().map(|value| value.shown(py, &T::Kept::default())));
        Ok(Tuple(kept.get(py, make)?, PhantomData))
    }
}

/// A value as an object of Python, whatever it is.
pub(crate) fn object<'py, T: Shown>(value: &T, kept: &T::Kept, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
    value.shown(py, kept)?.into_bound_py_any(py)
}

/// Calls a function that the package keeps in Python, looked up once.
pub(crate) fn helper<'py>(
    py: Python<'py>,
    kept: &'static PyOnceLock<Py<PyAny>>,
    module: &str,
    name: &str,
) -> PyResult<&'py Bound<'py, PyAny>> {
    let find = || Ok::<_, PyErr>(py.import(module)?.getattr(name)?.unbind());
    kept.get_or_try_init(py, find).map(|found| found.bind(py)).map_err(|error| {
        let told = PyRuntimeError::new_err(format!("cowrite is not whole: {module}.{name} is missing"));
        told.set_cause(py, Some(error));
        told
    })
}

/// The names of a record's fields, for patterns and for those who walk over them.
#[derive(Debug)]
pub(crate) struct Names(Py<PyTuple>);

impl Names {
    pub(crate) fn new(py: Python<'_>, names: &[&str]) -> PyResult<Self> {
        Ok(Self(PyTuple::new(py, names)?.unbind()))
    }
}

impl<'py> IntoPyObject<'py> for Names {
    type Target = PyTuple;
    type Output = Bound<'py, PyTuple>;
    type Error = std::convert::Infallible;

    const OUTPUT_TYPE: PyStaticExpr = Tuple::<String>::OUTPUT_TYPE;

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        Ok(self.0.into_bound(py))
    }
}
