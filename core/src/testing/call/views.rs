//! Explanations, the past, read models and notifications, by name.

use serde_json::Value;

use super::{Arguments, json};
use crate::app::Actor;
use crate::domain::access::Action;
use crate::error::Error;
use crate::time::Timestamp;

pub(super) async fn on_views(actor: &Actor, operation: &str, arguments: Arguments<'_>) -> Result<Value, Error> {
    match operation {
        "explain" => {
            let person = arguments.required("person")?;
            json(&actor.explain(person, arguments.required("track")?).await?)
        }
        "who_can" => {
            let action: Action = arguments.text("action")?.parse()?;
            json(&actor.who_can(arguments.scope()?, action).await?)
        }
        "access_at" => {
            let (person, track) = (arguments.required("person")?, arguments.required("track")?);
            json(&actor.access_at(person, track, arguments.required::<Timestamp>("instant")?).await?)
        }
        "shares_at" => {
            let track = arguments.required("track")?;
            json(&actor.shares_at(track, arguments.required::<Timestamp>("instant")?).await?)
        }
        "sharing_panel" => json(&actor.sharing_panel().await?),
        "track_overview" => json(&actor.track_overview(arguments.required("track")?).await?),
        "notifications" => json(&actor.notifications(arguments.paging("before")?).await?),
        "mark_read" => json(&actor.mark_read(arguments.required("notification")?).await?),
        "mark_all_read" => json(&actor.mark_all_read().await?),
        _ => json(&actor.dismiss_notification(arguments.required("notification")?).await?),
    }
}
