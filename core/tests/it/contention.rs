//! Races on one SQLite file: between threads that share a workspace, threads that do not, and processes.

use core::pin::pin;
use core::task::{Context, Poll, Waker};
use core::time::Duration;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Barrier;
use std::thread;

use cowrite::adapters::{SqliteOptions, SqliteStore};
use cowrite::{
    Access, Actor, Error, GroupId, NewGroup, NewPerson, Percent, PersonId, PersonState, ShareEdit, ShareEdits,
    ShareRow, TrackId, Workspace,
};
use pollster::block_on;

use crate::children::{in_processes, task};

/// A track with an owner and three collaborators, in a file.
struct Studio {
    folder: tempfile::TempDir,
    workspace: Workspace,
    people: Vec<PersonId>,
    track: TrackId,
}

impl Studio {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let workspace = open(&folder.path().join("studio.db"));
        let people: Vec<PersonId> = (0..4).map(|number| person(&workspace, &format!("p{number}"))).collect();
        let owner = workspace.acting_as(people[0]);
        let track = block_on(owner.create_track("Nocturne")).unwrap().id;
        for person in &people[1..] {
            let invitation = block_on(owner.invite(track, *person, Access::Editor)).unwrap();
            block_on(workspace.acting_as(*person).accept_invitation(invitation.id)).unwrap();
        }
        Self { folder, workspace, people, track }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("studio.db")
    }

    fn owner(&self) -> Actor {
        self.workspace.acting_as(self.people[0])
    }

    fn shares_version(&self) -> u64 {
        block_on(self.owner().collaborators(self.track)).unwrap().shares_version.unwrap()
    }

    fn check_sound(&self) {
        assert_eq!(block_on(self.workspace.verify()).unwrap(), []);
    }
}

/// Whose turn it is to write is chance, so on a busy machine somebody may wait for long.
fn open(path: &Path) -> Workspace {
    let options = SqliteOptions::default().busy_timeout(Duration::from_secs(60));
    Workspace::builder().on(SqliteStore::open(path, options).unwrap())
}

fn person(workspace: &Workspace, word: &str) -> PersonId {
    block_on(workspace.register(NewPerson::new(word, word))).unwrap().id
}

/// Saves one share after the other, and returns how many saves were acknowledged and changed something.
fn fight(workspace: &Workspace, people: &[PersonId], track: TrackId, seed: usize, rounds: usize) -> u64 {
    let mut acknowledged = 0;
    for round in 0..rounds {
        let number = seed * 7 + round * 3;
        let share = Percent::from_hundredths(u16::try_from((number * 1_117) % 9_000).unwrap()).unwrap();
        let edits = ShareEdits { master: ShareEdit::Set(share), ..ShareEdits::KEEP };
        let actor = workspace.acting_as(people[number % people.len()]);
        let row = ShareRow { person: people[(number / 2 + seed) % people.len()], edits };
        match block_on(actor.set_shares(track, [row])) {
            Ok(change) => {
                acknowledged += u64::from(!change.changes.is_empty());
                let panel = block_on(actor.collaborators(track)).unwrap();
                let held =
                    panel.rows.iter().filter_map(|row| row.shares.master).map(|share| u32::from(share.hundredths()));
                assert!(held.sum::<u32>() <= 10_000, "{panel:?}");
            }
            Err(Error::OverAllocated { total, .. }) => assert!(total > 10_000),
            Err(Error::Conflict) => {}
            Err(error) => panic!("{error}"),
        }
    }
    acknowledged
}

#[test]
fn thirty_two_threads_never_lift_a_kind_above_100_and_lose_no_acknowledged_save() {
    let studio = Studio::new();
    let others: Vec<Workspace> = (0..3).map(|_| open(&studio.path())).collect();
    let workspaces: Vec<&Workspace> = others.iter().chain([&studio.workspace]).collect();
    let before = studio.shares_version();
    let acknowledged: u64 = thread::scope(|scope| {
        let (studio, workspaces) = (&studio, &workspaces);
        let fighters: Vec<_> = (0..32)
            .map(|number| scope.spawn(move || fight(workspaces[number % 4], &studio.people, studio.track, number, 6)))
            .collect();
        fighters.into_iter().map(|fighter| fighter.join().unwrap()).sum()
    });
    assert!(acknowledged > 0);
    assert_eq!(studio.shares_version(), before + acknowledged);
    studio.check_sound();
}

