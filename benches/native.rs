//! What calls cost in Rust that `bindings-python/bench/overhead.py` makes through Python, on the same file, counted in the same way.
//!
//! Arguments: the file, a person, a track of theirs, how many batches, how many calls in each. Prints a line for each call: its name, then the least
//! and the median of the batches, in nanoseconds a call.

use std::time::Instant;

use cowrite::{Action, Actor, NewPerson, PersonId, TrackId, Workspace};
use cowrite_benches::Outcome;
use pollster::block_on;
use uuid::Uuid;

struct Plan {
    batches: usize,
    calls: u32,
}

impl Plan {
    fn measure(&self, name: &str, mut call: impl FnMut() -> Outcome<()>) -> Outcome<()> {
        let mut batches = Vec::with_capacity(self.batches);
        for _ in 0..self.batches {
            #[expect(clippy::disallowed_methods, reason = "a bench measures time")]
            let begun = Instant::now();
            for _ in 0..self.calls {
                call()?;
            }
            batches.push(begun.elapsed().as_nanos() / u128::from(self.calls));
        }
        batches.sort_unstable();
        let (least, median) = (batches.first().ok_or("no batch")?, batches.get(self.batches / 2).ok_or("no batch")?);
        println!("{name} {least} {median}");
        Ok(())
    }

    fn ask(&self, name: &str, actor: &Actor, track: TrackId) -> Outcome<()> {
        self.measure(name, || match block_on(actor.can(track, Action::View))? {
            true => Ok(()),
            false => Err("the answer is wrong".into()),
        })
    }
}

fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next().ok_or("file, person, track, batches, calls");
    let (file, person, track) = (next()?, Uuid::parse_str(&next()?)?, Uuid::parse_str(&next()?)?);
    let plan = Plan { batches: next()?.parse()?, calls: next()?.parse()? };

    let memory = Workspace::in_memory()?;
    let me = memory.acting_as(block_on(memory.register(NewPerson::new("olivia-1", "Olivia Park")))?.id);
    plan.ask("can-memory", &me, block_on(me.create_track("Midnight Sessions"))?.id)?;

    let me = block_on(Workspace::open(file))?.acting_as(PersonId::from_uuid(person));
    let track = TrackId::from_uuid(track);
    plan.ask("can-sqlite", &me, track)?;
    plan.measure("panel-sqlite", || match block_on(me.collaborators(track))?.rows.len() {
        4 => Ok(()),
        _ => Err("the answer is wrong".into()),
    })
}
