//! Calling an operation by its name with JSON arguments: how scenarios, random histories and the access matrix reach every operation.

mod views;

use core::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::call_files::{on_file, redeem};
pub use super::call_index::on_index;
use super::call_library;
use super::call_links::on_link;
pub use super::call_links::on_visitor;
use super::call_outside;
use crate::app::{Actor, InvitationTerms, NewGroup, NewTrack, Operator, Paging, ShareSave, Workspace};
use crate::domain::access::{Access, Action};
use crate::domain::details::TrackUpdate;
use crate::domain::person::{NewPerson, PersonUpdate};
use crate::domain::shares::ShareRow;
use crate::domain::sharing_method::{Situation, sharing_method_for};
use crate::domain::split::{Invitee, Kind, Percent, Proposal, ShareEdit, ShareEdits};
use crate::error::Error;
use crate::id::Scope;

/// The arguments of a call, as JSON.
#[derive(Debug, Clone, Copy)]
pub struct Arguments<'a>(pub &'a Map<String, Value>);

impl Arguments<'_> {
    pub(super) fn value(&self, name: &str) -> &Value {
        self.0.get(name).unwrap_or(&Value::Null)
    }

    pub(super) fn given(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    pub(super) fn required<T: DeserializeOwned>(&self, name: &'static str) -> Result<T, Error> {
        serde_json::from_value(self.value(name).clone()).map_err(|_| Error::invalid(name, "has the wrong form"))
    }

    pub(super) fn optional<T: DeserializeOwned>(&self, name: &'static str) -> Result<Option<T>, Error> {
        match self.given(name) {
            None | Some(Value::Null) => Ok(None),
            Some(_) => self.required(name).map(Some),
        }
    }

    /// Reads an argument that is left alone where it is missing and emptied where it is null.
    pub(super) fn emptiable<T: DeserializeOwned>(&self, name: &'static str) -> Result<Option<Option<T>>, Error> {
        match self.given(name) {
            None => Ok(None),
            Some(Value::Null) => Ok(Some(None)),
            Some(_) => self.required(name).map(|value| Some(Some(value))),
        }
    }

    pub(super) fn text(&self, name: &'static str) -> Result<String, Error> {
        self.required(name)
    }

    fn scope(&self) -> Result<Scope, Error> {
        self.required("scope")
    }

    fn access(&self, name: &'static str) -> Result<Access, Error> {
        self.text(name)?.parse()
    }

    pub(super) fn paging(&self, cursor: &'static str) -> Result<Paging, Error> {
        let paging = self.optional::<u32>("limit")?.map_or_else(Paging::default, Paging::first);
        Ok(match self.optional::<String>(cursor)? {
            Some(cursor) => paging.after(cursor),
            None => paging,
        })
    }
}

fn share_edits(object: &Value) -> Result<ShareEdits, Error> {
    let edit = |kind: Kind| match object.get(kind.as_str()) {
        None => Ok(ShareEdit::Keep),
        Some(Value::Null) => Ok(ShareEdit::Unset),
        Some(value) => {
            let percent = value.as_str().and_then(|text| text.parse::<Percent>().ok());
            percent.map(ShareEdit::Set).ok_or(Error::InvalidShare { kind })
        }
    };
    Ok(ShareEdits { master: edit(Kind::Master)?, publishing: edit(Kind::Publishing)?, writer: edit(Kind::Writer)? })
}

fn share_rows(value: &Value) -> Result<Vec<ShareRow>, Error> {
    let wrong = Error::invalid("rows", "is not a list of a person with shares");
    let rows = value.as_array().ok_or(wrong.clone())?;
    let row = |row: &Value| {
        let person =
            serde_json::from_value(row.get("person").cloned().unwrap_or_default()).map_err(|_| wrong.clone())?;
        Ok(ShareRow { person, edits: share_edits(row)? })
    };
    rows.iter().map(row).collect()
}

