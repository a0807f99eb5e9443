//! What the host does as operator (OPS-1).

use crate::argument::PersonArgument;
use crate::call::operations;
use crate::operator::{AsyncOperator, Operator, OperatorCalls};
use crate::values::ScopeArgument;

operations! { Operator, AsyncOperator, OperatorCalls on cowrite::Operator;
    /// Hands a track or group over from an owner who cannot be reached (OPS-1, OWN-4). Raises `not_found`, `owner_fixed`, `limit_exceeded`.
    hand_over(scope: ScopeArgument; to: PersonArgument) -> cowrite::Handover = |operator| operator.hand_over(scope, to);
}
