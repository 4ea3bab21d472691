//! Comparing two whole names: probability, reasons part by part, and a finding in words.
//!
//! Compares names, not people. "Same family, other person" is a finding of its own: to a family that
//! searches, a brother in the list is news, not a miss.

use std::f32::consts::LOG2_E;

use crate::align::{align, inversions};
use crate::features::{Aligned, FEATURE_NAMES, FEATURES, PairValue, features};
use crate::part::{Part, PartRole, Reading};
use crate::read::read;
use crate::script::Script;
use crate::tables::Tables;
use crate::vocabulary::{Named, Vocabulary};

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

/// Bits a left-over part costs in ranking: omission is cheap.
const LEFT_OVER: f32 = 0.45;
/// Bits a part out of order costs in ranking.
const OUT_OF_ORDER: f32 = 0.3;
/// Bits it costs in ranking that the father was passed over,
const FATHER_SKIPPED: f32 = 3.0;
/// and that the first (last) part of one name stands against another of the other.
const MISPLACED_END: f32 = 2.0;
/// Bits a join of two neighbouring words must gain.
const JOIN_GAIN: f32 = 3.0;
/// Bits below which a part is worth trying joins for.
const TRY_JOINS: f32 = 1.0;
/// Two neighbouring parts are read as one word when the weaker is below this evidence,
const WEAK: f32 = 3.0;
/// neither is closer than this,
const NEARLY: f32 = -2.0;
/// and reading them as one gains so much and is not hopeless.
const BORDER_GAIN: f32 = 6.0;
const BORDER_FLOOR: f32 = -24.0;
/// Log odds in bits of two names of which one has a single part, before its evidence.
const SINGLE_PART_CONSTANT: f32 = -7.0;
/// Evidence of an initial that fits.
const INITIAL_FITS: f32 = 1.0;
const INITIAL_FITS_NOT: f32 = -6.0;

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
    let (left, right) = (Side::of(a), Side::of(b));
    let swapped = left.key() > right.key();
    let mut matched = if swapped { Matched::of(vocabulary, &right, &left) } else { Matched::of(vocabulary, &left, &right) };
    let bits = matched.bits();
    let (score, terms) = matched.score(&tables.weights);
    if swapped {
        matched.swap();
    }
    let parts = matched.lines();
    let finding = finding(score, &parts);
    NameComparison { score, bits, parts, terms, finding }
}

/// The features of a comparison, for learning the weights.
pub(crate) fn comparison_features(vocabulary: &Vocabulary, a: &str, b: &str) -> [f32; FEATURES] {
    let (left, right) = (Side::of(&read(a)), Side::of(&read(b)));
    let matched = if left.key() > right.key() { Matched::of(vocabulary, &right, &left) } else { Matched::of(vocabulary, &left, &right) };
    features(&matched.aligned())
}

/// The parts of one name that are aligned.
#[derive(Clone)]
struct Side {
    parts: Vec<Part>,
}

impl Side {
    fn of(reading: &Reading) -> Self {
        let named = |part: &&Part| part.role != PartRole::Honorific;
        let mut parts: Vec<Part> = reading.parts.iter().filter(named).cloned().collect();
        if parts.is_empty() {
            parts.clone_from(&reading.parts);
        }
        Self { parts }
    }

    /// Decides which name is compared with which, so that the result cannot depend on the order.
    fn key(&self) -> (Option<Script>, Vec<(&str, PartRole, bool)>) {
        (self.parts.first().map(|part| part.script), self.parts.iter().map(|part| (part.text.as_str(), part.role, part.article)).collect())
    }

    /// The same with two neighbours made one.
    fn joined(&self, at: usize) -> Self {
        let mut parts = self.parts.clone();
        let second = parts.remove(at + 1);
        let first = &mut parts[at];
        let article = if second.article {
            match second.script {
                Script::Arabic => "ال",
                Script::Latin => "al",
                Script::Other => "",
            }
        } else {
            ""
        };
        first.text = format!("{}{article}{}", first.text, second.text);
        first.as_written = format!("{} {}", first.as_written, second.as_written);
        first.initial = false;
        Self { parts }
    }

    fn is_script(&self, script: Script) -> bool {
        self.parts.iter().all(|part| part.script == script)
    }
}

/// Two names with their parts paired.
struct Matched {
    a: Side,
    b: Side,
    pairs: Vec<(usize, usize)>,
    values: Vec<PairValue>,
}

impl Matched {
    fn of(vocabulary: &Vocabulary, a: &Side, b: &Side) -> Self {
        let mut best = Self::plain(vocabulary, a, b);
        if best.values.iter().all(|value| value.evidence > TRY_JOINS) {
            return best;
        }
        // Words glued or parted wrongly: one join on either side, if it clearly helps.
        let mut bound = best.sum() + JOIN_GAIN;
        let tries = (0..a.parts.len().saturating_sub(1)).map(|at| (true, at)).chain((0..b.parts.len().saturating_sub(1)).map(|at| (false, at)));
        for (left, at) in tries {
            let longer = if left { a.parts.len() } else { b.parts.len() };
            if longer < 3 || a.parts.len().min(b.parts.len()) == 0 {
                continue;
            }
            let tried = if left { Self::plain(vocabulary, &a.joined(at), b) } else { Self::plain(vocabulary, a, &b.joined(at)) };
            if tried.sum() > bound {
                bound = tried.sum();
                best = tried;
            }
        }
        best
    }

