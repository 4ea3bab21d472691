//! Figures of accuracy: how well scores part same from different, and how high true names stand in results.

use serde::Serialize;
use std::collections::BTreeMap;

/// A scored pair of known truth.
pub(crate) struct Scored<'a> {
    pub(crate) score: f32,
    pub(crate) same: bool,
    pub(crate) slice: &'a str,
}

/// How well scores part same from different. The threshold is the one with the best F1 on these very pairs.
#[derive(Serialize)]
pub(crate) struct PairFigures {
    pub(crate) pairs: usize,
    pub(crate) auc: f64,
    pub(crate) best_f1: f64,
    pub(crate) threshold: f32,
    pub(crate) recall_at_precision_95: f64,
    pub(crate) recall_at_precision_99: f64,
    /// Share of each slice at or above the threshold, and its pairs.
    pub(crate) accepted: BTreeMap<String, (f64, usize)>,
}

impl PairFigures {
    pub(crate) fn of(mut scored: Vec<Scored<'_>>) -> Self {
        scored.sort_by(|a, b| b.score.total_cmp(&a.score));
        let same = scored.iter().filter(|pair| pair.same).count() as f64;
        let different = scored.len() as f64 - same;
        let (mut auc, mut best, mut at_95, mut at_99) = (0.0, (0.0, 0.0), 0.0, 0.0);
        let (mut hits, mut misses) = (0.0, 0.0);
        // Pairs of one score stand or fall together.
        for tied in scored.chunk_by(|a, b| a.score.to_bits() == b.score.to_bits()) {
            let new_hits = tied.iter().filter(|pair| pair.same).count() as f64;
            let new_misses = tied.len() as f64 - new_hits;
            auc += new_misses * (hits + new_hits / 2.0);
            (hits, misses) = (hits + new_hits, misses + new_misses);
            let (precision, recall) = (hits / (hits + misses), hits / same);
            let f1: f64 = if hits > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 };
            if f1 > best.0 {
                best = (f1, tied[0].score);
            }
            at_95 = if precision >= 0.95 { recall } else { at_95 };
            at_99 = if precision >= 0.99 { recall } else { at_99 };
        }
        let mut slices: BTreeMap<String, (usize, usize)> = BTreeMap::new();
        for pair in &scored {
            let slice = slices.entry(pair.slice.to_owned()).or_default();
            slice.0 += usize::from(pair.score >= best.1);
            slice.1 += 1;
        }
        let accepted = slices.into_iter().map(|(name, (in_it, all))| (name, (in_it as f64 / all as f64, all)));
        Self {
            pairs: scored.len(),
            auc: auc / (same * different).max(1.0),
            best_f1: best.0,
            threshold: best.1,
            recall_at_precision_95: at_95,
            recall_at_precision_99: at_99,
            accepted: accepted.collect(),
        }
    }
}

/// How high true names stand among the results of queries.
#[derive(Clone, Default, Serialize)]
pub(crate) struct SearchFigures {
    pub(crate) queries: usize,
    pub(crate) first: f64,
    pub(crate) among_ten: f64,
    pub(crate) mean_reciprocal_rank: f64,
}

impl SearchFigures {
    /// Counts a query whose best true name stands at a rank from 1, or nowhere.
    pub(crate) fn add(&mut self, rank: Option<usize>) {
        let before = self.queries as f64;
        self.queries += 1;
        let move_to = |mean: &mut f64, value: f64| *mean += (value - *mean) / (before + 1.0);
        move_to(&mut self.first, f64::from(u8::from(rank == Some(1))));
        move_to(&mut self.among_ten, f64::from(u8::from(rank.is_some_and(|rank| rank <= 10))));
        move_to(&mut self.mean_reciprocal_rank, rank.map_or(0.0, |rank| 1.0 / rank as f64));
    }
}

#[cfg(test)]
mod tests {
    use super::{PairFigures, Scored, SearchFigures};

    fn figures(pairs: &[(f32, bool)]) -> PairFigures {
        PairFigures::of(pairs.iter().map(|&(score, same)| Scored { score, same, slice: "one" }).collect())
    }

    #[test]
    fn scores_that_part_perfectly_and_scores_that_say_nothing() {
        let perfect = figures(&[(0.9, true), (0.8, true), (0.2, false), (0.1, false)]);
        assert!((perfect.auc - 1.0).abs() < 1e-9 && (perfect.best_f1 - 1.0).abs() < 1e-9);
        assert!((perfect.recall_at_precision_99 - 1.0).abs() < 1e-9);
        assert_eq!(perfect.accepted["one"], (0.5, 4));
        let nothing = figures(&[(0.5, true), (0.5, false), (0.5, true), (0.5, false)]);
        assert!((nothing.auc - 0.5).abs() < 1e-9);
    }

    #[test]
    fn ranks_become_means() {
        let mut figures = SearchFigures::default();
        for rank in [Some(1), Some(4), Some(20), None] {
            figures.add(rank);
        }
        assert!((figures.first - 0.25).abs() < 1e-9 && (figures.among_ten - 0.5).abs() < 1e-9);
        assert!((figures.mean_reciprocal_rank - (1.0 + 0.25 + 0.05) / 4.0).abs() < 1e-9);
    }
}
