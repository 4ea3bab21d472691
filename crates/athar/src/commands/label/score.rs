//! `athar label score`: how far judges agree, and what their verdicts say of the linkage.

use super::folder::write_private;
use super::judged::{self, Judged, SheetProblem};
use super::key::{Key, PairsFile};
use super::{telling, thousandths};
use crate::printer::Printer;
use crate::{Outcome, WrongUse};
use anyhow::Context;
use link::label::{Estimates, JudgeAgreement, JudgedPair, Judgement, Outcome as Verdict, consensus, estimate};
use serde::Serialize;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Files of disagreements that one folder may gather.
const DISAGREEMENT_FILES_MAX: usize = 100;
/// How the intervals come about, for whoever reads the JSON alone.
const METHOD: &str = "stratified estimate (Horvitz and Thompson 1952); 95 % limits by Wilson (1927) a stratum, put \
                      together in quadrature (Zou, Huang and Zhang 2009; Yan and Su 2010), for recall as in Fieller (1954)";
/// What no figure here counts.
const NOT_COUNTED: &str = "recall is among the candidates: true pairs that were never compared, or that the file of \
                           pairs does not hold, are not counted";

/// Read judged sheets: how far the judges agree, and how good the linkage is on your own data.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The folder that `athar label draw` made.
    dir: PathBuf,
    /// The judged sheets, CSV or XLSX, one a judge, and a third reading if there is one. Without it those in the folder.
    #[arg(long, num_args = 1..)]
    sheets: Vec<PathBuf>,
    /// Probability from which on a pair is proposed. Without it that of the draw.
    #[arg(long)]
    threshold: Option<f64>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
pub(super) struct Score {
    pub(super) pairs_file: PairsFile,
    pub(super) seed: u64,
    pub(super) drawn: usize,
    pub(super) judges: Vec<JudgeLine>,
    /// Of the first two judges.
    pub(super) agreement: Option<JudgeAgreement>,
    /// Of each two, when there are more.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) agreements: Vec<TwoJudges>,
    pub(super) verdicts: VerdictCounts,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) disagreements_file: Option<String>,
    pub(super) estimates: Estimates,
    pub(super) method: &'static str,
    pub(super) not_counted: &'static str,
    pub(super) problems: Vec<SheetProblem>,
}

#[derive(Serialize)]
pub(super) struct JudgeLine {
    pub(super) file: String,
    pub(super) same: usize,
    pub(super) different: usize,
    pub(super) unsure: usize,
    pub(super) missing: usize,
}

#[derive(Serialize)]
pub(super) struct TwoJudges {
    pub(super) first: String,
    pub(super) second: String,
    #[serde(flatten)]
    pub(super) agreement: JudgeAgreement,
}

/// The drawn pairs by what became of them.
#[derive(Default, Serialize)]
pub(super) struct VerdictCounts {
    pub(super) agreed_same: usize,
    pub(super) agreed_different: usize,
    pub(super) agreed_unsure: usize,
    pub(super) disagreed: usize,
    /// Not judged by enough judges, and nobody contradicted.
    pub(super) incomplete: usize,
}

