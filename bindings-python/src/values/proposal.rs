//! Proposals: what the library would save, which a host may change before it is applied.

use cowrite::Warning;
use pyo3::prelude::*;

use super::scope::InviteeArgument;
use super::shares::Shares;
use crate::argument::{Argument, Given, PersonArgument, Seq, TrackArgument, Whole};
use crate::error::raised;
use crate::record::{Field, hash, record, repr};
use crate::shown::{Names, Shown, object};

record! {
    /// A split that the library proposes: nothing is saved until `apply_proposal` is given it, or what the host has made of it.
    Proposal = cowrite::Proposal {
        /// Of which track.
        track: cowrite::TrackId,
        /// The version of the shares that it rests on (SPL-9).
        based_on: u64,
        /// Who would be invited with it.
        newcomer: Option<cowrite::Invitee>,
        /// Who would hold what; rows that are not there stay as they are.
        rows: Vec<cowrite::ProposedShares>,
        /// What of each kind was left before.
        remaining: cowrite::Shares,
        /// What the proposal cannot make good.
        warnings: Vec<cowrite::Warning>,
    }

    /// A row of a proposal.
    ProposedShares = cowrite::ProposedShares {
        /// Who; `None` for a newcomer who is known by address alone.
        person: Option<cowrite::PersonId>,
        /// The shares; `None` where a kind is not touched.
        shares: cowrite::Shares,
    }
}

#[pymethods]
impl Proposal {
    #[new]
    #[pyo3(signature = (track, *, based_on, rows, newcomer=None, remaining=None, warnings=None))]
    fn new(
        track: TrackArgument,
        based_on: Whole<u64>,
        rows: Seq<Given<ProposedShares>>,
        newcomer: Option<InviteeArgument>,
        remaining: Option<Given<Shares>>,
        warnings: Option<Seq<Given<SplitWarning>>>,
    ) -> PyResult<Self> {
        let read = || {
            Ok(cowrite::Proposal {
                track: track.0,
                based_on: based_on.value("based_on")?,
                newcomer: newcomer.value("newcomer")?,
                rows: rows.value("rows")?,
                remaining: remaining.value("remaining")?.unwrap_or_default(),
                warnings: warnings.value("warnings")?.unwrap_or_default(),
            })
        };
        read().map(Self::of).map_err(|error: cowrite::Error| raised(&error))
    }
}

#[pymethods]
impl ProposedShares {
    #[new]
    fn new(person: Option<PersonArgument>, shares: Given<Shares>) -> Self {
        Self::of(cowrite::ProposedShares { person: person.map(|person| person.0), shares: shares.get() })
    }
}

/// What is to be told about a split, though it was done: `splits_incomplete` with its `kinds`, or `no_allocation_remaining` with its `kind`.
#[pyclass(frozen, eq, module = "cowrite")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SplitWarning {
    held: Warning,
}

#[pymethods]
impl SplitWarning {
    /// What it is: the code that it would have as an error.
    #[getter]
    const fn code(&self) -> &'static str {
        match self.held {
            Warning::SplitsIncomplete { .. } => "splits_incomplete",
            Warning::NoAllocationRemaining { .. } => "no_allocation_remaining",
            _ => "unknown",
        }
    }

    /// The kinds that do not come to 100, for `splits_incomplete`.
    #[getter]
    fn kinds(&self, py: Python<'_>) -> PyResult<<Option<Vec<cowrite::Shortfall>> as Shown>::Python> {
        let kinds = match &self.held {
            Warning::SplitsIncomplete { kinds } => Some(kinds.clone()),
            _ => None,
        };
        kinds.given(py)
    }

    /// The kind of which nothing is left, for `no_allocation_remaining`.
    #[getter]
    fn kind(&self, py: Python<'_>) -> PyResult<<Option<cowrite::Kind> as Shown>::Python> {
        let kind = match self.held {
            Warning::NoAllocationRemaining { kind } => Some(kind),
            _ => None,
        };
        kind.given(py)
    }

    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Names> {
        Names::new(py, &["code", "kinds", "kind"])
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        hash(py, self.fields(py)?)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        repr("SplitWarning", &self.fields(py)?)
    }
}

impl SplitWarning {
    fn fields<'py>(&self, py: Python<'py>) -> PyResult<Vec<Field<'py>>> {
        let code = ("code", object(&self.code().to_owned(), &(), py)?);
        Ok(match &self.held {
            Warning::SplitsIncomplete { kinds } => vec![code, ("kinds", object(kinds, &Default::default(), py)?)],
            Warning::NoAllocationRemaining { kind } => vec![code, ("kind", object(kind, &(), py)?)],
            _ => vec![code],
        })
    }
}

impl Shown for Warning {
    type Python = SplitWarning;
    type Kept = ();

    fn shown(&self, _: Python<'_>, (): &()) -> PyResult<SplitWarning> {
        Ok(SplitWarning { held: self.clone() })
    }
}

crate::argument::instances! {
    Proposal => cowrite::Proposal, |proposal| proposal.held.clone();
    ProposedShares => cowrite::ProposedShares, |row| row.held.clone();
    SplitWarning => Warning, |warning| warning.held.clone();
}
