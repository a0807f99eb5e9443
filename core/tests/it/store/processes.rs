//! One file, many processes: this test binary starts itself again to be the others.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use cowrite::ports::store::StoreError;
use tempfile::TempDir;

use super::acts::{assert_sound, new_track, open, register, retitle};

const FILE: &str = "COWRITE_TEST_FILE";
const NUMBER: &str = "COWRITE_TEST_NUMBER";

/// How many people each process registers.
const PEOPLE: u64 = 25;

fn start(path: &Path, number: u64) -> Child {
    let child = "store::processes::a_process_of_another_test";
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", child, "--nocapture", "--test-threads=1"])
        .env(FILE, path)
        .env(NUMBER, number.to_string())
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
    let (Some(path), Some(number)) = (told(FILE), told(NUMBER)) else { return };
    let number: u64 = number.parse().unwrap();
    let store = open(Path::new(&path)).unwrap();
    for person in 0..if number == 0 { u64::MAX } else { PEOPLE } {
        let name = format!("{number} {person}");
        let committed = loop {
            match register(&store, &name, number << 32 | person) {
                Ok((_, committed)) => break committed,
                Err(StoreError::Conflict) => {}
                Err(error) => panic!("{error:?}"),
            }
        };
        println!("acknowledged {}", committed.revision);
    }
}

#[test]
fn processes_that_open_a_new_file_at_once_share_it() {
    let folder = TempDir::new().unwrap();
    for round in 0..4 {
        let path = folder.path().join(format!("{round}.db"));
        let children: Vec<Child> = (1..=4).map(|number| start(&path, number)).collect();
        for child in children {
            let output = child.wait_with_output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        }
        let everything = assert_sound(&open(&path).unwrap());
        assert_eq!(everything.slice.revision, 4 * PEOPLE);
        assert!(everything.log.is_sorted_by(|a, b| a.revision < b.revision && a.stamp <= b.stamp));
    }
}

#[test]
fn a_killed_process_loses_nothing_that_was_acknowledged() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("studio.db");
    for round in 1..=5 {
        let mut child = start(&path, 0);
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let mut acknowledged = 0;
        for line in lines.by_ref() {
            let Some(revision) = line.rsplit_once("acknowledged ").map(|(_, revision)| revision) else { continue };
            acknowledged = revision.parse().unwrap();
            if acknowledged > round * 20 {
                break;
            }
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let everything = assert_sound(&open(&path).unwrap());
        assert!(everything.slice.revision >= acknowledged, "{acknowledged} were acknowledged");
    }
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
