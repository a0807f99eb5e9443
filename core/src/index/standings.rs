//! What each scope itself says of each person: one table, eight bytes an entry.

use super::number::{PersonNo, ScopeNo};
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

/// The table: a slot holds person, scope and code in one word, so that a look-up reads one line of memory as a rule.
///
/// Probing goes from slot to slot; at most seven of ten are taken.
#[derive(Debug, Default)]
pub(super) struct Standings {
    // INVARIANT (found): between an entry and the slot that it hashes to no slot is empty, by `put` and `remove`.
    slots: Vec<u64>,
    len: usize,
}

/// The least number of slots.
const LEAST: usize = 16;

fn key(person: PersonNo, scope: ScopeNo) -> u64 {
    (u64::from(person.get()) << 32) | (u64::from(scope.bits()) << 4)
}

impl Standings {
    /// Returns how many entries there are.
    pub(super) const fn len(&self) -> usize {
        self.len
    }

    /// Returns the bytes that the table takes.
    pub(super) const fn bytes(&self) -> usize {
        self.slots.capacity().saturating_mul(size_of::<u64>())
    }

    /// Makes room for so many entries at once.
    pub(super) fn reserve(&mut self, entries: usize) {
        let slots = (entries.saturating_mul(10) / 7).saturating_add(LEAST);
        if slots > self.slots.len() {
            self.resize(slots);
        }
    }

    /// Returns the slot at which looking for a key begins.
    #[inline]
    fn home(&self, key: u64) -> usize {
        let spread = (key >> 4).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
        // The product is less than the number of slots.
        usize::try_from((spread.wrapping_mul(self.slots.len() as u64)) >> 32).unwrap_or_default()
    }

    /// Returns what a scope itself says of a person.
    #[inline]
    pub(super) fn find(&self, person: PersonNo, scope: ScopeNo) -> Code {
        let key = key(person, scope);
        let mut at = self.home(key);
        loop {
            let Some(slot) = self.slots.get(at) else {
                if self.len == 0 {
                    return Code::NONE;
                }
                at = 0;
                continue;
            };
            // An empty slot comes to the code of nothing where the key is zero, too.
            if slot ^ key < 16 {
                return Code::of_bits((slot & 15) as u8);
            }
            if *slot == 0 {
                return Code::NONE;
            }
            at = at.wrapping_add(1);
        }
    }

    /// Takes in what a scope says of a person, and returns what it said before.
    pub(super) fn set(&mut self, person: PersonNo, scope: ScopeNo, code: Code) -> Code {
        if code == Code::NONE {
            return self.remove(key(person, scope));
        }
        if self.len.saturating_mul(10) >= self.slots.len().saturating_mul(7) {
            self.resize(self.slots.len().saturating_add(self.slots.len() / 2).max(LEAST));
        }
        let before = self.put(key(person, scope) | u64::from(code.bits()));
        self.len = self.len.saturating_add(usize::from(before == Code::NONE));
        before
    }

    fn put(&mut self, entry: u64) -> Code {
        let mut at = self.home(entry);
        loop {
            let Some(slot) = self.slots.get_mut(at) else {
                at = 0;
                continue;
            };
            if *slot == 0 || *slot >> 4 == entry >> 4 {
                let before = Code::of_bits((*slot & 15) as u8);
                *slot = entry;
                return before;
            }
            at = at.wrapping_add(1);
        }
    }

    fn remove(&mut self, key: u64) -> Code {
        let mut hole = self.home(key);
        let before = loop {
            match self.slots.get(hole) {
                None if self.len == 0 => return Code::NONE,
                None => hole = 0,
                Some(0) => return Code::NONE,
                Some(slot) if slot >> 4 == key >> 4 => break Code::of_bits((slot & 15) as u8),
                Some(_) => hole = hole.wrapping_add(1),
            }
        };
        self.len = self.len.saturating_sub(1);
        let slots = self.slots.len();
        let distance = |from: usize, to: usize| if to >= from { to - from } else { to + slots - from };
        let mut next = hole;
        loop {
            next = if next + 1 >= slots { 0 } else { next + 1 };
            let entry = self.slots.get(next).copied().unwrap_or_default();
            // What would be looked for across the hole moves into it.
            if entry == 0 || distance(self.home(entry), next) >= distance(hole, next) {
                if let Some(slot) = self.slots.get_mut(hole) {
                    *slot = entry;
                }
                hole = next;
            }
            if entry == 0 {
                return before;
            }
        }
    }

    fn resize(&mut self, slots: usize) {
        let entries = core::mem::replace(&mut self.slots, vec![0; slots]);
        for entry in entries.into_iter().filter(|entry| *entry != 0) {
            self.put(entry);
        }
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
        for _ in 0..200_000 {
            let person = PersonNo::of_bits(next(40) as u32);
            let scope = ScopeNo::of_bits(next(60) as u32);
            let code = Code::of_bits(next(9) as u8);
            let before = table.set(person, scope, code);
            let expected =
                if code == Code::NONE { map.remove(&(person, scope)) } else { map.insert((person, scope), code) };
            assert_eq!(before, expected.unwrap_or(Code::NONE));
            assert_eq!(table.len(), map.len());
            let (person, scope) = (PersonNo::of_bits(next(41) as u32), ScopeNo::of_bits(next(61) as u32));
            assert_eq!(table.find(person, scope), map.get(&(person, scope)).copied().unwrap_or(Code::NONE));
        }
    }
}
