//! Text that people give: trimmed, in NFC, bounded, without control characters (REL-5).

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::error::Error;

/// The most Unicode scalar values that a name, title or role may have.
pub const NAME_LIMIT: u32 = 200;

/// The most bytes that an email address may have.
pub const EMAIL_LIMIT: u32 = 254;

/// Brings text to the form in which it is kept: trimmed and in NFC, at most `limit` scalar values, none of them a control character.
///
/// # Errors
/// `invalid_input` where nothing is left or there are control characters; `limit_exceeded` past the limit.
pub fn tidy(field: &'static str, text: &str, limit: u32) -> Result<String, Error> {
    // NFC never makes one scalar of more than a few; text this long is refused before any of it is copied.
    let most = usize::try_from(limit).unwrap_or(usize::MAX).saturating_mul(72);
    let trimmed = text.trim();
    if trimmed.len() > most {
        return Err(Error::LimitExceeded { field, limit });
    }
    let kept: String = trimmed.nfc().collect();
    if kept.is_empty() {
        return Err(Error::invalid(field, "is empty"));
    }
    if kept.chars().any(char::is_control) {
        return Err(Error::invalid(field, "has control characters"));
    }
    if kept.chars().count() > usize::try_from(limit).unwrap_or(usize::MAX) {
        return Err(Error::LimitExceeded { field, limit });
    }
    Ok(kept)
}

/// Brings longer text to the form in which it is kept: as [`tidy`], with lines and tabs left in it.
///
/// # Errors
/// As [`tidy`].
pub fn prose(field: &'static str, text: &str, limit: u32) -> Result<String, Error> {
    let text = text.trim();
    if text.len() > usize::try_from(limit).unwrap_or(usize::MAX).saturating_mul(72) {
        return Err(Error::LimitExceeded { field, limit });
    }
    // Only `tidy` judges; what may stand between lines is put aside while it does.
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    let plain = lines.replace(['\n', '\t'], " ");
    tidy(field, &plain, limit)?;
    Ok(lines.nfc().collect())
}

/// The most bytes that an address on the web may have.
pub const WEB_ADDRESS_LIMIT: u32 = 2_000;

/// Brings an address on the web to the form in which it is kept: trimmed, of one of some schemes, with a host and without a name and password.
///
/// It holds nothing that must not stand in an address (RFC 3986), so that one put between quotes in a page stays there.
///
/// # Errors
/// `invalid_input` and `limit_exceeded`.
pub fn web_address(field: &'static str, text: &str, schemes: &[&str]) -> Result<String, Error> {
    let address = text.trim();
    if address.len() > usize::try_from(WEB_ADDRESS_LIMIT).unwrap_or(usize::MAX) {
        return Err(Error::LimitExceeded { field, limit: WEB_ADDRESS_LIMIT });
    }
    let is_of = |scheme: &&&str| address.get(..scheme.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(scheme));
    let scheme = schemes.iter().find(is_of).ok_or(Error::invalid(field, "is not an address of the asked scheme"))?;
    let rest = address.get(scheme.len()..).unwrap_or_default();
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if host.is_empty() || host.starts_with(':') || host.contains('@') {
        return Err(Error::invalid(field, "needs a host, and no name before it"));
    }
    let is_refused = |letter: char| letter.is_whitespace() || letter.is_control() || r#""<>\^`{|}"#.contains(letter);
    if address.contains(is_refused) {
        return Err(Error::invalid(field, "has letters that no address has"));
    }
    Ok(address.to_owned())
}

/// Returns the key by which text is ordered and looked up: compatible forms and letter cases fall together.
#[must_use]
pub fn fold(text: &str) -> String {
    text.nfkc().collect::<String>().to_lowercase().nfc().collect()
}

/// An email address as the host gave it, trimmed; compared without regard to ASCII case (PER-1).
///
/// # Example: one address, two spellings
///
/// ```
/// let a: cowrite::Email = " Alex@Example.com ".parse()?;
/// assert_eq!(a.as_str(), "Alex@Example.com");
/// assert_eq!(a.key(), "alex@example.com");
/// # Ok::<(), cowrite::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

