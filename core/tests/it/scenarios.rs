//! Every scenario, on every store.

use std::path::{Path, PathBuf};

use cowrite::testing::scenario::{Scenario, ScenarioFile, play};
use cowrite::{Error, Workspace, WorkspaceBuilder};

/// Returns every scenario there is, with the file it stands in.
pub(crate) fn all() -> Vec<(PathBuf, Scenario)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("conformance/scenarios");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        let file: ScenarioFile =
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        file.scenarios.into_iter().map(move |scenario| (path.clone(), scenario))
    };
    files.into_iter().flat_map(read).collect()
}

fn play_all(open: impl AsyncFn(WorkspaceBuilder) -> Result<Workspace, Error>) {
    let failures: Vec<String> = all()
        .iter()
        .filter_map(|(path, scenario)| {
            let played = pollster::block_on(play(scenario, async |builder| open(builder).await));
            played.err().map(|failure| format!("{}: {failure}", path.file_name().unwrap().display()))
        })
        .collect();
    assert!(failures.is_empty(), "{} failed:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn every_scenario_holds_in_memory() {
    play_all(async |builder| builder.in_memory());
}

#[cfg(feature = "sqlite")]
#[test]
fn every_scenario_holds_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let number = std::cell::Cell::new(0);
    play_all(async |builder| {
        number.set(number.get() + 1);
        builder.open(folder.path().join(format!("{}.db", number.get()))).await
    });
}

#[cfg(feature = "postgres")]
#[test]
fn every_scenario_holds_on_postgresql() {
    // SYN-1: what a device is told at once is what nobody else holds back.
    let (_server, database) = crate::postgres::Database::alone();
    play_all(async |builder| {
        database.wipe();
        builder.connect(&database.url()).await
    });
}

#[test]
fn a_step_that_goes_otherwise_fails_its_scenario() {
    let wrong = r#"{ "name": "wrong", "rules": [], "people": ["olivia"], "steps": [
        { "actor": "olivia", "do": "create_track", "with": { "title": "A" }, "expect": { "title": "B" }, "rules": ["OWN-1"] } ] }"#;
    let scenario: Scenario = serde_json::from_str(wrong).unwrap();
    let failure = pollster::block_on(play(&scenario, async |builder| builder.in_memory())).unwrap_err();
    assert_eq!((failure.step, failure.rules), (1, vec!["OWN-1".to_owned()]));
}
