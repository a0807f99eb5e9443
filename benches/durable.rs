//! What the library costs above a plain rusqlite program that does the same reads, writes and fsync.
//!
//! `cargo bench -p cowrite-benches --bench durable`; words after `--` choose: `disk tmpfs command throughput can library raw quick`.
//! Both sides take turns, round by round, each on a fresh copy of one file; a ratio is that of the medians over rounds.

use std::path::{Path, PathBuf};
use std::time::Duration;

use cowrite_benches::compare::{Aim, Rounds, VOID_ABOVE, print_head};
use cowrite_benches::{Outcome, Round, fdatasync_floor, load, machine, median, micros};

use crate::world::World;

#[path = "durable/library.rs"]
mod library;
#[path = "durable/raw.rs"]
mod raw;
#[path = "durable/rows.rs"]
mod rows;
#[path = "durable/world.rs"]
mod world;

const CALLERS: usize = 32;
const WARM: usize = 200;

/// What this run is to measure.
struct Plan {
    words: Vec<String>,
    rounds: usize,
    commands: usize,
    length: Duration,
    questions: usize,
}

impl Plan {
    fn of(arguments: impl Iterator<Item = String>) -> Self {
        // Cargo itself adds `--bench`.
        let words: Vec<String> = arguments.filter(|word| !word.starts_with('-')).collect();
        let quick = words.iter().any(|word| word == "quick");
        Self {
            rounds: if quick { 3 } else { 7 },
            commands: if quick { 200 } else { 1_000 },
            length: Duration::from_millis(if quick { 500 } else { 2_000 }),
            questions: if quick { 2_000 } else { 20_000 },
            words,
        }
    }

    /// Returns whether one of some things is to be measured: where none of them is named, each is.
    fn has(&self, all: &[&str], one: &str) -> bool {
        let named = |name: &str| self.words.iter().any(|word| word == name);
        named(one) || !all.iter().any(|name| named(name))
    }

    fn part(&self, one: &str) -> bool {
        self.has(&["command", "throughput", "can"], one)
    }

    fn side(&self, one: &str) -> bool {
        self.has(&["library", "raw"], one)
    }

    fn medium(&self, one: &str) -> bool {
        self.has(&["disk", "tmpfs"], one)
    }
}

/// Where the files are, and what a durable write costs there.
struct Bench<'a> {
    plan: &'a Plan,
    world: World,
    directory: PathBuf,
    on_disk: bool,
    floors: Vec<Round>,
}

impl Bench<'_> {
    /// Lets both sides take turns, each on a fresh copy, with the floor measured before each pair.
    fn take_turns(
        &mut self,
        mut library: impl FnMut(&World, &Path) -> Outcome<Round>,
        mut raw: impl FnMut(&World, &Path) -> Outcome<Round>,
    ) -> Outcome<Rounds> {
        let mut rounds = Rounds { library: Vec::new(), raw: Vec::new() };
        for _ in 0..self.plan.rounds {
            self.floors.push(fdatasync_floor(&self.directory, 50)?);
            if self.plan.side("library") {
                let copy = self.world.copy(&self.directory, "library.db")?;
                rounds.library.push(library(&self.world, &copy)?);
            }
            if self.plan.side("raw") {
                let copy = self.world.copy(&self.directory, "raw.db")?;
                rounds.raw.push(raw(&self.world, &copy)?);
            }
        }
        Ok(rounds)
    }

    fn commands(&mut self) -> Outcome<()> {
        let count = self.plan.commands;
        let mut statements = 0;
        let rounds = self.take_turns(
            |world, file| library::commands(world, file, WARM, count),
            |world, file| {
                let (round, each) = raw::commands(world, file, WARM, count)?;
                statements = each;
                Ok(round)
            },
        )?;
        let most = if self.on_disk { 1_300 } else { 2_500 };
        rounds.print("durable command, 1 caller", &[Aim::most("p50", |round| round.p50, most)]);
        if self.plan.side("library") && self.plan.side("raw") {
            let [library, raw] = ["library.db", "raw.db"].map(|file| raw::contents(&self.directory.join(file)));
            let (library, raw) = (library?, raw?);
            if library != raw {
                return Err(format!("the sides wrote different things: {library:?} and {raw:?}").into());
            }
            println!(
                "    both files hold the same: rows, sums, bytes of events, pages; raw ran {statements} statements"
            );
        }
        Ok(())
    }

    fn throughput(&mut self) -> Outcome<()> {
        let length = self.plan.length;
        let rounds = self.take_turns(
            |world, file| library::throughput(world, file, CALLERS, length),
            |world, file| raw::throughput(world, file, CALLERS, length),
        )?;
        let aims =
            [Aim::least("per second", |round| round.per_second, 1_500), Aim::most("p99", |round| round.p99, 200)];
        rounds.print(&format!("durable command, {CALLERS} callers"), &aims);
        Ok(())
    }

    fn can(&mut self) -> Outcome<()> {
        let count = self.plan.questions;
        for (what, owner) in [("`can`, through a group two deep", false), ("`can`, by the owner", true)] {
            let who = |world: &World| if owner { world.owner } else { world.collaborator };
            let mut statements = 0;
            let rounds = self.take_turns(
                |world, file| library::can(file, who(world), world.deep, count),
                |world, file| {
                    let (round, each) = raw::can(file, who(world), world.deep, count)?;
                    statements = each;
                    Ok(round)
                },
            )?;
            rounds.print(what, &[Aim::most("p50", |round| round.p50, 1_500)]);
            if self.plan.side("raw") {
                println!("    raw ran {statements} statements");
            }
        }
        Ok(())
    }
}

