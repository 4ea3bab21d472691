//! The tests of levels, bound to columns: what they read are numbers, texts by number, and masks kept between pairs.

use super::columns::{ColumnId, Columns};
use super::lens::{Joint, Lens, NumberColumn, TextColumn};
use super::subject::Subject;
use crate::kernel::{
    Alphabet, Masks, damerau_levenshtein, hamming, jaccard, jaro, levenshtein, winkler, winkler_at_most,
};
use crate::model::{Bound, Measure, Model, ModelError, Side, Test};

/// Mean radius of the earth, in kilometres, as Splink takes it.
const EARTH_KILOMETRES: f64 = 6_371.0;

/// A test of a level. Lenses, joints, texts and numbers are places in `Checks`.
pub(super) enum Check {
    Equal { left: usize, right: usize },
    EqualAcross { left: usize, right: usize, joint: usize },
    Measured { slot: usize, bound: Bound },
    Missing { lens: usize, side: Side },
    Is { lens: usize, side: Side, value: u32 },
    Apart { left: usize, right: usize, numbers: (usize, usize), as_share: bool, bound: Bound },
    Kilometres { lenses: (usize, usize), numbers: (usize, usize), bound: Bound },
    All(Vec<Check>),
    Any(Vec<Check>),
    Not(Box<Check>),
    Otherwise,
}

/// A measure of two texts that several levels ask for; it is taken once a pair.
struct Slot {
    measure: Measure,
    /// Lens and texts of either side.
    left: (usize, usize),
    right: (usize, usize),
}

/// What the tests of one comparison read.
#[derive(Default)]
pub(super) struct Checks {
    lenses: Vec<Lens>,
    joints: Vec<(ColumnId, ColumnId, Joint)>,
    texts: Vec<TextColumn>,
    numbers: Vec<NumberColumn>,
    slots: Vec<Slot>,
}

/// What a thread keeps between pairs, for one comparison.
pub(crate) struct Scratch {
    /// Masks of the left text, one a slot.
    masks: Vec<Masks>,
    /// What is known of each slot for the present pair.
    known: Vec<Known>,
}

#[derive(Clone, Copy)]
enum Known {
    Nothing,
    Value(f64),
}

impl Checks {
    /// Binds a test, adding what it reads.
    pub(super) fn bind(
        &mut self,
        columns: &mut Columns,
        subject: &Subject,
        model: &Model,
        test: &Test,
        place: &str,
        alphabet: Option<&Alphabet>,
    ) -> Result<Check, ModelError> {
        let lens = |checks: &mut Checks, columns: &mut Columns, name: &str| {
            let column = columns.resolve(model, name, place)?;
            Ok::<(usize, ColumnId), ModelError>((checks.lens(columns, subject, column), column))
        };
        Ok(match test {
            Test::Equal { left, right } => {
                let (left, left_column) = lens(self, columns, left)?;
                let (right, right_column) = lens(self, columns, right)?;
                if left_column == right_column {
                    Check::Equal { left, right }
                } else {
                    Check::EqualAcross { left, right, joint: self.joint(columns, left_column, right_column) }
                }
            }
            Test::Measure { measure, left, right, bound } => {
                let (left, left_column) = lens(self, columns, left)?;
                let (right, right_column) = lens(self, columns, right)?;
                let left = (left, self.texts(columns, left_column, alphabet));
                let right = (right, self.texts(columns, right_column, alphabet));
                Check::Measured { slot: self.slot(*measure, left, right), bound: *bound }
            }
            Test::Missing { column, side } => Check::Missing { lens: lens(self, columns, column)?.0, side: *side },
            Test::Is { column, side, text } => {
                let (lens, column) = lens(self, columns, column)?;
                // A text that no row holds yet gets a number too: one may come that does.
                let value = columns.intern(column, text).unwrap_or(u32::MAX);
                Check::Is { lens, side: *side, value }
            }
            Test::SecondsApart { left, right, bound }
            | Test::NumbersApart { left, right, bound }
            | Test::SharesApart { left, right, bound } => {
                let is_time = matches!(test, Test::SecondsApart { .. });
                let (left, left_column) = lens(self, columns, left)?;
                let (right, right_column) = lens(self, columns, right)?;
                let numbers =
                    (self.numbers(columns, left_column, is_time), self.numbers(columns, right_column, is_time));
                let as_share = matches!(test, Test::SharesApart { .. });
                Check::Apart { left, right, numbers, as_share, bound: *bound }
            }
            Test::KilometresApart { latitude, longitude, bound } => {
                let (latitude, latitudes) = lens(self, columns, latitude)?;
                let (longitude, longitudes) = lens(self, columns, longitude)?;
                let numbers = (self.numbers(columns, latitudes, false), self.numbers(columns, longitudes, false));
                Check::Kilometres { lenses: (latitude, longitude), numbers, bound: *bound }
            }
            Test::All(tests) => Check::All(self.bind_all(columns, subject, model, tests, place, alphabet)?),
            Test::Any(tests) => Check::Any(self.bind_all(columns, subject, model, tests, place, alphabet)?),
            Test::Not(test) => Check::Not(Box::new(self.bind(columns, subject, model, test, place, alphabet)?)),
            Test::Otherwise => Check::Otherwise,
        })
    }

