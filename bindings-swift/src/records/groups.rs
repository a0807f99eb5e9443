//! Groups.

use crate::crosses::record;

record! {
    /// A group as an actor sees it.
    TrackGroup = cowrite::GroupView {
        /// The id.
        id: cowrite::GroupId,
        /// The name.
        name: String,
        /// Who owns it.
        owner: cowrite::PersonId,
        /// Who created it.
        created_by: cowrite::PersonId,
        /// When.
        created_at: cowrite::Timestamp,
        /// The group it lies in.
        parent: Option<cowrite::GroupId>,
        /// How many tracks lie directly in it.
        tracks: u32,
        /// What the actor may do.
        level: cowrite::Level,
        /// The scope that decided so.
        via: cowrite::Scope,
        /// An open offer of ownership.
        offer: Option<cowrite::Offer>,
        /// How often its details have changed.
        version: u64,
    }

    /// What moving a group did (GRP-5).
    GroupMoved = cowrite::GroupMoved {
        /// The group now.
        group: cowrite::GroupView,
        /// Who may do more than before.
        gained: Vec<cowrite::Shift>,
        /// Who may do less than before, or nothing any more.
        lost: Vec<cowrite::Shift>,
        /// Who is told: whoever loses it, and the owners of tracks inside.
        told: Vec<cowrite::PersonId>,
    }

    /// What deleting a group did.
    GroupDeleted = cowrite::GroupDeleted {
        /// Which group.
        group: cowrite::GroupId,
        /// Who is told: who could view it, and the owners of tracks inside.
        told: Vec<cowrite::PersonId>,
    }
}
