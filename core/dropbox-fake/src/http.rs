use std::collections::BTreeMap;

use serde_json::Value;

/// What a client sends, as far as it matters here.
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
    pub(crate) base: String,
}

impl Request {
    /// A request for a path: `/api/2/files/list_folder`, `/content/2/files/upload`, `/api/oauth2/token`.
    ///
    /// Without the leading name of a host, the header `Host` tells it, and where that is none of Dropbox's, any route is served.
    /// What follows a `?` is for `oauth2/token` only.
    pub fn new(method: &str, path: &str) -> Self {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let (path, query) = (path.to_owned(), query.to_owned());
        // Where temporary links begin when nobody serves them over a socket.
        Self { method: method.to_owned(), path, query, base: "http://127.0.0.1".to_owned(), ..Self::default() }
    }

    /// With a header, whose name may be written in any case.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.insert(name.to_ascii_lowercase(), value.to_owned());
        self
    }

    /// With a body.
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    pub(crate) fn get(&self, header: &str) -> Option<&str> {
        self.headers.get(header).map(String::as_str)
    }
}

/// What Dropbox answers, or that the connection broke.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The status of HTTP, and 0 where none came.
    pub status: u16,
    /// Headers but for `Content-Length`.
    pub headers: Vec<(String, String)>,
    /// The body, as far as it came.
    pub body: Vec<u8>,
    pub(crate) delivery: Delivery,
}

/// How much of an answer reaches the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Delivery {
    Whole,
    /// The head, and half of the body.
    Half,
    /// Nothing: the connection ends.
    Cut,
    /// Nothing: the connection stays, and nobody speaks.
    Stalled,
}

impl Response {
    /// Whether the connection broke or fell silent, so that the client does not see the whole answer.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.delivery != Delivery::Whole
    }

    /// The header of a name, in any case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The body as JSON, and null where it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    pub(crate) fn never(delivery: Delivery) -> Self {
        Self { status: 0, headers: Vec::new(), body: Vec::new(), delivery }
    }

    /// The same, with half of the body.
    pub(crate) fn half(mut self) -> Self {
        self.body.truncate(self.body.len() / 2);
        self.delivery = Delivery::Half;
        self
    }

    pub(crate) fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let headers = vec![("Content-Type".to_owned(), content_type.to_owned())];
        Self { status, headers, body: body.into(), delivery: Delivery::Whole }
    }

    pub(crate) fn of_json(status: u16, value: &Value) -> Self {
        Self::new(status, "application/json", value.to_string())
    }

    pub(crate) fn of_text(status: u16, text: &str) -> Self {
        Self::new(status, "text/plain; charset=utf-8", text)
    }

    pub(crate) fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// `bytes`, or the part of them that a `Range` names.
    pub(crate) fn of_bytes(bytes: &[u8], range: Option<&str>) -> Self {
        let total = bytes.len();
        let whole = || Self::new(200, "application/octet-stream", bytes).with("Accept-Ranges", "bytes");
        let Some((first, last)) = range.and_then(|range| parse_range(range, total)) else { return whole() };
        match bytes.get(first..=last) {
            Some(part) if first < total => Self::new(206, "application/octet-stream", part)
                .with("Accept-Ranges", "bytes")
                .with("Content-Range", format!("bytes {first}-{last}/{total}")),
            _ => Self::of_text(416, "").with("Content-Range", format!("bytes */{total}")),
        }
    }
}

/// The first and last byte that a `Range` names; `None` where it is none that a server must honour.
fn parse_range(range: &str, total: usize) -> Option<(usize, usize)> {
    let (first, last) = range.strip_prefix("bytes=")?.split_once('-')?;
    if first.is_empty() {
        let n: usize = last.parse().ok()?;
        return Some((total.saturating_sub(n), total.saturating_sub(1)));
    }
    let first: usize = first.parse().ok()?;
    let end = total.saturating_sub(1);
    let last = if last.is_empty() { end } else { last.parse::<usize>().ok()?.min(end) };
    // Beyond the end there is nothing to answer with; the caller says so.
    Some((first, if first < total { last } else { first }))
}

/// JSON that a header can carry: what is not ASCII is escaped, in UTF-16 as JSON wants it.
pub(crate) fn header_json(value: &Value) -> String {
    let mut out = String::new();
    for found in value.to_string().chars() {
        if found.is_ascii() && found != '\x7f' {
            out.push(found);
            continue;
        }
        let mut units = [0; 2];
        for unit in found.encode_utf16(&mut units) {
            out.push_str(&format!("\\u{unit:04x}"));
        }
    }
    out
}
