//! A track's details: how far it is, which is a word that is known or the host's own, and how fast.

use cowrite::{Bpm, Error, Stage};
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyString};
use pyo3::{type_hint_identifier, type_hint_union};

use crate::argument::{Argument, Exact, Text};
use crate::shown::Shown;

/// A stage as Python sees it: a member of `Stage`, or the host's own name as text.
#[derive(Debug)]
pub(crate) struct StageWord(Stage);

const HINT: PyStaticExpr =
    type_hint_union!(type_hint_identifier!("cowrite.enums", "Stage"), type_hint_identifier!("builtins", "str"));

impl<'py> IntoPyObject<'py> for StageWord {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    const OUTPUT_TYPE: PyStaticExpr = HINT;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        static MEMBERS: PyOnceLock<Py<PyDict>> = PyOnceLock::new();
        let find = || {
            let class = py.import("cowrite.enums")?.getattr("Stage")?;
            Ok::<_, PyErr>(class.getattr("_value2member_map_")?.cast_into::<PyDict>()?.unbind())
        };
        let word = PyString::new(py, self.0.as_str());
        let member = MEMBERS.get_or_try_init(py, find)?.bind(py).get_item(&word)?;
        Ok(member.unwrap_or_else(|| word.into_any()))
    }
}

impl Shown for Stage {
    type Python = StageWord;
    type Kept = ();

    fn shown(&self, _: Python<'_>, (): &()) -> PyResult<StageWord> {
        Ok(StageWord(self.clone()))
    }
}

/// A stage as an argument.
#[derive(Debug)]
pub(crate) struct StageArgument(Text);

impl<'a, 'py> FromPyObject<'a, 'py> for StageArgument {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = HINT;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        Text::extract(object).map(Self)
    }
}

impl Argument for StageArgument {
    type Value = Stage;

    fn value(self, name: &'static str) -> Result<Stage, Error> {
        self.0.value(name)?.parse()
    }
}

/// Beats per minute as an argument.
#[derive(Debug)]
pub(crate) struct BpmArgument(Exact);

impl<'a, 'py> FromPyObject<'a, 'py> for BpmArgument {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = Exact::INPUT_TYPE;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        Exact::extract(object).map(Self)
    }
}

impl Argument for BpmArgument {
    type Value = Bpm;

    fn value(self, name: &'static str) -> Result<Bpm, Error> {
        self.0.value(name)?.try_into()
    }
}
