//! Waiting for what changes for a person (SYN-1).

use core::future::{Future, poll_fn};
use core::pin::pin;
use core::task::Poll;
use core::time::Duration;

use super::actor::Actor;
use super::sync::Sync;
use crate::error::Error;

/// How often it is looked whether another process has committed something.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// A watch over what changes for a person, from a cursor on.
#[derive(Debug)]
#[must_use = "a watch does nothing unless asked for the next change"]
pub struct Watch {
    actor: Actor,
    cursor: Option<String>,
}

impl Watch {
    /// Returns the next change for the person, waiting until there is one.
    ///
    /// What is committed in this process is seen at once, what others commit within some seconds.
    /// Dropping the future loses nothing: the next call tells what this one would have told.
    ///
    /// # Errors
    /// As [`Actor::sync`]; asking again goes on from the same place.
    pub async fn next(&mut self) -> Result<Sync, Error> {
        loop {
            // Counted before looking, so that what is committed meanwhile is not slept over.
            let seen = self.actor.driver.core.signal.count();
            let sync = self.actor.sync(self.cursor.as_deref()).await?;
            self.cursor = Some(sync.cursor.clone());
            if !sync.is_empty() {
                return Ok(sync);
            }
            if !sync.more {
                self.wait(seen).await;
            }
        }
    }

    /// Returns the cursor up to which everything was told.
    #[must_use]
    pub fn cursor(&self) -> Option<&str> {
        self.cursor.as_deref()
    }

    async fn wait(&self, seen: u64) {
        let core = &self.actor.driver.core;
        let mut given = pin!(core.signal.after(seen));
        let mut slept = core.timer.sleep(LOOK_EVERY);
        poll_fn(|context| {
            let is_given = given.as_mut().poll(context).is_ready();
            if is_given || slept.as_mut().poll(context).is_ready() { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }
}

impl Actor {
    /// Begins to watch what changes for the actor after a cursor; all there is comes first, where there is none (SYN-1).
    ///
    /// One would want it to keep a screen or a device current without asking again and again.
    ///
    /// # Example
    ///
    /// ```
    /// # pollster::block_on(async {
    /// # let cowrite::testing::Studio { olivia, alex, track, .. } = cowrite::testing::Studio::new().await?;
    /// let mut watch = alex.watch(None);
    /// assert!(watch.next().await?.full);
    /// olivia.archive_track(track).await?;
    /// assert!(watch.next().await?.tracks[0].archived);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub fn watch(&self, cursor: Option<&str>) -> Watch {
        Watch { actor: self.clone(), cursor: cursor.map(str::to_owned) }
    }
}
