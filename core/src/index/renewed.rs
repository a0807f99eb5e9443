//! Hash tables that are read while they are changed: one that has become too small is followed by a greater one, and kept.

use core::sync::atomic::{AtomicUsize, Ordering};
use std::sync::OnceLock;

/// How many tables may follow each other, each half as long again as the one before: more than any index fills.
const TABLES: usize = 48;

/// The tables of one kind, of which the last is in use.
///
/// Those before it are kept, since somebody may be reading them still: together they take at most twice what it takes, until `settle`.
#[derive(Debug)]
pub(super) struct Renewed<T> {
    tables: [OnceLock<Box<[T]>>; TABLES],
    last: AtomicUsize,
}

impl<T> Default for Renewed<T> {
    fn default() -> Self {
        Self { tables: [const { OnceLock::new() }; TABLES], last: AtomicUsize::new(0) }
    }
}

/// Returns where in a table of some length looking for a hash begins.
#[inline]
pub(super) fn home(hash: u64, len: usize) -> usize {
    // The product is less than the length.
    usize::try_from((hash >> 32).wrapping_mul(len as u64) >> 32).unwrap_or_default()
}

/// Goes through a table from where looking for a hash begins, and on from the last to the first.
pub(super) fn from_home<T>(table: &[T], hash: u64) -> impl Iterator<Item = &T> {
    let (before, after) = table.split_at(home(hash, table.len()).min(table.len()));
    after.iter().chain(before)
}

impl<T: Default> Renewed<T> {
    /// Returns the table in use, which is empty at first.
    #[inline]
    pub(super) fn table(&self) -> &[T] {
        self.tables.get(self.last.load(Ordering::Relaxed)).and_then(OnceLock::get).map_or(&[], |table| table)
    }

    /// Makes the first table, of at least one slot.
    pub(super) fn reserve(&self, slots: usize) {
        if let Some(first) = self.tables.first() {
            first.get_or_init(|| blank(slots.max(1)));
        }
    }

    /// Follows a table by a greater one, which `fill` fills from it, or returns nothing where no more can follow.
    pub(super) fn renew(&self, fill: impl FnOnce(&[T], &[T])) -> Option<()> {
        let next = self.last.load(Ordering::Relaxed) + 1;
        let before = self.table();
        let greater = self.tables.get(next)?.get_or_init(|| blank(before.len() + before.len() / 2 + 1));
        fill(before, greater);
        self.last.store(next, Ordering::Relaxed);
        Some(())
    }

    /// Lets go of all tables but the one in use, while nobody reads them.
    pub(super) fn settle(&mut self) {
        let last = core::mem::take(self.last.get_mut());
        let table = self.tables.get_mut(last).and_then(OnceLock::take);
        self.tables = [const { OnceLock::new() }; TABLES];
        if let (Some(table), Some(first)) = (table, self.tables.first_mut()) {
            *first = OnceLock::from(table);
        }
    }

    /// Returns the bytes that all tables take.
    pub(super) fn bytes(&self) -> usize {
        self.tables.iter().filter_map(OnceLock::get).map(|table| size_of_val::<[T]>(table)).sum()
    }
}

fn blank<T: Default>(slots: usize) -> Box<[T]> {
    core::iter::repeat_with(T::default).take(slots).collect()
}
