//! Many processes on one database that fight over the same tracks and groups.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Barrier;
use std::thread;

use cowrite::{
    Access, Actor, Error, GroupId, NewGroup, NewPerson, Paging, Percent, PersonId, ShareEdit, ShareEdits, ShareRow,
    Shares, TrackId, Workspace,
};
use cowrite_postgres_server::{Options, Server};
use pollster::block_on;
use serde_json::{Value, json};

use crate::children::{in_processes, task};

const PROCESSES: usize = 8;
const THREADS: usize = 8;
const TRACKS: usize = 10;
const SAVES: usize = 8;

/// Ten tracks of one owner, with three collaborators on each.
struct Studio {
    workspace: Workspace,
    people: Vec<PersonId>,
    tracks: Vec<TrackId>,
    url: String,
    /// Of its own: so much going on would hold back what other tests may see of their commits.
    _server: Server,
}

fn connect(url: &str) -> Workspace {
    block_on(Workspace::connect(url)).unwrap()
}

impl Studio {
    fn new(tracks: usize) -> Self {
        let server = Server::start(Options::new()).unwrap();
        let url = server.url("postgres").unwrap();
        let workspace = connect(&url);
        let register =
            |number| block_on(workspace.register(NewPerson::new(format!("p{number}"), "Somebody"))).unwrap().id;
        let people: Vec<PersonId> = (0..4).map(register).collect();
        let owner = workspace.acting_as(people[0]);
        let track = |number: usize| {
            let track = block_on(owner.create_track(format!("Nocturne {number}").as_str())).unwrap().id;
            for person in &people[1..] {
                let invitation = block_on(owner.invite(track, *person, Access::Editor)).unwrap();
                block_on(workspace.acting_as(*person).accept_invitation(invitation.id)).unwrap();
            }
            track
        };
        let tracks = (0..tracks).map(track).collect();
        Self { people, tracks, url, workspace, _server: server }
    }

    fn owner(&self) -> Actor {
        self.workspace.acting_as(self.people[0])
    }

    /// Returns what the activity says that shares were set to on a track.
    fn set_on(&self, track: TrackId) -> Vec<Value> {
        let (mut set, mut paging) = (Vec::new(), Paging::first(Paging::MOST));
        loop {
            let page = block_on(self.owner().activity(track, paging)).unwrap();
            set.extend(page.entries.into_iter().filter(|entry| entry.what == "shares_set").map(|entry| entry.after));
            match page.next {
                Some(next) => paging = Paging::first(Paging::MOST).after(next),
                None => return set,
            }
        }
    }
}

fn check_totals(owner: &Actor, track: TrackId) {
    let panel = block_on(owner.collaborators(track)).unwrap();
    for of in [|shares: &Shares| shares.master, |shares: &Shares| shares.publishing, |shares: &Shares| shares.writer] {
        let total: u32 =
            panel.rows.iter().filter_map(|row| of(&row.shares)).map(|share| u32::from(share.hundredths())).sum();
        assert!(total <= 10_000, "{panel:?}");
    }
}

/// Saves one share after the other on all tracks, and returns what was acknowledged and changed something, a line each: track, version and rows.
fn fight(workspace: &Workspace, people: &[PersonId], tracks: &[TrackId], seed: usize) -> Vec<String> {
    let mut acknowledged = Vec::new();
    for round in 0..SAVES {
        let number = seed * 7 + round * 3;
        let track = tracks[(seed + round) % tracks.len()];
        let share = |turn: usize| {
            let hundredths = (number * 1_117 + turn * 2_311) % 9_000;
            ShareEdit::Set(Percent::from_hundredths(u16::try_from(hundredths).unwrap()).unwrap())
        };
        let edits = match number % 4 {
            0 => ShareEdits { master: share(0), ..ShareEdits::KEEP },
            1 => ShareEdits { publishing: share(1), ..ShareEdits::KEEP },
            2 => ShareEdits { writer: share(2), ..ShareEdits::KEEP },
            _ => ShareEdits { master: share(3), publishing: share(4), writer: share(5) },
        };
        let actor = workspace.acting_as(people[number % people.len()]);
        let row = ShareRow { person: people[(number / 2 + seed) % people.len()], edits };
        match block_on(actor.set_shares(track, [row])) {
            Ok(change) if change.changes.is_empty() => {}
            Ok(change) => {
                let rows: Vec<Value> =
                    change.changes.iter().map(|row| json!({ "person": row.person, "shares": row.after })).collect();
                acknowledged.push(format!("{track} {} {}", change.shares_version, Value::from(rows)));
            }
            Err(Error::OverAllocated { total, .. }) => assert!(total > 10_000),
            Err(Error::Conflict) => {}
            Err(error) => panic!("{error:?}"),
        }
        check_totals(&actor, track);
    }
    acknowledged
}