impl Email {
    /// Returns the address as it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the form by which addresses are compared.
    #[must_use]
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

impl FromStr for Email {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let address: String = text.trim().nfc().collect();
        if address.len() > usize::try_from(EMAIL_LIMIT).unwrap_or(usize::MAX) {
            return Err(Error::LimitExceeded { field: "email", limit: EMAIL_LIMIT });
        }
        let parts: Vec<&str> = address.split('@').collect();
        let [local, host] = parts.as_slice() else {
            return Err(Error::invalid("email", "needs exactly one @"));
        };
        if local.is_empty() || host.is_empty() {
            return Err(Error::invalid("email", "needs something on both sides of the @"));
        }
        if address.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(Error::invalid("email", "has white space or control characters"));
        }
        Ok(Self(address))
    }
}

impl TryFrom<String> for Email {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        text.parse()
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

impl fmt::Debug for Email {
    /// Shows no address: what is printed by mistake must not name people.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Email(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_is_counted_in_scalar_values_after_nfc() {
        let composed = "e\u{301}".repeat(200);
        assert_eq!(tidy("title", &composed, NAME_LIMIT).unwrap().chars().count(), 200);
        assert_eq!(
            tidy("title", &"é".repeat(201), NAME_LIMIT),
            Err(Error::LimitExceeded { field: "title", limit: 200 })
        );
        assert_eq!(
            tidy("title", &"x".repeat(1_000_000), NAME_LIMIT),
            Err(Error::LimitExceeded { field: "title", limit: 200 })
        );
    }

    #[test]
    fn empty_and_controlled_text_is_refused() {
        assert_eq!(tidy("title", " \u{3000} ", NAME_LIMIT), Err(Error::invalid("title", "is empty")));
        assert_eq!(tidy("title", "a\u{0}b", NAME_LIMIT), Err(Error::invalid("title", "has control characters")));
    }

    #[test]
    fn prose_keeps_its_lines_and_nothing_else_that_is_not_seen() {
        assert_eq!(prose("text", " a\r\n\tb\rc\n ", 6).unwrap(), "a\n\tb\nc");
        assert_eq!(prose("text", "a\nb\nc\nd", 6), Err(Error::LimitExceeded { field: "text", limit: 6 }));
        assert_eq!(prose("text", "\n\t", 6), Err(Error::invalid("text", "is empty")));
        assert_eq!(prose("text", "a\u{0}b", 6), Err(Error::invalid("text", "has control characters")));
    }

    #[test]
    fn an_address_on_the_web_is_of_the_asked_scheme_and_cannot_break_out() {
        let both = ["https://", "http://"];
        for good in ["https://a.example", " HTTP://a.example:80/x?y=1#z ", "https://münchen.example/é"] {
            assert_eq!(web_address("links", good, &both).as_deref(), Ok(good.trim()));
        }
        let bad = [
            "",
            "a.example",
            "javascript:alert(1)",
            "https://",
            "https:///x",
            "https://a@b",
            "https://a b",
            "https://a\"b",
            "https://:80",
            "ftp://a",
            "éhttps://a",
        ];
        for bad in bad {
            assert_eq!(web_address("links", bad, &both).unwrap_err().code(), "invalid_input", "{bad:?}");
        }
        assert!(web_address("avatar", "http://a.example", &["https://"]).is_err());
    }

    #[test]
    fn addresses_need_one_at_with_something_on_both_sides() {
        for bad in ["", "a", "@", "a@", "@b", "a@b@c", "a b@c", "a\u{7}@b"] {
            assert_eq!(bad.parse::<Email>().unwrap_err().code(), "invalid_input", "{bad:?}");
        }
        let long = format!("{}@example.com", "x".repeat(250));
        assert_eq!(long.parse::<Email>().unwrap_err().code(), "limit_exceeded");
    }

    #[test]
    fn folding_joins_what_readers_take_for_the_same() {
        assert_eq!(fold("Éclair"), fold("E\u{301}CLAIR"));
        assert_eq!(fold("ﬁn"), "fin");
    }
}
