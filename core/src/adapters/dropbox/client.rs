//! The way to Dropbox's servers: HTTPS that waits on the adapter's own threads, under the SDK's routes.
//!
//! The SDK writes requests and reads answers that are well.
//! Refusals never reach it: it would write them to the host's log, lose the `Retry-After` of a plain text, and not know the call's id.

use core::fmt;
use core::time::Duration;
use std::io::Read as _;
use std::sync::{Arc, Mutex};

use dropbox_sdk::Error;
use dropbox_sdk::client_trait::{HttpClient, HttpRequest, HttpRequestResultRaw, NoauthClient, UserAuthClient};
use serde_json::Value;

use super::http::Http;
use crate::adapters::workers::locked;
use crate::ports::files::FilesError;

/// The most bytes that an answer has which is not a file: a page of a listing is some MiB at most.
const MOST: u64 = 64 * 1024 * 1024;

/// The most bytes that are read of a refusal.
const MOST_REFUSED: u64 = 64 * 1024;

/// Where Dropbox's servers are.
const SERVERS: [(&str, &str); 3] = [
    ("https://api.dropboxapi.com", "/api"),
    ("https://content.dropboxapi.com", "/content"),
    ("https://notify.dropboxapi.com", "/notify"),
];

/// What all calls go through.
#[derive(Debug)]
pub(super) struct Web {
    http: Http,
    /// Where the servers are instead.
    base: Option<String>,
    /// How long a connection may stand still, either way.
    idle: Duration,
}

impl Web {
    /// Makes a way to Dropbox, or to `base`, which stands for it in tests.
    pub(super) fn new(base: Option<String>, idle: Duration) -> Result<Self, FilesError> {
        let wrong = |tag: &str| FilesError::Unknown { tag: tag.to_owned(), request_id: None };
        if base.as_deref().is_some_and(|base| !is_loopback(base) && !base.starts_with("https://")) {
            return Err(wrong("servers_are_neither_https_nor_loopback"));
        }
        let http = Http::new().map_err(|_| wrong("no_tls"))?;
        Ok(Self { http, base: base.map(|base| base.trim_end_matches('/').to_owned()), idle })
    }

    fn url(&self, url: &str) -> String {
        let Some(base) = &self.base else { return url.to_owned() };
        let found = SERVERS.iter().find_map(|(server, place)| Some((place, url.strip_prefix(server)?)));
        found.map_or_else(|| url.to_owned(), |(place, rest)| format!("{base}{place}{rest}"))
    }

    /// Posts a form, and returns the status, the answer, and after how many seconds to ask again.
    pub(super) fn post_form(&self, url: &str, form: &str) -> Result<(u16, Value, Option<u64>), FilesError> {
        let headers = [("Content-Type".to_owned(), "application/x-www-form-urlencoded".to_owned())];
        let answer = self.http.post(&self.url(url), &headers, form.as_bytes(), self.idle);
        let answer = answer.map_err(|_| FilesError::Transient)?;
        let (status, after) = (answer.status, answer.number("retry-after"));
        let mut text = String::new();
        answer.body.take(MOST_REFUSED).read_to_string(&mut text).map_err(|_| FilesError::Transient)?;
        Ok((status, serde_json::from_str(&text).unwrap_or(Value::Null), after))
    }
}

/// Whether an address is of this machine alone, so that no TLS is needed.
fn is_loopback(base: &str) -> bool {
    let Some(rest) = base.strip_prefix("http://") else { return false };
    let host = rest.split('/').next().unwrap_or_default();
    let is_port = |port: &str| !port.is_empty() && port.bytes().all(|digit| digit.is_ascii_digit());
    let name = host.rsplit_once(':').filter(|(_, port)| is_port(port)).map_or(host, |(name, _)| name);
    matches!(name, "127.0.0.1" | "localhost" | "[::1]")
}

/// What a server said in place of an answer.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    /// The status; 0 where there was no answer at all.
    pub(super) status: u16,
    /// The text, as JSON where it is that.
    pub(super) text: String,
    /// After how many seconds to ask again, by the header.
    pub(super) retry_after: Option<u64>,
    /// Under what Dropbox finds the call.
    pub(super) request_id: Option<String>,
}

impl Said {
    /// Returns it as it is where the way there, not the answer, was at fault: an answer that is well and broke off is none.
    pub(super) fn broken_off(self) -> Self {
        if (200..300).contains(&self.status) { Self { status: 0, ..self } } else { self }
    }
}

/// One call.
pub(super) struct Wire<'a> {
    web: &'a Web,
    token: Option<Arc<String>>,
    /// The argument, for routes that take it in a header.
    argument: Option<String>,
    /// How long the server may hold the call back before it answers, beside what is usual.
    patience: Duration,
    said: Mutex<Said>,
}

impl fmt::Debug for Wire<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wire").finish_non_exhaustive()
    }
}

impl<'a> Wire<'a> {
    /// Makes a call in an account's name.
    pub(super) fn new(web: &'a Web, token: Arc<String>, argument: Option<String>) -> Self {
        Self { web, token: Some(token), argument, patience: Duration::ZERO, said: Mutex::default() }
    }

