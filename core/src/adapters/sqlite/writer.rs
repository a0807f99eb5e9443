//! The one thread that writes: changes in the order they came, many to a commit where many wait.

use std::sync::mpsc::Receiver;

use rusqlite::Connection;

use super::change::{Refusal, apply};
use super::connection::failed;
use super::place::Place;
use crate::adapters::oneshot::Sender;
use crate::ports::store::{Change, Committed, StoreError};

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

/// Works until nobody can send any more and all that was sent is done.
pub(super) fn run(connection: Connection, place: &Place, jobs: Receiver<Job>) {
    let mut queue = Queue { jobs, held: None };
    while let Some(job) = queue.next() {
        match job {
            Job::Commit(first) => Group::new(&connection, place).commit(first, &mut queue),
            Job::Look(look) => look(&connection),
        }
    }
    // Without it plans are merely older.
    drop(connection.execute_batch("PRAGMA optimize"));
}

struct Queue {
    jobs: Receiver<Job>,
    /// A job that came while a group was being made and does not belong in it.
    held: Option<Job>,
}

impl Queue {
    /// Waits for the next job; there is none when nobody can send any more.
    fn next(&mut self) -> Option<Job> {
        self.held.take().or_else(|| self.jobs.recv().ok())
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
    place: &'c Place,
    decided: Vec<(Sender<Outcome>, Outcome)>,
    /// Whether a transaction is open.
    open: bool,
    /// How many changes are in it.
    inside: usize,
}

impl<'c> Group<'c> {
    fn new(connection: &'c Connection, place: &'c Place) -> Self {
        Self { connection, place, decided: Vec::new(), open: false, inside: 0 }
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
        // Nobody is answered before what they are told is durable.
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
        match apply(self.connection, change) {
            Ok(committed) => {
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
        let unknown = |message, source| Err(StoreError::Unknown { message, source });
        match self.run("COMMIT") {
            Ok(()) if self.place.is_unmoved() => Ok(()),
            Ok(()) => unknown("the file was moved away as it was written".to_owned(), None),
            Err(StoreError::Unavailable { message, source }) => unknown(message, source),
            Err(error) => unknown(error.to_string(), None),
        }
    }

    fn run(&self, sql: &str) -> Result<(), StoreError> {
        let done = self.connection.prepare_cached(sql).and_then(|mut statement| statement.execute([]));
        done.map(|_| ()).map_err(|error| failed("committing", error))
    }

    /// Ends the transaction without a commit, and tells so everybody who was to be in it.
    fn fail(&mut self, error: &StoreError) {
        self.open = false;
        // SQLite has rolled back by itself after some errors.
        if !self.connection.is_autocommit() {
            drop(self.run("ROLLBACK"));
        }
        for (_, outcome) in &mut self.decided {
            if outcome.is_ok() {
                *outcome = Err(error.clone());
            }
        }
    }
}
