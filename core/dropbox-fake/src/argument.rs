//! What the arguments of a route look like, and the refusal of anything else: a field too many is a mistake of the caller's, as it is with Dropbox.

use chrono::NaiveDateTime;
use serde_json::{Map, Value};

/// What a value must be.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shape {
    Flag,
    Text,
    /// Of at least so many characters.
    AtLeast(usize),
    /// Of exactly so many characters.
    Exactly(usize),
    FolderId,
    Email,
    Rev,
    Instant,
    Path(Paths),
    Number(u64, u64),
    List(&'static Self),
    Record(&'static [Field]),
    Union(&'static [(&'static str, Option<Self>)]),
    /// Known to Dropbox and not to the fake: only what means nothing is taken.
    Unknown,
}

/// Which paths a route takes, besides `/…` and `ns:…`.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Paths {
    Listed,
    Read,
    Written,
    New,
}

/// A field of a record.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Field {
    name: &'static str,
    shape: Shape,
    is_required: bool,
    is_nullable: bool,
}

/// A field that must be there.
pub(crate) const fn required(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, is_required: true, is_nullable: false }
}

/// A field that may be left out, and for which null is as good.
pub(crate) const fn optional(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, is_required: false, is_nullable: true }
}

/// A field that may be left out and then has a value of its own; null is none.
pub(crate) const fn defaulted(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, is_required: false, is_nullable: false }
}

/// Checks an argument; `Err` says what is wrong, as Dropbox does.
pub(crate) fn check(value: &Value, fields: &[Field]) -> Result<(), String> {
    match value {
        Value::Null if fields.is_empty() => Ok(()),
        Value::Object(object) => record(object, fields, ""),
        other => Err(format!("expected object, got {}", name_of(other))),
    }
}

fn record(object: &Map<String, Value>, fields: &[Field], at: &str) -> Result<(), String> {
    if let Some(unknown) = object.keys().find(|key| *key != ".tag" && !fields.iter().any(|field| field.name == *key)) {
        return Err(format!("{at}unknown field '{unknown}'"));
    }
    for field in fields {
        let inside = format!("{at}{}: ", field.name);
        match object.get(field.name) {
            None if field.is_required => return Err(format!("{at}missing required field '{}'", field.name)),
            None => {}
            Some(Value::Null) if field.is_nullable => {}
            Some(value) => one(value, field.shape, &inside)?,
        }
    }
    Ok(())
}

fn one(value: &Value, shape: Shape, at: &str) -> Result<(), String> {
    let text = || value.as_str().ok_or_else(|| format!("{at}expected string, got {}", name_of(value)));
    let that = |is_right: bool, wanted: &str| if is_right { Ok(()) } else { Err(format!("{at}{wanted}")) };
    match shape {
        Shape::Flag => that(value.is_boolean(), &format!("expected boolean, got {}", name_of(value))),
        Shape::Text => text().map(drop),
        Shape::AtLeast(n) => that(text()?.chars().count() >= n, &format!("must be at least {n} characters")),
        Shape::Exactly(n) => that(text()?.chars().count() == n, &format!("must be {n} characters")),
        Shape::FolderId => {
            let is_right =
                |id: &str| !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || "-_:".contains(c));
            that(is_right(text()?), "did not match pattern '[-_0-9a-zA-Z:]+'")
        }
        Shape::Email => that(is_email(text()?), "did not match the pattern of an e-mail address"),
        Shape::Rev => that(is_rev(text()?), "did not match pattern '[0-9a-f]+' or is shorter than 9 characters"),
        Shape::Instant => {
            let is_right = NaiveDateTime::parse_from_str(text()?, "%Y-%m-%dT%H:%M:%SZ").is_ok();
            that(is_right, "does not match format '%Y-%m-%dT%H:%M:%SZ'")
        }
        Shape::Path(paths) => path(text()?, paths).map_err(|error| format!("{at}{error}")),
        Shape::Number(least, most) => {
            let is_right = value.as_u64().is_some_and(|n| (least..=most).contains(&n));
            that(is_right, &format!("{value} is not an integer within range [{least},{most}]"))
        }
        Shape::List(shape) => {
            let items = value.as_array().ok_or_else(|| format!("{at}expected list, got {}", name_of(value)))?;
            items.iter().enumerate().try_for_each(|(place, item)| one(item, *shape, &format!("{at}[{place}]: ")))
        }
        Shape::Record(fields) => match value {
            Value::Object(object) => record(object, fields, at),
            other => Err(format!("{at}expected object, got {}", name_of(other))),
        },
        Shape::Union(cases) => union(value, cases, at),
        Shape::Unknown => {
            that(matches!(value, Value::Null | Value::Bool(false)), "the fake does not know what to do with it")
        }
    }
}

