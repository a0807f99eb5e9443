//! What the access index is asked, and what it answers.

use cowrite::{Action, Error};
use pyo3::prelude::*;

use crate::argument::{Argument, PersonArgument, instances};
use crate::error::raised;
use crate::page::{Paged, pages};
use crate::record::record;
use crate::values::ScopeArgument;
use crate::word::WordArgument;

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
    ///
    /// Iterating goes on over all pages after it with `for`.
    IndexPage = Paged<cowrite::IndexPage> {
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

pages! {
    IndexPage, rows: cowrite::IndexedTrack;
}

#[pymethods]
impl Check {
    #[new]
    #[pyo3(signature = (person, *, scope, action))]
    fn new(person: PersonArgument, scope: ScopeArgument, action: WordArgument<Action>) -> PyResult<Self> {
        let read = || {
            let (scope, action) = (scope.value("scope")?, action.value("action")?);
            Ok(cowrite::Check { person: person.0, scope, action })
        };
        read().map(Self::of).map_err(|error: Error| raised(&error))
    }
}

instances! {
    Check => cowrite::Check, |check| check.held;
}
