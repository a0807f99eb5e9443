//! Shares as they are, and as they are edited.

use cowrite::{Error, Kind, Percent, ShareEdit};
use pyo3::prelude::*;
use pyo3::type_hint_union;

use crate::argument::{Edit, Exact, PersonArgument};
use crate::error::raised;
use crate::record::{Field, record, repr};
use crate::shown::{Names, Shown, object};

record! {
    /// Somebody's shares of a track, of each kind; `None` is unset, which is not 0.
    ///
    /// Exact percentages from 0 to 100 with at most two decimals, as `Decimal`.
    Shares = cowrite::Shares {
        /// Of the master recording.
        master: Option<cowrite::Percent>,
        /// Of the publishing.
        publishing: Option<cowrite::Percent>,
        /// Of the writing.
        writer: Option<cowrite::Percent>,
    }
}

/// Reads a share; what is not an exact percentage is `invalid_share`.
fn percent(kind: Kind, given: Exact) -> Result<Percent, Error> {
    let percent = given.decimal().and_then(|decimal| Percent::try_from(decimal).ok());
    percent.ok_or(Error::InvalidShare { kind })
}

fn edit(kind: Kind, given: Edit<Exact>) -> Result<ShareEdit, Error> {
    Ok(match given {
        Edit::Keep => ShareEdit::Keep,
        Edit::Empty => ShareEdit::Unset,
        Edit::Set(given) => ShareEdit::Set(percent(kind, given)?),
    })
}

fn edits(master: Edit<Exact>, publishing: Edit<Exact>, writer: Edit<Exact>) -> PyResult<cowrite::ShareEdits> {
    let read = || {
        let (master, publishing) = (edit(Kind::Master, master)?, edit(Kind::Publishing, publishing)?);
        Ok(cowrite::ShareEdits { master, publishing, writer: edit(Kind::Writer, writer)? })
    };
    read().map_err(|error: Error| raised(&error))
}

#[pymethods]
impl Shares {
    #[new]
    #[pyo3(signature = (*, master=None, publishing=None, writer=None))]
    fn new(master: Option<Exact>, publishing: Option<Exact>, writer: Option<Exact>) -> PyResult<Self> {
        let read = |kind, given: Option<Exact>| given.map(|given| percent(kind, given)).transpose();
        let shares = || {
            let (master, publishing) = (read(Kind::Master, master)?, read(Kind::Publishing, publishing)?);
            Ok(cowrite::Shares { master, publishing, writer: read(Kind::Writer, writer)? })
        };
        shares().map(Self::of).map_err(|error: Error| raised(&error))
    }
}

impl Shown for ShareEdit {
    type Python = ShareEdited;
    type Kept = ();

    fn shown(&self, _: Python<'_>, (): &()) -> PyResult<ShareEdited> {
        Ok(ShareEdited(*self))
    }
}

/// An edit as Python sees it: `KEEP`, `None` or the share.
#[derive(Debug)]
pub(crate) struct ShareEdited(ShareEdit);

impl<'py> IntoPyObject<'py> for ShareEdited {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    const OUTPUT_TYPE: pyo3::inspect::PyStaticExpr = type_hint_union!(
        <rust_decimal::Decimal as IntoPyObject<'_>>::OUTPUT_TYPE,
        pyo3::inspect::PyStaticExpr::Constant { value: pyo3::inspect::PyStaticConstant::None },
        pyo3::type_hint_identifier!("cowrite.enums", "Keep")
    );

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        match self.0 {
            ShareEdit::Keep => crate::argument::keep(py).cloned(),
            ShareEdit::Unset => Ok(py.None().into_bound(py)),
            ShareEdit::Set(percent) => object(&percent, &(), py),
        }
    }
}

/// What to do to somebody's shares: `KEEP` leaves a kind as it is, `None` unsets it, a number sets it.
#[pyclass(frozen, eq, hash, module = "cowrite")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct ShareEdits {
    held: cowrite::ShareEdits,
}

#[pymethods]
impl ShareEdits {
    #[new]
    #[pyo3(signature = (*, master=Edit::Keep, publishing=Edit::Keep, writer=Edit::Keep))]
    fn new(master: Edit<Exact>, publishing: Edit<Exact>, writer: Edit<Exact>) -> PyResult<Self> {
        Ok(Self { held: edits(master, publishing, writer)? })
    }

    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Names> {
        Names::new(py, &["master", "publishing", "writer"])
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        repr("ShareEdits", &fields(&self.held, py)?)
    }
}

/// The edits of a row, kind by kind.
fn fields<'py>(edits: &cowrite::ShareEdits, py: Python<'py>) -> PyResult<Vec<Field<'py>>> {
    let shown = |name, edit| Ok((name, object(edit, &(), py)?));
    [("master", &edits.master), ("publishing", &edits.publishing), ("writer", &edits.writer)]
        .into_iter()
        .map(|(name, edit)| shown(name, edit))
        .collect()
}

/// A row of shares to be saved: a person, and what to do to their shares of each kind.
#[pyclass(frozen, eq, hash, module = "cowrite")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct ShareRow {
    person: cowrite::PersonId,
    edits: cowrite::ShareEdits,
}

#[pymethods]
impl ShareRow {
    #[new]
    #[pyo3(signature = (person, *, master=Edit::Keep, publishing=Edit::Keep, writer=Edit::Keep))]
    fn new(
        person: PersonArgument,
        master: Edit<Exact>,
        publishing: Edit<Exact>,
        writer: Edit<Exact>,
    ) -> PyResult<Self> {
        Ok(Self { person: person.0, edits: edits(master, publishing, writer)? })
    }

    /// Whose shares.
    #[getter]
    const fn person(&self) -> uuid::Uuid {
        self.person.uuid()
    }

    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Names> {
        Names::new(py, &["person", "master", "publishing", "writer"])
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let mut shown = vec![("person", object(&self.person, &(), py)?)];
        shown.extend(fields(&self.edits, py)?);
        repr("ShareRow", &shown)
    }
}

/// The three kinds, on each class that holds edits.
macro_rules! kinds {
    ($Class:ident, $($edits:ident)+) => {
        #[pymethods]
        impl $Class {
            /// Of the master recording: the new share, `None` to unset it, `KEEP` to leave it.
            #[getter]
            const fn master(&self) -> ShareEdited {
                ShareEdited(self$(.$edits)+.master)
            }

            /// Of the publishing: the new share, `None` to unset it, `KEEP` to leave it.
            #[getter]
            const fn publishing(&self) -> ShareEdited {
                ShareEdited(self$(.$edits)+.publishing)
            }

            /// Of the writing: the new share, `None` to unset it, `KEEP` to leave it.
            #[getter]
            const fn writer(&self) -> ShareEdited {
                ShareEdited(self$(.$edits)+.writer)
            }
        }
    };
}

kinds!(ShareEdits, held);
kinds!(ShareRow, edits);

impl ShareRow {
    pub(crate) const fn row(&self) -> cowrite::ShareRow {
        cowrite::ShareRow { person: self.person, edits: self.edits }
    }
}

impl ShareEdits {
    pub(crate) const fn edits(&self) -> cowrite::ShareEdits {
        self.held
    }
}

crate::argument::instances! {
    Shares => cowrite::Shares, |shares| shares.held;
    ShareEdits => cowrite::ShareEdits, |edits| edits.edits();
    ShareRow => cowrite::ShareRow, |row| row.row();
}
