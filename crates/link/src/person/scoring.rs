//! Weighs candidate pairs, and the pairs within lists that calibrate them.

use crate::person::block::{Blocks, RULES};
use crate::person::calibration::Calibration;
use crate::person::decoys::{Classes, Decided, calibrate};
use crate::person::limits::{CALIBRATED_LISTS_MAX, DECOY_PAIRS_MAX};
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
        let mut longest: Vec<(u16, f64)> = sizes.iter().map(|(&list, &size)| (list, size as f64)).collect();
        longest.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        longest.truncate(CALIBRATED_LISTS_MAX);
        longest.sort_by_key(|&(list, _)| list);
        let (decoys, share) = self.decoys(progress)?;
        let mut classes = Classes::default();
        for (at, &(list, size)) in longest.iter().enumerate() {
            classes.announce((list, list), size * (size - 1.0) / 2.0 * share);
            for &(other, other_size) in &longest[at + 1..] {
                if self.options.wanted() == Wanted::All
                    || self.table.side_of_list(list) != self.table.side_of_list(other)
                {
                    classes.announce((list, other), size * other_size);
                }
            }
        }
        for link in links.iter().chain(&decoys) {
            classes.count(self.table.list_of(link.left), self.table.list_of(link.right), link.log_odds);
        }
        Some(calibrate(&classes, &self.decided()))
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
            Decided { one: lists.0, other: lists.1, raw_log_odds, same }
        });
        weighed.collect()
    }
}
