//! Simple Zanzibar: relations with rewrites, in which what a place says of somebody is taken from what the place above gives.

use std::fmt::Write as _;

use cowrite_benches::Outcome;
use cowrite_benches::access::World;
use simple_zanzibar::model::{Object, Relation, User};
use simple_zanzibar::{PolicyText, ZanzibarEngine};

use crate::measure::{Bench, Measured, Task};

const NO_LISTS: &str = "simple-zanzibar's `lookup_resources` leaves out what groups within groups open, so that its lists are not measured.";

/// What both kinds of places have; a track's owner comes before everything.
fn schema() -> String {
    let inherited =
        |relation: &str| format!("tuple_to_userset(tupleset: \"parent\", computed_userset: \"{relation}\")");
    let computed = |relation: &str| format!("computed_userset(relation: \"{relation}\")");
    let without = |relation: &str, said: &[&str]| {
        said.iter().fold(inherited(relation), |from, said| format!("exclusion({from}, {})", computed(said)))
    };
    let place = |name: &str, owner: &str| {
        let also = if owner.is_empty() { String::new() } else { format!("{}, ", computed(owner)) };
        format!(
            "namespace {name} {{ relation owner {{}} relation parent {{}} relation editing {{}} relation viewing {{}} relation closed {{}} \
             relation editor {{ rewrite union({also}{}, {}) }} relation viewer {{ rewrite union({also}{}, {}, {}) }} }}\n",
            computed("editing"),
            without("editor", &["viewing", "closed"]),
            computed("editing"),
            computed("viewing"),
            without("viewer", &["closed"]),
        )
    };
    format!("namespace user {{}}\n{}{}", place("group", ""), place("track", "owner"))
}

fn relationships(world: &World) -> Outcome<String> {
    let mut text = String::new();
    let said = ["closed", "viewing", "editing"];
    for (track, owner) in (0_u32..).zip(&world.owners) {
        writeln!(text, "track:t{track}#owner@user:p{owner}")?;
        writeln!(text, "track:t{track}#parent@group:g{}#viewer", World::group_of(track))?;
    }
    for ((group, owner), parent) in (0_u32..).zip(&world.group_owners).zip(&world.parents) {
        writeln!(text, "group:g{group}#editing@user:p{owner}")?;
        if let Some(parent) = parent {
            writeln!(text, "group:g{group}#parent@group:g{parent}#viewer")?;
        }
    }
    for (person, group, access) in &world.on_groups {
        writeln!(text, "group:g{group}#{}@user:p{person}", said[usize::from(*access)])?;
    }
    for (person, track, access) in &world.on_tracks {
        writeln!(text, "track:t{track}#{}@user:p{person}", said[usize::from(*access)])?;
    }
    Ok(text)
}

pub fn run(task: &Task, rounds: usize) -> Outcome<Vec<Measured>> {
    let world = &task.world;
    let text = PolicyText::from_single_relationship_file(schema(), relationships(world)?);
    let (mut bench, engine) = Bench::load(task, "simple-zanzibar", || Ok(ZanzibarEngine::from_policy_text(&text)?))?;
    let people: Vec<User> = (0..world.people.len()).map(|number| User::user_id(format!("p{number}"))).collect();
    let tracks: Vec<Object> =
        (0..world.tracks.len()).map(|number| Object::new("track", format!("t{number}"))).collect();
    let editor = Relation::new("editor");
    bench.check(usize::MAX, rounds.min(5), |person, track| {
        engine.check_relation(&tracks[track as usize], &editor, &people[person as usize]).unwrap_or(false)
    });
    bench.measured.note = Some(NO_LISTS.to_owned());
    Ok(vec![bench.measured])
}
