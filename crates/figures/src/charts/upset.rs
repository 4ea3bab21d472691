//! How sets overlap: an upset plot (Lex, Gehlenborg, Strobelt, Vuillemot, Pfister, IEEE TVCG 20(12), 2014). Sets are
//! rows, combinations are columns: a dot says that a set is in the combination, the bar above how many things are in exactly
//! these sets, the bar beside a row how large the set is.
//!
//! It draws what it is given, in the order in which it is given. Which combinations are worth a column is the caller's to say.

use super::Ink;
use super::canvas::{Anchor, Area, Canvas};
use crate::{Axis, Direction, Plain, number};
use std::collections::BTreeMap;

const NAMES: f64 = 210.0;
const SIZES: f64 = 130.0;
const COLUMN: f64 = 34.0;
const ROW: f64 = 28.0;
const BARS: f64 = 150.0;
const GAP: f64 = 14.0;
const WIDTH_MIN: f64 = 1_000.0;
/// Above the bars: what they count, and the number of the highest.
const HEAD: f64 = 50.0;
/// Letters of a set's name that have room.
const NAME_LETTERS_MAX: usize = 28;

/// How many things are in exactly which sets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Combinations {
    counts: BTreeMap<Vec<usize>, u64>,
}

/// Things that are in exactly these sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Combination {
    /// The sets, each once, in their order.
    pub sets: Vec<usize>,
    /// How many things.
    pub count: u64,
}

impl Combinations {
    /// One thing more, that is in these sets. A set that is named twice holds it once; a thing in no set is not counted.
    pub fn add(&mut self, sets: impl IntoIterator<Item = usize>) {
        let mut sets: Vec<usize> = sets.into_iter().collect();
        sets.sort_unstable();
        sets.dedup();
        if !sets.is_empty() {
            *self.counts.entry(sets).or_default() += 1;
        }
    }

    /// Combinations of at least so many sets, the most frequent first; among equals, those of fewer and earlier sets.
    pub fn of_at_least(&self, sets: usize) -> Vec<Combination> {
        let own = self.counts.iter().filter(|(own, _)| own.len() >= sets);
        let mut all: Vec<Combination> = own.map(|(sets, &count)| Combination { sets: sets.clone(), count }).collect();
        all.sort_by(|one, other| {
            let key = |own: &Combination| (std::cmp::Reverse(own.count), own.sets.len());
            key(one).cmp(&key(other)).then_with(|| one.sets.cmp(&other.sets))
        });
        all
    }

    /// How many things are in a set, whatever else they are in.
    pub fn size(&self, set: usize) -> u64 {
        self.counts.iter().filter(|(sets, _)| sets.contains(&set)).map(|(_, count)| count).sum()
    }
}

/// The plot.
#[derive(Clone, Copy, Debug)]
pub struct UpSet<'a> {
    /// Name and size of each set, from the top.
    pub sets: &'a [(&'a str, u64)],
    /// The columns, from the start. A set that is not among the rows has no dot.
    pub columns: &'a [Combination],
    /// What the bars above count.
    pub y_label: &'a str,
    /// What it shows, for those who do not see it.
    pub told: &'a str,
}

impl UpSet<'_> {
    /// The picture.
    pub fn draw(&self, direction: Direction) -> String {
        let matrix = NAMES + SIZES + GAP;
        // A picture fills its page: one of few columns is no wider than one of many, so that its letters are as large.
        let width = (matrix + COLUMN * self.columns.len() as f64 + 50.0).max(WIDTH_MIN);
        let top = HEAD + BARS + GAP;
        let height = top + ROW * self.sets.len().max(1) as f64 + 24.0;
        let mut canvas = Canvas::new(direction, width, height);
        self.draw_columns(&mut canvas, matrix, top);
        self.draw_rows(&mut canvas, matrix, top);
        canvas.finish(self.told)
    }

    fn draw_columns(&self, canvas: &mut Canvas, matrix: f64, top: f64) {
        let counts = Axis::of_counts(self.columns.iter().map(|column| column.count));
        let width = COLUMN * self.columns.len().max(1) as f64;
        let area = Area { start: matrix, top: HEAD, width, height: BARS };
        area.ticks_at_start(canvas, &counts);
        canvas.text(matrix - 8.0, 16.0, Anchor::Start, self.y_label);
        for (at, column) in self.columns.iter().enumerate() {
            let middle = matrix + COLUMN * (at as f64 + 0.5);
            let height = (counts.fraction(column.count as f64) * BARS).max(1.0);
            if column.count > 0 {
                canvas.bar(middle - 9.0, area.bottom() - height, 18.0, height, Ink::One);
                canvas.text(middle, area.bottom() - height - 5.0, Anchor::Middle, &number::count(column.count));
            }
            let y = |set: usize| top + ROW * (set as f64 + 0.5);
            let sets = || column.sets.iter().copied().filter(|&set| set < self.sets.len());
            if let (Some(first), Some(last)) = (sets().min(), sets().max())
                && first < last
            {
                canvas.line((middle, y(first)), (middle, y(last)), Ink::One);
            }
            for set in 0..self.sets.len() {
                let (radius, ink) = if sets().any(|own| own == set) { (6.0, Ink::One) } else { (3.5, Ink::Grid) };
                canvas.dot(middle, y(set), radius, ink);
            }
        }
        canvas.line((matrix, area.bottom()), (area.end(), area.bottom()), Ink::Axis);
    }

    fn draw_rows(&self, canvas: &mut Canvas, matrix: f64, top: f64) {
        let sizes = Axis::of_counts(self.sets.iter().map(|(_, size)| *size));
        let end = matrix - GAP;
        for (at, (name, size)) in self.sets.iter().enumerate() {
            let y = top + ROW * at as f64;
            let middle = y + ROW / 2.0 + 4.0;
            let length = sizes.fraction(*size as f64) * (SIZES - 60.0);
            let length = if *size > 0 { length.max(1.0) } else { 0.0 };
            canvas.bar(end - length, y + 8.0, length, ROW - 16.0, Ink::Neutral);
            canvas.text(end - length - 5.0, middle, Anchor::End, &number::count(*size));
            canvas.text(0.0, middle, Anchor::Start, &short(name));
            canvas.line((matrix, y + ROW), (matrix + COLUMN * self.columns.len() as f64, y + ROW), Ink::Grid);
        }
    }
}

/// A name that has room beside its bar.
fn short(name: &str) -> String {
    let whole = Plain(name).unescaped();
    if whole.chars().count() <= NAME_LETTERS_MAX {
        return whole;
    }
    whole.chars().take(NAME_LETTERS_MAX - 1).chain(['…']).collect()
}
