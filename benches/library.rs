//! What a page of a library costs, from many tracks and from few, beside the best SQL by hand.
//!
//! `cargo bench -p cowrite-benches --bench library`; the word `quick` after `--` makes fewer rounds.
//! Both sides read the same file, by turns; what grows with the tracks would show in the last column.

use std::path::Path;

use cowrite::{Paging, Workspace};
use cowrite_benches::{Outcome, Round, hundredths, load, machine, micros, nanos_since, now, ratio, timed};
use pollster::block_on;

use crate::raw::Raw;
use crate::world::World;

#[path = "library/raw.rs"]
mod raw;
#[path = "library/world.rs"]
mod world;

const PAGE: u32 = 50;
const FEW: u32 = 10_000;
const MANY: u32 = 500_000;

/// Asks both sides for the first page by turns, and returns what each took.
fn pages(world: &World, count: usize) -> Outcome<[Round; 2]> {
    let actor = block_on(Workspace::open(&world.file))?.acting_as(world.person);
    let raw = Raw::open(&world.file, world.person)?;
    let library = || -> Outcome<usize> { Ok(block_on(actor.library(Paging::first(PAGE)))?.rows.len()) };
    let by_hand = || raw.page(PAGE);
    let (mut one, mut other) = (Vec::new(), Vec::new());
    let start = now();
    for number in 0..count + count / 10 {
        let took = [timed(library)?, timed(by_hand)?];
        if number >= count / 10 {
            one.push(took[0]);
            other.push(took[1]);
        }
    }
    let elapsed = nanos_since(start);
    let full = usize::try_from(PAGE)?;
    if library()? != full || by_hand()? != full {
        return Err("a page is short".into());
    }
    Ok([Round::of(one, elapsed), Round::of(other, elapsed)])
}

fn run(directory: &Path, count: usize) -> Outcome<()> {
    println!("{}; load {}", machine(), load());
    println!("a page of {PAGE}, median microseconds\n");
    println!("groups | tracks | library | by hand | library / by hand | library / library with {FEW} tracks");
    for is_nested in [false, true] {
        let mut with_few = 0;
        for tracks in [FEW, MANY] {
            let world = World::new(directory, tracks, is_nested)?;
            let [library, by_hand] = pages(&world, count)?;
            if tracks == FEW {
                with_few = library.p50;
            }
            println!(
                "{} | {tracks} | {} | {} | {} (aim 2.00) | {} (aim 1.50)",
                if is_nested { "50, two deep" } else { "50, flat" },
                micros(library.p50),
                micros(by_hand.p50),
                hundredths(ratio(library.p50, by_hand.p50)),
                hundredths(ratio(library.p50, with_few)),
            );
        }
    }
    println!("\nload {}", load());
    Ok(())
}

fn main() -> Outcome<()> {
    let is_quick = std::env::args().any(|word| word == "quick");
    let directory = tempfile::tempdir()?;
    run(directory.path(), if is_quick { 100 } else { 1_000 })
}
