//! What a host may choose for a PostgreSQL store.

use core::sync::atomic::AtomicU64;
use core::time::Duration;
use std::sync::Arc;

/// What a host may choose for a PostgreSQL store; the defaults are right for most.
///
/// Where the database is, as whom, and how the way there is encrypted, stands in the URL: `sslmode` and `sslrootcert` mean there what they mean to `libpq`.
///
/// # Example: through a proxy that pools transactions
///
/// ```
/// use core::time::Duration;
/// use cowrite::adapters::PostgresOptions;
///
/// let options = PostgresOptions::new().connections(32).transaction_pooling(true);
/// let patient = PostgresOptions::new().statement_timeout(Duration::from_secs(60));
/// # let _ = (options, patient);
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct PostgresOptions {
    pub(super) connections: usize,
    pub(super) connect_timeout: Duration,
    pub(super) statement_timeout: Duration,
    pub(super) transaction_pooling: bool,
    pub(super) round_trips: Arc<AtomicU64>,
}

impl Default for PostgresOptions {
    fn default() -> Self {
        Self {
            connections: 16,
            connect_timeout: Duration::from_secs(10),
            statement_timeout: Duration::from_secs(30),
            transaction_pooling: false,
            round_trips: Arc::default(),
        }
    }
}

impl PostgresOptions {
    /// Starts from the defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets how many connections there are at most, each opened when first needed: 16 by default, never less than one.
    pub const fn connections(mut self, most: usize) -> Self {
        self.connections = if most == 0 { 1 } else { most };
        self
    }

    /// Sets how long to wait for a connection, a new one or one that others use: 10 seconds by default.
    pub const fn connect_timeout(mut self, patience: Duration) -> Self {
        self.connect_timeout = patience;
        self
    }

    /// Sets how long one statement may take at the server before it gives up: 30 seconds by default.
    ///
    /// A commit that the server does not answer for as long has an unknown outcome.
    pub const fn statement_timeout(mut self, patience: Duration) -> Self {
        self.statement_timeout = patience;
        self
    }

    /// Works behind a proxy that gives each transaction another connection to the server: statements are sent whole each time, not prepared.
    pub const fn transaction_pooling(mut self, pooled: bool) -> Self {
        self.transaction_pooling = pooled;
        self
    }

    /// Counts the round trips to the server in `counter`: one for each flush of statements.
    #[doc(hidden)]
    pub fn round_trips(mut self, counter: Arc<AtomicU64>) -> Self {
        self.round_trips = counter;
        self
    }
}