    fn plain(vocabulary: &Vocabulary, a: &Side, b: &Side) -> Self {
        let (left, right): (Vec<Named<'_>>, Vec<Named<'_>>) =
            (a.parts.iter().map(|part| Named::new(&part.text)).collect(), b.parts.iter().map(|part| Named::new(&part.text)).collect());
        let columns = right.len();
        let matrix: Vec<(f32, f32)> = a
            .parts
            .iter()
            .zip(&left)
            .flat_map(|(part, named)| b.parts.iter().zip(&right).map(move |(other, other_named)| (part, named, other, other_named)))
            .map(|(part, named, other, other_named)| part_value(vocabulary, part, named, other, other_named))
            .collect();
        let pairs = align(left.len(), columns, |row, column| matrix[row * columns + column].0);
        let (ends_a, ends_b) = (ends(a), ends(b));
        let values = pairs
            .iter()
            .map(|&(i, j)| {
                let (evidence, closeness) = matrix[i * columns + j];
                PairValue {
                    evidence,
                    closeness,
                    perfect: vocabulary.perfect(&a.parts[i], &b.parts[j]),
                    first: i == ends_a.0 || j == ends_b.0,
                    last: i == ends_a.1 || j == ends_b.1,
                    article_differs: a.parts[i].article != b.parts[j].article,
                }
            })
            .collect();
        let mut matched = Self { a: a.clone(), b: b.clone(), pairs, values };
        matched.repair_borders(vocabulary);
        matched
    }

    /// A letter or space that slipped over a word border ("Khale dMahmoud"): two neighbouring pairs of
    /// partners that are close only when each side is read as one word.
    fn repair_borders(&mut self, vocabulary: &Vocabulary) {
        for at in 1..self.pairs.len() {
            let ((i, j), (next_i, next_j)) = (self.pairs[at - 1], self.pairs[at]);
            let (one, other) = (self.values[at - 1], self.values[at]);
            if next_i != i + 1 || next_j != j + 1 || one.evidence.min(other.evidence) > WEAK || one.closeness.max(other.closeness) > NEARLY {
                continue;
            }
            let whole = |side: &Side, at: usize| format!("{}{}", side.parts[at].text, side.parts[at + 1].text);
            let closeness = vocabulary.tables().closeness(&whole(&self.a, i), &whole(&self.b, j));
            if closeness < one.closeness + other.closeness + BORDER_GAIN || closeness < BORDER_FLOOR {
                continue;
            }
            for value in &mut self.values[at - 1..=at] {
                value.closeness = closeness / 2.0 - 1.0;
                value.evidence = (value.perfect + value.closeness - 1.0).max(value.evidence);
            }
        }
    }

    fn sum(&self) -> f32 {
        self.values.iter().map(|value| value.evidence).sum()
    }

    fn left_over(&self) -> usize {
        let count = |side: &Side, used: &dyn Fn(usize) -> bool| {
            side.parts.iter().enumerate().filter(|(at, part)| !used(*at) && part.role.is_core()).count()
        };
        count(&self.a, &|at| self.pairs.iter().any(|pair| pair.0 == at)) + count(&self.b, &|at| self.pairs.iter().any(|pair| pair.1 == at))
    }

    /// The second part of the shorter name stands against the third of the longer, whose second has no
    /// partner.
    fn father_skipped(&self) -> bool {
        let role_of = |side: &Side, at: usize| side.parts.get(at).map(|part| part.role);
        let (shorter_is_a, short, long) =
            if self.a.parts.len() <= self.b.parts.len() { (true, &self.a, &self.b) } else { (false, &self.b, &self.a) };
        if short.parts.len() < 3 || long.parts.len() == short.parts.len() {
            return false;
        }
        self.pairs.iter().any(|&(i, j)| {
            let (of_short, of_long) = if shorter_is_a { (i, j) } else { (j, i) };
            role_of(short, of_short) == Some(PartRole::Father)
                && matches!(role_of(long, of_long), Some(PartRole::Grandfather | PartRole::Ancestor))
        })
    }

    fn bits(&self) -> f32 {
        let skipped = if self.father_skipped() { FATHER_SKIPPED } else { 0.0 };
        self.sum()
            - LEFT_OVER * self.left_over() as f32
            - OUT_OF_ORDER * inversions(&self.pairs) as f32
            - MISPLACED_END * self.misplaced_ends() as f32
            - skipped
    }

