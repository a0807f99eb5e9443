//! The order of what is made within one millisecond.

use std::sync::{Mutex, PoisonError};

use crate::time::Timestamp;

/// How many of an id's 62 free bits say which decision of its instant made it.
const ORDER_BITS: u32 = 20;
/// How many of them are random to begin with, one less than are left, so that the ids of one decision have room to grow.
const RANDOM_BITS: u32 = 62 - ORDER_BITS - 1;

/// Counts the decisions of this process, so that the ids they make sort as they were made, within one millisecond too.
#[derive(Debug, Default)]
pub(crate) struct Sequence(Mutex<(Timestamp, u64)>);

impl Sequence {
    /// Returns bits for the ids of a decision taken at `at`: greater than those of every earlier one of the same instant, and otherwise random.
    pub(crate) fn bits(&self, at: Timestamp, random: u64) -> u64 {
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (last, count) = *counted;
        // It starts anew rarely, and only as a millisecond begins: a batch still decides at the instant of its beginning.
        let count = if at > last && count >> (ORDER_BITS - 1) > 0 { 0 } else { count.saturating_add(1) };
        *counted = (last.max(at), count);
        (count << (62 - ORDER_BITS)) | (random >> (64 - RANDOM_BITS))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_decisions_of_one_instant_have_greater_bits_whatever_is_random() {
        let (sequence, mut last) = (Sequence::default(), 0);
        for (number, random) in [u64::MAX, 0, 1 << 63, u64::MAX].into_iter().cycle().take(2_000_000).enumerate() {
            let instant = Timestamp::from_millis(i64::try_from(number / 500_000).unwrap()).unwrap();
            let bits = sequence.bits(instant, random);
            assert!(bits > last || number % 500_000 == 0, "{number}: {bits:x} after {last:x}");
            assert_eq!(bits >> 62, 0);
            last = bits;
        }
    }

    #[test]
    fn a_batch_that_decides_at_an_earlier_instant_goes_on_in_order() {
        let sequence = Sequence::default();
        let [batch, now] = [5, 9].map(|millis| Timestamp::from_millis(millis).unwrap());
        let first = sequence.bits(batch, u64::MAX);
        sequence.bits(now, 0);
        assert!(sequence.bits(batch, 0) > first);
    }
}
