//! The one thread that writes: changes in the order they came, many to a commit where many wait.

use core::time::Duration;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Instant;

use rusqlite::Connection;

use super::change::{Refusal, apply};
use super::connection::{failed, unknown};
use super::place::Place;
use super::survey::catch_up;
use crate::adapters::oneshot::Sender;
use crate::event::Recorded;
use crate::ports::store::{Change, Committed, Followers, StoreError};

/// How many changes one commit takes at most, so that the first does not wait for a queue without end.
const LARGEST_GROUP: usize = 64;

/// Something for the thread to do.
pub(super) enum Job {
    /// Commits a change.
    Commit(Waiting),
    /// Looks at the database by the connection that writes.
    Look(Box<dyn FnOnce(&Connection) + Send>),
}

/// A change whose caller waits.
pub(super) struct Waiting {
    /// The change.
    pub(super) change: Box<Change>,
    /// Where the outcome goes; dropped unanswered should this thread die.
    pub(super) answer: Sender<Outcome>,
}

type Outcome = Result<Committed, StoreError>;

/// What the thread must know besides.
pub(super) struct Surroundings {
    /// Where the file is.
    pub(super) place: Place,
    /// Who is told of each commit.
    pub(super) followers: Arc<Followers>,
    /// Whether no other process can write the file.
    pub(super) is_alone: bool,
}

/// How often it is looked, for those who follow, whether another process has committed something.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// Works until nobody can send any more and all that was sent is done.
pub(super) fn run(connection: Connection, jobs: Receiver<Job>, around: &Surroundings) {
    let mut queue = Queue { jobs, held: None };
    let mut watch = Watch { around, looked: now() };
    loop {
        match queue.next(watch.left()) {
            Ok(Job::Commit(first)) => Group::new(&connection, around).commit(first, &mut queue),
            Ok(Job::Look(look)) => look(&connection),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        // After each job, since there may always be one more.
        watch.look(&connection);
    }
    // Without it plans are merely older.
    drop(connection.execute_batch("PRAGMA optimize"));
}

/// Looking again and again what those who follow have not been told of.
struct Watch<'a> {
    around: &'a Surroundings,
    /// When it was looked last.
    looked: Instant,
}

impl Watch<'_> {
    /// Returns how long it is until the next look, where there is anything that it could find: of another process, or that could not be read before.
    fn left(&self) -> Option<Duration> {
        let followers = &self.around.followers;
        let is_wanted = if self.around.is_alone { followers.is_any_behind() } else { !followers.is_empty() };
        is_wanted.then(|| LOOK_EVERY.saturating_sub(now().saturating_duration_since(self.looked)))
    }

    /// Looks, where it is time.
    fn look(&mut self, connection: &Connection) {
        if self.left().is_some_and(|left| left.is_zero()) {
            // Where the history cannot be read now it is tried again, and those who follow know that they lag.
            drop(catch_up(connection, &self.around.followers));
            self.looked = now();
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "how long this thread has not looked, which no test sets")]
fn now() -> Instant {
    Instant::now()
}

struct Queue {
    jobs: Receiver<Job>,
    /// A job that came while a group was being made and does not belong in it.
    held: Option<Job>,
}

impl Queue {
    /// Waits for the next job, no longer than `most` where that is given; there is no more when nobody can send any more.
    fn next(&mut self, most: Option<Duration>) -> Result<Job, RecvTimeoutError> {
        match (self.held.take(), most) {
            (Some(job), _) => Ok(job),
            (None, Some(most)) => self.jobs.recv_timeout(most),
            (None, None) => self.jobs.recv().map_err(|_| RecvTimeoutError::Disconnected),
        }
    }

    /// Returns the next change where one waits already.
    fn next_change(&mut self) -> Option<Waiting> {
        if self.held.is_some() {
            return None;
        }
        match self.jobs.try_recv().ok()? {
            Job::Commit(waiting) => Some(waiting),
            look @ Job::Look(_) => {
                self.held = Some(look);
                None
            }
        }
    }
}

/// Changes that one commit makes durable together.
struct Group<'c> {
    connection: &'c Connection,
    around: &'c Surroundings,
    is_followed: bool,
    /// What those who follow are to be told, by the number of its commit.
    happened: Vec<(u64, Vec<Recorded>)>,
    decided: Vec<(Sender<Outcome>, Outcome)>,
    /// Whether a transaction is open.
    open: bool,
    /// How many changes are in it.
    inside: usize,
}

