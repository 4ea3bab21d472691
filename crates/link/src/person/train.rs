//! Learns a model from the table itself, without labels: u from random pairs, m by expectation maximisation
//! (Dempster, Laird, Rubin 1977; Winkler 1988) on counts of agreement patterns.
//!
//! EM runs in sessions. A session looks only at pairs that already agree on two things (given and family
//! name, say) and learns how often the *other* comparisons agree among matches, so that being a candidate
//! does not count as evidence. Kin are classes of their own in each session.

use crate::person::comparison::Comparison;
use crate::person::kin::{KIN, KIN_PER_MATCH};
use crate::person::level::LevelGroup;
use crate::person::limits::{EM_ROUNDS_MAX, EM_STOP, SESSION_MATCHES_MIN, SESSION_PAIRS_MIN};
use crate::person::model::{Model, Parameters, normalise};
use crate::person::mothers::hold_to_father;
use crate::person::pattern::Pattern;
use crate::person::table::Table;
use crate::person::weigh::kin_ratio;
use std::collections::BTreeMap;

/// Patterns and how many pairs show each.
pub(crate) type PatternCounts = BTreeMap<Pattern, u64>;

/// Counts of the default that are mixed into what is learnt.
const DEFAULT_M_PAIRS: f64 = 30.0;
const DEFAULT_U_PAIRS: f64 = 10.0;
/// Strangers that are seen before they say something of u …
const STRANGERS_MIN: f64 = 1_000.0;
/// … and strangers of one name.
const NAMESAKES_MIN: f64 = 100.0;
/// Records below which u is not learnt.
pub(crate) const RECORDS_MIN: usize = 200;
/// No level is impossible, for matches or strangers.
const M_MIN: f64 = 0.0015;
const U_MIN: f64 = 2e-6;

/// What random pairs say of u.
pub(crate) fn learn_u(table: &Table, model: &mut Model, random: &PatternCounts) {
    // Draws from a few records see the same pairs again and again, and matches among them: not learnt from.
    if table.len() < RECORDS_MIN {
        return;
    }
    for (at, &comparison) in table.comparisons.iter().enumerate().filter(|(_, comparison)| comparison.is_learnt()) {
        let mut counts = vec![0.0; comparison.levels().len()];
        for (pattern, &count) in random {
            counts[pattern.level(at) as usize] += count as f64;
        }
        // Of namesakes drawn at random too many are one person.
        adopt_u(comparison, &mut model.parameters[at], &counts, false);
    }
}

/// What pairs of strangers say of u: of the groups for namesakes, or of the others.
fn adopt_u(comparison: Comparison, parameters: &mut Parameters, counts: &[f64], of_namesakes: bool) {
    let least = if of_namesakes { NAMESAKES_MIN } else { STRANGERS_MIN };
    let defaults = comparison.levels();
    for group in comparison.groups().iter().filter(|group| group.of_namesakes == of_namesakes) {
        let Some(shares) = mixed(group, counts, least, DEFAULT_U_PAIRS, |level| defaults[level].u) else { continue };
        for (level, share) in shares {
            parameters.u[level] = share.max(U_MIN);
        }
        parameters.u_learnt = true;
    }
    normalise(comparison, &mut parameters.u);
}

/// Shares of the levels of a group, with so many counts of what is presumed mixed in; nothing if too few were seen.
fn mixed<'work>(
    group: &'work LevelGroup,
    counts: &'work [f64],
    least: f64,
    pairs: f64,
    presumed: impl Fn(usize) -> f64 + 'work,
) -> Option<impl Iterator<Item = (usize, f64)> + 'work> {
    let levels = || group.levels.iter().map(|&level| level as usize);
    let seen: f64 = levels().map(|level| counts[level]).sum();
    let share = move |level: usize| (counts[level] + pairs * presumed(level)) / (seen + pairs);
    (seen >= least).then(|| levels().map(move |level| (level, share(level))))
}

/// Sessions: the comparisons that must agree, and are held out.
fn sessions(table: &Table) -> Vec<Vec<usize>> {
    let pairs = [
        (Comparison::Given, Comparison::Family),
        (Comparison::Father, Comparison::Family),
        (Comparison::Given, Comparison::Father),
        (Comparison::Given, Comparison::Mother),
        (Comparison::Given, Comparison::Birth),
        (Comparison::Family, Comparison::Birth),
    ];
    let mut sessions: Vec<Vec<usize>> =
        pairs.iter().filter_map(|&(one, other)| Some(vec![table.place_of(one)?, table.place_of(other)?])).collect();
    for (place, comparison) in table.comparisons.iter().enumerate() {
        if comparison.picks_out_matches() {
            sessions.push(vec![place]);
        }
    }
    sessions
}

