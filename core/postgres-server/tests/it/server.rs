use cowrite_postgres_server::{Error, Options, Server, VARIABLE, through};

use crate::command::environment;
use crate::help::{chain, eventually, is_running, query, server_in};

#[test]
fn a_database_is_empty_and_gone_with_its_guard() -> Result<(), Error> {
    let server = Server::shared()?;
    let database = server.database()?;
    let name = database.name().to_owned();
    assert_eq!(query(database.url(), "current_database()").unwrap(), name);
    assert_eq!(database.query("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")?, [["0"]]);
    let is_there = || server.query("postgres", &format!("SELECT 1 FROM pg_database WHERE datname = '{name}'"));
    assert_eq!(is_there()?.len(), 1);
    drop(database);
    assert_eq!(is_there()?.len(), 0);
    Ok(())
}

#[test]
fn a_database_is_dropped_under_a_client_that_stays() -> Result<(), Error> {
    let server = Server::shared()?;
    let database = server.database()?;
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let closed = runtime.block_on(async {
        let (client, connection) = tokio_postgres::connect(database.url(), tokio_postgres::NoTls).await.unwrap();
        let connection = tokio::spawn(connection);
        client.batch_execute("CREATE TABLE held (); BEGIN; LOCK held").await.unwrap();
        // Also from within a runtime.
        drop(database);
        connection.await.unwrap()
    });
    assert!(closed.is_err());
    Ok(())
}

#[test]
fn the_shared_server_is_one() -> Result<(), Error> {
    let servers = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| Server::shared().map(|server| server.host()))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect::<Result<Result<Vec<_>, _>, _>>()
    })??;
    assert!(servers.windows(2).all(|pair| pair[0] == pair[1]), "{servers:?}");
    Ok(())
}

#[test]
fn what_is_committed_outlives_a_stop_and_a_kill() -> Result<(), Error> {
    let server = Server::start(Options::new())?;
    let database = server.database()?;
    database.query("CREATE TABLE kept (value int); INSERT INTO kept VALUES (1)")?;
    let host = server.host()?.to_owned();

    server.stop()?;
    let down = server.query("postgres", "SELECT 1").unwrap_err();
    assert!(chain(&down).contains("refused"), "{}", chain(&down));
    server.restart()?;
    database.query("INSERT INTO kept VALUES (2)")?;

    let process = server_in(server.folder().unwrap());
    server.kill()?;
    assert!(!is_running(&process));
    server.restart()?;
    assert!(server.log().contains("not properly shut down"), "it recovered from a kill");
    assert_eq!(database.query("SELECT value FROM kept ORDER BY value")?, [["1"], ["2"]]);

    server.restart()?;
    assert_eq!(server.host()?, host, "clients find it where it was");
    Ok(())
}

#[test]
fn nothing_is_left_of_a_dropped_server() -> Result<(), Error> {
    for is_killed in [false, true] {
        let server = Server::start(Options::new())?;
        let folder = server.folder().unwrap().to_path_buf();
        let process = server_in(&folder);
        assert!(is_running(&process) && folder.is_dir());
        if is_killed {
            server.kill()?;
        }
        drop(server);
        assert!(!is_running(&process) && !folder.exists(), "killed before: {is_killed}");
    }
    Ok(())
}

#[test]
fn settings_are_given_changed_and_refused() -> Result<(), Error> {
    let server = Server::start(Options::new().setting("work_mem", "1MB").setting("cluster_name", "it's one"))?;
    assert_eq!(server.query("postgres", "SHOW work_mem")?, [["1MB"]]);
    assert_eq!(server.query("postgres", "SHOW cluster_name")?, [["it's one"]]);
    assert_eq!(server.query("postgres", "SHOW fsync")?, [["off"]]);
    server.set("work_mem", "2MB")?;
    eventually("a setting to be read again", || server.query("postgres", "SHOW work_mem").unwrap() == [["2MB"]]);

    let refused = Server::start(Options::new().setting("no_such_setting", "1")).unwrap_err();
    assert!(matches!(&refused, Error::NotStarted { log } if log.contains("no_such_setting")), "{refused}");
    Ok(())
}

#[test]
fn a_durable_server_waits_for_the_disk() -> Result<(), Error> {
    let server = Server::start(Options::new().durable())?;
    for name in ["fsync", "synchronous_commit", "full_page_writes"] {
        assert_eq!(server.query("postgres", &format!("SHOW {name}"))?, [["on"]], "{name}");
    }
    Ok(())
}

#[test]
fn processes_of_a_kind_stand_still_and_go_on() -> Result<(), Error> {
    let server = Server::start(Options::new())?;
    let found = || {
        let ask = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'";
        server.query("postgres", ask).unwrap().pop().map(|row| row[0].clone())
    };
    let states = |letter: &str| {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", found().unwrap())).unwrap();
        stat.rsplit(')').next().unwrap().trim().starts_with(letter)
    };
    // A server answers before all its processes are there.
    eventually("a checkpointer", || found().is_some());
    assert_eq!(server.freeze("checkpointer")?, 1);
    eventually("a frozen process", || states("T"));
    assert_eq!(server.thaw("checkpointer")?, 1);
    eventually("a thawed process", || states("S"));
    assert_eq!(server.freeze("no such kind")?, 0);
    Ok(())
}

#[test]
fn the_server_of_others_is_neither_stopped_nor_configured() -> Result<(), Error> {
    if environment(VARIABLE).is_none() {
        // `command::the_shared_server_is_the_one_that_is_named` runs this with the variable set.
        return Ok(());
    }
    let server = Server::shared()?;
    for refused in [server.stop(), server.kill(), server.restart(), server.set("work_mem", "1MB")] {
        assert!(matches!(refused, Err(Error::NotOurs { .. })), "{refused:?}");
    }
    assert_eq!(server.query("postgres", "SELECT 1")?, [["1"]]);
    Ok(())
}

#[test]
fn a_wrong_password_is_refused_and_not_printed() -> Result<(), Error> {
    let server = Server::start(Options::new())?;
    let url = through("postgres://postgres:wrong-one@x/postgres", server.host()?)?;
    let refused = query(&url, "1").unwrap_err();
    assert_eq!(refused.code().map(|code| code.code()), Some("28P01"), "{}", chain(&refused));
    assert_eq!(query(&server.url("postgres")?, "1").unwrap(), "1");
    let url = server.url("postgres")?;
    let password = url.split([':', '@']).nth(2).unwrap();
    assert!(password.len() > 20 && !format!("{server:?}").contains(password), "{server:?}");
    Ok(())
}
