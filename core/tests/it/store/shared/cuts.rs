//! A connection that is cut around a `COMMIT`: nothing is done twice, and with a key everything is done once.

use core::time::Duration;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use cowrite::adapters::PostgresOptions;
use cowrite::ports::{Entropy, SystemEntropy};
use cowrite::{Action, Actor, Error, NewPerson, Paging, PersonId, TrackView, Trouble, Workspace};
use cowrite_postgres_server::{CutAt, Database, Proxy, Server};
use pollster::block_on;

const EVERYWHERE: [CutAt; 3] = [CutAt::BeforeCommit, CutAt::DuringCommit, CutAt::AfterCommit];

/// What happens to one try of a call.
#[derive(Debug, Clone, Copy)]
enum Fate {
    /// Its connection is cut there.
    Cut(CutAt),
    /// Its connection is cut there, and no other can be made.
    CutForGood(CutAt),
    /// All that is on its way stops there.
    Frozen,
}

/// Lets fate have its way between the load and the commit of a call: that is when the app asks for random bits.
///
/// A load ends in a `COMMIT` too, so that a cut ordered before the call would meet the load.
#[derive(Debug, Clone)]
struct Fates {
    proxy: Arc<Proxy>,
    next: Arc<Mutex<VecDeque<Fate>>>,
}

impl Entropy for Fates {
    fn bits(&self) -> Result<u64, Error> {
        match self.next.lock().unwrap().pop_front() {
            None => {}
            Some(Fate::Cut(at)) => self.proxy.cut_next(at),
            Some(Fate::CutForGood(at)) => {
                self.proxy.cut_next(at);
                self.proxy.refuse().unwrap();
            }
            Some(Fate::Frozen) => self.proxy.freeze(),
        }
        SystemEntropy::default().bits()
    }
}

/// A person whose workspace reaches its database by way of a proxy.
struct Distant {
    workspace: Workspace,
    fates: Fates,
    owner: PersonId,
    database: Database<'static>,
}

impl Distant {
    fn new() -> Self {
        Self::with(PostgresOptions::new())
    }

    fn with(options: PostgresOptions) -> Self {
        let server = Server::shared().unwrap();
        let database = server.database().unwrap();
        let fates = Fates { proxy: Arc::new(Proxy::to(server).unwrap()), next: Arc::default() };
        let url = database.url_through(fates.proxy.host()).unwrap();
        // All is laid out by somebody who has the patience for it.
        let near = block_on(Workspace::connect(database.url())).unwrap();
        let owner = block_on(near.register(NewPerson::new("olivia", "Olivia"))).unwrap().id;
        let builder = Workspace::builder().entropy(fates.clone()).retry_for(Duration::from_millis(200));
        let workspace = block_on(builder.connect_with(&url, options)).unwrap();
        Self { workspace, fates, owner, database }
    }

    fn owner(&self) -> Actor {
        self.workspace.acting_as(self.owner)
    }

    fn let_happen(&self, fates: &[Fate]) {
        self.fates.next.lock().unwrap().extend(fates);
    }

    /// Returns the cuts that were made, which are all that were to be.
    fn cuts(&self) -> Vec<CutAt> {
        assert!(self.fates.next.lock().unwrap().is_empty(), "not every fate was met");
        self.fates.proxy.cuts().iter().map(|cut| cut.at).collect()
    }

    /// Returns the titles there are, oldest first, read past the proxy and checked against the history.
    fn titles(&self) -> Vec<String> {
        let near = block_on(Workspace::connect(self.database.url())).unwrap();
        assert_eq!(block_on(near.verify()).unwrap(), []);
        let library = block_on(near.acting_as(self.owner).library(Paging::first(200))).unwrap();
        assert_eq!(self.created(), library.rows.len(), "the history tells of other tracks than there are");
        let mut titles: Vec<String> = library.rows.into_iter().map(|row| row.title).collect();
        titles.reverse();
        titles
    }

    /// Returns how often the history says that a track was created.
    fn created(&self) -> usize {
        let count = "SELECT count(*) FROM cowrite.activity WHERE event::text LIKE '%\"created\"%title%'";
        self.database.query(count).unwrap()[0][0].parse().unwrap()
    }
}

fn reason<T>(outcome: Result<T, Error>) -> Result<T, Trouble> {
    outcome.map_err(|error| match error {
        Error::Storage { reason, .. } => reason,
        other => panic!("{other:?}"),
    })
}

