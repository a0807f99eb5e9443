use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, Error, NoTls, Statement};
use uuid::Uuid;

use crate::Outcome;
use crate::commands::{Commands, Done, Program, Tried, committed_at};

/// A plain program: appends to histories whose versions are checked, in two round trips, on tokio-postgres alone.
#[derive(Debug)]
pub(crate) struct Plain;

/// That a key is there once is what the program must see to: the table of what is done would take it twice.
const TABLES: &str = "
    CREATE TABLE aggregate (id int PRIMARY KEY, version bigint NOT NULL);
    CREATE TABLE done (aggregate int, seq bigint, key uuid NOT NULL, PRIMARY KEY (aggregate, seq));
    CREATE TABLE idempotency (key uuid PRIMARY KEY);
    INSERT INTO aggregate SELECT id, 0 FROM generate_series(1, %) AS id";

const DONE: &str = concat!("SELECT key, aggregate, seq, ", committed_at!(), " FROM done");

pub(crate) async fn connect(url: &str) -> Result<Client, Error> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    tokio::spawn(connection);
    Ok(client)
}

impl Program for Plain {
    type Client = PlainClient;
    type World = ();

    async fn prepare(&self, url: &str, aggregates: i32) -> Outcome<()> {
        Ok(connect(url).await?.batch_execute(&TABLES.replace('%', &aggregates.to_string())).await?)
    }

    fn client(&self, url: &str, (): &()) -> PlainClient {
        PlainClient { url: url.to_owned(), session: None }
    }

    async fn done(&self, url: &str, (): &()) -> Outcome<Vec<Done>> {
        let rows = connect(url).await?.query(DONE, &[]).await?;
        rows.iter()
            .map(|row| {
                let (key, aggregate, seq, committed_at) =
                    (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, row.try_get(3)?);
                Ok(Done { key, aggregate, seq, committed_at })
            })
            .collect()
    }
}

/// One client, with a connection while there is one.
#[derive(Debug)]
pub(crate) struct PlainClient {
    url: String,
    session: Option<Session>,
}

#[derive(Debug)]
struct Session {
    client: Client,
    find: Statement,
    version: Statement,
    append: Statement,
    update: Statement,
    remember: Statement,
}

impl Session {
    async fn open(url: &str) -> Result<Self, Error> {
        let client = connect(url).await?;
        let (find, version, append, update, remember) = tokio::try_join!(
            client.prepare("SELECT FROM idempotency WHERE key = $1"),
            client.prepare("SELECT version FROM aggregate WHERE id = $1"),
            client.prepare("INSERT INTO done (aggregate, seq, key) VALUES ($1, $2, $3)"),
            client.prepare("UPDATE aggregate SET version = $2 WHERE id = $1"),
            client.prepare("INSERT INTO idempotency (key) VALUES ($1)"),
        )?;
        Ok(Self { client, find, version, append, update, remember })
    }

    /// Whether the key is there already, and the aggregate's version: one round trip.
    async fn load(&self, key: Uuid, aggregate: i32) -> Result<(bool, i64), Error> {
        let (find, version) = ([&key as _], [&aggregate as _]);
        let (found, version) = tokio::try_join!(
            self.client.query_opt(&self.find, &find),
            self.client.query_one(&self.version, &version),
        )?;
        Ok((found.is_some(), version.try_get(0)?))
    }

    /// The whole transaction in one flush: it is done if every statement of it was.
    async fn commit(&self, key: Uuid, aggregate: i32, seq: i64) -> Result<(), Error> {
        let (append, update, remember) =
            ([&aggregate as _, &seq as _, &key as _], [&aggregate as _, &seq as _], [&key as _]);
        // All are sent before the first is answered, in this order; none is left out when another fails.
        let (begun, appended, updated, remembered, committed) = tokio::join!(
            biased;
            self.client.batch_execute("BEGIN"),
            self.client.execute(&self.append, &append),
            self.client.execute(&self.update, &update),
            self.client.execute(&self.remember, &remember),
            self.client.batch_execute("COMMIT"),
        );
        begun.and(appended).and(updated).and(remembered).and(committed)
    }
}

impl Commands for PlainClient {
    async fn attempt(&mut self, key: Uuid, aggregate: i32) -> Tried {
        // Taken out, so that a session that is given up halfway is not used again.
        let session = match self.session.take() {
            Some(session) if !session.client.is_closed() => session,
            _ => match Session::open(&self.url).await {
                Ok(session) => session,
                Err(_) => return Tried::NotDone,
            },
        };
        let (was_done, version) = match session.load(key, aggregate).await {
            Ok(loaded) => loaded,
            Err(_) => return Tried::NotDone,
        };
        let tried = if was_done {
            Tried::Done
        } else {
            match session.commit(key, aggregate, version + 1).await {
                Ok(()) => Tried::Done,
                // The place in the history is taken, or the key by another try: the transaction is rolled back.
                Err(error) if error.code() == Some(&SqlState::UNIQUE_VIOLATION) => Tried::NotDone,
                Err(error) if error.code() == Some(&SqlState::READ_ONLY_SQL_TRANSACTION) => return Tried::NotDone,
                Err(_) => return Tried::Unknown,
            }
        };
        self.session = Some(session);
        tried
    }
}
