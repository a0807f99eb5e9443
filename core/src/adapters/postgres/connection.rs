//! Connections, and sending many statements in one flush.

use core::future::{Future, poll_fn};
use core::pin::Pin;
use core::sync::atomic::{AtomicU64, Ordering};
use core::task::Poll;
use core::time::Duration;
use std::sync::Arc;

use deadpool_postgres::{Hook, HookError, Manager, ManagerConfig, Object, Pool, RecyclingMethod, Runtime, Timeouts};
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Error as PgError, Row as Columns};

use super::address::Address;
use super::encryption::connector;
use super::failure::{unavailable, unconnected};
use super::options::PostgresOptions;
use crate::ports::store::StoreError;

/// How much longer than a statement may take the answer may be on its way.
const GRACE: Duration = Duration::from_secs(3);

/// Every statement but those of `everything` looks up a few rows by index; a plan that reads a table because it is small now, or was when it was planned, is a wrong one.
const PLANNING: [&str; 5] = [
    "enable_seqscan = off",
    "enable_hashjoin = off",
    "enable_mergejoin = off",
    "plan_cache_mode = force_generic_plan",
    // What is switched off is only made dear, and dear plans are compiled.
    "jit = off",
];

/// A statement and the types of its parameters, so that it needs no look at the server to be sent whole.
#[derive(Debug)]
pub(super) struct Sql {
    pub(super) text: &'static str,
    pub(super) types: &'static [Type],
}

/// A value for a parameter.
pub(super) type Value = Box<dyn ToSql + Sync + Send>;

/// One thing of a flush.
pub(super) enum Message {
    /// Something without parameters or rows.
    Plain(String),
    /// A statement with its parameters.
    Run(&'static Sql, Vec<Value>),
}

/// What came of each message of a flush; of those after a failed one the server says only that it failed.
pub(super) type Outcomes = Vec<Result<Vec<Columns>, PgError>>;

/// What the server knows of a message beforehand: its statement, where it is prepared.
type Prepared = Option<tokio_postgres::Statement>;

/// Why a flush has no outcomes.
#[derive(Debug)]
pub(super) enum Unsent {
    /// The connection was gone before anything was sent.
    Gone(PgError),
    /// A statement cannot be prepared.
    Unprepared(PgError),
    /// The server did not answer in time before anything was sent; the connection is of no more use.
    Silent,
    /// All was sent, and the answer did not come in time; the connection is of no more use.
    Unanswered,
}

/// The connections of a store.
pub(super) struct Connections {
    pool: Pool,
    options: PostgresOptions,
    round_trips: Arc<AtomicU64>,
}

impl Connections {
    pub(super) fn new(address: Address, options: PostgresOptions) -> Result<Self, StoreError> {
        let mut config = address.config;
        config.connect_timeout(options.connect_timeout).keepalives_idle(Duration::from_secs(30));
        // Unanswered bytes mean a peer that is gone, long before the system would give up by itself.
        config.tcp_user_timeout(options.statement_timeout.saturating_add(GRACE));
        let manager = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let manager = Manager::from_config(config, connector(&address.encryption)?, manager);
        let patience = Some(options.connect_timeout);
        let mut pool = Pool::builder(manager)
            .max_size(options.connections)
            .runtime(Runtime::Tokio1)
            .timeouts(Timeouts { wait: patience, create: patience, recycle: patience });
        if !options.transaction_pooling {
            // Behind a proxy that pools transactions what a session sets is another's.
            let settings = format!(
                "SET search_path = pg_catalog; SET statement_timeout = {}; \
                 SET idle_in_transaction_session_timeout = {}; {}",
                options.statement_timeout.as_millis(),
                options.statement_timeout.saturating_add(GRACE).as_millis(),
                PLANNING.map(|setting| format!("SET {setting}")).join("; "),
            );
            pool = pool.post_create(Hook::async_fn(move |client, _| {
                let settings = settings.clone();
                Box::pin(async move { client.batch_execute(&settings).await.map_err(HookError::Backend) })
            }));
        }
        let round_trips = Arc::clone(&options.round_trips);
        let pool = pool.build().map_err(|_| unavailable("no connections can be set up"))?;
        Ok(Self { pool, options, round_trips })
    }

    /// Returns a connection that is not in use.
    pub(super) async fn get(&self) -> Result<Connection<'_>, StoreError> {
        let client = self.pool.get().await.map_err(unconnected)?;
        Ok(Connection { client, connections: self })
    }

    pub(super) fn close(&self) {
        self.pool.close();
    }
}

/// A connection, nobody else's until it is dropped; it goes back to the others unless it is discarded.
pub(super) struct Connection<'c> {
    client: Object,
    connections: &'c Connections,
}

