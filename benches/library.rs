//! What a page of a library costs, from many tracks and from few, beside the best SQL by hand.
//!
//! `cargo bench -p cowrite-benches --bench library`; words after `--` choose: `flat nested few quick`; `few` leaves the many out.
//! A person reaches 10,000 or 500,000 tracks through 50 groups, flat or nested two deep; each side opens the file once.
//! Before anything is measured both sides read on through the library, and must give the same rows.
//! A library page is read on a thread of the library's, so that on a busy machine it waits for a turn there: `used` is what both sides use of the processors.
//! Then they take turns, call by call and world by world within each round; a ratio is that of the medians over rounds.

use std::path::Path;

use cowrite::{Actor, LibraryPage, LibraryQuery, Paging, Workspace};
use cowrite_benches::compare::{Aim, Rounds, print_head};
use cowrite_benches::{Outcome, Round, load, machine, nanos_since, now, timed_and_used};
use pollster::block_on;

use crate::raw::{Place, Raw};
use crate::shown::{Order, Shown};
use crate::world::World;

#[path = "library/raw.rs"]
mod raw;
#[path = "library/shown.rs"]
mod shown;
#[path = "library/world.rs"]
mod world;

const PAGE: u32 = 50;
const FEW: u32 = 10_000;
const MANY: u32 = 500_000;

/// How much is measured.
struct Plan {
    rounds: usize,
    calls: usize,
    /// How many of the longest pages are compared in each order.
    compared: usize,
    sizes: &'static [u32],
}

/// A page that both sides can read: in which order, and after which place, in the words of each.
struct Start {
    order: Order,
    cursor: Option<String>,
    place: Option<Place>,
}

impl Start {
    fn first(order: Order) -> Self {
        Self { order, cursor: None, place: None }
    }
}

/// Both sides on one world.
struct Sides {
    actor: Actor,
    raw: Raw,
}

impl Sides {
    fn open(world: &World) -> Outcome<Self> {
        let actor = block_on(Workspace::open(&world.file))?.acting_as(world.person);
        Ok(Self { actor, raw: Raw::open(&world.file, world.person)? })
    }

    fn library(&self, start: &Start, count: u32) -> Outcome<LibraryPage> {
        let first = Paging::first(count);
        let paging = start.cursor.as_ref().map_or(first.clone(), |cursor| first.after(cursor));
        Ok(block_on(self.actor.library(LibraryQuery::new().sorted(start.order.sort()).page(paging)))?)
    }

    fn by_hand(&self, start: &Start, count: u32) -> Outcome<(Vec<Shown>, Option<Place>)> {
        self.raw.page(start.order, start.place.as_ref(), usize::try_from(count)?)
    }

    /// Reads a page on both sides, which must be the same, and returns where the next one starts, and how many rows this has.
    fn same(&self, start: &Start, count: u32) -> Outcome<(Option<Start>, usize)> {
        let (library, (by_hand, place)) = (self.library(start, count)?, self.by_hand(start, count)?);
        let shown: Vec<Shown> = library.rows.iter().map(Shown::from).collect();
        if shown != by_hand {
            let differing = shown.iter().zip(&by_hand).find(|(one, other)| one != other);
            let counts = (shown.len(), by_hand.len());
            return Err(format!("the sides give different rows, {counts:?} of them: {differing:?}").into());
        }
        let next = library.next.map(|cursor| Start { order: start.order, cursor: Some(cursor), place });
        Ok((next, shown.len()))
    }

    /// Reads so many pages on both sides, or all, and returns where the page in the middle of these starts.
    fn walk(&self, order: Order, pages: usize) -> Outcome<(Start, usize)> {
        let (mut at, mut rows, mut middle) = (Start::first(order), 0, Start::first(order));
        for number in 1..=pages {
            let (next, count) = self.same(&at, Paging::MOST)?;
            rows += count;
            let Some(next) = next else { break };
            at = next;
            if number == pages.div_ceil(2) {
                middle = Start { order, cursor: at.cursor.clone(), place: at.place.clone() };
            }
        }
        for start in [&Start::first(order), &middle] {
            if self.same(start, PAGE)?.1 != usize::try_from(PAGE)? {
                return Err("a page is short".into());
            }
        }
        Ok((middle, rows))
    }
}

