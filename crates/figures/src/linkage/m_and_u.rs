//! How often each level occurs: among pairs that match to one side (m), among pairs that do not to the other (u).
//!
//! Lengths are logarithms, since u runs from almost one to one in a million: each line of the grid is a factor of ten,
//! and the difference of the two lengths is the weight.

use super::LinkageReport;
use super::limits::{COMPARISONS_MAX, DECADES_MAX, LEVELS_MAX};
use super::teller::{Teller, percent};
use super::weights::head_of_levels;
use super::words::{Name, Word};
use crate::charts::{Ink, Lane, Ruler};
use crate::number;

pub(crate) fn write(report: &LinkageReport, teller: &mut Teller<'_>) {
    teller.open("chances", Word::ChancesTitle, Word::ChancesRead);
    if report.comparisons.is_empty() {
        teller.nothing();
        return teller.close();
    }
    let shown = || report.comparisons.iter().take(COMPARISONS_MAX);
    let levels = shown().flat_map(|comparison| comparison.levels.iter().take(LEVELS_MAX));
    let smallest = levels.flat_map(|level| [level.m, level.u]).filter(|&share| share > 0.0).fold(1.0, f64::min);
    let decades = (-smallest.log10()).ceil().clamp(2.0, DECADES_MAX);
    let ruler = ruler(teller, decades);
    teller.out.raw("<div class=\"wide\"><table class=\"chart\"><thead><tr>");
    teller.heads(&[("comparison", Word::Comparison), ("level", Word::Level), ("n", Word::AmongMatches)]);
    teller.ruler_head(&ruler);
    teller.heads(&[("s", Word::AmongOthers)]);
    teller.out.raw("</tr></thead>");
    for comparison in shown() {
        teller.out.raw("<tbody>");
        for (at, level) in comparison.levels.iter().take(LEVELS_MAX).enumerate() {
            teller.out.raw("<tr>");
            head_of_levels(teller, comparison, at);
            let (label, m, u) = (teller.name(Name::Level(&level.label)), percent(level.m), percent(level.u));
            let strip = bars(&ruler, decades, level.m, level.u);
            teller.out.add(format_args!(
                "<td class=\"level\">{label}</td><td class=\"n\">{m}</td><td class=\"strip\">{strip}</td><td class=\"s\">{u}</td></tr>"
            ));
        }
        teller.out.raw("</tbody>");
    }
    teller.out.raw("</table></div>");
    teller.more(report.comparisons.len(), COMPARISONS_MAX);
    teller.close();
}

/// The length of a probability, as a share of one side.
fn length(share: f64, decades: f64) -> f64 {
    if share > 0.0 { (1.0 + share.log10() / decades).clamp(0.0, 1.0) } else { 0.0 }
}

/// A tick at each factor of ten to both sides, with a text where there is room for it.
fn ruler(teller: &Teller<'_>, decades: f64) -> Ruler {
    let step = if decades > 4.0 { 2 } else { 1 };
    let mut ticks = Vec::new();
    for decade in 0..decades as i32 {
        let share = 10_f64.powi(-decade);
        let place = length(share, decades) / 2.0;
        let has_room = decade % step == 0 && place > 0.12;
        let text = if has_room { number::round_percent(share) } else { String::new() };
        ticks.push((0.5 - place, text.clone()));
        ticks.push((0.5 + place, text));
    }
    Ruler::with_ticks(teller.direction, &teller.ruler_id("chances"), ticks, 0.5)
}

fn bars(ruler: &Ruler, decades: f64, m: f64, u: f64) -> String {
    let mut strip = ruler.strip();
    strip.bar(0.5 - length(m, decades) / 2.0, 0.5, Lane::Whole, Ink::For);
    strip.bar(0.5, 0.5 + length(u, decades) / 2.0, Lane::Whole, Ink::Neutral);
    strip.finish()
}
