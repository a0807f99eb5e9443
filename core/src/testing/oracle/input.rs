//! Reading arguments: form, lengths and numbers (SPL-1, REL-5, ruling 35).

use std::collections::BTreeMap;

use serde_json::{Value, json};
use unicode_normalization::UnicodeNormalization;
use uuid::Uuid;

use super::model::{Access, Id, KINDS, Kind, Scope, WHOLE};
use super::{Refused, refused};

/// What an act changes of somebody's shares: a kind that is not there is left as it is.
pub(super) type Edits = BTreeMap<Kind, Option<i64>>;

/// Whom an invitation is for.
#[derive(Clone, Debug)]
pub(super) enum Invitee {
    Person(Id),
    Email(String),
}

pub(super) fn invalid(field: &str) -> Refused {
    refused("invalid_input", json!({ "field": field }))
}

pub(super) fn over_limit(field: &str, limit: i64) -> Refused {
    refused("limit_exceeded", json!({ "field": field, "limit": limit }))
}

/// An argument that is there and not null.
pub(super) fn given<'a>(args: &'a Value, field: &str) -> Option<&'a Value> {
    args.get(field).filter(|value| !value.is_null())
}

/// Open reading: a text that is given may not be empty; null is how one empties it.
pub(super) fn text(field: &str, value: &Value) -> Result<String, Refused> {
    let raw = value.as_str().ok_or_else(|| invalid(field))?;
    let text: String = raw.trim().nfc().collect();
    if text.is_empty() || text.chars().any(char::is_control) {
        return Err(invalid(field));
    }
    if text.chars().count() > 200 {
        return Err(over_limit(field, 200));
    }
    Ok(text)
}

pub(super) fn needed_text(args: &Value, field: &str) -> Result<String, Refused> {
    text(field, args.get(field).unwrap_or(&Value::Null))
}

pub(super) fn optional_text(args: &Value, field: &str) -> Result<Option<String>, Refused> {
    given(args, field).map(|value| text(field, value)).transpose()
}

pub(super) fn email(value: &Value) -> Result<String, Refused> {
    let wrong = || invalid("email");
    let address: String = value.as_str().ok_or_else(wrong)?.trim().nfc().collect();
    let (name, host) = address.split_once('@').ok_or_else(wrong)?;
    let bad = |c: char| c.is_whitespace() || c.is_control();
    if name.is_empty() || host.is_empty() || host.contains('@') {
        return Err(wrong());
    }
    if address.chars().count() > 254 || address.chars().any(bad) {
        return Err(wrong());
    }
    Ok(address)
}

pub(super) fn optional_email(args: &Value) -> Result<Option<String>, Refused> {
    given(args, "email").map(email).transpose()
}

fn uuid(value: &Value) -> Option<Id> {
    let text = value.as_str()?;
    Uuid::parse_str(text).ok().map(|id| id.to_string())
}

pub(super) fn id_of(field: &str, value: &Value) -> Result<Id, Refused> {
    uuid(value).ok_or_else(|| invalid(field))
}

pub(super) fn id(args: &Value, field: &str) -> Result<Id, Refused> {
    id_of(field, args.get(field).unwrap_or(&Value::Null))
}

pub(super) fn optional_id(args: &Value, field: &str) -> Result<Option<Id>, Refused> {
    given(args, field).map(|value| id_of(field, value)).transpose()
}

/// A place to move to: null is "nowhere", but it has to be said.
pub(super) fn place(args: &Value, field: &str) -> Result<Option<Id>, Refused> {
    match args.get(field) {
        None => Err(invalid(field)),
        Some(_) => optional_id(args, field),
    }
}

pub(super) fn scope(args: &Value) -> Result<Scope, Refused> {
    let wrong = || invalid("scope");
    let object = args.get("scope").and_then(Value::as_object).ok_or_else(wrong)?;
    match (object.get("track"), object.get("group")) {
        (Some(track), None) => uuid(track).map(Scope::Track).ok_or_else(wrong),
        (None, Some(group)) => uuid(group).map(Scope::Group).ok_or_else(wrong),
        _ => Err(wrong()),
    }
}

pub(super) fn track(args: &Value) -> Result<Scope, Refused> {
    id(args, "track").map(Scope::Track)
}

pub(super) fn group(args: &Value) -> Result<Scope, Refused> {
    id(args, "group").map(Scope::Group)
}

pub(super) fn invitee(field: &str, value: &Value) -> Result<Invitee, Refused> {
    let object = value.as_object().ok_or_else(|| invalid(field))?;
    match (object.get("person"), object.get("email")) {
        (Some(person), None) => id_of(field, person).map(Invitee::Person),
        (None, Some(address)) => email(address).map(Invitee::Email),
        _ => Err(invalid(field)),
    }
}

pub(super) fn access(args: &Value) -> Result<Access, Refused> {
    match args.get("access").and_then(Value::as_str) {
        Some("viewer") => Ok(Access::Viewer),
        Some("editor") => Ok(Access::Editor),
        Some("full") => Ok(Access::Full),
        _ => Err(invalid("access")),
    }
}

pub(super) fn optional_access(args: &Value) -> Result<Option<Access>, Refused> {
    given(args, "access").map(|_| access(args)).transpose()
}

/// Reads digits, at most two of them after a point, as whole hundredths.
fn hundredths(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |s: &str| !s.is_empty() && s.chars().all(|c| c.is_ascii_digit());
    if !digits(whole) || !digits(part) || part.len() > 2 {
        return None;
    }
    let part = format!("{part:0<2}").parse::<i64>().ok()?;
    whole.parse::<i64>().ok()?.checked_mul(100)?.checked_add(part)
}

/// SPL-1: never rounded, and never a JSON number.
fn share(kind: Kind, value: &Value) -> Result<i64, Refused> {
    value
        .as_str()
        .and_then(hundredths)
        .filter(|share| (0..=WHOLE).contains(share))
        .ok_or_else(|| refused("invalid_share", json!({ "field": kind.word() })))
}

pub(super) fn bpm(value: &Value) -> Result<i64, Refused> {
    value.as_str().and_then(hundredths).filter(|bpm| (100..=99_999).contains(bpm)).ok_or_else(|| invalid("bpm"))
}

/// Share edits: null unsets, a string sets, a missing kind is left as it is.
pub(super) fn share_edits(field: &str, value: &Value) -> Result<Edits, Refused> {
    let object = value.as_object().ok_or_else(|| invalid(field))?;
    let mut edits = Edits::new();
    for kind in KINDS {
        match object.get(kind.word()) {
            None => {}
            Some(Value::Null) => {
                edits.insert(kind, None);
            }
            Some(value) => {
                edits.insert(kind, Some(share(kind, value)?));
            }
        }
    }
    Ok(edits)
}

/// Tags are a set in the given order: exact repeats are dropped, then they are counted.
pub(super) fn tags(value: &Value) -> Result<Vec<String>, Refused> {
    let mut tags: Vec<String> = Vec::new();
    for tag in value.as_array().ok_or_else(|| invalid("tags"))? {
        let tag = text("tags", tag)?;
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    if tags.len() > 50 {
        return Err(over_limit("tags", 50));
    }
    Ok(tags)
}
