//! Tracks.

use cowrite::{NewTrack, TrackUpdate};

use crate::argument::{BpmArgument, Edit, GroupArgument, Seq, StageArgument, Text, TrackArgument};
use crate::call::operations;

operations! { actor on cowrite::Actor;
    /// Creates a track, which the actor owns; in a group, its owner does (OWN-1, GRP-4).
    ///
    /// Refused with `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`.
    create_track(title: Text; group: Option<GroupArgument> = None) -> cowrite::TrackView = |actor| {
        actor.create_track(NewTrack::new(title).in_group(group))
    };

    /// A track as the actor sees it. Refused with `not_found` also where the actor may not know of it (ACC-5).
    track(track: TrackArgument) -> cowrite::TrackView = |actor| actor.track(track);

    /// Changes a track's details; what is left out stays, `null` empties `bpm` and `key` (ACC-1, OWN-2, SPL-5).
    ///
    /// `bpm` is exact to a hundredth, from 1.00 to 999.99; a stage is one of `Stage` or the host's own.
    /// Refused with `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`, and `splits_incomplete` where publishing is strict.
    update_track(
        track: TrackArgument;
        title: Option<Text> = None,
        stage: Option<StageArgument> = None,
        bpm: Edit<BpmArgument> = Keep,
        key: Edit<Text> = Keep,
        tags: Option<Seq<Text>> = None
    ) -> cowrite::TrackUpdated = |actor| {
        let mut update = TrackUpdate::new();
        update.bpm = bpm;
        (update.title, update.stage, update.key, update.tags) = (title, stage, key, tags);
        actor.update_track(track, update)
    };

    /// Puts a track aside: it stays as it is, out of the way (LIB-2). Refused with `not_found`, `access_denied`.
    archive_track(track: TrackArgument) -> cowrite::TrackView = |actor| actor.archive_track(track);

    /// Takes a track up again (LIB-2). Refused with `not_found`, `access_denied`.
    unarchive_track(track: TrackArgument) -> cowrite::TrackView = |actor| actor.unarchive_track(track);

    /// Deletes a track for good, with all access to it (OWN-2). Refused with `not_found`, `access_denied`.
    delete_track(track: TrackArgument) -> cowrite::TrackDeleted = |actor| actor.delete_track(track);

    /// Moves a track into a group, or with `null` out of its group; says whose access rises and falls (GRP-4, GRP-5).
    ///
    /// Refused with `not_found`, `access_denied`, `limit_exceeded`.
    move_track(track: TrackArgument; group: Option<GroupArgument>) -> cowrite::TrackMoved = |actor| actor.move_track(track, group);
}
