//! What raw sides share: a connection with the library's settings, and statements that are its own texts.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::Outcome;

/// Adds an item to a stream.
pub const ITEM: &str = "INSERT INTO item (kind, family, id, seen, hidden, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
/// Reads the number and stamp of the last commit.
pub const LAST_COMMIT: &str = "SELECT revision, stamp FROM commit_log ORDER BY revision DESC LIMIT 1";
/// Reads a track's details.
pub const TRACK: &str = "SELECT id, version, title, owner, created_by, created_at, group_id, placed_at, stage, bpm, \
     music_key, tags, archived, condition, offer_to, offered_at, offer_expires_at FROM track WHERE id = ?1";
/// Reads the version of an aggregate.
pub const LAST_SEQ: &str =
    "SELECT seq FROM activity WHERE family = ?1 AND kind = ?2 AND id = ?3 ORDER BY seq DESC LIMIT 1";
/// Numbers and stamps a commit.
pub const NEXT_COMMIT: &str = "INSERT INTO commit_log (stamp, at, author, person, reason) \
     VALUES (max(?1, coalesce((SELECT stamp FROM commit_log ORDER BY revision DESC LIMIT 1), ?1)), ?1, ?2, ?3, ?4) \
     RETURNING revision, stamp";

/// Opens a file with the settings that the library gives its own connections.
///
/// # Errors
/// Where the file cannot be opened.
pub fn connect(file: &Path, reads_only: bool) -> Outcome<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags)?;
    cowrite::adapters::sqlite::add_checksums(&connection)?;
    connection.busy_timeout(Duration::from_secs(60))?;
    connection.set_prepared_statement_cache_capacity(96);
    connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    connection.execute_batch(
        "PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA trusted_schema = OFF;
         PRAGMA cell_size_check = ON;
         PRAGMA temp_store = MEMORY;
         PRAGMA mmap_size = 0;
         PRAGMA journal_size_limit = 67108864;
         PRAGMA cache_size = -8192;
         PRAGMA wal_autocheckpoint = 1000;",
    )?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    // Else SQLite, built with STAT4, prepares many of these statements anew for each value bound to them.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    if reads_only {
        connection.execute_batch("PRAGMA query_only = ON")?;
    }
    Ok(connection)
}

/// Copies a file that is closed, for one round of one side.
///
/// # Errors
/// Where it cannot be written.
pub fn copy(file: &Path, directory: &Path, name: &str) -> Outcome<PathBuf> {
    let copy = directory.join(name);
    // Connections that close at the same moment leave the log to each other; a stale one must not meet the next copy.
    for beside in ["-wal", "-shm"] {
        match std::fs::remove_file(directory.join(format!("{name}{beside}"))) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    std::fs::copy(file, &copy)?;
    std::fs::File::open(&copy)?.sync_all()?;
    Ok(copy)
}
