//! Whose turn it is: how what is read without a lock is known to be of one state.

use core::sync::atomic::{AtomicU64, Ordering, fence};

/// While it is set somebody is changing what is read.
const CHANGING: u64 = 1;

/// One change more; the bits below it say why nothing may be read.
const CHANGE: u64 = 16;

/// Why nothing may be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Halt {
    /// There is more than can be numbered.
    Full = 2,
    /// It has been closed.
    Closed = 4,
    /// Something may have been committed of which nothing is known.
    Behind = 8,
}

/// The count of changes.
///
/// Who reads notes it before and compares it after: where it differs, or somebody is at it, what was read may be of two states and is thrown away.
/// Everything read under it is a number that is read and written whole, so that at worst it makes no sense.
#[derive(Debug, Default)]
pub(crate) struct Turn(AtomicU64);

impl Turn {
    /// Reads, and returns what was read if it is of one state and may be read.
    #[inline]
    pub(crate) fn read<T>(&self, look: impl FnOnce() -> T) -> Option<T> {
        let before = self.0.load(Ordering::Acquire);
        if before & (CHANGE - 1) != 0 {
            return None;
        }
        let seen = look();
        // Nothing that was read is read after the count is, the second time.
        fence(Ordering::Acquire);
        (self.0.load(Ordering::Relaxed) == before).then_some(seen)
    }

    /// Changes what is read; one thread at a time may.
    ///
    /// Where the change panics nothing is ever read again.
    pub(crate) fn change(&self, change: impl FnOnce()) {
        self.0.fetch_or(CHANGING, Ordering::Relaxed);
        // Nothing is written before the mark is.
        fence(Ordering::Release);
        change();
        self.0.fetch_add(CHANGE - CHANGING, Ordering::Release);
    }

    /// Has nothing read from now on.
    pub(crate) fn halt(&self, why: Halt) {
        self.0.fetch_or(why as u64, Ordering::SeqCst);
    }

    /// Has it read again, unless there is another reason why not.
    pub(crate) fn go_on(&self, why: Halt) {
        self.0.fetch_and(!(why as u64), Ordering::SeqCst);
    }

    /// Returns whether nothing may be read for a reason.
    #[inline]
    pub(crate) fn is_halted(&self, why: Halt) -> bool {
        self.0.load(Ordering::Acquire) & why as u64 != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_beside_a_change_is_thrown_away() {
        let turn = Turn::default();
        assert_eq!(turn.read(|| 1), Some(1));
        assert_eq!(turn.read(|| turn.change(|| ())), None);
        turn.change(|| assert_eq!(turn.read(|| 1), None));
        assert_eq!(turn.read(|| 1), Some(1));
    }

    #[test]
    fn what_is_halted_is_read_when_no_reason_is_left() {
        let turn = Turn::default();
        turn.halt(Halt::Behind);
        turn.halt(Halt::Closed);
        turn.go_on(Halt::Behind);
        assert!(turn.is_halted(Halt::Closed) && !turn.is_halted(Halt::Behind));
        assert_eq!(turn.read(|| 1), None);
        turn.go_on(Halt::Closed);
        assert_eq!(turn.read(|| turn.halt(Halt::Full)), None);
        turn.go_on(Halt::Full);
        assert_eq!(turn.read(|| 1), Some(1));
    }

    #[test]
    fn what_a_panic_left_in_the_middle_is_never_read() {
        let turn = Turn::default();
        let broken =
            std::panic::catch_unwind(core::panic::AssertUnwindSafe(|| turn.change(|| panic!("in the middle"))));
        assert!(broken.is_err());
        assert_eq!(turn.read(|| 1), None);
        turn.halt(Halt::Behind);
        turn.go_on(Halt::Behind);
        assert_eq!(turn.read(|| 1), None);
    }
}
