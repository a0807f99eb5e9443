//! Devices that take in what has changed hold what a full reading gives, on random histories.

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Waker};

use cowrite::adapters::MemoryStore;
use cowrite::ports::store::Store;
use cowrite::{Paging, Scope, Sync, TrackId, Workspace};
use pollster::block_on;
use serde_json::Value;

use super::moves::on_histories;
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
    fn shown(&self) -> (BTreeMap<TrackId, Value>, [&BTreeMap<String, Value>; 2]) {
        let mut tracks = self.tracks.clone();
        for row in tracks.values_mut() {
            if row["bucket"].as_str().is_some_and(|bucket| !self.buckets.contains_key(bucket)) {
                row["bucket"] = Value::Null;
            }
        }
        (tracks, [&self.groups, &self.buckets])
    }
}

/// Counts the tracks that something has happened to, and the groups with all below them.
fn changed(world: &World, since: u64) -> usize {
    let everything = world.everything();
    let newer = everything.log.iter().filter(|entry| entry.revision > since);
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

fn devices_keep_up<S: Store + 'static>(cases: u32, length: usize, open: impl Fn() -> S) {
    on_histories(cases, length, |history| {
        let mut world = World::founded(open());
        let mut devices: BTreeMap<String, (Value, Device, u64)> = BTreeMap::new();
        let mut ever: BTreeMap<String, BTreeSet<TrackId>> = BTreeMap::new();
        let mut ever_groups: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for one in &history {
            for person in world.known.people.clone() {
                let actor = world.workspace.acting_as(person.as_str().unwrap().parse().unwrap());
                let library = block_on(actor.library(Paging::first(200))).unwrap();
                ever.entry(person.to_string()).or_default().extend(library.rows.iter().map(|row| row.track));
                let held = world
                    .known
                    .groups
                    .iter()
                    .filter(|id| block_on(actor.group(id.as_str().unwrap().parse().unwrap())).is_ok());
                let held = held.map(|id| id.as_str().unwrap().to_owned());
                ever_groups.entry(person.to_string()).or_default().extend(held);
            }
            world.pause(one.pause);
            if let Some(call) = world.concrete(one) {
                world.make(&call).ok();
            }
            if !one.picks[3].is_multiple_of(3) {
                continue;
            }
            let committed = world.everything().log.iter().map(|entry| entry.revision).max().unwrap_or_default();
            // Where others use the same server, what was committed last may not be told yet.
            while block_on(world.workspace.revision()).unwrap() < committed {
                std::thread::sleep(std::time::Duration::from_millis(5));
            }
            for person in world.known.people.clone() {
                // Some devices come seldom, so that much has happened meanwhile.
                if one.picks[2] % 4 == devices.len() % 4 {
                    continue;
                }
                let fresh = || (person.clone(), Device::default(), 0);
                let (_, device, since) = devices.entry(person.to_string()).or_insert_with(fresh);
                let is_first = device.cursor.is_none();
                let told = device.catch_up(&world.workspace, &person);
                let mut whole = Device::default();
                whole.catch_up(&world.workspace, &person);
                if device.shown() != whole.shown() {
                    return Err(format!(
                        "after {one:?} the device of {person} since {since} is not what a full reading gives\n  {:?}\n  {:?}",
                        device.shown(),
                        whole.shown()
                    ));
                }
                if !is_first {
                    let most = changed(&world, *since);
                    if told.full || told.entries > most {
                        return Err(format!("{told:?} told, where {most} have changed since {since}"));
                    }
                    let seen = &ever[&person.to_string()];
                    let seen_groups = &ever_groups[&person.to_string()];
                    let now = whole.groups.keys().cloned().collect::<BTreeSet<_>>();
                    let unknown_group = told.groups.iter().find(|id| !seen_groups.contains(*id) && !now.contains(*id));
                    if !told.removed.is_subset(seen) || unknown_group.is_some() {
                        return Err(format!("{person} was told of what they never held: {told:?}"));
                    }
                }
                *since = block_on(world.workspace.revision()).unwrap();
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
