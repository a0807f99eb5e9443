//! Calling, by their names, the operations of comments, public pages and imports.

use serde::Deserialize;
use serde_json::Value;

use super::call::{Arguments, json};
use crate::app::{Actor, ImportFilter, ImportInto, ImportUpdate, NewComment, NewImport, Operator, Workspace};
use crate::domain::comment::{CommentUpdate, Position};
use crate::domain::file::FileKind;
use crate::domain::page_profile::{PageLink, PageUpdate, Section};
use crate::error::Error;
use crate::id::TrackId;
use crate::ports::files::Whole;

/// A file of an import, as an argument.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileGiven {
    name: String,
    #[serde(default)]
    folder: Option<String>,
    size: u64,
}

/// A correction of a file's kind, as an argument.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KindGiven {
    file: usize,
    kind: FileKind,
}

pub(super) async fn on_workspace(
    workspace: &Workspace,
    operation: &str,
    arguments: Arguments<'_>,
) -> Result<Value, Error> {
    match operation {
        "receive_import" => {
            let (to, name, email) = (arguments.required("to")?, arguments.text("name")?, arguments.text("email")?);
            json(&workspace.receive_import(to, &name, &email, new_import(arguments)?).await?)
        }
        "receive_file" => {
            let (import, number) = (arguments.required("import")?, arguments.required("number")?);
            json(&workspace.receive_file(import, number, Whole::boxed(arguments.text("content")?)).await?)
        }
        _ => Err(Error::invalid("do", "is not an operation of the workspace")),
    }
}

pub(super) async fn on_operator(
    operator: &Operator,
    operation: &str,
    arguments: Arguments<'_>,
) -> Result<Value, Error> {
    match operation {
        "take_down_comment" => json(&operator.take_down_comment(arguments.required("comment")?).await?),
        "restore_comment" => json(&operator.restore_comment(arguments.required("comment")?).await?),
        "take_down_page" => json(&operator.take_down_page(arguments.required("person")?).await?),
        "restore_page" => json(&operator.restore_page(arguments.required("person")?).await?),
        _ => Err(Error::invalid("do", "is not an operation of the operator")),
    }
}

pub(super) async fn on_actor(actor: &Actor, operation: &str, arguments: Arguments<'_>) -> Result<Value, Error> {
    match operation {
        "add_comment" | "edit_comment" | "delete_comment" | "pin_comment" | "unpin_comment" | "comments" => {
            on_comments(actor, operation, arguments).await
        }
        "submit_import" | "resubmit_import" | "import" | "imports" | "update_import" | "accept_import"
        | "dismiss_import" | "send_file" => on_imports(actor, operation, arguments).await,
        _ => on_page(actor, operation, arguments).await,
    }
}

async fn on_comments(actor: &Actor, operation: &str, arguments: Arguments<'_>) -> Result<Value, Error> {
    match operation {
        "add_comment" => {
            let mut comment = NewComment::new(arguments.text("text")?);
            if let Some(file) = arguments.optional::<String>("file")? {
                comment = comment.on_file(file);
            }
            if let Some(position) = arguments.optional::<Position>("position")? {
                comment = comment.at(position);
            }
            json(&actor.add_comment(arguments.required("track")?, comment).await?)
        }
        "edit_comment" => {
            let mut update = CommentUpdate::new();
            update.text = arguments.optional("text")?;
            update.file = arguments.emptiable("file")?;
            update.position = arguments.emptiable("position")?;
            json(&actor.edit_comment(arguments.required("comment")?, update).await?)
        }
        "delete_comment" => json(&actor.delete_comment(arguments.required("comment")?).await?),
        "pin_comment" => json(&actor.pin_comment(arguments.required("comment")?).await?),
        "unpin_comment" => json(&actor.unpin_comment(arguments.required("comment")?).await?),
        _ => json(&actor.comments(arguments.required("track")?, arguments.paging("after")?).await?),
    }
}

