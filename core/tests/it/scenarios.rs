//! Every scenario, on every store.

use std::path::{Path, PathBuf};

use cowrite::testing::scenario::{Scenario, ScenarioFile, play};

/// Returns every scenario there is, with the file it stands in.
pub(crate) fn all() -> Vec<(PathBuf, Scenario)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("conformance/scenarios");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        let file: ScenarioFile = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        file.scenarios.into_iter().map(move |scenario| (path.clone(), scenario))
    };
    files.into_iter().flat_map(read).collect()
}

#[test]
fn every_scenario_holds_in_memory() {
    let failures: Vec<String> = all()
        .iter()
        .filter_map(|(path, scenario)| {
            let played = pollster::block_on(play(scenario, async |builder| builder.in_memory()));
            played.err().map(|failure| format!("{}: {failure}", path.file_name().unwrap().display()))
        })
        .collect();
    assert!(failures.is_empty(), "{} failed:\n{}", failures.len(), failures.join("\n"));
}
