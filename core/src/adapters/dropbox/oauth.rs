//! How an account is connected: OAuth 2 with PKCE, so that an app that people install needs no secret of its own.

use core::fmt;

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::client::Web;
use crate::ports::Entropy;
use crate::ports::Tokens;
use crate::ports::files::FilesError;
use crate::time::Timestamp;

const TOKENS: &str = "https://api.dropboxapi.com/oauth2/token";

const AUTHORIZE: &str = "https://www.dropbox.com/oauth2/authorize";

/// What the library must be granted; without all of it some of its work could not be done.
pub(super) const SCOPES: [&str; 6] = [
    "account_info.read",
    "files.metadata.read",
    "files.content.read",
    "files.content.write",
    "sharing.read",
    "sharing.write",
];

/// A connection being made: where its person is sent, and what the host keeps until they come back.
#[derive(Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "what the adapter answers")]
pub struct Authorization {
    /// Where the person says yes or no; it holds nothing secret.
    pub url: String,
    /// What Dropbox gives back with the code: a code that comes with another was not asked for here, and is to be refused.
    pub state: String,
    /// What proves that the code was asked for here, for [`Dropbox::connect`](super::Dropbox::connect). A secret until then.
    pub verifier: String,
}

impl fmt::Debug for Authorization {
    /// Shows neither verifier nor state.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authorization").finish_non_exhaustive()
    }
}

/// The app that a host has registered with Dropbox.
#[derive(Clone)]
pub(super) struct App {
    pub(super) key: String,
    pub(super) secret: Option<String>,
    pub(super) redirect: Option<String>,
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App").field("key", &self.key).field("redirect", &self.redirect).finish_non_exhaustive()
    }
}

impl App {
    pub(super) fn authorize(&self, entropy: &dyn Entropy) -> Result<Authorization, FilesError> {
        let (state, verifier) = (word(entropy)?, word(entropy)?);
        let challenge = base64url(&Sha256::digest(verifier.as_bytes()));
        let scopes = SCOPES.join(" ");
        let mut form = vec![
            ("client_id", self.key.as_str()),
            ("response_type", "code"),
            ("token_access_type", "offline"),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
            ("scope", &scopes),
            ("state", &state),
        ];
        form.extend(self.redirect.as_deref().map(|redirect| ("redirect_uri", redirect)));
        let url = format!("{AUTHORIZE}?{}", encoded(&form));
        Ok(Authorization { url, state, verifier })
    }

    /// Takes a code for tokens.
    pub(super) fn exchange(&self, web: &Web, code: &str, verifier: &str, now: Timestamp) -> Result<Tokens, FilesError> {
        let mut form = vec![("grant_type", "authorization_code"), ("code", code), ("code_verifier", verifier)];
        form.extend(self.redirect.as_deref().map(|redirect| ("redirect_uri", redirect)));
        let answer = self.ask(web, form)?;
        if let Some(granted) = answer.get("scope").and_then(Value::as_str) {
            let missing = SCOPES.into_iter().find(|scope| !granted.split_whitespace().any(|it| it == *scope));
            if let Some(missing) = missing {
                return Err(FilesError::MissingScope(missing.to_owned()));
            }
        }
        let refresh = text(&answer, "refresh_token")?;
        access(Tokens::new(refresh), &answer, now)
    }

    /// Takes the token that lasts for another one for calls.
    pub(super) fn refresh(&self, web: &Web, tokens: Tokens, now: Timestamp) -> Result<Tokens, FilesError> {
        let form = vec![("grant_type", "refresh_token"), ("refresh_token", tokens.refresh_token())];
        let answer = self.ask(web, form)?;
        access(tokens, &answer, now)
    }

    fn ask<'a>(&'a self, web: &Web, mut form: Vec<(&'a str, &'a str)>) -> Result<Value, FilesError> {
        form.push(("client_id", &self.key));
        form.extend(self.secret.as_deref().map(|secret| ("client_secret", secret)));
        let (status, answer, after) = web.post_form(TOKENS, &encoded(&form))?;
        match status {
            200..=299 => Ok(answer),
            429 => Err(FilesError::RateLimited {
                after: core::time::Duration::from_secs(after.unwrap_or(1).clamp(1, 86_400)),
            }),
            500..=599 => Err(FilesError::Transient),
            _ => match answer.get("error").and_then(Value::as_str) {
                // The person has ended it, or the code is not theirs, or was taken before.
                Some("invalid_grant") => Err(FilesError::Disconnected),
                Some(
                    error @ ("invalid_client" | "unauthorized_client" | "invalid_request" | "unsupported_grant_type"),
                ) => Err(unknown(error)),
                _ => Err(unknown(&format!("http_{status}"))),
            },
        }
    }
}