async fn on_page(actor: &Actor, operation: &str, arguments: Arguments<'_>) -> Result<Value, Error> {
    match operation {
        "public_page" => json(&actor.public_page().await?),
        "update_public_page" => {
            let mut update = PageUpdate::new();
            update.slug = arguments.optional("slug")?;
            update.name = arguments.optional("name")?;
            update.bio = arguments.emptiable("bio")?;
            update.avatar = arguments.emptiable("avatar")?;
            update.links = arguments.optional::<Vec<PageLink>>("links")?;
            json(&actor.update_public_page(update).await?)
        }
        "add_to_public_page" => {
            let section = arguments.optional::<String>("section")?;
            json(&actor.add_to_public_page(arguments.required("track")?, section.as_deref()).await?)
        }
        "remove_from_public_page" => json(&actor.remove_from_public_page(arguments.required("track")?).await?),
        "reorder_public_page" => {
            json(&actor.reorder_public_page(arguments.required::<Vec<Section>>("sections")?).await?)
        }
        "publish_public_page" => json(&actor.publish_public_page().await?),
        "unpublish_public_page" => json(&actor.unpublish_public_page().await?),
        _ => Err(Error::invalid("do", "is not an operation of an actor")),
    }
}

fn new_import(arguments: Arguments<'_>) -> Result<NewImport, Error> {
    let files = arguments.required::<Vec<FileGiven>>("files")?;
    let mut import = files.into_iter().fold(NewImport::new(), |import, file| {
        let FileGiven { name, folder, size } = file;
        import.file(name, folder.as_deref(), size)
    });
    if let Some(note) = arguments.optional::<String>("note")? {
        import = import.note(note);
    }
    if let Some(track) = arguments.optional("track")? {
        import = import.track(track);
    }
    if let Some(name) = arguments.optional::<String>("track_name")? {
        import = import.track_name(name);
    }
    Ok(import)
}

fn import_into(arguments: Arguments<'_>) -> Result<ImportInto, Error> {
    match (arguments.optional::<TrackId>("track")?, arguments.optional::<String>("title")?) {
        (Some(track), None) => Ok(ImportInto::track(track)),
        (None, Some(title)) => Ok(ImportInto::new_track(title).in_group(arguments.optional("group")?)),
        _ => Err(Error::invalid("track", "is named, or else a title")),
    }
}

async fn on_imports(actor: &Actor, operation: &str, arguments: Arguments<'_>) -> Result<Value, Error> {
    match operation {
        "submit_import" => json(&actor.submit_import(arguments.required("to")?, new_import(arguments)?).await?),
        "send_file" => {
            let (import, number) = (arguments.required("import")?, arguments.required("number")?);
            json(&actor.send_file(import, number, Whole::boxed(arguments.text("content")?)).await?)
        }
        "resubmit_import" => json(&actor.resubmit_import(arguments.required("import")?).await?),
        "import" => json(&actor.import(arguments.required("import")?).await?),
        "imports" => {
            let mut filter = ImportFilter::all();
            filter.state = arguments.optional::<String>("state")?.map(|state| state.parse()).transpose()?;
            filter.from = arguments.optional("from")?;
            json(&actor.imports(filter, arguments.paging("after")?).await?)
        }
        "update_import" => {
            let mut update = ImportUpdate::new();
            for KindGiven { file, kind } in arguments.optional::<Vec<KindGiven>>("kinds")?.unwrap_or_default() {
                update = update.kind(file, kind);
            }
            if let Some(track) = arguments.emptiable("track")? {
                update = update.track(track);
            }
            json(&actor.update_import(arguments.required("import")?, update).await?)
        }
        "accept_import" => json(&actor.accept_import(arguments.required("import")?, import_into(arguments)?).await?),
        _ => json(&actor.dismiss_import(arguments.required("import")?).await?),
    }
}
