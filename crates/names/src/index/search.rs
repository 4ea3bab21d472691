//! A search: the names that the parts of a query speak for, the best of them laid side by side with it.
//!
//! Words glued or parted wrongly are tried as other queries when the plain one leaves a part unexplained.

use std::sync::Arc;

use crate::bits::as_bits;
use crate::index::near::Near;
use crate::index::ranking::{Ranked, Shape, initial_evidence, rank};
use crate::index::session::{Session, Tally};
use crate::index::spelling::{Slot, searched};
use crate::index::{Hit, NameIndex};
use crate::limits::{MAX_HITS, MAX_PARTS};
use crate::matched::{JOIN_GAIN, LEFT_OVER, TRY_JOINS};
use crate::part::{Part, Reading};

/// Names laid side by side with one query.
const COMPARED: usize = 160;
/// Names of a part above which it is worth asking whether it can bring in a new name.
const MANY_NAMES: usize = 2_000;
/// Bits by which a name may exceed its sum: initials that fit, a length that costs less than supposed.
const SLACK: f32 = 2.0;
/// What of the index survives before names are laid side by side; for measuring.
#[derive(Debug, Clone, Default)]
pub struct Candidates {
    /// Names that enough parts of the query speak for.
    pub count: usize,
    /// Their keys, ascending.
    pub keys: Vec<u64>,
}

/// A query, cut one way.
pub(super) struct Asked {
    pub(super) parts: Vec<Part>,
    slots: Vec<Slot>,
    pub(super) near: Vec<Arc<Near>>,
}

/// A name found: its number and bits.
struct Found {
    name: u32,
    bits: f32,
}

impl<B: AsRef<[u8]>> NameIndex<B> {
    /// The best names for a query, best first, equal ones by key.
    pub fn search(&self, query: &str, limit: usize) -> Vec<Hit> {
        let mut session = Session::with_scratch(self.take_scratch());
        let hits = self.search_with(&mut session, query, limit);
        self.put_scratch(session.scratch);
        hits
    }

    /// The same, with a session that remembers the parts of earlier queries.
    pub fn search_with(&self, session: &mut Session, query: &str, limit: usize) -> Vec<Hit> {
        self.search_reading_with(session, &crate::read::read(query), limit)
    }

    /// The same for a name read before.
    pub fn search_reading_with(&self, session: &mut Session, query: &Reading, limit: usize) -> Vec<Hit> {
        let limit = limit.min(MAX_HITS);
        let parts: Vec<Part> = searched(query).into_iter().cloned().collect();
        if limit == 0 || parts.is_empty() {
            return Vec::new();
        }
        let asked = self.ask(session, parts);
        let mut found = Vec::new();
        let weak = self.best_of(session, &asked, limit, &mut found);
        for parts in self.recuts(&asked, &weak) {
            let recut = self.ask(session, parts);
            let mut more = Vec::new();
            self.best_of(session, &recut, limit, &mut more);
            merge(&mut found, more);
        }
        self.hits(found, limit)
    }

    /// The names that survive before they are laid side by side with the query.
    pub fn candidates(&self, query: &str) -> Candidates {
        let mut session = Session::with_scratch(self.take_scratch());
        let parts: Vec<Part> = searched(&crate::read::read(query)).into_iter().cloned().collect();
        let asked = self.ask(&mut session, parts);
        let names = self.gather(&mut session.scratch.tally, &asked, 1);
        let view = self.view();
        let mut keys: Vec<u64> = names.iter().map(|(_, name)| self.key(&view, *name)).collect();
        let count = keys.len();
        keys.sort_unstable();
        keys.dedup();
        self.put_scratch(session.scratch);
        Candidates { count, keys }
    }

    fn ask(&self, session: &mut Session, parts: Vec<Part>) -> Asked {
        let near: Vec<Arc<Near>> = parts
            .iter()
            .map(|part| {
                // An initial speaks for too many names to find one by.
                if part.initial && parts.len() > 1 {
                    return Arc::default();
                }
                session.walk(self.stamp, &part.text, |emissions| self.ground().near(&part.text, emissions))
            })
            .collect();
        let slots = parts.iter().map(|part| Slot { part: u32::MAX, role: part.role, initial: part.initial }).collect();
        Asked { parts, slots, near }
    }

