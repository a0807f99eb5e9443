//! What whole screens show.

use crate::argument::TrackArgument;
use crate::call::operations;

operations! { actor on cowrite::Actor;
    /// What the actor shares with others and they with the actor, person by person (VIEW-1).
    sharing_panel() -> cowrite::SharingPanel = |actor| actor.sharing_panel();

    /// A track with all that its first screen shows: details, people, splits, latest activity, for its owner the number of links (VIEW-1).
    ///
    /// Refused with `not_found`.
    track_overview(track: TrackArgument) -> cowrite::TrackOverview = |actor| actor.track_overview(track);
}
