//! Watches: what changes for a person, as it changes (SYN-1).

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;
use std::time::Duration;

use cowrite::{Error, Sync as Synced, Timestamp};
use pyo3::exceptions::{PyRuntimeError, PyStopAsyncIteration, PyStopIteration};
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::{type_hint_identifier, type_hint_subscript};

use crate::argument::{Argument, Text};
use crate::call::{Call, Face, Held, follow};
use crate::clock::Time;
use crate::error::raised;
use crate::records::Delta;
use crate::shown::Shown;

/// How often a thread that waits looks whether it is interrupted.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// A watch: an iterator of what changes for a person, each of which this thread waits for.
///
/// From `Actor.watch`. It never ends by itself: `close`, from any thread, ends it, and so does the end of its block as a context manager.
/// An interrupt (Ctrl-C) ends the wait and loses nothing. A refusal, as of a closed workspace, is raised; iterating on asks again.
#[pyclass(frozen, module = "cowrite")]
pub(crate) struct Watch {
    watching: Watching,
}

/// A watch: an asynchronous iterator of what changes for a person.
///
/// From `AsyncActor.watch`. It never ends by itself: `close` ends it, and so does the end of its block as an asynchronous context manager.
/// Cancelling the wait loses nothing. A refusal, as of a closed workspace, is raised; iterating on asks again.
#[pyclass(frozen, module = "cowrite")]
pub(crate) struct AsyncWatch {
    watching: Watching,
}

/// The core's watch, which is taken out while somebody waits for it.
struct Watching {
    time: Time,
    watch: Mutex<Option<Held<cowrite::Watch>>>,
    cursor: Mutex<Option<String>>,
    is_closed: AtomicBool,
    waiting: Mutex<Option<Waker>>,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Somebody's wait for the next change.
struct Turn<'a> {
    of: &'a Watching,
    watch: Option<Held<cowrite::Watch>>,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        *locked(&self.of.watch) = self.watch.take();
        drop(locked(&self.of.waiting).take());
    }
}

impl Watching {
    fn new(face: &Face<cowrite::Actor>, cursor: Option<Text>) -> PyResult<Self> {
        let begin = || {
            let cursor = cursor.value("cursor")?;
            Ok((face.core()?.watch(cursor.as_deref()), cursor))
        };
        let (watch, cursor) = begin().map_err(|error: Error| raised(&error))?;
        Ok(Self {
            time: face.time.clone(),
            watch: Mutex::new(Some(Held::new(watch))),
            cursor: Mutex::new(cursor),
            is_closed: AtomicBool::new(false),
            waiting: Mutex::new(None),
        })
    }

    fn turn(&self) -> PyResult<Turn<'_>> {
        let watch = locked(&self.watch).take();
        match watch {
            Some(watch) => Ok(Turn { of: self, watch: Some(watch) }),
            None => Err(PyRuntimeError::new_err("somebody waits for this watch already")),
        }
    }

    fn close(&self) {
        self.is_closed.store(true, Ordering::Release);
        let waiting = locked(&self.waiting).take();
        if let Some(waiting) = waiting {
            waiting.wake();
        }
    }

    /// Waits for the next change; none once the watch is closed.
    async fn next(&self, mut turn: Turn<'_>) -> Result<Option<Synced>, Error> {
        let watch = turn.watch.as_mut().and_then(Held::get_mut).ok_or(Error::Closed)?;
        let next = {
            let mut next = pin!(watch.next());
            poll_fn(|context| {
                *locked(&self.waiting) = Some(context.waker().clone());
                // Looked at after the waker is there, so that closing meanwhile wakes it.
                if self.is_closed.load(Ordering::Acquire) {
                    return Poll::Ready(None);
                }
                next.as_mut().poll(context).map(Some)
            })
            .await
        };
        let next = next.transpose()?;
        if let Some(next) = &next {
            *locked(&self.cursor) = Some(next.cursor.clone());
        }
        Ok(next)
    }
}

/// Wakes a thread that waits.
struct Bell {
    thread: Thread,
    is_rung: AtomicBool,
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.is_rung.store(true, Ordering::Release);
        self.thread.unpark();
    }
}