impl<'c> Group<'c> {
    fn new(connection: &'c Connection, around: &'c Surroundings) -> Self {
        let is_followed = !around.followers.is_empty();
        Self { connection, around, is_followed, happened: Vec::new(), decided: Vec::new(), open: false, inside: 0 }
    }

    /// Commits a change and those that wait behind it, then answers them all.
    fn commit(mut self, first: Waiting, queue: &mut Queue) {
        let mut next = Some(first);
        while let Some(Waiting { change, answer }) = next {
            match self.add(*change) {
                Ok(outcome) => self.decided.push((answer, outcome)),
                Err(error) => {
                    self.decided.push((answer, Err(error.clone())));
                    // Who waits behind would meet the same: better told now than after as long again.
                    while let Some(Waiting { answer, .. }) = queue.next_change() {
                        self.decided.push((answer, Err(error.clone())));
                    }
                    self.fail(&error);
                    break;
                }
            }
            next = if self.decided.len() < LARGEST_GROUP { queue.next_change() } else { None };
        }
        if self.open
            && let Err(error) = self.end()
        {
            self.fail(&error);
        }
        self.tell();
        // Nobody is answered before what they are told is durable, and those who follow know of it.
        for (answer, outcome) in self.decided {
            answer.send(outcome);
        }
    }

    /// Takes a change into the transaction, or says why it is refused; an error ends the whole transaction.
    fn add(&mut self, change: Change) -> Result<Outcome, StoreError> {
        if !self.open {
            self.run("BEGIN IMMEDIATE")?;
            (self.open, self.inside) = (true, 0);
        }
        // The first change of a transaction is taken back with all of it, and needs no savepoint.
        let first = self.inside == 0;
        if !first {
            self.run("SAVEPOINT one")?;
        }
        let happened = if self.is_followed { change.recorded.clone() } else { Vec::new() };
        match apply(self.connection, change) {
            Ok(committed) => {
                self.happened.push((committed.revision, happened));
                if !first {
                    self.run("RELEASE one")?;
                }
                self.inside += 1;
                Ok(Ok(committed))
            }
            Err(Refusal::Alone(error)) if first => {
                self.open = false;
                self.run("ROLLBACK")?;
                Ok(Err(error))
            }
            Err(Refusal::Alone(error)) => {
                self.run("ROLLBACK TO one")?;
                self.run("RELEASE one")?;
                Ok(Err(error))
            }
            Err(Refusal::Whole(error)) => Err(error),
        }
    }

    /// Makes durable what is in the transaction.
    ///
    /// # Errors
    /// `Unknown`: what a failing `COMMIT` had written to the log before may be found there at the next start, and what went into a file that was replaced meanwhile is not in the one that is there now.
    fn end(&self) -> Result<(), StoreError> {
        self.run("COMMIT").map_err(unknown)?;
        self.around.place.check_after()
    }

    fn run(&self, sql: &str) -> Result<(), StoreError> {
        let done = self.connection.prepare_cached(sql).and_then(|mut statement| statement.execute([]));
        done.map(|_| ()).map_err(|error| failed("committing", error))
    }

    /// Tells those who follow what has been committed; whoever has missed what another process did reads that first.
    fn tell(&self) {
        let (Some((first, _)), Some((last, _))) = (self.happened.first(), self.happened.last()) else { return };
        let happened = || self.happened.iter().flat_map(|(_, happened)| happened).collect();
        if self.is_followed && !self.around.followers.tell(*first, *last, happened) {
            // It has been committed all the same: where it cannot be read now, those who follow know that they lag.
            drop(catch_up(self.connection, &self.around.followers));
        }
    }

    /// Ends the transaction without a commit, and tells so everybody who was to be in it.
    fn fail(&mut self, error: &StoreError) {
        self.open = false;
        self.happened.clear();
        // SQLite has rolled back by itself after some errors.
        if !self.connection.is_autocommit() {
            drop(self.run("ROLLBACK"));
        }
        // What may have taken hold all the same is told if it has.
        if self.is_followed && matches!(error, StoreError::Unknown { .. }) {
            drop(catch_up(self.connection, &self.around.followers));
        }
        for (_, outcome) in &mut self.decided {
            if outcome.is_ok() {
                *outcome = Err(error.clone());
            }
        }
    }
}
