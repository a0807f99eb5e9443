use crate::app::AccessIndex;
use crate::domain::sync::Seen;
use crate::event::Recorded;

/// Tells an index of a commit that its store has never seen: for measuring what the index alone costs.
///
/// The index is no longer that of its store then.
pub fn tell_index(index: &AccessIndex, happened: &[&Recorded], revision: u64) {
    index.tell(happened, &Seen::up_to(revision));
}
