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
        match figures.first_wrong {
            Some(seed) if !mode.is_control() => {
                println!("  first wrong with seed {seed}");
                is_sound = false;
            }
            // Few runs need not meet it.
            None if mode.is_control() && runs >= 1_000 => {
                println!("  nothing went wrong, and something must");
                is_sound = false;
            }
            _ => {}
        }
        if figures.runs != runs {
            println!("  {runs} runs were asked for");
            is_sound = false;
        }
    }
    if is_sound { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
