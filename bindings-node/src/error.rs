//! The core's refusals, as the JavaScript half reads them.

use cowrite::ports::files::FilesError;
use cowrite::{Detail, Error};

use crate::host::told;
use crate::shown::{Shown, camel, key, quote};

/// Writes a refusal: an exclamation mark, which no JSON begins with, and what it is.
pub(crate) fn refused(error: &Error, cause: Option<&FilesError>) -> String {
    let mut out = String::from("!{\"code\":");
    quote(&mut out, error.code());
    out.push_str(",\"message\":");
    quote(&mut out, &error.to_string());
    out.push_str(if error.is_retryable() { ",\"retryable\":true" } else { ",\"retryable\":false" });
    if let Some(cause) = cause {
        out.push_str(",\"cause\":");
        out.push_str(&told(cause).to_string());
    }
    out.push_str(",\"details\":{");
    let begun = out.len();
    for (name, detail) in error.details() {
        if out.len() > begun {
            out.push(',');
        }
        out.push_str(&key(name));
        write(&mut out, name, &detail);
    }
    out.push_str("}}");
    out
}

/// An argument is named as JavaScript has it.
fn write(out: &mut String, name: &str, detail: &Detail) {
    match detail {
        Detail::Text(text) if name == "field" => quote(out, &camel(text)),
        Detail::Text(text) => quote(out, text),
        Detail::Number(number) => number.write(out),
        Detail::Kinds(kinds) => kinds.write(out),
        _ => out.push_str("null"),
    }
}

/// Writes what a store of the core's own failed with: a percent sign, and what it is.
pub(crate) fn failed(error: &FilesError) -> String {
    format!("%{}", told(error))
}

/// Writes what must never be: a question mark, and what is known of it.
pub(crate) fn surprised(message: &str) -> String {
    format!("?{message}")
}
