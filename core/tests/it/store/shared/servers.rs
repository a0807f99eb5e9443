//! Servers that are restarted, killed or busy, and servers that turn a caller away.

use core::time::Duration;
use std::collections::BTreeSet;
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use cowrite::adapters::PostgresOptions;
use cowrite::{Error, NewPerson, Paging, PersonId, TrackId, TrackUpdate, Trouble, Workspace};
use cowrite_postgres_server::{Options, Server, Tls, through, with_database};
use pollster::block_on;

use super::refused::{SECRET, reason, refused};
use crate::postgres::Session;

/// How often something is waited for, 20 milliseconds each: two minutes at least, for the slowest machine.
const LONG: usize = 6_000;

const PAUSE: Duration = Duration::from_millis(20);

fn connect(url: &str) -> Workspace {
    block_on(Workspace::connect(url)).unwrap()
}

pub(super) fn until(what: &str, mut is_done: impl FnMut() -> bool) {
    let comes = (0..LONG).any(|_| {
        let is_done = is_done();
        if !is_done {
            thread::sleep(PAUSE);
        }
        is_done
    });
    assert!(comes, "{what} takes too long");
}

/// Does the same from several threads at once.
fn at_once(threads: usize, deed: impl Fn(usize) + Sync) {
    let start = Barrier::new(threads);
    thread::scope(|scope| {
        for number in 0..threads {
            let (deed, start) = (&deed, &start);
            scope.spawn(move || {
                start.wait();
                deed(number);
            });
        }
    });
}

/// Ends the threads that look at it, also where the test fails.
struct Ended<'a>(&'a AtomicBool);

impl Drop for Ended<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// What threads do while their server is restarted.
struct Load {
    nodes: [Workspace; 2],
    owner: PersonId,
    acknowledged: AtomicUsize,
    failed: AtomicUsize,
    is_over: AtomicBool,
}

impl Load {
    /// Creates one track after the other, each with a key of its own, and repeats a failed call as a host would.
    fn create(&self, number: usize) -> Vec<(String, TrackId)> {
        let actor = self.nodes[number % 2].acting_as(self.owner);
        let mut created = Vec::new();
        while !self.is_over.load(Ordering::SeqCst) {
            let title = format!("{number} {}", created.len());
            let keyed = actor.with_key(&title);
            let mut tries = 0;
            let track = loop {
                tries += 1;
                assert!(tries < LONG, "the server does not come back");
                match block_on(keyed.create_track(title.as_str())) {
                    Ok(track) => break track.id,
                    Err(Error::Storage { reason, .. }) if reason.is_passing() || reason == Trouble::OutcomeUnknown => {
                        self.failed.fetch_add(1, Ordering::SeqCst);
                        thread::sleep(PAUSE);
                    }
                    Err(error) => panic!("{error:?}"),
                }
            };
            created.push((title, track));
            self.acknowledged.fetch_add(1, Ordering::SeqCst);
        }
        created
    }

    /// Waits until some more has been acknowledged.
    fn go_on(&self) {
        let wanted = self.acknowledged.load(Ordering::SeqCst) + 40;
        until("going on", || self.acknowledged.load(Ordering::SeqCst) >= wanted);
    }
}

fn library(workspace: &Workspace, owner: PersonId) -> Vec<(String, TrackId)> {
    let (mut all, mut paging) = (Vec::new(), Paging::first(Paging::MOST));
    loop {
        let page = block_on(workspace.acting_as(owner).library(paging)).unwrap();
        all.extend(page.rows.into_iter().map(|row| (row.title, row.track)));
        match page.next {
            Some(next) => paging = Paging::first(Paging::MOST).after(next),
            None => return all,
        }
    }
}

