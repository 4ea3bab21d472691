//! One record against all: an index of the keys of a table's rows, into which further rows are put one by one. Under a
//! snapshot each gives its links to what was there before.
//!
//! Weights are those of a run but for rivals, which need the links of all.

use crate::person::block_keys::capped_keys_of;
use crate::person::caps::Capped;
use crate::person::limits::KEPT_LOG_ODDS_MIN;
use crate::person::pattern::PairComparer;
use crate::person::run::Link;
use crate::person::sieve::Sieve;
use crate::person::snapshot::Snapshot;
use crate::person::table::Table;
use crate::person::weigh::Scale;
use crate::person::work::Wanted;
use std::collections::HashMap;

/// Rows that records can be held against, and added to.
pub struct Arrivals<'table> {
    table: &'table Table,
    snapshot: &'table Snapshot,
    wanted: Wanted,
    capped: Capped,
    /// Rule, key and row of all that was there at first, sorted.
    keyed: Vec<(u8, u64, u32)>,
    /// Rows that came later.
    later: HashMap<(u8, u64), Vec<u32>>,
    sieve: Sieve<'table>,
    comparer: PairComparer<'table>,
    scale: Scale<'table>,
    keys: Vec<(u8, u64)>,
    partners: Vec<(u32, u8)>,
}

impl<'table> Arrivals<'table> {
    /// An index of the first `there` rows of a table that was built under the snapshot. Its further rows may come in
    /// any order.
    pub fn new(table: &'table Table, snapshot: &'table Snapshot, there: u32, across_lists_only: bool) -> Self {
        let capped = snapshot.caps.looked_up();
        let mut keyed = Vec::new();
        let mut keys = Vec::new();
        for row in 0..there {
            capped_keys_of(table, row, &capped, &mut keys);
            keyed.extend(keys.iter().map(|&(rule, key)| (rule, key, row)));
        }
        keyed.sort_unstable();
        let mut sieve = Sieve::new(table);
        sieve.least = snapshot.model.sieve;
        Arrivals {
            table,
            snapshot,
            wanted: Wanted::of(across_lists_only),
            capped,
            keyed,
            later: HashMap::new(),
            sieve,
            comparer: PairComparer::new(table),
            scale: Scale::new(table, &snapshot.model),
            keys,
            partners: Vec::new(),
        }
    }

    /// Adds a row, and gives its links to those that were there, by row: calibrated, before rivals.
    pub fn insert(&mut self, row: u32) -> Vec<Link> {
        self.find_partners(row);
        let mut links = Vec::new();
        for &(other, rule) in &self.partners {
            if !self.sieve.admits(other, row) {
                continue;
            }
            let pair = (other.min(row), other.max(row));
            let weighed = self.scale.compared(&mut self.comparer, pair);
            let Some(mut link) = Link::kept(pair, &weighed, rule) else { continue };
            link.calibrate(self.table, &self.snapshot.model);
            if link.log_odds >= KEPT_LOG_ODDS_MIN {
                links.push(link);
            }
        }
        for &key in &self.keys {
            self.later.entry(key).or_default().push(row);
        }
        links
    }

    /// Fills in the row's keys, and the rows that share one with the first rule at which they meet.
    fn find_partners(&mut self, row: u32) {
        let Arrivals { table, wanted, capped, keyed, later, keys, partners, .. } = self;
        capped_keys_of(table, row, capped, keys);
        partners.clear();
        for &(rule, key) in keys.iter() {
            let from = keyed.partition_point(|known| (known.0, known.1) < (rule, key));
            let there = keyed[from..].iter().take_while(|known| (known.0, known.1) == (rule, key)).map(|known| known.2);
            let came = later.get(&(rule, key)).into_iter().flatten().copied();
            partners.extend(there.chain(came).map(|other| (other, rule)));
        }
        partners.retain(|&(other, _)| wanted.admits(table, row, other));
        partners.sort_unstable();
        partners.dedup_by_key(|&mut (other, _)| other);
    }
}
