//! Whole workspaces as files: every scenario's, from store to store, and files that are not as they were written.

use std::fs;
use std::path::Path;

use cowrite::testing::Studio;
use cowrite::{Error, Workspace};
use pollster::block_on;

/// Exports a studio in which something has happened, and returns the lines of the file.
fn exported(folder: &Path) -> Vec<String> {
    block_on(async {
        let Studio { workspace, olivia, alex, track, .. } = Studio::new().await.unwrap();
        olivia.with_key("once").create_track("Nocturne").await.unwrap();
        alex.leave(track).await.unwrap();
        let path = folder.join("studio.jsonl");
        workspace.export_to(&path).await.unwrap();
        fs::read_to_string(&path).unwrap().lines().map(str::to_owned).collect()
    })
}

/// Imports lines into a fresh workspace, which must still be empty where they are refused.
fn imported(folder: &Path, lines: &[String]) -> Result<(), Error> {
    let path = folder.join("other.jsonl");
    let mut text = lines.join("\n");
    text.push('\n');
    fs::write(&path, text).unwrap();
    block_on(async {
        let workspace = Workspace::in_memory().unwrap();
        let outcome = workspace.import_from(&path).await;
        if outcome.is_err() {
            assert_eq!(workspace.revision().await.unwrap(), 0, "a refused import has left something");
        }
        outcome
    })
}

fn refused(folder: &Path, lines: &[String]) -> String {
    match imported(folder, lines) {
        Err(error @ Error::Storage { .. }) => error.to_string(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_file_as_it_was_written_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let lines = exported(folder.path());
    imported(folder.path(), &lines).unwrap();
}

#[test]
fn a_file_that_was_changed_anywhere_is_refused_whole() {
    let folder = tempfile::tempdir().unwrap();
    let lines = exported(folder.path());
    let mut changes = 0;
    for place in 0..lines.len() {
        let mut missing = lines.clone();
        missing.remove(place);
        assert!(imported(folder.path(), &missing).is_err(), "line {place} can go missing unseen");
        let mut twice = lines.clone();
        twice.insert(place, lines[place].clone());
        assert!(imported(folder.path(), &twice).is_err(), "line {place} can come twice unseen");
        // One letter of a text, so that the line still reads as what it is.
        if let Some(at) = lines[place].find("Midnight") {
            let mut changed = lines.clone();
            changed[place].replace_range(at..at + 1, "W");
            assert!(refused(folder.path(), &changed).contains("not as they were written"));
            changes += 1;
        }
    }
    assert!(changes > 1, "no line had a text to change");
}

#[cfg(unix)]
#[test]
fn an_export_is_its_owners_alone_to_read() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    exported(folder.path());
    let mode = fs::metadata(folder.path().join("studio.jsonl")).unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0, "{mode:o}");
}

#[test]
fn a_file_of_another_kind_or_time_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let lines = exported(folder.path());
    let with_first = |first: &str| [&[first.to_owned()], &lines[1..]].concat();
    assert_eq!(
        imported(folder.path(), &with_first(r#"{"cowrite_export":{"format":2}}"#)),
        Err(Error::SchemaTooNew { found: 2, supported: 1 })
    );
    assert!(refused(folder.path(), &with_first("track,person,email")).contains("line 1"));
    assert!(refused(folder.path(), &lines[1..]).contains("line 1"));
    assert!(refused(folder.path(), &[]).contains("line 1"));
    assert!(refused(folder.path(), &lines[..lines.len() - 1]).contains("cut short"));
    let more = [lines.clone(), vec![lines[1].clone()]].concat();
    assert!(refused(folder.path(), &more).contains("followed by more"));
}

#[test]
fn an_export_never_writes_over_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("there.jsonl");
    fs::write(&path, "mine").unwrap();
    block_on(async {
        let Studio { workspace, .. } = Studio::new().await.unwrap();
        assert!(matches!(workspace.export_to(&path).await, Err(Error::Storage { .. })));
        workspace.close();
        let closed = folder.path().join("closed.jsonl");
        assert_eq!(workspace.export_to(&closed).await, Err(Error::Closed));
        assert!(!closed.exists(), "an export that failed has left a file");
    });
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
}

#[test]
fn a_key_answers_as_before_in_the_store_it_was_moved_to() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let Studio { workspace, olivia, .. } = Studio::new().await.unwrap();
        let track = olivia.with_key("once").create_track("Nocturne").await.unwrap();
        let path = folder.path().join("studio.jsonl");
        workspace.export_to(&path).await.unwrap();
        let elsewhere = Workspace::in_memory().unwrap();
        elsewhere.import_from(&path).await.unwrap();
        let again = elsewhere.acting_as(olivia.id()).with_key("once").create_track("Nocturne").await.unwrap();
        assert_eq!(again.id, track.id);
    });
}

#[cfg(all(feature = "sqlite", feature = "postgres"))]
#[test]
fn from_a_file_to_a_server_and_back_nothing_changes() {
    use crate::postgres::Database;

    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let database = Database::new();
    block_on(async {
        let first = Workspace::open(at("first.db")).await.unwrap();
        fs::write(at("studio.jsonl"), exported(folder.path()).join("\n") + "\n").unwrap();
        first.import_from(at("studio.jsonl")).await.unwrap();
        first.export_to(at("first.jsonl")).await.unwrap();
        let server = Workspace::connect(&database.url()).await.unwrap();
        server.import_from(at("first.jsonl")).await.unwrap();
        assert_eq!(server.verify().await.unwrap(), []);
        server.export_to(at("server.jsonl")).await.unwrap();
        let second = Workspace::open(at("second.db")).await.unwrap();
        second.import_from(at("server.jsonl")).await.unwrap();
        second.export_to(at("second.jsonl")).await.unwrap();
        assert_eq!(second.verify().await.unwrap(), []);
    });
    let text = |name: &str| fs::read_to_string(at(name)).unwrap();
    assert_eq!(text("first.jsonl"), text("second.jsonl"), "SQLite to PostgreSQL to SQLite");
}

#[cfg(feature = "sqlite")]
#[test]
fn from_a_file_to_memory_and_back_nothing_changes() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    block_on(async {
        let first = Workspace::open(at("first.db")).await.unwrap();
        fs::write(at("studio.jsonl"), exported(folder.path()).join("\n") + "\n").unwrap();
        first.import_from(at("studio.jsonl")).await.unwrap();
        first.export_to(at("first.jsonl")).await.unwrap();
        let memory = Workspace::in_memory().unwrap();
        memory.import_from(at("first.jsonl")).await.unwrap();
        memory.export_to(at("memory.jsonl")).await.unwrap();
        let second = Workspace::open(at("second.db")).await.unwrap();
        second.import_from(at("memory.jsonl")).await.unwrap();
        second.export_to(at("second.jsonl")).await.unwrap();
        assert_eq!(second.verify().await.unwrap(), []);
    });
    let text = |name: &str| fs::read_to_string(at(name)).unwrap();
    assert_eq!(text("first.jsonl"), text("second.jsonl"), "SQLite to memory to SQLite");
}
