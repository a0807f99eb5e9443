//! Devices that take in what has changed hold what a full reading gives, on random histories.

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Waker};

use cowrite::adapters::MemoryStore;
use cowrite::ports::store::{Everything, Store};
use cowrite::{Paging, Scope, Sync, TrackId, Workspace};
use pollster::block_on;
use serde_json::Value;

use super::moves::{Move, on_histories};
use super::world::World;

/// What a device holds of one person's library.
#[derive(Debug, Default, Clone, PartialEq)]
struct Device {
    cursor: Option<String>,
    tracks: BTreeMap<TrackId, Value>,
    groups: BTreeMap<String, Value>,
    buckets: BTreeMap<String, Value>,
}

/// What one reading told.
#[derive(Debug, Default)]
struct Told {
    entries: usize,
    full: bool,
    removed: BTreeSet<TrackId>,
    groups: BTreeSet<String>,
}

/// Tracks, groups and buckets as a device shows them.
type Shown<'d> = (BTreeMap<TrackId, Value>, &'d BTreeMap<String, Value>, &'d BTreeMap<String, Value>);

impl Device {
    fn take(&mut self, sync: &Sync) {
        if sync.full {
            *self = Self::default();
        }
        for group in &sync.groups {
            let id = group.group.to_string();
            if group.replaces {
                self.tracks.retain(|_, row| row["group"] != Value::String(id.clone()));
            }
            match &group.name {
                Some(name) => drop(self.groups.insert(id, serde_json::json!([name, group.level]))),
                None => drop(self.groups.remove(&id)),
            }
            self.tracks.extend(group.tracks.iter().map(|row| (row.track, serde_json::to_value(row).unwrap())));
        }
        self.tracks.extend(sync.tracks.iter().map(|row| (row.track, serde_json::to_value(row).unwrap())));
        for removed in &sync.removed {
            self.tracks.remove(&removed.track);
        }
        if let Some(buckets) = &sync.buckets {
            self.buckets = buckets.iter().map(|one| (one.id.to_string(), Value::String(one.name.clone()))).collect();
        }
        self.cursor = Some(sync.cursor.clone());
    }

    /// Takes in all there is to tell.
    fn catch_up(&mut self, workspace: &Workspace, person: &Value) -> Told {
        let actor = workspace.acting_as(person.as_str().unwrap().parse().unwrap());
        let mut told = Told::default();
        loop {
            let sync = block_on(actor.sync(self.cursor.as_deref())).unwrap();
            told.entries += sync.groups.iter().filter(|group| group.replaces || group.tracks.is_empty()).count();
            told.entries += sync.tracks.len() + sync.removed.len();
            told.full |= sync.full;
            told.removed.extend(sync.removed.iter().map(|removed| removed.track));
            told.groups.extend(sync.groups.iter().map(|group| group.group.to_string()));
            assert_eq!(sync.drop_files, sync.removed.iter().map(|removed| removed.track).collect::<Vec<_>>());
            self.take(&sync);
            if !sync.more {
                return told;
            }
        }
    }

    /// What it shows: a bucket that is not there is none.
    fn shown(&self) -> Shown<'_> {
        let mut tracks = self.tracks.clone();
        for row in tracks.values_mut() {
            if row["bucket"].as_str().is_some_and(|bucket| !self.buckets.contains_key(bucket)) {
                row["bucket"] = Value::Null;
            }
        }
        (tracks, &self.groups, &self.buckets)
    }
}

/// Counts the tracks that something has happened to since a device knew these commits, and the groups with all below them.
fn changed(everything: &Everything, known: &BTreeSet<u64>) -> usize {
    let newer = everything.log.iter().filter(|entry| !known.contains(&entry.revision));
    let mut tracks = BTreeSet::new();
    let mut groups = BTreeSet::new();
    for entry in newer {
        match (entry.recorded.aggregate, entry.recorded.aggregate.scope()) {
            (_, Some(Scope::Track(id))) => drop(tracks.insert(id.uuid())),
            (_, Some(Scope::Group(id))) => drop(groups.insert(id)),
            (cowrite::Aggregate::Document(key), None) => drop(tracks.insert(key.id())),
            _ => {}
        }
    }
    let below = everything.slice.groups.values().filter(|group| group.ancestors.iter().any(|id| groups.contains(id)));
    let below: Vec<_> = below.map(|group| group.id).collect();
    groups.extend(below);
    tracks.len() + groups.len()
}

