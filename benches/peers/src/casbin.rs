//! Casbin: everything in its graph of roles, the fastest shape of it that was found, and one matcher that walks up.

use casbin::prelude::*;
use cowrite_benches::Outcome;
use cowrite_benches::access::World;

use crate::measure::{Bench, Measured, Task};

/// Who edits a place has its role; of whom it says something else, the role of its name with a `-` before it: casbin has one graph for all kinds of roles.
const MODEL: &str = "
[request_definition]
r = sub, track, album, project, label, notrack, noalbum, noproject
[policy_definition]
p = sub
[role_definition]
g = _, _
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = g(r.sub, r.track) || !g(r.sub, r.notrack) && (g(r.sub, r.album) || !g(r.sub, r.noalbum) && \
 (g(r.sub, r.project) || !g(r.sub, r.noproject) && g(r.sub, r.label)))
";

/// How many questions are asked, since each takes long.
const QUESTIONS: usize = 2_000;

pub fn run(task: &Task, rounds: usize) -> Outcome<Vec<Measured>> {
    let world = &task.world;
    let people: Vec<String> = (0..world.people.len()).map(|number| format!("p{number}")).collect();
    let groups: Vec<String> = (0..world.groups.len()).map(|number| format!("g{number}")).collect();
    let tracks: Vec<String> = (0..world.tracks.len()).map(|number| format!("t{number}")).collect();
    let refusing = |names: &[String]| names.iter().map(|name| format!("-{name}")).collect::<Vec<_>>();
    let refused = (refusing(&tracks), refusing(&groups));
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
            refused.0[track as usize].as_str(),
            refused.1[album as usize].as_str(),
            refused.1[above[0] as usize].as_str(),
        );
        enforcer.enforce(asked).unwrap_or(false)
    });
    Ok(vec![bench.measured])
}

async fn enforcer(world: &World, people: &[String], groups: &[String], tracks: &[String]) -> Outcome<Enforcer> {
    let model = DefaultModel::from_str(MODEL).await?;
    let mut enforcer = Enforcer::new(model, MemoryAdapter::default()).await?;
    enforcer.add_policy(vec!["*".to_owned()]).await?;
    let mut rows = Vec::new();
    let mut say = |person: u32, place: &String, access: u8| {
        let role = if access >= 2 { place.clone() } else { format!("-{place}") };
        rows.push(vec![people[person as usize].clone(), role]);
    };
    (0..).zip(&world.owners).for_each(|(track, owner): (usize, &u32)| say(*owner, &tracks[track], 3));
    (0..).zip(&world.group_owners).for_each(|(group, owner): (usize, &u32)| say(*owner, &groups[group], 2));
    world.on_groups.iter().for_each(|(person, group, access)| say(*person, &groups[*group as usize], *access));
    world.on_tracks.iter().for_each(|(person, track, access)| say(*person, &tracks[*track as usize], *access));
    enforcer.add_grouping_policies(rows).await?;
    Ok(enforcer)
}
