//! What is to be done outside: one of three things, and of what.

use cowrite::domain::effect::Effect as Core;
use pyo3::prelude::*;
use uuid::Uuid;

use crate::argument::{ImportArgument, PersonArgument};
use crate::shown::{Names, Shown};
use crate::values::{Scope, ScopeArgument};

/// Something to be done outside after a commit, harmless to do twice: `reconcile` members, `arrange` folders, `carry` an import's files.
///
/// One gets it from `Operator.effects()`; made by `Effect.reconcile`, `Effect.arrange` and `Effect.carry`.
#[pyclass(frozen, eq, hash, module = "cowrite")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Effect {
    held: Core,
}

#[pymethods]
impl Effect {
    /// Brings the members of a track's shared folder, or of those of all tracks below a group, to what access says (FIL-2).
    #[staticmethod]
    fn reconcile(scope: ScopeArgument) -> Self {
        Self { held: Core::Reconcile { scope: scope.0 } }
    }

    /// Brings the folder of a track, or those of all tracks below a group, to where title, groups and owner say (FIL-1, OWN-4).
    #[staticmethod]
    fn arrange(scope: ScopeArgument) -> Self {
        Self { held: Core::Arrange { scope: scope.0 } }
    }

    /// Puts what has come of an accepted import into its track's folder (IMP-3).
    #[staticmethod]
    #[pyo3(signature = (import_, *, to))]
    fn carry(import_: ImportArgument, to: PersonArgument) -> Self {
        Self { held: Core::Carry { to: to.0, import: import_.0 } }
    }

    /// Which of the three it is: `reconcile`, `arrange` or `carry`.
    #[getter]
    const fn kind(&self) -> &'static str {
        match self.held {
            Core::Reconcile { .. } => "reconcile",
            Core::Arrange { .. } => "arrange",
            Core::Carry { .. } => "carry",
        }
    }

    /// Where members are reconciled or folders arranged.
    #[getter]
    fn scope(&self, py: Python<'_>) -> PyResult<Option<Scope>> {
        match self.held {
            Core::Reconcile { scope } | Core::Arrange { scope } => scope.shown(py, &()).map(Some),
            Core::Carry { .. } => Ok(None),
        }
    }

    /// To whom an import was sent.
    #[getter]
    const fn person(&self) -> Option<Uuid> {
        match self.held {
            Core::Reconcile { .. } | Core::Arrange { .. } => None,
            Core::Carry { to, .. } => Some(to.uuid()),
        }
    }

    /// Which import is carried.
    #[getter]
    #[pyo3(name = "import_")]
    const fn import(&self) -> Option<Uuid> {
        match self.held {
            Core::Carry { import, .. } => Some(import.uuid()),
            Core::Reconcile { .. } | Core::Arrange { .. } => None,
        }
    }

    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Names> {
        Names::new(py, &["kind", "scope", "person", "import_"])
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let id = |id: Uuid| format!("UUID('{id}')");
        let scope = self.scope(py)?.map(|scope| scope.__repr__()).unwrap_or_default();
        Ok(match self.held {
            Core::Reconcile { .. } | Core::Arrange { .. } => format!("Effect.{}({scope})", self.kind()),
            Core::Carry { to, import } => format!("Effect.carry({}, to={})", id(import.uuid()), id(to.uuid())),
        })
    }
}

impl Shown for Core {
    type Python = Effect;
    type Kept = ();

    fn shown(&self, _: Python<'_>, (): &()) -> PyResult<Effect> {
        Ok(Effect { held: *self })
    }
}

crate::argument::instances! {
    Effect => Core, |effect| effect.held;
}
