//! What the access index answers.

use crate::record::record;

record! {
    /// The answers to many questions, all as of one state.
    Checked = cowrite::Checked {
        /// The number up to which every commit is in that state; on PostgreSQL later ones may be too.
        revision: u64,
        /// Whether each may, in the order of the questions.
        allowed: Vec<bool>,
    }

    /// A page of what somebody can view, as of one state.
    ///
    /// `for` goes on over all pages after it.
    IndexPage = cowrite::IndexPage, page of rows {
        /// The number up to which every commit is in that state; on PostgreSQL later ones may be too.
        revision: u64,
        /// The tracks.
        rows: Vec<cowrite::IndexedTrack>,
        /// The cursor for the next page; none at the end.
        next: Option<String>,
    }

    /// A track that somebody can view.
    IndexedTrack = cowrite::IndexedTrack {
        /// Which.
        track: cowrite::TrackId,
        /// What they may do.
        level: cowrite::Level,
        /// The scope that decided so.
        via: cowrite::Scope,
    }

    /// Somebody who may do something, and how.
    Holder = cowrite::Holder {
        /// Who.
        person: cowrite::PersonId,
        /// What they may do.
        level: cowrite::Level,
        /// The scope that gives it.
        via: cowrite::Scope,
    }
}
