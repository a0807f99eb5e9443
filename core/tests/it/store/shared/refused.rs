//! What cannot be connected to, or written: each its own error, and none tells the password.

use core::time::Duration;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use cowrite::adapters::{PostgresOptions, PostgresStore};
use cowrite::ports::store::{Change, Load, Store, StoreError};
use cowrite::testing::store_conformance::History;
use cowrite::{Error, NewPerson, Trouble, Workspace};
use pollster::block_on;

use crate::postgres::{Database, server, url_of};

pub(super) const SECRET: &str = "hunter2secret";

fn options() -> PostgresOptions {
    PostgresOptions::new().connect_timeout(Duration::from_secs(5))
}

/// Connects, expects a refusal, and checks that nothing of it tells the password.
pub(super) fn refused(url: &str) -> StoreError {
    let refused = block_on(PostgresStore::connect(url, options())).expect_err(url);
    let shown = Error::from(refused.clone());
    let mut told = format!("{refused} {refused:?} {refused:#?} {shown} {shown:?} {:?}", shown.details());
    let mut source = std::error::Error::source(&refused);
    while let Some(error) = source {
        told += &format!(" {error} {error:?}");
        source = error.source();
    }
    let credentials = url.split_once("://").and_then(|(_, rest)| rest.split_once('@')).map_or("", |(before, _)| before);
    let password = credentials.split_once(':').map_or(SECRET, |(_, password)| password);
    assert!(!told.contains(password) && !told.contains("hunter2"), "{told}");
    refused
}

pub(super) fn reason(refused: &StoreError) -> Trouble {
    match refused {
        StoreError::Refused { reason, .. } => *reason,
        other => panic!("{other:?}"),
    }
}

/// Answers one caller as a server would, but only with what is given, and returns its URL.
fn fake_server(answer: impl Fn(&mut TcpStream) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten().take(8) {
            let mut length = [0; 4];
            while stream.read_exact(&mut length).is_ok() {
                let mut rest = vec![0; usize::try_from(u32::from_be_bytes(length)).unwrap() - 4];
                stream.read_exact(&mut rest).unwrap();
                // The code by which a caller asks for TLS.
                if rest == [4, 210, 22, 47] {
                    stream.write_all(b"N").unwrap();
                } else {
                    answer(&mut stream);
                    break;
                }
            }
        }
    });
    format!("postgres://studio:{SECRET}@127.0.0.1:{port}/studio")
}

/// An error as the server words it.
fn error_message(code: &str, sentence: &str) -> Vec<u8> {
    let fields = format!("SFATAL\0VFATAL\0C{code}\0M{sentence}\0\0");
    let mut message = vec![b'E'];
    message.extend(u32::try_from(fields.len() + 4).unwrap().to_be_bytes());
    message.extend(fields.as_bytes());
    message
}

#[test]
fn each_refusal_of_a_server_is_its_own_error() {
    // The server's code and words, what is asked of the way there, and the reason given.
    let table = [
        ("28P01", "password authentication failed for user", "prefer", Trouble::WrongCredentials),
        ("28000", "role does not exist", "prefer", Trouble::WrongCredentials),
        ("28000", "no pg_hba.conf entry for host, no encryption", "disable", Trouble::NoTls),
        ("3D000", "database does not exist", "prefer", Trouble::NoDatabase),
        ("42501", "permission denied for database", "prefer", Trouble::NoDatabase),
        ("28P01", "password authentication failed for user", "require", Trouble::NoTls),
        ("28P01", "password authentication failed for user", "verify-full", Trouble::NoTls),
    ];
    for (code, sentence, mode, expected) in table {
        let message = error_message(code, sentence);
        let url = fake_server(move |stream| drop(stream.write_all(&message)));
        let refused = refused(&format!("{url}?sslmode={mode}"));
        assert_eq!(reason(&refused), expected, "{code} {mode}: {refused:?}");
    }
    // What passes by itself is not refused: another try may go well.
    for code in ["57P03", "53300"] {
        let message = error_message(code, "not now");
        let refused = refused(&fake_server(move |stream| drop(stream.write_all(&message))));
        assert!(matches!(refused, StoreError::Unavailable { .. }), "{code}: {refused:?}");
        assert!(Error::from(refused).is_retryable());
    }
}

