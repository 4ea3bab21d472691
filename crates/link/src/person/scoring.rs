//! Weighs candidate pairs, and the pairs within lists that calibrate them.

use crate::person::block::{Blocks, RULES};
use crate::person::calibration::{Basis, Calibration};
use crate::person::decoys::{Classes, Decided, calibrate};
use crate::person::learn::all_pairs;
use crate::person::limits::DECOY_PAIRS_MAX;
use crate::person::model::Model;
use crate::person::pattern::PairComparer;
use crate::person::progress::Progress;
use crate::person::run::{Link, Options, Stage};
use crate::person::sieve::Sieve;
use crate::person::table::Table;
use crate::person::weigh::Scale;
use crate::person::work::{Pairs, Wanted, over_rows};
use crate::random::mix;

/// What scoring needs.
pub(crate) struct Scoring<'work> {
    pub(crate) table: &'work Table,
    pub(crate) model: &'work Model,
    pub(crate) blocks: &'work Blocks,
    pub(crate) sieve: &'work Sieve<'work>,
    pub(crate) options: &'work Options,
}

/// What one chunk of rows gave.
#[derive(Default)]
pub(crate) struct Scored {
    pub(crate) links: Vec<Link>,
    pub(crate) rules: [u64; RULES.len()],
}

impl Scoring<'_> {
    /// Every candidate pair above the floor, weighed by the model's lines alone.
    pub(crate) fn pairs(&self, progress: &mut dyn Progress) -> Option<Vec<Scored>> {
        self.over(self.options.wanted(), &|row| row >= self.options.only_from, progress)
    }

    fn over(
        &self,
        wanted: Wanted,
        chosen: &(dyn Fn(u32) -> bool + Sync),
        progress: &mut dyn Progress,
    ) -> Option<Vec<Scored>> {
        let scale = Scale::new(self.table, self.model);
        let pairs = Pairs { table: self.table, blocks: self.blocks, sieve: self.sieve, wanted, chosen };
        over_rows(&pairs, self.options, Stage::Score, progress, &|comparer, pair, rule, found: &mut Scored| {
            found.rules[rule as usize] += 1;
            found.links.extend(Link::kept(pair, &scale.compared(comparer, pair), rule));
        })
    }

    /// What weights are worth here, from these links and the pairs within lists.
    pub(crate) fn calibrate(&self, links: &[Link], progress: &mut dyn Progress) -> Option<Calibration> {
        let sizes = self.table.list_sizes();
        // Where records of one list are linked as well, its pairs are what is asked about, not what is known: they are
        // decoys only if every list promises one row a person.
        let promised = sizes.keys().all(|list| self.options.promised.contains(list));
        if sizes.len() < 2 || (self.options.wanted() == Wanted::All && !promised) {
            return Some(Calibration::default());
        }
        let (decoys, share) = self.decoys(progress)?;
        // Two lists each have decoys of their own. Of many, pairs of two scripts or of short rows find no decoys alike in
        // either list: there all lists together stand against all.
        let pooled = sizes.len() > 2;
        let of = |one: u16, other: u16| if pooled { (0, u16::from(one != other)) } else { (one, other) };
        let mut classes = Classes::default();
        let mut across = all_pairs(self.table, self.options.wanted());
        for (&list, &size) in &sizes {
            let within = size as f64 * (size as f64 - 1.0) / 2.0;
            classes.announce(of(list, list), within * share);
            if self.options.wanted() == Wanted::All {
                across -= within;
            }
        }
        if let (Some((&first, _)), Some((&last, _))) = (sizes.first_key_value(), sizes.last_key_value()) {
            classes.announce(of(first, last), across);
        }
        for link in links.iter().chain(&decoys) {
            classes.count(of(self.table.list_of(link.left), self.table.list_of(link.right)), link.log_odds);
        }
        let decided = self.decided().into_iter();
        let decided: Vec<_> = decided.map(|pair| Decided { lists: of(pair.lists.0, pair.lists.1), ..pair }).collect();
        let mut calibration = calibrate(&classes, &decided);
        if pooled && calibration.basis != Basis::Model {
            calibration.across = calibration.at_middle(0, 1);
            calibration.pairs.clear();
        }
        Some(calibration)
    }

    /// Pairs within lists, and which share of them these are. Where everything is compared they are among the links.
    fn decoys(&self, progress: &mut dyn Progress) -> Option<(Vec<Link>, f64)> {
        if self.options.wanted() == Wanted::All {
            return Some((Vec::new(), 1.0));
        }
        let every = self.blocks.cost() / DECOY_PAIRS_MAX + 1;
        let seed = self.options.seed;
        let sampled = move |row: u32| every == 1 || mix(u64::from(row) ^ seed ^ 1).is_multiple_of(every);
        let scored = self.over(Wanted::Within, &sampled, progress)?;
        Some((scored.into_iter().flat_map(|chunk| chunk.links).collect(), 1.0 / every as f64))
    }

    /// The pairs that people decided, weighed.
    fn decided(&self) -> Vec<Decided> {
        let scale = Scale::new(self.table, self.model);
        let mut comparer = PairComparer::new(self.table);
        let weighed = self.options.decided.iter().map(|&(one, other, same)| {
            let lists = self.table.lists_of(one, other);
            let raw_log_odds = scale.compared(&mut comparer, (one, other)).log_odds();
            Decided { lists, raw_log_odds, same }
        });
        weighed.collect()
    }
}
