//! The core's refusals as exceptions of `cowrite.errors`, which are Python so that type checkers see them.

use cowrite::{Detail, Error};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyDict;
use uuid::Uuid;

use crate::shown::{Shown, helper};

/// Makes the exception that a refusal is in Python.
pub(crate) fn raised(error: &Error) -> PyErr {
    Python::attach(|py| exception(py, error).map_or_else(|broken| broken, PyErr::from_value))
}

fn exception<'py>(py: Python<'py>, error: &Error) -> PyResult<Bound<'py, PyAny>> {
    static MAKE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let details = PyDict::new(py);
    for (name, detail) in error.details() {
        set(&details, name, detail)?;
    }
    let make = helper(py, &MAKE, "cowrite.errors", "_make")?;
    make.call1((error.code(), error.to_string(), details, error.is_retryable()))
}

/// Keeps a detail as the value it is: people are UUIDs, amounts are decimals.
fn set(details: &Bound<'_, PyDict>, name: &str, detail: Detail) -> PyResult<()> {
    match detail {
        Detail::Text(text) if name == "person" => match Uuid::try_parse(&text) {
            Ok(id) => details.set_item(name, id),
            Err(_) => details.set_item(name, text),
        },
        Detail::Text(text) if name == "total" || name == "over_by" => {
            match rust_decimal::Decimal::from_str_exact(&text) {
                Ok(amount) => details.set_item(name, amount),
                Err(_) => details.set_item(name, text),
            }
        }
        Detail::Text(text) => details.set_item(name, text),
        Detail::Number(number) => details.set_item(name, number),
        Detail::Kinds(kinds) => details.set_item(name, kinds.given(details.py())?),
        _ => Ok(()),
    }
}
