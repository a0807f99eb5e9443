use core::fmt;

use crate::time::Timestamp;

/// The time, as the host sees it.
///
/// It is asked once, on the caller's thread, at the entry of each call, and must answer at once.
/// It may jump and may stand still: a workspace never stamps a commit before the one before it.
pub trait Clock: Send + Sync + fmt::Debug {
    /// Returns the present instant.
    fn now(&self) -> Timestamp;
}

/// The machine's own clock.
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the wall clock")]
    fn now(&self) -> Timestamp {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let millis = since.ok().and_then(|since| i64::try_from(since.as_millis()).ok());
        millis.and_then(Timestamp::from_millis).unwrap_or_default()
    }
}
