//! The store in a SQLite file.
//!
//! 1. One thread writes, many waiting changes to a commit; its order is the order of revisions.
//! 2. Each load is one read transaction on a connection of a small pool: on the caller's thread, or for long ones on one of two workers.
//! 3. What is acknowledged is on the disk: a write-ahead log, `synchronous = FULL`.
//! 4. Other processes may have the file open too, on one machine and never over a network.
//! 5. Its file is where it was at each look and each commit, and its log at each commit: one that was moved away or replaced is noticed, and nothing is acknowledged into it. One that is written over in its place is not noticed.
//! 6. After a fork the child can do nothing with the store, not even close it.

use core::future::poll_fn;
use core::pin::Pin;
use core::sync::atomic::{AtomicBool, Ordering};
use core::task::Poll;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread::{self, JoinHandle};

use rusqlite::Connection;

use self::connection::{failed, open_reader, open_writer};
use self::place::Place;
use self::rows::Snapshot;
use self::work::Workers;
use self::writer::{Job, Surroundings, Waiting};
use crate::adapters::oneshot::{Answer, oneshot};
use crate::domain::effect::Effect;
use crate::domain::sync::Seen;
use crate::ports::BoxFuture;
use crate::ports::store::{
    Change, ClaimedEffect, Committed, EffectClaim, Everything, Feed, Follower, Followers, Load, Loaded, OpenEffects,
    SettledEffect, Sink, Source, Store, StoreError, SurveySink, Sweep, read,
};
use crate::time::Timestamp;

mod backup;
mod cell;
mod change;
mod checksum;
mod codec;
mod columns;
mod connection;
mod documents;
mod library;
mod migrate;
mod options;
mod outbox;
mod place;
mod put;
mod rows;
mod schema;
mod survey;
mod sweep;
#[cfg(test)]
#[cfg(feature = "testing")]
mod tests;
mod transfer;
mod whole;
mod work;
mod writer;

#[doc(hidden)]
pub use checksum::add_to as add_checksums;
pub use options::SqliteOptions;
#[doc(hidden)]
pub use options::Synchronous;

/// How many idle connections are kept for reading.
const IDLE_READERS: usize = 8;

/// A store in a SQLite file.
///
/// Dropping it closes it.
#[derive(Debug)]
pub struct SqliteStore {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    path: PathBuf,
    place: Place,
    options: SqliteOptions,
    /// The process that opened it.
    pid: u32,
    closed: AtomicBool,
    writer: Mutex<Option<Sender<Job>>>,
    writer_thread: Mutex<Option<JoinHandle<()>>>,
    readers: Mutex<Vec<Connection>>,
    workers: Workers,
    followers: Arc<Followers>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl SqliteStore {
    /// Opens the store in a file, making the file where there is none and migrating one of an older version (REL-4).
    ///
    /// # Errors
    /// `SchemaTooNew` for a newer version's; `Unavailable` for another application's file and where it cannot be opened or written; `Corrupt`.
    pub fn open(path: impl AsRef<Path>, options: SqliteOptions) -> Result<Self, StoreError> {
        let connection = open_writer(path.as_ref(), &options)?;
        let path = Place::absolute(path.as_ref())?;
        let place = Place::of(&path, &options);
        let (sender, jobs) = mpsc::channel();
        let followers = Arc::new(Followers::default());
        let (followed, is_alone, writers_place) = (Arc::clone(&followers), options.exclusive, place.clone());
        let thread = spawn("cowrite-sqlite-writer", move || {
            writer::run(connection, jobs, &Surroundings { place: writers_place, followers: followed, is_alone });
        })?;
        let inner = Inner {
            path,
            place,
            options,
            pid: std::process::id(),
            closed: AtomicBool::new(false),
            writer: Mutex::new(Some(sender)),
            writer_thread: Mutex::new(Some(thread)),
            readers: Mutex::default(),
            workers: Workers::new(),
            followers,
            threads: Mutex::default(),
        };
        Ok(Self { inner: Arc::new(inner) })
    }
}

/// Copies a backup to where a store is to be opened, after checking it whole.
///
/// # Errors
/// `Corrupt` and `SchemaTooNew` for what the backup is; `Unavailable` where it is another application's file, it cannot be written, or `to` is there already, or a `-wal`, `-shm` or `-journal` of its name: what a lost file has left must be taken away first.
pub fn restore(from: &Path, to: &Path) -> Result<(), StoreError> {
    backup::restore(from, to)
}

impl Drop for SqliteStore {
    fn drop(&mut self) {
        if self.inner.has_forked() {
            // The child has neither the threads nor the locks; touching SQLite could hang it, so what it has leaks.
            core::mem::forget(Arc::clone(&self.inner));
        } else {
            self.inner.close();
        }
    }
}

impl Store for SqliteStore {
    fn load(&self, load: Load) -> BoxFuture<'_, Result<Loaded, StoreError>> {
        Box::pin(async move {
            let is_work = load.is_work;
            let answer = move |connection: &Connection| read(&mut Snapshot::of(connection), &load);
            if is_work {
                return self.inner.at_length(|connection| in_snapshot(connection, answer)).await;
            }
            if self.inner.options.exclusive {
                return self.inner.ask_writer(|connection| in_snapshot(connection, answer)).await;
            }
            self.inner.by_reader(|connection| in_snapshot(connection, answer))
        })
    }

