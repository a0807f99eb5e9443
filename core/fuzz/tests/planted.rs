//! Whether the search finds what is planted: a panic, and what never ends. In a process of its own, since panics are counted wherever they happen.

use std::process::{Command, Stdio};
use std::time::Duration;

use cowrite_fuzz::{Target, end_what_hangs, run};

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

/// What never comes back from one input.
#[derive(Debug)]
struct Hanging;

impl Target for Hanging {
    fn name(&self) -> &'static str {
        "hanging"
    }

    fn seeds(&self) -> Vec<Vec<u8>> {
        vec![b"well".to_vec(), b"for ever".to_vec()]
    }

    fn give(&self, input: &[u8]) -> Result<(), String> {
        if input == b"for ever" {
            loop {
                std::thread::sleep(Duration::from_millis(50));
            }
        }
        Ok(())
    }
}

const HANGS: &str = "COWRITE_FUZZ_HANGS";

/// Does nothing unless another test has started it: then it never ends by itself.
#[test]
#[expect(clippy::disallowed_methods, reason = "how one process of a test tells another what to do")]
fn a_process_that_hangs() {
    if std::env::var_os(HANGS).is_some() {
        end_what_hangs(Duration::from_millis(400));
        drop(run(&Hanging, 1, Duration::ZERO));
    }
}

#[test]
fn what_hangs_is_named_and_ended() {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "a_process_that_hangs", "--nocapture", "--test-threads=1"])
        .env(HANGS, "1")
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let has_ended = (0..300).any(|_| {
        std::thread::sleep(Duration::from_millis(100));
        child.try_wait().unwrap().is_some()
    });
    if !has_ended {
        child.kill().unwrap();
    }
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(has_ended && !output.status.success(), "{said}");
    assert!(said.contains("hanging hangs") && said.contains("input for ever"), "{said}");
}
