//! What each level of each comparison is worth, as bars from nought on one scale.

use super::limits::{COMPARISONS_MAX, LEVELS_MAX, WEIGHT_DRAWN_MAX};
use super::teller::{Teller, weight};
use super::words::{Name, Word};
use super::{ComparisonFigure, LinkageReport};
use crate::charts::Ink;
use crate::{Axis, number};

pub(crate) fn write(report: &LinkageReport, teller: &mut Teller<'_>) {
    teller.open("weights", Word::WeightsTitle, Word::WeightsRead);
    let shown = || report.comparisons.iter().take(COMPARISONS_MAX);
    let levels = shown().flat_map(|comparison| comparison.levels.iter().take(LEVELS_MAX));
    let axis = weight_axis(levels.map(|level| level.weight).chain([report.prior_weight]));
    let ruler = teller.ruler("weights", axis);
    teller.out.raw("<div class=\"wide\"><table class=\"chart\"><thead><tr>");
    teller.heads(&[("comparison", Word::Comparison), ("level", Word::Level), ("n", Word::Weight)]);
    teller.ruler_head(&ruler);
    teller.out.raw("</tr></thead>");
    let (prior, number) = (teller.say(Word::Prior), weight(report.prior_weight));
    let strip = ruler.bar(report.prior_weight, Some(Ink::Neutral));
    teller.out.add(format_args!(
        "<tbody><tr><th scope=\"row\" colspan=\"2\">{prior}</th><td class=\"n\">{number}</td><td class=\"strip\">{strip}</td></tr></tbody>"
    ));
    for comparison in shown() {
        teller.out.raw("<tbody>");
        for (at, level) in comparison.levels.iter().take(LEVELS_MAX).enumerate() {
            teller.out.raw("<tr>");
            head_of_levels(teller, comparison, at);
            let (label, number) = (teller.name(Name::Level(&level.label)), weight(level.weight));
            let strip = ruler.bar(level.weight, None);
            teller.out.add(format_args!(
                "<td class=\"level\">{label}</td><td class=\"n\">{number}</td><td class=\"strip\">{strip}</td></tr>"
            ));
        }
        teller.out.raw("</tbody>");
    }
    teller.out.raw("</table></div>");
    teller.more(report.comparisons.len(), COMPARISONS_MAX);
    teller.close();
}

/// The axis of a chart of weights: nought is on it, and nothing beyond what a weight can reasonably be.
pub(crate) fn weight_axis(weights: impl Iterator<Item = f64>) -> Axis {
    let drawn = weights.map(|weight| weight.clamp(-WEIGHT_DRAWN_MAX, WEIGHT_DRAWN_MAX));
    Axis::spanning(drawn.chain([-1.0, 1.0]), 8)
}

/// The comparison's name beside its first level, over all of them.
pub(crate) fn head_of_levels(teller: &mut Teller<'_>, comparison: &ComparisonFigure, at: usize) {
    if at > 0 {
        return;
    }
    let (name, rows) = (teller.name(Name::Comparison(&comparison.name)), comparison.levels.len().min(LEVELS_MAX));
    teller.out.add(format_args!("<th scope=\"rowgroup\" rowspan=\"{rows}\">{name}"));
    let not_learnt = (!comparison.is_learnt).then(|| teller.say(Word::NotLearnt));
    let more = comparison.levels.len() - rows;
    let more = (more > 0).then(|| teller.tell(Word::More, &[("count", number::count(more as u64))]));
    for note in not_learnt.into_iter().chain(more) {
        teller.out.add(format_args!("<small>{note}</small>"));
    }
    teller.out.raw("</th>");
}
