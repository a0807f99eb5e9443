//! Who takes part, and what ending somebody's part did.

use crate::record::record;

record! {
    /// Everybody with a part in a scope, ready for a screen (VIEW-1).
    Panel = cowrite::Panel {
        /// Of what.
        scope: cowrite::Scope,
        /// Who owns it.
        owner: cowrite::PersonId,
        /// One row each: owner first, then by when they first reached it (SPL-6).
        rows: Vec<cowrite::PanelRow>,
        /// What is recorded and what remains of each kind; none on a group (SPL-4).
        totals: Option<cowrite::Totals>,
        /// How often shares have changed, give it back as `based_on` when saving; none on a group.
        shares_version: Option<u64>,
        /// Whether a track's folder still lies with a former owner (FIL-5).
        transfer_pending: bool,
        /// What the owner must mend for the track's folder to be where and with whom it should be; the owner alone is told (FIL-2).
        folder_trouble: Option<cowrite::FolderTrouble>,
    }

    /// One person's row in the panel.
    PanelRow = cowrite::PanelRow {
        /// Who.
        person: cowrite::PersonId,
        /// What they are called; none for somebody who has not registered yet.
        name: Option<String>,
        /// What they did.
        role: Option<String>,
        /// What they may do now.
        level: Option<cowrite::Level>,
        /// What the scope itself says of them: `owner`, `none`, `active`, `revoked`, `left`, `removed`.
        standing: String,
        /// The scope that gives them their level.
        via: Option<cowrite::Scope>,
        /// The scope that keeps them out, where one does.
        ended_via: Option<cowrite::Scope>,
        /// The access of an invitation that waits for their answer and would open the scope.
        invited: Option<cowrite::Access>,
        /// To what it is: the scope, or a group above.
        invited_via: Option<cowrite::Scope>,
        /// Whether they have a credit.
        credited: bool,
        /// Whether they have ever accepted being credited.
        accepted: bool,
        /// What they hold.
        shares: cowrite::Shares,
        /// Why they are not on the track's folder in the file store as their access says; they can read through the library (FIL-2).
        folder_trouble: Option<cowrite::MemberTrouble>,
    }

    /// What became of somebody's access.
    AccessChange = cowrite::AccessChange {
        /// To what.
        scope: cowrite::Scope,
        /// Whose.
        person: cowrite::PersonId,
        /// What it was.
        before: Option<cowrite::Level>,
        /// What it is, if anything.
        after: Option<cowrite::Level>,
        /// Who is told.
        told: Vec<cowrite::PersonId>,
    }

    /// What an act that ends access did (REV-9).
    Ending = cowrite::Ending {
        /// The scopes closed: the one named first, then those below whose own access was ended.
        closed: Vec<cowrite::Scope>,
        /// The pending invitations ended.
        invitations_ended: Vec<cowrite::InvitationId>,
        /// The scopes on which an offer of ownership ended.
        offers_ended: Vec<cowrite::Scope>,
        /// What the person still has access to there, and through what.
        remaining: Vec<cowrite::Remaining>,
        /// The shares freed.
        freed: Vec<cowrite::Freed>,
        /// The scopes whose files leave the person's own store.
        files: Vec<cowrite::Scope>,
        /// Who is told.
        told: Vec<cowrite::PersonId>,
    }

    /// Access that an act left.
    Remaining = cowrite::Remaining {
        /// To what.
        scope: cowrite::Scope,
        /// How much.
        level: cowrite::Level,
        /// Through what.
        via: cowrite::Scope,
    }

    /// Shares that an act freed for others.
    Freed = cowrite::Freed {
        /// On which track.
        track: cowrite::TrackId,
        /// What the person held.
        shares: cowrite::Shares,
    }
}
