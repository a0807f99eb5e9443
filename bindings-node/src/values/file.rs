//! Which bytes of a file.

use cowrite::Error;
use cowrite::ports::files::ByteRange;

use crate::argument::Whole;
use crate::input::input;

input! {
    /// Which bytes: from `start` to `end`, both counted from 0 and both among them, as `fs.createReadStream` takes them; or the `last` so many.
    ByteRangeInput => ByteRange {
        /// The first; 0 where it is left out.
        start: Option<Whole<u64>>,
        /// The last; that of the file where it is left out.
        end: Option<Whole<u64>>,
        /// So many at the end of the file, instead of both.
        last: Option<Whole<u64>>,
    } = |name| range(start.value(name)?, end.value(name)?, last.value(name)?)?;
}

fn range(start: Option<u64>, end: Option<u64>, last: Option<u64>) -> Result<ByteRange, Error> {
    Ok(match (start, end, last) {
        (None, None, None) => ByteRange::All,
        (Some(start), None, None) => ByteRange::From(start),
        (start, Some(end), None) => ByteRange::Span(start.unwrap_or_default(), end),
        (None, None, Some(count)) => ByteRange::Last(count),
        _ => return Err(Error::invalid("range", "is from `start` to `end`, or the `last` so many")),
    })
}
