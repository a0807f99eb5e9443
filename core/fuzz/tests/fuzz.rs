//! A short look at every target, what was found once among it.
//!
//! `COWRITE_FUZZ_SECONDS` asks for more time for each target.

use std::time::Duration;

use cowrite_fuzz::{LONGEST, count_panics, end_what_hangs, kept, run, targets};

#[expect(clippy::disallowed_methods, reason = "a test may ask its caller")]
fn seconds() -> Duration {
    let asked = std::env::var("COWRITE_FUZZ_SECONDS").ok().and_then(|text| text.parse::<u64>().ok());
    Duration::from_secs(asked.unwrap_or(2))
}

#[test]
fn nothing_that_is_read_from_outside_panics_or_is_taken_for_something_else() {
    count_panics();
    end_what_hangs(LONGEST);
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
