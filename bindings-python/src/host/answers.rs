//! What a file store of the host's is asked with, and how its answers are read: the classes of `cowrite.files`.

use std::time::Duration;

use cowrite::domain::file::FilePath;
use cowrite::ports::files::{
    ByteRange, Connection, ContentHash, Cursor, Entry, FileFacts, FileId, Item, Loc, Node, Opened, Page, Rev, TempLink,
    Wait,
};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PySlice, PyTuple};
use uuid::Uuid;

use super::bytes::HostBytes;
use crate::argument::{Argument, Instant, Seq, Text, Whole};
use crate::shown::helper;

/// The account of a store that keeps everybody's files in one; no person's, whose names are ids.
pub(super) const EVERYBODY: &str = "everybody";

/// Whose account: the id of the person who holds the files, or nobody's of everybody's.
pub(super) fn by_id<'py>(py: Python<'py>, by: &Connection) -> PyResult<Bound<'py, PyAny>> {
    match Uuid::try_parse(by.as_str()) {
        Ok(id) => Ok(id.into_pyobject(py)?.into_any()),
        Err(_) => Ok(py.None().into_bound(py)),
    }
}

pub(super) fn names<'py>(py: Python<'py>, path: &FilePath) -> PyResult<Bound<'py, PyTuple>> {
    PyTuple::new(py, path.names().iter().map(|name| name.as_str()))
}

/// A place, as `cowrite.files.Loc`.
pub(super) fn place<'py>(py: Python<'py>, at: &Loc) -> PyResult<Bound<'py, PyAny>> {
    static LOC: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let make = helper(py, &LOC, "cowrite.files", "Loc")?;
    let none = py.None().into_bound(py);
    match at {
        Loc::Id(id) => make.call1((id.as_str(),)),
        Loc::Path(path) => make.call1((none, names(py, path)?)),
        Loc::Shared(folder, path) => make.call1((none, names(py, path)?, folder.as_str())),
    }
}

/// A mode of writing, as `cowrite.files.Mode`.
pub(super) fn mode<'py>(py: Python<'py>, word: &str) -> PyResult<Bound<'py, PyAny>> {
    static MODE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    helper(py, &MODE, "cowrite.files", "Mode")?.call1((word,))
}

/// Which bytes, as a slice of the whole, whose `indices(size)` gives the first and the one after the last.
pub(super) fn slice(py: Python<'_>, range: ByteRange) -> PyResult<Bound<'_, PyAny>> {
    static SLICE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let make = helper(py, &SLICE, "builtins", "slice")?;
    match range {
        ByteRange::All => Ok(PySlice::full(py).into_any()),
        ByteRange::From(first) => make.call1((first, py.None())),
        ByteRange::Span(first, last) => make.call1((first, u128::from(last) + 1)),
        ByteRange::Last(0) => make.call1((0, 0)),
        ByteRange::Last(count) => make.call1((-i128::from(count), py.None())),
    }
}

/// Reads a field that the host's code wrote; what is not as it must be is its fault, not the caller's.
pub(super) fn field<A>(answer: &Bound<'_, PyAny>, name: &'static str) -> PyResult<A::Value>
where
    A: Argument + for<'a, 'py> FromPyObject<'a, 'py, Error = PyErr>,
{
    let wrong = |what: String| PyTypeError::new_err(format!("the `{name}` that was answered {what}"));
    let given = answer.getattr(name)?.extract::<A>().map_err(|error| wrong(format!("is wrong: {error}")))?;
    given.value(name).map_err(|error| wrong(format!("is wrong: {error}")))
}

pub(super) fn entry(answer: &Bound<'_, PyAny>) -> PyResult<Entry> {
    let file = answer.getattr("file")?;
    let node = if file.is_none() { Node::Folder } else { Node::File(facts(&file)?) };
    Ok(Entry { id: FileId::new(field::<Text>(answer, "id")?), path: field::<Seq<Text>>(answer, "path")?, node })
}

fn facts(answer: &Bound<'_, PyAny>) -> PyResult<FileFacts> {
    let hash = field::<Option<Text>>(answer, "content_hash")?.map(|hash| hash.parse::<ContentHash>()).transpose();
    Ok(FileFacts {
        size: field::<Whole<u64>>(answer, "size")?,
        rev: Rev::new(field::<Text>(answer, "rev")?),
        modified_at: field::<Instant>(answer, "modified_at")?,
        content_hash: hash.map_err(|error| PyTypeError::new_err(error.to_string()))?,
    })
}

pub(super) fn page(answer: &Bound<'_, PyAny>) -> PyResult<Page> {
    let item = |item: PyResult<Bound<'_, PyAny>>| {
        let item = item?;
        // What is gone has a path and nothing else.
        if item.hasattr("id")? {
            entry(&item).map(Item::Here)
        } else {
            field::<Seq<Text>>(&item, "path").map(Item::Gone)
        }
    };
    Ok(Page {
        items: answer.getattr("items")?.try_iter()?.map(item).collect::<PyResult<_>>()?,
        cursor: Cursor::new(field::<Text>(answer, "cursor")?),
        has_more: answer.getattr("has_more")?.is_truthy()?,
    })
}

pub(super) fn opened(answer: &Bound<'_, PyAny>) -> PyResult<Opened> {
    let range = field::<Whole<u64>>(answer, "start")?..field::<Whole<u64>>(answer, "stop")?;
    let data = Box::new(HostBytes::of_store(&answer.getattr("data")?)?);
    Ok(Opened { entry: entry(&answer.getattr("entry")?)?, range, data })
}

pub(super) fn cursor(answer: &Bound<'_, PyAny>) -> PyResult<Cursor> {
    let text = answer.extract::<Text>()?.value("latest_cursor");
    text.map(Cursor::new).map_err(|error| PyTypeError::new_err(error.to_string()))
}

pub(super) fn wait(answer: &Bound<'_, PyAny>) -> PyResult<Wait> {
    let backoff = answer.getattr("backoff")?.extract::<Option<Duration>>()?;
    Ok(Wait { has_changed: answer.getattr("has_changed")?.is_truthy()?, backoff })
}

pub(super) fn temp_link(answer: &Bound<'_, PyAny>) -> PyResult<TempLink> {
    Ok(TempLink {
        url: field::<Text>(answer, "url")?,
        minted_at: field::<Instant>(answer, "minted_at")?,
        expires_at: field::<Instant>(answer, "expires_at")?,
        rev: Rev::new(field::<Text>(answer, "rev")?),
        size: field::<Whole<u64>>(answer, "size")?,
        content_hash: None,
    })
}
