//! Invitations.

use crate::crosses::record;

record! {
    /// An invitation.
    Invitation = cowrite::InvitationView {
        /// The id.
        id: cowrite::InvitationId,
        /// To what.
        scope: cowrite::Scope,
        /// Who is invited.
        person: cowrite::PersonId,
        /// Who invites.
        by: cowrite::PersonId,
        /// The access that begins on acceptance.
        access: cowrite::Access,
        /// The role offered.
        role: Option<String>,
        /// The shares offered.
        shares: cowrite::Shares,
        /// When it was made.
        created_at: cowrite::Timestamp,
        /// From when on it is over.
        expires_at: cowrite::Timestamp,
        /// Where it stands.
        state: cowrite::InvitationStatus,
    }

    /// An invitation that waits for the actor's answer (INV-6).
    InboxEntry = cowrite::InboxEntry {
        /// The invitation.
        invitation: cowrite::InvitationId,
        /// To what.
        scope: cowrite::Scope,
        /// What that is called.
        name: String,
        /// Who invites.
        by: cowrite::PersonId,
        /// What they are called.
        by_name: Option<String>,
        /// The access that begins on acceptance.
        access: cowrite::Access,
        /// The role offered.
        role: Option<String>,
        /// The shares offered.
        shares: cowrite::Shares,
        /// The shares recorded for the person now, which may have changed since: what they accept.
        shares_now: cowrite::Shares,
        /// When it was made.
        created_at: cowrite::Timestamp,
        /// From when on it is over.
        expires_at: cowrite::Timestamp,
        /// How long ago it was made.
        age_ms: i64,
    }

    /// What accepting did.
    Joined = cowrite::Joined {
        /// The invitation.
        invitation: cowrite::InvitationView,
        /// What the actor may do now.
        level: Option<cowrite::Level>,
    }
}