#[test]
fn two_processes_never_lift_a_kind_above_100_and_lose_no_acknowledged_save() {
    if let Some(task) = task() {
        let people: Vec<PersonId> = task[3..7].iter().map(|id| id.parse().unwrap()).collect();
        let acknowledged =
            fight(&open(Path::new(&task[1])), &people, task[2].parse().unwrap(), task[7].parse().unwrap(), 60);
        return std::fs::write(&task[0], acknowledged.to_string()).unwrap();
    }
    let studio = Studio::new();
    let before = studio.shares_version();
    let task = |seed: &str| {
        let mut task = vec![studio.path().to_str().unwrap().to_owned(), studio.track.to_string()];
        task.extend(studio.people.iter().map(ToString::to_string));
        task.push(seed.to_owned());
        task
    };
    let test = "contention::two_processes_never_lift_a_kind_above_100_and_lose_no_acknowledged_save";
    let answers = in_processes(test, studio.folder.path(), &[task("1"), task("2")]);
    let acknowledged: u64 = answers.iter().map(|answer| answer.parse::<u64>().unwrap()).sum();
    assert!(acknowledged > 0);
    assert_eq!(studio.shares_version(), before + acknowledged);
    studio.check_sound();
}

fn pair(studio: &Studio) -> [GroupId; 2] {
    ["A", "B"].map(|name| block_on(studio.owner().create_group(NewGroup::new(name))).unwrap().id)
}

fn said(result: Result<cowrite::GroupMoved, Error>) -> &'static str {
    result.map_or_else(|error| error.code(), |_| "ok")
}

/// Checks that of two groups moved into each other one went, and the other was refused.
fn check_one_went(studio: &Studio, groups: [GroupId; 2], outcomes: [&str; 2]) {
    assert_eq!(outcomes.iter().filter(|outcome| **outcome == "ok").count(), 1, "{outcomes:?}");
    assert!(outcomes.iter().any(|outcome| ["group_cycle", "conflict"].contains(outcome)), "{outcomes:?}");
    let parents = groups.map(|group| block_on(studio.owner().group(group)).unwrap().parent);
    assert_eq!(parents.iter().flatten().count(), 1);
}

#[test]
fn two_threads_never_move_two_groups_into_each_other() {
    let studio = Studio::new();
    let other = open(&studio.path());
    for workspaces in [[&studio.workspace, &studio.workspace], [&studio.workspace, &other]] {
        for _ in 0..25 {
            let groups = pair(&studio);
            let start = Barrier::new(2);
            let outcomes = thread::scope(|scope| {
                let moves = [0, 1].map(|side| {
                    let (actor, start) = (workspaces[side].acting_as(studio.people[0]), &start);
                    scope.spawn(move || {
                        start.wait();
                        said(block_on(actor.move_group(groups[side], groups[1 - side])))
                    })
                });
                moves.map(|one| one.join().unwrap())
            });
            check_one_went(&studio, groups, outcomes);
        }
    }
    studio.check_sound();
}

#[test]
fn two_processes_never_move_two_groups_into_each_other() {
    if let Some(task) = task() {
        let workspace = open(Path::new(&task[1]));
        let actor = workspace.acting_as(task[2].parse().unwrap());
        let ids: Vec<GroupId> = task[3..].iter().map(|id| id.parse().unwrap()).collect();
        let outcomes: Vec<&str> =
            ids.chunks(2).map(|pair| said(block_on(actor.move_group(pair[0], pair[1])))).collect();
        return std::fs::write(&task[0], outcomes.join("|")).unwrap();
    }
    let studio = Studio::new();
    let pairs: Vec<[GroupId; 2]> = (0..60).map(|_| pair(&studio)).collect();
    let task = |turned: bool| {
        let mut task = vec![studio.path().to_str().unwrap().to_owned(), studio.people[0].to_string()];
        for [a, b] in &pairs {
            task.extend(if turned { [b.to_string(), a.to_string()] } else { [a.to_string(), b.to_string()] });
        }
        task
    };
    let test = "contention::two_processes_never_move_two_groups_into_each_other";
    let answers = in_processes(test, studio.folder.path(), &[task(false), task(true)]);
    let (one, two) = (answers[0].split('|'), answers[1].split('|'));
    assert_eq!(one.clone().count(), pairs.len());
    for (groups, (one, two)) in pairs.iter().zip(one.zip(two)) {
        check_one_went(&studio, *groups, [one, two]);
    }
    studio.check_sound();
}

/// Does the same from many threads at once, on two workspaces of one file.
fn at_once<T: Send>(studio: &Studio, threads: usize, deed: impl Fn(&Workspace, usize) -> T + Sync) -> Vec<T> {
    let other = open(&studio.path());
    let start = Barrier::new(threads);
    thread::scope(|scope| {
        let (deed, start, other) = (&deed, &start, &other);
        let doers: Vec<_> = (0..threads)
            .map(|number| {
                scope.spawn(move || {
                    start.wait();
                    deed(if number % 2 == 0 { &studio.workspace } else { other }, number)
                })
            })
            .collect();
        doers.into_iter().map(|doer| doer.join().unwrap()).collect()
    })
}

