//! Counts over classes of equal width: one way up, or two kinds up and down from one line.
//!
//! Which kind is which is told beside it, not within, where bars would cross the words. Two kinds are not stacked: on a bent scale the height of what lies on top of another would mean nothing.

use super::Ink;
use super::canvas::{Anchor, Area, Canvas};
use crate::{Axis, Direction};

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 260.0;

/// A histogram.
#[derive(Clone, Copy, Debug)]
pub struct Histogram<'a> {
    /// Where the first class begins.
    pub from: f64,
    /// How wide a class is.
    pub class_width: f64,
    /// Counts upwards.
    pub up: &'a [u64],
    /// Counts downwards, of a second kind.
    pub down: Option<&'a [u64]>,
    /// Where a decision is taken, with its name.
    pub threshold: Option<(f64, &'a str)>,
    /// What the classes are classes of.
    pub x_label: &'a str,
    /// What it shows, for those who do not see it.
    pub told: &'a str,
}

impl Histogram<'_> {
    /// The axis of counts that the drawing uses: a caller can tell how it is bent.
    pub fn counts_axis(&self) -> Axis {
        Axis::of_counts(self.up.iter().chain(self.down.unwrap_or_default()).copied())
    }

    /// The picture.
    pub fn draw(&self, direction: Direction) -> String {
        let classes = self.up.len().max(self.down.map_or(0, <[u64]>::len)).max(1);
        let x_axis = Axis::between(self.from(), self.from() + self.class_width() * classes as f64, 12);
        let mut canvas = Canvas::new(direction, WIDTH, HEIGHT);
        let whole = Area { start: 64.0, top: 26.0, width: WIDTH - 84.0, height: HEIGHT - 26.0 - 46.0 };
        let counts = self.counts_axis();
        let half = if self.down.is_some() { whole.height / 2.0 } else { whole.height };
        let upper = Area { height: half, ..whole };
        upper.ticks_at_start(&mut canvas, &counts);
        let ink = if self.down.is_some() { Ink::For } else { Ink::One };
        for (start, width, count) in self.bars(self.up, &x_axis, whole) {
            let height = (counts.fraction(count) * half).max(0.8);
            canvas.bar(start, upper.bottom() - height, width, height, ink);
        }
        if let Some(down) = self.down {
            for (place, text) in counts.ticks().skip(1) {
                let y = upper.bottom() + place * half;
                canvas.line((whole.start, y), (whole.end(), y), Ink::Grid);
                canvas.text(whole.start - 8.0, y + 4.0, Anchor::End, &text);
            }
            for (start, width, count) in self.bars(down, &x_axis, whole) {
                let height = (counts.fraction(count) * half).max(0.8);
                canvas.bar(start, upper.bottom(), width, height, Ink::Against);
            }
        }
        canvas.line((whole.start, upper.bottom()), (whole.end(), upper.bottom()), Ink::Axis);
        whole.ticks_below(&mut canvas, &x_axis);
        canvas.text(whole.start + whole.width / 2.0, HEIGHT - 8.0, Anchor::Middle, self.x_label);
        if let Some((place, name)) = self.threshold.filter(|(place, _)| place.is_finite()) {
            let x = whole.x(&x_axis, place);
            canvas.line((x, whole.top - 8.0), (x, whole.bottom()), Ink::Threshold);
            let is_late = x > whole.start + whole.width * 0.7;
            let (anchor, gap) = if is_late { (Anchor::End, -6.0) } else { (Anchor::Start, 6.0) };
            canvas.label(x + gap, whole.top - 10.0, anchor, name, Ink::Threshold);
        }
        canvas.finish(self.told)
    }

    /// Start, width and count of each bar that is there.
    fn bars(&self, counts: &[u64], x_axis: &Axis, area: Area) -> Vec<(f64, f64, f64)> {
        let (from, class_width) = (self.from(), self.class_width());
        let there = counts.iter().enumerate().filter(|&(_, &count)| count > 0);
        let bar = |(at, &count): (usize, &u64)| {
            let start = area.x(x_axis, from + class_width * at as f64);
            let width = area.x(x_axis, from + class_width * (at + 1) as f64) - start;
            let gap = if width > 4.0 { 1.0 } else { 0.0 };
            (start, (width - gap).max(0.5), count as f64)
        };
        there.map(bar).collect()
    }

    fn from(&self) -> f64 {
        if self.from.is_finite() { self.from } else { 0.0 }
    }

    fn class_width(&self) -> f64 {
        if self.class_width.is_finite() && self.class_width > 0.0 { self.class_width } else { 1.0 }
    }
}
