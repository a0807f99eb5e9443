//! Calling the core: without the GIL, from a thread that waits or from an event loop that does not.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use cowrite::{Error, Timestamp};
use pyo3::prelude::*;

use crate::clock::Time;
use crate::error::raised;
use crate::shown::Shown;

thread_local! {
    /// The call that this thread is at.
    static CALL: RefCell<Option<Arc<Call>>> = const { RefCell::new(None) };
}

/// One call of the core's, from its beginning to what the caller is told.
#[derive(Debug)]
pub(crate) struct Call {
    /// The instant that the host's own clock gave for it.
    instant: Option<Timestamp>,
    /// Whether an event loop waits for it, which nothing may hold up, rather than a thread.
    pub(crate) is_awaited: bool,
    /// What the caller's own code raised in the middle, which reaches the caller as it is.
    own: Mutex<Option<PyErr>>,
    /// What a port of the host's raised, which the core knows only as a refusal.
    cause: Mutex<Option<PyErr>>,
}

impl Call {
    pub(crate) fn new(instant: Option<Timestamp>, is_awaited: bool) -> Arc<Self> {
        Arc::new(Self { instant, is_awaited, own: Mutex::default(), cause: Mutex::default() })
    }

    /// Returns the call that this thread is at.
    pub(crate) fn current() -> Option<Arc<Self>> {
        CALL.with_borrow(Clone::clone)
    }

    /// Does a part of the call on this thread.
    pub(crate) fn within<T>(self: &Arc<Self>, part: impl FnOnce() -> T) -> T {
        let before = CALL.replace(Some(Arc::clone(self)));
        let done = part();
        CALL.set(before);
        done
    }

    /// Keeps what the caller's own code raised.
    pub(crate) fn raise(&self, error: PyErr) {
        *self.own.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
    }

    /// Keeps why a port of the host's failed.
    pub(crate) fn blame(&self, error: PyErr) {
        *self.cause.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
    }

    /// Takes what was raised meanwhile: by the caller's own code, and by a port of the host's.
    pub(crate) fn meanwhile(&self) -> (Option<PyErr>, Option<PyErr>) {
        let taken = |kept: &Mutex<Option<PyErr>>| kept.lock().unwrap_or_else(PoisonError::into_inner).take();
        (taken(&self.own), taken(&self.cause))
    }

    /// Makes the exception by which the caller is told of a refusal.
    pub(crate) fn raised(&self, error: &Error) -> PyErr {
        let (own, cause) = self.meanwhile();
        if let Some(own) = own {
            return own;
        }
        let told = raised(error);
        if let Some(cause) = cause.filter(|_| *error == Error::SourceUnavailable) {
            Python::attach(|py| told.set_cause(py, Some(cause)));
        }
        told
    }
}

/// Returns the instant of the call that this thread is at.
pub(crate) fn now() -> Option<Timestamp> {
    CALL.with_borrow(|call| call.as_ref().and_then(|call| call.instant))
}