#[test]
fn a_server_restarted_and_killed_under_load_loses_nothing_acknowledged_and_does_nothing_twice() {
    let server = Server::start(Options::new().durable()).unwrap();
    let database = server.database().unwrap();
    let quiet = connect(database.url());
    let owner = block_on(quiet.register(NewPerson::new("olivia", "Olivia"))).unwrap().id;
    let other = block_on(quiet.register(NewPerson::new("alex", "Alex"))).unwrap().id;
    let create_quietly = |_| drop(block_on(quiet.acting_as(other).create_track("Encore")).unwrap());
    // So that several of its connections are open, and idle when the server goes.
    at_once(8, create_quietly);
    let load = Load {
        nodes: [connect(database.url()), connect(database.url())],
        owner,
        acknowledged: AtomicUsize::new(0),
        failed: AtomicUsize::new(0),
        is_over: AtomicBool::new(false),
    };
    let load = &load;
    let begun = || server.query("postgres", "SELECT pg_postmaster_start_time()").unwrap();
    let acknowledged = thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|number| scope.spawn(move || load.create(number))).collect();
        let over = Ended(&load.is_over);
        load.go_on();
        let first = begun();
        server.restart().unwrap();
        load.go_on();
        let second = begun();
        server.kill().unwrap();
        server.restart().unwrap();
        load.go_on();
        assert!(first != second && second != begun(), "the server has not been started anew");
        drop(over);
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
    });
    println!("{} acknowledged, {} repeated", acknowledged.len(), load.failed.load(Ordering::SeqCst));
    // Without a key, and at the first try each.
    at_once(8, create_quietly);
    assert_eq!(library(&quiet, other).len(), 16);
    let found = library(&quiet, owner);
    assert_eq!(found.len(), acknowledged.len());
    assert_eq!(BTreeSet::from_iter(found), BTreeSet::from_iter(acknowledged));
    assert_eq!(block_on(quiet.verify()).unwrap(), []);
}

#[test]
fn a_call_that_waits_too_long_for_a_lock_fails_and_changes_nothing() {
    // A server of its own: the open transaction would hold back what other tests may see of theirs.
    let server = Server::start(Options::new()).unwrap();
    let database = server.database().unwrap();
    let patient = connect(database.url());
    let owner = block_on(patient.register(NewPerson::new("olivia", "Olivia"))).unwrap().id;
    let track = block_on(patient.acting_as(owner).create_track("Nocturne")).unwrap();
    // Whatever is not to be refused is asked of the other, however busy the machine is.
    let options = PostgresOptions::new().statement_timeout(Duration::from_millis(500));
    let mut connected = None;
    until("connecting", || {
        connected = block_on(Workspace::builder().connect_with(database.url(), options.clone())).ok();
        connected.is_some()
    });
    let (actor, patient_actor) = (connected.unwrap().acting_as(owner), patient.acting_as(owner));
    let count = || database.query("SELECT count(*) FROM cowrite.activity").unwrap();
    let before = (block_on(patient_actor.track(track.id)).unwrap(), count());

    let mut held = Session::begin(database.url());
    held.ask("SELECT count(*) FROM (SELECT 1 FROM cowrite.aggregate FOR UPDATE) AS held");
    let retitle = |actor: &cowrite::Actor| block_on(actor.update_track(track.id, TrackUpdate::new().title("Encore")));
    for actor in [&actor, &actor.with_key("request-7")] {
        let error = retitle(actor).unwrap_err();
        assert!(matches!(error, Error::Storage { reason: Trouble::Failed, retryable: true, .. }), "{error:?}");
        assert!(error.to_string().contains("took too long"), "{error}");
        assert_eq!((block_on(patient_actor.track(track.id)).unwrap(), count()), before);
    }
    held.commit();

    let first = retitle(&patient_actor.with_key("request-7")).unwrap();
    assert_eq!(first.track.title, "Encore");
    let after = count();
    assert_eq!(retitle(&patient_actor.with_key("request-7")).unwrap(), first);
    assert_eq!(count(), after);
    assert_eq!(block_on(patient.verify()).unwrap(), []);
}

/// Returns a URL with another user and password.
fn as_user(url: &str, credentials: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap();
    format!("{scheme}://{credentials}@{}", rest.split_once('@').unwrap().1)
}

fn user(url: &str) -> &str {
    url.split_once("://").unwrap().1.split_once(':').unwrap().0
}

#[test]
fn a_password_that_is_not_the_users_is_refused() {
    let server = Server::start(Options::new()).unwrap();
    let url = server.url("postgres").unwrap();
    let user = user(&url);
    for credentials in [format!("{user}:{SECRET}"), user.to_owned(), format!("nobody:{SECRET}")] {
        assert_eq!(reason(&refused(&as_user(&url, &credentials))), Trouble::WrongCredentials, "{credentials}");
    }
    // Who does not get in does not learn which databases there are.
    let elsewhere = as_user(&with_database(&url, "nowhere").unwrap(), &format!("{user}:{SECRET}"));
    assert_eq!(reason(&refused(&elsewhere)), Trouble::WrongCredentials);
    assert_eq!(reason(&refused(&with_database(&url, "nowhere").unwrap())), Trouble::NoDatabase);
    connect(&url);
}