#[test]
fn without_a_key_a_cut_call_is_never_done_twice_and_says_when_it_does_not_know() {
    // Where, what the caller hears, and whether it was done.
    let table = [
        // The `COMMIT` was on its way with all the rest, so that the caller cannot know that it never came.
        (CutAt::BeforeCommit, Err(Trouble::OutcomeUnknown), false),
        (CutAt::DuringCommit, Err(Trouble::OutcomeUnknown), true),
        (CutAt::AfterCommit, Ok(()), true),
    ];
    for (at, expected, is_done) in table {
        let distant = Distant::new();
        distant.let_happen(&[Fate::Cut(at)]);
        let outcome = block_on(distant.owner().create_track("Nocturne"));
        if let Err(error) = &outcome {
            assert_eq!((error.code(), error.is_retryable()), ("storage", false), "{at:?}");
        }
        assert_eq!(reason(outcome.map(drop)), expected, "{at:?}");
        assert_eq!(distant.cuts(), [at]);
        assert_eq!(distant.titles(), vec!["Nocturne"; usize::from(is_done)], "{at:?}");
        // The next call needs nobody's help to find another connection.
        block_on(distant.owner().create_track("Encore")).unwrap();
        assert_eq!(distant.titles().len(), 1 + usize::from(is_done), "{at:?}");
    }
}

#[test]
fn with_a_key_a_cut_call_succeeds_and_is_done_once() {
    for at in EVERYWHERE {
        let distant = Distant::new();
        let keyed = distant.owner().with_key("request-7");
        distant.let_happen(&[Fate::Cut(at)]);
        let first = block_on(keyed.create_track("Nocturne")).unwrap();
        assert_eq!(distant.cuts(), [at]);
        assert_eq!(distant.titles(), ["Nocturne"], "{at:?}");
        assert_eq!(block_on(keyed.create_track("Nocturne")).unwrap(), first, "{at:?}");
        assert_eq!(distant.titles(), ["Nocturne"], "{at:?}");
    }
}

#[test]
fn with_a_key_a_call_that_is_cut_again_and_again_is_done_once() {
    for last in EVERYWHERE {
        let distant = Distant::new();
        let fates = [CutAt::BeforeCommit, CutAt::BeforeCommit, last];
        distant.let_happen(&fates.map(Fate::Cut));
        block_on(distant.owner().with_key("request-7").create_track("Nocturne")).unwrap();
        assert_eq!(distant.cuts(), fates);
        assert_eq!(distant.titles(), ["Nocturne"], "{last:?}");
    }
}

#[test]
fn a_repeat_by_the_host_after_an_unknown_outcome_gives_the_first_one() {
    for (at, is_done) in [(CutAt::BeforeCommit, false), (CutAt::DuringCommit, true)] {
        let distant = Distant::new();
        distant.let_happen(&[Fate::CutForGood(at)]);
        let keyed = distant.owner().with_key("request-7");
        assert_eq!(reason(block_on(keyed.create_track("Nocturne")).map(drop)), Err(Trouble::OutcomeUnknown), "{at:?}");
        assert_eq!(distant.cuts(), [at]);
        assert_eq!(distant.titles(), vec!["Nocturne"; usize::from(is_done)], "{at:?}");
        // Another node, of a host that was started anew.
        let other = block_on(Workspace::connect(distant.database.url())).unwrap();
        let again = block_on(other.acting_as(distant.owner).with_key("request-7").create_track("Nocturne")).unwrap();
        assert_eq!(distant.titles(), ["Nocturne"], "{at:?}");
        // And the first, whose server can be reached again.
        distant.fates.proxy.listen().unwrap();
        assert_eq!(block_on(keyed.create_track("Nocturne")).unwrap(), again, "{at:?}");
        let library = block_on(other.acting_as(distant.owner).library(Paging::default())).unwrap();
        assert_eq!(library.rows.iter().map(|row| row.track).collect::<Vec<_>>(), [again.id], "{at:?}");
    }
}

#[test]
fn a_cut_load_is_read_again_by_itself() {
    for at in EVERYWHERE {
        let distant = Distant::new();
        // Nobody waits for the load to be over: the first `COMMIT` that comes by is the load's own.
        distant.fates.proxy.cut_next(at);
        block_on(distant.owner().create_track("Nocturne")).unwrap();
        assert_eq!(distant.cuts(), [at]);
        assert_eq!(distant.titles(), ["Nocturne"], "{at:?}");
    }
}

/// Looks again and again for half a minute, and returns whether it came to be.
fn comes(is_there: impl Fn() -> bool) -> bool {
    (0..3_000).any(|_| {
        thread::sleep(Duration::from_millis(10));
        is_there()
    })
}

