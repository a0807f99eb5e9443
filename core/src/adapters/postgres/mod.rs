//! The store in a PostgreSQL database that many machines share.
//!
//! 1. A load is one read transaction, as of one instant, and for most calls one round trip; a commit is one round trip.
//! 2. Whatever a change rests on is locked and checked as it commits, so that nodes know nothing of each other.
//! 3. All talk with the server happens on one thread with a runtime of its own, which any executor, or a plain `block_on`, can wait for; what was begun there ends, whether anybody waits or not.
//! 4. What is acknowledged survives as the server's `synchronous_commit` promises.
//! 5. After a fork the child can do nothing with the store, not even close it.
//!
//! Everything lies in the schema `cowrite` of the database, which the first to connect makes.

use core::fmt;
use core::future::{Future, poll_fn};
use core::pin::Pin;
use core::sync::atomic::{AtomicBool, Ordering};
use core::task::Poll;
use std::path::Path;
use std::sync::{Arc, Weak};

use self::connection::{Connection, Connections};
use self::failure::unavailable;
use self::load::{Answered, Failure};
use self::runtime::{Runtime, thread_died};
use self::standby::Standby;
use self::survey::Following;
use self::tried::Tried;
use crate::adapters::oneshot::{Answer, oneshot};
use crate::domain::effect::Effect;
use crate::domain::sync::Seen;
use crate::ports::BoxFuture;
use crate::ports::store::{
    Change, ClaimedEffect, Committed, EffectClaim, Everything, Feed, Follower, Load, Loaded, OpenEffects,
    SettledEffect, Sink, Source, Store, StoreError, SurveySink, Sweep,
};
use crate::time::Timestamp;

mod address;
mod cell;
mod cells;
mod change;
mod codec;
mod connection;
mod documents;
mod encryption;
mod failure;
mod fetch;
mod learn;
mod library;
mod load;
mod migrate;
mod options;
mod outbox;
mod plan;
mod plan_needs;
mod put;
mod rows;
mod runtime;
mod schema;
mod standby;
mod survey;
mod sweep;
#[cfg(test)]
#[cfg(feature = "testing")]
mod tests;
mod transfer;
mod tried;
mod ways;
mod whole;

pub use options::PostgresOptions;

/// A store in a PostgreSQL database.
///
/// Dropping it closes it.
pub struct PostgresStore {
    inner: Arc<Inner>,
}

struct Inner {
    /// The process that connected.
    pid: u32,
    runtime: Runtime,
    connections: Arc<Connections>,
    standby: Option<Arc<Standby>>,
    following: Arc<Following>,
    /// Whether it is looked again and again what others have committed.
    is_looking: AtomicBool,
}

impl fmt::Debug for PostgresStore {
    /// Shows nothing of how the server is reached, which a password is part of.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresStore").finish_non_exhaustive()
    }
}

impl PostgresStore {
    /// Connects to the store in the database that a URL names, making it there if there is none yet and migrating one of an older version (REL-4).
    ///
    /// `sslmode` in the URL says how the way is encrypted, in the words of `libpq`: `disable`, `prefer` (unless said otherwise), `require`, `verify-ca`, `verify-full`.
    /// Where `sslrootcert` names no file of certificates, the public ones that Mozilla trusts are.
    ///
    /// # Errors
    /// `Refused` with its reason for a URL that is none, a host that does not answer, credentials or a database that the server does not know, a way that cannot be encrypted as asked, and a read-only standby; `SchemaTooNew` for a newer version's store; `Corrupt`; `Unavailable` as the server fails.
    /// None of them tells the password.
    pub async fn connect(url: &str, options: PostgresOptions) -> Result<Self, StoreError> {
        let standby = options.standby.as_deref().map(|url| Standby::new(url, &options)).transpose()?;
        let connections = Arc::new(Connections::new(address::parse(url)?, options)?);
        let standby = standby.map(Arc::new);
        let (pid, runtime) = (std::process::id(), Runtime::start()?);
        let (following, is_looking) = (Arc::default(), AtomicBool::new(false));
        let store = Self { inner: Arc::new(Inner { pid, runtime, connections, standby, following, is_looking }) };
        let migrate = async |connection: &Connection<'_>| migrate::migrate(connection.client()).await;
        let connections = Arc::clone(&store.inner.connections);
        store.inner.ask(async move { with_connection(&connections, migrate).await }).await?;
        Ok(store)
    }
}

impl Drop for PostgresStore {
    fn drop(&mut self) {
        if self.inner.has_forked() {
            // The child has neither the thread nor a right to the sockets; what it has leaks.
            core::mem::forget(Arc::clone(&self.inner));
        } else {
            self.inner.close();
        }
    }
}

