//! What Dropbox tells a host that it can reach: that something has changed in somebody's account.
//!
//! The host has the HTTP server; these two functions say what it answers.
//! Dropbox asks once by `GET` whether the address is the app's own, and from then on tells by `POST` whose accounts have changed, and nothing more:
//! the host asks [`FileStore::changes`](crate::ports::files::FileStore::changes) with the cursors that it keeps of those.
//! A program that people install has no secret to check with, and [waits](crate::ports::files::FileStore::wait) instead.

use core::hint::black_box;

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::ports::files::AccountId;

/// The most letters that a question has which is answered.
const MOST_ASKED: usize = 1_024;

/// The most bytes that a message has which is read.
pub const MOST_TOLD: usize = 1024 * 1024;

/// What to answer to Dropbox's `GET`, with status 200.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "what the adapter answers")]
pub struct Challenge {
    /// The headers, by name and value: without them a browser could be made to take the text for a page.
    pub headers: [(&'static str, &'static str); 2],
    /// The text.
    pub body: String,
}

/// Why a message is not taken: it is answered with the status that stands with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: there is nothing else to refuse")]
pub enum WebhookError {
    /// It is not signed with the app's secret: 403.
    #[error("the message is not signed with the app's secret")]
    NotSigned,
    /// It is longer than any that Dropbox sends: 413.
    #[error("the message is longer than any of Dropbox's")]
    TooLarge,
    /// It is signed, and cannot be read: 400.
    #[error("the message cannot be read")]
    Malformed,
}

/// Answers the question whether an address is the app's own; `asked` is `challenge` of the query, decoded.
///
/// # Errors
/// `TooLarge` past 1,024 letters; `Malformed` for other than visible ASCII.
///
/// # Example: Dropbox asks
///
/// ```
/// use cowrite::adapters::dropbox::webhook::challenge;
///
/// let answer = challenge("abc123")?;
/// assert_eq!(answer.body, "abc123");
/// assert_eq!(answer.headers, [("Content-Type", "text/plain"), ("X-Content-Type-Options", "nosniff")]);
/// # Ok::<(), cowrite::adapters::dropbox::webhook::WebhookError>(())
/// ```
pub fn challenge(asked: &str) -> Result<Challenge, WebhookError> {
    if asked.len() > MOST_ASKED {
        return Err(WebhookError::TooLarge);
    }
    if !asked.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(WebhookError::Malformed);
    }
    let headers = [("Content-Type", "text/plain"), ("X-Content-Type-Options", "nosniff")];
    Ok(Challenge { headers, body: asked.to_owned() })
}

/// Reads whose accounts have changed; `signature` is the header `X-Dropbox-Signature`, `body` what came, byte for byte.
///
/// # Errors
/// `TooLarge` past [`MOST_TOLD`] bytes, which a host need not read; `NotSigned`; `Malformed`.
///
/// # Example: Dropbox tells
///
/// ```
/// use cowrite::adapters::dropbox::webhook::{WebhookError, verify};
///
/// let body = br#"{"list_folder":{"accounts":["dbid:AAH4f99T0taONIb-OurWxbNQ6ywGRopQngc"]}}"#;
/// let signature = "229cb2a01748c10af36d97567e56b133a0264ac9f492e128bf10f1ca432c3304";
/// let accounts = verify("secret", signature, body)?;
/// assert_eq!(accounts[0].as_str(), "dbid:AAH4f99T0taONIb-OurWxbNQ6ywGRopQngc");
/// assert_eq!(verify("another", signature, body), Err(WebhookError::NotSigned));
/// # Ok::<(), WebhookError>(())
/// ```
pub fn verify(app_secret: &str, signature: &str, body: &[u8]) -> Result<Vec<AccountId>, WebhookError> {
    if body.len() > MOST_TOLD {
        return Err(WebhookError::TooLarge);
    }
    // What is signed with nothing, anybody can sign.
    if app_secret.is_empty() {
        return Err(WebhookError::NotSigned);
    }
    let expected: String = keyed(app_secret.as_bytes(), body).iter().map(|byte| format!("{byte:02x}")).collect();
    if !is_same(expected.as_bytes(), signature.to_ascii_lowercase().as_bytes()) {
        return Err(WebhookError::NotSigned);
    }
    let told: Value = serde_json::from_slice(body).map_err(|_| WebhookError::Malformed)?;
    let accounts = told.pointer("/list_folder/accounts").and_then(Value::as_array).ok_or(WebhookError::Malformed)?;
    let id = |account: &Value| account.as_str().map(AccountId::new).ok_or(WebhookError::Malformed);
    accounts.iter().map(id).collect()
}

