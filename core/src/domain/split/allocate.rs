use super::Percent;

/// Divides a percentage equally among so many people (SPL-6).
///
/// Each part is floored to 0.01 and the leftover hundredths go one each to the last parts, so the parts add up to `whole` exactly and nobody differs by more than 0.01.
/// Nobody gets nothing: an empty list for no people.
///
/// # Example: three people
///
/// ```
/// let parts = cowrite::divide_evenly(cowrite::Percent::WHOLE, 3);
/// let shown: Vec<_> = parts.iter().map(ToString::to_string).collect();
/// assert_eq!(shown, ["33.33", "33.33", "33.34"]);
/// ```
#[must_use]
pub fn divide_evenly(whole: Percent, people: usize) -> Vec<Percent> {
    let Some(count) = u32::try_from(people).ok().filter(|count| *count > 0) else {
        return Vec::new();
    };
    let hundredths = u32::from(whole.hundredths());
    let (floor, leftover) = (hundredths / count, hundredths % count);
    (0..count)
        .map(|place| floor + u32::from(place >= count - leftover))
        .filter_map(|part| u16::try_from(part).ok().and_then(Percent::from_hundredths))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_size_divides_the_whole_exactly() {
        for people in 1..=500 {
            for whole in [10_000, 9_999, 6_667, 100, 1, 0] {
                let parts = divide_evenly(Percent::from_hundredths(whole).unwrap(), people);
                let sum: u32 = parts.iter().map(|part| u32::from(part.hundredths())).sum();
                let least = parts.iter().min().unwrap().hundredths();
                let most = parts.iter().max().unwrap().hundredths();
                assert_eq!(parts.len(), people);
                assert_eq!(sum, u32::from(whole), "{whole} among {people}");
                assert!(most - least <= 1, "{whole} among {people}: {least} to {most}");
                assert!(parts.is_sorted(), "leftovers go to the last");
            }
        }
    }

    #[test]
    fn awkward_remainders_go_to_the_last() {
        let table: &[(u16, usize, &[u16])] = &[
            (10_000, 3, &[3_333, 3_333, 3_334]),
            (10_000, 7, &[1_428, 1_428, 1_428, 1_429, 1_429, 1_429, 1_429]),
            (5_000, 3, &[1_666, 1_667, 1_667]),
            (2, 3, &[0, 1, 1]),
            (10_000, 0, &[]),
        ];
        for (whole, people, expected) in table {
            let parts = divide_evenly(Percent::from_hundredths(*whole).unwrap(), *people);
            let parts: Vec<u16> = parts.into_iter().map(Percent::hundredths).collect();
            assert_eq!(parts, *expected, "{whole} among {people}");
        }
    }
}