    fn bind_all(
        &mut self,
        columns: &mut Columns,
        subject: &Subject,
        model: &Model,
        tests: &[Test],
        place: &str,
        alphabet: Option<&Alphabet>,
    ) -> Result<Vec<Check>, ModelError> {
        tests.iter().map(|test| self.bind(columns, subject, model, test, place, alphabet)).collect()
    }

    pub(super) fn lens(&mut self, columns: &Columns, subject: &Subject, column: ColumnId) -> usize {
        if let Some(known) = self.lenses.iter().position(|lens| lens.column == column) {
            return known;
        }
        self.lenses.push(Lens::of(columns, subject, column));
        self.lenses.len() - 1
    }

    fn joint(&mut self, columns: &Columns, left: ColumnId, right: ColumnId) -> usize {
        if let Some(known) = self.joints.iter().position(|(one, other, _)| (*one, *other) == (left, right)) {
            return known;
        }
        let mut joint = Joint::default();
        joint.extend(columns, left, right);
        self.joints.push((left, right, joint));
        self.joints.len() - 1
    }

    fn texts(&mut self, columns: &Columns, column: ColumnId, alphabet: Option<&Alphabet>) -> usize {
        if let Some(known) = self.texts.iter().position(|texts| texts.column == column) {
            return known;
        }
        self.texts.push(TextColumn::of(columns, column, alphabet));
        self.texts.len() - 1
    }

    fn numbers(&mut self, columns: &Columns, column: ColumnId, is_time: bool) -> usize {
        if let Some(known) = self.numbers.iter().position(|numbers| numbers.is(column, is_time)) {
            return known;
        }
        self.numbers.push(NumberColumn::of(columns, column, is_time));
        self.numbers.len() - 1
    }

    fn slot(&mut self, measure: Measure, left: (usize, usize), right: (usize, usize)) -> usize {
        let same = |slot: &Slot| slot.measure == measure && slot.left == left && slot.right == right;
        if let Some(known) = self.slots.iter().position(same) {
            return known;
        }
        self.slots.push(Slot { measure, left, right });
        self.slots.len() - 1
    }

    /// Takes in values that were added to the columns.
    pub(super) fn extend(&mut self, columns: &Columns, subject: &Subject, alphabet: Option<&Alphabet>) {
        self.lenses.iter_mut().for_each(|lens| lens.extend(columns, subject));
        self.joints.iter_mut().for_each(|(left, right, joint)| joint.extend(columns, *left, *right));
        if alphabet.is_some_and(|alphabet| alphabet.len() > 256) {
            self.texts.iter_mut().for_each(|texts| texts.texts.widen());
        }
        self.texts.iter_mut().for_each(|texts| texts.extend(columns, alphabet));
        self.numbers.iter_mut().for_each(|numbers| numbers.extend(columns));
    }