/// What EM says of m. Returns whether anything was adopted.
pub(crate) fn learn_m(table: &Table, model: &mut Model, candidates: &PatternCounts) -> bool {
    let mut sums: Vec<Vec<f64>> =
        table.comparisons.iter().map(|comparison| vec![0.0; comparison.levels().len()]).collect();
    for held_out in sessions(table) {
        let agreeing: Vec<(Pattern, f64)> = candidates
            .iter()
            .filter(|(pattern, _)| held_out.iter().all(|&at| table.comparisons[at].agrees(pattern.level(at))))
            .map(|(&pattern, &count)| (pattern, count as f64))
            .collect();
        let pairs: f64 = agreeing.iter().map(|(_, count)| count).sum();
        if pairs < SESSION_PAIRS_MIN as f64 {
            continue;
        }
        let learnt = run_session(table, model, &agreeing, &held_out);
        if learnt.matches < SESSION_MATCHES_MIN {
            continue;
        }
        for (sum, counts) in sums.iter_mut().zip(&learnt.counts) {
            for (sum, count) in sum.iter_mut().zip(counts) {
                *sum += count;
            }
        }
        for (parameters, learnt) in model.parameters.iter_mut().zip(learnt.parameters) {
            (parameters.u, parameters.u_learnt) = (learnt.u, learnt.u_learnt);
        }
    }
    let mut adopted = false;
    for (at, &comparison) in table.comparisons.iter().enumerate() {
        adopted |= adopt(comparison, &mut model.parameters[at], &sums[at]);
    }
    hold_to_father(table, model, &[]);
    adopted
}

fn adopt(comparison: Comparison, parameters: &mut Parameters, counts: &[f64]) -> bool {
    if !comparison.is_learnt() {
        return false;
    }
    let defaults = comparison.levels();
    let mut adopted = false;
    for group in comparison.groups() {
        let presumed = |level: usize| defaults[level].m;
        let Some(shares) = mixed(group, counts, SESSION_MATCHES_MIN, DEFAULT_M_PAIRS, presumed) else { continue };
        for (level, share) in shares {
            parameters.m[level] = share.clamp(M_MIN, defaults[level].m_max);
        }
        adopted = true;
    }
    normalise(comparison, &mut parameters.m);
    parameters.m_learnt |= adopted;
    adopted
}

/// Learns m from pairs and how likely each is one person, all things considered: what a session takes for matches are pairs
/// that agree on two things, strangers among them where few match.
pub(crate) fn learn_from_weighed<'pairs>(
    table: &Table,
    model: &mut Model,
    weighed: impl IntoIterator<Item = &'pairs (Pattern, f64)>,
) {
    let mut counts: Vec<Vec<f64>> =
        table.comparisons.iter().map(|comparison| vec![0.0; comparison.levels().len()]).collect();
    for (pattern, probability) in weighed {
        for (at, counts) in counts.iter_mut().enumerate() {
            counts[pattern.level(at) as usize] += probability;
        }
    }
    for (at, &comparison) in table.comparisons.iter().enumerate() {
        adopt(comparison, &mut model.parameters[at], &counts[at]);
    }
    hold_to_father(table, model, &[]);
}

struct Learnt {
    /// Expected matches in each level, by comparison; nothing for what was held out.
    counts: Vec<Vec<f64>>,
    matches: f64,
    /// The session's own parameters: their u has what strangers of one name say of it.
    parameters: Vec<Parameters>,
}

fn run_session(table: &Table, model: &Model, pairs: &[(Pattern, f64)], held_out: &[usize]) -> Learnt {
    let mut model = model.clone();
    let total: f64 = pairs.iter().map(|(_, count)| count).sum();
    let mut shares = vec![0.3];
    shares.extend(KIN.iter().zip(KIN_PER_MATCH).map(|(kin, share)| {
        // A class that cannot be told from matches would take them for its own.
        if kin.can_be_told(&table.comparisons) { 0.3 * share } else { 0.0 }
    }));
    let are_namesakes = held_out_are_namesakes(table, held_out);
    let (mut learnt, mut matches) = (Vec::new(), 0.0);
    for _ in 0..EM_ROUNDS_MAX {
        let mut counts: Vec<Vec<f64>> =
            table.comparisons.iter().map(|comparison| vec![0.0; comparison.levels().len()]).collect();
        let mut strangers = counts.clone();
        let mut sums = vec![0.0; shares.len()];
        for &(pattern, count) in pairs {
            let posteriors = posteriors(table, &model, pattern, held_out, &shares);
            for (sum, posterior) in sums.iter_mut().zip(&posteriors) {
                *sum += posterior * count;
            }
            for (at, counts) in counts.iter_mut().enumerate() {
                if !held_out.contains(&at) {
                    counts[pattern.level(at) as usize] += posteriors[0] * count;
                }
            }
            if are_namesakes {
                let stranger = (1.0 - posteriors.iter().sum::<f64>()).max(0.0);
                for (at, strangers) in strangers.iter_mut().enumerate() {
                    strangers[pattern.level(at) as usize] += stranger * count;
                }
            }
        }
        let before: Vec<Vec<f64>> = model.parameters.iter().map(|parameters| parameters.m.clone()).collect();
        for (at, &comparison) in table.comparisons.iter().enumerate().filter(|(at, _)| !held_out.contains(at)) {
            adopt(comparison, &mut model.parameters[at], &counts[at]);
            if are_namesakes {
                adopt_u(comparison, &mut model.parameters[at], &strangers[at], true);
            }
        }
        hold_to_father(table, &mut model, held_out);
        let after = model.parameters.iter().flat_map(|parameters| &parameters.m);
        let moves = before.iter().flatten().zip(after).map(|(old, new)| (old - new).abs());
        let moved = moves.fold(0.0, f64::max);
        for (share, sum) in shares.iter_mut().zip(&sums) {
            *share = if *share == 0.0 { 0.0 } else { (sum / total).clamp(1e-6, 0.97) };
        }
        (learnt, matches) = (counts, sums[0]);
        if moved < EM_STOP {
            break;
        }
    }
    Learnt { counts: learnt, matches, parameters: model.parameters }
}

