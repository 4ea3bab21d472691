//! Fits the trees of [`crate::forest`]: gradient boosting of the logistic loss with second derivatives,
//! histograms of ranks, and directions that hold (Chen and Guestrin, KDD 2016).
//!
//! Fixed rounds, fixed order of sums, no randomness: the same pairs give the same trees.

use crate::features::{DIRECTIONS, FEATURES};
use crate::forest::{Forest, NO_QUESTION, NODES, Tree};

const ROUNDS: usize = 200;
const SHRINK: f64 = 0.1;
const RIDGE: f64 = 1.0;
const MIN_ROWS_LEAF: f64 = 20.0;
const MAX_RANKS: usize = 63;

/// A labelled pair.
pub(super) struct Labelled {
    pub(super) features: [i32; FEATURES],
    pub(super) same: bool,
}

/// Sums of rows that fell together.
#[derive(Clone, Copy, Default)]
struct Sums {
    gradient: f64,
    curve: f64,
    rows: f64,
}

impl Sums {
    fn add(&mut self, other: Self) {
        self.gradient += other.gradient;
        self.curve += other.curve;
        self.rows += other.rows;
    }

    fn less(self, other: Self) -> Self {
        Self { gradient: self.gradient - other.gradient, curve: self.curve - other.curve, rows: self.rows - other.rows }
    }

    /// The best step, kept within bounds.
    fn step(self, bounds: (f64, f64)) -> f64 {
        (self.gradient / (self.curve + RIDGE)).clamp(bounds.0, bounds.1)
    }

    /// What a step gains.
    fn gain(self, step: f64) -> f64 {
        self.gradient * step - 0.5 * (self.curve + RIDGE) * step * step
    }
}

struct Node {
    rows: Vec<u32>,
    bounds: (f64, f64),
}

struct Question {
    feature: usize,
    threshold: usize,
    gain: f64,
}

/// Fits trees to labelled pairs.
pub(super) fn fit(pairs: &[Labelled]) -> Forest {
    let thresholds: Vec<Vec<i32>> = (0..FEATURES).map(|feature| thresholds(pairs, feature)).collect();
    let ranks: Vec<[u8; FEATURES]> = pairs
        .iter()
        .map(|pair| {
            std::array::from_fn(|k| thresholds[k].partition_point(|threshold| *threshold < pair.features[k]) as u8)
        })
        .collect();
    let same = pairs.iter().filter(|pair| pair.same).count() as f64;
    let constant = (same.max(1.0) / (pairs.len() as f64 - same).max(1.0)).ln();
    let mut margins = vec![constant; pairs.len()];
    let mut trees = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let slopes: Vec<Sums> = margins
            .iter()
            .zip(pairs)
            .map(|(margin, pair)| {
                let p = 1.0 / (1.0 + (-margin).exp());
                Sums { gradient: f64::from(u8::from(pair.same)) - p, curve: (p * (1.0 - p)).max(1e-9), rows: 1.0 }
            })
            .collect();
        trees.push(grow(&ranks, &slopes, &thresholds, &mut margins));
    }
    let bits = constant * std::f64::consts::LOG2_E * f64::from(crate::bits::BIT);
    Forest { thresholds, trees, constant: bits.round() as i32 }
}

/// Between distinct values, at most [`MAX_RANKS`] of them, with about as many rows between each.
fn thresholds(pairs: &[Labelled], feature: usize) -> Vec<i32> {
    let mut values: Vec<i32> = pairs.iter().map(|pair| pair.features[feature]).collect();
    values.sort_unstable();
    let mut distinct = values.clone();
    distinct.dedup();
    let between = |low: i32, high: i32| low + (high - low - 1) / 2;
    if distinct.len() <= MAX_RANKS + 1 {
        return distinct.windows(2).map(|pair| between(pair[0], pair[1])).collect();
    }
    let mut found: Vec<i32> = (1..=MAX_RANKS)
        .map(|at| values[at * values.len() / (MAX_RANKS + 1)])
        .filter_map(|value| {
            let next = distinct.partition_point(|other| *other <= value);
            distinct.get(next).map(|&next| between(value, next))
        })
        .collect();
    found.dedup();
    found
}

