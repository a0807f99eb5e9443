//! The host's own clock, which the JavaScript half asks once a call, before the core is called.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use cowrite::Timestamp;
use cowrite::ports::Clock;

use crate::call::now;

/// The core's view of the host's clock: the instant of the call at hand, elsewhere the last one given.
#[derive(Debug)]
pub(crate) struct HostTime(pub(crate) Arc<AtomicI64>);

impl Clock for HostTime {
    fn now(&self) -> Timestamp {
        now().or_else(|| Timestamp::from_millis(self.0.load(Ordering::Acquire))).unwrap_or_default()
    }
}
