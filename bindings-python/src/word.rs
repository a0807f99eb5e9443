//! Words: the core's enums without data, which are `StrEnum`s in `cowrite.enums`.

use pyo3::exceptions::PyTypeError;
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::type_hint_identifier;
use pyo3::types::{PyDict, PyString};
use serde::Serialize;
use serde::de::value::{Error as NoWord, StrDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer};

/// An enum of the core whose values are words.
pub(crate) trait Worded: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The class in `cowrite.enums`.
    const CLASS: &'static str;
    /// That class in a signature.
    const HINT: PyStaticExpr;

    /// The class's own table of members by value, looked up once.
    fn members() -> &'static PyOnceLock<Py<PyDict>>;
}

/// A word as Python sees it.
#[derive(Debug)]
pub(crate) struct Word<T>(pub(crate) T);

/// The word itself.
pub(crate) fn text<T: Serialize>(word: &T) -> String {
    match serde_json::to_value(word) {
        Ok(serde_json::Value::String(text)) => text,
        _ => String::new(),
    }
}

/// Finds the value that a word stands for.
pub(crate) fn parse<T: DeserializeOwned>(word: &str) -> Option<T> {
    let deserializer: StrDeserializer<'_, NoWord> = word.into_deserializer();
    T::deserialize(deserializer).ok()
}

impl<'py, T: Worded> IntoPyObject<'py> for Word<T> {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    const OUTPUT_TYPE: PyStaticExpr = T::HINT;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        let find = || {
            let class = py.import("cowrite.enums")?.getattr(T::CLASS)?;
            Ok::<_, PyErr>(class.getattr("_value2member_map_")?.cast_into::<PyDict>()?.unbind())
        };
        let members = T::members().get_or_try_init(py, find)?.bind(py);
        let word = PyString::new(py, &text(&self.0));
        // A word that this package's Python half does not know is better shown than hidden.
        Ok(members.get_item(&word)?.unwrap_or_else(|| word.into_any()))
    }
}

/// A word as an argument: a member of its enum, or the plain text of one.
#[derive(Debug)]
pub(crate) struct WordArgument<T>(pub(crate) String, std::marker::PhantomData<fn() -> T>);

impl<'a, 'py, T: Worded> FromPyObject<'a, 'py> for WordArgument<T> {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = T::HINT;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let Ok(text) = object.cast::<PyString>() else {
            let found = object.get_type().name()?;
            return Err(PyTypeError::new_err(format!("a {} is wanted, not {found}", T::CLASS)));
        };
        Ok(Self(text.to_string_lossy().into_owned(), std::marker::PhantomData))
    }
}

/// Says of the core's enums which classes they are in Python.
macro_rules! words {
    ($($Core:ty = $Class:literal;)*) => {$(
        impl Worded for $Core {
            const CLASS: &'static str = $Class;
            const HINT: PyStaticExpr = type_hint_identifier!("cowrite.enums", $Class);

            fn members() -> &'static PyOnceLock<Py<PyDict>> {
                static MEMBERS: PyOnceLock<Py<PyDict>> = PyOnceLock::new();
                &MEMBERS
            }
        }

        impl crate::shown::Shown for $Core {
            type Python = Word<$Core>;
            type Kept = ();

            fn shown(&self, _: Python<'_>, (): &()) -> PyResult<Word<$Core>> {
                Ok(Word(*self))
            }
        }
    )*};
}

words! {
    cowrite::Access = "Access";
    cowrite::Action = "Action";
    cowrite::Because = "Because";
    cowrite::Condition = "Condition";
    cowrite::FileKind = "FileKind";
    cowrite::FolderTrouble = "FolderTrouble";
    cowrite::ImportStatus = "ImportStatus";
    cowrite::InvitationStatus = "InvitationStatus";
    cowrite::Kind = "Kind";
    cowrite::Level = "Level";
    cowrite::LibrarySort = "LibrarySort";
    cowrite::LinkState = "LinkState";
    cowrite::MemberTrouble = "MemberTrouble";
    cowrite::NoticeKind = "NoticeKind";
    cowrite::PersonState = "PersonState";
    cowrite::Relation = "Relation";
    cowrite::RemovalReason = "RemovalReason";
    cowrite::SharingMethod = "SharingMethod";
    cowrite::Situation = "Situation";
    cowrite::SplitStatus = "SplitStatus";
    cowrite::Verdict = "Verdict";
    cowrite::VisitKind = "VisitKind";
}
