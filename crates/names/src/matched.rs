//! Two names laid side by side: partners, joins of wrongly parted words, repairs over word borders.
//!
//! Collects what the comparison needs and decides nothing about the whole. All values are in 1/1024 bit.

use std::borrow::Cow;

use crate::align::{align, crossed, inversions};
use crate::bits::BIT;
use crate::closeness::frames_apart;
use crate::comparer::Comparer;
use crate::evidence::PartEvidence;
use crate::part::PartRole;
use crate::script::Script;
use crate::side::{PreparedName, Slot};

/// What a left-over part costs in ranking: omission is cheap.
pub(crate) const LEFT_OVER: i32 = 9 * BIT / 20;
/// What a part out of order costs in ranking.
pub(crate) const OUT_OF_ORDER: i32 = 3 * BIT / 10;
/// What it costs in ranking that the father was passed over,
pub(crate) const FATHER_SKIPPED: i32 = 3 * BIT;
/// and that the first (last) part of one name stands against another of the other.
pub(crate) const MISPLACED_END: i32 = 2 * BIT;
/// Parts that contradict are partners of no worth: which of them stands against which must not decide.
pub(crate) const NO_PARTNER: i32 = -4 * BIT;
/// What a join of two neighbouring words must gain.
pub(crate) const JOIN_GAIN: i32 = 3 * BIT;
/// A joined part that is no closer than this to any part of the other name is not tried.
const HOPELESS: i32 = -30 * BIT;
/// Evidence below which a part is worth trying joins for.
pub(crate) const TRY_JOINS: i32 = BIT;
/// Two neighbouring parts are read as one word when the weaker is below this evidence,
const WEAK: i32 = 3 * BIT;
/// neither is closer than this,
const NEARLY: i32 = -2 * BIT;
/// and reading them as one gains so much and is not hopeless.
const BORDER_GAIN: i32 = 6 * BIT;
const BORDER_FLOOR: i32 = -24 * BIT;
/// The most that mothers' names add and take.
pub(crate) const MOTHERS_ADD: i32 = 7 * BIT;
pub(crate) const MOTHERS_TAKE: i32 = 12 * BIT;

/// What one pair of partners gives.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "independent marks of one pair, read one by one")]
pub(crate) struct PairValue {
    pub(crate) part: PartEvidence,
    /// One of the two is the first (last) core part of its name.
    pub(crate) first: bool,
    pub(crate) last: bool,
    pub(crate) article_differs: bool,
    /// The same letters on both sides.
    pub(crate) same_text: bool,
}

/// One line of two aligned names.
pub(crate) struct Row {
    pub(crate) a: Option<Slot>,
    pub(crate) b: Option<Slot>,
    pub(crate) value: Option<PairValue>,
}

/// Two names with their parts paired.
pub(crate) struct Matched<'n> {
    pub(crate) a: Cow<'n, PreparedName>,
    pub(crate) b: Cow<'n, PreparedName>,
    pairs: Vec<(usize, usize)>,
    values: Vec<PairValue>,
    /// Evidence of the two mothers' names, where both are given.
    mothers: Option<PartEvidence>,
}

/// Evidence of every part of one name against every part of the other.
struct Grid {
    columns: usize,
    cells: Vec<PartEvidence>,
}

impl Grid {
    fn of(comparer: &mut Comparer<'_>, a: &PreparedName, b: &PreparedName) -> Self {
        let mut cells = Vec::with_capacity(a.len() * b.len());
        for slot in &a.slots {
            cells.extend(b.slots.iter().map(|other| comparer.slots(slot, other)));
        }
        Self { columns: b.len(), cells }
    }

    fn at(&self, row: usize, column: usize) -> PartEvidence {
        self.cells[row * self.columns + column]
    }
}

impl<'n> Matched<'n> {
    /// Aligns two names; the flag says that they were taken in the other order, which depends on the
    /// names alone, so that comparing is symmetric.
    pub(crate) fn between(comparer: &mut Comparer<'_>, a: &'n PreparedName, b: &'n PreparedName) -> (Self, bool) {
        if a.of_kin != b.of_kin {
            // "The wife of Khaled" is not Khaled: there is nothing of hers to compare.
            return (Self::empty(), false);
        }
        let swapped = comes_after(comparer, a, b);
        let (first, second) = if swapped { (b, a) } else { (a, b) };
        let mothers = a.mother.as_ref().zip(b.mother.as_ref()).map(|(one, other)| comparer.slots(one, other));
        let plain = Self::aligned(comparer, Cow::Borrowed(first), Cow::Borrowed(second));
        let mut matched = if plain.values.iter().all(|value| value.part.evidence > TRY_JOINS) {
            plain
        } else {
            plain.better_joined(comparer).unwrap_or(plain)
        };
        matched.mothers = mothers;
        (matched, swapped)
    }

