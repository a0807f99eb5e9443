//! One file, many processes: this test binary starts itself again to be the others.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use cowrite::ports::store::StoreError;
use tempfile::TempDir;

use super::acts::{assert_sound, new_track, open, register, retitle};

const FILE: &str = "COWRITE_TEST_FILE";
const NUMBER: &str = "COWRITE_TEST_NUMBER";
const COUNT: &str = "COWRITE_TEST_COUNT";

/// How many people each process registers that is not killed.
const PEOPLE: u64 = 25;

/// Starts a process that registers so many people.
fn start(path: &Path, number: u64, people: u64) -> Child {
    let child = "store::processes::a_process_of_another_test";
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", child, "--nocapture", "--test-threads=1"])
        .env(FILE, path)
        .env(NUMBER, number.to_string())
        .env(COUNT, people.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

#[expect(clippy::disallowed_methods, reason = "how one process of a test tells another what to do")]
fn told(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Does nothing unless another test has started it: then it registers people, and says so after each.
#[test]
fn a_process_of_another_test() {
    let (Some(path), Some(number), Some(people)) = (told(FILE), told(NUMBER), told(COUNT)) else { return };
    let (number, people): (u64, u64) = (number.parse().unwrap(), people.parse().unwrap());
    let store = open(Path::new(&path)).unwrap();
    for person in 0..people {
        let name = format!("{number} {person}");
        let committed = loop {
            match register(&store, &name, number << 32 | person) {
                Ok((_, committed)) => break committed,
                Err(StoreError::Conflict) => {}
                Err(error) => panic!("{error:?}"),
            }
        };
        println!("acknowledged {} {name}", committed.revision);
    }
}

#[test]
fn processes_that_open_a_new_file_at_once_share_it() {
    let folder = TempDir::new().unwrap();
    for round in 0..4 {
        let path = folder.path().join(format!("{round}.db"));
        let children: Vec<Child> = (1..=4).map(|number| start(&path, number, PEOPLE)).collect();
        for child in children {
            let output = child.wait_with_output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        }
        let everything = assert_sound(&open(&path).unwrap());
        assert_eq!(everything.slice.revision, 4 * PEOPLE);
        assert!(everything.log.is_sorted_by(|a, b| a.revision < b.revision && a.stamp <= b.stamp));
    }
}

/// The revisions that a process says it has committed, and the names of whom it registered.
fn acknowledged(child: &mut Child) -> impl Iterator<Item = (u64, String)> + use<> {
    // The last line of who was killed may be cut off, and what it says was said for nobody.
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    lines.filter_map(|line| {
        let (revision, name) = line.split_once("acknowledged ")?.1.split_once(' ')?;
        Some((revision.parse().ok()?, name.to_owned()))
    })
}

/// One of two processes is killed as both write; `COWRITE_KILLS` asks for another number of times.
#[test]
fn a_killed_process_loses_nothing_that_was_acknowledged_and_stops_no_other() {
    let rounds = told("COWRITE_KILLS").map_or(5, |kills| kills.parse().unwrap());
    let folder = TempDir::new().unwrap();
    let mut all = 0;
    for round in 0..rounds {
        let path = folder.path().join(format!("{round}.db"));
        let [mut killed, mut other] = [1, 2].map(|number| start(&path, number, u64::MAX));
        let (mut of_killed, mut of_other) = (acknowledged(&mut killed), acknowledged(&mut other));
        let mut said: Vec<(u64, String)> = of_other.by_ref().take(10).collect();
        // Never at the same place of what it does.
        said.extend(of_killed.by_ref().take(10 + round % 23));
        killed.kill().unwrap();
        killed.wait().unwrap();
        said.extend(of_killed);
        let last = said.iter().map(|(revision, _)| *revision).max().unwrap();
        // The other comes past what it had on the way, and goes on.
        let is_past = of_other.by_ref().inspect(|one| said.push(one.clone())).any(|(revision, _)| revision > last + 20);
        assert!(is_past, "round {round}: the other has stopped after {last}");
        other.kill().unwrap();
        other.wait().unwrap();
        said.extend(of_other);
        let everything = assert_sound(&open(&path).unwrap());
        let there = everything.slice.people.values().filter_map(|person| person.profile.external_id.as_deref());
        let there: BTreeSet<&str> = there.collect();
        let lost: Vec<_> = said.iter().filter(|(_, name)| !there.contains(name.as_str())).collect();
        assert!(lost.is_empty(), "round {round}: acknowledged, and lost: {lost:?}");
        all += said.len();
    }
    println!("killed: {rounds} processes as others wrote, {all} commits acknowledged");
}

#[test]
fn two_stores_in_one_process_see_each_other() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("studio.db");
    let (one, two) = (open(&path).unwrap(), open(&path).unwrap());
    let (olivia, _) = register(&one, "olivia", 1).unwrap();
    let id = new_track(&two, olivia).unwrap();
    for _ in 0..10 {
        retitle(&one, olivia, id).unwrap();
        retitle(&two, olivia, id).unwrap();
    }
    assert_eq!(assert_sound(&one).slice, assert_sound(&two).slice);
}
