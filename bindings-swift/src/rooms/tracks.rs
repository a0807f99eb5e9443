//! Tracks.

use cowrite::{Bpm, NewTrack, TrackUpdate};

use crate::argument::Edit;
use crate::call::operations;
use crate::custom::{Exact, GroupID, TrackID};
use crate::values::Stage;

operations! { ActorCore on cowrite::Actor;
    /// Creates a track, which the actor owns; in a group, its owner does (OWN-1, GRP-4).
    ///
    /// Throws `invalidInput`, `limitExceeded`, `notFound`, `accessDenied`.
    create_track(title as "_": String, group as "in": Option<GroupID> = None) -> cowrite::TrackView = |actor| {
        actor.create_track(NewTrack::new(title).in_group(group))
    };

    /// A track as the actor sees it. Throws `notFound` also where the actor may not know of it (ACC-5).
    track(track as "_": TrackID) -> cowrite::TrackView = |actor| actor.track(track);

    /// Changes a track's details; what is left out stays, `nil` empties `bpm` and `key` (ACC-1, OWN-2, SPL-5).
    ///
    /// `bpm` is exact to a hundredth, from 1.00 to 999.99; a stage is one of `Stage` or the host's own.
    /// Throws `invalidInput`, `limitExceeded`, `notFound`, `accessDenied`, and `splitsIncomplete` where publishing is strict.
    update_track(
        track as "_": TrackID,
        title: Option<String> = None,
        stage: Option<Stage> = None,
        bpm: Edit<Exact> = Keep,
        key: Edit<String> = Keep,
        tags: Option<Vec<String>> = None,
    ) -> cowrite::TrackUpdated = |actor| {
        let mut update = TrackUpdate::new();
        update.bpm = bpm.map(|bpm| bpm.map(Bpm::try_from).transpose()).transpose()?;
        (update.title, update.stage, update.key, update.tags) = (title, stage, key, tags);
        actor.update_track(track, update)
    };

    /// Puts a track aside: it stays as it is, out of the way (LIB-2). Throws `notFound`, `accessDenied`.
    archive_track(track as "_": TrackID) -> cowrite::TrackView = |actor| actor.archive_track(track);

    /// Takes a track up again (LIB-2). Throws `notFound`, `accessDenied`.
    unarchive_track(track as "_": TrackID) -> cowrite::TrackView = |actor| actor.unarchive_track(track);

    /// Deletes a track for good, with all access to it (OWN-2). Throws `notFound`, `accessDenied`.
    delete_track(track as "_": TrackID) -> cowrite::TrackDeleted = |actor| actor.delete_track(track);

    /// Moves a track into a group, or with `nil` out of its group; says whose access rises and falls (GRP-4, GRP-5).
    ///
    /// Throws `notFound`, `accessDenied`, `limitExceeded`.
    move_track(
        track as "_": TrackID,
        group as "to": Option<GroupID>,
    ) -> cowrite::TrackMoved = |actor| actor.move_track(track, group);
}
