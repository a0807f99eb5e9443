//! How far the order of numbers is that of ids, so that listings seldom look at ids.

use super::place::Places;

/// How far back a number is looked for that is out of order, before all is compared by id.
const FARTHEST: u32 = 4_096;

/// Tracks are numbered as they come, and ids begin with the time: of two numbers further apart than the spread the lesser has the lesser id.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Order {
    // INVARIANT (ordered): every number that is less than another by more than the spread has the lesser id, by `note`.
    spread: u32,
}

impl Order {
    /// Takes note of the track numbered last.
    pub(super) fn note(&mut self, tracks: &Places, number: u32) {
        if self.spread == u32::MAX {
            return;
        }
        let id_of = |number: u32| tracks.id(number as usize).unwrap_or_default();
        let id = id_of(number);
        let (mut lowest, mut at) = (number, number);
        // Below a number with a lesser id by more than the spread there are lesser ids only.
        let mut enough = 0;
        while at > enough {
            at = at.saturating_sub(1);
            if number.saturating_sub(at) > FARTHEST {
                self.spread = u32::MAX;
                return;
            }
            if id_of(at) > id {
                lowest = at;
            } else {
                enough = enough.max(at.saturating_sub(self.spread));
            }
        }
        self.spread = self.spread.max(number.saturating_sub(lowest));
    }

    /// Returns whether numbers are ordered as ids are.
    pub(super) const fn is_by_number(self) -> bool {
        self.spread == 0
    }

    /// Returns whether two numbers are so far apart that their order is that of their ids.
    pub(super) const fn is_told_by(self, one: u32, other: u32) -> bool {
        one.abs_diff(other) > self.spread
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::number::PersonNo;

    #[test]
    fn numbers_further_apart_than_the_spread_are_ordered_as_ids_are() {
        let ids: Vec<u128> = vec![5, 9, 7, 8, 20, 30, 25, 26, 24, 40, 41, 39, 50];
        let (mut order, tracks) = (Order::default(), Places::default());
        for (number, id) in (0..).zip(&ids) {
            assert_eq!(tracks.add(*id, PersonNo::of_bits(0)), Some(number));
            order.note(&tracks, number);
            for one in 0..=number {
                for other in (0..=number).filter(|other| order.is_told_by(one, *other)) {
                    assert_eq!(one < other, ids[one as usize] < ids[other as usize], "{one} {other}");
                }
            }
        }
        assert_eq!(order.spread, 3);
        assert!(!order.is_by_number());
    }

    #[test]
    fn a_number_far_out_of_order_has_all_compared_by_id() {
        let (mut order, tracks) = (Order::default(), Places::default());
        for number in 0..10_000_u32 {
            tracks.add(u128::from(number) + 2, PersonNo::of_bits(0));
            order.note(&tracks, number);
        }
        assert!(order.is_by_number());
        tracks.add(1, PersonNo::of_bits(0));
        order.note(&tracks, 10_000);
        assert!(!order.is_told_by(0, 10_000));
    }
}
