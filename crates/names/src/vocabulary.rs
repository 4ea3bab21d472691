//! How frequent each part is where one searches, and what a matched part is worth there.
//!
//! A match on a rare family name says much, one on محمد little; and حسين against حسن says little even
//! though they are close, because the searched data hold a better explanation. One formula gives all
//! of it: the likelihood of the spelling under "same name" against the likelihood under "any name
//! drawn from the data". The data's own counts are smoothed with the shipped frequencies.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use crate::alphabet::Encoded;
use crate::part::Part;
use crate::script::Script;
use crate::skeleton::{Skeleton, skeleton_variants};
use crate::tables::Tables;

/// Names that the shipped frequencies weigh as much as.
pub(crate) const PRIOR_COUNT: f32 = 20_000.0;
/// Count supposed for a part never seen.
pub(crate) const UNSEEN: f32 = 0.3;
/// Probability that two records of one person carry unrelated parts here (another name, a wrong
/// column): the floor of the evidence, about -13 bits.
pub(crate) const UNRELATED: f32 = 1e-4;
/// Words of one skeleton that the sum runs over: the most frequent ones.
const MAX_NEIGHBOURS: usize = 96;
/// Most sums kept between calls.
const MAX_CACHED: usize = 1 << 20;

/// Frequencies of name parts in the searched data.
///
/// Sums over the neighbourhood of a part are computed once and kept; results never depend on the order
/// of calls.
pub struct Vocabulary {
    tables: Arc<Tables>,
    shares: HashMap<String, f32>,
    arabic: Population,
    latin: Population,
    sums: [RwLock<HashMap<(u64, bool), f32>>; 8],
}

/// The parts of one script.
#[derive(Default)]
struct Population {
    words: Vec<(Encoded, f32)>,
    /// Words by skeleton and by skeleton with one consonant left out, most frequent first.
    by_skeleton: HashMap<Skeleton, Vec<u32>>,
    unseen: f32,
}

impl Population {
    fn of(script: Script, counts: &HashMap<String, f32>, total: f32, shares: &mut HashMap<String, f32>) -> Self {
        let mut words: Vec<(&String, f32)> = counts
            .iter()
            .filter(|(part, _)| Script::of(part) == script)
            .map(|(part, count)| (part, count / total))
            .collect();
        words.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        let mut population = Self { unseen: UNSEEN / total, ..Self::default() };
        for (part, share) in words {
            let at = population.words.len() as u32;
            population.words.push((Encoded::of(part), share));
            shares.insert(part.clone(), share);
            for variant in skeleton_variants(part) {
                let bucket = population.by_skeleton.entry(variant).or_default();
                if bucket.len() < MAX_NEIGHBOURS {
                    bucket.push(at);
                }
            }
        }
        population
    }

    /// Words near a part, each once.
    fn neighbours(&self, part: &str) -> Vec<u32> {
        let mut found: Vec<u32> = skeleton_variants(part)
            .iter()
            .filter_map(|variant| self.by_skeleton.get(variant))
            .flatten()
            .copied()
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

impl fmt::Debug for Vocabulary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vocabulary").field("parts", &self.shares.len()).finish_non_exhaustive()
    }
}

impl Vocabulary {
    /// A vocabulary of the shipped frequencies alone.
    pub fn shipped(tables: &Tables) -> Self {
        Self::from_counts(tables, [])
    }

    /// A vocabulary from counts of folded parts in the searched data.
    pub fn from_counts(tables: &Tables, counts: impl IntoIterator<Item = (String, u32)>) -> Self {
        let mut weighed: HashMap<String, f32> = HashMap::new();
        let mut totals = [PRIOR_COUNT; 3];
        for (part, count) in counts {
            totals[Script::of(&part) as usize] += count as f32;
            *weighed.entry(part).or_default() += count as f32;
        }
        for (part, share) in &tables.prior {
            *weighed.entry(part.clone()).or_default() += share * PRIOR_COUNT;
        }
        let mut shares = HashMap::with_capacity(weighed.len());
        let arabic = Population::of(Script::Arabic, &weighed, totals[0], &mut shares);
        let latin = Population::of(Script::Latin, &weighed, totals[1], &mut shares);
        // Other scripts have shares but no neighbourhood.
        let _ = Population::of(Script::Other, &weighed, totals[2], &mut shares);
        Self { tables: Arc::new(tables.clone()), shares, arabic, latin, sums: Default::default() }
    }

    /// The tables the vocabulary was made with.
    pub fn tables(&self) -> &Tables {
        &self.tables
    }

