//! Comparing two whole names: probability, reasons part by part, and a finding in words.
//!
//! Compares names, not people. "Same family, other person" is a finding of its own: to a family that
//! searches, a brother in the list is news, not a miss.

use std::f32::consts::LOG2_E;

use crate::features::{FEATURE_NAMES, FEATURES, features};
use crate::matched::{LEFT_OVER, Matched, Row};
use crate::part::{Part, PartRole, Reading};
use crate::read::read;
use crate::tables::Tables;
use crate::vocabulary::Vocabulary;

/// What the comparison of two names says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Finding {
    /// Very likely one name.
    Same,
    /// The family (and perhaps the father) agrees, the given name does not: a brother, a cousin.
    SameFamilyOtherPerson,
    /// Two names.
    Different,
    /// Neither is clear.
    Unclear,
}

/// How two partners stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartVerdict {
    /// The same or a usual spelling.
    Same,
    /// A slip or unusual spelling apart.
    Close,
    /// Another name.
    Different,
    /// Stands on one side only.
    OneSided,
}

/// One line of the explanation.
#[derive(Debug, Clone, PartialEq)]
pub struct PartLine {
    /// The part of the first name.
    pub a: Option<Part>,
    /// Its partner in the second.
    pub b: Option<Part>,
    /// Bits below a plain copy (see `Tables::closeness`).
    pub closeness: f32,
    /// Bits for one name (see `Vocabulary::evidence`).
    pub evidence: f32,
    /// The same in a word.
    pub verdict: PartVerdict,
}

impl PartLine {
    fn of(row: Row) -> Self {
        let Some(value) = row.value else {
            return Self { a: row.a, b: row.b, closeness: 0.0, evidence: 0.0, verdict: PartVerdict::OneSided };
        };
        let verdict = if value.closeness > USUAL || value.evidence > CONVINCING {
            PartVerdict::Same
        } else if value.evidence > 0.0 {
            PartVerdict::Close
        } else {
            PartVerdict::Different
        };
        Self { a: row.a, b: row.b, closeness: value.closeness, evidence: value.evidence, verdict }
    }
}

/// The comparison of two names.
#[derive(Debug, Clone, PartialEq)]
pub struct NameComparison {
    /// Probability that the two are spellings of one name, 0 to 1.
    pub score: f32,
    /// Sum of evidence over the parts, less a little for what is left over or out of order; for
    /// ranking.
    pub bits: f32,
    /// The parts, aligned.
    pub parts: Vec<PartLine>,
    /// What moved the score: name of the term, and its share in bits of log odds. The first is the
    /// constant.
    pub terms: Vec<(&'static str, f32)>,
    /// In a word.
    pub finding: Finding,
}

/// Closeness of a usual spelling, and evidence that convinces at any closeness.
const USUAL: f32 = -6.0;
const CONVINCING: f32 = 6.0;
/// Bits taken when two-part names stand in opposite orders with no comma: محمد أحمد is seldom أحمد محمد.
/// The labelled pairs have no such case, so this is by hand.
const REVERSED: f32 = -4.0;
/// Log odds in bits of two names of which one has a single part, before its evidence.
const SINGLE_PART_CONSTANT: f32 = -7.0;
/// Compares two names as written.
///
/// ```
/// use names::{Finding, Tables, Vocabulary, compare};
/// let tables = Tables::shipped();
/// let vocabulary = Vocabulary::shipped(tables);
/// let same = compare(tables, &vocabulary, "خالد محمود الخطيب", "Xalid Mehmûd el-Xetîb");
/// assert_eq!(same.finding, Finding::Same);
/// let brother = compare(tables, &vocabulary, "خالد محمود الخطيب", "Samir Mahmoud al-Khatib");
/// assert_eq!(brother.finding, Finding::SameFamilyOtherPerson);
/// ```
pub fn compare(tables: &Tables, vocabulary: &Vocabulary, a: &str, b: &str) -> NameComparison {
    compare_readings(tables, vocabulary, &read(a), &read(b))
}

/// Compares two names read before.
pub fn compare_readings(tables: &Tables, vocabulary: &Vocabulary, a: &Reading, b: &Reading) -> NameComparison {
    let (matched, swapped) = Matched::between(vocabulary, a, b);
    let bits = matched.bits();
    let (score, terms) = score(&tables.weights, &matched);
    let parts: Vec<PartLine> = matched.rows(swapped).into_iter().map(PartLine::of).collect();
    let finding = finding(score, &parts);
    NameComparison { score, bits, parts, terms, finding }
}

/// The features of a comparison, for learning the weights.
pub(crate) fn comparison_features(vocabulary: &Vocabulary, a: &str, b: &str) -> [f32; FEATURES] {
    features(&Matched::between(vocabulary, &read(a), &read(b)).0.aligned())
}

/// Probability and terms. The fitted weights know names of two parts and more; a single pair of parts
/// is judged by its evidence alone, and nothing by nothing.
fn score(weights: &[f32], matched: &Matched) -> (f32, Vec<(&'static str, f32)>) {
    let mut terms = match matched.values() {
        [] => return (0.0, Vec::new()),
        [only] => vec![
            ("constant", SINGLE_PART_CONSTANT),
            ("evidence of all parts", only.evidence),
            ("parts left over", -LEFT_OVER * matched.left_over() as f32),
        ],
        _ => weigh(weights, &features(&matched.aligned())),
    };
    if let Some(bits) = matched.mothers() {
        terms.push(("mothers' names", bits));
    }
    if matched.is_reversed() {
        terms.push(("given and family name exchanged", REVERSED));
    }
    (probability(terms.iter().map(|(_, bits)| bits).sum()), terms)
}

/// Log odds in bits to a probability.
fn probability(bits: f32) -> f32 {
    1.0 / (1.0 + (-bits).exp2())
}

/// The terms of the logistic model, in bits.
fn weigh(weights: &[f32], values: &[f32; FEATURES]) -> Vec<(&'static str, f32)> {
    let mut terms = vec![("constant", weights.last().copied().unwrap_or_default() * LOG2_E)];
    for ((name, weight), value) in FEATURE_NAMES.iter().zip(weights).zip(values) {
        let bits = weight * value * LOG2_E;
        if bits != 0.0 {
            terms.push((name, bits));
        }
    }
    terms
}

/// Above this the names are the same, below the next they are not.
const SAME: f32 = 0.8;
const DIFFERENT: f32 = 0.2;

fn finding(score: f32, lines: &[PartLine]) -> Finding {
    if score >= SAME {
        return Finding::Same;
    }
    let role = |wanted: PartRole| {
        lines
            .iter()
            .filter(|line| {
                [&line.a, &line.b].iter().any(|part| part.as_ref().is_some_and(|part| part.role == wanted))
                    && line.a.is_some()
                    && line.b.is_some()
            })
            .map(|line| line.evidence)
            .fold(None, |worst: Option<f32>, evidence| Some(worst.map_or(evidence, |worst| worst.min(evidence))))
    };
    let given_differs = role(PartRole::Given).is_some_and(|evidence| evidence < 0.0);
    let family_agrees = role(PartRole::Family).is_some_and(|evidence| evidence > 3.0);
    if given_differs && family_agrees {
        Finding::SameFamilyOtherPerson
    } else if score <= DIFFERENT {
        Finding::Different
    } else {
        Finding::Unclear
    }
}