#[test]
fn a_cut_look_of_an_index_is_made_again_by_itself() {
    for at in EVERYWHERE {
        let distant = Distant::new();
        let index = block_on(distant.workspace.access_index()).unwrap();
        // Nobody asks for anything: the first `COMMIT` that comes by is that of a look.
        distant.fates.proxy.cut_next(at);
        assert!(comes(|| !distant.cuts().is_empty()), "it is never looked");
        for _ in 0..20 {
            assert!(index.revision().is_ok(), "{at:?}: it waits for the next look");
            thread::sleep(Duration::from_millis(10));
        }
        assert_eq!(distant.cuts(), [at]);
    }
}

/// A caller gives up this long, and three seconds for the way, after a commit was sent.
const PATIENCE: Duration = Duration::from_millis(500);

/// When the way is clear again: the caller has given up by then, but not on its next connection.
const THAW: Duration = Duration::from_secs(8);

impl Distant {
    /// Creates a track whose commit is held up on its way until after the caller gave up.
    fn create_too_late(&self, actor: &Actor) -> Result<TrackView, Error> {
        self.let_happen(&[Fate::Frozen]);
        let is_over = AtomicBool::new(false);
        thread::scope(|scope| {
            scope.spawn(|| {
                // From when it is frozen, however long the machine takes to come to that.
                while !self.fates.next.lock().unwrap().is_empty() && !is_over.load(Ordering::SeqCst) {
                    thread::sleep(Duration::from_millis(5));
                }
                thread::sleep(THAW);
                self.fates.proxy.thaw();
            });
            let outcome = block_on(actor.create_track("Nocturne"));
            is_over.store(true, Ordering::SeqCst);
            outcome
        })
    }

    fn impatient() -> Self {
        Self::with(PostgresOptions::new().statement_timeout(PATIENCE))
    }
}

#[test]
fn a_commit_that_may_arrive_after_its_caller_gave_up_is_not_done_twice() {
    for is_keyed in [false, true] {
        let distant = Distant::impatient();
        let actor = |key| if is_keyed { distant.owner().with_key(key) } else { distant.owner() };
        // The connection knows the statements of such a call by now, so that all of the next goes out at once.
        block_on(actor("request-6").create_track("Encore")).unwrap();
        let outcome = reason(distant.create_too_late(&actor("request-7")).map(drop));
        assert_eq!(outcome, if is_keyed { Ok(()) } else { Err(Trouble::OutcomeUnknown) });
        // What is left of the first try is over with its connection; a second one has made its own.
        let ask =
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'cowrite'";
        let ended = (0..3_000).any(|_| {
            thread::sleep(Duration::from_millis(20));
            distant.database.query(ask).unwrap()[0][0].parse::<usize>().unwrap() <= usize::from(is_keyed)
        });
        assert!(ended, "the first connection does not end");
        let titles = distant.titles();
        println!("a late commit, with a key {is_keyed}: {titles:?}");
        // Where the caller has hung up, the way may lose the commit too.
        let expected = ["Encore", "Nocturne"];
        assert!(titles == expected || !is_keyed && titles == expected[..1], "{titles:?}");
    }
}

#[test]
fn a_call_that_could_not_even_send_its_commit_sends_it_on_another_connection() {
    let distant = Distant::impatient();
    // The connection does not know the statements of such a call yet, and it is in asking for them that it is held up.
    let track = distant.create_too_late(&distant.owner()).unwrap();
    assert_eq!(track.title, "Nocturne");
    assert_eq!(distant.titles(), ["Nocturne"]);
}

#[test]
fn an_index_whose_history_does_not_come_in_time_answers_nothing_until_it_does() {
    let distant = Distant::impatient();
    let track = block_on(distant.owner().create_track("Nocturne")).unwrap().id;
    let index = block_on(distant.workspace.access_index()).unwrap();
    let can = || index.can(distant.owner, track, Action::View);
    assert_eq!(can(), Ok(true));
    distant.fates.proxy.freeze();
    assert!(comes(|| can().is_err()), "it goes on answering");
    let refused = can().unwrap_err();
    assert!(matches!(&refused, Error::Storage { retryable: true, .. }), "{refused:?}");
    let near = block_on(Workspace::connect(distant.database.url())).unwrap();
    block_on(near.acting_as(distant.owner).delete_track(track)).unwrap();
    assert!(can().is_err(), "what it said before is not true any more");
    distant.fates.proxy.thaw();
    assert!(comes(|| can().is_ok()), "it never answers again");
    assert_eq!(can(), Ok(false));
}
