//! A read-only copy in which pages of libraries are looked for.

use cowrite::adapters::{PostgresOptions, PostgresStore};
use cowrite::{Access, NewPerson, Paging, TrackId, TrackUpdate, Workspace};
use cowrite_postgres_server::{Options, Server};
use pollster::block_on;

use super::servers::until;

fn connect_to(url: &str) -> Workspace {
    block_on(Workspace::connect(url)).unwrap()
}

#[test]
fn a_standby_that_lags_or_is_away_shows_nothing_that_was_revoked() {
    let primary = Server::start(Options::new()).unwrap();
    let database = primary.database().unwrap();
    let plain = connect_to(database.url());
    let [olivia, alex] =
        ["olivia", "alex"].map(|name| block_on(plain.register(NewPerson::new(name, name))).unwrap().id);
    let owner = plain.acting_as(olivia);
    let tracks = ["One", "Two", "Three"].map(|title| {
        let track = block_on(owner.create_track(title)).unwrap().id;
        let invitation = block_on(owner.invite(track, alex, Access::Editor)).unwrap();
        block_on(plain.acting_as(alex).accept_invitation(invitation.id)).unwrap();
        track
    });
    let standby = Server::standby_of(&primary, Options::new().named("standby")).unwrap();
    let count = |sql: &str| standby.query(database.name(), sql).unwrap_or_default();
    until("following", || count("SELECT count(*) FROM cowrite.track") == [["3"]]);
    standby.query(database.name(), "SELECT pg_wal_replay_pause()").unwrap();
    until("paused", || count("SELECT pg_get_wal_replay_pause_state()") == [["paused"]]);

    let options = PostgresOptions::new().standby(standby.url(database.name()).unwrap());
    let store = block_on(PostgresStore::connect(database.url(), options)).unwrap();
    let workspace = Workspace::builder().on(store);
    let listed = |workspace: &Workspace| -> Vec<TrackId> {
        let page = block_on(workspace.acting_as(alex).library(Paging::default())).unwrap();
        page.rows.iter().map(|row| row.track).collect()
    };
    let newest_first: Vec<TrackId> = tracks.into_iter().rev().collect();
    assert_eq!(listed(&workspace), newest_first);

    // The copy still says that all is open; the primary knows better, at once.
    block_on(owner.revoke(tracks[1], alex)).unwrap();
    block_on(owner.update_track(tracks[0], TrackUpdate::new().title("Changed"))).unwrap();
    assert_eq!(count("SELECT count(*) FROM cowrite.member WHERE standing BETWEEN 1 AND 3"), [["3"]]);
    let page = block_on(workspace.acting_as(alex).library(Paging::default())).unwrap();
    assert_eq!(page.rows.iter().map(|row| row.title.as_str()).collect::<Vec<_>>(), ["Three", "Changed"]);
    // What is new is looked for in the copy, which does not know of it: that is seen to be asked.
    let new = block_on(workspace.acting_as(alex).create_track("Four")).unwrap().id;
    assert!(!listed(&workspace).contains(&new) && listed(&plain).contains(&new));
    // What a cursor stands for comes from the primary alone.
    let synced = block_on(workspace.acting_as(alex).sync(None)).unwrap();
    assert!(synced.tracks.iter().any(|row| row.track == new));

    standby.kill().unwrap();
    assert_eq!(listed(&workspace), listed(&plain));
    assert_eq!(listed(&workspace), listed(&plain));
}
