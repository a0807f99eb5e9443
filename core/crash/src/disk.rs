use std::collections::BTreeMap;

use crate::Random;

/// What a disk writes whole or not at all.
const SECTOR: usize = 512;

/// What is to go wrong, counted in operations that change the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "the simulation's own")]
pub enum Fault {
    /// Nothing.
    None,
    /// The power is cut in the middle of the operation with this number.
    PowerCut(u64),
    /// The operation with this number fails, once: on even numbers as on a full disk.
    Error(u64),
    /// The look with this number fails, once.
    ReadError(u64),
}

/// Why an operation failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "the simulation's own")]
pub enum Trouble {
    /// The disk failed, or there is no power.
    Broken,
    /// The disk is full.
    Full,
}

/// A disk in memory with a cache that a power cut empties.
#[derive(Debug, Clone)]
pub struct Disk {
    files: BTreeMap<String, File>,
    /// Files taken away, which may be there again after a power cut.
    removed: BTreeMap<String, File>,
    /// How many operations have changed the disk.
    operations: u64,
    /// How often it was read.
    reads: u64,
    fault: Fault,
    has_power: bool,
    is_lying: bool,
    random: Random,
}

#[derive(Debug, Clone, Default)]
struct File {
    /// As it is read.
    live: Vec<u8>,
    /// As it has been made durable.
    durable: Vec<u8>,
    /// What has been done since then.
    unsynced: Vec<Unsynced>,
}

#[derive(Debug, Clone)]
enum Unsynced {
    Write { at: usize, bytes: Vec<u8> },
    Resize { size: usize },
}

impl Disk {
    /// Makes an empty disk.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self {
            files: BTreeMap::new(),
            removed: BTreeMap::new(),
            operations: 0,
            reads: 0,
            fault: Fault::None,
            has_power: true,
            is_lying: false,
            random: Random::new(seed),
        }
    }

    /// Plans a fault, so many operations from now, and chances anew.
    #[must_use]
    pub fn with_fault(mut self, fault: Fault, is_lying: bool, random: Random) -> Self {
        (self.operations, self.reads) = (0, 0);
        (self.fault, self.is_lying, self.random) = (fault, is_lying, random);
        self
    }

    /// Takes back what was planned, so that what comes now goes well.
    pub fn mend(&mut self) {
        if matches!(self.fault, Fault::Error(_) | Fault::ReadError(_)) {
            self.fault = Fault::None;
        }
    }

    /// Returns whether the planned fault has happened.
    #[must_use]
    pub fn has_failed(&self) -> bool {
        self.fault == Fault::None
    }

    /// Returns whether a file is there.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.files.contains_key(name)
    }

    /// Makes a file where there is none.
    pub fn open(&mut self, name: &str) -> Result<(), Trouble> {
        if !self.has_power {
            return Err(Trouble::Broken);
        }
        self.files.entry(name.to_owned()).or_default();
        Ok(())
    }

    /// Reads, and returns how many bytes there were.
    pub fn read(&mut self, name: &str, at: usize, into: &mut [u8]) -> Result<usize, Trouble> {
        self.reads = self.reads.saturating_add(1);
        if self.fault == Fault::ReadError(self.reads) {
            self.fault = Fault::None;
            return Err(Trouble::Broken);
        }
        let file = self.files.get(name).filter(|_| self.has_power).ok_or(Trouble::Broken)?;
        let there = file.live.get(at..).unwrap_or_default();
        let count = there.len().min(into.len());
        for (to, from) in into.iter_mut().zip(there) {
            *to = *from;
        }
        Ok(count)
    }

    /// Returns how long a file is.
    pub fn size(&self, name: &str) -> Result<usize, Trouble> {
        let file = self.files.get(name).filter(|_| self.has_power).ok_or(Trouble::Broken)?;
        Ok(file.live.len())
    }

    /// Writes; a power cut may come in the middle of it.
    pub fn write(&mut self, name: &str, at: usize, bytes: &[u8]) -> Result<(), Trouble> {
        let had_power = self.has_power;
        let outcome = self.operate();
        if outcome == Err(Trouble::Full) || (outcome.is_err() && (!had_power || self.has_power)) {
            return outcome;
        }
        let file = self.files.get_mut(name).ok_or(Trouble::Broken)?;
        overwrite(&mut file.live, at, bytes);
        file.unsynced.push(Unsynced::Write { at, bytes: bytes.to_vec() });
        outcome
    }

    /// Cuts a file off, or fills it up with zeros.
    pub fn resize(&mut self, name: &str, size: usize) -> Result<(), Trouble> {
        self.operate()?;
        let file = self.files.get_mut(name).ok_or(Trouble::Broken)?;
        file.live.resize(size, 0);
        file.unsynced.push(Unsynced::Resize { size });
        Ok(())
    }

    /// Makes a file durable as it is, or says so.
    pub fn sync(&mut self, name: &str) -> Result<(), Trouble> {
        // A sync has no way of saying that the disk is full.
        self.operate().map_err(|_| Trouble::Broken)?;
        if self.is_lying {
            return Ok(());
        }
        let file = self.files.get_mut(name).ok_or(Trouble::Broken)?;
        file.durable.clone_from(&file.live);
        file.unsynced.clear();
        self.removed.remove(name);
        Ok(())
    }

    /// Takes a file away: for good only where the directory is made durable too.
    pub fn remove(&mut self, name: &str, durably: bool) -> Result<(), Trouble> {
        self.operate()?;
        if let Some(file) = self.files.remove(name)
            && !durably
        {
            self.removed.insert(name.to_owned(), file);
        }
        Ok(())
    }

    /// Cuts the power and turns it on again: of what was not durable, a random part is kept.
    pub fn restart(&mut self) {
        for (name, file) in core::mem::take(&mut self.removed) {
            if self.random.coin() {
                self.files.entry(name).or_insert(file);
            }
        }
        for file in self.files.values_mut() {
            file.live = file.after_power_cut(&mut self.random);
            file.durable.clone_from(&file.live);
            file.unsynced.clear();
        }
        (self.fault, self.has_power, self.is_lying) = (Fault::None, true, false);
    }

    /// Counts an operation that changes the disk, and lets the planned fault happen.
    fn operate(&mut self) -> Result<(), Trouble> {
        if !self.has_power {
            return Err(Trouble::Broken);
        }
        self.operations = self.operations.saturating_add(1);
        match self.fault {
            Fault::PowerCut(number) if number == self.operations => {
                (self.fault, self.has_power) = (Fault::None, false);
                Err(Trouble::Broken)
            }
            Fault::Error(number) if number == self.operations => {
                self.fault = Fault::None;
                Err(if number.is_multiple_of(2) { Trouble::Full } else { Trouble::Broken })
            }
            _ => Ok(()),
        }
    }
}

