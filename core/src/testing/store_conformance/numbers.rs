//! The numbers and stamps of a store's commits beside those of a store that counts from one.

use std::collections::BTreeMap;

use super::Found;
use super::bench::{ensure, same};
use crate::event::{Aggregate, Entry};
use crate::ports::store::{Change, CommitOrder, Committed, Everything, Loaded};

/// What the commits so far were numbered and stamped.
pub(super) struct Numbers {
    order: CommitOrder,
    /// The last commit on each aggregate.
    last: BTreeMap<Aggregate, Committed>,
    /// By the number that the store gave, what the plain store gave.
    plain: BTreeMap<u64, Committed>,
}

impl Numbers {
    pub(super) fn of(order: CommitOrder) -> Self {
        Self { order, last: BTreeMap::new(), plain: BTreeMap::new() }
    }

    /// Checks the number and stamp of a commit against what it rests on.
    pub(super) fn check(&mut self, change: &Change, found: Committed, plain: Committed) -> Found {
        match self.order {
            CommitOrder::Total => same("the commit", &found, &plain)?,
            CommitOrder::ByDependency => {
                let rests_on = || change.expect.keys().filter_map(|aggregate| self.last.get(aggregate));
                let stamp = rests_on().map(|last| last.stamp).fold(change.at, Ord::max);
                same("the stamp of the commit", &found.stamp, &stamp)?;
                let greatest = rests_on().map(|last| last.revision).max().unwrap_or_default();
                ensure!(found.revision > greatest, "{} rests on {greatest}", found.revision);
            }
        }
        self.last.extend(change.recorded.iter().map(|recorded| (recorded.aggregate, found)));
        self.plain.insert(found.revision, plain);
        Ok(())
    }

    /// Gives what was loaded the plain store's numbers and stamps, once they are found right.
    pub(super) fn renumber(&self, found: &mut Loaded, plain: &Loaded) -> Found {
        if self.order == CommitOrder::Total {
            return Ok(());
        }
        for aggregate in found.slice.versions.keys() {
            let stamp = self.last.get(aggregate).map(|last| last.stamp);
            ensure!(
                stamp <= Some(found.slice.stamp),
                "{aggregate:?} is stamped {stamp:?}, after {}",
                found.slice.stamp
            );
        }
        (found.slice.revision, found.slice.stamp) = (plain.slice.revision, plain.slice.stamp);
        for (place, entry) in &mut found.log {
            same("the number of an entry and of its place", &place.revision, &entry.revision)?;
            self.renumber_entry(entry)?;
            place.revision = entry.revision;
        }
        Ok(())
    }

    /// As [`Numbers::renumber`], for everything.
    pub(super) fn renumber_all(&self, found: &mut Everything, plain: &Everything) -> Found {
        if self.order == CommitOrder::Total {
            return Ok(());
        }
        let greatest = self.plain.keys().copied().max().unwrap_or_default();
        same("the last number", &found.slice.revision, &greatest)?;
        let latest = self.last.values().map(|last| last.stamp).max().unwrap_or_default();
        ensure!(found.slice.stamp >= latest, "a stamp is {latest}, after the last, {}", found.slice.stamp);
        (found.slice.revision, found.slice.stamp) = (plain.slice.revision, plain.slice.stamp);
        found.order = plain.order;
        found.log.iter_mut().try_for_each(|entry| self.renumber_entry(entry))
    }

    fn renumber_entry(&self, entry: &mut Entry) -> Found {
        let Some(plain) = self.plain.get(&entry.revision) else {
            return Err(format!("{} is the number of no commit", entry.revision));
        };
        (entry.revision, entry.stamp) = (plain.revision, plain.stamp);
        Ok(())
    }
}
