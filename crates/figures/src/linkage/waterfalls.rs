//! Chosen pairs, weighed line by line: where the sum stood, what each comparison added, where it ended.

use super::limits::{STEPS_MAX, WATERFALLS_MAX};
use super::teller::{Teller, percent, value, weight};
use super::weights::weight_axis;
use super::words::{Name, Word};
use super::{LinkageReport, StepFigure, WaterfallFigure};
use crate::charts::{Ink, Ruler};

pub(crate) fn write(report: &LinkageReport, teller: &mut Teller<'_>) {
    teller.open("waterfalls", Word::WaterfallsTitle, Word::WaterfallsRead);
    if report.waterfalls.is_empty() {
        teller.nothing();
    }
    let shown = || report.waterfalls.iter().take(WATERFALLS_MAX);
    let axis = weight_axis(shown().flat_map(|pair| sums(report.prior_weight, pair)));
    for (at, pair) in shown().enumerate() {
        let ruler = teller.ruler(&format!("waterfall-{at}"), axis.clone());
        write_pair(report.prior_weight, pair, &ruler, teller);
    }
    teller.more(report.waterfalls.len(), WATERFALLS_MAX);
    teller.close();
}

/// Where the sum stands after each line.
fn sums(prior: f64, pair: &WaterfallFigure) -> Vec<f64> {
    let steps = pair.steps.iter().flat_map(|step| [step.weight, step.term_frequency.unwrap_or(0.0)]);
    let added = steps.chain(pair.adjustments.iter().map(|adjustment| adjustment.weight));
    let mut sum = 0.0;
    let mut sums: Vec<f64> = std::iter::once(prior)
        .chain(added)
        .map(|weight| {
            sum += known(weight);
            sum
        })
        .collect();
    sums.push(pair.weight);
    sums
}

/// A weight to add up: what is no number adds nothing.
fn known(weight: f64) -> f64 {
    if weight.is_finite() { weight } else { 0.0 }
}

fn write_pair(prior: f64, pair: &WaterfallFigure, ruler: &Ruler, teller: &mut Teller<'_>) {
    let (left, right) = (value(&pair.left), value(&pair.right));
    teller.out.add(format_args!(
        "<article class=\"pair\"><h3>{left} <span class=\"and\">·</span> {right}</h3><p class=\"note\">"
    ));
    let truth = pair.is_match.map(|is_match| teller.say(if is_match { Word::Match } else { Word::NoMatch }));
    let rule = pair.rule.as_ref().map(|rule| {
        let rule = teller.bare_name(Name::Rule(rule));
        teller.tell(Word::MetBy, &[("rule", rule)])
    });
    for (at, text) in truth.into_iter().chain(rule).enumerate() {
        let gap = if at == 0 { "" } else { " · " };
        teller.out.add(format_args!("{gap}{text}"));
    }
    teller.out.raw("</p><div class=\"wide\"><table class=\"chart waterfall\"><thead><tr>");
    teller.heads(&[("comparison", Word::Comparison), ("level", Word::Level)]);
    teller.out.add(format_args!(
        "<th scope=\"col\" class=\"value\">{left}</th><th scope=\"col\" class=\"value\">{right}</th>"
    ));
    teller.heads(&[("n", Word::Weight)]);
    teller.ruler_head(ruler);
    teller.out.raw("</tr></thead><tbody>");
    let mut rows = Rows { ruler, sum: 0.0 };
    let prior_text = teller.say(Word::Prior);
    rows.wide(teller, "", &prior_text, prior, Some(Ink::Neutral));
    for step in pair.steps.iter().take(STEPS_MAX) {
        rows.step(teller, step);
    }
    for adjustment in pair.adjustments.iter().take(STEPS_MAX) {
        let name = teller.name(Name::Adjustment(&adjustment.name));
        rows.wide(teller, "", &name, adjustment.weight, None);
    }
    rows.sum = 0.0;
    let sum = format!("{} · {} {}", teller.say(Word::Sum), teller.say(Word::Probability), percent(pair.probability));
    rows.wide(teller, "sum", &sum, pair.weight, None);
    teller.out.raw("</tbody></table></div>");
    teller.more(pair.steps.len(), STEPS_MAX);
    teller.out.raw("</article>");
}

/// Rows of one waterfall: each begins where the one before has ended.
struct Rows<'a> {
    ruler: &'a Ruler,
    sum: f64,
}

impl Rows<'_> {
    /// The last two cells of a row.
    fn end(&mut self, teller: &mut Teller<'_>, added: f64, ink: Option<Ink>) {
        let after = self.sum + known(added);
        let (number, strip) = (weight(added), self.ruler.step(self.sum, after, ink));
        self.sum = after;
        teller.out.add(format_args!("<td class=\"n\">{number}</td><td class=\"strip\">{strip}</td></tr>"));
    }

    /// A row that is no comparison's.
    fn wide(&mut self, teller: &mut Teller<'_>, class: &str, text: &str, added: f64, ink: Option<Ink>) {
        teller.out.add(format_args!("<tr class=\"{class}\"><th scope=\"row\" colspan=\"4\">{text}</th>"));
        self.end(teller, added, ink);
    }

    fn step(&mut self, teller: &mut Teller<'_>, step: &StepFigure) {
        let (name, left, right) =
            (teller.name(Name::Comparison(&step.comparison)), value(&step.left), value(&step.right));
        let (class, level) = match &step.level {
            Some(level) => ("", teller.name(Name::Level(level))),
            None => ("missing", teller.say(Word::NotKnown)),
        };
        teller.out.add(format_args!(
            "<tr class=\"{class}\"><th scope=\"row\">{name}</th><td class=\"level\">{level}</td>\
             <td class=\"value\">{left}</td><td class=\"value\">{right}</td>"
        ));
        self.end(teller, if step.level.is_some() { step.weight } else { 0.0 }, None);
        if let Some(rarity) = step.term_frequency {
            let text = teller.say(Word::TermFrequency);
            let ink = if rarity < 0.0 { Ink::Against } else { Ink::ForMore };
            self.wide(teller, "more", &text, rarity, Some(ink));
        }
    }
}