impl File {
    fn after_power_cut(&self, random: &mut Random) -> Vec<u8> {
        let mut kept = self.durable.clone();
        for done in &self.unsynced {
            match done {
                Unsynced::Write { at, bytes } => {
                    for (number, sector) in (0..).zip(bytes.chunks(SECTOR)) {
                        if random.coin() {
                            overwrite(&mut kept, at.saturating_add(SECTOR.saturating_mul(number)), sector);
                        }
                    }
                }
                Unsynced::Resize { size } if random.coin() => kept.resize(*size, 0),
                Unsynced::Resize { .. } => {}
            }
        }
        kept
    }
}

fn overwrite(file: &mut Vec<u8>, at: usize, bytes: &[u8]) {
    let end = at.saturating_add(bytes.len());
    if file.len() < end {
        file.resize(end, 0);
    }
    for (to, from) in file.iter_mut().skip(at).zip(bytes) {
        *to = *from;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contents(disk: &mut Disk, name: &str) -> Vec<u8> {
        let mut bytes = vec![0; disk.size(name).unwrap_or_default()];
        disk.read(name, 0, &mut bytes).ok();
        bytes
    }

    #[test]
    fn what_was_synced_survives_every_power_cut() {
        for seed in 0..64 {
            let mut disk = Disk::new(seed);
            disk.open("a").unwrap();
            disk.write("a", 0, &[1; 2_000]).unwrap();
            disk.sync("a").unwrap();
            disk.write("a", 2_000, &[2; 2_000]).unwrap();
            disk.restart();
            assert!(contents(&mut disk, "a").starts_with(&[1; 2_000]));
        }
    }

    #[test]
    fn what_was_not_synced_survives_in_part() {
        let mut sizes = std::collections::BTreeSet::new();
        for seed in 0..64 {
            let mut disk = Disk::new(seed);
            disk.open("a").unwrap();
            disk.write("a", 0, &[1; 1_024]).unwrap();
            disk.restart();
            sizes.insert(contents(&mut disk, "a").iter().filter(|byte| **byte == 1).count());
        }
        assert_eq!(sizes.into_iter().collect::<Vec<_>>(), [0, 512, 1_024]);
    }

    #[test]
    fn without_power_nothing_works() {
        let mut disk = Disk::new(1).with_fault(Fault::PowerCut(2), false, Random::new(1));
        disk.open("a").unwrap();
        disk.write("a", 0, &[1]).unwrap();
        assert_eq!(disk.sync("a"), Err(Trouble::Broken));
        assert_eq!(disk.write("a", 0, &[1]), Err(Trouble::Broken));
        assert_eq!(disk.size("a"), Err(Trouble::Broken));
    }
}
