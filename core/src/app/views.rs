//! What several rooms show.

use crate::domain::ownership::Offer;
use crate::domain::slice::Slice;
use crate::id::{PersonId, Scope};
use crate::time::Timestamp;

/// Returns the offer of ownership that is open on a scope.
pub(crate) fn offer_view(slice: &Slice, scope: Scope, now: Timestamp) -> Option<Offer> {
    slice.offer(scope).filter(|offer| offer.is_open(now))
}

/// Returns the name to show for a person.
pub(crate) fn name_of(slice: &Slice, person: PersonId) -> Option<String> {
    slice.people.get(&person).and_then(|person| person.display_name()).map(ToOwned::to_owned)
}

/// Returns what a scope is called.
pub(crate) fn title_of(slice: &Slice, scope: Scope) -> Option<String> {
    match scope {
        Scope::Track(id) => slice.track(id).map(|track| track.title.clone()),
        Scope::Group(id) => slice.group(id).map(|group| group.name.clone()),
    }
}