    fn commit(&self, change: Change) -> BoxFuture<'_, Result<Committed, StoreError>> {
        Box::pin(async move {
            let (sender, answer) = oneshot();
            self.inner.send(Job::Commit(Waiting { change: Box::new(change), answer: sender }))?;
            self.inner.answered(answer).await
        })
    }

    fn feed(&self, since: Seen, after: u64, limit: u32) -> BoxFuture<'_, Result<Feed, StoreError>> {
        let look = move |connection: &Connection| outbox::feed(connection, &since, after, limit);
        Box::pin(self.inner.at_length(move |connection| in_snapshot(connection, look)))
    }

    fn survey(&self, sink: SurveySink) -> BoxFuture<'_, Result<Seen, StoreError>> {
        let give = |connection: &Connection| survey::survey(connection, sink);
        Box::pin(self.inner.at_length(move |connection| in_snapshot(connection, give)))
    }

    fn follow(&self, since: Seen, follower: Weak<dyn Follower>) -> BoxFuture<'_, Result<(), StoreError>> {
        let followers = Arc::clone(&self.inner.followers);
        // On the thread that commits, so that nothing is committed between what is read and what is told.
        Box::pin(self.inner.ask_writer(move |connection| {
            followers.add(follower, since);
            survey::catch_up(connection, &followers)
        }))
    }

    fn catch_up(&self) -> BoxFuture<'_, Result<(), StoreError>> {
        let followers = Arc::clone(&self.inner.followers);
        Box::pin(self.inner.ask_writer(move |connection| survey::catch_up(connection, &followers)))
    }

    fn is_alone(&self) -> bool {
        // Whoever has put another file in its place has it for others, too.
        self.inner.options.exclusive && self.inner.place.check().is_ok()
    }

    fn claim_effects(&self, claim: EffectClaim) -> BoxFuture<'_, Result<Vec<ClaimedEffect>, StoreError>> {
        Box::pin(self.inner.change_by_writer(move |connection| outbox::claim(connection, claim)))
    }

    fn settle_effects(&self, settled: Vec<SettledEffect>) -> BoxFuture<'_, Result<(), StoreError>> {
        Box::pin(self.inner.change_by_writer(move |connection| outbox::settle(connection, &settled)))
    }

    fn sweep(&self, over: Sweep, limit: u32) -> BoxFuture<'_, Result<u64, StoreError>> {
        Box::pin(self.inner.change_by_writer(move |connection| sweep::sweep(connection, &over, limit)))
    }

    fn open_effects(&self, limit: u32) -> BoxFuture<'_, Result<OpenEffects, StoreError>> {
        let look = move |connection: &Connection| outbox::open(connection, limit);
        Box::pin(self.inner.at_length(move |connection| in_snapshot(connection, look)))
    }

    fn hasten_effect(&self, effect: Effect, at: Timestamp) -> BoxFuture<'_, Result<bool, StoreError>> {
        Box::pin(self.inner.change_by_writer(move |connection| outbox::hasten(connection, &effect, at)))
    }

    fn everything(&self) -> BoxFuture<'_, Result<Everything, StoreError>> {
        Box::pin(self.inner.at_length(|connection| in_snapshot(connection, whole::everything)))
    }

    fn check(&self) -> BoxFuture<'_, Result<(), StoreError>> {
        Box::pin(self.inner.at_length(|connection| in_snapshot(connection, whole::check)))
    }

    fn backup(&self, path: &Path) -> BoxFuture<'_, Result<(), StoreError>> {
        let path = path.to_path_buf();
        Box::pin(self.inner.at_length(move |connection| backup::backup(connection, &path)))
    }

    fn export(&self, sink: Box<dyn Sink>) -> BoxFuture<'_, Result<(), StoreError>> {
        let give = |connection: &Connection| transfer::export(connection, sink);
        Box::pin(self.inner.at_length(move |connection| in_snapshot(connection, give)))
    }

    fn import(&self, source: Source) -> BoxFuture<'_, Result<(), StoreError>> {
        let followers = Arc::clone(&self.inner.followers);
        Box::pin(self.inner.change_by_writer(move |connection| {
            transfer::import(connection, source)?;
            // It has taken hold all the same: where it cannot be read now, those who follow know that they lag.
            drop(survey::catch_up(connection, &followers));
            Ok(())
        }))
    }

    fn secret(&self, fresh: [u8; 32]) -> BoxFuture<'_, Result<[u8; 32], StoreError>> {
        Box::pin(self.inner.change_by_writer(move |connection| documents::secret(connection, fresh)))
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

    /// Checks that the store can be used, and that its file is still where it was: looked at before any lock, which a fork may have left locked.
    fn check_usable(&self) -> Result<(), StoreError> {
        if self.has_forked() {
            return Err(StoreError::Forked);
        }
        if self.closed.load(Ordering::Acquire) { Err(StoreError::Closed) } else { self.place.check() }
    }

    /// Checks the log too, which only what commits, or opens it anew, need look at.
    fn check_log(&self) -> Result<(), StoreError> {
        match self.place.check_log() {
            // Closing takes it away.
            Err(_) if self.closed.load(Ordering::Acquire) => Err(StoreError::Closed),
            checked => checked,
        }
    }

    fn send(&self, job: Job) -> Result<(), StoreError> {
        self.check_usable()?;
        self.check_log()?;
        let writer = locked(&self.writer);
        let sender = writer.as_ref().ok_or(StoreError::Closed)?;
        sender.send(job).map_err(|_| thread_died())
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

    /// Runs something on the thread and connection that write.
    async fn ask_writer<T: Send + 'static>(
        &self,
        look: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (sender, answer) = oneshot();
        self.send(Job::Look(Box::new(move |connection| sender.send(look(connection)))))?;
        self.answered(answer).await
    }

    /// Changes something on the thread and connection that write, in the file that is at its place before and after.
    async fn change_by_writer<T: Send + 'static>(
        &self,
        change: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let place = self.place.clone();
        let look = move |connection: &Connection| {
            place.check()?;
            let answer = change(connection)?;
            place.check_after().map(|()| answer)
        };
        self.ask_writer(look).await
    }

    /// Runs something that may take long on a worker, so that no caller's event loop waits.
    async fn at_length<T: Send + 'static>(
        self: &Arc<Self>,
        look: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        if self.options.exclusive {
            return self.ask_writer(look).await;
        }
        self.check_usable()?;
        let (sender, answer) = oneshot();
        let inner = Arc::clone(self);
        self.workers.run(Box::new(move || sender.send(inner.by_reader(look))), &self.threads)?;
        self.answered(answer).await
    }

    /// Runs something on this thread, on a connection that only reads.
    fn by_reader<T>(&self, look: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.check_usable()?;
        let idle = locked(&self.readers).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => {
                self.check_log()?;
                open_reader(&self.path, &self.options)?
            }
        };
        let answer = look(&connection);
        let mut readers = locked(&self.readers);
        // A connection that is still inside a transaction has failed in a way that it shall not be asked again.
        if connection.is_autocommit() && readers.len() < IDLE_READERS && !self.closed.load(Ordering::Acquire) {
            readers.push(connection);
        }
        drop(readers);
        answer
    }

    /// Lets the threads finish what was asked of them, then ends them.
    fn close(&self) {
        self.closed.store(true, Ordering::Release);
        self.workers.close();
        // Readers go first: the writer, closing last and alone, moves the log into the file and takes it away.
        join(core::mem::take(&mut *locked(&self.threads)));
        drop(core::mem::take(&mut *locked(&self.readers)));
        // Nobody can ask for more now; the thread ends when it has done what it was asked.
        drop(locked(&self.writer).take());
        join(locked(&self.writer_thread).take());
    }
}

