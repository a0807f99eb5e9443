//! What the host brings along to be called: file stores, content and places for tokens of Python's; and the core's own file stores.
//!
//! 1. `cowrite/_host.py` calls the host's code: on the thread that waits, or where an event loop waits on a thread of its own; what is awaited
//!    on the package's own event loop, and a caller's own content on the caller's. It answers through a `Reply`.
//! 2. Nothing waits with the GIL held, and no event loop for what only it can give.
//! 3. What a store raises is a `FilesError`, or is taken for `Transient`; the exception stays the cause of what the caller is told.

mod answers;
mod bytes;
mod dropbox;
mod folder;
mod folders;
mod refusals;
mod sharing;
mod store;
mod tokens;

use std::sync::{Mutex, PoisonError};

use cowrite::ports::files::FilesError;
use futures_channel::oneshot::{Receiver, Sender, channel};
use pyo3::prelude::*;

pub(crate) use bytes::Content;
pub(crate) use dropbox::{AsyncDropbox, Dropbox};
pub(crate) use folder::{Files, LocalFolder};

use crate::call::Call;

type Answer = PyResult<Py<PyAny>>;

/// Where code of the host's is answered from, once, on whatever thread.
#[pyclass(frozen, module = "cowrite")]
pub(crate) struct Reply(Mutex<Option<Sender<Answer>>>);

impl Reply {
    fn new() -> (Self, Receiver<Answer>) {
        let (give, given) = channel();
        (Self(Mutex::new(Some(give))), given)
    }

    fn send(&self, answer: Answer) {
        let give = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        // Nobody may wait any more.
        drop(give.map(|give| give.send(answer)));
    }
}

#[pymethods]
impl Reply {
    fn give(&self, answer: Py<PyAny>) {
        self.send(Ok(answer));
    }

    fn fail(&self, error: Bound<'_, PyAny>) {
        self.send(Err(PyErr::from_value(error)));
    }
}

/// Calls code of the host's and waits for its answer.
async fn answer(begin: impl FnOnce(Python<'_>, Py<Reply>, bool) -> PyResult<()> + Send) -> Answer {
    let is_awaited = Call::current().is_some_and(|call| call.is_awaited);
    let (reply, given) = Reply::new();
    Python::attach(|py| begin(py, Py::new(py, reply)?, is_awaited))?;
    match given.await {
        Ok(answer) => answer,
        Err(_) => Err(pyo3::exceptions::PyRuntimeError::new_err("the host's code was left without an answer")),
    }
}

/// Makes the core's error of what a store of the host's raised, and keeps that as the cause.
fn failed(error: PyErr) -> FilesError {
    let (told, is_exception) = Python::attach(|py| {
        let is_exception = error.is_instance_of::<pyo3::exceptions::PyException>(py);
        (refusals::error(error.value(py)).unwrap_or(FilesError::Transient), is_exception)
    });
    if let Some(call) = Call::current() {
        // What ends programs, like an interrupt from the keyboard, is nobody's failure.
        if is_exception { call.blame(error) } else { call.raise(error) }
    }
    told
}

/// Makes the exception that an error of the core's own file stores is in Python.
fn raised(py: Python<'_>, error: &FilesError) -> PyErr {
    refusals::exception(py, error).map_or_else(|broken| broken, PyErr::from_value)
}

/// Makes what the caller of a file store of the core's own is told.
///
/// What a port of the host's raised meanwhile is told itself where it is of `cowrite.files`, and else stays the cause.
fn told(error: &FilesError) -> PyErr {
    let meanwhile = Call::current().map(|call| call.meanwhile()).unwrap_or_default();
    Python::attach(|py| match meanwhile {
        (Some(own), _) => own,
        (None, Some(cause)) if refusals::error(cause.value(py)).is_some() => cause,
        (None, cause) => {
            let told = raised(py, error);
            told.set_cause(py, cause);
            told
        }
    })
}