/// Does something of the core's without the GIL while this thread waits.
pub(crate) fn wait<T, F>(py: Python<'_>, instant: Option<Timestamp>, future: F) -> PyResult<T>
where
    T: Send,
    F: Future<Output = Result<T, Error>> + Send,
{
    let call = Call::new(instant, false);
    py.detach(|| call.within(|| pollster::block_on(future))).map_err(|error| call.raised(&error))
}

/// Does something of the core's without the GIL for an event loop.
pub(crate) async fn follow<T, F>(instant: Option<Timestamp>, future: F) -> PyResult<T>
where
    T: Send,
    F: Future<Output = Result<T, Error>> + Send,
{
    let call = Call::new(instant, true);
    let done = Detached { future: Held::new(Box::pin(future)), call: Arc::clone(&call) }.await;
    done.map_err(|error| call.raised(&error))
}

/// Something of the core's whose end may wait for a thread of its own.
///
/// Such a thread may itself wait for the GIL, to wake an event loop: so nothing of the core's is dropped under it.
#[derive(Debug)]
pub(crate) struct Held<T: Send>(Option<T>);

impl<T: Send> Held<T> {
    pub(crate) const fn new(value: T) -> Self {
        Self(Some(value))
    }

    /// Lets go of it, for a call that uses it up.
    pub(crate) fn into_inner(mut self) -> Option<T> {
        self.0.take()
    }

    pub(crate) const fn get(&self) -> Option<&T> {
        self.0.as_ref()
    }

    pub(crate) const fn get_mut(&mut self) -> Option<&mut T> {
        self.0.as_mut()
    }
}

impl<T: Send> Drop for Held<T> {
    fn drop(&mut self) {
        let held = self.0.take();
        let mut rest = Some(held);
        // Where the interpreter is at its end there is no GIL to give back.
        if Python::try_attach(|py| py.detach(|| drop(rest.take()))).is_none() {
            drop(rest);
        }
    }
}

/// By whom something is told: what goes on from an answer is timed and called alike.
#[derive(Debug, Clone)]
pub(crate) struct Teller {
    pub(crate) time: Time,
    /// Whether the call was awaited.
    pub(crate) awaits: bool,
}

/// What a call answers.
pub(crate) trait Answer {
    /// What Python sees.
    type Python: for<'py> IntoPyObject<'py>;

    /// Tells it.
    fn told(self, py: Python<'_>, teller: &Teller) -> PyResult<Self::Python>;
}

impl<T: Shown> Answer for T {
    type Python = T::Python;

    fn told(self, py: Python<'_>, _: &Teller) -> PyResult<T::Python> {
        self.given(py)
    }
}

/// A face: the core's own, and the clock by which its calls are timed.
#[derive(Debug)]
pub(crate) struct Face<T: Send> {
    core: Held<T>,
    pub(crate) time: Time,
}

impl<T: Send + Sync> Face<T> {
    pub(crate) const fn new(core: T, time: Time) -> Self {
        Self { core: Held::new(core), time }
    }

    /// Returns the core's own; there as long as the face is.
    pub(crate) fn core(&self) -> Result<&T, Error> {
        self.core.get().ok_or(Error::Closed)
    }

    /// Makes another face with the same clock.
    pub(crate) fn beside<U: Send + Sync>(&self, core: U) -> Face<U> {
        Face::new(core, self.time.clone())
    }

    /// Does a call while this thread waits, for what is not simply shown.
    pub(crate) fn wait_for<'a, R, F>(&'a self, py: Python<'_>, call: impl FnOnce(&'a T) -> F) -> PyResult<R>
    where
        R: Send,
        F: Future<Output = Result<R, Error>> + Send,
    {
        let instant = self.time.sample(py)?;
        let future = call(self.core().map_err(|error| raised(&error))?);
        wait(py, instant, future)
    }

    /// Does a call while this thread waits.
    pub(crate) fn wait<'a, R, F>(&'a self, py: Python<'_>, call: impl FnOnce(&'a T) -> F) -> PyResult<R::Python>
    where
        R: Answer + Send,
        F: Future<Output = Result<R, Error>> + Send,
    {
        self.wait_for(py, call)?.told(py, &self.teller(false))
    }

    /// Does a call for an event loop, for what is not simply shown.
    pub(crate) async fn follow_for<'a, R, F>(&'a self, call: impl FnOnce(&'a T) -> F) -> PyResult<R>
    where
        R: Send,
        F: Future<Output = Result<R, Error>> + Send,
    {
        let instant = Python::attach(|py| self.time.sample(py))?;
        let future = call(self.core().map_err(|error| raised(&error))?);
        follow(instant, future).await
    }

    /// Does a call for an event loop.
    pub(crate) async fn follow<'a, R, F>(&'a self, call: impl FnOnce(&'a T) -> F) -> PyResult<R::Python>
    where
        R: Answer + Send,
        F: Future<Output = Result<R, Error>> + Send,
    {
        let done = self.follow_for(call).await?;
        Python::attach(|py| done.told(py, &self.teller(true)))
    }

    fn teller(&self, awaits: bool) -> Teller {
        Teller { time: self.time.clone(), awaits }
    }
}

/// A future that is polled, and dropped, without the GIL.
struct Detached<F: Send> {
    future: Held<Pin<Box<F>>>,
    call: Arc<Call>,
}

impl<T: Send, F: Future<Output = Result<T, Error>> + Send> Future for Detached<F> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let waker = context.waker().clone();
        let call = Arc::clone(&self.call);
        let Some(future) = self.future.0.as_mut() else { return Poll::Ready(Err(Error::Closed)) };
        Python::attach(|py| py.detach(|| call.within(|| future.as_mut().poll(&mut Context::from_waker(&waker)))))
    }
}