    pub(super) fn scratch(&self, letters: usize) -> Scratch {
        Scratch {
            masks: self.slots.iter().map(|_| Masks::new(letters)).collect(),
            known: vec![Known::Nothing; self.slots.len()],
        }
    }

    /// Whether a lens shows the subject's own value, so that equal subjects are what equal values are.
    pub(super) fn is_own(&self, lens: usize) -> bool {
        self.lenses[lens].is_own()
    }

    /// The column's value for a subject's value.
    pub(super) fn value(&self, lens: usize, subject: u32) -> u32 {
        self.lenses[lens].value(subject)
    }

    /// Whether a test holds for a pair of subjects' values; nothing when a value that it needs is missing.
    pub(super) fn holds(&self, check: &Check, one: u32, other: u32, scratch: &mut Scratch) -> Option<bool> {
        match check {
            Check::Otherwise => Some(true),
            Check::Equal { left, right } => {
                let (left, right) = (self.lenses[*left].value(one), self.lenses[*right].value(other));
                (left != 0 && right != 0).then_some(left == right)
            }
            Check::EqualAcross { left, right, joint } => {
                let joint = &self.joints[*joint].2;
                let left = joint.left(self.lenses[*left].value(one));
                let right = joint.right(self.lenses[*right].value(other));
                (left != 0 && right != 0).then_some(left == right)
            }
            Check::Measured { slot, bound } => self.measured(*slot, *bound, one, other, scratch),
            Check::Missing { lens, side } => {
                let missing = |subject| self.lenses[*lens].value(subject) == 0;
                Some(on_side(*side, missing(one), missing(other)))
            }
            Check::Is { lens, side, value } => {
                let is = |subject| {
                    let own = self.lenses[*lens].value(subject);
                    (own != 0).then_some(own == *value)
                };
                match side {
                    Side::Left => is(one),
                    Side::Right => is(other),
                    Side::Both => and(is(one), is(other)),
                    Side::Either => or(is(one), is(other)),
                }
            }
            Check::Apart { left, right, numbers, as_share, bound } => {
                let left = self.numbers[numbers.0].number(self.lenses[*left].value(one));
                let right = self.numbers[numbers.1].number(self.lenses[*right].value(other));
                if left.is_nan() || right.is_nan() {
                    return None;
                }
                let apart = (left - right).abs();
                Some(bound.holds(if *as_share { apart / left.max(right) } else { apart }))
            }
            Check::Kilometres { lenses, numbers, bound } => {
                let point = |subject| {
                    let latitude = self.numbers[numbers.0].number(self.lenses[lenses.0].value(subject));
                    let longitude = self.numbers[numbers.1].number(self.lenses[lenses.1].value(subject));
                    (latitude.to_radians(), longitude.to_radians())
                };
                let kilometres = great_circle(point(one), point(other));
                (!kilometres.is_nan()).then(|| in_single_precision(*bound).holds(kilometres))
            }
            Check::All(checks) => checks
                .iter()
                .try_fold(Some(true), |so_far, check| match and(so_far, self.holds(check, one, other, scratch)) {
                    Some(false) => Err(Some(false)),
                    state => Ok(state),
                })
                .unwrap_or_else(|state| state),
            Check::Any(checks) => checks
                .iter()
                .try_fold(Some(false), |so_far, check| match or(so_far, self.holds(check, one, other, scratch)) {
                    Some(true) => Err(Some(true)),
                    state => Ok(state),
                })
                .unwrap_or_else(|state| state),
            Check::Not(check) => self.holds(check, one, other, scratch).map(|holds| !holds),
        }
    }

