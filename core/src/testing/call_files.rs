//! Calling the operations on files by name; contents and bytes are text.

use serde_json::{Value, json};

use super::call::{Arguments, json};
use crate::app::{Actor, Body, Ticket, Upload, Workspace};
use crate::error::Error;
use crate::ports::files::{ByteRange, Whole, read_all};

/// What of a redeemed file is shown.
const SHOWN: usize = 1_000_000;

pub(super) async fn on_file(actor: &Actor, operation: &str, arguments: Arguments<'_>) -> Result<Value, Error> {
    let track = arguments.required("track")?;
    match operation {
        "retry_folder" => json(&actor.retry_folder(track).await?),
        "files" => json(&actor.files(track).await?),
        "stream_file" => json(&actor.stream_file(track, &arguments.required("file")?).await?),
        "download_file" => json(&actor.download_file(track, &arguments.required("file")?).await?),
        "upload_file" => {
            let kind = arguments.text("kind")?.parse()?;
            let upload = Upload::new(kind, arguments.text("name")?);
            let replaces = arguments.optional::<bool>("replaces")? == Some(true);
            let upload = if replaces { upload.replacing() } else { upload };
            json(&actor.upload_file(track, upload, Whole::boxed(arguments.text("content")?)).await?)
        }
        "rename_file" => json(&actor.rename_file(track, &arguments.required("file")?, &arguments.text("name")?).await?),
        _ => json(&actor.delete_file(track, &arguments.required("file")?).await?),
    }
}

/// Redeems a ticket; a range is a list of its first byte and its last, or of its first alone.
pub(super) async fn redeem(workspace: &Workspace, arguments: Arguments<'_>) -> Result<Value, Error> {
    let range = match arguments.optional::<Vec<u64>>("range")?.as_deref() {
        None => ByteRange::All,
        Some([first]) => ByteRange::From(*first),
        Some([first, last]) => ByteRange::Span(*first, *last),
        Some(_) => return Err(Error::invalid("range", "has the wrong form")),
    };
    let redeemed = workspace.redeem(&Ticket::from(arguments.text("ticket")?), range).await?;
    let mut shown = json!({ "name": redeemed.name, "media_type": redeemed.media_type, "size": redeemed.size });
    let body = match redeemed.body {
        Body::Bytes { range, mut data } => {
            let bytes = read_all(&mut *data, SHOWN).await.map_err(|_| Error::SourceUnavailable)?;
            json!({ "from": range.start, "bytes": String::from_utf8_lossy(&bytes) })
        }
        Body::Address(_) => json!({ "address": true }),
    };
    if let (Value::Object(shown), Value::Object(body)) = (&mut shown, body) {
        shown.extend(body);
    }
    Ok(shown)
}
