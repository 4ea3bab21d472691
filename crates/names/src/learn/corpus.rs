//! Training files to weighted pairs of name parts, and to counts of parts.
//!
//! Whole names become parts by the same reader that the program uses. Rows are looked at one by one
//! and forgotten; only sums leave this module.

use std::collections::{BTreeMap, BTreeSet};

use super::{Exclusions, LearnError, TrainingData};
use crate::part::PartRole;
use crate::read::read;
use crate::script::Script;

type Weights = BTreeMap<(String, String), f64>;

/// Weighted pairs of parts.
#[derive(Default)]
pub(super) struct Corpus {
    pub(super) across: Weights,
    pub(super) latin: Weights,
    pub(super) arabic: Weights,
    /// How many people each part was seen of.
    pub(super) counts: BTreeMap<String, u32>,
    /// Rows used and rows left out.
    pub(super) used: usize,
    pub(super) left_out: usize,
    /// How many people a pair of parts was seen of, whatever its weight.
    pub(super) attested: BTreeMap<(String, String), u32>,
    /// Women and men who bear a given name.
    pub(super) bearers: BTreeMap<String, (u32, u32)>,
    /// Spellings by Arabic part.
    spellings: BTreeMap<String, BTreeMap<String, f64>>,
}

pub(super) const WIKIDATA_PAIRS: &str = "wikidata_pairs_train.tsv";
pub(super) const RELEASES: &str = "gaza_pairs_train.tsv";
pub(super) const GROUPS: &str = "wikidata_name_groups.tsv";

/// Releases that begin so carry the romanisation whose makers ask to "use and share responsibly".
const SECOND_ROMANISATION: &str = "2025";
/// A mechanical romanisation tells less about how people write than a person's own.
const RELEASE_WEIGHT: f64 = 0.1;
const GROUP_WEIGHT: f64 = 1.0;
const EQUIVALENT_WEIGHT: f64 = 12.0;
/// Latin spellings of one Arabic part that are paired with each other.
const SPELLINGS_PAIRED: usize = 12;
/// Copies are far more frequent than slips; they only need to be there.
const COPY_WEIGHT: f64 = 0.3;

impl Corpus {
    pub(super) fn of(
        data: &TrainingData,
        excluded: &Exclusions,
        equivalents: &[Vec<String>],
        options: super::Options,
    ) -> Result<Self, LearnError> {
        let mut corpus = Self::default();
        corpus.wikidata(rows(data, WIKIDATA_PAIRS)?, excluded);
        corpus.releases(rows(data, RELEASES)?, excluded, options);
        corpus.groups(rows(data, GROUPS)?);
        corpus.equivalents(equivalents);
        corpus.pair_latin_spellings();
        Ok(corpus)
    }

    fn wikidata(&mut self, rows: Rows<'_>, excluded: &Exclusions) {
        let mut persons: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for row in rows {
            let [arabic, latin, ..] = row[..] else {
                continue;
            };
            persons.entry(arabic).or_default().push(latin);
        }
        for (arabic, spellings) in persons {
            if excluded.holds(arabic) || spellings.iter().any(|latin| excluded.holds(latin)) {
                self.left_out += spellings.len();
                continue;
            }
            self.used += spellings.len();
            let mut person = Person::default();
            let a = parts(arabic);
            person.saw(&a);
            for latin in spellings {
                let l = parts(latin);
                person.saw(&l);
                self.align(&a, &l, 1.0, &mut person);
            }
            self.count(person);
        }
    }

    fn releases(&mut self, rows: Rows<'_>, excluded: &Exclusions, options: super::Options) {
        let mut persons: BTreeMap<&str, Vec<(&str, &str, &str)>> = BTreeMap::new();
        let mut sexes: BTreeMap<&str, &str> = BTreeMap::new();
        for row in rows {
            if let [person, release, arabic, latin, ref rest @ ..] = row[..] {
                persons.entry(person).or_default().push((release, arabic, latin));
                sexes.insert(person, rest.first().copied().unwrap_or_default());
            }
        }
        for (key, person) in &persons {
            if person.iter().any(|(_, arabic, latin)| excluded.holds(arabic) || excluded.holds(latin)) {
                self.left_out += person.len();
                continue;
            }
            self.used += person.len();
            let mut arabic_names: BTreeSet<Vec<String>> = BTreeSet::new();
            let mut counted = Person::default();
            let mut given: BTreeSet<String> = BTreeSet::new();
            for (release, arabic, latin) in person {
                let a = parts(arabic);
                let second = release.starts_with(SECOND_ROMANISATION);
                if !second || options.second_romanisation {
                    let l = parts(latin);
                    self.align(&a, &l, RELEASE_WEIGHT, &mut counted);
                    if second {
                        counted.saw(&l);
                    }
                    given.extend(l.into_iter().next());
                }
                arabic_names.insert(a);
            }
            let names: Vec<&Vec<String>> = arabic_names.iter().collect();
            if let Some(first) = names.first() {
                counted.saw(first);
            }
            self.count(counted);
            given.extend(names.first().and_then(|name| name.first()).cloned());
            for given in given {
                let bearers = self.bearers.entry(given).or_default();
                match sexes.get(key) {
                    Some(&"f" | &"F") => bearers.0 += 1,
                    Some(&"m" | &"M") => bearers.1 += 1,
                    _ => {}
                }
            }
            for (position, one) in names.iter().enumerate() {
                for other in &names[position + 1..] {
                    self.pair_releases(one, other);
                }
            }
        }
    }