    fn empty() -> Self {
        let nobody = || Cow::Owned(PreparedName { slots: Vec::new(), mother: None, of_kin: false });
        Self { a: nobody(), b: nobody(), pairs: Vec::new(), values: Vec::new(), mothers: None }
    }

    /// Words glued or parted wrongly: the best join of two neighbours on either side, if it clearly
    /// helps.
    fn better_joined(&self, comparer: &mut Comparer<'_>) -> Option<Self> {
        let mut bound = self.sum() + JOIN_GAIN;
        let mut best = None;
        for (side, other, is_a) in [(&self.a, &self.b, true), (&self.b, &self.a, false)] {
            if side.len() < 3 || other.is_empty() {
                continue;
            }
            for at in 0..side.len() - 1 {
                if self.has_partner(is_a, at) || self.has_partner(is_a, at + 1) {
                    continue;
                }
                let (first, second) = (&side.slots[at], &side.slots[at + 1]);
                let frame = comparer.frame(first.part).joined(comparer.frame(second.part), second.article);
                if other.slots.iter().all(|slot| frames_apart(&frame, comparer.frame(slot.part))) {
                    continue;
                }
                let joined = side.joined(at, comparer.joined(first.part, second.part, article_of(second)));
                let helps = |comparer: &mut Comparer<'_>, slot: &Slot| {
                    comparer.slots(&joined.slots[at], slot).closeness >= HOPELESS
                };
                if !other.slots.iter().any(|slot| helps(comparer, slot)) {
                    continue;
                }
                let joined = Cow::Owned(joined);
                let (a, b) = if is_a { (joined, other.clone()) } else { (other.clone(), joined) };
                let tried = Self::aligned(comparer, a, b);
                if tried.sum() > bound {
                    bound = tried.sum();
                    best = Some(tried);
                }
            }
        }
        best
    }

    /// Whether a part has found its like already.
    fn has_partner(&self, is_a: bool, at: usize) -> bool {
        let found = self.pairs.iter().position(|pair| if is_a { pair.0 == at } else { pair.1 == at });
        found.is_some_and(|found| self.values[found].part.evidence > WEAK)
    }

    fn aligned(comparer: &mut Comparer<'_>, a: Cow<'n, PreparedName>, b: Cow<'n, PreparedName>) -> Self {
        let grid = Grid::of(comparer, &a, &b);
        let pairs = align(a.len(), b.len(), |row, column| grid.at(row, column).evidence.max(NO_PARTNER));
        let (ends_a, ends_b) = (a.ends(), b.ends());
        let values = pairs
            .iter()
            .map(|&(i, j)| PairValue {
                part: grid.at(i, j),
                first: i == ends_a.0 || j == ends_b.0,
                last: i == ends_a.1 || j == ends_b.1,
                article_differs: a.slots[i].article != b.slots[j].article,
                same_text: a.slots[i].part == b.slots[j].part,
            })
            .collect();
        let mut matched = Self { a, b, pairs, values, mothers: None };
        matched.repair_borders(comparer);
        matched
    }

    /// A letter or space that slipped over a word border ("Khale dMahmoud"): two neighbouring pairs of
    /// partners that are close only when each side is read as one word.
    fn repair_borders(&mut self, comparer: &mut Comparer<'_>) {
        for at in 1..self.pairs.len() {
            let ((i, j), (next_i, next_j)) = (self.pairs[at - 1], self.pairs[at]);
            let (one, other) = (self.values[at - 1].part, self.values[at].part);
            if next_i != i + 1
                || next_j != j + 1
                || one.evidence.min(other.evidence) > WEAK
                || one.closeness.max(other.closeness) > NEARLY
            {
                continue;
            }
            let frame = |side: &PreparedName, at: usize| {
                comparer.frame(side.slots[at].part).joined(comparer.frame(side.slots[at + 1].part), false)
            };
            if frames_apart(&frame(&self.a, i), &frame(&self.b, j)) {
                continue;
            }
            let mut whole =
                |side: &PreparedName, at: usize| comparer.joined(side.slots[at].part, side.slots[at + 1].part, "");
            let (one_word, other_word) = (whole(&self.a, i), whole(&self.b, j));
            let closeness = comparer.pair(one_word, other_word).closeness;
            if closeness < one.closeness + other.closeness + BORDER_GAIN || closeness < BORDER_FLOOR {
                continue;
            }
            for value in &mut self.values[at - 1..=at] {
                let part = &mut value.part;
                part.closeness = closeness / 2 - BIT;
                part.evidence = (part.perfect + part.closeness - BIT).max(part.evidence);
            }
        }
    }

    pub(crate) fn values(&self) -> &[PairValue] {
        &self.values
    }

    fn sum(&self) -> i32 {
        self.values.iter().map(|value| value.part.evidence).sum()
    }

    pub(crate) fn left_over(&self) -> usize {
        let count = |side: &PreparedName, used: &dyn Fn(usize) -> bool| {
            side.slots.iter().enumerate().filter(|(at, slot)| !used(*at) && slot.role.is_core()).count()
        };
        count(&self.a, &|at| self.pairs.iter().any(|pair| pair.0 == at))
            + count(&self.b, &|at| self.pairs.iter().any(|pair| pair.1 == at))
    }

    /// The second part of the shorter name stands against the third of the longer, whose second has no
    /// partner.
    pub(crate) fn father_skipped(&self) -> bool {
        let role_of = |side: &PreparedName, at: usize| side.slots.get(at).map(|slot| slot.role);
        let shorter_is_a = self.a.len() <= self.b.len();
        let (short, long) = if shorter_is_a { (&self.a, &self.b) } else { (&self.b, &self.a) };
        if short.len() < 3 || long.len() == short.len() {
            return false;
        }
        self.agreeing().iter().any(|&(i, j)| {
            let (of_short, of_long) = if shorter_is_a { (i, j) } else { (j, i) };
            role_of(short, of_short) == Some(PartRole::Father)
                && matches!(role_of(long, of_long), Some(PartRole::Grandfather | PartRole::Ancestor))
        })
    }

    /// Partners that stand for one name; of the others it means nothing where they stand.
    fn agreeing(&self) -> Vec<(usize, usize)> {
        let agreeing = self.pairs.iter().zip(&self.values).filter(|(_, value)| value.part.evidence > 0);
        agreeing.map(|(pair, _)| *pair).collect()
    }

    pub(crate) fn inversions(&self) -> usize {
        inversions(&self.agreeing())
    }

    /// The sum for ranking.
    pub(crate) fn ranking(&self) -> i32 {
        let skipped = if self.father_skipped() { FATHER_SKIPPED } else { 0 };
        self.sum()
            - LEFT_OVER * self.left_over() as i32
            - OUT_OF_ORDER * self.inversions() as i32
            - MISPLACED_END * self.misplaced_ends() as i32
            - skipped
            + self.mothers().unwrap_or(0)
    }

    /// What the mothers' names add: a contradiction counts more than an agreement, up to a limit.
    pub(crate) fn mothers(&self) -> Option<i32> {
        self.mothers.map(|part| part.evidence.clamp(-MOTHERS_TAKE, MOTHERS_ADD))
    }

    /// The given name of one side stands for the father or an ancestor of the other, whose own given name has no
    /// partner: "Karim Salim" and "Salim" are father and son. (A family name at the front has one: its like at the end.)
    pub(crate) fn is_parent(&self) -> bool {
        let agreeing = self.agreeing();
        let role = |side: &PreparedName, at: usize| side.slots[at].role;
        let has_partner = |used: &dyn Fn(&(usize, usize)) -> usize, side: &PreparedName| {
            agreeing.iter().any(|pair| role(side, used(pair)) == PartRole::Given)
        };
        let ancestor = |role| matches!(role, PartRole::Father | PartRole::Grandfather | PartRole::Ancestor);
        agreeing.iter().any(|&(i, j)| {
            let (of_a, of_b) = (role(&self.a, i), role(&self.b, j));
            of_a == PartRole::Given && ancestor(of_b) && !has_partner(&|pair| pair.1, &self.b)
                || of_b == PartRole::Given && ancestor(of_a) && !has_partner(&|pair| pair.0, &self.a)
        })
    }

    /// The given names are partners, and one is a woman's and the other a man's.
    pub(crate) fn sexes_differ(&self) -> bool {
        self.given_pair().is_some_and(|(a, b)| a.woman.zip(b.woman).is_some_and(|(a, b)| a != b))
    }

    /// A given name is only an initial.
    pub(crate) fn is_initial(&self) -> bool {
        self.given_pair().is_some_and(|(a, b)| a.initial || b.initial)
    }

    fn given_pair(&self) -> Option<(&Slot, &Slot)> {
        let pairs = self.pairs.iter().map(|&(i, j)| (&self.a.slots[i], &self.b.slots[j]));
        pairs.into_iter().find(|(a, b)| a.role == PartRole::Given && b.role == PartRole::Given)
    }

    /// Two parts on both sides, given and family name exchanged.
    pub(crate) fn is_reversed(&self) -> bool {
        self.a.len() == 2 && self.b.len() == 2 && crossed(&self.agreeing()) > 0
    }

    /// Ends of one name that stand against the inside of the other; a family name moved as a whole
    /// from one end to the other is at its place.
    pub(crate) fn misplaced_ends(&self) -> usize {
        let agreeing = self.agreeing();
        if agreeing.len() > 2 && crossed(&agreeing) > 0 && inversions(&agreeing) == 0 {
            return 0;
        }
        let (a, b) = (self.a.ends(), self.b.ends());
        agreeing
            .iter()
            .map(|&(i, j)| usize::from((i == a.0) != (j == b.0)) + usize::from((i == a.1) != (j == b.1)))
            .sum()
    }

    /// How many of the two names are in Latin letters.
    pub(crate) fn latin_sides(&self) -> i32 {
        [&self.a, &self.b].map(|side| i32::from(side.script() == Script::Latin)).iter().sum()
    }

    /// The partners, and the parts without one, in the order of the first name.
    pub(crate) fn rows(&self, swapped: bool) -> Vec<Row> {
        let mut rows: Vec<(usize, Row)> = Vec::new();
        for (&(i, j), value) in self.pairs.iter().zip(&self.values) {
            let at = if swapped { j } else { i };
            rows.push((2 * at, Row { a: Some(self.a.slots[i]), b: Some(self.b.slots[j]), value: Some(*value) }));
        }
        for (at, slot) in self.a.slots.iter().enumerate().filter(|(at, _)| self.pairs.iter().all(|p| p.0 != *at)) {
            rows.push((2 * at + usize::from(swapped), Row { a: Some(*slot), b: None, value: None }));
        }
        for (at, slot) in self.b.slots.iter().enumerate().filter(|(at, _)| self.pairs.iter().all(|p| p.1 != *at)) {
            rows.push((2 * at + usize::from(!swapped), Row { a: None, b: Some(*slot), value: None }));
        }
        if let Some(part) = self.mothers {
            let value = PairValue { part, first: false, last: false, article_differs: false, same_text: false };
            rows.push((usize::MAX, Row { a: self.a.mother, b: self.b.mother, value: Some(value) }));
        }
        rows.sort_by_key(|(at, _)| *at);
        let turn = |row: Row| if swapped { Row { a: row.b, b: row.a, value: row.value } } else { row };
        rows.into_iter().map(|(_, row)| turn(row)).collect()
    }
}

/// The article that stood before a part, as a part of a word.
fn article_of(slot: &Slot) -> &'static str {
    match slot.script {
        _ if !slot.article => "",
        Script::Arabic => "ال",
        Script::Latin => "al",
        Script::Other => "",
    }
}

/// Which name is taken first depends on the texts alone.
fn comes_after(comparer: &Comparer<'_>, a: &PreparedName, b: &PreparedName) -> bool {
    let key = |slot: &Slot| (slot.script, slot.role, slot.article);
    for (one, other) in a.slots.iter().chain(&a.mother).zip(b.slots.iter().chain(&b.mother)) {
        let order = one
            .script
            .cmp(&other.script)
            .then_with(|| {
                if one.part == other.part {
                    std::cmp::Ordering::Equal
                } else {
                    comparer.text(one.part).cmp(comparer.text(other.part))
                }
            })
            .then_with(|| key(one).cmp(&key(other)));
        if order.is_ne() {
            return order.is_gt();
        }
    }
    a.slots.len() > b.slots.len()
}
