//! Learning the tables from files of public name pairs.
//!
//! Pure and deterministic: the same text gives the same bytes. What leaves is sums over many names;
//! no row, and no part seen fewer than five times. Reading files is the caller's work.

mod corpus;
mod em;
mod exclusions;
mod forest;
mod guesses;
mod weights;

use std::collections::BTreeMap;
use std::fmt;

use crate::alphabet::{ARABIC, Encoded, LATIN_LETTERS, LATIN_UNITS, PLACES, copy_of};
use crate::background::LetterModel;
use crate::codec::Sink;
use crate::equivalents::Equivalents;
use crate::forest::Forest;
use crate::lexicon::Lexicon;
use crate::lexicon::Spellings;
use crate::normalise::normalise;
use crate::script::Script;
use crate::tables::{LearnedChannel, Tables, TablesError, seal, write_prior, write_women};
use crate::vocabulary::Vocabulary;
use corpus::Corpus;
use em::{Example, Plan, learn_channel};
pub use exclusions::Exclusions;
use guesses::FIRST_GUESSES;
pub use weights::is_measured;

/// The texts to learn from, by file name, unpacked: `wikidata_pairs_train.tsv`,
/// `gaza_pairs_train.tsv`, `wikidata_name_groups.tsv`, and for the weights `dev_pairs.tsv` with
/// `dev_pairs_truth.tsv`.
#[derive(Clone, Default)]
pub struct TrainingData {
    /// Text by file name.
    pub files: BTreeMap<String, String>,
}

impl fmt::Debug for TrainingData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TrainingData").field("files", &self.files.keys()).finish_non_exhaustive()
    }
}

/// What to learn from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Whether the second romanisation of the releases is learned from: its makers ask to "use and share
    /// responsibly", so a build without it must be possible.
    pub second_romanisation: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { second_romanisation: true }
    }
}

/// Why nothing was learned.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LearnError {
    /// A file is needed that is not there.
    #[error("the training data has no file {name}")]
    MissingFile {
        /// The file.
        name: &'static str,
    },
    /// Too little is left to learn from.
    #[error("only {rows} rows are left to learn from; at least {needed} are needed")]
    TooLittle {
        /// Rows left.
        rows: usize,
        /// Rows needed.
        needed: usize,
    },
    /// What was learned does not read back.
    #[error("the learned tables do not read back: {0}")]
    Tables(#[from] TablesError),
}

/// Parts counted fewer times are not shipped: they could point at a person.
const MIN_COUNT: u32 = 5;
/// Rows below which learning makes no sense.
const MIN_ROWS: usize = 100;
/// Attested spellings kept for one part.
const MAX_SPELLINGS: usize = 24;
const LONGEST: u8 = 20;
/// How many sightings of a part the letter channel weighs against its attested spellings, and the most that these
/// count: people go on making slips in the most frequent names.
const HABIT: f64 = 8.0;
const HABIT_MAX: f64 = 0.9;
/// People who bear a given name before it says anything of their sex.
const MIN_BEARERS: u32 = 10;

/// Attested equivalents from general knowledge of names, compiled in: see the head of the file.
const EQUIVALENTS: &str = include_str!("../../data/equivalents.tsv");

