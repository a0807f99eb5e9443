use pollster::block_on;
use rusqlite::config::DbConfig;
use rusqlite::functions::FunctionFlags;
use tempfile::TempDir;
use uuid::Uuid;

use super::*;
use crate::domain::draft::Draft;
use crate::domain::item::{Item, Stream};
use crate::domain::person::NewPerson;
use crate::domain::slice::Slice;
use crate::event::Author;
use crate::id::ItemId;
use crate::testing::store_conformance::History;
use crate::time::Timestamp;

/// Opens a store with a random history in it.
fn played(folder: &TempDir, acts: u32) -> SqliteStore {
    let store = SqliteStore::open(folder.path().join("studio.db"), SqliteOptions::new()).unwrap();
    let (mut history, mut world) = (History::new(5), Slice::default());
    for _ in 0..acts {
        let step = history.next_step(&world);
        block_on(store.commit(step.change)).unwrap();
        world = step.after;
    }
    store
}

/// Opens a store that has a row in every table.
fn filled(folder: &TempDir) -> SqliteStore {
    let store = played(folder, 60);
    let profile = NewPerson::new("olivia", "Olivia").profile().unwrap();
    let mut draft = Draft::new(block_on(store.load(Load::default())).unwrap().slice, Timestamp::EPOCH, 1);
    let olivia = draft.register(profile).unwrap();
    let track = draft.create_track(olivia, "Nocturne", None).unwrap();
    let link = draft.create_playlist_share(olivia, &[track], &[], [1; 32]).unwrap();
    let visit = r#"{"visit":{"at":"2026-01-01T00:00:00.000Z","what":"opened","is_bot":false}}"#;
    let (stream, id) = (Stream::Visits(link), ItemId::from_uuid(Uuid::from_u128(1)));
    let item = Item { stream, id, seen: false, hidden: false, body: serde_json::from_str(visit).unwrap() };
    block_on(store.commit(Change { items: vec![item], ..Change::of(&draft, Author::Host) })).unwrap();
    store.close();
    let path = folder.path().join("studio.db");
    tamper(folder, "INSERT INTO counter (family, name, count) VALUES (zeroblob(16), 'x', 1)");
    tamper(
        folder,
        "INSERT INTO replay (actor, key, call, outcome, at) VALUES (zeroblob(16), 'x', zeroblob(32), '', 1)",
    );
    let store = SqliteStore::open(path, SqliteOptions::new()).unwrap();
    block_on(store.secret([1; 32])).unwrap();
    block_on(store.check()).unwrap();
    store
}

/// Changes a store behind its back.
fn tamper(folder: &TempDir, sql: &str) {
    let connection = Connection::open(folder.path().join("studio.db")).unwrap();
    checksum::add_to(&connection).unwrap();
    connection.execute_batch("PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF").unwrap();
    connection.execute_batch(sql).unwrap();
    assert!(connection.changes() > 0, "nothing was changed by {sql}");
}

#[test]
fn damage_is_named_by_table_and_row() {
    // What is done, then the table, and what is said of the row.
    let table = [
        (
            "UPDATE track SET title = 'x', bpm = 1 WHERE id = (SELECT id FROM track LIMIT 1)",
            "track",
            "`bpm` is not from",
        ),
        ("UPDATE track SET tags = '[1]' WHERE id = (SELECT id FROM track LIMIT 1)", "track", "`tags` is not a list"),
        ("UPDATE groups SET ancestors = x'00' WHERE id = (SELECT id FROM groups LIMIT 1)", "groups", "`ancestors`"),
        ("UPDATE person SET state = 3 WHERE id = (SELECT id FROM person LIMIT 1)", "person", "`state` is not"),
        ("UPDATE person SET email = 'nobody' WHERE id = (SELECT id FROM person LIMIT 1)", "person", "`email` is not"),
        ("UPDATE member SET standing = 9", "member", "`standing` is not a standing"),
        ("UPDATE member SET master = 10001, accepted = 1", "member", "`master` is more than 100 percent"),
        ("UPDATE member SET since = 9223372036854775807", "member", "`since` is not an instant"),
        ("UPDATE invitation SET access = 0", "invitation", "`access` is not an access"),
        ("UPDATE claim SET kind = 9 WHERE kind = 0", "claim", "`kind` is not the kind"),
        ("UPDATE activity SET event = '{}' WHERE seq = 1", "activity", "`event`"),
        ("UPDATE activity SET format = 9 WHERE seq = 1", "activity", "`format`"),
        ("UPDATE effect SET effect = 'x' || effect", "effect", "`effect`"),
        ("UPDATE track SET version = version + 1", "track", "has version"),
        ("DELETE FROM activity WHERE seq = 2", "activity", "follows on"),
        ("UPDATE commit_log SET stamp = stamp - 1000000000000 WHERE revision = 5", "commit_log", "is not number 5"),
        ("DELETE FROM roster WHERE scope_id = (SELECT scope_id FROM member LIMIT 1)", "member", "missing"),
    ];
    for (sql, wrong_table, what_is_wrong) in table {
        let folder = TempDir::new().unwrap();
        let store = played(&folder, 60);
        block_on(store.check()).unwrap();
        tamper(&folder, sql);
        match block_on(store.check()) {
            Err(StoreError::Corrupt { table, row, what }) => {
                assert_eq!(table, wrong_table, "{sql}: row {row}, {what}");
                assert!(what.contains(what_is_wrong), "{sql}: row {row}, {what}");
                assert!(!row.is_empty(), "{sql}: {what}");
            }
            other => panic!("{sql} gave {other:?}"),
        }
    }
}

