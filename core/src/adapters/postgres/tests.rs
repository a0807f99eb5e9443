use core::time::Duration;

use pollster::block_on;

use super::*;
use crate::domain::draft::Draft;
use crate::domain::person::NewPerson;
use crate::domain::slice::Slice;
use crate::event::Author;
use crate::ports::store::Need;
use crate::ports::{Entropy, SystemEntropy};
use crate::testing::store_conformance::History;
use crate::time::Timestamp;

/// A database of the test's own, taken away when dropped.
struct Database(String);

#[expect(clippy::disallowed_methods, reason = "the library takes no configuration from the environment; its tests may")]
fn server() -> String {
    std::env::var("COWRITE_POSTGRES").expect("COWRITE_POSTGRES is to be the URL of a superuser on a server for tests")
}

/// Runs SQL somewhere, outside any store.
fn run(url: &str, sql: &str) {
    let runtime = Runtime::start().unwrap();
    let connections = Connections::new(address::parse(url).unwrap(), PostgresOptions::new()).unwrap();
    let (sender, answer) = oneshot();
    let sql = sql.to_owned();
    let job = async move {
        let connection = connections.get().await.unwrap();
        sender.send(connection.client().batch_execute(&sql).await);
    };
    runtime.run(Box::pin(job)).unwrap();
    block_on(answer).unwrap().unwrap();
    runtime.close();
}

impl Database {
    fn new() -> Self {
        let name = format!("cowrite_unit_{:016x}", SystemEntropy::default().bits().unwrap());
        run(&server(), &format!("CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0"));
        Self(name)
    }

    fn url(&self) -> String {
        let server = server();
        format!("{}/{}", server.rsplit_once('/').unwrap().0, self.0)
    }

    fn open(&self, options: PostgresOptions) -> PostgresStore {
        block_on(PostgresStore::connect(&self.url(), options)).unwrap()
    }

    /// Opens a store with a random history in it.
    fn played(&self, acts: u32) -> PostgresStore {
        let store = self.open(PostgresOptions::new());
        let (mut history, mut world) = (History::new(5), Slice::default());
        for _ in 0..acts {
            let step = history.next_step(&world);
            block_on(store.commit(step.change)).unwrap();
            world = step.after;
        }
        store
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        run(&server(), &format!("DROP DATABASE {} WITH (FORCE)", self.0));
    }
}

/// Makes the change that registers somebody.
fn registering(store: &PostgresStore, number: u64) -> Change {
    let profile = NewPerson::new(format!("somebody {number}"), "Somebody").profile().unwrap();
    let slice = block_on(store.load(Load::default())).unwrap().slice;
    let mut draft = Draft::new(slice, Timestamp::EPOCH, number);
    draft.register(profile).unwrap();
    Change::of(&draft, Author::Host)
}