#[test]
fn eight_processes_of_eight_threads_never_lift_a_kind_above_100_and_lose_no_acknowledged_save() {
    if let Some(task) = task() {
        let workspace = connect(&task[1]);
        let process: usize = task[2].parse().unwrap();
        let people: Vec<PersonId> = task[3..7].iter().map(|id| id.parse().unwrap()).collect();
        let tracks: Vec<TrackId> = task[7..].iter().map(|id| id.parse().unwrap()).collect();
        let acknowledged: Vec<String> = thread::scope(|scope| {
            let (workspace, people, tracks) = (&workspace, &people, &tracks);
            let fighters: Vec<_> = (0..THREADS)
                .map(|thread| scope.spawn(move || fight(workspace, people, tracks, process * THREADS + thread)))
                .collect();
            fighters.into_iter().flat_map(|fighter| fighter.join().unwrap()).collect()
        });
        return std::fs::write(Path::new(&task[0]), acknowledged.join("\n")).unwrap();
    }
    let studio = Studio::new(TRACKS);
    let version = |track| block_on(studio.owner().collaborators(track)).unwrap().shares_version.unwrap();
    let before: Vec<u64> = studio.tracks.iter().map(|track| version(*track)).collect();
    let tasks: Vec<Vec<String>> = (0..PROCESSES)
        .map(|process| {
            let mut task = vec![studio.url.clone(), process.to_string()];
            task.extend(studio.people.iter().map(ToString::to_string));
            task.extend(studio.tracks.iter().map(ToString::to_string));
            task
        })
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let test = "store::shared::fights::eight_processes_of_eight_threads_never_lift_a_kind_above_100_and_lose_no_acknowledged_save";
    let answers = in_processes(test, folder.path(), &tasks);
    let mut acknowledged: BTreeMap<TrackId, BTreeMap<u64, String>> = BTreeMap::new();
    for line in answers.iter().flat_map(|answer| answer.lines()) {
        let (track, rest) = line.split_once(' ').unwrap();
        let (version, rows) = rest.split_once(' ').unwrap();
        let of_track = acknowledged.entry(track.parse().unwrap()).or_default();
        let twice = of_track.insert(version.parse().unwrap(), rows.to_owned());
        assert_eq!(twice, None, "two saves on {track} were both told that theirs made version {version}");
    }
    for (track, before) in studio.tracks.iter().zip(before) {
        check_totals(&studio.owner(), *track);
        let acknowledged = acknowledged.remove(track).expect("nothing was saved on a track");
        // Each acknowledged save made one version, and none but those.
        let versions: Vec<u64> = acknowledged.keys().copied().collect();
        assert_eq!(versions, (before + 1..=version(*track)).collect::<Vec<_>>());
        let newest_first: Vec<String> = studio.set_on(*track).iter().map(ToString::to_string).collect();
        assert_eq!(newest_first, acknowledged.into_values().rev().collect::<Vec<_>>());
    }
    assert_eq!(block_on(studio.workspace.verify()).unwrap(), []);
}

/// Moves each group into the next one at the same instant, each from a node of its own, and returns what was said.
fn move_in_a_ring(nodes: &[Workspace], person: PersonId, groups: &[GroupId]) -> Vec<Result<(), &'static str>> {
    let start = Barrier::new(groups.len());
    thread::scope(|scope| {
        let moves: Vec<_> = (0..groups.len())
            .map(|at| {
                let (start, actor) = (&start, nodes[at].acting_as(person));
                let (group, into) = (groups[at], groups[(at + 1) % groups.len()]);
                scope.spawn(move || {
                    start.wait();
                    block_on(actor.move_group(group, into)).map(drop).map_err(|error| error.code())
                })
            })
            .collect();
        moves.into_iter().map(|one| one.join().unwrap()).collect()
    })
}

#[test]
fn nodes_never_move_groups_into_each_other() {
    let studio = Studio::new(0);
    let nodes: Vec<Workspace> = (0..3).map(|_| connect(&studio.url)).collect();
    for round in 0..120 {
        // Every third round goes round by way of a third group, which no two of the calls look at alike.
        let names = &["A", "B", "C"][..if round % 3 == 0 { 3 } else { 2 }];
        let groups: Vec<GroupId> =
            names.iter().map(|name| block_on(studio.owner().create_group(NewGroup::new(*name))).unwrap().id).collect();
        let outcomes = move_in_a_ring(&nodes, studio.people[0], &groups);
        let moved = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
        assert_eq!(moved, groups.len() - 1, "{outcomes:?}");
        assert!(outcomes.iter().any(|outcome| matches!(outcome, Err("group_cycle" | "conflict"))), "{outcomes:?}");
        let parents = groups.iter().map(|group| block_on(studio.owner().group(*group)).unwrap().parent);
        assert_eq!(parents.flatten().count(), moved);
    }
    assert_eq!(block_on(studio.workspace.verify()).unwrap(), []);
}