    fn measured(&self, slot: usize, bound: Bound, one: u32, other: u32, scratch: &mut Scratch) -> Option<bool> {
        let measured = &self.slots[slot];
        let left = self.lenses[measured.left.0].value(one);
        let right = self.lenses[measured.right.0].value(other);
        if left == 0 || right == 0 {
            return None;
        }
        if let Known::Value(value) = scratch.known[slot] {
            return Some(bound.holds(value));
        }
        let (lefts, rights) = (&self.texts[measured.left.1].texts, &self.texts[measured.right.1].texts);
        let (bag, other_bag) = (lefts.bag(left), rights.bag(right));
        // First what costs next to nothing: what two texts have in common at the most, whatever their order.
        let out_of_reach = match measured.measure {
            Measure::Jaro => misses_above(bound, bag.jaro_at_most(other_bag) + 1e-9),
            Measure::JaroWinkler => {
                let at_most = bag.jaro_at_most(other_bag);
                // Winkler raises by .4 of what is missing at the most: often no text has to be looked at.
                misses_above(bound, at_most + 0.4 * (1.0 - at_most) + 1e-9)
                    || misses_above(bound, winkler_at_most(at_most, lefts.get(left), rights.get(right)))
            }
            Measure::Levenshtein | Measure::DamerauLevenshtein => {
                misses_below(bound, f64::from(bag.edits_at_least(other_bag)))
            }
            Measure::Jaccard | Measure::Hamming => false,
        };
        if out_of_reach {
            return Some(false);
        }
        let (text, other_text) = (lefts.get(left), rights.get(right));
        let masks = &mut scratch.masks[slot];
        let value = match measured.measure {
            Measure::Jaro | Measure::JaroWinkler => {
                masks.hold(left, text);
                let jaro = jaro(text, other_text, masks);
                if measured.measure == Measure::Jaro { jaro } else { winkler(jaro, text, other_text) }
            }
            Measure::Levenshtein => {
                masks.hold(left, text);
                f64::from(levenshtein(text, other_text, masks))
            }
            Measure::DamerauLevenshtein => {
                masks.hold(left, text);
                f64::from(damerau_levenshtein(text, other_text, masks))
            }
            Measure::Jaccard => jaccard(text, other_text),
            Measure::Hamming => return hamming(text, other_text).map(|places| bound.holds(f64::from(places))),
        };
        scratch.known[slot] = Known::Value(value);
        Some(bound.holds(value))
    }

    /// Forgets the last pair.
    #[inline]
    pub(super) fn begin(scratch: &mut Scratch) {
        scratch.known.fill(Known::Nothing);
    }
}

/// Whether no value up to `at_most` reaches a lower bound.
fn misses_above(bound: Bound, at_most: f64) -> bool {
    matches!(bound, Bound::AtLeast(_) | Bound::Above(_)) && !bound.holds(at_most)
}

/// Whether no value from `at_least` on keeps an upper bound.
fn misses_below(bound: Bound, at_least: f64) -> bool {
    matches!(bound, Bound::AtMost(_) | Bound::Below(_)) && !bound.holds(at_least)
}

fn on_side(side: Side, left: bool, right: bool) -> bool {
    match side {
        Side::Left => left,
        Side::Right => right,
        Side::Either => left || right,
        Side::Both => left && right,
    }
}

fn and(one: Option<bool>, other: Option<bool>) -> Option<bool> {
    match (one, other) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

fn or(one: Option<bool>, other: Option<bool>) -> Option<bool> {
    match (one, other) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }
}

/// Distances are rounded to single precision before they are compared, as Splink has it; so is the bound.
fn in_single_precision(bound: Bound) -> Bound {
    let rounded = |number: f64| f64::from(number as f32);
    match bound {
        Bound::AtLeast(number) => Bound::AtLeast(rounded(number)),
        Bound::Above(number) => Bound::Above(rounded(number)),
        Bound::AtMost(number) => Bound::AtMost(rounded(number)),
        Bound::Below(number) => Bound::Below(rounded(number)),
    }
}

fn great_circle(one: (f64, f64), other: (f64, f64)) -> f64 {
    let cosine = one.0.sin() * other.0.sin() + one.0.cos() * other.0.cos() * (other.1 - one.1).cos();
    // The clamp would turn "not a number" into a distance.
    if cosine.is_nan() { cosine } else { f64::from((cosine.clamp(-1.0, 1.0).acos() * EARTH_KILOMETRES) as f32) }
}