/// Learns tables and gives the bytes of their file.
pub fn learn(
    data: &TrainingData,
    excluded: &Exclusions,
    options: Options,
    progress: &mut dyn FnMut(&str),
) -> Result<Vec<u8>, LearnError> {
    let groups = equivalent_groups();
    let corpus = Corpus::of(data, excluded, &groups, options)?;
    progress(&format!("{} rows used, {} left out", corpus.used, corpus.left_out));
    if corpus.used < MIN_ROWS {
        return Err(LearnError::TooLittle { rows: corpus.used, needed: MIN_ROWS });
    }
    let channels = [
        across(&corpus, progress),
        same_script(&corpus.latin, Script::Latin, progress),
        same_script(&corpus.arabic, Script::Arabic, progress),
    ];
    let prior = prior(&corpus.counts);
    progress(&format!("{} parts counted at least {MIN_COUNT} times", prior.len()));
    let provenance = format!(
        "Letter channels and part frequencies learned by athar-names {} from {} rows ({} left out for measuring): Wikidata labels and \
         name items (CC0), a public list released into the public domain (Unlicense), {} the second romanisation. No row is kept; parts seen of fewer \
         than {MIN_COUNT} people are not here.",
        env!("CARGO_PKG_VERSION"),
        corpus.used,
        corpus.left_out,
        if options.second_romanisation { "with" } else { "without" }
    );
    let spellings = spellings(&corpus, &prior);
    let letters = [Script::Arabic, Script::Latin].map(|script| letters(&corpus.counts, script));
    let women = women(&corpus, &prior);
    let unweighed = Learned { provenance, channels, prior, spellings, groups, letters, women };
    let tables = Tables::from_bytes(&unweighed.write(&Forest::by_hand()))?;
    let forest = weights::fit_weights(data, &Vocabulary::shipped(&tables), progress).unwrap_or_else(|| {
        progress("no labelled pairs: the weights of the comparison are the built-in ones");
        Forest::by_hand()
    });
    Ok(unweighed.write(&forest))
}

/// Everything but the weights.
struct Learned {
    provenance: String,
    channels: [LearnedChannel; 3],
    prior: BTreeMap<String, f64>,
    spellings: Spellings,
    groups: Vec<Vec<String>>,
    letters: [LetterModel; 2],
    women: BTreeMap<u16, f64>,
}

impl Learned {
    fn write(&self, forest: &Forest) -> Vec<u8> {
        let mut sink = Sink::default();
        sink.text(&self.provenance);
        for channel in &self.channels {
            channel.write(&mut sink);
        }
        write_prior(&mut sink, &self.prior);
        Lexicon::write(&mut sink, &self.spellings);
        Equivalents::write(&mut sink, &self.groups);
        for letters in &self.letters {
            letters.write(&mut sink);
        }
        write_women(&mut sink, &self.women);
        forest.write(&mut sink);
        seal(&sink.bytes)
    }
}

/// The letters of the parts of a script. Rare parts count most for what is unlisted, so each counts as the
/// square root of its bearers.
fn letters(counts: &BTreeMap<String, u32>, script: Script) -> LetterModel {
    let words = counts
        .iter()
        .filter(|(part, count)| **count >= MIN_COUNT && Script::of(part) == script)
        .map(|(part, &count)| (Encoded::of(part), f64::from(count).sqrt()));
    LetterModel::learn(script, words)
}

/// Share of women among the bearers of given names that were counted often enough, by position.
fn women(corpus: &Corpus, prior: &BTreeMap<String, f64>) -> BTreeMap<u16, f64> {
    prior
        .keys()
        .enumerate()
        .filter_map(|(at, part)| {
            let &(women, men) = corpus.bearers.get(part)?;
            let total = women + men;
            let at = u16::try_from(at).ok()?;
            (total >= MIN_BEARERS).then(|| (at, f64::from(women) / f64::from(total)))
        })
        .collect()
}

/// Attested spellings of frequent parts, by position in the sorted list of frequent parts.
fn spellings(corpus: &Corpus, prior: &BTreeMap<String, f64>) -> Spellings {
    let position: BTreeMap<&str, u16> =
        prior.keys().zip(0u16..=u16::MAX).map(|(part, at)| (part.as_str(), at)).collect();
    let mut totals: BTreeMap<&str, f64> = BTreeMap::new();
    for ((arabic, _), weight) in &corpus.across {
        *totals.entry(arabic).or_default() += weight;
    }
    let mut found = Spellings::new();
    for ((arabic, latin), &count) in &corpus.attested {
        if count < MIN_COUNT {
            continue;
        }
        let (Some(&a), Some(&l)) = (position.get(arabic.as_str()), position.get(latin.as_str())) else {
            continue;
        };
        let weight = corpus.across.get(&(arabic.clone(), latin.clone())).copied().unwrap_or_default();
        let total = totals.get(arabic.as_str()).copied().unwrap_or(1.0);
        let habit = (total / (total + HABIT)).min(HABIT_MAX);
        found.entry(a).or_insert_with(|| (habit, Vec::new())).1.push((l, weight / total));
    }
    for (_, spellings) in found.values_mut() {
        spellings.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        spellings.truncate(MAX_SPELLINGS);
    }
    found
}

