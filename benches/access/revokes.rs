//! Revokes, as an index is told of them.

#![expect(clippy::indexing_slicing, reason = "a bench's own arrays, whose numbers it has made")]

use cowrite::domain::access::Standing;
use cowrite::domain::roster::RosterEvent;
use cowrite::{Access, Aggregate, Event, Recorded, Timestamp};

use super::world::{Dice, World};

/// Makes 2,000 revokes of what people hold on single tracks, each with what gives it back.
#[must_use]
pub fn revokes(world: &World) -> Vec<(Recorded, Recorded)> {
    let mut dice = Dice(11);
    let one = |_| {
        let place = dice.below(u32::try_from(world.on_tracks.len()).unwrap_or(u32::MAX));
        let (person, track, _) = world.on_tracks[place as usize];
        let (person, scope) = (world.people[person as usize], world.tracks[track as usize].into());
        let (since, before) = (Timestamp::default(), Standing::Active(Access::Editor));
        let event =
            |event: RosterEvent| Recorded { aggregate: Aggregate::Roster(scope), seq: 2, event: Event::Roster(event) };
        let closed = RosterEvent::Revoked { person, before, by_owner: true, since };
        let opened = RosterEvent::AccessChanged { person, before, after: before, since };
        (event(closed), event(opened))
    };
    (0..2_000).map(one).collect()
}
