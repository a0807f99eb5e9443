use std::time::Duration;

use cowrite_postgres_server::{CutAt, Database, Error, Proxy, Server};
use tokio_postgres::{Client, NoTls};

use crate::help::{chain, query};

/// How a transaction reaches its end.
#[derive(Debug, Clone, Copy)]
enum Way {
    Simple,
    Batch,
    Prepared,
    Unprepared,
}

async fn connect(database: &Database<'_>, proxy: &Proxy) -> Client {
    let url = database.url_through(proxy.host()).unwrap();
    let (client, connection) = tokio_postgres::connect(&url, NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

async fn insert(client: &Client, way: Way, value: &str) -> Result<(), tokio_postgres::Error> {
    let insert = format!("INSERT INTO log VALUES ('{value}')");
    match way {
        Way::Batch => return client.batch_execute(&format!("BEGIN; {insert}; COMMIT")).await,
        Way::Simple => {
            client.batch_execute(&format!("BEGIN; {insert}")).await?;
            client.batch_execute("COMMIT").await?;
        }
        Way::Prepared => {
            let [begin, insert, commit] = ["BEGIN", &insert, "COMMIT"];
            client.execute(begin, &[]).await?;
            client.execute(insert, &[]).await?;
            client.execute(commit, &[]).await?;
        }
        Way::Unprepared => {
            client.query_typed("BEGIN", &[]).await?;
            client.query_typed(&insert, &[]).await?;
            client.query_typed("COMMIT", &[]).await?;
        }
    }
    Ok(())
}

const WAYS: [Way; 4] = [Way::Simple, Way::Batch, Way::Prepared, Way::Unprepared];

fn block_on<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let in_time = async { tokio::time::timeout(Duration::from_secs(60), future).await };
    runtime.block_on(in_time).expect("a proxy holds back for ever")
}

#[test]
fn a_connection_is_cut_before_during_and_after_commit() -> Result<(), Error> {
    let server = Server::shared()?;
    let database = server.database()?;
    database.query("CREATE TABLE log (value text)")?;
    let proxy = Proxy::to(server)?;
    // The client hears of the last only; the server has done the last two.
    let rows =
        [(CutAt::BeforeCommit, false, false), (CutAt::DuringCommit, false, true), (CutAt::AfterCommit, true, true)];
    for way in WAYS {
        for (at, is_told, is_done) in rows {
            let value = format!("{way:?} {at:?}");
            let told = block_on(async {
                let client = connect(&database, &proxy).await;
                insert(&client, way, &format!("{value} uncut")).await.unwrap();
                proxy.cut_next(at);
                let told = insert(&client, way, &value).await;
                // Even if it was told, it is cut off now.
                client.batch_execute("SELECT 1").await.unwrap_err();
                told
            });
            assert_eq!(told.is_ok(), is_told, "{value}: {told:?}");
            assert!(told.as_ref().err().is_none_or(tokio_postgres::Error::is_closed), "{value}: {told:?}");
            // A batch is one message, which never arrived; else the server has the insert, and is to roll it back.
            let found = database.query(&format!("SELECT count(*) FROM log WHERE value = '{value}'"))?;
            assert_eq!(found, [[if is_done { "1" } else { "0" }]], "{value}");
            assert_eq!(proxy.cuts().pop().map(|cut| (cut.at, cut.connection)), Some((at, proxy.connections())));
        }
    }
    assert_eq!(database.query("SELECT count(*) FROM log WHERE value LIKE '%uncut'")?, [["12"]], "nothing else is cut");
    Ok(())
}

#[test]
fn what_is_pipelined_behind_a_commit_does_not_move_the_cut() -> Result<(), Error> {
    let server = Server::shared()?;
    let database = server.database()?;
    database.query("CREATE TABLE log (value text)")?;
    let proxy = Proxy::to(server)?;
    let (first, second) = block_on(async {
        let client = connect(&database, &proxy).await;
        let [begin, insert, commit] =
            ["BEGIN", "INSERT INTO log VALUES ('x')", "COMMIT"].map(|text| client.prepare(text));
        let (begin, insert, commit) = tokio::try_join!(begin, insert, commit).unwrap();
        proxy.cut_next(CutAt::DuringCommit);
        let flush = async {
            let (_, inserted, committed) =
                tokio::join!(client.execute(&begin, &[]), client.execute(&insert, &[]), client.execute(&commit, &[]));
            (inserted, committed)
        };
        flush.await
    });
    // The insert may have been answered before the commit was reached; the commit's answer is withheld.
    assert!(first.is_ok() || first.is_err_and(|error| error.is_closed()));
    assert!(second.unwrap_err().is_closed());
    assert_eq!(database.query("SELECT count(*) FROM log")?, [["1"]]);
    Ok(())
}

#[test]
fn a_commit_that_the_server_makes_a_rollback_of_is_cut_all_the_same() -> Result<(), Error> {
    let server = Server::shared()?;
    let database = server.database()?;
    let proxy = Proxy::to(server)?;
    let ended = block_on(async {
        let client = connect(&database, &proxy).await;
        proxy.cut_next(CutAt::DuringCommit);
        client.batch_execute("BEGIN; SELECT 1/0; COMMIT").await.unwrap_err()
    });
    assert!(ended.is_closed(), "{ended}");
    assert_eq!(proxy.cuts().len(), 1);
    Ok(())
}

#[test]
fn a_cut_can_be_taken_back() -> Result<(), Error> {
    let server = Server::shared()?;
    let database = server.database()?;
    let proxy = Proxy::to(server)?;
    block_on(async {
        let client = connect(&database, &proxy).await;
        proxy.cut_next(CutAt::BeforeCommit);
        proxy.cut_no_more();
        client.batch_execute("BEGIN; COMMIT").await.unwrap();
        client.batch_execute("SELECT 'no COMMIT'").await.unwrap();
    });
    assert_eq!((proxy.commits(), proxy.cuts().len()), (1, 0));
    Ok(())
}

#[test]
fn a_frozen_proxy_holds_back_and_then_lets_through() -> Result<(), Error> {
    let server = Server::shared()?;
    let database = server.database()?;
    let proxy = Proxy::to(server)?;
    block_on(async {
        let client = connect(&database, &proxy).await;
        proxy.freeze();
        let mut asking = Box::pin(client.query_one("SELECT 1", &[]));
        let waited = tokio::time::timeout(Duration::from_millis(300), &mut asking).await;
        assert!(waited.is_err(), "something came through");
        proxy.thaw();
        asking.await.unwrap();
    });
    Ok(())
}

#[test]
fn a_proxy_refuses_and_cuts_all() -> Result<(), Error> {
    let server = Server::shared()?;
    let database = server.database()?;
    let proxy = Proxy::to(server)?;
    let url = database.url_through(proxy.host())?;
    block_on(async {
        let client = connect(&database, &proxy).await;
        proxy.refuse().unwrap();
        let refused = tokio_postgres::connect(&url, NoTls).await.err().expect("it is refused");
        assert!(chain(&refused).contains("refused"), "{}", chain(&refused));
        client.batch_execute("SELECT 1").await.expect("who is in stays in");
        proxy.cut_all();
        client.batch_execute("SELECT 1").await.unwrap_err();
    });
    proxy.listen()?;
    assert_eq!(query(&url, "1").unwrap(), "1");
    assert_eq!(proxy.connections(), 2);
    Ok(())
}

#[test]
fn round_trips_are_counted() -> Result<(), Error> {
    let server = Server::shared()?;
    let database = server.database()?;
    let proxy = Proxy::to(server)?;
    // What is sent in one go stays together on a long way.
    proxy.delay(Duration::from_millis(20));
    let counted = block_on(async {
        let client = connect(&database, &proxy).await;
        let statement = client.prepare("SELECT 1").await.unwrap();
        let before = proxy.round_trips();
        tokio::try_join!(client.query(&statement, &[]), client.query(&statement, &[]), client.batch_execute("COMMIT"))
            .unwrap();
        let together = proxy.round_trips() - before;
        for _ in 0..3 {
            client.query(&statement, &[]).await.unwrap();
        }
        (together, proxy.round_trips() - before - together)
    });
    assert_eq!(counted, (1, 3));
    Ok(())
}