    /// Lays the best candidates side by side with the query. Tells which parts the best name leaves
    /// unexplained.
    fn best_of(&self, session: &mut Session, asked: &Asked, limit: usize, found: &mut Vec<Found>) -> Vec<usize> {
        let candidates = self.gather(&mut session.scratch.tally, asked, limit);
        let query = Shape::of(&asked.slots);
        let view = self.view();
        let mut best: Option<Ranked> = None;
        // The lowest bits that are among the answers, once there are enough of them.
        let mut kept: Vec<f32> = Vec::with_capacity(limit + 1);
        for (bound, name) in candidates.into_iter().take(COMPARED.max(limit)) {
            if kept.len() >= limit && bound + SLACK < kept[kept.len() - 1] {
                break;
            }
            let mut slots = [Slot::unpacked(0); MAX_PARTS];
            let count = self.slots(&view, name, &mut slots);
            let shape = Shape::of(&slots[..count]);
            let ranked = rank(&query, &shape, |i, j| self.value(asked, i, slots[j]));
            let at = kept.partition_point(|bits| *bits >= ranked.bits);
            if at < limit {
                kept.insert(at, ranked.bits);
                kept.truncate(limit);
            }
            found.push(Found { name, bits: ranked.bits });
            if best.as_ref().is_none_or(|best| ranked.bits > best.bits) {
                best = Some(Ranked {
                    bits: ranked.bits,
                    pairs: ranked
                        .pairs
                        .into_iter()
                        .filter(|&(i, j)| self.value(asked, i, slots[j]) > as_bits(TRY_JOINS))
                        .collect(),
                });
            }
        }
        let explained = best.map(|best| best.pairs).unwrap_or_default();
        (0..query.aligned).filter(|at| explained.iter().all(|pair| pair.0 != *at)).collect()
    }

    /// Evidence of a part of the query and a part of a name.
    fn value(&self, asked: &Asked, at: usize, slot: Slot) -> f32 {
        let part = &asked.parts[at];
        if (part.initial || slot.initial)
            && let Some((script, letter)) = self.first_letter(slot.part)
            && script == part.script
        {
            return initial_evidence(part.text.chars().next() == letter);
        }
        asked.near[at].evidence(slot.part)
    }

    /// Names that enough parts speak for, with their sums less a cost for length, the best first.
    fn gather(&self, tally: &mut Tally, asked: &Asked, limit: usize) -> Vec<(f32, u32)> {
        let view = self.view();
        tally.begin(self.delta.names_end() as usize);
        let mut order: Vec<(usize, usize)> = asked
            .near
            .iter()
            .enumerate()
            .map(|(at, near)| (near.speaking.iter().map(|(part, _)| self.delta.names_of(&view, *part).0).sum(), at))
            .collect();
        order.sort_unstable();
        let wanted = COMPARED.max(limit);
        for (position, &(names, at)) in order.iter().enumerate() {
            let left: f32 = order[position..].iter().map(|(_, at)| asked.near[*at].best()).sum();
            let only_met =
                names > MANY_NAMES && tally.met.len() >= wanted && lowest_of_best(tally, wanted) > left + SLACK;
            for (part, evidence) in &asked.near[at].speaking {
                // A removed name must not stand in the way of others.
                for name in self.delta.names_of(&view, *part).1.filter(|name| !self.delta.is_removed(*name)) {
                    tally.add(name, at as u8 + 1, *evidence, only_met);
                }
            }
        }
        let needed = if asked.parts.len() <= 2 { 1 } else { 2 };
        let enough = tally.met.iter().filter(|name| tally.cell(**name).parts >= needed).count() >= limit;
        let mut found: Vec<(f32, u32)> = tally
            .met
            .iter()
            .filter_map(|&name| {
                let cell = tally.cell(name);
                let cost = || as_bits(LEFT_OVER) * self.slot_count(&view, name).abs_diff(asked.parts.len()) as f32;
                (cell.parts >= needed || !enough).then(|| (cell.sum - cost(), name))
            })
            .collect();
        let by_bits = |a: &(f32, u32), b: &(f32, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        if limit > 1 && found.len() > wanted {
            found.select_nth_unstable_by(wanted - 1, by_bits);
            found.truncate(wanted);
        }
        found.sort_unstable_by(by_bits);
        found
    }

    /// The best found names by key.
    fn hits(&self, mut found: Vec<Found>, limit: usize) -> Vec<Hit> {
        let view = self.view();
        let key = |name: u32| self.key(&view, name);
        found.sort_unstable_by(|a, b| {
            b.bits.total_cmp(&a.bits).then_with(|| key(a.name).cmp(&key(b.name))).then(a.name.cmp(&b.name))
        });
        let mut hits: Vec<Hit> = Vec::with_capacity(limit.min(found.len()));
        for Found { name, bits } in found {
            let key = key(name);
            if hits.len() < limit && hits.iter().all(|hit| hit.key != key) {
                hits.push(Hit { key, bits });
            }
        }
        hits
    }
}

/// The sum that so many of the names met reach.
fn lowest_of_best(tally: &Tally, wanted: usize) -> f32 {
    let mut sums: Vec<f32> = tally.met.iter().map(|name| tally.cell(*name).sum).collect();
    let (_, lowest, _) = sums.select_nth_unstable_by(wanted - 1, |a, b| b.total_cmp(a));
    *lowest
}

/// Takes over what another cut of the query found better by more than chance.
fn merge(found: &mut Vec<Found>, more: Vec<Found>) {
    for new in more {
        match found.iter_mut().find(|old| old.name == new.name) {
            Some(old) if new.bits > old.bits + as_bits(JOIN_GAIN) => old.bits = new.bits,
            Some(_) => {}
            None => found.push(Found { bits: new.bits - as_bits(JOIN_GAIN), ..new }),
        }
    }
}