/// A union is written as its tag alone, or as an object with what it carries.
fn union(value: &Value, cases: &[(&str, Option<Shape>)], at: &str) -> Result<(), String> {
    let tag = tag(value).ok_or_else(|| format!("{at}missing '.tag' key"))?;
    let Some((_, carried)) = cases.iter().find(|(name, _)| *name == tag) else {
        return Err(format!("{at}invalid tag '{tag}'"));
    };
    match (value, carried) {
        (Value::Object(object), None) => record(object, &[], at),
        (Value::Object(object), Some(Shape::Record(fields))) => record(object, fields, at),
        (Value::Object(object), Some(shape)) => {
            if let Some(unknown) = object.keys().find(|key| *key != ".tag" && *key != tag) {
                return Err(format!("{at}unknown field '{unknown}'"));
            }
            let value = object.get(tag).ok_or_else(|| format!("{at}missing required field '{tag}'"))?;
            one(value, *shape, &format!("{at}{tag}: "))
        }
        (_, None) => Ok(()),
        (_, Some(_)) => Err(format!("{at}missing required field '{tag}'")),
    }
}

fn path(text: &str, paths: Paths) -> Result<(), String> {
    let is_ns = |text: &str| {
        text.strip_prefix("ns:").is_some_and(|rest| {
            let id = rest.split('/').next().unwrap_or_default();
            !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit())
        })
    };
    let is_right = match paths {
        Paths::Listed if text == "/" => {
            return Err("Specify the root folder as an empty string rather than as \"/\".".to_owned());
        }
        Paths::Listed => text.is_empty() || text.starts_with("id:"),
        Paths::Read if text.is_empty() => return Err("The root folder is unsupported.".to_owned()),
        Paths::Read => text.starts_with("id:") || text.strip_prefix("rev:").is_some_and(is_rev),
        Paths::Written => text.starts_with("id:"),
        Paths::New => false,
    };
    if is_right || text.starts_with('/') || is_ns(text) {
        return Ok(());
    }
    Err(format!("'{text}' did not match pattern '(/(.|[\\r\\n])*)|(ns:[0-9]+(/.*)?)|(id:.*)'"))
}

fn is_rev(text: &str) -> bool {
    text.len() >= 9 && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

/// As the pattern of Dropbox's own has it.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let Some((host, top)) = domain.rsplit_once('.') else { return false };
    let all = |text: &str, more: &str| text.chars().all(|found| found.is_ascii_alphanumeric() || more.contains(found));
    text.len() <= 255
        && !local.is_empty()
        && all(local, "'#&._%+-")
        && !host.is_empty()
        && !host.starts_with('.')
        && all(host, ".-")
        && (2..=15).contains(&top.len())
        && top.chars().all(|found| found.is_ascii_alphabetic())
}

fn name_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
    }
}

/// The tag of a union's value.
pub(crate) fn tag(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| value.get(".tag")?.as_str())
}

/// The fields of arguments that have been checked.
pub(crate) trait Fields {
    /// A text, empty where there is none.
    fn text(&self, name: &str) -> &str;
    /// The tag of a union.
    fn tag_of(&self, name: &str) -> Option<&str>;
    fn flag(&self, name: &str) -> Option<bool>;
    fn number(&self, name: &str) -> Option<u64>;
}

impl Fields for Value {
    fn text(&self, name: &str) -> &str {
        self.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    fn tag_of(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(tag)
    }

    fn flag(&self, name: &str) -> Option<bool> {
        self.get(name).and_then(Value::as_bool)
    }

    fn number(&self, name: &str) -> Option<u64> {
        self.get(name).and_then(Value::as_u64)
    }
}
