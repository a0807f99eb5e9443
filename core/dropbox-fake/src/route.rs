use serde_json::Value;

use crate::argument::{Field, check};
use crate::fault::{APP_FOLDER, Fault};
use crate::http::{Request, Response, header_json};
use crate::refusal::{Refusal, bad_call, unauthorized, wrong_root};
use crate::tokens::{is_app, missing_scope};
use crate::tree::View;
use crate::world::World;

/// How a route takes its argument and gives its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// JSON both ways, on `api`.
    Rpc,
    /// The argument in a header and bytes in the body, on `content`.
    Upload,
    /// The argument in a header and bytes in the answer, on `content`.
    Download,
    /// As `Rpc`, on `notify`.
    Notify,
}

/// Who may call a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Caller {
    User(&'static str),
    /// A user whose app may reach all of the account.
    UserOfFullApp(&'static str),
    App,
    Nobody,
}

/// A function of Dropbox's.
pub(crate) struct Route {
    pub(crate) name: &'static str,
    pub(crate) style: Style,
    pub(crate) caller: Caller,
    pub(crate) argument: &'static [Field],
    pub(crate) act: fn(&mut World, &Ask<'_>) -> Result<Answer, Refusal>,
}

/// A call whose form is right.
#[derive(Debug)]
pub(crate) struct Ask<'a> {
    pub(crate) route: &'static str,
    pub(crate) view: View,
    pub(crate) argument: Value,
    pub(crate) request: &'a Request,
    pub(crate) fault: Option<Fault>,
}

/// What a route answers.
#[derive(Debug)]
pub(crate) enum Answer {
    Json(Value),
    /// What is told in a header, and bytes.
    Bytes(Value, Vec<u8>),
}

impl Answer {
    fn response(self, request: &Request) -> Response {
        match self {
            Self::Json(value) => Response::of_json(200, &value),
            Self::Bytes(told, bytes) => {
                Response::of_bytes(&bytes, request.get("range")).with("Dropbox-API-Result", header_json(&told))
            }
        }
    }
}

impl From<Value> for Answer {
    fn from(value: Value) -> Self {
        Self::Json(value)
    }
}

/// All that the fake can do.
fn routes() -> impl Iterator<Item = &'static Route> {
    [
        crate::users::ROUTES,
        crate::files::ROUTES,
        crate::moves::ROUTES,
        crate::uploads::ROUTES,
        crate::cursors::ROUTES,
        crate::links::ROUTES,
        crate::folders::ROUTES,
        crate::members::ROUTES,
        crate::mounts::ROUTES,
        crate::jobs::ROUTES,
    ]
    .into_iter()
    .flatten()
}

/// The host that a request is for, and the rest of its path.
pub(crate) fn host_and_path(request: &Request) -> (Option<&'static str>, &str) {
    const HOSTS: [&str; 3] = ["api", "content", "notify"];
    for host in HOSTS {
        let rest = request.path.strip_prefix('/').and_then(|path| path.strip_prefix(host));
        if let Some(rest) = rest.filter(|rest| rest.starts_with('/')) {
            return (Some(host), rest);
        }
    }
    let named = request.get("host").and_then(|host| host.split_once(".dropbox")).map(|(host, _)| host);
    (HOSTS.into_iter().find(|host| named == Some(host)), &request.path)
}

/// The route of a request; 404 where there is none such, 400 where the host is another's.
pub(crate) fn route_of(request: &Request) -> Result<&'static Route, Refusal> {
    let (host, path) = host_and_path(request);
    let not_found = || Refusal::Other(Response::of_text(404, "Not found"));
    let name = path.strip_prefix("/2/").ok_or_else(not_found)?;
    let unknown = || bad_call(name, &format!("Unknown API function: \"{name}\""));
    let route = routes().find(|route| route.name == name).ok_or_else(unknown)?;
    let wanted = match route.style {
        Style::Rpc => "api",
        Style::Upload | Style::Download => "content",
        Style::Notify => "notify",
    };
    if host.is_some_and(|host| host != wanted) {
        let what = format!("This function is not supported on this host. Use {wanted}.dropboxapi.com.");
        return Err(bad_call(name, &what));
    }
    if request.method != "POST" {
        let what = format!("Your request's HTTP method is \"{}\". This function expects \"POST\".", request.method);
        return Err(bad_call(name, &what));
    }
    Ok(route)
}

