//! What can be asked of a model and tables without linking them: why two rows weigh what they weigh, and what a run
//! will cost and find.

use super::super::write::json;
use super::{Run, told};
use crate::printer::Printer;
use crate::{Outcome, WrongUse};
use anyhow::Context;

/// Explains a pair, given as the names of its two rows.
pub(super) fn explain(run: &Run<'_>, pair: &[String], printer: &mut Printer) -> anyhow::Result<Outcome> {
    let row = |name: &String| {
        let mut found = run.ids.iter().enumerate().filter(|(_, id)| id == name).map(|(row, _)| row);
        let found = found.next().filter(|_| found.next().is_none());
        // A row's name may be a person's number: the error says which one was asked for only by its place.
        found.map(|row| row as u32)
    };
    let [one, other] = pair else {
        return Err(WrongUse("--explain takes the names of two rows, separated by a comma".to_owned()).into());
    };
    let (Some(one), Some(other)) = (row(one), row(other)) else {
        let text = "--explain: the tables have no such row, or have several of that name; rows are named by the id column, or by their number from 0, \
                    with l: or r: before it when two tables are linked";
        return Err(WrongUse(text.to_owned()).into());
    };
    let explanation = run.engine.explain(one, other);
    if json(run.arguments, printer, &explanation)? {
        return Ok(Outcome::Done);
    }
    printer.line(format!("{:>+8.2}  before anything is compared", explanation.prior))?;
    for line in &explanation.lines {
        printer.line(format!(
            "{:>+8.2}  {}: {}   [{}] [{}]",
            line.weight, line.comparison, line.level, line.left, line.right
        ))?;
        if line.rarity != 0.0 {
            let share = line.share.unwrap_or(0.0);
            printer.line(format!(
                "{:>+8.2}    how common the value is: {:.4} % of records",
                line.rarity,
                share * 100.0
            ))?;
        }
    }
    printer.line(format!("{:>+8.2}  together: probability {:.6}", explanation.weight, explanation.probability))?;
    let rules = if explanation.rules.is_empty() { "none".to_owned() } else { explanation.rules.join("; ") };
    printer.line(format!("          rules that find the pair: {rules}"))?;
    Ok(Outcome::Done)
}

/// Forecasts the run.
pub(super) fn forecast(run: &Run<'_>, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let bar = printer.bar("forecasting");
    let forecast = run.engine.forecast(&run.options, &mut |phase, done, total| told(&bar, phase, done, total));
    bar.finish_and_clear();
    let forecast = forecast.context("the work was stopped")?;
    if json(run.arguments, printer, &forecast)? {
        return Ok(Outcome::Done);
    }
    printer.line(format!(
        "{} records make {} pairs; the rules make about {:.0}",
        forecast.records, forecast.all_pairs, forecast.pairs
    ))?;
    printer
        .line(format!("{:>14} {:>14} {:>12} {:>12} {:>7}  rule", "pairs", "new", "matches", "only here", "recall"))?;
    for rule in &forecast.rules {
        printer.line(format!(
            "{:>14} {:>14.0} {:>12.0} {:>12.0} {:>7.3}  {}",
            rule.pairs, rule.new_pairs, rule.matches, rule.only_here, rule.recall, rule.rule
        ))?;
    }
    printer.line(format!(
        "together they find about {:.0} matches and miss about {:.0}: recall {:.3}, rather less. The prior expects {:.0} matches.",
        forecast.matches, forecast.missed, forecast.recall, forecast.matches_by_prior
    ))?;
    printer.line("values that cost most:")?;
    for block in &forecast.largest {
        let note = if block.pairs > run.options.block_pairs_max { "  passed over" } else { "" };
        printer.line(format!(
            "{:>14} pairs  {:>9} records  {} = {}{note}",
            block.pairs,
            block.records,
            block.rule,
            block.value()
        ))?;
    }
    Ok(Outcome::Done)
}
