//! How either side is driven: many clients at once, each a task of one runtime with a track of its own.

use core::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use cowrite_benches::{Outcome, Round, nanos_since, now};
use tokio::sync::Barrier;

use crate::world::{Step, World};

/// One side of the comparison, connected.
pub(crate) trait Side: Sized + Send + Sync + 'static {
    /// What one client holds.
    type Client: Send + Sync + 'static;

    /// Connects for so many clients at once.
    fn open(world: &Arc<World>, url: &str, clients: usize) -> impl Future<Output = Outcome<Vec<Self::Client>>> + Send;

    /// Sets one share: one durable command.
    fn command(client: &Self::Client, step: Step) -> impl Future<Output = Outcome<()>> + Send;
}

/// How many commands each client does before any is counted: a pool that passes its connections around has met all of them by then.
pub(crate) const WARM: usize = 8;

fn runtime() -> Outcome<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}

/// Lets so many clients work until the time is over; the first [`WARM`] commands of each are not counted.
pub(crate) fn throughput<S: Side>(world: &Arc<World>, url: &str, clients: usize, length: Duration) -> Outcome<Round> {
    runtime()?.block_on(async {
        let (together, over) = (Arc::new(Barrier::new(clients + 1)), Arc::new(AtomicBool::new(false)));
        let mut tasks = tokio::task::JoinSet::new();
        for (number, client) in S::open(world, url, clients).await?.into_iter().enumerate() {
            let (world, together, over) = (Arc::clone(world), Arc::clone(&together), Arc::clone(&over));
            tasks.spawn(async move {
                let mut warmed = Ok(());
                for step in 0..WARM {
                    let step = world.step(number, step)?;
                    warmed = warmed.and(S::command(&client, step).await);
                }
                together.wait().await;
                warmed?;
                let mut samples = Vec::new();
                while !over.load(Ordering::Relaxed) {
                    let step = world.step(number, samples.len() + WARM)?;
                    let start = now();
                    S::command(&client, step).await?;
                    samples.push(nanos_since(start));
                }
                Outcome::Ok(samples)
            });
        }
        together.wait().await;
        let start = now();
        tokio::time::sleep(length).await;
        over.store(true, Ordering::Relaxed);
        let mut samples = Vec::new();
        while let Some(ended) = tasks.join_next().await {
            samples.extend(ended??);
        }
        Ok(Round::of(samples, nanos_since(start)))
    })
}

/// Lets one client do so many commands after a first one, behind which `between` is called.
pub(crate) fn commands<S: Side>(world: &Arc<World>, url: &str, count: usize, between: impl FnOnce()) -> Outcome<()> {
    runtime()?.block_on(async {
        let clients = S::open(world, url, 1).await?;
        let client = clients.first().ok_or("no client")?;
        S::command(client, world.step(0, 0)?).await?;
        between();
        for number in 1..=count {
            S::command(client, world.step(0, number)?).await?;
        }
        Ok(())
    })
}
