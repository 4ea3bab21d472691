//! Precision, recall and F1 of the links, by the weight from which on they are kept.

use super::limits::THRESHOLDS_MAX;
use super::teller::{Teller, percent, weight};
use super::words::Word;
use super::{LinkageReport, ThresholdPoint};
use crate::charts::{Curve, Curves, Ink};

pub(crate) fn write(report: &LinkageReport, teller: &mut Teller<'_>) {
    teller.open("thresholds", Word::ThresholdsTitle, Word::ThresholdsRead);
    let points = thinned(report.thresholds.as_deref().unwrap_or_default());
    if points.is_empty() {
        teller.nothing();
        return teller.close();
    }
    let words = [Word::Precision, Word::Recall, Word::F1];
    let names = words.map(|word| teller.unescaped(word));
    let shares: [fn(&ThresholdPoint) -> f64; 3] = [|point| point.precision, |point| point.recall, |point| point.f1];
    let curves = names.iter().zip(shares).zip([Ink::One, Ink::Other, Ink::Third]);
    let curves = curves
        .map(|((name, share), ink)| {
            let places = points.iter().map(|point| (point.weight, share(point))).collect();
            Curve { name, ink, places }
        })
        .collect();
    let word = |word| teller.unescaped(word);
    let (x_label, told, threshold) = (word(Word::Weight), word(Word::ThresholdsRead), word(Word::Threshold));
    let at = report.summary.threshold_weight;
    let chart = Curves { curves, threshold: Some((at, &threshold)), x_label: &x_label, told: &told };
    let svg = chart.draw(teller.direction);
    teller.out.add(format_args!("<figure>{svg}</figure><table class=\"plain\"><thead><tr><td></td>"));
    teller.heads(&[Word::Weight, Word::Precision, Word::Recall, Word::F1].map(|word| ("n", word)));
    teller.out.raw("</tr></thead><tbody>");
    let distance = |point: &&&ThresholdPoint| (point.weight - at).abs();
    let nearest = points.iter().min_by(|one, other| distance(one).total_cmp(&distance(other)));
    let known = points.iter().filter(|point| point.f1.is_finite());
    let best = known.max_by(|one, other| one.f1.total_cmp(&other.f1));
    for (word, point) in [(Word::AtThreshold, nearest), (Word::AtBest, best)] {
        let Some(point) = point else { continue };
        let (word, at) = (teller.say(word), weight(point.weight));
        let (precision, recall, f1) = (percent(point.precision), percent(point.recall), percent(point.f1));
        teller.out.add(format_args!(
            "<tr><th scope=\"row\">{word}</th><td class=\"n\">{at}</td><td class=\"n\">{precision}</td><td class=\"n\">{recall}</td><td class=\"n\">{f1}</td></tr>"
        ));
    }
    teller.out.raw("</tbody></table>");
    teller.close();
}

/// As many points as a curve can show, first and last among them.
fn thinned(points: &[ThresholdPoint]) -> Vec<&ThresholdPoint> {
    let step = points.len().div_ceil(THRESHOLDS_MAX).max(1);
    let last = points.len().saturating_sub(1);
    points.iter().enumerate().filter(|(at, _)| at % step == 0 || *at == last).map(|(_, point)| point).collect()
}
