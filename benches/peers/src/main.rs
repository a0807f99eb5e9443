//! The access index beside what an app would otherwise embed, on the same worlds, every answer compared.
//!
//! `make bench-peers` runs it and writes `benches/RESULTS.md`, `make bench-growth` writes `benches/GROWTH.md`.
//! Words choose sizes, `10k 100k 1m`, and `quick` fewer rounds; each program runs in a process of its own.

mod casbin;
mod cedar;
mod growth;
mod measure;
mod memory;
mod ours;
mod plot;
mod rego;
mod report;
mod zanzibar;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use cowrite_benches::Outcome;

use crate::measure::{Measured, Task};

type Run = fn(&Task, usize) -> Outcome<Vec<Measured>>;

const PROGRAMS: [(&str, Run); 5] = [
    ("cowrite", ours::run),
    ("simple-zanzibar", zanzibar::run),
    ("cedar", cedar::run),
    ("regorus", rego::run),
    ("casbin", casbin::run),
];

const SIZES: [(&str, u32); 3] = [("10k", 10_000), ("100k", 100_000), ("1m", 1_000_000)];

/// Reads what a program has printed last.
fn told(command: &mut Command) -> Outcome<Vec<Measured>> {
    let output = command.stderr(Stdio::inherit()).output()?;
    let text = String::from_utf8(output.stdout)?;
    match text.lines().last() {
        Some(line) if output.status.success() => Ok(serde_json::from_str(line)?),
        _ => Err(format!("{command:?} ended with {}: {text}", output.status).into()),
    }
}

/// Runs every program on worlds of one size.
fn compare(tracks: u32, rounds: usize) -> Outcome<Vec<Measured>> {
    let mut all = Vec::new();
    let mut add = |program: &str, found: Outcome<Vec<Measured>>| -> Outcome<()> {
        for measured in found? {
            eprintln!("{tracks} tracks, {program}: {measured:?}");
            all.push(measured);
        }
        Ok(())
    };
    for (name, _) in PROGRAMS {
        let mut child = Command::new(std::env::current_exe()?);
        add(name, told(child.arg("one").arg(name).arg(tracks.to_string()).arg(rounds.to_string())))?;
    }
    let casl = PathBuf::from(std::env::var("COWRITE_CASL")?);
    let folder = tempfile::tempdir()?;
    let task = Task::new(tracks);
    task.world.write_text(folder.path(), &task.questions, &task.lists)?;
    drop(task);
    let mut node = Command::new("node");
    add(
        "CASL",
        told(node.args(["--expose-gc", "--max-old-space-size=8192"]).arg(casl.join("casl.mjs")).arg(folder.path())),
    )?;
    Ok(all)
}

/// What one process measures.
fn one(words: &[String]) -> Outcome<()> {
    let [program, tracks, rounds] = words else { return Err("one PROGRAM TRACKS ROUNDS".into()) };
    let (_, run) = PROGRAMS.iter().find(|(name, _)| name == program).ok_or("no such program")?;
    let measured = run(&Task::new(tracks.parse()?), rounds.parse()?)?;
    println!("{}", serde_json::to_string(&measured)?);
    Ok(())
}

fn main() -> Outcome<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let has = |word: &str| words.iter().any(|given| given == word);
    let results = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("nowhere to write to")?;
    match words.split_first() {
        Some((word, rest)) if word == "one" => return one(rest),
        Some((word, rest)) if word == "growth" => return growth::run(rest, results),
        _ => {}
    }
    let named = SIZES.iter().any(|(word, _)| has(word));
    let rounds = if has("quick") { 5 } else { 21 };
    let mut all = Vec::new();
    for (_, tracks) in SIZES.iter().filter(|(word, _)| !named || has(word)) {
        all.extend(compare(*tracks, rounds)?);
    }
    report::write(results, &all)?;
    let wrong: usize = all.iter().map(|measured| measured.wrong).sum();
    if wrong > 0 { Err(format!("{wrong} wrong answers").into()) } else { Ok(()) }
}
