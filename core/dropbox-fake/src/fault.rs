use std::collections::{BTreeMap, VecDeque};
use std::fmt;

use serde_json::{Value, json};

use crate::fake::Fake;
use crate::http::{Delivery, Response};
use crate::refusal::{bad_call, refused, refused_with, unauthorized, union, upload_refused, wrong_root};
use crate::tokens::missing_scope;

/// Something that goes wrong with one call.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// 429 in JSON, which says in its body and in `Retry-After` how many seconds to wait.
    RateLimited(u32),
    /// 429 in JSON that does not say how long.
    RateLimitedWithoutDelay,
    /// 429 in plain text, where only the header `Retry-After` says how many seconds to wait.
    RateLimitedAsText(u32),
    /// Somebody else writes to the same namespace: 409 where the route has such an error, else 429 without a delay.
    TooManyWrites,
    /// 500.
    ServerError,
    /// 503.
    Unavailable,
    /// The connection breaks before Dropbox has done anything.
    CutBefore,
    /// The connection breaks when Dropbox has done it, before the answer.
    CutAfter,
    /// The connection breaks in the middle of the answer's body.
    CutInBody,
    /// The connection stays, but nobody answers, and Dropbox does nothing.
    Stall,
    /// 401: the token is too old.
    ExpiredToken,
    /// 401: the token was never one, or no longer is.
    InvalidToken,
    /// 401: the app was not given a scope.
    MissingScope(String),
    /// 400 of `oauth2/token`: the account has disconnected the app.
    InvalidGrant,
    /// 400 in plain text: an app with a folder of its own may not.
    WrongAppType,
    /// 422: the root is no longer the account's; the answer names this one.
    InvalidRoot(String),
    /// 409 `reset`: the cursor is worth nothing.
    CursorReset,
    /// 409 `internal_error` of a job that is asked about.
    JobInternalError,
    /// The job that the call starts, or asks about, fails with these tags and changes nothing.
    JobFailed(String),
    /// The member who is being removed keeps this level through a folder above.
    ResidualAccess(String),
    /// There is not enough space: an upload says so, and a mount says how much is short.
    QuotaShort {
        /// Bytes that it takes.
        needed: u64,
        /// Bytes that are free.
        left: u64,
    },
    /// Whoever waits for changes is to leave Dropbox alone for so many seconds.
    Backoff(u64),
    /// 410: a temporary link is too old.
    LinkGone,
    /// 409 with these tags, outermost first: `bad_path/is_osx_package`.
    Refused(String),
    /// 409 with these tags, and what the innermost carries.
    RefusedWith(String, Value),
    /// Any other answer.
    Answer {
        /// The status of HTTP.
        status: u16,
        /// Of the body.
        content_type: String,
        /// The body.
        body: String,
    },
}

impl Fault {
    /// What is answered instead of doing what the call asks; `None` where the route itself must know.
    pub(crate) fn answer(&self, route: &str) -> Option<Response> {
        let refusal = match self {
            Self::RateLimited(seconds) => {
                return Some(
                    rate_limited("too_many_requests", Some(*seconds)).with("Retry-After", seconds.to_string()),
                );
            }
            Self::RateLimitedWithoutDelay => return Some(rate_limited("too_many_requests", None)),
            Self::RateLimitedAsText(seconds) => {
                let response = Response::of_text(429, "too_many_requests");
                return Some(response.with("Retry-After", seconds.to_string()));
            }
            Self::TooManyWrites => return Some(too_many_writes(route)),
            Self::ServerError => return Some(Response::of_text(500, "Internal Server Error")),
            Self::Unavailable => return Some(Response::of_text(503, "Service Unavailable")),
            Self::CutBefore => return Some(Response::never(Delivery::Cut)),
            Self::Stall => return Some(Response::never(Delivery::Stalled)),
            Self::InvalidGrant => {
                let error =
                    json!({ "error": "invalid_grant", "error_description": "refresh token is invalid or revoked" });
                return Some(Response::of_json(400, &error));
            }
            Self::LinkGone => return Some(Response::of_text(410, "Gone")),
            Self::Answer { status, content_type, body } => {
                return Some(Response::new(*status, content_type, body.as_str()));
            }
            Self::ExpiredToken => unauthorized("expired_access_token", Value::Null),
            Self::InvalidToken => unauthorized("invalid_access_token", Value::Null),
            Self::MissingScope(scope) => unauthorized("missing_scope", missing_scope(scope)),
            Self::WrongAppType => bad_call(route, APP_FOLDER),
            Self::InvalidRoot(id) => wrong_root(
                "invalid_root",
                Some(json!({ ".tag": "user", "root_namespace_id": id, "home_namespace_id": id })),
            ),
            Self::CursorReset => refused("reset"),
            Self::JobInternalError => refused("internal_error"),
            Self::QuotaShort { needed, left } => quota_short(route, *needed, *left),
            Self::Refused(tags) => refused(tags),
            Self::RefusedWith(tags, carried) => refused_with(tags, carried.clone()),
            Self::CutAfter | Self::CutInBody => return None,
            Self::JobFailed(_) | Self::ResidualAccess(_) | Self::Backoff(_) => return None,
        };
        Some(refusal.response())
    }
}