/// Does something long on a thread of its own, so that no event loop waits for it.
pub(crate) async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let (give, given) = futures_channel::oneshot::channel();
    let spawned = std::thread::Builder::new().name("cowrite-open".to_owned()).spawn(move || {
        // Nobody waits any more: what was made ends here.
        drop(give.send(work()));
    });
    if spawned.is_err() {
        return Err(Error::SourceUnavailable);
    }
    given.await.unwrap_or(Err(Error::Closed))
}

/// Declares operations once for the blocking and the asyncio face.
///
/// An operation is its documentation, its name, the object it is about, after `;` the arguments that are given by name, what the core
/// returns, and the core's call, in which each argument has been read and stands under its own name.
macro_rules! operations {
    ($Face:ident, $AsyncFace:ident, $Calls:ident on $Core:ty; $($(#[$doc:meta])* $name:ident $arguments:tt -> $Result:ty = |$core:ident| $call:expr;)*) => {
        $($crate::call::operation! { $Face, $AsyncFace, $Calls, $Core, [$(#[$doc])*] $name $arguments $Result, $core, $call })*
    };
}
pub(crate) use operations;

/// What pyo3 makes of an `async fn` with arguments names `Py` so.
macro_rules! named_by_pyo3 {
    () => {};
    ($($argument:ident)+) => {
        use pyo3::Py;
    };
}
pub(crate) use named_by_pyo3;

macro_rules! operation {
    ($Face:ident, $AsyncFace:ident, $Calls:ident, $Core:ty, $doc:tt $name:ident
     ($($object:ident: $Object:ty),*) $($rest:tt)*) => {
        $crate::call::operation! {
            @ $Face, $AsyncFace, $Calls, $Core, $doc $name ($($object: $Object,)*) [($($object),*)] $($rest)*
        }
    };
    ($Face:ident, $AsyncFace:ident, $Calls:ident, $Core:ty, $doc:tt $name:ident
     ($($object:ident: $Object:ty),*; $($argument:ident: $Argument:ty $(= $default:tt)?),+) $($rest:tt)*) => {
        $crate::call::operation! {
            @ $Face, $AsyncFace, $Calls, $Core, $doc $name ($($object: $Object,)* $($argument: $Argument,)+)
            [($($object,)* *, $($argument $(= $default)?),+)] $($rest)*
        }
    };
    (@ $Face:ident, $AsyncFace:ident, $Calls:ident, $Core:ty, [$(#[$doc:meta])*] $name:ident
     ($($argument:ident: $Argument:ty,)*) [$signature:tt] $Result:ty, $core:ident, $call:expr) => {
        impl $Calls {
            async fn $name($core: &$Core, ($($argument,)*): ($($Argument,)*)) -> Result<$Result, cowrite::Error> {
                $(let $argument = $crate::argument::Argument::value($argument, stringify!($argument))?;)*
                $call.await
            }
        }

        #[pyo3::pymethods]
        impl $Face {
            $(#[$doc])*
            #[pyo3(signature = $signature)]
            fn $name(
                &self,
                py: pyo3::Python<'_>,
                $($argument: $Argument),*
            ) -> pyo3::PyResult<<$Result as $crate::call::Answer>::Python> {
                self.face.wait(py, |core| $Calls::$name(core, ($($argument,)*)))
            }
        }

        const _: () = {
            $crate::call::named_by_pyo3!($($argument)*);

            #[pyo3::pymethods]
            impl $AsyncFace {
                $(#[$doc])*
                #[pyo3(signature = $signature)]
                async fn $name(
                    &self,
                    $($argument: $Argument),*
                ) -> pyo3::PyResult<<$Result as $crate::call::Answer>::Python> {
                    self.face.follow(|core| $Calls::$name(core, ($($argument,)*))).await
                }
            }
        };
    };
}
pub(crate) use operation;
