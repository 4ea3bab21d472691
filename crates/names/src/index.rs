//! Searching a list of names by a name.
//!
//! Distinct parts are found by skeleton and kept when they speak for the query part; names are found
//! by two such parts (one when the query is short or too little is found); the best of them are
//! compared in full. Holds everything in memory and is built once; adding names means building anew.

use std::collections::{BTreeMap, HashMap};

use crate::comparer::Comparer;
use crate::part::{PartRole, Reading};
use crate::read::read;
use crate::skeleton::{Skeleton, skeleton_variants};
use crate::tables::Tables;
use crate::vocabulary::Vocabulary;

/// Names compared in full for one query.
const COMPARED: usize = 120;
/// Parts looked at for one query part, the nearest skeletons first.
const MAX_PARTS_NEAR: usize = 20_000;
/// Bits a part must speak for the query part.
const SPEAKS: f32 = 0.0;
/// Bits a difference in the number of parts costs before the full comparison.
const LENGTH_COST: f32 = 0.45;

/// Names with identifiers, ready to be searched.
#[derive(Debug)]
pub struct NameIndex<Id> {
    vocabulary: Vocabulary,
    names: Vec<(Id, Reading)>,
    /// Distinct parts and the names they stand in.
    parts: Vec<(String, Vec<u32>)>,
    by_skeleton: HashMap<Skeleton, Vec<u32>>,
}

impl<Id: Clone> NameIndex<Id> {
    /// Builds an index of names; the frequencies of their parts become the vocabulary.
    pub fn new<'a>(tables: &Tables, names: impl IntoIterator<Item = (Id, &'a str)>) -> Self {
        let names: Vec<(Id, Reading)> = names.into_iter().map(|(id, name)| (id, read(name))).collect();
        let mut postings: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for (at, (_, reading)) in names.iter().enumerate() {
            for part in searched(reading) {
                let posting = postings.entry(part).or_default();
                if posting.last() != Some(&(at as u32)) {
                    posting.push(at as u32);
                }
            }
        }
        let parts: Vec<(String, Vec<u32>)> =
            postings.into_iter().map(|(part, posting)| (part.to_owned(), posting)).collect();
        let vocabulary =
            Vocabulary::from_counts(tables, parts.iter().map(|(part, posting)| (part.clone(), posting.len() as u32)));
        let mut by_skeleton: HashMap<Skeleton, Vec<u32>> = HashMap::new();
        for (at, (part, _)) in parts.iter().enumerate() {
            for variant in skeleton_variants(part) {
                by_skeleton.entry(variant).or_default().push(at as u32);
            }
        }
        Self { vocabulary, names, parts, by_skeleton }
    }

    /// Number of names.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there is no name.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The frequencies the index weighs by.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The best names for a query, best first, with their bits (see `NameComparison::bits`).
    pub fn search(&self, query: &str, limit: usize) -> Vec<(Id, f32)> {
        let reading = read(query);
        let mut sums: HashMap<u32, (f32, u32)> = HashMap::new();
        let query_parts: Vec<&str> = searched(&reading).collect();
        for part in &query_parts {
            // The best part of each name for this part of the query.
            let mut best: HashMap<u32, f32> = HashMap::new();
            for (near, evidence) in self.near(part) {
                for &name in &self.parts[near as usize].1 {
                    best.entry(name).and_modify(|old| *old = old.max(evidence)).or_insert(evidence);
                }
            }
            for (name, evidence) in best {
                let (sum, count) = sums.entry(name).or_default();
                *sum += evidence;
                *count += 1;
            }
        }
        let needed = if query_parts.len() <= 2 { 1 } else { 2 };
        let enough = sums.values().filter(|(_, count)| *count >= needed).count() >= limit;
        let cost =
            |name: u32| LENGTH_COST * searched(&self.names[name as usize].1).count().abs_diff(query_parts.len()) as f32;
        let mut candidates: Vec<(f32, u32)> = sums
            .into_iter()
            .filter(|(_, (_, count))| *count >= needed || !enough)
            .map(|(name, (sum, _))| (sum - cost(name), name))
            .collect();
        candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        candidates.truncate(COMPARED.max(limit));
        let mut comparer = Comparer::new(&self.vocabulary);
        let prepared = comparer.prepare(&reading);
        let mut found: Vec<(f32, u32)> = candidates
            .into_iter()
            .map(|(_, name)| {
                let other = comparer.prepare(&self.names[name as usize].1);
                (comparer.rank(&prepared, &other), name)
            })
            .collect();
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        found.truncate(limit);
        found.into_iter().map(|(bits, name)| (self.names[name as usize].0.clone(), bits)).collect()
    }

    /// Parts of the index that speak for a part of the query, with their evidence.
    fn near(&self, part: &str) -> Vec<(u32, f32)> {
        let mut near: Vec<u32> = Vec::new();
        for variant in skeleton_variants(part) {
            near.extend(self.by_skeleton.get(&variant).into_iter().flatten());
            if near.len() > MAX_PARTS_NEAR {
                break;
            }
        }
        near.sort_unstable();
        near.dedup();
        near.into_iter()
            .map(|at| (at, self.vocabulary.evidence(part, &self.parts[at as usize].0)))
            .filter(|(_, evidence)| *evidence > SPEAKS)
            .collect()
    }
}

/// The parts of a name that are searched: all but honorifics.
fn searched(reading: &Reading) -> impl Iterator<Item = &str> {
    reading.parts.iter().filter(|part| part.role != PartRole::Honorific).map(|part| part.text.as_str())
}
