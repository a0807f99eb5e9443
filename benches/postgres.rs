//! What the library costs above a plain tokio-postgres program that does the same reads and writes the same rows.
//!
//! `cargo bench -p cowrite-benches --bench postgres`; the word `quick` after `--` makes it short.
//! The sides take turns, round by round, each on a fresh copy of one database; a ratio is that of the medians over rounds.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use cowrite_benches::compare::{Aim, Rounds, VOID_ABOVE, print_head};
use cowrite_benches::{Outcome, Round, fdatasync_floor, hundredths, load, machine, median, micros};
use cowrite_postgres_server::{Proxy, through};

use crate::library::Library;
use crate::raw::Raw;
use crate::side::Side;
use crate::world::World;

#[path = "postgres/library.rs"]
mod library;
#[path = "postgres/raw.rs"]
mod raw;
#[path = "postgres/side.rs"]
mod side;
#[path = "postgres/world.rs"]
mod world;

const CLIENTS: [usize; 3] = [1, 8, 32];

/// How many commands the round trips are counted over.
const COUNTED: usize = 50;

const STATEMENTS: &str = "
a command is `set_shares` of one of four rows by the owner of a track in no group; each client has a track of its own
    the raw side gives each a connection; the library is one workspace with as many
the raw side runs
    reading   one flush: BEGIN; last commit; track; roster with all rows; pending invitations; COMMIT
    writing   one flush: BEGIN; hold the details' version; put the roster's version; append event; put roster; put row; tell three; COMMIT";

/// One round of one side on a fresh copy, after which every command it was told of must be there.
fn round<S: Side>(world: &Arc<World>, name: &str, clients: usize, length: Duration) -> Outcome<Round> {
    let copy = world.copy(name)?;
    let round = side::throughput::<S>(world, &copy, clients, length)?;
    let done = i64::try_from(round.calls)? + i64::try_from(clients * side::WARM)?;
    let there = world.commands_in(name)?;
    if there.iter().all(|count| *count == done) {
        return Ok(round);
    }
    Err(format!("{name}: {done} commands were done, and {there:?} are there").into())
}

/// The rounds of both sides with so many clients, with the floor measured before each pair.
fn measure(world: &Arc<World>, clients: usize, plan: (usize, Duration), floors: &mut Vec<Round>) -> Outcome<()> {
    let (rounds, length) = plan;
    let mut sides = Rounds::default();
    for _ in 0..rounds {
        floors.push(fdatasync_floor(beside(world)?.path(), 50)?);
        sides.library.push(round::<Library>(world, "library", clients, length)?);
        sides.raw.push(round::<Raw>(world, "raw", clients, length)?);
    }
    let what = format!("durable command, {clients} client{}", if clients == 1 { "" } else { "s" });
    sides.print(&what, &[Aim::least("per second", |round| round.per_second, 800)]);
    Ok(())
}

/// A folder on the disk that the server's is on.
fn beside(world: &World) -> Outcome<tempfile::TempDir> {
    let parent = world.server.folder().and_then(Path::parent).ok_or("the server has no folder")?;
    Ok(tempfile::Builder::new().prefix("cowrite-postgres-bench-").tempdir_in(parent)?)
}

/// Counts how often a command of one side waits for the server, on a way long enough that what is sent together arrives
/// together; returns that, in thousandths, and what the side's copy holds after so many commands.
fn counted<S: Side>(world: &Arc<World>, name: &str) -> Outcome<(u64, Vec<String>)> {
    let proxy = Proxy::to(&world.server)?;
    proxy.delay(Duration::from_millis(2));
    let url = through(&world.copy(name)?, proxy.host())?;
    let mut before = 0;
    side::commands::<S>(world, &url, COUNTED, || before = proxy.round_trips())?;
    let each = (proxy.round_trips() - before).saturating_mul(1_000) / u64::try_from(COUNTED)?;
    Ok((each, world.contents(name)?))
}

/// Lets both sides do the same commands, and compares what they have written.
fn compare(world: &Arc<World>) -> Outcome<()> {
    let ((library_trips, library), (raw_trips, raw)) =
        (counted::<Library>(world, "library")?, counted::<Raw>(world, "raw")?);
    println!("round trips of a command: library {}, raw {}", hundredths(library_trips), hundredths(raw_trips));
    if library != raw {
        return Err(format!("the sides wrote different things: {library:?} and {raw:?}").into());
    }
    println!("both databases hold the same: rows, sums, versions, bytes of events\n");
    Ok(())
}

fn main() -> Outcome<()> {
    let is_quick = std::env::args().any(|word| word == "quick");
    let plan = if is_quick { (3, Duration::from_millis(500)) } else { (7, Duration::from_secs(2)) };
    let world = Arc::new(World::new()?);
    println!("{}", machine());
    let version = world.server.installation().map(|installation| installation.version().to_owned());
    println!("PostgreSQL {}, durable, loopback TCP; {} rounds; load {}", version.unwrap_or_default(), plan.0, load());
    println!("{STATEMENTS}\n");
    compare(&world)?;
    print_head();
    let mut floors = Vec::new();
    for clients in CLIENTS {
        measure(&world, clients, plan, &mut floors)?;
    }
    let medians: Vec<u64> = floors.iter().map(|floor| floor.p50).collect();
    let (least, most) = (medians.iter().min().copied(), medians.iter().max().copied());
    let all = median(medians);
    println!(
        "    fdatasync beside the rounds: median {} us, {} to {} us",
        micros(all),
        micros(least.unwrap_or_default()),
        micros(most.unwrap_or_default())
    );
    if all > VOID_ABOVE {
        println!("VOID: fdatasync takes more than 1 ms here now, so these figures say nothing about the library");
    }
    println!("\nload at the end {}", load());
    Ok(())
}
