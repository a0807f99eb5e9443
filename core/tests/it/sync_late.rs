//! Devices of workspaces in PostgreSQL, where commits become visible in another order than their numbers say.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use cowrite::adapters::{PostgresOptions, PostgresStore};
use cowrite::testing::{PlainHasher, SeededEntropy};
use cowrite::{Access, Actor, Error, GroupId, NewGroup, NewPerson, NewTrack, Scope, TrackId, Workspace};
use pollster::block_on;
use serde_json::Value;

use super::calls::call_one;
use super::moves::{Call, on_histories};
use super::postgres::{Database, Session};
use super::sync::Fleet;
use super::world::World;

/// Has the commits of a workspace wait before their end, with a number and all locks, for as long as somebody holds a lock.
pub(crate) const HOLD: &str = "CREATE FUNCTION cowrite.hold() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
     IF current_setting('application_name') = 'held' THEN PERFORM pg_advisory_xact_lock_shared(42); END IF; \
     RETURN NULL; END $$; \
     CREATE TRIGGER hold AFTER INSERT ON cowrite.activity FOR EACH STATEMENT EXECUTE FUNCTION cowrite.hold()";

/// How many commits wait so.
pub(crate) const HELD: &str = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted \
     AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

/// How many calls wait for what such a commit has locked.
const BLOCKED: &str = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' \
     AND wait_event <> 'advisory'";

/// The address by which a workspace's commits are held.
pub(crate) fn held_url(database: &Database) -> String {
    let url = database.url();
    let sign = if url.contains('?') { '&' } else { '?' };
    format!("{url}{sign}application_name=held")
}

struct Scene {
    database: Database,
    olivia: Actor,
    alex: Actor,
    /// Olivia, in a workspace whose commits can be held.
    slow: Actor,
}

impl Scene {
    fn new() -> Self {
        let database = Database::new();
        block_on(async {
            let workspace = Workspace::connect(&database.url()).await.unwrap();
            database.run(HOLD);
            let slow = Workspace::connect(&held_url(&database)).await.unwrap();
            let [olivia, alex] = [("o", "Olivia"), ("a", "Alex")];
            let olivia = workspace.register(NewPerson::new(olivia.0, olivia.1)).await.unwrap().id;
            let alex = workspace.register(NewPerson::new(alex.0, alex.1)).await.unwrap().id;
            let slow = slow.acting_as(olivia);
            Self { database, olivia: workspace.acting_as(olivia), alex: workspace.acting_as(alex), slow }
        })
    }

    fn let_in(&self, scope: impl Into<Scope>) {
        block_on(async {
            let invitation = self.olivia.invite(scope, self.alex.id(), Access::Viewer).await.unwrap();
            self.alex.accept_invitation(invitation.id).await.unwrap();
        });
    }

    fn group(&self, parent: Option<GroupId>) -> GroupId {
        block_on(async {
            match parent {
                Some(parent) => self.olivia.create_group(NewGroup::new("Album").in_group(parent)).await.unwrap().id,
                None => self.olivia.create_group("Label").await.unwrap().id,
            }
        })
    }

    fn track(&self, group: GroupId) -> TrackId {
        block_on(self.olivia.create_track(NewTrack::new("Nocturne").in_group(group))).unwrap().id
    }

    /// Begins an act of Olivia's, and returns when it waits for the session to end, number and locks in hand.
    fn begin(&self, act: impl AsyncFnOnce(&Actor) + Send + 'static) -> (Session, JoinHandle<()>) {
        let mut hold = Session::begin(&self.database.url());
        assert_eq!(hold.ask("SELECT 1 FROM pg_advisory_xact_lock(42)"), "1");
        let slow = self.slow.clone();
        let acting = thread::spawn(move || block_on(act(&slow)));
        while self.database.run(HELD).trim() != "1" {
            assert!(!acting.is_finished(), "the act did not wait");
            thread::sleep(Duration::from_millis(2));
        }
        (hold, acting)
    }

    /// Reads what Alex is told after a cursor: tracks and groups that come, those that go, and the next cursor.
    fn told(&self, cursor: &str) -> Told {
        let mut told = Told { cursor: cursor.to_owned(), ..Told::default() };
        loop {
            let sync = block_on(self.alex.sync(Some(&told.cursor))).unwrap();
            assert!(!sync.full, "a delta was asked for");
            for group in &sync.groups {
                if group.level.is_some() { &mut told.groups } else { &mut told.ended }.push(group.group);
                told.tracks.extend(group.tracks.iter().map(|row| row.track));
            }
            told.tracks.extend(sync.tracks.iter().map(|row| row.track));
            told.removed.extend(sync.drop_files);
            told.cursor = sync.cursor;
            if !sync.more {
                return told;
            }
        }
    }

