//! Making a call by its name, on the face that it belongs to.

use cowrite::testing::call::{Arguments, on_actor, on_operator, on_visitor, on_workspace};
use cowrite::{Error, Face, Workspace};
use serde_json::{Map, Value};

/// The face of an operation; what only stands for one here has none.
pub(crate) fn face_of(operation: &str) -> Option<Face> {
    cowrite::OPERATIONS.iter().find(|known| known.name == operation).map(|known| known.face)
}

pub(crate) fn call_one(
    workspace: &Workspace,
    operation: &str,
    actor: &Value,
    with: &Map<String, Value>,
) -> Result<Value, Error> {
    let arguments = Arguments(with);
    pollster::block_on(async {
        match (operation, actor) {
            (operators, _) if face_of(operators) == Some(Face::Operator) => {
                on_operator(&workspace.operator("dispute")?, operation, arguments).await
            }
            (visitors, _) if face_of(visitors) == Some(Face::Visitor) => {
                on_visitor(&workspace.visitor(), operation, arguments).await
            }
            (_, Value::String(id)) => on_actor(&workspace.acting_as(id.parse()?), operation, arguments).await,
            _ => on_workspace(workspace, operation, arguments).await,
        }
    })
}
