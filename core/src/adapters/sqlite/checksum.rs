//! The checksum that each row has beside it: SQLite has none for its pages, so that a bit which flips on a disk would else be read as if it had been written.
//!
//! It finds damage, and no intent: whoever may write the file can write the checksum too.

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use rusqlite::types::ValueRef;

/// Adds `row_checksum` to a connection: of the columns of a row, in the order of its table.
///
/// # Errors
/// As SQLite fails.
pub fn add_to(connection: &Connection) -> rusqlite::Result<()> {
    // The schema may call it although the file is not trusted: it reads its arguments alone.
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    connection.create_scalar_function("row_checksum", -1, flags, |context| {
        Ok((0..context.len()).fold(Sum::default(), |sum, at| sum.value(context.get_raw(at))).0.cast_signed())
    })
}

/// Each step loses nothing of what came before it nor of what it takes in: two rows that differ in one word never have the same.
#[derive(Default)]
struct Sum(u64);

impl Sum {
    const fn word(self, word: u64) -> Self {
        // An odd number of about as many ones as zeros, so that each bit reaches those above it.
        Self((self.0.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    fn value(self, value: ValueRef<'_>) -> Self {
        match value {
            ValueRef::Null => self.word(1),
            ValueRef::Integer(number) => self.word(2).word(number.cast_unsigned()),
            ValueRef::Real(number) => self.word(3).word(number.to_bits()),
            ValueRef::Text(text) => self.word(4).bytes(text),
            ValueRef::Blob(bytes) => self.word(5).bytes(bytes),
        }
    }

    fn bytes(self, bytes: &[u8]) -> Self {
        let (words, rest) = bytes.as_chunks::<8>();
        let sum = words.iter().fold(self.word(bytes.len() as u64), |sum, word| sum.word(u64::from_le_bytes(*word)));
        sum.word(rest.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(values: &[ValueRef<'_>]) -> u64 {
        values.iter().fold(Sum::default(), |sum, value| sum.value(*value)).0
    }

    #[test]
    fn every_bit_of_every_length_counts() {
        for length in 0..40 {
            let bytes = vec![0x5a; length];
            let whole = sum(&[ValueRef::Blob(&bytes), ValueRef::Null]);
            for bit in 0..length * 8 {
                let mut flipped = bytes.clone();
                flipped[bit / 8] ^= 1 << (bit % 8);
                assert_ne!(sum(&[ValueRef::Blob(&flipped), ValueRef::Null]), whole, "bit {bit} of {length} bytes");
            }
        }
        for bit in 0..64 {
            assert_ne!(sum(&[ValueRef::Integer(5 ^ (1 << bit))]), sum(&[ValueRef::Integer(5)]), "bit {bit}");
        }
    }

    #[test]
    fn what_is_held_in_another_way_is_another() {
        let rows: [&[ValueRef<'_>]; 8] = [
            &[],
            &[ValueRef::Null],
            &[ValueRef::Null, ValueRef::Null],
            &[ValueRef::Integer(0)],
            &[ValueRef::Text(b"")],
            &[ValueRef::Blob(b"")],
            &[ValueRef::Blob(b"\0")],
            &[ValueRef::Text(b"a"), ValueRef::Text(b"b")],
        ];
        let mut sums: Vec<u64> = rows.iter().map(|row| sum(row)).collect();
        sums.push(sum(&[ValueRef::Text(b"b"), ValueRef::Text(b"a")]));
        sums.push(sum(&[ValueRef::Text(b"ab"), ValueRef::Text(b"")]));
        sums.sort_unstable();
        sums.dedup();
        assert_eq!(sums.len(), rows.len() + 2);
    }
}
