//! The stories alone, in memory: what `scripts/mutants.sh` runs against each mutant, since little has to be compiled for it.

#[cfg(test)]
mod tests {
    use std::path::Path;

    use cowrite::testing::scenario::{ScenarioFile, play};

    #[test]
    fn every_story_holds() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("conformance/scenarios");
        let mut played = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
            let file: ScenarioFile = serde_json::from_str(&text).unwrap();
            for scenario in &file.scenarios {
                pollster::block_on(play(scenario, async |builder| builder.in_memory())).unwrap();
                played += 1;
            }
        }
        assert!(played > 50, "{played} stories were found");
    }
}