fn measure(plan: &Plan, medium: &str, parent: &Path) -> Outcome<()> {
    std::fs::create_dir_all(parent)?;
    let parent = &parent.canonicalize()?;
    let directory = tempfile::Builder::new().prefix("cowrite-durable-").tempdir_in(parent)?;
    let world = World::new(directory.path())?;
    let floor = fdatasync_floor(directory.path(), 300)?;
    println!("\n{medium}: {}", parent.display());
    println!("    appending 8 KiB and fdatasync: p50 {} us, p99 {} us", micros(floor.p50), micros(floor.p99));
    print_head();
    let on_disk = medium == "disk";
    let mut bench = Bench { plan, world, directory: directory.path().to_path_buf(), on_disk, floors: vec![floor] };
    if plan.part("command") {
        bench.commands()?;
    }
    if plan.part("throughput") {
        bench.throughput()?;
    }
    if plan.part("can") {
        bench.can()?;
    }
    let medians: Vec<u64> = bench.floors.iter().map(|floor| floor.p50).collect();
    let (least, most) = (medians.iter().min().copied(), medians.iter().max().copied());
    let all = median(medians);
    println!(
        "    fdatasync beside the rounds: median {} us, {} to {} us",
        micros(all),
        micros(least.unwrap_or_default()),
        micros(most.unwrap_or_default())
    );
    if on_disk && all > VOID_ABOVE {
        println!("VOID: fdatasync takes more than 1 ms here now, so these figures say nothing about the library");
    }
    Ok(())
}

const STATEMENTS: &str = "
a durable command is `set_shares` of one of four rows by the owner of a track in no group; both sides run
    reading   BEGIN; last commit; track; roster with the actor's row; roster with the person's row; all rows; pending invitations; COMMIT
    writing   BEGIN IMMEDIATE; last seq of the details; last seq of the roster; insert commit; append event; put roster; put row; tell three; COMMIT
    32 raw threads have a connection each, and wait by SQLite's busy handler for up to 60 s; the library has its own threads and connections
`can` on a track in a group in a group; both sides run
    reading   BEGIN; last commit; track; group; group; then for each of the three the roster with the person's row; COMMIT";

fn main() -> Outcome<()> {
    let plan = Plan::of(std::env::args().skip(1));
    println!("{}", machine());
    println!(
        "SQLite {}, synchronous = FULL, write-ahead log; {} rounds; load {}",
        rusqlite::version(),
        plan.rounds,
        load()
    );
    println!("{STATEMENTS}");
    if plan.medium("disk") {
        measure(&plan, "disk", &Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/bench"))?;
    }
    let memory = Path::new("/dev/shm");
    if plan.medium("tmpfs") && memory.is_dir() {
        measure(&plan, "tmpfs", memory)?;
    } else if plan.medium("tmpfs") {
        println!("\ntmpfs: left out, for there is no /dev/shm");
    }
    println!("\nload at the end {}", load());
    Ok(())
}