/// Does something that may take for ever while this thread waits, which an interrupt ends.
pub(crate) fn wait<T: Send>(
    py: Python<'_>,
    instant: Option<Timestamp>,
    work: impl Future<Output = Result<T, Error>> + Send,
) -> PyResult<T> {
    let bell = Arc::new(Bell { thread: std::thread::current(), is_rung: AtomicBool::new(true) });
    let waker = Waker::from(Arc::clone(&bell));
    let (call, mut work) = (Call::new(instant, false), Held::new(Box::pin(work)));
    loop {
        let done = py.detach(|| {
            if !bell.is_rung.swap(false, Ordering::AcqRel) {
                std::thread::park_timeout(LOOK_EVERY);
                return None;
            }
            let work = work.get_mut()?;
            match call.within(|| work.as_mut().poll(&mut Context::from_waker(&waker))) {
                Poll::Ready(done) => Some(done),
                Poll::Pending => None,
            }
        });
        if let Some(done) = done {
            return done.map_err(|error| call.raised(&error));
        }
        py.check_signals()?;
    }
}

/// Something that is awaited.
struct Awaitable<'py>(Bound<'py, PyAny>);

impl<'py> IntoPyObject<'py> for Awaitable<'py> {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = std::convert::Infallible;

    const OUTPUT_TYPE: PyStaticExpr = type_hint_subscript!(
        type_hint_identifier!("collections.abc", "Awaitable"),
        <Py<Delta> as IntoPyObject<'_>>::OUTPUT_TYPE
    );

    fn into_pyobject(self, _: Python<'py>) -> Result<Self::Output, Self::Error> {
        Ok(self.0)
    }
}

#[pymethods]
impl Watch {
    fn __iter__(watch: PyRef<'_, Self>) -> PyRef<'_, Self> {
        watch
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Py<Delta>> {
        let instant = self.watching.time.sample(py)?;
        let turn = self.watching.turn()?;
        match wait(py, instant, self.watching.next(turn))? {
            Some(delta) => delta.given(py),
            None => Err(PyStopIteration::new_err(())),
        }
    }

    fn __enter__(watch: PyRef<'_, Self>) -> PyRef<'_, Self> {
        watch
    }

    #[pyo3(signature = (exception_type, exception, traceback, /))]
    fn __exit__(&self, exception_type: &Bound<'_, PyAny>, exception: &Bound<'_, PyAny>, traceback: &Bound<'_, PyAny>) {
        let (_, _, _) = (exception_type, exception, traceback);
        self.watching.close();
    }
}

#[pymethods]
impl AsyncWatch {
    fn __aiter__(watch: PyRef<'_, Self>) -> PyRef<'_, Self> {
        watch
    }

    fn __anext__<'py>(watch: &Bound<'py, Self>) -> PyResult<Awaitable<'py>> {
        watch.call_method0("_next").map(Awaitable)
    }

    async fn _next(&self) -> PyResult<Py<Delta>> {
        let instant = Python::attach(|py| self.watching.time.sample(py))?;
        let turn = self.watching.turn()?;
        match follow(instant, self.watching.next(turn)).await? {
            Some(delta) => Python::attach(|py| delta.given(py)),
            None => Err(PyStopAsyncIteration::new_err(())),
        }
    }

    async fn __aenter__(watch: Py<Self>) -> PyResult<Py<Self>> {
        Ok(watch)
    }

    #[pyo3(signature = (exception_type, exception, traceback, /))]
    async fn __aexit__(&self, exception_type: Py<PyAny>, exception: Py<PyAny>, traceback: Py<PyAny>) -> PyResult<()> {
        drop((exception_type, exception, traceback));
        Python::attach(|py| self.close(py));
        Ok(())
    }
}

macro_rules! watch {
    ($Watch:ident, $Actor:ident) => {
        #[pymethods]
        impl $Watch {
            /// The cursor up to which everything was told: with it, `watch` or `sync` goes on from here another time.
            #[getter]
            fn cursor(&self) -> Option<String> {
                locked(&self.watching.cursor).clone()
            }

            /// Ends the watch, and whoever waits for it.
            fn close(&self, py: Python<'_>) {
                py.detach(|| self.watching.close());
            }
        }

        #[pymethods]
        impl crate::actor::$Actor {
            /// Begins to watch what changes for the actor after a cursor; all there is comes first where there is none (SYN-1).
            ///
            /// What is committed in this process comes at once, what others commit within some seconds. Each answer is one of `sync`.
            ///
            /// >>> with me.watch() as watch:
            /// ...     first = next(watch)
            /// ...     archived = me.archive_track(track)
            /// ...     [changed] = next(watch).tracks
            /// >>> first.full, changed.archived
            /// (True, True)
            #[pyo3(signature = (*, cursor=None))]
            fn watch(&self, cursor: Option<Text>) -> PyResult<$Watch> {
                Ok($Watch { watching: Watching::new(&self.face, cursor)? })
            }
        }
    };
}

watch!(Watch, Actor);
watch!(AsyncWatch, AsyncActor);
