//! Content that comes piece by piece, so that no file is held in memory whole.

use core::fmt;
use core::ops::Range;

use super::{Entry, FilesError, FilesFuture};

/// Content that comes piece by piece.
pub trait ByteStream: Send + fmt::Debug {
    /// Returns the next piece, or `None` at the end; it is at most a few MiB and never empty.
    ///
    /// After `None` and after an error it is `None`.
    fn next(&mut self) -> FilesFuture<'_, Option<Vec<u8>>>;
}

/// Content that is at hand already.
#[derive(Debug)]
pub struct Whole(Option<Vec<u8>>);

impl Whole {
    /// Makes a stream of one piece.
    pub fn new(content: impl Into<Vec<u8>>) -> Self {
        Self(Some(content.into()))
    }

    /// Returns it as a write takes it.
    #[must_use]
    pub fn boxed(content: impl Into<Vec<u8>>) -> Box<dyn ByteStream> {
        Box::new(Self::new(content))
    }
}

impl ByteStream for Whole {
    fn next(&mut self) -> FilesFuture<'_, Option<Vec<u8>>> {
        let piece = self.0.take().filter(|piece| !piece.is_empty());
        Box::pin(core::future::ready(Ok(piece)))
    }
}

/// Reads a stream to its end into memory, for what is known to be small.
///
/// # Errors
/// `TooLarge` past `limit` bytes; as the stream fails.
pub async fn read_all(stream: &mut dyn ByteStream, limit: usize) -> Result<Vec<u8>, FilesError> {
    let mut all = Vec::new();
    while let Some(piece) = stream.next().await? {
        if all.len().saturating_add(piece.len()) > limit {
            return Err(FilesError::TooLarge);
        }
        all.extend(piece);
    }
    Ok(all)
}

/// Which bytes of a file, as an HTTP `Range` header can ask for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::exhaustive_enums, reason = "exhaustive on purpose: all that HTTP knows")]
pub enum ByteRange {
    /// All.
    #[default]
    All,
    /// From this one, counted from 0, to the end.
    From(u64),
    /// From the first to the last, both counted from 0 and both among them; what lies after the end is left out.
    Span(u64, u64),
    /// So many at the end.
    Last(u64),
}

impl ByteRange {
    /// Returns which bytes of a file of that size are meant, the first and the one after the last.
    ///
    /// # Errors
    /// `OutsideRange` where there are none of them, but for all of an empty file.
    pub fn within(self, size: u64) -> Result<Range<u64>, FilesError> {
        let range = match self {
            Self::All => return Ok(0..size),
            Self::From(first) => first..size,
            Self::Span(first, last) => first..last.saturating_add(1).min(size),
            Self::Last(count) => size.saturating_sub(count)..size,
        };
        if range.is_empty() { Err(FilesError::OutsideRange { size }) } else { Ok(range) }
    }
}

/// A file that is being read.
#[derive(Debug)]
#[expect(clippy::exhaustive_structs, reason = "what a file store answers")]
pub struct Opened {
    /// The file as it was when it was opened; its path is the one from the account's root.
    pub entry: Entry,
    /// Which bytes come, the first and the one after the last.
    pub range: Range<u64>,
    /// The bytes.
    pub data: Box<dyn ByteStream>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_cut_at_the_end_and_refused_outside() {
        let outside = Err(FilesError::OutsideRange { size: 10 });
        let rows = [
            (ByteRange::All, Ok(0..10)),
            (ByteRange::From(0), Ok(0..10)),
            (ByteRange::From(9), Ok(9..10)),
            (ByteRange::From(10), outside.clone()),
            (ByteRange::Span(0, 0), Ok(0..1)),
            (ByteRange::Span(3, u64::MAX), Ok(3..10)),
            (ByteRange::Span(4, 3), outside.clone()),
            (ByteRange::Span(10, 11), outside.clone()),
            (ByteRange::Last(3), Ok(7..10)),
            (ByteRange::Last(99), Ok(0..10)),
            (ByteRange::Last(0), outside),
        ];
        for (range, expected) in rows {
            assert_eq!(range.within(10), expected, "{range:?}");
        }
        assert_eq!(ByteRange::All.within(0), Ok(0..0));
        assert_eq!(ByteRange::Last(1).within(0), Err(FilesError::OutsideRange { size: 0 }));
    }

    #[test]
    fn what_is_at_hand_comes_once() {
        let mut stream = Whole::new("mix");
        assert_eq!(pollster::block_on(read_all(&mut stream, 3)), Ok(b"mix".to_vec()));
        assert_eq!(pollster::block_on(stream.next()), Ok(None));
        assert_eq!(pollster::block_on(Whole::new("").next()), Ok(None));
        assert_eq!(pollster::block_on(read_all(&mut Whole::new("mix"), 2)), Err(FilesError::TooLarge));
    }
}