impl Store for PostgresStore {
    fn load(&self, load: Load) -> BoxFuture<'_, Result<Loaded, StoreError>> {
        let connections = Arc::clone(&self.inner.connections);
        let standby = self.inner.standby.clone();
        Box::pin(self.inner.ask(async move { load_anew(&connections, standby.as_deref(), &load).await }))
    }

    fn commit(&self, change: Change) -> BoxFuture<'_, Result<Committed, StoreError>> {
        let connections = Arc::clone(&self.inner.connections);
        let following = Arc::clone(&self.inner.following);
        Box::pin(self.inner.ask(async move {
            let committed = commit_once(&connections, &change).await?;
            // It has been committed all the same: where it cannot be read now, those who follow know that they lag.
            drop(following.catch_up(&connections).await);
            Ok(committed)
        }))
    }

    fn feed(&self, since: Seen, after: u64, limit: u32) -> BoxFuture<'_, Result<Feed, StoreError>> {
        let connections = Arc::clone(&self.inner.connections);
        Box::pin(self.inner.ask(async move { outbox::feed(&connections, &since, after, limit).await }))
    }

    fn survey(&self, sink: SurveySink) -> BoxFuture<'_, Result<Seen, StoreError>> {
        let connections = Arc::clone(&self.inner.connections);
        let give = async move |connection: &Connection<'_>| survey::survey(connection, sink).await;
        Box::pin(self.inner.ask(async move { with_connection(&connections, give).await }))
    }

    fn follow(&self, since: Seen, follower: Weak<dyn Follower>) -> BoxFuture<'_, Result<(), StoreError>> {
        self.inner.following.followers.add(follower, since);
        Box::pin(async move {
            if !self.inner.is_looking.swap(true, Ordering::SeqCst) {
                let connections = Arc::clone(&self.inner.connections);
                let following = Arc::clone(&self.inner.following);
                self.inner.runtime.run(Box::pin(async move { following.look(&connections).await }))?;
            }
            self.catch_up().await
        })
    }

    fn catch_up(&self) -> BoxFuture<'_, Result<(), StoreError>> {
        let connections = Arc::clone(&self.inner.connections);
        let following = Arc::clone(&self.inner.following);
        Box::pin(self.inner.ask(async move { following.catch_up(&connections).await }))
    }

    fn is_alone(&self) -> bool {
        false
    }

    fn claim_effects(&self, claim: EffectClaim) -> BoxFuture<'_, Result<Vec<ClaimedEffect>, StoreError>> {
        let connections = Arc::clone(&self.inner.connections);
        let hand_out = async move |connection: &Connection<'_>| outbox::claim(connection, claim).await;
        Box::pin(self.inner.ask(async move { with_connection(&connections, hand_out).await }))
    }

    fn settle_effects(&self, settled: Vec<SettledEffect>) -> BoxFuture<'_, Result<(), StoreError>> {
        let connections = Arc::clone(&self.inner.connections);
        let settle = async move |connection: &Connection<'_>| outbox::settle(connection, &settled).await;
        Box::pin(self.inner.ask(async move { with_connection(&connections, settle).await }))
    }

    fn sweep(&self, over: Sweep, limit: u32) -> BoxFuture<'_, Result<u64, StoreError>> {
        let connections = Arc::clone(&self.inner.connections);
        let sweep = async move |connection: &Connection<'_>| sweep::sweep(connection, &over, limit).await;
        Box::pin(self.inner.ask(async move { with_connection(&connections, sweep).await }))
    }

    fn open_effects(&self, limit: u32) -> BoxFuture<'_, Result<OpenEffects, StoreError>> {
        let connections = Arc::clone(&self.inner.connections);
        let read = async move |connection: &Connection<'_>| outbox::open(connection, limit).await;
        Box::pin(self.inner.ask(async move { with_connection(&connections, read).await }))
    }

    fn hasten_effect(&self, effect: Effect, at: Timestamp) -> BoxFuture<'_, Result<bool, StoreError>> {
        let connections = Arc::clone(&self.inner.connections);
        let hasten = async move |connection: &Connection<'_>| outbox::hasten(connection, effect, at).await;
        Box::pin(self.inner.ask(async move { with_connection(&connections, hasten).await }))
    }

    fn everything(&self) -> BoxFuture<'_, Result<Everything, StoreError>> {
        let connections = Arc::clone(&self.inner.connections);
        let read = async |connection: &Connection<'_>| whole::everything(connection).await;
        Box::pin(self.inner.ask(async move { with_connection(&connections, read).await }))
    }

    fn check(&self) -> BoxFuture<'_, Result<(), StoreError>> {
        let connections = Arc::clone(&self.inner.connections);
        let check = async |connection: &Connection<'_>| whole::check(connection).await;
        Box::pin(self.inner.ask(async move { with_connection(&connections, check).await }))
    }

    fn backup(&self, _path: &Path) -> BoxFuture<'_, Result<(), StoreError>> {
        let message = "a PostgreSQL store is copied by the server's own tools, or exported";
        Box::pin(core::future::ready(Err(unavailable(message))))
    }

    fn export(&self, sink: Box<dyn Sink>) -> BoxFuture<'_, Result<(), StoreError>> {
        let connections = Arc::clone(&self.inner.connections);
        let give = async move |connection: &Connection<'_>| transfer::export(connection, sink).await;
        Box::pin(self.inner.ask(async move { with_connection(&connections, give).await }))
    }

    fn import(&self, source: Source) -> BoxFuture<'_, Result<(), StoreError>> {
        let connections = Arc::clone(&self.inner.connections);
        let following = Arc::clone(&self.inner.following);
        let take = async move |connection: &Connection<'_>| transfer::import(connection, source).await;
        Box::pin(self.inner.ask(async move {
            with_connection(&connections, take).await?;
            // It has taken hold all the same: where it cannot be read now, those who follow know that they lag.
            drop(following.catch_up(&connections).await);
            Ok(())
        }))
    }

    fn secret(&self, fresh: [u8; 32]) -> BoxFuture<'_, Result<[u8; 32], StoreError>> {
        let connections = Arc::clone(&self.inner.connections);
        let keep = async move |connection: &Connection<'_>| documents::secret(connection, fresh).await;
        Box::pin(self.inner.ask(async move { with_connection(&connections, keep).await }))
    }

    fn close(&self) {
        if !self.inner.has_forked() {
            self.inner.close();
        }
    }
}

