//! A short look at every target, what was found once among it, and whether the search finds what is planted.
//!
//! `COWRITE_FUZZ_SECONDS` asks for more time for each target.

use std::time::Duration;

use cowrite_fuzz::{Target, count_panics, kept, run, targets};

#[expect(clippy::disallowed_methods, reason = "a test may ask its caller")]
fn seconds() -> Duration {
    let asked = std::env::var("COWRITE_FUZZ_SECONDS").ok().and_then(|text| text.parse::<u64>().ok());
    Duration::from_secs(asked.unwrap_or(2))
}

#[test]
fn nothing_that_is_read_from_outside_panics_or_is_taken_for_something_else() {
    count_panics();
    let mut found = Vec::new();
    for target in targets() {
        match run(&*target, 1, seconds()) {
            Ok(given) => {
                println!("{}: {given} inputs", target.name());
                assert!(given > 10, "{} was hardly tried: {given} inputs", target.name());
            }
            Err(finding) => {
                let input: String = String::from_utf8_lossy(&finding.input).chars().take(600).collect();
                found.push(format!("{}: {}\n  input {input}", target.name(), finding.what));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_answers_of_dropbox_that_others_are_made_of_are_there() {
    assert!(kept("dropbox").len() >= 8);
}

/// What stumbles over a number that is too great, deep inside.
#[derive(Debug)]
struct Planted;

impl Target for Planted {
    fn name(&self) -> &'static str {
        "planted"
    }

    fn seeds(&self) -> Vec<Vec<u8>> {
        vec![br#"{"rows": [{"name": "a", "size": 7}, {"name": "b", "size": 8}]}"#.to_vec()]
    }

    fn give(&self, input: &[u8]) -> Result<(), String> {
        let Ok(value) = serde_json::from_slice::<serde_json::Value>(input) else { return Ok(()) };
        let sizes = value["rows"].as_array().into_iter().flatten().filter_map(|row| row["size"].as_u64());
        assert!(sizes.map(|size| size as u32).all(|size| size != u32::MAX), "planted");
        Ok(())
    }
}

#[test]
fn what_is_planted_is_found() {
    let finding = run(&Planted, 1, Duration::from_secs(20)).unwrap_err();
    assert!(finding.what.contains("planted"), "{}", finding.what);
}
