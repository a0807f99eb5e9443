//! What a host may choose for a PostgreSQL store.

use core::fmt;
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
#[derive(Clone)]
#[must_use]
pub struct PostgresOptions {
    pub(super) connections: usize,
    pub(super) connect_timeout: Duration,
    pub(super) statement_timeout: Duration,
    pub(super) transaction_pooling: bool,
    pub(super) round_trips: Arc<AtomicU64>,
    pub(super) standby: Option<String>,
}

impl fmt::Debug for PostgresOptions {
    /// Shows nothing of how a standby is reached, which a password is part of.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresOptions")
            .field("connections", &self.connections)
            .field("connect_timeout", &self.connect_timeout)
            .field("statement_timeout", &self.statement_timeout)
            .field("transaction_pooling", &self.transaction_pooling)
            .field("standby", &self.standby.is_some())
            .finish_non_exhaustive()
    }
}

impl Default for PostgresOptions {
    fn default() -> Self {
        Self {
            connections: 16,
            connect_timeout: Duration::from_secs(10),
            statement_timeout: Duration::from_secs(30),
            transaction_pooling: false,
            round_trips: Arc::default(),
            standby: None,
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

    /// Names a read-only copy of the database, by its URL, in which pages of libraries are looked for.
    ///
    /// One would want it to take the widest reading off the primary.
    /// Only where tracks stand in the order of a page is read there; whether the person may view each, and what its row shows, is read from the primary and is as of now.
    /// So a copy that lags never shows what was revoked: it may show a track later than `can` does, or at a place that it has left.
    /// A copy that is away is asked again now and then; until it answers, the primary is asked for all.
    pub fn standby(mut self, url: impl Into<String>) -> Self {
        self.standby = Some(url.into());
        self
    }

    /// Counts the round trips to the server in `counter`: one for each flush of statements.
    #[doc(hidden)]
    pub fn round_trips(mut self, counter: Arc<AtomicU64>) -> Self {
        self.round_trips = counter;
        self
    }
}
