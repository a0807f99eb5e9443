//! Who has access and why, now and then.

use crate::crosses::record;

record! {
    /// Why somebody has access to a track, or has none (EXP-1).
    Explanation = cowrite::Explanation {
        /// Of which track.
        track: cowrite::TrackId,
        /// Whose access.
        person: cowrite::PersonId,
        /// What they may do now.
        level: Option<cowrite::Level>,
        /// The scope that gives it.
        via: Option<cowrite::Scope>,
        /// Why.
        because: cowrite::Because,
        /// Whether a group gives less here than its standing says, since its owner does not own the track (GRP-4).
        capped: bool,
        /// What the track and every group above it say of them, nearest first.
        steps: Vec<cowrite::ExplainedStep>,
        /// The links and playlists that show the track to whoever has their secret, now or when their time has come; none unless the asker owns the track (EXP-5).
        links: Option<Vec<cowrite::LinkReach>>,
        /// The smallest set of acts that would end their access: empty where there is none, absent for the owner.
        ends_with: Option<Vec<cowrite::EndingAct>>,
    }

    /// A scope on the way up, with what it says of somebody.
    ExplainedStep = cowrite::ExplainedStep {
        /// Which.
        scope: cowrite::Scope,
        /// What it is called; none where the asker cannot view it (EXP-5).
        name: Option<String>,
        /// What it says: `owner`, `none`, `active`, `revoked`, `left`, `removed`.
        standing: String,
        /// The access that it gives.
        access: Option<cowrite::Access>,
        /// Whether it decided.
        decides: bool,
    }

    /// An act that would end somebody's access.
    EndingAct = cowrite::EndingAct {
        /// The operation: `revoke`, or `leave` where the asker asks about themselves.
        operation: String,
        /// On what.
        scope: cowrite::Scope,
        /// Whose access.
        person: cowrite::PersonId,
        /// The least level that may do it; none for leaving, which takes no right.
        needed: Option<cowrite::Level>,
    }

    /// A link or playlist that reaches a track.
    LinkReach = cowrite::LinkReach {
        /// Which.
        link: cowrite::LinkId,
        /// Whether it is a playlist share.
        playlist: bool,
        /// Whether it opens the track now, or only when its time has come.
        state: cowrite::LinkState,
        /// When it was made.
        created_at: cowrite::Timestamp,
    }

    /// Somebody who may do something, and how (EXP-2).
    WhoCan = cowrite::WhoCan {
        /// Who.
        person: cowrite::PersonId,
        /// What they are called.
        name: Option<String>,
        /// What they may do.
        level: cowrite::Level,
        /// The scope that gives it.
        via: cowrite::Scope,
    }

    /// What somebody could do on a track at an instant (EXP-4).
    AccessThen = cowrite::AccessThen {
        /// On which track.
        track: cowrite::TrackId,
        /// Who.
        person: cowrite::PersonId,
        /// When.
        instant: cowrite::Timestamp,
        /// What they could do.
        level: Option<cowrite::Level>,
        /// The scope that gave it.
        via: Option<cowrite::Scope>,
    }

    /// Who held which share on a track at an instant (EXP-4).
    SharesThen = cowrite::SharesThen {
        /// On which track.
        track: cowrite::TrackId,
        /// When.
        instant: cowrite::Timestamp,
        /// Everybody credited then, in roster order (SPL-6).
        rows: Vec<cowrite::SharesThenRow>,
        /// What was recorded and what remained of each kind.
        totals: cowrite::Totals,
    }

    /// What somebody held at an instant.
    SharesThenRow = cowrite::SharesThenRow {
        /// Who.
        person: cowrite::PersonId,
        /// What they are called now.
        name: Option<String>,
        /// What they held.
        shares: cowrite::Shares,
    }
}