/// HMAC-SHA256 (RFC 2104).
fn keyed(key: &[u8], text: &[u8]) -> [u8; 32] {
    let hashed = Sha256::digest(key);
    let key = if key.len() > 64 { hashed.as_slice() } else { key };
    let pad = |with: u8| {
        let mut block = [with; 64];
        block.iter_mut().zip(key).for_each(|(byte, key)| *byte ^= key);
        block
    };
    let inner = Sha256::new().chain_update(pad(0x36)).chain_update(text).finalize();
    Sha256::new().chain_update(pad(0x5c)).chain_update(inner).finalize().into()
}

/// Whether two texts are the same; the time it takes tells nothing of where they differ.
fn is_same(one: &[u8], other: &[u8]) -> bool {
    let differing = one.iter().zip(other).fold(0, |all, (a, b)| black_box(all | (a ^ b)));
    one.len() == other.len() && black_box(differing) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signature(secret: &str, body: &[u8]) -> String {
        keyed(secret.as_bytes(), body).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn keyed_hashes_are_those_of_the_standard() {
        // RFC 4231, test cases 2 and 6, the latter with a key longer than a block.
        let rows: [(&[u8], &[u8], &str); 2] = [
            (
                b"Jefe",
                b"what do ya want for nothing?",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            ),
            (
                &[0xaa; 131],
                b"Test Using Larger Than Block-Size Key - Hash Key First",
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
            ),
        ];
        for (key, text, expected) in rows {
            let found: String = keyed(key, text).iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn only_what_is_signed_is_read() {
        let body = br#"{"list_folder":{"accounts":["dbid:one","dbid:two"]},"delta":{"users":[1]}}"#;
        let signed = signature("secret", body);
        let accounts = vec![AccountId::new("dbid:one"), AccountId::new("dbid:two")];
        assert_eq!(verify("secret", &signed, body), Ok(accounts.clone()));
        assert_eq!(verify("secret", &signed.to_uppercase(), body), Ok(accounts));
        let cut = signed.get(..63).unwrap();
        for wrong in ["", cut, &format!("{signed}0"), &signature("other", body), &signature("secret", b"{}"), "\u{e9}"]
        {
            assert_eq!(verify("secret", wrong, body), Err(WebhookError::NotSigned), "{wrong}");
        }
        for body in
            ["", "{}", "[]", r#"{"list_folder":{"accounts":[1]}}"#, r#"{"list_folder":{"accounts":"dbid:one"}}"#]
        {
            let signed = signature("secret", body.as_bytes());
            assert_eq!(verify("secret", &signed, body.as_bytes()), Err(WebhookError::Malformed), "{body}");
        }
        assert_eq!(verify("", &signature("", body), body), Err(WebhookError::NotSigned));
        let long = vec![b' '; MOST_TOLD + 1];
        assert_eq!(verify("secret", &signature("secret", &long), &long), Err(WebhookError::TooLarge));
    }

    #[test]
    fn only_what_dropbox_asks_is_said_back() {
        assert_eq!(challenge("x").unwrap().body, "x");
        for wrong in ["<script>\n", "a b", "é"] {
            assert_eq!(challenge(wrong), Err(WebhookError::Malformed), "{wrong}");
        }
        assert_eq!(challenge(&"x".repeat(1_025)), Err(WebhookError::TooLarge));
    }
}
