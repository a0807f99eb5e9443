//! Fuzzes every target, or one: `cargo run --release -p cowrite-fuzz -- SECONDS [SEED [TARGET]]`, so many seconds for each.

use std::process::ExitCode;
use std::time::Duration;

use cowrite_fuzz::{LONGEST, count_panics, end_what_hangs, keep, run, targets};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize, otherwise: u64| arguments.get(at).map_or(Ok(otherwise), |text| text.parse());
    let (Ok(seconds), Ok(seed)) = (number(0, 60), number(1, 1)) else {
        eprintln!("usage: cowrite-fuzz [SECONDS [SEED [TARGET]]]");
        return ExitCode::FAILURE;
    };
    count_panics();
    end_what_hangs(LONGEST);
    let (mut given, mut found) = (0, 0);
    for target in targets() {
        if arguments.get(2).is_some_and(|name| name != target.name()) {
            continue;
        }
        match run(&*target, seed, Duration::from_secs(seconds)) {
            Ok(inputs) => {
                given += inputs;
                println!("{:<12} {inputs} inputs", target.name());
            }
            Err(finding) => {
                found += 1;
                let kept = keep(target.name(), &finding).map(|path| path.display().to_string());
                println!("{:<12} {}, kept in {}", target.name(), finding.what, kept.unwrap_or_default());
            }
        }
    }
    println!("fuzzed: {given} inputs, seed {seed}, {found} found");
    if found == 0 && given > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
