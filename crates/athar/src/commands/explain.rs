//! `athar explain`: why two records were set beside each other, in sentences and in lines that add up.

use crate::Outcome;
use crate::archive_at::ArchiveAt;
use crate::linking::{How, load, model_for, rivals_of};
use crate::printer::Printer;
use crate::telling::tell;
use crate::words::Language;
use anyhow::Context;
use link::person::{Explainer, Explanation};
use store::RecordId;

/// Explain a pair of records.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    at: ArchiveAt,
    /// One record, such as R2.17.
    left: RecordId,
    /// The other.
    right: RecordId,
    /// Language of the sentences: en or ar.
    #[arg(long, default_value = "en")]
    language: Language,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let archive = arguments.at.open()?;
    let explanation = explain(&archive, arguments.left, arguments.right, printer)?;
    if arguments.json {
        printer.json(&explanation)?;
        return Ok(Outcome::Done);
    }
    for line in tell(&archive, arguments.left, arguments.right, &explanation, arguments.language)?.lines() {
        printer.line(line)?;
    }
    printer.line("")?;
    for line in lines_that_add_up(&explanation) {
        printer.line(line)?;
    }
    Ok(Outcome::Done)
}

/// Explains a pair under the model of the latest run.
pub(crate) fn explain(
    archive: &store::Archive,
    left: RecordId,
    right: RecordId,
    printer: &Printer,
) -> anyhow::Result<Explanation> {
    let loaded = load(archive)?;
    let row = |id: RecordId| {
        loaded.rows.get(&id).copied().with_context(|| format!("there is no record {id} that is matched"))
    };
    let (one, other) = (row(left)?, row(right)?);
    let how = How::usual(1);
    let model = model_for(archive, &loaded, how, printer)?;
    let explanation = Explainer::new(&loaded.table, &model).explain(one, other);
    let is_pair = |link: &store::Link| (link.left, link.right) == (left.min(right), left.max(right));
    let linked = archive.links_of(left)?.into_iter().find(is_pair);
    Ok(match linked {
        Some(link) => explanation.beside_rivals(rivals_of(&link.evidence)),
        None => explanation,
    })
}

/// The waterfall: each line in bits, to the sum.
fn lines_that_add_up(explanation: &Explanation) -> Vec<String> {
    let bits = |weight: i32| f64::from(weight) / 1024.0;
    let mut lines = vec![format!("{:>9}  what", "bits")];
    lines.extend(explanation.lines.iter().map(|line| {
        let parts = line.parts.as_ref().map(|parts| format!(" ({} / {})", parts.one, parts.other)).unwrap_or_default();
        format!("{:>+9.3}  {}: {}{parts}", bits(line.weight), line.comparison, line.level)
    }));
    lines.push(format!("{:>+9.3}  kin and namesakes would agree as well", bits(explanation.kin)));
    lines.push(format!("{:>+9.3}  what such a weight is worth between these lists", bits(explanation.calibration)));
    lines.push(format!("{:>+9.3}  others who fit as well, or a third record that fits both", bits(explanation.rivals)));
    lines.push(format!("{:>+9.3}  match weight", bits(explanation.weight)));
    lines.push(format!("{:>+9.3}  before anything was compared", bits(explanation.prior)));
    let trust =
        if explanation.calibrated { "as far as the model holds" } else { "by the model alone: trust the weight" };
    lines.push(format!(
        "{:>+9.3}  log odds: probability {:.4}, {trust}",
        bits(explanation.log_odds),
        explanation.probability
    ));
    lines
}
