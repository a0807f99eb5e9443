//! What changes for a device.

use crate::crosses::record;

record! {
    /// What has changed for the actor: a device takes it in from the first field to the last.
    Delta = cowrite::Sync {
        /// Whether the device first forgets all it holds: a full reading begins.
        full: bool,
        /// Groups that have changed, with what of them is held now.
        groups: Vec<cowrite::SyncedGroup>,
        /// Tracks to put in the place of what the device holds.
        tracks: Vec<cowrite::SyncedTrack>,
        /// Tracks to take away.
        removed: Vec<cowrite::RemovedTrack>,
        /// Tracks of which no file may stay on the device: those taken away. Files of what a group that `replaces` leaves out go too.
        drop_files: Vec<cowrite::TrackId>,
        /// All the actor's buckets, where one of them has changed.
        buckets: Option<Vec<cowrite::BucketView>>,
        /// The cursor to give next time.
        cursor: String,
        /// Whether there is more to tell at once.
        more: bool,
    }

    /// A group that has changed for the actor.
    SyncedGroup = cowrite::SyncedGroup {
        /// Which.
        group: cowrite::GroupId,
        /// What it is called; none where the actor cannot view it any more.
        name: Option<String>,
        /// What the actor may do there; none where they cannot view it any more.
        level: Option<cowrite::Level>,
        /// Why they cannot.
        reason: Option<cowrite::RemovalReason>,
        /// Whether everything that the device holds as lying directly in this group goes, files too, before `tracks` is put in its place.
        replaces: bool,
        /// Tracks lying directly in it that are held now.
        tracks: Vec<cowrite::SyncedTrack>,
    }

    /// A track as a device keeps it: what the library shows of it, people's names left out.
    SyncedTrack = cowrite::SyncedTrack {
        /// Which track.
        track: cowrite::TrackId,
        /// Its title.
        title: String,
        /// Who owns it.
        owner: cowrite::PersonId,
        /// What the actor may do.
        level: cowrite::Level,
        /// The scope that decided so.
        via: cowrite::Scope,
        /// Where it stands.
        stage: cowrite::Stage,
        /// Beats per minute.
        bpm: Option<cowrite::Bpm>,
        /// The musical key.
        key: Option<String>,
        /// Its tags.
        tags: Vec<String>,
        /// Whether it was put aside.
        archived: bool,
        /// Where its splits stand.
        splits: cowrite::SplitStatuses,
        /// The group it lies in, where the actor can view that.
        group: Option<cowrite::GroupId>,
        /// The actor's bucket that it is in; one that is not among the buckets told is none.
        bucket: Option<cowrite::BucketId>,
        /// How many share links it has that were not revoked; only on the actor's own.
        links: Option<usize>,
        /// The newest bounce, known without asking the file store (FIL-5).
        latest_version: Option<cowrite::LatestVersion>,
    }

    /// A track that the actor held and holds no more.
    RemovedTrack = cowrite::RemovedTrack {
        /// Which.
        track: cowrite::TrackId,
        /// Why.
        reason: cowrite::RemovalReason,
    }
}