/// The devices of all people, each with the commits it knows, and what its person was ever seen to hold.
#[derive(Debug, Default)]
pub(crate) struct Fleet {
    devices: BTreeMap<String, (Device, BTreeSet<u64>)>,
    ever: BTreeMap<String, BTreeSet<TrackId>>,
    ever_groups: BTreeMap<String, BTreeSet<String>>,
}

impl Fleet {
    /// Notes what everybody holds now.
    pub(crate) fn note(&mut self, world: &World) {
        for person in &world.known.people {
            let actor = world.workspace.acting_as(person.as_str().unwrap().parse().unwrap());
            let library = block_on(actor.library(Paging::first(200))).unwrap();
            self.ever.entry(person.to_string()).or_default().extend(library.rows.iter().map(|row| row.track));
            let groups = world.known.groups.iter();
            let held = groups.filter(|id| block_on(actor.group(id.as_str().unwrap().parse().unwrap())).is_ok());
            let held = held.map(|id| id.as_str().unwrap().to_owned());
            self.ever_groups.entry(person.to_string()).or_default().extend(held);
        }
    }

    /// Has most devices take in what there is, and compares each with a full reading.
    ///
    /// Where more than one commit may have become visible at once, not all that somebody held was seen: `is_blurred`.
    pub(crate) fn catch_up(&mut self, world: &World, one: &Move, is_blurred: bool) -> Result<(), String> {
        for person in &world.known.people {
            // Some devices come seldom, so that much has happened meanwhile.
            if one.picks[2] % 4 == self.devices.len() % 4 {
                continue;
            }
            let (device, known) = self.devices.entry(person.to_string()).or_default();
            let is_first = device.cursor.is_none();
            let told = device.catch_up(&world.workspace, person);
            let mut whole = Device::default();
            whole.catch_up(&world.workspace, person);
            if device.shown() != whole.shown() {
                return Err(format!(
                    "after {one:?} the device of {person} is not what a full reading gives\n  {:?}\n  {:?}",
                    device.shown(),
                    whole.shown()
                ));
            }
            let everything = world.everything();
            if !is_first {
                let most = changed(&everything, known);
                if told.full || told.entries > most {
                    return Err(format!("{told:?} told, where {most} have changed"));
                }
                let none = (BTreeSet::new(), BTreeSet::new());
                let seen = self.ever.get(&person.to_string()).unwrap_or(&none.0);
                let seen_groups = self.ever_groups.get(&person.to_string()).unwrap_or(&none.1);
                let now = whole.groups.keys().cloned().collect::<BTreeSet<_>>();
                let unknown_group = told.groups.iter().find(|id| !seen_groups.contains(*id) && !now.contains(*id));
                if !is_blurred && (!told.removed.is_subset(seen) || unknown_group.is_some()) {
                    return Err(format!("{person} was told of what they never held: {told:?}"));
                }
            }
            known.extend(everything.log.iter().map(|entry| entry.revision));
        }
        Ok(())
    }
}

fn devices_keep_up<S: Store + 'static>(cases: u32, length: usize, open: impl Fn() -> S) {
    on_histories(cases, length, |history| {
        let mut world = World::founded(open());
        let mut fleet = Fleet::default();
        for one in &history {
            fleet.note(&world);
            world.pause(one.pause);
            if let Some(call) = world.concrete(one) {
                world.make(&call).ok();
            }
            if one.picks[3].is_multiple_of(3) {
                fleet.catch_up(&world, one, false)?;
            }
        }
        Ok(())
    });
}

#[test]
fn a_device_holds_what_a_full_reading_gives() {
    devices_keep_up(50, 70, MemoryStore::new);
}

#[cfg(feature = "sqlite")]
#[test]
fn a_device_of_a_workspace_in_a_file_holds_what_a_full_reading_gives() {
    use cowrite::adapters::{SqliteOptions, SqliteStore};

    devices_keep_up(5, 50, || {
        let path = tempfile::tempdir().unwrap().keep().join("sync.db");
        SqliteStore::open(path, SqliteOptions::new()).unwrap()
    });
}