pub(crate) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let key = Key::read(&arguments.dir)?;
    let threshold = arguments.threshold.map_or(Ok(key.threshold), thousandths)?;
    let judged = read_sheets(arguments, &key, printer)?;
    let given = |pair: usize| judged.iter().filter_map(|judge| judge.verdicts[pair]).collect::<Vec<Judgement>>();

    let mut verdicts = VerdictCounts::default();
    let mut disagreed = Vec::new();
    let mut pairs = Vec::with_capacity(key.pairs.len());
    for (place, pair) in key.pairs.iter().enumerate() {
        let given = given(place);
        let agreed = consensus(&given, judged.len());
        let (count, outcome) = match agreed {
            Some(Judgement::Same) => (&mut verdicts.agreed_same, Verdict::Same),
            Some(Judgement::Different) => (&mut verdicts.agreed_different, Verdict::Different),
            Some(Judgement::Unsure) => (&mut verdicts.agreed_unsure, Verdict::Unresolved),
            None if given.windows(2).any(|two| two[0] != two[1]) => {
                disagreed.push(pair.code.as_str());
                (&mut verdicts.disagreed, Verdict::Unresolved)
            }
            None => (&mut verdicts.incomplete, Verdict::Unresolved),
        };
        *count += 1;
        pairs.push(JudgedPair { stratum: pair.stratum, probability: pair.probability, outcome });
    }
    let disagreements_file = write_disagreements(&arguments.dir, &disagreed)?;
    let mut agreements = agreements(&judged);
    let agreement = agreements.first().map(|two| two.agreement);
    if agreements.len() < 2 {
        agreements.clear();
    }
    let score = Score {
        pairs_file: key.pairs_file.clone(),
        seed: key.seed,
        drawn: key.pairs.len(),
        judges: judged.iter().map(line_of).collect(),
        agreement,
        agreements,
        verdicts,
        disagreements_file,
        estimates: estimate(&key.strata, &key.pairs_by_thousandth, &pairs, threshold),
        method: METHOD,
        not_counted: NOT_COUNTED,
        problems: judged.into_iter().flat_map(|judge| judge.problems).collect(),
    };
    for problem in &score.problems {
        let code = problem.code.as_deref().map(|code| format!(", pair {code}")).unwrap_or_default();
        printer.remark(format!("{}, row {}{code}: {}; {}", problem.file, problem.row, problem.problem, problem.remedy));
    }
    if arguments.json {
        printer.json(&score)?;
    } else {
        telling::score(&score, printer)?;
    }
    Ok(if score.problems.is_empty() { Outcome::Done } else { Outcome::No })
}

fn read_sheets(arguments: &Arguments, key: &Key, printer: &mut Printer) -> anyhow::Result<Vec<Judged>> {
    let judged = if arguments.sheets.is_empty() {
        let (judged, not_begun) = judged::find(&arguments.dir, key)?;
        for judge in not_begun {
            printer.remark(format!("judge {judge} has not judged anything yet, and is not counted"));
        }
        judged
    } else {
        arguments.sheets.iter().map(|path| judged::read(path, key)).collect::<anyhow::Result<_>>()?
    };
    if judged.is_empty() {
        return Err(WrongUse(format!(
            "no sheet in {} holds a verdict yet; if the judged sheets are elsewhere, name them with --sheets",
            arguments.dir.display()
        ))
        .into());
    }
    Ok(judged)
}

fn line_of(judge: &Judged) -> JudgeLine {
    JudgeLine {
        file: judge.name(),
        same: judge.count(Some(Judgement::Same)),
        different: judge.count(Some(Judgement::Different)),
        unsure: judge.count(Some(Judgement::Unsure)),
        missing: judge.count(None),
    }
}

fn agreements(judged: &[Judged]) -> Vec<TwoJudges> {
    let mut agreements = Vec::new();
    for (at, first) in judged.iter().enumerate() {
        for second in &judged[at + 1..] {
            let both = first.verdicts.iter().zip(&second.verdicts).filter_map(|(&one, &other)| Some((one?, other?)));
            agreements.push(TwoJudges {
                first: first.name(),
                second: second.name(),
                agreement: JudgeAgreement::of(both),
            });
        }
    }
    agreements
}

/// Writes the codes that judges disagree on, for a third reading. A file that is there already is never changed: it
/// may hold that reading by now.
fn write_disagreements(folder: &Path, codes: &[&str]) -> anyhow::Result<Option<String>> {
    if codes.is_empty() {
        return Ok(None);
    }
    let bytes = format!("code\n{}\n", codes.join("\n")).into_bytes();
    for number in 1..=DISAGREEMENT_FILES_MAX {
        let name = if number == 1 { "disagreements.csv".to_owned() } else { format!("disagreements-{number}.csv") };
        let path = folder.join(&name);
        match write_private(&path, &bytes) {
            Ok(()) => return Ok(Some(name)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                if fs::read(&path).is_ok_and(|before| before == bytes) {
                    return Ok(Some(name));
                }
            }
            Err(error) => return Err(error).with_context(|| format!("cannot write {}", path.display())),
        }
    }
    anyhow::bail!("{} holds too many files of disagreements: take the old ones out", folder.display())
}
