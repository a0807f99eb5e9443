//! Kills the primary under load: `cargo run --release -p cowrite-failover -- [CYCLES]`.
//!
//! A primary and two standbys, of which any one must have applied a commit before it is acknowledged.
//! While 16 clients send commands with idempotency keys, the primary is killed, and the standby that has most is promoted.
//! Nothing acknowledged may be missing afterwards, and nothing may be there twice.
//! A last cycle is the negative control: commits wait for no standby, and some must be lost.

mod audit;
mod clients;
mod cluster;
mod commands;
mod cycle;
mod plain;

use std::process::ExitCode;
use std::time::Instant;

use crate::cluster::Cluster;
use crate::cycle::{Cycle, Mode};
use crate::plain::Plain;

/// What the rig can fail with.
type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

#[expect(clippy::disallowed_methods, reason = "a rig measures")]
fn now() -> Instant {
    Instant::now()
}

fn main() -> ExitCode {
    let cycles = std::env::args().nth(1).map_or(Ok(4), |argument| argument.parse::<usize>());
    let Ok(cycles) = cycles else {
        eprintln!("usage: cowrite-failover [CYCLES]");
        return ExitCode::from(2);
    };
    match run(cycles) {
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
fn run(cycles: usize) -> Outcome<bool> {
    let mut cluster = Cluster::start()?;
    println!("{}", Cycle::HEAD);
    let mut is_sound = true;
    for number in 1..=cycles {
        let cycle = cycle::run(&mut cluster, &Plain, Mode::RemoteApply, number)?;
        println!("{cycle}");
        is_sound &= cycle.audit.is_sound();
    }
    let control = cycle::run(&mut cluster, &Plain, Mode::Local, cycles + 1)?;
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
