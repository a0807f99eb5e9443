use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::task::JoinSet;
use uuid::Uuid;

use crate::commands::{Commands, Program, Tried};
use crate::{Outcome, now};

pub(crate) const CLIENTS: usize = 16;
pub(crate) const AGGREGATES: i32 = 20;

/// After how long a client gives a try up, and does not know.
const PATIENCE: Duration = Duration::from_secs(5);

/// For how long clients settle what is open after the end.
const SETTLE: Duration = Duration::from_secs(60);

/// What the clients have been told.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    pub(crate) acknowledged: BTreeMap<Uuid, Times>,
    /// Sent, and neither acknowledged nor given up.
    pub(crate) open: BTreeSet<Uuid>,
    /// How many tries ended with nobody knowing.
    pub(crate) unknown: usize,
    /// How many tries did nothing.
    pub(crate) not_done: usize,
}

/// When an acknowledged command was begun, when the try of it that succeeded was, and when it was acknowledged.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Times {
    pub(crate) begun: Instant,
    pub(crate) tried: Instant,
    pub(crate) acknowledged: Instant,
}

/// The clients at work.
#[derive(Debug)]
pub(crate) struct Clients {
    ledger: Arc<Mutex<Ledger>>,
    is_over: Arc<AtomicBool>,
    tasks: JoinSet<()>,
}

fn lock(ledger: &Mutex<Ledger>) -> MutexGuard<'_, Ledger> {
    ledger.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Clients {
    /// Lets them begin; within a runtime.
    pub(crate) fn start<P: Program>(program: &P, url: &str, world: &P::World) -> Self {
        let (ledger, is_over) = (Arc::<Mutex<Ledger>>::default(), Arc::<AtomicBool>::default());
        let mut tasks = JoinSet::new();
        for _ in 0..CLIENTS {
            tasks.spawn(work(program.client(url, world), Arc::clone(&ledger), Arc::clone(&is_over)));
        }
        Self { ledger, is_over, tasks }
    }

    /// Returns how many commands are acknowledged.
    pub(crate) fn acknowledged(&self) -> usize {
        lock(&self.ledger).acknowledged.len()
    }

    /// Returns when the first try that was begun after an instant was acknowledged.
    pub(crate) fn first_since(&self, since: Instant) -> Option<Instant> {
        let ledger = lock(&self.ledger);
        let later = ledger.acknowledged.values().filter(|times| times.tried > since);
        later.map(|times| times.acknowledged).min()
    }

    /// Lets them settle what is open, and returns what they know.
    pub(crate) async fn stop(mut self) -> Outcome<Ledger> {
        self.is_over.store(true, Ordering::SeqCst);
        let settled = async {
            while let Some(ended) = self.tasks.join_next().await {
                ended?;
            }
            Outcome::Ok(())
        };
        // Whoever has not settled by then leaves their commands open.
        if let Ok(ended) = tokio::time::timeout(SETTLE, settled).await {
            ended?;
        }
        self.tasks.shutdown().await;
        Ok(std::mem::take(&mut *lock(&self.ledger)))
    }
}

/// One client: one command after the other, each repeated with its key until its outcome is known.
async fn work(mut client: impl Commands, ledger: Arc<Mutex<Ledger>>, is_over: Arc<AtomicBool>) {
    while !is_over.load(Ordering::SeqCst) {
        let (key, random) = (fresh_key(), fresh_key().as_u128());
        let aggregate = i32::try_from(random % u128::from(AGGREGATES.unsigned_abs())).unwrap_or_default() + 1;
        let begun = now();
        lock(&ledger).open.insert(key);
        let mut was_unknown = false;
        loop {
            let tried = now();
            let outcome = tokio::time::timeout(PATIENCE, client.attempt(key, aggregate)).await;
            let outcome = outcome.unwrap_or(Tried::Unknown);
            if outcome == Tried::Done {
                let mut ledger = lock(&ledger);
                ledger.open.remove(&key);
                ledger.acknowledged.insert(key, Times { begun, tried, acknowledged: now() });
                break;
            }
            if outcome == Tried::Unknown {
                was_unknown = true;
                lock(&ledger).unknown += 1;
            } else {
                lock(&ledger).not_done += 1;
                // What has certainly not been done need not be, at the end.
                if is_over.load(Ordering::SeqCst) && !was_unknown {
                    lock(&ledger).open.remove(&key);
                    return;
                }
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the rig's own keys, in no rule of the library")]
fn fresh_key() -> Uuid {
    Uuid::new_v4()
}