/// Whoever follows, and whether they lag.
#[derive(Debug, Default)]
struct Listener {
    is_behind: AtomicBool,
}

impl Follower for Listener {
    fn told(&self, _: &[&crate::event::Recorded], _: &Seen) {}

    fn lags(&self, is_behind: bool) {
        self.is_behind.store(is_behind, Ordering::SeqCst);
    }
}

#[test]
fn who_follows_lags_while_a_row_of_the_history_cannot_be_read() {
    let folder = TempDir::new().unwrap();
    let store = played(&folder, 60);
    tamper(&folder, "UPDATE activity SET event = 'x' || event WHERE revision = 1");
    let listener = Arc::<Listener>::default();
    let lags = || listener.is_behind.load(Ordering::SeqCst);
    let follower: Weak<dyn Follower> = Arc::<Listener>::downgrade(&listener);
    assert!(matches!(block_on(store.follow(Seen::default(), follower)), Err(StoreError::Corrupt { .. })));
    assert!(lags());
    let profile = NewPerson::new("alex", "Alex").profile().unwrap();
    let mut draft = Draft::new(block_on(store.load(Load::default())).unwrap().slice, Timestamp::EPOCH, 1);
    draft.register(profile).unwrap();
    block_on(store.commit(Change::of(&draft, Author::Host))).unwrap();
    assert!(lags(), "it has been acknowledged, and it was not told of it");
    tamper(&folder, "UPDATE activity SET event = substr(event, 2) WHERE revision = 1");
    // Nobody asks: it is looked again.
    let is_level = (0..2_000).any(|_| {
        thread::sleep(core::time::Duration::from_millis(10));
        !lags()
    });
    assert!(is_level);
}

/// Changes a row and leaves it with a checksum that it would have by one chance in 2^64.
fn spoil(folder: &TempDir, table: &str, column: &str) {
    let connection = Connection::open(folder.path().join("studio.db")).unwrap();
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false).unwrap();
    let flags = FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    connection.create_scalar_function("row_checksum", -1, flags, |_| Ok(0)).unwrap();
    let changed = connection.execute(&format!("UPDATE {table} SET {column} = {column}"), []).unwrap();
    assert!(changed > 0, "`{table}` is empty");
}

