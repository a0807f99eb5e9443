//! Secrets: text that opens something for whoever has it, and does not show by mistake.

use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::type_hint_union;
use pyo3::types::{PyString, PyStringMethods};

use crate::argument::{Argument, Text, wrong_type};
use crate::error::raised;
use crate::shown::Shown;

/// The secret of a link, or a ticket: whoever has its text can use it, so neither `str()` nor `repr()` shows it.
///
/// `reveal()` gives the text, to be put into an address and nowhere else. Calls take a `Secret` or its text.
///
/// >>> secret = Secret("Zm9yIHlvdXIgZWFycyBvbmx5")
/// >>> f"{secret}", secret.reveal()
/// ('***', 'Zm9yIHlvdXIgZWFycyBvbmx5')
#[pyclass(frozen, eq, hash, module = "cowrite")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Secret {
    text: String,
}

#[pymethods]
impl Secret {
    #[new]
    fn new(text: Text) -> PyResult<Self> {
        Ok(Self { text: text.value("text").map_err(|error| raised(&error))? })
    }

    /// The text itself, to be put into an address and nowhere else.
    fn reveal(&self) -> &str {
        &self.text
    }

    fn __str__(&self) -> &'static str {
        "***"
    }

    fn __repr__(&self) -> &'static str {
        "Secret('***')"
    }
}

impl Secret {
    pub(crate) const fn of(text: String) -> Self {
        Self { text }
    }
}

impl Shown for cowrite::LinkSecret {
    type Python = Secret;
    type Kept = ();

    fn shown(&self, _: Python<'_>, (): &()) -> PyResult<Secret> {
        Ok(Secret { text: self.reveal().to_owned() })
    }
}

impl Shown for cowrite::Ticket {
    type Python = Secret;
    type Kept = ();

    fn shown(&self, _: Python<'_>, (): &()) -> PyResult<Secret> {
        Ok(Secret { text: self.as_str().to_owned() })
    }
}

/// A secret, or its text.
pub(crate) struct SecretArgument(Option<String>);

impl<'a, 'py> FromPyObject<'a, 'py> for SecretArgument {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr =
        type_hint_union!(<Bound<'_, Secret> as FromPyObject<'_, '_>>::INPUT_TYPE, Text::INPUT_TYPE);

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(secret) = object.cast::<Secret>() {
            return Ok(Self(Some(secret.get().text.clone())));
        }
        let text = object.cast::<PyString>().map_err(|_| wrong_type("Secret or str", object))?;
        Ok(Self(text.to_cow().ok().map(|text| text.into_owned())))
    }
}

impl Argument for SecretArgument {
    type Value = String;

    fn value(self, name: &'static str) -> Result<String, cowrite::Error> {
        self.0.ok_or(cowrite::Error::invalid(name, "holds half a character (a lone surrogate)"))
    }
}