fn proposal(value: &Value) -> Result<Proposal, Error> {
    for row in value.get("rows").and_then(Value::as_array).into_iter().flatten() {
        // A bad share is told by its kind, as everywhere.
        share_edits(row.get("shares").unwrap_or(&Value::Null))?;
    }
    serde_json::from_value(value.clone()).map_err(|_| Error::invalid("proposal", "is not a proposal"))
}

fn track_update(arguments: Arguments<'_>) -> Result<TrackUpdate, Error> {
    let mut update = TrackUpdate::new();
    update.title = arguments.optional("title")?;
    update.stage = arguments.optional::<String>("stage")?.map(|stage| stage.parse()).transpose()?;
    update.bpm = match arguments.emptiable::<String>("bpm")? {
        Some(Some(bpm)) => Some(Some(bpm.parse()?)),
        other => other.map(|_| None),
    };
    update.key = arguments.emptiable("key")?;
    update.tags = arguments.given("tags").map(|_| arguments.required("tags")).transpose()?;
    Ok(update)
}

pub(super) fn json<T: Serialize>(result: &T) -> Result<Value, Error> {
    serde_json::to_value(result).map_err(|_| Error::invalid("result", "cannot be shown"))
}

/// Calls an operation of the host's own face.
///
/// # Errors
/// As the operation; `invalid_input{do}` for one that is not there.
pub async fn on_workspace(workspace: &Workspace, operation: &str, arguments: Arguments<'_>) -> Result<Value, Error> {
    match operation {
        "register" => {
            let mut person = NewPerson::new(arguments.text("external_id")?, arguments.text("name")?);
            if let Some(email) = arguments.optional::<String>("email")? {
                person = person.email(email);
            }
            json(&workspace.register(person).await?)
        }
        "update_person" => {
            let mut update = PersonUpdate::new();
            update.name = arguments.optional("name")?;
            update.email = arguments.emptiable("email")?;
            json(&workspace.update_person(arguments.required("person")?, update).await?)
        }
        "erase_person" => json(&workspace.erase_person(arguments.required("person")?).await?),
        "account_connected" => json(&workspace.account_connected(arguments.required("person")?).await?),
        "run_effects" => json(&workspace.run_effects(arguments.required("limit")?).await?),
        "follow_files" => json(&workspace.follow_files(arguments.paging("after")?).await?),
        "follow_files_of" => json(&workspace.follow_files_of(arguments.required("person")?).await?),
        "wait_for_files" => {
            let timeout = Duration::from_millis(arguments.required("timeout_ms")?);
            json(&workspace.wait_for_files(timeout, arguments.optional("person")?).await?)
        }
        "redeem" => redeem(workspace, arguments).await,
        "maintain" => json(&workspace.maintain().await?),
        "person" => json(&workspace.person(arguments.required("person")?).await?),
        "person_by_external_id" => json(&workspace.person_by_external_id(&arguments.text("external_id")?).await?),
        "sharing_method_for" => {
            let situation: Situation = arguments.text("situation")?.parse()?;
            json(&sharing_method_for(situation))
        }
        _ => call_outside::on_workspace(workspace, operation, arguments).await,
    }
}

/// Calls an operation of the operator's face.
///
/// # Errors
/// As the operation; `invalid_input{do}` for one that is not there.
pub async fn on_operator(operator: &Operator, operation: &str, arguments: Arguments<'_>) -> Result<Value, Error> {
    match operation {
        "take_down" => json(&operator.take_down(arguments.required("track")?).await?),
        "restore" => json(&operator.restore(arguments.required("track")?).await?),
        "take_down_link" => json(&operator.take_down_link(arguments.required("link")?).await?),
        "restore_link" => json(&operator.restore_link(arguments.required("link")?).await?),
        "hand_over" => json(&operator.hand_over(arguments.scope()?, arguments.required("to")?).await?),
        "effects" => json(&operator.effects(arguments.required("limit")?).await?),
        "retry_effect" => json(&operator.retry_effect(arguments.required("effect")?).await?),
        _ => call_outside::on_operator(operator, operation, arguments).await,
    }
}

