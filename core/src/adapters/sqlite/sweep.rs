//! Taking away what is over (REL-1).

use rusqlite::{Connection, params};

use super::cell::Cell;
use super::connection::failed;
use crate::ports::store::{StoreError, Sweep};

const REPLAYS: &str = "DELETE FROM replay WHERE (actor, key) IN \
     (SELECT actor, key FROM replay WHERE at <= ?1 ORDER BY at LIMIT ?2)";

const COUNTERS: &str = "DELETE FROM counter WHERE (family, name) IN \
     (SELECT family, name FROM counter WHERE name >= ?1 AND name < ?2 ORDER BY name LIMIT ?3)";

#[cfg(test)]
#[cfg(feature = "testing")]
pub(super) const STATEMENTS: [&str; 2] = [REPLAYS, COUNTERS];

/// Takes away at most `limit` of what is over, which one statement commits by itself.
pub(super) fn sweep(connection: &Connection, over: &Sweep, limit: u32) -> Result<u64, StoreError> {
    let swept = match over {
        Sweep::Replays(until) => connection.execute(REPLAYS, params![until.cell(), limit]),
        Sweep::Counters([from, to]) => connection.execute(COUNTERS, params![from, to, limit]),
    };
    swept.map(|count| u64::try_from(count).unwrap_or(u64::MAX)).map_err(|error| failed("sweeping", error))
}
