//! A read-only copy of the database, in which pages of libraries are looked for.
//!
//! 1. From it comes only where tracks stand in an order; what decides about them comes from the primary.
//! 2. Whatever it does not answer, the primary is asked.

use core::sync::atomic::{AtomicU32, Ordering};
use core::time::Duration;

use super::address;
use super::connection::{Connection, Connections, Message};
use super::library::{self, OrderAsked};
use super::options::PostgresOptions;
use super::plan::Plan;
use super::rows::Fetched;
use crate::domain::library::LibraryAsk;
use crate::ports::store::{Load, Need, StoreError};

/// How long to wait for a copy; the primary is there meanwhile.
const PATIENCE: Duration = Duration::from_secs(1);

/// How many readings leave a copy alone that did not answer.
const LEFT_ALONE: u32 = 200;

/// A copy that may lag behind or be away.
pub(super) struct Standby {
    connections: Connections,
    /// How many readings still leave it alone.
    rests: AtomicU32,
}

impl Standby {
    pub(super) fn new(url: &str, options: &PostgresOptions) -> Result<Self, StoreError> {
        let options = options.clone().connect_timeout(PATIENCE.min(options.connect_timeout));
        let connections = Connections::new(address::parse(url)?, options)?;
        Ok(Self { connections, rests: AtomicU32::new(0) })
    }

    /// Returns a connection for a load that may be answered from a copy, where that can be had now.
    pub(super) async fn for_load(&self, load: &Load) -> Option<Connection<'_>> {
        let may_lag = |need: &Need| matches!(need, Need::Library(LibraryAsk { may_lag: true, .. }));
        if !load.needs.iter().any(may_lag) || self.is_resting() {
            return None;
        }
        let connection = self.connections.get().await;
        if connection.is_err() {
            self.rest();
        }
        connection.ok()
    }

    fn is_resting(&self) -> bool {
        let less = |rests: u32| rests.checked_sub(1);
        self.rests.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less).is_ok()
    }

    pub(super) fn rest(&self) {
        self.rests.store(LEFT_ALONE, Ordering::Relaxed);
    }

    pub(super) fn close(&self) {
        self.connections.close();
    }
}

/// Fetches from a copy where tracks stand, and returns whether it has answered.
pub(super) async fn fetch_orders(connection: &Connection<'_>, fetched: &mut Fetched, plan: &Plan) -> bool {
    let (asked, messages): (Vec<Vec<OrderAsked>>, Vec<Message>) = library::statements(&plan.orders).into_iter().unzip();
    let Ok(outcomes) = connection.flush(&messages).await else { return false };
    asked.iter().zip(outcomes).all(|(asked, rows)| rows.is_ok_and(|rows| fetched.take_orders(asked, &rows).is_ok()))
}
