//! Rivals: a record can be one person only. Where several records fit it and are not one person themselves, they
//! compete, and each is as likely as its evidence beside that of the others and of "none of these".
//!
//! The odds of a pair are divided by what its rivals leave: the sum-product algorithm for matchings (Bayati, Shah and
//! Sharma, *IEEE Transactions on Information Theory* 54, 2008; Huang and Jebara, AISTATS 2009), with one
//! addition: of two that fit a third, "both" is a possibility too, so far as nothing speaks against it. (That two
//! *others* are both is left out: it would only lower what stands alone against them further.)

use crate::cluster::Forest;
use crate::person::limits::RIVALS_MAX;
use crate::person::work::in_ranges;
use crate::random::NumberMap;

/// A pair and its odds before rivals count.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rivalry {
    pub(crate) left: u32,
    pub(crate) right: u32,
    pub(crate) odds: f64,
}

/// Pairs below these odds compete with nobody.
pub(crate) const ODDS_MIN: f64 = 1.0 / 64.0;
/// Rounds of messages; they settle in far fewer.
const ROUNDS: usize = 30;
const STOP: f64 = 1e-4;
/// Odds of which even so many as may compete move no message by as much.
const CLAIM_MIN: f64 = 1e-6;

/// A neighbour of a record: where the pair stands, and the neighbour.
#[derive(Clone, Copy)]
struct Neighbour {
    pair: u32,
    record: u32,
}

/// Two records that fit a third.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Fellows {
    /// How far what they say of each other, and their lists, allow them to be one person, from 0 (they contradict each
    /// other, or stand on a list that says nobody twice) to 1 (nothing against it).
    pub(crate) allowed: f64,
    /// How likely they are one person by themselves.
    pub(crate) alike: f64,
}

impl Fellows {
    /// How far the third is both of them rather than one.
    fn both(self) -> f64 {
        self.allowed * (-DOUBT_BITS * (1.0 - self.alike)).exp2()
    }
}

/// Bits by which two pairs with one third are less independent than two pairs: who is mistaken for the third by one is
/// easily so by the other. Measured on tables with a known answer.
pub(crate) const DOUBT_BITS: f64 = 3.0;

/// Each two records that fit a third.
#[derive(Debug, Default)]
pub(crate) struct Compatible(NumberMap<u64, Fellows>);

impl Compatible {
    pub(crate) fn insert(&mut self, one: u32, other: u32, fellows: Fellows) {
        self.0.insert(Self::key(one, other), fellows);
    }

    /// Of two of whom nothing is known, that they are two people.
    pub(crate) fn between(&self, one: u32, other: u32) -> Fellows {
        self.0.get(&Self::key(one, other)).copied().unwrap_or_default()
    }

    fn key(one: u32, other: u32) -> u64 {
        u64::from(one.min(other)) << 32 | u64::from(one.max(other))
    }
}

/// The factor, at most one, by which rivals lower the odds of each pair.
pub(crate) fn what_rivals_leave(
    records: usize,
    pairs: &[Rivalry],
    compatible: &Compatible,
    threads: usize,
) -> Vec<f64> {
    let (starts, neighbours) = neighbours(records, pairs);
    let around = |record: u32| &neighbours[starts[record as usize] as usize..starts[record as usize + 1] as usize];
    let competing = competing(records, around);
    let groups: Vec<&[(u32, u32)]> = competing.chunk_by(|one, other| one.0 == other.0).collect();
    // No group sends a message that another one reads, so each thread has messages of its own.
    let sent = in_ranges(groups.len(), threads, &|range| {
        let mut messages = Messages { pairs, compatible, left: vec![1.0; pairs.len()], right: vec![1.0; pairs.len()] };
        for together in &groups[range] {
            for _ in 0..ROUNDS {
                let moves = together.iter().map(|&(_, record)| messages.send(record, around(record)));
                if moves.fold(0.0, f64::max) < STOP {
                    break;
                }
            }
        }
        messages.left.iter().zip(&messages.right).map(|(left, right)| left * right).collect::<Vec<f64>>()
    });
    // Those that a thread did not send are one.
    let leave = |at: usize| sent.iter().map(|messages| messages[at]).product::<f64>().max(1e-12);
    (0..pairs.len()).map(leave).collect()
}

