//! What whole screens show.

use crate::record::record;

record! {
    /// What the actor shares with others and they with the actor, person by person (VIEW-1).
    SharingPanel = cowrite::SharingPanel {
        /// One entry for each person, ordered by name, then by id.
        people: Vec<cowrite::SharingWith>,
    }

    /// What is shared between the actor and one person.
    SharingWith = cowrite::SharingWith {
        /// Who.
        person: cowrite::PersonId,
        /// What they are called; none for somebody who has not registered yet.
        name: Option<String>,
        /// What the actor owns and they can view, or are invited to.
        from_me: Vec<cowrite::SharedRow>,
        /// What they own and the actor can view.
        from_them: Vec<cowrite::SharedRow>,
    }

    /// A track or group that is shared; what is in a group that is shared as a whole is not listed once more.
    SharedRow = cowrite::SharedRow {
        /// Which.
        scope: cowrite::Scope,
        /// What it is called.
        title: Option<String>,
        /// What the other one may do.
        level: Option<cowrite::Level>,
        /// The scope that gives it.
        via: Option<cowrite::Scope>,
        /// The access of an invitation that waits for their answer.
        invited: Option<cowrite::Access>,
    }

    /// A track with all that its first screen shows (VIEW-1).
    TrackOverview = cowrite::TrackOverview {
        /// Its details.
        track: cowrite::TrackView,
        /// What its owner is called.
        owner_name: Option<String>,
        /// What the group it lies in is called; none where the actor cannot view it (EXP-5).
        group_name: Option<String>,
        /// Everybody with a part in it, with totals and what remains.
        collaborators: cowrite::Panel,
        /// How many links and playlists show it, now or when their time has come; none unless the actor owns it (EXP-5).
        links: Option<u64>,
        /// The newest bounce, of which was said that it is there: known without asking the file store (FIL-5).
        latest_version: Option<cowrite::VersionView>,
        /// What happened last, newest first.
        activity: Vec<cowrite::ActivityEntry>,
    }
}
