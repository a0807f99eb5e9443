//! Calling the core: without the GIL, from a thread that waits or from an event loop that does not.

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use cowrite::{Error, Timestamp};
use pyo3::prelude::*;

use crate::clock::Time;
use crate::error::raised;
use crate::shown::Shown;

thread_local! {
    /// The instant that the host's own clock gave for the call that this thread is at.
    static NOW: Cell<Option<Timestamp>> = const { Cell::new(None) };
}

/// Returns the instant of the call that this thread is at.
pub(crate) fn now() -> Option<Timestamp> {
    NOW.get()
}

/// Does a part of a call as of an instant.
pub(crate) fn at<T>(instant: Option<Timestamp>, part: impl FnOnce() -> T) -> T {
    let before = NOW.replace(instant);
    let done = part();
    NOW.set(before);
    done
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

    /// Does a call while this thread waits.
    pub(crate) fn wait<'a, R, F>(&'a self, py: Python<'_>, call: impl FnOnce(&'a T) -> F) -> PyResult<R::Python>
    where
        R: Answer + Send,
        F: Future<Output = Result<R, Error>> + Send,
    {
        let instant = self.time.sample(py)?;
        let future = call(self.core().map_err(|error| raised(&error))?);
        let done = py.detach(|| at(instant, || pollster::block_on(future)));
        done.map_err(|error| raised(&error))?.told(py, &self.teller(false))
    }

    /// Does a call for an event loop.
    pub(crate) async fn follow<'a, R, F>(&'a self, call: impl FnOnce(&'a T) -> F) -> PyResult<R::Python>
    where
        R: Answer + Send,
        F: Future<Output = Result<R, Error>> + Send,
    {
        let instant = Python::attach(|py| self.time.sample(py))?;
        let future = call(self.core().map_err(|error| raised(&error))?);
        let done = Detached::new(future, instant).await.map_err(|error| raised(&error))?;
        Python::attach(|py| done.told(py, &self.teller(true)))
    }

    fn teller(&self, awaits: bool) -> Teller {
        Teller { time: self.time.clone(), awaits }
    }
}

/// A future that is polled, and dropped, without the GIL.
pub(crate) struct Detached<F: Send> {
    future: Held<Pin<Box<F>>>,
    instant: Option<Timestamp>,
}

impl<F: Send> Detached<F> {
    pub(crate) fn new(future: F, instant: Option<Timestamp>) -> Self {
        Self { future: Held::new(Box::pin(future)), instant }
    }
}

impl<T: Send, F: Future<Output = Result<T, Error>> + Send> Future for Detached<F> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let waker = context.waker().clone();
        let instant = self.instant;
        let Some(future) = self.future.0.as_mut() else { return Poll::Ready(Err(Error::Closed)) };
        Python::attach(|py| py.detach(|| at(instant, || future.as_mut().poll(&mut Context::from_waker(&waker)))))
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
