//! What a question to the access index costs, beside maps and arrays by hand, as the world grows.
//!
//! `cargo bench -p cowrite-benches --bench index`; words after `--` choose sizes: `10k 100k 1m`, and `quick` for fewer rounds.
//! The world is that of the peers' programs; the floor is two maps of small numbers, and for ids two maps more.
//! Each answer of both sides is compared before anything is measured.
//! Then both take turns, round by round; a figure is the median round's processor time of this thread, a ratio that of two medians.

#![expect(clippy::indexing_slicing, reason = "a bench's own arrays, whose numbers it has made")]

use std::hint::black_box;

use cowrite::testing::tell_index;
use cowrite::{Action, LibraryQuery, Paging, PersonHandle, PersonId, Recorded, ScopeHandle, TrackId, Workspace};
use cowrite_benches::access::{Floor, FloorIds, FloorLists, World, questions, revokes};
use cowrite_benches::{Outcome, hundredths, load, machine, median, nanos_since, now, ratio};
use pollster::block_on;
use rustix::time::{ClockId, clock_gettime};

const CHECKS: usize = 20_000;
const LISTS: u32 = 20;

fn thread_nanos() -> u64 {
    let used = clock_gettime(ClockId::ThreadCPUTime);
    let [seconds, nanos] = [used.tv_sec, used.tv_nsec].map(|part| u64::try_from(part).unwrap_or_default());
    seconds.saturating_mul(1_000_000_000).saturating_add(nanos)
}

/// The memory that this process holds, in bytes.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|kib| kib.parse::<u64>().ok()).unwrap_or_default() * 1_024
}

/// Takes turns with several ways to do the same, and returns the median processor time of each, in hundredths of a nanosecond an ask.
fn in_turns(rounds: usize, asks: usize, ways: &mut [&mut dyn FnMut() -> usize]) -> Vec<u64> {
    let mut taken: Vec<Vec<u64>> = ways.iter().map(|_| Vec::new()).collect();
    for _ in 0..rounds {
        for (way, taken) in ways.iter_mut().zip(&mut taken) {
            let begin = thread_nanos();
            black_box(way());
            taken.push(thread_nanos().saturating_sub(begin) * 100 / u64::try_from(asks).unwrap_or(1));
        }
    }
    taken.into_iter().map(median).collect()
}

fn row(what: &str, floor: u64, ours: u64, aim: &str) {
    println!(
        "| {what} | {} | {} | {} | {aim} |",
        hundredths(floor * 10),
        hundredths(ours * 10),
        hundredths(ratio(ours, floor))
    );
}

