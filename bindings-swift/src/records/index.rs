//! What the access index is asked, and what it answers.

use cowrite::Error;

use crate::argument::Argument;
use crate::crosses::record;

record! {
    /// One question of many: may this person do this there?
    Check = cowrite::Check {
        /// Who.
        person: cowrite::PersonId,
        /// On what.
        scope: cowrite::Scope,
        /// What.
        action: cowrite::Action,
    }

    /// The answers to many questions, all as of one state.
    Checked = cowrite::Checked {
        /// The number up to which every commit is in that state; on PostgreSQL later ones may be too.
        revision: u64,
        /// Whether each may, in the order of the questions.
        allowed: Vec<bool>,
    }

    /// A page of what somebody can view, as of one state.
    IndexPage = cowrite::IndexPage {
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

impl Argument for Check {
    type Value = cowrite::Check;

    fn value(self, _: &'static str) -> Result<cowrite::Check, Error> {
        Ok(cowrite::Check { person: self.person, scope: self.scope, action: self.action.into() })
    }
}
