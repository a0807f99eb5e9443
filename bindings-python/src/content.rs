//! The bytes of a file that is being read: piece by piece, never whole unless asked for.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use cowrite::ports::files::{ByteStream, FilesError};
use cowrite::{Body, Error};
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyBytes;
use pyo3::{type_hint_identifier, type_hint_subscript};

use crate::argument::wrong_type;
use crate::call::{Held, follow, wait};
use crate::error::raised;
use crate::shown::helper;
use crate::values::Secret;

/// Content on its way, and what of the last piece is left.
#[derive(Debug)]
struct Flow {
    stream: Box<dyn ByteStream>,
    rest: Vec<u8>,
}

impl Flow {
    /// Returns the next piece, of at most so many bytes; an empty one at the end.
    async fn piece(&mut self, most: usize) -> Result<Vec<u8>, FilesError> {
        if self.rest.is_empty() {
            self.rest = self.stream.next().await?.unwrap_or_default();
        }
        let later = self.rest.split_off(most.min(self.rest.len()));
        Ok(std::mem::replace(&mut self.rest, later))
    }

    async fn all(&mut self) -> Result<Vec<u8>, FilesError> {
        let mut all = std::mem::take(&mut self.rest);
        while let Some(piece) = self.stream.next().await? {
            all.extend(piece);
        }
        Ok(all)
    }
}

/// What can be read by one at a time, and not any more once it was closed or a reading was given up.
#[derive(Debug)]
pub(crate) struct Reading {
    flow: Mutex<Option<Held<Flow>>>,
    is_closed: AtomicBool,
    /// The process whose threads give the bytes: in a fork of it they never come.
    pid: u32,
}

impl Reading {
    pub(crate) fn new(stream: Box<dyn ByteStream>) -> Self {
        let flow = Held::new(Flow { stream, rest: Vec::new() });
        Self { flow: Mutex::new(Some(flow)), is_closed: AtomicBool::new(false), pid: std::process::id() }
    }

    fn take(&self) -> Option<Held<Flow>> {
        self.flow.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Reads so many bytes at most, or all that are left.
    async fn read(&self, most: Option<usize>) -> Result<Vec<u8>, Error> {
        if self.pid != std::process::id() {
            return Err(Error::Forked);
        }
        let mut flow = self.take().and_then(Held::into_inner).ok_or(Error::Closed)?;
        let read = match most {
            Some(most) => flow.piece(most).await,
            None => flow.all().await,
        };
        self.put_back(flow);
        read.map_err(|error| match error {
            FilesError::Conflict => Error::Conflict,
            _ => Error::SourceUnavailable,
        })
    }

    fn put_back(&self, flow: Flow) {
        let mut kept = self.flow.lock().unwrap_or_else(PoisonError::into_inner);
        // Closed in the middle: this was the last.
        if !self.is_closed.load(Ordering::Acquire) {
            *kept = Some(Held::new(flow));
        }
    }

    /// Reads while this thread waits.
    pub(crate) fn wait(&self, py: Python<'_>, most: Option<usize>) -> PyResult<Vec<u8>> {
        wait(py, None, self.read(most))
    }

    /// Reads for an event loop.
    pub(crate) async fn follow(&self, most: Option<usize>) -> PyResult<Vec<u8>> {
        follow(None, self.read(most)).await
    }

    /// Gives up what is left; a read that is under way is the last.
    pub(crate) fn close(&self) {
        self.is_closed.store(true, Ordering::Release);
        drop(self.take());
    }
}

/// How many bytes to read: a negative number and `None` are all that are left, as for any file of Python's.
#[derive(Debug)]
struct Size(Option<usize>);

impl<'a, 'py> FromPyObject<'a, 'py> for Size {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = type_hint_identifier!("builtins", "int");

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let size: i64 = object.extract().map_err(|_| wrong_type("int", object))?;
        Ok(Self(usize::try_from(size).ok()))
    }
}

/// Bytes as Python has them.
pub(crate) struct Read(Vec<u8>);

