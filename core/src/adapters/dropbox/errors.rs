//! What Dropbox's refusals are called here.

use core::time::Duration;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::client::Said;
use crate::ports::files::{FilesError, FolderRole, Nesting};

/// Why a call has not done as asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fail {
    /// The token has had its time: with another one the call may be made again.
    Expired,
    /// It is for the caller to know.
    Is(FilesError),
}

impl From<FilesError> for Fail {
    fn from(error: FilesError) -> Self {
        Self::Is(error)
    }
}

impl From<Fail> for FilesError {
    fn from(fail: Fail) -> Self {
        match fail {
            Fail::Expired => Self::Disconnected,
            Fail::Is(error) => error,
        }
    }
}

/// A refusal, with what the route itself calls it, where it has a name for it.
#[derive(Debug)]
pub(super) struct Refusal<E> {
    pub(super) route: Option<E>,
    pub(super) fail: Fail,
}

impl<E> From<Refusal<E>> for Fail {
    fn from(refusal: Refusal<E>) -> Self {
        refusal.fail
    }
}

impl<E> Refusal<E> {
    /// Whether it is for this reason.
    pub(super) fn is(&self, error: &FilesError) -> bool {
        matches!(&self.fail, Fail::Is(found) if found == error)
    }
}

/// A refusal as its route has names for it.
#[derive(Deserialize)]
struct Named<E> {
    error: E,
}

/// Reads what was said in place of an answer; of a write without one nobody knows whether it has taken hold.
pub(super) fn refused<E: DeserializeOwned>(said: &Said, is_write: bool) -> Refusal<E> {
    let body: Value = serde_json::from_str(&said.text).unwrap_or(Value::Null);
    let error = body.get("error").unwrap_or(&Value::Null);
    let tags = tags(error);
    let tags: Vec<&str> = tags.iter().map(String::as_str).collect();
    let fail = match said.status {
        400 => bad_request(&said.text),
        401 => unauthorized(&tags, error),
        403 => forbidden(&tags),
        409 => by_tags(&tags, error),
        422 => FilesError::RootChanged(root(error)).into(),
        429 if tags.first() == Some(&"too_many_write_operations") => after(said, error, true).into(),
        429 if at(error, "reason").and_then(|reason| tag(reason)) == Some("too_many_write_operations") => {
            after(said, error, true).into()
        }
        429 => after(said, error, false).into(),
        0 | 500..=599 => FilesError::Transient.into(),
        // An answer came, and could not be read.
        200..=299 if is_write => FilesError::Transient.into(),
        200..=299 => unknown("unreadable"),
        status => unknown(&format!("http_{status}")),
    };
    let fail = match fail {
        Fail::Is(FilesError::Unknown { tag, .. }) => {
            FilesError::Unknown { tag, request_id: said.request_id.clone() }.into()
        }
        Fail::Is(FilesError::Contended { after: Duration::ZERO }) => after(said, error, true).into(),
        fail => fail,
    };
    let route =
        if said.status == 409 { serde_json::from_str(&said.text).ok().map(|Named { error }| error) } else { None };
    Refusal { route, fail }
}

/// Reads why something under way has failed.
pub(super) fn failed(error: &impl Serialize) -> FilesError {
    let error = serde_json::to_value(error).unwrap_or(Value::Null);
    let tags = tags(&error);
    by_tags(&tags.iter().map(String::as_str).collect::<Vec<_>>(), &error).into()
}

fn unknown(tag: &str) -> Fail {
    FilesError::Unknown { tag: tag.to_owned(), request_id: None }.into()
}

fn at<'a>(value: &'a Value, key: &str) -> Option<&'a Value> {
    value.get(key)
}

fn tag(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| at(value, ".tag")?.as_str())
}

/// The names that lead to the reason, from the outside in: `path`, `conflict`, `file`.
fn tags(error: &Value) -> Vec<String> {
    let (mut tags, mut value) = (Vec::new(), error);
    while let Some(word) = tag(value) {
        // They are Dropbox's own words, and go no further where they look otherwise.
        if word.len() > 64
            || !word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        {
            break;
        }
        tags.push(word.to_owned());
        let inner = at(value, word).filter(|inner| inner.is_object()).or_else(|| at(value, "reason"));
        match inner {
            Some(inner) if tags.len() < 8 => value = inner,
            _ => break,
        }
    }
    tags
}

