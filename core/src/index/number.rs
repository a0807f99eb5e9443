//! Small numbers in place of ids, and the way from an id to its number.

use core::sync::atomic::{AtomicU32, AtomicUsize, Ordering};

use super::marks::{Marked, Marks, mark, next};
use super::renewed::{Renewed, from_home, home};

/// A person's number in an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct PersonNo(u32);

/// A track's or group's number in an index, in 28 bits: groups come after all tracks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct ScopeNo(u32);

/// The bit that tells a group from a track.
const GROUP: u32 = 1 << 27;

/// How many of a kind an index can number.
pub(super) const MOST: usize = (GROUP - 1) as usize;

impl PersonNo {
    pub(super) const fn of_bits(bits: u32) -> Self {
        Self(bits)
    }

    pub(super) const fn get(self) -> u32 {
        self.0
    }

    pub(super) const fn index(self) -> usize {
        self.0 as usize
    }
}

impl ScopeNo {
    pub(super) const fn of_bits(bits: u32) -> Self {
        Self(bits & (GROUP | (GROUP - 1)))
    }

    pub(super) const fn track(number: u32) -> Self {
        Self(number & (GROUP - 1))
    }

    pub(super) const fn group(number: u32) -> Self {
        Self(GROUP | (number & (GROUP - 1)))
    }

    pub(super) const fn bits(self) -> u32 {
        self.0
    }

    pub(super) const fn is_group(self) -> bool {
        self.0 & GROUP != 0
    }

    /// Returns its place among those of its kind.
    pub(super) const fn get(self) -> u32 {
        self.0 & (GROUP - 1)
    }

    pub(super) const fn index(self) -> usize {
        self.get() as usize
    }
}

/// How many numbers a line has room for.
const LINE: usize = 6;

/// Of a hundred slots how many are taken where it is known beforehand how many numbers there are, and at most.
const TAKEN: usize = 75;
const MOST_TAKEN: usize = 85;

/// Numbers, and their marks.
#[derive(Debug, Default)]
#[repr(align(32))]
struct Line {
    marks: Marks,
    numbers: [AtomicU32; LINE],
}

impl Line {
    #[inline]
    fn find(&self, marks: Marked, hash: u64, is: impl Fn(u32) -> bool) -> Option<u32> {
        let mut may = marks.may(mark(hash));
        while let Some(at) = next(&mut may) {
            let number = self.numbers.get(at)?.load(Ordering::Relaxed);
            if is(number) {
                return Some(number);
            }
        }
        None
    }
}

/// The way from ids to numbers: the ids themselves stand with what is numbered.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    lines: Renewed<Line>,
    len: AtomicUsize,
}

/// Mixes both halves of an id: one of them alone may be the same for many.
#[inline]
fn hash(id: u128) -> u64 {
    let high = (id >> 64) as u64 ^ 0x2d35_8dcc_aa6c_78a5;
    let low = id as u64 ^ 0x8bb8_4b93_962e_acc9;
    let product = u128::from(high).wrapping_mul(u128::from(low));
    (product >> 64) as u64 ^ product as u64
}

/// Looks for a number that is not in the line which its id hashes to.
#[cold]
fn find_on(lines: &[Line], hash: u64, is: impl Fn(u32) -> bool) -> Option<u32> {
    for line in from_home(lines, hash).skip(1) {
        let marks = line.marks.read();
        let found = line.find(marks, hash, &is);
        if found.is_some() || !marks.went_on() {
            return found;
        }
    }
    None
}

fn put(lines: &[Line], hash: u64, number: u32) {
    for line in from_home(lines, hash) {
        if let Some(at) = line.marks.read().free(LINE) {
            line.numbers.get(at).into_iter().for_each(|slot| slot.store(number, Ordering::Relaxed));
            line.marks.set(at, mark(hash));
            return;
        }
        line.marks.count();
    }
}

impl Numbers {
    /// Returns the bytes that it takes.
    pub(super) fn bytes(&self) -> usize {
        self.lines.bytes()
    }

    /// Returns the number of an id, where `is` says of which number it is.
    #[inline]
    pub(super) fn find(&self, id: u128, is: impl Fn(u32) -> bool) -> Option<u32> {
        let hash = hash(id);
        let lines = self.lines.table();
        let line = lines.get(home(hash, lines.len()))?;
        let marks = line.marks.read();
        match line.find(marks, hash, &is) {
            None if marks.went_on() => find_on(lines, hash, is),
            found => found,
        }
    }

    /// Notes the number of an id that has none, where there is room for it; `id_of` gives the ids of those noted before.
    pub(super) fn note(&self, id: u128, number: u32, id_of: impl Fn(u32) -> u128) -> Option<()> {
        self.reserve(0);
        let len = self.len.load(Ordering::Relaxed);
        if len * 100 >= self.lines.table().len() * LINE * MOST_TAKEN {
            // All that were noted before have the numbers up to this one.
            self.lines.renew(|_, lines| (0..number).for_each(|number| put(lines, hash(id_of(number)), number)))?;
        }
        put(self.lines.table(), hash(id), number);
        self.len.store(len + 1, Ordering::Relaxed);
        Some(())
    }

    /// Lets go of what it has outgrown, while nobody reads it.
    pub(super) fn settle(&mut self) {
        self.lines.settle();
    }

    /// Makes room for so many at once, before the first is noted.
    pub(super) fn reserve(&self, numbers: usize) {
        self.lines.reserve(numbers * 100 / (LINE * TAKEN) + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_keeps_its_number_as_more_come() {
        for reserved in [None, Some(100), Some(20_000)] {
            let mut numbers = Numbers::default();
            reserved.into_iter().for_each(|ids| numbers.reserve(ids));
            // Ids that differ in their time alone, as those of one batch do.
            let id_of = |number: u32| u128::from(number) << 80 | 7;
            let found = |numbers: &Numbers, number: u32| numbers.find(id_of(number), |one| one == number);
            for number in 0..20_000 {
                assert_eq!(found(&numbers, number), None);
                numbers.note(id_of(number), number, id_of).unwrap();
                assert_eq!(found(&numbers, number), Some(number));
            }
            let before = numbers.bytes();
            numbers.settle();
            assert!((0..20_000).all(|number| found(&numbers, number) == Some(number)));
            // What was made great enough at first had outgrown nothing.
            assert_eq!(numbers.bytes() == before, reserved == Some(20_000));
        }
    }
}
