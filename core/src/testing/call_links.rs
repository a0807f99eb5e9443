//! Calling the operations on links, and those of visitors, by name.

use serde_json::Value;

use super::call::{Arguments, json};
use crate::app::{Actor, LinkMade, LinkSecret, LinkSettings, NewReview, Visit, Visitor};
use crate::error::Error;

fn settings(arguments: Arguments<'_>) -> Result<LinkSettings, Error> {
    let mut settings = LinkSettings::new();
    settings.downloads = arguments.optional("downloads")?;
    settings.stream = arguments.optional("stream")?;
    settings.not_before = arguments.emptiable("not_before")?;
    settings.expires_at = arguments.emptiable("expires_at")?;
    settings.password = arguments.emptiable("password")?;
    settings.download_limit = arguments.emptiable("download_limit")?;
    settings.label = arguments.emptiable("label")?;
    settings.excluded = arguments.optional("excluded")?;
    settings.asks_review = arguments.optional("asks_review")?;
    settings.name = arguments.optional("name")?;
    settings.cover = arguments.emptiable("cover")?;
    settings.filter = arguments.optional("filter")?;
    Ok(settings)
}

/// Returns a result whose secret is shown: the library itself writes none anywhere.
fn with_secret(made: &LinkMade) -> Result<Value, Error> {
    let mut shown = json(made)?;
    if let Value::Object(fields) = &mut shown {
        let secret = made.secret.as_ref().map(|secret| secret.reveal().to_owned());
        fields.insert("secret".to_owned(), secret.into());
    }
    Ok(shown)
}

pub(super) async fn on_link(actor: &Actor, operation: &str, arguments: Arguments<'_>) -> Result<Value, Error> {
    match operation {
        "create_share_link" => {
            let track = arguments.required("track")?;
            with_secret(&actor.create_share_link(track, settings(arguments)?).await?)
        }
        "create_playlist_share" => {
            let tracks = arguments.required::<Vec<_>>("tracks")?;
            with_secret(&actor.create_playlist_share(tracks, settings(arguments)?).await?)
        }
        "update_link" => {
            let mut settings = settings(arguments)?;
            settings.tracks = arguments.optional("tracks")?;
            json(&actor.update_link(arguments.required("link")?, settings).await?)
        }
        "rotate_link" => with_secret(&actor.rotate_link(arguments.required("link")?).await?),
        "revoke_link" => json(&actor.revoke_link(arguments.required("link")?).await?),
        "links" => json(&actor.links(arguments.optional("track")?).await?),
        _ => json(&actor.link_analytics(arguments.required("link")?, arguments.paging("before")?).await?),
    }
}

/// Calls an operation of a visitor's face.
///
/// # Errors
/// As the operation; `invalid_input{do}` for one that is not there.
pub async fn on_visitor(visitor: &Visitor, operation: &str, arguments: Arguments<'_>) -> Result<Value, Error> {
    if operation == "public_page" {
        return json(&visitor.public_page(&arguments.text("slug")?).await?);
    }
    let mut visit = Visit::new();
    if let Some(password) = arguments.optional::<String>("password")? {
        visit = visit.password(password);
    }
    if let Some(name) = arguments.optional::<String>("visitor")? {
        visit = visit.visitor(name);
    }
    if let Some(label) = arguments.optional::<String>("label")? {
        visit = visit.label(label);
    }
    if let Some(agent) = arguments.optional::<String>("user_agent")? {
        visit = visit.user_agent(agent);
    }
    if arguments.optional::<bool>("bot")? == Some(true) {
        visit = visit.bot();
    }
    if operation == "stream_preview" {
        let (slug, track) = (arguments.text("slug")?, arguments.required("track")?);
        return json(&visitor.stream_preview(&slug, track, visit).await?);
    }
    let secret = LinkSecret::from(arguments.text("secret")?);
    match operation {
        "open" => json(&visitor.open(&secret, visit).await?),
        "stream" => {
            let (track, file) = (arguments.required("track")?, arguments.required("file")?);
            json(&visitor.stream(&secret, track, &file, visit).await?)
        }
        "download" => {
            let (track, file) = (arguments.required("track")?, arguments.required("file")?);
            json(&visitor.download(&secret, track, &file, visit).await?)
        }
        "review" => {
            let mut review = NewReview::new(arguments.text("name")?, arguments.required("verdict")?);
            if let Some(text) = arguments.optional::<String>("text")? {
                review = review.text(text);
            }
            if let Some(track) = arguments.optional("track")? {
                review = review.track(track);
            }
            if let Some(position_ms) = arguments.optional("position_ms")? {
                review = review.position_ms(position_ms);
            }
            json(&visitor.review(&secret, review, visit).await?)
        }
        _ => Err(Error::invalid("do", "is not an operation of a visitor")),
    }
}
