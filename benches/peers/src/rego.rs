//! Regorus: Rego in Rust, with data laid out so that each step is a look-up.

use std::collections::BTreeMap;

use cowrite_benches::Outcome;
use cowrite_benches::access::World;
use regorus::{Engine, Value};

use crate::measure::{Bench, Measured, Task};

const POLICY: &str = r#"
package authz
import rego.v1

level(track) := 3 if data.owners[track] == input.person
else := found if found := data.said[input.person][track]
else := found if found := data.said[input.person][data.group[track]]
else := found if found := data.said[input.person][data.group[data.group[track]]]
else := found if found := data.said[input.person][data.group[data.group[data.group[track]]]]

default edit := false
edit if level(input.track) >= 2

near contains track if some track in data.owned[input.person]
near contains place if { some place, _ in data.said[input.person]; startswith(place, "t") }
near contains track if { some place, _ in data.said[input.person]; some track in data.below[place] }
visible contains track if { some track in near; level(track) >= 1 }
"#;

pub fn run(task: &Task, rounds: usize) -> Outcome<Vec<Measured>> {
    let world = &task.world;
    let names = |letter: &str, many: usize| -> Vec<Value> {
        (0..many).map(|number| Value::from(format!("{letter}{number}"))).collect()
    };
    let people = names("p", world.people.len());
    let (groups, tracks) = (names("g", world.groups.len()), names("t", world.tracks.len()));
    let (mut bench, mut engine) = Bench::load(task, "regorus", || {
        let mut engine = Engine::new();
        engine.add_policy("authz.rego".to_owned(), POLICY.to_owned())?;
        engine.add_data(data(world, &people, &groups, &tracks))?;
        Ok(engine)
    })?;
    let (of_person, of_track) = (Value::from("person"), Value::from("track"));
    let most = if task.tracks() > 100_000 { 2_000 } else { usize::MAX };
    bench.check(most, rounds.min(3), |person, track| {
        let [person, track] = [people[person as usize].clone(), tracks[track as usize].clone()];
        engine.set_input(BTreeMap::from([(of_person.clone(), person), (of_track.clone(), track)]).into());
        engine.eval_rule("data.authz.edit".to_owned()).is_ok_and(|may| may == Value::from(true))
    });
    bench.list(if task.tracks() > 100_000 { 2 } else { 5 }, 1, |person| {
        engine.set_input(BTreeMap::from([(of_person.clone(), people[person as usize].clone())]).into());
        let visible = engine.eval_rule("data.authz.visible".to_owned()).unwrap_or(Value::Undefined);
        let number = |track: &Value| track.as_string().ok()?.get(1..)?.parse().ok();
        visible.as_set().map(|tracks| tracks.iter().filter_map(number).collect()).unwrap_or_default()
    });
    Ok(vec![bench.measured])
}

fn data(world: &World, people: &[Value], groups: &[Value], tracks: &[Value]) -> Value {
    let mut said = vec![BTreeMap::new(); people.len()];
    for (person, group, access) in &world.on_groups {
        said[*person as usize].insert(groups[*group as usize].clone(), Value::from(u64::from(*access)));
    }
    for (person, track, access) in &world.on_tracks {
        said[*person as usize].insert(tracks[*track as usize].clone(), Value::from(u64::from(*access)));
    }
    for (group, owner) in (0_usize..).zip(&world.group_owners) {
        said[*owner as usize].insert(groups[group].clone(), Value::from(2_u64));
    }
    let mut owned: Vec<Vec<Value>> = vec![Vec::new(); people.len()];
    let mut above: BTreeMap<Value, Value> = BTreeMap::new();
    let mut below: Vec<Vec<Value>> = vec![Vec::new(); groups.len()];
    for (track, owner) in (0_u32..).zip(&world.owners) {
        let name = &tracks[track as usize];
        owned[*owner as usize].push(name.clone());
        let album = World::group_of(track);
        above.insert(name.clone(), groups[album as usize].clone());
        for group in core::iter::once(album).chain(world.above(album)) {
            below[group as usize].push(name.clone());
        }
    }
    for (group, parent) in (0_usize..).zip(&world.parents) {
        above.extend(parent.map(|parent| (groups[group].clone(), groups[parent as usize].clone())));
    }
    let owners = tracks.iter().cloned().zip(world.owners.iter().map(|owner| people[*owner as usize].clone()));
    let by = |names: &[Value], values: &mut dyn Iterator<Item = Value>| -> Value {
        names.iter().cloned().zip(values).collect::<BTreeMap<_, _>>().into()
    };
    BTreeMap::from([
        (Value::from("owners"), owners.collect::<BTreeMap<_, _>>().into()),
        (Value::from("said"), by(people, &mut said.into_iter().map(Value::from))),
        (Value::from("owned"), by(people, &mut owned.into_iter().map(Value::from))),
        (Value::from("group"), above.into()),
        (Value::from("below"), by(groups, &mut below.into_iter().map(Value::from))),
    ])
    .into()
}
