//! What is asked of a clustering: constraints from humans and sources, and how evidence is weighed.

use crate::edge::probability;

/// What must and must not go together. Pairs that name a record that does not exist are passed over.
#[derive(Clone, Debug, Default)]
pub struct Constraints {
    /// Pairs that a human held to be the same person.
    pub same: Vec<(u32, u32)>,
    /// Pairs that a human held to be different people. Where it contradicts `same`, it wins.
    pub different: Vec<(u32, u32)>,
    /// For each record the list on which every row is another person, if its list promises that. May be shorter
    /// than the records; the rest has no such list.
    pub one_row_one_person: Vec<Option<u16>>,
}

/// When two clusters may join.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joining {
    /// When all pairs between them, taken together, speak for it.
    Votes {
        /// The vote of a pair that is not among the links, in 1/1024 bit. It was not compared, or not worth keeping.
        unlinked: i32,
    },
    /// By any one link that no constraint and no rival forbids (single linkage). A false link then makes one
    /// person of two; [`ClusterOptions::bridges`] repairs some of it.
    Chains,
}

/// How links become clusters. The default is what [`cluster`](super::cluster) does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClusterOptions {
    /// When two clusters may join.
    pub joining: Joining,
    /// Whether a link's odds are divided by those of its best rival: of two records that fit a third equally
    /// well and are not each other, neither joins it.
    pub rivals: bool,
    /// A pair of these log odds (in 1/1024 bit) or less is never in one cluster, unless a human's `same` says so.
    pub contradiction: Option<i32>,
    /// Whether a record has one partner at most on each list of [`Constraints::one_row_one_person`], so that of
    /// its links to a list the one is taken that leaves the best for all (Jaro 1989), and a rival is weighed by
    /// what the others lose. Applied where links at the threshold between two lists connect up to 32 records;
    /// beyond that it goes greedily, from the strongest link down.
    pub one_to_one: bool,
    /// Whether a cluster that hangs together by one link between two groups is parted there. The rule stands at
    /// [`ClusterOptions::for_any_table`].
    pub bridges: bool,
}

impl Default for ClusterOptions {
    fn default() -> Self {
        ClusterOptions {
            joining: Joining::Votes { unlinked: UNLINKED_VOTE },
            rivals: true,
            contradiction: None,
            one_to_one: false,
            bridges: false,
        }
    }
}

impl ClusterOptions {
    /// For tables of any kind, where less is known about what a comparison can miss: as the default, and pairs
    /// at −14 bits or less (odds of 1 : 16,384) are never together, and bridges are cut.
    ///
    /// **Bridges.** Take the links at the threshold inside a cluster, and what humans held the same. A link is a
    /// bridge when without it its two ends are no longer connected (Tarjan 1974). The *group* of an end is the
    /// set of records around it that no bridge parts, if these are three or more; else the end and the
    /// strongest neighbour left to it on its own side. From the weakest bridge up, the cluster is parted at it if
    ///
    /// 1. both groups exist, so that neither side is a single record,
    /// 2. in each, half of all pairs or more are links at the threshold, and
    /// 3. the mean vote of the pairs between the two is at most a quarter of the mean vote within either. Votes
    ///    are as in joining: log odds above the threshold's, at most 10 bits; a pair that is not among the links
    ///    votes 0 here, because what was not compared is no evidence that two groups are two persons.
    ///
    /// What a human held the same is never parted. The aim is that of correlation clustering (Bansal, Blum and
    /// Chawla 2004): fewest disagreements within and between; a bridge is the one place where a cut disagrees
    /// with a single link.
    pub fn for_any_table() -> Self {
        ClusterOptions { contradiction: Some(CONTRADICTION), bridges: true, ..ClusterOptions::default() }
    }
}

/// One link counts for or against a union by this much at most: a single strong link does not outvote
/// several clear contradictions.
pub(super) const VOTE_MAX: i64 = 10 * 1024;
/// A pair without a link is at least this unlikely.
pub(super) const UNLINKED_VOTE: i32 = -10 * 1024;
/// A contradiction that no sum of agreements should outweigh.
const CONTRADICTION: i32 = -14 * 1024;
/// A link below these log odds is nobody's rival.
pub(super) const RIVAL_LOG_ODDS_MIN: i32 = -2 * 1024;

/// Options with a threshold, in the units of links.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules {
    pub(super) options: ClusterOptions,
    /// The smallest log odds at the threshold, if any reach it.
    pub(super) floor: Option<i32>,
    /// The log odds that vote neither way.
    zero: i64,
}

impl Rules {
    pub(super) fn new(threshold: f64, options: &ClusterOptions) -> Rules {
        let zero = ((threshold / (1.0 - threshold).max(1e-9)).log2().clamp(-14.0, 14.0) * 1024.0).round() as i64;
        Rules { options: *options, floor: log_odds_at(threshold), zero }
    }

    /// Records may depend on each other only through links of these log odds or more.
    pub(super) fn reach(&self) -> i32 {
        let floor = self.floor.unwrap_or(i32::MAX);
        if self.options.rivals { floor.min(RIVAL_LOG_ODDS_MIN + 1) } else { floor }
    }

    pub(super) fn vote(&self, log_odds: i32) -> i64 {
        (i64::from(log_odds) - self.zero).clamp(-VOTE_MAX, VOTE_MAX)
    }

    pub(super) fn is_link(&self, log_odds: i32) -> bool {
        self.floor.is_some_and(|floor| log_odds >= floor)
    }
}

/// The smallest log odds whose probability is `threshold` or more.
fn log_odds_at(threshold: f64) -> Option<i32> {
    let reaches = |log_odds: i64| probability(log_odds as i32) >= threshold;
    let (mut low, mut high) = (i64::from(i32::MIN), i64::from(i32::MAX));
    if !reaches(high) {
        return None;
    }
    while low < high {
        let middle = (low + high).div_euclid(2);
        if reaches(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Some(low as i32)
}
