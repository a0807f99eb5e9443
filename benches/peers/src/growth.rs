//! What Cowrite itself costs as the world grows: checks, pages, commits and loading, from the index and from the store.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use cowrite::{Access, Action, Actor, LibraryQuery, NewPerson, Paging, PersonId, TrackId, Workspace};
use cowrite_benches::access::{Floor, World, questions};
use cowrite_benches::{Outcome, median, nanos_since, now, timed};
use pollster::block_on;

use crate::measure::thread_nanos;
use crate::plot::{Lines, lines};
use crate::report::circumstances;

const SIZES: [(&str, u32); 5] =
    [("1k", 1_000), ("10k", 10_000), ("100k", 100_000), ("1m", 1_000_000), ("10m", 10_000_000)];

/// What is measured, in the order of the table.
const WHAT: [&str; 8] = [
    "check, index by handle",
    "check, index by UUID",
    "check, store",
    "page of 50, index",
    "page of 50, store",
    "commit, no index",
    "commit, index loaded",
    "loading the index",
];

fn asked(rounds: usize, many: usize, mut ask: impl FnMut() -> usize) -> u64 {
    let round = |_| {
        let begin = thread_nanos();
        std::hint::black_box(ask());
        (thread_nanos() - begin) / many.max(1) as u64
    };
    median((0..rounds).map(round).collect())
}

/// Changes what somebody may do on a track there and back, so many times.
fn commits(owner: &Actor, track: TrackId, other: PersonId, many: usize) -> Outcome<u64> {
    let mut taken = Vec::new();
    for round in 0..many {
        let access = if round % 2 == 0 { Access::Viewer } else { Access::Editor };
        taken.push(timed(|| Ok(block_on(owner.set_access(track, other, access))?))?);
    }
    Ok(median(taken))
}

/// A track that somebody has opened to somebody else, all three with their history, which the world's own have none of.
fn newcomers(workspace: &Workspace) -> Outcome<(Actor, TrackId, PersonId)> {
    let register = |word: &str| block_on(workspace.register(NewPerson::new(word, word)));
    let (owner, other) = (workspace.acting_as(register("owner")?.id), register("other")?.id);
    let track = block_on(owner.create_track("Nocturne"))?.id;
    let invitation = block_on(owner.invite(track, other, Access::Editor))?;
    block_on(workspace.acting_as(other).accept_invitation(invitation.id))?;
    Ok((owner, track, other))
}

fn measure(tracks: u32, with_index: bool) -> Outcome<Vec<Option<u64>>> {
    let world = World::new(tracks);
    let people = u32::try_from(world.people.len())?;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("world.db");
    world.write(&file)?;
    let questions = questions(&world, &Floor::new(&world), people, 5_000);
    let workspace = block_on(Workspace::open(&file))?;
    let person = |number: u32| world.people[number as usize];
    let actors: Vec<Actor> = (0..people.min(200)).map(|number| workspace.acting_as(person(number))).collect();

    let mut taken = Vec::new();
    for ask in questions.iter().take(2_000) {
        let actor = workspace.acting_as(person(ask.person));
        let begin = now();
        if block_on(actor.can(world.tracks[ask.track as usize], Action::EditShares))? != ask.may {
            return Err("the store gave a wrong answer".into());
        }
        taken.push(nanos_since(begin));
    }
    let check_store = median(taken);
    let mut taken = Vec::new();
    for actor in &actors {
        taken.push(timed(|| Ok(block_on(actor.library(Paging::first(50)))?.rows.len()))?);
    }
    let page_store = median(taken);
    let (owner, track, other) = newcomers(&workspace)?;
    let commit = commits(&owner, track, other, 200)?;
    if !with_index {
        return Ok(vec![None, None, Some(check_store), None, Some(page_store), Some(commit), None, None]);
    }

    let begin = now();
    let index = block_on(workspace.access_index())?;
    let load = nanos_since(begin);
    let mut handles = Vec::new();
    for ask in &questions {
        let handle = (index.resolve_person(person(ask.person))?, index.resolve(world.tracks[ask.track as usize])?);
        if index.can(handle.0, handle.1, Action::EditShares)? != ask.may {
            return Err("the index gave a wrong answer".into());
        }
        handles.push(handle);
    }
    let by_handle = asked(11, handles.len(), || {
        handles.iter().filter(|(who, what)| matches!(index.can(*who, *what, Action::EditShares), Ok(true))).count()
    });
    let by_id = asked(11, questions.len(), || {
        let may = |ask: &&cowrite_benches::access::Question| {
            matches!(index.can(person(ask.person), world.tracks[ask.track as usize], Action::EditShares), Ok(true))
        };
        questions.iter().filter(may).count()
    });
    let query = LibraryQuery::new().page(Paging::first(50));
    let page = asked(11, actors.len(), || {
        let list = |actor: &Actor| index.list(actor.id(), query.clone()).map_or(0, |page| page.rows.len());
        actors.iter().map(list).sum()
    });
    let commit_indexed = commits(&owner, track, other, 200)?;
    Ok([by_handle, by_id, check_store, page, page_store, commit, commit_indexed, load].into_iter().map(Some).collect())
}

/// Measures every size, and writes `GROWTH.md` and its plot.
pub fn run(words: &[String], folder: &Path) -> Outcome<()> {
    let has = |word: &str| words.iter().any(|given| given == word);
    let named = SIZES.iter().any(|(word, _)| has(word));
    let mut found = Vec::new();
    for (_, tracks) in SIZES.iter().filter(|(word, _)| !named || has(word)) {
        let measured = measure(*tracks, !has("no-index"))?;
        eprintln!("{tracks} tracks: {measured:?}");
        found.push((*tracks, measured));
    }
    let mut text = String::from(include_str!("growth.md"));
    text.push_str(&circumstances("make bench-growth")?);
    text.push_str("\n![What a call takes, by size of the world](growth.svg)\n\n| tracks |");
    for what in WHAT {
        write!(text, " {what} |")?;
    }
    text.push_str("\n|--:|");
    WHAT.iter().for_each(|_| text.push_str("--:|"));
    let mut drawn = Lines::new();
    for (tracks, measured) in &found {
        write!(text, "\n| {tracks} |")?;
        for (what, nanos) in WHAT.iter().zip(measured) {
            match nanos {
                Some(nanos) => {
                    write!(text, " {} |", crate::report::time(*nanos as f64))?;
                    drawn.entry((*what).to_owned()).or_default().push((f64::from(*tracks), *nanos as f64));
                }
                None => text.push_str(" — |"),
            }
        }
    }
    text.push('\n');
    text.push_str(include_str!("growth_why.md"));
    fs::write(folder.join("GROWTH.md"), text)?;
    drawn.remove("loading the index");
    lines(&folder.join("growth.svg"), "What a call takes as the world grows", &drawn)
}
