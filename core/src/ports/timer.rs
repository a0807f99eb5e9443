use core::fmt;
use core::time::Duration;

use super::BoxFuture;

/// Waiting, without a thread of the caller's standing still.
///
/// It is used between the tries of a lost race; a future that is dropped waits for nothing more.
pub trait Timer: Send + Sync + fmt::Debug {
    /// Returns a future that is ready after `duration`, never before.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;
}

/// Waiting by a helper thread that is started when first needed, under any executor.
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct SystemTimer;

impl Timer for SystemTimer {
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(futures_timer::Delay::new(duration))
    }
}
