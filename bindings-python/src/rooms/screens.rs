//! What whole screens show.

use crate::actor::{Actor, ActorCalls, AsyncActor};
use crate::argument::TrackArgument;
use crate::call::operations;

operations! { Actor, AsyncActor, ActorCalls on cowrite::Actor;
    /// What the actor shares with others and they with the actor, person by person (VIEW-1).
    ///
    /// >>> [shared] = me.sharing_panel().people
    /// >>> shared.name, [row.title for row in shared.from_me]
    /// ('Alex Reyes', ['Midnight Sessions'])
    sharing_panel() -> cowrite::SharingPanel = |actor| actor.sharing_panel();

    /// A track with all that its first screen shows: details, people, splits, latest activity, for its owner the number of links (VIEW-1).
    ///
    /// Raises `not_found`.
    ///
    /// >>> overview = me.track_overview(track)
    /// >>> overview.track.title, len(overview.collaborators.rows), overview.activity[0].what
    /// ('Midnight Sessions', 2, 'joined')
    track_overview(track: TrackArgument) -> cowrite::TrackOverview = |actor| actor.track_overview(track);
}
