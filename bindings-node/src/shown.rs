//! What the core's values are in JavaScript: written as JSON off the event loop, read there in one go.

use std::collections::BTreeSet;
use std::fmt::Write;

use serde_json::Value;
use uuid::Uuid;

use crate::shape::Shape;

/// A value of the core that JavaScript can be shown.
pub(crate) trait Shown {
    /// What it looks like.
    fn shape() -> Shape;

    /// Writes it as JSON; an instant is a number of milliseconds, a secret its text.
    fn write(&self, out: &mut String);
}

/// Writes text as JSON has it.
pub(crate) fn quote(out: &mut String, text: &str) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            other if u32::from(other) < 0x20 => put(out, format_args!("\\u{:04x}", u32::from(other))),
            other => out.push(other),
        }
    }
    out.push('"');
}

/// Writes what shows itself.
fn put(out: &mut String, value: impl std::fmt::Display) {
    // Text takes whatever is written to it.
    let _ = write!(out, "{value}");
}

/// A name as JavaScript has it: `created_at` is `createdAt`.
pub(crate) fn camel(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut is_next_upper = false;
    for character in name.chars() {
        if character == '_' {
            is_next_upper = true;
        } else if is_next_upper {
            out.extend(character.to_uppercase());
            is_next_upper = false;
        } else {
            out.push(character);
        }
    }
    out
}

/// A field's name with what stands around it in JSON.
pub(crate) fn key(name: &str) -> String {
    format!("\"{}\":", camel(name))
}

/// Values that JSON has as text or a number.
macro_rules! shown_as {
    ($($Core:ty => $shape:expr, |$value:ident, $out:ident| $write:expr;)*) => {$(
        impl Shown for $Core {
            fn shape() -> Shape {
                $shape
            }

            fn write(&self, $out: &mut String) {
                let $value = self;
                $write;
            }
        }
    )*};
}

shown_as! {
    () => Shape::Nothing, |_unit, out| out.push_str("null");
    bool => Shape::Truth, |truth, out| out.push_str(if *truth { "true" } else { "false" });
    u16 => Shape::Whole, |number, out| put(out, number);
    u32 => Shape::Whole, |number, out| put(out, number);
    u64 => Shape::Whole, |number, out| put(out, number);
    i64 => Shape::Whole, |number, out| put(out, number);
    usize => Shape::Whole, |number, out| put(out, number);
    String => Shape::Text, |text, out| quote(out, text);
    cowrite::Email => Shape::Text, |email, out| quote(out, email.as_str());
    cowrite::Timestamp => Shape::Instant, |at, out| put(out, at.millis());
    cowrite::Percent => Shape::Exact, |percent, out| exact(out, (*percent).into());
    cowrite::Bpm => Shape::Exact, |bpm, out| exact(out, (*bpm).into());
    cowrite::FileRef => Shape::File, |id, out| quote(out, id.as_str());
    cowrite::Stage => Shape::Stage, |stage, out| quote(out, stage.as_str());
    cowrite::LinkSecret => Shape::Secret, |secret, out| quote(out, secret.reveal());
    cowrite::Ticket => Shape::Secret, |ticket, out| quote(out, ticket.as_str());
    cowrite::ports::files::ContentHash => Shape::Text, |hash, out| quote(out, &hash.to_string());
    cowrite::domain::file::FileName => Shape::Text, |name, out| quote(out, name.as_str());
    cowrite::domain::file::FilePath => Shape::Text, |path, out| quote(out, &path.to_string());
    Value => Shape::Json, |value, out| put(out, value);
    Uuid => Shape::Text, |id, out| quoted(out, id);
}

fn exact(out: &mut String, decimal: rust_decimal::Decimal) {
    quoted(out, &decimal);
}

/// Writes what shows itself in plain letters and digits as text.
fn quoted(out: &mut String, value: &impl std::fmt::Display) {
    put(out, format_args!("\"{value}\""));
}

/// Ids, each with its own name.
macro_rules! ids {
    ($($Core:ident)*) => {$(
        impl Shown for cowrite::$Core {
            fn shape() -> Shape {
                Shape::Id(stringify!($Core))
            }

            fn write(&self, out: &mut String) {
                quoted(out, &self.uuid());
            }
        }
    )*};
}

ids! { PersonId TrackId GroupId InvitationId LinkId CommentId ImportId BucketId ItemId }

impl<T: Shown> Shown for Option<T> {
    fn shape() -> Shape {
        Shape::Maybe(Box::new(T::shape()))
    }

    fn write(&self, out: &mut String) {
        match self {
            Some(value) => value.write(out),
            None => out.push_str("null"),
        }
    }
}

impl<T: Shown> Shown for Vec<T> {
    fn shape() -> Shape {
        Shape::List(Box::new(T::shape()))
    }

    fn write(&self, out: &mut String) {
        write_all(out, self);
    }
}

/// A set, as the list of its values in their order.
impl<T: Shown> Shown for BTreeSet<T> {
    fn shape() -> Shape {
        Shape::List(Box::new(T::shape()))
    }

    fn write(&self, out: &mut String) {
        write_all(out, self);
    }
}

fn write_all<'a, T: Shown + 'a>(out: &mut String, values: impl IntoIterator<Item = &'a T>) {
    out.push('[');
    let begun = out.len();
    for value in values {
        if out.len() > begun {
            out.push(',');
        }
        value.write(out);
    }
    out.push(']');
}
