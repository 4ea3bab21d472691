//! `athar names compare`: scores for pairs of names, or the reasons for each.

use super::tables::tables;
use crate::Outcome;
use crate::printer::Printer;
use crate::words::{Language, Words};
use names::{Comparer, Finding, NameComparison, Part, PartLine, PartVerdict, Reader, Vocabulary};
use serde::Serialize;
use std::borrow::Cow;
use std::io::{BufRead, BufWriter, Write};
use std::path::PathBuf;

/// Distinct parts after which the comparer begins anew.
const REMEMBERED_MAX: usize = 500_000;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Print why, a line a part, instead of a score a pair.
    #[arg(long)]
    explain: bool,
    /// Language of the reasons: en or ar.
    #[arg(long, default_value = "en")]
    language: Language,
    /// Print the reasons as JSON.
    #[arg(long)]
    json: bool,
    /// Tables made by `athar names learn`, in place of the shipped ones.
    #[arg(long)]
    tables: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let tables = tables(arguments.tables.as_ref())?;
    let vocabulary = Vocabulary::shipped(&tables);
    let mut comparer = Comparer::new(&vocabulary);
    let mut reader = Reader::new();
    let mut input = std::io::stdin().lock();
    let mut explained = Vec::new();
    let words = Words::of(arguments.language);
    let mut output = (!arguments.explain && !arguments.json).then(|| BufWriter::new(std::io::stdout().lock()));
    if let Some(output) = &mut output {
        writeln!(output, "id\tscore")?;
    }
    let (mut line, mut number) = (String::new(), 0);
    loop {
        line.clear();
        if input.read_line(&mut line)? == 0 {
            break;
        }
        number += 1;
        let row = line.trim_end_matches(['\n', '\r']);
        if number == 1 || row.is_empty() {
            continue;
        }
        let mut fields = row.split('\t');
        let (Some(id), Some(a), Some(b)) = (fields.next(), fields.next(), fields.next()) else {
            anyhow::bail!("line {number} of the pairs has fewer than three columns: id, a, b, parted by tabs");
        };
        if comparer.remembered() > REMEMBERED_MAX {
            comparer = Comparer::new(&vocabulary);
        }
        let (a, b) = (reader.read(a), reader.read(b));
        if let Some(output) = &mut output {
            let (a, b) = (comparer.prepare(&a), comparer.prepare(&b));
            writeln!(output, "{id}\t{:.7}", comparer.weigh(&a, &b).probability())?;
            continue;
        }
        let compared = comparer.explain(&a, &b);
        if arguments.json {
            explained.push(View::of(id, &compared));
        } else {
            for line in told(id, &compared, &words) {
                printer.line(line)?;
            }
        }
    }
    if arguments.json {
        printer.json(&explained)?;
    }
    if let Some(mut output) = output {
        output.flush()?;
    }
    Ok(Outcome::Done)
}

/// A comparison for machines. Weights are in 1/1024 bit; parts and terms add up to the weight.
#[derive(Serialize)]
struct View {
    id: String,
    weight: i32,
    score: f32,
    finding: String,
    parts: Vec<LineView>,
    terms: Vec<TermView>,
}

#[derive(Serialize)]
struct LineView {
    a: Option<String>,
    b: Option<String>,
    role: String,
    verdict: String,
    closeness_bits: f32,
    evidence_bits: f32,
    weight: i32,
}

#[derive(Serialize)]
struct TermView {
    name: &'static str,
    weight: i32,
}

impl View {
    fn of(id: &str, compared: &NameComparison) -> Self {
        let text = |part: &Option<Part>| part.as_ref().map(|part| part.as_written.clone());
        Self {
            id: id.to_owned(),
            weight: compared.weight.0,
            score: compared.score,
            finding: format!("{:?}", compared.finding),
            parts: compared
                .parts
                .iter()
                .map(|line| LineView {
                    a: text(&line.a),
                    b: text(&line.b),
                    role: role(line),
                    verdict: format!("{:?}", line.verdict),
                    closeness_bits: line.closeness,
                    evidence_bits: line.evidence,
                    weight: line.weight,
                })
                .collect(),
            terms: compared.terms.iter().map(|term| TermView { name: term.name, weight: term.weight }).collect(),
        }
    }
}

fn role(line: &PartLine) -> String {
    let part = line.a.as_ref().or(line.b.as_ref());
    part.map(|part| format!("{:?}", part.role).to_lowercase()).unwrap_or_default()
}

/// A comparison for people: what it comes to, a line a part, a line a term, and the sum.
fn told(id: &str, compared: &NameComparison, words: &Words) -> Vec<String> {
    let finding = match compared.finding {
        Finding::Same => "name-finding-same",
        Finding::SameFamilyOtherPerson => "name-finding-family",
        Finding::Different => "name-finding-different",
        Finding::Unclear => "name-finding-unclear",
    };
    let bits = |weight: i32| format!("{:>+9.3}", f64::from(weight) / 1024.0);
    let mut lines = vec![format!("{id}  {} ({:.3})", words.say(finding), compared.score)];
    for line in &compared.parts {
        let text = |part: &Option<Part>| Cow::Owned(part.as_ref().map(|p| p.as_written.clone()).unwrap_or_default());
        let verdict = match line.verdict {
            PartVerdict::Same => "name-part-same",
            PartVerdict::Close => "name-part-close",
            PartVerdict::Different => "name-part-different",
            PartVerdict::OneSided => "name-part-one-sided",
        };
        let what = Cow::Owned(words.say(&format!("name-role-{}", role(line))));
        let only = Cow::Owned(format!("{}{}", text(&line.a), text(&line.b)));
        let said = [("what", what), ("one", text(&line.a)), ("other", text(&line.b)), ("only", only)];
        lines.push(format!("{}  {}", bits(line.weight), words.tell(verdict, &said)));
    }
    for term in &compared.terms {
        lines.push(format!("{}  {}", bits(term.weight), words.say(&format!("name-term-{}", slug(term.name)))));
    }
    lines.push(format!("{}  {}", bits(compared.weight.0), words.say("name-weight")));
    lines
}

/// The key of a term: small letters and hyphens.
pub(crate) fn slug(name: &str) -> String {
    name.chars().filter_map(|c| if c == ' ' { Some('-') } else { c.is_ascii_alphanumeric().then_some(c) }).collect()
}
