//! Two names laid side by side: partners, joins of wrongly parted words, repairs over word borders.
//!
//! Collects what the comparison needs and decides nothing about the whole.

use crate::align::{align, crossed, inversions};
use crate::features::{Aligned, PairValue};
use crate::grid::{Grid, part_value};
use crate::part::{Part, PartRole, Reading};
use crate::script::Script;
use crate::side::{Side, ends};
use crate::vocabulary::{Named, Vocabulary};

/// Bits a left-over part costs in ranking: omission is cheap.
pub(crate) const LEFT_OVER: f32 = 0.45;
/// Bits a part out of order costs in ranking.
pub(crate) const OUT_OF_ORDER: f32 = 0.3;
/// Bits it costs in ranking that the father was passed over,
pub(crate) const FATHER_SKIPPED: f32 = 3.0;
/// and that the first (last) part of one name stands against another of the other.
pub(crate) const MISPLACED_END: f32 = 2.0;
/// Bits a join of two neighbouring words must gain.
pub(crate) const JOIN_GAIN: f32 = 3.0;
/// A joined part below this against every part of the other name is not tried.
const HOPELESS: f32 = -12.0;
/// Bits below which a part is worth trying joins for.
pub(crate) const TRY_JOINS: f32 = 1.0;
/// Two neighbouring parts are read as one word when the weaker is below this evidence,
const WEAK: f32 = 3.0;
/// neither is closer than this,
const NEARLY: f32 = -2.0;
/// and reading them as one gains so much and is not hopeless.
const BORDER_GAIN: f32 = 6.0;
const BORDER_FLOOR: f32 = -24.0;
/// Most bits the mothers' names add or take.
pub(crate) const MOTHERS: f32 = 7.0;
/// One line of two aligned names.
pub(crate) struct Row {
    pub(crate) a: Option<Part>,
    pub(crate) b: Option<Part>,
    pub(crate) value: Option<PairValue>,
}

/// Two names with their parts paired.
pub(crate) struct Matched {
    a: Side,
    b: Side,
    pairs: Vec<(usize, usize)>,
    values: Vec<PairValue>,
    /// Evidence and closeness of the two mothers' names, where both are given.
    mothers: Option<(f32, f32)>,
}

impl Matched {
    /// Aligns two names; the flag says that they were taken in the other order, which depends on the
    /// names alone, so that comparing is symmetric.
    pub(crate) fn between(vocabulary: &Vocabulary, a: &Reading, b: &Reading) -> (Self, bool) {
        let (left, right) = (Side::of(a), Side::of(b));
        let swapped = left.key() > right.key();
        let mothers =
            left.mother.as_ref().zip(right.mother.as_ref()).map(|(one, other)| {
                part_value(vocabulary, one, &Named::new(&one.text), other, &Named::new(&other.text))
            });
        let mut matched = if swapped { Self::of(vocabulary, right, left) } else { Self::of(vocabulary, left, right) };
        matched.mothers = mothers;
        (matched, swapped)
    }

    fn of(vocabulary: &Vocabulary, a: Side, b: Side) -> Self {
        let grid = Grid::of(vocabulary, &a, &b);
        let plain = Self::from_grid(vocabulary, a, b, &grid);
        if plain.values.iter().all(|value| value.evidence > TRY_JOINS) {
            return plain;
        }
        plain.better_joined(vocabulary, &grid).unwrap_or(plain)
    }

    /// Words glued or parted wrongly: the best join of two neighbours on either side, if it clearly
    /// helps.
    fn better_joined(&self, vocabulary: &Vocabulary, grid: &Grid) -> Option<Self> {
        let mut bound = self.sum() + JOIN_GAIN;
        let mut best = None;
        for (side, other, is_a) in [(&self.a, &self.b, true), (&self.b, &self.a, false)] {
            if side.parts.len() < 3 || other.parts.is_empty() {
                continue;
            }
            for at in 0..side.parts.len() - 1 {
                let joined = side.joined(at);
                let line = Grid::line(vocabulary, &joined.parts[at], other);
                if line.iter().all(|(evidence, _)| *evidence < HOPELESS) {
                    continue;
                }
                let tried_grid = if is_a { grid.with_row(at, &line) } else { grid.with_column(at, &line) };
                let (a, b) = if is_a { (joined, other.clone()) } else { (other.clone(), joined) };
                let tried = Self::from_grid(vocabulary, a, b, &tried_grid);
                if tried.sum() > bound {
                    bound = tried.sum();
                    best = Some(tried);
                }
            }
        }
        best
    }