/// One tree of depth three; moves the margins.
fn grow(ranks: &[[u8; FEATURES]], slopes: &[Sums], thresholds: &[Vec<i32>], margins: &mut [f64]) -> Tree {
    let mut tree = Tree { feature: [0; 8], threshold: [NO_QUESTION; 8], value: [0; NODES + 1] };
    let mut values = [0.0; NODES];
    let mut nodes: Vec<Option<Node>> = (0..NODES).map(|_| None).collect();
    nodes[0] = Some(Node { rows: (0..ranks.len() as u32).collect(), bounds: (f64::NEG_INFINITY, f64::INFINITY) });
    for at in 0..NODES {
        let Some(node) = nodes[at].take() else { continue };
        let total = sum_of(&node.rows, slopes);
        values[at] = total.step(node.bounds) * SHRINK;
        let question = if at < 7 { best_question(&node, ranks, slopes, thresholds) } else { None };
        let Some(question) = question else {
            for &row in &node.rows {
                margins[row as usize] += values[at];
            }
            copy_down(at, &mut values);
            continue;
        };
        (tree.feature[at], tree.threshold[at]) = (question.feature as u8, question.threshold as u8);
        let above = |row: &u32| usize::from(ranks[*row as usize][question.feature]) > question.threshold;
        let (yes, no): (Vec<u32>, Vec<u32>) = node.rows.iter().partition(|row| above(row));
        let (low, high) = (sum_of(&no, slopes).step(node.bounds), sum_of(&yes, slopes).step(node.bounds));
        let middle = f64::midpoint(low, high);
        let (no_bounds, yes_bounds) = match DIRECTIONS[question.feature] {
            1 => ((node.bounds.0, middle), (middle, node.bounds.1)),
            -1 => ((middle, node.bounds.1), (node.bounds.0, middle)),
            _ => (node.bounds, node.bounds),
        };
        nodes[2 * at + 1] = Some(Node { rows: no, bounds: no_bounds });
        nodes[2 * at + 2] = Some(Node { rows: yes, bounds: yes_bounds });
    }
    tree.value = Tree::round(&values);
    tree
}

/// A node without a question: all nodes below have its value.
fn copy_down(at: usize, values: &mut [f64; NODES]) {
    for below in [2 * at + 1, 2 * at + 2] {
        if below < NODES {
            values[below] = values[at];
            copy_down(below, values);
        }
    }
}

fn sum_of(rows: &[u32], slopes: &[Sums]) -> Sums {
    let mut sum = Sums::default();
    for &row in rows {
        sum.add(slopes[row as usize]);
    }
    sum
}

fn best_question(node: &Node, ranks: &[[u8; FEATURES]], slopes: &[Sums], thresholds: &[Vec<i32>]) -> Option<Question> {
    let mut histogram = vec![[Sums::default(); MAX_RANKS + 1]; FEATURES];
    for &row in &node.rows {
        let slope = slopes[row as usize];
        for (feature, &rank) in ranks[row as usize].iter().enumerate() {
            histogram[feature][usize::from(rank)].add(slope);
        }
    }
    let total = sum_of(&node.rows, slopes);
    let base = total.gain(total.step(node.bounds));
    let mut best: Option<Question> = None;
    for (feature, line) in histogram.iter().enumerate() {
        let mut low = Sums::default();
        for (threshold, sums) in line.iter().enumerate().take(thresholds[feature].len()) {
            low.add(*sums);
            let high = total.less(low);
            if low.rows < MIN_ROWS_LEAF || high.rows < MIN_ROWS_LEAF {
                continue;
            }
            let (low_step, high_step) = (low.step(node.bounds), high.step(node.bounds));
            if f64::from(DIRECTIONS[feature]) * (high_step - low_step) < 0.0 {
                continue;
            }
            let gain = low.gain(low_step) + high.gain(high_step) - base;
            if gain > best.as_ref().map_or(1e-6, |best| best.gain) {
                best = Some(Question { feature, threshold, gain });
            }
        }
    }
    best
}