#[test]
fn damage_is_named_by_table_and_row() {
    // What is done, then the table, and what is said of the row.
    let table = [
        ("UPDATE cowrite.track SET bpm = 1", "track", "`bpm` is not from"),
        ("UPDATE cowrite.track SET tags = '[1]'", "track", "`tags` is not a list"),
        ("UPDATE cowrite.track SET offer_to = owner", "track", "half an offer"),
        ("UPDATE cowrite.groups SET ancestors = '\\x00'", "groups", "`ancestors`"),
        ("UPDATE cowrite.person SET state = 3", "person", "`state` is not"),
        ("UPDATE cowrite.person SET email = 'nobody'", "person", "`email` is not"),
        ("UPDATE cowrite.member SET standing = 9", "member", "`standing` is not a standing"),
        ("UPDATE cowrite.member SET master = 10001, accepted = true", "member", "`master` is more than 100 percent"),
        ("UPDATE cowrite.member SET since = 9223372036854775807", "member", "`since` is not an instant"),
        ("UPDATE cowrite.invitation SET access = 0", "invitation", "`access` is not an access"),
        ("UPDATE cowrite.claim SET kind = 9 WHERE kind = 0", "claim", "`kind` is not the kind"),
        ("UPDATE cowrite.activity SET event = '{}' WHERE seq = 1", "activity", "`event`"),
        ("UPDATE cowrite.activity SET format = 9 WHERE seq = 1", "activity", "`format`"),
        ("UPDATE cowrite.effect SET effect = 'x' || effect", "effect", "`effect`"),
        ("UPDATE cowrite.track SET version = version + 1", "track", "has version"),
        ("UPDATE cowrite.aggregate SET version = version + 1", "aggregate", "has version"),
        ("DELETE FROM cowrite.aggregate", "aggregate", "has version 0"),
        ("DELETE FROM cowrite.activity WHERE seq = 2", "activity", "follows on"),
        ("DELETE FROM cowrite.roster", "member", "missing"),
        ("UPDATE cowrite.track SET shard = (shard + 1) % 4096", "track", "another shard"),
    ];
    let database = Database::new();
    drop(database.played(60));
    let checks = "DO $$ DECLARE r record; BEGIN FOR r IN SELECT conrelid::regclass AS t, conname FROM pg_constraint \
         WHERE contype = 'c' AND connamespace = 'cowrite'::regnamespace LOOP \
         EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', r.t, r.conname); END LOOP; END $$";
    run(&database.url(), checks);
    let store = database.open(PostgresOptions::new());
    block_on(store.check()).unwrap();
    let keep = "CREATE SCHEMA kept; DO $$ DECLARE r record; BEGIN FOR r IN SELECT tablename AS t FROM pg_tables \
         WHERE schemaname = 'cowrite' LOOP EXECUTE format('CREATE TABLE kept.%I AS TABLE cowrite.%I', r.t, r.t); \
         END LOOP; END $$";
    let restore = "DO $$ DECLARE r record; BEGIN FOR r IN SELECT tablename AS t FROM pg_tables \
         WHERE schemaname = 'cowrite' LOOP EXECUTE format('TRUNCATE cowrite.%I', r.t); \
         EXECUTE format('INSERT INTO cowrite.%I SELECT * FROM kept.%I', r.t, r.t); END LOOP; END $$";
    run(&database.url(), keep);
    for (sql, wrong_table, what_is_wrong) in table {
        run(&database.url(), sql);
        match block_on(store.check()) {
            Err(StoreError::Corrupt { table, row, what }) => {
                assert_eq!(table, wrong_table, "{sql}: row {row}, {what}");
                assert!(what.contains(what_is_wrong), "{sql}: row {row}, {what}");
                assert!(!row.is_empty() && !format!("{row} {what}").contains('@'), "{sql}: row {row}, {what}");
            }
            other => panic!("{sql} gave {other:?}"),
        }
        run(&database.url(), restore);
        block_on(store.check()).unwrap();
    }
}

#[test]
fn no_question_reads_a_whole_table() {
    let database = Database::new();
    let store = database.played(80);
    for sql in fetch::ALL
        .into_iter()
        .chain(change::STATEMENTS)
        .chain(outbox::STATEMENTS)
        .chain(sweep::STATEMENTS)
        .chain(documents::STATEMENTS)
        .chain(library::STATEMENTS)
    {
        let types = sql.types.iter().map(ToString::to_string).collect::<Vec<_>>();
        let nothing = types.iter().map(|kind| format!("NULL::{kind}")).collect::<Vec<_>>();
        let list = |of: Vec<String>| if of.is_empty() { String::new() } else { format!("({})", of.join(", ")) };
        let prepare = format!("PREPARE one {} AS {}", list(types), sql.text);
        let explain = format!("EXPLAIN EXECUTE one {}", list(nothing));
        let connections = Arc::clone(&store.inner.connections);
        let plan = block_on(store.inner.ask(async move {
            let connection = connections.get().await?;
            connection.client().batch_execute(&prepare).await.unwrap();
            let said = connection.client().simple_query(&explain).await.unwrap();
            connection.client().batch_execute("DEALLOCATE one").await.unwrap();
            let line = |message: &tokio_postgres::SimpleQueryMessage| match message {
                tokio_postgres::SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
                _ => None,
            };
            Ok(said.iter().filter_map(line).collect::<Vec<_>>())
        }))
        .unwrap();
        assert!(plan.len() > 1 || sql.types.is_empty(), "{}: {plan:?}", sql.text);
        // The one row of the store is a table, and whether there is anything at all is seen at the first row.
        let scans = plan.iter().filter(|step| {
            step.contains("Seq Scan") && !step.contains("on store") && !core::ptr::eq(sql, &raw const fetch::LAST)
        });
        assert_eq!(scans.count(), 0, "{}: {plan:#?}", sql.text);
        // A page of a library comes from indexes in their order; by title, what one person was let into is sorted.
        if library::STATEMENTS[..6].iter().any(|ordered| core::ptr::eq(sql, *ordered)) {
            assert!(!plan.iter().any(|step| step.contains("Sort")), "{}: {plan:#?}", sql.text);
        }
    }
}

