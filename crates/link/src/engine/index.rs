//! One record against all: under a frozen snapshot, an index takes a record and gives its candidates with weights.
//!
//! Rows stand sorted by what each rule asks for; what comes later is found through a map beside them. A withdrawn row
//! is passed over. The links that an index gives are those that a run over the same rows would give.

use super::comparison::Memory;
use super::rule::{End, Keys};
use super::score::{Plan, ScoredPair};
use super::{Engine, Snapshot};
use crate::model::{Kind, ModelError};
use crate::table::Table;
use std::collections::HashMap;

/// A table that records can be held against, added to and withdrawn from.
pub struct Index {
    engine: Engine,
    /// For each rule, rows by what they have to agree on as the left end: what comes later is the right one.
    keys: Vec<Sorted>,
    withdrawn: Vec<bool>,
    plan: Plan,
    floor: f64,
    memories: Vec<Memory>,
    second: u32,
}

/// Rows by the hash of what they have to agree on.
struct Sorted {
    hashes: Vec<u64>,
    rows: Vec<u32>,
    later: HashMap<u64, Vec<u32>>,
}

impl Sorted {
    fn of(keys: &Keys<'_>, rows: u32) -> Sorted {
        let mut pairs: Vec<(u64, u32)> = (0..rows).filter_map(|row| Some((keys.hash(row)?, row))).collect();
        pairs.sort_unstable();
        Sorted {
            hashes: pairs.iter().map(|pair| pair.0).collect(),
            rows: pairs.iter().map(|pair| pair.1).collect(),
            later: HashMap::new(),
        }
    }

    fn rows(&self, hash: u64) -> impl Iterator<Item = u32> {
        let from = self.hashes.partition_point(|&known| known < hash);
        let length = self.hashes[from..].partition_point(|&known| known == hash);
        let later = self.later.get(&hash).map_or(&[][..], Vec::as_slice);
        self.rows[from..from + length].iter().chain(later).copied()
    }
}

impl Index {
    /// An index over a table, under a snapshot. Pairs below the floor (log odds in bits) are not given. With a model
    /// that links two lists, rows that are added belong to the second.
    pub fn new(snapshot: &Snapshot, table: Table, floor: f64) -> Result<Index, ModelError> {
        let engine = Engine::under(snapshot, table)?;
        let rows = engine.table().len() as u32;
        let second = engine.asked(u64::MAX).second;
        let keys = engine.rules.iter().map(|rule| Sorted::of(&rule.keys(&engine.columns, End::Left), rows));
        Ok(Index {
            keys: keys.collect(),
            withdrawn: vec![false; rows as usize],
            plan: Plan::of(&engine, floor),
            floor,
            memories: engine.memories(),
            second,
            engine,
        })
    }

    /// The engine: its table holds every row that ever came, withdrawn ones too.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Adds a record, a cell for each column of the table, and gives its links to what was there, by row. Nothing when
    /// the table is full.
    pub fn insert(&mut self, cells: &[&str]) -> Option<Vec<ScoredPair>> {
        let row = self.push(cells)?;
        let links = self.links(row);
        for (rule, keys) in self.engine.rules.iter().zip(&mut self.keys) {
            if let Some(hash) = rule.keys(&self.engine.columns, End::Left).hash(row) {
                keys.later.entry(hash).or_default().push(row);
            }
        }
        Some(links)
    }

    /// The links that a record would have, without adding it.
    pub fn ask(&mut self, cells: &[&str]) -> Option<Vec<ScoredPair>> {
        let row = self.push(cells)?;
        let links = self.links(row);
        // The row itself stays, known to no rule; only its values take up memory.
        self.withdrawn[row as usize] = true;
        Some(links)
    }

    /// Withdraws a row: nothing is linked to it any more. Says whether it was there.
    pub fn withdraw(&mut self, row: u32) -> bool {
        self.withdrawn.get_mut(row as usize).is_some_and(|withdrawn| !std::mem::replace(withdrawn, true))
    }

    /// Brings a withdrawn row back. A record that was only asked about stays away: no rule knows it.
    pub fn restore(&mut self, row: u32) -> bool {
        self.withdrawn.get_mut(row as usize).is_some_and(|withdrawn| std::mem::replace(withdrawn, false))
    }

    fn push(&mut self, cells: &[&str]) -> Option<u32> {
        let row = self.engine.columns.push_row(cells)?;
        if let Some(alphabet) = &mut self.engine.alphabet {
            super::learn_letters(alphabet, &mut self.engine.measured, &self.engine.columns);
        }
        let alphabet = self.engine.alphabet.as_ref();
        let mut is_changed = false;
        for comparison in &mut self.engine.comparisons {
            is_changed |= comparison.extend(&self.engine.columns, alphabet);
        }
        self.engine.rules.iter_mut().for_each(|rule| rule.extend(&self.engine.columns));
        if is_changed {
            self.plan = Plan::of(&self.engine, self.floor);
        }
        self.withdrawn.push(false);
        Some(row)
    }

    /// Links of a row to all rows before it that are not withdrawn.
    fn links(&mut self, row: u32) -> Vec<ScoredPair> {
        let mut seen: Vec<(u32, u16)> = Vec::new();
        for (at, rule) in self.engine.rules.iter().enumerate() {
            let columns = &self.engine.columns;
            let (left, right) = (rule.keys(columns, End::Left), rule.keys(columns, End::Right));
            // The new row is the right end of every pair: it comes last.
            let Some(hash) = right.hash(row) else { continue };
            if rule.is_passed_over(columns, row, End::Right) {
                continue;
            }
            let partners = self.keys[at].rows(hash);
            seen.extend(partners.filter(|&other| left.agree(other, &right, row)).map(|other| (other, at as u16)));
        }
        seen.sort_unstable();
        seen.dedup_by_key(|(other, _)| *other);
        let engine = &self.engine;
        let subjects: Vec<&[u32]> =
            engine.comparisons.iter().map(|comparison| comparison.rows(&engine.columns)).collect();
        let of_row = |row: u32, into: &mut Vec<u32>| {
            into.clear();
            into.extend(subjects.iter().map(|rows| rows[row as usize]));
        };
        let (mut own, mut others) = (Vec::new(), Vec::new());
        of_row(row, &mut own);
        let mut links = Vec::new();
        for (other, rule) in seen {
            let counts = engine.model.kind != Kind::Link || (other < self.second && row >= self.second);
            if other >= row || self.withdrawn[other as usize] || !counts {
                continue;
            }
            of_row(other, &mut others);
            if let Some(weight) = self.plan.weigh(engine, &others, &own, &mut self.memories) {
                links.push(ScoredPair { left: other, right: row, weight, rule });
            }
        }
        links
    }
}
