//! `athar names`: the name matcher by itself: read, compare, search, learn.

use crate::Outcome;
use crate::printer::Printer;
use anyhow::Context;
use names::learn::{Exclusions, TrainingData, learn};
use names::{IndexBuilder, NameIndex, Part, Reading, Session, Tables, Vocabulary, compare, readings, skeleton};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

/// Names across Arabic, Kurdish and Latin spellings.
#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Read names into parts with roles, alternatives and keys.
    Read {
        /// The names.
        #[arg(required = true)]
        names: Vec<String>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Compare pairs of names: a table `id, a, b` with a header on standard input gives `id, score`.
    Compare,
    /// Search names among candidates, whatever the script of either.
    Search {
        /// Candidates: `cid, name`, tab-separated, with a header.
        #[arg(long)]
        candidates: PathBuf,
        /// Queries: `qid, name`.
        #[arg(long)]
        queries: PathBuf,
        /// Results a query.
        #[arg(long, default_value_t = 10)]
        limit: usize,
    },
    /// Learn tables from a folder of pair lists, offline and deterministically.
    Learn {
        /// The folder: `.tsv` and `.tsv.gz` files.
        folder: PathBuf,
        /// Pairs whose names must not be learnt from.
        #[arg(long)]
        exclude: Vec<PathBuf>,
        /// Where to write the tables.
        #[arg(short, long)]
        output: PathBuf,
    },
}

pub(crate) fn run(command: Command, printer: &mut Printer) -> anyhow::Result<Outcome> {
    match command {
        Command::Read { names, json } => read(&names, json, printer),
        Command::Compare => compare_pairs(),
        Command::Search { candidates, queries, limit } => search(&candidates, &queries, limit),
        Command::Learn { folder, exclude, output } => learn_tables(&folder, &exclude, &output, printer),
    }
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
    key: String,
}

fn view(reading: &Reading) -> ReadingView {
    let part = |part: &Part| PartView {
        text: part.text.clone(),
        as_written: part.as_written.clone(),
        role: format!("{:?}", part.role).to_lowercase(),
        key: format!("{:x}", skeleton(&part.text).0),
    };
    ReadingView {
        order: format!("{:?}", reading.order),
        confidence: reading.confidence,
        parts: reading.parts.iter().map(part).collect(),
    }
}

fn read(names: &[String], json: bool, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let views: Vec<NameView> = names
        .iter()
        .map(|name| NameView { name: name.clone(), readings: readings(name).iter().map(view).collect() })
        .collect();
    if json {
        printer.json(&views)?;
        return Ok(Outcome::Done);
    }
    for name in &views {
        printer.line(&name.name)?;
        for reading in &name.readings {
            printer.line(format!("  {} ({:.2})", reading.order, reading.confidence))?;
            for part in &reading.parts {
                printer.line(format!(
                    "    {:<14} {:<18} {:<18} key {}",
                    part.role, part.text, part.as_written, part.key
                ))?;
            }
        }
    }
    Ok(Outcome::Done)
}

fn compare_pairs() -> anyhow::Result<Outcome> {
    let tables = Tables::shipped();
    let vocabulary = Vocabulary::shipped(tables);
    let mut output = BufWriter::new(std::io::stdout().lock());
    writeln!(output, "id\tscore")?;
    for (number, line) in std::io::stdin().lock().lines().enumerate().skip(1) {
        let line = line?;
        let mut fields = line.split('\t');
        let (Some(id), Some(a), Some(b)) = (fields.next(), fields.next(), fields.next()) else {
            anyhow::bail!("line {} of the pairs has fewer than three columns: id, a, b", number + 1);
        };
        writeln!(output, "{id}\t{:.7}", compare(tables, &vocabulary, a, b).score)?;
    }
    output.flush()?;
    Ok(Outcome::Done)
}

fn two_columns(path: &Path) -> anyhow::Result<Vec<(String, String)>> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let rows = text.lines().enumerate().skip(1).map(|(number, line)| {
        let fields = line
            .split_once('\t')
            .with_context(|| format!("{}, line {}: two columns are needed", path.display(), number + 1))?;
        Ok((fields.0.to_owned(), fields.1.to_owned()))
    });
    rows.collect()
}

fn search(candidates: &Path, queries: &Path, limit: usize) -> anyhow::Result<Outcome> {
    let candidates = two_columns(candidates)?;
    let queries = two_columns(queries)?;
    let mut builder = IndexBuilder::new(Tables::shipped());
    for (at, (_, name)) in candidates.iter().enumerate() {
        builder.push(at as u64, name)?;
    }
    let index = NameIndex::open(Tables::shipped(), builder.finish())?;
    let mut session = Session::new();
    let mut output = BufWriter::new(std::io::stdout().lock());
    writeln!(output, "qid\trank\tcid\tscore")?;
    for (query, name) in &queries {
        for (rank, hit) in index.search_with(&mut session, name, limit).into_iter().enumerate() {
            writeln!(output, "{query}\t{}\t{}\t{:.5}", rank + 1, candidates[hit.key as usize].0, hit.bits)?;
        }
    }
    output.flush()?;
    Ok(Outcome::Done)
}

fn read_training_file(path: &Path) -> anyhow::Result<String> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut text = String::new();
    if path.extension().is_some_and(|ending| ending == "gz") {
        flate2::read::GzDecoder::new(&bytes[..])
            .read_to_string(&mut text)
            .with_context(|| format!("cannot unpack {}", path.display()))?;
    } else {
        text = String::from_utf8(bytes).with_context(|| format!("{} is not UTF-8", path.display()))?;
    }
    Ok(text)
}

fn learn_tables(folder: &Path, exclude: &[PathBuf], output: &Path, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().trim_end_matches(".gz").to_owned();
        if Path::new(&name).extension().is_some_and(|ending| ending == "tsv") {
            files.insert(name, read_training_file(&path)?);
        }
    }
    let mut exclusions = Exclusions::new();
    for path in exclude {
        exclusions.add_pairs(&read_training_file(path)?);
    }
    let bytes = learn(&TrainingData { files }, &exclusions, &mut |line| printer.remark(line))?;
    fs::write(output, &bytes).with_context(|| format!("cannot write {}", output.display()))?;
    printer.remark(format!("{} bytes, checksum {}", bytes.len(), Tables::from_bytes(&bytes)?.checksum()));
    Ok(Outcome::Done)
}
