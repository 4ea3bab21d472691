//! Clustering as it was before it worked by component: slow, plain, kept to say what [`link::cluster`] must give.

use link::{Constraints, Edge};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Clusters of two records or more.
pub(crate) type Groups = Vec<Vec<u32>>;

fn probability(log_odds: i32) -> f64 {
    1.0 / (1.0 + (-f64::from(log_odds) / 1024.0).exp2())
}

/// One link counts for or against a union by this much at most: a single strong link does not outvote
/// several clear contradictions.
const VOTE_MAX: i64 = 10 * 1024;
/// A pair without a link is at least this unlikely.
const UNLINKED_VOTE: i64 = -10 * 1024;

/// Clusters `records` records. `threshold` is the probability that a link needs to start a union.
pub(crate) fn cluster(records: usize, links: &[Edge], threshold: f64, constraints: &Constraints) -> Groups {
    let mut state = State::new(records, constraints);
    for &(one, other) in &constraints.same {
        let (one, other) = (state.find(one), state.find(other));
        // An archive refuses decisions that contradict each other; from elsewhere, "different" wins.
        if !state.parted(one, other) {
            state.join(one, other);
        }
    }
    let votes = Votes::of(links, threshold);
    let rivals = Rivals::of(links);
    let mut open: Vec<&Edge> = links.iter().filter(|link| link.probability() >= threshold).collect();
    open.sort_by(|one, other| {
        other.log_odds.cmp(&one.log_odds).then_with(|| (one.left, one.right).cmp(&(other.left, other.right)))
    });
    // A rival that has joined one of the two in the meantime is none any more: what was held back is asked again.
    for _ in 0..PASSES_MAX {
        let waiting = open.len();
        open.retain(|link| {
            let (one, other) = (state.find(link.left), state.find(link.right));
            if one == other {
                return false;
            }
            let clear = probability(rivals.log_odds(link, &mut state)) >= threshold;
            if clear && !state.forbidden(one, other) && state.votes_for(&votes, one, other) {
                state.join(one, other);
                return false;
            }
            true
        });
        if open.len() == waiting {
            break;
        }
    }
    state.finish()
}

/// Rivals: where two records fit a third about equally well and are not each other, at most one of them is
/// right. A link's odds are those of "this one" against "its best rival, or none".
struct Rivals {
    links: HashMap<u32, Vec<(u32, i32)>>,
}

impl Rivals {
    fn of(links: &[Edge]) -> Rivals {
        let mut of: HashMap<u32, Vec<(u32, i32)>> = HashMap::new();
        for link in links.iter().filter(|link| link.log_odds > RIVAL_LOG_ODDS_MIN) {
            of.entry(link.left).or_default().push((link.right, link.log_odds));
            of.entry(link.right).or_default().push((link.left, link.log_odds));
        }
        for neighbours in of.values_mut() {
            neighbours.sort_unstable();
        }
        Rivals { links: of }
    }

    fn neighbours(&self, record: u32) -> &[(u32, i32)] {
        self.links.get(&record).map_or(&[], Vec::as_slice)
    }

    fn are_linked(&self, one: u32, other: u32) -> bool {
        let neighbours = self.neighbours(one);
        neighbours.binary_search_by_key(&other, |&(record, _)| record).is_ok_and(|at| neighbours[at].1 >= 0)
    }

    /// Log odds of a link against the best rival that stands outside both clusters.
    fn log_odds(&self, link: &Edge, state: &mut State) -> i32 {
        let inside = [state.find(link.left), state.find(link.right)];
        let mut against = |end: u32, other: u32| {
            let rivals = self.neighbours(end).iter();
            rivals
                .filter(|&&(rival, _)| rival != other && !self.are_linked(rival, other))
                .filter(|&&(rival, _)| {
                    let (own, rival) = (state.find(end), state.find(rival));
                    // Nobody is a rival who has joined one of the two, or cannot be this one anyway.
                    !inside.contains(&rival) && !state.forbidden(own, rival)
                })
                .map(|&(_, log_odds)| log_odds)
                .max()
        };
        let best = against(link.left, link.right).max(against(link.right, link.left));
        match best {
            // odds / (1 + odds of the rival)
            Some(rival) => link.log_odds - ((1.0 + (f64::from(rival) / 1024.0).exp2()).log2() * 1024.0).round() as i32,
            None => link.log_odds,
        }
    }
}

/// How often what was held back is asked again.
const PASSES_MAX: usize = 4;

