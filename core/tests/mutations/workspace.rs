//! A copy of the library in a workspace of its own, where mutations are made and scenarios played.

use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use super::catalogue::Mutation;

/// How long all scenarios may take; a mutation that goes on for ever is stopped.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long to sleep between looks at whether they are done.
const LOOK: Duration = Duration::from_millis(20);

const MANIFEST: &str = r#"[workspace]
resolver = "3"
members = ["core", "runner"]

[profile.dev]
opt-level = 0
debug = false
incremental = true

"#;

const RUNNER: &str = r#"[package]
name = "runner"
edition.workspace = true

[dependencies]
cowrite = { path = "../core", default-features = false, features = ["testing"] }
pollster.workspace = true
serde_json.workspace = true
"#;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("core lies in the workspace").to_path_buf()
}

/// The text of a file of the repository.
pub(crate) fn source(path: &str) -> Option<String> {
    std::fs::read_to_string(root().join(path)).ok()
}

/// The sections of a manifest whose headers are wanted.
fn sections(manifest: &str, is_wanted: impl Fn(&str) -> bool) -> String {
    let mut wanted = false;
    let mut kept = String::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            wanted = is_wanted(line);
        }
        if wanted {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("folders can be made beside the build");
    for entry in std::fs::read_dir(from).expect("the folder is there") {
        let entry = entry.expect("the folder can be read");
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy_folder(&from, &to);
        } else {
            std::fs::copy(&from, &to).expect("files can be copied");
        }
    }
}

/// The copy; its dependencies stay built from one run to the next.
#[derive(Debug)]
pub(crate) struct Workspace {
    folder: PathBuf,
    target: PathBuf,
}

impl Workspace {
    pub(crate) fn copied() -> Self {
        let beside = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("mutations");
        let made = Self { folder: beside.join("workspace"), target: beside.join("target") };
        if made.folder.exists() {
            std::fs::remove_dir_all(&made.folder).expect("an earlier copy can be removed");
        }
        for folder in ["core/src", "core/conformance"] {
            copy_folder(&root().join(folder), &made.folder.join(folder));
        }
        let read = |path: &str| source(path).expect("the repository can be read");
        let shared = sections(&read("Cargo.toml"), |header| header.starts_with("[workspace."));
        made.write("Cargo.toml", &format!("{MANIFEST}{shared}"));
        made.write("Cargo.lock", &read("Cargo.lock"));
        let is_of_the_library = |header: &str| !header.starts_with("[[") && header != "[dev-dependencies]";
        made.write("core/Cargo.toml", &sections(&read("core/Cargo.toml"), is_of_the_library));
        made.write("runner/Cargo.toml", RUNNER);
        made.write("runner/src/main.rs", include_str!("runner.rs"));
        made
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        std::fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("folders can be made");
        std::fs::write(path, text).expect("files can be written");
    }

    /// Plays every scenario with a mutation made, and takes it back; what the compiler said where it refused.
    pub(crate) fn play_mutated(&self, mutation: &Mutation) -> Result<Played, String> {
        let text = std::fs::read_to_string(self.folder.join(&mutation.file)).expect("the copy can be read");
        self.write(&mutation.file, &mutation.apply(&text));
        let played = self.play();
        self.write(&mutation.file, &text);
        played
    }

    /// Builds the copy as it is and plays every scenario; what the compiler said where it refused.
    pub(crate) fn play(&self) -> Result<Played, String> {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["build", "--quiet", "--offline", "--package", "runner"]).current_dir(&self.folder);
        // Flags of the outer build would be those of other dependencies, or refuse what a mutation leaves unused.
        cargo.env_remove("CARGO_ENCODED_RUSTFLAGS").env("RUSTFLAGS", "-A warnings");
        cargo.env("CARGO_TARGET_DIR", &self.target).env("CARGO_INCREMENTAL", "1").env_remove("CARGO_BUILD_TARGET");
        let built = cargo.output().expect("cargo can be run");
        if !built.status.success() {
            return Err(String::from_utf8_lossy(&built.stderr).into_owned());
        }
        let program = self.target.join("debug").join(format!("runner{}", std::env::consts::EXE_SUFFIX));
        let mut runner = Command::new(program);
        runner.arg(self.folder.join("core/conformance/scenarios"));
        Ok(Played::parse(&printed(runner.stdout(Stdio::piped()).stderr(Stdio::null()))))
    }
}

/// What a command prints before it ends, or before patience does.
fn printed(command: &mut Command) -> String {
    let mut child = command.spawn().expect("what was built can be run");
    let mut output = child.stdout.take().expect("its output is piped");
    let reader = std::thread::spawn(move || {
        let mut text = Vec::new();
        drop(output.read_to_end(&mut text));
        String::from_utf8_lossy(&text).into_owned()
    });
    let mut waited = Duration::ZERO;
    while !reader.is_finished() && waited < PATIENCE {
        std::thread::sleep(LOOK);
        waited += LOOK;
    }
    // One that has ended already cannot be killed, which is all the same.
    drop(child.kill());
    child.wait().expect("a child ends");
    reader.join().expect("its output is read")
}

/// What came of playing every scenario.
#[derive(Debug)]
pub(crate) struct Played {
    failures: Vec<Value>,
    whole: bool,
}

impl Played {
    /// Reads what the runner prints.
    pub(crate) fn parse(printed: &str) -> Self {
        let lines: Vec<Value> = printed.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
        let (ends, failures): (Vec<Value>, Vec<Value>) =
            lines.into_iter().partition(|line| line.get("played").is_some());
        let whole = ends.first().is_some_and(|end| end["played"].as_u64().is_some_and(|played| played > 0));
        Self { failures, whole }
    }

    fn cited(&self) -> BTreeSet<&str> {
        let rules = self.failures.iter().filter_map(|failure| failure["rules"].as_array()).flatten();
        rules.filter_map(Value::as_str).collect()
    }

    /// Whether a step that failed cites a rule.
    pub(crate) fn cites(&self, rule: &str) -> bool {
        self.cited().contains(rule)
    }

    pub(crate) fn is_green(&self) -> bool {
        self.whole && self.failures.is_empty()
    }

    /// What failed, in words.
    pub(crate) fn shown(&self) -> String {
        let cited: Vec<_> = self.cited().into_iter().collect();
        let end = if self.whole { "" } else { ", and it did not play to the end" };
        let first = self.failures.first().and_then(|failure| failure["what"].as_str()).unwrap_or_default();
        format!("{} scenarios, citing {}{end}; the first: {first}", self.failures.len(), cited.join(" "))
    }
}

#[test]
fn sections_are_told_apart() {
    let manifest = "[a]\nx = 1\n\n[[b]]\ny = 2\n[a.c]\nz = [\n  1,\n]\n";
    assert_eq!(sections(manifest, |header| header.starts_with("[a")), "[a]\nx = 1\n\n[a.c]\nz = [\n  1,\n]\n");
    assert_eq!(sections(manifest, |header| header.starts_with("[[")), "[[b]]\ny = 2\n");
}
