//! What it costs above plain rusqlite to open a link of one track, and to read what came of a link.
//!
//! `cargo bench -p cowrite-benches --bench link`; words after `--` choose: `disk tmpfs open analytics quick`.
//! An opening reads the link, its counters, the track, the folder and the sharer, and keeps the visit, durably; the file store gives the same three files at no cost.
//! Both sides take turns, round by round, each on a fresh copy of one file, and must leave the same behind; a ratio is that of the medians over rounds.
//! Analytics are read of a link with 1,000 visits and of one with 100,000, beside statements that add these up.

use std::path::Path;

use cowrite::{Paging, Workspace};
use cowrite_benches::compare::{Aim, Rounds, VOID_ABOVE, print_head};
use cowrite_benches::{Outcome, Round, fdatasync_floor, load, machine, micros, nanos_since, now, timed_and_used};
use pollster::block_on;

use crate::raw::Raw;
use crate::world::World;

#[path = "link/raw.rs"]
mod raw;
#[path = "link/world.rs"]
mod world;

const WARM: usize = 50;
const PAGE: u32 = 50;
const VISITS: [u32; 2] = [1_000, 100_000];

/// What this run is to measure.
struct Plan {
    words: Vec<String>,
    rounds: usize,
    openings: usize,
}

impl Plan {
    fn of(arguments: impl Iterator<Item = String>) -> Self {
        // Cargo itself adds `--bench`.
        let words: Vec<String> = arguments.filter(|word| !word.starts_with('-')).collect();
        let quick = words.iter().any(|word| word == "quick");
        Self { rounds: if quick { 3 } else { 9 }, openings: if quick { 200 } else { 1_000 }, words }
    }

    /// Returns whether one of some things is to be measured: where none of them is named, each is.
    fn has(&self, all: &[&str], one: &str) -> bool {
        let named = |name: &str| self.words.iter().any(|word| word == name);
        named(one) || !all.iter().any(|name| named(name))
    }
}

fn round(count: usize, warm: usize, mut call: impl FnMut(usize) -> Outcome<()>) -> Outcome<Round> {
    for number in 0..warm {
        call(number)?;
    }
    let mut samples = Vec::with_capacity(count);
    let start = now();
    for number in warm..warm + count {
        samples.push(timed_and_used(|| call(number))?);
    }
    Ok(Round::of_both(&samples, nanos_since(start)))
}

fn openings(plan: &Plan, world: &World, directory: &Path, on_disk: bool) -> Outcome<()> {
    let mut rounds = Rounds::default();
    for _ in 0..plan.rounds {
        let copy = world.copy(directory, "library.db")?;
        let visitor = world::open(&copy)?.visitor();
        rounds.library.push(round(plan.openings, WARM, |number| {
            let page = block_on(visitor.open(&world.link(number)?.secret, world::visit()))?;
            if page.tracks.len() == 1 { Ok(()) } else { Err("a page shows no track".into()) }
        })?);
        let raw = Raw::open(&world.copy(directory, "raw.db")?)?;
        rounds.raw.push(round(plan.openings, WARM, |number| raw.visit(world.link(number)?))?);
    }
    // As of any durable command: on a disk most of it is waiting for that.
    let most = if on_disk { 1_300 } else { 2_500 };
    rounds.print("opening a link", &[Aim::most("p50", |round| round.p50, most)]);
    let [library, raw] = ["library.db", "raw.db"].map(|file| raw::contents(&directory.join(file)));
    let (library, raw) = (library?, raw?);
    if library != raw {
        return Err(format!("the sides wrote different things: {library:?} and {raw:?}").into());
    }
    println!("    both files hold the same: commits, history, visits with their bytes, documents, counters, pages");
    Ok(())
}

fn analytics(plan: &Plan, world: &World, directory: &Path) -> Outcome<()> {
    for (number, visits) in VISITS.into_iter().enumerate() {
        let copy = world.copy(directory, "analytics.db")?;
        let link = world.link(number)?;
        world::add_visits(&copy, link, visits)?;
        let owner = block_on(Workspace::open(&copy))?.acting_as(world.owner);
        let raw = Raw::open(&copy)?;
        let mut rounds = Rounds::default();
        for _ in 0..plan.rounds {
            let mut counted = [0; 2];
            rounds.library.push(round(5, 1, |_| {
                let totals = block_on(owner.link_analytics(link.id, Paging::first(PAGE)))?.totals.counts;
                counted[0] = i64::try_from(totals.opens + totals.plays + totals.downloads)?;
                Ok(())
            })?);
            rounds.raw.push(round(5, 1, |_| {
                counted[1] = raw.analytics(link, PAGE)?;
                Ok(())
            })?);
            if counted[0] != counted[1] || counted[0] < i64::from(visits) {
                return Err(format!("the sides count {counted:?} visits").into());
            }
        }
        let aims = [Aim::most("p50", |round| round.p50, 2_000), Aim::most("used", |round| round.used, 2_000)];
        rounds.print(&format!("analytics of {visits} visits"), &aims);
    }
    Ok(())
}

fn measure(plan: &Plan, medium: &str, parent: &Path) -> Outcome<()> {
    std::fs::create_dir_all(parent)?;
    let parent = &parent.canonicalize()?;
    let directory = tempfile::Builder::new().prefix("cowrite-link-").tempdir_in(parent)?;
    let world = World::new(directory.path())?;
    let floor = fdatasync_floor(directory.path(), 300)?;
    println!("\n{medium}: {}", parent.display());
    println!("    appending 8 KiB and fdatasync: p50 {} us, p99 {} us", micros(floor.p50), micros(floor.p99));
    print_head();
    if plan.has(&["open", "analytics"], "open") {
        openings(plan, &world, directory.path(), medium == "disk")?;
    }
    if plan.has(&["open", "analytics"], "analytics") {
        analytics(plan, &world, directory.path())?;
    }
    if medium == "disk" && floor.p50 > VOID_ABOVE {
        println!("VOID: fdatasync takes more than 1 ms here now, so what is written says nothing about the library");
    }
    Ok(())
}

fn main() -> Outcome<()> {
    let plan = Plan::of(std::env::args().skip(1));
    println!("{}; SQLite {}; {} rounds; load {}", machine(), rusqlite::version(), plan.rounds, load());
    if plan.has(&["disk", "tmpfs"], "disk") {
        measure(&plan, "disk", &Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/bench"))?;
    }
    let memory = Path::new("/dev/shm");
    if plan.has(&["disk", "tmpfs"], "tmpfs") && memory.is_dir() {
        measure(&plan, "tmpfs", memory)?;
    }
    println!("\nload at the end {}", load());
    Ok(())
}