/// Returns the columns of a table that are neither its checksum nor made of others.
fn columns(connection: &Connection, table: &str) -> Vec<String> {
    let sql = format!("SELECT name FROM pragma_table_xinfo('{table}') WHERE hidden = 0");
    let mut statement = connection.prepare(&sql).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// The tables whose rows have no checksum: for the reasons that the schema gives, and SQLite's own.
const WITHOUT: [&str; 3] = ["migration", "found", "sqlite_schema"];

#[test]
fn every_column_counts_in_a_checksum() {
    let connection = migrate::made().unwrap();
    let made = "SELECT count(*) FROM sqlite_schema WHERE type = 'table'";
    let made: i64 = connection.query_row(made, [], |row| row.get(0)).unwrap();
    assert_eq!(usize::try_from(made), Ok(schema::TABLES.len() - 1), "a table is not named");
    for table in schema::TABLES.iter().filter(|table| !WITHOUT.contains(table)) {
        let sql = "SELECT sql FROM sqlite_schema WHERE name = ?1";
        let sql: String = connection.query_row(sql, [table], |row| row.get(0)).unwrap();
        let sql = sql.split_whitespace().collect::<Vec<_>>().join(" ").replace("( ", "(");
        let checksum = format!("GENERATED ALWAYS AS (row_checksum({})) STORED", columns(&connection, table).join(", "));
        assert!(sql.contains(&checksum), "{table} has not: {checksum}");
    }
}

#[test]
fn a_row_that_is_not_what_was_written_is_named_whatever_its_table() {
    for wrong in schema::TABLES.iter().filter(|table| !WITHOUT.contains(table)) {
        let folder = TempDir::new().unwrap();
        let store = filled(&folder);
        let columns = columns(&migrate::made().unwrap(), wrong);
        spoil(&folder, wrong, columns.last().unwrap());
        match block_on(store.check()) {
            Err(StoreError::Corrupt { table, what, .. }) => {
                assert_eq!((table, what.as_str()), (*wrong, codec::CHANGED))
            }
            other => panic!("{wrong} gave {other:?}"),
        }
    }
}

#[test]
fn what_was_changed_on_the_disk_is_not_made_right_by_changing_it() {
    for (wrong, column, sql) in [
        ("effect", "due", "UPDATE effect SET due = due + 1"),
        ("item", "seen", "UPDATE item SET seen = 1"),
        ("counter", "count", "UPDATE counter SET count = count + 1"),
        ("commit_log", "stamp", "INSERT INTO commit_log (stamp, at, author) VALUES (0, 0, 0)"),
    ] {
        let folder = TempDir::new().unwrap();
        let store = filled(&folder);
        let update =
            move |connection: &Connection| connection.execute(sql, []).map_err(|error| failed("testing", error));
        assert!(block_on(store.inner.ask_writer(update)).unwrap() > 0, "`{wrong}` is empty");
        spoil(&folder, wrong, column);
        match block_on(store.inner.ask_writer(update)) {
            Err(StoreError::Corrupt { table, what, .. }) => assert_eq!((table, what.as_str()), (wrong, codec::CHANGED)),
            other => panic!("{wrong} gave {other:?}"),
        }
    }
}

#[test]
fn the_clock_of_a_store_does_not_follow_a_stamp_that_flipped() {
    let folder = TempDir::new().unwrap();
    let store = filled(&folder);
    block_on(store.load(Load::default())).unwrap();
    spoil(&folder, "commit_log", "stamp");
    let change = Change::of(&Draft::new(Slice::default(), Timestamp::EPOCH, 1), Author::Host);
    for outcome in [block_on(store.load(Load::default())).map(drop), block_on(store.commit(change)).map(drop)] {
        match outcome {
            Err(StoreError::Corrupt { table, what, .. }) => {
                assert_eq!((table, what.as_str()), ("commit_log", codec::CHANGED))
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_schema_that_is_not_what_was_written_is_named() {
    let folder = TempDir::new().unwrap();
    let store = played(&folder, 3);
    let path = folder.path().join("studio.db");
    store.close();
    let mut bytes = std::fs::read(&path).unwrap();
    let rule = b"CHECK (state BETWEEN 0 AND 5)";
    let at = bytes.windows(rule.len()).position(|bytes| bytes == rule).unwrap();
    // From 5 to 7.
    bytes[at + rule.len() - 2] ^= 2;
    std::fs::write(&path, bytes).unwrap();
    let store = SqliteStore::open(&path, SqliteOptions::new()).unwrap();
    match block_on(store.check()) {
        Err(StoreError::Corrupt { table: "sqlite_schema", row, .. }) => assert_eq!(row, "invitation"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_damaged_address_is_not_repeated() {
    let folder = TempDir::new().unwrap();
    let store = played(&folder, 60);
    tamper(&folder, "UPDATE claim SET person = x'00'; UPDATE person SET email = 'secret'");
    let damage = block_on(store.check()).unwrap_err();
    let told = format!("{damage} {damage:?}");
    assert!(!told.contains("secret") && !told.contains('@'), "{told}");
}

#[test]
fn a_step_of_another_making_is_refused() {
    let folder = TempDir::new().unwrap();
    drop(played(&folder, 3));
    tamper(&folder, "UPDATE migration SET checksum = 'x'");
    let refused = SqliteStore::open(folder.path().join("studio.db"), SqliteOptions::new()).unwrap_err();
    assert!(matches!(&refused, StoreError::Corrupt { table: "migration", row, .. } if row == "1"), "{refused:?}");
}

#[test]
fn no_question_scans_a_table() {
    let folder = TempDir::new().unwrap();
    let store = played(&folder, 80);
    let connection = open_reader(&store.inner.path, &store.inner.options).unwrap();
    for sql in rows::STATEMENTS
        .iter()
        .chain(&change::STATEMENTS)
        .chain(&outbox::STATEMENTS)
        .chain(&documents::STATEMENTS)
        .chain(&sweep::STATEMENTS)
    {
        let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let plan: Vec<String> = statement.raw_query().mapped(|row| row.get("detail")).map(Result::unwrap).collect();
        // An index that is walked in its own order, up to a limit, is read no further than is asked for.
        let is_walk = |step: &str| step.contains("USING INDEX effect_due") && sql.contains("LIMIT") && plan.len() == 1;
        let scans = plan.iter().filter(|step| step.starts_with("SCAN") && !step.contains("CONSTANT ROW"));
        let scans = scans.filter(|step| !is_walk(step));
        assert_eq!(scans.count(), 0, "{sql}: {plan:?}");
    }
}

#[test]
fn a_page_of_a_library_is_read_from_indexes_in_their_order() {
    let folder = TempDir::new().unwrap();
    let store = played(&folder, 80);
    let connection = open_reader(&store.inner.path, &store.inner.options).unwrap();
    let plan = |sql: &str| -> Vec<String> {
        let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        statement.raw_query().mapped(|row| row.get("detail")).map(Result::unwrap).collect()
    };
    for sql in library::ORDERED {
        let plan = plan(sql);
        // Of tracks with a standing of their own the row is read: an index that held the standing would be written with every share.
        let is_whole = |step: &str| ["COVERING", "PRIMARY KEY", "member_of"].iter().any(|index| step.contains(index));
        let is_index = |step: &String| step.starts_with("SEARCH") && is_whole(step);
        assert!(plan.len() == 1 && plan.iter().all(is_index), "{sql}: {plan:?}");
    }
    for sql in library::SORTED {
        let plan = plan(sql);
        assert!(plan.iter().all(|step| !step.starts_with("SCAN")), "{sql}: {plan:?}");
    }
}

#[test]
fn in_a_forked_child_every_call_is_refused() {
    let folder = TempDir::new().unwrap();
    let mut store = played(&folder, 3);
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
fn a_writer_that_panics_leaves_nobody_waiting() {
    let folder = TempDir::new().unwrap();
    let store = played(&folder, 3);
    let lost = block_on(store.inner.ask_writer(|_| -> Result<(), StoreError> { panic!("as a test wants") }));
    assert!(matches!(lost, Err(StoreError::Unknown { .. })), "{lost:?}");
    let mut history = History::new(6);
    let refused = block_on(store.commit(history.next_step(&Slice::default()).change));
    assert!(matches!(refused, Err(StoreError::Unknown { .. })), "{refused:?}");
    block_on(store.check()).unwrap();
}

#[test]
fn a_full_disk_refuses_and_goes_on() {
    let folder = TempDir::new().unwrap();
    let store = played(&folder, 20);
    let limit = |pages: u32| {
        let set = move |connection: &Connection| {
            let set = connection.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()));
            set.map_err(|error| failed("testing", error))
        };
        block_on(store.inner.ask_writer(set)).unwrap();
    };
    let register = |number: u64| {
        let profile = NewPerson::new(format!("{number} {}", "x".repeat(180)), "Somebody").profile().unwrap();
        let slice = block_on(store.load(Load::default())).unwrap().slice;
        let mut draft = Draft::new(slice, Timestamp::EPOCH, number);
        draft.register(profile).unwrap();
        block_on(store.commit(Change::of(&draft, Author::Host)))
    };
    // No more than there are already.
    limit(1);
    let refused = (0..200).find_map(|number| register(number).err()).unwrap();
    assert_eq!(refused.to_string(), "the disk is full (writing)");
    limit(1_000_000);
    register(1_000).unwrap();
    block_on(store.check()).unwrap();
}
