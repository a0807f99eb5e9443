use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::Error;

const BLOCK: usize = 4 * 1024 * 1024;

/// The hash of a file's content: SHA-256 over the SHA-256 of each 4 MiB, as Dropbox counts it too.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ContentHash([u8; 32]);

impl ContentHash {
    /// Returns the hash of content that is at hand.
    #[must_use]
    pub fn of(content: &[u8]) -> Self {
        let mut hasher = ContentHasher::new();
        hasher.update(content);
        hasher.finish()
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ContentHash({self})")
    }
}

impl FromStr for ContentHash {
    type Err = Error;

    /// Reads 64 hexadecimal digits.
    fn from_str(text: &str) -> Result<Self, Error> {
        let wrong = Error::invalid("content_hash", "is not 64 hexadecimal digits");
        let mut digits = text.chars().map(|digit| digit.to_digit(16));
        let mut bytes = [0; 32];
        for byte in &mut bytes {
            let (Some(Some(high)), Some(Some(low))) = (digits.next(), digits.next()) else { return Err(wrong) };
            *byte = u8::try_from(high * 16 + low).unwrap_or_default();
        }
        if digits.next().is_some() { Err(wrong) } else { Ok(Self(bytes)) }
    }
}

impl TryFrom<String> for ContentHash {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        text.parse()
    }
}

impl From<ContentHash> for String {
    fn from(hash: ContentHash) -> Self {
        hash.to_string()
    }
}

/// Hashes content that comes piece by piece.
#[derive(Debug, Clone, Default)]
pub struct ContentHasher {
    whole: Sha256,
    block: Sha256,
    in_block: usize,
}

impl ContentHasher {
    /// Begins.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next piece, of any size.
    pub fn update(&mut self, mut piece: &[u8]) {
        while !piece.is_empty() {
            let (now, later) = piece.split_at(piece.len().min(BLOCK - self.in_block));
            self.block.update(now);
            self.in_block += now.len();
            if self.in_block == BLOCK {
                self.whole.update(self.block.finalize_reset());
                self.in_block = 0;
            }
            piece = later;
        }
    }

    /// Returns the hash of all pieces.
    #[must_use]
    pub fn finish(mut self) -> ContentHash {
        if self.in_block > 0 {
            self.whole.update(self.block.finalize());
        }
        ContentHash(self.whole.finalize().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_hashed_by_themselves() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(ContentHash::of(b"").to_string(), empty);
        let content = vec![7; BLOCK + 3];
        let mut blocks = Sha256::digest(&content[..BLOCK]).to_vec();
        blocks.extend(Sha256::digest(&content[BLOCK..]));
        let expected = ContentHash(Sha256::digest(&blocks).into());
        for piece in [1_000, 4_096, BLOCK, BLOCK + 3] {
            let mut hasher = ContentHasher::new();
            content.chunks(piece).for_each(|piece| hasher.update(piece));
            assert_eq!(hasher.finish(), expected, "{piece}");
        }
    }

    #[test]
    fn hashes_go_round_as_text() {
        let hash = ContentHash::of(b"mix");
        assert_eq!(hash.to_string().to_uppercase().parse::<ContentHash>().unwrap(), hash);
        for bad in ["", "00", &"g".repeat(64), &"0".repeat(65), &"é".repeat(32)] {
            assert_eq!(bad.parse::<ContentHash>().unwrap_err().code(), "invalid_input", "{bad}");
        }
    }
}
