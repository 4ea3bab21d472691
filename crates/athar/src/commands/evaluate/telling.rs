//! An evaluation as lines of text.

use super::clusters::ClusterEvaluation;
use super::pairs::PairEvaluation;
use crate::printer::Printer;
use link::Agreement;
use link::evaluate::Calibration;

/// Rules shown; the others are in the JSON.
const RULES_SHOWN: usize = 20;

pub(super) fn pairs(pairs: &PairEvaluation, printer: &mut Printer) -> anyhow::Result<()> {
    let losses = &pairs.losses;
    let all_true = pairs.best.truth;
    printer.line(format!(
        "pairs: {} in the file, {} of them true; {all_true} true pairs in all",
        pairs.pairs, losses.among_pairs
    ))?;
    if pairs.repeated_pairs + pairs.pairs_not_asked_for > 0 {
        printer.line(format!(
            "  left out: {} repeated, {} within a table or of a row with itself",
            pairs.repeated_pairs, pairs.pairs_not_asked_for
        ))?;
    }
    printer.line(
        "  probability     precision  recall   F1       proposed  true found  wrong  lost to the threshold  not among the pairs",
    )?;
    for at in &pairs.thresholds {
        printer.line(line(&format!("{} or more", short(at.probability)), &at.agreement, losses.among_pairs))?;
    }
    printer.line(line("best threshold", &pairs.best, losses.among_pairs))?;
    if let Some(probability) = pairs.best_probability {
        printer.line(format!(
            "  best threshold: weight {:.2} (probability {probability:.6}), chosen with the truth: an upper bound",
            pairs.best_weight
        ))?;
    }
    printer.line(format!(
        "blocking: {} of {all_true} true pairs are among the pairs (blocking recall {:.4}); {} are not",
        losses.among_pairs, losses.blocking_recall, losses.not_among_pairs
    ))?;
    if let (Some(weight), Some(probability)) = (pairs.lowest_weight, pairs.lowest_probability) {
        printer.line(format!(
            "  those were never compared, or compared and dropped below a floor: the file does not tell which (its lowest \
             weight is {weight:.2}, its lowest probability {probability:.6}). A file that keeps all pairs compared does."
        ))?;
    }
    if let Some(rules) = &pairs.rules {
        printer.line("  rule                                 true pairs  false pairs")?;
        for rule in rules.iter().take(RULES_SHOWN) {
            printer.line(format!("  {:<36} {:>10}  {:>11}", rule.rule, rule.true_pairs, rule.false_pairs))?;
        }
        if rules.len() > RULES_SHOWN {
            printer.line(format!("  and {} rules more: see --json", rules.len() - RULES_SHOWN))?;
        }
    }
    calibration("all pairs", &pairs.calibration, printer)?;
    calibration("pairs at probability .01 or more", &pairs.calibration_of_likely, printer)
}

fn line(what: &str, agreement: &Agreement, among_pairs: u64) -> String {
    format!(
        "  {what:<15} {:<9.4}  {:<7.4}  {:<7.4}  {:>8}  {:>10}  {:>5}  {:>21}  {:>19}",
        agreement.precision,
        agreement.recall,
        agreement.f1,
        agreement.proposed,
        agreement.true_positives,
        agreement.proposed - agreement.true_positives,
        among_pairs - agreement.true_positives,
        agreement.truth - among_pairs,
    )
}

/// A probability without its leading 0.
fn short(probability: f64) -> String {
    probability.to_string().trim_start_matches('0').to_owned()
}

fn calibration(of: &str, calibration: &Calibration, printer: &mut Printer) -> anyhow::Result<()> {
    printer.line(format!(
        "calibration of {of}: expected error {:.4}, mean excess {:+.4}, greatest error {:.4}",
        calibration.expected_error, calibration.mean_excess, calibration.greatest_error
    ))?;
    printer.line("  probability            mean      true      95 % interval      pairs")?;
    for bin in &calibration.bins {
        printer.line(format!(
            "  {:.6} to {:.6}   {:.4}    {:.4}    {:.4} to {:.4}   {:>7}",
            bin.from, bin.to, bin.mean_probability, bin.share, bin.interval[0], bin.interval[1], bin.pairs
        ))?;
    }
    Ok(())
}

pub(super) fn clusters(columns: &[ClusterEvaluation], printer: &mut Printer) -> anyhow::Result<()> {
    for own in columns {
        let (pairs, records) = (&own.agreement, &own.b_cubed);
        printer.line(format!(
            "clusters, column {} of {}: {} of two records or more",
            own.column, own.file, own.clusters
        ))?;
        printer.line(format!(
            "  by pairs:   precision {:.4}  recall {:.4}  F1 {:.4}  ({} of {} pairs right, {} true pairs)",
            pairs.precision, pairs.recall, pairs.f1, pairs.true_positives, pairs.proposed, pairs.truth
        ))?;
        printer.line(format!(
            "  by records: precision {:.4}  recall {:.4}  F1 {:.4}  (B-cubed)",
            records.precision, records.recall, records.f1
        ))?;
    }
    Ok(())
}