impl Connection<'_> {
    /// Returns whether what a session sets stays, so that a statement needs no transaction to be planned and limited as it should.
    pub(super) fn has_settings(&self) -> bool {
        !self.connections.options.transaction_pooling
    }

    /// Returns what begins a transaction of a kind.
    pub(super) fn begin(&self, kind: &str) -> Message {
        let options = &self.connections.options;
        if !options.transaction_pooling {
            return Message::Plain(format!("BEGIN ISOLATION LEVEL {kind}"));
        }
        let planning = PLANNING.map(|setting| format!("SET LOCAL {setting}")).join("; ");
        let limit = options.statement_timeout.as_millis();
        Message::Plain(format!("BEGIN ISOLATION LEVEL {kind}; SET LOCAL statement_timeout = {limit}; {planning}"))
    }

    /// Sends all messages at once, in order, and waits for what comes of them: one round trip.
    pub(super) async fn flush(&self, messages: &[Message]) -> Result<Outcomes, Unsent> {
        let patience = self.connections.options.statement_timeout.saturating_add(GRACE);
        let prepared = tokio::time::timeout(patience, self.prepare(messages)).await;
        let prepared = prepared.unwrap_or(Err(Unsent::Silent))?;
        let outcomes = tokio::time::timeout(patience, self.flush_prepared(messages, prepared)).await;
        outcomes.unwrap_or(Err(Unsent::Unanswered))
    }

    /// As [`Connection::flush`], but for as long as the server takes.
    pub(super) async fn flush_at_length(&self, messages: &[Message]) -> Result<Outcomes, Unsent> {
        let prepared = self.prepare(messages).await?;
        self.flush_prepared(messages, prepared).await
    }

    async fn flush_prepared(&self, messages: &[Message], prepared: Vec<Prepared>) -> Result<Outcomes, Unsent> {
        self.connections.round_trips.fetch_add(1, Ordering::Relaxed);
        let sent = messages.iter().zip(prepared).map(|(message, statement)| {
            let client = &self.client;
            let answer: Answer<'_> = match message {
                Message::Plain(sql) => Box::pin(async move { client.batch_execute(sql).await.map(|()| Vec::new()) }),
                Message::Run(sql, values) => Box::pin(async move {
                    match statement {
                        Some(statement) => {
                            let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(borrowed).collect();
                            client.query(&statement, &values).await
                        }
                        None => {
                            let types = sql.types.iter().cloned();
                            let values: Vec<_> = values.iter().map(borrowed).zip(types).collect();
                            client.query_typed(sql.text, &values).await
                        }
                    }
                }),
            };
            answer
        });
        in_order(sent.collect()).await
    }

    /// Prepares the statements that this connection does not know yet, all in one go.
    async fn prepare(&self, messages: &[Message]) -> Result<Vec<Prepared>, Unsent> {
        if self.connections.options.transaction_pooling {
            return Ok(messages.iter().map(|_| None).collect());
        }
        let preparing = messages.iter().map(|message| async move {
            match message {
                Message::Plain(_) => Ok(None),
                Message::Run(sql, _) => self.client.prepare_typed_cached(sql.text, sql.types).await.map(Some),
            }
        });
        let prepared = futures_util::future::try_join_all(preparing).await;
        prepared.map_err(|error| if error.is_closed() { Unsent::Gone(error) } else { Unsent::Unprepared(error) })
    }

    /// Sends something whose answer nobody waits for; whoever uses the connection next comes after it.
    pub(super) fn send(&self, sql: &str) {
        let mut sent = Box::pin(self.client.batch_execute(sql));
        let mut context = core::task::Context::from_waker(core::task::Waker::noop());
        // It is on its way once it has been polled; a connection that is gone is noticed by its next user.
        let _ = sent.as_mut().poll(&mut context);
    }

    /// Returns the connection as the driver has it, for what is done once.
    pub(super) fn client(&self) -> &tokio_postgres::Client {
        &self.client
    }

    /// Closes the connection.
    pub(super) fn discard(self) {
        drop(Object::take(self.client));
    }
}

fn borrowed(value: &Value) -> &(dyn ToSql + Sync) {
    &**value
}

type Answer<'a> = Pin<Box<dyn Future<Output = Result<Vec<Columns>, PgError>> + Send + 'a>>;

/// Polls futures in order, so that what they send is sent in order, until all are ready.
async fn in_order(mut futures: Vec<Answer<'_>>) -> Result<Outcomes, Unsent> {
    let mut ready: Vec<Option<Result<Vec<Columns>, PgError>>> = futures.iter().map(|_| None).collect();
    let (mut is_first, mut is_gone) = (true, false);
    poll_fn(|context| {
        for (future, slot) in futures.iter_mut().zip(&mut ready) {
            if slot.is_none()
                && let Poll::Ready(outcome) = future.as_mut().poll(context)
            {
                // A connection that is gone refuses at once; one that goes later has been sent everything.
                is_gone = is_first && outcome.as_ref().is_err_and(PgError::is_closed);
                *slot = Some(outcome);
            }
            is_first = false;
            if is_gone {
                return Poll::Ready(());
            }
        }
        if ready.iter().all(Option::is_some) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    let mut outcomes = ready.into_iter().flatten();
    match outcomes.next() {
        Some(Err(error)) if is_gone => Err(Unsent::Gone(error)),
        first => Ok(first.into_iter().chain(outcomes).collect()),
    }
}
