//! Making a call by its name, on the face that it belongs to.

use cowrite::testing::call::{Arguments, on_actor, on_index, on_operator, on_visitor, on_workspace};
use cowrite::{Error, Face, OPERATIONS, Operation, Workspace};
use serde_json::{Map, Value};

/// The operation that is called: the actor's where there is one, else that of another face; what only stands for one here is none.
pub(crate) fn known(operation: &str, actor: &Value) -> Option<&'static Operation> {
    let is_theirs = |known: &&Operation| (known.face == Face::Actor) == actor.is_string();
    OPERATIONS.iter().filter(is_theirs).find(|known| known.name == operation)
}

/// The face of the operation that is called.
pub(crate) fn face_of(operation: &str, actor: &Value) -> Option<Face> {
    known(operation, actor).map(|known| known.face)
}

pub(crate) fn call_one(
    workspace: &Workspace,
    operation: &str,
    actor: &Value,
    with: &Map<String, Value>,
) -> Result<Value, Error> {
    let arguments = Arguments(with);
    pollster::block_on(async {
        match (face_of(operation, actor), actor) {
            (Some(Face::Operator), _) => on_operator(&workspace.operator("dispute")?, operation, arguments).await,
            (Some(Face::Index), _) => on_index(&workspace.access_index().await?, operation, arguments),
            (Some(Face::Visitor), _) => on_visitor(&workspace.visitor(), operation, arguments).await,
            (_, Value::String(id)) => on_actor(&workspace.acting_as(id.parse()?), operation, arguments).await,
            _ => on_workspace(workspace, operation, arguments).await,
        }
    })
}
