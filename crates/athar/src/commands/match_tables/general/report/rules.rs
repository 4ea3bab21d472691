//! What each rule found and cost. Pairs and matches that are new to a rule were counted by the run; what it shares
//! with others, and what all of them miss, is estimated by the forecast.

use figures::linkage::{BlockFigure, RuleFigure, RuleFigures, RuleUnion};
use link::engine::{Forecast, LargeBlock, RuleForecast, RulePairs, Scored};

/// Blocks shown by name, and more where more were passed over. A rule names no more of its own, so that among the
/// first so many of all rules none is left out.
const BLOCKS: usize = 10;

pub(super) fn figures(scored: &Scored, forecast: &Forecast) -> RuleFigures {
    let expected_matches = scored.rules.iter().map(|rule| rule.expected_matches).sum();
    let figure = |(found, expected): (&RulePairs, &RuleForecast)| RuleFigure {
        name: found.rule.clone(),
        pairs: found.pairs_with_earlier,
        pairs_new: found.pairs,
        // An estimate from a sample may say more than there can be.
        pairs_only: Some((expected.pairs_only.round() as u64).min(found.pairs)),
        expected_matches: matches(found, expected, expected_matches),
        recall: Some(expected.recall),
    };
    RuleFigures {
        rules: scored.rules.iter().zip(&forecast.rules).map(figure).collect(),
        union: RuleUnion { pairs: scored.candidates, expected_matches, recall: Some(forecast.recall) },
    }
}

/// Matches among all pairs of a rule: counted where no earlier rule has any of them, else estimated, and never fewer
/// than the rule adds or more than all rules have.
fn matches(found: &RulePairs, expected: &RuleForecast, all: f64) -> f64 {
    if found.pairs == found.pairs_with_earlier {
        return found.expected_matches;
    }
    expected.matches.max(found.expected_matches).min(all)
}

/// The blocks that make most pairs, largest first.
pub(super) fn blocks(scored: &Scored) -> Vec<BlockFigure> {
    let mut blocks: Vec<(&LargeBlock, bool)> = scored.passed_over.iter().map(|block| (block, true)).collect();
    let others = scored.largest.iter().filter(|block| !scored.passed_over.contains(block));
    blocks.extend(others.map(|block| (block, false)));
    blocks.sort_by(|(one, _), (other, _)| {
        (other.pairs, &one.rule, &one.values).cmp(&(one.pairs, &other.rule, &other.values))
    });
    let figure = |(block, is_passed_over): (&LargeBlock, bool)| BlockFigure {
        rule: block.rule.clone(),
        value: block.value(),
        records: block.records,
        pairs: block.pairs,
        is_passed_over,
    };
    blocks.into_iter().take(BLOCKS.max(scored.passed_over.len())).map(figure).collect()
}
