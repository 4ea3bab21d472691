//! The learned weight of two aligned names: a sum of small decision trees over the features.
//!
//! Gradient-boosted trees (Friedman, Annals of Statistics 29, 2001) of depth three, whole numbers of 1/1024
//! bit throughout. Every node has a value, so the way from the root to a leaf says by how much each feature
//! that was asked moved the weight; these moves add up to the weight exactly.

use crate::bits::{BIT, as_bits};
use crate::codec::{Sink, Source};
use crate::features::FEATURES;

/// Questions and nodes of one tree.
const QUESTIONS: usize = 7;
pub(crate) const NODES: usize = 15;
/// A question that every answer leaves to the left.
pub(crate) const NO_QUESTION: u8 = u8::MAX;
/// Most trees and thresholds of a file.
const MAX_TREES: u16 = 2_000;
const MAX_THRESHOLDS: u8 = 250;

/// A match weight for "one name": log odds in 1/1024 bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Weight(pub i32);

impl Weight {
    /// The weight in bits.
    pub fn bits(self) -> f32 {
        as_bits(self.0)
    }

    /// The probability that goes with the log odds, when one name and two names are equally likely
    /// beforehand.
    pub fn probability(self) -> f32 {
        1.0 / (1.0 + (-self.bits()).exp2())
    }
}

/// A tree of depth three: a question has the answers at 2n+1 (no) and 2n+2 (yes).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tree {
    pub(crate) feature: [u8; QUESTIONS + 1],
    /// "Is the feature above this threshold of its list?"
    pub(crate) threshold: [u8; QUESTIONS + 1],
    pub(crate) value: [i32; NODES + 1],
}

/// Ranks of features; as long as a power of two, so that no look-up can miss.
const RANKS: usize = 32;
const _: () = assert!(FEATURES <= RANKS);
type Ranks = [u8; RANKS];

/// All trees.
#[derive(Debug, Clone, Default)]
pub(crate) struct Forest {
    /// Ascending thresholds of each feature.
    pub(crate) thresholds: Vec<Vec<i32>>,
    pub(crate) trees: Vec<Tree>,
    pub(crate) constant: i32,
}

impl Forest {
    /// Weights by hand for learning without labelled pairs: the weakest part decides, then the sum.
    pub(crate) fn by_hand() -> Self {
        let mut thresholds = vec![Vec::new(); FEATURES];
        thresholds[0] = vec![10 * BIT];
        thresholds[1] = vec![-2 * BIT, 2 * BIT];
        let asked = Tree {
            feature: [1, 1, 0, 0, 0, 0, 0, 0],
            threshold: [1, 0, 0, NO_QUESTION, NO_QUESTION, NO_QUESTION, NO_QUESTION, NO_QUESTION],
            value: [0, -5, 4, -8, -3, 2, 6, -8, -8, -3, -3, 2, 2, 6, 6, 0].map(|value| value * BIT),
        };
        Self { thresholds, trees: vec![asked], constant: 0 }
    }

    /// For each feature how many of its thresholds it is above.
    fn ranks(&self, features: &[i32; FEATURES]) -> Ranks {
        let mut ranks = [0; RANKS];
        for ((rank, thresholds), value) in ranks.iter_mut().zip(&self.thresholds).zip(features) {
            *rank = thresholds.partition_point(|threshold| threshold < value) as u8;
        }
        ranks
    }

    /// The weight.
    pub(crate) fn weight(&self, features: &[i32; FEATURES]) -> i32 {
        let ranks = self.ranks(features);
        let mut sum = self.constant;
        for tree in &self.trees {
            let mut node = 0;
            for _ in 0..3 {
                node = 2 * node + 1 + usize::from(tree.above(node, &ranks));
            }
            sum += tree.value[node % (NODES + 1)];
        }
        sum
    }

    /// The constant, and what each feature moved; together the weight.
    pub(crate) fn shares(&self, features: &[i32; FEATURES]) -> (i32, [i32; FEATURES]) {
        let ranks = self.ranks(features);
        let mut constant = self.constant;
        let mut moved = [0; FEATURES];
        for tree in &self.trees {
            constant += tree.value[0];
            let mut node = 0;
            for _ in 0..3 {
                let next = 2 * node + 1 + usize::from(tree.above(node, &ranks));
                moved[usize::from(tree.feature[node])] += tree.value[next] - tree.value[node];
                node = next;
            }
        }
        (constant, moved)
    }

    pub(crate) fn write(&self, sink: &mut Sink) {
        sink.long(self.constant as u32);
        for thresholds in &self.thresholds {
            sink.byte(thresholds.len() as u8);
            for &threshold in thresholds {
                sink.long(threshold as u32);
            }
        }
        sink.short(self.trees.len() as u16);
        for tree in &self.trees {
            sink.bytes.extend_from_slice(&tree.feature[..QUESTIONS]);
            sink.bytes.extend_from_slice(&tree.threshold[..QUESTIONS]);
            for &value in &tree.value[..NODES] {
                sink.short(value as i16 as u16);
            }
        }
    }

    pub(crate) fn read(source: &mut Source<'_>) -> Option<Self> {
        let constant = source.long()? as i32;
        if constant.unsigned_abs() > 1 << 20 {
            return None;
        }
        let mut thresholds = Vec::with_capacity(FEATURES);
        for _ in 0..FEATURES {
            let count = source.byte()?;
            if count > MAX_THRESHOLDS {
                return None;
            }
            let list: Option<Vec<i32>> = (0..count).map(|_| source.long().map(|value| value as i32)).collect();
            let list = list?;
            if !list.is_sorted() {
                return None;
            }
            thresholds.push(list);
        }
        let count = source.short()?;
        if count > MAX_TREES {
            return None;
        }
        let mut trees = Vec::with_capacity(usize::from(count));
        for _ in 0..count {
            trees.push(Tree::read(source)?);
        }
        Some(Self { thresholds, trees, constant })
    }
}

impl Tree {
    fn above(&self, node: usize, ranks: &Ranks) -> bool {
        ranks[usize::from(self.feature[node % (QUESTIONS + 1)]) % RANKS] > self.threshold[node % (QUESTIONS + 1)]
    }

    fn read(source: &mut Source<'_>) -> Option<Self> {
        let (mut feature, mut threshold) = ([0; QUESTIONS + 1], [NO_QUESTION; QUESTIONS + 1]);
        feature[..QUESTIONS].copy_from_slice(source.take(QUESTIONS)?);
        threshold[..QUESTIONS].copy_from_slice(source.take(QUESTIONS)?);
        if feature.iter().any(|&feature| usize::from(feature) >= FEATURES) {
            return None;
        }
        let mut value = [0; NODES + 1];
        for value in &mut value[..NODES] {
            *value = i32::from(source.short()? as i16);
        }
        Some(Self { feature, threshold, value })
    }

    /// Rounds the values of all nodes, which are in nats.
    pub(crate) fn round(value: &[f64; NODES]) -> [i32; NODES + 1] {
        let mut rounded = [0; NODES + 1];
        for (rounded, nats) in rounded.iter_mut().zip(value) {
            let bits = (nats * std::f64::consts::LOG2_E * f64::from(BIT)).round();
            *rounded = bits.clamp(f64::from(i16::MIN), f64::from(i16::MAX)) as i32;
        }
        rounded
    }
}