    /// Ends of one name that stand against the inside of the other, in names written in one order.
    fn misplaced_ends(&self) -> usize {
        if !self.pairs.is_sorted_by_key(|pair| pair.1) {
            return 0;
        }
        let (a, b) = (ends(&self.a), ends(&self.b));
        self.pairs.iter().map(|&(i, j)| usize::from((i == a.0) != (j == b.0)) + usize::from((i == a.1) != (j == b.1))).sum()
    }

    fn aligned(&self) -> Aligned<'_> {
        Aligned {
            pairs: &self.values,
            left_over: self.left_over(),
            inversions: inversions(&self.pairs),
            both_latin: self.a.is_script(Script::Latin) && self.b.is_script(Script::Latin),
            both_arabic: self.a.is_script(Script::Arabic) && self.b.is_script(Script::Arabic),
            father_skipped: self.father_skipped(),
        }
    }

    /// Probability and terms. The fitted weights know names of two parts and more; a single pair of
    /// parts is judged by its evidence alone, and nothing by nothing.
    fn score(&self, weights: &[f32]) -> (f32, Vec<(&'static str, f32)>) {
        match &self.values[..] {
            [] => (0.0, Vec::new()),
            [only] => {
                let terms = vec![("constant", SINGLE_PART_CONSTANT), ("evidence of all parts", only.evidence), ("parts left over", -LEFT_OVER * self.left_over() as f32)];
                (probability(terms.iter().map(|(_, bits)| bits).sum()), terms)
            }
            _ => weigh(weights, &features(&self.aligned())),
        }
    }

    fn swap(&mut self) {
        std::mem::swap(&mut self.a, &mut self.b);
        for pair in &mut self.pairs {
            *pair = (pair.1, pair.0);
        }
    }

    fn lines(&self) -> Vec<PartLine> {
        let mut lines: Vec<(usize, PartLine)> = Vec::new();
        for (&(i, j), value) in self.pairs.iter().zip(&self.values) {
            let verdict = if value.closeness > -6.0 || value.evidence > 6.0 {
                PartVerdict::Same
            } else if value.evidence > 0.0 {
                PartVerdict::Close
            } else {
                PartVerdict::Different
            };
            let line = PartLine {
                a: Some(self.a.parts[i].clone()),
                b: Some(self.b.parts[j].clone()),
                closeness: value.closeness,
                evidence: value.evidence,
                verdict,
            };
            lines.push((2 * i, line));
        }
        let alone = |part: &Part, left: bool| PartLine {
            a: left.then(|| part.clone()),
            b: (!left).then(|| part.clone()),
            closeness: 0.0,
            evidence: 0.0,
            verdict: PartVerdict::OneSided,
        };
        for (at, part) in self.a.parts.iter().enumerate().filter(|(at, _)| self.pairs.iter().all(|pair| pair.0 != *at)) {
            lines.push((2 * at, alone(part, true)));
        }
        for (at, part) in self.b.parts.iter().enumerate().filter(|(at, _)| self.pairs.iter().all(|pair| pair.1 != *at)) {
            lines.push((2 * at + 1, alone(part, false)));
        }
        lines.sort_by_key(|(at, _)| *at);
        lines.into_iter().map(|(_, line)| line).collect()
    }
}

/// First and last core part of a name.
fn ends(side: &Side) -> (usize, usize) {
    let core = |(_, part): &(usize, &Part)| part.role.is_core();
    let first = side.parts.iter().enumerate().find(core).map_or(0, |(at, _)| at);
    let last = side.parts.iter().enumerate().rev().find(core).map_or(side.parts.len().saturating_sub(1), |(at, _)| at);
    (first, last)
}

/// Evidence and closeness of two parts with their roles and initials.
fn part_value(vocabulary: &Vocabulary, a: &Part, a_named: &Named<'_>, b: &Part, b_named: &Named<'_>) -> (f32, f32) {
    if (a.initial || b.initial) && a.script == b.script {
        let fits = a.text.chars().next() == b.text.chars().next();
        return if fits { (INITIAL_FITS, -3.0) } else { (INITIAL_FITS_NOT, -30.0) };
    }
    vocabulary.evidence_of(a_named, b_named)
}

/// Log odds in bits to a probability.
fn probability(bits: f32) -> f32 {
    1.0 / (1.0 + (-bits).exp2())
}

/// The logistic model: score and terms.
fn weigh(weights: &[f32], values: &[f32; FEATURES]) -> (f32, Vec<(&'static str, f32)>) {
    let constant = weights.last().copied().unwrap_or_default() * LOG2_E;
    let mut terms = vec![("constant", constant)];
    for ((name, weight), value) in FEATURE_NAMES.iter().zip(weights).zip(values) {
        let bits = weight * value * LOG2_E;
        if bits != 0.0 {
            terms.push((name, bits));
        }
    }
    (probability(terms.iter().map(|(_, bits)| bits).sum()), terms)
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
            .filter(|line| [&line.a, &line.b].iter().any(|part| part.as_ref().is_some_and(|part| part.role == wanted)) && line.a.is_some() && line.b.is_some())
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
