//! Comparing two whole names: weight, probability, reasons part by part, and a finding in words.
//!
//! Compares names, not people. "Same family, other person" is a finding of its own: to a family that
//! searches, a brother in the list is news, not a miss.

use crate::bits::{BIT, as_bits};
use crate::comparer::Comparer;
use crate::features::{CALIBRATION, CAP, FEATURE_TERMS, features};
use crate::forest::Weight;
use crate::matched::{LEFT_OVER, Matched, Row};
use crate::part::{Part, PartRole, Reading};
use crate::read::read;
use crate::side::Slot;
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
    /// What the line adds to the weight, in 1/1024 bit: the evidence, capped.
    pub weight: i32,
    /// The same in a word.
    pub verdict: PartVerdict,
}

impl PartLine {
    fn of(row: &Row, a: &Reading, b: &Reading) -> Self {
        let (a, b) = (row.a.map(|slot| part_of(&slot, a)), row.b.map(|slot| part_of(&slot, b)));
        let Some(value) = row.value else {
            return Self { a, b, closeness: 0.0, evidence: 0.0, weight: 0, verdict: PartVerdict::OneSided };
        };
        let part = value.part;
        let verdict = if part.closeness > USUAL || part.evidence > CONVINCING {
            PartVerdict::Same
        } else if part.evidence > 0 {
            PartVerdict::Close
        } else {
            PartVerdict::Different
        };
        Self {
            a,
            b,
            closeness: as_bits(part.closeness),
            evidence: as_bits(part.evidence),
            weight: part.evidence.min(CAP),
            verdict,
        }
    }
}

/// The part of a reading that a slot stands for, joined parts as one.
fn part_of(slot: &Slot, reading: &Reading) -> Part {
    let at = usize::from(slot.source);
    let mut part = reading.parts[at].clone();
    if let Some(next) = slot.second.and_then(|second| reading.parts.get(usize::from(second))) {
        part.text.push_str(&next.text);
        part.as_written = format!("{} {}", part.as_written, next.as_written);
        part.initial = false;
    }
    part
}

/// A term about the whole name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// Its stable name.
    pub name: &'static str,
    /// What it adds to the weight, in 1/1024 bit.
    pub weight: i32,
}

/// The comparison of two names. The lines of the parts and the terms add up to the weight.
#[derive(Debug, Clone, PartialEq)]
pub struct NameComparison {
    /// Log odds of "one name" in 1/1024 bit, when one and two are equally likely beforehand.
    pub weight: Weight,
    /// The same as a probability, 0 to 1.
    pub score: f32,
    /// Sum of evidence over the parts, less a little for what is left over or out of order; for
    /// ranking.
    pub bits: f32,
    /// The parts, aligned.
    pub parts: Vec<PartLine>,
    /// What is said of the name as a whole.
    pub terms: Vec<Term>,
    /// In a word.
    pub finding: Finding,
}

/// Closeness of a usual spelling, and evidence that convinces at any closeness.
const USUAL: i32 = -6 * BIT;
const CONVINCING: i32 = 6 * BIT;
/// Taken when two-part names stand in opposite orders with no comma: محمد أحمد is seldom أحمد محمد.
/// The labelled pairs have no such case, so this is by hand.
const REVERSED: i32 = -4 * BIT;
/// Log odds of two names of which one has a single part, before its evidence; and the most that a single part can
/// show, however rare it is.
const SINGLE_PART: i32 = -7 * BIT;
const SINGLE_PART_MAX: i32 = BIT;
/// Log odds that say no more than "look at it", and that say "rather not".
const UNCLEAR: i32 = 0;
const UNLIKELY: i32 = -5 * BIT / 2;
/// Log odds where nothing can be compared.
const NOTHING: i32 = -20 * BIT;

/// Compares two names as written.
///
/// ```
/// use names::{Finding, Tables, Vocabulary, compare};
/// let tables = Tables::shipped();
/// let vocabulary = Vocabulary::shipped(tables);
/// let same = compare(&vocabulary, "خالد محمود الخطيب", "Xalid Mehmûd el-Xetîb");
/// assert_eq!(same.finding, Finding::Same);
/// let brother = compare(&vocabulary, "خالد محمود الخطيب", "Samir Mahmoud al-Khatib");
/// assert_eq!(brother.finding, Finding::SameFamilyOtherPerson);
/// ```
pub fn compare(vocabulary: &Vocabulary, a: &str, b: &str) -> NameComparison {
    Comparer::new(vocabulary).explain(&read(a), &read(b))
}