/// The records that have a choice, after a number of those that influence each other: what others do never matters.
fn competing<'work>(records: usize, around: impl Fn(u32) -> &'work [Neighbour]) -> Vec<(u32, u32)> {
    let mut forest = Forest::default();
    forest.fill(records);
    for record in 0..records as u32 {
        for neighbour in around(record) {
            forest.join(record, neighbour.record);
        }
    }
    let with_choice = (0..records as u32).filter(|&record| around(record).len() > 1);
    let mut competing: Vec<(u32, u32)> = with_choice.map(|record| (forest.find(record), record)).collect();
    competing.sort_unstable();
    competing
}

/// What is left of the left record for a pair, and of the right one.
struct Messages<'work> {
    pairs: &'work [Rivalry],
    compatible: &'work Compatible,
    left: Vec<f64>,
    right: Vec<f64>,
}

impl Messages<'_> {
    /// Tells each of a record's pairs what the others leave of it, and how far that moved.
    fn send(&mut self, record: u32, here: &[Neighbour]) -> f64 {
        let mut claims = [0.0_f64; RIVALS_MAX];
        for (claim, neighbour) in claims.iter_mut().zip(here) {
            let pair = &self.pairs[neighbour.pair as usize];
            let theirs = if pair.left == record { &self.right } else { &self.left };
            *claim = pair.odds * theirs[neighbour.pair as usize];
        }
        let mut moved = 0.0_f64;
        for neighbour in here {
            // Of a rival the odds are: neither, this one, the other, and as far as that is allowed, both.
            let (mut others, mut together) = (0.0, 0.0);
            for (rival, claim) in here.iter().zip(claims).filter(|(rival, _)| rival.pair != neighbour.pair) {
                others += claim;
                // What changes nothing is not looked up.
                if claim > CLAIM_MIN {
                    together += claim * self.compatible.between(rival.record, neighbour.record).both();
                }
            }
            let next = (1.0 + together) / (1.0 + others);
            let at = neighbour.pair as usize;
            let message = if self.pairs[at].left == record { &mut self.left[at] } else { &mut self.right[at] };
            // Half a step: two records that fit two others equally well would swing for ever.
            let damped = f64::midpoint(*message, next);
            moved = moved.max((damped - *message).abs());
            *message = damped;
        }
        moved
    }
}

