use serde_json::{Map, Value, json};

use crate::http::Response;

/// Why a call comes to nothing.
#[derive(Debug, Clone)]
pub(crate) enum Refusal {
    /// What the route's own union of errors says: status 409.
    Route { tags: String, error: Value },
    /// Anything else, ready to be sent.
    Other(Response),
}

impl Refusal {
    pub(crate) fn response(self) -> Response {
        match self {
            Self::Route { tags, error } => {
                Response::of_json(409, &json!({ "error_summary": format!("{tags}/..."), "error": error }))
            }
            Self::Other(response) => response,
        }
    }

    /// The error as a job reports it.
    pub(crate) fn error(self) -> Value {
        match self {
            Self::Route { error, .. } => error,
            Self::Other(_) => json!({ ".tag": "other" }),
        }
    }
}

/// A refusal by tags, outermost first: `bad_path/inside_shared_folder`.
pub(crate) fn refused(tags: &str) -> Refusal {
    refused_with(tags, Value::Null)
}

/// A refusal whose innermost tag carries something: fields where it is an object, else a value under the tag's own name.
pub(crate) fn refused_with(tags: &str, carried: Value) -> Refusal {
    Refusal::Route { tags: tags.to_owned(), error: union(tags, carried) }
}

/// A value of nested unions as Stone writes it.
pub(crate) fn union(tags: &str, carried: Value) -> Value {
    let mut inner = None;
    for tag in tags.rsplit('/') {
        let mut fields = match (&inner, &carried) {
            (None, Value::Object(fields)) => fields.clone(),
            _ => Map::new(),
        };
        let value = inner.take().or_else(|| Some(carried.clone()).filter(|carried| !carried.is_object()));
        if let Some(value) = value.filter(|value| !value.is_null()) {
            fields.insert(tag.to_owned(), value);
        }
        fields.insert(".tag".to_owned(), json!(tag));
        inner = Some(Value::Object(fields));
    }
    inner.unwrap_or_default()
}

/// A refusal of `files/upload`, which says more than the reason.
pub(crate) fn upload_refused(reason: &str) -> Refusal {
    let carried = json!({ "reason": union(reason, Value::Null), "upload_session_id": "none" });
    Refusal::Route { tags: format!("path/{reason}"), error: union("path", carried) }
}

/// Status 400: the call itself is wrong, and a text says how.
pub(crate) fn bad_call(route: &str, what: &str) -> Refusal {
    Refusal::Other(Response::of_text(400, &format!("Error in call to API function \"{route}\": {what}")))
}

/// Status 401.
pub(crate) fn unauthorized(tag: &str, carried: Value) -> Refusal {
    let body = json!({ "error_summary": format!("{tag}/..."), "error": union(tag, carried) });
    Refusal::Other(Response::of_json(401, &body))
}

/// Status 422: the header `Dropbox-API-Path-Root` names what this account does not have.
pub(crate) fn wrong_root(tag: &str, root: Option<Value>) -> Refusal {
    let mut error = json!({ ".tag": tag });
    if let (Some(root), Some(fields)) = (root, error.as_object_mut()) {
        fields.insert(tag.to_owned(), root);
    }
    Refusal::Other(Response::of_json(422, &json!({ "error_summary": format!("{tag}/..."), "error": error })))
}

/// What should not be possible here: a fault of the fake, told as Dropbox tells its own.
pub(crate) fn broken(what: &str) -> Refusal {
    Refusal::Other(Response::of_text(500, &format!("the fake has lost {what}")))
}