    /// The smoothed share of a folded part among the parts of its script.
    pub fn share(&self, part: &str) -> f32 {
        self.shares.get(part).copied().unwrap_or_else(|| self.unseen(Script::of(part)))
    }

    /// Evidence of two parts if the one were the usual spelling of the other: how rare the name is.
    pub(crate) fn perfect(&self, a: &Part, b: &Part) -> f32 {
        let share = match (a.script, b.script) {
            (Script::Arabic, Script::Latin) => self.share(&a.text),
            (Script::Latin, Script::Arabic) => self.share(&b.text),
            _ => self.share(&a.text).max(self.share(&b.text)),
        };
        -share.log2()
    }

    fn unseen(&self, script: Script) -> f32 {
        match script {
            Script::Arabic => self.arabic.unseen,
            Script::Latin => self.latin.unseen,
            Script::Other => UNSEEN / PRIOR_COUNT,
        }
    }

    /// What it says in bits that two parts are `a` and `b`, for being one name against being two names
    /// drawn from the data. Symmetric.
    pub fn evidence(&self, a: &str, b: &str) -> f32 {
        self.evidence_of(&Named::new(a), &Named::new(b)).0
    }

    /// Evidence and closeness of two parts.
    pub(crate) fn evidence_of(&self, a: &Named<'_>, b: &Named<'_>) -> (f32, f32) {
        let bits = if a.encoded.script == Script::Other && b.encoded.script == Script::Other {
            self.tables.closeness(a.text, b.text)
        } else {
            self.tables.likelihood(&a.encoded, &b.encoded)
        };
        (self.evidence_at(a, b, bits), bits.min(0.0))
    }

    fn evidence_at(&self, a: &Named<'_>, b: &Named<'_>, closeness: f32) -> f32 {
        if closeness <= crate::closeness::FLOOR {
            return UNRELATED.log2();
        }
        let likelihood = closeness.exp2();
        let ratio = if a.encoded.script == b.encoded.script {
            // One true name, spelled twice: it may be either, and by chance each comes by itself.
            let shares = if a.text == b.text { self.share(a.text) } else { self.share(a.text) + self.share(b.text) };
            let likelihood = likelihood.min(1.0);
            // Each sum holds the partner too, even when its skeleton is not among the neighbours.
            let (sum_a, sum_b) = (
                self.sum(a, false).max(self.share(b.text) * likelihood),
                self.sum(b, false).max(self.share(a.text) * likelihood),
            );
            shares * likelihood / (sum_a * sum_b)
        } else {
            let (arabic, latin) = if a.encoded.script == Script::Arabic { (a, b) } else { (b, a) };
            let spelled = (closeness + self.tables.usual_spelling(&arabic.encoded)).exp2();
            let own = self.share(arabic.text) * spelled;
            spelled / self.sum(latin, true).max(own).max(1e-30)
        };
        ((1.0 - UNRELATED) * ratio + UNRELATED).log2()
    }

    /// The probability that a part drawn from the data is spelled like this one, in the part's own
    /// script or as a Latin spelling of an Arabic part.
    fn sum(&self, part: &Named<'_>, across: bool) -> f32 {
        let key = (part.encoded.hash, across);
        let shard = &self.sums[(key.0 % 8) as usize];
        if part.encoded.script == Script::Other {
            return self.share(part.text);
        }
        if let Some(&sum) = shard.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return sum;
        }
        let sum = self.compute_sum(part, across);
        let mut shard = shard.write().unwrap_or_else(PoisonError::into_inner);
        if shard.len() < MAX_CACHED / 8 {
            shard.insert(key, sum);
        }
        sum
    }

    fn compute_sum(&self, part: &Named<'_>, across: bool) -> f32 {
        let population = if part.encoded.script == Script::Arabic || across { &self.arabic } else { &self.latin };
        let mut sum = 0.0;
        for at in population.neighbours(part.text) {
            let (word, share) = &population.words[at as usize];
            let mut bits = self.tables.likelihood(word, &part.encoded);
            if across {
                bits += self.tables.usual_spelling(word);
            } else if word.hash == part.encoded.hash {
                continue;
            }
            sum += share * bits.exp2();
        }
        if across { sum } else { sum + self.share(part.text) }
    }
}

/// A part with its encoding.
pub(crate) struct Named<'a> {
    pub(crate) text: &'a str,
    pub(crate) encoded: Encoded,
}

impl<'a> Named<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, encoded: Encoded::of(text) }
    }
}
