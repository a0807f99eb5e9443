//! Tracks.

use crate::record::record;

record! {
    /// A track as an actor sees it.
    Track = cowrite::TrackView {
        /// The id.
        id: cowrite::TrackId,
        /// The title.
        title: String,
        /// Who owns it.
        owner: cowrite::PersonId,
        /// Who created it.
        created_by: cowrite::PersonId,
        /// When.
        created_at: cowrite::Timestamp,
        /// The group it lies in.
        group: Option<cowrite::GroupId>,
        /// Where it stands.
        stage: cowrite::Stage,
        /// Beats per minute.
        bpm: Option<cowrite::Bpm>,
        /// The musical key.
        key: Option<String>,
        /// Tags, in the order given.
        tags: Vec<String>,
        /// Whether it is put aside.
        archived: bool,
        /// Whether the operator took it down.
        condition: cowrite::Condition,
        /// What the actor may do.
        level: cowrite::Level,
        /// The scope that decided so.
        via: cowrite::Scope,
        /// An open offer of ownership.
        offer: Option<cowrite::Offer>,
        /// How often its details have changed.
        version: u64,
    }

    /// What an update of a track did.
    TrackUpdated = cowrite::TrackUpdated {
        /// The track now.
        track: cowrite::TrackView,
        /// What the actor should know: splits that are incomplete though it was published (SPL-5).
        warnings: Vec<cowrite::Warning>,
        /// Who is told.
        told: Vec<cowrite::PersonId>,
    }

    /// What a deletion did.
    TrackDeleted = cowrite::TrackDeleted {
        /// Which track.
        track: cowrite::TrackId,
        /// Who is told: whoever loses it.
        told: Vec<cowrite::PersonId>,
    }

    /// What moving a track did (GRP-5).
    TrackMoved = cowrite::TrackMoved {
        /// The track now, unless the actor cannot view it any more.
        track: Option<cowrite::TrackView>,
        /// Who may do more than before.
        gained: Vec<cowrite::Shift>,
        /// Who may do less than before, or nothing any more.
        lost: Vec<cowrite::Shift>,
        /// Who is told: whoever loses it.
        told: Vec<cowrite::PersonId>,
    }

    /// Somebody's level on a scope before and after an act.
    Shift = cowrite::Shift {
        /// Whose.
        person: cowrite::PersonId,
        /// What it was, if anything.
        before: Option<cowrite::Level>,
        /// What it is, if anything.
        after: Option<cowrite::Level>,
    }
}
