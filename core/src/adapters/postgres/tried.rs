//! What became of trying to commit, as the server's answers tell.

use tokio_postgres::error::{Severity, SqlState};
use tokio_postgres::{Error as PgError, Row as Columns};

use super::failure::failed;
use crate::ports::store::{Committed, StoreError};
use crate::time::Timestamp;

/// What became of trying to commit.
pub(super) enum Tried {
    /// The connection was gone before anything was sent.
    NotSent(StoreError),
    /// The connection is of no more use.
    Lost(StoreError),
    /// It is decided, and the connection can be used again.
    Decided(Result<Committed, StoreError>),
}

/// Judges the first error of a flush whose commit was sent with it.
pub(super) fn judge(error: PgError, is_commit: bool) -> Tried {
    let Some(said) = error.as_db_error() else {
        return Tried::Lost(unknown(Some(error)));
    };
    let is_end = matches!(said.parsed_severity(), Some(Severity::Fatal | Severity::Panic))
        || said.code().code().starts_with("57P");
    if is_commit && (is_end || *said.code() == SqlState::T_R_STATEMENT_COMPLETION_UNKNOWN) {
        return Tried::Lost(unknown(Some(error)));
    }
    // A statement before the commit has failed, or the commit itself was refused: nothing has taken hold.
    let error = failed("committing", error);
    if is_end { Tried::Lost(error) } else { Tried::Decided(Err(error)) }
}

/// Says that whether a change has taken hold is not known.
pub(super) fn unknown(error: Option<PgError>) -> StoreError {
    let message = "the server was lost while it committed; whether the change has taken hold is not known".to_owned();
    match error.map(|error| failed("committing", error)) {
        Some(StoreError::Unavailable { source, .. } | StoreError::Refused { source, .. }) => {
            StoreError::Unknown { message, source }
        }
        _ => StoreError::Unknown { message, source: None },
    }
}

/// Reads stamp and number of a commit from what its lock tells.
pub(super) fn numbers(columns: &Columns) -> Result<Committed, StoreError> {
    let number = |at: usize| columns.try_get::<_, &str>(at).ok().and_then(|text| text.parse::<i64>().ok());
    let numbers =
        number(0).and_then(Timestamp::from_millis).zip(number(1).and_then(|number| u64::try_from(number).ok()));
    let damaged = || StoreError::Corrupt {
        table: "aggregate",
        row: "?".to_owned(),
        what: "gives a number or stamp out of range".to_owned(),
    };
    numbers.map(|(stamp, revision)| Committed { revision, stamp }).ok_or_else(damaged)
}