/// A world with what is measured on it.
struct Bench {
    sides: Sides,
    tracks: u32,
    starts: Vec<(&'static str, Start)>,
    rounds: Vec<Rounds>,
}

impl Bench {
    fn new(directory: &Path, plan: &Plan, tracks: u32, is_nested: bool) -> Outcome<Self> {
        let began = now();
        let sides = Sides::open(&World::new(directory, tracks, is_nested)?)?;
        let made = nanos_since(began) / 1_000_000_000;
        let pages = plan.compared.min(usize::try_from(tracks / Paging::MOST)?);
        let (deep, newest) = sides.walk(Order::Newest, pages)?;
        let (far, by_title) = sides.walk(Order::Title, pages)?;
        println!(
            "{tracks} tracks, made in {made} s: both sides gave the same {newest} rows newest first and {by_title} by title"
        );
        let starts = vec![
            ("newest first", Start::first(Order::Newest)),
            ("newest first, deep inside", deep),
            ("by title", Start::first(Order::Title)),
            ("by title, deep inside", far),
        ];
        let rounds = starts.iter().map(|_| Rounds::default()).collect();
        Ok(Self { sides, tracks, starts, rounds })
    }

    /// Asks both sides for one page by turns.
    fn round(&mut self, number: usize, calls: usize) -> Outcome<()> {
        let (Some((_, start)), Some(rounds)) = (self.starts.get(number), self.rounds.get_mut(number)) else {
            return Err("no such page".into());
        };
        let (mut library, mut raw) = (Vec::with_capacity(calls), Vec::with_capacity(calls));
        let began = now();
        for call in 0..calls + calls / 10 {
            let one = timed_and_used(|| self.sides.library(start, PAGE))?;
            let other = timed_and_used(|| self.sides.by_hand(start, PAGE))?;
            if call >= calls / 10 {
                library.push(one);
                raw.push(other);
            }
        }
        let elapsed = nanos_since(began);
        rounds.library.push(Round::of_both(&library, elapsed));
        rounds.raw.push(Round::of_both(&raw, elapsed));
        Ok(())
    }
}

/// What a ratio is to be: of the time a call takes, and of the processors' time that it uses.
fn aims(thousandths: u64) -> [Aim; 2] {
    [Aim::most("p50", |round| round.p50, thousandths), Aim::most("used", |round| round.used, thousandths)]
}

fn measure(directory: &Path, plan: &Plan, is_nested: bool) -> Outcome<()> {
    println!("\n50 groups, {}", if is_nested { "nested two deep" } else { "flat" });
    let mut worlds = Vec::new();
    for tracks in plan.sizes {
        worlds.push(Bench::new(directory, plan, *tracks, is_nested)?);
    }
    let starts = worlds.first().map_or(0, |world| world.starts.len());
    for _ in 0..plan.rounds {
        for number in 0..starts {
            for world in &mut worlds {
                world.round(number, plan.calls)?;
            }
        }
    }
    print_head();
    for world in &worlds {
        for ((what, _), rounds) in world.starts.iter().zip(&world.rounds) {
            let what = format!("{}, {what}", world.tracks);
            rounds.print(&what, &aims(2_000));
        }
    }
    let [few, many] = &worlds[..] else { return Ok(()) };
    println!("the library with {MANY} tracks beside itself with {FEW}");
    for (((what, _), many), few) in many.starts.iter().zip(&many.rounds).zip(&few.rounds) {
        let rounds = Rounds { library: many.library.clone(), raw: few.library.clone() };
        println!("{what}");
        rounds.judge(&aims(1_500));
    }
    Ok(())
}

fn main() -> Outcome<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let has = |word: &str| words.iter().any(|other| other == word);
    let (rounds, calls, compared) = if has("quick") { (3, 40, 50) } else { (9, 100, 500) };
    let plan = Plan { rounds, calls, compared, sizes: if has("few") { &[FEW] } else { &[FEW, MANY] } };
    let directory = tempfile::tempdir()?;
    println!("{}; SQLite {}; load {}", machine(), rusqlite::version(), load());
    println!("a page of {PAGE}; {rounds} rounds of {calls} calls each");
    for is_nested in [false, true] {
        if has(if is_nested { "nested" } else { "flat" }) || !(has("flat") || has("nested")) {
            measure(directory.path(), &plan, is_nested)?;
        }
    }
    println!("\nload at the end {}", load());
    Ok(())
}
