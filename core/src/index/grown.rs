//! Lists that only grow and of which nothing moves, so that they can be read while they grow.

use core::sync::atomic::{AtomicUsize, Ordering};
use std::sync::OnceLock;

/// How long the first of the runs is that come after the room made at once.
const FIRST: usize = 8;

/// How many runs there can be after it, which is more than any index can number.
const RUNS: usize = 26;

/// A list in runs, each allotted once and kept until the list is dropped.
///
/// One thread at a time adds to it, and any may read; who reads it meanwhile finds the new item or none.
#[derive(Debug)]
pub(super) struct Grown<T> {
    /// The room made at once.
    first: OnceLock<Box<[T]>>,
    /// Each is twice as long as the one before.
    later: [OnceLock<Box<[T]>>; RUNS],
    len: AtomicUsize,
}

impl<T> Default for Grown<T> {
    fn default() -> Self {
        Self { first: OnceLock::new(), later: [const { OnceLock::new() }; RUNS], len: AtomicUsize::new(0) }
    }
}

fn blank<T: Default>(items: usize) -> Box<[T]> {
    core::iter::repeat_with(T::default).take(items).collect()
}

/// Returns the run, of those after the first, that an item lies in, and its place there.
#[inline]
fn place(rest: usize) -> (usize, usize) {
    let run = (rest / FIRST + 1).ilog2();
    (run as usize, rest - ((1 << run) - 1) * FIRST)
}

impl<T: Default> Grown<T> {
    /// Makes room for so many at once, before the first is added.
    pub(super) fn reserve(&self, items: usize) {
        if self.len() == 0 {
            self.first.get_or_init(|| blank(items));
        }
    }

    /// Adds one that is as its type has it at first, and returns its place and it, or nothing where there is no room left.
    pub(super) fn push(&self) -> Option<(usize, &T)> {
        let index = self.len();
        if self.slot(index).is_none() {
            let (run, _) = place(index - self.at_once().len());
            self.later.get(run)?.get_or_init(|| blank(FIRST << run));
        }
        let item = self.slot(index)?;
        self.len.store(index + 1, Ordering::Relaxed);
        Some((index, item))
    }
}

impl<T> Grown<T> {
    pub(super) fn len(&self) -> usize {
        self.len.load(Ordering::Relaxed)
    }

    /// Puts all into one run of their number, while nobody reads them: that is where an item is found soonest.
    pub(super) fn settle(&mut self) {
        if self.at_once().len() == self.len() {
            return;
        }
        let runs = core::iter::once(&mut self.first).chain(&mut self.later).filter_map(OnceLock::take);
        let items: Box<[T]> = runs.flatten().take(*self.len.get_mut()).collect();
        self.first = OnceLock::from(items);
    }

    /// Returns the bytes that it takes, what it keeps ready among them.
    pub(super) fn bytes(&self) -> usize {
        let runs = core::iter::once(&self.first).chain(&self.later).filter_map(OnceLock::get);
        runs.map(|run| size_of_val::<[T]>(run)).sum()
    }

    #[inline]
    fn at_once(&self) -> &[T] {
        self.first.get().map_or(&[], |run| run)
    }

    /// Returns an item; one for which there is room already is as its type has it at first.
    #[inline]
    pub(super) fn slot(&self, index: usize) -> Option<&T> {
        let at_once = self.at_once();
        match at_once.get(index) {
            None => self.slot_later(index - at_once.len()),
            found => found,
        }
    }

    #[cold]
    fn slot_later(&self, rest: usize) -> Option<&T> {
        let (run, at) = place(rest);
        self.later.get(run)?.get()?.get(at)
    }

    #[inline]
    pub(super) fn get(&self, index: usize) -> Option<&T> {
        if index < self.len() { self.slot(index) } else { None }
    }

    /// Goes through all from a place on.
    pub(super) fn iter_from(&self, index: usize) -> impl Iterator<Item = &T> {
        (index..self.len()).map_while(|index| self.slot(index))
    }
}

#[cfg(test)]
mod tests {
    use core::sync::atomic::AtomicU32;

    use super::*;

    #[test]
    fn room_that_was_not_needed_is_given_back() {
        let mut list = Grown::<AtomicU32>::default();
        list.reserve(100);
        for number in 0..10 {
            list.push().unwrap().1.store(number, Ordering::Relaxed);
        }
        list.settle();
        assert_eq!(list.bytes(), 10 * size_of::<AtomicU32>());
        assert!(list.iter_from(0).map(|item| item.load(Ordering::Relaxed)).eq(0..10));
    }

    #[test]
    fn what_was_added_stays_where_it_is() {
        for reserved in [None, Some(0), Some(1), Some(100)] {
            let mut list = Grown::<AtomicU32>::default();
            reserved.into_iter().for_each(|items| list.reserve(items));
            let mut places: Vec<*const AtomicU32> = Vec::new();
            for number in 0..1_000_u32 {
                assert!(list.get(number as usize).is_none());
                let (index, item) = list.push().unwrap();
                assert_eq!(index, number as usize);
                item.store(number, Ordering::Relaxed);
                places.push(item);
            }
            let all: Vec<u32> = list.iter_from(0).map(|item| item.load(Ordering::Relaxed)).collect();
            assert_eq!(all, (0..1_000).collect::<Vec<_>>());
            assert!(list.iter_from(0).map(core::ptr::from_ref).eq(places));
            assert_eq!(list.iter_from(990).count(), 10);
            assert!(list.get(usize::MAX).is_none());
            list.settle();
            let all: Vec<u32> = list.iter_from(0).map(|item| item.load(Ordering::Relaxed)).collect();
            assert_eq!(all, (0..1_000).collect::<Vec<_>>());
            assert_eq!(list.push().map(|(index, _)| index), Some(1_000));
            let room = list.bytes() / size_of::<AtomicU32>();
            assert!((1_000..2_200).contains(&room), "{room}");
        }
    }
}
