//! The access index, and in turns with it the floors.

use std::hint::black_box;

use cowrite::testing::tell_index;
use cowrite::{AccessIndex, Action, LibraryQuery, Paging, PersonHandle, Recorded, ScopeHandle, Workspace};
use cowrite_benches::Outcome;
use cowrite_benches::access::{Floor, FloorIds, FloorLists, revokes};
use pollster::block_on;

use crate::measure::{Bench, Measured, Task, in_turns};

/// What the programs of this file are called.
pub const INDEX: &str = "Cowrite, by handle";
pub const INDEX_BY_ID: &str = "Cowrite, by UUID";
pub const FLOOR: &str = "floor: two maps of small numbers";
pub const FLOOR_BY_ID: &str = "floor: the same behind two maps of UUIDs";

pub fn run(task: &Task, rounds: usize) -> Outcome<Vec<Measured>> {
    let world = &task.world;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("world.db");
    world.write(&file)?;

    let (by_number, floor) = Bench::load(task, FLOOR, || Ok(Floor::new(world)))?;
    let (_, lists) = Bench::load(task, "", || Ok(FloorLists::new(world)))?;
    let (mut by_uuid, ids) = Bench::load(task, FLOOR_BY_ID, || Ok(FloorIds::new(world)))?;
    by_uuid.measured.memory += by_number.measured.memory;
    by_uuid.measured.load += by_number.measured.load;
    let workspace = block_on(Workspace::builder().exclusive(true).open(&file))?;
    let (mut by_handle, index) = Bench::load(task, INDEX, || Ok(block_on(workspace.access_index())?))?;
    let size = index.size()?;
    // What SQLite keeps of the file is not the index's.
    let held = size.standing_bytes + size.track_bytes + size.word_bytes + size.people_bytes + size.group_bytes;
    by_handle.measured.memory = u64::try_from(held)?;
    let by_id = Measured { program: INDEX_BY_ID.to_owned(), ..by_handle.measured.clone() };

    let handles = handles(task, &index)?;
    let mut wrong = [0; 4];
    for (ask, (person, scope)) in task.questions.iter().zip(&handles) {
        let (who, what) = (world.people[ask.person as usize], world.tracks[ask.track as usize]);
        let answers = [
            floor.may_edit(ask.person, ask.track),
            index.can(*person, *scope, Action::EditShares)?,
            ids.may_edit(&floor, who, what),
            index.can(who, what, Action::EditShares)?,
        ];
        for (wrong, answer) in wrong.iter_mut().zip(answers) {
            *wrong += usize::from(answer != ask.may);
        }
    }
    let uuids: Vec<_> = task
        .questions
        .iter()
        .map(|ask| (world.people[ask.person as usize], world.tracks[ask.track as usize]))
        .collect();
    let checks = in_turns(
        rounds,
        task.questions.len(),
        &mut [
            &mut || {
                task.questions.iter().filter(|ask| floor.may_edit(black_box(ask.person), black_box(ask.track))).count()
            },
            &mut || {
                let may = |(person, scope): &&(PersonHandle, ScopeHandle)| {
                    matches!(index.can(black_box(*person), black_box(*scope), Action::EditShares), Ok(true))
                };
                handles.iter().filter(may).count()
            },
            &mut || {
                uuids
                    .iter()
                    .filter(|(person, track)| ids.may_edit(&floor, black_box(*person), black_box(*track)))
                    .count()
            },
            &mut || {
                let may = |(person, track): &&(cowrite::PersonId, cowrite::TrackId)| {
                    matches!(index.can(black_box(*person), black_box(*track), Action::EditShares), Ok(true))
                };
                uuids.iter().filter(may).count()
            },
        ],
    );

    let query = LibraryQuery::new().page(Paging::first(10_000));
    for (person, expected) in &task.lists {
        let listed = index.list(world.people[*person as usize], query.clone())?;
        let listed = listed.rows.iter().map(|row| row.track);
        wrong[1] += usize::from(!listed.eq(expected.iter().map(|track| world.tracks[*track as usize])));
        wrong[0] += usize::from(lists.list(*person) != *expected);
    }
    let listings = in_turns(
        rounds * 5,
        task.lists.len(),
        &mut [
            &mut || task.lists.iter().map(|(person, _)| black_box(lists.list(black_box(*person))).len()).sum(),
            &mut || {
                let list = |person: u32| index.list(black_box(world.people[person as usize]), query.clone());
                task.lists.iter().map(|(person, _)| list(*person).map_or(0, |page| black_box(page).rows.len())).sum()
            },
        ],
    );
    by_handle.measured.note = Some(note(&index, task, rounds)?);
    let mut all = [by_number.measured, by_handle.measured, by_uuid.measured, by_id];
    for ((measured, check), wrong) in all.iter_mut().zip(checks).zip(wrong) {
        (measured.check, measured.asked, measured.wrong) = (Some(check), task.questions.len(), wrong);
    }
    for (measured, list) in all.iter_mut().zip(listings) {
        (measured.list, measured.listed) = (Some(list / 100), task.lists.len());
    }
    Ok(all.into())
}

/// Says what the index takes for each thing that it holds, and what a revoke costs it; the index is no longer right then.
fn note(index: &AccessIndex, task: &Task, rounds: usize) -> Outcome<String> {
    let size = index.size()?;
    let each = |bytes: usize, many: usize| format!("{:.1}", bytes as f64 / many.max(1) as f64);
    let (closed, opened): (Vec<Recorded>, Vec<Recorded>) = revokes(&task.world).into_iter().unzip();
    let tell = |events: &[Recorded], revision: u64| {
        events.iter().for_each(|one| tell_index(index, &[one], revision));
        events.len()
    };
    let taken = in_turns(rounds, closed.len(), &mut [&mut || tell(&closed, 2), &mut || tell(&opened, 3)]);
    let revoke = taken.first().map_or(0, |hundredths| hundredths / 100);
    Ok(format!(
        "Bytes of the index: {} for each of {} standings, {} for each track and {} for its words, {} for each person, {} for each group. \
         A revoke is {revoke} ns of index work.",
        each(size.standing_bytes, size.standings),
        size.standings,
        each(size.track_bytes, size.tracks),
        each(size.word_bytes, size.tracks),
        each(size.people_bytes, size.people),
        each(size.group_bytes, size.groups),
    ))
}

fn handles(task: &Task, index: &AccessIndex) -> Outcome<Vec<(PersonHandle, ScopeHandle)>> {
    let resolve = |ask: &cowrite_benches::access::Question| {
        let person = index.resolve_person(task.world.people[ask.person as usize])?;
        Ok((person, index.resolve(task.world.tracks[ask.track as usize])?))
    };
    task.questions.iter().map(resolve).collect()
}
