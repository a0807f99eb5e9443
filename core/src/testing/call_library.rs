use serde_json::Value;

use super::call::{Arguments, json};
use crate::app::{Actor, LibraryQuery};
use crate::error::Error;

/// Calls what a person does with their library.
pub(super) async fn on_library(actor: &Actor, operation: &str, arguments: Arguments<'_>) -> Result<Value, Error> {
    match operation {
        "library" => {
            let mut query = LibraryQuery::from(arguments.paging("after")?);
            if let Some(filter) = arguments.optional("filter")? {
                query = query.filter(filter);
            }
            if let Some(sort) = arguments.optional("sort")? {
                query = query.sorted(sort);
            }
            json(&actor.library(query).await?)
        }
        "create_bucket" => json(&actor.create_bucket(&arguments.text("name")?).await?),
        "rename_bucket" => json(&actor.rename_bucket(arguments.required("bucket")?, &arguments.text("name")?).await?),
        "delete_bucket" => json(&actor.delete_bucket(arguments.required("bucket")?).await?),
        "move_to_bucket" => {
            let bucket = arguments.optional::<crate::id::BucketId>("bucket")?;
            json(&actor.move_to_bucket(arguments.required("track")?, bucket).await?)
        }
        "sync" => json(&actor.sync(arguments.optional::<String>("cursor")?.as_deref()).await?),
        _ => json(&actor.buckets().await?),
    }
}
