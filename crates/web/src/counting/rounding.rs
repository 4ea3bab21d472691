//! How counts are told, so that none of them gives one person away: in whole fives, rounded down; below five, "fewer than 5".
//!
//! A sum that stands beside its parts could be subtracted: 20 with five parts of "fewer than 5" would say that each is 4.
//! So a sum is told no higher than its parts would allow if one of them, any one, had nothing to add ([`above`]). Then, whatever
//! is shown, every part can still be any of its five numbers; a test tries all of them. docs/counts.md says the same for people.

/// Counts below this are not told further.
pub(crate) const FEW: u64 = 5;

/// A count by itself, as it is told.
pub(crate) fn rounded(count: u64) -> u64 {
    count / FEW * FEW
}

/// A sum above parts that are told as well: at least so many.
pub(crate) fn above(parts: impl IntoIterator<Item = u64>, sum: u64) -> u64 {
    let (mut told, mut others) = (0_u64, 0_u64);
    for (at, part) in parts.into_iter().enumerate() {
        told += part;
        others = at as u64;
    }
    rounded(sum.min(told + (FEW - 1) * others))
}

#[cfg(test)]
mod tests {
    use super::{FEW, above, rounded};
    use std::collections::{BTreeMap, BTreeSet};

    /// Every way in which some parts can be, up to a number.
    fn all(parts: usize, most: u64) -> Vec<Vec<u64>> {
        let mut ways = vec![Vec::new()];
        for _ in 0..parts {
            ways = ways.iter().flat_map(|way| (0..=most).map(move |next| [&way[..], &[next]].concat())).collect();
        }
        ways
    }

    /// Of all ways that look alike when they are told, each part takes each of its five numbers in one.
    fn tells_no_part(ways: &[Vec<u64>], tell: impl Fn(&[u64]) -> Vec<u64>) -> bool {
        let mut alike: BTreeMap<Vec<u64>, Vec<BTreeSet<u64>>> = BTreeMap::new();
        for way in ways {
            let seen = alike.entry(tell(way)).or_insert_with(|| vec![BTreeSet::new(); way.len()]);
            for (part, seen) in way.iter().zip(seen) {
                seen.insert(*part);
            }
        }
        alike.values().flatten().all(|seen| seen.len() as u64 == FEW)
    }

    fn flat(parts: &[u64]) -> Vec<u64> {
        let told: Vec<u64> = parts.iter().copied().map(rounded).collect();
        let sum = above(told.iter().copied(), parts.iter().sum());
        [&told[..], &[sum]].concat()
    }

    /// A sum of sums: two facilities of a governorate, the first with two years.
    fn nested(parts: &[u64]) -> Vec<u64> {
        let told: Vec<u64> = parts.iter().copied().map(rounded).collect();
        let first = above(told[..2].iter().copied(), parts[0] + parts[1]);
        let whole = above([first, told[2], told[3]], parts.iter().sum());
        [&told[..], &[first, whole]].concat()
    }

    #[test]
    fn whatever_is_subtracted_every_part_may_still_be_any_of_its_five_numbers() {
        for parts in 1..=5 {
            // Whole fives, so that no part's five are cut off.
            assert!(tells_no_part(&all(parts, if parts < 5 { 9 } else { 4 }), flat), "{parts} parts");
        }
        assert!(tells_no_part(&all(4, 9), nested));
    }

    /// The control: were the sum just rounded, five parts of 4 would be told apart.
    #[test]
    fn a_sum_that_is_only_rounded_gives_its_parts_away() {
        let naive = |parts: &[u64]| {
            let mut told: Vec<u64> = parts.iter().copied().map(rounded).collect();
            told.push(rounded(parts.iter().sum()));
            told
        };
        assert!(!tells_no_part(&all(5, 4), naive));
        let exact = |parts: &[u64]| vec![rounded(parts[0]), rounded(parts[1]), parts.iter().sum()];
        assert!(!tells_no_part(&all(2, 9), exact));
    }

    #[test]
    fn a_sum_is_told_no_higher_than_it_is_and_no_lower_than_its_parts() {
        for parts in all(3, 9) {
            let told: Vec<u64> = parts.iter().copied().map(rounded).collect();
            let sum = above(told.iter().copied(), parts.iter().sum());
            assert!(sum <= parts.iter().sum() && sum >= told.iter().sum(), "{parts:?} {sum}");
        }
    }
}
