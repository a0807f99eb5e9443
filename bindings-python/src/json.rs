//! Open values: what an activity entry says was before and is after, whose form depends on what happened.

use pyo3::IntoPyObjectExt;
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::type_hint_identifier;
use pyo3::types::{PyDict, PyMappingProxy, PyTuple};
use serde_json::Value;

use crate::shown::{Once, Shown};

/// An open value as Python sees it: frozen all the way down.
#[derive(Debug)]
pub(crate) struct Json(Py<PyAny>);

impl<'py> IntoPyObject<'py> for Json {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = std::convert::Infallible;

    const OUTPUT_TYPE: PyStaticExpr = type_hint_identifier!("cowrite.answers", "Json");

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        Ok(self.0.into_bound(py))
    }
}

impl Shown for Value {
    type Python = Json;
    type Kept = Once<PyAny>;

    fn shown(&self, py: Python<'_>, kept: &Self::Kept) -> PyResult<Json> {
        kept.get(py, || Ok(frozen(py, self)?.unbind())).map(Json)
    }

    /// By its text: a mapping has no hash in Python.
    fn hashed<'py>(&self, _: &Self::Kept, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.to_string().into_bound_py_any(py)
    }
}

fn frozen<'py>(py: Python<'py>, value: &Value) -> PyResult<Bound<'py, PyAny>> {
    match value {
        Value::Null => Ok(py.None().into_bound(py)),
        Value::Bool(truth) => truth.into_bound_py_any(py),
        Value::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(number), _) => number.into_bound_py_any(py),
            (None, Some(number)) => number.into_bound_py_any(py),
            // Nothing is measured in floats; what is not whole stays the text that it is.
            (None, None) => number.to_string().into_bound_py_any(py),
        },
        Value::String(text) => text.into_bound_py_any(py),
        Value::Array(values) => {
            let values: Vec<_> = values.iter().map(|value| frozen(py, value)).collect::<PyResult<_>>()?;
            PyTuple::new(py, values)?.into_bound_py_any(py)
        }
        Value::Object(fields) => {
            let dict = PyDict::new(py);
            for (name, value) in fields {
                dict.set_item(name, frozen(py, value)?)?;
            }
            PyMappingProxy::new(py, dict.as_mapping()).into_bound_py_any(py)
        }
    }
}
