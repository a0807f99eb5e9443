//! Moving a whole workspace from one store to another, piece by piece.

use serde::{Deserialize, Serialize};

use super::{Replay, StoreError, Stored};
use crate::domain::effect::Effect;
use crate::domain::item::{Counter, Item};
use crate::domain::person::Claim;
use crate::error::Trouble;
use crate::event::{Author, Recorded};
use crate::id::PersonId;
use crate::time::Timestamp;

/// A piece of a whole workspace.
///
/// A store gives its commits first, oldest first, and its rows then, a roster before its members; it takes them in that order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: a store must give and take each of them")]
pub enum Piece {
    /// What one commit did.
    Commit(CommitPiece),
    /// A row of the state, which must be what the commits come to.
    Row(Stored),
    /// Who has a unique value.
    Claim {
        /// The value.
        claim: Claim,
        /// Who has it.
        person: PersonId,
    },
    /// The kept outcome of a call with a key (REL-1).
    Replay(Replay),
    /// What is still to be done outside (FIL-3).
    Effect(Effect),
    /// What was added to a stream.
    Item(Item),
    /// How often something was counted.
    Counter {
        /// What.
        counter: Counter,
        /// How often.
        count: u64,
    },
}

/// A commit without its number, which each store gives it anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "what a store writes and reads")]
pub struct CommitPiece {
    /// Its stamp.
    pub stamp: Timestamp,
    /// The instant of the call.
    pub at: Timestamp,
    /// Who did it.
    pub author: Author,
    /// What happened, in order; never nothing.
    pub recorded: Vec<Recorded>,
}

/// Where a store puts the pieces of a whole workspace.
pub trait Sink: Send {
    /// Takes the next piece.
    ///
    /// # Errors
    /// As writing it fails; the store then stops and fails with the same.
    fn put(&mut self, piece: &Piece) -> Result<(), StoreError>;

    /// Is told that all pieces have been put.
    ///
    /// # Errors
    /// As making them durable fails.
    fn end(&mut self) -> Result<(), StoreError>;
}

/// Where a store takes the pieces of a whole workspace from; an error in place of a piece undoes all before it.
pub type Source = Box<dyn Iterator<Item = Result<Piece, StoreError>> + Send>;

/// Returns what a store says that is to take a whole workspace and holds something already.
#[must_use]
pub fn not_empty() -> StoreError {
    let message = "a whole workspace goes only into an empty store, and this one holds something".to_owned();
    StoreError::Refused { reason: Trouble::NotEmpty, message, source: None }
}
