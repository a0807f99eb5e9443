//! Small numbers in place of ids, and the way from an id to its number.

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

/// The way from ids to numbers: four bytes a slot; the ids themselves stand with what is numbered.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    // A slot holds a number and one, and four bits of the hash above them, which spare most look-ups of another's id.
    slots: Vec<u32>,
    len: usize,
}

const TAG: u32 = 0xf000_0000;
const LEAST: usize = 16;

/// Mixes both halves of an id: one of them alone may be the same for many.
#[inline]
fn hash(id: u128) -> u64 {
    let high = (id >> 64) as u64 ^ 0x2d35_8dcc_aa6c_78a5;
    let low = id as u64 ^ 0x8bb8_4b93_962e_acc9;
    let product = u128::from(high).wrapping_mul(u128::from(low));
    (product >> 64) as u64 ^ product as u64
}

impl Numbers {
    /// Returns the bytes that the table takes.
    pub(super) const fn bytes(&self) -> usize {
        self.slots.capacity().saturating_mul(size_of::<u32>())
    }

    #[inline]
    fn home(&self, hash: u64) -> usize {
        usize::try_from((hash >> 32).wrapping_mul(self.slots.len() as u64) >> 32).unwrap_or_default()
    }

    /// Returns the number of an id, where `is` says of which number it is.
    #[inline]
    pub(super) fn find(&self, id: u128, is: impl Fn(u32) -> bool) -> Option<u32> {
        let hash = hash(id);
        let tag = (hash as u32) & TAG;
        let mut at = self.home(hash);
        loop {
            let Some(slot) = self.slots.get(at) else {
                if self.len == 0 {
                    return None;
                }
                at = 0;
                continue;
            };
            if *slot == 0 {
                return None;
            }
            let number = (*slot & !TAG).wrapping_sub(1);
            if *slot & TAG == tag && is(number) {
                return Some(number);
            }
            at = at.wrapping_add(1);
        }
    }

    /// Notes the number of an id that has none; `id_of` gives the ids of those noted before.
    pub(super) fn note(&mut self, id: u128, number: u32, id_of: impl Fn(u32) -> u128) {
        if self.len.saturating_mul(10) >= self.slots.len().saturating_mul(7) {
            let slots = self.slots.len().saturating_add(self.slots.len() / 2).max(LEAST);
            let before = core::mem::replace(&mut self.slots, vec![0; slots]);
            for slot in before.into_iter().filter(|slot| *slot != 0) {
                let number = (slot & !TAG).wrapping_sub(1);
                self.put(hash(id_of(number)), number);
            }
        }
        self.put(hash(id), number);
        self.len = self.len.saturating_add(1);
    }

    /// Makes room for so many at once, before the first is noted.
    pub(super) fn reserve(&mut self, numbers: usize) {
        if self.len == 0 {
            self.slots = vec![0; (numbers.saturating_mul(10) / 7).saturating_add(LEAST)];
        }
    }

    fn put(&mut self, hash: u64, number: u32) {
        let mut at = self.home(hash);
        loop {
            match self.slots.get_mut(at) {
                None => at = 0,
                Some(slot) if *slot == 0 => {
                    *slot = ((hash as u32) & TAG) | (number.wrapping_add(1) & !TAG);
                    return;
                }
                Some(_) => at = at.wrapping_add(1),
            }
        }
    }
}