/// What an app with a folder of its own is told.
pub(crate) const APP_FOLDER: &str =
    "Your API app is an \"App Folder\" app. It is not allowed to access this API function.";

fn rate_limited(reason: &str, retry_after: Option<u32>) -> Response {
    let mut error = json!({ "reason": { ".tag": reason } });
    if let (Some(seconds), Some(fields)) = (retry_after, error.as_object_mut()) {
        fields.insert("retry_after".to_owned(), json!(seconds));
    }
    Response::of_json(429, &json!({ "error_summary": format!("{reason}/..."), "error": error }))
}

fn too_many_writes(route: &str) -> Response {
    let tag = "too_many_write_operations";
    match route {
        "files/upload" => upload_refused(tag).response(),
        "files/create_folder_v2" | "files/upload_session/finish" => refused(&format!("path/{tag}")).response(),
        "files/move_v2" => refused(&format!("to/{tag}")).response(),
        "files/delete_v2" => refused(tag).response(),
        _ => rate_limited(tag, None),
    }
}

/// That something does not fit, as a route says it.
pub(crate) fn quota_short(route: &str, needed: u64, left: u64) -> crate::refusal::Refusal {
    match route {
        "files/upload" => upload_refused("insufficient_space"),
        "files/upload_session/finish" => refused("path/insufficient_space"),
        "files/move_v2" => refused("insufficient_quota"),
        _ => {
            let amounts = json!({
                "space_needed": needed,
                "space_shortage": needed.saturating_sub(left),
                "space_left": left,
            });
            refused_with("insufficient_quota", amounts)
        }
    }
}

/// The error that a job failed with.
pub(crate) fn job_error(tags: &str) -> Value {
    union(tags, Value::Null)
}

/// What happens while a call is under way, before Dropbox does what it asks.
pub(crate) type Meanwhile = Box<dyn FnOnce(&Fake) + Send>;

/// What is to befall a call.
pub(crate) enum Fate {
    Fault(Fault),
    Meanwhile(Meanwhile),
}

impl fmt::Debug for Fate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fault(fault) => fault.fmt(f),
            Self::Meanwhile(_) => f.write_str("Meanwhile"),
        }
    }
}

/// Every connection breaks, once some calls have come through.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Crash {
    pub(crate) n_left: u32,
    /// Whether the first call after them is still done, though nobody is told.
    pub(crate) is_last_done: bool,
}

/// What is to go wrong, by route.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    /// Each with how many calls of the route still pass before.
    queues: BTreeMap<String, VecDeque<(u32, Fate)>>,
    pub(crate) crash: Option<Crash>,
}

impl Faults {
    pub(crate) fn add(&mut self, route: &str, n_before: u32, fate: Fate) {
        self.queues.entry(route.to_owned()).or_default().push_back((n_before, fate));
    }

    /// What befalls the call of a route that is beginning.
    pub(crate) fn next(&mut self, route: &str) -> Option<Fate> {
        let queue = self.queues.get_mut(route)?;
        let (n_before, _) = queue.front_mut()?;
        if *n_before > 0 {
            *n_before -= 1;
            return None;
        }
        queue.pop_front().map(|(_, fate)| fate)
    }

    /// Counts a call, and says what a crash makes of it.
    pub(crate) fn crash(&mut self) -> Option<Fault> {
        let crash = self.crash.as_mut()?;
        if crash.n_left > 0 {
            crash.n_left -= 1;
            return None;
        }
        Some(if std::mem::take(&mut crash.is_last_done) { Fault::CutAfter } else { Fault::CutBefore })
    }

    pub(crate) fn clear(&mut self) {
        self.queues.clear();
    }

    pub(crate) fn n_waiting(&self) -> usize {
        self.queues.values().map(VecDeque::len).sum()
    }
}
