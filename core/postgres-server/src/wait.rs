use std::time::{Duration, Instant};

use crate::Error;

/// How long anything may take before it counts as failed: far longer than it ever should, for a busy machine.
pub(crate) const LONG: Duration = Duration::from_secs(60);

#[expect(clippy::disallowed_methods, reason = "a limit to waiting, in no rule of the library")]
pub(crate) fn now() -> Instant {
    Instant::now()
}

/// Asks every few milliseconds until there is an answer.
pub(crate) fn until<T>(
    what: &str,
    limit: Duration,
    mut ask: impl FnMut() -> Result<Option<T>, Error>,
) -> Result<T, Error> {
    let start = now();
    loop {
        if let Some(answer) = ask()? {
            return Ok(answer);
        }
        if start.elapsed() > limit {
            return Err(Error::TooLong { what: what.to_owned(), seconds: limit.as_secs() });
        }
        std::thread::sleep(Duration::from_millis(3));
    }
}