fn measure(tracks: u32, rounds: usize) -> Outcome<()> {
    let world = World::new(tracks);
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("world.db");
    world.write(&file)?;
    let workspace = block_on(Workspace::builder().exclusive(true).open(&file))?;
    let (before, begin) = (resident(), now());
    let index = block_on(workspace.access_index())?;
    let (took, after) = (nanos_since(begin), resident());
    let (floor, floor_ids, floor_lists) = (Floor::new(&world), FloorIds::new(&world), FloorLists::new(&world));
    println!("\n## {tracks} tracks, {} people, {} groups\n", world.people.len(), world.groups.len());
    println!(
        "loaded from SQLite in {} ms, {} MiB more resident; load {}\n",
        took / 1_000_000,
        after.saturating_sub(before) >> 20,
        load()
    );

    let size = index.size()?;
    let each = |bytes: usize, many: usize| hundredths(u64::try_from(bytes * 1_000 / many.max(1)).unwrap_or_default());
    println!("| held | many | bytes | each |\n|---|---|---|---|");
    for (what, bytes, many) in [
        ("standings", size.standing_bytes, size.standings),
        ("tracks", size.track_bytes, size.tracks),
        ("their words", size.word_bytes, size.tracks),
        ("people", size.people_bytes, size.people),
        ("groups", size.group_bytes, size.groups),
    ] {
        println!("| {what} | {many} | {bytes} | {} |", each(bytes, many));
    }

    let people = u32::try_from(world.people.len())?;
    let asked = questions(&world, &floor, people, CHECKS);
    let ids: Vec<(PersonId, TrackId)> =
        asked.iter().map(|ask| (world.people[ask.person as usize], world.tracks[ask.track as usize])).collect();
    let mut handles: Vec<(PersonHandle, ScopeHandle)> = Vec::new();
    let mut wrong = 0;
    for (ask, (person, track)) in asked.iter().zip(&ids) {
        let (one, other) = (index.resolve_person(*person)?, index.resolve(*track)?);
        wrong += usize::from(index.can(one, other, Action::EditShares)? != ask.may);
        wrong += usize::from(index.can(*person, *track, Action::EditShares)? != ask.may);
        wrong += usize::from(floor_ids.may_edit(&floor, *person, *track) != ask.may);
        handles.push((one, other));
    }
    let by_handle = |(person, scope): &&(PersonHandle, ScopeHandle)| {
        matches!(index.can(black_box(*person), black_box(*scope), Action::EditShares), Ok(true))
    };
    let by_id = |(person, track): &&(PersonId, TrackId)| {
        matches!(index.can(black_box(*person), black_box(*track), Action::EditShares), Ok(true))
    };
    let by_floor_ids =
        |(person, track): &&(PersonId, TrackId)| floor_ids.may_edit(&floor, black_box(*person), black_box(*track));
    let taken = in_turns(
        rounds,
        CHECKS,
        &mut [
            &mut || asked.iter().filter(|ask| floor.may_edit(black_box(ask.person), black_box(ask.track))).count(),
            &mut || handles.iter().filter(by_handle).count(),
            &mut || ids.iter().filter(by_floor_ids).count(),
            &mut || ids.iter().filter(by_id).count(),
        ],
    );
    println!("\n| what | floor | index | ratio | aim |\n|---|---|---|---|---|");
    row("`can` by handle, ns", taken[0], taken[1], "2");
    row("`can` by id, ns", taken[2], taken[3], "1.5");

    let query = LibraryQuery::new().page(Paging::first(10_000));
    let mut rows = 0;
    for person in 0..LISTS {
        let expected: Vec<TrackId> =
            floor_lists.list(person).iter().map(|track| world.tracks[*track as usize]).collect();
        let listed = index.list(world.people[person as usize], query.clone())?;
        rows += listed.rows.len();
        wrong += usize::from(listed.rows.iter().map(|row| row.track).collect::<Vec<_>>() != expected);
    }
    let lists = LISTS as usize;
    let taken = in_turns(
        rounds * 5,
        lists,
        &mut [
            &mut || (0..LISTS).map(|person| black_box(floor_lists.list(black_box(person))).len()).sum(),
            &mut || {
                let ids = |person: u32| -> Vec<TrackId> {
                    floor_lists.list(black_box(person)).iter().map(|track| world.tracks[*track as usize]).collect()
                };
                (0..LISTS).map(|person| black_box(ids(person)).len()).sum()
            },
            &mut || {
                let list = |person: u32| index.list(black_box(world.people[person as usize]), query.clone());
                (0..LISTS).map(|person| list(person).map_or(0, |page| black_box(page).rows.len())).sum()
            },
        ],
    );
    let what = format!("list of {} tracks, ns; floor of small numbers", rows / lists);
    row(&what, taken[0], taken[2], "3");
    row("the same; floor that gives ids", taken[1], taken[2], "");

    let revoked = revokes(&world);
    let told = |revision: u64, events: &[Recorded]| {
        for one in events {
            tell_index(&index, &[one], revision);
        }
        events.len()
    };
    let opened: Vec<Recorded> = revoked.iter().map(|(_, open)| open.clone()).collect();
    let closed: Vec<Recorded> = revoked.into_iter().map(|(closed, _)| closed).collect();
    let taken = in_turns(rounds, closed.len(), &mut [&mut || told(2, &closed), &mut || told(3, &opened)]);
    println!("| index work of a revoke, ns | | {} | | 2000 |", hundredths(taken[0] * 10));
    println!("\nwrong answers: {wrong}");
    if wrong > 0 { Err("a wrong answer".into()) } else { Ok(()) }
}

fn main() -> Outcome<()> {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let has = |word: &str| words.iter().any(|given| given == word);
    let sizes = [("10k", 10_000), ("100k", 100_000), ("1m", 1_000_000)];
    let named = sizes.iter().any(|(word, _)| has(word));
    println!("# The access index beside the floor\n\n{}", machine());
    for (word, tracks) in sizes {
        if has(word) || !named {
            measure(tracks, if has("quick") { 7 } else { 21 })?;
        }
    }
    Ok(())
}
