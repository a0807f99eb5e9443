//! The past: what the rules gave at an instant, told from the history alone (EXP-4).
//!
//! 1. What was so at an instant is what all commits stamped at or before it came to, in the order of their numbers.
//! 2. A scope's past access is judged with the groups it lay in then, as these were then.
//! 3. What is shown as activity is enough for it: a scope's beginning and its handovers say what their rosters mirrored.

use super::roster::RosterEvent;
use super::slice::Slice;
use super::track::TrackEvent;
use crate::domain::group::GroupEvent;
use crate::event::{Aggregate, Entry, Event, Recorded};
use crate::id::Scope;
use crate::time::Timestamp;

impl Slice {
    /// Returns what scopes and their rosters were at `instant`, by their histories oldest first.
    #[must_use]
    pub fn of_past<'a>(history: impl IntoIterator<Item = &'a Entry>, instant: Timestamp) -> Self {
        let mut slice = Self::default();
        for entry in history.into_iter().filter(|entry| entry.stamp <= instant) {
            let Recorded { aggregate, event, .. } = &entry.recorded;
            if let (Some(scope), Event::Track(_) | Event::Group(_) | Event::Roster(_)) = (aggregate.scope(), event) {
                slice.apply(*aggregate, event, entry.at);
                if let Some(mirrored) = mirrored(scope, event, entry.at) {
                    slice.apply(Aggregate::Roster(scope), &Event::Roster(mirrored), entry.at);
                }
            }
        }
        slice
    }
}

/// Returns what a scope's roster recorded beside an event of its details.
fn mirrored(scope: Scope, event: &Event, since: Timestamp) -> Option<RosterEvent> {
    let credited = scope.track().is_some();
    match event {
        Event::Track(TrackEvent::Created { owner, .. }) | Event::Group(GroupEvent::Created { owner, .. }) => {
            Some(RosterEvent::Founded { owner: *owner, since, credited })
        }
        Event::Track(TrackEvent::HandedOver { from, to }) | Event::Group(GroupEvent::HandedOver { from, to }) => {
            Some(RosterEvent::OwnerChanged { from: *from, to: *to, since, credited })
        }
        _ => None,
    }
}