/// The weight alone.
pub(crate) fn weigh(tables: &Tables, matched: &Matched<'_>) -> Weight {
    let (base, by_hand) = weighed(tables, matched);
    Weight(base + by_hand.iter().map(|term| term.weight).sum::<i32>())
}

/// The weight before the terms by hand, and these.
fn weighed(tables: &Tables, matched: &Matched<'_>) -> (i32, Vec<Term>) {
    let base = match matched.values() {
        [] => return (NOTHING, Vec::new()),
        [only] => single(matched, only.part.evidence).0,
        _ => tables.forest.weight(&features(matched)),
    };
    (base, by_hand(matched, base))
}

/// A single pair of parts is judged by its evidence alone; and how much of that is too much to believe.
fn single(matched: &Matched<'_>, evidence: i32) -> (i32, i32) {
    let plain = SINGLE_PART + evidence.min(CAP) - LEFT_OVER * matched.left_over() as i32;
    let kept = plain.min(SINGLE_PART_MAX);
    (kept, kept - plain)
}

/// Terms that no labelled pairs could teach, on top of what was learned. The last ones keep the weight below a limit:
/// whatever else agrees, such a pair is for a human to look at.
fn by_hand(matched: &Matched<'_>, base: i32) -> Vec<Term> {
    let mut terms = Vec::new();
    let mut weight = base;
    let mut add = |name, change: i32| {
        if change != 0 {
            terms.push(Term { name, weight: change });
        }
        weight += change;
        weight
    };
    let mut now = add("mothers' names", matched.mothers().unwrap_or(0));
    if matched.is_reversed() {
        now = add("given and family name exchanged", REVERSED.min(UNCLEAR - now));
    }
    if matched.inversions() > 0 {
        now = add("parts stand in another order", (UNCLEAR - now).min(0));
    }
    if matched.sexes_differ() {
        now = add("a woman's and a man's name", (UNCLEAR - now).min(0));
    }
    if matched.is_initial() {
        now = add("given name is an initial", (UNCLEAR - now).min(0));
    }
    if matched.is_parent() {
        add("given name of one is father of the other", (UNLIKELY - now).min(0));
    }
    terms
}

/// The comparison with its reasons.
pub(crate) fn explain(
    tables: &Tables,
    matched: &Matched<'_>,
    swapped: bool,
    a: &Reading,
    b: &Reading,
) -> NameComparison {
    let (base, by_hand) = weighed(tables, matched);
    let weight = Weight(base + by_hand.iter().map(|term| term.weight).sum::<i32>());
    let rows = matched.rows(swapped);
    let mut parts: Vec<PartLine> = rows.iter().map(|row| PartLine::of(row, a, b)).collect();
    if matched.mothers().is_some()
        && let Some(mothers) = parts.last_mut()
    {
        // Their evidence is a term of its own, with a limit.
        mothers.weight = 0;
    }
    let lines: i32 = parts.iter().map(|line| line.weight).sum();
    let mut terms = match matched.values() {
        [] => vec![Term { name: "nothing to compare", weight: NOTHING }],
        [only] => single_terms(matched, only.part.evidence),
        _ => learned_terms(tables, matched),
    };
    terms.extend(by_hand);
    let told: i32 = terms.iter().map(|term| term.weight).sum();
    terms.push(Term { name: CALIBRATION, weight: weight.0 - lines - told });
    terms.retain(|term| term.weight != 0);
    let finding = finding(weight.probability(), &parts);
    NameComparison { weight, score: weight.probability(), bits: as_bits(matched.ranking()), parts, terms, finding }
}

fn single_terms(matched: &Matched<'_>, evidence: i32) -> Vec<Term> {
    vec![
        Term { name: "parts left over", weight: -LEFT_OVER * matched.left_over() as i32 },
        Term { name: "one part only", weight: SINGLE_PART + single(matched, evidence).1 },
    ]
}

/// What the features moved, by term. What the sum of evidence moved belongs to the calibration of the parts.
fn learned_terms(tables: &Tables, matched: &Matched<'_>) -> Vec<Term> {
    let (_, moved) = tables.forest.shares(&features(matched));
    let mut terms: Vec<Term> = Vec::new();
    for (&name, weight) in FEATURE_TERMS.iter().zip(moved).filter(|(name, _)| **name != CALIBRATION) {
        match terms.iter_mut().find(|term| term.name == name) {
            Some(term) => term.weight += weight,
            None => terms.push(Term { name, weight }),
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