/// EXP-4: what is not asked for as it is read would be fetched twice, the first time for nothing.
#[test]
fn a_history_that_is_read_to_its_end_is_fetched_once() {
    let database = Database::new();
    drop(database.played(60));
    let round_trips = Arc::new(core::sync::atomic::AtomicU64::new(0));
    let store = database.open(PostgresOptions::new().round_trips(Arc::clone(&round_trips)));
    let everything = block_on(store.everything()).unwrap();
    let (id, track) = everything.slice.tracks.iter().next().unwrap();
    for limit in [2, u32::MAX] {
        let whole = Need::SeenLog { scope: (*id).into(), before: None, limit, reader: track.owner };
        let before = round_trips.load(core::sync::atomic::Ordering::SeqCst);
        let loaded = block_on(store.load(Load { needs: vec![whole], ..Load::default() })).unwrap();
        let took = round_trips.load(core::sync::atomic::Ordering::SeqCst) - before;
        assert!(!loaded.log.is_empty());
        assert_eq!(took, 1, "for {limit} entries");
    }
}

#[test]
fn in_a_forked_child_every_call_is_refused() {
    let database = Database::new();
    let mut store = database.played(3);
    let mine = store.inner.pid;
    Arc::get_mut(&mut store.inner).unwrap().pid = mine.wrapping_add(1);
    assert!(matches!(block_on(store.load(Load::default())), Err(StoreError::Forked)));
    assert!(matches!(block_on(store.check()), Err(StoreError::Forked)));
    // The child leaves all as it is, so that the parent can still use it.
    store.close();
    Arc::get_mut(&mut store.inner).unwrap().pid = mine;
    block_on(store.check()).unwrap();
}

#[test]
fn work_that_panics_leaves_nobody_waiting() {
    let database = Database::new();
    let store = database.played(3);
    let lost = block_on(store.inner.ask(async { if true { panic!("as a test wants") } else { Ok(()) } }));
    assert!(matches!(lost, Err(StoreError::Unknown { .. })), "{lost:?}");
    block_on(store.check()).unwrap();
}

#[test]
fn a_server_that_takes_too_long_has_changed_nothing() {
    let database = Database::new();
    let store = database.open(PostgresOptions::new().statement_timeout(Duration::from_millis(300)));
    let first = registering(&store, 1);
    let other = database.open(PostgresOptions::new());
    block_on(other.commit(first)).unwrap();
    let connections = Arc::clone(&other.inner.connections);
    // Somebody holds the tables for as long as the test wants.
    let (held, holds) = std::sync::mpsc::channel();
    let (release, released) = tokio::sync::oneshot::channel::<()>();
    let job = async move {
        let connection = connections.get().await.unwrap();
        connection.client().batch_execute("BEGIN; LOCK TABLE cowrite.activity IN SHARE MODE").await.unwrap();
        held.send(()).unwrap();
        released.await.unwrap();
        connection.client().batch_execute("ROLLBACK").await.unwrap();
    };
    other.inner.runtime.run(Box::pin(job)).unwrap();
    holds.recv().unwrap();
    let change = registering(&store, 2);
    let refused = block_on(store.commit(change.clone())).unwrap_err();
    assert!(refused.to_string().contains("took too long"), "{refused:?}");
    assert!(matches!(refused, StoreError::Unavailable { .. }), "{refused:?}");
    release.send(()).unwrap();
    block_on(store.commit(change)).unwrap();
    block_on(store.check()).unwrap();
}

#[test]
fn callers_that_go_away_leave_no_transaction_open() {
    let database = Database::new();
    let store = database.played(10);
    let mut gone = 0;
    for number in 0..20 {
        let mut commit = store.commit(registering(&store, 100 + number));
        let mut context = core::task::Context::from_waker(core::task::Waker::noop());
        // A thread that was kept waiting long enough finds the answer there at once.
        gone += usize::from(commit.as_mut().poll(&mut context).is_pending());
        drop(commit);
        drop(store.load(Load::default()).as_mut().poll(&mut context));
    }
    assert!(gone > 0);
    store.close();
    let store = database.open(PostgresOptions::new());
    let everything = block_on(store.everything()).unwrap();
    assert!(everything.slice.people.len() >= 20, "{} people", everything.slice.people.len());
    let connections = Arc::clone(&store.inner.connections);
    let open = block_on(store.inner.ask(async move {
        let connection = connections.get().await?;
        let sql = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND xact_start IS NOT NULL \
             AND pid <> pg_backend_pid()";
        Ok(connection.client().query_typed_one(sql, &[]).await.unwrap().get::<_, i64>(0))
    }));
    assert_eq!(open.unwrap(), 0);
}