    fn begin_device(&self) -> String {
        block_on(self.alex.sync(None)).unwrap().cursor
    }
}

#[derive(Debug, Default)]
struct Told {
    groups: Vec<GroupId>,
    ended: Vec<GroupId>,
    tracks: Vec<TrackId>,
    removed: Vec<TrackId>,
    cursor: String,
}

#[test]
fn a_revoke_is_told_at_once_though_others_are_writing_and_theirs_is_told_when_it_is_there() {
    let scene = Scene::new();
    let album = scene.group(None);
    let [first, second] = [scene.track(album), scene.track(album)];
    scene.let_in(first);
    scene.let_in(second);
    let cursor = scene.begin_device();
    let alex = scene.alex.id();
    let (hold, acting) = scene.begin(async move |slow| drop(slow.revoke(second, alex).await.unwrap()));

    block_on(scene.olivia.revoke(first, alex)).unwrap();
    let told = scene.told(&cursor);
    assert_eq!(told.removed, [first], "what is revoked is told though an older transaction writes on");
    let again = scene.told(&told.cursor);
    assert!(again.removed.is_empty() && again.tracks.is_empty(), "told twice: {again:?}");

    hold.commit();
    acting.join().unwrap();
    let told = scene.told(&told.cursor);
    assert_eq!(told.removed, [second], "what became visible late was missed");
    assert!(scene.told(&told.cursor).removed.is_empty());
}

#[test]
fn a_revoke_is_told_though_what_it_closes_was_moved_out_meanwhile() {
    let scene = Scene::new();
    let label = scene.group(None);
    let album = scene.group(Some(label));
    let track = scene.track(album);
    scene.let_in(label);
    let cursor = scene.begin_device();
    let alex = scene.alex.id();
    block_on(scene.olivia.revoke(label, alex)).unwrap();
    // Between the two something else begins to write: a watermark would stand between them.
    let mut other = Session::begin(&scene.database.url());
    other.ask("SELECT pg_current_xact_id()");
    block_on(scene.olivia.move_group(album, None)).unwrap();

    let told = scene.told(&cursor);
    assert!(told.ended.contains(&label) && told.ended.contains(&album), "{told:?}");
    assert!(told.tracks.is_empty(), "the album's {track} goes with what is put in its place: {told:?}");
    other.commit();
    let told = scene.told(&told.cursor);
    assert!(told.ended.is_empty() && told.removed.is_empty(), "told twice: {told:?}");
}

#[test]
fn what_was_told_as_held_is_taken_back_by_a_commit_that_becomes_visible_later_with_a_lower_number() {
    let scene = Scene::new();
    let label = scene.group(None);
    let album = scene.group(None);
    let track = scene.track(album);
    scene.let_in(label);
    let cursor = scene.begin_device();
    // Somebody has taken a number, and has locked nothing yet.
    let mut early = Session::begin(&scene.database.url());
    let number: u64 = early.ask("SELECT pg_current_xact_id()").parse().unwrap();
    block_on(scene.olivia.move_group(album, Some(label))).unwrap();
    let told = scene.told(&cursor);
    assert!(told.groups.contains(&album) && told.tracks.contains(&track), "{told:?}");

    // What they commit is that the label is closed: they held no lock that the move was waiting for.
    block_on(scene.olivia.revoke(label, scene.alex.id())).unwrap();
    let renumber = format!(
        "UPDATE cowrite.activity SET revision = {number} + (SELECT revision_base FROM cowrite.store) \
         WHERE revision = (SELECT max(revision) FROM cowrite.activity) RETURNING 1"
    );
    scene.database.run(&renumber);
    early.commit();
    let moved: u64 = scene.database.run("SELECT max(revision) FROM cowrite.activity").trim().parse().unwrap();
    assert!(moved > number);
    let told = scene.told(&told.cursor);
    assert!(told.ended.contains(&album) && told.ended.contains(&label) && told.tracks.is_empty(), "{told:?}");
}

#[test]
fn a_cursor_tells_the_numbers_of_what_was_under_way() {
    let scene = Scene::new();
    let store = block_on(PostgresStore::connect(&scene.database.url(), PostgresOptions::new())).unwrap();
    let store: Arc<dyn cowrite::ports::store::Store> = Arc::new(store);
    let mut other = Session::begin(&scene.database.url());
    other.ask("SELECT pg_current_xact_id()");
    scene.group(None);
    let cursor = scene.begin_device();
    let seen = block_on(store.feed(cowrite::domain::sync::Seen::default(), 0, 1)).unwrap().seen;
    assert!(!seen.missing().is_empty());
    let numbers = cursor.rsplit_once('.').unwrap().1.split('-').count();
    assert!(numbers > seen.missing().len().min(1), "{cursor}");
    other.commit();
    assert!(scene.told(&cursor).groups.is_empty());
}

