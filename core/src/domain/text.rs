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

/// As [`tidy`], for text of several lines: line breaks and tabs stay.
///
/// # Errors
/// As [`tidy`].
pub fn prose(field: &'static str, text: &str, limit: u32) -> Result<String, Error> {
    let is_break = |c: char| matches!(c, '\n' | '\t');
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let trimmed = text.trim();
    if trimmed.len() > most.saturating_mul(72) {
        return Err(Error::LimitExceeded { field, limit });
    }
    let kept: String = trimmed.replace("\r\n", "\n").nfc().collect();
    if kept.is_empty() {
        return Err(Error::invalid(field, "is empty"));
    }
    if kept.chars().any(|c| c.is_control() && !is_break(c)) {
        return Err(Error::invalid(field, "has control characters"));
    }
    if kept.chars().count() > most {
        return Err(Error::LimitExceeded { field, limit });
    }
    Ok(kept)
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
