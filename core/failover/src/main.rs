//! Kills the primary under load: `cargo run -p cowrite-failover -- [plain] [CYCLES]`.
//!
//! A primary and two standbys, of which any one must have applied a commit before it is acknowledged.
//! While 16 clients send commands with idempotency keys, the primary is killed, and the standby that has most is promoted.
//! Nothing acknowledged may be missing afterwards, and nothing may be there twice.
//! The clients are the library's; with the word `plain`, those of a program on tokio-postgres alone.
//! A last cycle is the negative control: commits wait for no standby, and some must be lost.

mod audit;
mod clients;
mod cluster;
mod commands;
mod cycle;
mod library;
mod plain;

use std::process::ExitCode;
use std::time::Instant;

use crate::cluster::Cluster;
use crate::commands::Program;
use crate::cycle::{Cycle, Mode};
use crate::library::Library;
use crate::plain::Plain;

/// What the rig can fail with.
type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

#[expect(clippy::disallowed_methods, reason = "a rig measures")]
fn now() -> Instant {
    Instant::now()
}

fn main() -> ExitCode {
    let mut words: Vec<String> = std::env::args().skip(1).collect();
    let is_plain = words.first().is_some_and(|word| word == "plain");
    words.drain(..usize::from(is_plain));
    let cycles = words.first().map_or(Ok(4), |word| word.parse::<usize>());
    let (Ok(cycles), 0 | 1) = (cycles, words.len()) else {
        eprintln!("usage: cowrite-failover [plain] [CYCLES]");
        return ExitCode::from(2);
    };
    match if is_plain { run(&Plain, cycles) } else { run(&Library, cycles) } {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            for below in std::iter::successors(error.source(), |error| error.source()) {
                eprintln!("  {below}");
            }
            ExitCode::FAILURE
        }
    }
}

/// Runs all cycles, and returns whether each came out as it should.
fn run<P: Program>(program: &P, cycles: usize) -> Outcome<bool> {
    let mut cluster = Cluster::start()?;
    println!("{}", Cycle::HEAD);
    let mut is_sound = true;
    for number in 1..=cycles {
        let cycle = cycle::run(&mut cluster, program, Mode::RemoteApply, number)?;
        println!("{cycle}");
        is_sound &= cycle.audit.is_sound();
    }
    let control = cycle::run(&mut cluster, program, Mode::Local, cycles + 1)?;
    println!("{control}");
    if !is_sound {
        println!("FAILED: something acknowledged was lost, or something is there twice, unasked, or with gaps");
    }
    if control.audit.lost == 0 {
        println!("FAILED: the control has lost nothing, so this rig would not notice a loss");
        is_sound = false;
    }
    Ok(is_sound)
}
