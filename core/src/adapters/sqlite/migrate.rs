//! Bringing a file to the newest schema, safe when two processes open it at once (REL-4).

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, TransactionBehavior};
use sha2::{Digest, Sha256};

use super::checksum;
use super::connection::{failed, unavailable};
use super::schema::{APPLICATION_ID, STEPS};
use crate::ports::store::StoreError;

/// What a file is, as its header tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// It holds nothing yet.
    Empty,
    /// It is a store with this schema, which is known here.
    Schema(usize),
}

/// Looks at what a file is, without changing it.
///
/// # Errors
/// `SchemaTooNew` for a newer version's, `Unavailable` for another application's.
pub(super) fn inspect(connection: &Connection, path: &Path) -> Result<Found, StoreError> {
    if !connection.is_autocommit() {
        return look(connection, path);
    }
    // One look: another process may be making the file, and half before, half after, it would be nobody's.
    let run = |sql: &str| connection.execute_batch(sql).map_err(|error| failed("reading the header", error));
    run("BEGIN")?;
    let found = look(connection, path);
    if !connection.is_autocommit() {
        run("COMMIT")?;
    }
    found
}

fn look(connection: &Connection, path: &Path) -> Result<Found, StoreError> {
    let number = |pragma: &str| connection.query_row(pragma, [], |row| row.get::<_, i64>(0));
    let doing = "reading the header";
    let application = number("PRAGMA application_id").map_err(|error| failed(doing, error))?;
    let version = number("PRAGMA user_version").map_err(|error| failed(doing, error))?;
    if application == APPLICATION_ID {
        return known(version).map(Found::Schema);
    }
    let objects = number("SELECT count(*) FROM sqlite_schema").map_err(|error| failed(doing, error))?;
    if application == 0 && version == 0 && objects == 0 {
        return Ok(Found::Empty);
    }
    Err(unavailable(format!("`{}` is another application's SQLite file", path.display())))
}

fn known(version: i64) -> Result<usize, StoreError> {
    match usize::try_from(version) {
        Ok(version) if version <= STEPS.len() => Ok(version),
        _ => Err(StoreError::SchemaTooNew {
            found: u32::try_from(version).unwrap_or(u32::MAX),
            supported: u32::try_from(STEPS.len()).unwrap_or(u32::MAX),
        }),
    }
}

/// Runs the steps that a file lacks, all in one transaction, and checks that those before are the ones known here.
///
/// # Errors
/// As [`inspect`]; `Corrupt` where a past step was another; as SQLite fails.
pub(super) fn migrate(connection: &mut Connection, path: &Path) -> Result<(), StoreError> {
    if inspect(connection, path)? == Found::Schema(STEPS.len()) {
        return check_past(connection, STEPS);
    }
    run(connection, path, STEPS)
}

fn run(connection: &mut Connection, path: &Path, steps: &[&str]) -> Result<(), StoreError> {
    let doing = "migrating";
    let tx =
        connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(|error| failed(doing, error))?;
    // Another process may have migrated while this one waited for the lock.
    let done = match inspect(&tx, path)? {
        Found::Empty => 0,
        Found::Schema(version) => version,
    };
    check_past(&tx, steps.get(..done).unwrap_or_default())?;
    for (number, step) in (1_i64..).zip(steps).skip(done) {
        tx.execute_batch(step).map_err(|error| failed(doing, error))?;
        tx.execute("INSERT INTO migration (step, checksum) VALUES (?1, ?2)", (number, hash(step)))
            .map_err(|error| failed(doing, error))?;
    }
    let header = format!("PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {}", steps.len());
    tx.execute_batch(&header).map_err(|error| failed(doing, error))?;
    tx.commit().map_err(|error| failed(doing, error))
}

/// Returns an empty store in memory, to compare a file's schema with.
pub(super) fn made() -> Result<Connection, StoreError> {
    let made = || {
        let connection = Connection::open_in_memory()?;
        checksum::add_to(&connection)?;
        STEPS.iter().try_for_each(|step| connection.execute_batch(step))?;
        Ok(connection)
    };
    made().map_err(|error| failed("making the schema", error))
}

/// Checks that the steps a file has been through are the ones known here.
fn check_past(connection: &Connection, steps: &[&str]) -> Result<(), StoreError> {
    if steps.is_empty() {
        // The table of steps is itself made by the first.
        return Ok(());
    }
    let mut statement = connection
        .prepare("SELECT checksum FROM migration WHERE step = ?1")
        .map_err(|error| failed("reading the schema", error))?;
    for (number, step) in (1_i64..).zip(steps) {
        let kept: Option<String> = statement
            .query_row([number], |row| row.get(0))
            .optional()
            .map_err(|error| failed("reading the schema", error))?;
        if kept.as_deref() != Some(hash(step).as_str()) {
            return Err(StoreError::Corrupt {
                table: "migration",
                row: number.to_string(),
                what: "the file was made by another step of the same number".to_owned(),
            });
        }
    }
    Ok(())
}

fn hash(step: &str) -> String {
    Sha256::digest(step.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn empty() -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        checksum::add_to(&connection).unwrap();
        connection
    }

    #[test]
    fn a_step_that_fails_leaves_the_file_as_it_was() {
        let mut connection = empty();
        let broken = ["CREATE TABLE migration (step INTEGER PRIMARY KEY, checksum TEXT)", "CREATE TABLE ("];
        assert!(run(&mut connection, Path::new("x"), &broken).is_err());
        assert_eq!(inspect(&connection, Path::new("x")).unwrap(), Found::Empty);
    }

    #[test]
    fn a_file_is_migrated_once() {
        let mut connection = empty();
        migrate(&mut connection, Path::new("x")).unwrap();
        assert_eq!(inspect(&connection, Path::new("x")).unwrap(), Found::Schema(STEPS.len()));
        migrate(&mut connection, Path::new("x")).unwrap();
    }
}
