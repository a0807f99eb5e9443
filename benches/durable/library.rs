//! The library's side: its public face on `Workspace::open`, with `block_on`.

use std::path::Path;
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use cowrite::{Action, Actor, PersonId, TrackId, Workspace};
use cowrite_benches::tracks::row;
use cowrite_benches::{Outcome, Round, nanos_since, now, timed};
use pollster::block_on;

use crate::world::{Step, World};

/// Sets one share: one durable command.
fn command(actor: &Actor, person: PersonId, step: Step) -> Outcome<()> {
    let changed = block_on(actor.set_shares(step.track, [row(person, step.share)?]))?;
    if changed.changes.len() == 1 { Ok(()) } else { Err("a step changed nothing".into()) }
}

/// One caller, one command after the other; the first `warm` are not counted.
pub(crate) fn commands(world: &World, file: &Path, warm: usize, count: usize) -> Outcome<Round> {
    let actor = block_on(Workspace::open(file))?.acting_as(world.owner);
    for number in 0..warm {
        command(&actor, world.collaborator, world.step(number)?)?;
    }
    let mut samples = Vec::with_capacity(count);
    let start = now();
    for number in warm..warm + count {
        let step = world.step(number)?;
        samples.push(timed(|| command(&actor, world.collaborator, step))?);
    }
    Ok(Round::of(samples, nanos_since(start)))
}

/// Many callers at once, a thread and a track of its own each, on one workspace.
pub(crate) fn throughput(world: &World, file: &Path, callers: usize, length: Duration) -> Outcome<Round> {
    let workspace = block_on(Workspace::open(file))?;
    let (together, over) = (Barrier::new(callers + 1), AtomicBool::new(false));
    let caller = |caller: usize| -> Outcome<Vec<u64>> {
        let actor = workspace.acting_as(world.owner);
        command(&actor, world.collaborator, world.step_of(caller, 0)?)?;
        let mut samples = Vec::new();
        together.wait();
        while !over.load(Ordering::Relaxed) {
            let step = world.step_of(caller, samples.len() + 1)?;
            samples.push(timed(|| command(&actor, world.collaborator, step))?);
        }
        Ok(samples)
    };
    cowrite_benches::all_together(callers, caller, || {
        together.wait();
        let start = now();
        std::thread::sleep(length);
        over.store(true, Ordering::Relaxed);
        start
    })
}

/// Asks `can` again and again.
pub(crate) fn can(file: &Path, person: PersonId, track: TrackId, count: usize) -> Outcome<Round> {
    let actor = block_on(Workspace::open(file))?.acting_as(person);
    let ask = || {
        let may = block_on(actor.can(track, Action::EditShares))?;
        if may { Ok(()) } else { Err("the answer is wrong".into()) }
    };
    for _ in 0..count / 10 {
        ask()?;
    }
    let mut samples = Vec::with_capacity(count);
    let start = now();
    for _ in 0..count {
        samples.push(timed(ask)?);
    }
    Ok(Round::of(samples, nanos_since(start)))
}