/// Waits for threads to end, but not for this one, should it be what a thread has woken that closes the store.
fn join(threads: impl IntoIterator<Item = JoinHandle<()>>) {
    for thread in threads {
        if thread.thread().id() != thread::current().id() {
            drop(thread.join());
        }
    }
}

/// Runs `look` inside a read transaction: all that it reads is as of one instant.
fn in_snapshot<T>(
    connection: &Connection,
    look: impl FnOnce(&Connection) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let run = |sql: &str| {
        let done = connection.prepare_cached(sql).and_then(|mut statement| statement.execute([]));
        done.map_err(|error| failed("reading", error))
    };
    run("BEGIN")?;
    let answer = look(connection);
    // Nothing was written, so that either ends it; after some errors SQLite has ended it by itself.
    if !connection.is_autocommit() {
        run("COMMIT")?;
    }
    answer
}

fn spawn(name: &str, body: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, StoreError> {
    let spawned = thread::Builder::new().name(name.to_owned()).spawn(body);
    spawned.map_err(|error| StoreError::Unavailable {
        message: "no thread can be started".to_owned(),
        source: Some(Arc::new(error)),
    })
}

fn thread_died() -> StoreError {
    let message = "the store's thread has died; what was under way may or may not have taken hold".to_owned();
    StoreError::Unknown { message, source: None }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // No lock is held while anything runs that could panic half-way.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
