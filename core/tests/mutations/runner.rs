//! Plays every scenario of a folder in memory and prints, a line of JSON each, what failed, and at the end how many were played.

use std::panic::{AssertUnwindSafe, catch_unwind};

use cowrite::testing::scenario::{ScenarioFile, play};
use serde_json::json;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("name the folder of scenarios")?;
    let mut files = std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>()?;
    files.sort();
    // A mutation may well make the library panic: that is red, too.
    std::panic::set_hook(Box::new(|_| ()));
    let mut played = 0_u32;
    for file in files {
        let ScenarioFile { scenarios, .. } = serde_json::from_str(&std::fs::read_to_string(&file)?)?;
        for scenario in scenarios {
            played += 1;
            let outcome = catch_unwind(AssertUnwindSafe(|| {
                pollster::block_on(play(&scenario, async |builder| builder.in_memory()))
            }));
            match outcome {
                Ok(Ok(())) => {}
                Ok(Err(failure)) => println!("{}", json!({ "rules": failure.rules, "what": failure.to_string() })),
                Err(_) => println!("{}", json!({ "rules": [], "what": format!("`{}` panicked", scenario.name) })),
            }
        }
    }
    println!("{}", json!({ "played": played }));
    Ok(())
}
