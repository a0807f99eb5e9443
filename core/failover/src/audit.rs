use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::clients::Times;
use crate::commands::Done;

/// What clients say, beside what is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Audit {
    /// How many commands were acknowledged.
    pub(crate) acknowledged: usize,
    /// How many of them are not there.
    pub(crate) lost: usize,
    /// How many commands are there more than once.
    pub(crate) duplicated: usize,
    /// How many are there that no client has sent, or that it was told had not been done.
    pub(crate) unasked: usize,
    /// How many aggregates have a history with gaps, or with a place taken twice.
    pub(crate) with_gaps: usize,
}

impl Audit {
    /// Compares; of commands in `open` the client does not know the outcome, so that they may be there or not.
    pub(crate) fn of(acknowledged: &BTreeMap<Uuid, Times>, open: &BTreeSet<Uuid>, done: &[Done]) -> Self {
        let mut times = BTreeMap::<Uuid, usize>::new();
        let mut histories = BTreeMap::<i32, Vec<i64>>::new();
        for Done { key, aggregate, seq, .. } in done {
            *times.entry(*key).or_default() += 1;
            histories.entry(*aggregate).or_default().push(*seq);
        }
        let has_gaps = |history: &mut Vec<i64>| {
            history.sort_unstable();
            !history.iter().zip(1..).all(|(seq, place)| *seq == place)
        };
        Self {
            acknowledged: acknowledged.len(),
            lost: acknowledged.keys().filter(|key| !times.contains_key(key)).count(),
            duplicated: times.values().filter(|times| **times > 1).count(),
            unasked: times.keys().filter(|key| !acknowledged.contains_key(key) && !open.contains(key)).count(),
            with_gaps: histories.into_values().filter_map(|mut history| has_gaps(&mut history).then_some(())).count(),
        }
    }

    /// Whether nothing is wrong, and there was anything at all.
    pub(crate) fn is_sound(&self) -> bool {
        let wrong = [self.lost, self.duplicated, self.unasked, self.with_gaps];
        self.acknowledged > 0 && wrong == [0; 4]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    fn audit(acknowledged: &[u128], open: &[u128], done: &[(u128, i32, i64)]) -> Audit {
        let now = crate::now();
        let times = Times { begun: now, tried: now, acknowledged: now };
        let acknowledged = acknowledged.iter().map(|number| (key(*number), times)).collect();
        let open = open.iter().copied().map(key).collect();
        let done = done.iter().map(|(number, aggregate, seq)| Done {
            key: key(*number),
            aggregate: *aggregate,
            seq: *seq,
            committed_at: 0,
        });
        Audit::of(&acknowledged, &open, &done.collect::<Vec<_>>())
    }

    #[test]
    fn what_is_as_it_was_said_is_sound() {
        assert!(audit(&[1, 2, 3], &[4, 5], &[(2, 7, 1), (1, 7, 2), (3, 8, 1), (4, 8, 2)]).is_sound());
        assert!(!audit(&[], &[], &[]).is_sound(), "nothing proves nothing");
    }

    #[test]
    fn each_wrong_is_found() {
        let sound = Audit { acknowledged: 2, ..Audit::default() };
        let rows = [
            (audit(&[1, 2], &[], &[(1, 7, 1)]), Audit { lost: 1, ..sound }),
            (audit(&[1, 2], &[], &[(1, 7, 1), (2, 7, 2), (1, 7, 3)]), Audit { duplicated: 1, ..sound }),
            (audit(&[1, 2], &[], &[(1, 7, 1), (2, 7, 2), (3, 7, 3)]), Audit { unasked: 1, ..sound }),
            (audit(&[1, 2], &[], &[(1, 7, 1), (2, 7, 3)]), Audit { with_gaps: 1, ..sound }),
            (audit(&[1, 2], &[], &[(1, 7, 1), (2, 7, 1)]), Audit { with_gaps: 1, ..sound }),
            (audit(&[1, 2], &[], &[(1, 7, 2), (2, 7, 3)]), Audit { with_gaps: 1, ..sound }),
        ];
        for (found, wanted) in rows {
            assert_eq!(found, wanted);
            assert!(!found.is_sound());
        }
    }
}
