use serde_json::Value;

use crate::http::Response;

/// A call that reached the fake.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Call {
    /// Its route, as `files/list_folder`; `link` for a temporary link.
    pub route: String,
    /// The account on whose behalf, if the token said so.
    pub account: Option<String>,
    /// What was asked; null for `oauth2/token`, where it is secret.
    pub argument: Value,
    /// What was answered in JSON, or in the header beside bytes; null for `oauth2/token`, and where there was no JSON.
    pub answer: Value,
    /// What came of it.
    pub outcome: Outcome,
}

/// The JSON of an answer.
pub(crate) fn answered(route: &str, response: &Response) -> Value {
    let is_json = response.header("Content-Type") == Some("application/json");
    match response.header("Dropbox-API-Result") {
        _ if route == "oauth2/token" => Value::Null,
        Some(told) => serde_json::from_str(told).unwrap_or_default(),
        None if is_json => response.json(),
        None => Value::Null,
    }
}

/// What came of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// It was done, and the client knows.
    Done,
    /// It was refused.
    Refused {
        /// The status of HTTP.
        status: u16,
        /// The tags of the error, as `path/not_found`, or the text.
        error: String,
    },
    /// Nothing was done, and the client sees a connection that broke or fell silent.
    CutBefore,
    /// It was done or refused, and the client sees a broken connection.
    CutAfter,
}

impl Outcome {
    pub(crate) fn of(response: &Response) -> Self {
        if response.status < 300 {
            return Self::Done;
        }
        let json = response.json();
        let summary = json.get("error_summary").or_else(|| json.get("error")).and_then(Value::as_str);
        let error = match summary {
            Some(summary) => summary.trim_end_matches("/...").to_owned(),
            None => String::from_utf8_lossy(&response.body).into_owned(),
        };
        Self::Refused { status: response.status, error }
    }
}

/// Which calls there were.
#[derive(Debug, Default)]
pub(crate) struct Log {
    pub(crate) calls: Vec<Call>,
}