    /// Makes a call in nobody's name, which may be held back.
    pub(super) fn patient(web: &'a Web, patience: Duration) -> Self {
        Self { web, token: None, argument: None, patience, said: Mutex::default() }
    }

    /// Returns what was said in place of an answer.
    pub(super) fn said(self) -> Said {
        self.said.into_inner().unwrap_or_default()
    }
}

/// A request being written.
pub(super) struct Writing {
    url: String,
    headers: Vec<(String, String)>,
    argument: Option<String>,
}

impl HttpRequest for Writing {
    fn set_header(mut self, name: &str, value: &str) -> Self {
        // The SDK writes letters beyond U+FFFF as five digits, which mean others.
        let value = if name == "Dropbox-API-Arg" { self.argument.as_deref().unwrap_or(value) } else { value };
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}

/// Why the SDK is given nothing: it is said in [`Said`].
#[derive(Debug, thiserror::Error)]
#[error("no answer")]
struct NoAnswer;

fn no_answer() -> Error {
    Error::HttpClient(Box::new(NoAnswer))
}

impl HttpClient for Wire<'_> {
    type Request = Writing;

    fn new_request(&self, url: &str) -> Writing {
        Writing { url: self.web.url(url), headers: Vec::new(), argument: self.argument.clone() }
    }

    fn execute(&self, request: Writing, body: &[u8]) -> Result<HttpRequestResultRaw, Error> {
        let idle = self.patience.saturating_add(self.web.idle);
        let sent = self.web.http.post(&request.url, &request.headers, body, idle);
        let answer = sent.map_err(|_| no_answer())?;
        let status = answer.status;
        let said = Said {
            status,
            text: String::new(),
            retry_after: answer.number("retry-after"),
            request_id: answer.header("x-dropbox-request-id").map(str::to_owned),
        };
        if (200..300).contains(&status) {
            *locked(&self.said) = said;
            let result_header = answer.header("dropbox-api-result").map(str::to_owned);
            let content_length = answer.number("content-length");
            let body = Box::new(answer.body.take(MOST));
            return Ok(HttpRequestResultRaw { status, result_header, content_length, body });
        }
        let mut text = Vec::new();
        // Of a refusal that breaks off, the status is still known.
        drop(answer.body.take(MOST_REFUSED).read_to_end(&mut text));
        *locked(&self.said) = Said { text: String::from_utf8_lossy(&text).into_owned(), ..said };
        Err(no_answer())
    }

    fn token(&self) -> Option<Arc<String>> {
        self.token.clone()
    }
}

impl UserAuthClient for Wire<'_> {}
impl NoauthClient for Wire<'_> {}

/// Writes JSON so that a header can carry it: all but plain ASCII as UTF-16 in hexadecimal digits.
pub(super) fn in_header(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for letter in json.chars() {
        if (' '..='~').contains(&letter) {
            text.push(letter);
        } else {
            let mut units = [0; 2];
            letter.encode_utf16(&mut units).iter().for_each(|unit| text.push_str(&format!("\\u{unit:04x}")));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_beyond_the_first_plane_are_two_units_in_a_header() {
        assert_eq!(in_header(r#"{"path":"/🎵 é.wav"}"#), r#"{"path":"/\ud83c\udfb5 \u00e9.wav"}"#);
        let text = "/👩‍🎤\u{7f}\u{2028}ナ~ \\";
        let written = in_header(&serde_json::to_string(text).unwrap());
        assert!(written.is_ascii() && !written.contains('\u{7f}'));
        assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
    }

    #[test]
    fn without_tls_only_this_machine_is_asked() {
        for base in ["http://127.0.0.1:8080", "http://localhost/x", "http://[::1]:1"] {
            assert!(Web::new(Some(base.to_owned()), Duration::ZERO).is_ok(), "{base}");
        }
        for base in [
            "http://example.com",
            "http://127.0.0.1.example.com",
            "http://localhost.evil",
            "ftp://x",
            "",
            "http://[::1].x",
        ] {
            assert!(Web::new(Some(base.to_owned()), Duration::ZERO).is_err(), "{base}");
        }
        assert!(Web::new(Some("https://example.com".to_owned()), Duration::ZERO).is_ok());
    }

    #[test]
    fn each_server_has_its_place_at_another_address() {
        let web = Web::new(Some("http://127.0.0.1:1/".to_owned()), Duration::ZERO).unwrap();
        assert_eq!(
            web.url("https://api.dropboxapi.com/2/files/list_folder"),
            "http://127.0.0.1:1/api/2/files/list_folder"
        );
        assert_eq!(web.url("https://notify.dropboxapi.com/2/x"), "http://127.0.0.1:1/notify/2/x");
        let web = Web::new(None, Duration::ZERO).unwrap();
        assert_eq!(web.url("https://content.dropboxapi.com/2/x"), "https://content.dropboxapi.com/2/x");
    }
}
