//! `athar label draw`: draws a stratified sample of pairs and writes a blind sheet for each judge.

use super::folder::Folder;
use super::key::{self, Asked, Key, KeyPair, PairsFile};
use super::rows::Rows;
use super::sheet::Content;
use super::thousandths;
use crate::printer::Printer;
use crate::words::Language;
use crate::{Outcome, WrongUse, tables};
use anyhow::Context;
use link::label::{Design, Drawn, SAMPLE_MAX, SAMPLE_MIN, SheetOrder, codes};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use store::Hash;

/// More sheets than an organisation has people to fill them.
const JUDGES_MAX: usize = 20;

/// Draw a blind sample of pairs, by probability, and write a sheet for each judge.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Pairs, as written by `athar match --pairs`.
    #[arg(long)]
    pairs: PathBuf,
    /// The table, or both tables that were linked, left first.
    #[arg(required = true, num_args = 1..=2)]
    tables: Vec<PathBuf>,
    /// Folder for the sheets and the key: a new one, or an empty one.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Pairs to draw.
    #[arg(long, default_value_t = 200)]
    sample: usize,
    /// The same seed draws the same pairs.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Sheets to write, one a judge: the same pairs in another order.
    #[arg(long, default_value_t = 2)]
    judges: usize,
    /// Columns that judges must not see, separated by commas. Ids, and columns whose names begin with `cluster` or
    /// `truth`, are never shown.
    #[arg(long, value_delimiter = ',')]
    ignore: Vec<String>,
    /// Probability from which on a pair is proposed: pairs near it are drawn more often.
    #[arg(long, default_value_t = 0.5)]
    threshold: f64,
    /// Language of headings and verdicts: ar or en. Either is read back.
    #[arg(long, default_value = "en")]
    language: Language,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Report<'run> {
    folder: String,
    pairs: u64,
    drawn: usize,
    strata: &'run [link::label::Stratum],
    columns: &'run [String],
    files: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let threshold = thousandths(arguments.threshold)?;
    if !(SAMPLE_MIN..=SAMPLE_MAX).contains(&arguments.sample) {
        return Err(WrongUse(format!("--sample is a number from {SAMPLE_MIN} to {SAMPLE_MAX}")).into());
    }
    if !(1..=JUDGES_MAX).contains(&arguments.judges) {
        return Err(WrongUse(format!("--judges is a number from 1 to {JUDGES_MAX}")).into());
    }
    let folder = Folder::begin(&arguments.out)?;
    let sha256 = sha256_of(&arguments.pairs)?;
    let probabilities = read_probabilities(&arguments.pairs)?;
    if probabilities.is_empty() {
        return Err(WrongUse(format!("{} holds no pairs", arguments.pairs.display())).into());
    }
    let design = Design { sample: arguments.sample, threshold, seed: arguments.seed };
    let drawn = link::label::draw(&probabilities, &design);
    let blind = blind_seed(arguments.seed, sha256);
    let pairs = key_pairs(&arguments.pairs, &drawn, blind)?;
    let names: Vec<(String, String)> = pairs.iter().map(|pair| (pair.left.clone(), pair.right.clone())).collect();
    let rows = Rows::read(&arguments.tables, &arguments.ignore, &names)?;
    let of_pair =
        |pair: &KeyPair| Ok((pair.code.clone(), rows.cells(&pair.left, "l:")?, rows.cells(&pair.right, "r:")?));
    let content = Content {
        columns: &rows.columns,
        pairs: pairs.iter().map(of_pair).collect::<anyhow::Result<_>>()?,
        language: arguments.language,
    };

    let mut files = Vec::new();
    for judge in 1..=arguments.judges {
        let order = SheetOrder::of(content.pairs.len(), judge, blind);
        for (name, bytes) in [
            (format!("judge-{judge}.csv"), content.csv(&order)?),
            (format!("judge-{judge}.xlsx"), content.xlsx(&order)?),
        ] {
            folder.write(&name, &bytes)?;
            files.push(name);
        }
    }
    let name = arguments.pairs.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let pairs_file = PairsFile { name, sha256, pairs: probabilities.len() as u64 };
    let asked = Asked { seed: arguments.seed, judges: arguments.judges, threshold };
    let key = Key::new(asked, pairs_file, drawn.strata, drawn.by_thousandth, pairs);
    folder.write(key::FILE, &key.to_bytes()?)?;
    files.push(key::FILE.to_owned());
    folder.finish()?;
    report(arguments, &key, &rows, files, printer)
}

