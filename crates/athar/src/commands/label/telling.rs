//! A score as lines of text.

use super::score::Score;
use crate::printer::Printer;
use link::label::{Estimate, JudgeAgreement, Quality};

pub(super) fn score(score: &Score, printer: &mut Printer) -> anyhow::Result<()> {
    let counts = &score.verdicts;
    printer.line(format!("{} pairs drawn of {}", score.drawn, score.pairs_file.pairs))?;
    for judge in &score.judges {
        printer.line(format!(
            "  {}: {} same, {} different, {} unsure, {} missing",
            judge.file, judge.same, judge.different, judge.unsure, judge.missing
        ))?;
    }
    if score.agreements.is_empty()
        && let Some(agreement) = &score.agreement
    {
        printer.line(format!("the two judges {}", agreement_words(agreement)))?;
    }
    for two in &score.agreements {
        printer.line(format!("{} and {} {}", two.first, two.second, agreement_words(&two.agreement)))?;
    }
    printer.line(format!(
        "agreed: {} same, {} different, {} unsure; disagreed: {}; not judged by enough: {}",
        counts.agreed_same, counts.agreed_different, counts.agreed_unsure, counts.disagreed, counts.incomplete
    ))?;
    if let Some(file) = &score.disagreements_file {
        printer.line(format!("  codes of the pairs they disagree on, for a third reading: {file}"))?;
    }
    estimates(score, printer)
}

fn agreement_words(agreement: &JudgeAgreement) -> String {
    let (Some(raw), kappa) = (agreement.raw, agreement.kappa) else {
        return "have no pair in common".to_owned();
    };
    let kappa = kappa.map_or("no kappa: one verdict only".to_owned(), |kappa| format!("Cohen's kappa {kappa:.3}"));
    format!("agree on {} of {} pairs ({raw:.3}; {kappa})", agreement.agreed, agreement.pairs)
}

fn estimates(score: &Score, printer: &mut Printer) -> anyhow::Result<()> {
    let estimates = &score.estimates;
    let unresolved = score.verdicts.agreed_unsure + score.verdicts.disagreed + score.verdicts.incomplete;
    printer.line(format!(
        "at probability {} or more: {} pairs proposed, {} below",
        estimates.threshold, estimates.proposed, estimates.below
    ))?;
    quality("over the pairs agreed on", &estimates.agreed, printer)?;
    if unresolved > 0 {
        quality(&format!("if the linkage is right about the other {unresolved}"), &estimates.all_right, printer)?;
        quality(&format!("if it is wrong about the other {unresolved}"), &estimates.all_wrong, printer)?;
    }
    printer.line(format!("  {}", score.not_counted))?;
    printer.line(format!("  intervals: {}", score.method))?;
    if estimates.without_judgement > 0 {
        printer.line(format!(
            "  {} strata hold pairs but none that was agreed on: their share is the model's, their interval everything",
            estimates.without_judgement
        ))?;
    }
    printer.line("  probability         pairs   judged    same   model says   judges say   95 % interval")?;
    for stratum in &estimates.strata {
        let share = stratum.share.map_or("-".to_owned(), |share| format!("{share:.4}"));
        printer.line(format!(
            "  {:.3} to {:.3}  {:>10}  {:>7}  {:>6}   {:<10.4}   {share:<10}   {:.4} to {:.4}",
            stratum.from,
            stratum.to,
            stratum.pairs,
            stratum.judged,
            stratum.same,
            stratum.mean_probability,
            stratum.interval[0],
            stratum.interval[1]
        ))?;
    }
    Ok(())
}

fn quality(over: &str, quality: &Quality, printer: &mut Printer) -> anyhow::Result<()> {
    printer.line(format!("  {over}:"))?;
    for (what, estimate) in [
        ("precision", quality.precision),
        ("recall among candidates", quality.recall_among_candidates),
        ("false-match rate", quality.false_match_rate),
        ("missed-match rate", quality.missed_match_rate),
    ] {
        let figure = estimate.map_or("nothing to count".to_owned(), |Estimate { value, low, high }| {
            format!("{value:.4}  (95 %: {low:.4} to {high:.4})")
        });
        printer.line(format!("    {what:<24} {figure}"))?;
    }
    Ok(())
}
