//! The head of a line of a hash table: for each entry a mark, so that one comparison tells which may be meant.
//!
//! A line is read whole from memory. Going from slot to slot the processor would have to guess where to stop; so it guesses but whether an entry is there.

use core::sync::atomic::{AtomicU64, Ordering};

/// One in each byte that may be an entry's.
const ONES: u64 = 0x0001_0101_0101_0101;

/// One entry that went on to the next line, in the byte that is no entry's.
const WENT_ON: u64 = 1 << 56;

/// Where it stands so many have gone on that they are not counted any more.
const MANY: u64 = 0xff << 56;

/// The marks of up to seven entries, zero for a free slot; in the highest byte how many entries went on from here to another line.
#[derive(Debug, Default)]
pub(super) struct Marks(AtomicU64);

/// The marks as they were read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Marked(u64);

/// Returns the mark of a hash, never zero, from bits of which hardly any says which line it is.
#[inline]
pub(super) const fn mark(hash: u64) -> u64 {
    (hash >> 32 & 0x7f) | 0x80
}

impl Marked {
    /// Returns the places of the entries that may have a mark, as bits that `next` takes one by one.
    #[inline]
    pub(super) const fn may(self, mark: u64) -> u64 {
        let differs = self.0 ^ (mark * ONES);
        // A byte that does not differ comes to one; one beside it may, too, and is found to be another's.
        differs.wrapping_sub(ONES) & !differs & ONES << 7
    }

    /// Returns whether an entry may have gone on from here.
    #[inline]
    pub(super) const fn went_on(self) -> bool {
        self.0 >= WENT_ON
    }

    /// Returns the first free one of so many slots.
    pub(super) fn free(self, slots: usize) -> Option<usize> {
        (0..slots).find(|at| self.0 >> (at * 8) & 0xff == 0)
    }
}

/// Takes the first place of those that may be meant.
#[inline]
pub(super) const fn next(may: &mut u64) -> Option<usize> {
    if *may == 0 {
        return None;
    }
    let at = may.trailing_zeros() as usize / 8;
    *may &= *may - 1;
    Some(at)
}

impl Marks {
    #[inline]
    pub(super) fn read(&self) -> Marked {
        Marked(self.0.load(Ordering::Relaxed))
    }

    fn write(&self, marks: u64) {
        self.0.store(marks, Ordering::Relaxed);
    }

    /// Marks a slot that is free.
    pub(super) fn set(&self, at: usize, mark: u64) {
        self.write(self.read().0 | mark << (at * 8));
    }

    /// Frees a slot.
    pub(super) fn clear(&self, at: usize) {
        self.write(self.read().0 & !(0xff << (at * 8)));
    }

    /// Counts one more that went on from here.
    pub(super) fn count(&self) {
        let marks = self.read().0;
        if marks & MANY != MANY {
            self.write(marks + WENT_ON);
        }
    }

    /// Counts one less.
    pub(super) fn discount(&self) {
        let marks = self.read().0;
        if marks >= WENT_ON && marks & MANY != MANY {
            self.write(marks - WENT_ON);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_found_by_their_marks() {
        let marks = Marks::default();
        let hashes = [1_u64, 2, 3, 3, 4, 0x7f, 0].map(|hash| hash << 32);
        for (at, hash) in hashes.iter().enumerate() {
            assert_eq!(marks.read().free(7), Some(at));
            marks.set(at, mark(*hash));
        }
        assert_eq!(marks.read().free(7), None);
        let found = |hash: u64| {
            let mut may = marks.read().may(mark(hash));
            core::iter::from_fn(|| next(&mut may)).collect::<Vec<_>>()
        };
        for (at, hash) in hashes.iter().enumerate() {
            assert!(found(*hash).contains(&at));
        }
        assert!(found(9 << 32).is_empty());
        marks.clear(2);
        assert_eq!(marks.read().free(7), Some(2));
        assert_eq!(found(3 << 32), [3]);
    }

    #[test]
    fn what_went_on_is_counted_until_it_is_too_much() {
        let marks = Marks::default();
        marks.set(6, 0xff);
        assert!(!marks.read().went_on());
        marks.count();
        assert!(marks.read().went_on());
        marks.discount();
        assert!(!marks.read().went_on());
        (0..300).for_each(|_| marks.count());
        (0..300).for_each(|_| marks.discount());
        assert!(marks.read().went_on(), "whoever is left is looked for");
        assert_eq!(marks.read().free(7), Some(0));
    }
}
