//! What several rooms show.

use sha2::{Digest, Sha256};

use super::library::hex;
use crate::domain::ownership::Offer;
use crate::domain::slice::Slice;
use crate::error::Error;
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

/// Returns a cursor with a sum at its end, by which one that was cut or mistyped is known; it keeps nothing secret.
pub(crate) fn summed(cursor: &str) -> String {
    format!("{cursor}.{}", sum_of(cursor))
}

/// Returns what [`summed`] was given, if this is what it made of it.
pub(crate) fn without_sum(cursor: &str) -> Option<&str> {
    let (cursor, sum) = cursor.rsplit_once('.')?;
    (sum == sum_of(cursor)).then_some(cursor)
}

fn sum_of(cursor: &str) -> String {
    let digest: [u8; 32] = Sha256::digest(cursor).into();
    hex(digest.iter().take(4))
}

/// Returns the cursor for a place in the order of a listing.
pub(crate) fn show_place(place: &[u8]) -> String {
    summed(&hex(place))
}

/// Returns the place that a cursor names.
///
/// # Errors
/// `invalid_input{after}`.
pub(crate) fn place_of(cursor: &str) -> Result<Vec<u8>, Error> {
    let wrong = || Error::invalid("after", "is not a cursor of this listing");
    let cursor = without_sum(cursor).ok_or_else(wrong)?;
    let digits: Vec<u32> = cursor.chars().map(|digit| digit.to_digit(16)).collect::<Option<_>>().ok_or_else(wrong)?;
    let bytes = digits.chunks(2).map(|pair| match pair {
        [high, low] => u8::try_from(high * 16 + low).ok(),
        _ => None,
    });
    // A place is a kind of order and an id, or an id alone.
    let place: Vec<u8> = bytes.collect::<Option<_>>().ok_or_else(wrong)?;
    if (16..=17).contains(&place.len()) { Ok(place) } else { Err(wrong()) }
}

/// Returns what a scope is called.
pub(crate) fn title_of(slice: &Slice, scope: Scope) -> Option<String> {
    match scope {
        Scope::Track(id) => slice.track(id).map(|track| track.title.clone()),
        Scope::Group(id) => slice.group(id).map(|group| group.name.clone()),
    }
}
