//! The server's and the driver's errors in the port's words, without passwords or rows.

use core::fmt;
use std::sync::Arc;

use deadpool_postgres::{PoolError, TimeoutType};
use tokio_postgres::Error as PgError;
use tokio_postgres::error::SqlState;

use crate::error::Trouble;
use crate::ports::store::StoreError;

/// What the server said: its code and sentence, without the details, which may repeat a row.
#[derive(Debug, thiserror::Error)]
#[error("{sentence} ({code})")]
struct Said {
    code: String,
    sentence: String,
}

type Cause = Option<Arc<dyn std::error::Error + Send + Sync>>;

fn cause(error: PgError) -> Cause {
    match error.as_db_error() {
        Some(said) => {
            let (code, sentence) = (said.code().code().to_owned(), said.message().to_owned());
            Some(Arc::new(Said { code, sentence }))
        }
        None => Some(Arc::new(error)),
    }
}

fn refused(reason: Trouble, message: &str, error: PgError) -> StoreError {
    StoreError::Refused { reason, message: message.to_owned(), source: cause(error) }
}

/// Says what is not there to be used.
pub(super) fn unavailable(message: impl Into<String>) -> StoreError {
    StoreError::Unavailable { message: message.into(), source: None }
}

/// Returns whether the connection is gone, rather than that the server has answered with an error.
pub(super) fn is_lost(error: &PgError) -> bool {
    match error.as_db_error() {
        // The server has ended the connection with its answer.
        Some(said) => {
            [SqlState::ADMIN_SHUTDOWN, SqlState::CRASH_SHUTDOWN, SqlState::CANNOT_CONNECT_NOW].contains(said.code())
                || said.code().code().starts_with("08")
        }
        None => true,
    }
}

/// Says in the port's words why a statement failed whose transaction has not taken hold.
pub(super) fn failed(doing: impl fmt::Display, error: PgError) -> StoreError {
    let Some(said) = error.as_db_error() else {
        let message = format!("the connection to the server was lost ({doing})");
        return StoreError::Unavailable { message, source: cause(error) };
    };
    let code = said.code().clone();
    let conflicts = [
        SqlState::UNIQUE_VIOLATION,
        SqlState::T_R_SERIALIZATION_FAILURE,
        SqlState::T_R_DEADLOCK_DETECTED,
        // What a guard divides by.
        SqlState::DIVISION_BY_ZERO,
        // The same key twice in one change.
        SqlState::CARDINALITY_VIOLATION,
    ];
    if conflicts.contains(&code) {
        return StoreError::Conflict;
    }
    let damaged = [SqlState::DATA_CORRUPTED, SqlState::INDEX_CORRUPTED];
    if damaged.contains(&code) {
        return StoreError::Corrupt { table: "database", row: doing.to_string(), what: said.message().to_owned() };
    }
    if code == SqlState::READ_ONLY_SQL_TRANSACTION {
        let message = "the server is a read-only standby now; changes go to the primary";
        return refused(Trouble::ReadOnly, message, error);
    }
    if code == SqlState::INSUFFICIENT_PRIVILEGE {
        let message = "the user may not use this database as a store: it lacks rights there";
        return refused(Trouble::NoDatabase, message, error);
    }
    let what = match &code {
        code if *code == SqlState::QUERY_CANCELED => "the server took too long, or was told to stop",
        code if *code == SqlState::DISK_FULL => "the server's disk is full",
        code if *code == SqlState::OUT_OF_MEMORY => "the server has not enough memory",
        code if *code == SqlState::ADMIN_SHUTDOWN || *code == SqlState::CRASH_SHUTDOWN => "the server is shutting down",
        code if *code == SqlState::CHECK_VIOLATION || *code == SqlState::NOT_NULL_VIOLATION => {
            "a row breaks a rule of its table"
        }
        code if *code == SqlState::UNDEFINED_TABLE || *code == SqlState::UNDEFINED_COLUMN => {
            "the database is not laid out as a store"
        }
        _ => "the server failed",
    };
    StoreError::Unavailable { message: format!("{what} ({doing})"), source: cause(error) }
}

/// Says in the port's words why no connection was made, or none was free.
pub(super) fn unconnected(error: PoolError) -> StoreError {
    match error {
        PoolError::Timeout(TimeoutType::Wait) => unavailable("every connection was in use for too long"),
        PoolError::Timeout(TimeoutType::Create | TimeoutType::Recycle) => StoreError::Refused {
            reason: Trouble::Unreachable,
            message: "nobody has answered at the address in time".to_owned(),
            source: None,
        },
        PoolError::Backend(error) => not_let_in(error),
        PoolError::Closed => StoreError::Closed,
        PoolError::NoRuntimeSpecified | PoolError::PostCreateHook(_) => unavailable("a connection cannot be set up"),
    }
}

fn not_let_in(error: PgError) -> StoreError {
    if let Some(said) = error.as_db_error() {
        let code = said.code();
        // The server's rules for hosts end in these words where they let nobody in without encryption.
        if *code == SqlState::INVALID_AUTHORIZATION_SPECIFICATION && said.message().ends_with("no encryption") {
            return refused(Trouble::NoTls, "the server lets nobody in without TLS, which `sslmode` leaves out", error);
        }
        if [SqlState::INVALID_PASSWORD, SqlState::INVALID_AUTHORIZATION_SPECIFICATION].contains(code) {
            return refused(
                Trouble::WrongCredentials,
                "the server does not let this user in with this password",
                error,
            );
        }
        if *code == SqlState::INVALID_CATALOG_NAME {
            return refused(Trouble::NoDatabase, "the server has no database of this name", error);
        }
        if *code == SqlState::TOO_MANY_CONNECTIONS {
            return StoreError::Unavailable {
                message: "the server has no connection left".to_owned(),
                source: cause(error),
            };
        }
        return failed("connecting", error);
    }
    let told = error.to_string();
    if told.starts_with("error performing TLS handshake") {
        let message = "the way to the server cannot be encrypted as `sslmode` asks, or it cannot prove who it is";
        return refused(Trouble::NoTls, message, error);
    }
    if told.starts_with("authentication error") || told.starts_with("invalid configuration") {
        let message = "the server asks for a password, or for another way to prove who one is";
        return refused(Trouble::WrongCredentials, message, error);
    }
    // What a driver looking for a primary says of a standby.
    let mut source = std::error::Error::source(&error);
    while let Some(inner) = source {
        if inner.to_string() == "database does not allow writes" {
            return refused(Trouble::ReadOnly, "no server at the address can be written to", error);
        }
        source = inner.source();
    }
    refused(Trouble::Unreachable, "nobody answers at the address as PostgreSQL does", error)
}