#[test]
fn a_server_without_tls_is_refused_where_the_url_asks_for_it() {
    let server = Server::start(Options::new()).unwrap();
    let url = server.url("postgres").unwrap();
    for mode in ["require", "verify-ca", "verify-full"] {
        assert_eq!(reason(&refused(&format!("{url}?sslmode={mode}"))), Trouble::NoTls, "{mode}");
    }
    connect(&format!("{url}?sslmode=prefer"));
    connect(&format!("{url}?sslmode=disable"));
}

#[test]
fn a_server_with_tls_is_trusted_as_the_url_says() {
    let server = Server::start(Options::new().tls(Tls::Required)).unwrap();
    let url = server.url("postgres").unwrap();
    let authority = server.authority().unwrap().display().to_string();
    let stranger = server.strange_authority().unwrap().display().to_string();
    let trusting = |mode: &str, root: &str| format!("{url}?sslmode={mode}&sslrootcert={root}");
    let not_as_asked = [
        format!("{url}?sslmode=disable"),
        // The authority is this server's own: none of those that everybody trusts.
        format!("{url}?sslmode=verify-ca"),
        format!("{url}?sslmode=verify-full"),
        trusting("require", &stranger),
        trusting("verify-ca", &stranger),
        trusting("verify-full", &stranger),
    ];
    for url in not_as_asked {
        assert_eq!(reason(&refused(&url)), Trouble::NoTls, "{url}");
    }
    let wrong = as_user(&trusting("verify-full", &authority), &format!("{}:{SECRET}", user(&url)));
    assert_eq!(reason(&refused(&wrong)), Trouble::WrongCredentials);

    let password = url.split_once('@').unwrap().0.rsplit_once(':').unwrap().1;
    let as_asked = [
        url.clone(),
        format!("{url}?sslmode=require"),
        trusting("require", &authority),
        trusting("verify-ca", &authority),
        trusting("verify-full", &authority),
    ];
    for (number, url) in as_asked.iter().enumerate() {
        let workspace = connect(url);
        assert!(!format!("{workspace:?} {workspace:#?}").contains(password), "the password is shown");
        block_on(workspace.register(NewPerson::new(format!("p{number}"), "Somebody"))).unwrap();
    }
    let encrypted = "SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) \
                     WHERE application_name = 'cowrite'";
    let held = connect(&as_asked[4]);
    assert_eq!(server.query("postgres", encrypted).unwrap(), [["t"]]);
    drop(held);
}

#[test]
fn a_standby_is_refused_until_it_is_the_primary() {
    let primary = Server::start(Options::new()).unwrap();
    let database = primary.database().unwrap();
    let workspace = connect(database.url());
    let olivia = block_on(workspace.register(NewPerson::new("olivia", "Olivia"))).unwrap();
    let standby = Server::standby_of(&primary, Options::new().named("standby")).unwrap();
    let url = standby.url(database.name()).unwrap();
    let follows =
        || standby.query(database.name(), "SELECT count(*) FROM cowrite.person").is_ok_and(|rows| rows == [["1"]]);
    until("following", follows);

    assert_eq!(reason(&refused(&url)), Trouble::ReadOnly);
    assert_eq!(reason(&refused(&format!("{url}?target_session_attrs=read-write"))), Trouble::ReadOnly);
    // Where nothing has been laid out, nothing can be.
    assert_eq!(reason(&refused(&standby.url("postgres").unwrap())), Trouble::ReadOnly);
    // Of both, the one that can be written to is found.
    let both = format!("{},{}", standby.host().unwrap(), primary.host().unwrap());
    let either = format!("{}?target_session_attrs=read-write", through(&url, &both).unwrap());
    assert_eq!(block_on(connect(&either).person(olivia.id)).unwrap(), olivia);

    primary.stop().unwrap();
    standby.promote().unwrap();
    for url in [&url, &either] {
        let workspace = connect(url);
        assert_eq!(block_on(workspace.person(olivia.id)).unwrap(), olivia);
        block_on(workspace.acting_as(olivia.id).create_track("Nocturne")).unwrap();
    }
}