/// Calls an operation of a person's face.
///
/// # Errors
/// As the operation; `invalid_input{do}` for one that is not there.
pub async fn on_actor(actor: &Actor, operation: &str, arguments: Arguments<'_>) -> Result<Value, Error> {
    match operation {
        "create_track" | "track" | "update_track" | "archive_track" | "unarchive_track" | "delete_track"
        | "move_track" => on_track(actor, operation, arguments).await,
        "create_group" | "group" | "update_group" | "move_group" | "delete_group" => {
            on_group(actor, operation, arguments).await
        }
        "invite" | "invitations" | "accept_invitation" | "dismiss_invitation" | "withdraw_invitation" => {
            on_invitation(actor, operation, arguments).await
        }
        "offer_ownership" | "accept_ownership" | "decline_ownership" | "withdraw_ownership" => {
            on_ownership(actor, operation, arguments).await
        }
        "set_shares"
        | "propose_even_split"
        | "propose_newcomer_split"
        | "apply_proposal"
        | "shares_available"
        | "require_complete_splits" => on_splits(actor, operation, arguments).await,
        "explain"
        | "who_can"
        | "access_at"
        | "shares_at"
        | "sharing_panel"
        | "track_overview"
        | "notifications"
        | "mark_read"
        | "mark_all_read"
        | "dismiss_notification" => views::on_views(actor, operation, arguments).await,
        "create_share_link"
        | "create_playlist_share"
        | "update_link"
        | "rotate_link"
        | "revoke_link"
        | "links"
        | "link_analytics" => on_link(actor, operation, arguments).await,
        "files" | "stream_file" | "download_file" | "upload_file" | "rename_file" | "delete_file" | "retry_folder" => {
            on_file(actor, operation, arguments).await
        }
        _ => on_collaborators(actor, operation, arguments).await,
    }
}

async fn on_track(actor: &Actor, operation: &str, arguments: Arguments<'_>) -> Result<Value, Error> {
    if operation == "create_track" {
        let track = NewTrack::new(arguments.text("title")?).in_group(arguments.optional("group")?);
        return json(&actor.create_track(track).await?);
    }
    let id = arguments.required("track")?;
    match operation {
        "track" => json(&actor.track(id).await?),
        "update_track" => json(&actor.update_track(id, track_update(arguments)?).await?),
        "archive_track" => json(&actor.archive_track(id).await?),
        "unarchive_track" => json(&actor.unarchive_track(id).await?),
        "delete_track" => json(&actor.delete_track(id).await?),
        _ => json(&actor.move_track(id, arguments.optional("group")?).await?),
    }
}

async fn on_group(actor: &Actor, operation: &str, arguments: Arguments<'_>) -> Result<Value, Error> {
    if operation == "create_group" {
        let group = NewGroup::new(arguments.text("name")?).in_group(arguments.optional("parent")?);
        return json(&actor.create_group(group).await?);
    }
    let id = arguments.required("group")?;
    match operation {
        "group" => json(&actor.group(id).await?),
        "update_group" => json(&actor.update_group(id, &arguments.text("name")?).await?),
        "move_group" => json(&actor.move_group(id, arguments.optional("parent")?).await?),
        _ => json(&actor.delete_group(id).await?),
    }
}

async fn on_invitation(actor: &Actor, operation: &str, arguments: Arguments<'_>) -> Result<Value, Error> {
    match operation {
        "invite" => {
            let mut terms = InvitationTerms::new(arguments.access("access")?);
            if let Some(role) = arguments.optional::<String>("role")? {
                terms = terms.role(role);
            }
            if let Some(shares) = arguments.given("shares") {
                terms = terms.shares(share_edits(shares)?);
            }
            json(&actor.invite(arguments.scope()?, arguments.required::<Invitee>("to")?, terms).await?)
        }
        "invitations" => json(&actor.invitations().await?),
        "accept_invitation" => json(&actor.accept_invitation(arguments.required("invitation")?).await?),
        "dismiss_invitation" => json(&actor.dismiss_invitation(arguments.required("invitation")?).await?),
        _ => json(&actor.withdraw_invitation(arguments.required("invitation")?).await?),
    }
}