/// Checks that one of several went, and the others were refused, or were overtaken too often on a busy machine to be told for what.
fn one_only(answers: &[Result<(), &'static str>], refusal: &'static str) {
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
    let is_refused = |answer: &&Result<(), &'static str>| [Err(refusal), Err("conflict")].contains(*answer);
    assert_eq!(answers.iter().filter(is_refused).count(), answers.len() - 1, "{answers:?}");
}

#[test]
fn sixteen_threads_that_register_the_same_person_get_one() {
    let studio = Studio::new();
    let same_id = at_once(&studio, 16, |workspace, _| {
        let person = NewPerson::new("jordan", "Jordan").email("jordan@example.com");
        block_on(workspace.register(person)).map(|person| person.id).map_err(|error| error.code())
    });
    let ids: BTreeSet<PersonId> = same_id.iter().filter_map(|id| id.ok()).collect();
    assert!(ids.len() == 1 && same_id.iter().all(|id| id.is_ok() || *id == Err("conflict")), "{same_id:?}");
    let same_email = at_once(&studio, 16, |workspace, number| {
        let person = NewPerson::new(format!("sam-{number}"), "Sam").email("Sam@Example.com");
        block_on(workspace.register(person)).map(drop).map_err(|error| error.code())
    });
    one_only(&same_email, "email_taken");
    studio.check_sound();
}

#[test]
fn an_invitation_accepted_from_eight_threads_is_accepted_once() {
    let studio = Studio::new();
    for round in 0..5 {
        let guest = person(&studio.workspace, &format!("guest-{round}"));
        let invitation = block_on(studio.owner().invite(studio.track, guest, Access::Viewer)).unwrap().id;
        let answers = at_once(&studio, 8, |workspace, _| {
            block_on(workspace.acting_as(guest).accept_invitation(invitation)).map(drop).map_err(|error| error.code())
        });
        one_only(&answers, "invitation_void");
    }
    studio.check_sound();
}

#[test]
fn an_erased_person_never_owns_anything() {
    let studio = Studio::new();
    for round in 0..30 {
        let leaver = person(&studio.workspace, &format!("leaver-{round}"));
        let track = block_on(studio.owner().create_track("Coda")).unwrap().id;
        let invitation = block_on(studio.owner().invite(track, leaver, Access::Full)).unwrap().id;
        block_on(studio.workspace.acting_as(leaver).accept_invitation(invitation)).unwrap();
        block_on(studio.owner().offer_ownership(track, leaver)).unwrap();
        let outcomes = at_once(&studio, 2, |workspace, number| match (number, round % 3) {
            (0, _) => block_on(workspace.erase_person(leaver)).map(drop),
            (_, 0) => block_on(workspace.acting_as(leaver).create_track("Last")).map(drop),
            (_, 1) => block_on(workspace.operator("estate").unwrap().hand_over(track, leaver)).map(drop),
            _ => block_on(workspace.acting_as(leaver).accept_ownership(track)).map(drop),
        });
        assert!(outcomes[0].is_err() || outcomes[1].is_err(), "erased and owner: round {round}");
        assert!(outcomes[0].is_ok() || outcomes[1].is_ok(), "neither: {outcomes:?}");
        let state = block_on(studio.workspace.person(leaver)).unwrap().state;
        assert_eq!(state == PersonState::Erased, outcomes[0].is_ok());
        if outcomes[0].is_ok() {
            assert_eq!(block_on(studio.owner().track(track)).unwrap().owner, studio.people[0]);
        }
    }
    studio.check_sound();
}

#[test]
fn a_future_that_is_dropped_blocks_nobody() {
    let studio = Studio::new();
    let mut context = Context::from_waker(Waker::noop());
    let owner = studio.owner();
    for _ in 0..20 {
        let waiting = {
            let mut first = pin!(owner.archive_track(studio.track));
            let mut second = Box::pin(owner.unarchive_track(studio.track));
            let first = first.as_mut().poll(&mut context);
            assert!(first.is_pending() || matches!(first, Poll::Ready(Ok(_))));
            let polled = second.as_mut().poll(&mut context);
            polled.is_pending().then_some(second)
            // The first is dropped here: its turn passes to the second.
        };
        if let Some(second) = waiting {
            block_on(second).unwrap();
        }
        block_on(owner.archive_track(studio.track)).unwrap();
        block_on(owner.unarchive_track(studio.track)).unwrap();
    }
    // Another connection can write, so no transaction is open.
    let other = open(&studio.path());
    block_on(other.acting_as(studio.people[0]).update_track(studio.track, cowrite::TrackUpdate::new().title("Coda")))
        .unwrap();
    assert_eq!(block_on(owner.track(studio.track)).unwrap().title, "Coda");
    studio.check_sound();
}
