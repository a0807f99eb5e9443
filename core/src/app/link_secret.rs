//! Secrets of links, and what is told from the workspace's own secret.

use core::fmt;
use core::hint::black_box;

use sha2::{Digest, Sha256};

use super::driver::Core;
use crate::error::Error;

/// The letters of URL-safe base 64 (RFC 4648 §5).
const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// How many random bytes a secret has: 192 bits, which make 32 letters.
const SECRET_BYTES: usize = 24;

/// What of a visitor's text is looked at; a secret is shorter.
const LOOKED_AT: usize = 512;

/// The secret of a link: whoever has it may enter, so it is shown once and never printed (LNK-2).
///
/// # Example: it does not show by mistake
///
/// ```
/// let secret = cowrite::LinkSecret::from("Zm9yIHlvdXIgZWFycyBvbmx5");
/// assert_eq!(format!("{secret:?}"), "LinkSecret(…)");
/// assert_eq!(secret.reveal(), "Zm9yIHlvdXIgZWFycyBvbmx5");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct LinkSecret(String);

impl LinkSecret {
    /// Makes a secret that nobody can guess.
    pub(crate) fn random(core: &Core) -> Result<Self, Error> {
        let bytes: [u8; SECRET_BYTES] = core.random()?;
        Ok(Self(letters(&bytes)))
    }

    /// Returns the secret, to be put into an address and nowhere else.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Returns what is kept of it: also of text that is no secret, which is looked up all the same.
    pub(crate) fn hash(&self) -> [u8; 32] {
        let bytes = self.0.as_bytes();
        Sha256::digest(bytes.get(..LOOKED_AT).unwrap_or(bytes)).into()
    }
}

impl From<&str> for LinkSecret {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for LinkSecret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for LinkSecret {
    /// Shows no secret: what is printed by mistake must not open a link.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LinkSecret(…)")
    }
}

/// Returns bytes as letters of URL-safe base 64, without padding.
pub(super) fn letters(bytes: &[u8]) -> String {
    let mut letters = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let bits = (0..3).fold(0_u32, |bits, at| bits << 8 | chunk.get(at).copied().map_or(0, u32::from));
        for shift in [18, 12, 6, 0].into_iter().take(chunk.len() + 1) {
            let place = usize::try_from(bits >> shift & 0x3f).unwrap_or_default();
            letters.push(LETTERS.get(place).map_or('-', |letter| char::from(*letter)));
        }
    }
    letters
}

/// Returns what only who has the key can tell of a text: HMAC-SHA256 (RFC 2104).
pub(crate) fn keyed(key: &[u8; 32], text: &[u8]) -> [u8; 32] {
    let pad = |with: u8| {
        let mut block = [with; 64];
        block.iter_mut().zip(key).for_each(|(byte, key)| *byte ^= key);
        block
    };
    let inner = Sha256::new().chain_update(pad(0x36)).chain_update(text).finalize();
    Sha256::new().chain_update(pad(0x5c)).chain_update(inner).finalize().into()
}

/// Reads at most `limit` letters of URL-safe base 64 as they are written, without padding: each text of bytes has one spelling.
pub(super) fn bytes_of(text: &str, limit: usize) -> Option<Vec<u8>> {
    if text.len() > limit || text.len() % 4 == 1 {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
    for chunk in text.as_bytes().chunks(4) {
        let mut bits = 0_u32;
        for letter in chunk {
            let value = LETTERS.iter().position(|other| other == letter)?;
            bits = bits << 6 | u32::try_from(value).ok()?;
        }
        let whole = chunk.len() * 6 / 8;
        let spare = chunk.len() * 6 % 8;
        if bits & ((1 << spare) - 1) != 0 {
            return None;
        }
        let [_, spelled @ ..] = (bits >> spare << (8 * (3 - whole))).to_be_bytes();
        bytes.extend(spelled.get(..whole)?);
    }
    Some(bytes)
}

/// Returns whether two texts are the same; the time it takes tells nothing of where they differ.
pub(super) fn is_same(one: &[u8], other: &[u8]) -> bool {
    let differing = one.iter().zip(other).fold(0, |all, (a, b)| black_box(all | (a ^ b)));
    one.len() == other.len() && black_box(differing) == 0
}

/// Returns bytes as lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keyed_hashes_are_those_of_the_standard() {
        // RFC 4231, test case 2, with the key filled up with zeros, which HMAC does to a short key.
        let mut key = [0; 32];
        key[..4].copy_from_slice(b"Jefe");
        let hash = hex(&keyed(&key, b"what do ya want for nothing?"));
        assert_eq!(hash, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    #[test]
    fn text_goes_round_and_has_one_spelling() {
        for size in 0..40_u8 {
            let bytes: Vec<u8> = (0..size).map(|byte| byte.wrapping_mul(91)).collect();
            let text = letters(&bytes);
            assert_eq!(bytes_of(&text, 64), Some(bytes), "{text}");
        }
        assert_eq!(bytes_of("AA", 2), Some(vec![0]));
        for other in ["AB", "A", "AA=", "AA==", "A A", "é"] {
            assert_eq!(bytes_of(other, 64), None, "{other}");
        }
        assert_eq!(bytes_of("AAAA", 3), None, "past the limit");
    }

    #[test]
    fn long_text_is_no_more_work_than_short() {
        let long = LinkSecret::from("x".repeat(1_000_000));
        assert_eq!(long.hash(), LinkSecret::from("x".repeat(LOOKED_AT)).hash());
    }
}
