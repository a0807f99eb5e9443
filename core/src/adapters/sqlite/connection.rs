//! Opening connections with the settings of the store, and putting SQLite's errors into the port's words.

use core::time::Duration;
use std::path::Path;
use std::sync::Arc;

use rusqlite::config::DbConfig;
use rusqlite::ffi::SQLITE_CONSTRAINT_TRIGGER;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::codec::CHANGED;
use super::schema::TABLES;
use super::{SqliteOptions, Synchronous, checksum, migrate};
use crate::ports::store::StoreError;

/// How many prepared statements a connection keeps: more than there are.
const STATEMENTS: usize = 96;

/// Opens the connection that writes: makes the file where there is none, and brings it to the newest schema.
///
/// # Errors
/// `SchemaTooNew`; `Unavailable` for another application's file and for what cannot be opened; `Corrupt`.
pub(super) fn open_writer(path: &Path, options: &SqliteOptions) -> Result<Connection, StoreError> {
    if path.as_os_str().is_empty() || path.as_os_str().to_string_lossy().starts_with(":memory:") {
        return Err(unavailable("a SQLite store needs a file; the store in memory is another".to_owned()));
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = open(path, options, flags)?;
    // SQLite opens what may not be written for reading alone, and says so only when it is written.
    if connection.is_readonly("main").map_err(|error| failed("opening", error))? {
        return Err(unavailable(format!(
            "the file or its directory may not be written (opening `{}`)",
            path.display()
        )));
    }
    if options.exclusive {
        // Before the log is first looked at, so that no shared memory is ever needed.
        set(&connection, "PRAGMA locking_mode = EXCLUSIVE")?;
    }
    // A file that is not ours must be refused before anything is written to it.
    migrate::inspect(&connection, path)?;
    // While the log is turned on there is a journal still, whose removal only this makes durable: were it there again after a power cut, it would empty the file.
    set(&connection, "PRAGMA synchronous = EXTRA")?;
    write_ahead(&connection, options.busy_timeout)?;
    settle(&connection, options)?;
    migrate::migrate(&mut connection, path)?;
    Ok(connection)
}

/// Opens a connection that only reads, on a file that a writer has opened before.
///
/// # Errors
/// `Unavailable` where the file is gone or cannot be opened.
pub(super) fn open_reader(path: &Path, options: &SqliteOptions) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = open(path, options, flags)?;
    settle(&connection, options)?;
    set(&connection, "PRAGMA query_only = ON")?;
    Ok(connection)
}

fn open(path: &Path, options: &SqliteOptions, flags: OpenFlags) -> Result<Connection, StoreError> {
    let opened = match &options.vfs {
        Some(vfs) => Connection::open_with_flags_and_vfs(path, flags, vfs.as_str()),
        None => Connection::open_with_flags(path, flags),
    };
    let connection = opened.map_err(|error| failed(&format!("opening `{}`", path.display()), error))?;
    connection.busy_timeout(options.busy_timeout).map_err(|error| failed("opening", error))?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    checksum::add_to(&connection).map_err(|error| failed("opening", error))?;
    Ok(connection)
}

fn settle(connection: &Connection, options: &SqliteOptions) -> Result<(), StoreError> {
    let synchronous = match options.synchronous {
        Synchronous::Full => "FULL",
        Synchronous::Normal => "NORMAL",
    };
    let mut settings = format!(
        "PRAGMA synchronous = {synchronous};
         PRAGMA foreign_keys = ON;
         PRAGMA trusted_schema = OFF;
         PRAGMA cell_size_check = ON;
         PRAGMA temp_store = MEMORY;
         PRAGMA mmap_size = 0;
         PRAGMA journal_size_limit = 67108864;
         PRAGMA cache_size = -{};
         PRAGMA wal_autocheckpoint = {};",
        options.cache_kib, options.checkpoint_pages
    );
    if cfg!(target_vendor = "apple") {
        // There a plain fsync does not reach the disk itself.
        settings.push_str("PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;");
    }
    set(connection, &settings)?;
    // Without a stable plan a statement is prepared anew whenever what is bound to it changes: dearer than running it.
    for setting in [DbConfig::SQLITE_DBCONFIG_DEFENSIVE, DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG] {
        connection.set_db_config(setting, true).map_err(|error| failed("opening", error))?;
    }
    Ok(())
}

fn set(connection: &Connection, settings: &str) -> Result<(), StoreError> {
    connection.execute_batch(settings).map_err(|error| failed("opening", error))
}

/// Turns the write-ahead log on.
///
/// SQLite does not wait here for another process that is doing the same, so this does.
fn write_ahead(connection: &Connection, patience: Duration) -> Result<(), StoreError> {
    const PAUSE: Duration = Duration::from_millis(10);
    let mut waited = Duration::ZERO;
    loop {
        let mode = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get::<_, String>(0));
        match mode {
            Ok(mode) if mode == "wal" => return Ok(()),
            Ok(_) => return Err(unavailable("the file system cannot hold a write-ahead log".to_owned())),
            Err(error) if is_busy(&error) && waited < patience => {
                std::thread::sleep(PAUSE);
                waited += PAUSE;
            }
            Err(error) => return Err(failed("opening", error)),
        }
    }
}

/// Returns whether somebody else held the file for too long.
fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

/// Returns whether only this one row was refused, and the transaction can go on without it.
pub(super) fn is_refused(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::ConstraintViolation | ErrorCode::TooBig | ErrorCode::TypeMismatch)
    )
}

/// Says in the port's words what SQLite could not do.
pub(super) fn failed(doing: &str, error: rusqlite::Error) -> StoreError {
    if let rusqlite::Error::SqliteFailure(code, Some(message)) = &error
        && code.extended_code == SQLITE_CONSTRAINT_TRIGGER
    {
        // The triggers name the table of a row that was to be changed and is not what was written.
        let table = TABLES.into_iter().find(|table| message == table).unwrap_or("file");
        return StoreError::Corrupt { table, row: doing.to_owned(), what: CHANGED.to_owned() };
    }
    let what = match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            return StoreError::Corrupt { table: "file", row: doing.to_owned(), what: error.to_string() };
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => "another process has held the file for too long",
        Some(ErrorCode::DiskFull) => "the disk is full",
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => "the file or its directory may not be written",
        Some(ErrorCode::CannotOpen) => "the file cannot be opened or made",
        Some(ErrorCode::SystemIoFailure) => "the disk or file system failed",
        Some(ErrorCode::OutOfMemory) => "there is not enough memory",
        Some(ErrorCode::ConstraintViolation) => "a row breaks a rule of its table",
        _ => "SQLite failed",
    };
    StoreError::Unavailable { message: format!("{what} ({doing})"), source: Some(Arc::new(error)) }
}

/// Says what is not there to be used.
pub(super) fn unavailable(message: String) -> StoreError {
    StoreError::Unavailable { message, source: None }
}

/// Says of a failing `COMMIT` that nobody knows what came of it: what it had written to the log before may be found there at the next start.
pub(super) fn unknown(error: StoreError) -> StoreError {
    match error {
        StoreError::Unavailable { message, source } => StoreError::Unknown { message, source },
        other => StoreError::Unknown { message: other.to_string(), source: None },
    }
}
