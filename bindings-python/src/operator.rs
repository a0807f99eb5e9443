//! The face of the host as operator, every act of which stands in the activity with its reason.

use pyo3::prelude::*;

use crate::call::Face;

/// The face of the host as operator, every act of which stands in the activity with its reason; this thread waits for its calls.
#[pyclass(frozen, module = "cowrite")]
pub(crate) struct Operator {
    pub(crate) face: Face<cowrite::Operator>,
}

/// The face of the host as operator, every act of which stands in the activity with its reason; its calls are awaited.
#[pyclass(frozen, module = "cowrite")]
pub(crate) struct AsyncOperator {
    pub(crate) face: Face<cowrite::Operator>,
}

/// Where the operations of this face are kept.
pub(crate) struct OperatorCalls;