async fn on_ownership(actor: &Actor, operation: &str, arguments: Arguments<'_>) -> Result<Value, Error> {
    let scope = arguments.scope()?;
    match operation {
        "offer_ownership" => json(&actor.offer_ownership(scope, arguments.required("to")?).await?),
        "accept_ownership" => json(&actor.accept_ownership(scope).await?),
        "decline_ownership" => json(&actor.decline_ownership(scope).await?),
        _ => json(&actor.withdraw_ownership(scope).await?),
    }
}

async fn on_splits(actor: &Actor, operation: &str, arguments: Arguments<'_>) -> Result<Value, Error> {
    let id = arguments.required("track")?;
    match operation {
        "set_shares" => {
            let mut save = ShareSave::new(share_rows(arguments.value("rows"))?);
            if let Some(version) = arguments.optional("based_on")? {
                save = save.based_on(version);
            }
            json(&actor.set_shares(id, save).await?)
        }
        "propose_even_split" => {
            let among = arguments.optional::<Vec<_>>("among")?;
            json(&actor.propose_even_split(id, among.as_deref()).await?)
        }
        "propose_newcomer_split" => {
            json(&actor.propose_newcomer_split(id, arguments.required::<Invitee>("newcomer")?).await?)
        }
        "apply_proposal" => {
            let proposal = proposal(arguments.value("proposal"))?;
            let mut terms =
                arguments.given("access").map(|_| arguments.access("access")).transpose()?.map(InvitationTerms::new);
            if let Some(role) = arguments.optional::<String>("role")? {
                terms = terms.map(|terms| terms.role(role));
            }
            json(&actor.apply_proposal(id, &proposal, terms).await?)
        }
        "shares_available" => json(&actor.shares_available(id, arguments.required("person")?).await?),
        _ => json(&actor.require_complete_splits(id).await?),
    }
}

async fn on_collaborators(actor: &Actor, operation: &str, arguments: Arguments<'_>) -> Result<Value, Error> {
    match operation {
        "set_access" => {
            let (person, access) = (arguments.required("person")?, arguments.access("access")?);
            json(&actor.set_access(arguments.scope()?, person, access).await?)
        }
        "inherit_access" => json(&actor.inherit_access(arguments.scope()?, arguments.required("person")?).await?),
        "revoke" => json(&actor.revoke(arguments.scope()?, arguments.required("person")?).await?),
        "remove_collaborator" => {
            json(&actor.remove_collaborator(arguments.scope()?, arguments.required("person")?).await?)
        }
        "leave" => json(&actor.leave(arguments.scope()?).await?),
        "revoke_all" => json(&actor.revoke_all(arguments.required("person")?).await?),
        "leave_all_from" => json(&actor.leave_all_from(arguments.required("owner")?).await?),
        "collaborators" => json(&actor.collaborators(arguments.scope()?).await?),
        "library" | "create_bucket" | "rename_bucket" | "delete_bucket" | "move_to_bucket" | "buckets" | "sync" => {
            call_library::on_library(actor, operation, arguments).await
        }
        "own_activity" => json(&actor.own_activity(arguments.paging("before")?).await?),
        "activity" => json(&actor.activity(arguments.scope()?, arguments.paging("before")?).await?),
        "can" => {
            let action: Action = arguments.text("action")?.parse()?;
            Ok(json!(actor.can(arguments.scope()?, action).await?))
        }
        _ => call_outside::on_actor(actor, operation, arguments).await,
    }
}
