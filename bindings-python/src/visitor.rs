//! The face of somebody who has only a secret address.

use pyo3::prelude::*;

use crate::call::Face;

/// The face of somebody who has only a secret address; this thread waits for its calls.
#[pyclass(frozen, module = "cowrite")]
pub(crate) struct Visitor {
    pub(crate) face: Face<cowrite::Visitor>,
}

/// The face of somebody who has only a secret address; its calls are awaited.
#[pyclass(frozen, module = "cowrite")]
pub(crate) struct AsyncVisitor {
    pub(crate) face: Face<cowrite::Visitor>,
}

/// Where the operations of this face are kept.
pub(crate) struct VisitorCalls;