#[test]
fn a_host_that_does_not_answer_is_unreachable() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let nobody = format!("postgres://studio:{SECRET}@127.0.0.1:{free}/studio");
    let nowhere = format!("postgres://studio:{SECRET}@no-such-host.invalid/studio");
    let silent = fake_server(|_| thread::sleep(Duration::from_secs(10)));
    let other = fake_server(|stream| drop(stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")));
    for url in [nobody, nowhere, silent, other] {
        let refused = refused(&url);
        assert_eq!(reason(&refused), Trouble::Unreachable, "{refused:?}");
        assert!(Error::from(refused).is_retryable());
    }
}

#[test]
fn a_server_is_refused_for_what_it_is() {
    let database = Database::new();
    let with = |query: &str| format!("{}?{query}", database.url());
    assert_eq!(reason(&refused(&with("sslmode=require"))), Trouble::NoTls);
    assert_eq!(reason(&refused(&with("sslmode=verify-full"))), Trouble::NoTls);
    assert_eq!(reason(&refused(&with("sslrootcert=/no/such/file.pem"))), Trouble::NoTls);
    assert_eq!(reason(&refused(&with("sslmode=sometimes"))), Trouble::BadAddress);
    assert_eq!(reason(&refused(&url_of(&server(), "cowrite_no_such_database"))), Trouble::NoDatabase);
    let stranger = server().replacen("://postgres", &format!("://cowrite_no_such_role:{SECRET}"), 1);
    assert_eq!(reason(&refused(&stranger)), Trouble::WrongCredentials);
}

#[test]
fn a_database_that_can_only_be_read_is_refused() {
    let database = Database::new();
    let name = database.run("SELECT current_database()");
    let read_only =
        |on: &str| database.run(&format!("ALTER DATABASE {} SET default_transaction_read_only = {on}", name.trim()));
    read_only("on");
    assert_eq!(reason(&refused(&database.url())), Trouble::ReadOnly);
    // One that comes to be so while it is in use refuses what would change it, and goes on answering.
    let off = format!("BEGIN READ WRITE; ALTER DATABASE {} RESET default_transaction_read_only; COMMIT", name.trim());
    database.run(&off);
    let workspace = block_on(Workspace::connect(&database.url())).unwrap();
    let olivia = block_on(workspace.register(NewPerson::new("olivia", "Olivia"))).unwrap();
    read_only("on");
    database.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
    let error = loop {
        match block_on(workspace.acting_as(olivia.id).create_track("Encore")) {
            // The connections that were ended are noticed one by one.
            Err(Error::Storage { reason: Trouble::Failed | Trouble::OutcomeUnknown, .. }) => {}
            other => break other.unwrap_err(),
        }
    };
    assert!(matches!(error, Error::Storage { reason: Trouble::ReadOnly, .. }), "{error:?}");
    assert_eq!(block_on(workspace.person(olivia.id)).unwrap(), olivia);
}

#[test]
fn a_database_of_another_encoding_is_refused() {
    let database = Database::new();
    let name = format!("{}_latin", database.run("SELECT current_database()").trim());
    database.run(&format!("CREATE DATABASE {name} ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"));
    let url = database.url().replace(name.trim_end_matches("_latin"), &name);
    let refused = refused(&url);
    database.run(&format!("DROP DATABASE {name} WITH (FORCE)"));
    assert_eq!(reason(&refused), Trouble::NoDatabase);
}

#[test]
fn a_newer_schema_and_another_making_are_refused() {
    let database = Database::new();
    let connect = || block_on(PostgresStore::connect(&database.url(), options()));
    drop(connect().unwrap());
    database.run("UPDATE cowrite.store SET schema = schema + 1");
    assert!(matches!(connect().unwrap_err(), StoreError::SchemaTooNew { found: 2, supported: 1 }));
    assert_eq!(block_on(Workspace::connect(&database.url())).unwrap_err().code(), "schema_too_new");
    database.run("UPDATE cowrite.store SET schema = schema - 1");
    database.run("UPDATE cowrite.migration SET checksum = 'x'");
    assert!(matches!(connect().unwrap_err(), StoreError::Corrupt { table: "migration", .. }));
}

#[test]
fn many_nodes_may_connect_at_once_to_an_empty_database() {
    let database = Database::new();
    for _ in 0..5 {
        database.wipe();
        let threads: Vec<_> = (0..8)
            .map(|_| {
                let url = database.url();
                thread::spawn(move || block_on(PostgresStore::connect(&url, options())).map(drop))
            })
            .collect();
        for thread in threads {
            thread.join().unwrap().unwrap();
        }
        assert_eq!(database.run("SELECT count(*) FROM cowrite.migration").trim(), "1");
    }
}

#[test]
fn a_copy_on_another_server_goes_on_numbering_where_the_first_left_off() {
    let database = Database::new();
    let connect = || block_on(PostgresStore::connect(&database.url(), options())).unwrap();
    let store = connect();
    let mut history = History::new(7);
    let step = history.next_step(&cowrite::domain::slice::Slice::default());
    let first = block_on(store.commit(step.change)).unwrap();
    drop(store);
    // As though the database had been restored on a server that has counted few transactions so far.
    database.run("UPDATE cowrite.store SET server = 1; UPDATE cowrite.aggregate SET revision = revision + 1000000000");
    let store = connect();
    let change: Change = history.next_step(&step.after).change;
    let second = block_on(store.commit(change)).unwrap();
    assert!(second.revision > first.revision + 1_000_000_000, "{second:?} after {first:?}");
    // Other tests' transactions on the same server hold the watermark back while they run.
    let reached = (0..600).any(|_| {
        thread::sleep(Duration::from_millis(20));
        block_on(store.load(Load::default())).unwrap().slice.revision >= second.revision
    });
    assert!(reached, "{second:?} is never seen");
}

#[test]
fn a_store_shows_nothing_of_how_it_is_reached() {
    let database = Database::new();
    let url = database.url().replacen("://postgres@", &format!("://postgres:{SECRET}@"), 1);
    let store = block_on(PostgresStore::connect(&url, options())).unwrap();
    assert!(!format!("{store:?}").contains(SECRET));
    let workspace = Workspace::builder().on(store);
    assert!(!format!("{workspace:?}").contains(SECRET));
}
