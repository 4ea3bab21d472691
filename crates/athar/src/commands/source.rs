//! `athar source`: what is known of a source beside its rows.

use crate::archive_at::{ArchiveAt, now};
use crate::printer::Printer;
use crate::signing::KeyAt;
use crate::{Outcome, WrongUse};
use record::{Authenticity, Private, Reliability};
use serde::Serialize;
use store::{CopyWord, ImportNumber, SourceFacts};

/// Say what is known of a source: publisher, how it came here, whether it is genuine, from what it was copied. Without
/// anything to say, show what is known of it.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    at: ArchiveAt,
    #[command(flatten)]
    by: KeyAt,
    /// The import that brought it, such as I3.
    import: ImportNumber,
    /// Read words from standard input, lines such as `publisher: …`, `found: …` (when and where), `chain: …` (how it came
    /// here, as whoever gave it claims): they may name people, and reach no process list.
    #[arg(long)]
    say: bool,
    /// unknown, verified, disputed or forged.
    #[arg(long, value_parser = word_of::<Authenticity>)]
    authenticity: Option<Authenticity>,
    /// good, mixed or poor.
    #[arg(long, value_parser = word_of::<Reliability>)]
    reliability: Option<Reliability>,
    /// An import that it was made from. May be given several times.
    #[arg(long)]
    derived_from: Vec<ImportNumber>,
    /// An import that it is a copy of, or the other way round. May be given several times.
    #[arg(long)]
    copy_of: Vec<ImportNumber>,
    /// An import that a machine took it for a copy of, and that it is none of.
    #[arg(long)]
    no_copy_of: Vec<ImportNumber>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

fn word_of<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_value(text.into()).map_err(|_| "not one of the words that are known here".to_owned())
}

#[derive(Serialize)]
struct Shown<'a> {
    import: String,
    kind: &'static str,
    facts: &'a SourceFacts,
    reliability_by: Option<String>,
    /// The lowest import of those that are copies of one another.
    group: String,
    /// Whether it holds requests or may repeat some: then it corroborates nothing.
    repeats_requests: bool,
}

const LABELS: [&str; 3] = ["publisher:", "found:", "chain:"];

/// Words of a source, from lines that say which they are.
fn said() -> anyhow::Result<[Option<Private>; 3]> {
    let mut words = [None, None, None];
    for line in std::io::stdin().lines() {
        let line = line?;
        let line = line.trim();
        let Some(place) = LABELS.iter().position(|label| line.starts_with(label)) else {
            if line.is_empty() {
                continue;
            }
            return Err(WrongUse("a line is none of `publisher: …`, `found: …`, `chain: …`".to_owned()).into());
        };
        words[place] = Some(Private::from(line[LABELS[place].len()..].trim()));
    }
    Ok(words)
}

pub(crate) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let archive = arguments.at.open_to_write()?;
    let word = |of: &ImportNumber, is_copy| CopyWord { of: *of, is_copy };
    let [publisher, found, chain] = if arguments.say { said()? } else { [None, None, None] };
    let facts = SourceFacts {
        publisher,
        found,
        chain,
        authenticity: arguments.authenticity,
        reliability: arguments.reliability,
        derived_from: arguments.derived_from.clone(),
        copies: arguments
            .copy_of
            .iter()
            .map(|of| word(of, true))
            .chain(arguments.no_copy_of.iter().map(|of| word(of, false)))
            .collect(),
    };
    if facts != SourceFacts::default() {
        archive.describe_source(arguments.import, facts, arguments.by.account(&archive)?, &now())?;
    }
    let independence = archive.independence()?;
    let sources = archive.sources()?;
    let Some(source) = sources.iter().find(|source| source.import == arguments.import) else {
        anyhow::bail!("there is no import {}, or it was taken back", arguments.import);
    };
    let shown = Shown {
        import: source.import.to_string(),
        kind: source.kind.as_str(),
        facts: &source.facts,
        reliability_by: source.reliability_by.map(|account| account.to_string()),
        group: independence.group(source.import).to_string(),
        repeats_requests: independence.repeats_requests(source.import),
    };
    if arguments.json {
        printer.json(&shown)?;
    } else {
        for line in serde_json::to_string_pretty(&shown)?.lines() {
            printer.line(line)?;
        }
    }
    Ok(Outcome::Done)
}