#[cfg(feature = "postgres")]
#[test]
fn a_device_of_a_workspace_on_postgresql_holds_what_a_full_reading_gives() {
    use crate::postgres::Database;
    use cowrite::adapters::{PostgresOptions, PostgresStore};

    let database = Database::new();
    devices_keep_up(5, 40, || {
        database.wipe();
        block_on(PostgresStore::connect(&database.url(), PostgresOptions::new())).unwrap()
    });
}

#[test]
fn a_cursor_that_is_lost_foreign_or_ahead_begins_a_full_reading() {
    let (world, other) = (World::founded(MemoryStore::new()), World::new());
    let [one, two] =
        [0, 1].map(|at| world.workspace.acting_as(world.known.people[at].as_str().unwrap().parse().unwrap()));
    let cursor = block_on(one.sync(None)).unwrap().cursor;
    assert!(!block_on(one.sync(Some(&cursor))).unwrap().full);
    let (mark, _) = cursor.rsplit_once('.').unwrap();
    let ahead = format!("{mark}.999999999");
    for foreign in ["", "nonsense", "s0.1.i.3", ahead.as_str()] {
        assert!(block_on(one.sync(Some(foreign))).unwrap().full, "{foreign}");
    }
    assert!(block_on(two.sync(Some(&cursor))).unwrap().full, "another person's");
    let elsewhere = other.workspace.acting_as(one.id());
    assert!(block_on(elsewhere.sync(Some(&cursor))).unwrap().full, "another store's");
}

#[test]
fn a_watch_waits_for_what_concerns_its_person_and_can_be_dropped_while_it_waits() {
    let world = World::founded(MemoryStore::new());
    let [one, two] =
        [2, 4].map(|at| world.workspace.acting_as(world.known.people[at].as_str().unwrap().parse().unwrap()));
    let mut watch = two.watch(None);
    let track = block_on(watch.next()).unwrap().tracks[0].track;
    let mut context = Context::from_waker(Waker::noop());
    assert!(pin!(watch.next()).poll(&mut context).is_pending());
    // What concerns somebody else wakes it, but is not told.
    block_on(one.create_track("Not theirs")).unwrap();
    assert!(pin!(watch.next()).poll(&mut context).is_pending());
    let waiting = std::thread::spawn(move || block_on(watch.next()).unwrap());
    block_on(one.archive_track(track)).unwrap();
    let told = waiting.join().unwrap();
    assert!(told.tracks[0].archived && told.tracks[0].track == track && !told.full);
}

#[test]
fn what_comes_and_goes_while_a_long_full_reading_goes_on_does_not_stay_on_the_device() {
    let world = World::founded(MemoryStore::new());
    let person = world.known.people[0].clone();
    let [one, other] =
        [0, 1].map(|at| world.workspace.acting_as(world.known.people[at].as_str().unwrap().parse().unwrap()));
    for number in 0..450 {
        block_on(one.create_track(cowrite::NewTrack::new(format!("Take {number}")))).unwrap();
    }
    // An older track comes in after the reading has begun, and so lies on its last page.
    let third: TrackId = world.known.tracks[1].as_str().unwrap().parse().unwrap();
    let side: cowrite::GroupId = world.known.groups[2].as_str().unwrap().parse().unwrap();
    block_on(other.revoke(side, one.id())).unwrap();
    let mut device = Device::default();
    device.take(&block_on(one.sync(None)).unwrap());
    let invitation = block_on(other.invite(side, one.id(), cowrite::Access::Viewer)).unwrap();
    block_on(one.accept_invitation(invitation.id)).unwrap();
    for _ in 0..2 {
        let cursor = device.cursor.clone();
        device.take(&block_on(one.sync(cursor.as_deref())).unwrap());
    }
    assert!(!device.tracks.contains_key(&third), "what has begun since the first page is told with the rest of that");
    block_on(other.revoke(side, one.id())).unwrap();
    device.catch_up(&world.workspace, &person);
    let mut whole = Device::default();
    whole.catch_up(&world.workspace, &person);
    assert_eq!(device.shown(), whole.shown());
    assert!(device.tracks.len() > 450);
}