impl Inner {
    fn has_forked(&self) -> bool {
        std::process::id() != self.pid
    }

    /// Has something done on the store's own thread, and waits for it; it goes on to its end though nobody wait.
    async fn ask<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T, StoreError>> + Send + 'static,
    ) -> Result<T, StoreError> {
        // Looked at before any lock, which a fork may have left locked.
        if self.has_forked() {
            return Err(StoreError::Forked);
        }
        if self.runtime.is_closed() {
            return Err(StoreError::Closed);
        }
        let (sender, answer) = oneshot();
        self.runtime.run(Box::pin(async move { sender.send(work.await) }))?;
        self.answered(answer).await
    }

    /// Waits for an answer, which is that of the process that asked.
    async fn answered<T>(&self, mut answer: Answer<Result<T, StoreError>>) -> Result<T, StoreError> {
        poll_fn(|context| {
            if self.has_forked() {
                return Poll::Ready(Err(StoreError::Forked));
            }
            Pin::new(&mut answer).poll(context).map(|answer| answer.unwrap_or_else(|_| Err(thread_died())))
        })
        .await
    }

    /// Lets what is under way end, then closes the connections.
    fn close(&self) {
        self.following.close();
        self.runtime.close();
        self.connections.close();
        self.standby.iter().for_each(|standby| standby.close());
    }
}

/// Does something on a connection, which is closed where that fails.
async fn with_connection<T>(
    connections: &Connections,
    work: impl AsyncFnOnce(&Connection<'_>) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let connection = connections.get().await?;
    let done = work(&connection).await;
    if done.is_err() {
        connection.discard();
    }
    done
}

/// Loads, on a second connection where the first turns out to be gone: a server may have been restarted since.
async fn load_anew(connections: &Connections, standby: Option<&Standby>, load: &Load) -> Result<Loaded, StoreError> {
    let mut copy = match standby {
        Some(standby) => standby.for_load(load).await,
        None => None,
    };
    let mut is_second = false;
    loop {
        let connection = connections.get().await?;
        match load::load(&connection, copy.as_ref(), load).await {
            Ok(Answered { loaded, copy_failed }) => {
                if copy_failed {
                    copy.take().into_iter().for_each(Connection::discard);
                    standby.into_iter().for_each(Standby::rest);
                }
                return Ok(loaded);
            }
            Err(Failure::Lost(_)) if !is_second => connection.discard(),
            Err(Failure::Lost(error) | Failure::Port(error)) => {
                connection.discard();
                return Err(error);
            }
        }
        is_second = true;
    }
}

/// Commits, on a second connection only where nothing was sent on the first.
async fn commit_once(connections: &Connections, change: &Change) -> Result<Committed, StoreError> {
    let mut is_second = false;
    loop {
        let connection = connections.get().await?;
        match change::commit(&connection, change).await {
            Tried::Decided(decided) => return decided,
            Tried::NotSent(_) if !is_second => connection.discard(),
            Tried::NotSent(error) | Tried::Lost(error) => {
                connection.discard();
                return Err(error);
            }
        }
        is_second = true;
    }
}
