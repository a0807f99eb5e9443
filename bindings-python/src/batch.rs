//! Batches: many calls, one commit.

use std::sync::{Mutex, PoisonError};

use cowrite::Error;
use pyo3::prelude::*;

use crate::actor::{Actor, AsyncActor};
use crate::call::{Call, Face, Held};
use crate::error::raised;

/// A batch that has not been committed yet; `None` once it has, or was given up.
type Open = Mutex<Option<Held<cowrite::Batch>>>;

/// Many calls of one actor that take hold together in one commit, or not at all.
///
/// Calls go through `actor`; each is decided over those before it, a refused one leaves the others, and nobody else sees anything before the commit.
/// As a context manager it commits at the end of the block, and gives all up where the block raises.
#[pyclass(frozen, module = "cowrite")]
pub(crate) struct Batch {
    face: Face<cowrite::Actor>,
    open: Open,
}

/// Many awaited calls of one actor that take hold together in one commit, or not at all.
///
/// Calls go through `actor`; each is decided over those before it, a refused one leaves the others, and nobody else sees anything before the commit.
/// As an asynchronous context manager it commits at the end of the block, and gives all up where the block raises.
#[pyclass(frozen, module = "cowrite")]
pub(crate) struct AsyncBatch {
    face: Face<cowrite::Actor>,
    open: Open,
}

impl Face<cowrite::Actor> {
    /// Begins a batch, as of the host's clock.
    pub(crate) fn batch(&self, py: Python<'_>) -> PyResult<(Face<cowrite::Actor>, cowrite::Batch)> {
        let instant = self.time.sample(py)?;
        let begun = self.core().and_then(|actor| Call::new(instant, false).within(|| actor.batch()));
        let batch = begun.map_err(|error| raised(&error))?;
        Ok((self.beside(batch.actor()), batch))
    }
}

fn take(open: &Open) -> Option<Held<cowrite::Batch>> {
    open.lock().unwrap_or_else(PoisonError::into_inner).take()
}

/// Commits what is open; a batch that has been committed is closed.
async fn commit(batch: Option<Held<cowrite::Batch>>) -> Result<Option<u64>, Error> {
    match batch.and_then(Held::into_inner) {
        Some(batch) => batch.commit().await,
        None => Err(Error::Closed),
    }
}

macro_rules! batch {
    ($Batch:ident, $Actor:ident) => {
        impl $Batch {
            pub(crate) fn new((face, batch): (Face<cowrite::Actor>, cowrite::Batch)) -> Self {
                Self { face, open: Mutex::new(Some(Held::new(batch))) }
            }
        }

        #[pymethods]
        impl $Batch {
            /// The actor whose calls the batch gathers.
            #[getter]
            fn actor(&self) -> PyResult<$Actor> {
                let actor = self.face.core().map_err(|error| raised(&error))?;
                Ok($Actor { face: self.face.beside(actor.clone()) })
            }

            /// How many changes wait to be committed; 0 once they are.
            #[getter]
            fn waiting(&self) -> usize {
                let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
                open.as_ref().and_then(Held::get).map_or(0, cowrite::Batch::waiting)
            }
        }
    };
}

batch!(Batch, Actor);
batch!(AsyncBatch, AsyncActor);

#[pymethods]
impl Batch {
    /// Commits all of it at once; returns the number of the commit, or `None` where there was nothing to commit.
    ///
    /// `conflict` where anything it rests on has been changed by others since it was read: nothing has taken hold, gather it anew.
    fn commit(&self, py: Python<'_>) -> PyResult<Option<u64>> {
        self.face.wait(py, |_| commit(take(&self.open)))
    }

    fn __enter__(batch: PyRef<'_, Self>) -> PyRef<'_, Self> {
        batch
    }

    #[pyo3(signature = (exception_type, exception, traceback, /))]
    fn __exit__(
        &self,
        py: Python<'_>,
        exception_type: &Bound<'_, PyAny>,
        exception: &Bound<'_, PyAny>,
        traceback: &Bound<'_, PyAny>,
    ) -> PyResult<()> {
        let (_, _) = (exception, traceback);
        match take(&self.open) {
            Some(batch) if exception_type.is_none() => self.face.wait(py, |_| commit(Some(batch))).map(drop),
            _ => Ok(()),
        }
    }
}

#[pymethods]
impl AsyncBatch {
    /// Commits all of it at once; returns the number of the commit, or `None` where there was nothing to commit.
    ///
    /// `conflict` where anything it rests on has been changed by others since it was read: nothing has taken hold, gather it anew.
    async fn commit(&self) -> PyResult<Option<u64>> {
        self.face.follow(|_| commit(take(&self.open))).await
    }

    async fn __aenter__(batch: Py<Self>) -> PyResult<Py<Self>> {
        Ok(batch)
    }

    #[pyo3(signature = (exception_type, exception, traceback, /))]
    async fn __aexit__(&self, exception_type: Py<PyAny>, exception: Py<PyAny>, traceback: Py<PyAny>) -> PyResult<()> {
        let is_whole = Python::attach(|py| exception_type.is_none(py));
        drop((exception, traceback));
        match take(&self.open) {
            Some(batch) if is_whole => self.face.follow(|_| commit(Some(batch))).await.map(drop),
            _ => Ok(()),
        }
    }
}