impl<'py> IntoPyObject<'py> for Read {
    type Target = PyBytes;
    type Output = Bound<'py, PyBytes>;
    type Error = std::convert::Infallible;

    const OUTPUT_TYPE: PyStaticExpr = type_hint_identifier!("builtins", "bytes");

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        Ok(PyBytes::new(py, &self.0))
    }
}

/// A file that is being read: its bytes come piece by piece, so that it is never in memory whole unless `read()` asks for all.
///
/// It is read once, by one at a time: `read(n)` as of any binary file, or piece by piece in a loop; as a context manager it is closed at the end.
#[pyclass(frozen, module = "cowrite")]
pub(crate) struct Redeemed {
    facts: Facts,
    reading: Option<Reading>,
}

/// A file that is being read on an event loop: its bytes come piece by piece, so that it is never in memory whole unless `read()` asks for all.
///
/// It is read once, by one at a time: `await read(n)`, or `async for`; as an asynchronous context manager it is closed at the end.
#[pyclass(frozen, module = "cowrite")]
pub(crate) struct AsyncRedeemed {
    facts: Facts,
    reading: Option<Reading>,
}

/// What is known of a redeemed file without reading it.
struct Facts {
    name: String,
    media_type: &'static str,
    size: u64,
    range: Range<u64>,
    address: Option<Secret>,
}

/// Which bytes, as Python's own range of their places.
struct Places(Range<u64>);

impl<'py> IntoPyObject<'py> for Places {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    const OUTPUT_TYPE: PyStaticExpr = type_hint_identifier!("builtins", "range");

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        static RANGE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
        helper(py, &RANGE, "builtins", "range")?.call1((self.0.start, self.0.end))
    }
}

fn parts(redeemed: cowrite::Redeemed) -> PyResult<(Facts, Option<Reading>)> {
    let (name, media_type, size) = (redeemed.name, redeemed.media_type, redeemed.size);
    match redeemed.body {
        Body::Bytes { range, data } => {
            Ok((Facts { name, media_type, size, range, address: None }, Some(Reading::new(data))))
        }
        Body::Address(link) => {
            let address = Some(Secret::of(link.url));
            Ok((Facts { name, media_type, size, range: 0..0, address }, None))
        }
        _ => Err(raised(&Error::SourceUnavailable)),
    }
}

/// What gives the bytes of a file, where they come from here.
fn here(reading: &Option<Reading>) -> PyResult<&Reading> {
    reading.as_ref().ok_or_else(|| {
        pyo3::exceptions::PyValueError::new_err(
            "its bytes are at an address of the file store's own: send on to `address`",
        )
    })
}

macro_rules! redeemed {
    ($Redeemed:ident) => {
        impl $Redeemed {
            pub(crate) fn of(redeemed: cowrite::Redeemed) -> PyResult<Self> {
                let (facts, reading) = parts(redeemed)?;
                Ok(Self { facts, reading })
            }
        }

        #[pymethods]
        impl $Redeemed {
            /// The file's name.
            #[getter]
            fn name(&self) -> &str {
                &self.facts.name
            }

            /// Its media type, by its name.
            #[getter]
            const fn media_type(&self) -> &'static str {
                self.facts.media_type
            }

            /// How many bytes the file has in all.
            #[getter]
            const fn size(&self) -> u64 {
                self.facts.size
            }

            /// Which bytes of it come: `len(range)` of them, from `range.start` up to but not including `range.stop`.
            #[getter]
            fn range(&self) -> Places {
                Places(self.facts.range.clone())
            }

            /// Where the file store gives the bytes itself, to send the caller on to: only with `direct_addresses`, and then there are none to read.
            #[getter]
            fn address(&self) -> Option<Secret> {
                self.facts.address.clone()
            }

            fn __repr__(&self) -> String {
                let Facts { name, media_type, size, range, .. } = &self.facts;
                let shown = concat!("<", stringify!($Redeemed));
                format!("{shown} {name:?} {media_type} bytes {} to {} of {size}>", range.start, range.end)
            }
        }
    };
}

redeemed!(Redeemed);
redeemed!(AsyncRedeemed);

