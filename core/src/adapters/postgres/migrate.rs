//! Bringing a database to the newest schema, safe when many nodes connect at once (REL-4).

use core::time::Duration;

use sha2::{Digest, Sha256};
use tokio_postgres::Client;
use tokio_postgres::error::SqlState;

use super::failure::failed;
use super::schema::{GROUND, STEPS};
use crate::error::Trouble;
use crate::ports::store::StoreError;

/// How often to try again where another node makes the same thing at the same time.
const TRIES: u32 = 50;

/// Checks that the database can be a store, and makes it one of the newest schema.
///
/// # Errors
/// `Refused` for a standby, and for a database of another encoding; `SchemaTooNew`; `Corrupt` where a past step was another; as the server fails.
pub(super) async fn migrate(client: &Client) -> Result<(), StoreError> {
    inspect(client).await?;
    if let Some(store) = look(client).await?
        && store.schema == STEPS.len()
    {
        check_past(client, STEPS).await?;
        return if store.is_of_this_server { Ok(()) } else { rebase(client).await };
    }
    ground(client).await?;
    run(client, STEPS).await
}

async fn inspect(client: &Client) -> Result<(), StoreError> {
    let doing = "connecting";
    let sql = "SELECT pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on', \
               current_setting('server_encoding')";
    let row = client.query_typed_one(sql, &[]).await.map_err(|error| failed(doing, error))?;
    let read = |error| failed(doing, error);
    let (is_read_only, encoding): (bool, String) = (row.try_get(0).map_err(read)?, row.try_get(1).map_err(read)?);
    let refused =
        |reason, message: &str| Err(StoreError::Refused { reason, message: message.to_owned(), source: None });
    if is_read_only {
        return refused(Trouble::ReadOnly, "the server is a read-only standby; connect to the primary");
    }
    if encoding != "UTF8" {
        return refused(Trouble::NoDatabase, "the database cannot hold every text: its encoding is not UTF8");
    }
    Ok(())
}

/// What a database is, as its one row of the store tells.
struct Found {
    schema: usize,
    /// Whether the numbers of commits are those of this server's transactions.
    is_of_this_server: bool,
}

/// Looks at what the database is; `None` where it is no store yet.
async fn look(client: &Client) -> Result<Option<Found>, StoreError> {
    let doing = "reading the schema";
    let there = client.query_typed_one("SELECT to_regclass('cowrite.store') IS NOT NULL", &[]).await;
    let there = there.and_then(|row| row.try_get::<_, bool>(0)).map_err(|error| failed(doing, error))?;
    if there { found(client, "").await } else { Ok(None) }
}

async fn found(client: &Client, lock: &str) -> Result<Option<Found>, StoreError> {
    let read = |error| failed("reading the schema", error);
    let sql = format!(
        "SELECT s.schema, s.server = (SELECT system_identifier FROM pg_control_system()) \
         FROM cowrite.store s WHERE s.shard = 0 {lock}"
    );
    let Some(row) = client.query_typed_opt(&sql, &[]).await.map_err(read)? else {
        return Ok(None);
    };
    let schema: i32 = row.try_get(0).map_err(read)?;
    match usize::try_from(schema) {
        Ok(schema) if schema <= STEPS.len() => {
            Ok(Some(Found { schema, is_of_this_server: row.try_get(1).map_err(read)? }))
        }
        _ => Err(StoreError::SchemaTooNew {
            found: u32::try_from(schema).unwrap_or(u32::MAX),
            supported: u32::try_from(STEPS.len()).unwrap_or(u32::MAX),
        }),
    }
}

