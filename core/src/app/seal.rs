//! Text that a caller carries and can neither read nor write: only the workspace that sealed it opens it.

use super::driver::Core;
use super::link_secret::{bytes_of, is_same, keyed, letters};
use crate::error::Error;

/// How many bytes of a seal tell whether it is whole.
const TAG_BYTES: usize = 16;

/// What is sealed is filled up to a multiple of this, so that its length tells little of what it says.
const BLOCK: usize = 64;

/// The most letters that a seal has; what is longer is none, and is not looked at.
const LETTERS_LIMIT: usize = 16_384;

/// What a workspace seals texts of one purpose with.
///
/// The construction is that of SIV (RFC 5297) with HMAC-SHA256 in both places, each under a key of its own.
/// The tag is a keyed hash of everything, what the text is bound to among it, so nobody else can write one that is taken.
/// The key stream begins at the tag: two texts that differ have streams that nobody can tell from chance, and no random number is needed for that.
/// All that shows is whether two seals bound to the same are of the same text, and of how many blocks.
pub(super) struct Seal {
    tags: [u8; 32],
    streams: [u8; 32],
}

impl Seal {
    /// Returns the seal of a purpose: what is sealed for one is none for another.
    pub(super) async fn of(core: &Core, purpose: &str) -> Result<Self, Error> {
        let key = keyed(&core.secret().await?, purpose.as_bytes());
        Ok(Self { tags: keyed(&key, b"tag"), streams: keyed(&key, b"stream") })
    }

    /// Seals what is said, bound to a place where alone it is to be opened.
    pub(super) fn close(&self, bound: &[u8; 32], said: &[u8]) -> String {
        let mut filled = said.to_vec();
        filled.push(1);
        filled.resize(filled.len().next_multiple_of(BLOCK), 0);
        let tag = self.tag(bound, &filled);
        self.stream(&tag, &mut filled);
        letters(&[tag.as_slice(), &filled].concat())
    }

    /// Opens what was sealed; of anything else nothing, whatever is wrong with it.
    pub(super) fn open(&self, bound: &[u8; 32], sealed: &str) -> Option<Vec<u8>> {
        let mut tag = bytes_of(sealed, LETTERS_LIMIT)?;
        let mut filled = tag.split_off(TAG_BYTES.min(tag.len()));
        self.stream(&tag, &mut filled);
        if !is_same(&self.tag(bound, &filled), &tag) {
            return None;
        }
        let end = filled.iter().rposition(|byte| *byte == 1)?;
        filled.truncate(end);
        Some(filled)
    }

    fn tag(&self, bound: &[u8; 32], filled: &[u8]) -> Vec<u8> {
        let all = [bound.as_slice(), filled].concat();
        keyed(&self.tags, &all).into_iter().take(TAG_BYTES).collect()
    }

    /// Lays the key stream of a tag over bytes, or takes it off.
    fn stream(&self, tag: &[u8], bytes: &mut [u8]) {
        for (number, chunk) in (0_u64..).zip(bytes.chunks_mut(32)) {
            let key = keyed(&self.streams, &[tag, &number.to_be_bytes()].concat());
            chunk.iter_mut().zip(key).for_each(|(byte, key)| *byte ^= key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEAL: Seal = Seal { tags: [1; 32], streams: [2; 32] };

    #[test]
    fn what_is_sealed_is_opened_where_it_belongs_and_nowhere_else() {
        for length in 0..200_u8 {
            let said: Vec<u8> = (0..length).map(|byte| byte % 3).collect();
            let sealed = SEAL.close(&[7; 32], &said);
            assert_eq!(SEAL.open(&[7; 32], &sealed), Some(said), "{length}");
            assert_eq!(SEAL.open(&[8; 32], &sealed), None, "bound to another place");
            assert_eq!(Seal { tags: [3; 32], ..SEAL }.open(&[7; 32], &sealed), None, "another's");
        }
    }

    #[test]
    fn what_was_changed_or_cut_is_not_opened() {
        let sealed = SEAL.close(&[7; 32], b"a working title");
        for at in 0..sealed.len() {
            let mut other = sealed.clone();
            other.replace_range(at..=at, if other.as_bytes()[at] == b'A' { "B" } else { "A" });
            assert_eq!(SEAL.open(&[7; 32], &other), None, "changed at {at}");
            assert_eq!(SEAL.open(&[7; 32], sealed.get(..at).unwrap()), None, "cut at {at}");
        }
        assert_eq!(SEAL.open(&[7; 32], &sealed.repeat(2)), None);
    }

    #[test]
    fn neither_text_nor_length_shows() {
        let (one, other) = (SEAL.close(&[7; 32], b"night"), SEAL.close(&[7; 32], b"a much longer title"));
        assert_eq!(one.len(), other.len());
        let (one, other) = (bytes_of(&one, LETTERS_LIMIT).unwrap(), bytes_of(&other, LETTERS_LIMIT).unwrap());
        let alike = one.iter().zip(&other).filter(|(one, other)| one == other).count();
        assert!(alike < 8, "{alike} of {} bytes are alike", one.len());
        assert!(!one.windows(5).any(|bytes| bytes == b"night"));
    }
}
