//! What the library costs above a plain tokio-postgres program that does the same reads and writes the same rows.
//!
//! `cargo bench -p cowrite-benches --bench postgres`; the word `quick` after `--` makes it short.
//! The sides take turns, round by round, each on a fresh copy of one database; a ratio is that of the medians over rounds.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use cowrite_benches::compare::{Aim, Rounds, VOID_ABOVE};
use cowrite_benches::{Outcome, Round, fdatasync_floor, hundredths, load, machine, median, micros};
use cowrite_postgres_server::{Proxy, through};

use crate::world::World;

#[path = "postgres/raw.rs"]
mod raw;
#[path = "postgres/world.rs"]
mod world;

const CLIENTS: [usize; 3] = [1, 8, 32];

/// How many commands the round trips are counted over.
const COUNTED: usize = 50;

const STATEMENTS: &str = "
a command is `set_shares` of one of four rows by the owner of a track in no group; a client has a connection and a track of its own
    reading   one flush: BEGIN; last commit; track; roster with all rows; pending invitations; COMMIT
    writing   one flush: BEGIN; hold the details' version; put the roster's version; append event; put roster; put row; COMMIT";

/// The rounds of all sides with so many clients, with the floor measured before each.
fn measure(
    world: &Arc<World>,
    clients: usize,
    rounds: usize,
    length: Duration,
    floors: &mut Vec<Round>,
) -> Outcome<()> {
    let mut sides = Rounds::default();
    for _ in 0..rounds {
        floors.push(fdatasync_floor(beside(world)?.path(), 50)?);
        let copy = world.copy("raw")?;
        let round = raw::throughput(world, &copy, clients, length)?;
        // The first command of each client is not counted in the round.
        let done = round.calls + u64::try_from(clients)?;
        if world.commands_in("raw")? != [done; 3] {
            return Err(format!("{done} commands were done, but not all of each is there").into());
        }
        sides.raw.push(round);
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

/// Counts how often a command waits for the server, on a way long enough that what is sent together arrives together.
fn round_trips(world: &World) -> Outcome<()> {
    let proxy = Proxy::to(&world.server)?;
    proxy.delay(Duration::from_millis(2));
    let url = through(&world.copy("raw")?, proxy.host())?;
    raw::commands(world, &url, 1)?;
    let before = proxy.round_trips();
    raw::commands(world, &url, 1 + COUNTED)?;
    // Connecting, preparing and one command are in both.
    let counted = proxy.round_trips() - 2 * before;
    let each = counted.saturating_mul(1_000) / u64::try_from(COUNTED)?;
    println!("round trips of a command: raw {}", hundredths(each));
    Ok(())
}

fn main() -> Outcome<()> {
    let is_quick = std::env::args().any(|word| word == "quick");
    let (rounds, length) = if is_quick { (3, Duration::from_millis(500)) } else { (7, Duration::from_secs(2)) };
    let world = Arc::new(World::new()?);
    println!("{}", machine());
    let version = world.server.installation().map(|installation| installation.version().to_owned());
    println!("PostgreSQL {}, durable, loopback TCP; {rounds} rounds; load {}", version.unwrap_or_default(), load());
    println!("{STATEMENTS}\n");
    round_trips(&world)?;
    println!("{:<43} {:>11} {:>12} {:>13} {:>11} {:>9}", "", "p50 us", "p99 us", "slowest us", "mean us", "per s");
    let mut floors = Vec::new();
    for clients in CLIENTS {
        measure(&world, clients, rounds, length, &mut floors)?;
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
