//! Cedar: people on a place are sets in its attributes, as its documentation models lists of people; the policy walks up by attributes.

use std::collections::{HashMap, HashSet};

use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid, PolicySet, Request,
    RestrictedExpression,
};
use cowrite_benches::Outcome;
use cowrite_benches::access::{Grant, World};

use crate::measure::{Bench, Measured, Task};

/// The nearest place that says anything decides: `edit` and `view` along track, album, project and label.
fn policies() -> Outcome<PolicySet> {
    let places = ["resource", "resource.group", "resource.group.group", "resource.group.group.group"];
    let (mut edit, mut view) = ("false".to_owned(), "false".to_owned());
    for place in places.iter().rev() {
        edit = format!(
            "({place}.editors.contains(principal) || \
             (!{place}.viewers.contains(principal) && !{place}.closed.contains(principal) && {edit}))"
        );
        view = format!(
            "({place}.editors.contains(principal) || {place}.viewers.contains(principal) || \
             (!{place}.closed.contains(principal) && {view}))"
        );
    }
    let policy = |action: &str, given: &str| {
        format!(
            "permit(principal, action == Action::\"{action}\", resource) when {{ resource.owner == principal || {given} }};"
        )
    };
    Ok(format!("{}\n{}", policy("edit", &edit), policy("view", &view)).parse()?)
}

struct Names {
    people: Vec<EntityUid>,
    groups: Vec<EntityUid>,
    tracks: Vec<EntityUid>,
}

fn uids(kind: &str, many: usize) -> Outcome<Vec<EntityUid>> {
    let kind: EntityTypeName = kind.parse()?;
    Ok((0..many)
        .map(|number| EntityUid::from_type_name_and_id(kind.clone(), EntityId::new(number.to_string())))
        .collect())
}

/// Closed, viewers and editors of each place.
fn said(places: usize, on: &[Grant]) -> Vec<[Vec<u32>; 3]> {
    let mut said: Vec<[Vec<u32>; 3]> = vec![Default::default(); places];
    for (person, place, access) in on {
        said[*place as usize][usize::from(*access)].push(*person);
    }
    said
}

fn entities(world: &World, names: &Names) -> Outcome<Entities> {
    let entity = |name: &EntityUid| RestrictedExpression::new_entity_uid(name.clone());
    let set = |people: &[u32]| {
        RestrictedExpression::new_set(people.iter().map(|person| entity(&names.people[*person as usize])))
    };
    let attributes = |[closed, viewers, editors]: &[Vec<u32>; 3], group: Option<u32>| {
        let mut attributes = HashMap::from([
            ("closed".to_owned(), set(closed)),
            ("viewers".to_owned(), set(viewers)),
            ("editors".to_owned(), set(editors)),
        ]);
        attributes.extend(group.map(|group| ("group".to_owned(), entity(&names.groups[group as usize]))));
        attributes
    };
    let mut all: Vec<Entity> =
        names.people.iter().map(|person| Entity::new_no_attrs(person.clone(), HashSet::new())).collect();
    let mut on_groups = said(names.groups.len(), &world.on_groups);
    for ((said, owner), (name, parent)) in
        on_groups.iter_mut().zip(&world.group_owners).zip(names.groups.iter().zip(&world.parents))
    {
        // Whoever owns a group edits what lies in it.
        said[2].push(*owner);
        all.push(Entity::new(name.clone(), attributes(said, *parent), HashSet::new())?);
    }
    for ((track, said), owner) in (0..).zip(&said(names.tracks.len(), &world.on_tracks)).zip(&world.owners) {
        let mut attributes = attributes(said, Some(World::group_of(track)));
        attributes.insert("owner".to_owned(), entity(&names.people[*owner as usize]));
        all.push(Entity::new(names.tracks[track as usize].clone(), attributes, HashSet::new())?);
    }
    Ok(Entities::from_entities(all, None)?)
}

pub fn run(task: &Task, rounds: usize) -> Outcome<Vec<Measured>> {
    let world = &task.world;
    let names = Names {
        people: uids("Person", world.people.len())?,
        groups: uids("Group", world.groups.len())?,
        tracks: uids("Track", world.tracks.len())?,
    };
    let (policies, authorizer) = (policies()?, Authorizer::new());
    let (mut bench, entities) = Bench::load(task, "cedar-policy", || entities(world, &names))?;
    let [edit, view]: [EntityUid; 2] = ["Action::\"edit\"".parse()?, "Action::\"view\"".parse()?];
    let ask = |person: u32, track: u32, action: &EntityUid| {
        let (person, track) = (names.people[person as usize].clone(), names.tracks[track as usize].clone());
        let Ok(request) = Request::new(person, action.clone(), track, Context::empty(), None) else { return false };
        authorizer.is_authorized(&request, &policies, &entities).decision() == Decision::Allow
    };
    bench.check(usize::MAX, rounds.min(5), |person, track| ask(person, track, &edit));
    let lists = if task.tracks() > 100_000 { 1 } else { 2 };
    bench.list(lists, 1, |person| (0..task.tracks()).filter(|track| ask(person, *track, &view)).collect());
    Ok(vec![bench.measured])
}
