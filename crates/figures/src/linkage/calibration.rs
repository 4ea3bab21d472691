//! Whether of a hundred pairs at 70% about seventy match.

use super::limits::CALIBRATION_CLASSES_MAX;
use super::teller::{Teller, percent, upright};
use super::words::Word;
use super::{CalibrationClass, LinkageReport};
use crate::charts::{Reliability, ReliabilityPoint};
use crate::number;

/// The normal quantile of a two-sided interval of 95%.
const Z: f64 = 1.96;

pub(crate) fn write(report: &LinkageReport, teller: &mut Teller<'_>) {
    teller.open("calibration", Word::CalibrationTitle, Word::CalibrationRead);
    let all = report.calibration.as_deref().unwrap_or_default();
    let classes: Vec<&CalibrationClass> =
        all.iter().filter(|class| class.pairs > 0).take(CALIBRATION_CLASSES_MAX).collect();
    if classes.is_empty() {
        teller.nothing();
        return teller.close();
    }
    let points: Vec<ReliabilityPoint> = classes.iter().map(|class| point(class)).collect();
    let word = |word| teller.unescaped(word);
    let (x_label, y_label, told) = (word(Word::Predicted), word(Word::Observed), word(Word::CalibrationRead));
    let diagram = Reliability { points: &points, x_label: &x_label, y_label: &y_label, told: &told };
    let svg = diagram.draw(teller.direction);
    teller.out.add(format_args!("<div class=\"side-by-side\"><figure class=\"square\">{svg}</figure><div>"));
    teller.out.raw("<table class=\"plain\"><thead><tr>");
    let heads = [Word::Predicted, Word::Observed, Word::Interval, Word::Pairs].map(|word| ("n", word));
    teller.heads(&heads);
    teller.out.raw("</tr></thead><tbody>");
    for point in &points {
        let (predicted, observed) = (percent(point.predicted), percent(point.observed));
        let (low, high) = point.interval;
        let interval = upright(&format!("{} – {}", number::percent(low), number::percent(high)));
        let pairs = number::count(point.count);
        teller.out.add(format_args!(
            "<tr><td class=\"n\">{predicted}</td><td class=\"n\">{observed}</td><td class=\"n\">{interval}</td><td class=\"n\">{pairs}</td></tr>"
        ));
    }
    let error = teller.tell(Word::CalibrationError, &[("error", number::percent(calibration_error(&points)))]);
    teller.out.add(format_args!("</tbody></table><p>{error}</p>"));
    teller.more(all.len(), CALIBRATION_CLASSES_MAX);
    teller.out.raw("</div></div>");
    teller.close();
}

fn point(class: &CalibrationClass) -> ReliabilityPoint {
    let matches = class.matches.min(class.pairs);
    ReliabilityPoint {
        predicted: class.predicted,
        observed: matches as f64 / class.pairs as f64,
        interval: wilson(matches, class.pairs),
        count: class.pairs,
    }
}

/// Wilson's score interval of a share (1927): it stays within 0 and 1, and holds for few pairs as well.
fn wilson(matches: u64, pairs: u64) -> (f64, f64) {
    let (count, share) = (pairs as f64, matches as f64 / pairs as f64);
    let middle = share + Z * Z / (2.0 * count);
    let reach = Z * (share * (1.0 - share) / count + Z * Z / (4.0 * count * count)).sqrt();
    let all = 1.0 + Z * Z / count;
    (((middle - reach) / all).clamp(0.0, 1.0), ((middle + reach) / all).clamp(0.0, 1.0))
}

/// The expected calibration error: how far predicted and observed lie apart, a pair a voice.
fn calibration_error(points: &[ReliabilityPoint]) -> f64 {
    let (mut sum, mut pairs) = (0.0, 0.0);
    for point in points.iter().filter(|point| point.predicted.is_finite()) {
        sum += point.count as f64 * (point.predicted - point.observed).abs();
        pairs += point.count as f64;
    }
    if pairs > 0.0 { sum / pairs } else { f64::NAN }
}

#[cfg(test)]
mod tests {
    use super::{calibration_error, point, wilson};
    use crate::linkage::CalibrationClass;

    #[test]
    fn the_interval_is_wilsons() {
        // Newcombe 1998, table I: 81 of 263 gives .2553 to .3662; none of 20 gives 0 to .1611.
        let (low, high) = wilson(81, 263);
        assert!((low - 0.2553).abs() < 5e-5 && (high - 0.3662).abs() < 5e-5, "{low} {high}");
        let (low, high) = wilson(0, 20);
        assert!(low < 1e-9 && (high - 0.1611).abs() < 5e-5, "{low} {high}");
    }

    #[test]
    fn large_classes_weigh_more_in_the_error() {
        let classes = [(0.1, 900, 90), (0.8, 100, 60)];
        let points = classes.map(|(predicted, pairs, matches)| point(&CalibrationClass { predicted, pairs, matches }));
        assert!((calibration_error(&points) - 0.02).abs() < 1e-12);
    }
}
