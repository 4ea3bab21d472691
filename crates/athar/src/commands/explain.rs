//! `athar explain`: why two records were set beside each other, in sentences and in lines that add up.

use crate::Outcome;
use crate::archive_at::ArchiveAt;
use crate::explaining::{explain, leave_hidden_out};
use crate::linking::{Loaded, load};
use crate::printer::Printer;
use crate::signing::seconds;
use crate::telling::{shown, tell};
use crate::words::{Language, Words};
use link::person::Explanation;
use serde::Serialize;
use std::collections::{BTreeSet, HashSet};
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
    // What may not be seen is not explained; what is, is in the log first.
    if archive.console(seconds()).beside(&[arguments.left, arguments.right])?.len() < 2 {
        anyhow::bail!("there is no record {} or {} that may be shown", arguments.left, arguments.right);
    }
    let loaded = load(&archive)?;
    let mut explanation = explain(&archive, &loaded, arguments.left, arguments.right, printer)?;
    let both = [shown(&archive, arguments.left)?, shown(&archive, arguments.right)?];
    leave_hidden_out(&mut explanation, [&both[0], &both[1]]);
    let company = company(&archive, &loaded, arguments.left, arguments.right)?;
    if arguments.json {
        printer.json(&Told { explanation, company })?;
        return Ok(Outcome::Done);
    }
    for line in tell(&archive, arguments.left, arguments.right, &explanation, arguments.language)?.lines() {
        printer.line(line)?;
    }
    for Company { left, right, .. } in &company {
        let pair = [("one", left.as_str().into()), ("other", right.as_str().into())];
        printer.line(Words::of(arguments.language).tell("told-company", &pair))?;
    }
    printer.line("")?;
    for line in lines_that_add_up(&explanation) {
        printer.line(line)?;
    }
    Ok(Outcome::Done)
}

/// An explanation, and beside it what weighs nothing.
#[derive(Serialize)]
struct Told {
    #[serde(flatten)]
    explanation: Explanation,
    /// Links between those who were arrested with the two, or are of their houses.
    company: Vec<Company>,
}

#[derive(Serialize)]
struct Company {
    left: String,
    right: String,
    probability: f64,
}

/// Links at which an archive proposes groups, between the companions of two records.
fn company(archive: &store::Archive, loaded: &Loaded, left: RecordId, right: RecordId) -> anyhow::Result<Vec<Company>> {
    let companions = |record: RecordId| -> Vec<RecordId> {
        let found = loaded.rows.get(&record).map(|&row| loaded.table.companions(row)).unwrap_or_default();
        found.into_iter().map(|row| loaded.ids[row as usize]).collect()
    };
    let beside = companions(right);
    let mut found = Vec::new();
    for companion in companions(left) {
        for link in archive.links_of(companion)? {
            let other = if link.left == companion { link.right } else { link.left };
            let probability = f64::from(link.probability_micro) / 1e6;
            if probability >= super::link::THRESHOLD && beside.contains(&other) {
                found.push(Company { left: companion.to_string(), right: other.to_string(), probability });
            }
        }
    }
    // Of two records of one list each such link is seen from both ends.
    let mut seen = HashSet::new();
    found.retain(|company| {
        seen.insert([&company.left, &company.right].map(Clone::clone).into_iter().collect::<BTreeSet<String>>())
    });
    Ok(found)
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
