//! Content of the host's: what a caller uploads, and what a file store reads.

use std::sync::Arc;

use cowrite::Error;
use cowrite::ports::files::{ByteStream, FilesError, FilesFuture};
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::type_hint_identifier;
use pyo3::types::PyBytes;

use super::{answer, failed};
use crate::argument::Argument;
use crate::call::Call;
use crate::shown::helper;

/// Whose code gives the bytes: who is told what it raises.
#[derive(Debug)]
enum Giver {
    /// The caller's, who is told as it is.
    Caller(Arc<Call>),
    /// A file store's.
    Store,
}

/// Content that Python gives piece by piece: a `Pieces` of `cowrite/_host.py`.
#[derive(Debug)]
pub(super) struct HostBytes {
    pieces: Py<PyAny>,
    giver: Giver,
    is_over: bool,
}

impl HostBytes {
    /// Takes what a file store has opened.
    pub(super) fn of_store(data: &Bound<'_, PyAny>) -> PyResult<Self> {
        let pieces = pieces(data, true)?.unbind();
        Ok(Self { pieces, giver: Giver::Store, is_over: false })
    }

    async fn piece(&self) -> PyResult<Option<Vec<u8>>> {
        let next = |py: Python<'_>, reply, is_awaited: bool| {
            self.pieces.bind(py).call_method1("next", (reply, is_awaited)).map(drop)
        };
        let given = answer(next).await?;
        Python::attach(|py| {
            let given = given.bind(py);
            if given.is_none() { Ok(None) } else { Ok(Some(given.cast::<PyBytes>()?.as_bytes().to_vec())) }
        })
    }
}

impl ByteStream for HostBytes {
    fn next(&mut self) -> FilesFuture<'_, Option<Vec<u8>>> {
        Box::pin(async move {
            if self.is_over {
                return Ok(None);
            }
            let piece = self.piece().await;
            self.is_over = !matches!(piece, Ok(Some(_)));
            piece.map_err(|error| match &self.giver {
                Giver::Caller(call) => {
                    call.raise(error);
                    FilesError::Transient
                }
                Giver::Store => failed(error),
            })
        })
    }
}

impl Drop for HostBytes {
    fn drop(&mut self) {
        let is_stores = matches!(self.giver, Giver::Store);
        if is_stores {
            // What a store has opened for this is closed; where the interpreter is at its end, that is done with it.
            Python::try_attach(|py| drop(self.pieces.bind(py).call_method0("close")));
        }
    }
}

fn pieces<'py>(data: &Bound<'py, PyAny>, is_stores: bool) -> PyResult<Bound<'py, PyAny>> {
    static PIECES: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    helper(data.py(), &PIECES, "cowrite._host", "Pieces")?.call1((data, is_stores))
}

/// Content as an argument: bytes, a binary file, or what gives bytes piece by piece.
#[derive(Debug)]
pub(crate) struct Content(Py<PyAny>);

impl<'a, 'py> FromPyObject<'a, 'py> for Content {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = type_hint_identifier!("cowrite.ports", "Content");

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        Ok(Self(pieces(&object, false)?.unbind()))
    }
}

impl Argument for Content {
    type Value = Box<dyn ByteStream>;

    fn value(self, _: &'static str) -> Result<Self::Value, Error> {
        let giver = Giver::Caller(Call::current().ok_or(Error::Closed)?);
        Ok(Box::new(HostBytes { pieces: self.0, giver, is_over: false }))
    }
}