    /// The same person keyed twice: what differs is a slip or a habit of spelling.
    fn pair_releases(&mut self, one: &[String], other: &[String]) {
        if one.len() != other.len() {
            return;
        }
        let differing = one.iter().zip(other).filter(|(a, b)| a != b).count();
        if differing > 2 {
            return;
        }
        for (a, b) in one.iter().zip(other) {
            *self.arabic.entry((a.clone(), b.clone())).or_default() += 1.0;
            *self.arabic.entry((b.clone(), a.clone())).or_default() += 1.0;
        }
    }

    fn groups(&mut self, rows: Rows<'_>) {
        for row in rows {
            let [_, arabic, latin, ..] = row[..] else {
                continue;
            };
            let mut a: BTreeSet<String> = BTreeSet::new();
            let mut l: BTreeSet<String> = BTreeSet::new();
            for form in arabic.split('|').chain(latin.split('|')) {
                let read = parts(form);
                let [part] = &read[..] else { continue };
                match Script::of(part) {
                    Script::Arabic => a.insert(part.clone()),
                    Script::Latin => l.insert(part.clone()),
                    Script::Other => continue,
                };
            }
            let weight = GROUP_WEIGHT / (a.len() as f64 * (l.len() as f64).sqrt().max(1.0));
            for x in &a {
                for y in &l {
                    self.add_spelling(x, y, weight, 0.5);
                }
                for other in a.iter().filter(|other| *other != x) {
                    *self.arabic.entry((x.clone(), other.clone())).or_default() += 0.3 / a.len() as f64;
                }
            }
        }
    }

    /// Kurdish and Turkish spellings are rare in the collected pairs; the hand-made table teaches their
    /// letters.
    fn equivalents(&mut self, groups: &[Vec<String>]) {
        for group in groups {
            let (arabic, latin): (Vec<&String>, Vec<&String>) = group
                .iter()
                .filter(|form| Script::of(form) != Script::Other)
                .partition(|form| Script::of(form) == Script::Arabic);
            for a in &arabic {
                for l in &latin {
                    self.add_spelling(a, l, EQUIVALENT_WEIGHT, EQUIVALENT_WEIGHT);
                }
            }
        }
    }

    fn align(&mut self, arabic: &[String], latin: &[String], weight: f64, person: &mut Person) {
        if arabic.len() == latin.len() {
            for (a, l) in arabic.iter().zip(latin) {
                self.add_spelling(a, l, weight, weight);
                person.pairs.insert((a.clone(), l.clone()));
            }
        }
    }

    fn add_spelling(&mut self, arabic: &str, latin: &str, weight: f64, attested: f64) {
        if Script::of(arabic) != Script::Arabic || Script::of(latin) != Script::Latin {
            return;
        }
        *self.across.entry((arabic.to_owned(), latin.to_owned())).or_default() += weight;
        *self.spellings.entry(arabic.to_owned()).or_default().entry(latin.to_owned()).or_default() += attested;
    }

    /// Two Latin spellings of one Arabic part are spellings of each other.
    fn pair_latin_spellings(&mut self) {
        for attested in std::mem::take(&mut self.spellings).into_values() {
            let mut best: Vec<(String, f64)> = attested.into_iter().collect();
            best.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            best.truncate(SPELLINGS_PAIRED);
            for (x, x_weight) in &best {
                *self.latin.entry((x.clone(), x.clone())).or_default() += COPY_WEIGHT;
                for (y, y_weight) in &best {
                    if x != y {
                        *self.latin.entry((x.clone(), y.clone())).or_default() +=
                            (x_weight.min(*y_weight) / 3.0).min(1.0);
                    }
                }
            }
        }
    }

    /// Adds what one person's rows hold, each thing once.
    fn count(&mut self, person: Person) {
        for part in person.parts {
            *self.counts.entry(part).or_default() += 1;
        }
        for pair in person.pairs {
            *self.attested.entry(pair).or_default() += 1;
        }
    }
}

/// The distinct parts and pairs of parts of one person, so that "seen five times" means five people.
#[derive(Default)]
struct Person {
    parts: BTreeSet<String>,
    pairs: BTreeSet<(String, String)>,
}

impl Person {
    fn saw(&mut self, parts: &[String]) {
        self.parts.extend(parts.iter().cloned());
    }
}

/// The parts of a whole name for learning: honorifics left out.
fn parts(name: &str) -> Vec<String> {
    read(name).parts.into_iter().filter(|part| part.role != PartRole::Honorific).map(|part| part.text).collect()
}

type Rows<'a> = Vec<Vec<&'a str>>;

/// The rows of a file without its header.
fn rows<'a>(data: &'a TrainingData, name: &'static str) -> Result<Rows<'a>, LearnError> {
    let text = data.files.get(name).ok_or(LearnError::MissingFile { name })?;
    Ok(text.lines().skip(1).map(|line| line.split('\t').collect()).collect())
}