#[test]
fn what_happens_between_the_pages_of_a_long_delta_is_told_after_it() {
    let world = World::founded(MemoryStore::new());
    let [one, other] =
        [0, 1].map(|at| world.workspace.acting_as(world.known.people[at].as_str().unwrap().parse().unwrap()));
    let album = block_on(one.create_group("Box set")).unwrap().id;
    let tracks: Vec<TrackId> = (0..1_100)
        .map(|number| {
            let track = cowrite::NewTrack::new(format!("Take {number}")).in_group(album);
            block_on(one.create_track(track)).unwrap().id
        })
        .collect();
    let mut device = Device::default();
    device.catch_up(&world.workspace, &world.known.people[1]);
    let enter = |scope: Scope| {
        let invitation = block_on(one.invite(scope, other.id(), cowrite::Access::Viewer)).unwrap();
        block_on(other.accept_invitation(invitation.id)).unwrap();
    };
    enter(album.into());
    let first = block_on(other.sync(device.cursor.as_deref())).unwrap();
    assert!(first.more && !first.full, "the delta has a second page");
    device.take(&first);
    // Of the second page's tracks one is closed for good, one for a while; and one comes that was never there.
    let rest: Vec<TrackId> = tracks.iter().copied().filter(|track| !device.tracks.contains_key(track)).collect();
    block_on(one.revoke(rest[0], other.id())).unwrap();
    block_on(one.revoke(rest[1], other.id())).unwrap();
    enter(rest[1].into());
    let late = block_on(one.create_track(cowrite::NewTrack::new("Late").in_group(album))).unwrap().id;
    let cursor = device.cursor.clone();
    let second = block_on(other.sync(cursor.as_deref())).unwrap();
    device.take(&second);
    block_on(one.revoke(late, other.id())).unwrap();
    device.catch_up(&world.workspace, &world.known.people[1]);
    let mut whole = Device::default();
    whole.catch_up(&world.workspace, &world.known.people[1]);
    assert_eq!(device.shown(), whole.shown());
    assert!(!device.tracks.contains_key(&rest[0]) && device.tracks.contains_key(&rest[1]));
}

#[test]
fn a_group_that_leaves_a_closed_one_between_the_pages_of_a_long_delta_does_not_stay_on_the_device() {
    for is_deleted in [false, true] {
        let world = World::founded(MemoryStore::new());
        let [one, other] =
            [0, 1].map(|at| world.workspace.acting_as(world.known.people[at].as_str().unwrap().parse().unwrap()));
        let album = block_on(one.create_group("Box set")).unwrap().id;
        for number in 0..1_001 {
            let track = cowrite::NewTrack::new(format!("Take {number}")).in_group(album);
            block_on(one.create_track(track)).unwrap();
        }
        world.clock.advance(1);
        let inner = block_on(one.create_group(cowrite::NewGroup::new("Disc two").in_group(album))).unwrap().id;
        let deep = block_on(one.create_track(cowrite::NewTrack::new("Deep").in_group(inner))).unwrap().id;
        let invitation = block_on(one.invite(album, other.id(), cowrite::Access::Viewer)).unwrap();
        block_on(other.accept_invitation(invitation.id)).unwrap();
        let mut device = Device::default();
        device.catch_up(&world.workspace, &world.known.people[1]);
        assert!(device.tracks.contains_key(&deep));

        block_on(one.revoke(album, other.id())).unwrap();
        let first = block_on(other.sync(device.cursor.as_deref())).unwrap();
        assert!(
            first.more && first.groups.iter().all(|group| group.group != inner),
            "the inner group is on a later page"
        );
        device.take(&first);
        if is_deleted {
            drop(block_on(one.delete_group(inner)).unwrap());
        } else {
            drop(block_on(one.move_group(inner, None)).unwrap());
        }
        device.catch_up(&world.workspace, &world.known.people[1]);
        let mut whole = Device::default();
        whole.catch_up(&world.workspace, &world.known.people[1]);
        assert_eq!(device.shown(), whole.shown(), "deleted: {is_deleted}");
        assert!(!device.tracks.contains_key(&deep));
    }
}
