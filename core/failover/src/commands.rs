use core::future::Future;

use uuid::Uuid;

use crate::Outcome;

/// What a client learns of one try of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tried {
    /// It is done, by this try or by an earlier one with the same key.
    Done,
    /// Nothing has been done: a race was lost, or there is nobody to do it.
    NotDone,
    /// Nobody knows.
    Unknown,
}

/// One client of a program, with a connection of its own.
pub(crate) trait Commands: Send + 'static {
    /// Does a command on one of the aggregates; with one key once, however often it is tried.
    fn attempt(&mut self, key: Uuid, aggregate: i32) -> impl Future<Output = Tried> + Send;
}

/// A program whose commands shall outlive their primary.
pub(crate) trait Program {
    type Client: Commands;

    /// What it has made in a database, as far as clients must know.
    type World;

    /// Makes its tables, and so many aggregates, in an empty database.
    fn prepare(&self, url: &str, aggregates: i32) -> impl Future<Output = Outcome<Self::World>>;

    /// Makes a client, which connects when it has to, and anew whenever it must.
    fn client(&self, url: &str, world: &Self::World) -> Self::Client;

    /// Returns all that its commands have done.
    fn done(&self, url: &str, world: &Self::World) -> impl Future<Output = Outcome<Vec<Done>>>;
}

/// What one command has done: an entry in the history of an aggregate, which it may have founded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Done {
    pub(crate) key: Uuid,
    pub(crate) aggregate: i32,
    /// Its place there, from 1.
    pub(crate) seq: i64,
    /// When it was committed, in microseconds since 1970.
    pub(crate) committed_at: i64,
}

/// When the commit was that wrote a row, as SQL.
macro_rules! committed_at {
    () => {
        "(extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000000)::bigint"
    };
}
pub(crate) use committed_at;
