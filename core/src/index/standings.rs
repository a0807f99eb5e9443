//! What each scope itself says of each person: one table, seven entries a line of memory.

use core::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use super::marks::{Marked, Marks, mark, next};
use super::number::{PersonNo, ScopeNo};
use super::renewed::{Renewed, from_home, home};
use crate::domain::access::{Access, Standing};

/// What a scope says of a person, in four bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Code(u8);

impl Code {
    /// Nothing: the scope above decides.
    pub(super) const NONE: Self = Self(0);
    /// Active, with full access: what a group's owner holds there (GRP-3).
    pub(super) const FULL: Self = Self(3);
    /// The person owns the scope: only in lists, never in the table.
    pub(super) const OWNS: Self = Self(15);

    /// Reads the low four bits.
    pub(super) const fn of_bits(bits: u8) -> Self {
        Self(bits & 15)
    }

    pub(super) const fn bits(self) -> u8 {
        self.0
    }

    /// Returns the access that it gives.
    pub(super) const fn access(self) -> Option<Access> {
        match self.0 {
            1 => Some(Access::Viewer),
            2 => Some(Access::Editor),
            3 => Some(Access::Full),
            _ => None,
        }
    }

    /// Returns the standing that it stands for; an owner has none.
    pub(super) const fn standing(self) -> Standing {
        match self.0 {
            1 => Standing::Active(Access::Viewer),
            2 => Standing::Active(Access::Editor),
            3 => Standing::Active(Access::Full),
            4 => Standing::Revoked { by_owner: false },
            5 => Standing::Revoked { by_owner: true },
            6 => Standing::Left,
            7 => Standing::Removed { by_owner: false },
            8 => Standing::Removed { by_owner: true },
            _ => Standing::None,
        }
    }
}

impl From<Standing> for Code {
    fn from(standing: Standing) -> Self {
        Self(match standing {
            Standing::None => 0,
            Standing::Active(Access::Viewer) => 1,
            Standing::Active(Access::Editor) => 2,
            Standing::Active(Access::Full) => 3,
            Standing::Revoked { by_owner: false } => 4,
            Standing::Revoked { by_owner: true } => 5,
            Standing::Left => 6,
            Standing::Removed { by_owner: false } => 7,
            Standing::Removed { by_owner: true } => 8,
        })
    }
}

/// How many entries a line has room for.
const LINE: usize = 7;

/// Of a hundred slots how many are taken where it is known beforehand how many entries there are, and at most.
const TAKEN: usize = 65;
const MOST_TAKEN: usize = 85;

/// Entries, and their marks.
#[derive(Debug, Default)]
#[repr(align(64))]
struct Line {
    marks: Marks,
    /// Person, scope and code in one word.
    entries: [AtomicU64; LINE],
}

impl Line {
    /// Returns where the entry with a key lies.
    #[inline]
    fn find(&self, marks: Marked, hash: u64, key: u64) -> Option<(usize, u64)> {
        let mut may = marks.may(mark(hash));
        while let Some(at) = next(&mut may) {
            let entry = self.entries.get(at)?.load(Ordering::Relaxed);
            if entry ^ key < 16 {
                return Some((at, entry));
            }
        }
        None
    }

    fn set(&self, at: usize, entry: u64) {
        self.entries.get(at).into_iter().for_each(|slot| slot.store(entry, Ordering::Relaxed));
    }
}

/// The table: of a look-up's lines mostly one is read.
#[derive(Debug, Default)]
pub(super) struct Standings {
    // INVARIANT (found): from the line that an entry hashes to each line up to its own counts it as gone on, by `put` and `remove`.
    lines: Renewed<Line>,
    len: AtomicUsize,
}

/// Never zero with what is above the code, so that a free slot is nobody's.
#[inline]
fn key(person: PersonNo, scope: ScopeNo) -> u64 {
    (u64::from(person.get()) + 1) << 32 | u64::from(scope.bits()) << 4
}