    fn from_grid(vocabulary: &Vocabulary, a: Side, b: Side, grid: &Grid) -> Self {
        let pairs = align(a.parts.len(), b.parts.len(), |row, column| grid.at(row, column).0);
        let (ends_a, ends_b) = (ends(&a), ends(&b));
        let values = pairs
            .iter()
            .map(|&(i, j)| {
                let (evidence, closeness) = grid.at(i, j);
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
        let mut matched = Self { a, b, pairs, values, mothers: None };
        matched.repair_borders(vocabulary);
        matched
    }

    /// A letter or space that slipped over a word border ("Khale dMahmoud"): two neighbouring pairs of
    /// partners that are close only when each side is read as one word.
    fn repair_borders(&mut self, vocabulary: &Vocabulary) {
        for at in 1..self.pairs.len() {
            let ((i, j), (next_i, next_j)) = (self.pairs[at - 1], self.pairs[at]);
            let (one, other) = (self.values[at - 1], self.values[at]);
            if next_i != i + 1
                || next_j != j + 1
                || one.evidence.min(other.evidence) > WEAK
                || one.closeness.max(other.closeness) > NEARLY
            {
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

    pub(crate) fn values(&self) -> &[PairValue] {
        &self.values
    }

    fn sum(&self) -> f32 {
        self.values.iter().map(|value| value.evidence).sum()
    }

    pub(crate) fn left_over(&self) -> usize {
        let count = |side: &Side, used: &dyn Fn(usize) -> bool| {
            side.parts.iter().enumerate().filter(|(at, part)| !used(*at) && part.role.is_core()).count()
        };
        count(&self.a, &|at| self.pairs.iter().any(|pair| pair.0 == at))
            + count(&self.b, &|at| self.pairs.iter().any(|pair| pair.1 == at))
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

    /// The sum for ranking.
    pub(crate) fn bits(&self) -> f32 {
        let skipped = if self.father_skipped() { FATHER_SKIPPED } else { 0.0 };
        self.sum()
            - LEFT_OVER * self.left_over() as f32
            - OUT_OF_ORDER * inversions(&self.pairs) as f32
            - MISPLACED_END * self.misplaced_ends() as f32
            - skipped
            + self.mothers().unwrap_or(0.0)
    }

    /// Bits the mothers' names add: a contradiction counts more than an agreement, up to a limit.
    pub(crate) fn mothers(&self) -> Option<f32> {
        self.mothers.map(|(evidence, _)| evidence.clamp(-MOTHERS, MOTHERS))
    }

    /// Two parts on both sides, given and family name exchanged.
    pub(crate) fn is_reversed(&self) -> bool {
        self.pairs.len() == 2 && self.a.parts.len() == 2 && self.b.parts.len() == 2 && crossed(&self.pairs) > 0
    }

    /// Ends of one name that stand against the inside of the other; a family name moved as a whole
    /// from one end to the other is at its place.
    fn misplaced_ends(&self) -> usize {
        if self.pairs.len() > 2 && crossed(&self.pairs) > 0 && inversions(&self.pairs) == 0 {
            return 0;
        }
        let (a, b) = (ends(&self.a), ends(&self.b));
        self.pairs
            .iter()
            .map(|&(i, j)| usize::from((i == a.0) != (j == b.0)) + usize::from((i == a.1) != (j == b.1)))
            .sum()
    }

    pub(crate) fn aligned(&self) -> Aligned<'_> {
        Aligned {
            pairs: &self.values,
            left_over: self.left_over(),
            inversions: inversions(&self.pairs),
            both_latin: self.a.is_script(Script::Latin) && self.b.is_script(Script::Latin),
            both_arabic: self.a.is_script(Script::Arabic) && self.b.is_script(Script::Arabic),
            father_skipped: self.father_skipped(),
        }
    }

    /// The partners, and the parts without one, in the order of the first name.
    pub(crate) fn rows(&self, swapped: bool) -> Vec<Row> {
        let mut rows: Vec<(usize, Row)> = Vec::new();
        for (&(i, j), value) in self.pairs.iter().zip(&self.values) {
            let at = if swapped { j } else { i };
            rows.push((
                2 * at,
                Row { a: Some(self.a.parts[i].clone()), b: Some(self.b.parts[j].clone()), value: Some(*value) },
            ));
        }
        for (at, part) in self.a.parts.iter().enumerate().filter(|(at, _)| self.pairs.iter().all(|pair| pair.0 != *at))
        {
            rows.push((2 * at + usize::from(swapped), Row { a: Some(part.clone()), b: None, value: None }));
        }
        for (at, part) in self.b.parts.iter().enumerate().filter(|(at, _)| self.pairs.iter().all(|pair| pair.1 != *at))
        {
            rows.push((2 * at + usize::from(!swapped), Row { a: None, b: Some(part.clone()), value: None }));
        }
        if let Some((evidence, closeness)) = self.mothers {
            let value = PairValue {
                evidence,
                closeness,
                perfect: evidence.max(0.0),
                first: false,
                last: false,
                article_differs: false,
            };
            let row = Row { a: self.a.mother.clone(), b: self.b.mother.clone(), value: Some(value) };
            rows.push((usize::MAX, row));
        }
        rows.sort_by_key(|(at, _)| *at);
        let turn = |row: Row| {
            if swapped { Row { a: row.b, b: row.a, value: row.value } } else { row }
        };
        rows.into_iter().map(|(_, row)| turn(row)).collect()
    }
}