/// Makes the one row that migrating locks, whichever node does it.
async fn ground(client: &Client) -> Result<(), StoreError> {
    let raced = [
        SqlState::UNIQUE_VIOLATION,
        SqlState::DUPLICATE_SCHEMA,
        SqlState::DUPLICATE_TABLE,
        SqlState::DUPLICATE_OBJECT,
        SqlState::T_R_DEADLOCK_DETECTED,
        SqlState::T_R_SERIALIZATION_FAILURE,
        // "tuple concurrently updated"
        SqlState::INTERNAL_ERROR,
    ];
    let mut tries = 0;
    loop {
        // All of it is one transaction.
        match client.batch_execute(GROUND).await {
            Ok(()) => return Ok(()),
            Err(error) if tries < TRIES && error.code().is_some_and(|code| raced.contains(code)) => {
                tries += 1;
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            Err(error) => return Err(failed("migrating", error)),
        }
    }
}

/// Runs the steps that the database lacks, all in one transaction, while other nodes wait for the row of the store.
async fn run(client: &Client, steps: &[&str]) -> Result<(), StoreError> {
    in_transaction(client, async || {
        let doing = "migrating";
        // Another node may have migrated while this one waited for the lock.
        let done = found(client, "FOR UPDATE").await?.map_or(0, |found| found.schema);
        check_past(client, steps.get(..done).unwrap_or_default()).await?;
        for (number, step) in (1_u32..).zip(steps).skip(done) {
            let kept = format!("INSERT INTO cowrite.migration VALUES (0, {number}, '{}')", checksum(step));
            for sql in [*step, &kept] {
                client.batch_execute(sql).await.map_err(|error| failed(doing, error))?;
            }
        }
        let newest = format!("UPDATE cowrite.store SET schema = {} WHERE shard = 0", steps.len());
        client.batch_execute(&newest).await.map_err(|error| failed(doing, error))
    })
    .await
}

/// Lifts the numbers of commits to come over those that another server gave, from which this database was copied.
async fn rebase(client: &Client) -> Result<(), StoreError> {
    in_transaction(client, async || {
        if found(client, "FOR UPDATE").await?.is_some_and(|found| found.is_of_this_server) {
            return Ok(());
        }
        let lifted = "UPDATE cowrite.store s SET server = (SELECT system_identifier FROM pg_control_system()), \
             revision_base = greatest(s.revision_base, (SELECT coalesce(max(a.revision), 0) FROM cowrite.aggregate a)) \
             WHERE s.shard = 0";
        client.batch_execute(lifted).await.map_err(|error| failed("migrating", error))
    })
    .await
}

async fn in_transaction(client: &Client, body: impl AsyncFnOnce() -> Result<(), StoreError>) -> Result<(), StoreError> {
    let run = async |sql: &str| client.batch_execute(sql).await.map_err(|error| failed("migrating", error));
    run("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE").await?;
    let done = body().await;
    match done {
        Ok(()) => run("COMMIT").await,
        Err(error) => {
            // The connection is closed by whoever hears of the error; this only tells the server sooner.
            drop(run("ROLLBACK").await);
            Err(error)
        }
    }
}

/// Checks that the steps a database has been through are the ones known here.
async fn check_past(client: &Client, steps: &[&str]) -> Result<(), StoreError> {
    if steps.is_empty() {
        // The table of steps is itself made by the first.
        return Ok(());
    }
    let read = |error| failed("reading the schema", error);
    let sql = "SELECT m.step, m.checksum FROM cowrite.migration m";
    let rows = client.query_typed(sql, &[]).await.map_err(read)?;
    for (number, step) in (1_i32..).zip(steps) {
        let kept = rows.iter().find(|row| row.try_get::<_, i32>(0).ok() == Some(number));
        let kept = kept.map(|row| row.try_get::<_, String>(1)).transpose().map_err(read)?;
        if kept.as_deref() != Some(checksum(step).as_str()) {
            return Err(StoreError::Corrupt {
                table: "migration",
                row: number.to_string(),
                what: "the database was made by another step of the same number".to_owned(),
            });
        }
    }
    Ok(())
}

fn checksum(step: &str) -> String {
    Sha256::digest(step.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