fn after(said: &Said, error: &Value, is_contended: bool) -> FilesError {
    let seconds = at(error, "retry_after").and_then(Value::as_u64).or(said.retry_after).unwrap_or_default();
    // Without a word of how long, or with none at all, asking at once would be answered the same.
    let after = Duration::from_secs(seconds.clamp(1, 24 * 3_600));
    if is_contended { FilesError::Contended { after } } else { FilesError::RateLimited { after } }
}

fn bad_request(text: &str) -> Fail {
    if text.contains("\"App Folder\" app") { FilesError::WrongAppType.into() } else { unknown("bad_request") }
}

fn unauthorized(tags: &[&str], error: &Value) -> Fail {
    match tags {
        ["expired_access_token", ..] => Fail::Expired,
        ["missing_scope", ..] => {
            let scope = at(error, "required_scope").and_then(Value::as_str).unwrap_or_default();
            FilesError::MissingScope(scope.to_owned()).into()
        }
        ["invalid_access_token" | "user_suspended" | "invalid_select_user" | "invalid_select_admin", ..] => {
            FilesError::Disconnected.into()
        }
        ["route_access_denied", ..] => FilesError::NotPermitted.into(),
        // It may come from a machine on the way, which says nothing about the account.
        _ => unknown("http_401"),
    }
}

fn forbidden(tags: &[&str]) -> Fail {
    match tags {
        ["invalid_account_type", ..] => FilesError::PlanInsufficient.into(),
        ["team_access_denied" | "no_permission", ..] => FilesError::NotPermitted.into(),
        _ => unknown("http_403"),
    }
}

