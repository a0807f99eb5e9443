use std::path::Path;
use std::process::Command;

use cowrite_postgres_server::{Error, Options, Server, Tls};

use crate::help::{chain, query};

/// Asks by PostgreSQL's own client whether the connection is encrypted.
fn psql(server: &Server, database: &str, mode: &str, authority: Option<&Path>) -> Result<String, String> {
    let mut psql = Command::new(server.installation().unwrap().program("psql"));
    psql.arg(server.url(database).unwrap()).args(["-AtXc", "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"]);
    psql.env("PGSSLMODE", mode).env("PGCONNECT_TIMEOUT", "60").env("HOME", "/nowhere");
    if let Some(authority) = authority {
        psql.env("PGSSLROOTCERT", authority);
    }
    let output = psql.output().unwrap();
    let text = |bytes| String::from_utf8_lossy(bytes).trim().to_owned();
    if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
}

#[test]
fn a_server_that_requires_tls_turns_others_away() -> Result<(), Error> {
    let server = Server::start(Options::new().tls(Tls::Required))?;
    // It makes databases all the same.
    let database = server.database()?;
    let name = database.name();
    assert_eq!(psql(&server, name, "verify-full", server.authority()), Ok("t".to_owned()));
    let plain = psql(&server, name, "disable", None).unwrap_err();
    assert!(plain.contains("no encryption"), "{plain}");
    let refused = query(database.url(), "1").unwrap_err();
    assert_eq!(refused.code().map(|code| code.code()), Some("28000"), "{}", chain(&refused));
    let stranger = server.strange_authority()?;
    let untrusted = psql(&server, name, "verify-ca", Some(&stranger)).unwrap_err();
    assert!(untrusted.contains("certificate"), "{untrusted}");
    Ok(())
}

#[test]
fn a_server_that_offers_tls_takes_both() -> Result<(), Error> {
    let server = Server::start(Options::new().tls(Tls::Offered))?;
    assert_eq!(psql(&server, "postgres", "verify-full", server.authority()), Ok("t".to_owned()));
    assert_eq!(psql(&server, "postgres", "disable", None), Ok("f".to_owned()));
    assert_eq!(query(&server.url("postgres")?, "1").unwrap(), "1");
    Ok(())
}

#[test]
fn a_server_without_tls_offers_none() -> Result<(), Error> {
    let server = Server::start(Options::new())?;
    let refused = psql(&server, "postgres", "require", None).unwrap_err();
    assert!(refused.contains("does not support SSL"), "{refused}");
    assert_eq!(server.authority(), None);
    Ok(())
}
