//! Sweeping out what is over, so that a store holds no more than it needs (REL-1).

use serde::{Deserialize, Serialize};

use super::workspace::Workspace;
use crate::domain::item::Counter;
use crate::error::Error;
use crate::ports::store::{REPLAY_DAYS, Sweep};

/// How much one commit takes away at most, so that nobody waits long for it.
const BATCH: u32 = 500;

/// How many days longer than tickets live here their counters are kept: another node may let them live longer.
const TICKET_DAYS: i64 = 7;

/// How many milliseconds a day has.
const DAY: i64 = 86_400_000;

/// What was swept out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Maintained {
    /// Outcomes of calls with a key, older than 7 days.
    pub outcomes: u64,
    /// What says that a ticket's download was counted, of tickets whose time is long over.
    pub tickets: u64,
    /// Counts of wrong passwords, of hours that are over.
    pub throttles: u64,
}

impl Workspace {
    /// Takes away what is over and only takes room: outcomes of calls with a key after 7 days, counts that nothing rests on any more (REL-1).
    ///
    /// One would call it once a day, on one machine or several; nothing else sweeps, and nobody's answer changes by it.
    /// An outcome is kept to the last millisecond of its 7 days; the counter of a ticket 7 days longer than tickets live ([`WorkspaceBuilder::ticket_for`](crate::WorkspaceBuilder::ticket_for)); a count of wrong passwords until its hour is over.
    /// It works in commits of 500 each, between which others commit, and no history tells of it; where it is cut off it is simply called again.
    ///
    /// # Errors
    /// None of its own.
    ///
    /// # Example: an outcome that nobody can ask for any more
    ///
    /// ```
    /// # pollster::block_on(async {
    /// use cowrite::testing::SettableClock;
    /// use cowrite::{NewPerson, Workspace};
    ///
    /// let clock = SettableClock::at("2026-01-01T00:00:00.000Z".parse()?);
    /// let workspace = Workspace::builder().clock(clock.clone()).in_memory()?;
    /// let olivia = workspace.register(NewPerson::new("olivia-1", "Olivia Park")).await?;
    /// workspace.acting_as(olivia.id).with_key("first").create_track("B-Side").await?;
    /// assert_eq!(workspace.maintain().await?.outcomes, 0);
    /// clock.advance(7 * 86_400_000);
    /// assert_eq!(workspace.maintain().await?.outcomes, 1);
    /// # Ok::<(), cowrite::Error>(()) }).unwrap();
    /// ```
    pub async fn maintain(&self) -> Result<Maintained, Error> {
        let now = self.core.clock.now();
        let lives_for = i64::try_from(self.core.options.ticket_for.as_millis()).unwrap_or(i64::MAX);
        let ticket = now.plus_millis(lives_for.saturating_add(TICKET_DAYS * DAY).saturating_neg());
        Ok(Maintained {
            outcomes: self.sweep(Sweep::Replays(now.plus_millis(-(i64::from(REPLAY_DAYS) * DAY)))).await?,
            tickets: self.sweep(Sweep::Counters(Counter::redeemed_before(ticket))).await?,
            throttles: self.sweep(Sweep::Counters(Counter::wrong_before(now))).await?,
        })
    }

    async fn sweep(&self, over: Sweep) -> Result<u64, Error> {
        let mut swept = 0_u64;
        loop {
            let some = self.core.store.sweep(over.clone(), BATCH).await?;
            swept = swept.saturating_add(some);
            if some < u64::from(BATCH) {
                return Ok(swept);
            }
        }
    }
}
