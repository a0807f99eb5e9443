//! Breaks a store as often as it is told: `cargo run --release -p cowrite-crash -- 10000`, with a first seed after that.

use std::process::ExitCode;

use cowrite_crash::{Mode, run};

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1).map(|argument| argument.parse::<u64>());
    let (Ok(runs), Ok(first)) = (arguments.next().unwrap_or(Ok(10_000)), arguments.next().unwrap_or(Ok(0))) else {
        eprintln!("usage: cowrite-crash [RUNS] [FIRST_SEED]");
        return ExitCode::FAILURE;
    };
    let mut is_sound = true;
    for mode in Mode::ALL {
        let figures = run(mode, first..first.saturating_add(runs));
        println!("{mode:<45} {figures}");
        let is_control = matches!(mode, Mode::PowerCutNormal | Mode::PowerCutLyingDisk);
        if let Some(seed) = figures.first_wrong.filter(|_| !is_control) {
            println!("  first wrong with seed {seed}");
            is_sound = false;
        }
    }
    if is_sound { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
