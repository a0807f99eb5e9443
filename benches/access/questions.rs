//! Who asks for what: half of it allowed, and of the rest much that is nearly.

#![expect(clippy::indexing_slicing, reason = "a bench's own arrays, whose numbers it has made")]

use super::floor::Floor;
use super::world::{Dice, Grant, World};

/// May this person edit this track?
#[derive(Debug, Clone, Copy)]
pub struct Question {
    /// Who.
    pub person: u32,
    /// Which track.
    pub track: u32,
    /// The answer.
    pub may: bool,
}

/// Returns one of the places that say something of a person.
fn near(dice: &mut Dice, on: &[Grant], person: u32) -> u32 {
    let of = World::of(on, person);
    let place = dice.below(u32::try_from(of.len()).unwrap_or(u32::MAX));
    of.get(place as usize).map_or(0, |(_, place, _)| *place)
}

/// Makes so many questions about some of the people, in no order: about albums they stand on, projects, single tracks, their own tracks, and any.
#[must_use]
pub fn questions(world: &World, floor: &Floor, people: u32, many: usize) -> Vec<Question> {
    let mut dice = Dice(7);
    let tracks = u32::try_from(world.tracks.len()).unwrap_or(u32::MAX);
    let mut owned: Vec<Vec<u32>> = (0..people).map(|_| Vec::new()).collect();
    for (track, owner) in (0..tracks).zip(&world.owners) {
        if let Some(owned) = owned.get_mut(*owner as usize) {
            owned.push(track);
        }
    }
    let (mut found, mut allowed): (Vec<Question>, usize) = (Vec::new(), 0);
    while found.len() < many {
        let person = dice.below(people);
        let track = match dice.below(8) {
            0..3 => {
                let inside = World::tracks_in(near(&mut dice, &world.on_groups, person), tracks);
                inside.start + dice.below(inside.end - inside.start)
            }
            3..5 => near(&mut dice, &world.on_tracks, person),
            5..7 => {
                let own = &owned[person as usize];
                let place = dice.below(u32::try_from(own.len()).unwrap_or(u32::MAX));
                own.get(place as usize).copied().unwrap_or_default()
            }
            _ => dice.below(tracks),
        };
        let may = floor.may_edit(person, track);
        if may && allowed >= many / 2 || !may && found.len() - allowed >= many / 2 {
            continue;
        }
        allowed += usize::from(may);
        found.push(Question { person, track, may });
    }
    found
}