fn root(error: &Value) -> String {
    let info = at(error, "invalid_root");
    info.and_then(|info| at(info, "root_namespace_id")).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// Reads the role in an answer, where it is one.
fn role(value: Option<&Value>) -> Option<FolderRole> {
    match value.and_then(tag)? {
        "owner" => Some(FolderRole::Owner),
        "viewer" | "viewer_no_comment" | "traverse" => Some(FolderRole::Viewer),
        "no_access" => None,
        // As with members: what is not known yet is not taken for nothing.
        _ => Some(FolderRole::Editor),
    }
}

fn number(error: &Value, key: &str) -> Option<u64> {
    at(error, key).and_then(Value::as_u64)
}

/// The reasons that routes have names for.
fn by_tags(tags: &[&str], error: &Value) -> Fail {
    use FilesError as E;
    let found = match tags {
        // Taken from what is refused only as such: a lock, not a reason of the file's own.
        [.., "too_many_write_operations"] => E::Contended { after: Duration::ZERO },

        // What is looked for.
        ["path" | "path_lookup" | "from_lookup", "not_found" | "not_file" | "not_folder"] | ["not_found"] => {
            E::NotFound
        }
        ["path" | "path_lookup" | "from_lookup", "restricted_content" | "locked"] => E::NotPermitted,
        ["path" | "path_lookup" | "from_lookup", "unsupported_content_type"] => E::Unsupported,
        ["reset" | "invalid_cursor"] => E::CursorReset,

        // What is written.
        [.., "conflict"] | [.., "conflict", _] => E::Conflict,
        ["cant_move_folder_into_itself" | "duplicated_or_nested_paths"] => E::Conflict,
        [.., "no_write_permission" | "access_restricted"] | [_, "team_folder"] => E::NotPermitted,
        [.., "disallowed_name" | "malformed_path"] => E::Unsupported,
        ["insufficient_quota"] => {
            let amounts = at(error, "insufficient_quota").unwrap_or(error);
            E::QuotaShort { needed: number(amounts, "space_needed"), short: number(amounts, "space_shortage") }
        }
        [
            ..,
            "insufficient_space"
            | "team_folder_insufficient_space"
            | "member_folder_insufficient_space"
            | "team_folder_insufficient_quota"
            | "member_folder_insufficient_quota",
        ] => E::QuotaShort { needed: None, short: None },
        [.., "upload_traffic_limit_reached"] => E::PlanInsufficient,
        [.., "payload_too_large" | "too_large" | "too_many_files"] => E::TooLarge,
        [.., "content_hash_mismatch"] => E::Mismatch,
        [
            "cant_transfer_ownership" | "cant_move_shared_folder" | "cant_move_into_vault" | "cant_move_into_family",
            ..,
        ] => E::NotPermitted,
        ["internal_error"] => E::Transient,

        // What is given out.
        ["email_not_verified" | "email_unverified" | "new_owner_email_unverified"]
        | [_, "email_unverified" | "unverified_dropbox_id"] => E::NotVerified,
        [
            "unsupported_extension"
            | "unsupported_image"
            | "unsupported_file"
            | "unsupported_output_format"
            | "conversion_error"
            | "encrypted_content",
        ] => E::Unsupported,
        ["not_allowed" | "access_denied"] => E::NotPermitted,

        // What is shared.
        ["access_error", "not_a_member" | "invalid_id"] | ["not_a_member" | "invalid_id"] => E::NotAMember,
        // The account is on it still, and does not have it among its own.
        ["access_error", "unmounted"] | ["unmounted"] => E::NotPermitted,
        ["bad_path", why] => match *why {
            "inside_shared_folder" => E::Nesting(Nesting::Inside),
            "contains_shared_folder" => E::Nesting(Nesting::Contains),
            "contains_app_folder" | "is_app_folder" | "inside_app_folder" => E::Nesting(Nesting::AppFolder),
            "contains_team_folder" => E::Nesting(Nesting::TeamFolder),
            "is_osx_package" | "inside_osx_package" => E::Nesting(Nesting::Package),
            "is_vault" | "is_vault_locked" => E::Nesting(Nesting::Vault),
            "is_file" | "invalid_path" => E::NotFound,
            "is_public_folder" | "inside_public_folder" | "is_family" => E::NotPermitted,
            _ => return unknown(&tags.join("/")),
        },
        ["inside_shared_folder" | "cant_nest_shared_folder"] => E::Nesting(Nesting::Inside),
        ["team_folder"] => E::Nesting(Nesting::TeamFolder),
        ["folder_owner"] => E::Owner,
        [.., "no_explicit_access"] if role(access_level(error)).is_some() => {
            role(access_level(error)).map_or(E::NotPermitted, E::Inherited)
        }
        ["no_explicit_access", ..] if tags.len() > 1 => {
            return by_tags(tags.get(1..).unwrap_or_default(), at(error, "no_explicit_access").unwrap_or(error));
        }
        // What a group of people may is not said with it: the most that one may who is not the owner.
        ["group_access"] => E::Inherited(FolderRole::Editor),
        ["insufficient_plan"] => E::PlanInsufficient,
        ["cant_share_outside_team"] => E::OutsideTeam,
        ["too_many_members"] => {
            let limit = number(error, "too_many_members").and_then(|limit| u32::try_from(limit).ok());
            E::TooManyMembers { limit }
        }
        ["too_many_pending_invites" | "rate_limit" | "too_many_invitees"] => E::InviteLimit,
        ["bad_member", "invalid_dropbox_id" | "invalid_email"]
        | ["member_error", "not_a_member" | "invalid_dropbox_id"]
        | ["invalid_dropbox_id" | "new_owner_not_a_member" | "invalid_async_job_id"] => E::NotFound,
        [
            "no_permission"
            | "banned_member"
            | "new_owner_unmounted"
            | "not_mountable"
            | "must_automount"
            | "not_unmountable",
        ]
        | [_, "no_permission" | "invalid_member"] => E::NotPermitted,

        // Those of jobs stand in one more.
        ["unshare_folder_error" | "remove_folder_member_error" | "relinquish_folder_membership_error", rest @ ..] => {
            let inner = tags.first().and_then(|outer| at(error, outer)).unwrap_or(error);
            return by_tags(rest, inner);
        }
        [] => return unknown("unreadable"),
        tags => return unknown(&tags.join("/")),
    };
    found.into()
}

fn access_level(error: &Value) -> Option<&Value> {
    let inner = at(error, "member_error").unwrap_or(error);
    let access = at(inner, "no_explicit_access").unwrap_or(inner);
    at(access, "access_level")
}
