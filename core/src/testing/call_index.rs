use serde_json::{Value, json};

use super::call::{Arguments, json};
use crate::app::{AccessIndex, Check, LibraryQuery};
use crate::domain::access::Action;
use crate::domain::library::LibraryFilter;
use crate::error::Error;
use crate::id::{PersonId, Scope};

/// Calls an operation of the access index.
///
/// # Errors
/// As the operation; `invalid_input{do}` for one that is not there.
pub fn on_index(index: &AccessIndex, operation: &str, arguments: Arguments<'_>) -> Result<Value, Error> {
    let person = || arguments.required::<PersonId>("person");
    let scope = || arguments.required::<Scope>("scope");
    let action = || arguments.text("action")?.parse::<Action>();
    match operation {
        "can" => Ok(json!(index.can(person()?, scope()?, action()?)?)),
        "can_many" => {
            for check in arguments.value("checks").as_array().into_iter().flatten() {
                // A word that is no action is told as everywhere.
                check.get("action").and_then(Value::as_str).unwrap_or_default().parse::<Action>()?;
            }
            json(&index.can_many(&arguments.required::<Vec<Check>>("checks")?)?)
        }
        "list" => {
            let mut query = LibraryQuery::from(arguments.paging("after")?);
            if let Some(filter) = arguments.optional("filter")? {
                query = query.filter(filter);
            }
            if let Some(sort) = arguments.optional("sort")? {
                query = query.sorted(sort);
            }
            json(&index.list(person()?, query)?)
        }
        "count" => {
            let filter = arguments.optional::<LibraryFilter>("filter")?.unwrap_or_default();
            Ok(json!(index.count(person()?, filter)?))
        }
        "who_can" => json(&index.who_can(scope()?, action()?)?),
        "explain" => json(&index.explain(person()?, arguments.required("track")?)?),
        _ => Err(Error::invalid("do", "is not an operation of the index")),
    }
}