/// Mixes a key, of which the code in the lowest bits is no part, into the higher half.
#[inline]
const fn hash(entry: u64) -> u64 {
    (entry >> 4).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Looks for an entry that is not in the line which it hashes to.
#[cold]
fn find_on(lines: &[Line], hash: u64, key: u64) -> Code {
    for line in from_home(lines, hash).skip(1) {
        let marks = line.marks.read();
        if let Some((_, entry)) = line.find(marks, hash, key) {
            return Code::of_bits(entry as u8);
        }
        if !marks.went_on() {
            break;
        }
    }
    Code::NONE
}

fn put(lines: &[Line], entry: u64) {
    let hash = hash(entry);
    for line in from_home(lines, hash) {
        if let Some(at) = line.marks.read().free(LINE) {
            line.set(at, entry);
            line.marks.set(at, mark(hash));
            return;
        }
        line.marks.count();
    }
}

impl Standings {
    /// Returns how many entries there are.
    pub(super) fn len(&self) -> usize {
        self.len.load(Ordering::Relaxed)
    }

    /// Returns the bytes that the table takes.
    pub(super) fn bytes(&self) -> usize {
        self.lines.bytes()
    }

    /// Makes room for so many entries at once, before the first is put in.
    pub(super) fn reserve(&self, entries: usize) {
        self.lines.reserve(entries * 100 / (LINE * TAKEN) + 1);
    }

    /// Lets go of what it has outgrown, while nobody reads it.
    pub(super) fn settle(&mut self) {
        self.lines.settle();
    }

    /// Returns what a scope itself says of a person.
    #[inline]
    pub(super) fn find(&self, person: PersonNo, scope: ScopeNo) -> Code {
        let key = key(person, scope);
        let hash = hash(key);
        let lines = self.lines.table();
        let Some(line) = lines.get(home(hash, lines.len())) else { return Code::NONE };
        let marks = line.marks.read();
        match line.find(marks, hash, key) {
            Some((_, entry)) => Code::of_bits(entry as u8),
            None if marks.went_on() => find_on(lines, hash, key),
            None => Code::NONE,
        }
    }

    /// Takes in what a scope says of a person, and returns what it said before, or nothing where no room is left.
    pub(super) fn set(&self, person: PersonNo, scope: ScopeNo, code: Code) -> Option<Code> {
        let key = key(person, scope);
        let entry = key | u64::from(code.bits());
        let before = self.find(person, scope);
        match (before == Code::NONE, code == Code::NONE) {
            (true, true) => {}
            (true, false) => self.add(entry)?,
            (false, true) => self.remove(key),
            (false, false) => self.replace(key, entry),
        }
        Some(before)
    }

    fn add(&self, entry: u64) -> Option<()> {
        self.reserve(0);
        let len = self.len();
        if len * 100 >= self.lines.table().len() * LINE * MOST_TAKEN {
            self.lines.renew(|before, lines| {
                let entries = before.iter().flat_map(|line| &line.entries).map(|entry| entry.load(Ordering::Relaxed));
                entries.filter(|entry| *entry != 0).for_each(|entry| put(lines, entry));
            })?;
        }
        put(self.lines.table(), entry);
        self.len.store(len + 1, Ordering::Relaxed);
        Some(())
    }

    /// Puts an entry in place of the one that is there with its key.
    fn replace(&self, key: u64, entry: u64) {
        let hash = hash(key);
        for line in from_home(self.lines.table(), hash) {
            if let Some((at, _)) = line.find(line.marks.read(), hash, key) {
                line.set(at, entry);
                return;
            }
        }
    }

    /// Takes out the entry that is there with a key.
    fn remove(&self, key: u64) {
        let hash = hash(key);
        for line in from_home(self.lines.table(), hash) {
            if let Some((at, _)) = line.find(line.marks.read(), hash, key) {
                line.marks.clear(at);
                line.set(at, 0);
                break;
            }
            line.marks.discount();
        }
        self.len.store(self.len() - 1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn the_table_is_a_map() {
        let (mut table, mut map) = (Standings::default(), BTreeMap::new());
        let mut seed = 7_u64;
        let mut next = |most: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % most
        };
        for step in 0..200_000 {
            if step % 1_000 == 500 {
                let before = table.bytes();
                table.settle();
                assert!(table.bytes() <= before);
            }
            let person = PersonNo::of_bits(next(40) as u32);
            let scope = ScopeNo::of_bits(next(60) as u32);
            let code = Code::of_bits(next(9) as u8);
            let before = table.set(person, scope, code);
            let expected =
                if code == Code::NONE { map.remove(&(person, scope)) } else { map.insert((person, scope), code) };
            assert_eq!(before, Some(expected.unwrap_or(Code::NONE)));
            assert_eq!(table.len(), map.len());
            let (person, scope) = (PersonNo::of_bits(next(41) as u32), ScopeNo::of_bits(next(61) as u32));
            assert_eq!(table.find(person, scope), map.get(&(person, scope)).copied().unwrap_or(Code::NONE));
        }
    }
}
