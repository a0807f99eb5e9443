//! What whole screens show.

use crate::call::operations;
use crate::custom::TrackID;

operations! { ActorCore on cowrite::Actor;
    /// What the actor shares with others and they with the actor, person by person (VIEW-1).
    sharing_panel() -> cowrite::SharingPanel = |actor| actor.sharing_panel();

    /// A track with all that its first screen shows: details, people, splits, latest activity, for its owner the number of links (VIEW-1).
    ///
    /// Throws `notFound`.
    track_overview(track as "_": TrackID) -> cowrite::TrackOverview = |actor| actor.track_overview(track);
}
