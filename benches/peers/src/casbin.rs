//! Casbin: everything in its graph of roles, the fastest shape of it that was found, and one matcher that walks up.

use casbin::prelude::*;
use cowrite_benches::Outcome;
use cowrite_benches::access::World;

use crate::measure::{Bench, Measured, Task};

/// `g` says who edits a place, `g2` of whom it says something else.
const MODEL: &str = "
[request_definition]
r = sub, track, album, project, label
[policy_definition]
p = sub, track, album, project, label
[role_definition]
g = _, _
g2 = _, _
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = g(r.sub, r.track) || !g2(r.sub, r.track) && (g(r.sub, r.album) || !g2(r.sub, r.album) && \
 (g(r.sub, r.project) || !g2(r.sub, r.project) && g(r.sub, r.label)))
";

/// How many questions are asked, since each takes long.
const QUESTIONS: usize = 2_000;

pub fn run(task: &Task, rounds: usize) -> Outcome<Vec<Measured>> {
    let world = &task.world;
    let people: Vec<String> = (0..world.people.len()).map(|number| format!("p{number}")).collect();
    let groups: Vec<String> = (0..world.groups.len()).map(|number| format!("g{number}")).collect();
    let tracks: Vec<String> = (0..world.tracks.len()).map(|number| format!("t{number}")).collect();
    let (mut bench, enforcer) =
        Bench::load(task, "casbin", || pollster::block_on(enforcer(world, &people, &groups, &tracks)))?;
    bench.check(QUESTIONS, rounds.min(3), |person, track| {
        let album = World::group_of(track);
        let above: Vec<u32> = world.above(album).collect();
        let name = |group: u32| groups[group as usize].as_str();
        let asked = (
            people[person as usize].as_str(),
            tracks[track as usize].as_str(),
            name(album),
            name(above[0]),
            name(above[1]),
        );
        enforcer.enforce(asked).unwrap_or(false)
    });
    Ok(vec![bench.measured])
}

async fn enforcer(world: &World, people: &[String], groups: &[String], tracks: &[String]) -> Outcome<Enforcer> {
    let model = DefaultModel::from_str(MODEL).await?;
    let mut enforcer = Enforcer::new(model, MemoryAdapter::default()).await?;
    enforcer.add_policy(vec!["*".to_owned(); 5]).await?;
    let (mut edits, mut other) = (Vec::new(), Vec::new());
    let mut say = |person: u32, place: &String, access: u8| {
        let row = vec![people[person as usize].clone(), place.clone()];
        if access >= 2 { edits.push(row) } else { other.push(row) }
    };
    (0..).zip(&world.owners).for_each(|(track, owner): (usize, &u32)| say(*owner, &tracks[track], 3));
    (0..).zip(&world.group_owners).for_each(|(group, owner): (usize, &u32)| say(*owner, &groups[group], 2));
    world.on_groups.iter().for_each(|(person, group, access)| say(*person, &groups[*group as usize], *access));
    world.on_tracks.iter().for_each(|(person, track, access)| say(*person, &tracks[*track as usize], *access));
    enforcer.add_named_grouping_policies("g", edits).await?;
    enforcer.add_named_grouping_policies("g2", other).await?;
    Ok(enforcer)
}
