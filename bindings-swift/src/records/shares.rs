//! Splits and what changed in them.

use crate::crosses::record;

record! {
    /// What a save of shares did (SPL-9).
    SharesChange = cowrite::SharesChange {
        /// On which track.
        track: cowrite::TrackId,
        /// How often shares have changed there now: give it back as `basedOn`.
        shares_version: u64,
        /// The rows that changed, in roster order.
        changes: Vec<cowrite::ChangedShares>,
        /// The totals now.
        totals: cowrite::Totals,
        /// Who is told.
        told: Vec<cowrite::PersonId>,
    }

    /// One person's shares before and after.
    ChangedShares = cowrite::ChangedShares {
        /// Whose.
        person: cowrite::PersonId,
        /// What they held.
        before: cowrite::Shares,
        /// What they hold.
        after: cowrite::Shares,
    }

    /// The totals of the three kinds on a track (SPL-4).
    Totals = cowrite::Totals {
        /// Of the recording.
        master: cowrite::KindTotal,
        /// Of the composition.
        publishing: cowrite::KindTotal,
        /// Of the songwriting.
        writer: cowrite::KindTotal,
    }

    /// The total of one kind on a track (SPL-4).
    KindTotal = cowrite::KindTotal {
        /// What is recorded.
        total: cowrite::Percent,
        /// What is missing to 100.
        remaining: cowrite::Percent,
        /// Where the kind stands.
        status: cowrite::SplitStatus,
    }

    /// A kind of split that is not complete, and by how much (SPL-5).
    Shortfall = cowrite::Shortfall {
        /// The kind of split.
        kind: cowrite::Kind,
        /// What is recorded.
        total: cowrite::Percent,
        /// What is missing to 100.
        remaining: cowrite::Percent,
    }

    /// What applying a proposal did (SPL-7).
    Applied = cowrite::Applied {
        /// What became of the shares, the newcomer's among them.
        shares: cowrite::SharesChange,
        /// The newcomer's invitation, where one was made.
        invitation: Option<cowrite::InvitationView>,
    }
}