fn unknown(tag: &str) -> FilesError {
    FilesError::Unknown { tag: tag.to_owned(), request_id: None }
}

fn text<'a>(answer: &'a Value, key: &str) -> Result<&'a str, FilesError> {
    answer.get(key).and_then(Value::as_str).ok_or_else(|| unknown("unreadable"))
}

fn access(tokens: Tokens, answer: &Value, now: Timestamp) -> Result<Tokens, FilesError> {
    let seconds = answer.get("expires_in").and_then(Value::as_i64).unwrap_or(4 * 3_600);
    Ok(tokens.with_access(text(answer, "access_token")?, now.plus_millis(seconds.saturating_mul(1_000))))
}

/// Makes a word of 256 bits that nobody can guess.
fn word(entropy: &dyn Entropy) -> Result<String, FilesError> {
    let mut bytes = Vec::with_capacity(32);
    for _ in 0..4 {
        bytes.extend(entropy.bits().map_err(|error| unknown(error.code()))?.to_le_bytes());
    }
    Ok(base64url(&bytes))
}

/// Writes bytes as RFC 4648 §5 does, without padding.
fn base64url(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0_u32, |bits, byte| (bits << 8) | u32::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..=three.len() {
            let sextet = usize::try_from((bits >> (18 - 6 * place)) & 63).unwrap_or_default();
            text.extend(LETTERS.get(sextet).map(|letter| char::from(*letter)));
        }
    }
    text
}

/// Writes fields as a form or the end of an address has them.
fn encoded(fields: &[(&str, &str)]) -> String {
    let mut text = String::new();
    for (name, value) in fields {
        if !text.is_empty() {
            text.push('&');
        }
        text.push_str(name);
        text.push('=');
        for byte in value.bytes() {
            if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
                text.push(char::from(byte));
            } else {
                text.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    #[test]
    fn words_are_written_as_the_standard_says() {
        for (bytes, text) in
            [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64url(bytes.as_bytes()), text);
        }
        assert_eq!(base64url(&[0xfb, 0xff]), "-_8");
        assert_eq!(encoded(&[("a", "x y&é"), ("b", "~")]), "a=x%20y%26%C3%A9&b=~");
    }

    #[test]
    fn the_challenge_is_the_verifiers() {
        // RFC 7636, appendix B.
        let challenge = base64url(&Sha256::digest(b"dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));
        assert_eq!(challenge, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    /// Counts up.
    #[derive(Debug, Default)]
    struct Counting(core::sync::atomic::AtomicU64);

    impl Entropy for Counting {
        fn bits(&self) -> Result<u64, Error> {
            Ok(self.0.fetch_add(1, core::sync::atomic::Ordering::Relaxed))
        }
    }

    #[test]
    fn a_person_is_sent_to_dropbox_with_nothing_secret() {
        let app = App {
            key: "key".to_owned(),
            secret: Some("hidden".to_owned()),
            redirect: Some("https://a.example/back?x".to_owned()),
        };
        let made = app.authorize(&Counting::default()).unwrap();
        assert!(made.url.starts_with("https://www.dropbox.com/oauth2/authorize?client_id=key&response_type=code"));
        assert!(made.url.contains("&redirect_uri=https%3A%2F%2Fa.example%2Fback%3Fx"));
        assert!(made.url.contains(&format!("&state={}", made.state)));
        assert!(made.verifier.len() == 43 && made.state.len() == 43 && made.verifier != made.state);
        assert!(!made.url.contains(&made.verifier) && !made.url.contains("hidden"));
        let shown = format!("{made:?} {app:?}");
        assert!(!shown.contains(&made.verifier) && !shown.contains(&made.state) && !shown.contains("hidden"));
    }
}