/// A call that is being made in a thread.
struct Making {
    call: Call,
    thread: JoinHandle<Result<Value, Error>>,
}

impl Making {
    fn begin(workspace: &Workspace, call: Call) -> Self {
        let (workspace, made) = (workspace.clone(), call.clone());
        let with = move || call_one(&workspace, made.operation, &made.actor, made.with.as_object().unwrap());
        Self { call, thread: thread::spawn(with) }
    }

    /// Waits for its end, and learns what it made.
    fn end(self, world: &mut World) {
        if let Ok(result) = self.thread.join().unwrap() {
            world.learn(&self.call, &result);
        }
    }
}

/// A workspace on a database where some calls commit late.
struct Slow {
    database: Database,
    world: World,
    workspace: Workspace,
    held: Option<(Session, Making)>,
    /// Whether more than one commit may have become visible at once since all was noted.
    is_blurred: bool,
}

impl Slow {
    fn new() -> Self {
        let database = Database::new();
        let store = block_on(PostgresStore::connect(&database.url(), PostgresOptions::new())).unwrap();
        let world = World::founded(store);
        database.run(HOLD);
        let builder = Workspace::builder().clock(world.clock.clone()).entropy(SeededEntropy::new(8));
        let builder = builder.hasher(PlainHasher::default()).track_files(world.shelf.clone());
        let workspace = block_on(builder.connect(&held_url(&database))).unwrap();
        Self { database, world, workspace, held: None, is_blurred: false }
    }

    /// Makes a call whose commit has its number and locks and waits; one that commits nothing is over at once.
    fn make_late(&mut self, call: Call) -> bool {
        let mut hold = Session::begin(&self.database.url());
        assert_eq!(hold.ask("SELECT 1 FROM pg_advisory_xact_lock(42)"), "1");
        let making = Making::begin(&self.workspace, call);
        loop {
            if making.thread.is_finished() {
                making.end(&mut self.world);
                hold.commit();
                return false;
            }
            if self.database.run(HELD).trim() == "1" {
                self.held = Some((hold, making));
                return true;
            }
            thread::sleep(Duration::from_millis(2));
        }
    }

    fn let_go(&mut self) {
        if let Some((hold, making)) = self.held.take() {
            hold.commit();
            making.end(&mut self.world);
        }
    }

    /// Makes a call beside the one held, which is let go where this one waits for it.
    fn make_beside(&mut self, call: Call) {
        let making = Making::begin(&self.world.workspace, call);
        for look in 1.. {
            if making.thread.is_finished() {
                break;
            }
            if look % 20 == 0 && self.database.run(BLOCKED).trim() != "0" {
                self.is_blurred = true;
                self.let_go();
                break;
            }
            thread::sleep(Duration::from_millis(2));
        }
        making.end(&mut self.world);
    }
}

#[test]
fn a_device_holds_what_a_full_reading_gives_though_commits_become_visible_late() {
    let (held, crossed) = (AtomicU64::new(0), AtomicU64::new(0));
    on_histories(6, 60, |history| {
        let mut slow = Slow::new();
        let mut fleet = Fleet::default();
        for one in &history {
            fleet.note(&slow.world);
            slow.world.pause(one.pause);
            if one.picks[1].is_multiple_of(4) && slow.held.is_some() {
                slow.let_go();
                fleet.note(&slow.world);
            }
            if let Some(call) = slow.world.concrete(one) {
                if slow.held.is_none() && !one.picks[0].is_multiple_of(3) {
                    held.fetch_add(u64::from(slow.make_late(call)), Ordering::Relaxed);
                } else {
                    slow.make_beside(call);
                    crossed.fetch_add(u64::from(slow.held.is_some()), Ordering::Relaxed);
                }
            }
            if one.picks[3].is_multiple_of(2) {
                fleet.catch_up(&slow.world, one, slow.is_blurred)?;
            }
        }
        slow.let_go();
        history.last().map_or(Ok(()), |one| fleet.catch_up(&slow.world, one, true))
    });
    let (held, crossed) = (held.into_inner(), crossed.into_inner());
    assert!(held > 20 && crossed > 20, "{held} commits were held, and {crossed} calls made beside them");
}
