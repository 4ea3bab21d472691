//! `athar names read`: a name as parts with roles, with the other ways to read it.

use crate::Outcome;
use crate::printer::Printer;
use names::{Part, PartRole, Reader, Reading, Tables, skeleton};
use serde::Serialize;
use std::io::BufRead;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The names; `-` reads them from standard input, a line each.
    #[arg(required = true)]
    names: Vec<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct NameView {
    name: String,
    readings: Vec<ReadingView>,
}

#[derive(Serialize)]
struct ReadingView {
    order: String,
    confidence: f32,
    parts: Vec<PartView>,
}

#[derive(Serialize)]
struct PartView {
    text: String,
    as_written: String,
    role: String,
    script: String,
    key: String,
    /// Share of women among those who bear a given name, where known.
    #[serde(skip_serializing_if = "Option::is_none")]
    share_of_women: Option<f32>,
}

fn view(reading: &Reading) -> ReadingView {
    let part = |part: &Part| PartView {
        text: part.text.clone(),
        as_written: part.as_written.clone(),
        role: format!("{:?}", part.role).to_lowercase(),
        script: format!("{:?}", part.script).to_lowercase(),
        key: format!("{:x}", skeleton(&part.text).0),
        share_of_women: Some(part)
            .filter(|part| part.role == PartRole::Given)
            .and_then(|part| Tables::shipped().share_of_women(&part.text)),
    };
    ReadingView {
        order: format!("{:?}", reading.order),
        confidence: reading.confidence,
        parts: reading.parts.iter().map(part).collect(),
    }
}

pub(crate) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let mut names = Vec::new();
    for name in &arguments.names {
        if name == "-" {
            for line in std::io::stdin().lock().lines() {
                names.push(line?);
            }
        } else {
            names.push(name.clone());
        }
    }
    let mut reader = Reader::new();
    let views: Vec<NameView> = names
        .into_iter()
        .map(|name| NameView { readings: reader.readings(&name).iter().map(view).collect(), name })
        .collect();
    if arguments.json {
        printer.json(&views)?;
        return Ok(Outcome::Done);
    }
    for name in &views {
        printer.line(&name.name)?;
        for reading in &name.readings {
            printer.line(format!("  {} ({:.2})", reading.order, reading.confidence))?;
            for part in &reading.parts {
                let women = part.share_of_women.map(|share| format!(" women {share:.2}")).unwrap_or_default();
                printer.line(format!(
                    "    {:<14} {:<18} {:<18} key {}{women}",
                    part.role, part.text, part.as_written, part.key
                ))?;
            }
        }
    }
    Ok(Outcome::Done)
}
