//! How many pairs of each stratum are drawn.
//!
//! Half of the sample lies at or above the threshold, where precision is decided, half below, where recall is. Within
//! a half, part is spread evenly, the strata that touch the threshold counting double; the rest by size times expected
//! deviation, which is the allocation of least variance (Neyman 1934). Neyman's alone would put all of the lower half
//! into the millions of pairs that are surely of two people.

/// Pairs of each stratum that are drawn whatever else, so that its deviation shows.
const LEAST: u64 = 2;
/// Share of a half that is spread evenly.
const EVEN_SHARE: f64 = 0.4;
/// A model that says .0001 may be wrong: a stratum is taken to vary at least as much as a share of .01 does.
const DEVIATION_MIN: f64 = 0.1;

/// What allocation asks of a stratum.
pub(super) struct Size {
    pub(super) pairs: u64,
    pub(super) mean_probability: f64,
    /// At or above the threshold.
    pub(super) above: bool,
    /// Has the threshold as one of its ends.
    pub(super) near: bool,
}

/// Pairs to draw of each stratum, `sample` in all or as many as there are.
pub(super) fn allocate(sizes: &[Size], sample: u64) -> Vec<u64> {
    let mut drawn: Vec<u64> = sizes.iter().map(|size| size.pairs.min(LEAST)).collect();
    let rest = sample.saturating_sub(drawn.iter().sum());
    let mut weights = vec![0.0; sizes.len()];
    for above in [false, true] {
        let in_half = |size: &&Size| size.above == above && size.pairs > 0;
        let even = |size: &Size| if size.near { 2.0 } else { 1.0 };
        let deviation = |size: &Size| {
            let variance = size.mean_probability * (1.0 - size.mean_probability);
            size.pairs as f64 * variance.max(0.0).sqrt().max(DEVIATION_MIN)
        };
        let (all_even, all_deviations) = (
            sizes.iter().filter(in_half).map(even).sum::<f64>(),
            sizes.iter().filter(in_half).map(deviation).sum::<f64>(),
        );
        for (weight, size) in weights.iter_mut().zip(sizes).filter(|(_, size)| in_half(size)) {
            *weight = EVEN_SHARE * even(size) / all_even + (1.0 - EVEN_SHARE) * deviation(size) / all_deviations;
        }
    }
    let room: Vec<u64> = sizes.iter().zip(&drawn).map(|(size, drawn)| size.pairs - drawn).collect();
    for (drawn, more) in drawn.iter_mut().zip(spread(rest, &weights, &room)) {
        *drawn += more;
    }
    drawn
}

/// Spreads a number by weights, none above its room; what is over goes to the others. Largest remainders round.
fn spread(total: u64, weights: &[f64], room: &[u64]) -> Vec<u64> {
    let total = total.min(room.iter().sum());
    let mut given = vec![0_u64; weights.len()];
    let mut open: Vec<usize> = (0..weights.len()).filter(|&at| room[at] > 0).collect();
    let mut left = total;
    loop {
        let sum: f64 = open.iter().map(|&at| weights[at]).sum();
        let quota = |at: usize| left as f64 * weights[at] / sum;
        let (full, rest): (Vec<usize>, Vec<usize>) = open.iter().partition(|&&at| quota(at) >= room[at] as f64);
        if full.is_empty() {
            let mut order: Vec<(f64, usize)> = open.iter().map(|&at| (quota(at).fract(), at)).collect();
            for &at in &open {
                given[at] = quota(at) as u64;
            }
            order.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
            let missing = total - given.iter().sum::<u64>();
            for &(_, at) in order.iter().take(missing as usize) {
                given[at] += 1;
            }
            return given;
        }
        for &at in &full {
            given[at] = room[at];
            left -= room[at];
        }
        if left == 0 {
            return given;
        }
        open = rest;
    }
}

#[cfg(test)]
mod tests {
    use super::{Size, allocate, spread};

    fn size(pairs: u64, mean_probability: f64, near: bool) -> Size {
        Size { pairs, mean_probability, above: mean_probability >= 0.5, near }
    }

    #[test]
    fn what_does_not_fit_goes_to_the_others() {
        assert_eq!(spread(10, &[1.0, 1.0], &[3, 100]), [3, 7]);
        assert_eq!(spread(10, &[1.0, 1.0, 2.0], &[100, 100, 100]), [3, 2, 5]);
        assert_eq!(spread(10, &[1.0, 1.0], &[2, 3]), [2, 3]);
        assert_eq!(spread(0, &[1.0], &[2]), [0]);
    }

    #[test]
    fn every_stratum_is_looked_at_and_those_near_the_threshold_most() {
        let sizes = [
            size(4_000_000, 0.001, false),
            size(50_000, 0.2, false),
            size(10_000, 0.4, true),
            size(10_000, 0.6, true),
            size(15_000, 0.95, false),
            size(80_000, 0.9999, false),
        ];
        let drawn = allocate(&sizes, 200);
        assert_eq!(drawn.iter().sum::<u64>(), 200);
        assert!(drawn.iter().all(|&drawn| drawn >= 2));
        let rate = |at: usize| drawn[at] as f64 / sizes[at].pairs as f64;
        assert!(rate(2) > rate(1) && rate(1) > rate(0) && rate(3) > rate(4) && rate(4) > rate(5));
        let above: u64 = drawn[3..].iter().sum();
        assert!((95..=105).contains(&above), "{drawn:?}");
    }

    #[test]
    fn more_than_there_is_takes_all() {
        assert_eq!(allocate(&[size(3, 0.1, true), size(5, 0.9, true), size(0, 0.99, false)], 200), [3, 5, 0]);
    }
}