/// A link below these log odds is nobody's rival.
const RIVAL_LOG_ODDS_MIN: i32 = -2 * 1024;

/// Votes of kept pairs, relative to the threshold.
struct Votes {
    neighbours: HashMap<u32, Vec<(u32, i64)>>,
}

impl Votes {
    fn of(links: &[Edge], threshold: f64) -> Votes {
        let zero = ((threshold / (1.0 - threshold).max(1e-9)).log2().clamp(-14.0, 14.0) * 1024.0).round() as i64;
        let mut neighbours: HashMap<u32, Vec<(u32, i64)>> = HashMap::new();
        for link in links {
            let vote = (i64::from(link.log_odds) - zero).clamp(-VOTE_MAX, VOTE_MAX);
            neighbours.entry(link.left).or_default().push((link.right, vote));
            neighbours.entry(link.right).or_default().push((link.left, vote));
        }
        Votes { neighbours }
    }
}

struct State {
    parents: Vec<u32>,
    members: HashMap<u32, Vec<u32>>,
    different: HashSet<(u32, u32)>,
    in_different: HashSet<u32>,
    lists: Vec<Option<u16>>,
}

impl State {
    fn new(records: usize, constraints: &Constraints) -> State {
        let mut different = HashSet::new();
        let mut in_different = HashSet::new();
        for &(one, other) in &constraints.different {
            different.insert((one.min(other), one.max(other)));
            in_different.extend([one, other]);
        }
        State {
            parents: (0..records as u32).collect(),
            members: HashMap::new(),
            different,
            in_different,
            lists: constraints.one_row_one_person.clone(),
        }
    }

    fn find(&mut self, mut record: u32) -> u32 {
        while self.parents[record as usize] != record {
            let above = self.parents[self.parents[record as usize] as usize];
            self.parents[record as usize] = above;
            record = above;
        }
        record
    }

    fn members(&self, root: u32) -> Vec<u32> {
        self.members.get(&root).cloned().unwrap_or_else(|| vec![root])
    }

    /// Whether a decision or a source forbids one cluster of the two.
    fn forbidden(&self, one: u32, other: u32) -> bool {
        let (one, other) = (self.members(one), self.members(other));
        let list = |record: u32| self.lists.get(record as usize).copied().flatten();
        let lists: HashSet<u16> = one.iter().filter_map(|&record| list(record)).collect();
        if !lists.is_empty() && other.iter().filter_map(|&record| list(record)).any(|list| lists.contains(&list)) {
            return true;
        }
        self.parted_members(&one, &other)
    }

    /// Whether a human held a record of one cluster different from one of the other.
    fn parted(&self, one: u32, other: u32) -> bool {
        self.parted_members(&self.members(one), &self.members(other))
    }

    fn parted_members(&self, one: &[u32], other: &[u32]) -> bool {
        if self.different.is_empty() {
            return false;
        }
        one.iter().filter(|record| self.in_different.contains(record)).any(|&record| {
            other.iter().any(|&second| self.different.contains(&(record.min(second), record.max(second))))
        })
    }

    /// Whether the evidence between two clusters, taken together, speaks for joining them.
    fn votes_for(&self, votes: &Votes, one: u32, other: u32) -> bool {
        let (mut one, mut other) = (self.members(one), self.members(other));
        if one.len() > other.len() {
            std::mem::swap(&mut one, &mut other);
        }
        let inside: HashSet<u32> = other.iter().copied().collect();
        let mut sum = 0;
        let mut seen = 0;
        for record in &one {
            for &(neighbour, vote) in votes.neighbours.get(record).map_or(&[][..], Vec::as_slice) {
                if inside.contains(&neighbour) {
                    sum += vote;
                    seen += 1;
                }
            }
        }
        let unseen = (one.len() * other.len()) as i64 - seen;
        sum + unseen * UNLINKED_VOTE > 0
    }

    fn join(&mut self, one: u32, other: u32) {
        let (one, other) = (self.find(one), self.find(other));
        if one == other {
            return;
        }
        let (root, child) = (one.min(other), one.max(other));
        let mut members = self.members(root);
        members.extend(self.members(child));
        self.members.remove(&child);
        self.members.insert(root, members);
        self.parents[child as usize] = root;
    }

    fn finish(mut self) -> Groups {
        let mut clusters: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for record in 0..self.parents.len() as u32 {
            clusters.entry(self.find(record)).or_default().push(record);
        }
        let mut groups: Groups = clusters.into_values().filter(|records| records.len() > 1).collect();
        groups.sort();
        groups
    }
}