fn report(
    arguments: &Arguments,
    key: &Key,
    rows: &Rows,
    files: Vec<String>,
    printer: &mut Printer,
) -> anyhow::Result<Outcome> {
    printer.remark(format!("judges see: {}", rows.columns.join(", ")));
    if !rows.left_out.is_empty() {
        printer.remark(format!("left out: {}", rows.left_out.join(", ")));
    }
    printer.remark(format!(
        "{} says which code is which pair and what the machine thinks of it. No judge may see it: give each judge one \
         sheet and nothing else, and let them not speak of pairs before both are done.",
        arguments.out.join(key::FILE).display()
    ));
    let (pairs, drawn) = (key.pairs_file.pairs, key.pairs.len());
    if arguments.json {
        let folder = arguments.out.display().to_string();
        printer.json(&Report { folder, pairs, drawn, strata: &key.strata, columns: &rows.columns, files })?;
        return Ok(Outcome::Done);
    }
    printer.line(format!("{drawn} of {pairs} pairs drawn for {} judges: {}", key.judges, arguments.out.display()))?;
    printer.line("  probability         pairs    drawn   one stands for")?;
    for stratum in &key.strata {
        printer.line(format!(
            "  {:.3} to {:.3}  {:>10}  {:>7}  {:>15.1}",
            f64::from(stratum.from) / 1_000.0,
            f64::from(stratum.to) / 1_000.0,
            stratum.pairs,
            stratum.drawn,
            stratum.sampling_weight()
        ))?;
    }
    Ok(Outcome::Done)
}

/// The seed of codes and orders. Whoever knows the seed of the draw, and most take the default, could tell strata from
/// codes; so it takes the file of pairs as well, which judges do not have.
fn blind_seed(seed: u64, sha256: Hash) -> u64 {
    sha256.0.iter().fold(seed, |seed, &byte| seed.rotate_left(5) ^ u64::from(byte))
}

fn sha256_of(path: &Path) -> anyhow::Result<Hash> {
    let mut file = File::open(path).with_context(|| format!("pairs {}", path.display()))?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let length = file.read(&mut buffer).with_context(|| format!("pairs {}", path.display()))?;
        if length == 0 {
            return Ok(Hash(hasher.finalize().into()));
        }
        hasher.update(&buffer[..length]);
    }
}

fn read_probabilities(path: &Path) -> anyhow::Result<Vec<f64>> {
    let mut table = tables::open(path)?;
    let column = tables::column(&table, "probability", path)?;
    let mut probabilities = Vec::new();
    while let Some(row) = table.next_row()? {
        let probability: Option<f64> = row.get(column).trim().parse().ok();
        let probability = probability.filter(|probability| (0.0..=1.0).contains(probability)).with_context(|| {
            format!("{}, row {}: the probability is no number from 0 to 1", path.display(), probabilities.len() + 1)
        })?;
        probabilities.push(probability);
    }
    Ok(probabilities)
}

/// The drawn pairs as the key keeps them, each with a code of its own.
fn key_pairs(path: &Path, drawn: &Drawn, seed: u64) -> anyhow::Result<Vec<KeyPair>> {
    let places: HashMap<usize, usize> =
        drawn.picks.iter().enumerate().map(|(place, pick)| (pick.pair, place)).collect();
    let codes = codes(drawn.picks.len(), seed);
    let mut table = tables::open(path)?;
    let column = |name: &str| tables::column(&table, name, path);
    let columns = (column("left")?, column("right")?, column("weight")?, column("probability")?);
    let mut pairs: Vec<Option<KeyPair>> = drawn.picks.iter().map(|_| None).collect();
    let mut number = 0;
    while let Some(row) = table.next_row()? {
        if let Some(&place) = places.get(&number) {
            let stratum = drawn.picks[place].stratum;
            let figure = |at: usize| {
                let value: Option<f64> = row.get(at).trim().parse().ok();
                value.filter(|value| value.is_finite()).with_context(|| {
                    format!("{}, row {}: the weight or the probability is no number", path.display(), number + 1)
                })
            };
            pairs[place] = Some(KeyPair {
                code: codes[place].clone(),
                left: row.get(columns.0).to_owned(),
                right: row.get(columns.1).to_owned(),
                stratum,
                weight: figure(columns.2)?,
                probability: figure(columns.3)?,
                sampling_weight: drawn.strata[stratum].sampling_weight(),
            });
        }
        number += 1;
    }
    let whole: Option<Vec<KeyPair>> = pairs.into_iter().collect();
    whole.with_context(|| format!("{} was changed while it was read", path.display()))
}
