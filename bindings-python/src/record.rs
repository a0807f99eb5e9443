//! Records: the core's views as frozen values of Python.

use pyo3::prelude::*;
use pyo3::types::PyTuple;

/// A field as it is shown: its name in Python, and its value.
pub(crate) type Field<'py> = (&'static str, Bound<'py, PyAny>);

/// Writes a record as the call that would make it.
pub(crate) fn repr(name: &str, fields: &[Field<'_>]) -> PyResult<String> {
    let field = |(name, value): &Field<'_>| Ok(format!("{name}={}", value.repr()?.to_cow()?));
    let fields: Vec<String> = fields.iter().map(field).collect::<PyResult<_>>()?;
    Ok(format!("{name}({})", fields.join(", ")))
}

/// Hashes a record by its values, as a tuple of them is hashed.
pub(crate) fn hash(py: Python<'_>, fields: Vec<Field<'_>>) -> PyResult<isize> {
    PyTuple::new(py, fields.into_iter().map(|(_, value)| value))?.hash()
}

/// The name that a field has in Python.
macro_rules! field_name {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $other:tt) => {
        $other
    };
}
pub(crate) use field_name;

/// Declares a view once: its name in Python, the core's type, and its fields with the core's types and their documentation.
///
/// A field whose name Python reserves says how it is called there: `from as "from_": PersonId`.
/// `tests/test_types.py` compares every record with the core's own fields.
/// With `new` behind the name there is no constructor; a record that hosts make writes its own.
macro_rules! record {
    ($($(#[$doc:meta])* $Name:ident = $View:ty { $($(#[$about:meta])* $field:ident $(as $other:tt)?: $Type:ty),* $(,)? })*) => {$(
        $(#[$doc])*
        #[pyo3::pyclass(frozen, eq, module = "cowrite")]
        pub(crate) struct $Name {
            pub(crate) held: $View,
            $($field: <$Type as $crate::shown::Shown>::Kept,)*
        }

        #[pyo3::pymethods]
        impl $Name {
            $(
                $(#[$about])*
                #[getter]
                $(#[pyo3(name = $other)])?
                fn $field(&self, py: pyo3::Python<'_>) -> pyo3::PyResult<<$Type as $crate::shown::Shown>::Python> {
                    $crate::shown::Shown::shown(&self.held.$field, py, &self.$field)
                }
            )*

            #[classattr]
            fn __match_args__(py: pyo3::Python<'_>) -> pyo3::PyResult<$crate::shown::Names> {
                $crate::shown::Names::new(py, &[$($crate::record::field_name!($field $($other)?)),*])
            }

            fn __repr__(&self, py: pyo3::Python<'_>) -> pyo3::PyResult<String> {
                $crate::record::repr(stringify!($Name), &self.fields(py)?)
            }

            fn __hash__(&self, py: pyo3::Python<'_>) -> pyo3::PyResult<isize> {
                $crate::record::hash(py, vec![$((
                    $crate::record::field_name!($field $($other)?),
                    $crate::shown::Shown::hashed(&self.held.$field, &self.$field, py)?,
                )),*])
            }
        }

        impl $Name {
            pub(crate) fn of(held: $View) -> Self {
                Self { held, $($field: Default::default(),)* }
            }

            fn fields<'py>(&self, py: pyo3::Python<'py>) -> pyo3::PyResult<Vec<$crate::record::Field<'py>>> {
                Ok(vec![$((
                    $crate::record::field_name!($field $($other)?),
                    $crate::shown::object(&self.held.$field, &self.$field, py)?,
                )),*])
            }
        }

        impl PartialEq for $Name {
            fn eq(&self, other: &Self) -> bool {
                self.held == other.held
            }
        }

        impl $crate::shown::Shown for $View {
            type Python = pyo3::Py<$Name>;
            type Kept = $crate::shown::Once<$Name>;

            fn shown(&self, py: pyo3::Python<'_>, kept: &Self::Kept) -> pyo3::PyResult<Self::Python> {
                kept.get(py, || pyo3::Py::new(py, $Name::of(self.clone())))
            }

            fn given(self, py: pyo3::Python<'_>) -> pyo3::PyResult<Self::Python> {
                pyo3::Py::new(py, $Name::of(self))
            }
        }
    )*};
}
pub(crate) use record;