/// The argument of a request, checked.
pub(crate) fn argument_of(route: &Route, request: &Request) -> Result<Value, Refusal> {
    let bad = |what: &str| bad_call(route.name, what);
    let content_type = request.get("content-type").unwrap_or_default().to_ascii_lowercase();
    let (place, text) = match route.style {
        Style::Rpc | Style::Notify => {
            if request.get("dropbox-api-arg").is_some() {
                return Err(bad("Unexpected HTTP header \"Dropbox-API-Arg\"."));
            }
            const TYPES: [&str; 3] =
                ["application/json", "application/json; charset=utf-8", "text/plain; charset=dropbox-cors-hack"];
            let is_void = route.argument.is_empty() && request.body.is_empty() && content_type.is_empty();
            if !is_void && !TYPES.contains(&content_type.as_str()) {
                return Err(bad(&format!(
                    "Bad HTTP \"Content-Type\" header: \"{content_type}\".  Expecting one of \"application/json\", \
                     \"application/json; charset=utf-8\", \"text/plain; charset=dropbox-cors-hack\"."
                )));
            }
            ("request body", request.body.as_slice())
        }
        Style::Upload | Style::Download => {
            let is_upload = route.style == Style::Upload;
            const TYPES: [&str; 2] = ["application/octet-stream", "text/plain; charset=dropbox-cors-hack"];
            if !TYPES.contains(&content_type.as_str()) && (is_upload || !content_type.is_empty()) {
                return Err(bad(&format!(
                    "Bad HTTP \"Content-Type\" header: \"{content_type}\".  Expecting one of \
                     \"application/octet-stream\", \"text/plain; charset=dropbox-cors-hack\"."
                )));
            }
            if !is_upload && !request.body.is_empty() {
                return Err(bad("The request body is expected to be empty."));
            }
            let header =
                request.get("dropbox-api-arg").ok_or_else(|| bad("Must provide HTTP header \"Dropbox-API-Arg\"."))?;
            if !header.is_ascii() {
                return Err(bad("HTTP header \"Dropbox-API-Arg\": could not decode input as JSON: not ASCII"));
            }
            ("HTTP header \"Dropbox-API-Arg\"", header.as_bytes())
        }
    };
    let argument: Value = if text.is_empty() && route.argument.is_empty() {
        Value::Null
    } else {
        let error = |_| bad(&format!("{place}: could not decode input as JSON"));
        serde_json::from_slice(text).map_err(error)?
    };
    check(&argument, route.argument).map_err(|error| bad(&format!("{place}: {error}")))?;
    Ok(argument)
}

impl World {
    /// Who calls, and what they see; a view of nothing where nobody in particular does.
    pub(crate) fn view_of(&self, route: &Route, request: &Request) -> Result<View, Refusal> {
        let authorization = request.get("authorization");
        let nobody = View { account: String::new(), root: String::new() };
        let scope = match route.caller {
            Caller::Nobody if authorization.is_some() => {
                return Err(bad_call(route.name, "This function does not accept an \"Authorization\" header."));
            }
            Caller::Nobody => return Ok(nobody),
            Caller::App if is_app(authorization) => return Ok(nobody),
            Caller::App => return Err(bad_call(route.name, "This function requires app authentication.")),
            Caller::User(scope) | Caller::UserOfFullApp(scope) => scope,
        };
        let Some(authorization) = authorization else {
            let what = "Must provide HTTP header \"Authorization\" or URL parameter \"authorization\".";
            return Err(bad_call(route.name, what));
        };
        let invalid = || unauthorized("invalid_access_token", Value::Null);
        let token =
            authorization.strip_prefix("Bearer ").and_then(|token| self.tokens.access(token)).ok_or_else(invalid)?;
        if token.expires_at <= self.now {
            return Err(unauthorized("expired_access_token", Value::Null));
        }
        let account = self.accounts.get(&token.account).ok_or_else(invalid)?;
        let is_full = account.app_type == crate::account::AppType::FullDropbox;
        if matches!(route.caller, Caller::UserOfFullApp(_)) && !is_full {
            return Err(bad_call(route.name, APP_FOLDER));
        }
        let is_narrowed = token.scopes.as_ref().is_some_and(|scopes| !scopes.iter().any(|found| found == scope));
        if is_narrowed || !account.scopes.contains(scope) {
            return Err(unauthorized("missing_scope", missing_scope(scope)));
        }
        let root = self.root_of(route, request, &token.account)?;
        Ok(View { account: token.account.clone(), root })
    }

    /// What `Dropbox-API-Path-Root` says that paths are counted from.
    fn root_of(&self, route: &Route, request: &Request, id: &str) -> Result<String, Refusal> {
        let account = self.accounts.get(id).ok_or_else(|| crate::refusal::broken("an account"))?;
        let Some(header) = request.get("dropbox-api-path-root") else { return Ok(account.home.clone()) };
        let undecodable =
            || bad_call(route.name, "HTTP header \"Dropbox-API-Path-Root\": could not decode input as JSON");
        let wanted: Value = serde_json::from_str(header).map_err(|_| undecodable())?;
        match crate::argument::tag(&wanted) {
            Some("home") => Ok(account.home.clone()),
            Some("root") => {
                let root = wanted.get("root").and_then(Value::as_str).ok_or_else(undecodable)?;
                if root == account.root() {
                    return Ok(root.to_owned());
                }
                Err(wrong_root("invalid_root", Some(self.root_info(account))))
            }
            Some("namespace_id") => {
                let ns = wanted.get("namespace_id").and_then(Value::as_str).ok_or_else(undecodable)?;
                self.level(id, ns).map(|_| ns.to_owned()).ok_or_else(|| wrong_root("no_permission", None))
            }
            _ => Err(undecodable()),
        }
    }

    /// Does what a route does.
    pub(crate) fn perform(&mut self, route: &Route, ask: &Ask<'_>) -> Response {
        match (route.act)(self, ask) {
            Ok(answer) => answer.response(ask.request),
            Err(refusal) => refusal.response(),
        }
    }
}