/// For each record its strongest pairs: where they start, and all of them.
fn neighbours(records: usize, pairs: &[Rivalry]) -> (Vec<u32>, Vec<Neighbour>) {
    let competes = |pair: &&Rivalry| pair.odds >= ODDS_MIN;
    let mut ends = vec![0_u32; records + 1];
    for pair in pairs.iter().filter(competes) {
        ends[pair.left as usize] += 1;
        ends[pair.right as usize] += 1;
    }
    let mut sum = 0;
    for end in &mut ends {
        sum += std::mem::replace(end, sum);
    }
    // Each place to fill next, which in the end is where the next record's begin.
    let mut all = vec![Neighbour { pair: 0, record: 0 }; sum as usize];
    for (at, pair) in pairs.iter().enumerate().filter(|(_, pair)| competes(pair)) {
        for (record, other) in [(pair.left, pair.right), (pair.right, pair.left)] {
            let place = &mut ends[record as usize];
            all[*place as usize] = Neighbour { pair: at as u32, record: other };
            *place += 1;
        }
    }
    let mut starts = Vec::with_capacity(records + 1);
    let (mut from, mut kept) = (0, 0);
    for &end in &ends[..records] {
        starts.push(kept as u32);
        let of_record = from..end as usize;
        from = of_record.end;
        let here = &mut all[of_record.clone()];
        let odds = |neighbour: &Neighbour| pairs[neighbour.pair as usize].odds;
        here.sort_unstable_by(|one, other| odds(other).total_cmp(&odds(one)).then(one.pair.cmp(&other.pair)));
        let count = here.len().min(RIVALS_MAX);
        all.copy_within(of_record.start..of_record.start + count, kept);
        kept += count;
    }
    starts.push(kept as u32);
    all.truncate(kept);
    (starts, all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(left: u32, right: u32, odds: f64) -> Rivalry {
        Rivalry { left, right, odds }
    }

    fn one_and_two(fellows: Fellows) -> Compatible {
        let mut compatible = Compatible::default();
        compatible.insert(2, 1, fellows);
        compatible
    }

    #[test]
    fn two_who_fit_equally_well_share_and_the_stronger_takes_most() {
        let equal = what_rivals_leave(3, &[pair(0, 1, 100.0), pair(0, 2, 100.0)], &Compatible::default(), 1);
        let probability = 100.0 * equal[0] / (1.0 + 100.0 * equal[0]);
        assert!((0.45..0.5).contains(&probability), "{probability}");
        let unequal = what_rivals_leave(3, &[pair(0, 1, 1e6), pair(0, 2, 100.0)], &Compatible::default(), 1);
        assert!(unequal[1] * 100.0 < 0.01, "{unequal:?}");
        assert!(unequal[0] * 1e6 > 5e3, "{unequal:?}");
    }

    #[test]
    fn a_rival_who_has_a_better_match_of_his_own_harms_little() {
        let pairs = [pair(0, 2, 100.0), pair(1, 2, 100.0), pair(1, 3, 1e6)];
        let left = what_rivals_leave(4, &pairs, &Compatible::default(), 1);
        assert!(left[0] > 0.9, "{left:?}");
    }

    #[test]
    fn two_rows_of_one_person_do_not_compete() {
        let both = one_and_two(Fellows { allowed: 1.0, alike: 1.0 });
        let left = what_rivals_leave(3, &[pair(0, 1, 100.0), pair(0, 2, 100.0)], &both, 1);
        assert!(left.iter().all(|left| *left > 0.3), "{left:?}");
    }

    #[test]
    fn a_row_of_the_same_man_takes_nothing_from_another_however_well_it_fits() {
        let pairs = [pair(0, 1, 1e9), pair(0, 2, 20.0)];
        let alike = one_and_two(Fellows { allowed: 1.0, alike: 1.0 });
        assert!(what_rivals_leave(3, &pairs, &alike, 1)[1] > 0.9);
        let doubtful = one_and_two(Fellows { allowed: 1.0, alike: 0.0 });
        let left = what_rivals_leave(3, &pairs, &doubtful, 1)[1];
        assert!((0.1..0.15).contains(&left), "three bits: {left}");
    }

    #[test]
    fn who_is_far_away_changes_nothing() {
        let here = [pair(0, 2, 100.0), pair(1, 2, 50.0), pair(1, 3, 8.0)];
        let alone = what_rivals_leave(4, &here, &Compatible::default(), 1);
        // Rivals that settle slowly, before and after in number, and pairs between them in the list.
        let far = [pair(4, 5, 3.0), pair(4, 6, 3.0), pair(5, 7, 3.0), pair(6, 7, 3.0)];
        let among: Vec<Rivalry> = vec![far[0], here[0], far[1], here[1], far[2], here[2], far[3]];
        let together = what_rivals_leave(8, &among, &Compatible::default(), 1);
        let bits = |left: &[f64]| left.iter().map(|one| one.to_bits()).collect::<Vec<u64>>();
        assert_eq!(bits(&[together[1], together[3], together[5]]), bits(&alone));
    }

    #[test]
    fn of_many_rivals_the_strongest_compete() {
        let many = RIVALS_MAX as u32 + 30;
        let pairs: Vec<Rivalry> = (0..many).map(|other| pair(0, other + 1, 1.0 + f64::from(other))).collect();
        let (starts, neighbours) = neighbours(many as usize + 1, &pairs);
        assert_eq!(starts[..3], [0, RIVALS_MAX as u32, RIVALS_MAX as u32 + 1]);
        let of_first: Vec<u32> = neighbours[..RIVALS_MAX].iter().map(|neighbour| neighbour.record).collect();
        assert_eq!(of_first, (31..=many).rev().collect::<Vec<u32>>());
        assert!(neighbours[RIVALS_MAX..].iter().all(|neighbour| neighbour.record == 0));
        let weak = [pair(0, 1, ODDS_MIN / 2.0), pair(0, 2, 5.0)];
        assert_eq!(neighbours_of_first(&weak), [2]);
    }

    fn neighbours_of_first(pairs: &[Rivalry]) -> Vec<u32> {
        let (starts, all) = neighbours(3, pairs);
        all[..starts[1] as usize].iter().map(|neighbour| neighbour.record).collect()
    }

    /// The marginals of the algorithm beside those of all matchings, on a path: there it is exact.
    #[test]
    fn on_a_path_it_is_the_share_of_all_matchings() {
        let odds = [3.0, 5.0, 0.7];
        let pairs: Vec<Rivalry> = (0..3).map(|at| pair(at, at + 1, odds[at as usize])).collect();
        let left = what_rivals_leave(4, &pairs, &Compatible::default(), 1);
        let all = 1.0 + odds[0] + odds[1] + odds[2] + odds[0] * odds[2];
        let exact = [(odds[0] + odds[0] * odds[2]) / all, odds[1] / all, (odds[2] + odds[0] * odds[2]) / all];
        for at in 0..3 {
            let found = odds[at] * left[at];
            assert!((found / (1.0 + found) - exact[at]).abs() < 1e-3, "{at}: {found} {exact:?}");
        }
    }
}