fn examples(pairs: &BTreeMap<(String, String), f64>) -> Vec<Example> {
    pairs
        .iter()
        .map(|((source, target), &weight)| Example { source: Encoded::of(source), target: Encoded::of(target), weight })
        .filter(|example| {
            let (n, m) = (example.source.length, example.target.length);
            n > 0 && m > 0 && n < LONGEST && m < LONGEST + 4 && m <= 3 * n + 3
        })
        .collect()
}

fn across(corpus: &Corpus, progress: &mut dyn FnMut(&str)) -> LearnedChannel {
    let examples = examples(&corpus.across);
    progress(&format!("Arabic to Latin: {} pairs of parts", examples.len()));
    let guesses: Vec<(usize, Vec<u8>, f64)> = FIRST_GUESSES
        .iter()
        .flat_map(|(letter, chunks)| {
            let unit = ARABIC.iter().position(|other| other == letter).unwrap_or(0);
            chunks.split(' ').map(move |chunk| (unit, chunk.bytes().map(|byte| byte - b'a').collect(), 0.3))
        })
        .collect();
    let plan = Plan { units: ARABIC.len() * PLACES, targets: LATIN_LETTERS, rounds: 10, guesses: &guesses };
    learn_channel(&examples, &plan, progress)
}

fn same_script(
    pairs: &BTreeMap<(String, String), f64>,
    script: Script,
    progress: &mut dyn FnMut(&str),
) -> LearnedChannel {
    let examples = examples(pairs);
    progress(&format!("{script:?} to {script:?}: {} pairs of parts", examples.len()));
    let (units, targets) =
        if script == Script::Latin { (LATIN_UNITS, LATIN_LETTERS) } else { (ARABIC.len(), ARABIC.len()) };
    let guesses: Vec<(usize, Vec<u8>, f64)> = (0..units)
        .map(|unit| {
            let (letters, length) = copy_of(script, unit);
            (unit, letters[..length].to_vec(), 0.9)
        })
        .collect();
    let plan = Plan { units: units * PLACES, targets, rounds: 4, guesses: &guesses };
    learn_channel(&examples, &plan, progress)
}

/// Shares within each script.
fn prior(counts: &BTreeMap<String, u32>) -> BTreeMap<String, f64> {
    let total =
        |script| counts.iter().filter(|(part, _)| Script::of(part) == script).map(|(_, &n)| f64::from(n)).sum::<f64>();
    let totals = [total(Script::Arabic), total(Script::Latin)];
    counts
        .iter()
        .filter(|(part, count)| **count >= MIN_COUNT && part.chars().count() >= 2)
        .filter_map(|(part, &count)| match Script::of(part) {
            Script::Arabic => Some((part.clone(), f64::from(count) / totals[0])),
            Script::Latin => Some((part.clone(), f64::from(count) / totals[1])),
            Script::Other => None,
        })
        .collect()
}

/// One line a group, forms separated by tabs; `#` opens a remark.
fn equivalent_groups() -> Vec<Vec<String>> {
    EQUIVALENTS
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .map(|line| {
            let mut forms: Vec<String> = line
                .split('\t')
                .filter_map(|form| crate::read::read(&normalise(form)).parts.first().map(|part| part.text.clone()))
                .collect();
            forms.dedup();
            forms
        })
        .collect()
}
