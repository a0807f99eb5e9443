use cowrite_postgres_server::{Error, Options, Rejoined, Server};

use crate::help::{chain, eventually};

#[test]
fn a_standby_follows_is_promoted_and_is_followed_by_the_old_primary() -> Result<(), Error> {
    let first = Server::start(Options::new().named("first"))?;
    first.query("postgres", "CREATE TABLE log (value int); INSERT INTO log VALUES (1)")?;
    let second = Server::standby_of(&first, Options::new().named("second"))?;
    let third = Server::standby_of(&first, Options::new().named("third"))?;
    let log = |server: &Server| server.query("postgres", "SELECT value FROM log ORDER BY value");
    let sees = |server: &Server, rows: &[[&str; 1]]| eventually("a row on a standby", || log(server).unwrap() == rows);
    sees(&second, &[["1"]]);
    sees(&third, &[["1"]]);
    let refused = second.query("postgres", "INSERT INTO log VALUES (0)").unwrap_err();
    assert!(chain(&refused).contains("read-only"), "{}", chain(&refused));
    assert!(second.received()? > 0);

    // What the standbys do not get is lost with the primary.
    assert_eq!(first.freeze("walsender")?, 2);
    first.query("postgres", "SET synchronous_commit = local; INSERT INTO log VALUES (2)")?;
    first.kill()?;
    second.promote()?;
    third.follow(&second)?;
    second.query("postgres", "INSERT INTO log VALUES (3)")?;
    sees(&third, &[["1"], ["3"]]);

    assert_eq!(first.rejoin(&second)?, Rejoined::Rewound);
    sees(&first, &[["1"], ["3"]]);
    second.query("postgres", "INSERT INTO log VALUES (4)")?;
    sees(&first, &[["1"], ["3"], ["4"]]);
    Ok(())
}