/// How many bytes a piece has at most, where it is not said.
const PIECE: usize = 1024 * 1024;

#[pymethods]
impl Redeemed {
    /// Up to `size` bytes, none at the end; all that are left where it is negative or not given.
    ///
    /// Raises `source_unavailable` where they cannot be reached any more, `conflict` where the file has been replaced meanwhile, `closed`;
    /// `ValueError` where they are at `address`.
    #[pyo3(signature = (size=Size(None), /))]
    fn read(&self, py: Python<'_>, size: Size) -> PyResult<Read> {
        here(&self.reading)?.wait(py, size.0).map(Read)
    }

    /// Gives up what is left: later reads are refused with `closed`.
    fn close(&self) {
        self.reading.iter().for_each(Reading::close);
    }

    fn __iter__(redeemed: PyRef<'_, Self>) -> PyRef<'_, Self> {
        redeemed
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Read>> {
        let piece = here(&self.reading)?.wait(py, Some(PIECE))?;
        Ok(Some(piece).filter(|piece| !piece.is_empty()).map(Read))
    }

    fn __enter__(redeemed: PyRef<'_, Self>) -> PyRef<'_, Self> {
        redeemed
    }

    #[pyo3(signature = (exception_type, exception, traceback, /))]
    fn __exit__(&self, exception_type: &Bound<'_, PyAny>, exception: &Bound<'_, PyAny>, traceback: &Bound<'_, PyAny>) {
        let (_, _, _) = (exception_type, exception, traceback);
        self.close();
    }
}

/// The pieces of a file, for `async for`.
struct Pieces(Py<PyAny>);

impl<'py> IntoPyObject<'py> for Pieces {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = std::convert::Infallible;

    const OUTPUT_TYPE: PyStaticExpr = type_hint_subscript!(
        type_hint_identifier!("collections.abc", "AsyncIterator"),
        type_hint_identifier!("builtins", "bytes")
    );

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        Ok(self.0.into_bound(py))
    }
}

#[pymethods]
impl AsyncRedeemed {
    /// Up to `size` bytes, none at the end; all that are left where it is negative or not given.
    ///
    /// Raises `source_unavailable` where they cannot be reached any more, `conflict` where the file has been replaced meanwhile, `closed`;
    /// `ValueError` where they are at `address`.
    #[pyo3(signature = (size=Size(None), /))]
    async fn read(&self, size: Size) -> PyResult<Read> {
        here(&self.reading)?.follow(size.0).await.map(Read)
    }

    /// Gives up what is left: later reads are refused with `closed`.
    fn close(&self) {
        self.reading.iter().for_each(Reading::close);
    }

    fn __aiter__(redeemed: Bound<'_, Self>) -> PyResult<Pieces> {
        static PIECES: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
        let pieces = helper(redeemed.py(), &PIECES, "cowrite._host", "awaited_pieces")?;
        Ok(Pieces(pieces.call1((redeemed,))?.unbind()))
    }

    async fn __aenter__(redeemed: Py<Self>) -> PyResult<Py<Self>> {
        Ok(redeemed)
    }

    #[pyo3(signature = (exception_type, exception, traceback, /))]
    async fn __aexit__(&self, exception_type: Py<PyAny>, exception: Py<PyAny>, traceback: Py<PyAny>) -> PyResult<()> {
        drop((exception_type, exception, traceback));
        self.close();
        Ok(())
    }
}

/// Content for a file store of the host's: read by its own code, which may be on any thread or on an event loop.
#[pyclass(frozen, module = "cowrite")]
pub(crate) struct Incoming {
    pub(crate) reading: Arc<Reading>,
}

#[pymethods]
impl Incoming {
    /// Up to `size` bytes, none at the end; the thread waits.
    fn read(&self, py: Python<'_>, size: Size) -> PyResult<Read> {
        self.reading.wait(py, size.0).map(Read)
    }

    /// Up to `size` bytes, none at the end; awaited.
    async fn read_awaited(&self, size: Size) -> PyResult<Read> {
        self.reading.follow(size.0).await.map(Read)
    }
}
