//! Judged sheets, read back: what each judge said, and what in a sheet could not be understood.
//!
//! No message holds a cell: codes are said only when they are codes of the key.

use super::key::Key;
use super::{LANGUAGES, word_for};
use crate::WrongUse;
use crate::words::Words;
use exchange::table::{self, RawTable};
use link::label::Judgement;
use serde::Serialize;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// What one judge said.
#[derive(Debug)]
pub(super) struct Judged {
    pub(super) file: PathBuf,
    /// Of each pair of the key.
    pub(super) verdicts: Vec<Option<Judgement>>,
    pub(super) problems: Vec<SheetProblem>,
}

/// A row of a sheet that could not be understood.
#[derive(Clone, Debug, Serialize)]
pub(super) struct SheetProblem {
    pub(super) file: String,
    pub(super) row: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) code: Option<String>,
    pub(super) problem: &'static str,
    pub(super) remedy: &'static str,
}

impl Judged {
    pub(super) fn count(&self, wanted: Option<Judgement>) -> usize {
        self.verdicts.iter().filter(|&&own| own == wanted).count()
    }

    fn is_begun(&self) -> bool {
        self.verdicts.iter().any(Option::is_some)
    }

    /// The sheet's name.
    pub(super) fn name(&self) -> String {
        self.file.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }
}

/// Words of a sheet in every language, folded: case, forms of alef and vowel signs are nobody's mistake.
struct Vocabulary {
    code: Vec<String>,
    verdict: Vec<String>,
    judgements: Vec<(String, Judgement)>,
}

impl Vocabulary {
    fn new() -> Vocabulary {
        let words = LANGUAGES.map(Words::of);
        let say = |key: &str| words.iter().map(|words| record::fold(&words.say(key))).collect();
        let judgements = words.iter().flat_map(|words| {
            [Judgement::Same, Judgement::Different, Judgement::Unsure]
                .map(|judgement| (record::fold(&word_for(judgement, words)), judgement))
        });
        Vocabulary { code: say("label-code"), verdict: say("label-verdict"), judgements: judgements.collect() }
    }

    fn judgement(&self, text: &str) -> Option<Judgement> {
        let folded = record::fold(text);
        self.judgements.iter().find(|(word, _)| *word == folded).map(|&(_, judgement)| judgement)
    }
}

/// The column whose header is one of these words.
fn column(words: &[String], table: &RawTable, path: &Path) -> Result<usize, WrongUse> {
    let found = table.headers.iter().position(|header| words.contains(&record::fold(header)));
    found.ok_or_else(|| {
        let wanted = words.join("` or `");
        WrongUse(format!("{} has no column `{wanted}`; give a sheet that `athar label draw` wrote", path.display()))
    })
}

/// Reads one sheet.
pub(super) fn read(path: &Path, key: &Key) -> anyhow::Result<Judged> {
    let vocabulary = Vocabulary::new();
    let places: HashMap<&str, usize> =
        key.pairs.iter().enumerate().map(|(place, pair)| (pair.code.as_str(), place)).collect();
    let mut table = table::open_filled(path)?;
    let code_column = column(&vocabulary.code, &table, path)?;
    let verdict_column = column(&vocabulary.verdict, &table, path)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut judged = Judged { file: path.to_owned(), verdicts: vec![None; key.pairs.len()], problems: Vec::new() };
    let mut first_row: Vec<Option<u64>> = vec![None; key.pairs.len()];
    while let Some(row) = table.next_row()? {
        let code = record::fold(row.get(code_column)).to_uppercase();
        let verdict = row.get(verdict_column);
        let is_empty = record::fold(verdict).is_empty();
        if code.is_empty() && is_empty {
            continue;
        }
        let mut problem = |code: Option<&str>, problem: &'static str, remedy: &'static str| {
            let code = code.map(str::to_owned);
            judged.problems.push(SheetProblem { file: name.clone(), row: row.number(), code, problem, remedy });
        };
        let Some(&place) = places.get(code.as_str()) else {
            problem(
                None,
                "a code that the key does not have",
                "put back the code of the row, or give the folder that the sheet came from",
            );
            continue;
        };
        if first_row[place].is_some() {
            problem(
                Some(&code),
                "a code that an earlier row has as well: neither is counted",
                "take out the row that is a copy, or put back its own code",
            );
            judged.verdicts[place] = None;
            continue;
        }
        first_row[place] = Some(row.number());
        if is_empty {
            continue;
        }
        judged.verdicts[place] = vocabulary.judgement(verdict);
        if judged.verdicts[place].is_none() {
            problem(
                Some(&code),
                "a verdict that is not known",
                "write same, different or unsure (نفس الشخص، مختلف، لست متأكدا)",
            );
        }
    }
    Ok(judged)
}

/// The sheets of a folder: of each judge the file that holds verdicts. Judges who have not begun are left out.
pub(super) fn find(folder: &Path, key: &Key) -> anyhow::Result<(Vec<Judged>, Vec<usize>)> {
    let (mut judged, mut not_begun) = (Vec::new(), Vec::new());
    for judge in 1..=key.judges {
        let paths = ["csv", "xlsx"].map(|ending| folder.join(format!("judge-{judge}.{ending}")));
        let mut begun = Vec::new();
        for path in paths.iter().filter(|path| path.exists()) {
            let own = read(path, key)?;
            if own.is_begun() || !own.problems.is_empty() {
                begun.push(own);
            }
        }
        if let [csv, xlsx] = &begun[..]
            && csv.verdicts != xlsx.verdicts
        {
            return Err(WrongUse(format!(
                "{} and {} hold different verdicts: say with --sheets which one counts",
                csv.name(),
                xlsx.name()
            ))
            .into());
        }
        match begun.into_iter().next() {
            Some(own) => judged.push(own),
            None => not_begun.push(judge),
        }
    }
    Ok((judged, not_begun))
}