/// Whether the pairs of a session are of one given and family name.
fn held_out_are_namesakes(table: &Table, held_out: &[usize]) -> bool {
    let is_held_out = |comparison: Comparison| held_out.iter().any(|&at| table.comparisons[at] == comparison);
    is_held_out(Comparison::Given) && is_held_out(Comparison::Family)
}

/// What the candidates of a training stand for.
pub(crate) struct All {
    /// How many pairs each candidate stands for, when only a sample of records was looked at.
    pub(crate) scale: f64,
    /// How many pairs there are, candidates or not.
    pub(crate) pairs: f64,
    /// How many would match if everybody who could stood on the other side as well.
    pub(crate) could_match: f64,
}

/// Posterior of "one person" and of each class of kin; the rest are strangers.
fn posteriors(
    table: &Table,
    model: &Model,
    pattern: Pattern,
    held_out: &[usize],
    shares: &[f64],
) -> [f64; 1 + KIN.len()] {
    let mut ratios = [0.0_f64; 1 + KIN.len()];
    for (at, &comparison) in table.comparisons.iter().enumerate() {
        let level = pattern.level(at);
        if level == 0 || held_out.contains(&at) {
            continue;
        }
        let parameters = model.at(at);
        let ratio = parameters.m[level as usize] / parameters.u[level as usize];
        ratios[0] += ratio.log2();
        for (bits, kin) in ratios[1..].iter_mut().zip(KIN) {
            *bits += kin_ratio(kin, comparison, level, ratio).log2();
        }
    }
    let strangers = (1.0 - shares.iter().sum::<f64>()).max(1e-6);
    let mut weights = [0.0; 1 + KIN.len()];
    for ((weight, bits), share) in weights.iter_mut().zip(ratios).zip(shares) {
        *weight = share * bits.min(500.0).exp2();
    }
    let sum: f64 = strangers + weights.iter().sum::<f64>();
    weights.map(|weight| weight / sum)
}

/// Estimates how many of all pairs are matches and kin, with everything else fixed. Kin are bounded by how many matches
/// there are, or could be.
pub(crate) fn learn_prior(table: &Table, model: &mut Model, candidates: &PatternCounts, all: &All) {
    let &All { scale, pairs: all_pairs, could_match } = all;
    let mut shares: Vec<f64> = std::iter::once(model.prior).chain(model.kin.iter().copied()).collect();
    for _ in 0..EM_ROUNDS_MAX {
        // One match in all is the least that is assumed, a tenth of all pairs the most.
        let mut sums = vec![0.0; shares.len()];
        for (&pattern, &count) in candidates {
            let posteriors = posteriors(table, model, pattern, &[], &shares);
            for (sum, posterior) in sums.iter_mut().zip(posteriors) {
                *sum += posterior * count as f64 * scale;
            }
        }
        let least =
            |share: f64, sum: f64| if share == 0.0 { 0.0 } else { (sum.max(1.0) / all_pairs.max(2.0)).min(0.1) };
        let mut next: Vec<f64> = shares.iter().zip(&sums).map(|(&share, &sum)| least(share, sum)).collect();
        let matches = next[0];
        let at_most = matches.max(could_match / all_pairs);
        for ((share, kin), usual) in next[1..].iter_mut().zip(KIN).zip(KIN_PER_MATCH) {
            if *share > 0.0 {
                let [least, most] = kin.bounds(usual);
                *share = share.clamp(least * matches, most * at_most);
            }
        }
        let moves = shares.iter().zip(&next).filter(|(old, _)| **old > 0.0).map(|(old, new)| (old / new).ln().abs());
        let moved = moves.fold(0.0, f64::max);
        shares = next;
        if moved < 1e-3 {
            break;
        }
    }
    model.prior = shares[0];
    model.kin = shares[1..].to_vec();
}
