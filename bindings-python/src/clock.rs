//! The host's own clock: an object of Python with a synchronous `now()`.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use cowrite::ports::Clock;
use cowrite::{Error, Timestamp};
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::type_hint_identifier;
use pyo3::types::PyDelta;

use crate::argument::{Argument, Instant, wrong_type};
use crate::call::now;

/// Where the time of calls comes from: the machine, or the host's clock.
///
/// The host's is asked once a call, on the thread that makes it, before the core is: so what it raises reaches the caller, and nothing has been touched.
#[derive(Debug, Clone, Default)]
pub(crate) struct Time(Option<Arc<HostClock>>);

/// The host's clock, and the last instant that it gave.
#[derive(Debug)]
pub(crate) struct HostClock {
    clock: Py<PyAny>,
    last: AtomicI64,
}

impl Time {
    /// Asks the host's clock, where there is one.
    pub(crate) fn sample(&self, py: Python<'_>) -> PyResult<Option<Timestamp>> {
        let Some(host) = &self.0 else { return Ok(None) };
        let given = host.clock.bind(py).call_method0("now")?;
        let instant = given.extract::<Instant>()?.value("now");
        let instant = instant.map_err(|error| crate::error::raised(&error))?;
        host.last.store(instant.millis(), Ordering::Release);
        Ok(Some(instant))
    }

    /// Returns the clock for the core, where the host has one.
    pub(crate) fn port(&self) -> Option<HostTime> {
        self.0.clone().map(HostTime)
    }
}

/// The core's view of the host's clock: the instant of the call at hand, on other threads the last one given.
#[derive(Debug)]
pub(crate) struct HostTime(Arc<HostClock>);

impl Clock for HostTime {
    fn now(&self) -> Timestamp {
        let last = || Timestamp::from_millis(self.0.last.load(Ordering::Acquire));
        now().or_else(last).unwrap_or_default()
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for Time {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = type_hint_identifier!("cowrite.ports", "Clock");

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if !object.hasattr("now")? {
            return Err(wrong_type("a clock with now()", object));
        }
        let host = HostClock { clock: object.to_owned().unbind(), last: AtomicI64::new(0) };
        Ok(Self(Some(Arc::new(host))))
    }
}

/// A length of time: a `timedelta`; one that runs backwards is refused.
#[derive(Debug)]
pub(crate) struct Span(Option<Duration>);

impl<'a, 'py> FromPyObject<'a, 'py> for Span {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = type_hint_identifier!("datetime", "timedelta");

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let span = object.cast::<PyDelta>().map_err(|_| wrong_type("timedelta", object))?;
        Ok(Self(span.extract().ok()))
    }
}

impl Argument for Span {
    type Value = Duration;

    fn value(self, name: &'static str) -> Result<Duration, Error> {
        self.0.ok_or(Error::invalid(name, "is a length of time that runs backwards"))
    }
}
